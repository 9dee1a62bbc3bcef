"""Spans of text: Unicode code points of the decoded text, 0-based, end excluded (W3C Web Annotation, 4.2.5)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple


class Span(NamedTuple):
    """A span of one document's text, in code points from 0, ``end`` excluded."""

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        """Whether ``other`` is inside this span, or is the same."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


def trim(text: str, start: int, end: int) -> Span:
    """The span of ``text[start:end]`` without leading and trailing white space."""
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))


def cut(text: str, bounds: Iterable[int]) -> Iterator[Span]:
    """The trimmed spans between successive bounds, without those of white space alone."""
    for start, end in pairwise(bounds):
        piece = trim(text, start, end)
        if piece.end > piece.start:
            yield piece


def merge(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans in order, with those that overlap or touch joined into one."""
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
    """A set of spans, in which overlapping ones are joined."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = tuple(merge(spans))

    def overlap(self, span: Span) -> bool:
        """Whether a span shares characters with any of them."""
        at = bisect_left(self._spans, Span(span.end, 0)) - 1
        return at >= 0 and self._spans[at].overlaps(span)

    def reach_beyond(self, span: Span) -> bool:
        """Whether one of them shares characters with a span and has others."""
        last = bisect_left(self._spans, Span(span.end, 0)) - 1
        first = bisect_left(self._spans, Span(span.start, span.end + 1)) - 1
        near = self._spans[max(0, first) : last + 1]
        return any(one.overlaps(span) and not span.contains(one) for one in near)
