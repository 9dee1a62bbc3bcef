"""One document of a directory: its name, its text with its annotation, and what tells it from the others."""

from __future__ import annotations

import difflib
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from onrecord.annotation.authority import FILE_NAMES
from onrecord.annotation.decisions import SUFFIX
from onrecord.annotation.entry import Entry
from onrecord.annotation.load import load_annotation
from onrecord.annotation.model import DocumentDescription
from onrecord.annotation.sidecar import TABLE, is_sidecar, read_sidecar, read_table
from onrecord.problems import Problems
from onrecord.text.document import Document, Section, UnreadableDocument, read_document
from onrecord.text.document_files import TEXT_SUFFIXES, Original, is_document, originals
from onrecord.text.imprint import NONE, Imprint
from onrecord.text.language import is_english
from onrecord.text.sections import find_sections
from onrecord.text.sentences import sentences_of
from onrecord.values import DOCUMENT_ID


def document_names(paths: Iterable[Path]) -> dict[Path, str]:
    """The name of each document, which is its id and its annotation's stem: the stem of its file.

    Where another one has it (``a.txt`` and ``a.md``), or a shared file (``actors.yml``), the suffix is part of the
    name: ``a.md``, ``actors.txt``.
    """
    stems = {path: path.stem for path in sorted(paths, key=lambda path: (path.suffix != ".txt", path))}
    return other_names(stems, (Path(name).stem for name in FILE_NAMES))


def document_name(path: Path) -> str:
    """The name of one document among those beside it."""
    beside = (one for one in path.parent.iterdir() if one.suffix.lower() in TEXT_SUFFIXES and is_document(one))
    return document_names({path, *beside})[path]


def other_names(names: Mapping[Path, str], taken: Iterable[str]) -> dict[Path, str]:
    """The names, with the suffix of the file where an earlier one or ``taken`` has the name."""
    used = set(taken)
    found: dict[Path, str] = {}
    for path, name in names.items():
        while name in used:
            name += path.suffix
        used.add(name)
        found[path] = name
    return found


def load_entry(
    path: Path,
    problems: Problems,
    *,
    name: str | None = None,
    annotated: bool = True,
    converted: Mapping[str, Original] | None = None,
    table: Mapping[str, Imprint] | None = None,
    known: Imprint | None = None,
) -> Entry | None:
    """One document, with its annotation if it has one; ``None`` after recording why it can't be read.

    :param name: its name, by default the stem of its file
    :param converted: the files that texts of the directory were converted from; by default they are looked up
    :param table: the rows of the directory's table of documents, by file name; by default it is read
    :param known: its metadata, if they are known already
    """
    name = path.stem if name is None else name
    try:
        document = read_document(path)
    except UnreadableDocument as error:
        problems.add(path, error.line, error.what, error.remedy)
        return None
    except OSError as error:
        problems.add(path, 0, f"the file can't be read: {error.strerror}", "make it a readable file, or remove it")
        return None
    beside = annotation_file(path, name)
    there = os.path.lexists(beside)
    alone = known is None and there and is_sidecar(beside)  # only “document:”, so that the machine reads it
    annotation = load_annotation(beside, document, problems) if annotated and there and not alone else None
    if annotation is None and annotated and there and not alone:
        return None
    sections = (annotation.sections if annotation else ()) or find_sections(document.text)
    original = (originals(path.parent) if converted is None else converted).get(path.name)
    if known is None:
        table = read_table(path.parent, problems) if table is None else table
        known = said_of(document, original, table, beside if alone else None, problems)
    if known is None:
        return None
    document = replace(document, imprint=known)
    description = annotation.document if annotation else describe(path, name, document, sections, original, problems)
    if description is None:
        return None
    return Entry(document, description, annotation, sections, tuple(sentences_of(document, sections)))


def annotation_file(path: Path, name: str) -> Path:
    """Where the annotation of a document is."""
    return path.with_name(f"{name}.yml")


def said_of(
    document: Document,
    original: Original | None,
    table: Mapping[str, Imprint],
    sidecar: Path | None,
    problems: Problems,
) -> Imprint | None:
    """A document's metadata: those in a file beside it, the table's, its own; ``None`` after recording a problem."""
    beside = read_sidecar(sidecar, problems) if sidecar else NONE
    row = table.get(document.path) or (table.get(original.name) if original else None) or NONE
    own = document.imprint.or_else(original.imprint if original else NONE)
    return beside.or_else(row).or_else(own) if beside else None


def describe(
    path: Path,
    name: str,
    document: Document,
    sections: tuple[Section, ...],
    original: Original | None,
    problems: Problems,
) -> DocumentDescription | None:
    """The description of a document without an annotation; the title may be its first heading, or its name."""
    if not DOCUMENT_ID.regex.match(name):
        remedy = f"rename it; use {DOCUMENT_ID.looks_like}, or give it an id in {name}.yml"
        problems.add(path, 0, f"the file's name {name!r} can't be an id", remedy)
        return None
    known = document.imprint
    title = known.title or next((section.title for section in sections if section.kind == "title"), name)
    language = "en" if is_english(document.text) else known.language or "und"
    unread = f"The text of page {known.unread} could not be read." if known.unread else None
    notes = (known.note, unread, f"Converted from {original.name}, sha256 {original.sha256}." if original else None)
    return DocumentDescription(
        id=name,
        title=title,
        language=language,
        published=known.published,
        source_url=known.source_url,
        rights=known.rights,
        note=" ".join(filter(None, notes)) or None,
    )


def note_strays(directory: Path, names: Iterable[str], problems: Problems) -> None:
    """Record annotations and decisions without a document, most likely misspelt file names."""
    known = frozenset(names)
    for path in sorted(directory.glob("*.yml")):
        if path.name not in FILE_NAMES and path.stem not in known:
            remedy = f"put {path.stem}.txt beside it, or remove it"
            problems.add(path, 0, "there is no document for this annotation", remedy)
    for path in sorted(directory.glob(f"*{SUFFIX}")):
        if (name := path.name.removesuffix(SUFFIX)) not in known:
            problems.add(path, 0, "there is no document for these decisions", f"put {name}.txt beside it, or remove it")


def note_strange_rows(directory: Path, table: Iterable[str], files: Collection[str], problems: Problems) -> None:
    """Record rows of the table of documents whose file is not there, most likely misspelt names."""
    for name in table:
        if name not in files:
            near = difflib.get_close_matches(name, files, n=1)
            remedy = f"did you mean {near[0]!r}?" if near else "correct the name, or remove the row"
            problems.add(directory / TABLE, 0, f"there is no document {name!r} here", remedy)


class Duplicates:
    """Detects documents that share an id or all their bytes."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.ids: dict[str, str] = {}
        self.hashes: dict[str, str] = {}

    def note(self, entry: Entry, path: Path) -> bool:
        """Whether no earlier document has this one's bytes, or the id that its annotation names; else a problem."""
        if entry.annotation:
            first = self.ids.setdefault(entry.id, path.name)
            if first != path.name:
                what = f"the document id {entry.id!r} is already used by {first}"
                self.problems.add(entry.annotation_path, 0, what, "give this one another id")
                return False
        first = self.hashes.setdefault(entry.document.sha256, path.name)
        if first != path.name:
            self.problems.add(path, 0, f"this file has the same bytes as {first}", "remove one of the two")
        return first == path.name
