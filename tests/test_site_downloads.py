"""CSV holds every row, says so when it can't, and runs nothing in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.exchange.csv_safety import defuse, restore
from onrecord.site.pages.downloads import KEPT, Kept
from onrecord.site.server import datasette_for
from tests.browser import serving
from tests.site_example import FORMULA, add_claims, example

ROWS = 2345

Site = Callable[..., Any]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return example(tmp_path_factory.mktemp("csv") / "onrecord.db", claims=ROWS)


@pytest.fixture
def site(database: Path, no_metadata: Path) -> Any:
    return datasette_for(database, no_metadata)


@pytest.fixture
def hurried(database: Path, no_metadata: Path) -> Any:
    """The site with the time limit that it is published with."""
    return datasette_for(database, no_metadata, {"sql_time_limit_ms": 1000, "facet_time_limit_ms": 1000})


@pytest.fixture
def no_metadata(tmp_path: Path) -> Path:
    path = tmp_path / "metadata.yml"
    path.write_text("title: Example\n")
    return path


async def rows_of(site: Any, path: str) -> list[list[str]]:
    response = await site.client.get(path)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(response.text, newline="")))


@pytest.mark.parametrize(
    "path",
    [
        "/onrecord/claims.csv",
        "/onrecord/claims.csv?_size=max",
        "/onrecord/claims.csv?_stream=on&_size=max",
        "/onrecord/claims.csv?_sort_desc=balance",
        "/onrecord/claims_in_context.csv",
        "/onrecord/claims_in_context.csv?_sort=claimant",
        "/onrecord.csv?sql=select+*+from+claims",
    ],
)
async def test_csv_holds_every_row_once(site: Any, path: str) -> None:
    heading, *rows = await rows_of(site, path)
    assert heading[0] == "id"
    assert sorted(row[0] for row in rows) == [f"claim-{n:06}" for n in range(ROWS)]


async def test_the_links_on_the_page_lead_to_every_row(site: Any) -> None:
    page = (await site.client.get("/onrecord/claims")).text
    link = page.split(', <a href="')[1].split('">CSV')[0].replace("&amp;", "&")
    heading, *rows = await rows_of(site, link)
    assert heading == ["id", "statement", "claimant_id", "claimant_id_label", "balance", "source_url"]
    assert len(rows) == ROWS
    assert rows[0] == ["claim-000000", "Statement 0", "iraq", "Iraq", "0", ""]
    assert rows[2344] == ["claim-002344", "Statement 2344", "formula", "'" + FORMULA, "-2344", ""]
    assert rows[2] == ["claim-000002", "Statement 2", "", "", "-2", ""]


async def test_filters_and_columns_are_kept(site: Any) -> None:
    heading, *rows = await rows_of(site, "/onrecord/claims.csv?claimant_id=iraq&_col=statement")
    assert heading == ["id", "statement"]
    assert len(rows) == (ROWS + 2) // 3


async def test_one_page_can_be_asked_for(site: Any) -> None:
    assert len(await rows_of(site, "/onrecord/claims.csv?_size=7")) == 1 + 7
    assert len(await rows_of(site, "/onrecord/claims.csv?_size=7&_header=off")) == 7
    after = await rows_of(site, "/onrecord/claims.csv?_size=7&_next=claim-000009")
    assert after[1][0] == "claim-000010"


async def test_a_table_without_rows_has_its_heading(site: Any) -> None:
    assert await rows_of(site, "/onrecord/places.csv?id=none") == [["id", "name", "latitude", "longitude", "popup"]]


async def test_canned_queries_are_complete_too(database: Path, tmp_path: Path) -> None:
    metadata = tmp_path / "metadata.yml"
    metadata.write_text("databases: {onrecord: {queries: {of: {sql: 'select id from claims where balance <= :most'}}}}")
    site = datasette_for(database, metadata)
    assert len(await rows_of(site, "/onrecord/of.csv?most=0")) == 1 + ROWS


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/onrecord.csv?sql=select+missing", "no such column"),
        ("/onrecord.csv?sql=delete+from+claims", "Statement must be a SELECT"),
        ("/onrecord.csv", "?sql="),
        ("/onrecord/claims.csv?_where=zeroblob(500000000)", "too big"),
    ],
)
async def test_what_cannot_be_answered_is_an_error(site: Any, path: str, words: str) -> None:
    response = await site.client.get(path)
    assert response.status_code == 400
    assert words in response.text


async def test_a_count_that_never_ends_is_an_error(hurried: Any) -> None:
    endless = "with recursive c(i) as (select 1 union all select i + 1 from c) select count(*) from c"
    response = await hurried.client.get("/onrecord.csv", params={"sql": endless})
    assert response.status_code == 400
    assert "took too long" in response.text


def test_a_query_that_never_ends_breaks_the_download(hurried: Any) -> None:
    endless = "with recursive c(i) as (select 1 union all select i + 1 from c) select i from c"
    with serving(hurried) as address, pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{address}/onrecord.csv", params={"sql": endless}, timeout=120)


async def test_formulas_are_text_in_a_spreadsheet_and_numbers_are_numbers(tmp_path: Path, no_metadata: Path) -> None:
    cells = [FORMULA, "+cmd|' /C calc'!A0", "@SUM(A1)", "-x", "\t=1", "\r=1", "＝1+1", "'=1", "-12.5", "+49", "plain"]
    path = example(tmp_path / "onrecord.db", claims=0)
    add_claims(path, [(f"c{n:02}", text, None) for n, text in enumerate(cells)])
    site = datasette_for(path, no_metadata)
    _, *rows = await rows_of(site, "/onrecord/claims.csv")
    assert [row[1] for row in rows] == [
        *("'" + text for text in cells[:8]),
        *cells[8:],
    ]
    assert [restore(row[1]) for row in rows] == cells
    _, *raw = await rows_of(site, "/onrecord/claims.csv?_defuse=off")
    assert [row[1] for row in raw] == cells
    json = (await site.client.get("/onrecord/claims.json?_shape=array")).json()
    assert [row["statement"] for row in json] == cells


async def test_headings_are_defused_too(site: Any) -> None:
    assert await rows_of(site, '/onrecord.csv?sql=select+1+as+"=cmd()"') == [["'=cmd()"], ["1"]]


@given(st.text())
def test_defusing_can_always_be_undone(text: str) -> None:
    cell = defuse(text)
    assert isinstance(cell, str)
    assert restore(cell) == text


async def test_the_database_itself_can_be_downloaded(site: Any, database: Path) -> None:
    response = await site.client.get("/onrecord.db")
    assert response.content == database.read_bytes()


def test_a_kept_file_is_made_once_and_again_when_it_is_gone() -> None:
    kept, made = Kept(), []

    def make(path: Path) -> None:
        made.append(path)
        path.write_text("places")

    for number in (1, 1, *range(2, KEPT + 3), 1):
        with kept.file("places.geojson", f"http://{number}.example/", make) as file:
            assert file.read() == b"places"
    assert len(made) == KEPT + 3
    assert sum(path.exists() for path in made) == KEPT
    for path in made:
        path.unlink(missing_ok=True)
    with kept.file("places.geojson", "http://1.example/", make) as file:
        assert file.read() == b"places"
