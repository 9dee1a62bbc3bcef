"""What is in the file but is not read: leftovers of a page, lists of references, rows of tables."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.reader.citations.references import lists
from onrecord.span import Regions
from onrecord.text.document import Section
from onrecord.text.paragraphs import is_table_row, paragraphs

LONGEST_ROW = 400


def left_out(text: str, sections: Iterable[Section]) -> Regions:
    """What stands in the file but is not read: leftovers of a page, lists of what the text cites, rows of tables."""
    leftovers = (section.exact for section in sections if section.kind == "boilerplate")
    rows = (row for row in paragraphs(text) if row.end - row.start < LONGEST_ROW and is_table_row(text[slice(*row)]))
    return Regions([*leftovers, *lists(text), *rows])
