"""Checks that a database must pass before it is published, run on the database itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from onrecord.problems import Problem

REMEDY = "this is a bug in the build, not in the input: please report it"

TERM_COLUMNS = (
    ("actor_types", "actors", "actor_type"),
    ("feature_codes", "locations", "feature_code"),
    ("geo_precisions", "locations", "geo_precision"),
    ("claim_types", "claims", "claim_type"),
    ("event_types", "claims", "event_type"),
    ("factuality_values", "claims", "factuality"),
    ("relation_types", "claim_relations", "relation"),
    ("issue_types", "text_issues", "issue_type"),
)


def check_database(connection: sqlite3.Connection, terms: frozenset[str] = frozenset()) -> list[Problem]:
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


def integrity(connection: sqlite3.Connection) -> Iterator[Problem]:
    """What SQLite's own check of the file and its indexes reports."""
    for (message,) in connection.execute("pragma integrity_check"):
        if message != "ok":
            yield Problem("integrity_check", 0, message, REMEDY)


def foreign_keys(connection: sqlite3.Connection) -> Iterator[Problem]:
    """References to rows that do not exist."""
    for table, rowid, parent, _ in connection.execute("pragma foreign_key_check"):
        yield Problem(table, 0, f"row {rowid} refers to a row that is not in {parent}", REMEDY)


def anchors(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Spans that differ from the text of their document at their offsets; each text is read once."""
    spans = "select id, start_char, end_char, exact from spans where document_id = ?"
    for document, text in connection.execute("select id, text from documents"):
        for span, start, end, exact in connection.execute(spans, (document,)):
            if text[start:end] != exact:
                yield Problem("spans", 0, f"{span!r} differs from the text of its document", REMEDY)


def rules(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Rows that break a rule of schema/8_checks.sql."""
    for table, row_id, rule in connection.execute("select broken, id, rule from broken_rules"):
        yield Problem(table, 0, f"{row_id!r} {rule}", REMEDY)


def views(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Views that fail."""
    names = connection.execute("select name from sqlite_master where type = 'view' order by name").fetchall()
    for (name,) in names:
        try:
            connection.execute(f'select * from "{name}" limit 10').fetchall()
        except sqlite3.Error as error:
            yield Problem(name, 0, f"the view fails: {error}", REMEDY)


def unused_terms(connection: sqlite3.Connection, terms: frozenset[str]) -> Iterator[Problem]:
    """Vocabulary terms that no row uses and that are not declared unused."""
    for vocabulary, table, column in TERM_COLUMNS:
        wanted = {term.partition(".")[2] for term in terms if term.startswith(f"{vocabulary}.")}
        there = {value for (value,) in connection.execute(f'select distinct "{column}" from "{table}"')}
        for term in sorted(wanted - there):
            remedy = "add “unused: true” to it, or remove it"
            yield Problem("vocabularies.yml", 0, f"no row uses {term!r} of {vocabulary}", remedy)
