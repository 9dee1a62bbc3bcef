"""Which people and bodies without a name a sentence shows to act: its subject, or by or with whom it is done."""

from __future__ import annotations

from onrecord.reader.actors.described import can_act
from onrecord.reader.english.actor_words import is_body
from onrecord.reader.english.nouns import DEALINGS, DEEDS, OPERATIONS
from onrecord.reader.english.verbs import STATES, acts, dealings, lemma, speaking, treatments
from onrecord.reader.parsing.tree import Tree


def is_acting_group(tree: Tree, token: int) -> bool:
    """Whether a noun that names no one acts as a subject, and means several people or one definite body."""
    verb = tree.heads[token]
    own = tree.child(token, "det", "poss")
    somebodys = own is not None and tree.labels[own] == "poss"
    if (tree.tags[token] == "NNS" or somebodys) and is_partner(tree, token):
        return can_act(tree, token)
    if tree.labels[token] != "nsubj":
        verb = next((t for t in tree.children[token] if tree.labels[t] == "relcl" and is_subject_who(tree, t)), token)
    helping = {tree.tags[t] for t in tree.children[verb] if tree.labels[t] == "aux"}
    happened = tree.tags[verb] == "VBD" or (tree.tags[verb] in {"VBN", "VBG"} and helping and "MD" not in helping)
    if not happened or lemma(tree.lower[verb], tree.tags[verb]) in STATES:
        return False
    body = own is not None and is_body(tree.lower[token]) and tree.lower[own] != "a"
    return can_act(tree, token) and (tree.tags[token] == "NNS" or body or somebodys)


def is_partner(tree: Tree, token: int) -> bool:
    """Whether somebody is told, asked or accused, or something is done by or with them: talks *with rebels*."""
    preposition = tree.heads[token]
    if tree.labels[token] in {"dobj", "dative", "nsubjpass"}:
        return tree.lower[preposition] in treatments()
    if tree.labels[token] != "pobj":
        return False
    governor = tree.heads[preposition]
    word = tree.lower[governor]
    if tree.labels[preposition] == "agent":
        return True
    if tree.lower[preposition] == "by":
        return word in DEEDS | OPERATIONS
    return tree.lower[preposition] == "with" and (word in DEEDS | DEALINGS or word in dealings() | acts() | speaking())


def is_subject_who(tree: Tree, verb: int) -> bool:
    """Whether the subject of a relative clause is *who*: the generals, *who* seized power."""
    own = tree.child(verb, "nsubj")
    return own is not None and tree.lower[own] == "who"
