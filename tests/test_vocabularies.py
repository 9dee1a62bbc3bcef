"""Vocabularies: their terms, the types of the program that list the same words, and a directory's own."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, get_args

import pytest

from onrecord.annotation import authority, decisions, model
from onrecord.annotation.authority import VOCABULARIES
from onrecord.annotation.names import USUAL
from onrecord.data import SEEDS, read_yaml
from onrecord.database.name_rows import SPELLING
from onrecord.database.schema import term_columns
from onrecord.evaluation import readings
from onrecord.reader.places import locations
from onrecord.text import document
from tests.conftest import Run, said
from tests.test_bad_input import edit

CHOSEN = {
    "mention_forms": model.MentionForm,
    "certainties": model.Certainty,
    "timex_types": model.TimexType,
    "citation_styles": model.CitationStyle,
    "url_statuses": model.UrlStatus,
    "manners": model.Manner,
    "quote_types": model.QuoteType,
    "mark_statuses": model.MarkStatus,
    "vaguenesses": model.Vagueness,
    "review_statuses": model.ReviewStatus,
    "decision_kinds": decisions.Deed,
    "readings": model.Reading,
    "citation_scopes": model.Scope,
    "actor_roles": model.ActorRole,
    "location_roles": model.LocationRole,
    "annotator_kinds": authority.AnnotatorKind,
    "section_kinds": document.SectionKind,
    "encoding_bases": document.EncodingBasis,
    "resolution_methods": locations.Method,
}
"""The types between whose words the program chooses."""

TERMS: dict[str, Any] = read_yaml(SEEDS / "vocabularies.yml")


def words(vocabulary: str) -> list[str]:
    return [term["id"] for term in TERMS[vocabulary]]


def test_the_project_has_every_vocabulary() -> None:
    assert list(TERMS) == list(VOCABULARIES)
    assert all(TERMS.values())


@pytest.mark.parametrize("vocabulary", CHOSEN)
def test_a_vocabulary_has_the_words_that_the_program_chooses_between(vocabulary: str) -> None:
    assert set(words(vocabulary)) == set(get_args(CHOSEN[vocabulary]))


def test_what_is_compared_has_terms() -> None:
    assert set(get_args(readings.Kind)) | {"corpus"} == set(words("evaluation_kinds"))
    assert {layer.name for layer in readings.LAYERS} <= set(words("layers"))
    assert {value for layer in readings.LAYERS for value in layer.values} <= set(words("compared_values"))


def test_the_kinds_of_names_are_those_that_records_give_and_two_that_the_build_adds() -> None:
    assert set(words("name_kinds")) == {USUAL, SPELLING, *get_args(model.NameKind)}


def test_every_vocabulary_is_referred_to_and_no_list_of_words_is_left(connection: sqlite3.Connection) -> None:
    assert all(term_columns(connection).values())
    tables = "select name, sql from sqlite_master where type = 'table' and sql like '% in (''%'"
    counted = {"claim_counts", "counted_spellings"}  # tables for pages, whose words are the names of tables
    assert {name for name, _ in connection.execute(tables)} <= counted


def test_a_term_that_no_row_has_must_be_declared(run: Run, seeds: Path, tmp_path: Path) -> None:
    add(seeds, "manners: [{id: sung, name: Sung, definition: Not said.}]")
    refused = run("build", "--strict", seeds, "--output", tmp_path / "out.db")
    assert refused.exit_code == 1
    assert "no row uses 'sung' of manners — add “unused: true” to it" in said(refused)
    edit(seeds / "vocabularies.yml", "definition: Not said.", "definition: Not said., unused: true")
    assert run("build", "--strict", seeds, "--output", tmp_path / "out.db").exit_code == 0


def test_a_directory_takes_from_the_project_what_its_own_file_leaves_out(run: Run, seeds: Path, tmp_path: Path) -> None:
    add(seeds, "manners: [{id: direct, name: Word for word, definition: As it was said.}]")
    add(seeds, "layers: [{id: quotes, name: Marked, definition: Between marks., unused: true}]")
    assert run("build", "--strict", seeds, "--output", tmp_path / "out.db").exit_code == 0
    with closing(sqlite3.connect(tmp_path / "out.db")) as made:
        manners, layers = (dict(made.execute(f"select id, name from {name}")) for name in ("manners", "layers"))
        assert manners == {"direct": "Word for word", "indirect": "Indirect"}
        assert layers["quotes"] == "Marked" and layers["claims"] == "Claims"
        assert {key for (key,) in made.execute("select id from quote_types")} == set(words("quote_types"))
        assert not made.execute("pragma foreign_key_check").fetchall()


def test_the_method_of_a_mention_is_a_term(run: Run, seeds: Path, tmp_path: Path) -> None:
    edit(
        seeds / "harbour.yml",
        "{exact: Lund, location: lund}\n      - {exact: the harbour",
        "{exact: Lund, location: lund, method: guess}\n      - {exact: the harbour",
    )
    refused = run("build", "--strict", seeds, "--output", tmp_path / "out.db")
    assert "method: there is no 'guess' — add it to its authority file, or correct the id" in said(refused)
    edit(seeds / "harbour.yml", "method: guess}", "method: only bearer}")
    assert run("build", "--strict", seeds, "--output", tmp_path / "out.db").exit_code == 0


def add(seeds: Path, line: str) -> None:
    """Add a vocabulary to the directory's own."""
    path = seeds / "vocabularies.yml"
    path.write_text(f"{path.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")
