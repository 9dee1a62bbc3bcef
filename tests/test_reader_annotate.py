"""A machine's reading goes the same way as a person's: into the form, through validation, into the database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.annotation.authority import load_authority, with_records
from onrecord.annotation.dump import draft_yaml
from onrecord.annotation.entry import Entry
from onrecord.annotation.model import Annotation, DocumentDescription
from onrecord.annotation.validation import validate
from onrecord.data import SEEDS
from onrecord.problems import Problems
from onrecord.reader import RuleReader
from onrecord.reader.assembly import extent
from onrecord.span import Span
from onrecord.text.document import Document, UnreadableDocument, document_from_bytes
from onrecord.text.sections import find_sections
from onrecord.text.sentences import sentences_of
from tests.conftest import Run

NEWS = """The Harbour Talks

LUND, Sweden, 4 May 2021 — Mayor Ada Stone said on Monday that “the harbour at Malmö will reopen in June.” The port
company denied it. “We have agreed to nothing,” its director, Olaf Berg, told reporters. “Ask the mayor.”

Subscribe to our newsletter today

Berg believes that the talks in Copenhagen have failed (Quill, 2020). He warned that “ships will go to Oslo.
"""


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    """The reader with the project's authority files."""
    return RuleReader(load_authority(SEEDS, SEEDS, Problems()))


def read(reader: RuleReader, text: str) -> tuple[Document, Annotation]:
    """A text as the machine reads it."""
    document = document_from_bytes(text.encode("utf-8"), "news.txt")
    description = DocumentDescription(id="news", title="News", language="en")
    return document, reader.read(document, description, find_sections(document.text))


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("“The dam will hold,” Ada Stone told reporters on Monday.", "2021-05-03"),
        ("Ada Stone said on 3 May that the dam would hold.", "2021-05-03"),
        ("“The dam will hold,” Ada Stone said Monday.", "2021-05-03"),
        ("In an interview on Sunday, Ada Stone said that the dam would hold.", "2021-05-02"),
        ("Ada Stone said in a statement on Sunday that the dam would hold.", "2021-05-02"),
        ("On Monday, Ada Stone said that the dam burst last Thursday.", "2021-05-03"),
        ("Earlier this year, Ada Stone said that the dam would hold.", "2021"),
        ("Ada Stone said that the dam burst on Monday.", None),
        ("“We left on Monday,” Ada Stone said.", None),
        ("Ada Stone said in a report on 2016 that the dam would hold.", None),
        ("Ada Stone, who was elected on Monday, said that the dam would hold.", None),
        ("Ada Stone has said since Monday that the dam would hold.", None),
        ("Ada Stone said after Monday that the dam would hold.", None),
        ("Ada Stone will announce on Monday that the dam is closed.", None),
        ("Ada Stone said on 9 May 2021 that the dam would hold.", None),
    ],
)
def test_when_something_was_said_is_read_from_the_report(reader: RuleReader, sentence: str, date: str | None) -> None:
    document, annotation = read(reader, f"LUND, Sweden, 4 May 2021 — {sentence}")
    said = [row.stated_on for passage in annotation.passages for row in passage.attributions]
    assert said == [date]
    assert check(reader, document, annotation) == []


def check(reader: RuleReader, document: Document, annotation: Annotation) -> list[str]:
    """What validation, the same as for a person's annotation, finds wrong."""
    problems = Problems()
    authority = with_records(reader.authority, [annotation], problems)
    sentences = tuple(sentences_of(document, annotation.sections))
    entry = Entry(document, annotation.document, annotation, annotation.sections, sentences)
    validate([entry], authority, problems)
    return list(map(str, problems))


def test_a_reading_is_valid_and_marked_as_the_machines(reader: RuleReader) -> None:
    document, annotation = read(reader, NEWS)
    assert check(reader, document, annotation) == []
    assert (annotation.annotator, annotation.review_status) == ("onrecord-reader", "proposed")
    said = {row.id: row.source for passage in annotation.passages for row in passage.attributions}
    assert {"ada-stone", "olaf-berg"} <= set(said.values())
    assert [row.source for passage in annotation.passages for row in passage.citations] == ["quill-2020-news"]
    claims = [row for passage in annotation.passages for row in passage.claims]
    assert any(said.get(row.attribution or "") == "ada-stone" for row in claims)
    places = {row.location for passage in annotation.passages for row in passage.locations}
    assert any(place and place.startswith("copenhagen-dk") for place in places)


def test_nothing_is_read_in_boilerplate(reader: RuleReader) -> None:
    _, annotation = read(reader, NEWS)
    boilerplate = next(section.exact for section in annotation.sections if section.kind == "boilerplate")
    assert not any(passage.text.overlaps(boilerplate) for passage in annotation.passages)


def test_what_reaches_over_a_heading_leaves_no_loose_ends(reader: RuleReader) -> None:
    text = """The River

"What we call a shortage," the draft reads, "is in truth a new normal."

What the numbers say

“A treaty that nobody measures is a poem.”

The walls are missing.
"""
    document, annotation = read(reader, text)
    assert check(reader, document, annotation) == []
    quotes = [row for passage in annotation.passages for row in passage.quotes]
    assert [document.exact(row.exact) for row in quotes][-1] == "“A treaty that nobody measures is a poem.”"


def test_a_draft_reads_as_the_reading(reader: RuleReader, tmp_path: Path, run: Run) -> None:
    document, annotation = read(reader, NEWS)
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "news.yml").write_text(draft_yaml(annotation, document), encoding="utf-8")
    assert run("check", tmp_path).exit_code == 0
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "news.txt").write_text(NEWS, encoding="utf-8")
    counts = []
    for directory in (tmp_path, tmp_path / "plain"):
        assert run("build", directory, "--output", tmp_path / "out.db").exit_code == 0
        with closing(sqlite3.connect(tmp_path / "out.db")) as connection:
            tables = ("claims", "attributions", "quotes", "citations", "location_mentions", "actor_mentions")
            counts.append([connection.execute(f"select count(*) from {table}").fetchone() for table in tables])
    assert counts[0] == counts[1]


def test_draft_never_overwrites(run: Run, tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    assert run("draft", tmp_path / "news.txt").exit_code == 0
    result = run("draft", tmp_path / "news.txt")
    assert result.exit_code == 1
    assert "news.yml: the file exists and will not be overwritten" in result.output
    assert "reading:" in run("draft", tmp_path / "news.txt", "--output", "-").output


def test_known_names_are_linked_to_the_authority_files(reader: RuleReader) -> None:
    _, annotation = read(reader, "Vladimir Putin said that the army had left al-Bukamal in Syria. Putin said it twice.")
    sources = {row.source for passage in annotation.passages for row in passage.attributions}
    assert sources == {"vladimir-putin"}
    places = {row.location for passage in annotation.passages for row in passage.locations}
    assert {"al-bukamal", "syria-country"} <= places


@pytest.mark.parametrize(
    "text",
    ["…!?—", "“" * 2000, "( [ { " * 500, "Das ist kein Englisch, und das bleibt so.", "a\tb\tc\n" * 300, "No. " * 500],
)
def test_any_text_at_all(reader: RuleReader, text: str) -> None:
    document, annotation = read(reader, text)
    assert check(reader, document, annotation) == []


@settings(max_examples=60)
@given(st.text(st.sampled_from("aB “”\"'’«»().,;:!?—\n said Mayor Ada of Lund in 2020 http://a.b é中😀")))
def test_every_span_stands_in_its_passage(reader: RuleReader, text: str) -> None:
    try:
        document, annotation = read(reader, text)
    except UnreadableDocument:
        return
    end = Span(0, len(document.text))
    for passage in annotation.passages:
        assert end.contains(passage.text)
        rows = (passage.actors, passage.locations, passage.times, passage.citations, passage.attributions)
        for kind in (*rows, passage.quotes, passage.claims, passage.no_claims):
            assert all(passage.text.contains(extent(row)) for row in kind)
    assert replace(annotation) == annotation


def test_lists_of_references_are_cited_but_not_read(reader: RuleReader) -> None:
    text = """The Price of Bread

The winter was survived, as Duval (2003) has shown, better in Paris than in Lyon.

Bibliography

Duval, C. (2003) 'Grain and rumour', Journal of Early Modern Markets, 12(2), pp. 71–99.

Lenoir, G. (1921) La Révolution par la faim. Geneva: Alcan.
"""
    document, annotation = read(reader, text)
    assert check(reader, document, annotation) == []
    assert not any("Journal" in actor.name or "Alcan" in actor.name for actor in annotation.actors)
    places = [document.exact(row.exact) for passage in annotation.passages for row in passage.locations]
    assert places == ["Paris", "Lyon"]
    reasons = {row.reason for passage in annotation.passages for row in passage.no_claims}
    assert reasons == {"only lists what the text cites"}


def test_bodies_that_every_country_has_are_those_of_the_document(reader: RuleReader) -> None:
    _, annotation = read(reader, "The Supreme Court said that it rained. The European Commission said that it did not.")
    assert {row.source for passage in annotation.passages for row in passage.attributions} == {
        "supreme-court-in-news",
        "european-commission",
    }


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        # The recogniser takes Kraków and Šabac for people, who would then be “he”.
        ("Tomasz Berg lives in Kraków and draws maps. He says that no map is neutral.", {"tomasz-berg"}),
        ("Robert Miller blocked the road between Loznica and Šabac. He said that it rained.", {"robert-miller"}),
        ("Among them was a nurse from Atlanta, who had planned to leave.", {None}),
    ],
)
def test_a_town_is_nobody(reader: RuleReader, text: str, sources: set[str | None]) -> None:
    _, annotation = read(reader, text)
    assert {row.source for passage in annotation.passages for row in passage.attributions} == sources


def test_corrected_drafts_stand_beside_what_the_machine_reads(run: Run, tmp_path: Path) -> None:
    for name, weather in (("one", "rained"), ("two", "snowed")):
        text = f"The European Commission said on Monday that it {weather} in Lund. Olaf Berg denied it."
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    assert run("draft", tmp_path / "one.txt").exit_code == 0
    draft = tmp_path / "one.yml"
    corrected = draft.read_text(encoding="utf-8")
    by_ada = "review_status: corrected\nreviewed_by: ada\nreviewed_on: 2026-11-20"
    corrected = corrected.replace("review_status: proposed", by_ada)
    (tmp_path / "annotators.yml").write_text("- {id: ada, name: Ada Stone, kind: person}\n", encoding="utf-8")
    corrected = corrected.replace("Commission, actor_type: igo", "Commission, actor_type: government")
    draft.write_text(corrected, encoding="utf-8")
    output = tmp_path / "out.db"
    assert run("build", tmp_path, "--output", output).exit_code == 0
    with closing(sqlite3.connect(output)) as connection:
        (row,) = connection.execute("select actor_type from actors where id = 'european-commission'")
        spoken = connection.execute(
            "select count(distinct document_id) from attributions where speaker_id = 'olaf-berg'"
        )
        assert (row[0], spoken.fetchone()[0]) == ("government", 2)
    assert run("draft", tmp_path / "two.txt").exit_code == 0
    result = run("check", tmp_path)
    assert "“European Commission” is also described elsewhere, with a different actor_type" in result.output
    assert "describe it once, in actors.yml, or identically everywhere" in result.output


def test_the_initials_of_a_body_are_a_name_of_its_record(reader: RuleReader) -> None:
    text = (
        "The World Fisheries Board (WFB) denied the report on Monday. “We closed nothing,” the WFB said.\n\n"
        "The Kremlin said that Khmeimim is quiet. A ship left Cologne, officials said."
    )
    _, annotation = read(reader, text)
    (board,) = (actor for actor in annotation.actors if actor.id == "world-fisheries-board")
    assert [(one.name, one.kind) for one in board.names] == [("WFB", "abbreviation")]
    assert "russia" in {row.actor for passage in annotation.passages for row in passage.actors}
    assert "hmeimim-air-base" in {row.location for passage in annotation.passages for row in passage.locations}
    (town,) = annotation.locations
    assert {one.name for one in town.names} == {"Köln", "Cologne"}
