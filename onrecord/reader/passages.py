"""The machine's reading in the annotation form: passages with their attributions, quotes and actor mentions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from onrecord.annotation import ActorMention, Attribution, Passage, Quote, Slug, Span
from onrecord.reader.reading import Reading, carriers, manner, quote_type
from onrecord.reader.speakers import Actor

T = TypeVar("T")
ActorSlug = Callable[[Actor], Slug | None]
"""Which actor of the authority file an actor of the text is; ``None`` leaves it out."""


def slug(words: str) -> Slug:
    """Lower-case ASCII words joined by hyphens: a readable id."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unnamed"


def by_name(actor: Actor) -> Slug | None:
    """An actor's own name as its id."""
    return slug(actor.name)


def passages(reading: Reading, document: Slug, actor_slug: ActorSlug = by_name) -> tuple[Passage, ...]:
    """The reading as passages in document order: a paragraph each, or several that one attribution joins.

    Ids are made from the document's id and offsets, so that they stay the same as long as the text does.
    """
    attributions = list(_attributions(reading, document, actor_slug))
    quotes = list(_quotes(reading, document, attributions))
    mentions = list(_mentions(reading, actor_slug))
    spans = _passage_spans(reading, attributions)
    owner = _Owner(spans)
    attributed = _grouped(spans, ((owner(a.content_words[0]), a) for a in attributions))
    quoted = _grouped(spans, ((owner(q.exact), q) for q in quotes))
    named = _grouped(spans, ((owner(m.exact), m) for m in mentions))
    return tuple(
        Passage(text=span, actors=tuple(actors), attributions=tuple(said), quotes=tuple(marked))
        for span, actors, said, marked in zip(spans, named, attributed, quoted, strict=True)
    )


def _grouped(spans: Sequence[Span], placed: Iterable[tuple[int, T]]) -> list[list[T]]:
    groups: list[list[T]] = [[] for _ in spans]
    for at, thing in placed:
        groups[at].append(thing)
    return groups


class _Owner:
    """Which passage a span stands in; spans are asked for in any order."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._starts = [span.start for span in spans]

    def __call__(self, span: Span) -> int:
        low, high = 0, len(self._starts)
        while low < high:
            middle = (low + high) // 2
            if self._starts[middle] <= span.start:
                low = middle + 1
            else:
                high = middle
        return max(0, low - 1)


def _passage_spans(reading: Reading, attributions: Sequence[Attribution]) -> list[Span]:
    units = [Span(tree.starts[0], tree.end(len(tree) - 1)) for tree in reading.trees]
    reach = [(run.span.start, run.span.end) for run in reading.runs]
    for attribution in attributions:
        every = (*attribution.source_words, *attribution.cue_words, *attribution.content_words)
        reach.append((min(span.start for span in every), max(span.end for span in every)))
    reach.sort()
    merged: list[Span] = []
    at = 0
    for unit in units:
        if merged and unit.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, unit.end))
        else:
            merged.append(unit)
        while at < len(reach) and reach[at][0] < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, reach[at][1]))
            at += 1
    return merged


def _attributions(reading: Reading, document: Slug, actor_slug: ActorSlug) -> Iterator[Attribution]:
    taken: set[str] = set()
    for found, speaker in zip(reading.attributions, reading.speakers, strict=True):
        start = found.content[0].start
        name = f"{slug(document)}-a{start}"
        if name in taken:
            name = f"{name}-{found.cue[0].start if found.cue else start}"
        taken.add(name)
        actor = actor_slug(reading.actors[speaker.actor]) if speaker.actor is not None else None
        yield Attribution(
            id=name,
            source=actor,
            manner=manner(reading, found),
            source_is_inferred=actor is not None and not found.source,
            source_words=found.source,
            cue_words=found.cue,
            content_words=tuple(sorted(found.content)),
        )


def _quotes(reading: Reading, document: Slug, attributions: Sequence[Attribution]) -> Iterator[Quote]:
    before: dict[int, Slug] = {}
    for run, carrier in zip(reading.runs, carriers(reading), strict=True):
        name = f"{slug(document)}-q{run.span.start}"
        found = reading.attributions[carrier] if carrier is not None else None
        yield Quote(
            id=name,
            exact=run.span,
            quote_type=quote_type(reading.text, run, found),
            attribution=attributions[carrier].id if carrier is not None else None,
            continues=before.get(carrier) if carrier is not None and not run.depth else None,
        )
        if carrier is not None and not run.depth:
            before[carrier] = name


def _mentions(reading: Reading, actor_slug: ActorSlug) -> Iterator[ActorMention]:
    found: list[tuple[Span, Slug]] = []
    for actor in reading.actors:
        name = actor_slug(actor)
        if name is not None:
            found.extend((span, name) for span in actor.mentions)
    for span, name in sorted(found):
        yield ActorMention(exact=span, actor=name)
