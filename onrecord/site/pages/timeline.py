"""The timeline, by when a thing happens or by when it was said; a date is drawn as wide as it is uncertain."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any, NamedTuple

from onrecord.dates import DOUBTS
from onrecord.site.page import Page
from onrecord.site.published import published
from onrecord.site.respond import Row, ask, page, rows

DATES = 40
CLAIMS = 3
CLAIMS_OF_ONE = 50
WIDTH = 1000.0
"""Of the drawing, in its own units."""

NARROWEST = 8.0

BY = {
    "event_date": "select * from claim_lines where event_date = ? order by number limit ?",
    "stated_on": "select * from claim_lines where stated_on = ? order by number limit ?",
}
"""The claims of a date, by the date that the timeline follows; the first is what it follows unless asked otherwise."""

PAGE_OF_DATES = """
select * from date_details
where kind = :kind and day >= :day and (day, id) > (:day, :id) order by day, id limit :limit
"""

ONE_DATE = "select * from date_details where kind = ? and id = ?"


class Bar(NamedTuple):
    """Where a date is drawn, in units of the drawing; open at an end that is not known."""

    x: float
    width: float
    open_start: bool
    open_end: bool
    approximate: bool


def ordinal(day: str) -> int:
    """Days since the first of January of the year 1."""
    return date.fromisoformat(day).toordinal()


def domain(dates: list[Row]) -> tuple[int, int]:
    """The first and last day that is drawn: all known days, and a tenth more on each side."""
    known = [ordinal(row[end]) for row in dates for end in ("earliest", "latest") if row[end]]
    if not known:
        return 0, 1
    first, last = min(known), max(known)
    margin = max(1, (last - first) // 10)
    return first - margin, last + margin


def bar(row: Row, first: int, last: int) -> Bar:
    """The bar of one date, between the first and the last day that is drawn."""
    scale = WIDTH / (last - first)
    open_start, open_end = row["earliest"] is None, row["latest"] is None
    start = 0.0 if open_start else (ordinal(row["earliest"]) - first) * scale
    end = WIDTH if open_end else (ordinal(row["latest"]) + 1 - first) * scale
    width = max(NARROWEST, end - start)
    x = min(start, WIDTH - width)
    return Bar(round(x, 1), round(width, 1), open_start, open_end, any(mark in row["id"] for mark in DOUBTS))


def ticks(first: int, last: int) -> list[tuple[float, str]]:
    """Where years begin, or months if fewer than two years do; no more than have room."""
    found = year_ticks(first, last)
    return [(x, str(year)) for x, year in found] if len(found) > 1 else month_ticks(first, last)


def month_ticks(first: int, last: int) -> list[tuple[float, str]]:
    """Where months begin, named in a short form, at most eight of them."""
    begin, end = date.fromordinal(max(1, first)), date.fromordinal(max(1, min(last, date.max.toordinal())))
    count = (end.year - begin.year) * 12 + end.month - begin.month
    step = next(s for s in (1, 2, 3, 6, 12, 24) if count <= 8 * s or s == 24)
    days = [
        date(begin.year + month // 12, month % 12 + 1, 1)
        for month in range(begin.month, begin.month + count)
        if month % step == 0
    ]
    return [(round((day.toordinal() - first) * WIDTH / (last - first), 1), day.strftime("%b %Y")) for day in days]


def year_ticks(first: int, last: int) -> list[tuple[float, int]]:
    """Where years begin, at most about ten of them."""
    begin = date.fromordinal(max(1, first)).year + 1
    end = date.fromordinal(max(1, min(last, date.max.toordinal()))).year
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if (end - begin) / s <= 10)
    shown = [year for year in range(begin, end + 1) if year % step == 0]
    return [(round((date(year, 1, 1).toordinal() - first) * WIDTH / (last - first), 1), year) for year in shown]


def content(connection: sqlite3.Connection, after: str, only: str, by: str = "") -> dict[str, Any]:
    """One page of dates with their first claims, or one date with more of them."""
    by = by if by in BY else next(iter(BY))
    if only:
        dates = rows(connection, ONE_DATE, (by, only))
    else:
        last = rows(connection, ONE_DATE, (by, after)) if after else []
        start = last[0] if last else {"day": "", "id": ""}
        dates = rows(connection, PAGE_OF_DATES, start | {"kind": by, "limit": DATES + 1})
    more = dates[DATES - 1]["id"] if len(dates) > DATES else None
    dates = dates[:DATES]
    first, last_day = domain(dates)
    for row in dates:
        row["bar"] = bar(row, first, last_day)
        row["said"] = rows(connection, BY[by], (row["id"], CLAIMS_OF_ONE if only else CLAIMS))
    return {"dates": dates, "more": more, "only": only, "by": by, "ticks": ticks(first, last_day) if dates else []}


async def view(datasette: Any, request: Any) -> Any:
    """The page ``/timeline``: ``date`` for one date, ``after`` for the next page, ``by`` for one of :data:`BY`."""
    published(datasette)
    after, only, by = (request.args.get(name) or "" for name in ("after", "date", "by"))
    context = await ask(datasette, lambda connection: content(connection, after, only, by))
    return await page(datasette, request, "timeline.html", "timeline", context)


PAGE = Page(
    "/timeline",
    ((r"^/timeline$", view),),
    "Timeline",
    "When it is said to have happened, when that was said, and how uncertain it is.",
    ("dates", "time_mentions"),
)
