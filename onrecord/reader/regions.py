"""Stretches of a text that do not overlap."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from onrecord.annotation import Section, Span


class Regions:
    """Stretches of text that do not overlap, found by position."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)

    def overlap(self, span: Span) -> bool:
        """Whether a stretch shares characters with one of them."""
        at = bisect_left(self._spans, Span(span.end, 0)) - 1
        return at >= 0 and self._spans[at].overlaps(span)


def left_out(sections: Iterable[Section]) -> Regions:
    """What stands in the file but is not part of the text."""
    return Regions(section.exact for section in sections if section.kind == "boilerplate")
