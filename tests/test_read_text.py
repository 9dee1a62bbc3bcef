"""Texts cut for reading: nothing lost, nothing moved, and no mark across a boundary."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from onrecord.site.pages.read_text import (
    LONGEST_BLOCK,
    Block,
    Mark,
    at_or_before,
    cut_blocks,
    segments,
    shown,
)

TEXT = st.text(alphabet=st.sampled_from("ab 𝔘é\r\n\t<&\f\u2028"), max_size=400)


@given(TEXT, st.lists(st.integers(0, 400), max_size=5))
def test_the_blocks_of_a_text_joined_are_the_text(text: str, starts: list[int]) -> None:
    cut = cut_blocks(text, starts)
    assert "".join(text[block.start : block.end] for block in cut) == text
    assert all(block.end > block.start for block in cut)
    assert {start for start in starts if 0 < start < len(text)} <= {block.start for block in cut}


def test_a_blank_line_ends_a_paragraph_and_a_broken_line_does_not() -> None:
    text = "One line\nand the next.\n \nA new paragraph.\r\n\r\nAnother.\n"
    assert [text[block.start : block.end] for block in cut_blocks(text)] == [
        "One line\nand the next.\n \n",
        "A new paragraph.\r\n\r\n",
        "Another.\n",
    ]


def test_a_line_that_was_never_broken_is_a_paragraph() -> None:
    text = "Short.\n" + "long " * 40 + "\nshort again.\nand on.\n"
    assert [text[block.start : block.end] for block in cut_blocks(text)] == [
        "Short.\n",
        "long " * 40 + "\n",
        "short again.\nand on.\n",
    ]


def test_items_and_rows_stand_on_lines_of_their_own() -> None:
    text = "The Monitor recommends:\n(i) a list;\n(ii) a map.\n\nTown     People\nLund     812\n"
    assert [text[block.start : block.end].strip() for block in cut_blocks(text)] == [
        "The Monitor recommends:",
        "(i) a list;",
        "(ii) a map.",
        "Town     People",
        "Lund     812",
    ]


def test_a_paragraph_without_end_is_drawn_in_pieces() -> None:
    text = "word " * 10_000
    cut = cut_blocks(text)
    assert max(block.end - block.start for block in cut) <= LONGEST_BLOCK
    assert all(text[block.end - 1] == " " for block in cut)


MARKS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 60), st.sampled_from("abc")).map(
        lambda found: Mark(found[0], found[0] + found[1], found[2])
    ),
    max_size=12,
)


@given(st.integers(0, 30), st.integers(1, 60), MARKS)
def test_every_segment_is_covered_whole_by_exactly_its_marks(start: int, length: int, marks: list[Mark]) -> None:
    block = Block(start, start + length)
    cut = list(segments(block, marks))
    assert [cut[0].start, cut[-1].end] == [block.start, block.end]
    assert all(one.end == next_one.start for one, next_one in zip(cut, cut[1:], strict=False))
    for segment in cut:
        touching = [mark for mark in marks if mark.start < segment.end and mark.end > segment.start]
        assert sorted(segment.marks) == sorted(touching)
        assert all(mark.start <= segment.start and mark.end >= segment.end for mark in touching)


def test_crossing_marks_share_the_words_that_both_cover() -> None:
    one, other = Mark(0, 5, "one"), Mark(3, 8, "other")
    assert [(s.start, s.end, s.marks) for s in segments(Block(0, 10), [one, other])] == [
        (0, 3, (one,)),
        (3, 5, (one, other)),
        (5, 8, (other,)),
        (8, 10, ()),
    ]


def test_what_is_shown_is_text_and_keeps_its_carriage_returns() -> None:
    assert shown("a\r\n<b> & “c”") == Markup("a&#13;\n&lt;b&gt; &amp; “c”")


def test_the_last_start_that_is_not_after_an_offset() -> None:
    assert [at_or_before([0, 5, 9], offset) for offset in (0, 4, 5, 20)] == [0, 0, 1, 2]
    assert at_or_before([3], 2) == -1
