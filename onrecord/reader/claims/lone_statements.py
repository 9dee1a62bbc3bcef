"""What keeps a statement from standing alone, seen from its words alone: they are parsed without their text.

The gate sees the sentence that a statement is made from. This is a floor: what passes may still be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.reader.english.function_words import (
    ADDRESSEE,
    CUT_OFF,
    DANGLING,
    FEMININE,
    MASCULINE,
    ONESELF,
    OURSELVES,
    THEY,
    UNEXPLAINED,
)
from onrecord.reader.parsing.parser import parse
from onrecord.reader.parsing.tree import FINITE, SUBJECT, Tree
from onrecord.span import Span

WORD = re.compile(r"[^\W_]+")
PERSONAL = ONESELF | OURSELVES | ADDRESSEE | MASCULINE | FEMININE | THEY
SHORT = 3
"""The most words of a statement that is too short."""


def all_faults(statements: Sequence[str]) -> Iterator[list[str]]:
    """What is wrong with each of the statements, nothing with one that stands alone."""
    spans: list[Span] = []
    for words in statements:
        start = spans[-1].end + 2 if spans else 0
        spans.append(Span(start, start + len(words)))
    first = {tree.starts[0]: tree for tree in reversed(parse("\n\n".join(statements), spans))}
    for words, span in zip(statements, spans, strict=True):
        tree = first.get(span.start)
        yield list(faults(words, tree)) if tree is not None else ["no words"]


def faults(statement: str, tree: Tree) -> Iterator[str]:
    """What keeps a statement from standing alone."""
    written = WORD.findall(statement)
    words = [word.lower() for word in written]
    if len(words) <= SHORT:
        yield "three words or fewer"
    if not any(tag in FINITE for tag in tree.tags):
        yield "no finite verb"
    if words and written[-1] in CUT_OFF | DANGLING:
        yield "ends in a function word"
    if words and words[0] in UNEXPLAINED | PERSONAL:
        yield "begins with a pronoun"
    elif PERSONAL & {*words} and not any(tag[:3] == "NNP" for tag in tree.tags):
        yield "a pronoun without a name"
    root = next(token for token, head in enumerate(tree.heads) if token == head)
    if tree.tags[root][:2] == "NN" and tree.child(root, *SUBJECT) is None:
        yield "only a noun phrase"
