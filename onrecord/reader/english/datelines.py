"""Patterns of datelines: the place, and often the date and the agency, before a report begins."""

from __future__ import annotations

import re

from onrecord.reader.english.calendar_words import MONTH

DATE = rf"(?i:{MONTH} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}} {MONTH}(?:,? \d{{4}})?)"
TOWN = r"[^\W\d_a-zß-öø-ÿ](?:[^\W\d_a-zß-öø-ÿ]|[.’' ]|-(?=\w)){2,30}(?<! )"
REGION = r"[^\W\d_a-z][\w.]*(?: [^\W\d_a-z][\w.]*)?"
DATELINE = re.compile(
    rf"(?P<town>{TOWN})(?:, (?P<region>{REGION}))?"
    rf"(?:,? (?:and|AND|/) (?P<other>{TOWN})(?:, (?P<beside>{REGION}))?)?"
    rf"(?:,? {DATE})?(?: ?\([^()\n]{{2,30}}\))?(?!-\d) ?[-–—]+ ?(?=\S)"
)
"""TORRINGTON, Conn. (AP) — · BATUMI, Georgia, 4 March 2024 (Levant Wire) — · BERGEN, Norway, and LISBON, Portugal –"""

DATED = re.compile(r"(?P<place>[^\W\d_a-z][^\n—–]{2,100}?)\s{0,2}(?:[—–]|(?<=\s)-{1,2}(?=\s))")
"""The part of a dateline before the dash, which is searched for a date."""
BEFORE_DATE = re.compile(
    r"[^\W\d_a-z][\w.’'-]+(?: [^\W\d_a-z][\w.’'-]*){0,3}(?:, [^\W\d_a-z][\w.]*(?: [^\W\d_a-z][\w.]*)?)?,? "
)
"""The place before that date."""
