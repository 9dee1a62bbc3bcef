"""People and bodies that a text describes but does not name: *a senior official*, *American officials*, *the military*.

A description is the noun with its modifiers and its owner, without the definite article; where a pronoun owns it, the
owner's name stands for the pronoun (*Ada Stone's spokesman*). Its repeats are the same actor, and so is *the source*
after *a senior source*.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from onrecord.folding import fold
from onrecord.reader.english.actor_words import QUANTIFIERS, is_animate
from onrecord.reader.parsing.tree import Tree

MODIFIERS = frozenset({"amod", "compound", "nmod", "nummod", "poss", "quantmod", "npadvmod", "punct"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
NOBODY = frozenset({"no", "any", "every", "each", "what", "which", "whatever", "neither", "either", "how", "another"})
VAGUE = frozenset("nobody anybody somebody everybody person one member".split())
"""Nouns for people that describe nobody."""
OWNED_BY = frozenset({"of", "for", "from"})
WITH_NAMES = frozenset({"in", "at", "to", "with"})
"""Prepositions that belong to a description if a name follows: *rebels in Darfur*, not *gunmen in uniforms*."""
LONGEST = 9
"""The most words of a description."""


@dataclass
class Described:
    """The numbers of the described actors of a document by their descriptions, and by their head nouns."""

    by_words: dict[str, int] = field(default_factory=dict)
    by_noun: dict[str, int] = field(default_factory=dict)


def can_act(tree: Tree, head: int) -> bool:
    """Whether a noun phrase means somebody: its noun is of people or a body, and none of them is denied."""
    people = tree.tags[head] == "NNPS" or is_animate(tree.lower[head], tree.child(head, "compound") is not None)
    if tree.tags[head] not in {"NN", "NNS", "NNP", "NNPS", "JJ"} or not people:
        return False
    if tree.tags[head] == "NNP" and tree.child(head, "det", "poss") is None:
        return False
    if tree.lower[head] in VAGUE and tree.child(head, "amod", "compound", "poss", "prep") is None:
        return False
    return not any(tree.lower[below] in NOBODY or below_is_how(tree, below) for below in tree.children[head])


def below_is_how(tree: Tree, token: int) -> bool:
    """Whether a modifier asks: *how* many people."""
    return any(tree.lower[below] == "how" for below in tree.children[token])


def description(tree: Tree, head: int, name_of: Callable[[int], str | None]) -> tuple[str, int] | None:
    """The words that describe somebody, and the first token of the phrase up to the noun.

    ``None`` where a pronoun owns them and is not resolved, or they are too many.

    :param name_of: the name for a possessive pronoun
    """
    first = head
    for below in sorted(tree.children[head], reverse=True):
        if below < head and tree.labels[below] in MODIFIERS | {"det", "predet"} and tree.edges[below][1] + 1 == first:
            first = tree.edges[below][0]
        elif below < head:
            break
    words = [tree.words[token] for token in range(first, head + 1)]
    if tree.lower[first] in DEFINITE and head > first:
        words = words[1:]
    elif tree.tags[first] == "PRP$":
        owner = name_of(first) if tree.lower[first] in {"his", "her", "its", "my", "your"} else None
        if owner is None:
            return None
        words = [f"{owner}’s" if not owner.endswith("s") else f"{owner}’", *words[1:]]
    for below in tree.children[head]:
        low, high = tree.edges[below]
        if below > head and tree.labels[below] == "prep" and low == head + 1:
            inner = tree.child(below, "pobj")
            by_name = inner is not None and tree.tags[inner] in {"NNP", "NNPS"} and tree.lower[below] in WITH_NAMES
            if inner is None or not (by_name or tree.lower[below] in OWNED_BY):
                continue
            if any(tree.tags[token] == "PRP$" for token in range(low, high + 1)):
                return None
            high = next((t - 1 for t in range(low, high) if tree.words[t] == ","), high)
            if high - low < 6 and tree.tags[inner][:2] == "NN":
                words += [tree.words[token] for token in range(low, high + 1)]
    text = joined_words(words)
    plain = text[:1].isalnum() and not any(mark in text for mark in '“”"')
    return (text, first) if len(words) <= LONGEST and plain else None


def joined_words(words: list[str]) -> str:
    """Tokens as a phrase: no space before a possessive ending, a comma or around a hyphen."""
    text = ""
    for word in words:
        glued = not text or text.endswith("-") or word in {"'s", "’s", "'", "’", ",", "-", ".", "%"}
        text += word if glued else f" {word}"
    return text


def key_of(text: str) -> str:
    """A description without its article and quantifiers, folded."""
    words = text.split()
    while len(words) > 1 and words[0].lower() in QUANTIFIERS | {"a", "an", "the"}:
        words = words[1:]
    return fold(" ".join(words))
