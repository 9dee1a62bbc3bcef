"""Datasette's pages with the plugin: language, credits, lists, hostile text, and files that travel light."""

from __future__ import annotations

import gzip
import json
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from datasette.app import SETTINGS as DATASETTE_SETTINGS  # type: ignore[import-untyped]

from onrecord.site.server import CannotServe, datasette_for, serve
from onrecord.site.standalone import SETTINGS
from tests.site_example import FORMULA, MARKUP, SCRIPT_LINK, add_claims, example

STATIC = "/-/static-plugins/onrecord"
BASEMAP = Path(__file__).parent.parent / "onrecord" / "site" / "static" / "basemap"

PAGES = [
    "/",
    "/onrecord",
    "/onrecord/claims",
    "/onrecord/claims/claim-000000",
    "/onrecord/claims_in_context",
    "/onrecord/locations_map",
    "/onrecord?sql=select+1",
    "/onrecord/no_such_table",
    "/onrecord?sql=select+missing",
]


@pytest.fixture
def metadata(tmp_path: Path) -> Path:
    path = tmp_path / "metadata.yml"
    path.write_text("title: Example\nlicense: Some licence\ndatabases: {onrecord: {description: Described}}\n")
    return path


@pytest.fixture
def site(tmp_path: Path, metadata: Path) -> Any:
    path = example(tmp_path / "onrecord.db")
    add_claims(
        path,
        [
            ("h1", MARKUP, SCRIPT_LINK),
            ("h2", FORMULA, " javascript:alert(1)"),
            ("h3", '[" <b>x</b>"]', "https://example.org/?a=1&b=<script>"),
        ],
    )
    return datasette_for(path, metadata)


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_says_its_language_and_has_the_style(site: Any, path: str) -> None:
    page = (await site.client.get(path)).text
    assert page.count('<html lang="en">') == 1
    assert f'<link rel="stylesheet" href="{STATIC}/site.css">' in page


@pytest.mark.parametrize("path", PAGES[:7])
async def test_every_page_credits_its_sources(site: Any, path: str) -> None:
    page = (await site.client.get(path)).text
    footer = page[page.index("<footer") :]
    for words in ("GeoNames", "creativecommons.org/licenses/by/4.0", "Natural Earth", "Some licence", "apostrophe"):
        assert words in footer


@pytest.mark.parametrize(
    "path",
    ["/onrecord/claims", "/onrecord/claims/h1", "/onrecord/claims_in_context", "/onrecord?sql=select+*+from+claims"],
)
async def test_hostile_text_is_text_on_every_page(site: Any, path: str) -> None:
    page = (await site.client.get(path)).text
    assert "<script>window.hacked" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;window.hacked" in page
    assert not re.search(r"href=[\"']?\s*javascript", page, re.IGNORECASE)


async def test_only_a_web_address_becomes_a_link(site: Any) -> None:
    page = (await site.client.get("/onrecord/claims/h3")).text
    assert 'href="https://example.org/?a=1&amp;b=&lt;script&gt;"' in page


async def test_arrays_in_views_are_lists_of_links(site: Any) -> None:
    page = (await site.client.get("/onrecord/claims_in_context?id=claim-000000")).text
    cell = page[page.index('<td class="col-actors') :].split("</td>")[0]
    assert cell.endswith(
        '<a href="/onrecord/claims_in_context?actors__arraycontains=Iraq" rel="nofollow">Iraq</a>, '
        '<a href="/onrecord/claims_in_context?actors__arraycontains=A+%26+B" rel="nofollow">A &amp; B</a>'
    )
    assert '<td class="col-odd type-str" data-label="odd" role="cell">[1</td>' in page
    for link in re.findall(r'href="([^"]*arraycontains[^"]*)"', cell):
        assert (await site.client.get(link)).status_code == 200


async def test_arrays_in_tables_and_queries_stay_as_they_are(site: Any) -> None:
    for path in ("/onrecord/claims/h3", "/onrecord?sql=select+statement+from+claims+where+id='h3'"):
        assert "[&#34; &lt;b&gt;x&lt;/b&gt;&#34;]" in (await site.client.get(path)).text


async def test_only_pages_with_places_load_the_map(site: Any) -> None:
    for path, has in (("/onrecord/locations_map", True), ("/onrecord/claims", False), ("/", False)):
        page = (await site.client.get(path)).text
        assert ("map.js" in page) is has
        assert ('<div id="map"' in page) is has
    page = (await site.client.get("/onrecord/locations_map")).text
    assert "openstreetmap" not in page
    assert "data:image/gif;base64," in page


async def test_static_files_travel_compressed_and_once(site: Any) -> None:
    path = f"{STATIC}/basemap/shapes.json"
    first = await site.client.get(path, headers={"accept-encoding": "gzip"})
    assert first.headers["content-encoding"] == "gzip"
    assert int(first.headers["content-length"]) < 450_000
    assert first.headers["cache-control"] == "public, max-age=3600"
    assert first.content == (BASEMAP / "shapes.json").read_bytes()
    again = await site.client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = await site.client.get(path, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == first.content
    assert (await site.client.get(f"{STATIC}/missing.js")).status_code == 404
    head = await site.client.head(f"{STATIC}/site.css")
    assert head.content == b"" and int(head.headers["content-length"]) > 1000


def test_the_base_map_is_small() -> None:
    files = [path.read_bytes() for path in BASEMAP.iterdir()]
    assert sum(map(len, files)) < 1_500_000
    assert sum(len(gzip.compress(content)) for content in files) < 460_000


def test_settings_are_datasette_s_and_travel() -> None:
    assert set(SETTINGS) <= {setting.name for setting in DATASETTE_SETTINGS}


async def test_settings_and_metadata_reach_the_site(site: Any) -> None:
    settings = (await site.client.get("/-/settings.json")).json()
    assert {name: settings[name] for name in SETTINGS} == SETTINGS
    assert "Described" in (await site.client.get("/onrecord")).text


async def test_metadata_follows_the_name_of_the_file(tmp_path: Path, metadata: Path) -> None:
    site = datasette_for(example(tmp_path / "other.db"), metadata, {"default_page_size": 3})
    assert "Described" in (await site.client.get("/other")).text
    assert len((await site.client.get("/other/claims.json")).json()["rows"]) == 3


def test_a_missing_database_says_how_to_build_it(tmp_path: Path, metadata: Path) -> None:
    with pytest.raises(CannotServe, match="build_db.py build"):
        datasette_for(tmp_path / "none.db", metadata)


@pytest.mark.parametrize(
    ("content", "words"), [("a: [", "is not YAML"), ("- a", "is not a mapping"), (None, "can't be read")]
)
def test_bad_metadata_is_named(tmp_path: Path, content: str | None, words: str) -> None:
    path = tmp_path / "bad.yml"
    if content is not None:
        path.write_text(content)
    with pytest.raises(CannotServe, match=f"bad.yml {words}"):
        datasette_for(example(tmp_path / "a.db"), path)


def test_a_port_in_use_is_named_and_another_proposed(tmp_path: Path, metadata: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CannotServe, match=f"Port {port} is in use .* --port {port % 65535 + 1}"):
            serve(example(tmp_path / "a.db"), metadata, port=port)


def test_ctrl_c_ends_the_server_in_silence(tmp_path: Path, metadata: Path) -> None:
    script = (
        "import signal, sys; from pathlib import Path; from onrecord.site.server import serve;"
        "signal.signal(signal.SIGINT, signal.default_int_handler);"
        "serve(Path(sys.argv[1]), Path(sys.argv[2]), port=0)"
    )
    command = [sys.executable, "-u", "-c", script, str(example(tmp_path / "a.db")), str(metadata)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert server.stdout
    said = server.stdout.readline()
    address = said[said.index("http://") :].split()[0]
    assert httpx.get(address, timeout=120).status_code == 200
    server.send_signal(signal.SIGINT)
    _, errors = server.communicate(timeout=120)
    assert (server.returncode, errors) == (0, "")


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70000), ("no.such.host.invalid", 8001)])
def test_an_impossible_address_is_named(tmp_path: Path, metadata: Path, host: str, port: int) -> None:
    with pytest.raises(CannotServe, match=f"Can't listen on {host} port {port}"):
        serve(example(tmp_path / "a.db"), metadata, host=host, port=port)


async def test_a_mistyped_address_is_not_a_page_of_log(site: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert (await site.client.get("/onrecord/no_such_table")).status_code == 404
    assert len("".join(capsys.readouterr())) < 200


async def test_the_project_s_own_site(database: Path) -> None:
    site = datasette_for(database, Path(__file__).parent.parent / "metadata.yml")
    for name in ("locations_map", "claims_map"):
        rows = (await site.client.get(f"/onrecord/{name}.json?_shape=array&_size=max")).json()
        assert rows
        for row in rows:
            assert set(json.loads(row["popup"])) == {"title", "description", "link"}
            assert (await site.client.get("/onrecord/" + json.loads(row["popup"])["link"])).status_code == 200
