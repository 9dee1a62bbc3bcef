"""Which line breaks end a paragraph, and which only wrap its lines.

Some texts have a paragraph on each line, some wrap paragraphs at a width and divide them by blank lines, and many
do both. A break after which a line goes on in lower case only wraps. So does, in a text whose lines are wrapped, a
break before a word for which the line had no room. A blank line and the beginning of a list item always divide.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.span import Span, trimmed

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
BULLET = r"[•●▪◦*‣–—-]|\(?\d{1,3}[.)]|\(?(?:[ivx]{1,5}|[a-z])\)"
"""The dot, number or letter before an item of a list."""
ITEM = re.compile(rf"(?:{BULLET}|\[\^?\d{{1,3}}\]:?|[¹²³⁴-⁹]{{1,2}})\s+\S")
"""How an item of a list or a note begins."""
ITEM_EXAMPLES = ("- one", "• one", "1. one", "(2) two", "(ii) two", "b) two", "[4] a note", "[^4]: a note", "⁴ a note")
COLUMNS = re.compile(r"\S(?: {3,}|\t)\S")
"""What stands between the columns of a table."""
COLUMN_GAP = re.compile(r" {3,}|\t+")
LONGEST_CELL = 40
FIRST_WORD = re.compile(r"\S+")
NARROWEST = 40
WIDEST = 140
LONGEST = 160
"""A line that is longer was never wrapped, nor were those beside it."""
FULL = 0.8
"""A wrapped line and the word that did not fit on it reach this share of the text's width."""
GOING_ON = 6
"""Of so many long lines one at least goes on in lower case where lines are wrapped."""


@dataclass(frozen=True)
class Line:
    """A line without the white space around it; ``joins`` when no blank line stands before it."""

    start: int
    end: int
    joins: bool

    @property
    def length(self) -> int:
        """Its code points."""
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


def paragraphs_in(text: str, span: Span) -> Iterator[Span]:
    """The paragraphs of a stretch of the text, in order; one that reaches out of it is cut."""
    found = paragraphs(text)
    for paragraph in found[bisect_right(found, span.start, key=lambda one: one.end) :]:
        if paragraph.start >= span.end:
            return
        yield Span(max(paragraph.start, span.start), min(paragraph.end, span.end))


@lru_cache(maxsize=4)
def paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs without the white space around them, in order; of the last texts they are remembered."""
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
    """Whether a line begins in the middle of a sentence: in lower case, and as no item of a list."""
    return text[line.start].islower() and not ITEM.match(text, line.start, line.end)


def wrapping_width(text: str, found: Sequence[Line]) -> int:
    """The width at which a text's lines are wrapped, 0 where they are not."""
    wrapped = [(one.length, goes_on(text, other)) for one, other in zip(found, found[1:], strict=False) if other.joins]
    long = [(length, on) for length, on in wrapped if NARROWEST <= length <= WIDEST]
    if not long or sum(on for _, on in long) * GOING_ON < len(long):
        return 0
    lengths = sorted(length for length, _ in long)
    return lengths[len(lengths) * 9 // 10]


def only_wraps(text: str, before: Line, line: Line, width: int) -> bool:
    """Whether the break between two lines divides nothing."""
    if ITEM.match(text, line.start, line.end) or COLUMNS.search(text, before.start, line.end):
        return False
    if goes_on(text, line):
        return max(before.length, line.length) <= LONGEST
    word = FIRST_WORD.match(text, line.start, line.end)
    return bool(width and word) and before.length + 1 + len(word.group() if word else "") >= FULL * width


def is_table_row(line: str) -> bool:
    """Whether a line is cells of a few words, two gaps or more between them: nothing that can be parsed."""
    cells = COLUMN_GAP.split(line.strip())
    return len(cells) > 2 and max(map(len, cells)) <= LONGEST_CELL


BLANK_LINES = re.compile(r"(?:[^\S\r\n]*(?:\r\n|\r|\n)){2,}")


def blocks(text: str) -> Iterator[Span]:
    """The stretches of text that blank lines separate, without the white space around."""
    start = 0
    for match in BLANK_LINES.finditer(text):
        span = trimmed(text, start, match.start())
        if span.end > span.start:
            yield span
        start = match.end()
    span = trimmed(text, start, len(text))
    if span.end > span.start:
        yield span
