"""Make the base map that lies under the markers: ``python -m tests.makers.basemap NATURAL_EARTH_DIRECTORY``.

The directory holds Natural Earth's GeoJSON, as its project publishes it (https://github.com/nvkelso/
natural-earth-vector, public domain), each file gzipped as NAME.json.gz. What the map does not show at its
scales is left out; lines are simplified (Douglas and Peucker 1973), rounded, and written as differences.
The same input gives the same bytes.

Output, in ``static/basemap/``: ``shapes.json`` holds ``land``, ``rivers``, ``lakes`` and ``borders``, each a
list of lines, ``[x, y, dx, dy, dx, dy, …]`` in units of 1/:data:`SCALE` degree east and north, the first
point absolute. Rivers and lakes are grouped by the zoom from which they are shown. ``names.json`` holds
``[kind, text, longitude, latitude, from zoom, to zoom]``, the most important first.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from onrecord.data import PROJECT

Point = tuple[float, float]
Line = list[Point]
Feature = dict[str, Any]
Name = tuple[str, str, float, float, float, float]

SCALE = 500
"""Units a degree: 0.002 degrees, 220 m at the equator."""

TOLERANCE = {"land": 0.028, "rivers": 0.007, "lakes": 0.014, "borders": 0.012}
"""Degrees by which a simplified line may leave its original."""

SMALLEST = {"land": 0.012, "lakes": 0.04}
"""Square degrees: smaller islands and lakes are left out."""

ANTARCTICA = -60.0
"""Degrees north: what lies wholly south of this is left out; a Mercator map has no room for it."""

RIVER_RANKS = 6
LAKE_RANKS = 7
PLACE_ZOOM = 6.7

RIVER_NAMES = (0.5, 0.3, 0.7)
"""Where on a line its name may stand: one place for a degree of length, two for two, at most three."""

ENGLISH = {"Firat": "Euphrates", "Al Furat": "Euphrates", "Dicle": "Tigris", "Nahr al Furat": "Euphrates"}
"""Natural Earth names a river as each country does; one river has one name here."""

LINES = ("LineString", "MultiLineString")
ALWAYS = 99.0


def simplified(line: Line, tolerance: float) -> Line:
    """Leave out points that lie within ``tolerance`` degrees of the line without them; keep both ends."""
    keep = [False] * len(line)
    keep[0] = keep[-1] = True
    stack = [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        index, distance = _farthest(line, first, last)
        if distance > tolerance:
            keep[index] = True
            stack += [(first, index), (index, last)]
    return [point for point, kept in zip(line, keep, strict=True) if kept]


def unwrapped(line: Line) -> Line:
    """Carry a line on past ±180° instead of back across the whole map."""
    result: Line = []
    shift = 0.0
    for x, y in line:
        if result:
            step = x + shift - result[-1][0]
            shift -= 360 * round(step / 360) if abs(step) > 180 else 0
        result.append((x + shift, y))
    return result


def encoded(line: Line) -> list[int]:
    """Differences in whole units; points that fall on the one before are left out."""
    numbers: list[int] = []
    last = (0, 0)
    for x, y in line:
        point = (round(x * SCALE), round(y * SCALE))
        if numbers and point == last:
            continue
        numbers += [point[0] - last[0], point[1] - last[1]]
        last = point
    return numbers


def area(ring: Line) -> float:
    """Square degrees inside a closed line."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def shapes(directory: Path) -> dict[str, Any]:
    """Everything that is drawn, in the order in which it is drawn."""
    rivers = _by_zoom(
        feature
        for feature in _features(directory, "ne_10m_rivers_lake_centerlines")
        if feature["properties"]["scalerank"] <= RIVER_RANKS
    )
    lakes = _by_zoom(
        feature for feature in _features(directory, "ne_10m_lakes") if feature["properties"]["scalerank"] <= LAKE_RANKS
    )
    borders = _features(directory, "ne_10m_admin_0_boundary_lines_land")
    settled = [f for f in borders if f["properties"]["featurecla"].startswith("International boundary")]
    open_ = [f for f in borders if f["properties"]["featurecla"].startswith(("Disputed", "Line of", "Indef"))]
    return {
        "scale": SCALE,
        "land": _drawn("land", _features(directory, "ne_10m_land")),
        "rivers": {zoom: _drawn("rivers", some) for zoom, some in rivers.items()},
        "lakes": {zoom: _drawn("lakes", some) for zoom, some in lakes.items()},
        "borders": _drawn("borders", settled),
        "disputed": _drawn("borders", open_),
    }


def names(directory: Path) -> list[Name]:
    """Countries, rivers and towns, the most important first."""
    found = [*_countries(directory), *_rivers(directory), *_towns(directory)]
    return sorted(found, key=lambda name: (name[4], name[0] != "country", name[1], name[2]))


def write(source: Path, target: Path) -> None:
    """Write ``shapes.json`` and ``names.json`` into the target directory."""
    target.mkdir(parents=True, exist_ok=True)
    for name, content in (("shapes.json", shapes(source)), ("names.json", names(source))):
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        (target / name).write_text(text + "\n", encoding="utf-8")


def _farthest(line: Line, first: int, last: int) -> tuple[int, float]:
    (x1, y1), (x2, y2) = line[first], line[last]
    dx, dy = x2 - x1, y2 - y1
    length = math.hypot(dx, dy)
    best, most = first, -1.0
    for index in range(first + 1, last):
        x, y = line[index]
        if length:
            along = max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / (length * length)))
            distance = math.hypot(x - x1 - along * dx, y - y1 - along * dy)
        else:
            distance = math.hypot(x - x1, y - y1)
        if distance > most:
            best, most = index, distance
    return best, most


def _features(directory: Path, name: str) -> list[Feature]:
    with gzip.open(directory / f"{name}.json.gz", "rt", encoding="utf-8") as file:
        return [feature for feature in json.load(file)["features"] if feature["geometry"]]


def _lines(feature: Feature) -> Iterator[Line]:
    """Every line, or every ring, of a feature; holes are rings too, filled by the even-odd rule."""

    def walk(part: Sequence[Any]) -> Iterator[Line]:
        if isinstance(part[0][0], (int, float)):
            yield [(point[0], point[1]) for point in part]
        else:
            for inner in part:
                yield from walk(inner)

    yield from walk(feature["geometry"]["coordinates"])


def _drawn(layer: str, features: Iterable[Feature]) -> list[list[int]]:
    lines = []
    for feature in features:
        for line in joined(_lines(feature)):
            if max(y for _, y in line) < ANTARCTICA:
                continue
            if area(line) < SMALLEST.get(layer, 0):
                continue
            numbers = encoded(simplified(unwrapped(line), TOLERANCE[layer]))
            if len(numbers) > 2:
                lines.append(numbers)
    return lines


def joined(lines: Iterable[Line]) -> list[Line]:
    """Put lines together where the end of one is the end of another; rings stay as they are."""
    joined: list[Line] = []
    ends: dict[Point, Line] = {}
    for line in lines:
        for end in (line[0], line[-1]):
            other = ends.get(end)
            if other is None or line[0] == line[-1]:
                continue
            for point in (other[0], other[-1]):
                ends.pop(point, None)
            joined.remove(other)
            before = other if other[-1] == end else other[::-1]
            line = before + (line if line[0] == end else line[::-1])[1:]
        joined.append(line)
        if line[0] != line[-1]:
            ends |= {line[0]: line, line[-1]: line}
    return joined


def _by_zoom(features: Iterable[Feature]) -> dict[str, list[Feature]]:
    groups: dict[int, list[Feature]] = {}
    for feature in features:
        groups.setdefault(math.floor(feature["properties"]["min_zoom"]), []).append(feature)
    return {str(zoom): groups[zoom] for zoom in sorted(groups)}


def _countries(directory: Path) -> Iterator[Name]:
    """A country is named at a label point in its largest part, or at the middle of that part."""
    points: dict[str, list[tuple[int, Point]]] = {}
    for feature in _features(directory, "ne_10m_admin_0_label_points"):
        x, y = feature["geometry"]["coordinates"][:2]
        properties = feature["properties"]
        points.setdefault(properties["sr_adm0_a3"], []).append((properties["scalerank"], (x, y)))
    for feature in _features(directory, "ne_50m_admin_0_countries"):
        properties = feature["properties"]
        if properties["ADM0_A3"] == "ATA":
            continue
        part = max(map(unwrapped, _lines(feature)), key=area)
        middle = _middle(part)
        inside = [
            (rank, math.dist(point, middle), point)
            for rank, point in points.get(properties["ADM0_A3"], [])
            if _contains(part, point)
        ]
        point = min(inside)[2] if inside else middle
        yield _name("country", properties["NAME"], point, properties["MIN_LABEL"], properties["MAX_LABEL"])


def _contains(ring: Line, point: Point) -> bool:
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _middle(line: Line) -> Point:
    xs, ys = zip(*line, strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _rivers(directory: Path) -> Iterator[Name]:
    """A river is named on its longer lines: in the middle, or beside it if there is no room."""
    for feature in _features(directory, "ne_10m_rivers_lake_centerlines"):
        properties = feature["properties"]
        text = properties["name_en"] or properties["name"]
        if properties["featurecla"] != "River" or not text or properties["scalerank"] > RIVER_RANKS:
            continue
        line = max(_lines(feature), key=_length)
        for part in RIVER_NAMES[: math.ceil(_length(line) - 1)]:
            point = line[int(len(line) * part)]
            yield _name("river", ENGLISH.get(text, text), point, properties["min_label"], ALWAYS)


def _towns(directory: Path) -> Iterator[Name]:
    """Towns by importance; whose capital a city is, the map does not say."""
    for feature in _features(directory, "ne_10m_populated_places_simple"):
        properties = feature["properties"]
        if properties["min_zoom"] <= PLACE_ZOOM:
            point = tuple(feature["geometry"]["coordinates"][:2])
            yield _name("town", properties["name"], point, properties["min_zoom"], ALWAYS)


def _name(kind: str, text: str, point: Sequence[float], first: float, last: float) -> Name:
    return kind, text, round(point[0], 2), round(point[1], 2), first, last


def _length(line: Line) -> float:
    return sum(math.dist(a, b) for a, b in zip(line, line[1:], strict=False))


def main(arguments: Sequence[str]) -> int:
    """Write the base map from the one directory named; exit status 0 or 1."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print(
            "Name the directory of Natural Earth's GeoJSON: python -m tests.makers.basemap DIRECTORY",
            file=sys.stderr,
        )
        return 1
    write(Path(arguments[0]), PROJECT / "onrecord" / "site" / "static" / "basemap")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
