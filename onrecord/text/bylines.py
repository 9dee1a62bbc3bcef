"""Bylines: the authors that a line near the top of a text names."""

from __future__ import annotations

import re

from onrecord.text.document import Document

NAME = r"[^\W\d_a-zß-öø-ÿ][\w.’'-]*(?: (?:de|da|del|di|la|van|von|der|den|al|el|bin|[^\W\d_a-zß-öø-ÿ][\w.’'-]*)){1,4}"
WRITTEN_BY = r"(?i:(?:(?:written|interview(?:ed)?|report(?:ed|ing)?|words|story|text) )?by )"
BYLINE = re.compile(
    rf"[*_]{{0,2}}{WRITTEN_BY}[*_]{{0,2}}"
    rf"(?P<first>{NAME})(?P<others>(?:, {NAME})*,? (?:and|&) {NAME})?[*_]{{0,2}}(?:\s*[,·|•–—-].{{0,80}})?"
)
DATED_BYLINE = re.compile(
    rf"[ \t*_]*{WRITTEN_BY}[^\n,|•·—–]{{3,60}}[,|•·—– \t]+(?:[^\W\d_][\w.’' -]{{1,30}}, )?", re.IGNORECASE
)
"""A byline, and the place after it, before a date."""
EXAMPLES = (
    ("By Nadia Okafor and Jordan Ellis", ("Nadia Okafor", "Jordan Ellis")),
    ("Interview by Leila Haddad · Kraków, 9 May 2022", ("Leila Haddad",)),
    ("By Milica Stanić, Loznica", ("Milica Stanić",)),
    ("**By A. B. Quill, Ada Stone & Olaf Berg**", ("A. B. Quill", "Ada Stone", "Olaf Berg")),
    ("By the time they met it was late", ()),
)
NEAR_TOP = 2000


def authors(document: Document) -> tuple[str, ...]:
    """The names in the first byline near the top, none without one."""
    for start, end in document.paragraphs:
        if start > NEAR_TOP:
            break
        match = BYLINE.fullmatch(document.text, start, end) if end - start < 200 else None
        if match:
            others = re.findall(NAME, match["others"] or "")
            return (match["first"], *others)
    return ()
