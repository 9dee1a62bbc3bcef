"""What was measured is in the database, beside the documents: scores, kinds of error, and each difference's words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from onrecord.evaluation import figures
from onrecord.evaluation.kinds import KINDS
from onrecord.evaluation.scores import percent
from onrecord.reader.fingerprint import fingerprint
from tests.conftest import Run
from tests.readme import measured


@pytest.fixture(scope="module")
def small(small_database: Path) -> Iterator[sqlite3.Connection]:
    """The database of the small corpus."""
    with closing(sqlite3.connect(f"file:{small_database}?mode=ro", uri=True)) as connection:
        yield connection


def rows(connection: sqlite3.Connection, sql: str, *values: object) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(sql, values)]


def test_an_annotated_document_is_read_by_the_machine_as_well(small: sqlite3.Connection) -> None:
    assert rows(small, "select id, kind, document_id, reference, measured from evaluations where corpus is null") == [
        ("machine-harbour", "machine", "harbour", "The tests", f"onrecord machine reader {fingerprint()}")
    ]
    quotes = (
        "select reference_rows, measured_rows, found, correct, precision, recall, f from evaluation_scores where id = ?"
    )
    assert rows(small, quotes, "machine-harbour-quotes") == [(3, 3, 3, 3, 100.0, 100.0, 100.0)]


def test_the_figures_are_those_that_evaluate_prints(connection: sqlite3.Connection) -> None:
    for evaluation in measured():
        stored = rows(
            connection,
            """select layer, same, reference_rows, measured_rows, found, correct, precision, recall, f
            from evaluation_scores where evaluation_id = ? order by rowid""",
            evaluation.id,
        )
        assert stored == [
            (one.layer, one.about, one.reference, one.reading, one.found, one.right)
            + tuple(float(percent(share)) for share in (one.precision, one.recall, one.f))
            for one in evaluation.scores
        ]
        count = "select count(*) from evaluation_disagreements where evaluation_id = ?"
        assert rows(connection, count, evaluation.id) == [(len(evaluation.disagreements),)]


def test_every_difference_leads_to_words_of_its_document(connection: sqlite3.Connection) -> None:
    found = rows(connection, "select words, reference, measured, kind from evaluation_disagreements_in_context")
    assert len(found) > 100
    assert all(words and (reference or measured) for words, reference, measured, _ in found)
    assert {kind for *_, kind in found} <= {name for name, _ in KINDS.values()}
    sql = """
        select exact from evaluation_disagreements join spans on spans.id = span_id
        where evaluation_id = 'blind-putin-victory-announcement' and layer = 'actor mentions'
          and same = 'actor' order by 1"""
    assert rows(connection, sql) == [("its",), ("the Iraqi side",)]


def test_the_spans_of_the_machine_quote_the_document_as_all_spans_do(connection: sqlite3.Connection) -> None:
    sql = """
        select count(*) from spans join documents on documents.id = document_id
        where exact <> substr(text, start_char + 1, end_char - start_char)"""
    assert rows(connection, sql) == [(0,)]
    only_there = """
        select count(*) from evaluation_disagreements where reference is null
        and span_id not in (select span_id from actor_mentions union select span_id from claims)"""
    assert rows(connection, only_there)[0][0] > 0


def test_goals_and_the_figures_of_others_are_beside_the_scores(connection: sqlite3.Connection) -> None:
    goals = rows(connection, "select count(*) from evaluation_scores where at_least is not null")
    assert goals == [(len(figures.goals().goals),)]
    assert rows(connection, "select count(*) from evaluation_peers") == [(len(figures.goals().peers),)]
    sql = """
        select system, evaluation_peers.f from evaluation_peers
        join evaluation_scores on evaluation_scores.id = score_id
        where evaluation_id = 'corpus-polnear-dev' and layer = 'attributions' and same = 'speaker'
        order by 2 desc limit 1"""
    assert rows(connection, sql) == [("one person against another", 71.4)]


def test_the_corpora_are_figures_and_no_texts(connection: sqlite3.Connection) -> None:
    sql = "select corpus, documents, document_id, speed from evaluations where kind = 'corpus' order by rowid"
    expected = [(row.corpus, row.documents, None, row.speed) for row in figures.load_measured()]
    assert rows(connection, sql) == expected
    join = "select count(*) from evaluation_disagreements join evaluations on evaluations.id = evaluation_id"
    assert rows(connection, f"{join} where evaluations.kind = 'corpus'") == [(0,)]


def test_an_evaluation_can_be_left_out(run: Run, seeds: Path, tmp_path: Path) -> None:
    assert run("build", seeds, "--no-evaluation", "--output", tmp_path / "out.db").exit_code == 0
    with closing(sqlite3.connect(tmp_path / "out.db")) as connection:
        assert rows(connection, "select distinct kind from evaluations") == [("corpus",)]
        assert rows(connection, "select count(*) from evaluation_disagreements") == [(0,)]


def test_an_annotated_document_in_another_language_is_not_read_by_the_machine(
    run: Run, seeds: Path, tmp_path: Path
) -> None:
    (seeds / "bericht.txt").write_text("Der Hafen bleibt zu, sagt die Stadt.\n", encoding="utf-8")
    (seeds / "bericht.yml").write_text(
        "document: {title: Bericht, language: de}\nannotator: tester\nreview_status: settled\n", encoding="utf-8"
    )
    assert run("build", seeds, "--output", tmp_path / "out.db").exit_code == 0
    with closing(sqlite3.connect(tmp_path / "out.db")) as connection:
        assert rows(connection, "select document_id from evaluations where kind = 'machine'") == [("harbour",)]
