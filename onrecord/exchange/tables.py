"""Read columns, keys and single-column constraints of tables and views from the database itself."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.database.query import identifier, iterate_rows, one_row
from onrecord.database.schema import cache_names, table_names
from onrecord.metadata import Metadata

Constraints = dict[str, Any]

PRESENTATION = frozenset({"search_id", "popup"})
"""Columns of views that serve the site alone: they are in no file."""

ISO_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
"""The GLOB pattern by which the schema constrains text to a day."""

VALUE = r"'(?:[^']|'')*'|-?\d+(?:\.\d+)?"
IN = re.compile(rf"(\w+) in \(((?:{VALUE})(?:, ?(?:{VALUE}))*)\)")
GLOB = re.compile(r"(\w+) glob '([^']*)'")
LENGTH = re.compile(r"length\((\w+)\) (=|>|>=) (\d+)")
COMPARED = re.compile(r"(\w+) (>=|>|<=|<) (-?\d+)")
BETWEEN = re.compile(r"(\w+) between (-?\d+) and (-?\d+)")


@dataclass(frozen=True)
class Column:
    """A column; ``type`` is TEXT, INTEGER or REAL, or nothing if a view's column has no value."""

    name: str
    type: str
    required: bool


@dataclass(frozen=True)
class ForeignKey:
    """Columns that refer to a row of another table, or of the same one."""

    columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table as its database describes it, or a view, which has columns but no keys."""

    name: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    unique_keys: tuple[tuple[str, ...], ...]
    constraints: dict[str, Constraints]

    def is_required(self, columns: tuple[str, ...]) -> bool:
        """Whether none of the columns can be NULL."""
        return set(columns) <= {column.name for column in self.columns if column.required}


def exported_names(connection: sqlite3.Connection, metadata: Metadata) -> list[str]:
    """The tables that are data, in the order of the schema, and then the views made for people."""
    views = iterate_rows(connection, "select name from sqlite_master where type = 'view' order by rowid")
    shown = (row["name"] for row in views if row["name"] in metadata.tables)
    return [
        *(name for name in table_names(connection) if name not in cache_names()),
        *(name for name in shown if not metadata.table(name).hidden),
    ]


def read_tables(connection: sqlite3.Connection) -> list[Table]:
    """Every ordinary table in the order of the schema, without those that search uses internally."""
    return [read_table(connection, name) for name in table_names(connection)]


def read_table(connection: sqlite3.Connection, name: str) -> Table:
    """One table or view."""
    if kind_of(connection, name) == "view":
        return read_view(connection, name)
    found = list(iterate_rows(connection, "select * from pragma_table_xinfo(?) order by cid", (name,)))
    keys = sorted((row["pk"], row["name"]) for row in found if row["pk"])
    key = tuple(column for _, column in keys)
    columns = tuple(Column(row["name"], row["type"], bool(row["notnull"] or row["pk"])) for row in found)
    sql = one_row(connection, "select sql from sqlite_master where type = 'table' and name = ?", (name,))["sql"]
    return Table(
        name,
        columns,
        key,
        tuple(read_foreign_keys(connection, name)),
        tuple(unique for unique in read_unique_keys(connection, name) if not set(key) <= set(unique)),
        read_constraints(sql),
    )


def read_view(connection: sqlite3.Connection, name: str) -> Table:
    """One view; the types of its columns are those of their values."""
    sql = "select name from pragma_table_info(?) order by cid"
    columns = [row["name"] for row in iterate_rows(connection, sql, (name,)) if row["name"] not in PRESENTATION]
    # In the alphabet, “integer” comes before “real” and “real” before “text”: the last one can hold the others.
    types = ", ".join(f"max(nullif(typeof({identifier(column)}), 'null'))" for column in columns)
    widest = one_row(connection, f"select {types} from {identifier(name)}")
    typed = zip(columns, widest, strict=True)
    return Table(name, tuple(Column(column, (type or "").upper(), False) for column, type in typed), (), (), (), {})


def kind_of(connection: sqlite3.Connection, name: str) -> str:
    """Whether a name is that of a table or a view.

    :raises NoSuchRow: when it is neither
    """
    sql = "select type from pragma_table_list where schema = 'main' and name = ? and name not glob 'sqlite_*'"
    return str(one_row(connection, sql, (name,))["type"])


def read_foreign_keys(connection: sqlite3.Connection, name: str) -> Iterator[ForeignKey]:
    """Foreign keys in the order of the schema, each with all its columns."""
    sql = 'select id, "table", "from", "to" from pragma_foreign_key_list(?) order by id desc, seq'
    pairs: dict[int, list[sqlite3.Row]] = {}
    for row in iterate_rows(connection, sql, (name,)):
        pairs.setdefault(row["id"], []).append(row)
    for of_key in pairs.values():
        columns, parents = tuple(row["from"] for row in of_key), tuple(row["to"] for row in of_key)
        yield ForeignKey(columns, of_key[0]["table"], parents)


def read_unique_keys(connection: sqlite3.Connection, name: str) -> list[tuple[str, ...]]:
    """The columns of each unique key other than the primary key."""
    sql = "select name from pragma_index_list(?) where \"unique\" and origin <> 'pk' and not partial"
    found = []
    for index in [row["name"] for row in iterate_rows(connection, sql, (name,))]:
        columns = iterate_rows(connection, "select name from pragma_index_info(?) order by seqno", (index,))
        found.append(tuple(row["name"] for row in columns))
    return sorted(found)


def read_constraints(sql: str) -> dict[str, Constraints]:
    """By column, the table's CHECKs of that column alone, as constraints of Table Schema."""
    found: dict[str, Constraints] = {}
    for condition in check_conditions(sql):
        column, constraints = constraints_on_column(condition)
        found.setdefault(column, {}).update(constraints)
    found.pop("", None)
    return found


def check_conditions(sql: str) -> Iterator[str]:
    """The condition of each ``check (…)`` of a CREATE TABLE, on one line."""
    for match in re.finditer(r"\bcheck \(", sql, re.IGNORECASE):
        depth, at = 1, match.end()
        while depth and at < len(sql):
            depth += {"(": 1, ")": -1}.get(sql[at], 0)
            at += 1
        yield " ".join(sql[match.end() : at - 1].split())


def constraints_on_column(condition: str) -> tuple[str, Constraints]:
    """A condition on one column as its name and constraints; both empty if Table Schema can't express it."""
    if match := IN.fullmatch(condition):
        return match[1], {"enum": [literal(value) for value in re.findall(VALUE, match[2])]}
    if match := GLOB.fullmatch(condition):
        return match[1], {"pattern": glob_pattern(match[2])}
    if match := BETWEEN.fullmatch(condition):
        return match[1], {"minimum": int(match[2]), "maximum": int(match[3])}
    if match := LENGTH.fullmatch(condition):
        least = int(match[3]) + (match[2] == ">")
        return match[1], {"minLength": least} | ({"maxLength": least} if match[2] == "=" else {})
    if match := COMPARED.fullmatch(condition):
        return match[1], bound(match[2], int(match[3]))
    return "", {}


def bound(sign: str, number: int) -> Constraints:
    """``>= 1`` as a minimum; the schema compares whole numbers only."""
    at_least = sign.startswith(">")
    exclusive = 0 if sign.endswith("=") else 1
    return {"minimum": number + exclusive} if at_least else {"maximum": number - exclusive}


def literal(sql: str) -> str | int:
    """An SQL text or whole number."""
    return sql[1:-1].replace("''", "'") if sql.startswith("'") else int(sql)


def glob_pattern(glob: str) -> str:
    """A GLOB pattern as a regular expression; character classes are written alike in both."""
    if glob == ISO_DAY:
        return r"^\d{4}-\d{2}-\d{2}$"
    parts = re.findall(r"\[[^\]]+\]|.", glob)
    wild = {"*": ".*", "?": "."}
    return "^" + "".join(wild.get(part) or (part if len(part) > 1 else re.escape(part)) for part in parts) + "$"


def all_rows(connection: sqlite3.Connection, name: str) -> Iterator[sqlite3.Row]:
    """Every row of a table, in the order of loading, or of a view, in the order in which the site shows it.

    :raises NoSuchRow: when there is neither
    """
    sql = f"select * from {identifier(name)} order by rowid"
    if kind_of(connection, name) == "view":
        there = [row["name"] for row in iterate_rows(connection, "select name from pragma_table_info(?)", (name,))]
        columns = ", ".join(identifier(column) for column in there if column not in PRESENTATION)
        sql = f"select {columns} from {identifier(name)}" + " order by search_id" * ("search_id" in there)
    yield from iterate_rows(connection, sql)
