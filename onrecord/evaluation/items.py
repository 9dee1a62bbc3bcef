"""Rows as they are compared: the characters they cover, and the values on which two readings may agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.span import Span


@dataclass(frozen=True, eq=False)
class Item:
    """One row: its spans, the characters that are compared, its values, and a label.

    ``cue`` holds the characters of its cue, if it has one; ``shown`` the names of those values that are ids.
    """

    id: str
    spans: tuple[Span, ...]
    characters: frozenset[int]
    values: Mapping[str, Any] = field(default_factory=dict)
    label: str = ""
    cue: frozenset[int] = frozenset()
    shown: Mapping[str, str] = field(default_factory=dict)

    def in_words(self, key: str) -> str:
        """A value in words."""
        return self.shown.get(key) or str(self.values[key])


Pair = tuple[Item, Item]


def letters(text: str, spans: Iterable[Span]) -> frozenset[int]:
    """The offsets of the letters and digits in the spans: punctuation and spaces never matter."""
    return frozenset(at for span in spans for at in range(span.start, span.end) if text[at].isalnum())


def share(one: frozenset[int], other: frozenset[int]) -> float:
    """The Jaccard index of two sets of offsets."""
    common = len(one & other)
    return common / (len(one) + len(other) - common) if common else 0.0


def touching_items(ours: Sequence[Item], theirs: Sequence[Item]) -> Iterator[tuple[int, int, float]]:
    """Pairs of items that share characters, as indexes into the two sequences, with their Jaccard index."""
    at: dict[int, list[int]] = {}
    for number, one in enumerate(ours):
        for offset in one.characters:
            at.setdefault(offset, []).append(number)
    for number, other in enumerate(theirs):
        common = Counter(one for offset in other.characters for one in at.get(offset, ()))
        for one_number, shared in common.items():
            total = len(ours[one_number].characters) + len(other.characters) - shared
            yield one_number, number, shared / total


def pair(ours: Sequence[Item], theirs: Sequence[Item], overlap: float) -> list[Pair]:
    """Pair items one to one, the largest overlap first; ties go to those that agree more, then to the earlier."""
    candidates = []
    for one, other, shared in touching_items(ours, theirs):
        if shared >= overlap:
            agreed = sum(ours[one].values[key] == theirs[other].values[key] for key in theirs[other].values)
            candidates.append((-shared, -agreed, one, other))
    pairs: list[Pair] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, _, one, other in sorted(candidates):
        if one not in taken[0] and other not in taken[1]:
            taken[0].add(one)
            taken[1].add(other)
            pairs.append((ours[one], theirs[other]))
    return pairs
