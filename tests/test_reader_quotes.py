"""Quoted runs: every glyph, nested, unclosed, wrongly closed, over paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reader.attributions.quotes import Run, find_runs
from onrecord.reader.parsing.parser import chunks, is_headline, parse, parser_input
from onrecord.span import Span
from onrecord.text.paragraphs import find_paragraphs
from tests.growth import grows_as_the_text


def found(text: str) -> list[Run]:
    """The runs of a text with the reader's own paragraphs."""
    return find_runs(text, find_paragraphs(text))


def words(text: str) -> list[str]:
    """The runs of a text as words, marks included."""
    return [text[run.span.start : run.span.end] for run in found(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “yes” and left.", ["“yes”"]),
        ('He said "yes" and left.', ['"yes"']),
        ("Er sagte „ja“ und ging.", ["„ja“"]),
        ("Il dit «oui» et partit.", ["«oui»"]),
        ("»We stay«, Lena Fox said. »Never«, said Omar Berg.", ["»We stay«", "»Never«"]),
        ("She said ''yes'' twice.", ["''yes''"]),
        ("She called it ‘a mess’ again.", ["‘a mess’"]),
        ("The boys' coats and John's hat don't count.", []),
        ("‘I don’t know,’ he said.", ["‘I don’t know,’"]),
        ("A door 6'3\" tall is no quotation.", []),
    ],
)
def test_marks_of_every_kind(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_run_inside_a_run_is_deeper() -> None:
    text = "“She told me ‘never again’ and meant it,” he said."
    assert [(text[r.inner.start : r.inner.end], r.depth) for r in found(text)] == [
        ("She told me ‘never again’ and meant it,", 0),
        ("never again", 1),
    ]


def test_an_opening_mark_may_close() -> None:
    text = "They agreed on “quiet zones “."
    assert [(text[r.span.start : r.span.end], r.status) for r in found(text)] == [("“quiet zones “", "wrong-close")]


def test_a_paragraph_that_opens_with_a_mark_continues_the_one_that_never_closed() -> None:
    text = "“We came by night.\n\n“We left by day,” she said."
    first, second = found(text)
    assert (first.status, first.continues) == ("unclosed", False)
    assert (second.status, second.continues) == ("paired", True)


def test_an_unclosed_mark_never_leaves_its_paragraph() -> None:
    text = "He spoke of «quiet zones in the north. Then he left.\n\nNobody followed."
    (run,) = found(text)
    assert run.status == "unclosed"
    assert run.span.end <= text.index("\n")


def test_wrapped_lines_are_one_paragraph() -> None:
    text = "The first line\nthat goes on here\nand ends here.\n\nAnother\nalso goes on\nfor three."
    assert [text[p.start : p.end].count("\n") for p in find_paragraphs(text)] == [2, 2]


def test_unwrapped_lines_are_a_paragraph_each() -> None:
    text = "A long line.\nAnother long line.\n\nA third."
    assert len(list(find_paragraphs(text))) == 3


def test_a_headline_loses_the_capitals_of_its_small_words_only() -> None:
    assert is_headline("Mayor Tells Council the Bridge Is Safe")
    assert parser_input("Mayor Tells Council The Bridge Is Safe").words == "Mayor tells Council the Bridge is Safe"
    assert not is_headline("The mayor told the council that the bridge is safe.")


@given(st.text(alphabet="ab .,“”‘’\"'«»„\n!?-—0A", max_size=300))
def test_any_text_gives_valid_runs_in_order(text: str) -> None:
    all_runs = found(text)
    assert all(0 <= r.span.start <= r.inner.start <= r.inner.end <= r.span.end <= len(text) for r in all_runs)
    assert [r.span.start for r in all_runs] == sorted(r.span.start for r in all_runs)


@given(st.text(max_size=400))
def test_paragraphs_are_trimmed_and_do_not_overlap(text: str) -> None:
    spans = list(find_paragraphs(text))
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() for s in spans)
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))


@pytest.mark.parametrize("marks", ['"', "“", "”", "‘", "“a ”b"])
def test_time_grows_no_faster_than_the_marks(marks: str) -> None:
    assert grows_as_the_text(lambda size: lambda: found(marks * size), 2_000)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("I thank my hon. Friend for his answer.", 1),
        ("It was 17 per cent. and 18 per cent. in 1984.", 1),
        ("It rose by 60 per cent. The rest fell.", 2),
        ("In Regents of Univ. of Cal. v. Bakke the court held it.", 1),
        ("She works for Acme Inc. The firm is old.", 2),
    ],
)
def test_the_parser_ends_no_sentence_at_an_abbreviation(text: str, count: int) -> None:
    assert [len(tree.sentences) for tree in parse(text, [Span(0, len(text))])] == [count]


def test_long_lines_are_cut_after_sentences() -> None:
    text = "One sentence stands here. " * 500
    pieces = list(chunks(text, Span(0, len(text))))
    assert max(piece.end - piece.start for piece in pieces) <= 1500
    assert all(text[piece.end - 1] == "." for piece in pieces)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The party returned to Tarija.[5] The second failed.", "The party returned to Tarija. The second failed."),
        ("It fell before March 2020.⁴ A study", "It fell before March 2020. A study"),
        ("changes nothing on the ground [22].", "changes nothing on the ground."),
        ("did not apply [35]-[37].", "did not apply."),
        ("“[I]f they fail,” the attack[s] will stop.", "“[I]f they fail,” the attack[s] will stop."),
        ("**Aurelio Vance** wrote the *Atlas*.", "Aurelio Vance wrote the Atlas."),
        ("She heard _The Tide_, then _Reed_.", "She heard The Tide, then Reed."),
        ("the file a_b of COVID-\n19", "the file a_b of COVID-19"),
        ("pre- and post-war, 10,000- square-foot", "pre- and post-war, 10,000-square-foot"),
        ("two lines\n    with an indent", "two lines with an indent"),
    ],
)
def test_the_parser_is_not_given_marks_of_notes_and_of_markdown(text: str, words: str) -> None:
    given = parser_input(text)
    assert given.words == words
    spans = [given.span(at, at + 1) for at in range(len(words))]
    assert "".join(text[slice(*span)] for span in spans).split() == words.split()
