"""A document with its description, annotation, sections and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.annotation.model import Annotation, DocumentDescription
from onrecord.span import Span
from onrecord.text.document import Document, Section, Sentence

if TYPE_CHECKING:
    from onrecord.annotation.replay import Decided


@dataclass(frozen=True)
class Entry:
    """One document of the corpus and everything that is known about it."""

    document: Document
    description: DocumentDescription
    annotation: Annotation | None
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    decided: tuple[Decided, ...] = ()

    @property
    def id(self) -> str:
        """The document's id: its file's stem, unless its annotation names one."""
        return self.description.id

    def written(self, words: Span) -> str | None:
        """When the words were written: on the reference date of their section, else when the document was published."""
        section = next((one for one in self.sections if one.exact.start <= words.start < one.exact.end), None)
        return section.reference_date if section and section.reference_date else self.description.published

    @property
    def annotation_path(self) -> str:
        """The file to correct when a row of this document is wrong."""
        return self.annotation.path if self.annotation else self.document.path
