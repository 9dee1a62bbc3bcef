"""Datasette's templates without inline scripts and styles, so that its pages bear a strict policy.

The templates are changed as they are compiled, by taking out what is inline; what it did is done by files of
ours: ``datasette.js``, ``editor.js`` and ``site.css``. A test opens every kind of page in a browser and fails when
the policy blocks anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2.ext import Extension

from onrecord.site.datasette.replaced import REPLACED
from onrecord.site.http.headers import ALLOWED

STYLE_BLOCK = re.compile(r"<style\b[^>]*>.*?</style>", re.DOTALL)
SCRIPT_BLOCK = re.compile(r"<script>.*?</script>", re.DOTALL)
INDENTATION = re.compile(r"\n[ \t]+")
"""A third of a page of rows, before it is compressed."""

STYLE_ATTRIBUTE = re.compile(r'\sstyle="(?:\{\{.*?\}\}|[^"{]|\{(?!\{))*"')
DATASETTE = "/datasette/templates/"
"""In the path of every template that has something to take out."""


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


class Plain(Extension):
    """Takes inline scripts, style blocks and style attributes out of Datasette's templates, indentation out of all."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Change what stands in the templates, never what they are filled with."""
        if filename is not None and DATASETTE in Path(filename).as_posix():
            source = STYLE_ATTRIBUTE.sub("", SCRIPT_BLOCK.sub("", STYLE_BLOCK.sub("", source)))
            for given, wanted in REPLACED:
                source = source.replace(given, wanted)
        return INDENTATION.sub("\n", source)


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
