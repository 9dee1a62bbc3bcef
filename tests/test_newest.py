"""A new build is taken over whole while the site runs, and what takes long holds nobody else up."""

from __future__ import annotations

import asyncio
import csv
import errno
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from onrecord.site import newest
from onrecord.site.lanes import Lanes
from onrecord.site.newest import Newest
from onrecord.site.scratch import PREFIX, own_directory
from onrecord.site.server import datasette_for
from tests.site_example import example

CODE = "import sys, pathlib; from onrecord.site.server import serve; serve(pathlib.Path(sys.argv[1]), port=0)"
COUNTS = ("/onrecord/claims.json?_size=1", "/onrecord.json?sql=select+count(*)+n+from+claims&_shape=array")
SCOPE = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}


class Server(NamedTuple):
    """A server of a database in a process of its own."""

    client: httpx.Client
    database: Path
    log: Path
    pid: int

    def said(self, words: str) -> None:
        """Wait until it says so."""
        until = time.monotonic() + 60
        while not re.search(words, self.log.read_text()):
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.05)


@pytest.fixture
def server(tmp_path: Path, small_database: Path) -> Iterator[Server]:
    database, log = tmp_path / "onrecord.db", tmp_path / "log"
    shutil.copy(small_database, database)
    copies = tmp_path / "copies"
    copies.mkdir()
    with log.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-u", "-c", CODE, str(database)],
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
            env={**os.environ, "TMPDIR": str(copies)},
        )
    assert process.stdout
    address = re.search(r"http://\S+?:\d+", process.stdout.readline())
    assert address
    with httpx.Client(base_url=address[0], timeout=60) as client:
        yield Server(client, database, log, process.pid)
    process.terminate()
    out, _ = process.communicate(timeout=60)
    assert list(copies.glob(f"{PREFIX}*")) == []
    assert "Traceback" not in log.read_text()


def rows(database: Path) -> int:
    """How many claims there are in a database."""
    with closing(sqlite3.connect(database)) as connection:
        found: int = connection.execute("select count(*) from claims").fetchone()[0]
        return found


def counted(client: httpx.Client) -> set[int]:
    """How many claims there are, by every way of asking, in one moment's answers."""
    page, query = (client.get(address).raise_for_status().json() for address in COUNTS)
    return {page["filtered_table_rows_count"], query[0]["n"]}


def replaced(new: Path, old: Path) -> None:
    """As a build does it."""
    shutil.copy(new, f"{old}.new")
    os.replace(f"{old}.new", old)


def overwritten(new: Path, old: Path) -> None:
    """As ``cp`` does it."""
    shutil.copy(new, old)


@pytest.mark.parametrize("renew", [replaced, overwritten])
def test_a_new_build_is_taken_over_whole(server: Server, database: Path, renew: Callable[[Path, Path], None]) -> None:
    client, old, new = server.client, {rows(server.database)}, {rows(database)}
    before = client.get("/onrecord/claims")
    assert counted(client) == old
    renew(database, server.database)
    answers = [counted(client)]
    until = time.monotonic() + 60
    while answers[-1] != new:
        assert time.monotonic() < until
        answers.append(counted(client))
    # Only while the two addresses are asked one after the other may the new one have come in between.
    assert sum(answer not in (old, new) for answer in answers) <= 1
    after = client.get("/onrecord/claims", headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.headers["etag"] != before.headers["etag"]
    assert client.get("/onrecord.db").content == database.read_bytes()
    assert len(list(csv.reader(client.get("/onrecord/claims.csv").text.splitlines()))) == new.pop() + 1


def test_what_cannot_be_taken_over_is_named_and_the_old_build_stays(server: Server, database: Path) -> None:
    old, new = {rows(server.database)}, {rows(database)}
    whole = database.read_bytes()
    server.database.write_bytes(whole[: len(whole) // 2 // 4096 * 4096])
    server.said(r"onrecord\.db is not taken over: .*can't be read: database disk image is malformed")
    server.database.write_text("no database at all, " * 500)
    server.said(r"not taken over: .*can't be read: file is not a database")
    server.database.unlink()
    time.sleep(3 * newest.LOOK_SECONDS)
    assert counted(server.client) == old
    server.database.write_bytes(whole)
    until = time.monotonic() + 60
    while counted(server.client) != new:
        assert time.monotonic() < until


def test_what_servers_that_were_killed_have_left_is_removed(monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    for owner in (ended.stdout.decode().strip(), str(os.getpid()), "x"):
        (tmp_path / f"{PREFIX}{owner}-abc").mkdir()
    own = own_directory.__wrapped__()
    assert own.is_dir() and own.parent == tmp_path
    left = [own.name, f"{PREFIX}{os.getpid()}-abc", f"{PREFIX}x-abc"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(left)


def test_without_room_for_a_copy_the_file_itself_is_served(monkeypatch: Any, tmp_path: Path, capsys: Any) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    database = example(tmp_path / "onrecord.db")
    served = Newest(database, datasette_for)
    assert "No space left on device; see TMPDIR" in capsys.readouterr().err
    assert served.build.site.databases["onrecord"].path == str(database)
    served.close()
    assert database.exists()


async def nothing() -> Any:
    return {"type": "http.request"}


async def sent(message: Any) -> None:
    pass


async def test_an_answer_that_takes_long_holds_up_nobody_else() -> None:
    lanes, go_on, threads = Lanes(), threading.Event(), set()

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        threads.add(threading.current_thread())
        go_on.wait(60)

    async def quick(scope: Any, receive: Any, send: Any) -> None:
        threads.add(threading.current_thread())
        await send(await receive())

    waiting = []
    for query in (b"sql=select+1", b""):
        scope = {**SCOPE, "query_string": query}
        waiting.append(asyncio.create_task(lanes.thread(scope).answer(slow, scope, nothing, sent)))
        await asyncio.sleep(0)
    await lanes.thread(SCOPE).answer(quick, SCOPE, nothing, sent)
    assert not any(task.done() for task in waiting)
    go_on.set()
    await asyncio.gather(*waiting)
    assert len(threads) == 3
    assert threading.current_thread() not in threads


async def test_a_visitor_who_leaves_ends_the_answer_in_its_lane() -> None:
    begun, ended = threading.Event(), threading.Event()

    async def endless(scope: Any, receive: Any, send: Any) -> None:
        begun.set()
        try:
            await asyncio.sleep(600)
        finally:
            ended.set()

    task = asyncio.create_task(Lanes().thread(SCOPE).answer(endless, SCOPE, nothing, sent))
    await asyncio.to_thread(begun.wait, 60)
    task.cancel()
    assert await asyncio.to_thread(ended.wait, 60)
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_an_exception_reaches_the_server() -> None:
    async def wrong(scope: Any, receive: Any, send: Any) -> None:
        raise ValueError(scope["path"])

    with pytest.raises(ValueError, match="/"):
        await Lanes().thread(SCOPE).answer(wrong, SCOPE, nothing, sent)
