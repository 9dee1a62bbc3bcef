"""Write rows to an SQLite file that replaces the old one only once it is complete and checked."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import Table

from onrecord.atomic import OutputFile
from onrecord.database.counts import count_pages
from onrecord.database.rows import Rows
from onrecord.database.schema import schema_files
from onrecord.problems import InputError, Problem, Progress

PRAGMAS = """
pragma page_size = 4096;
pragma journal_mode = memory;
pragma synchronous = off;
pragma cache_size = -2000;
pragma foreign_keys = off;
pragma temp_store = memory;
"""
"""A failed build is discarded, so it needs no journal on disk; measured, a small cache costs no time."""


REFUSED = (sqlite3.IntegrityError, OverflowError)
"""What is raised for a row that the schema refuses."""


@contextmanager
def new_database(output: Path) -> Iterator[Database]:
    """An empty database with the schema's tables; it replaces ``output`` if the block ends without an error.

    :raises InputError: when the output can't be written
    """
    check_output(output)
    file = OutputFile(output)
    try:
        with closing(sqlite3.connect(file.path, isolation_level=None)) as connection:
            connection.executescript(PRAGMAS)
            for path in schema_files(after_loading=False):
                connection.executescript(path.read_text(encoding="utf-8"))
            yield Database(connection)
        file.publish()
    except (OSError, sqlite3.OperationalError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        remedy = "free some space or allow writing there, or choose another file with --output"
        raise InputError([Problem(str(output), 0, f"the database can't be written: {reason}", remedy)]) from error
    finally:
        file.discard()


class RowRefused(Exception):
    """A row that the schema refuses: its ``table``, its ``key``, and why."""

    def __init__(self, table: str, row: Mapping[str, Any], why: Exception) -> None:
        self.table, self.key = table, str(row.get("id") or "-".join(map(str, row.values())))
        super().__init__(f"{why} ({self.key!r} of {table})")


def insert(database: Database, rows: Rows) -> None:
    """Insert rows by table.

    :raises RowRefused: for an unknown column, type or term
    """
    for name, records in rows.items():
        table = database.table(name)
        try:
            table.insert_all(records, batch_size=500)
        except REFUSED:
            refuse_first(table, records)
            raise


def refuse_first(table: Table, records: Iterable[dict[str, Any]]) -> None:
    """Insert rows one by one, to find the one that can't be.

    :raises RowRefused: naming it
    """
    for record in records:
        try:
            table.insert(record)
        except REFUSED as error:
            raise RowRefused(table.name, record, error) from error


def finish(connection: sqlite3.Connection, progress: Progress = lambda _: None) -> None:
    """Create what depends on the rows: indexes, views, search, planner statistics, and counts for the pages."""
    for path in schema_files(after_loading=True):
        progress(f"running {path.name}")
        connection.executescript(path.read_text(encoding="utf-8"))
    connection.execute("analyze")
    progress("counting")
    count_pages(connection)


def check_output(output: Path) -> None:
    """Refuse an output that can't or shouldn't be replaced, before any work is done.

    :raises InputError: saying why
    """
    what, remedy = "", "choose another file with --output"
    if output.is_dir():
        what, remedy = "the output is a directory", f"name a file in it: --output {output / 'onrecord.db'}"
    elif not output.parent.is_dir():
        what, remedy = f"there is no directory {output.parent}", "create it, or choose another with --output"
    elif not os.access(output.parent, os.W_OK):
        what = f"the directory {output.parent.resolve()} is not writable"
    elif output.exists() and not output.is_file():
        what = "the output is not an ordinary file"
    elif output.exists() and output.stat().st_size and not is_database(output):
        what = "the output exists and is not an SQLite database; it will not be overwritten"
    elif output.exists() and is_busy(output):
        what, remedy = "the output is open in another process", "close it there first, or use --output"
    if what:
        raise InputError([Problem(str(output), 0, what, remedy)])


def is_database(path: Path) -> bool:
    """Whether the file starts with the header of an SQLite database."""
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\x00"


def is_busy(path: Path) -> bool:
    """Whether another process is writing to the database, or holds a log that a new file would corrupt."""
    if any(path.with_name(path.name + suffix).exists() for suffix in ("-wal", "-journal")):
        return True
    if not os.access(path, os.W_OK):
        return False
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        connection.execute("begin exclusive")
        connection.execute("rollback")
    except sqlite3.OperationalError:
        return True
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()
    return False
