"""Text that a spreadsheet would run: made harmless in CSV, and given back."""

from __future__ import annotations

import re

FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""How a text starts that a spreadsheet may run (OWASP, CSV Injection), apostrophes before it or not: so that
taking one apostrophe away again always gives back what was there."""

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\Z")


def defuse(value: object) -> object:
    """Put an apostrophe before text that a spreadsheet would run as a formula; leave all else as it is.

    Numbers stay numbers, also those stored as text (``-1``, ``+49``). :func:`restore` is the inverse.
    """
    if isinstance(value, str) and FORMULA.match(value) and not NUMBER.match(value):
        return "'" + value
    return value


def restore(value: str) -> str:
    """Undo :func:`defuse` on a cell read from a CSV download."""
    return value[1:] if value.startswith("'") and FORMULA.match(value) else value
