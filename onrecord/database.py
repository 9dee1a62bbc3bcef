"""Annotations to SQLite, through ``schema/*.sql``: built beside the old file, checked, then put in its place."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from onrecord.annotation import Annotation, Slug
from onrecord.authority import VOCABULARIES, Authority, Term
from onrecord.checks import TERM_COLUMNS, check_database
from onrecord.corpus import PROJECT, Corpus, Progress
from onrecord.dates import read_date
from onrecord.evaluation.readings import evaluations
from onrecord.evaluation.record import goals, measured
from onrecord.evaluation.rows import corpus_rows, document_rows, kind_rows
from onrecord.facets import count_pages
from onrecord.output import OutputFile, check_output
from onrecord.problems import InputError, Problem
from onrecord.rows import DocumentRows, Rows, actor_row, location_row, source_row, used

SCHEMA = PROJECT / "schema"
PRAGMAS = """
pragma page_size = 4096;
pragma journal_mode = memory;
pragma synchronous = off;
pragma cache_size = -2000;
pragma foreign_keys = off;
pragma temp_store = memory;
"""
"""A build that fails is thrown away, so it needs no journal on disk; measured, a small cache costs no time."""


@dataclass
class Used:
    """The authority rows and dates that the documents name."""

    actors: set[Slug] = field(default_factory=set)
    locations: set[Slug] = field(default_factory=set)
    sources: set[Slug] = field(default_factory=set)
    annotators: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)


def schema_files(*, after_loading: bool) -> list[Path]:
    """The schema's files in order: tables come before the rows; indexes, views and search after."""
    return [path for path in sorted(SCHEMA.glob("*.sql")) if (path.name >= "6") == after_loading]


def build_database(
    corpus: Corpus, output: Path, progress: Progress = lambda _: None, *, evaluated: bool = True
) -> dict[str, int]:
    """Write the corpus to ``output``; the old file is replaced only by one that passed every check.

    :param evaluated: whether the machine reads the reviewed documents, too, to be held against them
    :return: the number of rows by table
    :raises InputError: when the output can't be written, or the result would not be sound
    """
    check_output(output)
    file = OutputFile(output)
    try:
        connection = sqlite3.connect(file.path, isolation_level=None)
        try:
            connection.execute("pragma user_version")
            file.hide()
            counts = fill(Database(connection), corpus, progress, evaluated=evaluated)
        finally:
            connection.close()
        progress("putting the database in its place")
        file.publish()
    except (OSError, sqlite3.OperationalError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        remedy = "make room or give permission there, or choose another place with --output"
        raise InputError([Problem(str(output), 0, f"the database can't be written: {reason}", remedy)]) from error
    finally:
        file.discard()
    return counts


def fill(database: Database, corpus: Corpus, progress: Progress, *, evaluated: bool) -> dict[str, int]:
    """Create the tables, load them, index them and check the result, in one transaction for the rows."""
    connection = database.conn
    connection.executescript(PRAGMAS)
    for path in schema_files(after_loading=False):
        connection.executescript(path.read_text(encoding="utf-8"))
    with database.atomic():
        load(database, corpus, progress)
        load_evaluations(database, corpus, progress, evaluated=evaluated)
    finish(connection, progress)
    progress("checking the database")
    problems = check_database(connection, own_vocabularies(corpus.authority, corpus.directory))
    if problems:
        raise InputError(problems)
    return {name: database.table(name).count for name in table_names(connection)}


def finish(connection: sqlite3.Connection, progress: Progress = lambda _: None) -> None:
    """What comes after the rows: indexes, views, search, statistics for SQLite's planner, counts for the pages."""
    for path in schema_files(after_loading=True):
        progress(f"running {path.name}")
        connection.executescript(path.read_text(encoding="utf-8"))
    connection.execute("analyze")
    progress("counting")
    count_pages(connection)


def own_vocabularies(authority: Authority, directory: Path) -> frozenset[str]:
    """Terms that must be used: those of the directory's own vocabularies that are not declared unused."""
    if Path(authority.paths["vocabularies"]).parent != directory:
        return frozenset()
    terms = authority.vocabularies.items()
    return frozenset(f"{name}.{term.id}" for name, by_id in terms for term in by_id.values() if not term.unused)


def table_names(connection: sqlite3.Connection) -> list[str]:
    """The tables of the schema, without those that search keeps for itself."""
    sql = "select name from pragma_table_list where schema = 'main' and type = 'table' and name not glob 'sqlite_*'"
    return sorted(name for (name,) in connection.execute(sql))


def load(database: Database, corpus: Corpus, progress: Progress) -> None:
    """Every row, the documents' in the order of their names, then what they refer to."""
    named = Used()
    known = replace(
        corpus.authority,
        actors=dict(corpus.authority.actors),
        locations=dict(corpus.authority.locations),
        sources=dict(corpus.authority.sources),
    )
    total = len(corpus.paths)
    for number, entry in enumerate(corpus.entries(), 1):
        progress(f"loading {number:,} of {total:,}: {entry.document.path}")
        collector = DocumentRows(entry)
        rows = collector.collect()
        actors, locations, sources = used(rows)
        named.actors |= actors
        named.locations |= locations
        named.sources |= sources
        named.dates |= collector.dates
        if entry.annotation:
            named.annotators.add(entry.annotation.annotator)
        if entry.annotation:
            remember(known, entry.annotation)
        try:
            insert(database, rows)
        except (sqlite3.IntegrityError, OverflowError) as error:
            what = f"a row of this document can't be stored: {error}"
            remedy = "correct its annotation; if it has none, this is a fault of the program"
            raise InputError([Problem(entry.annotation_path, 0, what, remedy)]) from error
    insert(database, authority_rows(known, named))
    insert(database, standard_terms(database.conn, corpus.authority))


def load_evaluations(database: Database, corpus: Corpus, progress: Progress, *, evaluated: bool) -> None:
    """How far readings may be trusted: the corpora's figures, and each reviewed document read by the machine again."""
    spans = "select id from spans where document_id = ?"
    insert(database, kind_rows())
    insert(database, corpus_rows(measured(), goals(), corpus.authority))
    for evaluation in evaluations(corpus, progress) if evaluated else ():
        there = {span for (span,) in database.conn.execute(spans, (evaluation.entry.id,))}
        insert(database, document_rows(evaluation, goals(), corpus.authority, there))


def remember(known: Authority, annotation: Annotation) -> None:
    """Add the records that an annotation brings along; the first of an id is kept."""
    known.actors.update({row.id: row for row in annotation.actors if row.id not in known.actors})
    known.locations.update({row.id: row for row in annotation.locations if row.id not in known.locations})
    known.sources.update({row.id: row for row in annotation.sources if row.id not in known.sources})


def insert(database: Database, rows: Rows) -> None:
    """Insert rows by table; an unknown column, type or term fails."""
    for name, records in rows.items():
        database.table(name).insert_all(records, batch_size=500)


def authority_rows(authority: Authority, named: Used) -> Rows:
    """Vocabularies whole; actors, places, sources, annotators and dates as far as the documents need them."""
    rows: Rows = defaultdict(list)
    standard = authority.standard or authority
    for name in VOCABULARIES:
        rows[name] = [term_row(term) for term in authority.vocabularies[name].values()]
    sources = [authority.sources[key] for key in sorted(named.sources)]
    publishers = {source.publisher for source in sources if source.publisher}
    actors = with_wholes(named.actors | publishers, authority.actors)
    dates = named.dates | {source.published for source in sources if source.published}
    rows["dates"] = [vars(read_date(edtf)) for edtf in sorted(dates)]
    rows["annotators"] = [
        {"id": a.id, "name": a.name, "kind": a.kind, "version": a.version}
        for a in map((standard.annotators | authority.annotators).__getitem__, sorted(named.annotators))
    ]
    rows["actors"] = [actor_row(authority.actors[key]) for key in actors]
    locations = with_wholes(named.locations, authority.locations)
    rows["locations"] = [location_row(authority.locations[key]) for key in locations]
    rows["sources"] = [source_row(source) for source in sources]
    return rows


def term_row(term: Term) -> dict[str, Any]:
    """A row of a vocabulary."""
    return {"id": term.id, "name": term.name, "definition": term.definition, "source_url": term.source_url}


def standard_terms(connection: sqlite3.Connection, authority: Authority) -> Rows:
    """The project's terms that rows use, the machine's, and that the directory's vocabularies lack."""
    rows: Rows = defaultdict(list)
    if authority.standard is None:
        return rows
    for vocabulary, table, column in TERM_COLUMNS:
        own, terms = authority.vocabularies[vocabulary], authority.standard.vocabularies[vocabulary]
        for (value,) in connection.execute(f'select distinct "{column}" from "{table}" order by 1'):
            if value in terms and value not in own:
                rows[vocabulary].append(term_row(terms[value]))
    return rows


def with_wholes(ids: Iterable[str], known: dict[str, Any]) -> list[str]:
    """The ids and everything they are part of, in order."""
    found: set[str] = set()
    for start in ids:
        at: str | None = start
        while at is not None and at not in found:
            found.add(at)
            at = known[at].part_of
    return sorted(found)
