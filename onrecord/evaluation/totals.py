"""Measure all documents of a corpus: compare each one, then add up counts and errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from onrecord.evaluation.gold import Annotated
from onrecord.evaluation.kinds import Disagreement, ErrorCount, tally
from onrecord.evaluation.scores import Score

Pairs = Sequence[tuple[Annotated, Annotated]]
"""Documents as annotated by a corpus and by the reader."""

Measurement = tuple[list[Score], list[ErrorCount]]
"""Scores, and how often each kind of error occurs."""


class Comparison(Protocol):
    """One document as annotated by the corpus and by the reader."""

    def counts(self) -> Iterable[str]: ...  # noqa: D102
    def disagreements(self) -> Iterable[Disagreement]: ...  # noqa: D102


def measure_pairs(
    pairs: Pairs,
    compare: Callable[[Annotated, Annotated], Comparison],
    scores: Callable[[Counter[str]], Iterable[Score]],
) -> Measurement:
    """Compare each document, and compute the scores from the counts of all of them."""
    counts: Counter[str] = Counter()
    differences: list[Disagreement] = []
    for reference, reading in pairs:
        compared = compare(reference, reading)
        counts.update(compared.counts())
        differences += compared.disagreements()
    return list(scores(counts)), tally(sorted(differences, key=lambda one: one.about is not None))
