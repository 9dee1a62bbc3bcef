"""Addresses of earlier versions lead to where their rows are now."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Response  # type: ignore[import-untyped]

RENAMED = {"passages": "sentences_in_context", "places_map": "locations_map", "surface_forms": "spellings"}
"""Tables and views by the names that they had."""


async def renamed_view(datasette: Any, request: Any) -> Any:
    """The same address with the name of today: filters, format and row are kept."""
    found = request.url_vars
    path = datasette.urls.path(f"/{found['database']}/{RENAMED[found['table']]}{found['rest']}")
    return Response.redirect(f"{path}?{request.query_string}" if request.query_string else path, status=301)


ROUTES = [(rf"^/(?P<database>[^/]+)/(?P<table>{'|'.join(RENAMED)})(?P<rest>(?:[./].*)?)$", renamed_view)]
