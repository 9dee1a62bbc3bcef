"""Datasette's templates without inline scripts and styles, so that its pages bear a strict policy.

The templates are changed as they are compiled, by taking out what is inline; what it did is done by files of
ours: ``datasette.js``, ``editor.js`` and ``site.css``. A test opens every kind of page in a browser and fails when
the policy blocks anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2.ext import Extension

from onrecord.site.headers import SCRIPTS

STYLE_BLOCK = re.compile(r"<style\b[^>]*>.*?</style>", re.DOTALL)
SCRIPT_BLOCK = re.compile(r"<script>.*?</script>", re.DOTALL)
STYLE_ATTRIBUTE = re.compile(r'\sstyle="(?:\{\{.*?\}\}|[^"{]|\{(?!\{))*"')
REPLACED = (
    ("{{ body_script.script }}", "{{ allowed(body_script.script) }}"),
    # On a phone each cell is labelled with its column.
    ('<td class="col-{{ column|to_css_class }}">', '<td class="col-{{ column|to_css_class }}" data-label="{{ column }}">'),
)
DATASETTE = "/datasette/templates/"
"""In the path of every template that has something to take out."""


class Plain(Extension):
    """Takes inline scripts, style blocks and style attributes out of Datasette's templates."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Leave our own templates as they are."""
        if filename is None or DATASETTE not in Path(filename).as_posix():
            return source
        source = STYLE_ATTRIBUTE.sub("", SCRIPT_BLOCK.sub("", STYLE_BLOCK.sub("", source)))
        for given, wanted in REPLACED:
            source = source.replace(given, wanted)
        return source


def allowing(request: Any) -> Callable[[Any], Any]:
    """What a template calls on a plugin's inline script: its hash is allowed on this page."""

    def allowed(script: Any) -> Any:
        scripts = request.scope.get(SCRIPTS) if request else None
        if scripts is not None:
            scripts.add(str(script))
        return script

    return allowed
