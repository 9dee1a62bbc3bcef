"""Provinces, regions, rivers, lakes and airports: Natural Earth's GeoJSON cut down to names and points.

Natural Earth (https://www.naturalearthdata.com/) is in the public domain. The package ships the result,
``data/natural_earth.tsv.gz``; ``python -m tests.makers.natural_earth DIRECTORY`` makes it again from a
directory of ``ne_10m_*.json.gz`` files. Columns: name, further names joined by ``;``, GeoNames feature code,
ISO country code or nothing, latitude, longitude (degrees), Natural Earth's scale rank (0 most important), and
of a province the GeoNames id of its largest town on Natural Earth's map, or 0.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from onrecord.reader.places.shipped_tables import NATURAL_EARTH, NaturalEarthPlace

Ring = list[list[float]]
Properties = dict[str, Any]


REGION_CODES = {
    "Island": "ISL",
    "Island group": "ISLS",
    "Range/mtn": "MTS",
    "Plateau": "PLAT",
    "Desert": "DSRT",
    "Pen/cape": "PEN",
    "Peninsula": "PEN",
    "Geoarea": "RGN",
    "Coast": "CST",
    "Plain": "PLN",
    "Delta": "DLTA",
    "Basin": "DPR",
    "Valley": "VAL",
    "Lowland": "PLN",
    "Tundra": "TUND",
    "Isthmus": "ISTH",
    "Wetlands": "WTLD",
    "Gorge": "GRGE",
    "Depression": "DPR",
}

# Abbreviations of the map labels, spelt out.
LABEL_WORDS = (
    (re.compile(r"\bIs\."), "Islands"),
    (re.compile(r"\bI\.$"), "Island"),
    (re.compile(r"\bMts\."), "Mountains"),
    (re.compile(r"\bMtn?\.(?=\s|$)"), "Mount"),
    (re.compile(r"\bPen\.$"), "Peninsula"),
    (re.compile(r"\bPlat\.$"), "Plateau"),
    (re.compile(r"\bArch\.$"), "Archipelago"),
    (re.compile(r"\bRa\.$"), "Range"),
    (re.compile(r"\bDes\.$"), "Desert"),
    (re.compile(r"\bInt'l$"), "International"),
    (re.compile(r"\bReg\.$"), "Regional"),
)


def spell_out(label: str) -> str:
    """A map label without its abbreviations: ``Lebombo Mts.`` → ``Lebombo Mountains``."""
    label = " ".join(label.split())
    for pattern, word in LABEL_WORDS:
        label = pattern.sub(word, label)
    return label.title() if label.isupper() else label


def ring_centre(ring: Ring) -> tuple[float, float, float]:
    """Area (square degrees) and centroid (longitude, latitude) of one closed ring, by the shoelace
    formula.
    """
    area = x = y = 0.0
    for (x0, y0, *_), (x1, y1, *_) in zip(ring, ring[1:], strict=False):
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    if abs(area) < 1e-12:
        return 0.0, ring[0][0], ring[0][1]
    return abs(area / 2), x / (3 * area), y / (3 * area)


def centre(geometry: dict[str, Any]) -> tuple[float, float, float]:
    """Size, longitude and latitude of the middle of a geometry's largest piece.

    The size of polygons is an area, that of lines their number of vertices: only pieces of one kind compare.
    """
    coordinates = geometry["coordinates"]
    match geometry["type"]:
        case "Point":
            return 1.0, coordinates[0], coordinates[1]
        case "Polygon":
            return ring_centre(coordinates[0])
        case "MultiPolygon":
            return max(ring_centre(polygon[0]) for polygon in coordinates)
        case "LineString":
            middle = coordinates[len(coordinates) // 2]
            return float(len(coordinates)), middle[0], middle[1]
        case _:
            longest = max(coordinates, key=len)
            middle = longest[len(longest) // 2]
            return float(len(longest)), middle[0], middle[1]


def features(directory: Path, name: str) -> Iterator[tuple[Properties, dict[str, Any]]]:
    """Properties (keys in lower case) and geometry of each feature of ``ne_10m_<name>.json.gz``."""
    with gzip.open(directory / f"ne_10m_{name}.json.gz", "rt", encoding="utf-8") as handle:
        for feature in json.load(handle)["features"]:
            if feature["geometry"]:
                yield (
                    {key.lower(): value for key, value in feature["properties"].items()},
                    feature["geometry"],
                )


def without_brackets(name: str) -> tuple[str, tuple[str, ...]]:
    """The name before the brackets, and the one inside: ``Aleppo (Halab)`` → ``Aleppo``, (``Halab``,)."""
    outside, bracket, inside = name.partition(" (")
    return outside, (inside.rstrip(")"),) if bracket else ()


def largest_towns(directory: Path) -> dict[tuple[str, str], int]:
    """For each province (name, ISO country code) the GeoNames id of its most populous mapped town."""
    largest: dict[tuple[str, str], tuple[float, int]] = {}
    for properties, _ in features(directory, "populated_places_simple"):
        key = (properties["adm1name"], properties["iso_a2"])
        candidate = (properties["pop_max"] or 0, int(properties["geonameid"] or 0))
        if candidate[1] > 0:
            largest[key] = max(largest.get(key, (0, 0)), candidate)
    return {key: town for key, (_, town) in largest.items()}


def provinces(directory: Path) -> Iterator[NaturalEarthPlace]:
    """First-level provinces: of a province in pieces, the mean of those that Natural Earth labels first."""
    pieces: dict[tuple[str, str], list[tuple[int, float, float]]] = defaultdict(list)
    ranks: dict[tuple[str, str], int] = {}
    largest = largest_towns(directory)
    for properties, geometry in features(directory, "admin_1_label_points"):
        name, country = properties["name"], properties["iso_a2"]
        if (
            not name
            or " minor island" in name
            or name == "UNDOF"
            or not country
            or len(country) != 2
            or country == "-1"
        ):
            continue
        _, longitude, latitude = centre(geometry)
        pieces[name, country].append((properties["adm0_sr"], longitude, latitude))
        ranks[name, country] = min(ranks.get((name, country), 99), properties["scalerank"])
    for (name, country), found in pieces.items():
        first = min(rank for rank, *_ in found)
        main = [piece for piece in found if piece[0] == first]
        longitude = sum(piece[1] for piece in main) / len(main)
        latitude = sum(piece[2] for piece in main) / len(main)
        main_name, further = without_brackets(name)
        yield NaturalEarthPlace(
            main_name,
            further,
            "ADM1",
            country,
            round(latitude, 3),
            round(longitude, 3),
            ranks[name, country],
            largest.get((name, country), 0),
        )


def named(directory: Path, file: str, code: str | dict[str, str], names: Iterable[str]) -> Iterator[NaturalEarthPlace]:
    """The largest feature of each name in one file, without a country."""
    best: dict[tuple[str, str], tuple[float, NaturalEarthPlace]] = {}
    for properties, geometry in features(directory, file):
        feature_code = code if isinstance(code, str) else code.get(properties["featurecla"], "")
        labels = [spell_out(properties[key]) for key in names if properties.get(key)]
        if not feature_code or not labels:
            continue
        size, longitude, latitude = centre(geometry)
        further = tuple(sorted({label for label in labels[1:] if label != labels[0]}))
        place = NaturalEarthPlace(
            labels[0],
            further,
            feature_code,
            "",
            round(latitude, 3),
            round(longitude, 3),
            int(properties.get("scalerank") or 0),
        )
        key = (labels[0], feature_code)
        if key not in best or best[key][0] < size:
            best[key] = (size, place)
    for _, place in best.values():
        yield place


def everything(directory: Path) -> list[NaturalEarthPlace]:
    """All places, sorted, so that the same input makes the same file."""
    return sorted(
        [
            *provinces(directory),
            *named(directory, "geography_regions_polys", REGION_CODES, ["name_en", "name", "namealt"]),
            *named(directory, "rivers_lake_centerlines", "STM", ["name_en", "name"]),
            *named(directory, "lakes", "LK", ["name_en", "name"]),
            *named(directory, "airports", "AIRP", ["name_en", "name"]),
        ]
    )


def write(places: Iterable[NaturalEarthPlace], path: Path = NATURAL_EARTH) -> None:
    """Write the table, compressed, without a time stamp."""
    lines = "".join(
        "\t".join([place.name, ";".join(place.further_names), *map(str, place[2:])]) + "\n" for place in places
    )
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as handle:
        handle.write(lines.encode("utf-8"))


if __name__ == "__main__":
    write(everything(Path(sys.argv[1])))
