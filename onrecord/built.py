"""A database that ``build_db.py build`` has built, or why a file is none."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from onrecord.database import schema_files
from onrecord.problems import InputError, Problem

COLUMNS = """
select sqlite_master.name, columns.name from sqlite_master
join pragma_table_xinfo(sqlite_master.name) as columns where sqlite_master.type in ('table', 'view')
"""


@contextmanager
def opened(database: Path) -> Iterator[sqlite3.Connection]:
    """A built database, read-only, as it is at one moment.

    :raises InputError: when there is none, or one of another version
    """
    another = "name a database that build_db.py has built, or build it again"
    if not database.is_file():
        what = "this is no file" if database.exists() else "there is no such database"
        raise InputError([Problem(str(database), 0, what, "build one first: python build_db.py build")])
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.isolation_level = None
            connection.execute("begin")
            if missing := lacking(connection):
                what = f"this is no onrecord database, or one of another version: it has no {missing[0]}"
                raise InputError([Problem(str(database), 0, what, another)])
            yield connection
    except sqlite3.DatabaseError as error:
        raise InputError([Problem(str(database), 0, f"the database can't be read: {error}", another)]) from error


def lacking(connection: sqlite3.Connection) -> list[str]:
    """The tables, views and columns of the schema that a database does not have, in order."""
    there = columns(connection)
    with closing(sqlite3.connect(":memory:")) as empty:
        for path in (*schema_files(after_loading=False), *schema_files(after_loading=True)):
            empty.executescript(path.read_text(encoding="utf-8"))
        wanted = columns(empty)
    return [
        name if name not in there else f"{name}.{column}"
        for name in sorted(wanted)
        for column in sorted(wanted[name] - there.get(name, set()))
    ]


def columns(connection: sqlite3.Connection) -> dict[str, set[str]]:
    """The columns of every table and view."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, column in connection.execute(COLUMNS):
        found[name].add(column)
    return found
