"""The plugin's routes, in the order in which they are tried; Datasette's own come after."""

from __future__ import annotations

from typing import Any

from onrecord.site.page import Route


def routes(datasette: Any) -> list[Route]:
    """Addresses as regular expressions, each with its view."""
    from onrecord.site import pages
    from onrecord.site.datasette import csv_view, database_file, old_addresses
    from onrecord.site.http import inside, robots, sitemap

    own = [route for page in pages.pages_of(datasette) for route in page.routes]
    beside = [*robots.ROUTES, *inside.ROUTES, *sitemap.ROUTES]
    return [
        *own,
        *pages.downloads.format_routes(),
        *beside,
        *database_file.ROUTES,
        *old_addresses.ROUTES,
        *csv_view.ROUTES,
    ]
