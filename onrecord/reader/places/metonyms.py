"""Metonyms: whether a name refers to a place or its government: *Moscow* declared, troops left *Moscow*.

Only names of countries, capitals and seats of power are metonyms, and only when they say, decide, accuse or are
accused (the place-for-government metonymy of Markert and Nissim 2007, SemEval task 8).
"""

from __future__ import annotations

from onrecord.reader.english.nouns import DEEDS
from onrecord.reader.english.verbs import acts, land_verbs, treatments
from onrecord.reader.parsing.tree import SUBJECT, Tree
from onrecord.reader.places.gazetteer import Place

DEALT_WITH = frozenset("by with against".split())
SEATS_OF_POWER = frozenset({"White House", "Kremlin", "Pentagon", "Downing Street", "Capitol Hill", "Westminster"})


def can_be_metonym(place: Place) -> bool:
    """Whether the place's name can refer to a government."""
    return place.feature_code in {"PCLI", "PPLC", "PCLH"} or place.name in SEATS_OF_POWER


def is_metonym(tree: Tree, first: int, last: int, *, country: bool = False) -> bool:
    """Whether the name at these tokens acts, or is treated, as a government.

    :param country: whether it is a country's, which acts with more verbs than a capital, which is also a town
    """
    token = next((t for t in range(first, last + 1) if not first <= tree.heads[t] <= last), last)
    while tree.labels[token] == "conj" and tree.heads[token] != token:
        token = tree.heads[token]
    head = tree.heads[token]
    verb = tree.lower[head]
    label = tree.labels[token]
    if label in SUBJECT and not label.endswith("pass"):
        if country and tree.tags[head].startswith("VB") and verb not in land_verbs():
            return True
        return any(tree.lower[t] in acts() for t in (head, *_completing_verbs(tree, head)))
    if label == "poss":
        return verb in DEEDS
    if label in {"dobj", "nsubjpass"}:
        return verb in treatments()
    return label == "pobj" and _deals_with(tree, head)


def _deals_with(tree: Tree, preposition: int) -> bool:
    """Whether a preposition's object is a party to an act: talks *with* Ankara, backed *by* Tehran."""
    governor = tree.lower[tree.heads[preposition]]
    if tree.labels[preposition] == "agent":
        return governor in acts()
    dealt_with = tree.labels[preposition] == "prep" and tree.lower[preposition] in DEALT_WITH
    return dealt_with and (governor in DEEDS or governor in acts())


def modifies(tree: Tree, token: int) -> bool:
    """Whether a name modifies a noun as an adjective does: the *Iraq* war, *US* military presence."""
    return tree.labels[token] in {"amod", "compound", "nmod"} and tree.heads[token] > token


def _completing_verbs(tree: Tree, verb: int) -> list[int]:
    """The verbs that complete another: *went out to declare*, *is ready to negotiate*."""
    return [t for t in tree.children[verb] if tree.labels[t] in {"xcomp", "advcl"} and tree.tags[t] in {"VB", "VBG"}]
