"""Every page of ours, in the order in which addresses are tried; Datasette's own come after."""

from __future__ import annotations

from typing import Any


def routes() -> list[tuple[str, Any]]:
    """Addresses as regular expressions, each with its view."""
    from onrecord.site.datasette import csv_view as downloads
    from onrecord.site.pages import (
        disagreements as lists,
    )
    from onrecord.site.pages import (
        downloads as interchange,
    )
    from onrecord.site.pages import (
        front,
        read,
        search,
        timeline,
        trust,
    )
    from onrecord.site.pages import (
        map as atlas,
    )
    from onrecord.site.pages import (
        people as network,
    )
    from onrecord.site.pages import (
        sitemap as crawlers,
    )

    modules = (front, read, search, atlas, timeline, lists, network, trust, interchange, crawlers, downloads)
    return [route for module in modules for route in module.ROUTES]
