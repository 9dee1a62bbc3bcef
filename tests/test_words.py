"""Written words are found exactly, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from onrecord.annotation.anchors import (
    WordFinder,
    Words,
    WordsNotFound,
    fold_white_space,
)
from onrecord.span import Span
from onrecord.text.document import Document, document_from_bytes

TEXT = "The villages of Abu\nHamam and\u00a0Suwaidan. Its push, «push» and\r\ncrisis of ISIS; it is e\u0301lan."


def document(text: str) -> Document:
    return document_from_bytes(text.encode(), "a.txt")


def find(words: Words, text: str = TEXT) -> str:
    finder = WordFinder(document(text))
    span = finder.find(words, Span(0, len(text)))
    return text[span.start : span.end]


@pytest.mark.parametrize(
    "written, found",
    [
        ("Abu Hamam", "Abu\nHamam"),
        ("Hamam and Suwaidan", "Hamam and\u00a0Suwaidan"),
        ("«push»", "«push»"),
        ("«push» and crisis", "«push» and\r\ncrisis"),
        ("ISIS", "ISIS"),
        ("it", "it"),
        (" Abu   Hamam\n", "Abu\nHamam"),
    ],
)
def test_any_white_space_equals_any_other_and_nothing_else_is_folded(written: str, found: str) -> None:
    assert find(Words(written)) == found


@pytest.mark.parametrize("written", ["abu Hamam", '"push"', "isis", "villa", "ISI", "e", "Abu-Hamam", "Hamam Abu"])
def test_there_is_no_fuzzy_match(written: str) -> None:
    with pytest.raises(WordsNotFound, match="is not in lines 1 to 3 of a.txt"):
        find(Words(written))


def test_words_that_occur_twice_need_a_line_or_their_neighbours() -> None:
    text = "Syria won. Syria\nlost. Syria"
    with pytest.raises(WordsNotFound, match="occurs 3 times here, on lines 1, 1, 2 — add line:, or before: or after:"):
        find(Words("Syria"), text)
    finder = WordFinder(document(text))
    window = Span(0, len(text))
    assert finder.find(Words("Syria", line=2), window).start == text.rindex("Syria")
    assert finder.find(Words("Syria", after="won"), window).start == 0
    assert finder.find(Words("Syria", before="won."), window).start == 11
    assert finder.find(Words("Syria", before="lost."), window).start == text.rindex("Syria")


def test_a_wrong_line_or_neighbour_is_reported() -> None:
    with pytest.raises(WordsNotFound, match="occurs on lines 1, but not with that"):
        find(Words("villages", line=2))


def test_words_are_looked_for_in_their_window_only() -> None:
    finder = WordFinder(document("here and there and here"))
    assert finder.find(Words("here"), Span(5, 23)) == Span(19, 23)
    with pytest.raises(WordsNotFound):
        finder.find(Words("and there"), Span(6, 23))


@given(st.text(st.sampled_from("ab .\n\t\r“”\u00a0é\u0301😀"), min_size=1, max_size=60), st.data())
def test_what_is_found_is_what_was_written(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    written = fold_white_space(text[start:end])
    assume(written and text.strip())
    try:
        span = WordFinder(document(text)).find(Words(written), Span(0, len(text)))
    except WordsNotFound:
        return
    assert fold_white_space(text[span.start : span.end]) == written


def test_part_of_a_word_is_found_only_by_the_rest_of_the_word() -> None:
    assert find(Words("叙利亚", before="在", after="说"), "在叙利亚说") == "叙利亚"
    for words in Words("it", before="see"), Words("it", after="own"), Words("it", before="see", after="own"):
        with pytest.raises(WordsNotFound):
            find(words, "see its own")
    assert find(Words("it", after="s own"), "it is, see its own") == "it"
    assert find(Words("it", after="is"), "itis it is") == "it"


def test_words_that_nothing_distinguishes_are_counted() -> None:
    finder = WordFinder(document("ha ha ha ha"))
    window = Span(0, 11)
    assert finder.find(Words("ha", occurrence=3), window) == Span(6, 8)
    assert finder.find(Words("ha", before="ha", occurrence=1), window) == Span(3, 5)
    for wrong in 0, 5, -1:
        with pytest.raises(
            WordsNotFound, match=f"occurs 4 times here, so there is no occurrence {wrong} — count from 1 to 4"
        ):
            finder.find(Words("ha", occurrence=wrong), window)
