"""Every page of ours, in the order in which addresses are tried; Datasette's own come after."""

from __future__ import annotations

from typing import Any


def routes() -> list[tuple[str, Any]]:
    """Addresses as regular expressions, each with its view."""
    from onrecord.site import (
        atlas,
        crawlers,
        downloads,
        front,
        interchange,
        lists,
        network,
        read,
        search,
        timeline,
        trust,
    )

    modules = (front, read, search, atlas, timeline, lists, network, trust, interchange, crawlers, downloads)
    return [route for module in modules for route in module.ROUTES]
