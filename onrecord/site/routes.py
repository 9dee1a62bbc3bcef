"""Every page of ours, in the order in which addresses are tried; Datasette's own come after."""

from __future__ import annotations

from typing import Any


def routes() -> list[tuple[str, Any]]:
    """Addresses as regular expressions, each with its view."""
    from onrecord.site.datasette import csv_view
    from onrecord.site.pages import (
        disagreements,
        downloads,
        front,
        map,
        people,
        read,
        robots,
        search,
        sitemap,
        sources,
        timeline,
        trust,
    )

    pages = (front, read, search, map, timeline, disagreements, sources, people, trust, robots, sitemap)
    return [*downloads.routes(), *(route for module in (*pages, csv_view) for route in module.ROUTES)]
