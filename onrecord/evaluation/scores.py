"""Counts of what two readings share, and the measures computed from them: precision, recall, F, kappa."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor
from typing import Any


@dataclass(frozen=True)
class Score:
    """Agreement on one layer, on rows as such or on rows with the same value (``about``).

    ``found`` counts rows of the reference that the reading has, ``right`` rows of the reading that the reference
    has. Rows are paired one to one, so that the two differ only where rows are counted by a property that each
    side assigns itself.
    """

    layer: str
    about: str | None
    reference: int
    reading: int
    found: int
    right: int
    kappa: float | None = None

    @property
    def precision(self) -> float:
        """The share of the reading's rows that the reference has too."""
        return self.right / self.reading if self.reading else 0.0

    @property
    def recall(self) -> float:
        """The share of the reference's rows that the reading has too."""
        return self.found / self.reference if self.reference else 0.0

    @property
    def f(self) -> float:
        """The harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def name(self) -> str:
        """What is counted, in words."""
        return f"{self.layer}: same {self.about}" if self.about else self.layer


def paired_score(
    layer: str, about: str | None, reference: int, reading: int, shared: int, kappa: float | None = None
) -> Score:
    """The score of rows that are paired one to one."""
    return Score(layer, about, reference, reading, shared, shared, kappa)


def kappa(pairs: Sequence[tuple[Any, Any]]) -> float | None:
    """Cohen's kappa (1960) of paired choices; ``None`` without pairs, or if both readings only ever chose one value."""
    total = len(pairs)
    if not total:
        return None
    observed = sum(one == other for one, other in pairs) / total
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(ones[value] * others[value] for value in ones) / total**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def percent(share: float) -> str:
    """A share in per cent, with one decimal; halves are rounded up, as SQLite does."""
    return f"{floor(1000 * share + 0.5) / 10:.1f}"


def markdown(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; columns whose head ends in a colon are aligned right."""
    lines = [
        f"| {' | '.join(head.rstrip(':') for head in heads)} |",
        f"|{'|'.join('--:' if head.endswith(':') else '---' for head in heads)}|",
        *(f"| {' | '.join('' if cell is None else str(cell) for cell in row)} |" for row in rows),
    ]
    return "\n".join(lines)


def table(scores: Iterable[Score]) -> str:
    """The scores as a Markdown table, figures in per cent."""
    heads = ("layer", "reference:", "reading:", "same:", "precision:", "recall:", "F:", "kappa:")
    return markdown(heads, map(score_row, scores))


def score_row(score: Score) -> list[object]:
    """One line of the table."""
    shared = str(score.found) if score.found == score.right else f"{score.found} / {score.right}"
    shares = map(percent, (score.precision, score.recall, score.f))
    beyond_chance = None if score.kappa is None else f"{score.kappa:.2f}"
    return [score.name, score.reference, score.reading, shared, *shares, beyond_chance]
