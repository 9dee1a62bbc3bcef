"""The map: places by the number of claims about them, filtered, as a list that needs no map and a map beside it."""

from __future__ import annotations

import re
import sqlite3
from itertools import islice
from typing import Any, NamedTuple

from onrecord.site.published import published
from onrecord.site.respond import Row, ask, page, rows

PLACES = 60
CLAIMS = 4
CLAIMS_OF_ONE = 50
CONSIDERED = 5000
"""Located claims that a filtered map counts at most; it says so when there are more."""

CLAIMANTS = 40

DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")

FILTERS = {
    "claimant": "claims.claimant_id = :claimant",
    "type": "+claims.claim_type = :type",
    "certainty": "+claims.factuality = :certainty",
    "from": "+claims.event_date in (select id from dates where latest >= :from)",
    "to": "+claims.event_date in (select id from dates where earliest <= :to)",
}
"""What may stand in the address, and the SQL it stands for. The plus keeps SQLite from an index: of types, certainties
and spans of time each holds a good part of all claims, and reading these in their order is three times as fast."""

PLACE = """
places_map.id, places_map.name, places_map.feature, places_map.geo_precision, places_map.latitude,
places_map.longitude, places_map.part_of
"""

EVERYTHING = f"""
select {PLACE}, claim_counts.claims
from claim_counts cross join places_map on places_map.id = claim_counts.id
where claim_counts.kind = 'location'
order by claim_counts.claims desc, claim_counts.id limit :limit
"""

ONE = f"""
select {PLACE}, coalesce(claim_counts.claims, 0) as claims
from places_map left join claim_counts on claim_counts.kind = 'location' and claim_counts.id = places_map.id
where places_map.id = :place
"""

MAPPED = f"select {PLACE} from places_map where places_map.id = ?"

LOCATED = """
select claim_locations.location_id, claims.rowid
from claims cross join claim_locations on claim_locations.claim_id = claims.id
where {where} limit :considered
"""
"""Each located claim that the filters leave, once a role."""

CLAIM = """
select claims.id, claims.statement, actors.name as who, claims.factuality, dates.name as event_date
from {claims} left join actors on actors.id = claims.claimant_id left join dates on dates.id = claims.event_date
"""

SAID = CLAIM.replace("{claims}", "claims") + "where claims.rowid = ?"

SAID_THERE = (
    CLAIM.replace("select", "select distinct").replace(
        "{claims}", "claim_locations cross join claims on claims.id = claim_locations.claim_id"
    )
    + "where claim_locations.location_id = :location{where} limit :most"
)

CHOICES = {
    "claimants": (
        "select actors.id, actors.name from claim_counts cross join actors on actors.id = claim_counts.id"
        f" where kind = 'claimant' order by claim_counts.claims desc, actors.id limit {CLAIMANTS}"
    ),
    "types": "select id, name from claim_types order by rowid",
    "certainties": "select id, name from factuality_values order by rowid",
    "precisions": "select id, name, definition from geo_precisions order by rowid",
}


class Asked(NamedTuple):
    """The filters of the address that mean anything, and one place to look at, if one is named."""

    filters: dict[str, str]
    place: str | None

    @property
    def where(self) -> str:
        """The filters as SQL: constants of this module, joined; the values are bound."""
        return " and ".join(FILTERS[name] for name in self.filters)


def asked(arguments: Any) -> Asked:
    """Read the address; what is empty or no date is left out."""
    given = {name: arguments.get(name) or "" for name in FILTERS}
    useful = {name: value for name, value in given.items() if value and _sensible(name, value)}
    return Asked(useful, arguments.get("place") or None)


def _sensible(name: str, value: str) -> bool:
    return bool(DAY.match(value)) if name in ("from", "to") else len(value) < 200


def content(connection: sqlite3.Connection, wanted: Asked) -> dict[str, Any]:
    """The places, each with the first claims about it, and what the filters may be."""
    capped = False
    if wanted.place:
        places = rows(connection, ONE, {"place": wanted.place})
        add_claims(connection, places, wanted, CLAIMS_OF_ONE)
    elif wanted.filters:
        places, capped = filtered(connection, wanted)
    else:
        places = rows(connection, EVERYTHING, {"limit": PLACES + 1})
        add_claims(connection, places[:PLACES], wanted, CLAIMS)
    shown = places[:PLACES]
    most = max((place["claims"] for place in shown), default=0)
    return {
        "places": [place | {"size": size(place["claims"], most)} for place in shown],
        "more": len(places) > PLACES,
        "capped": capped,
        **{name: rows(connection, sql) for name, sql in CHOICES.items()},
    }


def add_claims(connection: sqlite3.Connection, places: list[Row], wanted: Asked, most: int) -> None:
    """The first claims about each place."""
    sql = SAID_THERE.replace("{where}", f" and {wanted.where}" if wanted.filters else "")
    for place in places:
        place["said"] = rows(connection, sql, wanted.filters | {"location": place["id"], "most": most})


def filtered(connection: sqlite3.Connection, wanted: Asked) -> tuple[list[Row], bool]:
    """The places of the claims that the filters leave, the busiest first, and whether not all were counted."""
    sql = LOCATED.replace("{where}", wanted.where)
    located = connection.execute(sql, wanted.filters | {"considered": CONSIDERED}).fetchall()
    claims: dict[str, dict[int, None]] = {}
    for place, claim in located:
        claims.setdefault(place, {})[claim] = None
    places: list[Row] = []
    for key in sorted(claims, key=lambda key: (-len(claims[key]), key)):
        for place in rows(connection, MAPPED, (key,)):
            said = [claim for number in islice(claims[key], CLAIMS) for claim in rows(connection, SAID, (number,))]
            places.append(place | {"claims": len(claims[key]), "said": said})
        if len(places) > PLACES:
            break
    return places, len(located) == CONSIDERED


def size(claims: int, most: int) -> int:
    """A circle's radius in pixels, 6 to 22: its area grows with the claims."""
    return round(6 + 16 * (claims / most) ** 0.5) if most else 6


def points(places: list[Row]) -> list[Row]:
    """What the map draws: the same places as in the list."""
    names = {"id": "id", "name": "name", "precision": "geo_precision", "claims": "claims", "size": "size"}
    return [
        {key: place[column] for key, column in names.items()} | {"point": [place["latitude"], place["longitude"]]}
        for place in places
    ]


async def view(datasette: Any, request: Any) -> Any:
    """The page ``/map``."""
    published(datasette)
    wanted = asked(request.args)
    context = await ask(datasette, lambda connection: content(connection, wanted))
    context |= {"wanted": wanted.filters, "place": wanted.place, "points": points(context["places"])}
    return await page(datasette, request, "atlas.html", "atlas", context)


ROUTES = [(r"^/map$", view)]
