"""The stored figures of the corpora are complete and add up; whether they are right, only the corpora can say."""

from __future__ import annotations

import re

import pytest

from onrecord.evaluation import figures
from onrecord.evaluation.kinds import KINDS
from onrecord.evaluation.report import best_of, error_table, verdict
from onrecord.evaluation.scores import Score, table

MEASURED = {row.corpus: row for row in figures.load_measured()}
GOALS = figures.goals()


def scores(corpus: str) -> dict[str, Score]:
    """A corpus's scores by name."""
    return {score.name: score for score in MEASURED[corpus].scores}


def test_every_corpus_has_its_figures_and_says_what_was_measured() -> None:
    assert list(MEASURED) == list(GOALS.corpora)
    for row in MEASURED.values():
        assert re.fullmatch(r"[0-9a-f]{64}", row.sha256)
        assert re.fullmatch(r"[0-9a-f]{12}", row.reader)
        assert row.documents > 0 and row.scores and row.errors
        assert (row.speed is not None) == (row.corpus == GOALS.speed.of)


def test_every_goal_and_every_figure_of_others_is_of_something_measured() -> None:
    for of, what in {*GOALS.goals, *((peer.of, peer.what) for peer in GOALS.peers)}:
        assert of not in MEASURED or what in scores(of), (of, what)
    assert {goal.of for goal in GOALS.goals.values()} - set(MEASURED) == {"putin-victory-announcement"}
    assert all(goal.at_least < goal.aim for goal in GOALS.goals.values())


@pytest.mark.parametrize("corpus", MEASURED)
def test_nothing_is_shared_that_is_not_there(corpus: str) -> None:
    for score in MEASURED[corpus].scores:
        assert 0 <= score.found <= score.reference and 0 <= score.right <= score.reading


@pytest.mark.parametrize("corpus", MEASURED)
def test_the_kinds_of_error_add_up_to_what_is_lost(corpus: str) -> None:
    found, errors = scores(corpus), MEASURED[corpus].errors
    layer, value = ("attributions", "speaker") if "attributions" in found else ("place mentions", "point")
    lost = [error for error in errors if (error.layer, error.about) == (layer, None)]
    assert sum(error.missing for error in lost) == found[layer].reference - found[layer].found
    assert sum(error.extra for error in lost) == found[layer].reading - found[layer].right
    of_those = found[f"{layer} found: same {value}"]
    differing = [error for error in errors if error.about == value]
    assert sum(error.times for error in differing) == of_those.reference - of_those.found
    assert {error.kind for error in errors} <= set(KINDS)


def test_other_systems_come_best_first() -> None:
    peers = GOALS.peers_of("polnear-dev", "attributions: same speaker")
    assert best_of(peers).startswith("one person against another 71.4; ")
    assert best_of([]) == ""


def test_verdicts() -> None:
    assert [verdict(figure, 55, 64) for figure in (54.9, 55, 63.9, 64)] == [
        "not met",
        "minimum met",
        "minimum met",
        "target met",
    ]


def test_a_table_of_scores_and_one_of_errors() -> None:
    row = MEASURED["polnear-dev"]
    assert table(row.scores).count("\n") == len(row.scores) + 1
    assert error_table(row.errors).count("\n") == len(row.errors) + 1
