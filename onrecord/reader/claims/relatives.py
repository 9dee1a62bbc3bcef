"""A relative clause as a sentence of its own: its noun takes the place of *who*, *which*, *whose* or *where*."""

from __future__ import annotations

from onrecord.reader.parsing.tree import Tree

Words = tuple[int, int] | str
"""Tokens of the tree, from the first to the last, or words that are put in."""
RELATIVE = frozenset({"which", "who", "whom", "whose", "that", "where", "when", "what"})
LONGEST_SUBJECT = 12
ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "ROOT", "pobj", "conj", "appos", "dative"})
NEGATIONS = frozenset({"not", "no", "nor", "neither", "any", "every", "those"})


def unfolded(tree: Tree, verb: int, last: int) -> list[Words] | None:
    """The relative clause of a verb, up to its ``last`` token, as a sentence; ``None`` where that is not safe.

    Not if the noun is inside another phrase: “the head of the mill, which …” may refer to either.
    """
    noun = tree.heads[verb]
    opening = next((t for t in range(tree.edges[verb][0], verb) if is_relative(tree, t, verb)), None)
    if opening is None or opening >= last:
        return None
    if tree.lower[opening] == "which" and tree.entity_at.get(noun) == "PERSON":
        return None
    fronted = tree.labels[opening] == "pobj" and tree.heads[opening] == opening - 1
    start = opening - fronted
    high = start - 1 - (tree.words[start - 1] in (",", "—", "–"))
    low = tree.edges[noun][0]
    if not is_plain(tree, noun, low, high, tree.lower[opening]):
        return None
    phrase, rest = named(tree, noun, low, high), (opening + 1, last)
    if phrase is None:
        return None
    if tree.labels[opening] in ("nsubj", "nsubjpass"):
        alone = sum(tree.labels[t] in ("nsubj", "nsubjpass") for t in tree.children[verb]) == 1
        return [phrase, rest] if alone and tree.heads[opening] == verb else None
    if tree.child(verb, "nsubj", "nsubjpass", "expl") is None:
        return None
    if fronted and (tree.lower[opening - 1] == "of" or tree.labels[noun] == "pobj" or high == start - 1):
        return None
    if fronted:
        return [tree.words[opening - 1], phrase, ",", rest]
    if tree.lower[opening] == "where":
        return ["in", phrase, ",", rest]
    if tree.lower[opening] == "whose" and tree.labels[opening] == "poss":
        return [phrase, "’s", rest]
    if tree.labels[opening] == "dobj" and tree.heads[opening] == verb and opening + 1 < verb:
        end = verb + (verb < last and tree.labels[verb + 1] == "prt")
        return [(opening + 1, end), phrase, *([(end + 1, last)] if end < last else [])]
    return None


def named(tree: Tree, noun: int, low: int, high: int) -> tuple[int, int] | None:
    """The phrase of a noun; of an apposition the name that it explains; of the last of several nothing."""
    head = tree.heads[noun]
    if tree.labels[noun] == "appos" and tree.tags[head][:3] == "NNP":
        return tree.edges[head][0], head
    return None if tree.labels[noun] == "conj" else (low, high)


def is_relative(tree: Tree, token: int, verb: int) -> bool:
    """Whether a word opens the relative clause of a verb."""
    if tree.lower[token] not in RELATIVE or tree.tags[token] not in ("WP", "WDT", "WP$", "WRB", "IN", "DT"):
        return False
    return tree.heads[token] == verb or tree.heads[tree.heads[token]] == verb


def is_plain(tree: Tree, noun: int, low: int, high: int, opening: str) -> bool:
    """Whether the noun, from ``low`` to ``high``, is the only one that the relative clause may belong to."""
    if tree.tags[noun][:2] != "NN" or tree.lower[low] in NEGATIONS or high - low >= LONGEST_SUBJECT or high < noun:
        return False
    if high == noun:
        inner = tree.labels[noun] == "pobj" and tree.lower[tree.heads[noun]] == "of"
        return tree.labels[noun] in ARGUMENTS and not (inner and opening != "who")
    return opening == "who" and is_same_phrase(tree, noun, high)


def is_same_phrase(tree: Tree, noun: int, last: int) -> bool:
    """Whether only a coordinated noun or a place of origin follows a noun: “a diplomat from Jordan”."""
    between = range(noun + 1, last + 1)
    named = all(tree.tags[t].startswith("NNP") for t in between if tree.labels[t] in ("pobj", "compound"))
    return named and all(tree.labels[t] in ("prep", "pobj", "compound", "cc", "conj", "amod") for t in between)
