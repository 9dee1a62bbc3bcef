"""The files of the schema, and the parts of it that a database lacks."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from contextlib import closing
from functools import cache
from pathlib import Path

from onrecord.annotation.authority import VOCABULARIES
from onrecord.data import SCHEMA

FIRST_AFTER_LOADING = "6_indexes.sql"

CACHES = "7_caches.sql"
"""The file whose tables only spare pages the counting: they are no part of the data, and in no export."""

COLUMNS = """
select sqlite_master.name, columns.name from sqlite_master
join pragma_table_xinfo(sqlite_master.name) as columns where sqlite_master.type in ('table', 'view')
"""

FOREIGN_KEYS = """
select tables.name, keys."from", keys."table" from sqlite_master as tables
join pragma_foreign_key_list(tables.name) as keys where tables.type = 'table' order by tables.rowid, keys.id, keys.seq
"""


def schema_files(*, after_loading: bool) -> list[Path]:
    """The schema's files in order: tables come before the rows; indexes, views and search after."""
    return [path for path in sorted(SCHEMA.glob("*.sql")) if (path.name >= FIRST_AFTER_LOADING) == after_loading]


def table_names(connection: sqlite3.Connection) -> list[str]:
    """The tables in the order of the schema, without those that full-text search uses internally."""
    sql = """
        select stored.name from sqlite_master as stored join pragma_table_list as listed on listed.name = stored.name
        where listed.schema = 'main' and listed.type = 'table' and stored.name not glob 'sqlite_*'
        order by stored.rowid
    """
    return [name for (name,) in connection.execute(sql)]


@cache
def cache_names() -> frozenset[str]:
    """The tables that are no part of the data."""
    return frozenset(re.findall(r"^create table (\w+)", (SCHEMA / CACHES).read_text(encoding="utf-8"), re.MULTILINE))


def missing_names(connection: sqlite3.Connection) -> list[str]:
    """The tables, views and columns that a database lacks, in the order of the schema, tables first."""
    there = columns_by_table(connection)
    with closing(sqlite3.connect(":memory:")) as empty:
        for path in (*schema_files(after_loading=False), *schema_files(after_loading=True)):
            empty.executescript(path.read_text(encoding="utf-8"))
        wanted = columns_by_table(empty)
    return [
        name if name not in there else f"{name}.{column}"
        for name in wanted
        for column in sorted(wanted[name] - there.get(name, set()))
    ]


def term_columns(connection: sqlite3.Connection) -> dict[str, list[tuple[str, str]]]:
    """For each vocabulary, the columns (table and name) that hold its terms: the foreign keys that refer to it."""
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in VOCABULARIES}
    for table, column, parent in connection.execute(FOREIGN_KEYS):
        if parent in found:
            found[parent].append((table, column))
    return found


def columns_by_table(connection: sqlite3.Connection) -> dict[str, set[str]]:
    """The columns of every table and view."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, column in connection.execute(COLUMNS):
        found[name].add(column)
    return found
