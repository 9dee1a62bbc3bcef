"""Decisions: a log beside the document that nobody loses a line of, and a build that follows it."""

from __future__ import annotations

import json
import resource
from pathlib import Path

import pytest

from onrecord.annotation.authority import Authority, load_authority
from onrecord.annotation.decision_log import open_log
from onrecord.annotation.decisions import VALUES, check_decisions, load_decisions, parse_line, people_of
from onrecord.data import SEEDS
from onrecord.problems import Problems
from onrecord.site.room import Refused
from tests.conftest import FIXTURES, Run, said
from tests.reviewing import LOG, Reviewer, asked, rebuilt
from tests.test_bad_input import edit

CLAIMS = "select id, review_status, reviewed_by, statement, claimant_id, event_date from claims order by id"
REOPEN, DENIAL, NOTHING, CLOSED, JOBS = (
    "harbour-will-reopen",
    "company-denies-reopening",
    "nothing-agreed",
    "company-closed-harbour",
    "lund-lost-jobs",
)


@pytest.fixture
def ada(seeds: Path, small_database: Path) -> Reviewer:
    """Somebody who reviews the small corpus."""
    return Reviewer(seeds, small_database)


def status(database: Path, claim: str) -> str:
    """A claim's status."""
    return str(asked(database, f"select review_status from claims where id = '{claim}'")[0][0])


def test_a_build_follows_what_was_decided(seeds: Path, ada: Reviewer) -> None:
    before = {row[0]: row for row in asked(ada.database, CLAIMS)}
    ada.decides(REOPEN, "accept")
    ada.decides(DENIAL, "flag", note="“it” may be the statement alone")
    ada.decides(NOTHING, "reject")
    ada.decides(CLOSED, "correct", {"statement": "The port company shut the harbour at Lund.", "event_date": "2019"})
    output = rebuilt(seeds)
    after = {row[0]: row for row in asked(output, CLAIMS)}
    assert {key: row[1] for key, row in after.items()} == {
        REOPEN: "accepted",
        DENIAL: "disputed",
        NOTHING: "rejected",
        CLOSED: "corrected",
        JOBS: "settled",
    }
    assert {row[2] for key, row in after.items() if key != JOBS} == {"ada-berg-541090"}
    assert after[CLOSED][3:] == ("The port company shut the harbour at Lund.", "harbour-author", "2019")
    assert after[REOPEN][3:] == before[REOPEN][3:]
    assert asked(output, "select kind from annotators where name = 'Ada Berg'") == [("person",)]
    assert asked(output, "select claims, looked_at, rejected from counted_reviews") == [(5, 4, 1)]


def test_a_rejected_claim_stays_and_counts_for_nothing(seeds: Path, ada: Reviewer) -> None:
    ada.decides(DENIAL, "not-a-claim")
    output = rebuilt(seeds)
    assert status(output, DENIAL) == "rejected"
    for view in ("claims_in_context", "claim_lines", "disagreements", "claim_relations", "claim_actors"):
        where = "where id like 'company-denies%' " if view.startswith("claim") and view != "claim_actors" else ""
        where = "where claim_id = 'company-denies-reopening'" if view == "claim_actors" else where
        assert asked(output, f"select count(*) from {view} {where}") == [(0,)], view
    assert asked(output, "select number from figures where id = 'claims'") == [(4,)]


def test_another_claimant_corrects_the_attribution_and_quotes_follow(seeds: Path, ada: Reviewer) -> None:
    ada.decides(NOTHING, "correct", {"claimant": "port-company"})
    output = rebuilt(seeds)
    assert asked(output, f"select claimant_id, review_status from claims where id = '{NOTHING}'") == [
        ("port-company", "corrected")
    ]
    assert asked(output, "select distinct speaker_id from quotes where attribution_id = 'berg-says-nothing'") == [
        ("port-company",)
    ]


def test_a_claim_of_the_author_can_be_somebody_elses(seeds: Path, ada: Reviewer) -> None:
    ada.decides(JOBS, "correct", {"claimant": "ada-stone"})
    output = rebuilt(seeds)
    assert asked(output, f"select claimant_id, attribution_id from claims where id = '{JOBS}'") == [
        ("ada-stone", "lund-lost-jobs-by-ada-stone")
    ]


def test_one_of_two_claims_gets_an_attribution_of_its_own(seeds: Path) -> None:
    edit(
        seeds / "harbour.yml",
        "        attribution: company-denies\n",
        "        attribution: stone-says-reopening\n",
    )
    ada = Reviewer(seeds, rebuilt(seeds))
    ada.decides(DENIAL, "correct", {"claimant": "port-company"})
    sql = "select id, claimant_id, attribution_id from claims where statement like '%reopen in June%' order by id"
    found = asked(rebuilt(seeds), sql)
    assert found == [
        (DENIAL, "port-company", "stone-says-reopening-by-port-company"),
        (REOPEN, "ada-stone", "stone-says-reopening"),
    ]


def test_an_undo_leaves_what_was_decided_before_it(seeds: Path, ada: Reviewer) -> None:
    ada.decides(JOBS, "accept")
    ada.decides(JOBS, "reject")
    ada.decides(JOBS, "undo")
    assert status(rebuilt(seeds), JOBS) == "accepted"
    again = Reviewer(seeds, rebuilt(seeds))  # as after a restart
    again.decides(JOBS, "undo")
    output = rebuilt(seeds)
    assert status(output, JOBS) == "settled"
    assert asked(output, "select decision, applies from decisions order by number") == [
        ("accept", 0),
        ("reject", 0),
        ("undo", 0),
        ("undo", 0),
    ]


def test_the_same_log_gives_the_same_bytes(seeds: Path, ada: Reviewer) -> None:
    ada.decides(JOBS, "accept")
    ada.decides(NOTHING, "correct", {"claimant": None})
    assert rebuilt(seeds, seeds.parent / "one.db").read_bytes() == rebuilt(seeds, seeds.parent / "two.db").read_bytes()


def test_decisions_are_found_again_where_the_text_has_moved(run: Run, seeds: Path, ada: Reviewer) -> None:
    ada.decides(JOBS, "accept")
    ada.decides(CLOSED, "correct", {"event_date": "2019"})
    text = seeds / "harbour.txt"
    text.write_text("Printed on 4 May 2021.\n\n" + text.read_text(encoding="utf-8"), encoding="utf-8")
    edit(seeds / "harbour.yml", "- id: lund-lost-jobs\n", "- id: four-hundred-jobs\n")
    output = seeds.parent / "again.db"
    result = run("build", "--no-evaluation", seeds, "--output", output)
    assert "this decision" not in result.output
    assert asked(output, "select decision, claim_id, applies from decisions order by number") == [
        ("accept", "four-hundred-jobs", 1),
        ("correct", CLOSED, 1),
    ]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("statement: Lund lost 400 jobs.", "statement: The town lost 400 jobs.", "says something else now"),
        (
            "        exact: Lund lost 400 jobs\n",
            "        exact: lost 400 jobs\n",
            "no claim is in these words any more",
        ),
    ],
)
def test_what_cannot_be_found_is_listed_and_changes_nothing(
    run: Run, seeds: Path, ada: Reviewer, old: str, new: str, why: str
) -> None:
    ada.decides(JOBS, "accept")
    edit(seeds / "harbour.yml", old, new)
    output = seeds.parent / "again.db"
    built = run("build", "--no-evaluation", seeds, "--output", output)
    assert (
        built.exit_code == 0
        and f"warning: {seeds / LOG}:1: this decision is about “Lund lost 400 jobs”" in built.output
    )
    assert why in built.output and status(output, JOBS) == "settled"
    assert run("check", seeds).output.count("this decision is about") == 1
    ((words, lost),) = asked(output, "select words, lost_because from lost_decisions")
    assert words == "Lund lost 400 jobs" and why in lost


def test_a_correction_stands_when_the_reading_changes_what_it_corrected(seeds: Path, ada: Reviewer) -> None:
    ada.decides(JOBS, "correct", {"statement": "Four hundred people lost work."})
    edit(seeds / "harbour.yml", "statement: Lund lost 400 jobs.", "statement: The town lost 400 jobs.")
    assert asked(rebuilt(seeds), f"select statement from claims where id = '{JOBS}'") == [
        ("Four hundred people lost work.",)
    ]


def test_a_frozen_reading_says_the_same_with_and_without_its_log(run: Run, seeds: Path, ada: Reviewer) -> None:
    ada.decides(REOPEN, "accept")
    ada.decides(NOTHING, "correct", {"claimant": "port-company", "factuality": "certain"})
    ada.decides(JOBS, "reject")
    wanted = asked(rebuilt(seeds), CLAIMS)
    assert run("freeze", seeds / "harbour.txt").exit_code == 1  # it would overwrite harbour.yml
    frozen = run("freeze", seeds / "harbour.txt", "--output", seeds.parent / "frozen.yml")
    assert frozen.exit_code == 0, frozen.output
    (seeds.parent / "frozen.yml").replace(seeds / "harbour.yml")
    assert asked(rebuilt(seeds), CLAIMS) == wanted
    (seeds / LOG).unlink()
    people = seeds / "annotators.yml"
    person = "- {id: ada-berg-541090, name: Ada Berg, kind: person}\n"
    people.write_text(people.read_text(encoding="utf-8") + person, encoding="utf-8")
    assert asked(rebuilt(seeds), CLAIMS) == wanted


def test_a_line_that_was_never_finished_is_said_and_replaced(run: Run, seeds: Path, ada: Reviewer) -> None:
    ada.decides(JOBS, "accept")
    whole = ada.log.read_bytes()
    ada.log.write_bytes(whole + b'{"id": "abc", "when": "2026-')
    built = run("build", "--no-evaluation", seeds, "--output", seeds.parent / "again.db")
    assert (
        f"{ada.log}:2: the last line was never finished, so the decision in it is lost — decide again" in built.output
    )
    ada.decides(CLOSED, "accept")
    assert ada.log.read_bytes().startswith(whole) and len(ada.log.read_text(encoding="utf-8").splitlines()) == 2
    rebuilt(seeds)


def test_two_windows_do_not_overwrite_each_other(seeds: Path, small_database: Path, ada: Reviewer) -> None:
    olaf = Reviewer(seeds, small_database, "Olaf Lind")
    ada.decides(JOBS, "accept")
    with pytest.raises(Refused, match="decided in another window"):
        olaf.room.decide(olaf.looks_at(JOBS), "", "reject")
    olaf.decides(CLOSED, "reject")
    found = asked(rebuilt(seeds), "select decision, person, claim_id from decision_details order by number")
    assert found == [("accept", "Ada Berg", JOBS), ("reject", "Olaf Lind", CLOSED)]


def test_two_logs_are_one_after_the_other(seeds: Path, small_database: Path, ada: Reviewer) -> None:
    ada.decides(JOBS, "accept")
    mine = ada.log.read_text(encoding="utf-8")
    ada.log.unlink()
    olaf = Reviewer(seeds, small_database, "Olaf Lind")
    olaf.decides(JOBS, "reject")
    olaf.decides(CLOSED, "accept")
    ada.log.write_text(mine + ada.log.read_text(encoding="utf-8"), encoding="utf-8")  # what git merge=union makes
    output = rebuilt(seeds)
    assert (status(output, JOBS), status(output, CLOSED)) == ("rejected", "accepted")


def test_a_disk_that_is_full_loses_nothing(ada: Reviewer) -> None:
    ada.decides(JOBS, "accept")
    before = ada.log.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 40, hard))
    try:
        with pytest.raises(Refused, match="It could not be saved in .*harbour.decisions.jsonl"):
            ada.decides(CLOSED, "accept")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert ada.log.read_bytes() == before and ada.room.decision(CLOSED) is None
    ada.decides(CLOSED, "accept")


def test_a_text_that_changes_meanwhile_is_said_at_once(seeds: Path, ada: Reviewer) -> None:
    text = seeds / "harbour.txt"
    text.write_text(text.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    with pytest.raises(Refused, match="The text of this document has changed"):
        ada.decides(JOBS, "accept")


def test_a_line_reads_back_as_it_was(ada: Reviewer) -> None:
    made = ada.decides(JOBS, "correct", {"statement": "“Fünf” 🎭"}, note="why not")
    assert parse_line(made.line().encode(), 1) == made
    problems = Problems()
    with open_log(ada.log) as log:
        assert log.known.decisions == (made,) == load_decisions(ada.log, problems).decisions
    assert not problems


def good() -> dict[str, object]:
    """A line of a log, to be spoilt."""
    return {
        **{"id": "a1", "when": "2026-11-28T16:05:00Z", "by": "Ada Berg", "decision": "accept", "table": "claims"},
        **{"row": JOBS, "reading": "x", "exact": "Lund lost 400 jobs", "start": 9, "before": "", "after": ""},
        "from": dict.fromkeys(VALUES, "certain"),
    }


@pytest.fixture(scope="module")
def authority() -> Authority:
    """The authority files of the small corpus."""
    return load_authority(FIXTURES / "seeds", SEEDS, Problems())


def found_in(path: Path, authority: Authority) -> str:
    """What is wrong with a log."""
    problems = Problems()
    log = load_decisions(path, problems)
    check_decisions(log, authority, people_of({one.by for one in log.decisions}, authority), problems)
    return "\n".join(map(str, problems))


BAD_LINES = [
    ({"decision": "agree"}, "decision can't be 'agree': it is one of accept, correct"),
    ({"table": "quotes"}, "table must be claims"),
    ({"start": "9"}, "start must be a whole number"),
    ({"when": "yesterday"}, "when can't be 'yesterday': it looks like 2026-11-28T16:05:00Z"),
    ({"when": "2026-02-30T10:00:00Z"}, "when can't be '2026-02-30T10:00:00Z'"),
    ({"id": None}, "id is missing"),
    ({"by": 7}, "by must be text"),
    ({"from": {"statement": "x"}}, "from must have statement, claimant, factuality, claim_type, event_date"),
    ({"from": {"colour": "x"}}, "from may have only statement, claimant"),
    ({"to": {"event_date": "2020"}}, "to must say what is corrected, and only where something is"),
    ({"decision": "correct", "to": {"statement": " "}}, "to: statement must be text"),
    ({"undoes": "b2"}, "an undo, and nothing else, has the id of a decision in undoes"),
    ({"decision": "undo", "undoes": "b2"}, "it undoes 'b2', which is not in this file"),
    ({"decision": "correct", "to": {"factuality": "sure"}}, "factuality: there is no 'sure'"),
    ({"decision": "correct", "to": {"event_date": "soon"}}, "event_date: 'soon' is not a date in EDTF level 1"),
    ({"by": "tester"}, "by: 'tester' is a program — name the person who decided"),
]  # fmt: skip


@pytest.mark.parametrize(("spoilt", "what"), BAD_LINES)
def test_a_bad_line(seeds: Path, authority: Authority, spoilt: dict[str, object], what: str) -> None:
    (seeds / LOG).write_text(json.dumps(good() | spoilt) + "\n", encoding="utf-8")
    assert str(seeds / LOG) + ":1: " in found_in(seeds / LOG, authority) and what in found_in(seeds / LOG, authority)


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ("not JSON\n", "1: this is not a decision: it is not JSON in UTF-8 — restore the line from version control"),
        ("[]\n", "1: this is not a decision: it is not a JSON object"),
        (
            f"\n{json.dumps(good())}\n{json.dumps(good() | {'row': 'other'})}\n",
            "3: the id 'a1' is already that of line 2",
        ),
    ],
)
def test_bad_lines_of_a_log(seeds: Path, authority: Authority, lines: str, what: str) -> None:
    (seeds / LOG).write_text(lines, encoding="utf-8")
    assert what in found_in(seeds / LOG, authority)


def test_a_document_with_a_bad_log_is_left_out_and_named(run: Run, seeds: Path) -> None:
    (seeds / LOG).write_text("{}\n", encoding="utf-8")
    result = run("check", seeds)
    assert result.exit_code == 1 and "Traceback" not in result.output
    assert said(result).startswith(f"{seeds / LOG}:1: this is not a decision: decision is missing — restore the line")


def test_a_line_that_is_there_twice_counts_once(seeds: Path, ada: Reviewer) -> None:
    ada.decides(JOBS, "accept")
    ada.log.write_text(ada.log.read_text(encoding="utf-8") * 2, encoding="utf-8")
    assert asked(rebuilt(seeds), "select count(*) from decisions") == [(1,)]


def test_a_log_without_a_document_or_of_two(run: Run, seeds: Path, ada: Reviewer) -> None:
    ada.decides(JOBS, "accept")
    (seeds / "habour.decisions.jsonl").write_bytes(ada.log.read_bytes())
    assert "habour.decisions.jsonl: there is no document for these decisions" in said(run("check", seeds))
    (seeds / "habour.txt").write_text("Another text, about a harbour.\n", encoding="utf-8")
    assert "is already used in" in said(run("check", seeds))


NEWS = """The port of Lund will close in May, Ada Stone said on Monday. "We have no choice," she told reporters.

The company denied the report. It employed 400 people in 2020.
"""


def test_what_the_machine_proposed(run: Run, tmp_path: Path) -> None:
    directory = tmp_path / "talks"
    directory.mkdir()
    (directory / "news.txt").write_text(NEWS, encoding="utf-8")
    first = rebuilt(directory)
    ada = Reviewer(directory, first)
    (jobs,) = (key for key, words in asked(first, "select id, statement from claims") if "400 people" in words)
    (port,) = (key for key, words in asked(first, "select id, statement from claims") if "will close" in words)
    closing = ada.looks_at(port).says["statement"]
    ada.decides(port, "accept")
    ada.decides(jobs, "correct", {"claimant": "ada-stone", "statement": "The company employed 400 people in 2020."})
    (directory / "news.txt").write_text("A first paragraph was added here.\n\n" + NEWS, encoding="utf-8")
    moved = rebuilt(directory)
    wanted = "select statement, claimant_id, review_status from claims order by statement"
    assert asked(moved, f"{wanted.partition(' order')[0]} where review_status <> 'proposed' order by statement") == [
        ("The company employed 400 people in 2020.", "ada-stone", "corrected"),
        (closing, "ada-stone", "accepted"),
    ]
    assert asked(moved, "select reading from documents") == [("machine",)]
    said_before = asked(moved, wanted)
    frozen = run("freeze", directory / "news.txt")
    assert frozen.exit_code == 0 and "a build uses it from now on" in frozen.output
    assert asked(rebuilt(directory), wanted) == said_before


def test_a_claim_with_another_date_leaves_an_event_that_did_not_happen_then(seeds: Path) -> None:
    event = "- {id: closing, name: Closing of the harbour, event_type: REJECT, date: 2020}\n"
    (seeds / "events.yml").write_text(event, encoding="utf-8")
    dated = "        event_date: 2020\n"
    edit(seeds / "harbour.yml", dated, f"{dated}        event_type: REJECT\n        events: [closing]\n")
    ada = Reviewer(seeds, rebuilt(seeds))
    assert asked(ada.database, "select claim_id from claim_events") == [(CLOSED,)]
    ada.decides(CLOSED, "correct", {"event_date": "1999"})
    assert asked(rebuilt(seeds), "select claim_id from claim_events") == []
