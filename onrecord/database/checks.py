"""Checks that a database must pass before it is published, run on the database itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from onrecord.problems import Problem

REMEDY = "this is a bug in the build, not in the input: please report it"

CLAIMANTS = """
select claims.id from claims join documents on documents.id = claims.document_id
left join attributions on attributions.id = claims.attribution_id
where claims.claimant_id is not
  case when claims.attribution_id is null then documents.author_id else attributions.source_id end
"""
SECTIONS = """
select claims.id from claims join spans on spans.id = claims.span_id
join sections on sections.id = claims.section_id join spans as whole on whole.id = sections.span_id
where whole.document_id <> spans.document_id
  or spans.start_char < whole.start_char or spans.end_char > whole.end_char
"""
ELSEWHERE = """
select evaluation_disagreements.id from evaluation_disagreements
join evaluations on evaluations.id = evaluation_disagreements.evaluation_id
join spans on spans.id = evaluation_disagreements.span_id
where spans.document_id is not evaluations.document_id
"""
MISCOUNTED = """
select evaluation_errors.id from evaluation_errors join evaluations on evaluations.id = evaluation_id
where document_id is not null and times <> (
  select count(*) from evaluation_disagreements as one where one.evaluation_id = evaluation_errors.evaluation_id
  and one.layer = evaluation_errors.layer and one.same is evaluation_errors.same and one.kind = evaluation_errors.kind)
"""
UNEXPLAINED = """
select evaluation_scores.id from evaluation_scores join evaluations on evaluations.id = evaluation_id
where document_id is not null and same is null
and (evaluation_scores.reference_rows - found, evaluation_scores.reading_rows - correct) <> (
  select coalesce(sum(one.reference_rows), 0), coalesce(sum(one.reading_rows), 0) from evaluation_errors as one
  where one.evaluation_id = evaluation_scores.evaluation_id and one.layer = evaluation_scores.layer
  and one.same is null)
"""
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
    """Violations of rules that keys can't express: claimants, sections, and error counts that add up."""
    for table, sql, what in (
        ("claims", CLAIMANTS, "has a claimant who is neither its attribution's source nor the author"),
        ("claims", SECTIONS, "is not within its section"),
        ("evaluation_disagreements", ELSEWHERE, "is about words of another document"),
        ("evaluation_errors", MISCOUNTED, "does not count its disagreements"),
        ("evaluation_scores", UNEXPLAINED, "loses rows that no kind of error explains"),
    ):
        for (row_id,) in connection.execute(sql):
            yield Problem(table, 0, f"{row_id!r} {what}", REMEDY)


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
