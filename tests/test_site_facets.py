"""Facets: the same counts as Datasette's own, from what the build counted or from SQL that looks at one column."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from onrecord.data import METADATA
from onrecord.database.counts import counting_sql, declared_facets
from onrecord.site.server import datasette_for

FILTERS = (
    "claimant=Vladimir+Putin",
    "factuality=certain&claim_type=event",
    "actors__arraycontains=Syria",
    "locations__arraycontains=Syria",
    "sources__arraycontains=no-such-source",
    "document=Putin+and+the+Victory+Announcement+from+Syria",
    "section=no+such+section",
    "event_date=2013",
    "_search=isis",
    "manner=direct&_next=1",
)


@pytest.fixture(scope="module")
def site(database: Path) -> Any:
    return datasette_for(database, METADATA)


def counted(connection: sqlite3.Connection, page: str, column: str, is_list: bool, where: str = "") -> dict[str, int]:
    """The values of a column and how often each occurs, counted row by row."""
    counts: dict[str, int] = {}
    for (value,) in connection.execute(f'select "{column}" from "{page}"{where}'):
        for item in json.loads(value) if is_list else [value]:
            if item is not None:
                counts[str(item)] = counts.get(str(item), 0) + 1
    return counts


async def shown(site: Any, address: str) -> dict[str, dict[str, int]]:
    """The facets of a page, as its JSON has them."""
    answer = await site.client.get(f"{address}{'&' if '?' in address else '?'}_facet_size=max")
    assert answer.status_code == 200
    facets = answer.json()["facet_results"]
    return {name: {str(one["value"]): one["count"] for one in facet["results"]} for name, facet in facets.items()}


async def test_every_facet_of_every_page_counts_what_is_there(site: Any, connection: sqlite3.Connection) -> None:
    for page, column, is_list in declared_facets(site.metadata()):
        found = (await shown(site, f"/onrecord/{page}.json"))[column]
        assert found == counted(connection, page, column, is_list), (page, column)


def test_a_column_named_like_a_count_is_counted_all_the_same() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript("create table t (unit, value, count); insert into t values ('days', null, 7)")
        for column, expected in (("unit", [("days", 1)]), ("value", []), ("count", [(7, 1)])):
            assert connection.execute(counting_sql("select * from t", column, is_list=False)).fetchall() == expected


@pytest.mark.parametrize("filters", FILTERS)
async def test_facets_count_what_a_filter_leaves(site: Any, connection: sqlite3.Connection, filters: str) -> None:
    rows = (await site.client.get(f"/onrecord/claims_in_context.json?{filters.split('&_next')[0]}&_size=max")).json()
    ids = [row[rows["columns"].index("id")] for row in rows["rows"]]
    assert len(ids) == rows["filtered_table_rows_count"]
    facets = await shown(site, f"/onrecord/claims_in_context.json?{filters}")
    where = f" where id in ({', '.join(repr(key) for key in ids)})"
    for page, column, is_list in declared_facets(site.metadata()):
        if page == "claims_in_context":
            assert facets[column] == counted(connection, page, column, is_list, where), column


async def test_a_short_way_leaves_out_nothing(site: Any, connection: sqlite3.Connection) -> None:
    for argument, condition in (
        ("section=Announcing+the+First+Victory", "section = 'Announcing the First Victory'"),
        ("document=Putin+and+the+Victory+Announcement+from+Syria", "1"),
        ("actors__arraycontains=Syria", """'Syria' in (select value from json_each(actors))"""),
    ):
        answer = (await site.client.get(f"/onrecord/claims_in_context.json?{argument}&_nofacet=1")).json()
        sql = f"select count(*) from claims_in_context where {condition}"
        assert answer["filtered_table_rows_count"] == connection.execute(sql).fetchone()[0], argument


async def test_a_value_leads_to_its_rows_and_back(site: Any) -> None:
    page = (await site.client.get("/onrecord/claims_in_context.json?factuality=certain&_sort=claimant")).json()
    (chosen,) = page["facet_results"]["factuality"]["results"]
    assert chosen["selected"] and chosen["toggle_url"].endswith("claims_in_context.json?_sort=claimant")
    another = page["facet_results"]["actors"]["results"][0]
    assert "factuality=certain" in another["toggle_url"] and "actors__arraycontains=" in another["toggle_url"]
    labelled = (await site.client.get("/onrecord/claims.json")).json()["facet_results"]["claimant_id"]["results"]
    assert {one["value"]: one["label"] for one in labelled}["vladimir-putin"] == "Vladimir Putin"


async def test_visitors_add_facets_of_their_own(site: Any, connection: sqlite3.Connection) -> None:
    facets = await shown(site, "/onrecord/claims_in_context.json?_facet=line_start")
    assert facets["line_start"] == counted(connection, "claims_in_context", "line_start", False)


async def test_rows_are_counted_when_the_database_is_built(site: Any, connection: sqlite3.Connection) -> None:
    for name, rows in connection.execute("select name, rows from row_counts").fetchall():
        assert connection.execute(f'select count(*) from "{name}"').fetchone()[0] == rows, name
    page = (await site.client.get("/onrecord")).text
    assert "claims_in_context" in page and page.count(">claims_in_context<") == 1
