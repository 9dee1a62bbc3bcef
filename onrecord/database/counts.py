"""How many rows a page has, and how often each value occurs in them: counted when the database is built.

A read-only site need not count the same rows again for every visitor: see ``row_counts`` and ``facet_counts`` in
schema/7_caches.sql. Filtered rows are counted on request, by the same SQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.data import METADATA, read_yaml
from onrecord.database.query import identifier
from onrecord.metadata import METADATA_NAME, metadata_from

MOST = 1001
"""How many values are stored, the most frequent first: one more than a page of facets can ever show."""

NAMES = (
    "select name, type from sqlite_master where type in ('table', 'view') and name not glob 'sqlite_*' order by name"
)


class Facet(NamedTuple):
    """A column of a table or view whose values are counted; ``is_list`` if it holds JSON arrays of them."""

    page: str
    column: str
    is_list: bool


def declared_facets(metadata: dict[str, Any]) -> Iterator[Facet]:
    """The facets that metadata.yml names."""
    tables = metadata.get("databases", {}).get(METADATA_NAME, {}).get("tables", {})
    for page, described in tables.items():
        for facet in described.get("facets", ()):
            is_list = isinstance(facet, dict)
            yield Facet(page, facet["array"] if is_list else facet, is_list)


def counting_sql(rows: str, column: str, is_list: bool) -> str:
    """SQL that counts the values of a column of ``rows`` (also SQL), the most frequent first."""
    if is_list:
        return f"""
            select each.value as value, count(*) as count
            from ({rows}) as counted, json_each(counted.{identifier(column)}) as each group by 1 order by 2 desc, 1"""
    # In a view the column may be a subquery, which a "where" would evaluate a second time for every row.
    return f"""
        select counted_value as value, count from (
          select {identifier(column)} as counted_value, count(*) as count from ({rows}) group by 1)
        where counted_value is not null order by 2 desc, 1"""


def count_pages(connection: sqlite3.Connection, metadata: Path = METADATA) -> None:
    """Fill ``facet_counts`` with every facet that metadata.yml names, and ``row_counts`` with every table and view.

    Views that metadata.yml hides serve pages that read only a few of their rows, so they are not counted.
    """
    described = read_yaml(metadata)
    tables = metadata_from(described).tables
    for facet in declared_facets(described):
        counted = counting_sql(f"select * from {identifier(facet.page)}", facet.column, facet.is_list)
        sql = f"insert into facet_counts select ?, ?, value, count from ({counted} limit {MOST})"
        if not connection.execute(sql, facet[:2]).rowcount:
            connection.execute("insert into facet_counts values (?, ?, 'none', 0)", facet[:2])
    found = connection.execute(NAMES).fetchall()
    names = [name for name, kind in found if kind == "table" or not (name in tables and tables[name].hidden)]
    for name in names:
        connection.execute(f"insert into row_counts select ?, count(*) from {identifier(name)}", (name,))
    connection.execute("update row_counts set rows = ? where name = 'row_counts'", (len(names),))
