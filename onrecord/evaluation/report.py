"""What was measured, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.evaluation.kinds import KINDS, Disagreement, count
from onrecord.evaluation.scores import markdown


def error_table(disagreements: Iterable[Disagreement]) -> str:
    """How often each kind of thing went wrong, by layer, and the rows that it cost."""
    heads = ("layer", "kind", "times:", "rows of the reference:", "rows of the reading:")
    return markdown(
        heads,
        (
            (f"{layer}: {about}" if about else layer, KINDS[kind][0], times, missing, extra)
            for layer, about, kind, times, missing, extra in count(disagreements)
        ),
    )
