"""Scores: how often rows that were read in the same way were right on published corpora.

A row's group names what its reading rests on, from the coarse to the fine: ``claims author main``. Its score is the
share of the group's rows that were right, drawn towards that of the coarser group as if :data:`PRIOR` more of its rows
had been seen.
``make evaluate CORPORA=directory`` counts them into reliability.yml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.data import read_yaml

COUNTED = Path(__file__).with_name("reliability.yml")
PRIOR = 20
"""Rows of the coarser group that count beside a group's own."""


class GroupCount(NamedTuple):
    """The rows of a group on the corpora, and those of them that were right."""

    rows: int
    right: int


class Scored(NamedTuple):
    """A row's score, from 0 to 1, and the group that it is of; the score is ``None`` if nothing like it was counted."""

    score: float | None
    scored_as: str


@cache
def stored() -> list[dict[str, Any]]:
    """What reliability.yml has for each table."""
    given: list[dict[str, Any]] = read_yaml(COUNTED)
    return given


@cache
def counted_groups() -> Mapping[str, GroupCount]:
    """The groups of reliability.yml, and those that they are part of."""
    return with_sums({name: GroupCount(*counts) for one in stored() for name, counts in one["groups"].items()})


def with_sums(finest: Mapping[str, GroupCount]) -> dict[str, GroupCount]:
    """The same groups with those that they are part of."""
    found: dict[str, GroupCount] = {}
    for name, counts in finest.items():
        for coarser in with_coarser(name):
            before = found.get(coarser, GroupCount(0, 0))
            found[coarser] = GroupCount(before.rows + counts.rows, before.right + counts.right)
    return found


def scored(*features: str) -> Scored:
    """The score of a row by its features, the coarsest first; the first is its table."""
    name = " ".join(features)
    return Scored(share_right(name, counted_groups()), name)


def share_right(name: str, groups: Mapping[str, GroupCount]) -> float | None:
    """The share of rows like these that were right; None if not even the coarsest group was counted."""
    found: float | None = None
    for coarser in with_coarser(name):
        if counts := groups.get(coarser):
            before = PRIOR if found is not None else 0
            found = (counts.right + before * (found or 0)) / (counts.rows + before)
    return None if found is None else round(found, 2)


def with_coarser(name: str) -> Iterator[str]:
    """A group and those that it is part of, the coarsest first.

    >>> list(with_coarser("claims author main"))
    ['claims', 'claims author', 'claims author main']
    """
    words = name.split()
    for length in range(1, len(words) + 1):
        yield " ".join(words[:length])
