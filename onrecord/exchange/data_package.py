"""A Frictionless Data Package (Data Package 2.0, https://datapackage.org), which describes each CSV file."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from onrecord.database.query import identifier, iterate_rows
from onrecord.exchange.format import Dataset, Format, Pieces, Resource, to_json
from onrecord.exchange.permalinks import Site
from onrecord.exchange.phrases import how_read
from onrecord.exchange.tables import Column, Constraints, ForeignKey, Table, read_table
from onrecord.metadata import Metadata

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
DAY = r"^\d{4}-\d{2}-\d{2}$"
TYPES = {"TEXT": "string", "INTEGER": "integer", "REAL": "number", "": "any"}
RULES = (
    "Every table of the database in full, without those that only serve its pages, and every view made for people, one "
    "CSV file each: UTF-8, a header row, commas, CRLF after each row. "
    "An empty cell is NULL. An apostrophe precedes text that a spreadsheet would run as a formula: text other than "
    "a number that starts with =, +, -, @, their full-width forms, a tab or a line break, even after apostrophes; "
    "remove that one apostrophe to restore the text. "
    "Offsets count Unicode code points of documents.text from 0, end excluded, line endings unchanged."
)
PARTLY_EMPTY = "Where all are given, {columns} together refer to {parent} ({parents})."


def data_package(dataset: Dataset, _: str) -> Pieces:
    """The descriptor of the files that have been written, tables first."""
    described = package_descriptor(dataset.connection, dataset.site, dataset.metadata)
    listed = sorted(dataset.resources, key=lambda resource: resource.format.per != "table")
    resources = [resource_descriptor(dataset, resource) for resource in listed]
    yield to_json(described | {"resources": resources}, indent=2) + "\n"


def package_descriptor(connection: sqlite3.Connection, site: Site, metadata: Metadata) -> dict[str, Any]:
    """The package as a whole, without its resources."""
    annotators = iterate_rows(connection, "select name from annotators order by id")
    return {
        "$schema": PROFILE,
        "name": re.sub(r"[^a-z0-9._-]+", "-", site.database.lower()),
        "title": metadata.title,
        "description": " ".join(filter(None, (metadata.description, how_read(connection), RULES))),
        "homepage": site.address(),
        "licenses": [{"path": metadata.license_url, "title": metadata.license}] if metadata.license_url else [],
        "sources": [{"title": metadata.source, "path": metadata.source_url}] if metadata.source else [],
        "contributors": [{"title": row["name"], "roles": ["annotator"]} for row in annotators],
    }


def resource_descriptor(dataset: Dataset, resource: Resource) -> dict[str, Any]:
    """One file; for a table, with its schema and description."""
    path = resource.format.file(resource.key)
    file = {
        "format": PurePath(path).suffix[1:],
        "mediatype": resource.format.media_type,
        "encoding": "utf-8",
        "bytes": resource.size,
        "hash": f"sha256:{resource.sha256}",
    }
    if resource.format.per != "table":
        return {"name": path, "path": path, "title": resource.format.title} | file
    described = dataset.metadata.table(resource.key)
    table = read_table(dataset.connection, resource.key)
    schema, remarks = table_schema(dataset.connection, table, described.columns)
    words = {"title": described.title, "description": " ".join([described.description, *remarks]).strip()}
    return {"name": resource.key, "type": "table", "path": path} | words | file | {"schema": schema}


def table_schema(
    connection: sqlite3.Connection, table: Table, described: Mapping[str, str]
) -> tuple[dict[str, Any], list[str]]:
    """The Table Schema, and remarks on what it can't express."""
    unique = {key[0] for key in (table.primary_key, *table.unique_keys) if len(key) == 1}
    schema: dict[str, Any] = {
        "fields": [
            field(column, described.get(column.name), table.constraints.get(column.name, {}), column.name in unique)
            for column in table.columns
        ],
        "missingValues": [""],
    }
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
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
    """One field; a column of 0 and 1 is a boolean, text that must be a day a date."""
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
    """A foreign key; an empty resource name means the table itself."""
    parent = "" if key.parent == table.name else key.parent
    fields = list(key.columns)
    return {"fields": fields, "reference": {"resource": parent, "fields": list(key.parent_columns)}}


def is_partly_empty(connection: sqlite3.Connection, table: Table, key: ForeignKey) -> bool:
    """Whether a row has values in some of the key's columns but refers to no row.

    SQL accepts a composite key that contains a NULL; Table Schema makes no such exception, so a key
    that needs it can't be declared.
    """
    if len(key.columns) == 1 or table.is_required(key.columns):
        return False
    own = [f"child.{identifier(name)}" for name in key.columns]
    same = " and ".join(
        f"parent.{identifier(name)} is {value}" for name, value in zip(key.parent_columns, own, strict=True)
    )
    some = " or ".join(f"{value} is not null" for value in own)
    sql = (
        f"select exists (select 1 from {identifier(table.name)} as child where ({some}) and not exists "
        f"(select 1 from {identifier(key.parent)} as parent where {same})) as found"
    )
    return bool(next(iterate_rows(connection, sql))["found"])


PACKAGE = Format(
    path="datapackage.json",
    title="Data package",
    holds="What each column of the CSV files means, and each file's size and hash, as a Frictionless Data Package.",
    media_type="application/json",
    write=data_package,
)
