"""What answers say beside their content: policy, robots, sitemaps, and how long they hold."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from onrecord.data import METADATA
from onrecord.site.http.headers import POLICY
from onrecord.site.server import datasette_for
from tests.site_pages import DATASETTE, OURS, PAGES

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*json)[^>]*>|<style\b|\sstyle=|\son\w+=", re.IGNORECASE)


@pytest.fixture(scope="module")
def site(database: Path) -> Any:
    return datasette_for(database, METADATA)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
async def test_every_page_has_a_strict_policy(site: Any, path: str) -> None:
    headers = (await site.client.get(path)).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert "'unsafe-inline'" not in str(policy) and "'unsafe-eval'" not in str(policy)
    assert policy["default-src"] == "'none'" and policy["base-uri"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    if path in OURS.values():
        assert policy == POLICY


@pytest.mark.parametrize("path", OURS.values(), ids=OURS.keys())
async def test_no_page_of_ours_holds_anything_inline(site: Any, path: str) -> None:
    assert INLINE.findall((await site.client.get(path)).text) == []


@pytest.mark.parametrize("path", DATASETTE.values(), ids=DATASETTE.keys())
async def test_datasette_s_pages_hold_only_the_settings_of_plugins(site: Any, path: str) -> None:
    page = (await site.client.get(path)).text
    assert all(found == "<script>" for found in INLINE.findall(page))


async def test_a_page_is_sent_once_and_compressed(site: Any) -> None:
    first = await site.client.get("/people", headers={"accept-encoding": "gzip"})
    assert first.headers["content-encoding"] == "gzip" and "<h1>" in first.text
    assert first.headers["cache-control"].startswith("public, max-age=60")
    again = await site.client.get("/people", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "content-security-policy" not in again.headers
    other = await site.client.get("/people?claimant=russia", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200
    assert "etag" not in (await site.client.get("/people", cookies={"a": "b"})).headers
    missing = await site.client.get("/onrecord/nothing-here")
    assert missing.status_code == 404 and "etag" not in missing.headers
    assert len(gzip.compress(first.content)) < len(first.content)


async def test_robots_may_read_records_and_not_their_combinations(site: Any) -> None:
    text = (await site.client.get("/robots.txt")).text
    assert "Disallow: /*?" in text
    assert re.search(r"^Sitemap: http://localhost/sitemap.xml$", text, re.MULTILINE)


async def test_the_sitemap_lists_every_record(site: Any) -> None:
    index = ElementTree.fromstring((await site.client.get("/sitemap.xml")).content)
    parts = [str(element.text) for element in index.iter(LOC)]
    found: list[str] = []
    for part in parts:
        response = await site.client.get(part.removeprefix("http://localhost"))
        found += [str(element.text) for element in ElementTree.fromstring(response.content).iter(LOC)]
    assert "http://localhost/map" in found
    assert "http://localhost/read/putin-victory-announcement" in found
    assert "http://localhost/onrecord/claims/no-agreement-on-joint-centre" in found
    assert len(found) == len(set(found)) > 200
    assert (await site.client.get("/sitemap-claims-2.xml")).status_code == 404
