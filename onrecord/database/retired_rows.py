"""Retired ids as rows of ``retired_ids``, once every other row is stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from onrecord.annotation.retired import RetiredId, last_successor
from onrecord.database.query import identifier
from onrecord.values import DocumentId


def retired_rows(connection: sqlite3.Connection, retired: Sequence[RetiredId]) -> Iterator[dict[str, Any]]:
    """The rows of the retired ids, without those whose successor is not published."""
    for row in retired:
        successor = last_successor(row, retired)
        if successor is None or is_stored(connection, row.kind, successor):
            columns = {"kind": row.kind, "id": row.id, "successor_id": successor}
            yield columns | {"since": row.since, "reason": row.reason}


def is_stored(connection: sqlite3.Connection, table: str, key: DocumentId) -> bool:
    """Whether a row of the table has the id."""
    return bool(connection.execute(f"select 1 from {identifier(table)} where id = ?", (key,)).fetchone())
