"""What every page gets: the frame around it, the settings of its map, and permission for inline code."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from onrecord.site import navigation
from onrecord.site.datasette import internals
from onrecord.site.http.headers import ALLOWED

CREDITS = (
    'Base map: <a href="https://www.naturalearthdata.com/">Natural Earth</a>'
    ' · Places: <a href="https://www.geonames.org/">GeoNames</a>'
)

MAX_ZOOM = 12
"""About 40 m per pixel: points are those of places, not of buildings."""

NO_TILE = base64.b64encode(
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\x00\x00\x00"
    b"!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
).decode()
"""One transparent pixel."""


def frame(datasette: Any, request: Any) -> dict[str, Any]:
    """The frame of a page: the site's name and credits, the navigation, and the page's entry in it."""
    metadata = internals.metadata(datasette)
    return {
        "title": metadata.get("title") or "onrecord",
        "credits": metadata,
        "doors": navigation.doors(datasette),
        "here": navigation.door_of(datasette, str(datasette.urls.path(request.path))) if request else None,
    }


def map_settings() -> dict[str, Any]:
    """Settings for datasette-cluster-map: a blank tile layer, the credits, and where the map goes on the page."""
    return {
        "tile_layer": f"data:image/gif;base64,{NO_TILE}",
        "tile_layer_options": {"maxZoom": MAX_ZOOM, "attribution": CREDITS},
        "container": "#map",
    }


def has_map(columns: list[str] | None, view_name: str) -> bool:
    """Whether datasette-cluster-map will draw a map on a page with these columns."""
    return view_name in ("table", "database") and bool(columns and internals.has_places(columns))


def allowing(request: Any) -> Callable[[Any], Any]:
    """A function that templates call with a plugin's inline script to allow its hash on this page."""

    def allow(script: Any) -> Any:
        allowed = request.scope.get(ALLOWED) if request else None
        if allowed is not None:
            allowed.scripts.add(str(script))
        return script

    return allow


def allow_map_styles(request: Any) -> None:
    """Allow the inline styles of datasette-cluster-map on this page."""
    allowed = request.scope.get(ALLOWED) if request else None
    if allowed is not None:
        allowed.styles.update(internals.map_styles())
