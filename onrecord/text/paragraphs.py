"""Which line breaks end a paragraph, and which only wrap its lines.

Some texts have a paragraph on each line, some wrap paragraphs at a width and divide them by blank lines, and many
do both. A break before a line that begins in lower case only wraps. In a text whose lines are wrapped, so does a
break before a word for which the line had no room. A blank line or the beginning of a list item always divides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.span import Span, cut

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
BULLET = r"[•●▪◦*‣–—-]|\(?\d{1,3}[.)]|\(?(?:[ivx]{1,5}|[a-z])\)"
"""The dot, number or letter before an item of a list."""
ITEM = re.compile(rf"(?:{BULLET}|\[\^?\d{{1,3}}\]:?|[¹²³⁴-⁹]{{1,2}})\s+\S")
"""The beginning of a list item or a note."""
ITEM_EXAMPLES = ("- one", "• one", "1. one", "(2) two", "(ii) two", "b) two", "[4] a note", "[^4]: a note", "⁴ a note")
COLUMNS = re.compile(r"\S(?: {3,}|\t)\S")
"""The gap between two columns of a table."""
COLUMN_GAP = re.compile(r" {3,}|\t+")
LONGEST_CELL = 40
FIRST_WORD = re.compile(r"\S+")
NARROWEST = 40
WIDEST = 140
LONGEST = 160
"""A longer line was never wrapped, nor were the lines beside it."""
FULL = 0.8
"""A wrapped line and the word that did not fit on it reach at least this share of the text's width."""
CONTINUING = 6
"""If lines are wrapped, at least one in this many long lines is followed by one in lower case."""


@dataclass(frozen=True)
class Line:
    """A line without the white space around it; ``joins`` if there is no blank line before it."""

    start: int
    end: int
    joins: bool

    @property
    def length(self) -> int:
        """Its length in code points."""
        return self.end - self.start


def lines(text: str) -> Iterator[Line]:
    """The lines that are not blank, in order."""
    joins = False
    for match in LINE.finditer(text):
        words = match.group().strip()
        if words:
            start = match.start() + match.group().index(words)
            yield Line(start, start + len(words), joins)
        joins = bool(words)


def paragraphs_in(paragraphs: Sequence[Span], span: Span) -> Iterator[Span]:
    """The paragraphs of a span of the text, in order; those that cross its ends are cut."""
    for paragraph in paragraphs[bisect_right(paragraphs, span.start, key=lambda one: one.end) :]:
        if paragraph.start >= span.end:
            return
        yield Span(max(paragraph.start, span.start), min(paragraph.end, span.end))


def find_paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs without the white space around them, in order."""
    found: list[Span] = []
    before: Line | None = None
    all_lines = list(lines(text))
    width = wrapping_width(text, all_lines)
    for line in all_lines:
        if before and line.joins and only_wraps(text, before, line, width):
            found[-1] = Span(found[-1].start, line.end)
        else:
            found.append(Span(line.start, line.end))
        before = line
    return tuple(found)


def goes_on(text: str, line: Line) -> bool:
    """Whether a line continues a sentence: it begins in lower case and is not a list item."""
    return text[line.start].islower() and not ITEM.match(text, line.start, line.end)


def wrapping_width(text: str, found: Sequence[Line]) -> int:
    """The width at which a text's lines are wrapped, 0 where they are not."""
    wrapped = [(one.length, goes_on(text, other)) for one, other in zip(found, found[1:], strict=False) if other.joins]
    long = [(length, on) for length, on in wrapped if NARROWEST <= length <= WIDEST]
    if not long or sum(on for _, on in long) * CONTINUING < len(long):
        return 0
    lengths = sorted(length for length, _ in long)
    return lengths[len(lengths) * 9 // 10]


def only_wraps(text: str, before: Line, line: Line, width: int) -> bool:
    """Whether the break between two lines does not end a paragraph."""
    if ITEM.match(text, line.start, line.end) or COLUMNS.search(text, before.start, line.end):
        return False
    if goes_on(text, line):
        return max(before.length, line.length) <= LONGEST
    word = FIRST_WORD.match(text, line.start, line.end)
    return bool(width and word) and before.length + 1 + len(word.group() if word else "") >= FULL * width


def is_table_row(line: str) -> bool:
    """Whether a line consists of at least three short cells with gaps between them, which can't be parsed."""
    cells = COLUMN_GAP.split(line.strip())
    return len(cells) > 2 and max(map(len, cells)) <= LONGEST_CELL


BLANK_LINES = re.compile(r"(?:[^\S\r\n]*(?:\r\n|\r|\n)){2,}")


def find_blocks(text: str) -> Iterator[Span]:
    """The spans of text between blank lines, without the white space around them."""
    return cut(text, (0, *(match.end() for match in BLANK_LINES.finditer(text)), len(text)))
