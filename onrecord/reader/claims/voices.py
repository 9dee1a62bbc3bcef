"""Voices: the attributions of a document as claims need them, found by offset."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.annotation.model import Attribution, Manner
from onrecord.reader.actors.described import can_act
from onrecord.reader.attributions.discourse import Discourse
from onrecord.reader.english.actor_words import singular_of
from onrecord.reader.english.complements import Commitment, Frame
from onrecord.reader.english.cues import group, lexicon
from onrecord.reader.english.nouns import SOURCES
from onrecord.reader.english.stance import NEGATIVE
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
    frame: Frame = "c"
    manner: Manner = "indirect"


def voices_of(discourse: Discourse, rows: Iterable[Attribution]) -> tuple[Voice, ...]:
    """The attributions of a discourse with the ids and sources of their rows, found by cue and content."""
    known = {(row.cue_words, tuple(sorted(row.content_words))): row for row in rows}
    pairs = ((found, known.get((found.cue, tuple(sorted(found.content))))) for found in discourse.attributions)
    return tuple(
        Voice(
            row.id,
            row.source,
            row.content_words,
            found.cue,
            found.source,
            found.lemma,
            found.commitment,
            found.frame,
            row.manner,
        )
        for found, row in pairs
        if row is not None
    )


class Voices:
    """The voices of a document by the offsets of their contents and cues."""

    def __init__(self, voices: Sequence[Voice]) -> None:
        self.contents = sorted((span, number) for number, voice in enumerate(voices) for span in voice.content)
        self.cues = sorted((span, number) for number, voice in enumerate(voices) for span in voice.cue)
        self.voices = voices
        self.starts = [span.start for span, _ in self.contents], [span.start for span, _ in self.cues]

    def content(self, offset: int) -> Voice | None:
        """The voice of the innermost content around an offset."""
        number = self._innermost(self.contents, self.starts[0], offset)
        return None if number is None else self.voices[number]

    def cue(self, offset: int) -> Voice | None:
        """The voice whose cue is at an offset."""
        number = self._innermost(self.cues, self.starts[1], offset)
        return None if number is None else self.voices[number]

    @staticmethod
    def _innermost(spans: Sequence[tuple[Span, int]], starts: Sequence[int], offset: int) -> int | None:
        at = bisect_right(starts, offset)
        for span, number in reversed(spans[max(0, at - 6) : at]):
            if offset < span.end:
                return number
        return None


def interruptions(voice: Voice) -> list[Span]:
    """The gaps between two pieces of a speech that hold its cue and source."""
    pairs = ((one.end, other.start) for one, other in pairwise(voice.content))
    gaps = [Span(start, end) for start, end in pairs if 0 < end - start <= LONGEST_REPORT]
    return [gap for gap in gaps if all(any(map(gap.contains, said)) for said in (voice.cue, voice.source_words))]


WITHOUT_SPEECH = frozenset({"will", "'ll", "could", "might", "may", "would", "must", "shall", "should"})
"""Modals with which a cue tells of something that has not been said: “will announce a plan”, “must prove that …”."""
NOBODY = frozenset({"no", "nobody", "none", "neither"})
SPOKEN: frozenset[Frame] = frozenset({"q", "label", "turn", "dash", "introduced", "according"})
"""Frames of patterns, in which somebody speaks whatever the cue."""


def is_the_authors(voice: Voice, tokens: Tokens) -> bool:
    """Whether the author vouches for an attribution's content.

    Nobody says it: “no group claimed …”, “would not describe …”, “will announce …”. Nobody is named who says it: “is
    expected to …”, “was suspected of …”. A thing cannot say it: “the attack raised fears that …”. Or what is told is
    what somebody does or feels: “ordered a strike”, but not “voiced concern about it”.
    """
    if voice.frame in SPOKEN or not voice.cue:
        return False
    if voice.source is None and is_mute(voice, tokens):
        return True
    if is_voiced(voice, tokens):
        return False
    verb = verb_of(voice.lemma.split()[0]) if voice.lemma else ""
    if not voice.source_words and voice.source is None:
        return verb not in group("said") or not states(voice, tokens)
    around = words_of(tokens, voice.cue)
    if NOBODY.intersection(words_of(tokens, voice.source_words)) or around & NEGATIVE or around & WITHOUT_SPEECH:
        return True
    if states(voice, tokens):
        return False
    return verb not in group("uttering") | group("judging") or is_bare(voice, verb, tokens)


def is_bare(voice: Voice, verb: str, tokens: Tokens) -> bool:
    """Whether a verb that judges by a predicate has none, or what is called for is a thing: “considered two offers”."""
    cue = lexicon().find("verbs", verb)
    if cue is None or voice.frame not in {"o", "p:for"}:
        return False
    trees = [(tree, span) for span in voice.content if (tree := tokens.tree_at(span.start)) is not None]
    if any(tree.tags[token] == "VB" for tree, span in trees for token in tree.tokens(span)):
        return False
    predicated = cue.takes("oas") and "as" in words_of(tokens, voice.content)
    return voice.frame == "p:for" or (cue.takes("sc", "oas") and verb in group("judging") and not predicated)


def is_mute(voice: Voice, tokens: Tokens) -> bool:
    """Whether the source is a thing without words: an attack, a fixture."""
    tree = tokens.tree_at(voice.source_words[0].start) if len(voice.source_words) == 1 else None
    head = None if tree is None else tree.top(voice.source_words[0])
    if tree is None or head is None or tree.tags[head] not in ("NN", "NNS") or can_act(tree, head):
        return False
    noun = tree.lower[head]
    return (
        singular_of(noun) not in SOURCES
        and lexicon().find("nouns", noun) is None
        and not noun.endswith(("ing", "ings"))
    )


def is_voiced(voice: Voice, tokens: Tokens) -> bool:
    """Whether a noun of saying or feeling is put in words: “*expressed concern* over the delay”."""
    spoken = any(verb_of(word) in group("voicing") for word in words_of(tokens, voice.cue))
    return spoken and bool(voice.source_words)


def words_of(tokens: Tokens, spans: Iterable[Span]) -> frozenset[str]:
    """The words of spans, in lower case."""
    found: set[str] = set()
    for span in spans:
        tree = tokens.tree_at(span.start)
        found.update(() if tree is None else (tree.lower[token] for token in tree.tokens(span)))
    return frozenset(found)


def states(voice: Voice, tokens: Tokens) -> bool:
    """Whether a content has a finite verb of its own."""
    return any(has_predicate(tokens, span) for span in voice.content)


def has_predicate(tokens: Tokens, span: Span) -> bool:
    """Whether a span holds a finite verb."""
    tree = tokens.tree_at(span.start)
    return tree is not None and any(tree.tags[token] in FINITE for token in tree.tokens(span))
