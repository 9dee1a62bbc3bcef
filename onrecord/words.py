"""Finding written words in a document: exactly, or not at all.

Annotators copy words; this finds their offsets. Any run of white space equals any other, nothing else is
folded, and words are matched whole. There is no fuzzy match: a confident wrong anchor is the worst error
that this dataset can have.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.annotation import Span
from onrecord.text import Document

WHITE_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Words:
    """Words as an annotator writes them, and, where they occur twice, which are meant."""

    exact: str
    line: int | None = None
    before: str | None = None
    after: str | None = None


class WordsNotFound(Exception):
    """The words stand nowhere in the window, or in several places; ``remedy`` says what to write."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} — {remedy}")
        self.what, self.remedy = what, remedy


def folded(words: str) -> str:
    """``words`` with every run of white space as one space, none around."""
    return WHITE_SPACE.sub(" ", words).strip()


def is_word_character(character: str) -> bool:
    """Letters, digits and the marks that combine with them; ``""`` is none."""
    return bool(character) and (character.isalnum() or unicodedata.combining(character) != 0)


class WordFinder:
    """One document, folded once, in which many words are looked for."""

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
        """The one place in ``window`` where the words stand.

        :raises WordsNotFound: when there is none, or more than one
        """
        wanted = folded(words.exact)
        if not wanted:
            raise WordsNotFound("the words are empty", "copy the words from the document")
        everywhere = list(self.occurrences(wanted, window))
        found = [span for span in everywhere if self.is_meant(span, words)]
        if not found and (words.before or words.after):
            found = [span for span in self.occurrences(wanted, window, words) if self.is_meant(span, words)]
        if len(found) == 1:
            return found[0]
        shown = wanted if len(wanted) <= 60 else f"{wanted[:28]} … {wanted[-28:]}"
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
            "copy the words as they stand there, marks and misprints included",
        )

    def occurrences(self, wanted: str, window: Span, rest: Words | None = None) -> Iterator[Span]:
        """Every place in ``window`` where the folded words stand: whole, or cut where ``rest`` has a neighbour."""
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
        """Whether line, ``before`` and ``after``, where given, agree with this place."""
        if words.line is not None and self.document.line_of(span.start) != words.line:
            return False
        start = bisect_left(self.offsets, span.start)
        end = bisect_left(self.offsets, span.end)
        start -= self.folded[start - 1 : start] == " "
        end += self.folded[end : end + 1] == " "
        if words.before is not None and not self.folded.endswith(folded(words.before), 0, start):
            return False
        return words.after is None or self.folded.startswith(folded(words.after), end)

    def lines(self, spans: list[Span]) -> str:
        """The lines on which the spans begin, for a message."""
        return ", ".join(str(self.document.line_of(span.start)) for span in spans)
