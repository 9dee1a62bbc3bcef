"""A process that runs SQL, as the server sees it: see worker.py for the other side."""

from __future__ import annotations

import json
import os
import select
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

from onrecord.data import PACKAGE
from onrecord.sandbox.worker import LENGTH, MOST_BYTES, framed_json, result_rows

GRACE_SECONDS = 0.05
"""After its time limit a process has this long to report that it stopped; then it is killed."""

START_SECONDS = 10
"""How long a new process may take to open the database."""

CODE = f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); from onrecord.sandbox.worker import main; main()"
"""The process imports only the standard library and the sandbox, so that it starts in about 30 ms and stays small."""

INTERRUPTED = "interrupted"
"""SQLite's message for a statement that was stopped."""

ERRORS: dict[str, type[Exception]] = {
    name: getattr(sqlite3, name)
    for name in ("Warning", "Error", "DatabaseError", "OperationalError", "IntegrityError", "ProgrammingError",
                 "InterfaceError", "DataError", "InternalError", "NotSupportedError")
} | {"MemoryError": MemoryError, "OverflowError": OverflowError}  # fmt: skip


class QueryResult(NamedTuple):
    """Rows and the names of their columns; ``more`` if there are rows that were left out."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    more: bool


class Interrupted(sqlite3.OperationalError):
    """The time limit of a query was reached."""


class Gone(sqlite3.OperationalError):
    """A process ended without an answer."""


class Process:
    """One process with the database open.

    :param uri: the database, as a URI for SQLite
    :param nice: how far it gives way to other processes, 0 to 19
    """

    def __init__(self, uri: str, nice: int = 0) -> None:
        command = [sys.executable, "-I", "-S", "-c", CODE, uri, str(nice)]
        # In a process group of its own, so that Ctrl-C in a terminal reaches the server alone.
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, process_group=0
        )
        self.is_new = True
        self.is_spent = False

    def run(self, message: dict[str, Any], milliseconds: float) -> QueryResult:
        """The result of a message.

        :raises Interrupted: when the time limit is reached; the process is killed if it does not report so itself
        :raises Gone: when the process ends
        :raises sqlite3.Error: any other error of SQLite, as it was raised there
        """
        try:
            answer = self.exchange(message, milliseconds)
        except TimeoutError as error:
            self.kill()
            raise Interrupted(INTERRUPTED) from error
        except (OSError, EOFError, ValueError) as error:
            self.kill()
            raise Gone("the process that ran the query ended without an answer") from error
        self.is_spent = self.is_spent or answer["is_tired"]
        if "error" in answer:
            kind, text = answer["error"]
            raise Interrupted(text) if text == INTERRUPTED else ERRORS.get(kind, sqlite3.OperationalError)(text)
        return QueryResult(answer["columns"], list(result_rows(answer)), answer["more"])

    def exchange(self, message: dict[str, Any], milliseconds: float) -> dict[str, Any]:
        """Send a message and wait for the answer."""
        if self.is_new:
            self._receive(time.monotonic() + START_SECONDS)
            self.is_new = False
        deadline = time.monotonic() + milliseconds / 1000 + GRACE_SECONDS
        self._send(framed_json({**message, "milliseconds": milliseconds}), deadline)
        return self._receive(deadline)

    def chunks(self, sql: str, parameters: Any, milliseconds: float, together: bool) -> Iterator[QueryResult]:
        """All rows of a query in chunks.

        :param milliseconds: the time limit of each chunk, or of all chunks ``together``
        :raises sqlite3.Error: as :meth:`run` does
        """
        message = {"sql": sql, "parameters": parameters, "rows": None, "cut": False}
        left = milliseconds
        while True:
            start = time.monotonic()
            result = self.run(message, left)
            if not result.rows:
                return
            yield result
            message = {"rows": None, "cut": False}
            if together:
                left -= (time.monotonic() - start) * 1000

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        self.is_spent = True
        self.process.kill()

    def close(self) -> None:
        """End it and release its pipes."""
        self.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()

    def _receive(self, deadline: float) -> dict[str, Any]:
        size = LENGTH.unpack(self._read(LENGTH.size, deadline))[0]
        if size > MOST_BYTES:
            raise ValueError
        answer: dict[str, Any] = json.loads(self._read(size, deadline))
        return answer

    def _read(self, size: int, deadline: float) -> bytes:
        assert self.process.stdout
        number = self.process.stdout.fileno()
        data = bytearray()
        while len(data) < size:
            _wait(number, select.POLLIN, deadline)
            part = os.read(number, min(size - len(data), 1 << 20))
            if not part:
                raise EOFError
            data += part
        return bytes(data)

    def _send(self, data: bytes, deadline: float) -> None:
        assert self.process.stdin
        number = self.process.stdin.fileno()
        while data:
            _wait(number, select.POLLOUT, deadline)
            data = data[os.write(number, data[: select.PIPE_BUF]) :]


def _wait(number: int, event: int, deadline: float) -> None:
    """Wait until a pipe is ready.

    :raises TimeoutError: when it is not ready by the deadline
    """
    poll = select.poll()
    poll.register(number, event)
    if not poll.poll(max(0.0, (deadline - time.monotonic()) * 1000)):
        raise TimeoutError
