"""The places of a parsed document: location mentions, and proposed records of the locations not on record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from onrecord.annotation.model import Certainty, Location, LocationMention
from onrecord.folding import fold
from onrecord.reader.parsing.tree import Tree
from onrecord.reader.places.gazetteer import Gazetteer
from onrecord.reader.places.locations import Method, ResolvedMention
from onrecord.reader.places.resolution import resolve
from onrecord.reader.places.toponyms import find_toponyms
from onrecord.reliability import scored
from onrecord.span import Regions, Span
from onrecord.values import Slug, unlike

CERTAIN, LESS_CERTAIN = 0.85, 0.5
"""The scores from which a resolution is called certain, or less certain; below, it is uncertain."""
GUESSED: tuple[Method | None, ...] = (None, "place around it")
"""Methods used for names that no gazetteer knows."""


class Places(NamedTuple):
    """Mentions in document order, and the proposed records of the locations that are not from the authority file."""

    mentions: tuple[LocationMention, ...]
    proposed: tuple[Location, ...]

    @property
    def known_names(self) -> frozenset[Span]:
        """The names that a gazetteer or the authority file has."""
        return frozenset(mention.exact for mention in self.mentions if mention.method not in GUESSED)

    def outside(self, spans: Iterable[Span]) -> Places:
        """The places outside the given spans: an author who is cited is not a place."""
        taken = Regions(spans)
        mentions = tuple(mention for mention in self.mentions if not taken.overlap(mention.exact))
        named = {mention.location for mention in mentions}
        return Places(mentions, tuple(location for location in self.proposed if location.id in named))

    def told_apart(self, on_record: Mapping[Slug, Location]) -> Places:
        """The same with other ids for the proposed records whose ids other places on record have."""
        others = {
            one.id: unlike(one.id, on_record)
            for one in self.proposed
            if (there := on_record.get(one.id))
            and there.name != one.name
            and (one.geonames_id is None or there.geonames_id != one.geonames_id)
        }
        if not others:
            return self
        mentions = (replace(one, location=others.get(one.location or "", one.location)) for one in self.mentions)
        return Places(tuple(mentions), tuple(replace(one, id=others.get(one.id, one.id)) for one in self.proposed))


def read_places(
    text: str, trees: Sequence[Tree], gazetteer: Gazetteer, on_record: Mapping[str, Location] | None = None
) -> Places:
    """Find and resolve the places of one document.

    :param text: the document
    :param trees: its parsed paragraphs, offsets into ``text``
    :param on_record: the authority file's locations by folded name, linked before anything else
    """
    known = on_record or {}
    toponyms = find_toponyms(text, trees, gazetteer, known.keys())
    shown = {fold(toponym.name) for toponym in toponyms if not toponym.is_weak}
    resolved = [
        mention
        for toponym, mention in zip(toponyms, resolve(toponyms, gazetteer, known), strict=True)
        if mention.location or fold(toponym.name) in shown
    ]
    proposed = {m.location.id: m.location for m in resolved if m.location and m.method != "authority"}
    return Places(tuple(map(_as_row, resolved)), tuple(proposed.values()))


def _as_row(resolved: ResolvedMention) -> LocationMention:
    return LocationMention(
        exact=resolved.span,
        location=resolved.location.id if resolved.location else None,
        form=resolved.form,
        certainty=_certainty(resolved.score),
        method=resolved.method,
        **scored("location_mentions", *features_of(resolved))._asdict(),
    )


def features_of(resolved: ResolvedMention) -> Iterator[str]:
    """What a place's score depends on: how it was resolved, the form of its name, and how far other places were."""
    yield (resolved.method or "unresolved").replace(" ", "-")
    yield resolved.form
    if resolved.score is not None:
        yield f"{int(10 * resolved.score)}"


def _certainty(score: float | None) -> Certainty:
    if score is None or score < LESS_CERTAIN:
        return "uncertain"
    return "certain" if score >= CERTAIN else "less-certain"
