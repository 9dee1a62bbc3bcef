"""Threads that make the answers, so that a page that takes long to make holds up as few others as possible.

The event loop of the main thread only reads requests and sends what is ready. Each lane has an event loop of its own.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from onrecord.site.http.assets import App, Message, Receive, Send

COSTLY = re.compile(rb"(^|&)(sql|_where|_size|_facet\w*)=")
"""Query strings that ask for more than the site's links lead to: these, and tables as CSV, have a lane of their own."""

ORDINARY_LANES = 2
THREADS = 16
"""For the files and compressions of all lanes."""


class AnswerThread:
    """A thread with an event loop, for as long as the process lives.

    :param helpers: the threads of ``asyncio.to_thread``
    """

    def __init__(self, helpers: ThreadPoolExecutor) -> None:
        self.loop = asyncio.new_event_loop()
        self.loop.set_default_executor(helpers)
        self.answers = 0
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    async def answer(self, app: App, scope: Message, receive: Receive, send: Send) -> None:
        """Let the app answer a request here; it receives and sends where this is called."""
        here = asyncio.get_running_loop()

        def there(function: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
            async def call(*arguments: Any) -> Any:
                return await function(*arguments)

            async def called(*arguments: Any) -> Any:
                return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(call(*arguments), here))

            return called

        self.answers += 1
        try:
            await self.run(app(scope, there(receive), there(send)))
        finally:
            self.answers -= 1

    async def run(self, work: Any) -> Any:
        """The result of a coroutine that runs here."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self.loop))


class Lanes:
    """The threads of a server: the least busy of those for ordinary requests, and one for costly ones."""

    def __init__(self) -> None:
        helpers = ThreadPoolExecutor(THREADS)
        self.ordinary = [AnswerThread(helpers) for _ in range(ORDINARY_LANES)]
        self.costly = AnswerThread(helpers)

    def thread(self, scope: Message) -> AnswerThread:
        """Which thread answers a request."""
        if COSTLY.search(scope["query_string"]) or scope["path"].endswith(".csv"):
            return self.costly
        return min(self.ordinary, key=lambda thread: thread.answers)
