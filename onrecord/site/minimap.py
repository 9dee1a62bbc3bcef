"""A small map of one point, drawn by the server from the base map's files: no script, no tiles, no other host."""

from __future__ import annotations

import json
import math
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

BASEMAP = Path(__file__).parent / "static" / "basemap"
WIDTH, HEIGHT = 640, 360
DEGREES = 5.0
"""Of longitude, from the left edge to the right."""

NAMES = 9
NAME_ROOM = (90, 22)
"""Minimum distance in pixels between two names, horizontally or vertically."""

Point = tuple[float, float]
Box = tuple[float, float, float, float]


class Shape(NamedTuple):
    """A line of the base map in degrees, and the box around it."""

    points: list[Point]
    box: Box


class Drawing(NamedTuple):
    """Paths and names for an SVG of :data:`WIDTH` by :data:`HEIGHT`; the point itself is in its middle."""

    paths: list[tuple[str, str]]
    names: list[tuple[str, str, float, float]]


@lru_cache(maxsize=256)
def draw(latitude: float, longitude: float) -> Drawing:
    """The land, lakes, rivers, borders and names around a point, given in degrees."""
    view = _View(latitude, longitude)
    paths = []
    for kind, shapes in _shapes().items():
        closed = kind in ("land", "lake")
        pieces = [view.path(shape.points, closed) for shape in shapes if view.meets(shape.box)]
        if d := "".join(pieces):
            paths.append((kind, d))
    return Drawing(paths, view.names())


class _View:
    """A window on the base map, in Mercator's projection; its box extends a little beyond what is shown."""

    def __init__(self, latitude: float, longitude: float) -> None:
        self.scale = WIDTH / DEGREES
        self.x0, self.y0 = longitude, _mercator(latitude)
        half = HEIGHT / self.scale / 2 * 1.2
        south, north = _inverse(self.y0 - half), _inverse(self.y0 + half)
        self.box = (longitude - DEGREES * 0.6, south, longitude + DEGREES * 0.6, north)

    def meets(self, box: Box) -> bool:
        west, south, east, north = self.box
        return box[0] <= east and box[2] >= west and box[1] <= north and box[3] >= south

    def pixel(self, point: Point) -> Point:
        x = WIDTH / 2 + (point[0] - self.x0) * self.scale
        return round(x, 1), round(HEIGHT / 2 - (_mercator(point[1]) - self.y0) * self.scale, 1)

    def path(self, points: list[Point], closed: bool) -> str:
        """SVG path data of the part inside the window."""
        lines = [_clipped_ring(points, self.box)] if closed else _clipped_line(points, self.box)
        pieces = [" ".join(f"{x:g},{y:g}" for x, y in map(self.pixel, line)) for line in lines if len(line) > 1]
        return "".join(f"M{piece}{'Z' if closed else ''}" for piece in pieces)

    def names(self) -> list[tuple[str, str, float, float]]:
        """Kind, text and position of the most important names that are clear of one another and of the point."""
        taken: list[Point] = [(WIDTH / 2, HEIGHT / 2)]
        found: list[tuple[str, str, float, float]] = []
        for kind, text, longitude, latitude in _names():
            if not self.meets((longitude, latitude, longitude, latitude)) or any(text == one[1] for one in found):
                continue
            x, y = self.pixel((longitude, latitude))
            inside = 50 < x < WIDTH - 50 and 15 < y < HEIGHT - 15
            if inside and all(abs(x - a) > NAME_ROOM[0] or abs(y - b) > NAME_ROOM[1] for a, b in taken):
                taken.append((x, y))
                found.append((kind, text, x, y))
                if len(found) == NAMES:
                    break
        return found


@lru_cache(maxsize=1)
def _shapes() -> dict[str, list[Shape]]:
    data = json.loads((BASEMAP / "shapes.json").read_text(encoding="utf-8"))
    every: dict[str, list[list[int]]] = {
        "land": data["land"],
        "lake": [line for lines in data["lakes"].values() for line in lines],
        "river": [line for lines in data["rivers"].values() for line in lines],
        "border": data["borders"],
        "disputed": data["disputed"],
    }
    return {kind: [_decoded(line, data["scale"]) for line in lines] for kind, lines in every.items()}


@lru_cache(maxsize=1)
def _names() -> list[tuple[str, str, float, float]]:
    data: list[Any] = json.loads((BASEMAP / "names.json").read_text(encoding="utf-8"))
    return [(kind, text, x, y) for kind, text, x, y, *_ in data]


def _decoded(numbers: list[int], scale: int) -> Shape:
    """The inverse of ``encoded`` in tests/makers/basemap.py."""
    points: list[Point] = []
    x = y = 0
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / scale, y / scale))
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Shape(points, (min(xs), min(ys), max(xs), max(ys)))


def _mercator(latitude: float) -> float:
    """Degrees north to degrees on Mercator's map."""
    bounded = math.radians(max(-85.0, min(85.0, latitude)))
    return math.degrees(math.log(math.tan(math.pi / 4 + bounded / 2)))


def _inverse(y: float) -> float:
    return math.degrees(2 * math.atan(math.exp(math.radians(y))) - math.pi / 2)


def _clipped_ring(points: list[Point], box: Box) -> list[Point]:
    """The part of a polygon inside a box (Sutherland and Hodgman 1974)."""
    ring = points
    for axis, sign, limit in ((0, 1, box[0]), (0, -1, box[2]), (1, 1, box[1]), (1, -1, box[3])):
        result: list[Point] = []
        for start, end in zip(ring[-1:] + ring[:-1], ring, strict=True):
            was_in, is_in = sign * (start[axis] - limit) >= 0, sign * (end[axis] - limit) >= 0
            if was_in != is_in:
                result.append(_crossing(start, end, axis, limit))
            if is_in:
                result.append(end)
        ring = result
        if not ring:
            break
    return ring


def _clipped_line(points: list[Point], box: Box) -> list[list[Point]]:
    """The runs of a line inside a box, each with one point beyond it on either side."""
    runs: list[list[Point]] = []
    current: list[Point] = []
    last: Point | None = None
    for point in points:
        if box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]:
            current = current or ([last] if last else [])
            current.append(point)
        elif current:
            runs.append([*current, point])
            current = []
        last = point
    return [*runs, current] if current else runs


def _crossing(start: Point, end: Point, axis: int, limit: float) -> Point:
    part = (limit - start[axis]) / (end[axis] - start[axis])
    return (start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1]))
