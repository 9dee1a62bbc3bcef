"""How far two readings agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.evaluation import Score, kappa
from tests.conftest import Run


def test_precision_recall_and_f() -> None:
    score = Score("claims", first=4, second=5, same=3)
    assert (score.precision, score.recall) == (3 / 5, 3 / 4)
    assert score.f == pytest.approx(2 / 3)
    assert Score("claims", 0, 0, 0).f == 0


def test_kappa_is_agreement_beyond_chance() -> None:
    assert kappa([("a", "a"), ("b", "b")]) == 1
    assert kappa([("a", "b"), ("b", "a")]) == -1
    assert kappa([("a", "a"), ("a", "b"), ("b", "b"), ("b", "a")]) == 0
    assert kappa([("a", "a")]) is None
    assert kappa([]) is None


def blind(seeds: Path, old: str = "", new: str = "") -> None:
    """Two readings of the small document; the second differs."""
    (seeds / "blind-readings").mkdir()
    text = (seeds / "harbour.yml").read_text(encoding="utf-8")
    (seeds / "blind-readings" / "harbour.first.yml").write_text(text, encoding="utf-8")
    assert not old or old in text
    (seeds / "blind-readings" / "harbour.second.yml").write_text(text.replace(old, new), encoding="utf-8")


def test_equal_readings_agree_wholly(run: Run, seeds: Path) -> None:
    blind(seeds)
    output = run("evaluate", seeds, "--disagreements").output.partition("The reviewed reading")[0]
    assert "| claims | 5 | 5 | 5 | 100.0 | 100.0 | 100.0 |  |" in output
    assert "harbour.txt:" not in output


@pytest.mark.parametrize(
    "old, new, row, difference",
    [
        (
            "        claim_type: state",
            "        claim_type: event",
            "| claims: same type | 5 | 5 | 4 | 80.0 | 80.0 | 80.0 |",
            "harbour.txt:4: claims: type: nothing-agreed: state / nothing-agreed: event",
        ),
        (
            "exact: The company closed the harbour in 2020",
            "exact: The company",
            "| claims | 5 | 5 | 4 | 80.0 | 80.0 | 80.0 |",
            "harbour.txt:6: claims: company-closed-harbour / (not in the second)",
        ),
        (
            "        source: olaf-berg\n",
            "        source: ada-stone\n",
            "| quotes: same speaker | 3 | 3 | 1 | 33.3 | 33.3 | 33.3 |",
            "harbour.txt:4: quotes: speaker: ask-the-mayor: olaf-berg / ask-the-mayor: ada-stone",
        ),
    ],
)
def test_differences_cost_and_are_listed(run: Run, seeds: Path, old: str, new: str, row: str, difference: str) -> None:
    blind(seeds, old, new)
    output = run("evaluate", seeds, "--disagreements").output
    assert row in output
    assert difference in output


def test_nothing_to_compare_is_said(run: Run, seeds: Path) -> None:
    (seeds / "harbour.yml").unlink()
    result = run("evaluate", seeds)
    assert result.exit_code == 1
    assert "no document here was read by a person — annotate one: write NAME.yml beside NAME.txt" in result.output


def test_the_machine_is_measured_against_the_reviewed_reading(run: Run, seeds: Path) -> None:
    output = run("evaluate", seeds).output
    assert "The reviewed reading and the machine's: The Harbour Talks" in output
    assert "| quotes | 3 | 3 | 3 | 100.0 | 100.0 | 100.0 |  |" in output
