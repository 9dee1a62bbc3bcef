"""Documents may have any names: each is built, has ids of its own, and its pages are where the links lead."""

from __future__ import annotations

import html
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from onrecord.cli import main
from onrecord.data import METADATA
from onrecord.site.server import datasette_for
from onrecord.values import slug, unique_slug

NAMES = (
    "My Report, final (2)", "résumé", "Résumé", "Resume", "resume", "東京", "大阪", "a&b%", "what?#", "a+b",
    "it's", "x~20y", "a.b.c", "“quoted”", "😀",
)  # fmt: skip
TEXT = "Lena Fox said on Monday that the bridge at Lund was closed. “We will not leave,” Omar Haddad said in Paris.\n"


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("odd")
    for number, name in enumerate(NAMES):
        (folder / f"{name}.txt").write_text(f"{TEXT}Number {number} was counted by Ada Stone.\n", encoding="utf-8")
    database = folder / "out" / "odd names.db"
    database.parent.mkdir()
    built = CliRunner().invoke(main, ["build", str(folder), "--output", str(database), "--no-evaluation"])
    assert built.exit_code == 0, built.output
    return database


@pytest.fixture(scope="module")
def site(odd: Path) -> Any:
    return datasette_for(odd, METADATA)


def test_every_document_is_built_whatever_its_name_is_like(odd: Path) -> None:
    with closing(sqlite3.connect(odd)) as connection:
        assert {name for (name,) in connection.execute("select id from documents")} == set(NAMES)
        claims = connection.execute("select document_id, count(*) from claims group by 1").fetchall()
        assert len({count for _, count in claims}) == 1 and len(claims) == len(NAMES)


def test_ids_of_different_names_differ_and_plain_ones_stay() -> None:
    assert len({unique_slug(name) for name in NAMES}) == len(NAMES)
    assert unique_slug("resume") == "resume"
    assert all(unique_slug(name).startswith(slug(name)) for name in NAMES)


@pytest.mark.parametrize("page", ["/read", "/trust", "/search?q=bridge&kind=claims", "/sitemap-documents-1.xml",
                                  "/-/claims.atom", "/odd~20names/documents", "/odd~20names"])  # fmt: skip
async def test_links_to_documents_lead_there(site: Any, page: str) -> None:
    answer = await site.client.get(page)
    assert answer.status_code == 200
    links = re.findall(r'href="([^"]+)"|<loc>([^<]+)</loc>', answer.text)
    parts = [urlsplit(html.unescape(one or other)) for one, other in links]
    paths = {
        part.path for part in parts if part.netloc in ("", "localhost") and not part.path.endswith((".db", ".zip"))
    }
    for path in sorted(path for path in paths if path.startswith(("/read/", "/trust/", "/odd", "/-/ann"))):
        assert (await site.client.get(path, follow_redirects=True)).status_code == 200, path


@pytest.mark.parametrize("name", NAMES)
async def test_a_document_has_its_pages(site: Any, name: str) -> None:
    document = (await site.client.get("/odd~20names/documents.json", params={"id": name, "_shape": "array"})).json()[0]
    assert document["id"] == name
    reading = await site.client.get(site_path(name, "/read/{}"))
    assert reading.status_code == 200 and "Omar Haddad" in reading.text
    for path in ("/read/{}/layers.json", "/-/annotations/{}.jsonld", "/odd~20names/documents/{}"):
        assert (await site.client.get(site_path(name, path))).status_code == 200, path


def site_path(name: str, path: str) -> str:
    """An address with a document's id, as Datasette encodes it."""
    from datasette.utils import tilde_encode  # type: ignore[import-untyped]

    return path.format(tilde_encode(name))


async def test_an_address_in_percent_encoding_leads_to_the_page(site: Any) -> None:
    answer = await site.client.get("/read/My%20Report%2C%20final%20%282%29", follow_redirects=True)
    assert answer.status_code == 200
