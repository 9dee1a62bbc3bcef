"""Finds trees and tokens by offsets of the document; inside one tree see :class:`Tree` itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.reader.parsing.tree import Tree
from onrecord.span import Span


@dataclass(frozen=True)
class Tokens:
    """A document's trees, with the offset at which each starts."""

    trees: Sequence[Tree]
    tree_starts: tuple[int, ...]

    @classmethod
    def of(cls, trees: Sequence[Tree]) -> Tokens:
        """The tokens of the trees, in document order."""
        return cls(trees, tuple(tree.starts[0] for tree in trees))

    def tree_at(self, offset: int) -> Tree | None:
        """The last tree that starts at an offset or before it."""
        number = bisect_right(self.tree_starts, offset) - 1
        return self.trees[number] if number >= 0 else None

    def token_at(self, offset: int) -> tuple[Tree, int] | None:
        """The last token of that tree that starts at the offset or before it."""
        tree = self.tree_at(offset)
        return None if tree is None else (tree, bisect_right(tree.starts, offset) - 1)

    def at(self, span: Span) -> tuple[Tree, int, int] | None:
        """The tree of a span, with its first and last token."""
        found = self.token_at(span.start)
        if found is None:
            return None
        tree, first = found
        last = bisect_right(tree.starts, span.end - 1) - 1
        return (tree, first, last) if first <= last else None


NO_TOKENS = Tokens((), ())
