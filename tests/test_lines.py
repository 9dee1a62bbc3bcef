"""Which line breaks end a paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.span import Span
from onrecord.text.paragraphs import (
    ITEM,
    ITEM_EXAMPLES,
    find_paragraphs,
    is_table_row,
    paragraphs_in,
)


def shown(text: str) -> list[str]:
    """The paragraphs with a slash for each line break in them."""
    return [text[slice(*span)].replace("\n", "/") for span in find_paragraphs(text)]


@pytest.mark.parametrize("example", ITEM_EXAMPLES)
def test_how_an_item_begins(example: str) -> None:
    assert ITEM.match(example)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One line.\nAnother line.", ["One line.", "Another line."]),
        ("One line\nthat goes on.", ["One line/that goes on."]),
        ("One.\n\ntwo.", ["One.", "two."]),
        ("He asks for:\n(i) a list;\n(ii) a map.", ["He asks for:", "(i) a list;", "(ii) a map."]),
        (
            "Village    People\nLund       812\nMalmo      402",
            ["Village    People", "Lund       812", "Malmo      402"],
        ),
        ("Share on Facebook\nShare on Twitter\nPrint", ["Share on Facebook", "Share on Twitter", "Print"]),
        ("One\r\ntwo\rthree\r\n\r\nFour", ["One\r/two\rthree", "Four"]),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


def test_a_wrapped_line_goes_on_where_the_next_word_had_no_room() -> None:
    text = (
        "In March 2016 the respondent granted Tarn Minerals Ltd. a licence to abstract water from the\n"
        "River Ash under section 24 of the Water Act 1991. The appellants argued that no assessment of\n"
        "the effect on the valley's wells had been made.\n"
        "The High Court dismissed their claim on 8 May 2018. The Court of Appeal agreed by a majority\n"
        "(Lord Justice Penrose dissenting).\n\n"
        "JUSTICES: Lord Adeyemi (President), Lady Hartley, Lord Sandoval, Lady Kerr, Lord\n"
        "Whitmore\n"
    )
    assert [words[:12] for words in shown(text)] == ["In March 201", "The High Cou", "JUSTICES: Lo"]


@pytest.mark.parametrize(
    ("line", "is_row"),
    [
        ("New Kpandu             812         402              0.9", True),
        ("a\tb\tc", True),
        ("LoznicaGirl   3 hours ago", False),
        ("He   said that it rained all over the valley and the hills,   and left   early.", False),
    ],
)
def test_rows_of_a_table(line: str, is_row: bool) -> None:
    assert is_table_row(line) is is_row


def test_paragraphs_of_a_stretch_are_cut_at_its_edges() -> None:
    assert list(paragraphs_in(find_paragraphs("One.\nTwo.\nThree."), Span(2, 7))) == [Span(2, 4), Span(5, 7)]


@given(st.text(st.sampled_from("aB.- \t\r\n•1)(\u00a0é"), max_size=200))
def test_paragraphs_hold_every_character_but_white_space(text: str) -> None:
    at = 0
    for span in find_paragraphs(text):
        assert at <= span.start < span.end
        assert not text[at : span.start].strip()
        assert text[slice(*span)] == text[slice(*span)].strip()
        at = span.end
    assert not text[at:].strip()
