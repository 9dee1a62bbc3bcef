"""Open a database that ``build`` has made, or report why a file can't be one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from onrecord.data import COMMAND
from onrecord.database.schema import missing_names
from onrecord.problems import InputError, Problem


@contextmanager
def open_database(database: Path) -> Iterator[sqlite3.Connection]:
    """Open a built database read-only, in one read transaction.

    :raises InputError: when it does not exist, or was built by another version
    """
    another = f"use a database that this version has built, or build it again: {COMMAND} build"
    if not database.is_file():
        what = "this is not a file" if database.exists() else "there is no such database"
        raise InputError([Problem(str(database), 0, what, f"build one first: {COMMAND} build")])
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.isolation_level = None
            connection.execute("begin")
            if missing := missing_names(connection):
                what = f"this is not an onrecord database, or one of another version: it lacks {missing[0]}"
                raise InputError([Problem(str(database), 0, what, another)])
            yield connection
    except sqlite3.DatabaseError as error:
        raise InputError([Problem(str(database), 0, f"the database can't be read: {error}", another)]) from error
