"""GeoJSON against the rules of RFC 7946, and against the maps of the site."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from onrecord.exchange.export import export_database

MEMBERS = {
    "FeatureCollection": {"type", "features", "bbox"},
    "Feature": {"type", "geometry", "properties", "id", "bbox"},
    "Point": {"type", "coordinates", "bbox"},
}
ELSEWHERE = {"coordinates", "geometries", "geometry", "properties", "features"}
"""Members that only the type which defines them may have (section 7.1)."""


def faults(text: bytes) -> list[str]:
    """What a FeatureCollection of points has that RFC 7946 does not allow; JSON itself as RFC 7493 wants it."""
    if text.startswith(b"\xef\xbb\xbf"):
        return ["a byte order mark"]
    found: list[str] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            found.append("a member stands twice")
        return dict(pairs)

    def constant(name: str) -> float:
        found.append(f"{name} is no JSON")
        return 0.0

    collection = json.loads(text.decode("utf-8"), object_pairs_hook=members, parse_constant=constant)
    if collection.get("type") != "FeatureCollection" or not isinstance(collection.get("features"), list):
        return [*found, "no FeatureCollection"]
    found += member_faults(collection)
    for feature in collection["features"]:
        found += feature_faults(feature)
    return found


def member_faults(thing: dict[str, Any]) -> list[str]:
    """Members that this type must not have, and the coordinate reference system, which is no longer one's choice."""
    allowed = MEMBERS[thing["type"]]
    wrong = [name for name in thing if name in ELSEWHERE - allowed or name == "crs"]
    return [f"{thing['type']} has {name}" for name in wrong]


def feature_faults(feature: Any) -> list[str]:
    """What is wrong with a feature whose geometry is a point."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return ["not a Feature"]
    found = member_faults(feature)
    if not isinstance(feature.get("properties", 0), (dict, type(None))):
        found.append("properties are no object")
    if "id" in feature and (not isinstance(feature["id"], (str, int, float)) or isinstance(feature["id"], bool)):
        found.append("the id is no text or number")
    point = feature.get("geometry")
    if not isinstance(point, dict) or point.get("type") != "Point":
        return [*found, "the geometry is no Point"]
    return found + member_faults(point) + position_faults(point.get("coordinates"))


def position_faults(position: Any) -> list[str]:
    """A position is longitude, latitude and perhaps an altitude."""
    if not isinstance(position, list) or len(position) not in (2, 3):
        return ["not a position"]
    if not all(isinstance(number, (int, float)) and not isinstance(number, bool) for number in position):
        return ["a position that is no numbers"]
    return [] if abs(position[0]) <= 180 and abs(position[1]) <= 90 else ["a position that is not on earth"]


@pytest.fixture(scope="module")
def exported(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("geojson") / "out"
    export_database(database, directory)
    return directory


@pytest.mark.parametrize("name", ["locations", "claims"])
def test_it_keeps_the_rules_of_rfc_7946(exported: Path, name: str) -> None:
    assert faults((exported / f"{name}.geojson").read_bytes()) == []


GOOD = {"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": [40.9, 34.4]}, "properties": {}}


@pytest.mark.parametrize(
    ("feature", "fault"),
    [
        (GOOD | {"geometry": {"type": "Point", "coordinates": [34.4, 140.9]}}, "a position that is not on earth"),
        (GOOD | {"geometry": {"type": "Point", "coordinates": ["1", 2]}}, "a position that is no numbers"),
        (GOOD | {"geometry": {"type": "Point", "coordinates": [1]}}, "not a position"),
        (GOOD | {"geometry": [1, 2]}, "the geometry is no Point"),
        (GOOD | {"properties": "x"}, "properties are no object"),
        (GOOD | {"id": None}, "the id is no text or number"),
        (GOOD | {"crs": {}}, "Feature has crs"),
        (GOOD | {"coordinates": [1, 2]}, "Feature has coordinates"),
        ({"type": "Point", "coordinates": [1, 2]}, "not a Feature"),
    ],
)
def test_the_rules_are_those_of_rfc_7946(feature: dict[str, Any], fault: str) -> None:
    collection = {"type": "FeatureCollection", "features": [GOOD, feature]}
    assert faults(json.dumps(collection).encode()) == [fault]
    assert faults(json.dumps(collection | {"features": [GOOD]}).encode()) == []
    assert faults(b'{"type": "FeatureCollection", "features": [], "a": 1, "a": NaN}') == [
        "NaN is no JSON",
        "a member stands twice",
    ]


def features(exported: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((exported / f"{name}.geojson").read_bytes())["features"]
    return found


def test_the_places_are_those_on_the_map(exported: Path, connection: sqlite3.Connection) -> None:
    shown = {row["id"]: row for row in connection.execute("select * from locations_map")}
    found = {feature["id"]: feature for feature in features(exported, "locations")}
    assert set(found) == set(shown)
    for identifier, feature in found.items():
        longitude, latitude = feature["geometry"]["coordinates"]
        assert longitude == pytest.approx(shown[identifier]["longitude"], abs=0.000006)
        assert latitude == pytest.approx(shown[identifier]["latitude"], abs=0.000006)
        assert feature["properties"]["claims"] == shown[identifier]["claims"]
        assert feature["properties"]["url"] == f"http://127.0.0.1:8001/onrecord/locations/{identifier}"


def test_the_claims_are_those_on_the_map_once_for_each_place(exported: Path, connection: sqlite3.Connection) -> None:
    shown = [tuple(row) for row in connection.execute("select id, location, role, statement from claims_map")]
    found = features(exported, "claims")
    assert sorted(
        (feature["id"].split(",")[0], properties["location"], properties["role"], properties["statement"])
        for feature in found
        for properties in [feature["properties"]]
    ) == sorted(shown)
    assert len({feature["id"] for feature in found}) == len(found)


def test_properties_are_words(exported: Path) -> None:
    by_id = {feature["id"]: feature["properties"] for feature in features(exported, "locations")}
    assert by_id["al-bukamal"]["precision"] == "Town or village"
    assert by_id["al-bukamal"]["part_of"] == "Deir ez-Zor Governorate"
    assert by_id["al-bukamal"]["geonames"] == "https://www.geonames.org/174448/"
    assert {"name": "Abu Kamal", "language": "ar-Latn", "kind": "transliteration"} in by_id["al-bukamal"]["names"]
    claims = features(exported, "claims")
    assert {feature["properties"]["factuality"] for feature in claims} >= {"Certain", "Certainly not"}
    assert not any("<" in str(value) for feature in claims for value in feature["properties"].values())


def test_a_database_without_points_has_empty_collections(small_database: Path, tmp_path: Path) -> None:
    path = tmp_path / "onrecord.db"
    path.write_bytes(small_database.read_bytes())
    connection = sqlite3.connect(path)
    connection.execute("update locations set latitude = null, longitude = null, geo_precision = null")
    connection.execute("delete from mapped_locations")
    connection.commit()
    connection.close()
    export_database(path, tmp_path / "out")
    for name in ("locations", "claims"):
        assert faults((tmp_path / "out" / f"{name}.geojson").read_bytes()) == []
        assert features(tmp_path / "out", name) == []
    assert "spatialCoverage" not in json.loads((tmp_path / "out" / "dataset.jsonld").read_bytes())
