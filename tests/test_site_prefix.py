"""Behind a proxy the site may be below a path of its server: every link carries the prefix once."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from onrecord.data import METADATA
from onrecord.site.server import datasette_for
from tests.site_pages import PAGES


@pytest.fixture(scope="module")
def site(database: Path) -> Any:
    return datasette_for(database, METADATA, {"base_url": "/pre/"})


def client(site: Any, **options: Any) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=site.app()), base_url="http://localhost", **options)


def links(page: str, text: str) -> set[str]:
    """The addresses on this site that a page leads to, without its name."""
    found = (
        html.unescape(one or other) for one, other in re.findall(r'(?:href|src|action)="([^"]*)"|<loc>(.*?)<', text)
    )
    parts = [urlsplit(urljoin(f"http://localhost{page}", link)) for link in found]
    return {f"{part.path}?{part.query}".rstrip("?") for part in parts if part.netloc == "localhost"}


@pytest.mark.parametrize("path", [*PAGES.values(), "/sitemap.xml", "/sitemap-pages.xml", "/-/claims.atom"])
async def test_every_link_has_the_prefix_once(site: Any, path: str) -> None:
    page = f"/pre{path.partition('#')[0]}"
    async with client(site) as visitor:
        answer = await visitor.get(page)
    assert answer.status_code == (404 if path == "/onrecord/nothing-here" else 200)
    assert [link for link in links(page, answer.text) if not re.match(r"/pre/(?!pre/)", link)] == []


async def test_what_pages_lead_to_is_there(site: Any) -> None:
    leading = ["/pre/", "/pre/onrecord/claims?_size=3", "/pre/onrecord/actors/vladimir-putin", "/pre/downloads",
               "/pre/onrecord?sql=select+1"]  # fmt: skip
    async with client(site, follow_redirects=True) as visitor:
        paths = {path for page in leading for path in links(page, (await visitor.get(page)).text)}
        for path in sorted(paths - {"/pre/onrecord.db", "/pre/-/everything.zip"}):
            assert (await visitor.get(path)).status_code == 200, path


async def test_static_files_data_and_redirects_know_the_prefix(site: Any) -> None:
    async with client(site) as visitor:
        assert "etag" in (await visitor.get("/pre/-/static/app.css")).headers
        assert (await visitor.get("/pre/read/")).headers["location"] == "/pre/read"
        answer = (await visitor.get("/pre/onrecord/claims.json?_size=1")).json()
        assert answer["next_url"].startswith("http://localhost/pre/onrecord/claims.json?")
        front = (await visitor.get("/pre/map")).text
        assert '<a href="/pre/map" aria-current="page">Map</a>' in front


async def test_a_proxy_may_take_the_prefix_off(site: Any) -> None:
    async with client(site) as visitor:
        answer = await visitor.get("/onrecord/claims?_size=1")
    assert answer.status_code == 200
    assert [link for link in links("/pre/x", answer.text) if not re.match(r"/pre/(?!pre/)", link)] == []
