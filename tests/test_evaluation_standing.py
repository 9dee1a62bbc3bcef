"""The count of statements that stand alone."""

from __future__ import annotations

import pytest

from onrecord.evaluation.standing import standing
from onrecord.reader.claims.lone_statements import faults
from tests.prose import parsed


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("The old mill was sold in May.", None),
        ("Anna Berg sold her old mill.", None),
        ("Mills burn.", "three words or fewer"),
        ("Killing two of the cows.", "no finite verb"),
        ("The guard saw the smoke of the.", "ends in a function word"),
        ("It burned in the summer.", "begins with a pronoun"),
        ("The owner of the mill sold them.", "a pronoun without a name"),
        ("The mill that burned in May.", "only a noun phrase"),
    ],
)
def test_what_keeps_a_statement_from_standing_alone(statement: str, fault: str | None) -> None:
    (tree,) = parsed(statement).trees
    assert list(faults(statement, tree))[:1] == ([fault] if fault else [])


def test_statements_are_counted_by_document() -> None:
    table = standing(
        [("a", "The old mill was sold in May."), ("a", "It burned in the summer."), ("b", "He left\nthe town.")]
    )
    assert "| a | 1 | 2 | 50.0 |" in table and "| all | 1 | 3 | 33.3 |" in table


def test_a_database_without_statements_has_none() -> None:
    assert "| all | 0 | 0 | 0.0 |" in standing([])
