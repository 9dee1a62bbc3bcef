"""Publish a built database with Datasette: a site with its settings, and a server."""

from __future__ import annotations

import asyncio
import errno
import os
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from datasette.app import Datasette  # type: ignore[import-untyped]

from onrecord.data import COMMAND, METADATA
from onrecord.metadata import published_metadata
from onrecord.problems import InputError, Refusal
from onrecord.sandbox import limits
from onrecord.site import standalone
from onrecord.site.http import connections
from onrecord.site.http.doorkeeper import PARAMETER, Doorkeeper
from onrecord.site.http.own_address import normal_path, parse_address, set_address
from onrecord.site.newest import Newest
from onrecord.site.room import Room, open_room
from onrecord.site.standalone import SETTINGS

SWITCH_SECONDS = 0.0005
"""How long a thread may compute before it lets another one go on that waits. A page passes from thread to thread some
fifty times, and each time would wait for Python's usual five milliseconds while a long answer is made."""

STOP_SECONDS = 2
"""How long a server that is told to stop waits for its answers, and then for its threads."""


class CannotServe(click.ClickException):
    """There is nothing to serve, or nowhere to serve it; the message says what to do."""


def datasette_for(database: Path, metadata: Path = METADATA, settings: dict[str, Any] | None = None) -> Datasette:
    """Make the site of one built database.

    :param database: the SQLite file; opened as immutable, its stem is the database's name on the site
    :param metadata: metadata.yml, whose ``databases:`` describes ``onrecord``
    :param settings: Datasette settings that differ from :data:`SETTINGS`
    :raises CannotServe: if a file is missing or can't be read
    """
    _check_exists(database)
    try:
        described = published_metadata(database.stem, metadata)
    except Refusal as error:
        raise CannotServe(f"{metadata} {error}") from error
    site = Datasette(immutables=[str(database)], settings={**SETTINGS, **(settings or {})})
    standalone.set_descriptions(site, described)
    return site


def site_maker(
    metadata: Path,
    prefix: str | None = None,
    address: str | None = None,
    room: Callable[[Path], Room] | None = None,
) -> Callable[[Path], Datasette]:
    """What makes the site of a database; for the parameters see :func:`serve`.

    :raises click.ClickException: if the address is not valid
    """
    own = parse_address(address) if address else None
    base = normal_path(prefix if prefix is not None else own.path if own else "/")

    def make(database: Path) -> Datasette:
        site = datasette_for(database, metadata, {"base_url": base})
        set_address(site, own)
        if room:
            open_room(site, room(database))
        return site

    return make


def serve(
    database: Path,
    metadata: Path = METADATA,
    host: str = "127.0.0.1",
    port: int = 8001,
    prefix: str | None = None,
    address: str | None = None,
    room: Callable[[Path], Room] | None = None,
) -> None:
    """Serve the site until interrupted.

    :param port: 0 takes any free one
    :param prefix: the path below which the site is; that of ``address`` if it is not given
    :param address: where visitors reach the site, such as ``https://example.org/data/``
    :param room: opens the review room of a build; then only who has the token that is printed can enter
    :raises click.ClickException: if the database is missing, the port is taken or the address is not valid
    """
    make = site_maker(metadata, prefix, address, room)
    _check_exists(database)
    listener = _listen(host, port)
    newest = _newest(database, make)
    shown = f"[{host}]" if ":" in host else host
    base = newest.build.site.setting("base_url")
    limits.bound_memory()
    sys.setswitchinterval(SWITCH_SECONDS)
    bound = listener.getsockname()[1]
    app: Newest | Doorkeeper = newest
    what = f"Serving {database} at http://{shown}:{bound}{base}"
    if room:
        token = secrets.token_urlsafe(16)
        app, what = Doorkeeper(newest, token, bound), f"Review at http://{shown}:{bound}/review?{PARAMETER}={token}"
    server = connections.server(app, log_level="warning", lifespan="off", timeout_graceful_shutdown=STOP_SECONDS)

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _interrupt)

    async def run() -> None:
        await newest.start()
        click.echo(f"{what} — stop with Ctrl-C")
        watching = asyncio.create_task(newest.watch())
        await server.serve(sockets=[listener])
        watching.cancel()

    try:
        asyncio.run(run())
    except KeyboardInterrupt:
        pass
    finally:
        listener.close()
        end_soon()
        newest.close()


def _check_exists(database: Path) -> None:
    if not database.is_file():
        raise CannotServe(f"{database} does not exist — build it first: {COMMAND} build")


def _interrupt(*_: Any) -> None:
    """End as after Ctrl-C, cleaning up: by default the process would end at once."""
    raise KeyboardInterrupt


def _newest(database: Path, make: Callable[[Path], Datasette]) -> Newest:
    try:
        return Newest(database, make)
    except InputError as error:
        raise CannotServe(str(error)) from error


def end_soon() -> None:
    """End this process whatever its threads still do: Python would wait for each."""
    timer = threading.Timer(STOP_SECONDS, os._exit, (0,))
    timer.daemon = True
    timer.start()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # By its protocol asyncio knows that it may send at once (TCP_NODELAY): else each answer waits 40 ms for its body.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        raise CannotServe(_why_not(host, port, error)) from error
    return listener


def _why_not(host: str, port: int, error: Exception) -> str:
    code = error.errno if isinstance(error, OSError) else None
    if code == errno.EADDRINUSE:
        return f"Port {port} is in use — stop the other server, or choose another: --port {port % 65535 + 1}"
    if code == errno.EACCES:
        return f"Port {port} needs special privileges — choose one above 1023: --port 8001"
    return f"Can't listen on {host} port {port}: {error} — choose another --host or --port"
