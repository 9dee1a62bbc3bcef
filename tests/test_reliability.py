"""Scores: shares of rows that were right on corpora, by what a reading rests on, and how far off they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord import reliability
from onrecord.evaluation import calibration
from onrecord.evaluation.calibration import Bin, Outcome, bins, calibration_error, outcomes, write_scores
from onrecord.evaluation.gold import Annotated, Attributed, Located, Point, Stated
from onrecord.reliability import GroupCount, counted_groups, share_right, stored, with_sums
from onrecord.span import Span

TEXT = "Ada Stone said the port would open. Olaf Berg said it would close. The sea is near Lund."
PORT, CLOSE, SEA = (Span(TEXT.index(words), TEXT.index(words) + len(words)) for words in
                    ("the port would open", "it would close", "The sea is near Lund"))  # fmt: skip
ADA, OLAF, LUND = (Span(TEXT.index(words), TEXT.index(words) + len(words)) for words in
                   ("Ada Stone", "Olaf Berg", "Lund"))  # fmt: skip


def test_a_group_is_drawn_towards_the_coarser_one_by_as_much_as_it_is_small() -> None:
    groups = with_sums({"t a": GroupCount(900, 810), "t b": GroupCount(100, 10), "t b c": GroupCount(0, 0)})
    assert groups["t"] == GroupCount(1000, 820)
    assert share_right("t a", groups) == pytest.approx(0.9, abs=0.005)
    assert share_right("t b", groups) == pytest.approx((10 + 20 * 0.82) / 120, abs=0.005)
    assert share_right("t b never", groups) == share_right("t b", groups)
    assert share_right("t never", groups) == 0.82
    assert share_right("other", groups) is None


def read(*attributions: Attributed, claims: tuple[Stated, ...] = (), places: tuple[Located, ...] = ()) -> Annotated:
    return Annotated("d", TEXT, attributions, places, claims=claims)


def said(content: Span, source: Span, group: str | None = None) -> Attributed:
    return Attributed((content,), (source,), (), scored_as=group)


def test_a_claim_is_right_if_the_corpus_has_the_same_claimant() -> None:
    corpus = read(said(PORT, ADA), said(CLOSE, OLAF))
    reading = read(
        said(PORT, ADA, "attributions named"),
        said(CLOSE, ADA, "attributions named"),
        claims=(
            Stated(PORT, 0, "claims right"),
            Stated(CLOSE, 1, "claims another"),
            Stated(SEA, None, "claims author right"),
            Stated(PORT, None, "claims author another"),
            Stated(SEA, 0, "claims nobody"),
        ),
    )
    found = [(one.scored_as, one.is_right) for one in outcomes([(corpus, reading)])]
    assert found[:2] == [("attributions named", True), ("attributions named", False)]
    assert [name for name, is_right in found[2:] if is_right] == ["claims right", "claims author right"]
    assert len(found) == 7


@pytest.mark.parametrize(
    ("there", "here", "expected"),
    [
        (Located(LUND, Point(55.7, 13.2)), Located(LUND, Point(55.6, 13.0), "p"), [True]),
        (Located(LUND, Point(55.7, 13.2)), Located(LUND, Point(59.3, 18.1), "p"), [False]),
        (Located(LUND, Point(55.7, 13.2)), Located(LUND, None, "p"), [True]),
        (Located(LUND, None), Located(LUND, Point(55.6, 13.0), "p"), []),
        (Located(ADA, Point(55.7, 13.2)), Located(LUND, Point(55.6, 13.0), "p"), [False]),
        (Located(LUND, Point(55.7, 13.2)), Located(LUND, Point(55.6, 13.0)), []),
    ],
)
def test_a_place_is_right_near_the_point_of_the_corpus(there: Located, here: Located, expected: list[bool]) -> None:
    found = outcomes([(read(places=(there,)), read(places=(here,)))])
    assert [one.is_right for one in found] == expected


def test_scores_are_judged_on_the_documents_that_they_are_not_made_of() -> None:
    always = [Outcome(f"d{number}", "t", number < 50) for number in range(100)]
    assert bins(always) == [Bin(0.5, 100, 50.0, 50)]
    assert calibration_error(bins(always)) == 0
    divided = [Outcome(f"d{number:03}", "t", number % 2 == 0) for number in range(100)]
    assert calibration_error(bins(divided)) == 1
    assert bins([]) == [] and calibration_error([]) == 0


def test_what_was_counted_is_stored_and_what_was_not_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "reliability.yml"
    path.write_text("[]\n")
    for module in reliability, calibration:
        monkeypatch.setattr(module, "COUNTED", path)
    stored.cache_clear()
    try:
        write_scores(Outcome(f"d{number}", "claims author", True) for number in range(4))
        write_scores(Outcome(f"d{number}", "attributions direct", number > 0) for number in range(4))
        assert counted_groups()["claims author"] == GroupCount(4, 4)
        assert counted_groups()["attributions"] == GroupCount(4, 3)
        assert [one["table"] for one in stored()] == ["attributions", "claims"]
    finally:
        monkeypatch.undo()
        stored.cache_clear()
        counted_groups.cache_clear()


def test_the_stored_scores_are_off_by_no_more_than_five_points() -> None:
    for one in stored():
        assert calibration_error([Bin(*tenth) for tenth in one["tenths"]]) <= 0.05
        assert sum(tenth[1] for tenth in one["tenths"]) == sum(rows for rows, _ in one["groups"].values())
