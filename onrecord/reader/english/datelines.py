"""How a dateline looks: the place, and often the date and the agency, before a report begins."""

from __future__ import annotations

import re

MONTH = r"(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\.?"
DATE = rf"(?:{MONTH} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}} {MONTH}(?:,? \d{{4}})?)"
TOWN = r"[^\W\d_a-zß-öø-ÿ](?:[^\W\d_a-zß-öø-ÿ]|[.’' ]|-(?=\w)){2,30}(?<! )"
REGION = r"[^\W\d_a-z][\w.]*(?: [^\W\d_a-z][\w.]*)?"
DATELINE = re.compile(
    rf"(?P<town>{TOWN})(?:, (?P<region>{REGION}))?"
    rf"(?:,? (?:and|AND|/) (?P<other>{TOWN})(?:, (?P<beside>{REGION}))?)?"
    rf"(?:,? {DATE})?(?: ?\([^()\n]{{2,30}}\))? ?[-–—]+ ?(?=\S)"
)
"""TORRINGTON, Conn. (AP) — · BATUMI, Georgia, 4 March 2024 (Levant Wire) — · BERGEN, Norway, and LISBON, Portugal –"""
