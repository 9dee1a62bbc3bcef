"""Mentions of places against a corpus (GeoWebNews, TR-News, GeoVirus, LGL): the words, and the point.

A mention is found when exactly its characters are; the second line counts any that share a character, paired one
to one, those that share most first. A place is near when a paired mention's point is within 161 km (100 miles) of
the corpus's, among the mentions for which the corpus has a point. What the reader finds at a span that the corpus
declares neither right nor wrong is left out, unless it touches a mention.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from onrecord.evaluation.gold import Annotated, Located
from onrecord.evaluation.items import Item, pair
from onrecord.evaluation.kinds import Disagreement, Kind, differing, unpaired
from onrecord.evaluation.scores import Score, same
from onrecord.evaluation.totals import Measurement, Pairs, measured
from onrecord.reader.places.resolution import kilometres

NEAR_KILOMETRES = 161
EXACT = 1.0
POINT = "point"


def measure(pairs: Pairs) -> Measurement:
    """Scores and kinds of error over all documents, each as the corpus and as the reader has it."""
    return measured(pairs, ComparedPlaces, scores)


def scores(counts: Counter[str]) -> Iterator[Score]:
    """The figures, from the counts of all documents."""
    ours, theirs = counts["reference"], counts["reading"]
    with_point = counts["reference with a point"], theirs - counts["touching one without a point"]
    found = counts["found with a point"]
    yield same("place mentions", None, ours, theirs, counts["exact"])
    yield same("place mentions touched", None, ours, theirs, counts["touching"])
    yield same("place mentions touched", POINT, *with_point, counts["near"])
    yield same("place mentions found", POINT, found, found, counts["near"])


class ComparedPlaces:
    """One document as the corpus and as the reader has it."""

    def __init__(self, reference: Annotated, reading: Annotated) -> None:
        self.ours = list(reference.places or ())
        self.theirs = [place for place in reading.places or () if counted(place, self.ours, reference)]
        self.pairs = touching(self.ours, self.theirs)
        items = [
            [Item("", (p.span,), frozenset(range(*p.span))) for p in places] for places in (self.ours, self.theirs)
        ]
        self.items = items[0], items[1]
        self.exact = pair(*self.items, EXACT)

    def counts(self) -> Iterator[str]:
        """What there is to count, one name for each time."""
        yield from ["reference"] * len(self.ours) + ["reading"] * len(self.theirs) + ["exact"] * len(self.exact)
        yield from ["reference with a point"] * sum(bool(place.point) for place in self.ours)
        for one, other in self.pairs:
            yield "touching"
            yield "found with a point" if one.point else "touching one without a point"
            yield from ["near"] * is_near(one, other)

    def disagreements(self) -> Iterator[Disagreement]:
        """What is lost, and by what kind of error."""
        yield from differing("place mentions", (), self.exact, unpaired(*self.items, self.exact, EXACT))
        for one, other in self.pairs:
            if one.point and not is_near(one, other):
                kind: Kind = "far" if other.point else "left-open"
                yield Disagreement("place mentions touched", POINT, kind, one.span, None, None, 1, 1)


def counted(place: Located, ours: Sequence[Located], reference: Annotated) -> bool:
    """Whether a mention that the reader found is right or wrong at all."""
    if not any(place.span.overlaps(span) for span in reference.ignored):
        return True
    return any(place.span.overlaps(one.span) for one in ours)


def touching(ours: Sequence[Located], theirs: Sequence[Located]) -> list[tuple[Located, Located]]:
    """Mentions that share a character, one to one: the most shared first, then the most alike in length, then later."""
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
