"""A download that broke off goes on where it stopped, if the file is still the same."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from onrecord.site.http.file_answer import CHUNK_BYTES, asked_range
from onrecord.site.server import datasette_for
from tests.browser import serving
from tests.site_example import example


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return example(tmp_path_factory.mktemp("files") / "onrecord.db", claims=9000)


@pytest.fixture(scope="module")
def site(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    metadata = tmp_path_factory.mktemp("described") / "metadata.yml"
    metadata.write_text("title: Example\n")
    return datasette_for(database, metadata)


@pytest.fixture(scope="module")
def visitor(site: Any) -> Iterator[httpx.Client]:
    with serving(site) as address, httpx.Client(base_url=address, headers={"Accept-Encoding": "gzip"}) as client:
        yield client


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, None),
        ("bytes=-100", -100, None),
        ("bytes=5-5", 5, 5),
        ("bytes=1000-99999999999", 1000, None),
        ("bytes=-99999999999", 0, None),
        (f"bytes=1-{CHUNK_BYTES + 5}", 1, CHUNK_BYTES + 5),
    ],
)
def test_a_part_is_those_bytes(visitor: httpx.Client, database: Path, asked: str, first: int, last: int | None) -> None:
    whole = database.read_bytes()
    expected = whole[first : None if last is None else last + 1]
    answer = visitor.get("/onrecord.db", headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.content == expected
    start = first % len(whole)
    assert answer.headers["content-range"] == f"bytes {start}-{start + len(expected) - 1}/{len(whole)}"
    assert answer.headers["content-length"] == str(len(expected))
    assert "content-encoding" not in answer.headers
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    "asked", ["", "bytes=0-1,4-5", "bytes=9-3", "bytes=-", "lines=1-2", "bytes=x-", "bytes=" + "9" * 99]
)
def test_anything_else_gets_the_whole(visitor: httpx.Client, database: Path, asked: str) -> None:
    answer = visitor.get("/onrecord.db", headers={"Range": asked})
    assert (answer.status_code, answer.content) == (200, database.read_bytes())
    assert answer.headers["accept-ranges"] == "bytes" and "content-range" not in answer.headers
    assert answer.headers["content-length"] == str(database.stat().st_size)


def test_a_part_behind_the_end_is_refused(visitor: httpx.Client, database: Path) -> None:
    size = database.stat().st_size
    for asked in (f"bytes={size}-", "bytes=-0"):
        answer = visitor.get("/onrecord.db", headers={"Range": asked})
        assert (answer.status_code, answer.content) == (416, b"")
        assert answer.headers["content-range"] == f"bytes */{size}"


def test_the_size_is_told_without_the_file(visitor: httpx.Client, database: Path) -> None:
    answer = visitor.head("/onrecord.db", headers={"Range": "bytes=0-99"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(database.stat().st_size)
    assert answer.headers["content-disposition"] == 'attachment; filename="onrecord.db"'


def test_a_download_goes_on_only_with_the_same_file(visitor: httpx.Client, database: Path) -> None:
    with visitor.stream("GET", "/onrecord.db") as answer:
        begun, etag = next(answer.iter_raw(100_000)), answer.headers["etag"]
    assert not etag.startswith("W/")
    going_on = {"Range": f"bytes={len(begun)}-", "If-Range": etag}
    answer = visitor.get("/onrecord.db", headers=going_on)
    assert answer.status_code == 206
    assert begun + answer.content == database.read_bytes()
    assert visitor.get("/onrecord.db", headers={"If-None-Match": f'"other", {etag}'}).status_code == 304
    for other in ('"other"', f"W/{etag}", "Wed, 21 Oct 2015 07:28:00 GMT"):
        answer = visitor.get("/onrecord.db", headers={**going_on, "If-Range": other})
        assert (answer.status_code, answer.content) == (200, database.read_bytes())
    os.utime(database, ns=(0, 0))
    answer = visitor.get("/onrecord.db", headers=going_on)
    assert answer.status_code == 200 and answer.headers["etag"] != etag


async def test_what_is_made_once_can_be_resumed_too(project_site: Any) -> None:
    whole = await project_site.client.get("/-/everything.zip")
    assert 'filename="onrecord-everything.zip"' in whole.headers["content-disposition"]
    headers = {"Range": "bytes=1000-", "If-Range": whole.headers["etag"], "Accept-Encoding": "gzip"}
    rest = await project_site.client.get("/-/everything.zip", headers=headers)
    assert rest.status_code == 206 and rest.content == whole.content[1000:]
    again = await project_site.client.get("/-/everything.zip")
    assert again.headers["etag"] == whole.headers["etag"] and again.headers["cache-control"].startswith("public")


@pytest.fixture
def project_site(small_database: Path) -> Any:
    return datasette_for(small_database)


async def test_only_files_that_may_be_downloaded_are(database: Path, tmp_path: Path) -> None:
    closed = datasette_for(database, settings={"allow_download": False})
    assert (await closed.client.get("/onrecord.db")).status_code == 403
    assert (await closed.client.get("/other.db")).status_code == 404
    assert (await closed.client.get("/_internal.db")).status_code in (403, 404)


def test_no_part_of_nothing() -> None:
    assert asked_range("bytes=0-", 0) == range(0)
    assert asked_range("bytes=-5", 0) == range(0)
