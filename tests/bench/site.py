"""Pages beside Datasette's own page of the same row, or beside the bare SQL that they can't do without."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from datasette.plugins import pm  # type: ignore[import-untyped]

from onrecord.data import METADATA
from onrecord.site.server import datasette_for
from tests.bench.clock import Action, side_by_side

FACETS = ("claimant_id", "claim_type", "event_type", "factuality", "review_status", "document_id")
FILTERS = {
    "claims": ("", ""),
    "the same, one claimant": ("claimant_id=actor-0", "where claimant_id = 'actor-0'"),
    "the same, one certainty": ("factuality=certain", "where factuality = 'certain'"),
    "the same, two filters": (
        "claim_type=event&factuality=certain",
        "where claim_type = 'event' and factuality = 'certain'",
    ),
}
BY_NAME = {
    "claims in context": ("", ""),
    "the same, one claimant": (
        "claimant=Actor+0",
        "where claimant_id = (select id from actors where name = 'Actor 0')",
    ),
    "the same, one certainty": FILTERS["the same, one certainty"],
    "the same, two filters": FILTERS["the same, two filters"],
}
COUNTS_BY_NAME = (
    *(
        f"select {column}, count(*) n from claims {{where}} group by 1 order by n desc limit 21"
        for column in FACETS[:5]
    ),
    "select manner, count(*) n from claims left join attributions on attributions.id = attribution_id {where}"
    " group by 1 order by n desc limit 21",
    "select section_id, count(*) n from claims {where} group by 1 order by n desc limit 21",
    "select actor_id, count(*) n from claim_actors where claim_id in (select id from claims {where})"
    " group by 1 order by n desc limit 21",
    "select location_id, count(*) n from claim_locations where claim_id in (select id from claims {where})"
    " group by 1 order by n desc limit 21",
    "select source_id, count(*) n from claim_citations join citations on citations.id = citation_id"
    " where claim_id in (select id from claims {where}) group by 1 order by n desc limit 21",
)
RECORDS = ("claims/c77", "quotes/q77", "actors/actor-0", "locations/place-0", "sources/source-0", "documents/d7",
           "attributions/s77", "actors/author-of-d7", "claim_types/event")  # fmt: skip
PAGES = (
    "/", "/read", "/search?q=0000077", "/search?q=moved", "/search?q=moved&kind=claims&page=20", "/map",
    "/map?claimant=actor-0", "/map?certainty=certain&from=2010-01-01", "/map?to=2009-01-01", "/map?place=place-0",
    "/timeline", "/timeline?date=2012-01-01", "/people", "/people?claimant=actor-0&actor=actor-0", "/disagreements",
    "/sources", "/downloads", "/trust", "/sitemap-claims-3.xml", "/-/claims.atom", "/bench",
)  # fmt: skip
VIEWS = (
    "quotes_in_context", "sentences_in_context", "disagreements", "locations_map", "claims_map", "spellings",
    "documents", "actors", "locations", "sources", "spans", "timeline", "sections_by_voice",
    "how_certain_each_claimant_sounds", "who_does_what_to_whom?actor=Actor+7", "who_said_what?claimant=Actor+7",
    "every_spelling?name=Actor+7",
)  # fmt: skip


@contextmanager
def without_our_plugin() -> Iterator[None]:
    """Datasette as it is without the project's plugin."""
    ours = pm.unregister(name="onrecord")
    try:
        yield
    finally:
        pm.register(ours, name="onrecord")


class Sites:
    """The site of a database, and plain Datasette on the same file."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self.site: Any = datasette_for(path, METADATA)
        with without_our_plugin():
            self.datasette: Any = datasette_for(path, METADATA)

    async def get(self, address: str) -> bytes:
        """What the site answers."""
        response = await self.site.client.get(address)
        assert response.status_code == 200, response.text[-500:]
        assert "timed out" not in response.text, address
        content: bytes = response.content
        return content

    def page(self, address: str) -> Action:
        """A page of the site."""
        return lambda: self.get(address)

    def plain(self, address: str) -> Action:
        """The same page by Datasette alone."""

        async def get() -> None:
            with without_our_plugin():
                assert (await self.datasette.client.get(address)).status_code == 200

        return get


def bare(connection: sqlite3.Connection, queries: list[str]) -> Action:
    """Queries without anything around them."""

    async def run() -> None:
        for query in queries:
            connection.execute(query).fetchall()

    return run


async def measure(path: Path, show: Callable[[str], None]) -> None:
    """Three tables: rows, claims with their facets, and every other page."""
    sites = Sites(path)
    show("| record page | ms | Datasette's page of the same row, ms | ratio |\n|---|--:|--:|--:|")
    for row in RECORDS:
        pair = await side_by_side(sites.page(f"/bench/{row}"), sites.plain(f"/bench/{row}"))
        show(f"| {row} | {pair.ours:.1f} | {pair.floor:.1f} | {pair.ratio:.1f} |")
    show("\n| claims with facets | ms | their SQL, ms | ratio | ms beyond 1.3 × their SQL |\n|---|--:|--:|--:|--:|")
    counts = [
        f"select {facet}, count(*) n from claims {{where}} group by 1 order by n desc limit 21" for facet in FACETS
    ]
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as connection:
        for table, filters, columns in (("claims", FILTERS, counts), ("claims_in_context", BY_NAME, COUNTS_BY_NAME)):
            for name, (asked, where) in filters.items():
                page = "select * from {table} {where} limit 51", "select count(*) from claims {where}", *columns
                queries = [sql.replace("{table}", "claims").replace("{where}", where) for sql in page]
                pair = await side_by_side(sites.page(f"/bench/{table}?{asked}"), bare(connection, queries))
                beyond = pair.ours - 1.3 * pair.floor
                show(f"| {name} | {pair.ours:.1f} | {pair.floor:.1f} | {pair.ratio:.1f} | {beyond:.0f} |")
    show("\n| other page | ms | times Datasette's page of a claim | kB | compressed |\n|---|--:|--:|--:|--:|")
    floor = sites.plain("/bench/claims/c77")
    for address in (*PAGES, *(f"/bench/{view}" for view in VIEWS)):
        pair = await side_by_side(sites.page(address), floor)
        content = await sites.get(address)
        weights = f"{len(content) / 1000:.0f} | {len(gzip.compress(content, 5)) / 1000:.0f}"
        show(f"| {address} | {pair.ours:.1f} | {pair.ratio:.1f} | {weights} |")
