"""Quotation marks of all kinds: which mark closes which, and which marks in a text are unmatched."""

from __future__ import annotations

import re

CLOSED_BY = {
    "“": "”", "”": "”", "„": "“”", "‟": "”", "«": "»", "»": "«", '"': '"', "″": "″",
    "‘": "’", "’": "’", "‚": "‘’", "‹": "›", "›": "‹", "'": "'", "`": "'",
    "「": "」", "『": "』",
}  # fmt: skip
"""The marks that a quotation may open with, each with those that may close it."""
MARKS = "".join(dict.fromkeys("".join((*CLOSED_BY, *CLOSED_BY.values()))))
"""All quotation marks."""
FAMILIES = {"double": '“”„‟"″', "guillemet": "«»", "single guillemet": "‹›", "single": "‘’'‚"}
FAMILY_OF = {mark: family for family, marks in FAMILIES.items() for mark in marks} | {"''": "double", "``": "double"}
"""Marks of one family may close each other, correctly or not; '' and `` are double marks."""
MARK = re.compile(rf"''|``|[{''.join(FAMILIES.values())}]")
DOUBLE = '“”„‟«»"'
OPENING = "“„‟«‘‚‹"
"""Marks that open a quotation in English; straight ones may open or close."""
CLOSING = "”»’›"
TOKENS = frozenset([*DOUBLE, "''", "``"])
"""Double marks as the parser's tokens: it writes the straight ones as TeX does."""
HALVES = re.compile(rf"[{DOUBLE}()\[\]]|‘(?!\d)|’(?!\w)")
"""Marks and brackets that come in pairs; apostrophes inside words don't match."""
BRACKETS = {"(": ")", "[": "]"}
PAIRS = {mark: CLOSED_BY[mark] for mark in '“„‟«‘"'} | BRACKETS
"""Opening marks and brackets of English text, with those that close them."""
DEEPEST = 8
"""How many open marks, from the innermost, a closing mark may match."""


def opened_by(closing: str) -> str:
    """The marks and brackets that a mark may close: “ and „ for ”."""
    return "".join(mark for mark, closed in (CLOSED_BY | BRACKETS).items() if closing in closed)


def unmatched(text: str, start: int = 0, end: int | None = None) -> tuple[str, str]:
    """The marks and brackets between two offsets that close without having been opened, and those left open.

    >>> unmatched("safe,” she said, “but „old” (and"), unmatched("it’s „new“ in ’05")
    (('”', '“('), ('', ''))
    """
    lost: list[str] = []
    left: list[str] = []
    for match in HALVES.finditer(text, start, len(text) if end is None else end):
        mark = match.group()
        near = range(len(left) - 1, max(-1, len(left) - 1 - DEEPEST), -1)
        at = next((at for at in near if mark in PAIRS[left[at]]), None)
        if at is not None:
            del left[at]
        else:
            (left if mark in PAIRS else lost).append(mark)
    return "".join(lost), "".join(left)
