"""What plugins put inline into a page: allowed by its hash, so that the policy can be strict."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from onrecord.site.headers import ALLOWED

MAP_STYLES = (
    "text-decoration: none; color: black;",
    "height: 200px; overflow: auto",
    "max-width: 100%",
)
"""The style attributes that datasette-cluster-map's script writes, word for word."""

MAP_SHEET = re.compile(r"clusterMapCSS = `(.*?)`", re.DOTALL)
"""The style sheet in that script; it reaches the page without its line breaks."""


@cache
def map_styles() -> frozenset[str]:
    """Everything inline that datasette-cluster-map makes, the style sheet as its script has it."""
    script = files("datasette_cluster_map").joinpath("static/datasette-cluster-map.js").read_text(encoding="utf-8")
    return frozenset(MAP_STYLES) | {sheet.replace("\n", "") for sheet in MAP_SHEET.findall(script)}


def allowing(request: Any) -> Callable[[Any], Any]:
    """What a template calls on a plugin's inline script: its hash is allowed on this page."""

    def allow(script: Any) -> Any:
        allowed = request.scope.get(ALLOWED) if request else None
        if allowed is not None:
            allowed.scripts.add(str(script))
        return script

    return allow


def allow_map_styles(request: Any) -> None:
    """Allow on this page what datasette-cluster-map writes into it."""
    allowed = request.scope.get(ALLOWED) if request else None
    if allowed is not None:
        allowed.styles.update(map_styles())
