"""Dates in the Extended Date/Time Format (EDTF), level 1, with the earliest and latest day that each allows."""

from __future__ import annotations

import datetime
import math
import re
import time
from dataclasses import dataclass
from functools import lru_cache

from edtf import EDTFParseException, parse_edtf
from edtf.parser.parser_classes import Level1Interval

FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"
MONTHS = (
    "January February March April May June July August September October November December Spring Summer Autumn Winter"
).split()
SEASONS = {str(number): MONTHS[number - 9] for number in range(21, 25)}
DOUBTS = {"?": "uncertain", "~": "approximate", "%": "uncertain and approximate"}
UNKNOWN_PART = {(1, 0): "a month in", (2, 0): "a day in", (2, 1): "a day in"}
OPEN = ("", "..")
POINT = r"(?:\d{4}(?:-\d\d(?:-(?:\d\d|XX))?|-XX(?:-XX)?)?|\d{3}X|\d\dXX)[?~%]?"
LEVEL_1 = re.compile(rf"{POINT}|{POINT}/{POINT}|(?:\.\.)?/{POINT}|{POINT}/(?:\.\.)?")
"""Level 1 of the specification at loc.gov/standards/datetime, without times of day or five-digit years."""


class InvalidDate(ValueError):
    """Not a day, month, year, season or interval in EDTF level 1."""


@dataclass(frozen=True)
class Date:
    """An EDTF date: ``id`` as written, ``name`` in English, and its first and last possible day in ISO 8601."""

    id: str
    name: str
    earliest: str
    latest: str


@lru_cache(maxsize=4096)
def read_date(edtf: str) -> Date:
    """Parse a date; an open or unknown end becomes :data:`FIRST_DAY` or :data:`LAST_DAY`.

    :raises InvalidDate: saying what is wrong
    """
    if not LEVEL_1.fullmatch(edtf):
        raise InvalidDate(f"{edtf!r} is not a date in EDTF level 1")
    try:
        parsed = parse_edtf(edtf)
        earliest, latest = iso_day(parsed.lower_strict()), iso_day(parsed.upper_strict())
    except (EDTFParseException, ValueError, OverflowError, TypeError, AttributeError) as error:
        raise InvalidDate(f"{edtf!r} is not a date in EDTF level 1") from error
    if isinstance(parsed, Level1Interval):
        lower, upper = edtf.split("/")
        earliest = FIRST_DAY if lower in OPEN else earliest
        latest = LAST_DAY if upper in OPEN else latest
    if earliest > latest:
        raise InvalidDate(f"{edtf!r} ends before it begins")
    return Date(edtf, english(edtf), earliest, latest)


def iso_day(moment: time.struct_time | float) -> str:
    """A struct_time, or an infinity for an open end, as an ISO day."""
    if isinstance(moment, float):
        return FIRST_DAY if moment == -math.inf else LAST_DAY
    return datetime.date(moment.tm_year, moment.tm_mon, moment.tm_mday).isoformat()


def english(edtf: str) -> str:
    """``2017-12-11`` → ``11 December 2017``; ``2017-12~`` → ``December 2017 (approximate)``."""
    if "/" in edtf:
        lower, upper = edtf.split("/")
        if lower in OPEN:
            return f"until {english(upper)}" + (", from an unknown date" if not lower else "")
        if upper in OPEN:
            return f"from {english(lower)}" + (", until an unknown date" if not upper else "")
        return f"{english(lower)} to {english(upper)}"
    if edtf[-1] in DOUBTS:
        return f"{english(edtf[:-1])} ({DOUBTS[edtf[-1]]})"
    year, *rest = edtf.split("-")
    known = [part for part in rest if part != "XX"]
    if year.endswith("XX"):
        return f"{year.replace('X', '0')} to {year.replace('X', '9')}"
    if year.endswith("X"):
        return f"{year[:3]}0s"
    month = [SEASONS.get(known[0]) or MONTHS[int(known[0]) - 1]] if known else []
    name = " ".join([*(str(int(day)) for day in known[1:]), *month, year])
    return f"{UNKNOWN_PART[len(rest), len(known)]} {name}" if len(known) < len(rest) else name
