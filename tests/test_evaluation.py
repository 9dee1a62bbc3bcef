"""How far two readings agree, and where they do not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.evaluation.items import Item, pair
from onrecord.evaluation.kinds import KINDS, differences, group_unpaired, tally, value_kind
from onrecord.evaluation.scores import Score, kappa, paired_score
from onrecord.span import Span
from tests.conftest import Run, said


def test_precision_recall_and_f() -> None:
    score = paired_score("claims", None, reference=4, reading=5, shared=3)
    assert (score.precision, score.recall) == (3 / 5, 3 / 4)
    assert score.f == pytest.approx(2 / 3)
    assert paired_score("claims", None, 0, 0, 0).f == 0


def test_rows_counted_by_what_either_side_calls_them_are_found_and_right_apart() -> None:
    score = Score("direct attributions", None, reference=4, reading=2, found=3, right=2)
    assert (score.precision, score.recall) == (1, 3 / 4)


def test_kappa_is_agreement_beyond_chance() -> None:
    assert kappa([("a", "a"), ("b", "b")]) == 1
    assert kappa([("a", "b"), ("b", "a")]) == -1
    assert kappa([("a", "a"), ("a", "b"), ("b", "b"), ("b", "a")]) == 0
    assert kappa([("a", "a")]) is None
    assert kappa([]) is None


# ── kinds of disagreement ──────────────────────────────────────────────────────────────────────────────────


def items(drawn: str, cues: str = "") -> list[Item]:
    """Rows drawn below a text: each letter is a row and covers the text above it; likewise its cue."""
    found = []
    for letter in sorted(set(drawn) - {" "}):
        at = [place for place, one in enumerate(drawn) if one == letter]
        cue = frozenset(place for place, one in enumerate(cues) if one == letter)
        found.append(Item(letter, (Span(at[0], at[-1] + 1),), frozenset(at), label=letter, cue=cue))
    return found


def kinds(reference: list[Item], reading: list[Item], overlap: float) -> list[str]:
    """The unpaired rows, as ``kind reference/reading``."""
    groups = group_unpaired(reference, reading, pair(reference, reading, overlap), overlap)
    return [f"{g.kind} {''.join(i.id for i in g.ours)}/{''.join(i.id for i in g.theirs)}" for g in groups]


@pytest.mark.parametrize(
    "reference, reading, overlap, expected",
    [
        ("aaaaaaaaaa", "xxxxxxxxxx", 0.8, []),
        ("aaaaaaaaaa", "xxxxxxxx  ", 0.8, []),
        ("aaaaaaaaaa", "xxxxxxx   ", 0.8, ["boundary a/x"]),
        ("aaaaaaaaaa", "xxx       ", 0.8, ["other-words a/x"]),
        ("aaaaaaaaaa", "          ", 0.8, ["missed a/"]),
        ("          ", "xxxxxxxxxx", 0.8, ["invented /x"]),
        ("aaaaaaaaaa", "xxxxx yyyy", 0.8, ["split a/xy"]),
        ("aaaaa bbbb", "xxxxxxxxxx", 0.8, ["merged ab/x"]),
        ("aaaaaaaaaa", "xxxxxxxxyy", 0.8, ["split /y"]),
        ("aaaaaaaabb", "xxxxxxxxxx", 0.8, ["merged b/"]),
        ("aaaa", " xxx", 1.0, ["boundary a/x"]),
        ("aaaa bbb", "xxxx   y", 1.0, ["other-words b/y"]),
    ],
)
def test_each_kind_of_disagreement(reference: str, reading: str, overlap: float, expected: list[str]) -> None:
    assert kinds(items(reference), items(reading), overlap) == expected


def test_the_same_words_may_be_one_row_here_and_two_there() -> None:
    ours, theirs = items("aaaa"), items("xxxx") + items("yyyy")
    assert kinds(ours, theirs, 1.0) == ["doubled /y"]
    assert kinds(theirs, ours, 1.0) == ["doubled y/"]


def test_a_cue_that_both_found_is_not_missed() -> None:
    ours, theirs = items("   aaaa", "aa"), items("        xx", "xx")
    assert kinds(ours, theirs, 0.8) == ["other-words a/x"]
    assert kinds(items("   aaaa", "aa"), items("        xx"), 0.8) == ["missed a/", "invented /x"]


def test_values_differ_are_left_open_or_filled_in() -> None:
    assert [value_kind("ada", "olaf"), value_kind("ada", None), value_kind(None, "ada")] == [
        "different",
        "left-open",
        "filled-in",
    ]


drawings = st.text(" abcdefg", max_size=30)


@given(drawings, drawings, st.sampled_from([0.5, 0.8, 1.0]))
def test_every_row_that_is_not_shared_is_lost_to_exactly_one_kind(one: str, other: str, overlap: float) -> None:
    ours, theirs = items(one), items(other)
    pairs = pair(ours, theirs, overlap)
    groups = list(group_unpaired(ours, theirs, pairs, overlap))
    everywhere = Counter(id(item) for group in groups for item in (*group.ours, *group.theirs))
    everywhere.update(id(item) for two in pairs for item in two)
    assert everywhere == Counter(map(id, (*ours, *theirs)))
    errors = tally(differences("rows", (), pairs, groups))
    assert sum(error.missing for error in errors) == len(ours) - len(pairs)
    assert sum(error.extra for error in errors) == len(theirs) - len(pairs)
    assert {error.kind for error in errors} <= set(KINDS)


# ── two readings of a document ─────────────────────────────────────────────────────────────────────────────


def blind(seeds: Path, old: str = "", new: str = "") -> None:
    """Two readings of the small document; the second differs."""
    (seeds / "blind-readings").mkdir()
    text = (seeds / "harbour.yml").read_text(encoding="utf-8")
    (seeds / "blind-readings" / "harbour.first.yml").write_text(text, encoding="utf-8")
    assert not old or old in text
    (seeds / "blind-readings" / "harbour.second.yml").write_text(text.replace(old, new), encoding="utf-8")


def test_equal_readings_agree_wholly(run: Run, seeds: Path) -> None:
    blind(seeds)
    output = run("evaluate", seeds, "--disagreements").output.partition("The annotation and")[0]
    assert "| claims | 5 | 5 | 5 | 100.0 | 100.0 | 100.0 |  |" in output
    assert "harbour.txt:" not in output


@pytest.mark.parametrize(
    "old, new, row, difference",
    [
        (
            "        claim_type: state",
            "        claim_type: event",
            "| claims: same type | 5 | 5 | 4 | 80.0 | 80.0 | 80.0 |",
            "harbour.txt:4: claims: type: different: state / event — /read/harbour#char=130,158",
        ),
        (
            "exact: The company closed the harbour in 2020",
            "exact: The company",
            "| claims | 5 | 5 | 4 | 80.0 | 80.0 | 80.0 |",
            "harbour.txt:6: claims: other words: The port company closed the harbour at Lund in 2020. / "
            "The port company closed the harbour at Lund in 2020. — /read/harbour#char=218,256",
        ),
        (
            "        source: olaf-berg\n",
            "        source: ada-stone\n",
            "| quotes: same speaker | 3 | 3 | 1 | 33.3 | 33.3 | 33.3 |",
            "harbour.txt:4: quotes: speaker: different: Olaf Berg / Ada Stone — /read/harbour#char=130,158",
        ),
        (
            "        source: ada-stone\n",
            "        source_is_inferred: true\n",
            "| attributions: same source | 3 | 3 | 2 | 66.7 | 66.7 | 66.7 |",
            "harbour.txt:3: attributions: source: left open: Ada Stone / nobody named — /read/harbour#char=59,101",
        ),
    ],
)
def test_differences_cost_and_are_listed(run: Run, seeds: Path, old: str, new: str, row: str, difference: str) -> None:
    blind(seeds, old, new)
    output = run("evaluate", seeds, "--disagreements").output
    assert row in output
    assert difference in output


def test_the_kinds_of_difference_are_counted(run: Run, seeds: Path) -> None:
    blind(seeds, "        source: olaf-berg\n", "        source: ada-stone\n")
    output = run("evaluate", seeds).output
    assert "| quotes: same speaker | different | 2 | 2 | 2 |" in output
    assert "| attributions: same source | different | 1 | 1 | 1 |" in output
    assert "| claims: same claimant | different | 1 | 1 | 1 |" in output


def test_nothing_to_compare_is_said(run: Run, seeds: Path) -> None:
    (seeds / "harbour.yml").unlink()
    result = run("evaluate", seeds)
    assert result.exit_code == 1
    assert "no document here is annotated — annotate one: write NAME.yml next to NAME.txt" in result.output


def test_the_machine_is_measured_against_the_annotation(run: Run, seeds: Path) -> None:
    output = said(run("evaluate", seeds))
    assert output.startswith("The annotation and the machine's reading: The Harbour Talks")
    assert "| quotes | 3 | 3 | 3 | 100.0 | 100.0 | 100.0 |  |" in output


def test_a_layer_that_the_machine_never_finds_is_missed_and_not_left_out(run: Run, seeds: Path) -> None:
    text = (seeds / "harbour.txt").read_text(encoding="utf-8")
    (seeds / "harbour.txt").write_text(text.replace("(Quill, 2020)", "Quill thinks"), encoding="utf-8")
    annotation = (seeds / "harbour.yml").read_text(encoding="utf-8")
    (seeds / "harbour.yml").write_text(annotation.replace("(Quill, 2020)", "Quill thinks"), encoding="utf-8")
    output = run("evaluate", seeds).output
    assert "| citations | 1 | 0 | 0 | 0.0 | 0.0 | 0.0 |  |" in output
    assert "| citations | missed | 1 | 1 | 0 |" in output
