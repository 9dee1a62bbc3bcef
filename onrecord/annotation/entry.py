"""A document with its description, annotation, sections and sentences."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.annotation.model import Annotation, DocumentDescription
from onrecord.text.document import Document, Section, Sentence


@dataclass(frozen=True)
class Entry:
    """One document of the corpus and everything that is known about it."""

    document: Document
    description: DocumentDescription
    annotation: Annotation | None
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]

    @property
    def id(self) -> str:
        """The document's id: its file's stem, unless its annotation names one."""
        return self.description.id

    @property
    def annotation_path(self) -> str:
        """The file to correct when a row of this document is wrong."""
        return self.annotation.path if self.annotation else self.document.path
