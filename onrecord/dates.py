"""Dates in the Extended Date/Time Format (EDTF), level 1, with the first and last day that each can be.

The specification (https://www.loc.gov/standards/datetime/) doesn't say how far from an uncertain (``?``) or approximate
(``~``) date the right one can be. The rule here is this project's own: as far as the date is exact, so a month from a
month and a year from a year, but three days from a day; twice as far from one that is both (``%``).
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

MONTHS = (
    "January February March April May June July August September October November December Spring Summer Autumn Winter"
).split()
SEASONS = {str(number): MONTHS[number - 9] for number in range(21, 25)}
DOUBTS = {"?": "uncertain", "~": "approximate", "%": "uncertain and approximate"}
UNKNOWN_PART = {(1, 0): "a month in", (2, 0): "a day in", (2, 1): "a day in"}
OPEN = ("", "..")
POINT = r"(?:\d{4}(?:-\d\d(?:-(?:\d\d|XX))?|-XX(?:-XX)?)?|\d{3}X|\d\dXX)[?~%]?"
LEVEL_1 = re.compile(rf"{POINT}|{POINT}/{POINT}|(?:\.\.)?/{POINT}|{POINT}/(?:\.\.)?")
"""Level 1, for the years 1 to 9999 and without times of day; of level 2, unspecified digits in intervals."""
SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (0, 14)}
"""The months of the northern seasons. A winter is named after the year of its December or of its January."""
DAYS_OFF = 3
"""How far from an uncertain or approximate day the right one can be."""
PLAIN = re.compile(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?")
"""A day, month or year without doubt, which is the same in ISO 8601."""


DAYS_OF_A_MONTH = re.compile(r"(\d{4}-\d\d-)\d\d/\1\d\d")


class InvalidDate(ValueError):
    """Not a day, month, year, season or interval in EDTF level 1."""

    def __init__(self, what: str, remedy: str = "write 2017-12-11, 2017-12, 2017, 2017-12~ or 2017-06-18/2017-06-19"):
        super().__init__(what)
        self.remedy = remedy


@dataclass(frozen=True)
class Date:
    """An EDTF date: ``id`` as written, ``name`` in English, and the first and last day it can be, in ISO 8601.

    A bound is ``None`` where an interval is open, or where it would be outside the calendar.
    """

    id: str
    name: str
    earliest: str | None
    latest: str | None


def is_date(words: str) -> bool:
    """Whether words are a date in EDTF level 1.

    >>> is_date("2024-02-29"), is_date("2023-02-29")
    (True, False)
    """
    try:
        read_date(words)
    except InvalidDate:
        return False
    return True


@lru_cache(maxsize=4096)
def read_date(edtf: str) -> Date:
    """Parse a date.

    :raises InvalidDate: saying what is wrong, and what to write
    """
    if not LEVEL_1.fullmatch(edtf):
        raise InvalidDate(f"{edtf!r} is not a date in EDTF level 1")
    start, _, end = edtf.partition("/") if "/" in edtf else (edtf, "", edtf)
    try:
        (first, _), (_, last) = days(start.rstrip("?~%")), days(end.rstrip("?~%"))
        earliest, latest = days(start)[0], days(end)[1]
    except ValueError as error:
        raise InvalidDate(f"{edtf!r} is not a date in EDTF level 1") from error
    if first and last and first > last:
        raise InvalidDate(f"{edtf!r} ends before it begins", f"write {end}/{start}, or correct one of the two")
    return Date(edtf, english(edtf), earliest, latest)


def days(point: str) -> tuple[str | None, str | None]:
    """The first and last day that a date without a slash can be; ``None`` for an open end, and outside the calendar.

    >>> days("2017-12"), days("2017-12-11~"), days("20XX")[0], days("..")
    (('2017-12-01', '2017-12-31'), ('2017-12-08', '2017-12-14'), '2000-01-01', (None, None))

    :raises ValueError: if there is no such day, month or year
    """
    if point in OPEN:
        return None, None
    doubt = point[len(point.rstrip("?~%")) :]
    times = {"": 0, "%": 2}.get(doubt, 1)
    digits, *parts = point.removesuffix(doubt).split("-")
    if len(parts) == 2 and parts[1] != "XX":
        day = datetime.date(int(digits), int(parts[0]), int(parts[1])).toordinal()
        return iso_day(day - times * DAYS_OFF), iso_day(day + times * DAYS_OFF)
    low, high = int(digits.replace("X", "0")), int(digits.replace("X", "9"))
    month = int(parts[0]) if parts and parts[0] != "XX" else 0
    if digits == "0000" or parts and month == 0 and parts[0] != "XX" or 12 < month < 21 or month > 24:
        raise ValueError(point)
    first, last = SEASON_MONTHS.get(month, (month, month)) if month else (1, 12)
    off = times * (3 if month > 12 else 1 if month else 12 * (high - low + 1))
    return first_day(low, first - off), last_day(high, last + off)


def iso_day(ordinal: int) -> str | None:
    """A day, counted from the first of January of the year 1, in ISO 8601."""
    within = 1 <= ordinal <= datetime.date.max.toordinal()
    return datetime.date.fromordinal(ordinal).isoformat() if within else None


def first_day(year: int, month: int) -> str | None:
    """The first day of a month; the month 0 is the December before, 13 the January after, and so on."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return f"{year:04}-{month:02}-01" if 1 <= year <= 9999 else None


def last_day(year: int, month: int) -> str | None:
    """The last day of a month, counted in the same way."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1]}" if 1 <= year <= 9999 else None


def plain_date(edtf: str | None) -> str | None:
    """A day, month or year as ISO 8601 has it; ``None`` for every date that only EDTF can express.

    >>> plain_date("2017-12"), plain_date("2017-21"), plain_date("2017-12-11~"), plain_date(None)
    ('2017-12', None, None, None)
    """
    return edtf if edtf and PLAIN.fullmatch(edtf) else None


def is_after(edtf: str, other: str) -> bool:
    """Whether a date is certainly after another.

    >>> is_after("2017-12-12", "2017-12-11"), is_after("2017-12-12", "2017-12-11~"), is_after("2018", "2017/..")
    (True, False, False)
    """
    earliest, latest = read_date(edtf).earliest, read_date(other).latest
    return earliest is not None and latest is not None and earliest > latest


def may_coincide(one: str | None, other: str | None) -> bool:
    """Whether two dates may have a day in common, as far as they are known.

    >>> may_coincide("2017-12-11", "2017-12"), may_coincide("2017-06~", "2017-12"), may_coincide("2013", None)
    (True, False, True)
    """
    return one is None or other is None or not (is_after(one, other) or is_after(other, one))


def up_to(edtf: str | None) -> str | None:
    """All the time up to the end of a date; ``None`` if it has none.

    >>> up_to("2017-12-12~"), up_to("2017-06-18/2017-06-19"), up_to("2017-12/.."), up_to(None)
    ('../2017-12-12~', '../2017-06-19', None, None)
    """
    end = edtf.rpartition("/")[2] if edtf else ""
    return None if end in OPEN else f"../{end}"


def english(edtf: str) -> str:
    """``2017-12-11`` → ``11 December 2017``; ``2017-12~`` → ``December 2017 (approximate)``."""
    if "/" in edtf:
        lower, upper = edtf.split("/")
        if lower in OPEN:
            return f"up to {english(upper)}" + (", from an unknown date" if not lower else "")
        if upper in OPEN:
            return f"from {english(lower)}" + (", until an unknown date" if not upper else "")
        return f"{int(lower[8:]) if DAYS_OF_A_MONTH.fullmatch(edtf) else english(lower)} to {english(upper)}"
    if edtf[-1] in DOUBTS:
        return f"{english(edtf[:-1])} ({DOUBTS[edtf[-1]]})"
    year, *rest = edtf.split("-")
    known = [part for part in rest if part != "XX"]
    if year.endswith("XX"):
        return f"a year from {year.replace('X', '0')} to {year.replace('X', '9')}"
    if year.endswith("X"):
        return f"{year[:3]}0s"
    month = [SEASONS.get(known[0]) or MONTHS[int(known[0]) - 1]] if known else []
    name = " ".join([*(str(int(day)) for day in known[1:]), *month, year])
    return f"{UNKNOWN_PART[len(rest), len(known)]} {name}" if len(known) < len(rest) else name
