"""Make text that a spreadsheet would run as a formula harmless in CSV, and restore it."""

from __future__ import annotations

import re

FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""The start of a text that a spreadsheet may run (OWASP, CSV Injection), with any number of apostrophes before it, so
that removing one apostrophe always restores the original."""

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\Z")


def defuse(value: object) -> object:
    """Put an apostrophe before text that a spreadsheet would run as a formula; return anything else unchanged.

    Numbers stay numbers, even those stored as text (``-1``, ``+49``). :func:`restore` is the inverse.
    """
    if isinstance(value, str) and FORMULA.match(value) and not NUMBER.match(value):
        return "'" + value
    return value


def restore(value: str) -> str:
    """Undo :func:`defuse` on a cell read from a CSV download."""
    return value[1:] if value.startswith("'") and FORMULA.match(value) else value
