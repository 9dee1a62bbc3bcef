"""GeoJSON (RFC 7946) of the places on the map and of the claims about them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from onrecord.database.query import iterate_rows
from onrecord.exchange.format import Dataset, Format, Pieces, json_array
from onrecord.exchange.permalinks import Site

DECIMALS = 5
"""About a metre, as exact as the gazetteers; ``precision`` says how exactly the point locates the place."""

LOCATIONS = "select * from location_features order by id"
LOCATED = "select * from claim_features order by id, location_id, role"
NO_PROPERTIES = {"names", "id", "longitude", "latitude", "location_id", "geonames_id", "wikidata_id"}


def places_geojson(dataset: Dataset, _: str) -> Pieces:
    """The places on the map as a FeatureCollection."""
    return feature_collection(location_features(dataset.connection, dataset.site))


def claims_geojson(dataset: Dataset, _: str) -> Pieces:
    """The claims on the map as a FeatureCollection."""
    return feature_collection(claim_features(dataset.connection, dataset.site))


def location_features(connection: sqlite3.Connection, site: Site) -> Iterator[dict[str, Any]]:
    """One feature per place in ``locations_map``, with the place's ``id``."""
    for row in iterate_rows(connection, LOCATIONS):
        geonames, wikidata = row["geonames_id"], row["wikidata_id"]
        links = {
            "url": site.row("locations", row["id"]),
            "geonames": f"https://www.geonames.org/{geonames}/" if geonames else None,
            "wikidata": f"https://www.wikidata.org/wiki/{wikidata}" if wikidata else None,
        }
        yield feature(row, row["id"], links | {"names": json.loads(row["names"])})


def claim_features(connection: sqlite3.Connection, site: Site) -> Iterator[dict[str, Any]]:
    """One feature per claim, place and role in ``claims_map``: a claim about two places occurs twice."""
    for row in iterate_rows(connection, LOCATED):
        links = {"url": site.row("claims", row["id"]), "location_url": site.row("locations", row["location_id"])}
        yield feature(row, f"{row['id']},{row['location_id']},{row['role']}", links)


def feature(row: sqlite3.Row, identifier: str, links: Mapping[str, Any]) -> dict[str, Any]:
    """A point with the row's other columns, links and names as properties; longitude first (RFC 7946, 3.1.1)."""
    words = {name: row[name] for name in row.keys() if name not in NO_PROPERTIES}
    return {
        "type": "Feature",
        "id": identifier,
        "geometry": {
            "type": "Point",
            "coordinates": [round(row["longitude"], DECIMALS), round(row["latitude"], DECIMALS)],
        },
        "properties": {**words, **links},
    }


def feature_collection(features: Iterator[dict[str, Any]]) -> Pieces:
    """A FeatureCollection, one feature per line."""
    yield '{"type": "FeatureCollection", "features": '
    yield from json_array(features)
    yield "}\n"


PLACES = Format(
    path="locations.geojson",
    title="Places on the map",
    holds="GeoJSON (RFC 7946), WGS 84, longitude first.",
    media_type="application/geo+json",
    write=places_geojson,
    address="/-/places.geojson",
    packaged=True,
)
CLAIMS = Format(
    path="claims.geojson",
    title="Claims on the map, one for each claim and place",
    holds="GeoJSON (RFC 7946), WGS 84, longitude first.",
    media_type="application/geo+json",
    write=claims_geojson,
    address="/-/claims.geojson",
    packaged=True,
)
