"""Relations between claims: what may be related how, and what a repeat inherits."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.test_bad_input import edit, line_of, problems

REPEAT = """\
      - id: lund-lost-jobs
        exact: Lund lost 400 jobs
        statement: Lund lost 400 jobs.
        claim_type: event
        factuality: certain
        locations: {event: lund}
      - id: closed-again
        exact: in 2020.
        statement: The port company closed the harbour at Lund in 2020.
        claim_type: event
        factuality: certain
        event_date: 2020
        restates: company-closed-harbour
"""
RELATIONS = """\
        relations:
          - {relation: RELATION, claim: OTHER, rationale: Because.}
"""
DENIAL = "{relation: contradicts, claim: harbour-will-reopen, rationale: The company denies what the mayor announced.}"
TERMS = ("contrary", "supports", "corroborates", "attacks", "qualifies")


@pytest.fixture
def related(seeds: Path) -> Path:
    """The small corpus with a claim that is repeated, and every kind of relation allowed."""
    path = seeds / "harbour.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("      - id: lund-lost-jobs")] + REPEAT, encoding="utf-8")
    terms = "".join(f"  - {{id: {one}, name: {one}, definition: So., unused: true}}\n" for one in TERMS)
    edit(seeds / "vocabularies.yml", "relation_types:\n", f"relation_types:\n{terms}")
    return seeds


def relate(seeds: Path, claim: str, relation: str, other: str) -> None:
    """Give a claim, which has none yet, a relation."""
    path = seeds / "harbour.yml"
    line = f"      - id: {claim}\n"
    lines = RELATIONS.replace("RELATION", relation).replace("OTHER", other)
    edit(path, line, line + lines)


def database(run: Run, seeds: Path) -> sqlite3.Connection:
    output = seeds.parent / "out.db"
    result = run("build", "--strict", "--no-evaluation", seeds, "--output", output)
    assert result.exit_code == 0, result.output
    return sqlite3.connect(output)


def test_a_repeat_has_the_relations_of_what_it_repeats(run: Run, related: Path) -> None:
    relate(related, "lund-lost-jobs", "attacks", "closed-again")
    with closing(database(run, related)) as connection:
        sql = """
            select claim_id, side, other_id, given_id, is_inherited from relations_of_claims
            where relation = 'attacks'"""
        assert sorted(connection.execute(sql)) == [
            ("closed-again", "to", "lund-lost-jobs", "closed-again", 0),
            ("company-closed-harbour", "to", "lund-lost-jobs", "closed-again", 1),
            ("lund-lost-jobs", "from", "closed-again", "lund-lost-jobs", 0),
        ]
        people = "select claim, other_claim, is_inherited from relations_in_context where relation = 'attacks'"
        assert len(connection.execute(people).fetchall()) == 3
        once = "select one_claim, one_repeats, other_claim, other_repeats from disagreements where relation = 'attacks'"
        assert connection.execute(once).fetchall() == [("closed-again", 1, "lund-lost-jobs", 0)]


def test_corroboration_is_no_argument(run: Run, related: Path) -> None:
    relate(related, "nothing-agreed", "corroborates", "company-denies-reopening")
    with closing(database(run, related)) as connection:
        assert connection.execute("select count(*) from disagreements").fetchone() == (1,)


BAD = [
    ("lund-lost-jobs", "contradicts", "harbour-will-reopen", None),
    ("company-closed-harbour", "contrary", "harbour-will-reopen", "contrary: 'company-closed-harbour' is dated 2020 and 'harbour-will-reopen' 2021-06, so both can be true — use qualifies or attacks, or correct the dates"),
    ("company-closed-harbour", "attacks", "harbour-will-reopen", None),
    ("lund-lost-jobs", "corroborates", "closed-again", "corroborates: 'lund-lost-jobs' and 'closed-again' have the same claimant — use restates or supports"),
    ("lund-lost-jobs", "supports", "closed-again", None),
    ("closed-again", "qualifies", "company-closed-harbour", "'closed-again' and 'company-closed-harbour' are repeats of one claim — remove the relation, or restates"),
]  # fmt: skip


@pytest.mark.parametrize("claim, relation, other, what", BAD)
def test_which_relations_can_hold(
    run: Run, related: Path, claim: str, relation: str, other: str, what: str | None
) -> None:
    relate(related, claim, relation, other)
    if what is None:
        database(run, related).close()
        return
    path = related / "harbour.yml"
    shown = problems(run, related)
    assert what in shown
    assert f"{path}:{line_of(path, 'rationale: Because.')}: " in shown


def test_a_dispute_is_written_once_however_often_its_claims_are_repeated(run: Run, related: Path) -> None:
    path = related / "harbour.yml"
    relate(related, "lund-lost-jobs", "attacks", "closed-again")
    relate(related, "company-closed-harbour", "contrary", "lund-lost-jobs")
    shown = problems(run, related)
    first, second = (line_of(path, f"relation: {relation}") for relation in ("contrary", "attacks"))
    assert f"{path}:{second}: attacks: these two, or what they repeat, are so related at {path}:{first}" in shown
    assert "keep one of the two: repeats have the relations of what they repeat" in shown


def test_the_same_relation_twice(run: Run, related: Path) -> None:
    edit(related / "harbour.yml", f"          - {DENIAL}\n", f"          - {DENIAL}\n          - {DENIAL}\n")
    assert "contradicts: these two, or what they repeat, are so related at" in problems(run, related)


def test_a_blind_reading_stays_as_it_was_written(run: Run, related: Path) -> None:
    (related / "blind-readings").mkdir()
    relate(related, "company-closed-harbour", "contrary", "harbour-will-reopen")
    text = (related / "harbour.yml").read_text(encoding="utf-8")
    (related / "blind-readings" / "harbour.first.yml").write_text(text, encoding="utf-8")
    edit(related / "harbour.yml", "relation: contrary", "relation: qualifies")
    database(run, related).close()
