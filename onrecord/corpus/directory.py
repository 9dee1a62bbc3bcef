"""Read a directory of documents: text, sections, sentences, annotations and authority files."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from onrecord.annotation.authority import DECLARED, Annotator, Authority, load_authority, with_records
from onrecord.annotation.decisions import DecisionLog, check_decisions, decisions_file, load_decisions, people_of
from onrecord.annotation.entry import Entry
from onrecord.annotation.load import load_annotation
from onrecord.annotation.replay import replayed
from onrecord.annotation.retired import RetiredId, load_retired
from onrecord.annotation.sidecar import read_table
from onrecord.annotation.validation import identified_rows
from onrecord.corpus.document_entries import (
    Duplicates,
    annotation_file,
    document_names,
    load_entry,
    note_strange_rows,
    note_strays,
    other_names,
)
from onrecord.data import SEEDS
from onrecord.problems import InputError, Problem, Problems, Progress, Refusal
from onrecord.text.document_files import Original, find_documents, originals
from onrecord.text.encodings import decoded_wrongly
from onrecord.text.imprint import Imprint
from onrecord.text.language import is_english
from onrecord.text.sentences import sentences_of
from onrecord.values import BY_MACHINE, Slug, unique_slug

if TYPE_CHECKING:
    from onrecord.reader import Reader

RULES = "rules"
"""The reader, if no other is named."""
ANSWERS = "model-answers"
"""The directory, beside the documents, of what language models answered."""
BLIND_READINGS = "blind-readings"
BlindReading = Literal["first", "second"]
MACHINE_ROW = r"-(?:a\d|q\d|claim-\d|cites-)"
"""What follows a document's id in the ids of the rows that the machine finds."""


@dataclass(frozen=True)
class Corpus:
    """Everything that goes into one database.

    Annotated documents are kept in memory, because their rows may refer to each other; the machine reads the
    others one by one, so that memory does not grow with their number.

    :param authority: the directory's own files, with the records that annotations declare
    :param shared: the directory's own files alone
    :param names: the name of each document
    :param converted: the files that texts were converted from
    :param retired: ids that are in use no more
    :param known: the metadata of the documents that the machine reads
    :param read_with: the name of the machine reader
    :param notes: what a person should know about its readings
    :param decisions: what people decided about the rows of documents
    :param people: who decided, by the names in those logs
    """

    directory: Path
    paths: tuple[Path, ...]
    annotated: dict[Path, Entry]
    authority: Authority
    warnings: tuple[Problem, ...] = ()
    shared: Authority | None = None
    names: Mapping[Path, str] = field(default_factory=dict)
    converted: Mapping[str, Original] = field(default_factory=dict)
    retired: tuple[RetiredId, ...] = ()
    known: Mapping[Path, Imprint] = field(default_factory=dict)
    read_with: str = RULES
    notes: Problems = field(default_factory=Problems)
    decisions: Mapping[Path, DecisionLog] = field(default_factory=dict)
    people: Mapping[str, Annotator] = field(default_factory=dict)

    @cached_property
    def reader(self) -> Reader:
        """The machine reader, loaded when the first document needs it."""
        return reader_named(self.read_with, self.authority, self.directory, self.notes)

    @cached_property
    def ids(self) -> Mapping[str, AbstractSet[str]]:
        """The ids that are known before the machine reads anything, by the table that they are in."""
        found: dict[str, set[str]] = defaultdict(set)
        found["documents"] = {*self.names.values(), *(entry.id for entry in self.annotated.values())}
        for kind in DECLARED:
            found[kind] = set(getattr(self.authority, kind))
        for entry in self.annotated.values():
            for passage in entry.annotation.passages if entry.annotation else ():
                for kind, row in identified_rows(passage):
                    found[kind].add(row.id)
        return found

    @cached_property
    def row_ids(self) -> list[Slug]:
        """The ids of the rows that people wrote, sorted."""
        passages = (one for entry in self.annotated.values() if entry.annotation for one in entry.annotation.passages)
        return sorted(row.id for passage in passages for _, row in identified_rows(passage))

    def entries(self) -> Iterator[Entry]:
        """Every document, in order of file name.

        :raises InputError: when one can't be read
        """
        return map(self.entry, self.paths)

    def entry(self, path: Path) -> Entry:
        """One document, read by the machine if it has no annotation and is in English.

        :raises InputError: when the file has changed meanwhile, or the machine can't read it
        """
        if path in self.annotated:
            return self.annotated[path]
        problems = Problems()
        name, known = self.names.get(path), self.known.get(path)
        entry = load_entry(path, problems, name=name, annotated=False, converted=self.converted, known=known)
        if entry is None:
            raise InputError([replace(one, what=f"the file has changed: {one.what}") for one in problems])
        if is_english(entry.document.text):
            entry = read_by(self.reader, entry, self.prefix(entry.id))
        return replayed(entry, self.decisions.get(path), self.people, self.authority.events)

    def reading(self, path: Path) -> str:
        """The fingerprint of what a document's claims come from: its annotation, or the machine's rules."""
        if path in self.annotated:
            return hashlib.sha256(self.beside(path).read_bytes()).hexdigest()[:12]
        from onrecord.reader.fingerprint import fingerprint

        return fingerprint()

    def id_of(self, path: Path) -> str:
        """The id of a document."""
        return self.annotated[path].id if path in self.annotated else self.names[path]

    def beside(self, path: Path) -> Path:
        """Where a document's annotation is, or would be."""
        entry = self.annotated.get(path)
        return Path(entry.annotation_path) if entry else annotation_file(path, self.names.get(path, path.stem))

    def prefix(self, document: str) -> Slug:
        """What the ids of the rows that the machine finds in a document start with, so that no written id is one."""
        prefix = unique_slug(document)
        while self.is_taken(prefix):
            prefix += BY_MACHINE
        return prefix

    def is_taken(self, prefix: Slug) -> bool:
        """Whether people wrote ids such as the machine would make of the prefix."""
        like = re.compile(re.escape(prefix) + MACHINE_ROW)
        for at in range(bisect_left(self.row_ids, f"{prefix}-"), len(self.row_ids)):
            if not self.row_ids[at].startswith(f"{prefix}-"):
                break
            if like.match(self.row_ids[at]):
                return True
        return False

    def read_by_machine(self, entry: Entry) -> Entry:
        """The document as the machine reads it, whether or not it is annotated.

        :raises InputError: when the machine can't read it
        """
        return read_by(self.reader, entry)

    def without(self, left_out: AbstractSet[Path], problems: Problems) -> Corpus:
        """The corpus without some documents and the records that they declare."""
        if left_out.isdisjoint(self.paths):
            return self
        annotated = {path: entry for path, entry in self.annotated.items() if path not in left_out}
        authority = with_declared(self.shared or self.authority, annotated.values(), problems)
        paths = tuple(path for path in self.paths if path not in left_out)
        return replace(self, paths=paths, annotated=annotated, authority=authority)


def reader_named(name: str, authority: Authority, directory: Path, notes: Problems) -> Reader:
    """A machine reader for the documents of a directory, imported late because spaCy takes seconds to load.

    :param notes: gets what a person should know about its readings
    :raises InputError: when there is none of that name, or it lacks something
    """
    from onrecord.reader.registry import Setting, open_reader

    try:
        return open_reader(name, Setting(authority, directory / ANSWERS, notes))
    except Refusal as error:
        raise InputError([error.problem(f"--reader {name}")]) from error


def with_reader(authority: Authority, name: str, directory: Path) -> Authority:
    """The authority with the named reader among its annotators, where the project's files can't have it.

    :raises InputError: when it lacks something
    """
    if name == RULES:
        return authority
    annotator = reader_named(name, authority, directory, Problems()).annotator
    return replace(authority, annotators={annotator.id: annotator} | authority.annotators)


def read_by(reader: Reader, entry: Entry, prefix: Slug | None = None) -> Entry:
    """The document as a reader reads it.

    :param prefix: what the ids of the rows start with, if not the document's id
    :raises ReaderMissing: when the reader's model or gazetteer is missing
    :raises InputError: when the reader fails
    """
    path = entry.document.path
    try:
        read = reader.read(entry.document, replace(entry.description, written_on=0), entry.sections, prefix)
    except Refusal as error:
        raise ReaderMissing([error.problem(path)]) from error
    except Exception as error:  # whatever the cause, other documents can still be read
        what = f"the machine can't read it: {type(error).__name__}: {error}"
        remedy = "annotate it, or remove it; this is a bug: please report it with the document"
        raise InputError([Problem(path, 0, what, remedy)]) from error
    return replace(
        entry,
        annotation=read,
        description=read.document,
        sections=read.sections,
        sentences=tuple(sentences_of(entry.document, read.sections)),
    )


class ReaderMissing(InputError):
    """The reader's model or gazetteer is missing, so that no document can be read."""


def load_corpus(
    directory: Path,
    problems: Problems,
    progress: Progress = lambda _: None,
    *,
    write: bool = True,
    read_with: str = RULES,
) -> Corpus:
    """Read every document of a directory with its ``*.yml``, in order of name; convert files that are not text.

    Whatever can't be used is recorded in ``problems``; the corpus then lacks it.

    :param write: whether files may be converted, which writes their text beside them
    :param read_with: the name of the machine reader
    """
    authority = with_reader(load_authority(directory, SEEDS, problems), read_with, directory)
    paths = find_documents(directory, problems, progress, write=write)
    if not paths and not problems:
        problems.add(directory, 0, "there are no documents here", "add a text file whose name ends in .txt")
    names, converted = document_names(paths), originals(directory)
    table = read_table(directory, problems)
    note_strange_rows(
        directory, table, {*(path.name for path in paths), *(one.name for one in converted.values())}, problems
    )
    refused = (Path(one.path).stem for one in problems)
    note_strays(directory, {*names.values(), *refused}, problems)
    read: list[Path] = []
    annotated: dict[Path, Entry] = {}
    imprints: dict[Path, Imprint] = {}
    warnings: list[Problem] = []
    duplicates = Duplicates(problems)
    for number, path in enumerate(paths, 1):
        progress(f"reading {number:,} of {len(paths):,}: {path.name}")
        entry = load_entry(path, problems, name=names[path], converted=converted, table=table)
        if entry is None or not duplicates.note(entry, path):
            continue
        read.append(path)
        imprints[path] = entry.document.imprint
        warnings += warnings_about(entry, path)
        if entry.annotation:
            annotated[path] = entry
    given = {path: entry.id for path, entry in annotated.items()}
    names = given | other_names({path: names[path] for path in read if path not in given}, given.values())
    known = with_declared(authority, annotated.values(), problems)
    retired = load_retired(directory, problems)
    rest = (tuple(warnings), authority, names, converted, retired, imprints, read_with)
    return with_decisions(Corpus(directory, tuple(read), annotated, known, *rest), problems)


def with_decisions(corpus: Corpus, problems: Problems) -> Corpus:
    """The corpus with what people decided about its documents: annotated ones as they left them."""
    logs = {path: load_decisions(decisions_file(corpus.beside(path)), problems) for path in corpus.paths}
    logs = {path: log for path, log in logs.items() if log.size or log.warnings}
    people = people_of({one.by for log in logs.values() for one in log.decisions}, corpus.authority)
    seen: dict[str, Path] = {}
    for log in logs.values():
        check_decisions(log, corpus.authority, people, problems)
        for one in log.decisions:
            if (first := seen.setdefault(one.id, log.path)) != log.path:
                what = f"the id {one.id!r} is already used in {first.name}"
                problems.add(log.path, one.written_on, what, "each document has a log of its own: remove this line")
    annotators = {**corpus.authority.annotators, **{one.id: one for one in people.values()}}
    shared = replace(corpus.shared or corpus.authority, annotators=annotators)
    return replace(
        corpus,
        authority=replace(corpus.authority, annotators=annotators),
        shared=shared,
        annotated={
            path: replayed(entry, logs.get(path), people, corpus.authority.events)
            for path, entry in corpus.annotated.items()
        },
        warnings=(*corpus.warnings, *chain.from_iterable(log.warnings for log in logs.values())),
        decisions=logs,
        people=people,
    )


def with_declared(authority: Authority, entries: Iterable[Entry], problems: Problems) -> Authority:
    """The authority with the records that annotations declare."""
    return with_records(authority, [entry.annotation for entry in entries if entry.annotation], problems)


def warnings_about(entry: Entry, path: Path) -> Iterator[Problem]:
    """Warnings about one document, which do not stop a build."""
    document = entry.document
    if document.encoding_basis == "guessed":
        what = f"the encoding was guessed: {document.encoding}"
        yield Problem(str(path), 0, what, "check the text, and save it as UTF-8")
    if wrong := next(decoded_wrongly(document.text), None):
        span, reading = wrong
        what = f"{document.exact(span)!r} is {f'most likely {reading!r}' if reading else 'damaged'}, decoded wrongly"
        yield Problem(str(path), document.line_of(span.start), what, "mend the text, or leave it: it is flagged")
    if unread := document.imprint.unread:
        what = f"the original has no text that can be read on page {unread}"
        yield Problem(str(path), 0, what, "run text recognition on it (ocrmypdf), and convert it again")
    if entry.annotation is None and not is_english(document.text):
        remedy = f"write {entry.id}.yml beside it"
        yield Problem(str(path), 0, "the machine reads only English, so only the text is published", remedy)


def load_blind_readings(corpus: Corpus, which: BlindReading, problems: Problems) -> Corpus:
    """The same documents as one of two independent annotators read them.

    They are kept in ``blind-readings/NAME.first.yml`` and ``NAME.second.yml``; documents without one are left out.
    """
    read: dict[Path, Entry] = {}
    for path, entry in corpus.annotated.items():
        beside = blind_reading(Path(entry.annotation_path), which)
        annotation = load_annotation(beside, entry.document, problems) if is_there(beside) else None
        if annotation:
            read[path] = replace(entry, annotation=annotation)
    return Corpus(corpus.directory, tuple(read), read, corpus.authority)


def is_there(path: Path) -> bool:
    """Whether a file exists, or can't be looked at, which reading it will report."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        pass
    return True


def blind_reading(annotation: Path, which: BlindReading) -> Path:
    """Where a blind reading of a document is that has an annotation."""
    return annotation.parent / BLIND_READINGS / f"{annotation.stem}.{which}.yml"
