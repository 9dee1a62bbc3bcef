"""The page of an event: what is claimed about it, by whom, in their words, and who disputes whom."""

from __future__ import annotations

import sqlite3
from typing import Any

from onrecord.annotation.model import OPPOSED
from onrecord.site.pages.disagreements import RELATED
from onrecord.site.pages.row_words import PHRASES, RELATIONS
from onrecord.site.respond import Row, rows

LOOKED_AT = 200
"""Claims put into order, and their claimants counted, before the first :data:`SHOWN` are shown."""

SHOWN = 30
MOST = 24

EVENT = "select * from event_details where id = ?"

CLAIMS = """
select * from (select * from event_claim_details where event_id = ? limit ?) as found
order by stated_on is null, coalesce(stated_earliest, stated_latest), number
"""

RELATED_TO_IT = "select * from event_relation_details where event_id = ? limit ?"

PLACES = """
select * from event_location_details where event_id = ?
order by latitude is null, geo_precision = 'country', name limit ?
"""

PARTS = "select id, name, date_name, claims from event_details where part_of_id = ? order by position limit ?"

TELLING = (*OPPOSED, "corroborates", "qualifies")
"""The relations that are shown below a claim: they say what others think of it."""


def event(connection: sqlite3.Connection, key: str) -> Row | None:
    """Everything on an event's page except its map."""
    for found in rows(connection, EVENT, (key,)):
        claims = rows(connection, CLAIMS, (key, LOOKED_AT))
        places = rows(connection, PLACES, (key, MOST))
        return {
            **found,
            "title": found["name"],
            "said": with_repeats(connection, claims)[:SHOWN],
            "shown": min(len(claims), SHOWN),
            "voices": voices(claims),
            "disputed": disputes(rows(connection, RELATED_TO_IT, (key, LOOKED_AT)))[:MOST],
            "places": places,
            "parts": rows(connection, PARTS, (key, MOST)),
            **on_the_map(places),
        }
    return None


def with_repeats(connection: sqlite3.Connection, claims: list[Row]) -> list[Row]:
    """Each proposition once, with the claims that repeat it, and with how other claims relate to it."""
    by_first: dict[str, Row] = {}
    for claim in claims:
        shown = by_first.setdefault(claim["restates_id"] or claim["id"], claim | {"again": [], "related": []})
        if shown["id"] != claim["id"]:
            shown["again"].append(claim)
    for shown in list(by_first.values())[:SHOWN]:
        for one in rows(connection, RELATIONS, (shown["id"], MOST)):
            if one["relation"] in TELLING:
                shown["related"].append(one | {"phrase": PHRASES[one["side"], one["relation"]]})
    return list(by_first.values())


def disputes(related: list[Row]) -> list[Row]:
    """The pairs of claims that oppose one another, in the order of the texts, each with how it does so."""
    opposed = (pair | {"how": RELATED[pair["relation"]]} for pair in related if pair["relation"] in OPPOSED)
    return sorted(opposed, key=lambda pair: int(pair["number"]))


def voices(claims: list[Row]) -> list[Row]:
    """Who makes the claims, those with the most first."""
    counted: dict[str | None, Row] = {}
    for claim in claims:
        who = {"id": claim["claimant_id"], "name": claim["claimant"], "claims": 0}
        counted.setdefault(claim["claimant_id"], who)["claims"] += 1
    return sorted(counted.values(), key=lambda one: (-one["claims"], one["name"] or ""))


def on_the_map(places: list[Row]) -> dict[str, Any]:
    """The point of the first place that is on the map; nothing if none is."""
    place = next((one for one in places if one["latitude"] is not None and one["geo_precision"] != "country"), None)
    names = ("latitude", "longitude", "geo_precision")
    return {name: place and place[name] for name in names} | {"map_name": place and place["name"]}
