"""The map: places by the number of claims about them, filtered, as a list that needs no map and a map beside it."""

from __future__ import annotations

import re
import sqlite3
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
    "type": "claims.claim_type = :type",
    "certainty": "claims.factuality = :certainty",
    "from": "claims.event_date in (select id from dates where latest >= :from)",
    "to": "claims.event_date in (select id from dates where earliest <= :to)",
}
"""What may stand in the address, and the SQL it stands for."""

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

SOME = f"""
with located as (
  select distinct claim_locations.location_id as location_id, claims.id as claim_id
  from claims cross join claim_locations on claim_locations.claim_id = claims.id
  where {{where}} limit :considered
), counted as (select location_id, count(*) as claims from located group by location_id)
select {PLACE}, counted.claims, (select count(*) from located) as considered
from counted cross join places_map on places_map.id = counted.location_id
order by counted.claims desc, places_map.id limit :limit
"""

SAID = """
select distinct claims.id, claims.statement, actors.name as who, claims.factuality, dates.name as event_date
from claim_locations cross join claims on claims.id = claim_locations.claim_id
left join actors on actors.id = claims.claimant_id left join dates on dates.id = claims.event_date
where claim_locations.location_id = :location{where} limit :most
"""

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
    parameters = wanted.filters | {"limit": PLACES + 1, "considered": CONSIDERED, "place": wanted.place}
    if wanted.place:
        places = rows(connection, ONE, parameters)
    elif wanted.filters:
        places = rows(connection, SOME.replace("{where}", wanted.where), parameters)
    else:
        places = rows(connection, EVERYTHING, parameters)
    more, places = len(places) > PLACES, places[:PLACES]
    most = CLAIMS_OF_ONE if wanted.place else CLAIMS
    said = SAID.replace("{where}", f" and {wanted.where}" if wanted.filters else "")
    for place in places:
        place["said"] = rows(connection, said, wanted.filters | {"location": place["id"], "most": most})
        place["size"] = size(place["claims"], max(other["claims"] for other in places))
    return {
        "places": places,
        "more": more,
        "capped": bool(places) and places[0].get("considered", 0) >= CONSIDERED,
        **{name: rows(connection, sql) for name, sql in CHOICES.items()},
    }


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
