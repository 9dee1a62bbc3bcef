"""Stretches of a text, found by position."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from onrecord.annotation import Section, Span
from onrecord.lines import is_table_row, paragraphs
from onrecord.reader.references import lists

LONGEST_ROW = 400


def merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Overlapping spans as one."""
    current: Span | None = None
    for span in sorted(spans):
        if current and span.start <= current.end:
            current = Span(current.start, max(current.end, span.end))
        else:
            if current:
                yield current
            current = span
    if current:
        yield current


class Regions:
    """Stretches of text; those that overlap are one."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = tuple(merged(spans))

    def overlap(self, span: Span) -> bool:
        """Whether a stretch shares characters with one of them."""
        at = bisect_left(self._spans, Span(span.end, 0)) - 1
        return at >= 0 and self._spans[at].overlaps(span)


def left_out(text: str, sections: Iterable[Section]) -> Regions:
    """What stands in the file but is not read: leftovers of a page, lists of what the text cites, rows of tables."""
    leftovers = (section.exact for section in sections if section.kind == "boilerplate")
    rows = (row for row in paragraphs(text) if row.end - row.start < LONGEST_ROW and is_table_row(text[slice(*row)]))
    return Regions([*leftovers, *lists(text), *rows])
