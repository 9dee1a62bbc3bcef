"""A process that asks one database one question at a time: ``python -m onrecord.sandbox.worker URI`` on pipes.

A message is its length in bytes, four of them, and JSON. Nothing but JSON comes back to the server: whoever took this
process over could not make the server run anything. Blobs are lists of one text in base64.
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

from onrecord.sandbox.allowed import allow_only_listed
from onrecord.sandbox.fts import match_query
from onrecord.sandbox.limits import bound_memory, restrain

LENGTH = struct.Struct(">I")
MOST_CELLS = 50_000
"""Of an answer that may be cut off."""

CHUNK_ROWS, CHUNK_CHARACTERS = 1000, 1_000_000
TIRED_BYTES = 64 * 1024 * 1024
"""A process that holds this much memory after an answer is replaced: what SQLite gave back may not reach the system."""

STATM = Path("/proc/self/statm")

MOST_BYTES = 1024 * 1024 * 1024
"""Of address space, the database's pages included."""

INSTRUCTIONS = 1000
"""SQLite looks at the clock after this many steps."""


def main() -> None:
    """Answer until the pipe ends."""
    connection = opened(sys.argv[1], nice=int(sys.argv[2]))
    cursor: sqlite3.Cursor | None = None
    write(sys.stdout.buffer, {})
    while (message := read(sys.stdin.buffer)) is not None:
        deadline = time.monotonic() + message["milliseconds"] / 1000

        def is_over(deadline: float = deadline) -> bool:
            return time.monotonic() > deadline

        connection.set_progress_handler(is_over, INSTRUCTIONS)
        bound_processor(message["milliseconds"])
        try:
            if "sql" in message:
                cursor = connection.execute(message["sql"], decoded(message["parameters"]))
            assert cursor is not None
            answer = chunk(cursor) if message["rows"] is None else whole(cursor, message["rows"], message["cut"])
        except sqlite3.Warning as error:
            answer = {"error": ["Warning", str(error)]}
        except (sqlite3.Error, MemoryError, OverflowError) as error:
            answer = {"error": [type(error).__name__, str(error)]}
        try:
            write(sys.stdout.buffer, {**answer, "tired": is_tired()})
        except MemoryError:
            write(sys.stdout.buffer, {"error": ["MemoryError", ""], "tired": True})


def opened(uri: str, nice: int) -> sqlite3.Connection:
    """The database, read only, with every bound on what a question may cost."""
    os.nice(nice)
    bound_memory()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    connection = sqlite3.connect(uri, uri=True)
    connection.text_factory = lambda value: str(value, "utf-8", "replace")
    restrain(connection)
    connection.create_function("escape_fts", 1, match_query, deterministic=True)
    allow_only_listed(connection)
    return connection


def whole(cursor: sqlite3.Cursor, most: int, cut: bool) -> dict[str, Any]:
    """All rows, or the first ones and that there are more, where the answer may be cut."""
    columns = [column[0] for column in cursor.description or ()]
    if cut:
        most = min(most, MOST_CELLS // max(len(columns), 1))
    rows = [encoded(row) for row in cursor.fetchmany(most + 1)] if cut else [encoded(row) for row in cursor]
    return {"columns": columns, "rows": rows[:most] if cut else rows, "more": cut and len(rows) > most}


def chunk(cursor: sqlite3.Cursor) -> dict[str, Any]:
    """The next rows of an answer that is read to its end; none at the end."""
    rows: list[Any] = []
    size = 0
    while len(rows) < CHUNK_ROWS and size < CHUNK_CHARACTERS and (row := cursor.fetchone()):
        rows.append(encoded(row))
        size += sum(len(value) for value in row if isinstance(value, (str, bytes)))
    return {"columns": [column[0] for column in cursor.description or ()], "rows": rows, "more": bool(rows)}


def bound_processor(milliseconds: float) -> None:
    """Let the system end this process if it computes far longer than it may: the server may be gone by then."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + milliseconds / 1000) + 5
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))


def is_tired() -> bool:
    """Whether this process still holds so much memory that a new one is better; known on Linux alone."""
    try:
        pages = int(STATM.read_text(encoding="ascii").split()[1])
    except OSError:
        return False
    return pages * resource.getpagesize() > TIRED_BYTES


def encoded(row: Any) -> list[Any]:
    """A row's values as JSON has them."""
    return [[base64.b64encode(value).decode()] if isinstance(value, bytes) else value for value in row]


def decoded(parameters: Any) -> Any:
    """Parameters as SQLite takes them."""

    def value(given: Any) -> Any:
        return base64.b64decode(given[0]) if isinstance(given, list) else given

    if isinstance(parameters, dict):
        return {name: value(given) for name, given in parameters.items()}
    return [value(given) for given in parameters]


def read(stream: BinaryIO) -> Any:
    """The next message; None at the end."""
    head = stream.read(LENGTH.size)
    return json.loads(stream.read(LENGTH.unpack(head)[0])) if len(head) == LENGTH.size else None


def write(stream: BinaryIO, message: Any) -> None:
    """Send a message."""
    stream.write(framed(message))
    stream.flush()


def framed(message: Any) -> bytes:
    """A message with its length."""
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return LENGTH.pack(len(body)) + body


def rows_of(answer: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of an answer with their blobs."""
    for row in answer["rows"]:
        yield tuple(decoded(row))


if __name__ == "__main__":
    main()
