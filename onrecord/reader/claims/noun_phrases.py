"""Noun phrases as a later sentence takes them up: “a tall man” is then “the tall man”."""

from __future__ import annotations

import re

from onrecord.reader.english.animates import VAGUE
from onrecord.reader.parsing.tree import Tree

LONGEST = 8
"""The most words of a phrase that another sentence repeats."""
INDEFINITE = re.compile(r"(?:an?|some|this|that|these|those|any|another|one) ", re.IGNORECASE)
DEFINITE = re.compile(
    r"(?:the|all|both|two|three|four|five|six|seven|eight|nine|ten|many|most|\d[\d,.]*) ", re.IGNORECASE
)
UNFIT = re.compile(
    r"\b(?:I|he|she|it|they|we|you|his|her|its|their|our|my|your|him|them|us|me|who|which|that|no|nobody|none|every"
    r"|each|what|whose|one|ones|other|others|same|such|thing|things|way|something|anything|everything|nothing)\b"
    r"|[“”\"«»()\[\]:;,]",
    re.IGNORECASE,
)
"""What makes a phrase unfit for another sentence: another pronoun, a denial, marks."""


def describe(words: str, named: bool = False) -> str | None:
    """A phrase as another sentence takes it up; ``None`` if it does not say enough, or too much."""
    plain = INDEFINITE.sub("the ", words, count=1) if INDEFINITE.match(words) else words
    last = plain.lower().removeprefix("the ")
    if last in VAGUE or UNFIT.search(plain) or len(plain.split()) > LONGEST or not plain[:1].isalpha():
        return None
    if named or not plain[:1].isupper():
        return plain
    first = plain.split()[0]
    return plain if first.isupper() and len(first) > 1 else plain[0].lower() + plain[1:]


def is_coordinated(tree: Tree, token: int) -> bool:
    """Whether a noun is the first of several joined by *and*."""
    joined = any(tree.labels[t] == "conj" for t in tree.children[token])
    return joined and any(tree.lower[t] in ("and", "&") for t in tree.children[token] if tree.labels[t] == "cc")


def follows_of(tree: Tree, token: int) -> bool:
    """Whether a phrase with a preposition says which one is meant: “the museum of the town”."""
    return token + 1 < len(tree) and tree.lower[token + 1] in ("of", "for") and tree.heads[token + 1] == token
