"""What Datasette's pages are given: their language, and the settings of their map."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from datasette_cluster_map import location_columns_from_columns  # type: ignore[import-untyped]
from jinja2.ext import Extension

from onrecord.site import navigation

CREDITS = (
    'Base map: <a href="https://www.naturalearthdata.com/">Natural Earth</a>'
    ' · Places: <a href="https://www.geonames.org/">GeoNames</a>'
)

MAX_ZOOM = 12
"""About 40 m a pixel: the positions are those of places, not of doors."""

TAGS = (
    ("<html>", '<html lang="en">'),
    ('<section class="content">', '<main id="content" tabindex="-1"><section class="content">'),
    ("</section>\n</div>", "</section></main>\n</div>"),
    ("{% for body_script in body_scripts %}", "{% for body_script in body_scripts if not without_plugin_scripts %}"),
    ("<header><nav>", '<header><nav aria-label="Main">'),
)
"""What Datasette's base template has, and what it gets instead."""

NO_TILE = base64.b64encode(
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\x00\x00\x00"
    b"!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
).decode()
"""One transparent pixel."""


def frame(datasette: Any, request: Any) -> dict[str, Any]:
    """What stands around every page: the site's name, its credits, the doors, and the door this page is behind."""
    metadata = datasette.metadata()
    return {
        "title": metadata.get("title") or "onrecord",
        "credits": metadata,
        "doors": navigation.doors(datasette),
        "here": navigation.behind(datasette, request.path) if request else None,
    }


def map_settings() -> dict[str, Any]:
    """Settings for datasette-cluster-map: no tiles from anywhere, our credits, our place on the page."""
    return {
        "tile_layer": f"data:image/gif;base64,{NO_TILE}",
        "tile_layer_options": {"maxZoom": MAX_ZOOM, "attribution": CREDITS},
        "container": "#map",
    }


def has_map(columns: Sequence[str] | None, view_name: str) -> bool:
    """Whether datasette-cluster-map will draw a map on a page with these columns."""
    return view_name in ("table", "database") and bool(columns and location_columns_from_columns(columns))


class Language(Extension):
    """Gives Datasette's base template what it lacks, before it is compiled: a language and a main part."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Change nothing but these tags of the one template."""
        if name != "base.html" or "<!DOCTYPE html>" not in source:
            return source
        for given, wanted in TAGS:
            source = source.replace(given, wanted, 1)
        return source
