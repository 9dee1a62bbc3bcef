"""Parsed paragraphs as plain immutable data: words, tags, heads. Nothing here knows spaCy.

Dependency labels are ClearNLP's and tags the Penn Treebank's, as spaCy's English models use them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from onrecord.span import Span

FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "CD", "DT", "WP", "WDT"})
AUX = frozenset({"aux", "auxpass"})
SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})


@dataclass(frozen=True)
class Entity:
    """A named entity: tokens ``first`` to ``last`` (inclusive) and OntoNotes' label."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, eq=False)
class Tree:
    """One parsed paragraph: parallel tuples with one value a token; offsets are the whole document's."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    tags: tuple[str, ...]
    labels: tuple[str, ...]
    heads: tuple[int, ...]
    sentences: tuple[tuple[int, int], ...]
    entities: tuple[Entity, ...] = ()

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def lower(self) -> tuple[str, ...]:
        """The words in lower case, with straight apostrophes."""
        return tuple(word.lower().replace("’", "'") for word in self.words)

    @cached_property
    def entity_at(self) -> Mapping[int, str]:
        """The label of the entity that each token of one belongs to."""
        return {t: one.label for one in self.entities for t in range(one.first, one.last + 1)}

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each token the tokens that depend on it, in order."""
        found: list[list[int]] = [[] for _ in self.words]
        for token, head in enumerate(self.heads):
            if head != token:
                found[head].append(token)
        return tuple(map(tuple, found))

    @cached_property
    def edges(self) -> tuple[tuple[int, int], ...]:
        """For each token the first and last token of its subtree."""
        low = list(range(len(self.words)))
        high = list(range(len(self.words)))
        for token in self._bottom_up:
            head = self.heads[token]
            low[head] = min(low[head], low[token])
            high[head] = max(high[head], high[token])
        return tuple(zip(low, high, strict=True))

    @cached_property
    def _bottom_up(self) -> tuple[int, ...]:
        order: list[int] = []
        pending = [token for token, head in enumerate(self.heads) if token == head]
        while pending:
            token = pending.pop()
            order.append(token)
            pending.extend(self.children[token])
        return tuple(reversed(order))

    @cached_property
    def sentence_of(self) -> tuple[int, ...]:
        """For each token the number of its sentence."""
        return tuple(n for n, (first, last) in enumerate(self.sentences) for _ in range(first, last + 1))

    def end(self, token: int) -> int:
        """Where the token ends in the document."""
        return self.starts[token] + len(self.words[token])

    def span(self, first: int, last: int) -> Span:
        """The document span of tokens ``first`` to ``last``, both included."""
        return Span(self.starts[first], self.end(last))

    def spans(self, tokens: Iterable[int]) -> tuple[Span, ...]:
        """Tokens as spans of the document, adjacent tokens joined."""
        found: list[Span] = []
        previous: int | None = None
        for token in tokens:
            goes_on = previous is not None and token == previous + 1
            start = found.pop().start if goes_on else self.starts[token]
            found.append(Span(start, self.end(token)))
            previous = token
        return tuple(found)

    def tokens(self, span: Span) -> range:
        """The tokens that start inside a span of the document."""
        return range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))

    def overlapping(self, span: Span) -> range:
        """The tokens that overlap a span of the document."""
        first = max(0, bisect_right(self.starts, span.start) - 1)
        first += self.end(first) <= span.start
        return range(first, max(first, bisect_left(self.starts, span.end)))

    def top(self, span: Span) -> int | None:
        """The head of a span: the first of its tokens whose own head is outside; ``None`` if no token starts in it."""
        inside = self.tokens(span)
        return next((t for t in inside if self.heads[t] not in inside or self.heads[t] == t), None)

    def subtree(self, token: int) -> Iterator[int]:
        """The token and everything below it, in no order."""
        pending = [token]
        while pending:
            current = pending.pop()
            yield current
            pending.extend(self.children[current])

    def ancestors(self, token: int) -> Iterator[int]:
        """The token's head, its head's head, up to the root."""
        while self.heads[token] != token:
            token = self.heads[token]
            yield token

    def child(self, token: int, *labels: str) -> int | None:
        """The first dependent with one of the labels."""
        for below in self.children[token]:
            if self.labels[below] in labels:
                return below
        return None

    def text(self, first: int, last: int) -> str:
        """The words of tokens ``first`` to ``last`` with single spaces, for messages and comparisons."""
        return " ".join(self.words[first : last + 1])


def is_finite(tree: Tree, token: int) -> bool:
    """Whether a verb is finite, by its own form or its auxiliary's."""
    if tree.tags[token] in FINITE:
        return tree.labels[token] not in AUX
    if tree.tags[token][:1] != "V":
        return False
    return any(tree.labels[t] in AUX and tree.tags[t] in FINITE for t in tree.children[token])
