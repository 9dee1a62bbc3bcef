"""An answer is made for as long as its visitor waits, and its queries know whose they are."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from onrecord.site.http.visitors import MOST_BODY_BYTES, Visit, Visitors, visit
from tests.site_example import example

REQUEST = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b"", "client": ("10.0.0.7", 5)}
ENDLESS = "with recursive c(i) as (select 1 union all select i + 1 from c) select count(*) + {} from c"


async def answer_by(app: Any, receive: Any, **scope: Any) -> list[Any]:
    """What is sent when this application is asked."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await Visitors(app)({**REQUEST, **scope}, receive, send)
    return sent


async def left() -> Any:
    return {"type": "http.disconnect"}


async def waiting() -> Any:
    await asyncio.Event().wait()


async def test_an_answer_that_nobody_waits_for_is_cancelled() -> None:
    ended = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(scope["path"])

    assert await answer_by(app, left) == []
    assert ended == ["/"]


async def test_an_answer_that_was_sent_comes_to_its_end() -> None:
    ended = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        await asyncio.sleep(0.01)
        ended.append("closed")

    assert len(await answer_by(app, left)) == 1
    assert ended == ["closed"]


async def test_what_a_visitor_sends_is_passed_on_and_errors_are_raised() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise ValueError(await receive())

    bodies = iter([{"type": "http.request", "body": b"x"}])

    async def receive() -> Any:
        return next(bodies, None) or await waiting()

    with pytest.raises(ValueError, match="http.request"):
        await answer_by(app, receive)


async def test_a_long_body_is_not_kept() -> None:
    sizes = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        while (message := await receive())["more_body"]:
            sizes.append(len(message["body"]))

    sent = iter([{"type": "http.request", "body": b"x" * 10_000, "more_body": number < 99} for number in range(100)])

    async def receive() -> Any:
        return next(sent, None) or await waiting()

    await answer_by(app, receive)
    assert sum(sizes) == MOST_BODY_BYTES


@pytest.mark.parametrize(
    ("path", "query", "ad_hoc", "is_query", "is_page"),
    [
        ("/a", b"sql=select+1", True, True, True),
        ("/a/b.json", b"a=b&_where=1", True, False, False),
        ("/a.b/c", b"a=sql%3D1&xsql=1", False, False, True),
        ("/", b"", False, False, True),
    ],
)
async def test_a_query_knows_who_asks_for_what(
    path: str, query: bytes, ad_hoc: bool, is_query: bool, is_page: bool
) -> None:
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(visit.get())

    await answer_by(app, waiting, path=path, query_string=query)
    assert seen == [Visit("10.0.0.7", ad_hoc, is_query, is_page)]


def test_a_server_ends_when_it_is_told_to_whatever_it_is_asked(tmp_path: Path) -> None:
    database = example(tmp_path / "onrecord.db")
    code = "import sys, pathlib; from onrecord.site.server import serve; serve(pathlib.Path(sys.argv[1]), port=0)"
    command = [sys.executable, "-u", "-c", code, str(database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stderr
        address = re.search(r"http://\S+?:\d+", process.stdout.readline())
        assert address

        def ask(number: int) -> None:
            with suppress(httpx.HTTPError):
                httpx.get(f"{address[0]}/onrecord.json", params={"sql": ENDLESS.format(number)}, timeout=60)

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        httpx.get(f"{address[0]}/onrecord.json?sql=select+1", timeout=60)
        process.terminate()
        process.wait(60)
        for thread in threads:
            thread.join()
        said = process.stderr.read()
        print(said)
        assert "Traceback" not in said
