"""Behind a proxy the site may be below a path of its server: every link carries the prefix once."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import click
import httpx
import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from onrecord.data import METADATA
from onrecord.site.http.own_address import parse_address, set_address
from onrecord.site.server import datasette_for, site_maker
from tests.conftest import Run
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


ABSOLUTE = [
    "/", "/onrecord/claims?_size=3", "/onrecord/claims.json?_size=3&_facet=claimant_id", "/robots.txt", "/sitemap.xml",
    "/sitemap-claims-1.xml", "/-/claims.atom", "/onrecord/actors/vladimir-putin", "/-/places.geojson",
]  # fmt: skip
FORGED = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}


@pytest.mark.parametrize("path", ["", "/data"])
async def test_a_site_that_knows_its_address_uses_no_other(database: Path, path: str) -> None:
    site = datasette_for(database, METADATA, {"base_url": f"{path}/"})
    set_address(site, parse_address(f"https://Example.org{path}"))
    found = 0
    async with client(site) as visitor:
        for page in ABSOLUTE:
            answer = await visitor.get(path + page, headers=FORGED)
            if answer.status_code == 404:
                continue
            said = answer.text + str(answer.headers)
            assert "evil" not in said and "http://localhost" not in said and "http://example.org" not in said, page
            found += f"https://example.org{path}/" in said
    assert found >= 7


async def test_the_plugin_s_configuration_may_give_the_address(database: Path) -> None:
    def configured(address: str, base_url: str = "/") -> Datasette:
        metadata = {"plugins": {"onrecord": {"address": address}}}
        return Datasette(immutables=[str(database)], metadata=metadata, settings={"base_url": base_url})

    site = configured("https://example.org/data/", "/data/")
    async with client(site) as visitor:
        answer = await visitor.get("/data/robots.txt", headers=FORGED)
    assert "Sitemap: https://example.org/data/sitemap.xml" in answer.text
    with pytest.raises(click.ClickException, match="--setting base_url /data/"):
        await configured("https://example.org/data/").invoke_startup()
    with pytest.raises(click.ClickException, match="is not the address of a site"):
        await configured("example.org").invoke_startup()


@pytest.mark.parametrize("host", ["evil.example/x", "a b", "a@b", "", "a:b", "x" * 300, '"><script>', "a..b"])
async def test_a_host_that_is_no_name_is_refused(site: Any, host: str) -> None:
    async with client(site) as visitor:
        answer = await visitor.get("/pre/robots.txt", headers={"Host": host})
        assert (answer.status_code, answer.text) == (400, "The header Host is not the name of a host.")
        for name in ("127.0.0.1:8001", "[::1]:8001", "my_container", "Example.org."):
            assert f"http://{name}/pre/" in (await visitor.get("/pre/robots.txt", headers={"Host": name})).text


@pytest.mark.parametrize(("proxy", "scheme"), [("127.0.0.1", "https"), ("10.0.0.9", "http")])
async def test_without_an_address_a_proxy_on_this_machine_says_how_visitors_come(
    site: Any, proxy: str, scheme: str
) -> None:
    app: Any = ProxyHeadersMiddleware(site.app())
    transport = httpx.ASGITransport(app=app, client=(proxy, 5000))
    headers = {"Host": "example.org", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as visitor:
        answer = await visitor.get("/pre/robots.txt", headers=headers)
    assert f"Sitemap: {scheme}://example.org/pre/sitemap.xml" in answer.text


@pytest.mark.parametrize(
    ("options", "base"),
    [
        ({"address": "https://example.org/data/"}, "/data/"),
        ({"address": "https://example.org/", "prefix": "data"}, "/data/"),
        ({"address": "https://example.org"}, "/"),
        ({}, "/"),
    ],
)
def test_the_prefix_is_the_path_of_the_address(database: Path, options: dict[str, Any], base: str) -> None:
    assert site_maker(METADATA, **options)(database).setting("base_url") == base


def test_an_impossible_address_of_the_site_is_refused(run: Run, database: Path) -> None:
    result = run("serve", "--database", database, "--address", "example.org/data")
    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert "'example.org/data' is not the address of a site — it looks like https://example.org/data/" in result.output
