"""Voices: the attributions of a document as claims need them, found by offset."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.annotation.model import Attribution
from onrecord.reader.attributions.discourse import Discourse
from onrecord.reader.english.complements import Commitment
from onrecord.reader.english.stance import PROBABLE
from onrecord.reader.english.verbs import lemma as verb_of
from onrecord.reader.parsing.tokens import Tokens
from onrecord.reader.parsing.tree import FINITE
from onrecord.span import Span
from onrecord.values import Slug

LONGEST_REPORT = 60
"""The most code points in a report that interrupts a sentence: “he said”."""


@dataclass(frozen=True)
class Voice:
    """An attribution as claims need it; ``lemma`` is the cue's form and ``commitment`` that of its class."""

    id: Slug
    source: Slug | None
    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source_words: tuple[Span, ...] = ()
    lemma: str = ""
    commitment: Commitment = "certain"


def voices_of(discourse: Discourse, rows: Iterable[Attribution]) -> tuple[Voice, ...]:
    """The attributions of a discourse with the ids and sources of their rows, found by cue and content."""
    known = {(row.cue_words, tuple(sorted(row.content_words))): row for row in rows}
    pairs = ((found, known.get((found.cue, tuple(sorted(found.content))))) for found in discourse.attributions)
    return tuple(
        Voice(row.id, row.source, row.content_words, found.cue, found.source, found.lemma, found.commitment)
        for found, row in pairs
        if row is not None
    )


class Voices:
    """The voices of a document by the offsets of their contents and cues."""

    def __init__(self, voices: Sequence[Voice]) -> None:
        self.contents = sorted((span, number) for number, voice in enumerate(voices) for span in voice.content)
        self.cues = sorted((span, number) for number, voice in enumerate(voices) for span in voice.cue)
        self.voices = voices

    def content(self, offset: int) -> Voice | None:
        """The voice of the innermost content around an offset."""
        number = self._innermost(self.contents, offset)
        return None if number is None else self.voices[number]

    def cue(self, offset: int) -> Voice | None:
        """The voice whose cue is at an offset."""
        number = self._innermost(self.cues, offset)
        return None if number is None else self.voices[number]

    @staticmethod
    def _innermost(spans: Sequence[tuple[Span, int]], offset: int) -> int | None:
        at = bisect_right(spans, offset, key=lambda item: item[0].start)
        for span, number in reversed(spans[max(0, at - 6) : at]):
            if offset < span.end:
                return number
        return None


def interruptions(voice: Voice) -> list[Span]:
    """The gaps between two pieces of a speech that hold its cue and source."""
    pairs = ((one.end, other.start) for one, other in pairwise(voice.content))
    gaps = [Span(start, end) for start, end in pairs if 0 < end - start <= LONGEST_REPORT]
    return [gap for gap in gaps if all(any(map(gap.contains, said)) for said in (voice.cue, voice.source_words))]


def is_the_authors(voice: Voice, tokens: Tokens) -> bool:
    """Whether the author is the claimant: “is expected to …”, or a passive without an agent, “the dam was approved”."""
    if voice.source is not None or voice.source_words:
        return False
    form = verb_of(voice.lemma)
    if form == "expect" or form in PROBABLE:
        return True
    return bool(voice.cue) and not any(has_predicate(tokens, span) for span in voice.content)


def has_predicate(tokens: Tokens, span: Span) -> bool:
    """Whether a span holds a finite verb."""
    tree = tokens.tree_at(span.start)
    return tree is not None and any(tree.tags[token] in FINITE for token in tree.tokens(span))
