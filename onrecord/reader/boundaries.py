"""Where a content begins and ends: what the writer adds after a comma is not the source's any more."""

from __future__ import annotations

from onrecord.reader.sources import trimmed
from onrecord.reader.tree import Tree

QUOTES = frozenset({"“", "”", '"', "''", "``", "«", "»"})


def without_aside(tree: Tree, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """The content less a last clause after a comma that only adds: ", which …", ", a fact that …".

    The mayor said the bridge is safe, which nobody believed. → the bridge is safe
    """
    inside = set(tokens)
    last = tokens[-1]
    for token in tokens:
        low, high = tree.edges[token]
        if high < last or low <= tokens[0] + 2 or tree.words[low - 1] != "," or token not in inside:
            continue
        if not is_aside(tree, token, low):
            continue
        if any(tree.words[t] in QUOTES for t in range(low, last + 1)):
            continue
        return trimmed(tree, [t for t in tokens if t < low])
    return tokens


def is_aside(tree: Tree, token: int, low: int) -> bool:
    """Whether the clause or apposition under a token is one that the writer may have added."""
    if tree.labels[token] == "relcl":
        return tree.lower[low] in {"who", "which", "whose", "where", "whom", "when"}
    return False


def without_opening(tree: Tree, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """A content before its cue without the conjunction that ties it to the text: "But the bridge is safe"."""
    if tree.tags[tokens[0]] == "CC" and len(tokens) > 2:
        return trimmed(tree, list(tokens[1:]))
    return tokens
