"""A text parsed paragraph by paragraph, with the turns of a transcript and the starts of new parts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from onrecord.reader.parsing.parser import parse
from onrecord.reader.parsing.tokens import Tokens
from onrecord.reader.parsing.tree import Tree
from onrecord.reader.parsing.turns import Turn, find_turns, spread_turns
from onrecord.span import Span
from onrecord.text.document import Section


@dataclass(frozen=True)
class ParsedText:
    """The trees of a text's paragraphs.

    ``openings`` are the numbers of the trees that open a heading or the text below one, where no speech continues;
    ``turns`` gives a tree's turn by the tree's number.
    """

    text: str
    paragraphs: tuple[Span, ...]
    trees: tuple[Tree, ...]
    openings: frozenset[int]
    turns: Mapping[int, Turn]

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens of the text by their offsets."""
        return Tokens.of(self.trees)


def parse_text(
    text: str, paragraphs: tuple[Span, ...], sections: Sequence[Section] = (), pipeline: str | None = None
) -> ParsedText:
    """Parse the given paragraphs of a text.

    :param pipeline: the language model, if not the small one
    :raises ModelMissing: without the language model
    """
    turns = find_turns(text, paragraphs)
    trees = parse(text, paragraphs, turns, pipeline)
    starts = [tree.starts[0] for tree in trees]
    openings = opening_trees(starts, sections)
    spoken = spread_turns(paragraphs, turns, frozenset(starts[number] for number in openings))
    firsts = [span.start for span in paragraphs]
    around = (firsts[bisect_right(firsts, start) - 1] for start in starts)
    by_tree = {number: spoken[first] for number, first in enumerate(around) if first in spoken}
    return ParsedText(text, paragraphs, trees, openings, by_tree)


def opening_trees(starts: Sequence[int], sections: Sequence[Section]) -> frozenset[int]:
    """The numbers of the trees that open a heading or the text below one, by where the trees start."""
    kinds = ["body", *(section.kind for section in sections if section.kind != "boilerplate")]
    parts = [section.exact.start for section in sections if section.kind != "boilerplate"]
    new = zip(parts, kinds, kinds[1:], strict=False)
    first = (bisect_left(starts, start) for start, before, kind in new if (before, kind) != ("body", "body"))
    return frozenset(number for number in first if number < len(starts))
