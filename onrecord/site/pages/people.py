"""Who speaks about whom: the busiest claimants by the actors most spoken about, and a list of everybody."""

from __future__ import annotations

import sqlite3
from typing import Any

from onrecord.site.page import Page
from onrecord.site.published import published
from onrecord.site.respond import Row, ask, first, page, rows, value

CLAIMANTS = 10
SPOKEN_OF = 12
PEOPLE = 50
CLAIMS = 30
SHADES = 5

TOP = "select id, name, claims from actor_counts where kind = ? order by claims desc, id limit ?"
COUNT = "select claims from claim_counts where kind = ? and id = ?"
CELL = "select claims from voices where claimant_id = ? and actor_id = ?"
EVERYBODY = "select * from actor_details where name > ? order by name limit ?"
NAME = "select id, name from actors where id = ?"

ABOUT = """
select actor_id as id, actor as name, claims from voice_details
where claimant_id = ? order by claims desc, actor_id limit ?
"""

SAID_OF_ACTOR = """
select distinct id, statement, factuality, event_date_name from actor_claim_lines
where actor_id = :actor and +claimant_id = :claimant limit :limit
"""

SAID_BY_CLAIMANT = """
select distinct id, statement, factuality, event_date_name
from claim_lines cross join claim_actors on claim_actors.claim_id = claim_lines.id
where claimant_id = :claimant and actor_id = :actor limit :limit
"""


def shade(claims: int) -> int:
    """How dark a cell is, 0 to :data:`SHADES`, in steps that double: 1, 2–3, 4–7, 8–15, and more."""
    return min(SHADES, claims.bit_length())


def matrix(connection: sqlite3.Connection) -> dict[str, Any]:
    """The rows, the columns, and how many claims each row makes about each column."""
    claimants = rows(connection, TOP, ("claimant", CLAIMANTS))
    actors = rows(connection, TOP, ("actor", SPOKEN_OF))
    for claimant in claimants:
        cells = []
        for actor in actors:
            claims = value(connection, CELL, (claimant["id"], actor["id"])) or 0
            cells.append({"actor": actor["id"], "name": actor["name"], "claims": claims, "shade": shade(claims)})
        claimant["cells"] = cells
    return {"claimants": claimants, "actors": actors}


def said(connection: sqlite3.Connection, claimant: str, actor: str) -> list[Row]:
    """The claims that one makes about the other, read from whichever of the two has fewer."""
    makes, about = (value(connection, COUNT, pair) or 0 for pair in (("claimant", claimant), ("actor", actor)))
    sql = SAID_BY_CLAIMANT if makes <= about else SAID_OF_ACTOR
    return rows(connection, sql, {"claimant": claimant, "actor": actor, "limit": CLAIMS})


def content(connection: sqlite3.Connection, claimant: str, actor: str, after: str) -> dict[str, Any]:
    """The matrix, a page of everybody, and what one says about another if that is asked for."""
    people = rows(connection, EVERYBODY, (after, PEOPLE + 1))
    found: dict[str, Any] = {
        "claimant": first(connection, NAME, (claimant,)),
        "about_whom": first(connection, NAME, (actor,)),
        "people": people[:PEOPLE],
        "more": people[PEOPLE - 1]["name"] if len(people) > PEOPLE else None,
    }
    if found["claimant"] and found["about_whom"]:
        found["said"] = said(connection, claimant, actor)
        found["total"] = value(connection, CELL, (claimant, actor)) or 0
    elif found["claimant"]:
        found["speaks_about"] = rows(connection, ABOUT, (claimant, CLAIMS))
    return matrix(connection) | found


async def view(datasette: Any, request: Any) -> Any:
    """The page ``/people``: ``claimant`` and ``actor`` to read what the one says about the other."""
    published(datasette)
    claimant, actor, after = (request.args.get(name) or "" for name in ("claimant", "actor", "after"))
    context = await ask(datasette, lambda connection: content(connection, claimant, actor, after))
    return await page(datasette, request, "people.html", "people", context)


PAGE = Page(
    "/people",
    ((r"^/people$", view),),
    "People",
    "Who speaks, about whom, and in how many claims.",
    ("actors", "actor_mentions", "claim_actors"),
)
