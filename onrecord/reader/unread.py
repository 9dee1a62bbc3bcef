"""Which paragraphs of a document are read: all but boilerplate, lists of references and rows of tables."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.reader.citations.references import reference_lists
from onrecord.span import Regions, Span
from onrecord.text.document import Document, Section
from onrecord.text.paragraphs import is_table_row

LONGEST_ROW = 400


def read_paragraphs(document: Document, sections: Iterable[Section]) -> tuple[Span, ...]:
    """The paragraphs outside boilerplate and reference lists that are not rows of a table."""
    boilerplate = (section.exact for section in sections if section.kind == "boilerplate")
    short = (span for span in document.paragraphs if span.end - span.start < LONGEST_ROW)
    rows = (span for span in short if is_table_row(document.exact(span)))
    unread = Regions([*boilerplate, *reference_lists(document.text), *rows])
    return tuple(span for span in document.paragraphs if not unread.overlap(span))
