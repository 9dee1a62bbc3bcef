"""Noun phrases as a later sentence takes them up: “a tall man” is then “the tall man”; and an *it* that is none."""

from __future__ import annotations

import re

from onrecord.reader.english.animates import VAGUE
from onrecord.reader.english.function_words import EXTRAPOSING, IMPERSONAL, RAISING
from onrecord.reader.parsing.tree import SUBJECT, Tree

CLAUSAL = frozenset({"ccomp", "xcomp", "csubj", "advcl", "acl", "relcl"})
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


def is_empty(tree: Tree, token: int) -> bool:
    """Whether *it* stands for a clause or for nothing: “it is clear that …”, “it is time to go”, “it rained”."""
    verb = tree.heads[token]
    if tree.labels[token] not in SUBJECT:
        return False
    if tree.lower[verb] in IMPERSONAL:
        return True
    if tree.tags[verb][:1] != "V" and tree.child(verb, "aux", "cop") is None:
        return True  # “they made it clear”
    if tree.child(verb, "auxpass") is not None:
        return tree.child(verb, "ccomp") is not None
    if tree.child(verb, "neg") is not None and any(tree.lower[t] == "until" for t in tree.children[verb]):
        return True  # “it was not until May that …”
    for said in tree.children[verb]:
        clausal = [t for t in (*tree.children[said], *tree.children[verb]) if t > said and tree.labels[t] in CLAUSAL]
        graded = any(tree.lower[t] in ("so", "too", "enough") for t in tree.children[said])
        if tree.labels[said] in ("acomp", "oprd") and clausal and not graded and tree.lower[said] not in RAISING:
            return True
        if tree.labels[said] == "attr" and clausal and tree.lower[said] in EXTRAPOSING:
            return True
    return False


def is_bare(tree: Tree, token: int) -> bool:
    """Whether a noun is only “the” with the noun: “the museum”."""
    before = [t for t in tree.children[token] if t < token and tree.labels[t] not in ("punct", "cc")]
    after = tree.child(token, "relcl", "acl", "appos", "prep")
    return len(before) == 1 and tree.lower[before[0]] == "the" and after is None


def phrase_of(text: str, tree: Tree, token: int) -> tuple[str, bool]:
    """The words of a noun with what stands before it and an *of* after it, and whether its first word is a name."""
    low, high = tree.edges[token][0], token
    of = next((t for t in tree.children[token] if tree.lower[t] == "of" and t == token + 1), None)
    if of is not None:
        high = tree.edges[of][1]
    words = " ".join(text[slice(*tree.span(low, high))].split())
    return words, tree.tags[low][:3] == "NNP"
