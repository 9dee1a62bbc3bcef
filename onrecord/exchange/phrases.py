"""Phrases that exports and pages make from rows."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from typing import Any

ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
"""An http or https IRI, without spaces and the characters that RFC 3987 forbids."""

REVIEWS = {
    "proposed": "read by a program, not reviewed",
    "settled": "settled by language models, not checked by a person",
}
"""How rows were read that no person has looked at, by review status."""

READINGS = {"machine": REVIEWS["proposed"], "settled": REVIEWS["settled"], "reviewed": "reviewed by a person"}
"""How a document as a whole was read."""

READ = "select id, number from figures where id in ('documents', 'settled documents', 'reviewed documents')"


def review(row: Mapping[str, Any] | sqlite3.Row) -> str:
    """What has happened to a claim, quote or attribution since it was made."""
    status: str = row["review_status"]
    return REVIEWS.get(status) or f"{status} by {row['reviewer']} on {row['reviewed_on']}"


def how_read(connection: sqlite3.Connection) -> str:
    """How the documents were read, in a sentence, each way with the number of its documents."""
    figures = dict(map(tuple, connection.execute(READ)))
    settled, reviewed = figures["settled documents"], figures["reviewed documents"]
    counts = {"reviewed": reviewed, "settled": settled, "machine": figures["documents"] - settled - reviewed}
    counted = [f"{READINGS[key]} ({n:,} document{'s' * (n > 1)})" for key, n in counts.items() if n]
    return f"How the documents were read: {'; '.join(counted)}." if counted else ""


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
