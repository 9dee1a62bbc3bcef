"""No page grows with the corpus: what a page costs is counted in steps of SQLite's machine, not in seconds.

Two databases of made-up documents, one with four times as many as the other, and both with more than fills a page.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from onrecord.data import METADATA
from onrecord.site.server import datasette_for
from tests.bench.made_up import Size, fill

SMALL, LARGE = Size(claims=3000, documents=1500), Size(claims=12_000, documents=6000)
EACH = 50
"""Steps between two counts."""

MOST_BYTES, MOST_COMPRESSED = 150_000, 30_000

PAGES = (
    "/",
    "/read",
    "/read?after=d100",
    "/read/d1",
    "/people",
    "/people?after=Actor+1",
    "/people?claimant=actor-400",
    "/map",
    "/map?place=place-1900",
    "/timeline",
    "/timeline?after=2012-01-01",
    "/timeline?by=stated_on",
    "/events",
    "/events?after=50",
    "/disagreements",
    "/sources",
    "/downloads",
    "/trust",
    "/search?q=0000077",
    "/search?q=Actor+499",
    "/sitemap-claims-1.xml",
    "/-/claims.atom",
    "/made_up",
    *(
        f"/made_up/{table}"
        for table in (
            "claims_in_context quotes_in_context sentences_in_context disagreements locations_map claims_map spellings"
            " uncovered_sentences documents sections sentences spans actors locations actor_mentions location_mentions"
            " time_mentions sources citations attributions quotes claims claim_relations text_issues claims_fts"
            " claim_actors claim_locations events events_in_context event_claims relations_in_context claim_events"
            " dates counted_spellings facet_counts"
        ).split()
    ),
    "/made_up/claims_in_context?document=Document+7",
    "/made_up/claims_in_context?section=Document+7",
    "/made_up/claims_in_context?_search=0000077",
    "/made_up/sentences_in_context?document=Document+7",
    "/made_up/quotes_in_context?document=Document+7",
    "/made_up/claims?document_id=d7",
    "/made_up/documents?reading=settled",
    "/made_up/documents/d7",
    "/made_up/claims/c77",
    "/made_up/quotes/q77",
    "/made_up/events/event-149",
    "/made_up/event_claims?event_id=event-149",
    "/made_up/claims_in_context?events__arraycontains=Event+149",
    "/made_up/timeline",
    "/made_up/sections_by_voice",
    "/made_up/who_does_what_to_whom",
    "/made_up/claims_without_a_citation",
    "/made_up/claims_that_cannot_be_looked_up",
    "/made_up/claims_with_an_untidy_citation",
    "/made_up/claims_on_a_doubtful_reading",
    "/made_up/said_by_one_side",
    "/made_up/who_says_the_same",
    "/made_up/everything_about_an_event?event=Event+149",
    "/made_up/which_places_each_force_took",
    "/made_up/passage_and_proof?claim=c77",
)


class Steps:
    """Counts the steps of every query that Datasette or a page of ours runs, in place of limiting their time."""

    def __init__(self) -> None:
        self.count = 0

    def step(self) -> int:
        """Called by SQLite after so many steps."""
        self.count += EACH
        return 0

    @contextmanager
    def limit(self, connection: Any, milliseconds: float) -> Iterator[None]:
        """What stands in for ``sqlite_timelimit``."""
        connection.set_progress_handler(self.step, EACH)
        try:
            yield
        finally:
            connection.set_progress_handler(None, EACH)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    steps = Steps()
    monkeypatch.setattr("datasette.database.sqlite_timelimit", steps.limit)
    monkeypatch.setattr("onrecord.site.datasette.internals.sqlite_timelimit", steps.limit)
    return steps


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    paths = [fill(tmp_path_factory.mktemp("scale") / "made_up.db", size) for size in (SMALL, LARGE)]
    return [datasette_for(path, METADATA) for path in paths]


@pytest.mark.parametrize("page", PAGES)
async def test_four_times_the_documents_are_the_same_work(sites: list[Any], steps: Steps, page: str) -> None:
    counts = []
    for site in sites:
        assert (await site.client.get(page)).status_code == 200
        before = steps.count
        answer = await site.client.get(page)
        counts.append(steps.count - before)
    assert counts[1] <= 1.2 * counts[0] + 4000, counts
    if not page.startswith(("/sitemap", "/-/")):
        assert len(answer.content) <= MOST_BYTES
        assert len(gzip.compress(answer.content, 5)) <= MOST_COMPRESSED


async def test_facets_that_take_too_long_are_named(tmp_path: Path) -> None:
    site = datasette_for(fill(tmp_path / "made_up.db", SMALL), METADATA, {"facet_time_limit_ms": 1})
    page = (await site.client.get("/made_up/claims_in_context?manner=own+voice&_nosuggest=1")).text
    assert "Counting took too long for claimant" in page
