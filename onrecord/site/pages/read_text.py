"""A document cut for reading: into blocks at its own paragraphs, and into segments where spans begin and end.

Nothing is lost or moved: the blocks of a text, joined, are the text, and so are the segments of a block.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from onrecord.text.paragraphs import find_paragraphs

LONGEST_BLOCK = 6000
"""Characters: a paragraph that is longer is drawn in pieces."""


class Block(NamedTuple):
    """A stretch of text that is drawn as one paragraph; the white space after it is part of it."""

    start: int
    end: int


class Mark(NamedTuple):
    """A range of characters that is drawn as ``role``."""

    start: int
    end: int
    role: str


class Segment(NamedTuple):
    """Text between two neighbouring boundaries; ``marks`` are those that cover it, each all of it."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def cut_blocks(text: str, section_starts: Iterable[int] = ()) -> list[Block]:
    """Paragraphs, further cut where a section starts; in order, without gaps."""
    starts = {
        0,
        *(start for start in section_starts if 0 < start < len(text)),
        *(paragraph.start for paragraph in find_paragraphs(text)),
    }
    starts.discard(len(text))
    edges = [*sorted(starts), len(text)]
    return [piece for start, end in zip(edges, edges[1:], strict=False) for piece in _pieces(text, start, end)]


def segments(block: Block, marks: Sequence[Mark]) -> Iterator[Segment]:
    """Cut a block at every boundary of ``marks``, so that no mark begins or ends inside a segment."""
    inside = sorted(mark for mark in marks if mark.start < block.end and mark.end > block.start)
    edges = {block.start, block.end}
    for mark in inside:
        edges.update(edge for edge in mark[:2] if block.start < edge < block.end)
    ordered = sorted(edges)
    active: list[Mark] = []
    at = 0
    for start, end in zip(ordered, ordered[1:], strict=False):
        while at < len(inside) and inside[at].start <= start:
            active.append(inside[at])
            at += 1
        active = [mark for mark in active if mark.end > start]
        yield Segment(start, end, tuple(active))


def shown(text: str) -> Markup:
    """Text for HTML, character for character: a parser would drop carriage returns."""
    return Markup(str(escape(text)).replace("\r", "&#13;"))


def at_or_before(starts: Sequence[int], offset: int) -> int:
    """Index of the last of the ascending ``starts`` that is not after ``offset``; -1 if all are."""
    return bisect_right(starts, offset) - 1


def _pieces(text: str, start: int, end: int) -> Iterator[Block]:
    while end - start > LONGEST_BLOCK:
        space = text.rfind(" ", start + LONGEST_BLOCK // 2, start + LONGEST_BLOCK)
        cut = space + 1 if space > start else start + LONGEST_BLOCK
        yield Block(start, cut)
        start = cut
    if end > start:
        yield Block(start, end)
