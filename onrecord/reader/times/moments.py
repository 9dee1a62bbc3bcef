"""Counting from a reference date: days, weeks, months, seasons and years as EDTF level 1.

A result is never finer than its reference: counted from a month, “yesterday” is that month, approximately. Doubt about
the reference carries over to the result.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from onrecord.dates import InvalidDate, read_date
from onrecord.reader.english.calendar_words import DAYS

LONGEST_MEETING = 10
"""Days between the first and the last of a meeting whose weekdays have no other date."""

Unit = Literal["day", "month", "year"]
Direction = Literal["before", "near", "after"]


@dataclass(frozen=True)
class Meeting:
    """The first and last day of something announced."""

    first: datetime.date
    last: datetime.date

    def weekday(self, name: str) -> str | None:
        """The day of that name, doubtfully; ``None`` if there is none, or if there are two."""
        days = [self.first + datetime.timedelta(count) for count in range((self.last - self.first).days + 1)]
        named = [day for day in days if day.weekday() == DAYS.index(name)]
        return f"{named[0].isoformat()}?" if len(named) == 1 else None


@dataclass(frozen=True)
class Reference:
    """The date that relative expressions are counted from: a day, or the first day of a month or year."""

    day: datetime.date
    unit: Unit = "day"
    doubt: str = ""

    @classmethod
    def read(cls, edtf: str | None) -> Reference | None:
        """A section's EDTF date as a reference; ``None`` for no date, intervals and unspecified digits."""
        if not edtf or "/" in edtf or "X" in edtf:
            return None
        doubt = edtf[-1] if edtf[-1] in "?~%" else ""
        parts = edtf.removesuffix(doubt).split("-")
        units: dict[int, Unit] = {1: "year", 2: "month", 3: "day"}
        try:
            day = datetime.date(*map(int, [*parts, "1", "1"][:3]))
        except ValueError:
            return None
        return cls(day, units[len(parts)], doubt)

    def days(self, count: int) -> str | None:
        """``count`` days later."""
        if self.unit == "day":
            return self._or_none(lambda: (self.day + datetime.timedelta(count)).isoformat() + self.doubt)
        if self.unit == "month":
            middle = self.day.replace(day=15)
            return self._or_none(lambda: f"{middle + datetime.timedelta(count):%Y-%m}~")
        return f"{self.day.year:04}~" if abs(count) < 8 else None

    def weeks(self, count: int) -> str | None:
        """The whole week ``count`` weeks later, Monday to Sunday."""
        if self.unit != "day":
            return self.days(7 * count) if count in (-1, 0, 1) else None
        return self._or_none(lambda: self._week(count))

    def _week(self, count: int) -> str:
        monday = self.day + datetime.timedelta(7 * count - self.day.weekday())
        sunday = monday + datetime.timedelta(6)
        return f"{monday.isoformat()}{self.doubt}/{sunday.isoformat()}{self.doubt}"

    def weekend(self, count: int) -> str | None:
        """The Saturday and Sunday of the week ``count`` weeks later."""
        if self.unit != "day":
            return None
        saturday = self.day + datetime.timedelta(7 * count + 5 - self.day.weekday())
        return f"{saturday.isoformat()}/{(saturday + datetime.timedelta(1)).isoformat()}"

    def months(self, count: int) -> str | None:
        """The month ``count`` months later."""
        if self.unit == "year":
            return None
        year, month = divmod(self.day.year * 12 + self.day.month - 1 + count, 12)
        return f"{year:04}-{month + 1:02}{self.doubt if self.unit == 'month' else ''}"

    def years(self, count: int) -> str | None:
        """The year ``count`` years later."""
        return f"{self.day.year + count:04}{self.doubt if self.unit == 'year' else ''}"

    def moved(self, count: int, unit: str) -> str | None:
        """The day that is ``count`` days, months or years later, the last of its month where there is no such day."""
        if unit == "day":
            return self.days(count)
        year, month = divmod(self.day.year * 12 + self.day.month - 1 + count * (12 if unit == "year" else 1), 12)
        if not 1 <= year <= 9999:
            return None
        last = calendar.monthrange(year, month + 1)[1]
        return f"{year:04}-{month + 1:02}-{min(self.day.day, last):02}{self.doubt}"

    def weekday(self, name: str, direction: Direction) -> str | None:
        """The last such day before the reference, the first after it or, for ``near``, the last one up to it."""
        if self.unit != "day":
            return self.days(0)
        ahead = (DAYS.index(name) - self.day.weekday()) % 7
        if direction == "after":
            return self.days(ahead or 7)
        if direction == "near":
            return self.days(ahead - 7 if ahead else 0)
        return self.days(ahead - 7)

    def meeting(self, edtf: str | None) -> Meeting | None:
        """The days of an interval, if they are few, and if all are after the next week."""
        first, _, last = (edtf or "").partition("/")
        try:
            found = Meeting(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))
        except ValueError:
            return None
        is_far = (found.first - self.day).days > 7
        return found if is_far and (found.last - found.first).days <= LONGEST_MEETING else None

    def weekday_ahead(self, name: str) -> str | None:
        """The day of that name from the reference to the end of its week, ``None`` if it is over."""
        ahead = DAYS.index(name) - self.day.weekday()
        return self.days(ahead) if self.unit == "day" and ahead >= 0 else None

    def month(self, month: int, direction: Direction) -> str:
        """The last month of that number before the reference's, the next after it, or the nearest."""
        return f"{self._year(month, direction):04}-{month:02}"

    def _year(self, month: int, direction: Direction) -> int:
        """The year of the last such month before the reference, the next after it, or the nearest."""
        if self.unit == "year":
            return self.day.year
        ahead = (month - self.day.month) % 12
        months = {"before": ahead - 12, "after": ahead or 12, "near": ahead if ahead <= 5 else ahead - 12}
        return (self.day.year * 12 + self.day.month - 1 + months[direction]) // 12

    def date(self, month: int, day: int, direction: Direction = "near") -> str | None:
        """The nearest such day, the last one up to the reference, or the first one from it on."""
        near = self._year(month, "near")
        here = (month, day), (self.day.month, self.day.day)
        if direction == "before" and (near, *here[0]) > (self.day.year, *here[1]):
            near -= 1
        elif direction == "after" and (near, *here[0]) < (self.day.year, *here[1]):
            near += 1
        return f"{near:04}-{month:02}-{day:02}"

    def date_on(self, name: str, month: int, day: int) -> str | None:
        """The nearest such day that was, or will be, a day of that name, within a year or so."""
        for year in (self._year(month, "near"), self.day.year - 1, self.day.year + 1):
            try:
                found = datetime.date(year, month, day)
            except ValueError:
                continue
            if found.weekday() == DAYS.index(name):
                return found.isoformat()
        return None

    def season(self, number: int, count: int) -> str:
        """The season (21 spring … 24 winter) of the year ``count`` years later."""
        return f"{self.day.year + count:04}-{number}"

    @staticmethod
    def _or_none(moved: Callable[[], str]) -> str | None:
        try:
            return moved()
        except (OverflowError, ValueError):
            return None


def valid_date(edtf: str | None) -> str | None:
    """The date as normalised EDTF, ``None`` unless it is valid at level 1."""
    try:
        return read_date(edtf).id if edtf else None
    except InvalidDate:
        return None
