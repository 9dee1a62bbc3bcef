"""Whose request is being answered, and whether anybody still waits for the answer."""

from __future__ import annotations

import asyncio
import contextlib
import re
from contextvars import ContextVar
from typing import NamedTuple

from onrecord.site.http.assets import App, Message, Receive, Send
from onrecord.site.http.bounds import SQL, asks_for_page

MOST_BODY_BYTES = 100_000
"""Of a request: nothing here needs one, except Datasette's own small forms."""

AD_HOC = re.compile(rb"(^|&)(sql|_where)=")
"""Query strings with SQL that the visitor wrote."""


class Visit(NamedTuple):
    """Who asks for what.

    :param visitor: where the request comes from: behind a proxy, the address that the proxy gives
    :param is_ad_hoc: whether it has SQL in it, at least a condition
    :param is_query: whether it asks for the result of SQL
    :param is_page: whether it asks for a page, not for data
    """

    visitor: str = ""
    is_ad_hoc: bool = False
    is_query: bool = False
    is_page: bool = False


visit: ContextVar[Visit] = ContextVar("visit", default=Visit())  # noqa: B039


class Visitors:
    """ASGI middleware: answers a request for as long as its visitor waits."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Cancel the answer when the visitor leaves, which stops its queries."""
        visitor, asked = (scope.get("client") or ("",))[0], scope["query_string"]
        visit.set(Visit(visitor, bool(AD_HOC.search(asked)), bool(SQL.search(asked)), asks_for_page(scope)))
        messages: asyncio.Queue[Message] = asyncio.Queue()
        is_complete = False

        async def send_on(message: Message) -> None:
            nonlocal is_complete
            await send(message)
            is_complete = message["type"] == "http.response.body" and not message.get("more_body")

        answer = asyncio.ensure_future(self.app(scope, messages.get, send_on))
        leaving = asyncio.ensure_future(_pass_on(receive, messages))
        try:
            await asyncio.wait({answer, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if is_complete:
                await answer  # to its end: it may have files to close
        finally:
            leaving.cancel()
            answer.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await answer


async def _pass_on(receive: Receive, messages: asyncio.Queue[Message]) -> None:
    """Pass on what the visitor sends, until the visitor leaves; of a long body only its beginning and its end."""
    size = 0
    while True:
        message = await receive()
        size += len(message.get("body", b""))
        if size <= MOST_BODY_BYTES or not message.get("more_body"):
            messages.put_nowait(message)
        if message["type"] == "http.disconnect":
            return
