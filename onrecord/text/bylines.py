"""Bylines: the authors that a line near the top of a text names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.text.document import Document

NAME = r"[^\W\d_a-zß-öø-ÿ][\w.’'-]*(?: (?:de|da|del|di|la|van|von|der|den|al|el|bin|[^\W\d_a-zß-öø-ÿ][\w.’'-]*)){1,4}"
WRITTEN_BY = r"(?i:(?:(?:written|interview(?:ed)?|report(?:ed|ing)?|words|story|text|posted|published) )?by:? )"
BYLINE = re.compile(
    rf"[*_]{{0,2}}{WRITTEN_BY}[*_]{{0,2}}"
    rf"(?P<first>{NAME})(?P<others>(?:, {NAME})*,? (?:and|&) {NAME})?[*_]{{0,2}}(?:\s*[,·|•–—-].{{0,80}})?"
)
DATED_BYLINE = re.compile(
    rf"[ \t*_]*{WRITTEN_BY}[^\n,|•·—–]{{3,60}}[,|•·—– \t]+(?:[^\W\d_][\w.’' -]{{1,30}}, )?", re.IGNORECASE
)
"""A byline, and the place after it, before a date."""
REPORT_OF = re.compile(
    r"\bReport (?:of|by) the (?P<office>[A-Z][\w’'-]+(?: (?:of|for|on|the|[A-Z][\w’'-]+))*?)"
    r"(?=[ \t]*(?:\n|\Z)| (?:I|1)\. )"
)
"""The office that reports, in the heading of a report."""
NAMED = re.compile(r"(?=.*[^\W\d_]{2})[^\W_][^\n<>{}\[\]=@#?!]{1,80}")
"""What a name looks like."""
NOBODY = re.compile(
    r"(?:the |a )?(?:user ?name|user|admin(?:istrator)?|root|owner|web ?master|editor(?:s|ial)?|author|guest|anonymous"
    r"|no author|agenc(?:y|ies)"
    r"|unknown|none|null|undefined|n/?a|default|test|(?:news )?staff(?: (?:writer|reporter|report)s?)?"
    r"|(?:news|web) ?desk|(?:our )?(?:own )?correspondents?|reporter|contributors?|online|wordpress"
    r"|microsoft(?: office)?(?: user)?|windows(?: user)?|hp|dell|lenovo|acer|asus|pc"
    r"|home|share|follow|email|print|comments?|facebook|twitter|(?:see )?more|view all"
    r"|(?:written|published|posted|edited|reported)? ?by|\W*|\d[\d\W]*|.*\d{3}.*|(?-i:[a-z][a-z0-9._-]*)|.* by .*)",
    re.IGNORECASE,
)
"""Accounts, functions and buttons where the name of an author should be."""
ROLE = re.compile(
    r"\b(?:senior|staff|chief|deputy|associate|assistant|editor|reporter|writer|correspondent|columnist|professor"
    r"|lecturer|director|analyst|fellow|producer|president|manager|counsel|attorney|[a-z]+(?:ologist|nalist))\b",
    re.IGNORECASE,
)
"""What somebody is, after the name in a byline: the rest says where."""
EXAMPLES = (
    ("By Nadia Okafor and Jordan Ellis", ("Nadia Okafor", "Jordan Ellis")),
    ("Interview by Leila Haddad · Kraków, 9 May 2022", ("Leila Haddad",)),
    ("By Milica Stanić, Loznica", ("Milica Stanić",)),
    ("**By A. B. Quill, Ada Stone & Olaf Berg**", ("A. B. Quill", "Ada Stone", "Olaf Berg")),
    ("By the time they met it was late", ()),
)
NEAR_TOP = 2000
NEAR_HEAD = 400


def authors(document: Document) -> tuple[str, ...]:
    """The names that the file gives, else those in the first byline near the top, else the office that reports."""
    if document.imprint.authors:
        return document.imprint.authors
    for start, end in document.paragraphs:
        if start > NEAR_TOP:
            break
        match = BYLINE.fullmatch(document.text, start, end) if end - start < 200 else None
        if match:
            others = re.findall(NAME, match["others"] or "")
            return (match["first"], *others)
    report = REPORT_OF.search(document.text, 0, NEAR_HEAD)
    return (report["office"],) if report else ()
