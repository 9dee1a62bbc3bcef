"""Limits on the cost of a visitor's SQL, so that ad-hoc queries stay allowed and none takes the server down.

Datasette stops a query after ``sql_time_limit_ms``, but only between steps of SQLite's virtual machine. Nothing
bounds the work inside one step, while a statement is prepared, or while its rows are copied into Python; these
limits do. tests/test_site_limits.py has an attack for each.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Callable
from typing import Any

Value = str | bytes | int | float | None

BYTES_PER_CHARACTER = 4
"""UTF-8 at its widest."""

SLACK_BYTES = 64 * 1024
"""Room above the longest document for values that queries build: lists of names, map popups, snippets."""

HEAP_BYTES = 128 * 1024 * 1024
"""All memory that SQLite may hold in a serving process. Nested common table expressions double while a statement is
prepared (30 of them: 5.8 GB in 47 s), and json_group_array grows outside SQLITE_LIMIT_LENGTH; with this
bound both end with "out of memory" in about a second."""

ANSWER_BYTES = 8 * 1024 * 1024
"""The text and blobs in the rows of one query, once in Python: a thousand of the longest value would be more."""

LIMITS = {
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 50_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 256,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 100,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 1_000_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 2_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}

UNBOUNDED_WIDTH = re.compile(r"\*|\d{4}")
"""In a printf format: a width or precision taken from an argument, or of 1,000 or more."""


def restrain(conn: sqlite3.Connection) -> None:
    """Put every limit on a connection to a database of documents; leave any other database alone.

    The longest value that SQLite may make is the longest document plus slack, so a function that makes
    500 MB out of nothing is refused at once, and a quadratic one has little to work on.
    """
    longest = _longest_document(conn)
    if longest is None:
        return
    most = longest * BYTES_PER_CHARACTER + SLACK_BYTES
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, most)
    for limit, value in LIMITS.items():
        conn.setlimit(limit, value)
    bounded = _bounded_printf(most)
    conn.create_function("printf", -1, bounded, deterministic=True)
    conn.create_function("format", -1, bounded, deterministic=True)
    conn.row_factory = bounded_rows(max(ANSWER_BYTES, most))


def bound_memory() -> None:
    """Bound what SQLite may hold in this process, for good: the limit can be lowered but never raised again."""
    with contextlib.closing(sqlite3.connect(":memory:")) as conn:
        conn.execute(f"pragma hard_heap_limit = {HEAP_BYTES:d}")


def bounded_rows(most: int) -> Callable[[sqlite3.Cursor, tuple[Value, ...]], sqlite3.Row]:
    """Make a row factory that fails once the rows of one cursor hold more than ``most`` bytes.

    :raises sqlite3.OperationalError: from the fetch that goes beyond, as any SQL error does
    """
    counted: sqlite3.Cursor | None = None
    size = 0

    def row(cursor: sqlite3.Cursor, values: tuple[Value, ...]) -> sqlite3.Row:
        nonlocal counted, size
        if cursor is not counted:
            counted, size = cursor, 0
        for value in values:
            if isinstance(value, (str, bytes)):
                size += len(value)
        if size > most:
            raise sqlite3.OperationalError(
                f"the result is larger than {most // 1024 // 1024} MB: select fewer rows or columns"
            )
        return sqlite3.Row(cursor, values)

    return row


def _longest_document(conn: sqlite3.Connection) -> int | None:
    """Length in code points of the longest document, or None when this is not a database of documents."""
    columns = {row[1] for row in conn.execute("pragma table_xinfo(documents)")}
    if "characters" not in columns:
        return None
    (longest,) = conn.execute("select max(characters) from documents").fetchone()
    return longest or 0


def _bounded_printf(most: int) -> Callable[..., Any]:
    """SQLite's own printf, on a connection of its own, behind a check of its format.

    ``printf('%.*c', 900000000, 'x')`` produces nothing, but takes seven seconds in one step. Here it
    returns a text of more than ``most`` bytes, which SQLite refuses.
    """
    plain = sqlite3.connect(":memory:", check_same_thread=False)

    def printf(template: Value = None, *arguments: Value) -> Value:
        if isinstance(template, str) and UNBOUNDED_WIDTH.search(template):
            return " " * (most + 1)
        marks = ", ?" * len(arguments)
        value: Value = plain.execute(f"select printf(?{marks})", (template, *arguments)).fetchone()[0]
        return value

    return printf
