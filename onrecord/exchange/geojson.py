"""GeoJSON (RFC 7946) of the places on the map and of the claims that are placed there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from onrecord.database.query import rows
from onrecord.exchange.format import Dataset, Format, Pieces, json_array
from onrecord.exchange.permalinks import Site

DECIMALS = 5
"""About a metre: as exact as the gazetteers are; how exact the point is as a place, ``precision`` says."""

LOCATIONS = """
select places_map.id, places_map.name, places_map.feature, geo_precisions.name as precision,
  places_map.longitude, places_map.latitude, places_map.part_of, places_map.mentions, places_map.claims,
  locations.country_code, locations.coordinate_source, locations.geonames_id, locations.wikidata_id, locations.note
from places_map
join locations on locations.id = places_map.id
left join geo_precisions on geo_precisions.id = places_map.geo_precision
order by places_map.id
"""
LOCATED = """
select claims_map.id, claims_map.statement, claims_map.claimant, claim_types.name as claim_type,
  factuality_values.name as factuality, claims_map.event_date, claims_map.role, locations.id as location_id,
  claims_map.location, geo_precisions.name as precision, claims_map.longitude, claims_map.latitude
from claims_map
join locations on locations.name = claims_map.location
left join claim_types on claim_types.id = claims_map.claim_type
left join factuality_values on factuality_values.id = claims_map.factuality
left join geo_precisions on geo_precisions.id = claims_map.geo_precision
order by claims_map.id, locations.id, claims_map.role
"""
NO_PROPERTIES = {"id", "longitude", "latitude", "location_id", "geonames_id", "wikidata_id"}


def places(dataset: Dataset, _: str) -> Pieces:
    """The places on the map as a FeatureCollection."""
    return collection(location_features(dataset.connection, dataset.site))


def located_claims(dataset: Dataset, _: str) -> Pieces:
    """The claims on the map as a FeatureCollection."""
    return collection(claim_features(dataset.connection, dataset.site))


def location_features(connection: sqlite3.Connection, site: Site) -> Iterator[dict[str, Any]]:
    """One feature a place that ``places_map`` shows, its ``id`` that of the place."""
    for row in rows(connection, LOCATIONS):
        geonames, wikidata = row["geonames_id"], row["wikidata_id"]
        links = {
            "url": site.row("locations", row["id"]),
            "geonames": f"https://www.geonames.org/{geonames}/" if geonames else None,
            "wikidata": f"https://www.wikidata.org/wiki/{wikidata}" if wikidata else None,
        }
        yield feature(row, row["id"], links)


def claim_features(connection: sqlite3.Connection, site: Site) -> Iterator[dict[str, Any]]:
    """One feature a claim and place that ``claims_map`` shows: a claim about two places is there twice."""
    for row in rows(connection, LOCATED):
        links = {"url": site.row("claims", row["id"]), "location_url": site.row("locations", row["location_id"])}
        yield feature(row, f"{row['id']},{row['location_id']},{row['role']}", links)


def feature(row: sqlite3.Row, identifier: str, links: Mapping[str, str | None]) -> dict[str, Any]:
    """A point with what is known of it, in words; longitude first (RFC 7946, 3.1.1)."""
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


def collection(features: Iterator[dict[str, Any]]) -> Pieces:
    """A FeatureCollection, a feature a line."""
    yield '{"type": "FeatureCollection", "features": '
    yield from json_array(features)
    yield "}\n"


PLACES = Format(
    path="locations.geojson",
    title="Places on the map",
    holds="GeoJSON (RFC 7946), WGS 84, longitude first.",
    media_type="application/geo+json",
    write=places,
    address="/-/places.geojson",
    packaged=True,
)
CLAIMS = Format(
    path="claims.geojson",
    title="Claims on the map, one for each claim and place",
    holds="GeoJSON (RFC 7946), WGS 84, longitude first.",
    media_type="application/geo+json",
    write=located_claims,
    address="/-/claims.geojson",
    packaged=True,
)
