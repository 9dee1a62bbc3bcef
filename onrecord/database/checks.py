"""Checks that a database must pass before it is published, run on the database itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.annotation.authority import VOCABULARIES
from onrecord.database.schema import term_columns
from onrecord.problems import Problem
from onrecord.values import DocumentId

REMEDY = "this is a bug in the build, not in the input: please report it"

DOCUMENT_OF = {
    "document_id": "select ?",
    "span_id": "select document_id from spans where id = ?",
    "claim_id": "select document_id from claims where id = ?",
    "from_claim_id": "select document_id from claims where id = ?",
    "attribution_id": "select document_id from attributions where id = ?",
    "evaluation_id": "select document_id from evaluations where id = ?",
}
"""How the document of a row is found, by the columns that its table may have."""

EVALUATION_OF = "select evaluation_id from evaluation_scores where id = ?"

MENTIONED_IN = {
    "actors": "select span_id from actor_mentions where actor_id = ?",
    "locations": "select span_id from location_mentions where location_id = ?",
    "sources": "select span_id from citations where source_id = ?",
    "events": "select span_id from claims join claim_events on claim_events.claim_id = claims.id where event_id = ?",
}
"""Where a row that several documents may share is mentioned."""


@dataclass(frozen=True)
class Fault:
    """Something wrong in a finished database: in which table, and the document that the row belongs to, if any."""

    table: str
    what: str
    document: DocumentId | None = None
    remedy: str = REMEDY

    def problem(self, path: Path | None = None) -> Problem:
        """The fault as a problem of a document's file or, if there is none, of the table."""
        where = path or self.document
        return Problem(str(where or self.table), 0, f"{self.table}: {self.what}" if where else self.what, self.remedy)


def check_database(connection: sqlite3.Connection, terms: frozenset[str] = frozenset()) -> list[Fault]:
    """Every fault found in a finished database, which may be published if there is none.

    :param terms: ``table.id`` of the vocabulary terms that some row must use
    """
    found = [
        *integrity(connection),
        *foreign_keys(connection),
        *anchors(connection),
        *rules(connection),
        *views(connection),
    ]
    return found or list(unused_terms(connection, terms))


def document_of(connection: sqlite3.Connection, table: str, rowid: int) -> DocumentId | None:
    """The document that a row belongs to or, if documents share it, the first that mentions it."""
    cursor = connection.execute(f'select * from "{table}" where rowid = ?', (rowid,))
    row = dict(zip((column[0] for column in cursor.description), cursor.fetchone() or (), strict=False))
    if table == "documents":
        return str(row["id"])
    if table in MENTIONED_IN:
        row = {"span_id": first_value(connection, MENTIONED_IN[table], row["id"])}
    if "score_id" in row:
        row = {"evaluation_id": first_value(connection, EVALUATION_OF, row["score_id"])}
    found = (first_value(connection, sql, row[column]) for column, sql in DOCUMENT_OF.items() if row.get(column))
    return next(filter(None, found), None)


def first_value(connection: sqlite3.Connection, sql: str, key: str | None) -> str | None:
    """The only value of the first row of a query with one parameter."""
    found = connection.execute(sql, (key,)).fetchone()
    return found[0] if found else None


def integrity(connection: sqlite3.Connection) -> Iterator[Fault]:
    """What SQLite's own check of the file and its indexes reports."""
    for (message,) in connection.execute("pragma integrity_check"):
        if message != "ok":
            yield Fault("integrity_check", message)


def foreign_keys(connection: sqlite3.Connection) -> Iterator[Fault]:
    """References to rows that do not exist."""
    for table, rowid, parent, _ in connection.execute("pragma foreign_key_check").fetchall():
        what = f"row {rowid} refers to a row that is not in {parent}"
        yield Fault(table, what, document_of(connection, table, rowid))


def anchors(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Spans that differ from the text of their document at their offsets; each text is read once."""
    spans = "select id, start_char, end_char, exact from spans where document_id = ?"
    for document, text in connection.execute("select id, text from documents"):
        for span, start, end, exact in connection.execute(spans, (document,)):
            if text[start:end] != exact:
                yield Fault("spans", f"{span!r} differs from the text of its document", document)


def rules(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Rows that break a rule of schema/8_checks.sql."""
    for table, row_id, rule, document in connection.execute("select broken, id, rule, document_id from broken_rules"):
        yield Fault(table, f"{row_id!r} {rule}", document)


def views(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Views that fail."""
    names = connection.execute("select name from sqlite_master where type = 'view' order by name").fetchall()
    for (name,) in names:
        try:
            connection.execute(f'select * from "{name}" limit 10').fetchall()
        except sqlite3.Error as error:
            yield Fault(name, f"the view fails: {error}")


def unused_terms(connection: sqlite3.Connection, terms: frozenset[str]) -> Iterator[Fault]:
    """Vocabulary terms that no row uses and that are not declared unused."""
    for vocabulary in VOCABULARIES:
        wanted = {term.partition(".")[2] for term in terms if term.startswith(f"{vocabulary}.")}
        for term in sorted(wanted - used_terms(connection, vocabulary)):
            remedy = "add “unused: true” to it, or remove it"
            yield Fault("vocabularies.yml", f"no row uses {term!r} of {vocabulary}", remedy=remedy)


def used_terms(connection: sqlite3.Connection, vocabulary: str) -> set[str]:
    """The terms of a vocabulary that some row uses."""
    columns = term_columns(connection)[vocabulary]
    found = (connection.execute(f'select distinct "{column}" from "{table}"') for table, column in columns)
    return {value for rows in found for (value,) in rows if value is not None}
