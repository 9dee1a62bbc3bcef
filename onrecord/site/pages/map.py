"""The map: places by the number of claims about them, filtered, as a list that works without the map beside it."""

from __future__ import annotations

import re
import sqlite3
from itertools import islice
from typing import Any, NamedTuple

from onrecord.site.page import Page
from onrecord.site.published import published
from onrecord.site.respond import Row, ask, page, rows

PLACES = 60
CLAIMS = 4
CLAIMS_OF_ONE = 50
CONSIDERED = 5000
"""Located claims that a filtered map counts at most; it says so when there are more."""

CLAIMANTS = 40

DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")

FILTERS = ("claimant", "type", "certainty", "from", "to")
"""The filters that an address may have."""

EVERYTHING = "select * from locations_map where claims > 0 order by claims desc, id limit ?"
ONE = "select * from locations_map where id = ?"

LEFT = """
  (:type is null or claim_type = :type) and (:certainty is null or factuality = :certainty)
  and (:from is null or event_date in (select id from dates where latest is null or latest >= :from))
  and (:to is null or event_date in (select id from dates where earliest is null or earliest <= :to))
"""
"""The filters other than the claimant's. A type, certainty or period covers a large part of all claims, so that reading
them in order is three times as fast as an index."""

LOCATED = (
    """
select location_id, claims.number
from (
  select number, id, claim_type, factuality, event_date from claim_lines where claimant_id = :claimant
  union all select number, id, claim_type, factuality, event_date from claim_lines where :claimant is null
) as claims cross join claim_locations on claim_locations.claim_id = claims.id where """
    + LEFT
    + "limit :considered"
)
"""Each located claim that passes the filters, once per role."""

SAID = "select * from claim_lines where number = ?"

SAID_THERE = (
    """
select distinct id, statement, claimant, factuality, event_date_name from location_claim_lines
where location_id = :location and (:claimant is null or claimant_id = :claimant) and """
    + LEFT
    + "limit :most"
)

CLAIMANT_CHOICES = "select id, name from actor_counts where kind = 'claimant' order by claims desc, id limit ?"

CHOICES = {
    "types": "select id, name from claim_types order by rowid",
    "certainties": "select id, name from factuality_values order by rowid",
    "precisions": "select id, name, definition from geo_precisions order by rowid",
}


class Asked(NamedTuple):
    """The valid filters of an address, and the one place to show, if one is named."""

    filters: dict[str, str]
    place: str | None

    @property
    def bound(self) -> dict[str, str | None]:
        """Every filter as an SQL parameter; None if it is not set."""
        return dict.fromkeys(FILTERS) | self.filters


def asked(arguments: Any) -> Asked:
    """Read the address, leaving out empty filters and invalid dates."""
    given = {name: arguments.get(name) or "" for name in FILTERS}
    useful = {name: value for name, value in given.items() if value and _sensible(name, value)}
    return Asked(useful, arguments.get("place") or None)


def _sensible(name: str, value: str) -> bool:
    return bool(DAY.match(value)) if name in ("from", "to") else len(value) < 200


def content(connection: sqlite3.Connection, wanted: Asked) -> dict[str, Any]:
    """The places, each with the first claims about it, and the choices for the filters."""
    capped = False
    if wanted.place:
        places = rows(connection, ONE, (wanted.place,))
        add_claims(connection, places, wanted, CLAIMS_OF_ONE)
    elif wanted.filters:
        places, capped = filtered(connection, wanted)
    else:
        places = rows(connection, EVERYTHING, (PLACES + 1,))
        add_claims(connection, places[:PLACES], wanted, CLAIMS)
    shown = places[:PLACES]
    most = max((place["claims"] for place in shown), default=0)
    return {
        "places": [place | {"size": size(place["claims"], most)} for place in shown],
        "more": len(places) > PLACES,
        "capped": capped,
        "claimants": rows(connection, CLAIMANT_CHOICES, (CLAIMANTS,)),
        **{name: rows(connection, sql) for name, sql in CHOICES.items()},
    }


def add_claims(connection: sqlite3.Connection, places: list[Row], wanted: Asked, most: int) -> None:
    """Add the first claims about each place, as ``said``."""
    for place in places:
        place["said"] = rows(connection, SAID_THERE, wanted.bound | {"location": place["id"], "most": most})


def filtered(connection: sqlite3.Connection, wanted: Asked) -> tuple[list[Row], bool]:
    """The places of the claims that pass the filters, the busiest first, and whether the count was cut short."""
    located = connection.execute(LOCATED, wanted.bound | {"considered": CONSIDERED}).fetchall()
    claims: dict[str, dict[int, None]] = {}
    for place, claim in located:
        claims.setdefault(place, {})[claim] = None
    places: list[Row] = []
    for key in sorted(claims, key=lambda key: (-len(claims[key]), key)):
        for place in rows(connection, ONE, (key,)):
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
    return await page(datasette, request, "map.html", "map", context)


PAGE = Page(
    "/map",
    ((r"^/map$", view),),
    "Map",
    "What is claimed where, and how exact the point is.",
    ("locations", "location_mentions", "locations_map", "claims_map"),
)
