"""Build the SQLite database with ``schema/*.sql``; it replaces the old file once it has passed every check."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from onrecord.annotation.authority import VOCABULARIES, Authority, Term
from onrecord.annotation.model import Annotation
from onrecord.corpus.directory import Corpus
from onrecord.database.checks import TERM_COLUMNS, check_database
from onrecord.database.rows import (
    DocumentRows,
    Rows,
    actor_row,
    location_row,
    referenced_ids,
    source_row,
)
from onrecord.database.schema import table_names
from onrecord.database.store import finish, insert, new_database
from onrecord.dates import read_date
from onrecord.problems import InputError, Problem, Progress
from onrecord.values import Slug


@dataclass
class Used:
    """The authority rows and dates that the documents refer to."""

    actors: set[Slug] = field(default_factory=set)
    locations: set[Slug] = field(default_factory=set)
    sources: set[Slug] = field(default_factory=set)
    annotators: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)


Further = Callable[[Database], Iterable[Rows]]
"""Makes further rows from a database that already holds the documents."""


def build_database(
    corpus: Corpus, output: Path, progress: Progress = lambda _: None, further: Further = lambda _: ()
) -> dict[str, int]:
    """Build the database of a corpus at ``output``; an old file is replaced only after every check.

    :param further: rows to add to those of the documents
    :return: the number of rows by table
    :raises InputError: when the output can't be written, or the result would break a rule
    """
    with new_database(output) as database:
        with database.atomic():
            insert_corpus(database, corpus, progress)
            for rows in further(database):
                insert(database, rows)
        finish(database.conn, progress)
        progress("checking the database")
        problems = check_database(database.conn, own_vocabularies(corpus.authority, corpus.directory))
        if problems:
            raise InputError(problems)
        progress("moving the database into place")
        return {name: database.table(name).count for name in sorted(table_names(database.conn))}


def own_vocabularies(authority: Authority, directory: Path) -> frozenset[str]:
    """Terms that must be used: those of the directory's own vocabularies that are not declared unused."""
    if Path(authority.paths["vocabularies"]).parent != directory:
        return frozenset()
    terms = authority.vocabularies.items()
    return frozenset(f"{name}.{term.id}" for name, by_id in terms for term in by_id.values() if not term.unused)


def insert_corpus(database: Database, corpus: Corpus, progress: Progress) -> None:
    """Insert every row: those of the documents in order of file name, then those that they refer to."""
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
        actors, locations, sources = referenced_ids(rows)
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
            remedy = "correct its annotation; if it has none, this is a bug: please report it"
            raise InputError([Problem(entry.annotation_path, 0, what, remedy)]) from error
    insert(database, authority_rows(known, named))
    insert(database, standard_terms(database.conn, corpus.authority))


def remember(known: Authority, annotation: Annotation) -> None:
    """Add the records that an annotation declares; the first with an id is kept."""
    known.actors.update({row.id: row for row in annotation.actors if row.id not in known.actors})
    known.locations.update({row.id: row for row in annotation.locations if row.id not in known.locations})
    known.sources.update({row.id: row for row in annotation.sources if row.id not in known.sources})


def authority_rows(authority: Authority, named: Used) -> Rows:
    """All vocabulary terms; and those actors, places, sources, annotators and dates that the documents need."""
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
    """The project's terms that rows use and the directory's own vocabularies lack."""
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
    """The ids and those of everything that they are part of, sorted."""
    found: set[str] = set()
    for start in ids:
        at: str | None = start
        while at is not None and at not in found:
            found.add(at)
            at = known[at].part_of
    return sorted(found)
