"""One document of a directory: its name, its text with its annotation, and what tells it from the others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from onrecord.annotation.authority import FILE_NAMES
from onrecord.annotation.entry import Entry
from onrecord.annotation.load import load_annotation
from onrecord.annotation.model import DocumentDescription
from onrecord.problems import Problems
from onrecord.text.document import Document, Section, UnreadableDocument, read_document
from onrecord.text.document_files import TEXT_SUFFIXES, Original, is_document, originals
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
) -> Entry | None:
    """One document, with its annotation if it has one; ``None`` after recording why it can't be read.

    :param name: its name, by default the stem of its file
    :param converted: the files that texts of the directory were converted from; by default they are looked up
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
    annotated = annotated and os.path.lexists(beside)
    annotation = load_annotation(beside, document, problems) if annotated else None
    if annotation is None and annotated:
        return None
    sections = (annotation.sections if annotation else ()) or find_sections(document.text)
    converted = originals(path.parent) if converted is None else converted
    description = annotation.document if annotation else describe(path, name, document, sections, converted, problems)
    if description is None:
        return None
    return Entry(document, description, annotation, sections, tuple(sentences_of(document, sections)))


def annotation_file(path: Path, name: str) -> Path:
    """Where the annotation of a document is."""
    return path.with_name(f"{name}.yml")


def describe(
    path: Path,
    name: str,
    document: Document,
    sections: tuple[Section, ...],
    converted: Mapping[str, Original],
    problems: Problems,
) -> DocumentDescription | None:
    """The description of a document without an annotation, with its first title or its name as title."""
    if not DOCUMENT_ID.regex.match(name):
        remedy = f"rename it; use {DOCUMENT_ID.looks_like}, or give it an id in {name}.yml"
        problems.add(path, 0, f"the file's name {name!r} can't be an id", remedy)
        return None
    title = next((section.title for section in sections if section.kind == "title"), name)
    language = "en" if is_english(document.text) else "und"
    original = converted.get(path.name)
    note = f"Converted from {original.name}, sha256 {original.sha256}." if original else None
    return DocumentDescription(id=name, title=title, language=language, note=note)


def note_strays(directory: Path, names: Iterable[str], problems: Problems) -> None:
    """Record annotations without a document, most likely misspelt file names."""
    known = frozenset(names)
    for path in sorted(directory.glob("*.yml")):
        if path.name not in FILE_NAMES and path.stem not in known:
            remedy = f"put {path.stem}.txt beside it, or remove it"
            problems.add(path, 0, "there is no document for this annotation", remedy)


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
