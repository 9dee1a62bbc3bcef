"""Phrases that exports and pages make from rows."""

from __future__ import annotations

import re
import sqlite3

ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
"""An http or https IRI, without spaces and the characters that RFC 3987 forbids."""


def as_text(words: str) -> str:
    """The words of a passage on one line, each run of white space as one space."""
    return " ".join(words.split())


def cited_address(source: sqlite3.Row) -> str | None:
    """A source's address; ``None`` if there is none, or it is mangled or not a valid IRI."""
    url = source["url"]
    return url if url and source["url_status"] != "mangled" and ADDRESS.fullmatch(url) else None


def line_range(start: int, end: int) -> str:
    """``line 3`` or ``lines 3–4``."""
    return f"line {start}" if start == end else f"lines {start}–{end}"
