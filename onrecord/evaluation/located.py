"""Mentions of places measured against a corpus (GeoWebNews, TR-News, GeoVirus, LGL): the words, and the point.

A mention is found if exactly its characters are; the second line counts mentions that share any character, paired one
to one, the largest overlap first. Among the pairs for which the corpus has a point, a place is near if the reader's
point is within 161 km (100 miles) of it. A mention found at a span that the corpus ignores is left out, unless it
touches a mention of the corpus.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from onrecord.evaluation.gold import Annotated, Located
from onrecord.evaluation.items import Item, pair
from onrecord.evaluation.kinds import Disagreement, Kind, differences, group_unpaired
from onrecord.evaluation.scores import Score, paired_score
from onrecord.evaluation.totals import Measurement, Pairs, measure_pairs
from onrecord.reader.places.resolution import kilometres

NEAR_KILOMETRES = 161
EXACT = 1.0
POINT = "point"


def measure(pairs: Pairs) -> Measurement:
    """Scores and kinds of error over all documents, each as annotated by the corpus and by the reader."""
    return measure_pairs(pairs, ComparedPlaces, scores)


def scores(counts: Counter[str]) -> Iterator[Score]:
    """The scores, from the counts of all documents."""
    ours, theirs = counts["reference"], counts["reading"]
    with_point = counts["reference with a point"], theirs - counts["touching one without a point"]
    found = counts["found with a point"]
    yield paired_score("place mentions", None, ours, theirs, counts["exact"])
    yield paired_score("place mentions touched", None, ours, theirs, counts["touching"])
    yield paired_score("place mentions touched", POINT, *with_point, counts["near"])
    yield paired_score("place mentions found", POINT, found, found, counts["near"])


class ComparedPlaces:
    """One document as annotated by the corpus and by the reader."""

    def __init__(self, reference: Annotated, reading: Annotated) -> None:
        self.ours = list(reference.places or ())
        self.theirs = [place for place in reading.places or () if is_scored(place, self.ours, reference)]
        self.pairs = touching_mentions(self.ours, self.theirs)
        items = [
            [Item("", (p.span,), frozenset(range(*p.span))) for p in places] for places in (self.ours, self.theirs)
        ]
        self.items = items[0], items[1]
        self.exact = pair(*self.items, EXACT)

    def counts(self) -> Iterator[str]:
        """The names of the counters to increase by one."""
        yield from ["reference"] * len(self.ours) + ["reading"] * len(self.theirs) + ["exact"] * len(self.exact)
        yield from ["reference with a point"] * sum(bool(place.point) for place in self.ours)
        for one, other in self.pairs:
            yield "touching"
            yield "found with a point" if one.point else "touching one without a point"
            yield from ["near"] * is_near(one, other)

    def disagreements(self) -> Iterator[Disagreement]:
        """The rows that are lost, each with its kind of error."""
        yield from differences("place mentions", (), self.exact, group_unpaired(*self.items, self.exact, EXACT))
        for one, other in self.pairs:
            if one.point and not is_near(one, other):
                kind: Kind = "far" if other.point else "left-open"
                yield Disagreement("place mentions touched", POINT, kind, one.span, None, None, 1, 1)


def is_scored(place: Located, ours: Sequence[Located], reference: Annotated) -> bool:
    """Whether a mention that the reader found counts as right or wrong, rather than being ignored."""
    if not any(place.span.overlaps(span) for span in reference.ignored):
        return True
    return any(place.span.overlaps(one.span) for one in ours)


def touching_mentions(ours: Sequence[Located], theirs: Sequence[Located]) -> list[tuple[Located, Located]]:
    """Mentions that share a character, one to one: the largest overlap first, then the most similar lengths."""
    candidates = []
    for at, one in enumerate(ours):
        for place, other in enumerate(theirs):
            shared = min(one.span.end, other.span.end) - max(one.span.start, other.span.start)
            if shared > 0:
                lengths = abs((one.span.end - one.span.start) - (other.span.end - other.span.start))
                candidates.append((shared, -lengths, place, at))
    pairs = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, _, place, at in sorted(candidates, reverse=True):
        if at not in taken[0] and place not in taken[1]:
            taken[0].add(at)
            taken[1].add(place)
            pairs.append((ours[at], theirs[place]))
    return pairs


def is_near(one: Located, other: Located) -> bool:
    """Whether both have a point, and the two are at most 100 miles apart."""
    return bool(one.point and other.point and kilometres(one.point, other.point) <= NEAR_KILOMETRES)
