"""When something was said: as the annotation says, else as far as its section or its document tells."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Run

SECTIONS = """\
sections:
  - starts: The Harbour Talks
    kind: title
    title: The Harbour Talks
  - starts: Mayor Ada Stone said
    kind: body
    title: The talks
    reference_date: 2021-05-06~
    reference_date_basis: a guess
"""


def said(run: Run, seeds: Path, *changes: tuple[str, str]) -> dict[str, str | None]:
    """When each claim and attribution was said, with some words of the annotation changed."""
    path = seeds / "harbour.yml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    assert run("build", seeds, "--output", seeds.parent / "said.db").exit_code == 0
    with closing(sqlite3.connect(seeds.parent / "said.db")) as connection:
        sql = "select id, stated_on from claims union all select id, stated_on from attributions"
        return dict(connection.execute(sql).fetchall())


READING = ("reading:\n", f"{SECTIONS}reading:\n")
UNPUBLISHED = ("  published: 2021-05-04\n", "")
DENIED = "        attribution: company-denies\n"


@pytest.mark.parametrize(
    ("changes", "row", "date"),
    [
        ([], "stone-says-reopening", "2021-05-03"),
        ([], "harbour-will-reopen", "2021-05-03"),
        ([], "company-denies", "../2021-05-04"),
        ([], "company-denies-reopening", "../2021-05-04"),
        ([], "lund-lost-jobs", "2021-05-04"),
        ([READING], "lund-lost-jobs", "2021-05-06~"),
        ([READING], "company-denies-reopening", "../2021-05-06~"),
        ([READING], "harbour-will-reopen", "2021-05-03"),
        ([UNPUBLISHED], "lund-lost-jobs", None),
        ([UNPUBLISHED], "company-denies-reopening", None),
        ([UNPUBLISHED], "harbour-will-reopen", "2021-05-03"),
        ([("published: 2021-05-04", "published: 2021/..")], "company-denies-reopening", None),
        ([("published: 2021-05-04", "published: 2021/..")], "lund-lost-jobs", "2021/.."),
        ([("source: port-company", "source: harbour-author")], "company-denies-reopening", "2021-05-04"),
        ([(DENIED, f"{DENIED}        stated_on: 2021-05\n")], "company-denies-reopening", "2021-05"),
        ([(DENIED, f"{DENIED}        stated_on: 2021-05\n")], "company-denies", "../2021-05-04"),
    ],
)
def test_when_it_was_said(run: Run, seeds: Path, changes: list[tuple[str, str]], row: str, date: str | None) -> None:
    assert said(run, seeds, *changes)[row] == date


def test_every_date_of_a_saying_is_among_the_dates(small_database: Path) -> None:
    with closing(sqlite3.connect(small_database)) as connection:
        sql = "select name, earliest, latest from dates where id = '../2021-05-04'"
        assert connection.execute(sql).fetchall() == [("up to 4 May 2021", None, "2021-05-04")]
