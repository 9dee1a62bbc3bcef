"""What the machine's scores are worth: the rows of each group counted on corpora, and how far off its scores are.

Right is an attribution with the corpus's content and speaker; a claim whose passage the corpus gives to the same
speaker, or to nobody if it is the author's; a place within 161 km of the corpus's point, or at least at a place of the
corpus if the reader gives no point. How far off the scores are is measured on documents that they were not counted on:
each half gets its scores from the other. The expected calibration error is the mean distance between the scores of the
rows in each tenth and the share of them that are right (Naeini, Cooper and Hauskrecht 2015).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import yaml

from onrecord.evaluation.attributed import ComparedAttributions, same_speaker
from onrecord.evaluation.gold import Annotated
from onrecord.evaluation.items import Item, letters
from onrecord.evaluation.located import ComparedPlaces, is_near
from onrecord.evaluation.totals import Pairs
from onrecord.reliability import COUNTED, GroupCount, counted_groups, share_right, stored, with_sums

TABLES = ("attributions", "claims", "location_mentions")
BINS = 10
COVERED = 0.5
"""A corpus's attribution holds a claim if its content has at least this share of the passage's letters."""
HEADER = """\
# Written by make evaluate CORPORA=directory. For each table the rows by tenths of the score (lowest score, rows, sum of
# the scores, right ones), and for each group its rows on the corpora and those that were right.
"""


class Outcome(NamedTuple):
    """A row of the reading, by its group, and whether it was right."""

    document: str
    scored_as: str
    is_right: bool


class Bin(NamedTuple):
    """The rows whose scores are in one tenth: the sum of the scores, and how many rows were right."""

    lowest: float
    rows: int
    expected: float
    right: int


def outcomes(pairs: Pairs) -> Iterator[Outcome]:
    """The rows of readings that have a group and can be compared with the corpus."""
    for reference, reading in pairs:
        found: list[tuple[str | None, bool]] = []
        if reference.attributions is not None:
            found += attribution_outcomes(reference, reading)
        if reference.places is not None:
            found += place_outcomes(reference, reading)
        yield from (Outcome(reference.id, group, is_right) for group, is_right in found if group)


def attribution_outcomes(reference: Annotated, reading: Annotated) -> Iterator[tuple[str | None, bool]]:
    """Attributions, and claims."""
    compared = ComparedAttributions(reference, reading)
    right = {id(two[1]) for two in compared.pairs if compared.speaker(two)[0]}
    for item in compared.theirs:
        yield compared.rows[id(item)].scored_as, id(item) in right
    for claim in reading.claims:
        voice = None if claim.attribution is None else (reading.attributions or ())[claim.attribution]
        words = letters(reference.text, [claim.span])
        if voice:
            words -= letters(reference.text, (*voice.source, *voice.cue))
        held_by = innermost(words, compared.ours)
        if held_by is None or voice is None:
            yield claim.scored_as, held_by is None and voice is None
        else:
            yield claim.scored_as, same_speaker(reference.text, compared.rows[id(held_by)], voice)[0]


def innermost(words: frozenset[int], items: Iterable[Item]) -> Item | None:
    """The attribution with the shortest content that holds these letters."""
    holding = [item for item in items if len(words & item.characters) >= COVERED * len(words) > 0]
    return min(holding, key=lambda item: len(item.characters), default=None)


def place_outcomes(reference: Annotated, reading: Annotated) -> Iterator[tuple[str | None, bool]]:
    """Mentions of places, but for those of which the corpus does not know the point."""
    compared = ComparedPlaces(reference, reading)
    partner = {id(other): one for one, other in compared.pairs}
    for place in compared.theirs:
        there = partner.get(id(place))
        if there is None or place.point is None:
            yield place.scored_as, there is not None
        elif there.point:
            yield place.scored_as, is_near(there, place)


def counts_of(found: Iterable[Outcome]) -> dict[str, GroupCount]:
    """The rows of each group, and those that were right."""
    rows: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for one in found:
        rows[one.scored_as] += 1
        right[one.scored_as] += one.is_right
    return {name: GroupCount(rows[name], right[name]) for name in sorted(rows)}


def bins(found: Sequence[Outcome]) -> list[Bin]:
    """The rows by tenths of the score, each scored by the other half of the documents."""
    halves = {document: number % 2 for number, document in enumerate(sorted({one.document for one in found}))}
    rows, right = Counter[int](), Counter[int]()
    expected: dict[int, float] = {}
    for half in (0, 1):
        groups = with_sums(counts_of(one for one in found if halves[one.document] != half))
        for one in found:
            score = share_right(one.scored_as, groups)
            if halves[one.document] == half and score is not None:
                tenth = min(int(score * BINS), BINS - 1)
                rows[tenth] += 1
                right[tenth] += one.is_right
                expected[tenth] = expected.get(tenth, 0.0) + score
    return [Bin(tenth / BINS, rows[tenth], round(expected[tenth], 2), right[tenth]) for tenth in sorted(rows)]


def calibration_error(found: Sequence[Bin]) -> float:
    """The expected calibration error, from 0 to 1."""
    return sum(abs(one.expected - one.right) for one in found) / max(sum(one.rows for one in found), 1)


def write_scores(found: Iterable[Outcome]) -> dict[str, float]:
    """Store the groups of every table that was measured; its calibration error by table."""
    by_table: dict[str, list[Outcome]] = {}
    for one in found:
        by_table.setdefault(one.scored_as.split()[0], []).append(one)
    kept = {row["table"]: row for row in stored()}
    errors = {}
    for table, rows in by_table.items():
        tenths = bins(rows)
        errors[table] = calibration_error(tenths)
        groups = {name: list(counts) for name, counts in counts_of(rows).items()}
        kept[table] = {"table": table, "tenths": [list(one) for one in tenths], "groups": groups}
    given = [kept[table] for table in TABLES if table in kept]
    text = yaml.safe_dump(given, sort_keys=False, default_flow_style=None, width=120)
    COUNTED.write_text(HEADER + text, encoding="utf-8")
    stored.cache_clear()
    counted_groups.cache_clear()
    return errors
