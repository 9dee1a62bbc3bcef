"""Attributions and quotes of a reading in the annotation form; ids come from the document's id and offsets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from onrecord.annotation.model import Attribution, Quote
from onrecord.reader.actors.speakers import Actor
from onrecord.reader.reading import Reading, carriers, manner, quote_type
from onrecord.values import Slug

ActorSlug = Callable[[Actor], Slug | None]
"""Which actor of the authority file an actor of the text is; ``None`` leaves it out."""


def slug(words: str) -> Slug:
    """Lower-case ASCII words joined by hyphens: a readable id."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unnamed"


def by_name(actor: Actor) -> Slug | None:
    """An actor's own name as its id."""
    return slug(actor.name)


def attribution_rows(
    reading: Reading, document: Slug, actor_slug: ActorSlug = by_name, author: Slug | None = None
) -> Iterator[Attribution]:
    """The attributions, in the reading's order; ``author`` is whoever wrote the document."""
    taken: set[str] = set()
    for found, speaker in zip(reading.attributions, reading.speakers, strict=True):
        start = found.content[0].start
        name = f"{slug(document)}-a{start}"
        if name in taken:
            name = f"{name}-{found.cue[0].start if found.cue else start}"
        taken.add(name)
        actor = author if speaker.is_author else None
        if speaker.actor is not None:
            actor = actor_slug(reading.actors[speaker.actor])
        yield Attribution(
            id=name,
            source=actor,
            manner=manner(reading, found),
            source_is_inferred=actor is not None and not found.source,
            source_words=found.source,
            cue_words=found.cue,
            content_words=tuple(sorted(found.content)),
        )


def quote_rows(reading: Reading, document: Slug, attributions: Sequence[Attribution]) -> Iterator[Quote]:
    """What stands between marks, with the attribution that carries it; ``attributions`` are the reading's rows."""
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
