"""The pages on how far to trust it: the figures of the tables, and every difference with the way to its words."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from onrecord.data import METADATA
from onrecord.site.pages import trust
from onrecord.site.server import datasette_for
from tests.conftest import Run
from tests.read_example import nothing

DOCUMENT = "/trust/putin-victory-announcement"
HOSTILE = "<img src=x onerror=window.hacked=1>"


@pytest.fixture(scope="module")
def site(database: Path) -> Any:
    return datasette_for(database, METADATA)


async def page(site: Any, address: str) -> str:
    response = await site.client.get(address)
    assert response.status_code == 200, address
    return str(response.text)


async def test_the_front_page_leads_to_what_was_measured(site: Any, connection: sqlite3.Connection) -> None:
    assert 'href="/trust"' in await page(site, "/")
    shown = await page(site, "/trust")
    for row in connection.execute("select f, recall from evaluation_scores where at_least is not null"):
        assert f">{row['f']:.1f}<" in shown and f">{row['recall']:.1f}<" in shown
    for (name,) in connection.execute("select name from evaluations where kind = 'corpus'"):
        assert f"<summary>{name}" in shown
    assert f'href="{DOCUMENT}"' in shown


async def test_what_is_not_reached_is_said(site: Any, connection: sqlite3.Connection) -> None:
    sql = "select count(*) from evaluation_scores where f < at_least"
    (missed,) = connection.execute(sql).fetchone()
    assert (await page(site, "/trust")).count(">not reached<") == missed


@pytest.mark.parametrize("address", ["/trust", DOCUMENT])
async def test_every_link_leads_somewhere(site: Any, address: str) -> None:
    shown = await page(site, address)
    links = {unescape(link).split("#")[0] for link in re.findall(r'href="([/?][^"]*)"', shown)}
    assert len(links) > 20
    for link in links:
        assert (await site.client.get(f"{address}{link}" if link.startswith("?") else link)).status_code == 200, link


async def all_of(site: Any, address: str) -> list[str]:
    """The rows of the differences on a page and those after it."""
    found: list[str] = []
    while address:
        shown = await page(site, address)
        found += re.findall(r'href="/onrecord/evaluation_disagreements/([^"]+)"', shown)
        more = re.search(r'rel="next" href="([^"#]+)', shown)
        address = f"{DOCUMENT}{unescape(more[1])}" if more else ""
    return found


@pytest.mark.parametrize("comparison", ["machine", "blind"])
async def test_every_difference_is_listed_once_page_by_page(
    site: Any, connection: sqlite3.Connection, comparison: str
) -> None:
    sql = "select id from evaluation_disagreements where evaluation_id = ? order by rowid"
    rows = [row["id"] for row in connection.execute(sql, (f"{comparison}-putin-victory-announcement",))]
    assert await all_of(site, f"{DOCUMENT}?comparison={comparison}") == rows


async def test_each_kind_leads_to_as_many_differences_as_it_counts(site: Any) -> None:
    shown = await page(site, DOCUMENT)
    kinds = re.findall(
        r'<li><a href="(\?[^"#]+)#differences" title="[^"]+">[^<]+</a> <span class="count">(\d+)<', shown
    )
    assert len(kinds) > 20
    for query, times in kinds:
        assert parse_qs(urlsplit(unescape(query)).query).keys() == {"comparison", "layer", "same", "kind"}
        assert len(await all_of(site, f"{DOCUMENT}{unescape(query)}")) == int(times), query


async def test_a_difference_leads_to_its_words(site: Any, connection: sqlite3.Connection) -> None:
    shown = await page(site, f"{DOCUMENT}?comparison=blind&layer=actor+mentions&same=actor")
    (text,) = connection.execute("select text from documents").fetchone()
    places = re.findall(r'<blockquote><a href="/read/putin-victory-announcement#char=(\d+),(\d+)">([^<]+)<', shown)
    assert [text[int(start) : int(end)] for start, end, _ in places] == ["its", "the Iraqi side"]
    assert [unescape(words) for _, _, words in places] == ["its", "the Iraqi side"]
    assert "Only actor mentions: same actor: all kinds." in shown


async def test_a_difference_has_a_page_of_its_own(site: Any) -> None:
    row = "/onrecord/evaluation_disagreements/blind-putin-victory-announcement-actor-mentions-actor-4074-4088"
    shown = await page(site, row)
    assert "actor mentions: same actor — different" in shown
    assert "<mark>the Iraqi side</mark>" in shown
    readings = r"<dt>First reading</dt><dd>Iraqi Army</dd>.*<dt>Second reading</dt><dd>Iraq</dd>"
    assert re.search(readings, shown, re.DOTALL)


async def test_a_document_that_was_not_compared(site: Any) -> None:
    assert (await site.client.get("/trust/none")).status_code == 404
    shown = await page(site, f"{DOCUMENT}?layer=nothing&after=x")
    assert "Nothing differs here." in shown


QUERIES = {name: sql for name, sql in vars(trust).items() if isinstance(sql, str) and sql.startswith("\nselect")}


@pytest.mark.parametrize("name", QUERIES)
def test_no_query_reads_a_table_that_grows_from_end_to_end(name: str) -> None:
    named = {key: "x" for key in re.findall(r":(\w+)", QUERIES[name])}
    given: Any = named or ("x",) * QUERIES[name].count("?")
    with closing(nothing()) as connection:
        steps = [row[3] for row in connection.execute("explain query plan " + QUERIES[name], given)]
    bounded = ("SCAN evaluation_scores USING INDEX evaluation_scores_with_goals", "SCAN (")
    assert [step for step in steps if step.startswith("SCAN") and not step.startswith(bounded)] == [], steps


async def test_what_was_read_by_a_program_says_how_far_to_trust_it(run: Run, seeds: Path, tmp_path: Path) -> None:
    (seeds / "news.txt").write_text(
        "Ada Stone said that the harbour of the town will open in June.\n", encoding="utf-8"
    )
    assert run("build", seeds, "--output", tmp_path / "onrecord.db").exit_code == 0
    site = datasette_for(tmp_path / "onrecord.db", METADATA)
    for address in ("/read/news", "/onrecord/documents/news"):
        assert '<a href="/trust">How far to trust it</a>' in await page(site, address)


async def test_what_a_reading_says_is_text(database: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(database, tmp_path / "onrecord.db"))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update evaluation_disagreements set reference = ?, measured = ?", (HOSTILE, HOSTILE))
        connection.execute("update evaluations set name = ?, measured = ?", (HOSTILE, HOSTILE))
        (row,) = connection.execute("select id from evaluation_disagreements limit 1").fetchone()
    site = datasette_for(path, METADATA)
    for address in ("/trust", DOCUMENT, f"/onrecord/evaluation_disagreements/{row}"):
        shown = await page(site, address)
        assert "<img" not in shown and "&lt;img" in shown
