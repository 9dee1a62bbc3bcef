"""Who speaks about whom: those who make most claims by those whom most claims are about, and a list of everybody."""

from __future__ import annotations

import sqlite3
from typing import Any

from onrecord.site.published import published
from onrecord.site.respond import Row, ask, page, rows

CLAIMANTS = 10
SPOKEN_OF = 12
PEOPLE = 50
CLAIMS = 30
SHADES = 5

TOP = """
select actors.id, actors.name, claim_counts.claims
from claim_counts cross join actors on actors.id = claim_counts.id
where claim_counts.kind = ? order by claim_counts.claims desc, claim_counts.id limit ?
"""

CELLS = """
select claims from voices where claimant_id = ? and actor_id = ?
"""

EVERYBODY = """
select actors.id, actors.name, actor_types.name as sector, coalesce(made.claims, 0) as makes,
  coalesce(about.claims, 0) as about
from actors
left join actor_types on actor_types.id = actors.actor_type
left join claim_counts as made on made.kind = 'claimant' and made.id = actors.id
left join claim_counts as about on about.kind = 'actor' and about.id = actors.id
where actors.name > ? order by actors.name limit ?
"""

ABOUT = """
select actors.id, actors.name, voices.claims from voices cross join actors on actors.id = voices.actor_id
where voices.claimant_id = ? order by voices.claims desc, voices.actor_id limit ?
"""

SAID = """
select distinct claims.id, claims.statement, claims.factuality, dates.name as event_date
from {path} left join dates on dates.id = claims.event_date
where claims.claimant_id = :claimant and claim_actors.actor_id = :actor limit :limit
"""

FROM_CLAIMANT = "claims cross join claim_actors on claim_actors.claim_id = claims.id"
FROM_ACTOR = "claim_actors cross join claims on claims.id = claim_actors.claim_id"

NAME = "select name from actors where id = ?"

COUNT = "select claims from claim_counts where kind = ? and id = ?"


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
            found = connection.execute(CELLS, (claimant["id"], actor["id"])).fetchone()
            claims = found[0] if found else 0
            cells.append({"actor": actor["id"], "name": actor["name"], "claims": claims, "shade": shade(claims)})
        claimant["cells"] = cells
    return {"claimants": claimants, "actors": actors}


def said(connection: sqlite3.Connection, claimant: str, actor: str) -> list[Row]:
    """The claims that one makes about the other, read from whoever of the two has fewer."""
    makes, about = (
        (connection.execute(COUNT, pair).fetchone() or (0,))[0] for pair in (("claimant", claimant), ("actor", actor))
    )
    path = FROM_CLAIMANT if makes <= about else FROM_ACTOR
    wanted = {"claimant": claimant, "actor": actor, "limit": CLAIMS}
    return rows(connection, SAID.replace("{path}", path), wanted)


def content(connection: sqlite3.Connection, claimant: str, actor: str, after: str) -> dict[str, Any]:
    """The matrix, a page of everybody, and what one says about another where somebody asks."""
    people = rows(connection, EVERYBODY, (after, PEOPLE + 1))
    chosen = {key: (connection.execute(NAME, (key,)).fetchone() or (None,))[0] for key in (claimant, actor) if key}
    found: dict[str, Any] = {
        "claimant": {"id": claimant, "name": chosen.get(claimant)} if chosen.get(claimant) else None,
        "about_whom": {"id": actor, "name": chosen.get(actor)} if chosen.get(actor) else None,
        "people": people[:PEOPLE],
        "more": people[PEOPLE - 1]["name"] if len(people) > PEOPLE else None,
    }
    if found["claimant"] and found["about_whom"]:
        found["said"] = said(connection, claimant, actor)
        counted = connection.execute(CELLS, (claimant, actor)).fetchone()
        found["total"] = counted[0] if counted else 0
    elif found["claimant"]:
        found["speaks_about"] = rows(connection, ABOUT, (claimant, CLAIMS))
    return matrix(connection) | found


async def view(datasette: Any, request: Any) -> Any:
    """The page ``/people``: ``claimant`` and ``actor`` to read what the one says about the other."""
    published(datasette)
    claimant, actor, after = (request.args.get(name) or "" for name in ("claimant", "actor", "after"))
    context = await ask(datasette, lambda connection: content(connection, claimant, actor, after))
    return await page(datasette, request, "people.html", "people", context)


ROUTES = [(r"^/people$", view)]
