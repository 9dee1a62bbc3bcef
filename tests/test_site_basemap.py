"""The base map's geometry: what is simplified, carried past the antimeridian, joined and left out."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.makers.basemap import SCALE, area, encoded, joined, main, shapes, simplified, unwrapped, write

BASEMAP = Path(__file__).parent.parent / "onrecord" / "site" / "static" / "basemap"

coordinates = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


def decoded(numbers: list[int]) -> list[tuple[float, float]]:
    """What map.js makes of encoded numbers."""
    points, x, y = [], 0, 0
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / SCALE, y / SCALE))
    return points


def test_a_straight_line_needs_its_ends_only() -> None:
    assert simplified([(0, 0), (1, 0.001), (2, 0), (3, 0.001), (4, 0)], 0.01) == [(0, 0), (4, 0)]
    assert simplified([(0, 0), (2, 1), (4, 0)], 0.01) == [(0, 0), (2, 1), (4, 0)]


def test_a_line_goes_on_past_the_antimeridian() -> None:
    assert unwrapped([(170, 1), (179, 2), (-179, 3), (-170, 4), (175, 5)]) == [
        (170, 1),
        (179, 2),
        (181, 3),
        (190, 4),
        (175, 5),
    ]


@given(st.lists(coordinates, min_size=2, max_size=30))
def test_no_step_crosses_the_map(line: list[tuple[float, float]]) -> None:
    whole = unwrapped(line)
    assert all(abs(a[0] - b[0]) <= 180.000001 for a, b in zip(whole, whole[1:], strict=False))
    assert all(abs((a[0] - b[0] + 180) % 360 - 180) < 1e-6 for a, b in zip(whole, line, strict=True))


@given(st.lists(coordinates, min_size=2, max_size=30))
def test_encoding_moves_no_point_by_more_than_half_a_unit(line: list[tuple[float, float]]) -> None:
    points = decoded(encoded(line))
    for x, y in line:
        assert min(max(abs(x - px), abs(y - py)) for px, py in points) <= 0.5 / SCALE + 1e-9


def test_lines_that_meet_become_one() -> None:
    assert joined([[(0, 0), (1, 0)], [(2, 0), (1, 0)], [(2, 0), (3, 0)]]) in (
        [[(0, 0), (1, 0), (2, 0), (3, 0)]],
        [[(3, 0), (2, 0), (1, 0), (0, 0)]],
    )
    ring = [(0.0, 0.0), (1.0, 0.0), (0.0, 0.0)]
    assert joined([ring, [(0, 0), (5, 5)]]) == [ring, [(0, 0), (5, 5)]]


def test_area_of_a_square() -> None:
    assert area([(0, 0), (2, 0), (2, 2), (0, 2), (0, 0)]) == 4


def feature(kind: str, points: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": points}}


def natural_earth(directory: Path) -> Path:
    """A world of one island, the Antarctic, a river, a lake, a border and a town."""
    island = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
    south = [[-180, -90], [180, -90], [180, -70], [-180, -70], [-180, -90]]
    lake = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]
    layers = {
        "ne_10m_land": [feature("MultiPolygon", [[island], [south], [[[9, 9], [9.01, 9], [9, 9.01], [9, 9]]]])],
        "ne_10m_rivers_lake_centerlines": [
            feature(
                "LineString",
                [[0, 3], [2, 3.5], [4, 3]],
                scalerank=3,
                min_zoom=3.0,
                min_label=4.0,
                featurecla="River",
                name="Firat",
                name_en=None,
            ),
            feature(
                "LineString",
                [[0, 1], [4, 1]],
                scalerank=9,
                min_zoom=7.1,
                min_label=8.0,
                featurecla="River",
                name="Brook",
                name_en="Brook",
            ),
        ],
        "ne_10m_lakes": [feature("Polygon", [lake], scalerank=0, min_zoom=1.0)],
        "ne_10m_admin_0_boundary_lines_land": [
            feature("LineString", [[2, 0], [2, 4]], featurecla="International boundary (verify)"),
            feature("LineString", [[3, 0], [3, 4]], featurecla="Disputed (please verify)"),
        ],
        "ne_10m_admin_0_label_points": [
            feature("Point", [9, 9], scalerank=0, sr_adm0_a3="ISL"),
            feature("Point", [3, 3], scalerank=1, sr_adm0_a3="ISL"),
        ],
        "ne_50m_admin_0_countries": [
            feature("Polygon", [island], ADM0_A3="ISL", NAME="Island", MIN_LABEL=2.0, MAX_LABEL=7.0),
            feature("Polygon", [south], ADM0_A3="ATA", NAME="Antarctica", MIN_LABEL=2.0, MAX_LABEL=7.0),
        ],
        "ne_10m_populated_places_simple": [
            feature("Point", [1.234, 0.5], name="Town", min_zoom=5.0, featurecla="Populated place"),
            feature("Point", [1, 0.5], name="Village", min_zoom=9.0, featurecla="Populated place"),
        ],
    }
    for name, features in layers.items():
        text = json.dumps({"type": "FeatureCollection", "features": features})
        (directory / f"{name}.json.gz").write_bytes(gzip.compress(text.encode()))
    return directory


def test_what_is_shown_and_what_is_left_out(tmp_path: Path) -> None:
    found = shapes(natural_earth(tmp_path))
    assert [decoded(ring) for ring in found["land"]] == [[(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]]
    assert found["rivers"] == {"3": [encoded([(0, 3), (2, 3.5), (4, 3)])]}
    assert list(found["lakes"]) == ["1"]
    assert found["borders"] == [encoded([(2, 0), (2, 4)])]
    assert found["disputed"] == [encoded([(3, 0), (3, 4)])]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    source = natural_earth(tmp_path)
    for name in ("once", "twice"):
        write(source, tmp_path / name)
    for name in ("shapes.json", "names.json"):
        assert (tmp_path / "once" / name).read_bytes() == (tmp_path / "twice" / name).read_bytes()
    assert json.loads((tmp_path / "once" / "names.json").read_text()) == [
        ["country", "Island", 3, 3, 2.0, 7.0],
        *[["river", "Euphrates", x, y, 4.0, 99.0] for x, y in ((0, 3), (2, 3.5), (4, 3))],
        ["town", "Town", 1.23, 0.5, 5.0, 99.0],
    ]


def test_the_command_says_what_it_needs(tmp_path: Path, capsys: Any) -> None:
    assert main([]) == main([str(tmp_path / "none")]) == 1
    assert "Name the directory" in capsys.readouterr().err


def test_the_map_that_is_shipped() -> None:
    found = json.loads((BASEMAP / "shapes.json").read_text())
    assert found["scale"] == SCALE
    rings = [decoded(ring) for ring in found["land"]]
    assert all(max(y for _, y in ring) > -60 for ring in rings)
    for ring in rings:
        assert all(abs(a[0] - b[0]) < 180 for a, b in zip(ring, ring[1:], strict=False))
    names = {(kind, text) for kind, text, *_ in json.loads((BASEMAP / "names.json").read_text())}
    assert {("country", "Syria"), ("country", "Iraq"), ("river", "Euphrates"), ("river", "Tigris")} <= names


def test_the_euphrates_passes_al_bukamal() -> None:
    rivers = json.loads((BASEMAP / "shapes.json").read_text())["rivers"]
    points = [point for group in rivers.values() for line in group for point in decoded(line)]
    assert min(abs(x - 40.92) + abs(y - 34.45) for x, y in points) < 0.1
