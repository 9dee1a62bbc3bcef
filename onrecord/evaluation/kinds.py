"""Kinds of disagreement between two readings, so that losses can be counted by kind.

Every unpaired row of either reading is in exactly one disagreement, so that the kinds add up to what precision and
recall lose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from onrecord.evaluation.items import Item, Pair, pair, share, touching_items
from onrecord.span import Span

Kind = Literal[
    "missed",
    "invented",
    "boundary",
    "other-words",
    "split",
    "merged",
    "doubled",
    "different",
    "left-open",
    "filled-in",
    "far",
]

KINDS: dict[Kind, tuple[str, str]] = {
    "missed": ("missed", "Only the reference has a row here; the reading has nothing, not even the cue."),
    "invented": ("invented", "Only the reading has a row here."),
    "boundary": (
        "other boundary",
        "Both have the row, but its words begin or end elsewhere; at least half of them are shared.",
    ),
    "other-words": (
        "other words",
        "Both have a row here, with the same cue or some of the same words, but less than half of them are shared.",
    ),
    "split": (
        "split",
        "One row of the reference is several in the reading, or the reading's row is only a part of one.",
    ),
    "merged": (
        "merged",
        "Several rows of the reference are one in the reading, or the reference's row is only a part of one there.",
    ),
    "doubled": ("doubled", "The same words, or nearly the same, are one row in one reading and two in the other."),
    "different": ("different", "Both have the row and a value for it, but the values differ."),
    "left-open": ("left open", "Both have the row; the reference has a value for it, but the reading has none."),
    "filled-in": ("filled in", "Both have the row; the reference leaves its value open, but the reading has one."),
    "far": ("far away", "Both have the row and a point for it, but they are more than 161 km (100 miles) apart."),
}
"""Each kind with its name and what it means."""

SHARED = 0.5
"""Rows that share at least this much (Jaccard) differ only in their boundaries."""

INSIDE = 0.8
"""A row is part of another that holds at least this share of its characters."""

SOME = 1e-9


@dataclass(frozen=True)
class Disagreement:
    """Something that one reading has and the other lacks or has differently.

    ``missing`` and ``extra`` count the rows of the reference and of the reading that are lost to it.
    """

    layer: str
    about: str | None
    kind: Kind
    span: Span
    reference: str | None
    reading: str | None
    missing: int
    extra: int


class Group(NamedTuple):
    """Unpaired rows that belong together."""

    kind: Kind
    ours: tuple[Item, ...]
    theirs: tuple[Item, ...]


class ErrorCount(NamedTuple):
    """How often one kind of error occurs in one layer, and the rows of either side that it costs."""

    layer: str
    about: str | None
    kind: Kind
    times: int
    missing: int
    extra: int


def group_unpaired(
    ours: Sequence[Item], theirs: Sequence[Item], pairs: Sequence[Pair], overlap: float
) -> Iterator[Group]:
    """Group every unpaired row with the rows of the other side that it corresponds to.

    :param overlap: the minimum overlap of a pair (Jaccard)
    """
    sorter = _Sorter(ours, theirs, pairs)
    yield from sorter.doubled(max(overlap, INSIDE))
    yield from sorter.in_pieces(overlap)
    yield from sorter.paired("boundary", SHARED)
    yield from sorter.parts()
    yield from sorter.paired("other-words", SOME)
    yield from sorter.by_cue()
    yield from (Group("missed", (one,), ()) for one in sorter.ours)
    yield from (Group("invented", (), (other,)) for other in sorter.theirs)


class _Sorter:
    """Sorts the unpaired rows of both sides into groups, one kind of disagreement after another."""

    def __init__(self, ours: Sequence[Item], theirs: Sequence[Item], pairs: Sequence[Pair]) -> None:
        taken = {id(item) for two in pairs for item in two}
        self.left = {id(item): item for item in ours if id(item) not in taken}
        self.right = {id(item): item for item in theirs if id(item) not in taken}
        self.paired_ours = [one for one, _ in pairs]
        self.paired_theirs = [other for _, other in pairs]

    @property
    def ours(self) -> list[Item]:
        """The rows of the reference that are in no group yet."""
        return list(self.left.values())

    @property
    def theirs(self) -> list[Item]:
        """The rows of the reading that are in no group yet."""
        return list(self.right.values())

    def take(self, kind: Kind, ours: tuple[Item, ...], theirs: tuple[Item, ...]) -> Group:
        """Make a group of rows that are in no other."""
        for item in ours:
            del self.left[id(item)]
        for item in theirs:
            del self.right[id(item)]
        return Group(kind, ours, theirs)

    def doubled(self, overlap: float) -> Iterator[Group]:
        """Rows that duplicate one that is already paired."""
        for one in items_sharing(self.ours, self.paired_theirs, overlap):
            yield self.take("doubled", (one,), ())
        for other in items_sharing(self.theirs, self.paired_ours, overlap):
            yield self.take("doubled", (), (other,))

    def in_pieces(self, overlap: float) -> Iterator[Group]:
        """Rows that correspond to several rows of the other side together."""
        for whole, pieces in wholes(self.ours, self.theirs, overlap):
            yield self.take("split", (whole,), pieces)
        for whole, pieces in wholes(self.theirs, self.ours, overlap):
            yield self.take("merged", pieces, (whole,))

    def paired(self, kind: Kind, overlap: float) -> Iterator[Group]:
        """Rows that overlap too little to be paired."""
        for one, other in pair(self.ours, self.theirs, overlap):
            yield self.take(kind, (one,), (other,))

    def parts(self) -> Iterator[Group]:
        """Rows that lie within one that is already paired."""
        for one in items_within(self.ours, self.paired_theirs):
            yield self.take("merged", (one,), ())
        for other in items_within(self.theirs, self.paired_ours):
            yield self.take("split", (), (other,))

    def by_cue(self) -> Iterator[Group]:
        """Rows that share nothing except their cue."""
        for one in self.ours:
            other = next((item for item in self.right.values() if one.cue & item.cue), None)
            if other is not None:
                yield self.take("other-words", (one,), (other,))


def items_sharing(items: Sequence[Item], others: Sequence[Item], overlap: float) -> list[Item]:
    """The items that overlap with one of the others by at least ``overlap`` (Jaccard)."""
    found = {number for number, _, shared in touching_items(items, others) if shared >= overlap}
    return [items[number] for number in sorted(found)]


def items_within(items: Sequence[Item], others: Sequence[Item]) -> list[Item]:
    """The items that lie almost wholly within one of the others."""
    pairs = ((number, other) for number, other, _ in touching_items(items, others))
    found = {number for number, other in pairs if lies_in(items[number], others[other])}
    return [items[number] for number in sorted(found)]


def wholes(items: Sequence[Item], others: Sequence[Item], overlap: float) -> Iterator[tuple[Item, tuple[Item, ...]]]:
    """Items that correspond to several of the others together, and those; each other is used only once."""
    pieces: dict[int, list[int]] = {}
    for number, other, _ in touching_items(items, others):
        if lies_in(others[other], items[number]):
            pieces.setdefault(number, []).append(other)
    used: set[int] = set()
    for number in sorted(pieces):
        free = sorted(set(pieces[number]) - used)
        together = frozenset[int]().union(*(others[piece].characters for piece in free))
        if len(free) > 1 and share(together, items[number].characters) >= overlap:
            used.update(free)
            yield items[number], tuple(others[piece] for piece in free)


def lies_in(part: Item, whole: Item) -> bool:
    """Whether almost all of ``part`` is in ``whole``."""
    return len(part.characters & whole.characters) >= INSIDE * len(part.characters)


def differences(
    layer: str, about: Iterable[str], pairs: Sequence[Pair], groups: Iterable[Group]
) -> Iterator[Disagreement]:
    """The disagreements in one layer: unpaired rows, and values on which pairs differ."""
    for kind, ours, theirs in groups:
        first = (*ours, *theirs)[0]
        yield Disagreement(
            layer, None, kind, first.spans[0], labels(ours), labels(theirs), missing=len(ours), extra=len(theirs)
        )
    for key in about:
        for one, other in pairs:
            if one.values[key] != other.values[key]:
                kind = value_kind(one.values[key], other.values[key])
                words = one.in_words(key), other.in_words(key)
                yield Disagreement(layer, key, kind, one.spans[0], *words, missing=1, extra=1)


def value_kind(reference: object, reading: object) -> Kind:
    """The kind of disagreement between two values of a pair."""
    if reading is None:
        return "left-open"
    return "filled-in" if reference is None else "different"


def labels(items: Sequence[Item]) -> str | None:
    """The labels of the rows, one after another."""
    return " + ".join(item.label for item in items) or None


def tally(disagreements: Iterable[Disagreement]) -> list[ErrorCount]:
    """The kinds of disagreement in each layer, layers in the order given, the most frequent kind first."""
    times: Counter[tuple[str, str | None, Kind]] = Counter()
    missing, extra = times.copy(), times.copy()
    order: dict[tuple[str, str | None], int] = {}
    for one in disagreements:
        key = (one.layer, one.about, one.kind)
        order.setdefault(key[:2], len(order))
        times[key] += 1
        missing[key] += one.missing
        extra[key] += one.extra
    keys = sorted(times, key=lambda key: (order[key[:2]], -times[key], key[2]))
    return [ErrorCount(*key, times[key], missing[key], extra[key]) for key in keys]
