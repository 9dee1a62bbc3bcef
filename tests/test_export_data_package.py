"""The Data Package, judged by the frictionless tool, and read back as it was."""

from __future__ import annotations

import csv
import datetime
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import frictionless
import pytest

from onrecord.exchange.csv_safety import defuse, restore
from onrecord.exchange.export import export_database
from onrecord.exchange.tables import PRESENTATION, exported_names, kind_of, read_constraints, read_table
from onrecord.metadata import load_metadata
from tests.export_example import add_hard_document, exported, schema_names


@pytest.fixture(scope="session")
def hard_database(small_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small database with a document that nobody should trust."""
    path = tmp_path_factory.mktemp("hard") / "onrecord.db"
    path.write_bytes(small_database.read_bytes())
    add_hard_document(path)
    return path


@pytest.fixture(scope="session")
def package(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of the project's own database."""
    directory = tmp_path_factory.mktemp("package") / "out"
    export_database(database, directory)
    return directory


@pytest.fixture(scope="session")
def hard_package(hard_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of the hard database."""
    directory = tmp_path_factory.mktemp("hard-package") / "out"
    export_database(hard_database, directory)
    return directory


def descriptor(package: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    return found


def resources(package: Path) -> dict[str, Any]:
    """The tables' resources by name."""
    return {found["name"]: found for found in descriptor(package)["resources"] if found.get("type") == "table"}


def faults(package: Path) -> list[list[Any]]:
    """What frictionless finds wrong."""
    report = frictionless.validate(str(package / "datapackage.json"))
    return [] if report.valid else report.flatten(["title", "fieldName", "type", "note"])


@pytest.mark.parametrize("which", ["package", "hard_package"])
def test_frictionless_finds_nothing_wrong(which: str, request: pytest.FixtureRequest) -> None:
    directory: Path = request.getfixturevalue(which)
    assert faults(directory) == []
    assert set(resources(directory)) == exported()


def replaced(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def doubled(text: str) -> str:
    return text + text.splitlines(keepends=True)[-1]


@pytest.mark.parametrize(
    ("table", "change", "kind"),
    [
        ("claims", replaced(",harbour-author,", ",nobody,"), "foreign-key"),
        ("quotes", replaced("stone-says-reopening,ada-stone", "stone-says-reopening,olaf-berg"), "foreign-key"),
        ("claims", replaced(",harbour,", ",other,"), "foreign-key"),
        ("claims", doubled, "primary-key"),
        ("claims", replaced(",settled,", ",perhaps,"), "foreign-key"),
        ("claims", replaced(",certain,", ",,"), "constraint-error"),
        ("actors", doubled, "unique-error"),
        ("attributions", replaced(",0,2021", ",2,2021"), "type-error"),
        ("dates", replaced(",2021-05-04", ",2021-05-34"), "type-error"),
    ],
)
def test_frictionless_would_find_what_is_wrong(
    small_database: Path, tmp_path: Path, table: str, change: Callable[[str], str], kind: str
) -> None:
    export_database(small_database, tmp_path / "out")
    path = tmp_path / "out" / "data" / f"{table}.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8", newline="")
    assert any(str(fault[2]).startswith(kind) for fault in faults(tmp_path / "out")), faults(tmp_path / "out")


def test_frictionless_would_find_a_changed_byte(small_database: Path, tmp_path: Path) -> None:
    export_database(small_database, tmp_path / "out")
    path = tmp_path / "out" / "data" / "annotators.csv"
    path.write_bytes(path.read_bytes().replace(b"tester", b"Tester"))
    assert "hash-count" in {fault[2] for fault in faults(tmp_path / "out")}


def converted(cell: str, column: str) -> Any:
    """A cell as the package's rules say: empty is NULL, an apostrophe before a formula goes."""
    if cell == "":
        return None
    if column == "INTEGER":
        return int(cell)
    return float(cell) if column == "REAL" else restore(cell)


@pytest.mark.parametrize(("which", "source"), [("package", "database"), ("hard_package", "hard_database")])
def test_the_csv_gives_back_the_database(which: str, source: str, request: pytest.FixtureRequest) -> None:
    directory: Path = request.getfixturevalue(which)
    with closing(sqlite3.connect(request.getfixturevalue(source))) as connection:
        for name in exported_names(connection, load_metadata()):
            table = read_table(connection, name)
            with (directory / "data" / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
                heading, *rows = csv.reader(file)
            assert heading == [column.name for column in table.columns]
            read = [
                tuple(converted(cell, column.type) for cell, column in zip(row, table.columns, strict=True))
                for row in rows
            ]
            columns = ", ".join(heading)
            ordered = " order by rowid" * (kind_of(connection, name) == "table")
            assert read == connection.execute(f"select {columns} from {name}{ordered}").fetchall(), name


def test_frictionless_itself_reads_the_rows_as_they_are(hard_package: Path, hard_database: Path) -> None:
    package = frictionless.Package(str(hard_package / "datapackage.json"))
    with closing(sqlite3.connect(hard_database)) as connection:
        for name in ("documents", "claims", "citations", "dates", "locations"):
            expected = connection.execute(f'select * from "{name}" order by rowid').fetchall()
            resource = package.get_resource(name)
            assert isinstance(resource, frictionless.resources.TableResource)
            read = [tuple(map(native, row.to_list())) for row in resource.read_rows()]
            assert read == expected


def native(cell: Any) -> Any:
    """A cell as SQLite has it."""
    if isinstance(cell, (bool, Decimal)):
        return int(cell) if isinstance(cell, bool) else float(cell)
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return restore(cell) if isinstance(cell, str) else cell


def test_formulas_are_defused_as_on_the_site(hard_package: Path) -> None:
    with (hard_package / "data" / "claims.csv").open(encoding="utf-8", newline="") as file:
        cells = [row["statement"] for row in csv.DictReader(file)]
    assert cells[-1].startswith("'=1+1")
    rules = descriptor(hard_package)["description"]
    for start in ("=", "+", "-", "@"):
        assert defuse(f"{start}x") == f"'{start}x"
        assert f" {start}," in rules
    assert "An empty cell is NULL" in rules


def test_every_field_is_described_and_every_table_has_its_keys(package: Path) -> None:
    metadata = load_metadata()
    for name, resource in resources(package).items():
        described = metadata.table(name)
        assert resource["title"] == described.title
        assert resource["description"].startswith(described.description)
        schema = resource["schema"]
        kept = {column: words for column, words in described.columns.items() if column not in PRESENTATION}
        assert {field["name"]: field["description"] for field in schema["fields"]} == kept
        assert schema.get("primaryKey") if name in schema_names("table") else "primaryKey" not in schema


def test_the_package_says_whose_it_is(package: Path) -> None:
    found = descriptor(package)
    metadata = load_metadata()
    assert found["licenses"] == [{"path": metadata.license_url, "title": metadata.license}]
    assert found["sources"] == [{"title": metadata.source, "path": metadata.source_url}]
    assert found["contributors"][0]["roles"] == ["annotator"]
    assert found["description"].startswith(metadata.description)
    assert "<" not in metadata.description


def test_every_foreign_key_of_the_schema_is_declared_or_told(package: Path, connection: sqlite3.Connection) -> None:
    told = 0
    for name, resource in resources(package).items():
        table = read_table(connection, name)
        declared = [
            (tuple(key["fields"]), key["reference"]["resource"] or table.name, tuple(key["reference"]["fields"]))
            for key in resource["schema"].get("foreignKeys", [])
        ]
        for key in table.foreign_keys:
            if (key.columns, key.parent, key.parent_columns) not in declared:
                assert f"{' and '.join(key.columns)} together refer to {key.parent}" in resource["description"]
                told += 1
    assert told == 2
    keys = resources(package)["claims"]["schema"]["foreignKeys"]
    composite = {"resource": "spans", "fields": ["id", "document_id"]}
    assert {"fields": ["span_id", "document_id"], "reference": composite} in keys


def test_constraints_are_those_of_the_schema(package: Path) -> None:
    found = resources(package)
    of = {(name, field["name"]): field for name, resource in found.items() for field in resource["schema"]["fields"]}
    assert of["annotators", "kind"]["constraints"] == {"required": True}
    assert of["locations", "latitude"]["constraints"] == {"minimum": -90, "maximum": 90}
    assert of["documents", "sha256"]["constraints"]["minLength"] == 64
    assert of["documents", "sha256"]["constraints"]["unique"] is True
    assert of["actors", "wikidata_id"]["constraints"] == {"pattern": "^Q[1-9].*$"}
    assert of["dates", "earliest"]["type"] == "date"
    assert of["citations", "is_closed"]["type"] == "boolean"
    assert found["spans"]["schema"]["uniqueKeys"] == [["document_id", "start_char", "end_char"]]


@pytest.mark.parametrize(
    ("sql", "constraints"),
    [
        ("a text check (a in ('x', 'it''s'))", {"a": {"enum": ["x", "it's"]}}),
        ("a integer check (a in (0, 1))", {"a": {"enum": [0, 1]}}),
        ("a text check (a glob 'Q[1-9]*')", {"a": {"pattern": "^Q[1-9].*$"}}),
        ("a text check (a glob 'x.?')", {"a": {"pattern": r"^x\..$"}}),
        ("a text CHECK (length(a) = 2)", {"a": {"minLength": 2, "maxLength": 2}}),
        ("a text check (length(a) > 0)", {"a": {"minLength": 1}}),
        ("a integer check (a >= 0), b integer check (b < 9)", {"a": {"minimum": 0}, "b": {"maximum": 8}}),
        ("a real check (a between -1 and 1)", {"a": {"minimum": -1, "maximum": 1}}),
        ("a integer, b integer, check (a > b), check ((a is null) = (b is null))", {}),
        ("a text check (a like 'http://%' or a like 'https://%')", {}),
    ],
)
def test_checks_in_the_words_of_table_schema(sql: str, constraints: dict[str, Any]) -> None:
    assert read_constraints(f"create table t ({sql}) strict") == constraints
