"""A Frictionless Data Package (Data Package 2.0, https://datapackage.org): one CSV a table, and what it means."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from onrecord.database.query import quoted, rows
from onrecord.exchange.csv_safety import defused
from onrecord.exchange.files import HashedFile, to_json
from onrecord.exchange.permalinks import Site
from onrecord.exchange.tables import Column, Constraints, ForeignKey, Table, all_rows, read_tables
from onrecord.metadata import Metadata, TableDescription

DESCRIPTOR = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
DAY = r"^\d{4}-\d{2}-\d{2}$"
TYPES = {"TEXT": "string", "INTEGER": "integer", "REAL": "number"}
RULES = (
    "Every table of the database, whole, one CSV file each: UTF-8, a heading, commas, CRLF after each row. "
    "An empty cell is NULL. An apostrophe stands before text that a spreadsheet would run as a formula, that is "
    "text which starts with =, +, -, @, their full-width forms, a tab or a line break, apostrophes before these or "
    "not, unless it is a number; take that one apostrophe away to have the text as it stands. "
    "Offsets count Unicode code points of documents.text from 0, end excluded, line endings as they stand there."
)
PARTLY_EMPTY = "Where all are given, {columns} together refer to {parent} ({parents})."


def write_data_package(
    connection: sqlite3.Connection,
    directory: Path,
    site: Site,
    metadata: Metadata,
    others: list[dict[str, Any]],
    progress: Callable[[str], None] = lambda _: None,
) -> None:
    """Write ``data/*.csv`` and ``datapackage.json``.

    :param others: resources that are no tables, written already
    """
    (directory / "data").mkdir()
    resources = []
    for table in read_tables(connection):
        progress(f"writing data/{table.name}.csv")
        resources.append(table_resource(connection, directory, table, metadata.table(table.name)))
    descriptor = package_descriptor(connection, site, metadata) | {"resources": resources + others}
    with HashedFile(directory / DESCRIPTOR) as file:
        file.write(to_json(descriptor, indent=2) + "\n")


def package_descriptor(connection: sqlite3.Connection, site: Site, metadata: Metadata) -> dict[str, Any]:
    """The package as a whole, without its resources."""
    annotators = rows(connection, "select name from annotators order by id")
    return {
        "$schema": PROFILE,
        "name": re.sub(r"[^a-z0-9._-]+", "-", site.database.lower()),
        "title": metadata.title,
        "description": f"{metadata.description} {RULES}".strip(),
        "homepage": site.address(),
        "licenses": [{"path": metadata.license_url, "title": metadata.license}] if metadata.license_url else [],
        "sources": [{"title": metadata.source, "path": metadata.source_url}] if metadata.source else [],
        "contributors": [{"title": row["name"], "roles": ["annotator"]} for row in annotators],
    }


def table_resource(
    connection: sqlite3.Connection, directory: Path, table: Table, described: TableDescription
) -> dict[str, Any]:
    """Write the table's CSV and describe it."""
    path = f"data/{table.name}.csv"
    with HashedFile(directory / path) as file:
        write_csv(connection, table, file)
    schema, remarks = table_schema(connection, table, described.columns)
    return {
        "name": table.name,
        "type": "table",
        "path": path,
        "title": described.title,
        "description": " ".join([described.description, *remarks]).strip(),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": schema,
    }


def write_csv(connection: sqlite3.Connection, table: Table, file: HashedFile) -> None:
    """The table's heading and rows, as the site's own CSV has them."""
    writer = csv.writer(file)
    writer.writerow([column.name for column in table.columns])
    for row in all_rows(connection, table):
        writer.writerow([defused(cell) for cell in row])


def table_schema(
    connection: sqlite3.Connection, table: Table, described: Mapping[str, str]
) -> tuple[dict[str, Any], list[str]]:
    """The Table Schema, and remarks on what it can't say."""
    unique = {key[0] for key in (table.primary_key, *table.unique_keys) if len(key) == 1}
    schema: dict[str, Any] = {
        "fields": [
            field(column, described.get(column.name), table.constraints.get(column.name, {}), column.name in unique)
            for column in table.columns
        ],
        "missingValues": [""],
        "primaryKey": list(table.primary_key),
    }
    if several := [list(key) for key in table.unique_keys if len(key) > 1 and table.is_required(key)]:
        schema["uniqueKeys"] = several
    remarks = []
    for key in table.foreign_keys:
        if is_partly_empty(connection, table, key):
            names = {"columns": " and ".join(key.columns), "parents": ", ".join(key.parent_columns)}
            remarks.append(PARTLY_EMPTY.format(parent=key.parent, **names))
        else:
            schema.setdefault("foreignKeys", []).append(foreign_key(table, key))
    return schema, remarks


def field(column: Column, description: str | None, checked: Constraints, unique: bool) -> dict[str, Any]:
    """One field; 0 or 1 is a boolean, a text that is a day a date."""
    described: dict[str, Any] = {"name": column.name, "type": TYPES[column.type]}
    constraints = dict(checked)
    if constraints.get("pattern") == DAY:
        described["type"] = "date"
        del constraints["pattern"]
    if constraints.get("enum") == [0, 1]:
        described |= {"type": "boolean", "trueValues": ["1"], "falseValues": ["0"]}
        del constraints["enum"]
    if column.required:
        constraints["required"] = True
    if unique:
        constraints["unique"] = True
    if description:
        described["description"] = description
    return described | ({"constraints": constraints} if constraints else {})


def foreign_key(table: Table, key: ForeignKey) -> dict[str, Any]:
    """A foreign key; a table refers to itself by an empty name."""
    parent = "" if key.parent == table.name else key.parent
    fields = list(key.columns)
    return {"fields": fields, "reference": {"resource": parent, "fields": list(key.parent_columns)}}


def is_partly_empty(connection: sqlite3.Connection, table: Table, key: ForeignKey) -> bool:
    """Whether a row has some of the key's columns and refers to nothing.

    SQL lets a composite key with a NULL in it pass; Table Schema knows no such exception, so that a key
    which needs it can't be declared.
    """
    if len(key.columns) == 1 or table.is_required(key.columns):
        return False
    own = [f"child.{quoted(name)}" for name in key.columns]
    same = " and ".join(
        f"parent.{quoted(name)} is {value}" for name, value in zip(key.parent_columns, own, strict=True)
    )
    some = " or ".join(f"{value} is not null" for value in own)
    sql = (
        f"select exists (select 1 from {quoted(table.name)} as child where ({some}) and not exists "
        f"(select 1 from {quoted(key.parent)} as parent where {same})) as found"
    )
    return bool(next(rows(connection, sql))["found"])
