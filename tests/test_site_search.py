"""Search over everything: what is found, what is highlighted, and that no character does harm."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.data import METADATA
from onrecord.site.pages.search import (
    TITLES,
    marked,
    quoted,
    search,
)
from onrecord.site.server import datasette_for


@pytest.fixture(scope="module")
def site(database: Path) -> Any:
    return datasette_for(database, METADATA)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("bukamal", '"bukamal"*'),
        ('"joint centre" sdf', '"joint centre" "sdf"*'),
        ('sdf "joint centre"', '"sdf" "joint centre"'),
        ("a AND (b OR c) NEAR d:", '"a" "AND" "(b" "OR" "c)" "NEAR" "d:"*'),
        ('"; -- % * ^ {}', ""),
        ("", ""),
    ],
)
def test_words_are_quoted(typed: str, query: str) -> None:
    assert quoted(typed) == query


@given(st.text(max_size=60))
def test_no_text_is_an_error(text: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table t using fts5(words)")
    connection.execute("select * from t where t match ?", (quoted(text.replace("\0", "")) or '"x"',)).fetchall()
    connection.close()


def test_highlights_are_marks_and_all_else_is_text() -> None:
    assert marked("<b> \x02Iraq\x03 & \x02<i>\x03") == "&lt;b&gt; <mark>Iraq</mark> &amp; <mark>&lt;i&gt;</mark>"
    assert marked("\x03loose\x02") == "loose"
    assert marked(None) == ""


def test_every_kind_is_counted_and_found(connection: sqlite3.Connection) -> None:
    found = {one.kind: one for one in search(connection, "isis", None, 1)}
    assert list(found) == list(TITLES)
    for kind in ("claims", "quotes", "people", "places", "sentences"):
        assert 0 < len(found[kind].hits) <= found[kind].number
        assert any("<mark>ISIS</mark>" in hit["title"] for hit in found[kind].hits)
    one = {one.kind: one for one in search(connection, "isis", "claims", 1)}
    assert len(one["claims"].hits) == min(20, one["claims"].number)
    assert one["quotes"].hits == [] and one["quotes"].number == found["quotes"].number


def test_pages_do_not_overlap(connection: sqlite3.Connection) -> None:
    pages = [
        [hit["id"] for one in search(connection, "syria", "claims", at) if one.kind == "claims" for hit in one.hits]
        for at in (1, 2, 3)
    ]
    ids = [key for page in pages for key in page]
    assert len(pages[0]) == 20 and len(ids) == len(set(ids))


def test_a_spelling_finds_its_place(connection: sqlite3.Connection) -> None:
    places = next(one for one in search(connection, "Hemeimeem", None, 1) if one.kind == "places")
    assert "hmeimim-air-base" in [hit["id"] for hit in places.hits]


@pytest.mark.parametrize(
    "q", ["%22", "%27%3B+drop+table+claims", "%00", "%3Cscript%3Ealert(1)%3C/script%3E", "%EF%BF%BD*", "-", "a" * 8000]
)
async def test_odd_characters_are_harmless(site: Any, q: str) -> None:
    response = await site.client.get(f"/search?q={q}&page=-1&kind=x")
    assert response.status_code == 200
    assert "<script>alert" not in response.text


async def test_a_hit_leads_to_its_row_and_its_place_in_the_text(site: Any) -> None:
    page = (await site.client.get("/search?q=joint+centre")).text
    assert "/onrecord/claims/no-agreement-on-joint-centre" in page
    assert "/read/putin-victory-announcement#char=" in page
