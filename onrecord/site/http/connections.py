"""How many connections are open at a time, and how long the server waits for the visitor at the other end of each.

Whoever sends a request whole is waited for as little as possible; who sends none, half of one, or does not read the
answer is disconnected after some time, and earlier if others need the place.
"""

from __future__ import annotations

import resource
import socket
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from onrecord.site.http import quiet_log
from onrecord.site.http.bounds import MOST_SQL_BYTES

MOST = 1000
"""Connections at a time, if the process may open as many files: one process answers far fewer."""

REQUEST_SECONDS = 20
"""From its first byte, or from the connection, until a request is there whole."""

KEEP_ALIVE_SECONDS = 15
"""From an answer to the first byte of the next request."""

STALLED_SECONDS = 120
"""How long a visitor may take nothing of an answer: a slow line takes something all the time."""

MOST_HEAD_BYTES = MOST_SQL_BYTES + 64 * 1024
"""Of an address and the headers. What is a little too long gets a sentence, what is much longer is not read."""

AT_ONCE = 64
"""New connections in one turn of the event loop: what is closed for them is only free in the next one."""

QUEUE = 2048
"""Connections that the system keeps until the server takes them."""

RESERVED_FILES = 128 + 4 * AT_ONCE
"""For databases, threads and processes, and for connections that are being opened and closed, each with its file."""

UNSENT_BYTES = 64 * 1024
"""What the system takes ahead of what a visitor reads. It would take megabytes, and hide that nobody reads them."""

GREEDY_SHARE = 4
"""An address with more than this part of all connections, a quarter, gives way first; behind a proxy that is all."""


def most_connections() -> int:
    """Raise the process's limit of open files as far as needed; how many connections it leaves room for.

    A download has a file besides its connection, so that a connection counts twice.
    """
    soft, hard = (sys.maxsize if one < 0 else one for one in resource.getrlimit(resource.RLIMIT_NOFILE))
    wanted = min(hard, 2 * MOST + RESERVED_FILES)
    if soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
            soft = wanted
    return max(AT_ONCE, min(MOST, (soft - RESERVED_FILES) // 2))


class Connection(H11Protocol):
    """A connection that knows for whom it waits.

    :param most: how many there may be
    """

    def __init__(self, *arguments: Any, most: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.most = most
        self.since = self.read_at = self.loop.time()
        self.has_begun = True
        self.unread = 0

    def connection_made(self, transport: Any) -> None:
        """Take the connection, if need be in place of others."""
        super().connection_made(transport)
        connected = transport.get_extra_info("socket")
        if hasattr(socket, "TCP_NOTSENT_LOWAT") and connected.family != socket.AF_UNIX:
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_BYTES)
        if len(self.connections) > self.most:
            make_room(self, list(self.connections))

    def data_received(self, data: bytes) -> None:
        """The time of a request runs from its first byte."""
        if not self.has_begun:
            self.has_begun, self.since = True, self.loop.time()
        super().data_received(data)

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self.has_begun, self.since = False, self.loop.time()
        super().on_response_complete()

    def resume_writing(self) -> None:
        """The visitor reads."""
        self.read_at = self.loop.time()
        super().resume_writing()

    def look(self) -> None:
        """Notice whether the visitor has read something."""
        unread = self.transport.get_write_buffer_size()
        if not unread or unread != self.unread:
            self.unread, self.read_at = unread, self.loop.time()

    def waits_since(self) -> float | None:
        """Since when the server waits for the visitor to send or to read; None if the visitor waits for the server."""
        if self.transport.get_write_buffer_size():
            return self.read_at
        is_unasked = self.cycle is None or self.cycle.response_complete
        return self.since if is_unasked or self.conn.their_state is h11.SEND_BODY else None

    def is_overdue(self) -> bool:
        """Whether the server has waited long enough."""
        since = self.waits_since()
        limit = STALLED_SECONDS if self.transport.get_write_buffer_size() else REQUEST_SECONDS
        return since is not None and self.loop.time() - since > limit

    def end(self) -> None:
        """Close the connection now, whatever is left to send."""
        self.connections.discard(self)
        self.transport.abort()


def make_room(new: Connection, connections: list[Any]) -> None:
    """End some of the connections for which the server has waited longest, or else the new one.

    Several at a time, so that not every new connection looks at all others.
    """
    held = Counter(one.client and one.client[0] for one in connections)
    waits = [(one, since) for one in connections if one is not new and (since := one.waits_since()) is not None]
    waits.sort(key=lambda pair: (held[pair[0].client and pair[0].client[0]] <= new.most // GREEDY_SHARE, pair[1]))
    for one, _ in waits[: max(1, min(len(waits) // 2, new.most // 20))]:
        one.end()
    if not waits:
        new.end()


class BoundedServer(uvicorn.Server):
    """Uvicorn's server, which every second ends the connections that are overdue."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen with a longer queue: uvicorn has one number for the queue and for what is taken at once."""
        await super().startup(sockets)
        for listener in sockets or ():
            listener.listen(QUEUE)

    async def on_tick(self, counter: int) -> bool:
        """Called ten times a second."""
        if counter % 10 == 0:
            quiet_log.tell()
            for one in list(self.server_state.connections):
                if isinstance(one, Connection):
                    one.look()
                    if one.is_overdue():
                        one.end()
        return await super().on_tick(counter)


def server(app: Callable[..., Any], **settings: Any) -> BoundedServer:
    """A server of this application with bounded connections and a bounded log; other settings are uvicorn's."""
    config = uvicorn.Config(
        app,
        http=partial(Connection, most=most_connections()),  # type: ignore[arg-type]
        backlog=AT_ONCE,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        h11_max_incomplete_event_size=MOST_HEAD_BYTES,
        **settings,
    )
    quiet_log.bound_log("uvicorn.error", "asyncio")
    return BoundedServer(config)
