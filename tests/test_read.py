"""The reading page in process: the text as it stands, what is chosen, and work that grows with the text alone."""

from __future__ import annotations

import html
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from onrecord.data import METADATA
from onrecord.database.query import view_of
from onrecord.site.pages import read_find, read_layers
from onrecord.site.pages.read import lay_out
from onrecord.site.pages.read_layers import LAYERS, layer_spans
from onrecord.site.server import datasette_for
from tests.read_example import EMPTY_TEXT, HOSTILE_TEXT, empty, hostile, long, nothing, write

FIRST = "/read/putin-victory-announcement"
WORDS = re.compile(
    r'class="words" data-start="(\d+)" data-end="(\d+)">(.*?)</(?:p|h2)>\s*(?:<div class="margin"|</div>)', re.DOTALL
)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("read") / "onrecord.db", [hostile(), empty()])


@pytest.fixture
def hostile_site(example: Path) -> Any:
    return datasette_for(example, METADATA)


@pytest.fixture
def site(database: Path) -> Any:
    return datasette_for(database, METADATA)


def text_of(page: str) -> str:
    """What a browser takes for the text of a reading page."""
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", found[2])) for found in WORDS.findall(page))


async def test_the_text_stands_as_it_is(site: Any, connection: sqlite3.Connection) -> None:
    (text,) = connection.execute("select text from documents").fetchone()
    page = await site.client.get(FIRST)
    assert page.status_code == 200
    assert text_of(page.text) == text
    edges = [(int(start), int(end)) for start, end, _ in WORDS.findall(page.text)]
    assert edges[0][0] == 0 and edges[-1][1] == len(text)
    assert all(end == start for (_, end), (start, _) in zip(edges, edges[1:], strict=False))


@pytest.mark.parametrize(("name", "text"), [("hostile", HOSTILE_TEXT), ("empty", EMPTY_TEXT)])
async def test_any_text_stands_as_it_is(hostile_site: Any, name: str, text: str) -> None:
    page = (await hostile_site.client.get(f"/read/{name}")).text
    assert text_of(page) == text
    assert "<script>window.hacked" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert "Read by a program" in page


async def test_section_dates_and_proposed_readings_are_in_the_margin(site: Any, connection: sqlite3.Connection) -> None:
    page = (await site.client.get(FIRST)).text
    (dated,) = connection.execute("select count(reference_date) from sections").fetchone()
    assert page.count('class="margin-date"') == dated > 0
    (issues,) = connection.execute("select count(*) from text_issues").fetchone()
    assert page.count('data-row="text_issues/') == issues
    assert re.search(r'class="was">devote</span> <span class="reading">confirm</span>', page)
    assert page.count("not part of the text") == 2


async def test_a_chosen_claim_is_marked_without_a_script(site: Any) -> None:
    page = (await site.client.get(f"{FIRST}?row=claims/russia-starts-partial-withdrawal")).text
    assert page.count('id="char=218,322"') == 1
    marked = re.findall(r'<mark class="([^"]*)"[^>]*>(.*?)</mark>', page, re.DOTALL)
    assert " ".join("".join(words for _, words in marked).split()) == (
        "its announcement, from the base of Hemeimeem, the start of the withdrawal of troops from Syria partially"
    )
    assert [words for roles, words in marked if "chosen-source" in roles] == ["its"]
    assert [words for roles, words in marked if "chosen-cue" in roles] == ["announcement"]
    panel = page[page.index('class="panel-body"') :]
    assert "Russia will start a partial withdrawal of its troops from Syria." in panel
    assert '<a href="/onrecord/actors/vladimir-putin">Vladimir Putin</a>' in panel
    assert 'rel="next" href="/read/putin-victory-announcement?row=claims/putin-visits-hemeimeem#char=422,496"' in panel
    assert 'rel="prev"' in panel


async def test_every_row_leads_to_its_words(site: Any, connection: sqlite3.Connection) -> None:
    (text,) = connection.execute("select text from documents").fetchone()
    for layer, rows in layer_spans(connection, "putin-victory-announcement").items():
        start, end, key = rows[len(rows) // 2][:3]
        answer = await site.client.get(f"{FIRST}/panel.json?row={LAYERS[layer].table}/{key}")
        panel = answer.json()
        assert (panel["layer"], panel["id"]) == (layer, key)
        assert panel["href"].endswith(f"/{LAYERS[layer].table}/{key}")
        if layer == "attributions":
            assert {"role": rows[len(rows) // 2][4], "start": start, "end": end} in [
                {name: word[name] for name in ("role", "start", "end")} for word in panel["words"]
            ]
        else:
            assert (panel["start"], panel["end"]) == (start, end)
        assert all(word["text"].split(" …")[0] in " ".join(text.split()) for word in panel["words"])


@pytest.mark.parametrize(
    ("words", "claims"),
    [
        ("Hmeimim Latakia", {"putin-visits-hemeimeem"}),  # the statement's spelling
        ("hemeimeem lattakia", {"putin-visits-hemeimeem"}),  # the document's
        ("rasool joint", {"no-agreement-on-joint-centre"}),  # who says it
        ("%", set()),
        ("nothing-like-it", set()),
    ],
)
async def test_a_claim_is_found_by_its_words_the_documents_or_its_claimant(
    site: Any, words: str, claims: set[str]
) -> None:
    found = (await site.client.get(f"{FIRST}/find.json", params={"q": words})).json()
    assert {hit["id"] for hit in found["hits"]} == claims
    for hit in found["hits"]:
        assert hit["href"] == f"{FIRST}?row=claims/{hit['id']}#char={hit['start']},{hit['end']}"


async def test_what_is_found_comes_in_the_document_s_order_and_not_without_end(site: Any) -> None:
    found = (await site.client.get(f"{FIRST}/find.json?q=syria")).json()
    starts = [hit["start"] for hit in found["hits"]]
    assert starts == sorted(starts) and len(starts) == read_find.MOST and found["more"]
    assert (await site.client.get("/read/no-such-document/find.json?q=syria")).status_code == 404


async def test_the_contents_name_a_heading_and_its_part_once(site: Any) -> None:
    page = (await site.client.get(FIRST)).text
    listed = re.findall(r'<li class="contents-\w+"><a href="#section-\d+">([^<]+)</a>', page)
    assert listed.count("SDF and the coordination with the Iraqi forces") == 1
    assert "[Advertisement]" not in listed and "[The economy, and Iran]" in listed


@pytest.mark.parametrize(
    ("address", "on"),
    [
        (FIRST, ["claims", "quotes", "issues"]),
        (f"{FIRST}?layers=", []),
        (f"{FIRST}?layers=places,nonsense,lines", ["places", "lines"]),
    ],
)
async def test_the_layers_that_the_address_names_are_on_from_the_start(site: Any, address: str, on: list[str]) -> None:
    page = (await site.client.get(address)).text
    assert re.findall(r'value="(\w+)" checked', page) == on
    classes = re.search(r'<div class="reader([^"]*)"', page)
    assert classes and re.findall(r"on-(\w+)", classes[1]) == on


async def test_stepping_visits_every_claim_once_and_in_order(site: Any, connection: sqlite3.Connection) -> None:
    expected = [row[2] for row in layer_spans(connection, "putin-victory-announcement")["claims"]]
    visited = [expected[0]]
    while (answer := (await site.client.get(f"{FIRST}/panel.json?row=claims/{visited[-1]}")).json())["next"]:
        visited.append(re.search(r"row=claims/([^#]*)#", answer["next"])[1])  # type: ignore[index]
    assert visited == expected


async def test_characters_lead_to_what_stands_there(site: Any) -> None:
    panel = (await site.client.get(f"{FIRST}/panel.json?char=1390,1396")).json()
    assert panel["title"] == "«push»"
    assert {one["kind"] for one in panel["here"]} >= {"Claim", "Fault", "Quote"}
    claim = (await site.client.get(f"{FIRST}/panel.json?char=218,322")).json()
    assert claim["row"] == "claims/russia-starts-partial-withdrawal"
    span = (await site.client.get(f"{FIRST}/panel.json?span=putin-victory-announcement-1390-1396")).json()
    assert span["href"] == "/onrecord/spans/putin-victory-announcement-1390-1396"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/read/no-such-document", 404),
        ("/read/no-such-document/layers.json", 404),
        (f"{FIRST}/panel.json", 400),
        (f"{FIRST}/panel.json?row=claims/no-such-claim", 404),
        (f"{FIRST}/panel.json?row=sqlite_master/x", 400),
        (f"{FIRST}/panel.json?char=9,3", 404),
        (f"{FIRST}/panel.json?char=x", 404),
        (f"{FIRST}?row=claims/no-such-claim", 200),
        (f"{FIRST}?row=';drop", 200),
        (f"{FIRST}?char=999999998,999999999", 200),
        (f"{FIRST}/panel.json?char=999999998,999999999", 200),
    ],
)
async def test_what_is_not_there_is_said(site: Any, path: str, status: int) -> None:
    assert (await site.client.get(path)).status_code == status


async def test_a_row_of_another_document_is_not_in_this_one(hostile_site: Any) -> None:
    assert (await hostile_site.client.get("/read/empty/panel.json?row=claims/inside")).status_code == 404


async def test_layers_are_kept_and_travel_compressed(site: Any) -> None:
    answer = await site.client.get(f"{FIRST}/layers.json", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert re.search(r"max-age=\d{3,}", answer.headers["cache-control"])
    assert set(answer.json()["layers"]) == set(LAYERS)
    again = await site.client.get(f"{FIRST}/layers.json", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    plain = await site.client.get(f"{FIRST}/layers.json", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert json.loads(plain.content) == answer.json()


async def test_layers_come_in_parts_that_make_the_whole(site: Any, connection: sqlite3.Connection) -> None:
    (length,) = connection.execute("select characters from documents").fetchone()
    whole = (await site.client.get(f"{FIRST}/layers.json")).json()["layers"]
    edges = [0, 1, 4000, 7000, length]
    parts = [
        (await site.client.get(f"{FIRST}/layers.json?from={start}&to={end}")).json()["layers"]
        for start, end in zip(edges, edges[1:], strict=False)
    ]
    assert {key: [row for part in parts for row in part[key]] for key in LAYERS} == whole


async def test_a_block_of_mere_words_is_written_as_any_other(hostile_site: Any) -> None:
    """Written in Python, for speed, and by the template where something is chosen in it."""
    plain, chosen = [
        (await hostile_site.client.get(f"/read/empty{asked}"))
        .text.split('<div class="stretch">')[1]
        .split("</article>")[0]
        for asked in ("", "?char=0,7")
    ]
    assert '<mark class=" chosen-passage"' in chosen
    assert re.sub(r"\s+", "", re.sub(r"</?mark[^>]*>", "", chosen)) == re.sub(r"\s+", "", plain)


def plans(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Every query of the layers with each step of its plan."""
    where = {"document": "d", "start": 0, "end": 9, "id": "x"}
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    layer_spans(connection, "d")
    read_layers.here(connection, where)
    for layer in LAYERS.values():
        read_layers.neighbours(connection, layer.key, where)
        read_layers.span_of(connection, "d", layer.table, "x")
        read_layers.title_of(connection, layer, "x")
        connection.execute(f"select * from {view_of(layer.table)} where id = 'x'").fetchall()
    connection.set_trace_callback(None)
    for sql in asked:
        for row in connection.execute(f"explain query plan {sql}"):
            yield sql, row[3]


def test_no_question_looks_beyond_its_document() -> None:
    with closing(nothing()) as connection:
        seen = [(sql, step) for sql, step in plans(connection) if step != "SCAN marks"]
    assert len(seen) > 50
    assert [(sql, step) for sql, step in seen if step.startswith("SCAN")] == []


@pytest.mark.parametrize("spans_read", [True, False])
def test_twice_the_document_is_twice_the_work(tmp_path: Path, spans_read: bool) -> None:
    """Counted in steps of SQLite's machine and in segments made, not in seconds."""
    papers = [long("half", 100_000), long("whole", 200_000)]
    path = write(tmp_path / "long.db", papers)
    counts = []
    with sqlite3.connect(path) as connection:
        for paper in papers:
            steps = [0]

            def count(steps: list[int] = steps) -> int:
                steps[0] += 1
                return 0

            if spans_read:
                connection.set_progress_handler(count, 100)
                found = layer_spans(connection, paper.name)
                connection.set_progress_handler(None, 0)
                assert len(found["claims"]) == len(paper.rows["claims"])
                counts.append(steps[0])
            else:
                made = lay_out(paper.text, [], [], None)
                counts.append(sum(len(block["plain"]) for stretch in made for block in stretch))
    connection.close()
    assert 1.7 < counts[1] / counts[0] < 2.3
