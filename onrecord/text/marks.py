"""Quotation marks of all kinds: which mark closes which, and which of a text are left without their other half."""

from __future__ import annotations

import re

CLOSED_BY = {
    "“": "”", "”": "”", "„": "“”", "‟": "”", "«": "»", "»": "«", '"': '"', "″": "″",
    "‘": "’", "’": "’", "‚": "‘’", "‹": "›", "›": "‹", "'": "'", "`": "'",
    "「": "」", "『": "』",
}  # fmt: skip
"""The marks that a quotation may open with, each with those that may close it."""
MARKS = "".join(dict.fromkeys("".join((*CLOSED_BY, *CLOSED_BY.values()))))
"""All of them."""
FAMILIES = {"double": '“”„‟"″', "guillemet": "«»", "single guillemet": "‹›", "single": "‘’'‚"}
FAMILY_OF = {mark: family for family, marks in FAMILIES.items() for mark in marks} | {"''": "double", "``": "double"}
"""Marks of one family may close each other, whatever is right: two straight or two inverted ones are a double mark."""
MARK = re.compile(rf"''|``|[{''.join(FAMILIES.values())}]")
DOUBLE = '“”„‟«»"'
OPENING = "“„‟«‘‚‹"
"""Marks that open a quotation in English; the straight ones may do either."""
CLOSING = "”»’›"
TOKENS = frozenset([*DOUBLE, "''", "``"])
"""Double marks as the parser's tokens: it writes the straight ones as TeX does."""
HALVES = re.compile(rf"[{DOUBLE}()\[\]]|‘(?!\d)|’(?!\w)")
"""Marks and brackets that come in pairs; apostrophes inside words are none."""
BRACKETS = {"(": ")", "[": "]"}
PAIRS = {mark: CLOSED_BY[mark] for mark in '“„‟«‘"'} | BRACKETS
"""What opens in English text, with what closes it."""
DEEPEST = 8
"""Marks inside one another that are looked at."""


def opened_by(closing: str) -> str:
    """The marks and brackets that one may close: “ and „ for ”."""
    return "".join(mark for mark, closed in (CLOSED_BY | BRACKETS).items() if closing in closed)


def unmatched(text: str, start: int = 0, end: int | None = None) -> tuple[str, str]:
    """Marks and brackets of a stretch that are closed without having been opened, and that are left open.

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
