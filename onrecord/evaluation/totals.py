"""One measure over the documents of a corpus: what is compared in each, counted and sorted for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from onrecord.evaluation.gold import Annotated
from onrecord.evaluation.kinds import Disagreement, ErrorCount, tally
from onrecord.evaluation.scores import Score

Pairs = Sequence[tuple[Annotated, Annotated]]
"""Documents as a corpus and as the reader has them."""

Measurement = tuple[list[Score], list[ErrorCount]]
"""Scores, and how often which kind of error is made."""


class Comparison(Protocol):
    """One document as the corpus and as the reader has it."""

    def counts(self) -> Iterable[str]: ...  # noqa: D102
    def disagreements(self) -> Iterable[Disagreement]: ...  # noqa: D102


def measured(
    pairs: Pairs,
    compare: Callable[[Annotated, Annotated], Comparison],
    scores: Callable[[Counter[str]], Iterable[Score]],
) -> Measurement:
    """Compare each document, and score what all of them count."""
    counts: Counter[str] = Counter()
    differences: list[Disagreement] = []
    for reference, reading in pairs:
        compared = compare(reference, reading)
        counts.update(compared.counts())
        differences += compared.disagreements()
    return list(scores(counts)), tally(sorted(differences, key=lambda one: one.about is not None))
