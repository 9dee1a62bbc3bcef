"""The gate: whether a statement stands alone. Every claim passes it, or is part of the claim around it, or is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.reader.claims.clauses import Clause, runs_on
from onrecord.reader.claims.noun_phrases import is_empty
from onrecord.reader.claims.statements import Writer
from onrecord.reader.english.function_words import (
    ADDRESSEE,
    CUT_OFF,
    DANGLING,
    FEMININE,
    MASCULINE,
    ONESELF,
    OURSELVES,
    UNEXPLAINED,
)
from onrecord.reader.english.inflection import conjugated
from onrecord.reader.english.verbs import ADDRESSING, DISCLOSING, REPORTING, TRANSITIVE, lemma
from onrecord.reader.parsing.tree import AUX, FINITE, SUBJECT, Tree
from onrecord.text.sentences import goes_on

FEWEST = 3
"""The fewest words of a statement."""
CLITIC = re.compile("['’]")
SAID = frozenset({"ccomp", "xcomp", "dobj", "advcl", "oprd", "parataxis", "acomp"})
PHATIC = frozenset("know see guess say remember understand think believe suppose".split())
PHATIC_LENGTH = 6
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
COMPLEMENTS = frozenset({"ccomp", "xcomp", "dobj", "attr", "acomp", "oprd", "dative"})


def stands_alone(words: str, writer: Writer, clause: Clause, tokens: Sequence[int]) -> bool:
    """Whether a statement has a finite verb with its own subject and all it needs, and explains its pronouns."""
    tree = writer.tree
    found = WORD.findall(words)
    if len(found) < FEWEST or words.rstrip("”’\"').").endswith("?"):
        return False
    if is_unexplained(found, tree, clause) or is_cut(found[-1], tree, tokens[-1]) or is_short(writer, tokens[-1]):
        return False
    spoken = any(tree.tags[t][:3] == "PRP" and tree.lower[t] in ONESELF and t not in writer.left_open for t in tokens)
    return (
        predicates(tree, clause, frozenset(tokens))
        and not is_refusal(tree, clause.verb)
        and not is_phatic(tree, clause, len(found))
        and is_whole(tree, clause, frozenset(tokens))
        and not is_inverted(tree, clause, tokens[0])
        and not any(tree.lower[token] in ONESELF | OURSELVES for token in writer.left_open)
        and not is_open(tree, clause, writer.left_open, tokens)
        and not (spoken and any(tree.lower[token] in MASCULINE | FEMININE for token in writer.left_open))
    )


def is_unexplained(found: Sequence[str], tree: Tree, clause: Clause) -> bool:
    """Whether a statement begins with a word that something before it explains."""
    first = CLITIC.split(found[0][0].lower() + found[0][1:])[0]
    if first not in UNEXPLAINED or first == "one" and found[1] == "of":
        return False
    return not (is_expletive(tree, clause) or first == "what" and tree.child(clause.verb, "csubj") is not None)


def is_cut(word: str, tree: Tree, last: int) -> bool:
    """Whether a statement ends in a word that needs another: always “the”, a preposition unless its sentence ends."""
    if word in DANGLING:
        return True
    closed = last + 1 < len(tree) and not tree.words[last + 1][:1].isalnum() or not tree.words[last][:1].isalnum()
    return word in CUT_OFF and not closed


def is_short(writer: Writer, last: int) -> bool:
    """Whether a statement ends at the stop of an abbreviation, after which its sentence goes on."""
    end = writer.tree.end(last)
    return any(goes_on(writer.text, stop) for stop in (end - 1, end) if writer.text[stop : stop + 1] == ".")


def is_expletive(tree: Tree, clause: Clause) -> bool:
    """Whether the subject is an *it* that stands for what follows: “it is clear that …”."""
    if clause.subject is None or tree.lower[clause.subject] != "it":
        return False
    return is_empty(tree, clause.subject)


def is_open(tree: Tree, clause: Clause, left_open: Sequence[int], tokens: Sequence[int]) -> bool:
    """Whether the subject of the predicate is a pronoun that nothing explains, not even a noun before it."""
    for t in left_open:
        own = tree.heads[t] == clause.verb and tree.labels[t] in SUBJECT and tree.tags[t] == "PRP"
        if own and not (tree.lower[t] == "it" and is_empty(tree, t)):
            kind = "NNP" if tree.lower[t] in MASCULINE | FEMININE else "NN"
            return tree.lower[t] in ADDRESSEE or not any(tree.tags[o].startswith(kind) for o in tokens if o < t)
    return False


def is_refusal(tree: Tree, verb: int) -> bool:
    """Whether somebody only keeps silent, which commits nobody: “declined to comment”, “would not say”."""
    form = lemma(tree.lower[verb], tree.tags[verb])
    refused = tree.child(verb, "xcomp")
    if form in ("decline", "refuse") and refused is not None:
        return lemma(tree.lower[refused]) in DISCLOSING
    modal = any(tree.lower[t] in ("would", "will", "wo") for t in tree.children[verb])
    return modal and form in DISCLOSING and tree.child(verb, "neg") is not None


def is_phatic(tree: Tree, clause: Clause, length: int) -> bool:
    """Whether a clause only keeps the talk going: “you know”, “I mean”."""
    subject = tree.child(clause.verb, *SUBJECT)
    if subject is None or tree.lower[subject] not in ("i", "you"):
        return False
    form = tree.lower[clause.verb]
    bare = tree.child(clause.verb, "dobj", "ccomp", "xcomp", "prep", "acomp") is None
    return form == "mean" or (form in PHATIC and bare and length <= PHATIC_LENGTH)


def predicates(tree: Tree, clause: Clause, inside: frozenset[int]) -> bool:
    """Whether the clause has a subject among its words, and a finite verb: its own, or the one of its governor."""
    own = tree.child(clause.verb, *SUBJECT)
    if clause.subject not in inside and own not in inside:
        return False
    if own is not None and tree.tags[own] in ("WP", "WDT") and clause.kind not in ("relative", "subordinate"):
        return tree.labels[own].startswith("csubj")
    verb = clause.verb
    while True:
        group = [verb, *(t for t in tree.children[verb] if tree.labels[t] in AUX)]
        if any(tree.tags[t] in FINITE for t in group) or is_past(tree, verb):
            return tree.tags[clause.verb] != "MD"
        if tree.labels[verb] != "conj" or tree.heads[verb] == verb:
            return False
        verb = tree.heads[verb]


def is_past(tree: Tree, verb: int) -> bool:
    """Whether a participle may be a past after all: it has a subject of its own and no auxiliary."""
    if tree.tags[verb] != "VBN" or tree.child(verb, "nsubj", "nsubjpass") is None or tree.child(verb, *AUX) is not None:
        return False
    return tree.lower[verb] in conjugated(lemma(tree.lower[verb], "VBN")).past


def is_perfect(tree: Tree, clause: Clause, token: int) -> bool:
    """Whether a participle is the clause's verb with “have” and nothing that it takes: “the town has *learned*”."""
    if token != clause.verb or clause.kind == "relative" or tree.child(token, *COMPLEMENTS) is not None:
        return False
    return any(tree.labels[t] == "aux" and lemma(tree.lower[t]) == "have" for t in tree.children[token])


def is_whole(tree: Tree, clause: Clause, inside: frozenset[int]) -> bool:
    """Whether what the verb takes is inside: not “the summary provided”, without what it provided."""
    last = max(t for t in inside if tree.words[t][:1].isalnum())
    form = lemma(tree.lower[clause.verb], tree.tags[clause.verb])
    if tree.tags[last][:1] == "V" and tree.child(last, "auxpass") is None:
        incomplete = lemma(tree.lower[last], tree.tags[last]) in TRANSITIVE | ADDRESSING
        if incomplete and (tree.tags[last] != "VBN" or is_past(tree, last) or is_perfect(tree, clause, last)):
            return False
    if form in REPORTING and not says_something(tree, clause.verb, inside):
        return False
    taken = [t for t in tree.children[clause.verb] if tree.labels[t] in COMPLEMENTS and t > clause.verb]
    if taken and not any(t in inside for t in taken) and not all(runs_on(tree, t) for t in taken):
        return False
    if form == "have" or form == "do" and tree.child(clause.verb, "neg") is not None:
        if tree.child(clause.verb, *COMPLEMENTS) is None and tree.child(clause.verb, "relcl", "prep") is None:
            return False
    for below in taken:
        if tree.labels[below] in ("acomp", "attr", "dobj", "oprd"):
            if any(tree.labels[t] in ("ccomp", "xcomp", "acl") and t not in inside for t in tree.children[below]):
                return False
    return True


def says_something(tree: Tree, verb: int, inside: frozenset[int]) -> bool:
    """Whether what is said stands with a verb of saying: not “told *the paper*”, “said on Friday”, “stated to him”."""
    if tree.child(verb, "auxpass") is not None:
        return True
    taken = [t for t in tree.children[verb] if t in inside and tree.labels[t] in SAID]
    if lemma(tree.lower[verb]) in ADDRESSING and not any(tree.labels[t] != "dobj" for t in taken):
        return sum(tree.labels[t] == "dobj" for t in taken) > 1
    return bool(taken)


def is_inverted(tree: Tree, clause: Clause, start: int) -> bool:
    """Whether a clause opens with its verb, as questions do: “Did he call”, “neither has she”."""
    first = next((t for t in range(clause.first, clause.last + 1) if tree.words[t][:1].isalnum()), clause.first)
    subject = tree.child(clause.verb, *SUBJECT)
    if tree.lower[first] in ("neither", "nor"):
        return tree.labels[first] in ("cc", "advmod", "preconj", "neg")
    late = subject is None or subject > first
    own = start >= clause.first and clause.kind != "relative"
    return tree.tags[first] in FINITE and own and late
