"""The places half of the reading: a parsed document → location mentions, and the locations they need on record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from onrecord.annotation.model import Certainty, LocationMention
from onrecord.reader.parsing.tree import Tree
from onrecord.reader.places.gazetteer import Gazetteer
from onrecord.reader.places.locations import Authority, Location, ResolvedMention
from onrecord.reader.places.resolution import resolve
from onrecord.reader.places.toponyms import find

CERTAIN, LESS_CERTAIN = 0.8, 0.5
"""The scores from which a resolution is called certain, or less certain; below, it is uncertain."""


class Places(NamedTuple):
    """Mentions in document order, and each location that they name and that isn't on record yet, once."""

    mentions: tuple[LocationMention, ...]
    new_locations: tuple[Location, ...]


def read_places(
    text: str, trees: Sequence[Tree], gazetteer: Gazetteer, on_record: Authority | Iterable[Location] = ()
) -> Places:
    """Find and resolve the places of one document.

    :param text: the document
    :param trees: its parsed paragraphs, offsets into ``text``
    :param on_record: the authority file's locations, linked before anything else
    """
    authority = on_record if isinstance(on_record, Authority) else Authority(on_record)
    resolved = resolve(find(text, trees, gazetteer, authority.names), gazetteer, authority)
    new = {m.location.id: m.location for m in resolved if m.location and m.method != "authority"}
    return Places(tuple(map(_mention, resolved)), tuple(new.values()))


def _mention(resolved: ResolvedMention) -> LocationMention:
    return LocationMention(
        exact=resolved.span,
        location=resolved.location.id if resolved.location else None,
        form=resolved.form,
        certainty=_certainty(resolved.score),
        method=resolved.method,
        score=resolved.score,
    )


def _certainty(score: float | None) -> Certainty:
    if score is None or score < LESS_CERTAIN:
        return "uncertain"
    return "certain" if score >= CERTAIN else "less-certain"
