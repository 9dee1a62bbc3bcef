"""What docs/ say of the database, made from it: the picture of the tables, and the answers to the questions.

``make readme`` puts both in, tests compare.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from onrecord.annotation.authority import VOCABULARIES
from onrecord.data import PROJECT
from onrecord.database.query import identifier
from onrecord.database.schema import schema_files, table_names

ARCHITECTURE, QUESTIONS = PROJECT / "docs" / "architecture.md", PROJECT / "docs" / "questions.md"
PICTURE = re.compile(r"(<!-- tables -->\n).*?(<!-- end -->\n)", re.DOTALL)
ANSWER = re.compile(r"(```sql\n(.*?)```\n\n)(?:\|[^\n]*\n)*", re.DOTALL)
"""A query, and the table of its rows."""


def stored(connection: sqlite3.Connection) -> list[str]:
    """The tables that hold rows of documents, in the order of the schema: no vocabularies, no counts,
    and none of the tables on trust."""
    text = "".join(path.read_text(encoding="utf-8") for path in schema_files(after_loading=False))
    loaded = re.findall(r"^create table (\w+)", text, re.MULTILINE)
    others = {*VOCABULARIES, *loaded[loaded.index("evaluations") :]}
    return [name for name in table_names(connection) if name in loaded and name not in others]


def references(connection: sqlite3.Connection, tables: list[str]) -> Iterator[tuple[str, str, str]]:
    """Each key of one of the tables that refers to another: the table, the other, and the column."""
    for table in tables:
        for row in connection.execute(f"pragma foreign_key_list({identifier(table)})").fetchall():
            _, place, parent, column = row[:4]
            if parent in tables and place == 0:
                yield table, parent, column


def picture(connection: sqlite3.Connection) -> str:
    """The tables and their keys as a Mermaid entity-relationship diagram."""
    edges = sorted({(parent, table, column) for table, parent, column in references(connection, stored(connection))})
    lines = [f"    {parent} ||--o{{ {table} : {column}" for parent, table, column in edges]
    return "```mermaid\nerDiagram\n" + "\n".join(lines) + "\n```\n"


def with_picture(text: str, connection: sqlite3.Connection) -> str:
    """docs/architecture.md with the picture made anew."""
    return PICTURE.sub(lambda match: match[1] + picture(connection) + match[2], text)


def answered(text: str, connection: sqlite3.Connection) -> str:
    """docs/questions.md with the answer of every query made anew."""

    def rows(match: re.Match[str]) -> str:
        cursor = connection.execute(match[2])
        names = [column[0] for column in cursor.description]
        lines = [names, ["---"] * len(names), *cursor]
        return match[1] + "".join(f"| {' | '.join(map(cell, line))} |\n" for line in lines)

    return ANSWER.sub(rows, text)


def cell(value: object) -> str:
    """A value in a Markdown table."""
    return "" if value is None else str(value).replace("|", "\\|").replace("\n", " ")


MADE: dict[Path, Callable[[str, sqlite3.Connection], str]] = {ARCHITECTURE: with_picture, QUESTIONS: answered}
"""The files, and what makes each of them anew from its text and the database."""
