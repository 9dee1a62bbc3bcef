"""The process that runs SQL: reads messages from its standard input and writes answers to its standard output.

A message is its length (four bytes, big-endian) and a JSON object: ``sql`` and ``parameters`` (left out for the next
chunk of the last query), ``milliseconds``, and ``rows``, the most rows to return (None for a chunk); ``cut`` says
whether a longer result may be cut off there, and ``cells``, if given, after how many values. A BLOB is a list of one
string, in base64. Answers are JSON too, so that a process that was taken over by its SQL can't make the server run
anything.
"""

from __future__ import annotations

import base64
import json
import os
import resource
import sqlite3
import struct
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from onrecord.sandbox import fts
from onrecord.sandbox.allowed import allow_only_listed
from onrecord.sandbox.limits import bound_memory, restrain

LENGTH = struct.Struct(">I")

CHUNK_ROWS, CHUNK_CHARACTERS = 1000, 1_000_000

MOST_BYTES = 1024 * 1024 * 1024
"""Address space of the process."""

TIRED_BYTES = 64 * 1024 * 1024
"""Resident memory from which a process is replaced: what SQLite and Python free may not return to the system."""

STATM = Path("/proc/self/statm")

INSTRUCTIONS = 1000
"""Instructions of SQLite's virtual machine between two looks at the clock."""


def main() -> None:
    """Answer messages until the input ends, or nobody reads the answers."""
    try:
        answer_all()
    except BrokenPipeError:
        os._exit(0)  # not by way of Python's end, which writes what is left to write
    except sqlite3.OperationalError:
        os._exit(1)  # the file could not be opened: the server has ended meanwhile, and removed it


def answer_all() -> None:
    """Answer messages until the input ends."""
    connection = open_bounded(sys.argv[1], nice=int(sys.argv[2]))
    cursor: sqlite3.Cursor | None = None
    write_message(sys.stdout.buffer, {})
    while (message := read_message(sys.stdin.buffer)) is not None:
        limit_time(connection, message["milliseconds"])
        answer: dict[str, Any]
        try:
            if "sql" in message:
                cursor = connection.execute(message["sql"], from_json(message["parameters"]))
            assert cursor is not None
            answer = chunk(cursor) if message["rows"] is None else result(cursor, message)
            write_message(sys.stdout.buffer, {**answer, "is_tired": is_tired()})
        except (sqlite3.Error, sqlite3.Warning, MemoryError, OverflowError) as error:
            answer = {"error": [type(error).__name__, str(error)]}
            write_message(sys.stdout.buffer, {**answer, "is_tired": is_tired()})


def open_bounded(uri: str, nice: int) -> sqlite3.Connection:
    """The database, with every limit on what a query may cost."""
    os.nice(nice)
    bound_memory()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    connection = sqlite3.connect(uri, uri=True)
    connection.text_factory = lambda value: str(value, "utf-8", "replace")
    restrain(connection)
    fts.install(connection)
    allow_only_listed(connection)
    return connection


def limit_time(connection: sqlite3.Connection, milliseconds: float) -> None:
    """Interrupt SQLite after this time; if the process computes for much longer, the system ends it.

    The server kills a process that does not answer in time; the system's limit is for when there is no server any more.
    """
    deadline = time.monotonic() + milliseconds / 1000
    connection.set_progress_handler(lambda: time.monotonic() > deadline, INSTRUCTIONS)
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + milliseconds / 1000) + 5
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))


def result(cursor: sqlite3.Cursor, message: dict[str, Any]) -> dict[str, Any]:
    """All rows; or at most so many, and whether there are more."""
    columns = _columns(cursor)
    if not message["cut"]:
        return {"columns": columns, "rows": [row_to_json(row) for row in cursor], "more": False}
    most: int = message["rows"]
    if "cells" in message:
        most = min(most, message["cells"] // max(len(columns), 1))
    rows = [row_to_json(row) for row in cursor.fetchmany(most + 1)]
    return {"columns": columns, "rows": rows[:most], "more": len(rows) > most}


def chunk(cursor: sqlite3.Cursor) -> dict[str, Any]:
    """The next rows, at most CHUNK_ROWS and fewer if they are long; none at the end."""
    cursor.row_factory = None  # all chunks together may be as long as they like
    rows: list[Any] = []
    size = 0
    while len(rows) < CHUNK_ROWS and size < CHUNK_CHARACTERS and (row := cursor.fetchone()):
        rows.append(row_to_json(row))
        size += sum(len(value) for value in row if isinstance(value, (str, bytes)))
    return {"columns": _columns(cursor), "rows": rows, "more": bool(rows)}


def _columns(cursor: sqlite3.Cursor) -> list[str]:
    return [column[0] for column in cursor.description or ()]


def is_tired() -> bool:
    """Whether the process still holds so much memory that a new one is better; False where /proc does not exist."""
    try:
        pages = int(STATM.read_text(encoding="ascii").split()[1])
    except OSError:
        return False
    return pages * resource.getpagesize() > TIRED_BYTES


def row_to_json(row: Any) -> list[Any]:
    """The values of a row for JSON."""
    return [value_to_json(value) for value in row]


def value_to_json(value: Any) -> Any:
    """A value for JSON."""
    return [base64.b64encode(value).decode()] if isinstance(value, bytes) else value


def from_json(parameters: Any) -> Any:
    """Parameters, or the values of a row, from JSON."""
    if isinstance(parameters, dict):
        return dict(zip(parameters, from_json(parameters.values()), strict=True))
    return [base64.b64decode(value[0]) if isinstance(value, list) else value for value in parameters]


def result_rows(answer: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of an answer."""
    return (tuple(from_json(row)) for row in answer["rows"])


def read_message(stream: BinaryIO) -> Any:
    """The next message; None at the end."""
    head = stream.read(LENGTH.size)
    return json.loads(stream.read(LENGTH.unpack(head)[0])) if len(head) == LENGTH.size else None


def write_message(stream: BinaryIO, message: Any) -> None:
    """Write a message."""
    stream.write(framed_json(message))
    stream.flush()


def framed_json(message: Any) -> bytes:
    """A message with its length."""
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return LENGTH.pack(len(body)) + body
