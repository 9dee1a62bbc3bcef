"""The newest build of a database, taken over whole while the site runs.

Each build is served from a copy, by a site of its own: so whatever happens to the file, everything that one answer
needs is from one build. Requests that have begun are answered from the build with which they began.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import shutil
import sqlite3
import threading
from collections.abc import Callable
from http import HTTPStatus
from itertools import count
from pathlib import Path
from typing import Any

import click
import httpx

from onrecord.atomic import file_signature
from onrecord.data import COMMAND
from onrecord.problems import InputError, Problem
from onrecord.site.datasette import internals, queries
from onrecord.site.http.assets import App, Message, Receive, Send
from onrecord.site.lanes import Lanes
from onrecord.site.scratch import scratch_directory

LOOK_SECONDS = 0.5
"""Between two looks at the file; it is taken over once two looks in a row have found the same."""

LOOKS_BETWEEN = 20
"""For memory: ten seconds."""


class Build:
    """One build, and the site that answers from it.

    :param directory: where its copy is
    """

    def __init__(self, site: Any, directory: Path | None) -> None:
        self.site = site
        self.app: App = site.app()
        self.directory = directory
        self.answers = 0
        self.is_old = False

    def leave(self) -> None:
        """Give everything back, as soon as the last answer is sent."""
        self.is_old = True
        if not self.answers:
            threading.Thread(target=self.end, daemon=True).start()

    def end(self) -> None:
        """Give everything back; a query whose visitor has left may still be running, so wait for its thread."""
        asyncio.run(internals.end_threads(self.site))
        queries.end_processes(self.site)
        for database in self.site.databases.values():
            database.close()
        self.remove()

    def remove(self) -> None:
        """Remove the copy."""
        if self.directory:
            shutil.rmtree(self.directory, ignore_errors=True)


class Newest:
    """ASGI app: answers from the newest build.

    :param database: the file
    :param make: makes a site of a copy
    :raises InputError: if it can't be read
    """

    def __init__(self, database: Path, make: Callable[[Path], Any]) -> None:
        self.database = database
        self.make = make
        self.lanes = Lanes()
        self.seen = self.taken = file_signature(database)
        try:
            self.build = self.take()
        except OSError as error:
            what = f"No room for a copy ({error.strerror}; see TMPDIR): the next build will need a restart"
            click.echo(what, err=True)
            self.build = Build(make(database), None)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer in a lane."""
        build = self.build
        build.answers += 1
        try:
            with contextlib.suppress(asyncio.CancelledError):  # the server ends
                await self.lanes.thread(scope).answer(build.app, scope, receive, send)
        finally:
            build.answers -= 1
            if build.is_old:
                build.leave()

    def take(self) -> Build:
        """The build that is in the file now.

        :raises InputError: if it is not usable
        """
        directory = scratch_directory()
        try:
            copy = directory / self.database.name
            shutil.copyfile(self.database, copy)
            check_whole(copy, self.database)
            return Build(self.make(copy), directory)
        except BaseException:
            shutil.rmtree(directory, ignore_errors=True)
            raise

    async def start(self) -> None:
        """Make the first build ready."""
        await self.warm(self.build)

    async def watch(self) -> None:
        """Take over every new build, for as long as the server runs."""
        for look in count(1):
            await asyncio.sleep(LOOK_SECONDS)
            if look % LOOKS_BETWEEN == 0:
                give_back_memory()
            found = file_signature(self.database)
            is_new, self.seen = found == self.seen != self.taken, found
            if found and is_new and self.build.directory:
                self.taken = found
                await self.take_over()

    async def take_over(self) -> None:
        """Answer from the new build; if it can't be used, keep the old one and say why."""
        build = None
        try:
            build = await asyncio.to_thread(self.take)
            status = await self.warm(build)
            if status != HTTPStatus.OK:
                raise ValueError(f"its front page can't be shown (status {status})")
        except Exception as error:  # whatever is wrong with it, the old build is still there
            click.echo(f"The new {self.database} is not taken over: {error}", err=True)
            if build:
                build.leave()
            return
        old, self.build = self.build, build
        old.leave()
        click.echo(f"Took over the new {self.database}")

    async def warm(self, build: Build) -> int:
        """Answer a first request, so that nobody waits for what is done only once; return its status."""
        transport = httpx.ASGITransport(app=build.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            answer: httpx.Response = await self.lanes.ordinary[0].run(client.get("/"))
        return answer.status_code

    def close(self) -> None:
        """End the queries, and remove the copy."""
        queries.end_processes(self.build.site)
        self.build.remove()


def check_whole(copy: Path, database: Path) -> None:
    """Check that a copy is a database, with nothing missing at its end: SQLite looks when it reads the schema.

    :raises InputError: if it is not
    """
    try:
        with contextlib.closing(sqlite3.connect(f"{copy.as_uri()}?immutable=1", uri=True)) as connection:
            connection.execute("select 1 from sqlite_master limit 1")
    except sqlite3.DatabaseError as error:
        what, remedy = f"this can't be read: {error}", f"copy it again, or build it: {COMMAND} build"
        raise InputError([Problem(str(database), 0, what, remedy)]) from error


def give_back_memory() -> None:
    """Return to the system what was freed, where the C library can: it keeps most of it for later."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
