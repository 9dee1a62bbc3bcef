"""The front page, the lists and the timeline, in process: full, empty, hostile."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from onrecord.data import METADATA
from onrecord.database.schema import cache_names
from onrecord.metadata import load_metadata
from onrecord.site.pages import disagreements, timeline
from onrecord.site.pages import map as map_page
from onrecord.site.pages.disagreements import RELATED
from onrecord.site.pages.people import shade
from onrecord.site.pages.sources import web_address
from onrecord.site.server import datasette_for
from tests.export_example import exported
from tests.site_pages import OURS, on_every_page

HOSTILE = "<img src=x onerror=window.hacked=1>"

EMPTIED = ("claim_relations", "claim_citations", "claim_locations", "claim_actors", "claims", "quotes", "documents")


@pytest.fixture(scope="module")
def site(database: Path) -> Any:
    return datasette_for(database, METADATA)


@pytest.fixture(scope="module")
def empty(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The same site without a single document, claim or place."""
    path = Path(shutil.copy(database, tmp_path_factory.mktemp("empty") / "onrecord.db"))
    with closing(sqlite3.connect(path)) as connection, connection:
        tables = connection.execute(
            "select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite%'"
        )
        for (table,) in tables.fetchall():
            connection.execute(f'delete from "{table}"')
        connection.execute("insert into figures select value, 0 from json_each(?)", (FIGURES,))
        for table in ("claims_fts", "quotes_fts", "sentences_fts"):
            connection.execute(f"insert into {table}({table}) values ('rebuild')")
        connection.execute("delete from names_fts")
    return datasette_for(path, METADATA)


FIGURES = (
    '["documents", "settled documents", "reviewed documents", "characters", "claims", "quotes", "actors", "locations",'
    ' "sources", "disagreements", "text issues", "unread sentences"]'
)


@pytest.mark.parametrize("path", [path for path in OURS.values() if not path.startswith(("/read/", "/trust/"))])
async def test_every_page_answers_full_or_empty(site: Any, empty: Any, path: str) -> None:
    for one in (site, empty):
        response = await one.client.get(path)
        assert response.status_code == 200, path
        assert response.text.count("<h1") == 1


async def test_every_link_of_the_front_page_leads_somewhere(site: Any) -> None:
    page = (await site.client.get("/")).text
    links = {link.split("#")[0] for link in re.findall(r'href="(/[^"]*)"', page)}
    assert len(links) > 20
    for link in links:
        assert (await site.client.get(link.replace("&amp;", "&"))).status_code == 200, link


async def test_the_front_page_counts_and_answers_from_the_rows(site: Any, connection: sqlite3.Connection) -> None:
    page = (await site.client.get("/")).text
    for table in ("documents", "claims", "quotes", "actors", "locations", "sources", "text_issues"):
        (count,) = connection.execute(f"select count(*) from {table}").fetchone()
        assert f"<strong>{count:,}</strong>" in page, table
    assert page.count('class="question"') == 3
    answers = re.findall(r'href="/onrecord/claims/([^"]+)"', page)
    for claim in answers:
        assert connection.execute("select 1 from claims where id = ?", (claim,)).fetchone(), claim


async def test_contradictions_come_first_and_paging_loses_none(
    site: Any, connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disagreements, "PAIRS", 2)
    found = await on_every_page(site, "/disagreements", r'class="pair" id="([^"]+)"')
    sql = """
    select id from claim_relations where relation in ('contradicts', 'contrary', 'attacks')
    order by relation <> 'contradicts', relation <> 'contrary', rowid"""
    assert found == [key for (key,) in connection.execute(sql)]
    assert "contrary" in found[0]
    for after in ("contrary.x", "nothing", "contrary.99999999999999999999"):
        assert (await site.client.get(f"/disagreements?after={after}")).status_code == 200


async def test_what_a_document_says_is_text_on_every_page(database: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(database, tmp_path / "onrecord.db"))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update claims set statement = ? || statement", (HOSTILE,))
        connection.execute("update actors set name = ? || name", (HOSTILE,))
        connection.execute("update locations set name = ? || name", (HOSTILE,))
        connection.execute(
            "update sources set name = ? || name, url = 'https://[' || url where url is not null", (HOSTILE,)
        )
        connection.execute("insert into claims_fts(claims_fts) values ('rebuild')")
    site = datasette_for(path, METADATA)
    for address in ("/", "/map", "/timeline", "/people", "/disagreements", "/sources", "/search?q=onerror"):
        page = (await site.client.get(address)).text
        assert "<img" not in page, address
        assert "&lt;img" in page or "\\u003cimg" in page, address


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("javascript:alert(1)", None),
        ("https:///nowhere", None),
        ("https://[", None),
        (None, None),
    ],
)
def test_only_web_addresses_are_links(url: str | None, link: str | None) -> None:
    assert web_address(url) == link


def test_the_map_filters_and_counts(connection: sqlite3.Connection) -> None:
    everything = map_page.content(connection, map_page.asked({}))
    putin = map_page.content(connection, map_page.asked({"claimant": "vladimir-putin", "from": "nonsense"}))
    assert 0 < len(putin["places"]) < len(everything["places"])
    assert all(claim["claimant"] == "Vladimir Putin" for place in putin["places"] for claim in place["said"])
    for place in everything["places"]:
        sql = "select count(distinct claim_id) from claim_locations where location_id = ?"
        assert connection.execute(sql, (place["id"],)).fetchone()[0] == place["claims"]
    later = map_page.content(connection, map_page.asked({"from": "2017-12-01", "to": "2017-12-31"}))
    assert 0 < len(later["places"]) < len(everything["places"])
    assert map_page.content(connection, map_page.asked({"from": "2999-01-01"}))["places"] == []


def test_circles_grow_with_their_area() -> None:
    assert [map_page.size(claims, 100) for claims in (0, 1, 25, 100)] == [6, 8, 14, 22]
    assert map_page.size(0, 0) == 6


def test_a_date_is_drawn_as_wide_as_it_is_uncertain(connection: sqlite3.Connection) -> None:
    dates = timeline.content(connection, "", "")["dates"]
    bars = {row["id"]: row["bar"] for row in dates}
    assert bars["../2017-06~"].open_start and bars["../2017-06~"].x == 0
    assert bars["2017-06~"].approximate and not bars["2017-12-12"].approximate
    assert bars["2013"].width > bars["2017-06~"].width > bars["2017-12-12~"].width
    assert bars["2017-12-11"].width == timeline.NARROWEST
    assert all(0 <= bar.x <= bar.x + bar.width <= timeline.WIDTH + 0.1 for bar in bars.values())


@pytest.mark.parametrize("by", timeline.BY)
def test_dates_are_in_the_order_of_their_first_known_day(connection: sqlite3.Connection, by: str) -> None:
    found = timeline.content(connection, "", "", by)["dates"]
    assert [row["day"] for row in found] == sorted(row["earliest"] or row["latest"] for row in found)
    ids = [row["id"] for row in found]
    (claims,) = connection.execute(f"select count({by}) from claims").fetchone()
    assert sum(row["claims"] for row in found) == claims
    assert [row["id"] for row in timeline.content(connection, ids[1], "", by)["dates"]] == ids[2:]


def test_what_is_said_on_a_day_is_not_what_happens_on_it(connection: sqlite3.Connection) -> None:
    (said,) = timeline.content(connection, "", "2017-12-11", "stated_on")["dates"]
    (happens,) = timeline.content(connection, "", "2017-12-11")["dates"]
    order = "putin-orders-partial-withdrawal"
    assert order in [claim["id"] for claim in said["said"]]
    assert order not in [claim["id"] for claim in happens["said"]]


def test_an_order_that_is_none_is_the_usual_one(connection: sqlite3.Connection) -> None:
    assert timeline.content(connection, "", "", "earliest; drop")["by"] == "event_date"


def test_years_are_marked_but_not_too_many() -> None:
    years = timeline.year_ticks(timeline.ordinal("2012-06-01"), timeline.ordinal("2015-01-02"))
    assert [year for _, year in years] == [2013, 2014, 2015]
    assert len(timeline.year_ticks(timeline.ordinal("0100-01-01"), timeline.ordinal("2017-01-01"))) <= 11


def test_a_short_time_is_marked_by_months() -> None:
    december = (timeline.ordinal("2017-11-20"), timeline.ordinal("2018-01-05"))
    assert [name for _, name in timeline.ticks(*december)] == ["Dec 2017", "Jan 2018"]
    half = timeline.ticks(timeline.ordinal("2013-01-05"), timeline.ordinal("2014-06-30"))
    assert [name for _, name in half][:2] == ["Apr 2013", "Jul 2013"] and len(half) == 5
    assert all(0 <= x <= timeline.WIDTH for x, _ in half)
    long = timeline.ticks(timeline.ordinal("2012-06-01"), timeline.ordinal("2015-01-02"))
    assert [name for _, name in long] == ["2013", "2014", "2015"]


def test_shades_double() -> None:
    assert [shade(claims) for claims in (0, 1, 2, 3, 4, 8, 16, 900)] == [0, 1, 2, 2, 3, 4, 5, 5]


async def test_downloads_parse_and_are_complete(site: Any, connection: sqlite3.Connection) -> None:
    page = (await site.client.get("/downloads")).text
    for link in re.findall(r'href="(/-/json/[^"]+)"', page):
        table = link.split("/")[-1].removesuffix(".json")
        (count,) = connection.execute(f'select count(*) from "{table}"').fetchone()
        assert len((await site.client.get(link)).json()) == count, table
    for link in re.findall(r'href="(/onrecord/[^"]+\.csv)"', page):
        assert (await site.client.get(link)).status_code == 200
    places = (await site.client.get("/-/places.geojson")).json()
    assert places["type"] == "FeatureCollection" and len(places["features"]) > 20
    layers = (await site.client.get("/-/annotations/putin-victory-announcement.jsonld")).json()
    assert layers["first"]["items"]
    assert (await site.client.get("/-/annotations/none.jsonld")).status_code == 404
    assert (await site.client.get("/-/json/sqlite_master.json")).status_code == 404
    assert (await site.client.get("/-/everything.zip")).content.startswith(b"PK")


async def test_everything_but_what_serves_the_pages_can_be_downloaded_vocabularies_and_junctions_too(
    site: Any, connection: sqlite3.Connection
) -> None:
    page = (await site.client.get("/downloads")).text
    listed = set(re.findall(r'href="/-/json/([^"]+)\.json"', page))
    assert {"claims", "claims_in_context", "claim_actors", "factuality_values", "dates"} <= listed
    views = {name for (name,) in connection.execute("select name from sqlite_master where type = 'view'")}
    described = load_metadata()
    for_pages = {name for name in views if described.table(name).hidden} | cache_names()
    assert exported() <= listed and not for_pages & listed


async def test_a_pair_says_in_a_sentence_how_its_claims_are_related(site: Any, connection: sqlite3.Connection) -> None:
    page = (await site.client.get("/disagreements")).text
    for relation, sentence in RELATED.items():
        (count,) = connection.execute("select count(*) from claim_relations where relation = ?", (relation,)).fetchone()
        assert page.count(f"<strong>{sentence}</strong>") == count
    assert ">said 2 more times</a>" in page


async def test_a_pair_by_one_claimant_says_so(database: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(database, tmp_path / "onrecord.db"))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "insert into claim_relations values ('r', 'war-at-its-end', 'contrary', 'responses-have-increased', 'So.')"
        )
    page = (await datasette_for(path, METADATA).client.get("/disagreements")).text
    assert '<span class="against">against</span> <bdi>the same claimant</bdi>' in page


async def test_a_search_without_an_answer_leads_on(site: Any) -> None:
    nothing = (await site.client.get("/search?q=zzzz")).text
    assert "Nothing has all of these words." in nothing and 'href="/people"' in nothing
    apart = (await site.client.get("/search?q=american+bases+putin")).text
    for word in ("american", "bases", "putin"):
        assert f'<a href="?q={word}">{word}</a>' in apart
    odd = (await site.client.get("/search", params={"q": "\"'%_<b>&*( NEAR"})).text
    assert "<b>" not in odd.split("<main", 1)[1]


@pytest.mark.parametrize(
    ("question", "answered", "answer"),
    [
        ("Who denies the joint centre?", "joint centre", "joint centre for coordination"),
        ("zzzz al-Bukamal", "al-Bukamal", "Al-Bukamal"),
        ('what about "de-escalation zones" and zzzz putin', "", "Putin"),
    ],
)
async def test_a_question_is_answered_by_the_words_of_it_that_stand_anywhere(
    site: Any, question: str, answered: str, answer: str
) -> None:
    page = (await site.client.get("/search", params={"q": question})).text
    main = page.split("<main", 1)[1]
    assert answer in re.sub(r"</?mark>", "", main)
    if answered:
        assert f"These results have <strong><bdi>{answered}</bdi></strong>" in main


async def test_the_front_page_describes_the_dataset_for_machines(database: Path) -> None:
    page = (await datasette_for(database, METADATA).client.get("/")).text
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(found)["@type"] == "Dataset"
