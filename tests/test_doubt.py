"""What a claim's reading rests on: repaired words, doubtful mentions, uncertain attributions; and wholes with parts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.test_bad_input import edit

TERMS = (
    ("issue_types: []", "issue_types: [{id: misprint, name: Misprint, definition: Badly printed., unused: true}]"),
    (
        "factuality_values:",
        "factuality_values:\n  - {id: possible, name: possible, definition: Perhaps., unused: true}",
    ),
)
"""Terms that the small vocabularies lack."""

QUOTED = "“the harbour at Lund will reopen in June.”"


@pytest.fixture(autouse=True)
def _more_terms(seeds: Path) -> None:
    for old, new in TERMS:
        edit(seeds / "vocabularies.yml", old, new)


def built(run: Run, seeds: Path, sql: str, *edits: tuple[str, str]) -> list[tuple[Any, ...]]:
    """Rows of the database that is built from the annotation with some words replaced."""
    for old, new in edits:
        edit(seeds / "harbour.yml", old, new)
    output = seeds.parent / "out.db"
    result = run("build", "--strict", "--no-evaluation", seeds, "--output", output)
    assert result.exit_code == 0, result.output
    with closing(sqlite3.connect(output)) as connection:
        return connection.execute(sql).fetchall()


def with_issue(
    words: str, reading: str = "proposed_reading: opens, ", certainty: str = "less-certain"
) -> tuple[str, str]:
    """The edit that adds a fault of the first sentence."""
    place = "        actors: {actor: ada-stone}\n        locations: {event: lund-harbour}\n"
    issue = f"    issues:\n      - {{exact: {words}, issue_type: misprint, {reading}certainty: {certainty}}}\n"
    return place, place + issue


OF_CLAIM = "select doubt, certainty, words, read_as from claim_doubts where claim_id = 'harbour-will-reopen'"
CERTAINTY = """
select rests_on_a_repaired_reading, reading_certainty from claims_in_context where id = 'harbour-will-reopen'
"""


def test_a_fault_in_the_passage_is_a_repaired_reading(run: Run, seeds: Path) -> None:
    found = built(run, seeds, OF_CLAIM, with_issue("will reopen"))
    assert found == [("repaired reading", "less-certain", "will reopen", "opens")]
    assert built(run, seeds, CERTAINTY) == [(1, "less-certain")]
    assert built(run, seeds, "select claim_id from claim_text_issues") == [("harbour-will-reopen",)]


@pytest.mark.parametrize(("words", "claims"), [("Mayor Ada Stone", 1), ("said", 1), ("on 3 May 2021 that", 0)])
def test_so_is_one_in_the_source_or_the_cue_but_not_one_elsewhere_in_the_sentence(
    run: Run, seeds: Path, words: str, claims: int
) -> None:
    assert len(built(run, seeds, "select * from claim_text_issues", with_issue(words))) == claims


def test_a_fault_without_a_proposed_reading_repairs_nothing(run: Run, seeds: Path) -> None:
    assert built(run, seeds, CERTAINTY, with_issue("reopen", "")) == [(0, "certain")]
    assert len(built(run, seeds, "select * from claim_text_issues")) == 1


def test_a_certain_reading_is_a_repaired_one_too(run: Run, seeds: Path) -> None:
    assert built(run, seeds, CERTAINTY, with_issue("reopen", certainty="certain")) == [(1, "certain")]


def test_a_doubtful_mention_of_whoever_speaks_or_of_a_place_in_the_claim(run: Run, seeds: Path) -> None:
    edits = (
        ("actor: ada-stone}\n    locations", "actor: ada-stone, certainty: less-certain}\n    locations"),
        (
            "location: lund-harbour, form: nominal}\n    times:\n      - {exact: 3 May",
            "location: lund-harbour, form: nominal, certainty: uncertain}\n    times:\n      - {exact: 3 May",
        ),
    )
    assert built(run, seeds, OF_CLAIM, *edits) == [
        ("who is meant", "less-certain", "Mayor Ada Stone", "Ada Stone"),
        ("which place is meant", "uncertain", "the harbour", "The harbour at Lund"),
    ]
    assert built(run, seeds, CERTAINTY) == [(0, "uncertain")]
    assert built(run, seeds, "select * from doubtful_claims") == [("harbour-will-reopen", "uncertain")]


def test_a_place_without_a_role_and_a_mention_beside_a_surer_one_raise_no_doubt(run: Run, seeds: Path) -> None:
    edits = (
        (
            "location: lund}\n      - {exact: the harbour",
            "location: lund, certainty: uncertain}\n      - {exact: the harbour",
        ),
        (
            "      - {exact: the harbour, location: lund-harbour, form: nominal}\n    times:\n      - {exact: 3 May",
            "      - {exact: the harbour, location: lund-harbour, form: nominal}\n"
            "      - {exact: reopen, location: lund-harbour, form: nominal, certainty: uncertain}\n"
            "    times:\n      - {exact: 3 May",
        ),
    )
    assert built(run, seeds, OF_CLAIM, *edits) == []


def test_an_uncertain_attribution(run: Run, seeds: Path) -> None:
    given = ("        cue_words: said\n", "        cue_words: said\n        certainty: uncertain\n")
    assert built(run, seeds, OF_CLAIM, given) == [("who says it", "uncertain", QUOTED, "Ada Stone")]
    sql = "select id, certainty from attributions order by id"
    assert built(run, seeds, sql) == [
        ("berg-says-nothing", "certain"),
        ("company-denies", "certain"),
        ("stone-says-reopening", "uncertain"),
    ]


def test_the_certainty_of_a_citation_is_that_it_covers_the_claim(run: Run, seeds: Path) -> None:
    sql = "select scope, certainty from claim_citations"
    assert built(run, seeds, sql) == [("sentence", "certain")]
    given = ("scope: sentence}", "scope: sentence, certainty: less-certain}")
    assert built(run, seeds, sql, given) == [("sentence", "less-certain")]


def test_a_whole_is_found_with_its_parts_and_itself(run: Run, seeds: Path) -> None:
    sql = "select actor_id, whole_id, depth from actor_wholes where whole_id = 'port-company' order by depth"
    assert built(run, seeds, sql) == [("port-company", "port-company", 0), ("olaf-berg", "port-company", 1)]
    sql = """
    select distinct claim_id from location_wholes join claim_locations using (location_id) where whole_id = 'lund'"""
    assert {key for (key,) in built(run, seeds, sql)} == {
        "harbour-will-reopen",
        "company-denies-reopening",
        "company-closed-harbour",
        "lund-lost-jobs",
    }


SECTIONS = """\
sections:
  - {starts: The Harbour Talks, kind: title, title: "THE HARBOUR TALKS"}
  - {starts: Mayor Ada Stone, kind: body, title: The Harbour Talks}
  - {starts: The company closed, kind: body, title: What the company did}
reading:
"""


def test_a_title_that_the_text_lacks_is_in_brackets(run: Run, seeds: Path) -> None:
    sql = "select shown_title, title_is_supplied from sections"
    assert built(run, seeds, sql, ("reading:\n", SECTIONS)) == [
        ("THE HARBOUR TALKS", 0),
        ("The Harbour Talks", 0),
        ("[What the company did]", 1),
    ]
    sections = {section for (section,) in built(run, seeds, "select section from claims_in_context")}
    assert sections == {"The Harbour Talks", "[What the company did]"}


def test_a_title_is_supplied_if_the_annotation_says_so(run: Run, seeds: Path) -> None:
    said = SECTIONS.replace("kind: title,", "kind: title, title_is_supplied: true,")
    sql = "select title_is_supplied from sections"
    assert built(run, seeds, sql, ("reading:\n", said)) == [(1,), (0,), (1,)]


def test_a_program_supplies_a_title_where_it_finds_none(run: Run, seeds: Path, tmp_path: Path) -> None:
    (seeds / "untitled.txt").write_text(
        "Ships came in on Monday. They left on Tuesday, said Ada Stone.", encoding="utf-8"
    )
    sql = "select shown_title from sections join spans on spans.id = span_id where document_id = 'untitled'"
    assert built(run, seeds, sql) == [("[Text]",)]


ROLES = "select actors, recipients, others, involved from claims_in_context where id = 'nothing-agreed'"


def test_who_acts_is_acted_on_or_takes_part_are_apart(run: Run, seeds: Path) -> None:
    old = "factuality: certain-not\n        actors: {actor: port-company}\n    no_claims"
    new = old.replace("{actor: port-company}", "{actor: port-company, recipient: [ada-stone], other: [port-company]}")
    assert built(run, seeds, ROLES, (old, new)) == [
        ('["The Port Company"]', '["Ada Stone"]', '["The Port Company"]', '["Ada Stone","The Port Company"]')
    ]


def test_what_is_hedged_cited_or_disputed_and_its_month(run: Run, seeds: Path) -> None:
    sql = "select id, hedged, has_citation, disputed, month, event_date_edtf from claims_in_context order by search_id"
    changed = (
        "factuality: certain\n        locations: {event: lund}",
        "factuality: possible\n        locations: {event: lund}",
    )
    assert built(run, seeds, sql, changed) == [
        ("harbour-will-reopen", 0, 0, 1, "2021-06", "2021-06"),
        ("company-denies-reopening", 0, 0, 1, None, None),
        ("nothing-agreed", 0, 0, 0, None, None),
        ("company-closed-harbour", 0, 1, 0, None, "2020"),
        ("lund-lost-jobs", 1, 0, 0, None, None),
    ]


@pytest.mark.parametrize(
    ("edtf", "month"),
    [
        ("2021-06-03", "2021-06"),
        ("2021-06~", "2021-06"),
        ("2021-21", None),
        ("2021-06/2021-07", None),
        ("2021-XX", None),
    ],
)
def test_the_month_of_a_date(run: Run, seeds: Path, edtf: str, month: str | None) -> None:
    sql = "select month from claims_in_context where id = 'harbour-will-reopen'"
    assert built(run, seeds, sql, ("event_date: 2021-06\n", f"event_date: {edtf}\n")) == [(month,)]


def test_a_source_can_be_looked_up_by_an_article_or_an_entry_in_a_list(run: Run, seeds: Path) -> None:
    sql = "select can_be_looked_up from sources"
    path = seeds / "sources.yml"
    written = path.read_text(encoding="utf-8")
    assert built(run, seeds, sql) == [(0,)]
    path.write_text(written.replace("url_status: none", "url_status: none, listed_as: A. Quill. Ports. 2020."), "utf-8")
    assert built(run, seeds, sql) == [(1,)]
