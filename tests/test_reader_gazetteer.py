"""The gazetteer: folding names, building the index, looking places up."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.folding import fold, loose_fold
from onrecord.reader.places.gazetteer import (
    ATTRIBUTION,
    Gazetteer,
    GazetteerMissing,
    build_index,
    open_gazetteer,
)
from onrecord.reader.places.gazetteer_sources import (
    SourcePlace,
    adjectives,
    is_prose_name,
    table_rows,
)
from onrecord.reader.places.shipped_tables import NaturalEarthPlace, read_districts, read_natural_earth
from tests.makers import districts, natural_earth


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    opened = open_gazetteer()
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Zürich", "zurich"),
        ("St. John’s", "saint johns"),
        ("the Netherlands", "netherlands"),
        ("Bosnia & Herzegovina", "bosnia and herzegovina"),
        ("Dar`ā", "dara"),
        ("Ḥimṣ", "hims"),
        ("U.S.", "u s"),
        ("…", ""),
    ],
)
def test_folding_drops_marks_case_and_punctuation(name: str, folded: str) -> None:
    assert fold(name) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deir ez-Zor", "Dayr az-Zawr"),
        ("Abu Kamal", "Albu Kamal"),
        ("Raqqa", "Ar-Raqqah"),
        ("Hasakah", "Al-Hasaka"),
        ("Khan Sheikhoun", "Han Shaykhun"),
        ("Qusayr", "Kuseir"),
        ("Latakia", "Lattakiyah"),
    ],
)
def test_loose_folding_joins_transliterations(one: str, other: str) -> None:
    assert loose_fold(one) == loose_fold(other)


@given(st.text(max_size=80))
def test_folding_takes_any_text_and_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert isinstance(loose_fold(text), str)


def test_countries_have_points_and_abbreviations(gazetteer: Gazetteer) -> None:
    for name in ("Syria", "U.S.", "UK", "Côte d’Ivoire", "DR Congo", "Burma"):
        assert gazetteer.lookup(name)[0].feature_code == "PCLI", name


def test_a_name_in_a_country_is_found_by_any_transliteration(gazetteer: Gazetteer) -> None:
    found = gazetteer.lookup("Abou Kamal", "SY")
    assert [place.name for place in found] == ["Ālbū Kamāl"]
    assert gazetteer.lookup("Abou Kamal") == ()


def test_the_best_known_bearer_comes_first(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("London")[0].country == "GB"
    assert gazetteer.lookup("New York")[0].name == "New York City"
    assert gazetteer.lookup("Washington")[0].admin1 == "DC"


def test_provinces_and_districts_carry_codes(gazetteer: Gazetteer) -> None:
    ohio = gazetteer.lookup("Ohio", "US")[0]
    assert (ohio.feature_code, ohio.admin1) == ("ADM1", "OH")
    counties = [p.admin1 for p in gazetteer.lookup("Walker County", "US") if p.feature_code == "ADM2"]
    assert {"AL", "GA", "TX"} <= set(counties)
    kent = next(p for p in gazetteer.lookup("Kent", "GB") if p.feature_code == "ADM2")
    assert 50.9 < kent.latitude < 51.5


def test_many_keys_are_fetched_in_one_query(gazetteer: Gazetteer) -> None:
    gazetteer.load(["aleppo", "no such place"])
    assert gazetteer.by_key("no such place") == ()
    assert {place.country for place in gazetteer.by_key("aleppo")} == {"SY"}


def test_every_source_is_attributed(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Damascus", "SY")[0].source in ATTRIBUTION
    assert "CC BY 4.0" in ATTRIBUTION["GeoNames"]


def test_the_shipped_tables_are_well_formed() -> None:
    assert all(len(row) >= 4 and len(row[0]) == 2 for row in table_rows("countries.tsv"))
    assert all(-90 <= float(row[4]) <= 90 and -180 <= float(row[5]) <= 180 for row in table_rows("regions.tsv"))
    assert all(-90 <= place.latitude <= 90 for place in read_natural_earth())
    assert all(district.level in {"ADM1", "ADM2"} for district in read_districts())
    assert adjectives()["Syrian"] == "Syria" and adjectives()["Bavarian"] == "Bayern"


def test_codes_scripts_and_machine_transliterations_are_no_prose_names() -> None:
    assert is_prose_name("Esh Sham") and is_prose_name("Łódź")
    assert not any(map(is_prose_name, ("LON", "da ma shi ge", "Лондон", "لندن")))


def test_building_writes_the_whole_file_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = [SourcePlace("Testville", "PPL", "US", 40.0, -90.0, "GeoNames", ("Testville",), ("Teston",))]
    monkeypatch.setattr("onrecord.reader.places.gazetteer.all_places", lambda: iter(places))
    assert build_index(tmp_path / "gazetteer.db") == 1
    small = Gazetteer(tmp_path / "gazetteer.db")
    assert [place.weight for place in small.lookup("Teston")] == [2]
    small.close()
    assert [path.name for path in tmp_path.iterdir()] == ["gazetteer.db"]

    def broken() -> Iterator[SourcePlace]:
        yield places[0]
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr("onrecord.reader.places.gazetteer.all_places", broken)
    with pytest.raises(GazetteerMissing, match=f"can't be kept in {tmp_path}: disk full — make room or"):
        open_gazetteer(tmp_path / "other.db")
    assert [path.name for path in tmp_path.iterdir()] == ["gazetteer.db"]


TESTVILLE = SourcePlace("Testville", "PPL", "US", 40.0, -90.0, "GeoNames", ("Testville",))


def another_database(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table places (a)")


def directory_with_a_file(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "x").write_text("x")


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def dead_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def rewritten(change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(change(path.read_bytes()))


DAMAGE: list[Callable[[Path], object]] = [
    rewritten(lambda whole: b""),
    rewritten(lambda whole: b"SQLite format 3\x00"),
    rewritten(lambda whole: b"no index at all"),
    rewritten(lambda whole: whole[:-4096]),
    rewritten(lambda whole: whole[:-1]),
    rewritten(lambda whole: whole + b"\x00"),
    rewritten(lambda whole: whole[:4096] + b"\xff" * 4096 + whole[8192:]),
    rewritten(lambda whole: whole.replace(b"Testville", b"Nestville")),
    rewritten(lambda whole: bytes(len(whole))),
    another_database,
    directory_with_a_file,
    pipe,
    dead_link,
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_index_is_built_again_with_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    damage: Callable[[Path], object],
) -> None:
    monkeypatch.setattr("onrecord.reader.places.gazetteer.all_places", lambda: iter([TESTVILLE]))
    path = tmp_path / "gazetteer.db"
    build_index(path)
    whole = path.read_bytes()
    open_gazetteer(path).close()
    assert capsys.readouterr().err == ""
    damage(path)
    with closing(open_gazetteer(path)) as gazetteer:
        assert gazetteer.lookup("Testville")
    assert capsys.readouterr().err == f"{path} is damaged, or no gazetteer: it is built again\n"
    assert path.read_bytes() == whole
    assert [one.name for one in tmp_path.iterdir()] == ["gazetteer.db"]


def test_an_index_that_is_damaged_while_it_is_open_is_no_documents_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.reader.places.gazetteer.all_places", lambda: iter([TESTVILLE]))
    with closing(open_gazetteer(tmp_path / "gazetteer.db")) as gazetteer:
        (tmp_path / "gazetteer.db").write_bytes(b"\xff" * 20_000)
        with pytest.raises(GazetteerMissing, match="the gazetteer's index can't be read: .* — run the command again"):
            gazetteer.lookup("Testville")


PROGRAM = """
import sys, time
from pathlib import Path
from onrecord.reader.places import gazetteer
from onrecord.reader.places.gazetteer_sources import SourcePlace

def places():
    print("built", flush=True)
    time.sleep(0.5)
    yield SourcePlace("Testville", "PPL", "US", 40.0, -90.0, "GeoNames", ("Testville",))

gazetteer.all_places = places
print(len(gazetteer.open_gazetteer(Path(sys.argv[1])).lookup("Testville")))
"""


def test_two_processes_at_once_build_it_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "gazetteer.db")]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(process.communicate(timeout=60) for process in both)
    assert [out for out, _ in said] == ["1\n", "built\n1\n"]
    assert said[0][1] in ("", "waiting for another process, which builds the gazetteer\n") and said[1][1] == ""
    assert [one.name for one in tmp_path.iterdir()] == ["gazetteer.db"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_an_ordinary_user_without_a_cache_is_told_what_to_do(tmp_path: Path) -> None:
    """Root may write everywhere, so the gazetteer is opened by a process that gives up its rights."""
    program = PROGRAM.replace("print(len", "import os; os.setuid(65534)\nprint(len")
    (tmp_path / "gazetteer.db").write_bytes(b"")
    command = [sys.executable, "-c", program, str(tmp_path / "gazetteer.db")]
    said = subprocess.run(command, capture_output=True, text=True).stderr
    assert re.search("can't be kept in .*: Permission denied — make room or give permission there, or set XDG_", said)


def test_processes_that_start_together_build_it_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = SourcePlace("Testville", "PPL", "US", 40.0, -90.0, "GeoNames", ("Testville",))
    path, built, together = tmp_path / "gazetteer.db", [], Barrier(4)

    def places() -> Iterator[SourcePlace]:
        built.append(1)
        yield place

    def start(_: int) -> None:
        together.wait()
        open_gazetteer(path).close()

    monkeypatch.setattr("onrecord.reader.places.gazetteer.all_places", places)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(start, range(4)))
    assert built == [1]


def test_a_cache_that_is_no_directory_is_named(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"")
    with pytest.raises(GazetteerMissing, match="cache: .* — make room or give permission there, or set XDG_CACHE_HOME"):
        open_gazetteer(tmp_path / "cache" / "gazetteer.db")


def test_natural_earth_points_are_cut_out_of_geometries() -> None:
    square = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}
    assert natural_earth.centre(square) == (4.0, 1.0, 1.0)
    line = {"type": "LineString", "coordinates": [[0, 0], [1, 1], [2, 2]]}
    assert natural_earth.centre(line) == (3.0, 1, 1)
    assert natural_earth.spell_out("Lebombo Mts.") == "Lebombo Mountains"
    assert natural_earth.without_brackets("Aleppo (Halab)") == ("Aleppo", ("Halab",))


def test_the_natural_earth_table_survives_writing_and_reading(tmp_path: Path) -> None:
    place = NaturalEarthPlace("Jos Plateau", ("Jos",), "PLAT", "", 9.5, 8.9, 4)
    natural_earth.write([place], tmp_path / "table.tsv.gz")
    assert list(read_natural_earth(tmp_path / "table.tsv.gz")) == [place]


def test_districts_are_the_middle_of_their_towns(tmp_path: Path) -> None:
    towns = tmp_path / "towns.csv"
    towns.write_text(
        "lat,lon,name,admin1,admin2,cc\n10,20,Northtown,Someland,Lake County,US\n12,22,Southtown,Someland,,US\n",
        encoding="utf-8",
    )
    assert [(d.name, d.level, d.latitude, d.towns) for d in districts.from_towns(towns)] == [
        ("Someland", "ADM1", 11.0, 2),
        ("Lake County", "ADM2", 10.0, 1),
    ]
