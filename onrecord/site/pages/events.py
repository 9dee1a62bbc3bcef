"""The page ``/events``: happenings in the order of time, with how much is said about each and who disputes it."""

from __future__ import annotations

import sqlite3
from typing import Any

from onrecord.site.page import Page
from onrecord.site.published import published
from onrecord.site.respond import Row, ask, number, page, rows

EVENTS = 50

EVENT_LIST = "select * from event_details where position > ? order by position limit ?"

PLACES = "select id, name from event_location_details where event_id = ? order by name limit ?"
MOST_PLACES = 5


def events(connection: sqlite3.Connection, after: int) -> dict[str, Any]:
    """One page of events.

    :param after: the position of the last event of the previous page
    """
    found = rows(connection, EVENT_LIST, (after, EVENTS + 1))
    shown = found[:EVENTS]
    for event in shown:
        event["places"] = rows(connection, PLACES, (event["id"], MOST_PLACES))
    return {"events": shown, "more": shown[-1]["position"] if len(found) > EVENTS else None}


async def events_view(datasette: Any, request: Any) -> Any:
    """The page ``/events``."""
    published(datasette)
    after = number(request, "after", 0)
    context: Row = await ask(datasette, lambda connection: events(connection, after))
    return await page(datasette, request, "events.html", "events", context)


PAGE = Page(
    "/events",
    ((r"^/events$", events_view),),
    "Events",
    "What is said about one happening, by everybody who speaks of it.",
    ("events", "events_in_context", "event_claims", "claim_events"),
)
