"""What a rule for time expressions is: for each kind its pattern, TIMEX3 type, EDTF value and examples.

An example is (sentence, the words found, reference date, value); the tests check them. Patterns are matched
case-insensitively; ``<MONTH>`` and the like are replaced by the pieces in :data:`PIECES`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.annotation.model import TimexType
from onrecord.reader.english.calendar_words import MONTH, WEEKDAY
from onrecord.reader.times.time_values import Value

PIECES = {
    "WEEKDAY": WEEKDAY,
    "MONTH": MONTH,
    "DAY": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?",
    "YEAR": r"(?:1[5-9]|20)\d\d",
    "SHORT": r"(?:(?:1[5-9]|20)\d\d|[’']\d\d)",
    "COUNT": r"(?:\d{1,3}(?:,\d{3})?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
    r"|thirty|a couple of)",
    "VAGUE": r"(?:several|some|a few|many|dozens of|hundreds of|the (?:past|last|next|coming) few|half an?|numerous)",
    "UNIT": r"(?:(?:minute|hour|day|night|week|month|year|decade)s?|century|centuries|quarters|seconds)",
    "SEASON": r"(?:spring|summer|autumn|fall|winter)",
    "ABOUT": r"(?:(?:(?:less|more|fewer) than|at least|at most|up to|over|about|around|nearly|almost|some|just"
    r"|only|exactly) )",
    "CLOCK": r"(?:(?:[01]?\d|2[0-3])[:.][0-5]\d(?: ?[ap]\.?m\b\.?)?|(?:1[0-2]|[1-9]) ?(?:[ap]\.?m\b\.?|o[’']clock)"
    r"|noon|midnight)(?: (?:gmt|utc|est|edt|cet|pst|pdt|bst|local time))?",
    "PART": r"(?:morning|afternoon|evening|night)",
}


@dataclass(frozen=True)
class Rule:
    """One kind of time expression."""

    name: str
    timex_type: TimexType
    pattern: re.Pattern[str]
    value: Value
    examples: tuple[tuple[str, str, str | None, str | None], ...]


def rule(
    timex_type: TimexType,
    name: str,
    pattern: str,
    value: Value,
    *examples: tuple[str, str, str | None, str | None],
) -> Rule:
    """A rule with its pieces filled in; a space matches up to four characters of white space."""
    filled = re.sub(r"<([A-Z]+)>", lambda match: PIECES[match.group(1)], pattern)
    spaced = re.sub(r"\[[^\]]*\]|( \??)", any_space, filled)
    compiled = re.compile(rf"(?<![\w-])(?:{spaced})(?!\w)", re.IGNORECASE)
    return Rule(name, timex_type, compiled, value, examples)


def any_space(match: re.Match[str]) -> str:
    """The pattern for any white space in place of a space; a character class is left unchanged."""
    if not match.group(1):
        return match.group()
    return r"\s{0,4}" if match.group().endswith("?") else r"\s{1,4}"
