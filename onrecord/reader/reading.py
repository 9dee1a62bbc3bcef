"""One document read by the machine: paragraphs, quotations, attributions, and who speaks in them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from onrecord.annotation.model import Manner, QuoteType
from onrecord.reader.actors.speakers import (
    Actor,
    Cast,
    Speaker,
    is_first_person,
)
from onrecord.reader.attributions import quotes
from onrecord.reader.attributions.attributions import Found, attributions
from onrecord.reader.attributions.quotes import Run
from onrecord.reader.parsing import parser
from onrecord.reader.parsing.tree import Tree
from onrecord.reader.parsing.turns import Turn, find_turns, spoken
from onrecord.reader.unread import left_out
from onrecord.span import Span
from onrecord.text.bylines import authors
from onrecord.text.document import Section
from onrecord.text.marks import MARKS
from onrecord.text.paragraphs import paragraphs


@dataclass(frozen=True)
class Reading:
    """What was found; ``speakers`` run parallel to ``attributions`` and number ``actors``."""

    text: str
    trees: tuple[Tree, ...]
    runs: tuple[Run, ...]
    attributions: tuple[Found, ...]
    speakers: tuple[Speaker, ...]
    actors: tuple[Actor, ...]

    @cached_property
    def marked(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Where the outermost runs start and end."""
        outer = [run.span for run in self.runs if run.depth == 0]
        return tuple(span.start for span in outer), tuple(span.end for span in outer)


FindPlaces = Callable[[tuple[Tree, ...]], Collection[Span]]
"""The names of places in a parsed document."""


def read(text: str, sections: Sequence[Section] = (), find_places: FindPlaces = lambda trees: ()) -> Reading:
    """Read a text of any kind, without what is not part of it and without its lists of references.

    :param find_places: tells places that the recogniser takes for people
    :raises ModelMissing: without the language model
    """
    unread = left_out(text, sections)
    kept = [span for span in paragraphs(text) if not unread.overlap(span)]
    turns = find_turns(text, kept)
    trees = parser.parse(text, unread, turns)
    starts = [tree.starts[0] for tree in trees]
    new = openings(starts, sections)
    said = spoken(kept, turns, frozenset(starts[number] for number in new))
    turn_of = {number: said[kept[at].start] for number, at in within(starts, kept) if kept[at].start in said}
    runs = tuple(quotes.runs(text, kept))
    found = tuple(attributions(trees, runs, new, turn_of))
    cast = Cast(trees, find_places(trees))
    return Reading(text, trees, runs, found, tuple(speakers(text, cast, trees, found, turn_of)), tuple(cast.actors))


SIGNED = re.compile(r"[^\W\d_a-z][\w.’'-]+(?: [^\W\d_a-z][\w.’'-]*){1,3}(?=,|\Z)")
"""A name behind a dash: “― Vera Jovanović, retired teacher”."""


def within(starts: Sequence[int], spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Each number of a start with that of the span that it stands in."""
    firsts = [span.start for span in spans]
    for number, start in enumerate(starts):
        yield number, bisect_right(firsts, start) - 1


def speakers(
    text: str, cast: Cast, trees: Sequence[Tree], found: Sequence[Found], turn_of: Mapping[int, Turn]
) -> Iterator[Speaker]:
    """Who speaks in each attribution: those who have their turn, then those whom the sources' words stand for."""
    voices = turn_speakers(text, cast, set(turn_of.values()))
    previous: int | None = None
    for attribution in found:
        tree, turn = trees[attribution.tree], turn_of.get(attribution.tree)
        if turn and attribution.source == (turn.name,):
            speaker = voices[turn]
        elif not is_first_person(tree, attribution.source_tokens):
            speaker = cast.speaker(tree, attribution.tree, attribution.source_tokens, previous)
            if (
                speaker.actor is None
                and attribution.frame == "dash"
                and (name := SIGNED.match(text, *attribution.source[0]))
            ):
                speaker = Speaker(cast.called(name.group()), "name")
        else:
            speaker = replace(voices[turn], form="pronoun") if turn else Speaker(None, "pronoun", is_author=True)
        yield speaker
        previous = speaker.actor if speaker.actor is not None else previous


def turn_speakers(text: str, cast: Cast, turns: Iterable[Turn]) -> dict[Turn, Speaker]:
    """Who speaks in each turn of a transcript: who is named, or the ones who ask and answer in an interview."""
    asking = authors(text)
    voices: dict[Turn, Speaker] = {}
    for turn in sorted(turns, key=lambda turn: turn.span):
        if turn.asks(text):
            voices[turn] = Speaker(cast.called(asking[0]) if len(asking) == 1 else None, "nominal")
        elif turn.answers(text):
            first = min(turn.span.start for turn in turns)
            voices[turn] = Speaker(cast.most_named(first, asking), "nominal")
        else:
            voices[turn] = Speaker(cast.called(text[slice(*turn.name)]), "name")
    return voices


def openings(starts: Sequence[int], sections: Sequence[Section]) -> frozenset[int]:
    """The numbers of the trees that open a heading or what stands below one: nobody's speech goes on there."""
    kinds = ["body", *(section.kind for section in sections if section.kind != "boilerplate")]
    parts = [section.exact.start for section in sections if section.kind != "boilerplate"]
    new = zip(parts, kinds, kinds[1:], strict=False)
    first = (bisect_left(starts, start) for start, before, kind in new if (before, kind) != ("body", "body"))
    return frozenset(number for number in first if number < len(starts))


def manner(reading: Reading, attribution: Found) -> Manner:
    """Whether an attribution's content stands between marks wholly, in part, or not at all.

    A turn of a transcript is direct: its label stands for the marks.
    """
    if attribution.frame == "turn":
        return "direct"
    starts, ends = reading.marked
    quoted = total = 0
    for span in attribution.content:
        for at in range(span.start, span.end):
            if reading.text[at].isalnum():
                before = bisect_right(starts, at) - 1
                total += 1
                quoted += before >= 0 and at < ends[before]
    if quoted >= 0.95 * total:
        return "direct"
    return "mixed" if quoted > 0.02 * total else "indirect"


def quote_type(text: str, run: Run, carrier: Found | None) -> QuoteType:
    """Speech when somebody is made to say it, a name when every long word has a capital, else a term."""
    if carrier is not None:
        return "speech"
    words = [word for word in text[run.inner.start : run.inner.end].split() if len(word) > 3]
    return "name" if words and all(word.strip(f"{MARKS}.,")[:1].isupper() for word in words) else "term"


def carriers(reading: Reading) -> list[int | None]:
    """For each run the number of the attribution whose content holds it, ``None`` where nobody is made to
    say it.
    """
    starts = sorted(
        (span.start, span.end, number)
        for number, attribution in enumerate(reading.attributions)
        for span in attribution.content
    )
    found: list[int | None] = []
    at = 0
    open_spans: list[tuple[int, int, int]] = []
    for run in reading.runs:
        while at < len(starts) and starts[at][0] <= run.inner.start:
            open_spans.append(starts[at])
            at += 1
        open_spans = [span for span in open_spans if span[1] > run.span.start]
        holding = [span for span in open_spans if span[1] >= run.inner.end - 1]
        found.append(min(holding, key=lambda span: span[1] - span[0])[2] if holding else None)
    return found
