"""Page after page, each row of a table or view comes exactly once, however it is sorted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from onrecord.data import METADATA
from onrecord.database.schema import table_names
from onrecord.site.server import datasette_for

KEYED = ("claims", "actors", "claim_actors", "spans", "attributions", "quotes", "citations", "locations")
VIEWS = ("claims_in_context", "quotes_in_context", "spellings")


@pytest.fixture(scope="module")
def site(database: Path) -> Any:
    return datasette_for(database, METADATA)


def columns(database: Path, table: str) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [row[1] for row in connection.execute(f"pragma table_info({table})")]


async def pages(site: Any, address: str) -> list[tuple[Any, ...]]:
    """The rows of all pages."""
    rows: list[tuple[Any, ...]] = []
    while address:
        answer = (await site.client.get(address)).json()
        rows += [tuple(row) for row in answer["rows"]]
        following = urlsplit(answer["next_url"] or "")
        address = f"{following.path}?{following.query}" if following.path else ""
    return rows


@pytest.mark.parametrize("table", [*KEYED, *VIEWS])
@pytest.mark.parametrize("order", ["_sort", "_sort_desc"])
async def test_every_sort_reaches_every_row_once(site: Any, database: Path, table: str, order: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        (count,) = connection.execute(f"select count(*) from {table}").fetchone()
    size = max(count // 4, 1)
    for column in columns(database, table):
        rows = await pages(site, f"/onrecord/{table}.json?_shape=arrays&_nofacet=1&_size={size}&{order}={column}")
        assert len(rows) == len(set(rows)) == count, column


@pytest.mark.parametrize("size", [1, 7, 40, 116, 1000])
async def test_every_size_of_page_reaches_every_row_once(site: Any, connection: sqlite3.Connection, size: int) -> None:
    rows = await pages(site, f"/onrecord/claims.json?_shape=arrays&_nofacet=1&_size={size}&_sort=claimant_id")
    (claims,) = connection.execute("select count(*) from claims").fetchone()
    assert len(rows) == len(set(rows)) == claims


async def test_a_filter_and_a_search_are_kept_from_page_to_page(site: Any) -> None:
    address = "/onrecord/claims.json?_shape=arrays&_nofacet=1&_size=3&factuality=certain"
    whole = await pages(site, address.replace("_size=3", "_size=1000"))
    assert sorted(await pages(site, f"{address}&_sort_desc=event_date"), key=repr) == sorted(whole, key=repr)


async def test_tables_without_a_key_and_empty_ones_can_be_sorted(site: Any, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        tables = [
            table for table in table_names(connection) if table not in KEYED and not table.endswith(("_fts", "_idx"))
        ]
        counts = {table: connection.execute(f'select count(*) from "{table}"').fetchone()[0] for table in tables}
    for table in tables:
        column = columns(database, table)[-1]
        address = f"/onrecord/{table}.json?_shape=arrays&_nofacet=1&_size={max(counts[table] // 2, 1)}&_sort={column}"
        assert len(await pages(site, address)) == counts[table], table
