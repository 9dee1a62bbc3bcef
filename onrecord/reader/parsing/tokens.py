"""From a span of the document to the tokens of its trees: the one place where code points become tokens."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.reader.parsing.tree import Tree
from onrecord.span import Span


@dataclass(frozen=True)
class Tokens:
    """Where a document's tokens start, to find them again by their offsets."""

    trees: Sequence[Tree]
    tree_starts: tuple[int, ...]

    @classmethod
    def of(cls, trees: Sequence[Tree]) -> Tokens:
        """The tokens of the trees, in document order."""
        return cls(trees, tuple(tree.starts[0] for tree in trees))

    def at(self, span: Span) -> tuple[Tree, int, int] | None:
        """The tree of a span, and its first and last token; ``None`` where it covers no token's start."""
        number = bisect_right(self.tree_starts, span.start) - 1
        if number < 0:
            return None
        tree = self.trees[number]
        first = max(0, bisect_right(tree.starts, span.start) - 1)
        last = bisect_right(tree.starts, span.end - 1) - 1
        return (tree, first, last) if first <= last else None
