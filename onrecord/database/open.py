"""A database that ``build_db.py build`` has built, or why a file is none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from onrecord.database.schema import lacking
from onrecord.problems import InputError, Problem


@contextmanager
def open_database(database: Path) -> Iterator[sqlite3.Connection]:
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
