"""The names of actors and places: how they are written, which rows they become, and whom they find."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from onrecord.annotation.model import Actor, OtherName
from onrecord.annotation.names import MOST_NAMES, all_names, by_name, united, with_distinct_names
from onrecord.data import METADATA
from onrecord.site.pages.search import search
from onrecord.site.server import datasette_for
from tests.conftest import Run
from tests.test_bad_input import edit, line_of, problems

STONE = "name: Ada Stone, "


def actor(key: str, name: str, *others: str) -> Actor:
    return Actor(id=key, name=name, actor_type="author", names=tuple(OtherName(name=other) for other in others))


def test_a_name_finds_whose_usual_name_it_is_and_else_the_first_that_has_it() -> None:
    found = by_name([actor("a", "The Port", "Harbour"), actor("b", "Hárbour"), actor("c", "Pier", "PORT", "Quay")])
    assert {name: one.id for name, one in found.items()} == {"port": "a", "harbour": "b", "pier": "c", "quay": "c"}


def test_names_that_differ_in_accents_marks_and_case_are_one() -> None:
    one = actor("a", "Da’esh", "daesh", "DAESH", "Daech")
    assert [name.name for name in all_names(one)] == ["Da’esh", "Daech"]


def test_descriptions_of_one_record_add_their_names_up() -> None:
    both = united(actor("a", "Union", "U"), actor("a", "Union", "UN", "U"))
    assert [one.name for one in both.names] == ["U", "UN"]
    many = united(actor("a", "Union"), actor("a", "Union", *map(str, range(99))))
    assert len(many.names) == MOST_NAMES


def test_who_must_be_told_from_a_namesake_keeps_the_plain_name() -> None:
    _, other = with_distinct_names([actor("bbc-com", "BBC"), actor("bbc-co-uk", "BBC", "Auntie")])
    assert other.name == "BBC (bbc-co-uk)"
    assert [one.name for one in other.names] == ["BBC", "Auntie"]


def rows(run: Run, seeds: Path) -> list[tuple[str, str, str | None, str]]:
    output = seeds.parent / "out.db"
    result = run("build", seeds, "--output", output)
    assert result.exit_code == 0, result.output
    with closing(sqlite3.connect(output)) as connection:
        return connection.execute("select * from actor_names where actor_id = 'ada-stone' order by rowid").fetchall()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", []),
        ("aliases: [Stone, Mrs Stone]", [("Stone", None, "alias"), ("Mrs Stone", None, "alias")]),
        ("names: Stone", [("Stone", None, "alias")]),
        (
            "name_language: en, names: [Stone, {name: Эйда Стоун, language: ru, kind: transliteration}, ADA STONE]",
            [("Stone", None, "alias"), ("Эйда Стоун", "ru", "transliteration")],
        ),
    ],
)
def test_names_become_rows(run: Run, seeds: Path, written: str, expected: list[tuple[str, str | None, str]]) -> None:
    edit(seeds / "actors.yml", STONE, f"{STONE}{written + ', ' if written else ''}")
    usual = ("Ada Stone", "en" if "name_language" in written else None, "usual")
    spelt = ("Mayor Ada Stone", "en", "spelling")
    assert [row[1:] for row in rows(run, seeds)] == [usual, *expected, spelt]


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("names: [{name: Stone, kind: usual}]", "'kind' can't be 'usual' — use one of alias, transliteration"),
        ("names: [{name: Stone, language: ye olde}]", "'language' can't be 'ye olde' — use a code of BCP 47"),
        ("names: [{language: en}]", "other name has no 'name'"),
        ("names: [{name: Stone, lang: en}]", "other name has no field 'lang' — did you mean 'language'?"),
        ("names: [[Stone]]", "other name must be a mapping of fields"),
        ("names: ['']", "'name' is empty"),
        ("names: [Stone], aliases: [Ada]", "'aliases' is an older word for 'names' — keep 'names' alone"),
        (f"names: [{'x' * 201}]", "'name' has 201 characters — use at most 200"),
    ],
)  # fmt: skip
def test_names_that_can_not_be_read(run: Run, seeds: Path, written: str, what: str) -> None:
    edit(seeds / "actors.yml", STONE, f"{STONE}{written}, ")
    assert what in problems(run, seeds)


def test_two_usual_names_that_a_search_takes_for_one_are_a_problem(run: Run, seeds: Path) -> None:
    path = seeds / "actors.yml"
    edit(path, "name: Olaf Berg", "name: Ada Stòne")
    shown = problems(run, seeds)
    assert f"{path}:{line_of(path, 'Stòne')}: “Ada Stòne” is the same name as “Ada Stone” on line 2" in shown
    assert "add what tells them apart" in shown


async def test_a_name_of_two_leads_to_both_and_each_page_says_so(run: Run, seeds: Path) -> None:
    edit(seeds / "actors.yml", STONE, f"{STONE}names: [The Boss], ")
    edit(seeds / "actors.yml", "name: Olaf Berg, ", "name: Olaf Berg, names: [The Boss], ")
    rows(run, seeds)
    output = seeds.parent / "out.db"
    with closing(sqlite3.connect(output)) as connection:
        people = next(one for one in search(connection, "boss", None, 1) if one.kind == "people")
    assert {hit["id"] for hit in people.hits} == {"ada-stone", "olaf-berg"}
    page = (await datasette_for(output, METADATA).client.get("/out/actors/ada-stone")).text
    assert "Also known as" in page and "; also of" in page and "/out/actors/olaf-berg" in page


@pytest.mark.parametrize(
    ("typed", "kind", "first"),
    [
        ("Daesh", "people", "isis"),
        ("داعش", "people", "isis"),
        ("Islamic State", "people", "isis"),
        ("Kremlin", "people", "russia"),
        ("SAA", "people", "syrian-army"),
        ("Russian Defense Ministry", "people", "russian-defence-ministry"),
        ("Yehia", "people", "yahya-rasool"),
        ("Путин", "people", "vladimir-putin"),
        ("US", "people", "united-states"),
        ("Khmeimim", "places", "hmeimim-air-base"),
        ("Abu Kamal", "places", "al-bukamal"),
        ("الفرات", "places", "euphrates"),
    ],
)
def test_a_name_that_no_text_uses_leads_where_it_should(
    connection: sqlite3.Connection, typed: str, kind: str, first: str
) -> None:
    found = next(one for one in search(connection, typed, None, 1) if one.kind == kind)
    assert found.hits[0]["id"] == first


def test_what_a_text_calls_somebody_by_mistake_is_no_name(connection: sqlite3.Connection) -> None:
    names = {name for (name,) in connection.execute("select name from actor_names where actor_id = 'isis'")}
    assert "Dahesh" in names
    assert not names & {"push", "urging", "Damascus"}


async def test_a_name_leads_to_the_claims_and_has_its_language(database: Path) -> None:
    client = datasette_for(database, METADATA).client
    page = (await client.get("/search?q=Daesh")).text
    assert "/onrecord/claims_in_context?actors__arraycontains=ISIS" in page
    row = (await client.get("/onrecord/actors/isis")).text
    assert '<bdi lang="ar">داعش</bdi>' in row
    assert "Arabic in Latin letters, abbreviation" in row
