"""Ids that are in use no more: what their file may say, and where their addresses lead."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from onrecord.data import METADATA
from onrecord.site.server import datasette_for
from tests.conftest import Run
from tests.test_bad_input import edit, problems

ENTRY = "- {{kind: {}, id: {}, successor: {}, since: 2026-11-28, reason: Another word.}}\n"
MAYOR = ENTRY.format("actors", "the-mayor", "ada-stone")


@pytest.mark.parametrize(
    ("entries", "what"),
    [
        (ENTRY.format("actors", "olaf-berg", "ada-stone"), "the id 'olaf-berg' is retired, but one of actors has it"),
        (ENTRY.format("actors", "the-mayor", "ada"), "successor: there is no 'ada' in actors — correct it"),
        (ENTRY.format("places", "the-mayor", "ada-stone"), "'kind' can't be 'places' — use one of documents, actors"),
        (MAYOR + MAYOR, "the id 'the-mayor' of actors is already retired on line 1 — keep one of the two"),
        (
            ENTRY.format("claims", "a", "b") + ENTRY.format("claims", "b", "a"),
            "successor forms a cycle: a → b → a — remove one of these links",
        ),
        (ENTRY.format("claims", "a", "a"), "successor forms a cycle: a → a"),
        (MAYOR.replace("2026-11-28", "today"), "'since' can't be 'today' — use a day: 2017-12-11"),
        (MAYOR.replace(", reason: Another word.", ""), "retired id has no 'reason'"),
    ],
)
def test_a_wrong_entry_has_its_line_and_a_remedy(run: Run, seeds: Path, entries: str, what: str) -> None:
    (seeds / "retired.yml").write_text(entries, encoding="utf-8")
    shown = problems(run, seeds)
    assert what in shown
    assert f"{seeds / 'retired.yml'}:" in shown


def test_a_document_that_is_left_out_takes_no_other_with_it(run: Run, seeds: Path) -> None:
    (seeds / "retired.yml").write_text(ENTRY.format("claims", "old", "harbour-will-reopen"), encoding="utf-8")
    (seeds / "other.txt").write_text("Another text. It stays.", encoding="utf-8")
    edit(seeds / "harbour.yml", "annotator: tester\n", "")
    output = seeds.parent / "out.db"
    run("build", seeds, "--output", output)
    with closing(sqlite3.connect(output)) as connection:
        assert connection.execute("select id from documents").fetchall() == [("other",)]
        assert connection.execute("select count(*) from retired_ids").fetchone() == (0,)


async def test_old_addresses_lead_to_what_took_their_place(run: Run, seeds: Path) -> None:
    entries = (
        ENTRY.format("actors", "her-worship", "the-mayor") + MAYOR + ENTRY.format("claims", "old", "nothing-agreed")
    )
    withdrawn = "- {kind: quotes, id: no-quote, since: 2026-11-28, reason: Nobody was quoted.}\n"
    withdrawn += "- {kind: events, id: no-event, since: 2026-11-28, reason: It lasts.}\n"
    (seeds / "retired.yml").write_text(entries + withdrawn, encoding="utf-8")
    output = seeds.parent / "onrecord.db"
    assert run("build", seeds, "--output", output).exit_code == 0
    client = datasette_for(output, METADATA).client
    for old, new in (
        ("actors/the-mayor", "actors/ada-stone"),
        ("actors/her-worship", "actors/ada-stone"),
        ("claims/old", "claims/nothing-agreed"),
        ("claims/old.json?_shape=objects", "claims/nothing-agreed.json?_shape=objects"),
    ):
        response = await client.get(f"/onrecord/{old}")
        assert (response.status_code, response.headers["location"]) == (301, f"/onrecord/{new}")
        assert (await client.get(f"/onrecord/{new}")).status_code == 200
    gone = await client.get("/onrecord/quotes/no-quote")
    assert gone.status_code == 410
    assert "Nobody was quoted." in gone.text
    assert (await client.get("/onrecord/events/no-event")).status_code == 410
    for never in ("actors/nobody", "claims/the-mayor", "documents/old"):
        assert (await client.get(f"/onrecord/{never}")).status_code == 404
