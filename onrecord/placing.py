"""Writing a place in a document as words: what :mod:`onrecord.words` reads, the other way round.

Words that stand only once need nothing; others get the least that tells them apart: their line, else the
words beside them, as many as it takes.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.annotation import Span
from onrecord.text import Document
from onrecord.words import WordFinder, Words

NEARBY = 300
"""How many characters beside the words are compared at first."""

BOTH_CUT = Words("", before="-", after="-")
"""Words that may be cut on both sides."""


class NotWritable(Exception):
    """A span, or an order of spans, that the form of annotations has no words for."""


@dataclass
class Places:
    """Where the same words stand in one window: positions in the folded text, in order, and lines."""

    starts: list[int]
    length: int
    lines: Counter[int]
    needed: dict[str, list[int | None]] = field(default_factory=dict)


class WordWriter:
    """One document, in which many spans are put into words."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.finder = WordFinder(document)
        self.window = Span(0, 0)
        self.known: dict[tuple[str, bool], Places] = {}

    def words(self, span: Span, window: Span) -> Words:
        """Words with which the finder finds ``span``, and nothing else, in ``window``.

        :raises NotWritable: when the span is empty, outside the window or has white space at its ends
        """
        exact = self.document.exact(span)
        if not exact or exact != exact.strip() or not window.contains(span):
            line = self.document.line_of(span.start)
            raise NotWritable(f"no words for {exact[:60]!r} ({span.start}–{span.end}, line {line})")
        offsets = self.finder.offsets
        start, end = bisect_left(offsets, span.start), bisect_left(offsets, span.end)
        wanted = self.finder.folded[start:end]
        cut_before = span not in self.finder.occurrences(wanted, span, Words("", after="-"))
        cut_after = span not in self.finder.occurrences(wanted, span, Words("", before="-"))
        places = self.places(wanted, window, cut_before or cut_after)
        if not cut_before and not cut_after:
            if len(places.starts) == 1:
                return Words(wanted)
            line = self.document.line_of(span.start)
            if places.lines[line] == 1:
                return Words(wanted, line=line)
        return self.with_neighbours(wanted, places, start, (int(cut_before), int(cut_after)))

    def places(self, wanted: str, window: Span, cut: bool) -> Places:
        """Every place of the words in the window, remembered until the window moves."""
        if window != self.window:
            self.window, self.known = window, {}
        if (wanted, cut) not in self.known:
            spans = list(self.finder.occurrences(wanted, window, BOTH_CUT if cut else None))
            starts = [bisect_left(self.finder.offsets, span.start) for span in spans]
            lines = Counter(self.document.line_of(span.start) for span in spans)
            self.known[wanted, cut] = Places(starts, len(wanted), lines)
        return self.known[wanted, cut]

    def with_neighbours(self, wanted: str, places: Places, start: int, cut: tuple[int, int]) -> Words:
        """The words with as many words before or after them as no other place of theirs has.

        :param cut: 1 where the words begin, or end, inside a word, whose rest must then be given
        """
        before, after = self.before(start), self.after(start + places.length)
        for length_before, length_after, sure in self.lengths(places, bisect_left(places.starts, start), cut):
            words = Words(
                wanted,
                before=context(before, length_before)[::-1] or None,
                after=context(after, length_after) or None,
            )
            if sure or sum(self.is_beside(words, other, places.length) for other in places.starts) == 1:
                return words
        everything_before, everything_after = self.before(start, None)[::-1], self.after(start + places.length, None)
        return Words(wanted, before=everything_before or None, after=everything_after or None)

    def lengths(self, places: Places, at: int, cut: tuple[int, int]) -> Iterator[tuple[int, int, bool]]:
        """How many characters before and after to try, the fewest first, and whether they are known to do."""
        if any(cut):
            yield *cut, len(places.starts) == 1
        if not places.needed:
            before = [self.before(start) for start in places.starts]
            after = [self.after(start + places.length) for start in places.starts]
            places.needed = {"before": distinguishing(before), "after": distinguishing(after)}
        before_needed, after_needed = places.needed["before"][at], places.needed["after"][at]
        options = []
        if before_needed is not None:
            options.append((max(before_needed, cut[0]), cut[1], True))
        if after_needed is not None:
            options.append((cut[0], max(after_needed, cut[1]), True))
        yield from sorted(options, key=sum)
        length = 8
        while length <= NEARBY:
            yield length, length, False
            length *= 2

    def before(self, start: int, most: int | None = NEARBY) -> str:
        """The folded text before a position, read backwards from it."""
        start -= self.finder.folded[start - 1 : start] == " "
        return self.finder.folded[0 if most is None else max(0, start - most) : start].lstrip()[::-1]

    def after(self, end: int, most: int | None = NEARBY) -> str:
        """The folded text after a position."""
        end += self.finder.folded[end : end + 1] == " "
        return self.finder.folded[end : None if most is None else end + most].rstrip()

    def is_beside(self, words: Words, start: int, length: int) -> bool:
        """Whether the neighbours that ``words`` gives stand at this place."""
        offsets = self.finder.offsets
        return self.finder.is_meant(Span(offsets[start], offsets[start + length - 1] + 1), words)


def distinguishing(contexts: Sequence[str]) -> list[int | None]:
    """For each text, how many of its first characters no other text shares; ``None`` if another has them all."""
    order = sorted(range(len(contexts)), key=contexts.__getitem__)
    shared = [0] * len(contexts)
    for one, other in zip(order, order[1:], strict=False):
        common = len(os.path.commonprefix([contexts[one], contexts[other]]))
        shared[one], shared[other] = max(shared[one], common), max(shared[other], common)
    return [length + 1 if length < len(text) else None for length, text in zip(shared, contexts, strict=True)]


def context(text: str, length: int) -> str:
    """The first ``length`` characters, and the rest of the word that the last of them is in."""
    if not length:
        return ""
    end = text.find(" ", length)
    return text if end < 0 else text[:end]
