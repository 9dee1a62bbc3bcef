"""The pages of actors and places: what they say, what is said of them, every name used for them.

The actor with the most claims may have a hundred thousand: every query here reads a bounded number of rows, in
the order of an index, and the page says when there are more.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from onrecord.site.respond import Row, first, rows

SAID = 12
LOOKED_AT = 200
"""Claims put into the order of their documents before the first :data:`SAID` are shown."""

NAMES = 40
MOST = 24
MOST_WHOLES = 10

SAYS = """
select * from claim_lines where number in (select rowid from claims where claimant_id = :id limit :looked)
order by number limit :most
"""

SAID_OF = """
select * from (select * from actor_claim_lines where actor_id = :id limit :looked) as found
where claimant_id is not :id group by number order by number limit :most
"""

SAID_THERE = """
select * from (select * from location_claim_lines where location_id = :id limit :looked) as found
group by number order by number limit :most
"""

ACTOR = "select * from actor_details where id = ?"

SPEAKS_ABOUT = """
select actor_id as id, actor as name, claims from voice_details
where claimant_id = :id and actor_id <> :id order by claims desc, actor_id limit :most
"""

SPOKEN_OF_BY = """
select claimant_id as id, claimant as name, claims from voice_details
where actor_id = :id and claimant_id <> :id order by claims desc, claimant_id limit :most
"""

ACTOR_PARTS = "select id, name from actors where part_of_id = ? order by name limit ?"

NAMES_OF = """
select * from spelling_details where kind = ? and id = ?
order by form <> 'name', mentions desc, surface limit ?
"""

OTHER_NAMES = "select * from other_names where bearer = ? and id = ? order by number limit ?"

QUOTED = "select id, exact from quote_details where speaker_id = ? limit ?"

LOCATION = "select * from location_details where id = ?"

INSIDE = """
select id, name, claims from location_details where part_of_id = ? order by claims desc, name limit ?
"""


def actor(connection: sqlite3.Connection, key: str) -> Row | None:
    """Everything on an actor's page."""
    for found in rows(connection, ACTOR, (key,)):
        bounds = _bounds(key)
        return {
            **found,
            "title": found["name"],
            "says": rows(connection, SAYS, bounds),
            "said_of": rows(connection, SAID_OF, bounds),
            "speaks_about": rows(connection, SPEAKS_ABOUT, {"id": key, "most": MOST}),
            "spoken_of_by": rows(connection, SPOKEN_OF_BY, {"id": key, "most": MOST}),
            "parts": rows(connection, ACTOR_PARTS, (key, MOST)),
            "names": rows(connection, NAMES_OF, ("actor", key, NAMES)),
            "also": _also(connection, "actor", key),
            "quoted": rows(connection, QUOTED, (key, SAID)),
        }
    return None


def location(connection: sqlite3.Connection, key: str) -> Row | None:
    """Everything on a place's page except its map."""
    for found in rows(connection, LOCATION, (key,)):
        return {
            **found,
            "title": found["name"],
            "lies_in": _wholes(connection, found["part_of_id"]),
            "inside": rows(connection, INSIDE, (key, MOST)),
            "said": rows(connection, SAID_THERE, _bounds(key)),
            "names": rows(connection, NAMES_OF, ("place", key, NAMES)),
            "also": _also(connection, "place", key),
        }
    return None


def _bounds(key: str) -> dict[str, Any]:
    return {"id": key, "looked": LOOKED_AT, "most": SAID}


def _also(connection: sqlite3.Connection, bearer: str, key: str) -> list[Row]:
    """The other names of an actor or place, each with those that share it."""
    found = rows(connection, OTHER_NAMES, (bearer, key, NAMES))
    return [one | {"shared_with": json.loads(one["shared_with"])} for one in found]


def _wholes(connection: sqlite3.Connection, key: str | None) -> list[Row]:
    """The place with this key and those it lies in, the largest first."""
    found: list[Row] = []
    while key and len(found) < MOST_WHOLES and (whole := first(connection, LOCATION, (key,))):
        found.insert(0, whole)
        key = whole["part_of_id"]
    return found
