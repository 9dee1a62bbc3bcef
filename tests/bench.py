"""How fast the site is, as ratios to a floor measured in the same run: absolute times mean nothing elsewhere.

    make bench                          100,000 claims
    python -m tests.bench --claims N    another size

Fills the project's own schema with made-up rows, serves it in process, and compares each page with the bare SQL
that it can't do without, or with an empty page. Nothing here passes or fails.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import click
from sqlite_utils import Database

from onrecord.cli import METADATA
from onrecord.database import PRAGMAS, schema_files
from onrecord.serve import datasette_for

SENTENCE = "Somebody says that item %07d moved from one place to another. "
FIRST_SPAN = f"d0-0-{len(SENTENCE % 0) - 1}"
TYPES, EVENTS = ("event", "state", "plan", "judgement"), ("ASSAULT", "CONSULT", "RETREAT", None)
FACTUALITY, PER_DOCUMENT, ACTORS, PLACES, RUNS = ("certain", "probable", "uncommitted"), 100, 500, 2000, 7
ROW_PAGE = "/bench/factuality_values/certain"
OURS = (
    ("front page", "/"),
    ("search, a rare word", "/search?q=0000077"),
    ("search, a word in everything", "/search?q=moved"),
    ("map", "/map"),
    ("map, one claimant", "/map?claimant=a0"),
    ("map, a claimant with few claims", "/map?claimant=a6&certainty=probable"),
    ("timeline", "/timeline"),
    ("people", "/people"),
    ("one about another", "/people?claimant=a0&actor=a7"),
    ("disagreements", "/disagreements"),
    ("sources", "/sources"),
    ("downloads", "/downloads"),
    ("trust", "/trust"),
    ("sitemap of claims", "/sitemap-claims-3.xml"),
)
FACETS = ("claimant_id", "claim_type", "event_type", "factuality", "review_status", "document_id")


def documents(claims: int) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """Rows of one made-up document after another, a hundred claims each."""
    length = len(SENTENCE % 0)
    for number in range(claims // PER_DOCUMENT):
        name = f"d{number}"
        first = number * PER_DOCUMENT
        text = "".join(SENTENCE % (first + at) for at in range(PER_DOCUMENT))
        spans = [(0, len(text)), *((at * length, at * length + length - 1) for at in range(PER_DOCUMENT))]
        head = {
            "id": name,
            "title": f"Document {number}",
            "text": text,
            "sha256": f"{number:064}",
            "path": f"{name}.txt",
        }
        how = {"encoding": "utf-8", "encoding_basis": "valid as it stands", "language": "en", "reading": "machine"}
        ids = [f"{name}-{start}-{end}" for start, end in spans]
        place = {"document_id": name, "line_start": 1, "line_end": 1}
        yield {
            "documents": [head | how],
            "spans": [
                place | {"id": key, "start_char": start, "end_char": end, "exact": text[start:end]}
                for key, (start, end) in zip(ids, spans, strict=True)
            ],
            "sections": [{"id": ids[0], "span_id": ids[0], "title": "Text", "kind": "body"}],
            "sentences": [{"id": key, "span_id": key, "section_id": ids[0]} for key in ids[1:]],
            "claims": [claim(first + at, name, ids[0], key) for at, key in enumerate(ids[1:])],
            "claim_actors": [
                {"claim_id": f"c{n}", "actor_id": f"a{n * 37 % ACTORS}", "role": "actor"}
                for n in range(first, first + PER_DOCUMENT)
            ],
            "claim_locations": [
                {"claim_id": f"c{n}", "location_id": f"l{n * 53 % PLACES}", "role": "event"}
                for n in range(first, first + PER_DOCUMENT)
            ],
            "claim_relations": [
                {
                    "id": f"r{first}",
                    "from_claim_id": f"c{first + 1}",
                    "relation": "contradicts",
                    "to_claim_id": f"c{first}",
                    "rationale": "Made up.",
                }
            ],
        }


def claim(number: int, document: str, section: str, span: str) -> dict[str, Any]:
    """One made-up claim; its values are spread unevenly, as in life."""
    return {
        "id": f"c{number}",
        "statement": f"Item {number} moved from one place to another.",
        "claimant_id": f"a{int(ACTORS * ((number * 7919 % 10007) / 10007) ** 3)}",
        "claim_type": TYPES[number * 31 % 97 % 4],
        "event_type": EVENTS[number * 17 % 89 % 4],
        "factuality": FACTUALITY[number * 13 % 83 % 3],
        "event_date": f"20{number % 20:02}",
        "document_id": document,
        "section_id": section,
        "span_id": span,
        "annotator_id": "bench",
        "review_status": "unreviewed",
    }


def places() -> Iterator[dict[str, Any]]:
    """Made-up places, each with a point."""
    for n in range(PLACES):
        point = {"latitude": n % 140 - 70, "longitude": n % 340 - 170, "geo_precision": "town"}
        source = {"coordinate_source": "Made up."}
        yield {"id": f"l{n}", "name": f"Place {n}", "feature_code": "PPL"} | point | source


def fill(path: Path, claims: int) -> float:
    """Build a database of made-up claims the way the build does; the seconds it took."""
    started = time.perf_counter()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(PRAGMAS)
        for file in schema_files(after_loading=False):
            connection.executescript(file.read_text(encoding="utf-8"))
        database = Database(connection)
        with database.atomic():
            terms = {
                "claim_types": TYPES,
                "event_types": EVENTS[:3],
                "factuality_values": FACTUALITY,
                "actor_types": ["x"],
                "feature_codes": ["PPL"],
                "geo_precisions": ["town"],
                "relation_types": ["contradicts"],
            }
            for table, ids in terms.items():
                database.table(table).insert_all({"id": key, "name": key, "definition": "Made up."} for key in ids)
            database.table("annotators").insert({"id": "bench", "name": "The benchmark", "kind": "program"})
            actors = ({"id": f"a{n}", "name": f"Actor {n}", "actor_type": "x"} for n in range(ACTORS))
            database.table("actors").insert_all(actors)
            database.table("locations").insert_all(places())
            database.table("dates").insert_all(
                {"id": f"20{n:02}", "name": f"20{n:02}", "earliest": f"20{n:02}-01-01", "latest": f"20{n:02}-12-31"}
                for n in range(20)
            )
            for rows in documents(claims):
                for table, records in rows.items():
                    database.table(table).insert_all(records, batch_size=500)
            database.table("location_mentions").insert_all(
                {"id": f"m{n}", "span_id": FIRST_SPAN, "location_id": f"l{n}", "form": "name", "certainty": "certain"}
                for n in range(PLACES)
            )
        for file in schema_files(after_loading=True):
            connection.executescript(file.read_text(encoding="utf-8"))
        connection.execute("analyze")
    return time.perf_counter() - started


def floor(path: Path, plain: Path) -> float:
    """Seconds to copy the same rows, unindexed and unchecked, with executemany."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(plain)) as target:
        started = time.perf_counter()
        for table in ("documents", "spans", "sections", "sentences", "claims"):
            cursor = source.execute(f"select * from {table}")
            columns = [f'"{column[0]}"' for column in cursor.description]
            target.execute(f"create table {table} ({', '.join(columns)})")
            target.executemany(f"insert into {table} values ({', '.join('?' * len(columns))})", cursor)
        target.commit()
        return time.perf_counter() - started


async def milliseconds(action: Callable[[], Awaitable[object]]) -> float:
    """The median time of an action over several runs, after one that is not counted."""
    await action()
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        await action()
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


async def measure(path: Path) -> None:
    """Each page beside the SQL that it needs, or beside an empty page."""
    site = datasette_for(path, METADATA)
    await site.invoke_startup()
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as connection:

        def page(address: str) -> Callable[[], Awaitable[object]]:
            async def get() -> None:
                response = await site.client.get(address)
                assert response.status_code == 200, response.text[-500:]
                assert "timed out" not in response.text

            return get

        def sql(*queries: str) -> Callable[[], Awaitable[object]]:
            async def run() -> None:
                for query in queries:
                    connection.execute(query).fetchall()

            return run

        def facets(where: str) -> tuple[str, ...]:
            counts = (f"select {f}, count(*) n from claims {where} group by 1 order by n desc limit 21" for f in FACETS)
            return (f"select * from claims {where} limit 51", f"select count(*) from claims {where}", *counts)

        print("| page | ms | floor | ms | ratio |\n|---|--:|---|--:|--:|")
        for name, address, floor_name, bare in (
            ("claims with six facets", "/bench/claims", "their SQL", sql(*facets(""))),
            (
                "the same, one claimant",
                "/bench/claims?claimant_id=a0",
                "their SQL",
                sql(*facets("where claimant_id = 'a0'")),
            ),
            (
                "the same, two filters",
                "/bench/claims?claim_type=event&factuality=certain",
                "their SQL",
                sql(*facets("where claim_type = 'event' and factuality = 'certain'")),
            ),
            (
                "claims in context, no facets",
                "/bench/claims_in_context?_nofacet=1",
                "an empty page",
                page("/-/versions.json"),
            ),
            ("a claim's page", "/bench/claims/c77", "an empty page", page("/-/versions.json")),
            (
                "search for a rare word",
                "/bench/claims?_search=0000077&_nofacet=1",
                "an empty page",
                page("/-/versions.json"),
            ),
            *((name, address, "Datasette's row page", page(ROW_PAGE)) for name, address in OURS),
        ):
            ours, least = await milliseconds(page(address)), await milliseconds(bare)
            print(f"| {name} | {ours:.1f} | {floor_name} | {least:.1f} | {ours / least:.1f} |")


@click.command()
@click.option("--claims", default=100_000, show_default=True, type=click.IntRange(min=PER_DOCUMENT))
def main(claims: int) -> None:
    """Measure the site and the loading of made-up claims."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "bench.db"
        built = fill(path, claims)
        least = floor(path, Path(directory) / "floor.db")
        size = path.stat().st_size / 1e6
        print(f"{claims:,} claims, {size:,.0f} MB")
        print(f"loading, indexes and search: {built / least:.1f} times a bare copy of the rows\n")
        asyncio.run(measure(path))


if __name__ == "__main__":
    main()
