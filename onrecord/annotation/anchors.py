"""Find an annotator's words in a document, exactly or not at all; and write a span of a document as such words.

Annotators copy words; this finds their offsets. Any run of white space matches any other, nothing else is
folded, and only whole words match. There is no fuzzy match: a confident wrong anchor is the worst error
that this dataset can have.

In the other direction, words that occur only once need nothing else. Others get the least that identifies them:
their line, else as many neighbouring words as necessary, or their number if :data:`NEARBY` characters don't suffice.
"""

from __future__ import annotations

import os
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.problems import Refusal
from onrecord.span import Span
from onrecord.text.document import Document

WHITE_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Words:
    """Words as an annotator writes them, and which occurrence is meant if there are several."""

    exact: str
    line: int | None = None
    before: str | None = None
    after: str | None = None
    occurrence: int | None = None


class WordsNotFound(Refusal):
    """The words occur nowhere in the window, or several times; ``remedy`` says what to write."""


def fold_white_space(words: str) -> str:
    """``words`` with every run of white space as one space, and none at the ends."""
    return WHITE_SPACE.sub(" ", words).strip()


def is_word_character(character: str) -> bool:
    """Whether this is a letter, digit or combining mark; ``""`` is not."""
    return bool(character) and (character.isalnum() or unicodedata.combining(character) != 0)


class WordFinder:
    """Finds many words in one document, whose white space is folded once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        pieces: list[str] = []
        offsets: list[int] = []
        at = 0
        for match in WHITE_SPACE.finditer(document.text):
            pieces += [document.text[at : match.start()], " "]
            offsets += range(at, match.start() + 1)
            at = match.end()
        pieces.append(document.text[at:])
        offsets += range(at, len(document.text) + 1)
        self.folded = "".join(pieces)
        self.offsets = offsets

    def find(self, words: Words, window: Span) -> Span:
        """The only place in ``window`` where the words occur.

        :raises WordsNotFound: when there is none, or more than one
        """
        wanted = fold_white_space(words.exact)
        if not wanted:
            raise WordsNotFound("the words are empty", "copy the words from the document")
        everywhere = list(self.occurrences(wanted, window))
        found = [span for span in everywhere if self.is_meant(span, words)]
        if not found and (words.before or words.after):
            found = [span for span in self.occurrences(wanted, window, words) if self.is_meant(span, words)]
        if words.occurrence is not None and 0 < words.occurrence <= len(found):
            return found[words.occurrence - 1]
        if len(found) == 1 and words.occurrence is None:
            return found[0]
        shown = wanted if len(wanted) <= 60 else f"{wanted[:28]} … {wanted[-28:]}"
        if found and words.occurrence is not None:
            what = f"“{shown}” occurs {len(found)} times here, so there is no occurrence {words.occurrence}"
            raise WordsNotFound(what, f"count from 1 to {len(found)}")
        if found:
            raise WordsNotFound(
                f"“{shown}” occurs {len(found)} times here, on lines {self.lines(found)}",
                "add line:, or before: or after: with the neighbouring words",
            )
        if everywhere:
            raise WordsNotFound(
                f"“{shown}” occurs on lines {self.lines(everywhere)}, but not with that line:, before: or after:",
                "correct the line or the neighbouring words",
            )
        first, last = (
            self.document.line_of(window.start),
            self.document.line_of(max(window.start, window.end - 1)),
        )
        raise WordsNotFound(
            f"“{shown}” is not in lines {first} to {last} of {self.document.path}",
            "copy the words exactly, punctuation and misprints included",
        )

    def occurrences(self, wanted: str, window: Span, rest: Words | None = None) -> Iterator[Span]:
        """Occurrences of the folded words in ``window``; they may cut a word where ``rest`` has a neighbour."""
        before, after = bool(rest and rest.before), bool(rest and rest.after)
        lower = bisect_left(self.offsets, window.start)
        upper = bisect_right(self.offsets, window.end - 1)
        at = self.folded.find(wanted, lower, upper)
        while at >= 0:
            end = at + len(wanted)
            cut_before = is_word_character(wanted[0]) and is_word_character(self.folded[at - 1 : at])
            cut_after = is_word_character(self.folded[end : end + 1]) and is_word_character(wanted[-1])
            accent_after = end < len(self.folded) and unicodedata.combining(self.folded[end]) != 0
            if (before or not cut_before) and (after or not (cut_after or accent_after)):
                yield Span(self.offsets[at], self.offsets[end - 1] + 1)
            at = self.folded.find(wanted, at + 1, upper)

    def is_meant(self, span: Span, words: Words) -> bool:
        """Whether an occurrence matches ``line``, ``before`` and ``after``, where given."""
        if words.line is not None and self.document.line_of(span.start) != words.line:
            return False
        start = bisect_left(self.offsets, span.start)
        end = bisect_left(self.offsets, span.end)
        start -= self.folded[start - 1 : start] == " "
        end += self.folded[end : end + 1] == " "
        if words.before is not None and not self.folded.endswith(fold_white_space(words.before), 0, start):
            return False
        return words.after is None or self.folded.startswith(fold_white_space(words.after), end)

    def lines(self, spans: list[Span]) -> str:
        """The lines on which the spans begin, for a message."""
        return ", ".join(str(self.document.line_of(span.start)) for span in spans)


NEARBY = 160
"""How many characters on each side of the words are compared."""

BOTH_CUT = Words("", before="-", after="-")
"""Lets words be cut on both sides."""


class NotWritable(Exception):
    """A span, or an order of spans, that can't be written as an annotation."""


@dataclass
class Occurrences:
    """Where the same words occur in one window: positions in the folded text, in order, and lines."""

    starts: list[int]
    length: int
    lines: Counter[int]
    needed: dict[str, list[int | None]] = field(default_factory=dict)


class WordWriter:
    """Writes many spans of one document as words."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.finder = WordFinder(document)
        self.window = Span(0, 0)
        self.known: dict[tuple[str, bool], Occurrences] = {}

    def words(self, span: Span, window: Span) -> Words:
        """Words that the finder resolves to ``span``, and only to it, in ``window``.

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

    def places(self, wanted: str, window: Span, cut: bool) -> Occurrences:
        """Every occurrence of the words in the window, cached until the window moves."""
        if window != self.window:
            self.window, self.known = window, {}
        if (wanted, cut) not in self.known:
            spans = list(self.finder.occurrences(wanted, window, BOTH_CUT if cut else None))
            starts = [bisect_left(self.finder.offsets, span.start) for span in spans]
            lines = Counter(self.document.line_of(span.start) for span in spans)
            self.known[wanted, cut] = Occurrences(starts, len(wanted), lines)
        return self.known[wanted, cut]

    def with_neighbours(self, wanted: str, places: Occurrences, start: int, cut: tuple[int, int]) -> Words:
        """The words with enough of the words before or after them to distinguish this occurrence from the others.

        :param cut: 1 if the words start, or end, inside a word, the rest of which must then be given
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
        if not any(cut):
            return Words(wanted, occurrence=bisect_left(places.starts, start) + 1)
        everything_before, everything_after = self.before(start, None)[::-1], self.after(start + places.length, None)
        return Words(wanted, before=everything_before or None, after=everything_after or None)

    def lengths(self, places: Occurrences, at: int, cut: tuple[int, int]) -> Iterator[tuple[int, int, bool]]:
        """How many characters before and after to try, the fewest first, and whether they are known to suffice."""
        if any(cut):
            yield *cut, len(places.starts) == 1
        if not places.needed:
            before = [self.before(start) for start in places.starts]
            after = [self.after(start + places.length) for start in places.starts]
            places.needed = {"before": distinguishing_lengths(before), "after": distinguishing_lengths(after)}
        before_needed, after_needed = places.needed["before"][at], places.needed["after"][at]
        options = []
        if before_needed is not None:
            options.append((max(before_needed, cut[0]), cut[1], True))
        if after_needed is not None:
            options.append((cut[0], max(after_needed, cut[1]), True))
        yield from sorted(options, key=sum)
        length = 8 if any(cut) else NEARBY + 1
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
        """Whether the occurrence at ``start`` has the neighbours that ``words`` gives."""
        offsets = self.finder.offsets
        return self.finder.is_meant(Span(offsets[start], offsets[start + length - 1] + 1), words)


def distinguishing_lengths(contexts: Sequence[str]) -> list[int | None]:
    """For each text, the length of the shortest prefix that no other text has; ``None`` if there is none."""
    order = sorted(range(len(contexts)), key=contexts.__getitem__)
    shared = [0] * len(contexts)
    for one, other in zip(order, order[1:], strict=False):
        common = len(os.path.commonprefix([contexts[one], contexts[other]]))
        shared[one], shared[other] = max(shared[one], common), max(shared[other], common)
    return [length + 1 if length < len(text) else None for length, text in zip(shared, contexts, strict=True)]


def context(text: str, length: int) -> str:
    """The first ``length`` characters, continued to the end of the word."""
    if not length:
        return ""
    end = text.find(" ", length)
    return text if end < 0 else text[:end]
