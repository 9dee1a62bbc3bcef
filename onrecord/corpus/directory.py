"""Read a directory of documents: text, sections, sentences, annotations and authority files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from onrecord.annotation.authority import (
    FILE_NAMES,
    Authority,
    load_authority,
    with_records,
)
from onrecord.annotation.entry import Entry
from onrecord.annotation.load import load_annotation
from onrecord.annotation.model import DocumentDescription
from onrecord.data import SEEDS
from onrecord.problems import InputError, Problem, Problems, Progress, Refusal
from onrecord.text.document import Document, Section, UnreadableDocument, read_document
from onrecord.text.document_files import find_documents, original_of
from onrecord.text.language import is_english
from onrecord.text.sections import find_sections
from onrecord.text.sentences import sentences_of
from onrecord.values import DOCUMENT_ID

if TYPE_CHECKING:
    from onrecord.reader import Reader

BLIND_READINGS = "blind-readings"
BlindReading = Literal["first", "second"]


@dataclass(frozen=True)
class Corpus:
    """Everything that goes into one database.

    Annotated documents are kept in memory, because their rows may refer to each other; the machine reads the
    others one by one, so that memory does not grow with their number.
    """

    directory: Path
    paths: tuple[Path, ...]
    annotated: dict[Path, Entry]
    authority: Authority
    warnings: tuple[Problem, ...] = ()

    @cached_property
    def reader(self) -> Reader:
        """The machine reader, loaded when the first document needs it."""
        return rule_reader(self.authority)

    def entries(self) -> Iterator[Entry]:
        """Every document, in order of file name.

        :raises InputError: when the reader's model or gazetteer is missing, or a file has changed meanwhile
        """
        for path in self.paths:
            yield self.annotated.get(path) or self.machine_entry(path)

    def machine_entry(self, path: Path) -> Entry:
        """A document without an annotation, read by the machine if it is in English."""
        entry = load_entry(path, Problems())
        if entry is None:
            raise InputError([Problem(str(path), 0, "the file changed while it was read", "run the build again")])
        if not is_english(entry.document.text):
            return entry
        return self.read_by_machine(entry)

    def read_by_machine(self, entry: Entry) -> Entry:
        """The document as the machine reads it, whether or not it is annotated.

        :raises InputError: when the reader's model or gazetteer is missing
        """
        return read_by(self.reader, entry)


def rule_reader(authority: Authority) -> Reader:
    """The rule-based reader, imported late because spaCy takes seconds to load."""
    from onrecord.reader import READERS

    return READERS["rules"](authority)


def read_by(reader: Reader, entry: Entry) -> Entry:
    """The document as a reader reads it.

    :raises InputError: when the reader's model or gazetteer is missing
    """
    try:
        read = reader.read(entry.document, replace(entry.description, written_on=0), entry.sections)
    except Refusal as error:
        raise InputError([error.problem(entry.document.path)]) from error
    return replace(
        entry,
        annotation=read,
        description=read.document,
        sections=read.sections,
        sentences=tuple(sentences_of(entry.document, read.sections)),
    )


def load_corpus(
    directory: Path, problems: Problems, progress: Progress = lambda _: None, *, write: bool = True
) -> Corpus:
    """Read every document of a directory with its ``*.yml``, in order of name; convert files that are not text.

    Whatever can't be used is recorded in ``problems``; the corpus then lacks it and must not be published.

    :param write: whether files may be converted, which writes their text beside them
    """
    authority = load_authority(directory, SEEDS, problems)
    paths = find_documents(directory, problems, progress, write=write)
    if not paths and not problems:
        problems.add(directory, 0, "there are no documents here", "add a text file whose name ends in .txt")
    note_strays(directory, paths, problems)
    annotated: dict[Path, Entry] = {}
    warnings: list[Problem] = []
    duplicates = Duplicates(problems)
    for number, path in enumerate(paths, 1):
        progress(f"reading {number:,} of {len(paths):,}: {path.name}")
        entry = load_entry(path, problems)
        if entry is None:
            continue
        duplicates.note(entry)
        warnings += warnings_about(entry, path)
        if entry.annotation:
            annotated[path] = entry
            authority = with_records(authority, entry.annotation, problems)
    return Corpus(directory, tuple(paths), annotated, authority, tuple(warnings))


def warnings_about(entry: Entry, path: Path) -> Iterator[Problem]:
    """Warnings about one document, which do not stop a build."""
    document = entry.document
    if document.encoding_basis == "guessed":
        what = f"the encoding was guessed: {document.encoding}"
        yield Problem(str(path), 0, what, "check the text, and save it as UTF-8")
    if entry.annotation is None and not is_english(document.text):
        remedy = f"write {path.stem}.yml beside it"
        yield Problem(str(path), 0, "the machine reads only English, so only the text is published", remedy)


def load_blind_readings(corpus: Corpus, which: BlindReading, problems: Problems) -> Corpus:
    """The same documents as one of two independent annotators read them.

    They are kept in ``blind-readings/NAME.first.yml`` and ``NAME.second.yml``; documents without one are left out.
    """
    read: dict[Path, Entry] = {}
    for path, entry in corpus.annotated.items():
        beside = path.parent / BLIND_READINGS / f"{path.stem}.{which}.yml"
        annotation = load_annotation(beside, entry.document, problems) if beside.exists() else None
        if annotation:
            read[path] = replace(entry, annotation=annotation)
    return Corpus(corpus.directory, tuple(read), read, corpus.authority)


def load_entry(path: Path, problems: Problems, *, annotated: bool = True) -> Entry | None:
    """One document, with its annotation if it has one; ``None`` after recording why it can't be read."""
    try:
        document = read_document(path)
    except UnreadableDocument as error:
        problems.add(path, error.line, error.what, error.remedy)
        return None
    except OSError as error:
        problems.add(path, 0, f"the file can't be read: {error.strerror}", "make it a readable file, or remove it")
        return None
    beside = path.with_suffix(".yml")
    annotated = annotated and os.path.lexists(beside)
    annotation = load_annotation(beside, document, problems) if annotated else None
    if annotation is None and annotated:
        return None
    sections = (annotation.sections if annotation else ()) or find_sections(document.text)
    description = annotation.document if annotation else describe(path, document, sections, problems)
    if description is None:
        return None
    return Entry(document, description, annotation, sections, tuple(sentences_of(document, sections)))


def describe(
    path: Path, document: Document, sections: tuple[Section, ...], problems: Problems
) -> DocumentDescription | None:
    """The description of a document without an annotation, with its first title or its file's stem as title."""
    if not DOCUMENT_ID.regex.match(path.stem):
        remedy = f"rename it; use {DOCUMENT_ID.looks_like}, or give it an id in {path.stem}.yml"
        problems.add(path, 0, f"the file's name {path.stem!r} can't be an id", remedy)
        return None
    title = next((section.title for section in sections if section.kind == "title"), path.stem)
    language = "en" if is_english(document.text) else "und"
    original = original_of(path)
    note = f"Converted from {original.name}, sha256 {original.sha256}." if original else None
    return DocumentDescription(id=path.stem, title=title, language=language, note=note)


def note_strays(directory: Path, paths: list[Path], problems: Problems) -> None:
    """Record annotations without a document, most likely misspelt file names."""
    stems = {path.stem for path in paths}
    for path in sorted(directory.glob("*.yml")):
        if path.name not in FILE_NAMES and path.stem not in stems:
            remedy = f"put {path.stem}.txt beside it, or remove it"
            problems.add(path, 0, "there is no document for this annotation", remedy)


class Duplicates:
    """Detects documents that share an id or all their bytes."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.ids: dict[str, str] = {}
        self.hashes: dict[str, str] = {}

    def note(self, entry: Entry) -> None:
        """Record a problem if an earlier document has this one's id or bytes."""
        path = entry.document.path
        first = self.ids.setdefault(entry.id, path)
        if first != path:
            what = f"the document id {entry.id!r} is already used by {first}"
            self.problems.add(entry.annotation_path, 0, what, "give this one another id")
        first = self.hashes.setdefault(entry.document.sha256, path)
        if first != path:
            self.problems.add(path, 0, f"this file has the same bytes as {first}", "remove one of the two")
