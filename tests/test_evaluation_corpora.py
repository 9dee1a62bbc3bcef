"""The measures of the reader on published corpora, tried on made-up sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.evaluation import attributed, figures, located
from onrecord.evaluation.corpora import measure_corpus
from onrecord.evaluation.gold import Annotated, Attributed, Located, Point, Spans, read_gold
from onrecord.evaluation.kinds import ErrorCount
from onrecord.evaluation.scores import Score, paired_score
from onrecord.problems import InputError
from onrecord.span import Span

TEXT = 'Mayor Ada Stone said “the port will open” on Monday. Olaf Berg denied it: "Never. Not here," he said.\n'


def at(words: str, text: str = TEXT) -> Spans:
    """Where words are; nowhere for no words."""
    return (Span(text.index(words), text.index(words) + len(words)),) if words else ()


def said(content: str, source: str = "", cue: str = "", name: str | None = None) -> Attributed:
    """An attribution in words."""
    return Attributed(at(content), at(source), at(cue), name)


def scored(reference: list[Attributed], reading: list[Attributed]) -> dict[str, tuple[int, int, int]]:
    """Rows of the reference, of the reading, and shared, by the score's name."""
    pairs = [(Annotated("d", TEXT, tuple(reference)), Annotated("d", TEXT, tuple(reading)))]
    return {score.name: (score.reference, score.reading, score.found) for score in attributed.measure(pairs)[0]}


@pytest.mark.parametrize(
    "text, runs",
    [
        ("He said “yes” and «no».", ["“yes”", "«no»"]),
        ('"Yes," he said, "and no."', ['"Yes,"', '"and no."']),
        ("“This never closes\nThis is another line.", ["“This never closes"]),
        ("“One “two” three”", ["“two”"]),
        ("No marks, it’s just ‘single’ ones.", []),
        ("”", []),
    ],
)
def test_runs_are_between_double_marks_of_one_line(text: str, runs: list[str]) -> None:
    assert [text[run.start : run.end] for run in attributed.quoted_runs(text)] == runs


def test_marks_and_spaces_do_not_make_content_different() -> None:
    found = scored([said("“the port will open”", "Mayor Ada Stone")], [said("the port will open", "Ada Stone")])
    assert found["attributions"] == found["attributions: same content"] == (1, 1, 1)
    assert found["direct attributions"] == (1, 1, 1)


def test_four_fifths_of_the_content_are_enough() -> None:
    reference = [said("the port will open” on Monday", "Stone")]
    assert scored(reference, [said("the port will open” on Mon", "Stone")])["attributions"] == (1, 1, 1)
    assert scored(reference, [said("the port will open", "Stone")])["attributions"] == (1, 1, 0)
    assert scored(reference, [said("the port will open” on Mon", "Stone")])["attributions: same content"] == (1, 1, 0)


def test_content_without_a_letter_is_not_a_row_of_the_reading() -> None:
    assert scored([], [Attributed((Span(51, 52),), (), ())])["attributions"] == (0, 0, 0)


@pytest.mark.parametrize(
    "reference, reading, name, right",
    [
        ("Mayor Ada Stone", "Ada Stone", None, True),
        ("Mayor Ada Stone", "", "Governor Ada Stone", True),
        ("Mayor Ada Stone", "", "Olaf Berg", False),
        ("Olaf Berg", "he said", "Olaf Berg", True),
        ("he said", "", "he", False),
        ("Mayor Ada Stone", "", None, False),
        ("Mayor Ada Stone", "", "Stone's spokesman", True),
        ("", "", None, True),
        ("", "Olaf Berg", None, False),
    ],
)
def test_whether_a_speaker_is_right(reference: str, reading: str, name: str | None, right: bool) -> None:
    content = "the port will open"
    found = scored([said(content, reference)], [said(content, reading, name=name)])
    assert found["attributions: same speaker"] == (1, 1, int(right))
    assert found["quoted runs: same speaker"] == (1, 1, int(right))


def test_a_manner_is_counted_by_what_either_side_has_in_marks() -> None:
    pairs = [
        (
            Annotated("d", TEXT, (said("said “the port will open” on Monday", "Stone"),)),
            Annotated("d", TEXT, (said("“the port will open” on Monday", "Stone"),)),
        )
    ]
    found = {score.name: score for score in attributed.measure(pairs)[0]}
    assert (found["mixed attributions"].found, found["mixed attributions"].right) == (1, 1)
    only_marks = Annotated("d", TEXT, (said("the port will open", "Stone"),))
    mixed = Annotated("d", TEXT, (said("the port will open” on", "Stone"),))
    found = {score.name: score for score in attributed.measure([(only_marks, mixed)])[0]}
    assert (found["direct attributions"].found, found["direct attributions"].reading) == (1, 0)
    assert (found["mixed attributions"].right, found["mixed attributions"].reference) == (1, 0)


def test_what_is_lost_is_sorted_by_kind() -> None:
    reference = [said("the port will open", "Stone"), said("Never. Not here", "he said", "said.\n")]
    reading = [said("the port will open", "", name="Olaf Berg"), said("Never.", "Berg"), said("Not here,", "Berg")]
    errors = attributed.measure([(Annotated("d", TEXT, tuple(reference)), Annotated("d", TEXT, tuple(reading)))])[1]
    assert errors == [
        ErrorCount("attributions", None, "split", 1, 1, 2),
        ErrorCount("attributions", "speaker", "different", 1, 1, 1),
    ]


# ── places ─────────────────────────────────────────────────────────────────────────────────────────────────

PLACES = "From Lund to New Malmö, and back to Lund by Greater York."
LUND, MALMO, YORK = Point(55.70, 13.19), Point(55.60, 13.00), Point(53.96, -1.08)


def place(words: str, point: Point | None) -> Located:
    """A mention in words."""
    return Located(at(words, PLACES)[0], point)


def found_places(reference: list[Located], reading: list[Located], ignored: Spans = ()) -> dict[str, Score]:
    """The scores by name."""
    ours = Annotated("d", PLACES, None, tuple(reference), ignored)
    theirs = Annotated("d", PLACES, (), tuple(reading))
    return {score.name: score for score in located.measure([(ours, theirs)])[0]}


def test_a_place_is_found_by_exactly_its_words_and_near_within_a_hundred_miles() -> None:
    reference = [place("Lund", LUND), place("New Malmö", MALMO), place("York", YORK)]
    found = found_places(reference, [place("Lund", MALMO), place("Malmö", YORK)])
    assert found["place mentions"] == paired_score("place mentions", None, 3, 2, 1)
    assert found["place mentions touched"] == paired_score("place mentions touched", None, 3, 2, 2)
    assert found["place mentions touched: same point"] == paired_score("place mentions touched", "point", 3, 2, 1)
    assert found["place mentions found: same point"] == paired_score("place mentions found", "point", 2, 2, 1)


def test_a_place_without_a_point_in_the_corpus_can_be_found_but_not_be_near() -> None:
    found = found_places([place("Lund", None), place("York", YORK)], [place("Lund", LUND), place("York", YORK)])
    assert found["place mentions"] == paired_score("place mentions", None, 2, 2, 2)
    assert found["place mentions touched: same point"] == paired_score("place mentions touched", "point", 1, 1, 1)


def test_what_a_corpus_ignores_is_neither_right_nor_wrong_unless_it_touches_a_mention() -> None:
    ignored = at("Greater York", PLACES)
    assert found_places([place("Lund", LUND)], [place("York", YORK)], ignored)["place mentions"].reading == 0
    assert found_places([place("York", YORK)], [place("Greater York", YORK)], ignored)["place mentions"].reading == 1


def test_where_two_mentions_touch_one_the_longer_overlap_counts() -> None:
    wide = place("New Malmö, and back", MALMO)
    pairs = located.touching_mentions([wide], [place("back", YORK), place("New Malmö", MALMO)])
    assert pairs == [(wide, place("New Malmö", MALMO))]


def test_a_point_far_away_and_a_place_left_open_are_two_kinds_of_error() -> None:
    reference = Annotated("d", PLACES, None, (place("Lund", LUND), place("York", YORK), place("Malmö", MALMO)))
    reading = Annotated("d", PLACES, (), (place("Lund", YORK), place("York", None), place("New Malmö", MALMO)))
    assert located.measure([(reference, reading)])[1] == [
        ErrorCount("place mentions", None, "boundary", 1, 1, 1),
        ErrorCount("place mentions touched", "point", "far", 1, 1, 1),
        ErrorCount("place mentions touched", "point", "left-open", 1, 1, 1),
    ]


# ── a corpus, its file and its figures ─────────────────────────────────────────────────────────────────────


def corpus(path: Path, *documents: dict[str, Any]) -> Path:
    """A corpus's file."""
    path.write_text("".join(json.dumps(document) + "\n" for document in documents), encoding="utf-8")
    return path


STORY = "Mayor Ada Stone said that the port of Lund will open in June. The mayor left Paris on Monday.\n"


def spans(words: str) -> list[list[int]]:
    """Where words are in the story, as a corpus writes it."""
    return [list(span) for span in at(words, STORY)]


def test_a_corpus_is_read_through_a_database(tmp_path: Path) -> None:
    attribution = {
        "source": spans("Mayor Ada Stone"),
        "cue": spans("said"),
        "content": spans("that the port of Lund will open in June"),
    }
    (start, end), *_ = spans("Paris")
    paris = {"start": start, "end": end, "latitude": 48.86, "longitude": 2.35}
    stories = {"id": "story", "text": STORY, "attributions": [attribution], "places": [paris], "ignore": spans("Lund")}
    said_on_the_way: list[str] = []
    found = measure_corpus(read_gold(corpus(tmp_path / "mine.jsonl", stories)), "a-reader", said_on_the_way.append)
    assert (found.corpus, found.documents, found.reader, found.speed) == ("mine", 1, "a-reader", None)
    scores = {score.name: score.f for score in found.scores}
    assert scores["attributions: same speaker"] == scores["indirect attributions"] == 1
    assert scores["place mentions"] == scores["place mentions touched: same point"] == 1
    assert "mine: loading 1 of 1: story.txt" in said_on_the_way
    assert list(tmp_path.iterdir()) == [tmp_path / "mine.jsonl"]


def test_the_speed_is_a_share_of_the_parsers(tmp_path: Path) -> None:
    gold = read_gold(corpus(tmp_path / "mine.jsonl", {"id": "story", "text": STORY * 20, "places": []}))
    speed = measure_corpus(gold, "a-reader", timed=True).speed
    assert speed is not None and 0 < speed <= 1


@pytest.mark.parametrize(
    "line, what",
    [
        ("{", "this line is not a document: JSONDecodeError"),
        ('{"id": "a", "text": "Lund"}', "it has neither attributions nor places"),
        ('{"id": "a/b", "text": "Lund", "places": []}', "the id 'a/b' is not text without slashes"),
        ('{"id": "a", "text": "Lund", "places": [], "ignore": [[0, 5]]}', "there is no text at 0 to 5"),
        ('{"id": "a", "places": []}', "KeyError: 'text'"),
    ],
)
def test_a_line_that_is_not_a_document_is_named(tmp_path: Path, line: str, what: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(f'{{"id": "ok", "text": "Lund", "places": []}}\n\n{line}\n', encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_gold(path)
    (problem,) = error.value.problems
    assert (problem.path, problem.line) == (str(path), 3)
    assert what in problem.what


def test_a_corpus_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="name a directory that contains the corpora"):
        read_gold(tmp_path / "none.jsonl")


def test_figures_are_kept_and_only_what_was_measured_is_renewed(tmp_path: Path) -> None:
    path = tmp_path / "measured.yml"
    path.write_text("[]", encoding="utf-8")
    scores, errors = (
        (paired_score("place mentions", None, 3, 2, 1),),
        (ErrorCount("place mentions", None, "missed", 2, 2, 0),),
    )
    lgl = figures.Measured("lgl-dev", 1, "0" * 64, "a-reader", None, scores, errors)
    polnear = figures.Measured("polnear-dev", 2, "1" * 64, "a-reader", 0.5, scores, ())
    figures.write([lgl], path)
    figures.write([polnear], path)
    assert figures.load_measured(path) == [polnear, lgl]
