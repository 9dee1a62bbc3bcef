"""How many and how much a claim says: read, checked, stored and shown."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from onrecord.site.wording import amount
from tests.conftest import Run
from tests.test_bad_input import edit, line_of, problems

CLAIM = "        statement: Lund lost 400 jobs.\n"


def quantity(fields: str, words: str = "400 jobs") -> str:
    """The claim with a quantity."""
    return f"{CLAIM}        quantities: [{{exact: {words}, unit: jobs, {fields}}}]\n"


@pytest.mark.parametrize(
    ("fields", "row"),
    [
        ("value: 400", (400.0, None, None, "exact", None)),
        ("vagueness: about, value: 400, lower: 390", (400.0, 390.0, None, "about", None)),
        ("vagueness: at-most, upper: 400.5", (None, None, 400.5, "at-most", None)),
        ("vagueness: at-least, lower: 400, note: or more", (None, 400.0, None, "at-least", "or more")),
        ("vagueness: vague", (None, None, None, "vague", None)),
        ("vagueness: vague, lower: 2, upper: 2", (None, 2.0, 2.0, "vague", None)),
    ],
)
def test_a_quantity_is_a_row(run: Run, seeds: Path, fields: str, row: tuple[Any, ...]) -> None:
    edit(seeds / "harbour.yml", CLAIM, quantity(fields))
    output = seeds.parent / "out.db"
    result = run("build", "--strict", "--no-evaluation", seeds, "--output", output)
    assert result.exit_code == 0, result.output
    with closing(sqlite3.connect(output)) as connection:
        found = connection.execute("select value, lower, upper, vagueness, note from quantities").fetchall()
        assert found == [row]
        sql = "select claim_id, unit, exact, line_start from quantity_details"
        assert connection.execute(sql).fetchall() == [("lund-lost-jobs", "jobs", "400 jobs", 6)]


@pytest.mark.parametrize(
    ("fields", "words", "said"),
    [
        ("vagueness: exact", "400 jobs", "a quantity that is 'exact' has value, not none — give these, or another"),
        ("value: 1, upper: 2", "400 jobs", "a quantity that is 'exact' has value, not upper and value"),
        ("vagueness: at-most, lower: 1", "400 jobs", "a quantity that is 'at-most' has upper, not lower"),
        ("vagueness: vague, value: 1", "400 jobs", "has no number or lower or upper or lower and upper, not value"),
        (
            "vagueness: vague, lower: 3, upper: 2",
            "400 jobs",
            "the lower bound, 3, is above the upper, 2 — exchange them",
        ),
        ("vagueness: roughly, value: 1", "400 jobs", "use one of exact, about, at-most, at-least, vague"),
        ("value: many", "400 jobs", "'value' can't be 'many' — write a number"),
        ("value: nan", "400 jobs", "'value' can't be 'nan'"),
        ("value: 1", "in 2020 (Quill", "this quantity is not in the words of 'lund-lost-jobs' — copy it from them"),
        ("value: 1", "500 jobs", "“500 jobs” is not in line"),
    ],
)
def test_a_bad_quantity_is_refused(run: Run, seeds: Path, fields: str, words: str, said: str) -> None:
    path = seeds / "harbour.yml"
    edit(path, CLAIM, quantity(fields, words))
    output = problems(run, seeds)
    assert said in output
    assert f"{path}:{line_of(path, 'quantities:')}:" in output.replace("\n", "")


def test_the_same_words_are_one_quantity(run: Run, seeds: Path) -> None:
    twice = quantity("value: 400").replace("[{exact", "[{exact: 400 jobs, unit: posts, value: 400}, {exact")
    edit(seeds / "harbour.yml", CLAIM, twice)
    assert "the same words are a quantity twice — keep one of them" in problems(run, seeds)


@pytest.mark.parametrize(
    ("vagueness", "value", "lower", "upper", "words"),
    [
        ("exact", 1200.0, None, None, "1,200 jobs"),
        ("exact", 0.0, None, None, "0 jobs"),
        ("about", 0.5, None, 1.0, "about 0.5 jobs, at most 1"),
        ("at-least", None, 3.0, None, "at least 3 jobs"),
        ("vague", None, None, None, "jobs, without a number"),
        ("vague", None, 2.0, 9.0, "jobs, without a number: at least 2 and at most 9"),
    ],
)
def test_a_quantity_in_words(vagueness: str, value: Any, lower: Any, upper: Any, words: str) -> None:
    given = {"unit": "jobs", "vagueness": vagueness, "value": value, "lower": lower, "upper": upper}
    assert amount(given) == words


def test_the_quantities_of_the_first_document(connection: sqlite3.Connection) -> None:
    sql = "select claim_id, unit, vagueness, lower, upper from quantities order by rowid"
    assert [tuple(row) for row in connection.execute(sql)] == [
        ("sdf-meets-iraqi-officers", "officers", "vague", None, None),
        ("army-takes-wells-and-towns", "oil wells and towns", "vague", None, None),
        ("army-takes-euphrates-basin", "days", "at-most", None, 20.0),
        ("army-losses-at-qouriya-and-ashara", "members of the army and its allies", "vague", None, None),
        ("iran-made-billions", "dollars", "vague", 1e9, None),
    ]
