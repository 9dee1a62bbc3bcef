"""Stretches of a text: Unicode code points of the decoded text, 0-based, end excluded (W3C Web Annotation, 4.2.5)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of one document's text, in code points from 0, ``end`` excluded."""

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside, or is the same."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


def trim(text: str, start: int, end: int) -> Span:
    """``text[start:end]`` without the white space around it."""
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))


def cut(text: str, bounds: Iterable[int]) -> Iterator[Span]:
    """What is between one bound and the next, without the white space around it; nothing where that is all."""
    for start, end in pairwise(bounds):
        piece = trim(text, start, end)
        if piece.end > piece.start:
            yield piece


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
