"""Build the SQLite database with ``schema/*.sql``; it replaces the old file once it has passed every check."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from onrecord.annotation.authority import DECLARED, VOCABULARIES, Authority, Term, with_copies, with_wholes
from onrecord.annotation.model import Annotation
from onrecord.annotation.names import distinct_names, united, with_distinct_names
from onrecord.annotation.replay import lost_decisions
from onrecord.annotation.retired import FILE_NAME, check_retired
from onrecord.corpus.directory import Corpus, ReaderMissing
from onrecord.corpus.left_out import LeftOut
from onrecord.database.checks import REMEDY, Fault, check_database, used_terms
from onrecord.database.name_rows import Spellings, name_rows
from onrecord.database.retired_rows import is_stored, retired_rows
from onrecord.database.rows import DocumentRows, Rows, record_row, referenced_ids, reviewers
from onrecord.database.schema import table_names
from onrecord.database.store import RowRefused, finish, insert, new_database
from onrecord.dates import read_date
from onrecord.problems import InputError, Problem, Problems, Progress
from onrecord.values import DocumentId, Slug


@dataclass
class Used:
    """The authority rows and dates that the documents refer to, each with the documents that do."""

    actors: dict[Slug, set[Path]] = field(default_factory=lambda: defaultdict(set))
    locations: dict[Slug, set[Path]] = field(default_factory=lambda: defaultdict(set))
    sources: dict[Slug, set[Path]] = field(default_factory=lambda: defaultdict(set))
    events: dict[Slug, set[Path]] = field(default_factory=lambda: defaultdict(set))
    annotators: dict[str, set[Path]] = field(default_factory=lambda: defaultdict(set))
    dates: dict[str, set[Path]] = field(default_factory=lambda: defaultdict(set))

    def add(self, collector: DocumentRows, path: Path) -> None:
        """Add what the rows of a document refer to."""
        annotation = collector.entry.annotation
        annotators = {annotation.annotator} if annotation else set()
        annotators |= reviewers(collector.rows)
        found = (*referenced_ids(collector.rows), annotators, collector.dates)
        for kind, ids in zip(vars(self).values(), found, strict=True):
            for key in ids:
                kind[key].add(path)

    def users(self, table: str, key: str) -> set[Path]:
        """The documents that refer to a row."""
        return set(vars(self).get(table, {}).get(key, ()))


def build_database(
    corpus: Corpus,
    output: Path,
    progress: Progress = lambda _: None,
    further: Callable[[Corpus, Database], Iterable[Rows]] = lambda _, __: (),
    left_out: LeftOut | None = None,
) -> dict[str, int]:
    """Build the database of a corpus at ``output``; an old file is replaced only after every check.

    :param further: rows to add to those of the documents
    :param left_out: gets the documents that can't be stored; by default, nothing may be left out
    :return: the number of rows by table
    :raises InputError: when the output can't be written, the result would break a rule, or no document is left
    """
    left_out = left_out or LeftOut()
    while True:
        try:
            return build_once(corpus, output, progress, further, left_out)
        except DocumentsRefused as refused:
            left_out.add(refused.documents, refused.problems)
            corpus = corpus.without(refused.documents, Problems())
            left_out.refuse_nothing_left(corpus)


class DocumentsRefused(InputError):
    """Some documents break a rule of the database that only the whole shows: without them it can be built."""

    def __init__(self, documents: AbstractSet[Path], problems: list[Problem]) -> None:
        super().__init__(problems)
        self.documents = documents


def build_once(
    corpus: Corpus,
    output: Path,
    progress: Progress,
    further: Callable[[Corpus, Database], Iterable[Rows]],
    left_out: LeftOut,
) -> dict[str, int]:
    """Build and check the database once.

    :raises DocumentsRefused: when it breaks a rule, and documents are to blame
    """
    with new_database(output) as database:
        with database.atomic():
            stored = insert_corpus(database, corpus, progress, left_out)
            kept = corpus.without(left_out.documents, Problems())
            left_out.refuse_nothing_left(kept)
            for rows in further(kept, database):
                insert_further(database, rows, stored)
            insert(database, standard_terms(database.conn, kept.authority))
            insert_retired(database, corpus, complete=not left_out.problems)
        finish(database.conn, progress)
        progress("checking the database")
        changed = bool(left_out.problems or corpus.decisions)
        terms = frozenset() if changed else own_vocabularies(corpus.authority, corpus.directory)
        refuse_faults(check_database(database.conn, terms), stored)
        progress("moving the database into place")
        return {name: database.table(name).count for name in sorted(table_names(database.conn))}


def insert_retired(database: Database, corpus: Corpus, *, complete: bool) -> None:
    """Insert the retired ids.

    :raises InputError: when one is used again, or has a successor that does not exist
    """
    problems, shared = Problems(), corpus.authority

    def is_used(table: str, key: str) -> bool:
        return key in getattr(shared, table, ()) or is_stored(database.conn, table, key)

    check_retired(corpus.retired, str(corpus.directory / FILE_NAME), is_used, problems, complete=complete)
    problems.raise_if_any()
    insert(database, {"retired_ids": list(retired_rows(database.conn, corpus.retired))})


def insert_further(database: Database, rows: Rows, stored: Mapping[DocumentId, Path]) -> None:
    """Insert rows about the documents.

    :raises InputError: when one can't be stored
    """
    try:
        insert(database, rows)
    except RowRefused as error:
        document = next((row["document_id"] for row in rows.get("evaluations", ()) if row.get("document_id")), None)
        refuse_faults([Fault(error.table, str(error), document)], stored)


def refuse_faults(faults: list[Fault], stored: Mapping[DocumentId, Path]) -> None:
    """Stop at a fault in the database.

    :param stored: the file of each document
    :raises DocumentsRefused: when documents are to blame for every fault
    :raises InputError: for any other fault
    """
    problems = [fault.problem(stored.get(fault.document or "")) for fault in faults]
    documents = [stored.get(fault.document or "") for fault in faults]
    if problems and all(documents):
        raise DocumentsRefused({path for path in documents if path}, problems)
    if problems:
        raise InputError(problems)


def own_vocabularies(authority: Authority, directory: Path) -> frozenset[str]:
    """Terms that must be used: those of the directory's own vocabularies that are not declared unused."""
    if Path(authority.paths["vocabularies"]).parent != directory:
        return frozenset()
    others = authority.standard.vocabularies if authority.standard else {}
    return frozenset(
        f"{name}.{term.id}"
        for name, terms in authority.vocabularies.items()
        for term in terms.values()
        if not term.unused and others.get(name, {}).get(term.id) is not term
    )


def insert_corpus(database: Database, corpus: Corpus, progress: Progress, left_out: LeftOut) -> dict[DocumentId, Path]:
    """Insert every row: those of the documents in order of file name, then those that they refer to.

    :return: the file of each document that is stored
    """
    named, spellings = Used(), Spellings()
    known = with_copies(corpus.authority)
    stored: dict[DocumentId, Path] = {}
    total = len(corpus.paths)
    for number, path in enumerate(corpus.paths, 1):
        progress(f"loading {number:,} of {total:,}: {path.name}")
        try:
            entry = corpus.entry(path)
            collector = DocumentRows(entry)
            with database.atomic():
                insert(database, collector.collect())
        except (ReaderMissing, OSError, sqlite3.OperationalError):
            raise
        except InputError as error:
            left_out.add([path], [replace(one, path=str(path)) for one in error.problems])
            continue
        except Exception as error:  # whatever the cause, other documents can still be stored
            left_out.add([path], [cannot_be_stored(path, corpus, error)])
            continue
        stored[entry.id] = path
        named.add(collector, path)
        if path in corpus.decisions and path not in corpus.annotated:
            left_out.warnings += lost_decisions(entry, corpus.decisions[path])
        if entry.annotation:
            remember(known, entry.annotation)
        spellings.add(collector.rows, {"actors": known.actors, "locations": known.locations})
    try:
        insert(database, authority_rows(known, named, spellings))
    except RowRefused as error:
        users = sorted(named.users(error.table, error.key))
        if not users:
            raise InputError([Problem(error.table, 0, str(error), REMEDY)]) from error
        raise DocumentsRefused(set(users), [cannot_be_stored(path, corpus, error) for path in users]) from error
    return stored


def cannot_be_stored(path: Path, corpus: Corpus, error: Exception) -> Problem:
    """The problem of a document that has a row which can't be stored."""
    entry = corpus.annotated.get(path)
    what = f"a row of this document can't be stored: {error or type(error).__name__}"
    if entry:
        return Problem(entry.annotation_path, 0, what, "correct its annotation")
    return Problem(str(path), 0, what, "annotate it, or remove it; this is a bug: please report it")


def remember(known: Authority, annotation: Annotation) -> None:
    """Add the records that an annotation declares; the first with an id is kept, with what others add to it."""
    for kind in DECLARED:
        there: dict[str, Any] = getattr(known, kind)
        there.update({row.id: united(there.get(row.id, row), row) for row in getattr(annotation, kind)})


def authority_rows(authority: Authority, named: Used, spellings: Spellings) -> Rows:
    """All vocabulary terms; and those actors, places, sources, events, annotators and dates that the documents need."""
    rows: Rows = defaultdict(list)
    standard = authority.standard or authority
    for name in VOCABULARIES:
        rows[name] = [term_row(term) for term in authority.vocabularies[name].values()]
    events = chosen(authority.events, with_wholes(named.events, authority.events))
    rows["events"] = [record_row(event) for event in events]
    rows["event_locations"] = [
        {"event_id": event.id, "location_id": location} for event in events for location in event.locations
    ]
    sources = [authority.sources[key] for key in named.sources]
    publishers = {source.publisher for source in sources if source.publisher}
    actors = with_wholes(named.actors.keys() | publishers, authority.actors)
    dates = named.dates.keys() | {source.published for source in sources if source.published}
    dates |= {event.date for event in events if event.date}
    rows["dates"] = [vars(read_date(edtf)) for edtf in sorted(dates)]
    rows["annotators"] = [
        {"id": a.id, "name": a.name, "kind": a.kind, "version": a.version}
        for a in chosen({**authority.annotators, **standard.annotators, **authority.annotators}, named.annotators)
    ]
    named_actors = chosen(authority.actors, actors)
    rows["actors"] = [record_row(row) for row in named_actors]
    rows["actor_names"] = name_rows(named_actors, "actors", spellings)
    located = {location for event in events for location in event.locations}
    locations = chosen(authority.locations, with_wholes(named.locations.keys() | located, authority.locations))
    rows["locations"] = [record_row(row) for row in locations]
    rows["location_names"] = name_rows(locations, "locations", spellings)
    rows["sources"] = [record_row(row) for row in chosen(authority.sources, named.sources)]
    return rows


def chosen(records: Mapping[str, Any], wanted: Collection[str]) -> list[Any]:
    """The records with these ids, in the order of their ids; the first of several with one name keeps it."""
    found = with_distinct_names(row for key, row in records.items() if key in wanted)
    return sorted(found, key=lambda row: str(row.id))


def term_row(term: Term) -> dict[str, Any]:
    """A row of a vocabulary."""
    row = {"id": term.id, "name": term.name, "definition": term.definition, "source_url": term.source_url}
    return row | ({"event_type": term.event_type} if term.event_type else {})


def standard_terms(connection: sqlite3.Connection, authority: Authority) -> Rows:
    """The project's terms that rows use and the directory's own vocabularies lack."""
    rows: Rows = defaultdict(list)
    if authority.standard is None:
        return rows
    for vocabulary in VOCABULARIES:
        own, terms = authority.vocabularies[vocabulary], authority.standard.vocabularies[vocabulary]
        if own.keys() >= terms.keys():
            continue
        lacking = (used_terms(connection, vocabulary) & terms.keys()) - own.keys()
        rows[vocabulary] = [term_row(terms[term]) for term in sorted(lacking)]
        taken = {term.name for term in own.values()}
        names = distinct_names(((row["id"], row["name"]) for row in rows[vocabulary]), taken)
        rows[vocabulary] = [row | {"name": names[row["id"]]} for row in rows[vocabulary]]
    return rows
