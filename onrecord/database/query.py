"""Read rows with named columns from any connection, one at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Parameters = Sequence[Any] | Mapping[str, Any]


class NoSuchRow(LookupError):
    """The table has no row with this key, or the database no such table."""


def iterate_rows(connection: sqlite3.Connection, sql: str, parameters: Parameters = ()) -> Iterator[sqlite3.Row]:
    """The rows of a query, one at a time, whatever row factory the connection has."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    try:
        yield from cursor.execute(sql, parameters)
    finally:
        cursor.close()


def one_row(connection: sqlite3.Connection, sql: str, parameters: Parameters = ()) -> sqlite3.Row:
    """The first row of a query.

    :raises NoSuchRow: when it has no rows
    """
    for row in iterate_rows(connection, sql, parameters):
        return row
    raise NoSuchRow(f"no row for {parameters!r}")


def identifier(name: str) -> str:
    """A name of the database's own schema as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def view_of(table: str, kind: str = "details") -> str:
    """A table's view of a kind, ``details`` or search ``matches``, as an SQL identifier."""
    return identifier(f"{table.removesuffix('s')}_{kind}")
