"""Events: records of happenings, the claims about them, what is refused, and the pages that show them."""

from __future__ import annotations

import html
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from onrecord.data import METADATA
from onrecord.exchange.permalinks import Site
from onrecord.exchange.schema_org import claim_jsonld, event_jsonld
from onrecord.metadata import load_metadata
from onrecord.site.pages import events as events_page
from onrecord.site.server import datasette_for
from tests.conftest import Run
from tests.site_pages import on_every_page
from tests.test_bad_input import edit, line_of, problems

EVENTS = """\
- {id: closure, name: Closure of the harbour, date: 2020, locations: lund-harbour}
- {id: talks, name: Talks about the harbour, date: 2021, note: Said to be secret.}
- {id: reopening, name: Reopening, event_type: REJECT, date: 2021-06, locations: [lund, lund-harbour], part_of: talks}
"""
SUBTYPES = """\
event_subtypes:
  - {id: deny, name: deny, definition: Saying no., event_type: REJECT}
"""
EVENTFUL = (
    ("        statement: The harbour at Lund will reopen", "        events: reopening\n"),
    (
        "        statement: The harbour at Lund will not reopen",
        "        events: reopening\n        event_subtype: deny\n",
    ),
    ("        statement: The port company closed", "        events: [closure]\n"),
)


@pytest.fixture
def eventful(seeds: Path) -> Path:
    """The small corpus with three events: one alone, and one that is a part of another."""
    (seeds / "events.yml").write_text(EVENTS, encoding="utf-8")
    with (seeds / "vocabularies.yml").open("a", encoding="utf-8") as file:
        file.write(SUBTYPES)
    for words, lines in EVENTFUL:
        edit(seeds / "harbour.yml", words, lines + words)
    return seeds


def built(run: Run, seeds: Path, *options: str) -> sqlite3.Connection:
    output = seeds.parent / "out.db"
    result = run("build", "--no-evaluation", *options, seeds, "--output", output)
    assert result.exit_code == 0, result.output
    return sqlite3.connect(output)


def test_an_event_has_its_claims_places_and_whole(run: Run, eventful: Path) -> None:
    with closing(built(run, eventful, "--strict")) as connection:
        events = connection.execute("select id, event_type, date, part_of_id, note from events order by id").fetchall()
        assert events == [
            ("closure", None, "2020", None, None),
            ("reopening", "REJECT", "2021-06", "talks", None),
            ("talks", None, "2021", None, "Said to be secret."),
        ]
        claims = connection.execute("select claim_id, event_id from claim_events order by 1").fetchall()
        assert claims == [
            ("company-closed-harbour", "closure"),
            ("company-denies-reopening", "reopening"),
            ("harbour-will-reopen", "reopening"),
        ]
        assert connection.execute("select count(*) from event_locations").fetchone() == (3,)
        subtypes = "select event_type, event_subtype from claims where event_subtype is not null"
        assert connection.execute(subtypes).fetchall() == [("REJECT", "deny")]


def test_events_come_in_the_order_of_time_and_parts_after_their_whole(run: Run, eventful: Path) -> None:
    with closing(built(run, eventful)) as connection:
        sql = """select id, depth, claims, claimants, documents, disputes, corroborations
                 from event_details order by position"""
        assert connection.execute(sql).fetchall() == [
            ("closure", 0, 1, 1, 1, 0, 0),
            ("talks", 0, 0, 0, 0, 0, 0),
            ("reopening", 1, 2, 2, 1, 1, 0),
        ]
        said = "select claimant, disputed_by from event_claims where event_id = 'reopening' order by claimant"
        assert connection.execute(said).fetchall() == [
            ("Ada Stone", '["The Port Company"]'),
            ("The Port Company", '["Ada Stone"]'),
        ]


def test_a_directory_without_events_has_none(run: Run, seeds: Path) -> None:
    with closing(built(run, seeds)) as connection:
        assert connection.execute("select count(*) from events").fetchone() == (0,)
    edit(
        seeds / "harbour.yml",
        "        statement: Lund lost",
        "        events: [war-in-syria]\n        statement: Lund lost",
    )
    (seeds.parent / "out.db").unlink()
    assert "events: there is no 'war-in-syria'" in problems(run, seeds)


def test_an_annotation_may_declare_its_events(run: Run, eventful: Path) -> None:
    (eventful / "events.yml").unlink()
    declared = "".join(f"  {line}\n" for line in EVENTS.splitlines())
    edit(eventful / "harbour.yml", "annotator: tester\n", f"annotator: tester\nevents:\n{declared}")
    with closing(built(run, eventful, "--strict")) as connection:
        assert connection.execute("select count(*) from events").fetchone() == (3,)


BAD_EVENTS = [
    ("part_of: talks", "part_of: talk", "part_of: there is no 'talk' — did you mean 'talks'?", "id: reopening"),
    ("note: Said to be secret.", "part_of: reopening", "part_of forms a cycle: talks → reopening → talks", "id: talks"),
    ("locations: lund-harbour", "locations: malmo", "locations: there is no 'malmo'", "id: closure"),
    ("[lund, lund-harbour]", "[lund, lund]", "'reopening' lists a place twice — keep it once", "id: reopening"),
    ("event_type: REJECT", "event_type: REFUSE", "event_type: there is no 'REFUSE'", "id: reopening"),
    ("date: 2021-06", "date: June", "'June' is not a date", "id: reopening"),
    ("date: 2021,", "date: 2019,", "'reopening' is dated 2021-06, but 'talks', of which it is a part, 2019 — correct a date", "id: reopening"),
    ("id: talks", "id: closure", "the id 'closure' is already used on line 1", "id: closure, name: Talks"),
    ("name: Talks about", "name: Closure of", "the name 'Closure of the harbour' is already used on line 1", "id: talks"),
    ("note: Said", "notes: Said", "event has no field 'notes' — did you mean 'note'?", "id: talks"),
]  # fmt: skip


@pytest.mark.parametrize("old, new, what, where", BAD_EVENTS)
def test_bad_events(run: Run, eventful: Path, old: str, new: str, what: str, where: str) -> None:
    path = eventful / "events.yml"
    edit(path, old, new)
    shown = problems(run, eventful)
    assert what in shown
    assert f"{path}:{line_of(path, where)}: " in shown


BAD_CLAIMS = [
    ("events: [closure]", "events: [closures]", "events: there is no 'closures' — did you mean 'closure'?"),
    ("events: [closure]", "events: [closure, closure]", "has the same event twice — keep it once"),
    ("event_subtype: deny", "event_subtype: refuse", "event_subtype: there is no 'refuse'"),
    ("        events: [closure]\n", "        event_subtype: deny\n        events: [closure]\n", "event_subtype: 'deny' belongs to REJECT, not to no event type — write event_type: REJECT"),
    ("        event_subtype: deny\n", "        event_subtype: deny\n        event_date: 2019\n", "events: 'company-denies-reopening' is dated 2019, but 'reopening' 2021-06 — correct a date"),
]  # fmt: skip


@pytest.mark.parametrize("old, new, what", BAD_CLAIMS)
def test_bad_events_of_claims(run: Run, eventful: Path, old: str, new: str, what: str) -> None:
    edit(eventful / "harbour.yml", old, new)
    shown = problems(run, eventful)
    assert what in shown and f"{eventful / 'harbour.yml'}:" in shown


def test_only_a_claim_that_reports_the_event_must_share_its_date(run: Run, eventful: Path) -> None:
    edit(eventful / "harbour.yml", "        events: [closure]", "        events: [closure, reopening]")
    built(run, eventful, "--strict").close()


@pytest.mark.parametrize("event_type", ["", ", event_type: REFUSE"])
def test_a_subtype_belongs_to_a_type(run: Run, eventful: Path, event_type: str) -> None:
    path = eventful / "vocabularies.yml"
    edit(path, ", event_type: REJECT}", f"{event_type}}}")
    shown = problems(run, eventful)
    assert f"{path}:{line_of(path, 'id: deny')}: " in shown
    assert ("there is no 'REFUSE'" if event_type else "has no event_type — name the event type of every") in shown


def test_no_other_term_belongs_to_an_event_type(run: Run, eventful: Path) -> None:
    edit(eventful / "vocabularies.yml", "{id: plan, name: plan", "{id: plan, event_type: REJECT, name: plan")
    assert "'plan' of claim_types has an event_type" in problems(run, eventful)


def test_an_event_that_no_claim_is_about_stops_only_a_strict_build(run: Run, eventful: Path) -> None:
    path = eventful / "events.yml"
    with path.open("a", encoding="utf-8") as file:
        file.write("- {id: party, name: Party}\n")
    shown = problems(run, eventful)
    assert f"{path}:4: no claim is about 'party' — name it in a claim's events, or remove it" in shown
    with closing(built(run, eventful)) as connection:
        assert connection.execute("select count(*) from events where id = 'party'").fetchone() == (0,)


@pytest.fixture
def site(database: Path) -> Any:
    return datasette_for(database, METADATA)


async def words(site: Any, address: str) -> str:
    """A page with its white space evened out and its entities as characters."""
    answer = await site.client.get(address)
    assert answer.status_code == 200
    return " ".join(html.unescape(answer.text).split())


async def test_the_page_of_an_event_says_who_says_what_and_who_disputes_it(site: Any) -> None:
    page = await words(site, "/onrecord/events/sdf-iraqi-meeting")
    for claimant in ("Mustafa Bali", "Yahya Rasool"):
        assert f"<bdi>{claimant}</bdi></a>" in page
    assert "It was not a meeting to discuss the issue of securing the border" in page
    assert "row=claims/meeting-not-about-border-security#char=" in page
    disputed = page.partition('id="disputed"')[2].partition("<h2>")[0]
    assert "<bdi>Yahya Rasool</bdi> against <bdi>Mustafa Bali</bdi>" in disputed
    assert "They cannot both be true." in disputed
    assert 'class="minimap"' in page
    assert 'href="/onrecord/locations/syria-iraq-border-north-of-euphrates"' in page


async def test_a_repeat_is_shown_below_what_it_repeats(site: Any) -> None:
    page = await words(site, "/onrecord/events/declaration-of-victory")
    assert page.count(">Victory over ISIS has been won.</a>") == 1
    assert "Said again:" in page and "row=claims/victory-declaration-again#char=" in page
    assert 'class="minimap"' not in page


async def test_a_whole_lists_its_parts_and_a_part_its_whole(site: Any) -> None:
    whole = await words(site, "/onrecord/events/putin-visit-to-hmeimim")
    part = await words(site, "/onrecord/events/partial-withdrawal-order")
    assert 'href="/onrecord/events/partial-withdrawal-order"' in whole
    assert 'Part of <a href="/onrecord/events/putin-visit-to-hmeimim">' in part


async def test_a_claim_leads_to_its_events(site: Any) -> None:
    page = await words(site, "/onrecord/claims/meeting-implies-recognition")
    assert '<dt>Event</dt><dd><ul><li><a href="/onrecord/events/sdf-iraqi-meeting">' in page


async def test_the_list_of_events_is_complete_and_in_order(
    site: Any, connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events_page, "EVENTS", 7)
    found = await on_every_page(site, "/events", r'<li id="([^"]+)" class="depth-')
    ids = [key for (key,) in connection.execute("select id from events_in_context order by position")]
    assert found == ids and len(ids) > 30
    assert (await site.client.get("/events?after=x")).status_code == 200


def test_an_event_is_schema_orgs(connection: sqlite3.Connection) -> None:
    metadata = load_metadata()
    event = event_jsonld(connection, "partial-withdrawal-order", Site(), metadata)
    assert event["@type"] == "Event"
    assert event["startDate"] == event["endDate"] == "2017-12-11"
    assert event["superEvent"]["name"] == "Putin's visit to Hmeimim air base"
    assert [place["name"] for place in event["location"]] == ["Hmeimim Air Base"]
    assert "Vladimir Putin" in {claim["author"]["name"] for claim in event["subjectOf"]}
    open_end = event_jsonld(connection, "partial-withdrawal", Site(), metadata)
    assert "startDate" in open_end and "endDate" not in open_end
    about = claim_jsonld(connection, "putin-orders-partial-withdrawal", Site(), metadata)["about"]
    assert event["name"] in {one["name"] for one in about if one["@type"] == "Event"}
    assert json.dumps(event)
