"""What has happened to rows since they were made: who has looked at them, and how the site and the exports say so."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from onrecord.exchange.phrases import how_read, review
from tests.conftest import Run, said
from tests.test_bad_input import edit

PERSON = "- {id: ada, name: Ada Berg, kind: person}\n"
BY_ADA = "reviewed_by: ada\nreviewed_on: 2026-11-20"
CLAIM = "        claim_type: event\n        factuality: certain\n        locations: {event: lund}\n"


@pytest.fixture
def reviewed(seeds: Path) -> Path:
    """A directory whose annotators are a program and a person."""
    path = seeds / "annotators.yml"
    path.write_text(path.read_text(encoding="utf-8") + PERSON, encoding="utf-8")
    return seeds


def head(seeds: Path, lines: str) -> None:
    """Write another review at the head of the annotation."""
    edit(seeds / "harbour.yml", "review_status: settled\n", f"{lines}\n")


def row(seeds: Path, lines: str) -> None:
    """Write a review of one claim."""
    fields = "".join(f"        {line}\n" for line in lines.split("\n"))
    edit(seeds / "harbour.yml", CLAIM, CLAIM + fields)


def built(run: Run, seeds: Path, sql: str) -> list[tuple[Any, ...]]:
    """The answer of the directory's database."""
    output = seeds.parent / "out.db"
    result = run("build", "--strict", "--no-evaluation", seeds, "--output", output)
    assert result.exit_code == 0, result.output
    with closing(sqlite3.connect(output)) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize(
    ("lines", "reading"),
    [
        ("review_status: proposed", "machine"),
        ("review_status: settled", "settled"),
        (f"review_status: accepted\n{BY_ADA}", "reviewed"),
        (f"review_status: corrected\n{BY_ADA}", "reviewed"),
        (f"review_status: rejected\n{BY_ADA}", "reviewed"),
        (f"review_status: disputed\n{BY_ADA}", "reviewed"),
    ],
)
def test_the_head_says_how_the_document_was_read(run: Run, reviewed: Path, lines: str, reading: str) -> None:
    head(reviewed, lines)
    assert built(run, reviewed, "select reading from documents") == [(reading,)]
    status = lines.partition("\n")[0].removeprefix("review_status: ")
    person = ("ada", "2026-11-20") if reading == "reviewed" else (None, None)
    for table in ("claims", "quotes", "attributions"):
        sql = f"select distinct review_status, reviewed_by, reviewed_on from {table}"
        assert built(run, reviewed, sql) == [(status, *person)], table


def test_a_row_may_have_a_review_of_its_own(run: Run, reviewed: Path) -> None:
    row(reviewed, f"review_status: disputed\n{BY_ADA}")
    sql = "select review_status, reviewed_by, reviewed_on, count(*) from claims group by 1 order by 1"
    disputed, settled = built(run, reviewed, sql)
    assert disputed == ("disputed", "ada", "2026-11-20", 1) and settled[:3] == ("settled", None, None)
    assert ("ada", "Ada Berg", "person") in built(run, reviewed, "select id, name, kind from annotators")


def test_a_row_takes_from_the_head_what_it_leaves_out(run: Run, reviewed: Path) -> None:
    head(reviewed, f"review_status: accepted\n{BY_ADA}")
    row(reviewed, "review_status: corrected\nreviewed_on: 2026-11-21")
    sql = "select reviewed_by, reviewed_on from claims where review_status = 'corrected'"
    assert built(run, reviewed, sql) == [("ada", "2026-11-21")]


def test_a_row_that_nobody_looked_at_has_no_reviewer_whatever_the_head_says(run: Run, reviewed: Path) -> None:
    head(reviewed, f"review_status: accepted\n{BY_ADA}")
    row(reviewed, "review_status: proposed")
    sql = "select reviewed_by, reviewed_on from claims where review_status = 'proposed'"
    assert built(run, reviewed, sql) == [(None, None)]


def test_a_build_does_not_depend_on_the_day(run: Run, reviewed: Path) -> None:
    head(reviewed, "review_status: accepted\nreviewed_by: ada\nreviewed_on: 2999-01-01")
    assert built(run, reviewed, "select distinct reviewed_on from claims") == [("2999-01-01",)]


LOOKED = "means that a person has looked at the reading"
BAD_HEADS = [
    ("review_status: unreviewed", "'review_status' can't be 'unreviewed' — write proposed, for what a program found"),
    ("review_status: accepted", f"review_status: accepted {LOOKED}: reviewed_by is missing — add both"),
    ("review_status: accepted\nreviewed_by: ada", f"review_status: accepted {LOOKED}: reviewed_on is missing"),
    ("review_status: settled\nreviewed_by: ada", "settled means that no person has looked at the reading, but"),
    ("review_status: proposed\nreviewed_on: 2026-11-20", "proposed means that no person has looked at the reading"),
    ("review_status: accepted\nreviewed_by: tester\nreviewed_on: 2026-11-20", "reviewed_by: 'tester' is a program"),
    ("review_status: accepted\nreviewed_by: adda\nreviewed_on: 2026-11-20", "there is no 'adda' — did you mean 'ada'?"),
    ("review_status: accepted\nreviewed_by: ada\nreviewed_on: yesterday", "'reviewed_on' can't be 'yesterday'"),
    ("review_status: accepted\nreviewed_by: ada\nreviewed_on: 2026-11", "'reviewed_on' can't be '2026-11' — use a day"),
    ("review_status: accepted\nreviewed_by: ada\nreviewed_on: 2026-02-30", "reviewed_on: there is no day 2026-02-30"),
    ("review_status: accepted\nreviewed_by: [ada]\nreviewed_on: 2026-11-20", "'reviewed_by' must be a single value"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "what"), BAD_HEADS)
def test_a_bad_review_of_a_reading(run: Run, reviewed: Path, lines: str, what: str) -> None:
    head(reviewed, lines)
    refused = run("build", "--strict", reviewed, "--output", reviewed.parent / "out.db")
    assert refused.exit_code == 1 and what in said(refused)
    assert f"{reviewed / 'harbour.yml'}:" in refused.output and "Traceback" not in refused.output
    assert "1 problem" in refused.output


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ("review_status: accepted", "means that a person has looked at 'lund-lost-jobs': reviewed_by is missing"),
        ("reviewed_by: ada", "settled means that no person has looked at 'lund-lost-jobs', but a reviewer is given"),
        ("review_status: unreviewed", "'review_status' can't be 'unreviewed' — write proposed"),
    ],
)
def test_a_bad_review_of_a_row(run: Run, reviewed: Path, lines: str, what: str) -> None:
    row(reviewed, lines)
    refused = run("build", "--strict", reviewed, "--output", reviewed.parent / "out.db")
    assert refused.exit_code == 1 and what in said(refused)


@pytest.mark.parametrize("status", ["proposed", "settled"])
def test_what_a_person_reads_somebody_has_looked_at(run: Run, reviewed: Path, status: str) -> None:
    head(reviewed, f"review_status: {status}")
    edit(reviewed / "harbour.yml", "annotator: tester", "annotator: ada")
    refused = run("build", "--strict", reviewed, "--output", reviewed.parent / "out.db")
    assert f"'ada' is a person, so this reading is not just {status} — write review_status: accepted" in said(refused)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({"review_status": "proposed"}, "read by a program, not reviewed"),
        ({"review_status": "settled"}, "settled by language models, not checked by a person"),
        (
            {"review_status": "accepted", "reviewer": "Ada Berg", "reviewed_on": "2026-11-20"},
            "accepted by Ada Berg on 2026-11-20",
        ),
    ],
)
def test_a_review_in_words(found: Mapping[str, Any], words: str) -> None:
    assert review(found) == words


def test_the_first_document_is_settled_and_nothing_says_that_a_person_looked(connection: sqlite3.Connection) -> None:
    for table in ("claims", "quotes", "attributions"):
        found = connection.execute(f"select distinct review_status from {table}").fetchall()
        assert [status for (status,) in found] == ["settled"]
    assert how_read(connection).endswith("settled by language models, not checked by a person (1 document).")
    assert not connection.execute("select id from annotators where kind = 'person'").fetchall()
