"""Whose request is being answered, and whether anybody still waits for the answer."""

from __future__ import annotations

import asyncio
import contextlib
from contextvars import ContextVar

from onrecord.site.http.assets import App, Message, Receive, Send

visitor: ContextVar[str] = ContextVar("visitor", default="")
"""The address that the request came from, as the server sees it: behind a proxy, what the proxy says."""


class Visitors:
    """ASGI middleware: answers a request for as long as its visitor waits."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Cancel the answer when the visitor leaves: whatever it is waiting for is then free for others."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        visitor.set((scope.get("client") or ("",))[0])
        messages: asyncio.Queue[Message] = asyncio.Queue()
        answer = asyncio.ensure_future(self.app(scope, messages.get, send))
        visit = asyncio.ensure_future(_visit(receive, messages))
        try:
            await asyncio.wait({answer, visit}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            visit.cancel()
            if not answer.done():
                answer.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await answer


async def _visit(receive: Receive, messages: asyncio.Queue[Message]) -> None:
    """Pass on what the visitor sends, until the visitor leaves."""
    while True:
        message = await receive()
        messages.put_nowait(message)
        if message["type"] == "http.disconnect":
            return
