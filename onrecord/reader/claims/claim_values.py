"""A clause's factuality, claim type and event type, by the tables of :mod:`onrecord.reader.claims.claim_rules`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from onrecord.reader.claims import claim_rules as rules
from onrecord.reader.claims.clauses import Clause
from onrecord.reader.english import stance, verbs
from onrecord.reader.english.complements import Commitment
from onrecord.reader.english.verbs import lemma as verb_of
from onrecord.reader.parsing.tree import Tree

Factuality = Commitment | Literal["probable-not", "possible-not"]
"""How firmly a claim is held; the factuality_values of vocabularies.yml."""

OWN = frozenset({"aux", "auxpass", "advmod", "preconj", "neg", "acomp", "oprd", "attr", "mark", "prt"})
NEGATED: dict[Factuality, Factuality] = {
    "certain": "certain-not",
    "probable": "probable-not",
    "possible": "possible-not",
    "certain-not": "certain",
    "probable-not": "probable",
    "possible-not": "possible",
}
WEAKER: tuple[Factuality, ...] = ("certain", "probable", "possible", "uncommitted")
FIRST_PERSON = frozenset({"i", "we"})


def factuality(tree: Tree, clause: Clause, commitment: Commitment = "certain", reported: bool = False) -> Factuality:
    """How firmly the claimant holds the clause; ``commitment`` is that of the reporting word.

    A flat “will” commits whoever says it (FactBank); that it is about the future is the claim's type. “Would” is a
    “will” in what is ``reported``, and elsewhere what follows from something that is not asserted.
    """
    verb = clause.verb
    if is_conditional(tree, clause):
        return "uncommitted"
    strength, negative = strength_of(tree, verb, reported), is_negated(tree, clause)
    if commitment in ("uncommitted", "probable"):
        strength = max(strength, commitment, key=WEAKER.index)
    elif commitment == "certain-not":
        negative = not negative
    return NEGATED[strength] if negative and strength in NEGATED else strength


def strength_of(tree: Tree, verb: int, reported: bool) -> Factuality:
    """How strongly modals, hedging adverbs, and adjectives or verbs that hedge what follows, put it."""
    near = words_near(tree, verb)
    modals = modals_of(tree, verb)
    forms = {tree.lower[t] for t in near}
    if modals & {"can"} and verb_of(tree.lower[verb], tree.tags[verb]) in verbs.METADISCOURSE:
        return "certain"
    if forms & stance.POSSIBLE or modals & stance.POSSIBLE:
        return "certain" if tree.child(verb, "neg") is not None and modals & {"can", "could"} else "possible"
    if forms & (stance.PROBABLE | stance.UNLIKELY) and hedges(tree, verb, near):
        return "probable"
    return "uncommitted" if modals & {"would", "'d"} and not reported else "certain"


def modals_of(tree: Tree, verb: int) -> frozenset[str]:
    """The modals of a verb, or those that it shares with the verb it is coordinated with."""
    while True:
        here = frozenset(tree.lower[t] for t in tree.children[verb] if tree.tags[t] == "MD")
        own = any(tree.labels[t] in ("aux", "auxpass", *("nsubj", "nsubjpass")) for t in tree.children[verb])
        if here or own or tree.labels[verb] != "conj" or tree.tags[verb] not in ("VB", "VBN"):
            return here | ({tree.lower[verb]} if tree.tags[verb] == "MD" else frozenset())
        verb = tree.heads[verb]


def words_near(tree: Tree, verb: int) -> list[int]:
    """The verb itself, its auxiliaries and adverbs, and its predicate complement."""
    return [verb, *(t for t in tree.children[verb] if tree.labels[t] in OWN)]


def hedges(tree: Tree, verb: int, near: Sequence[int]) -> bool:
    """Whether “set”, “bound”, “expected” and the like have a complement to hedge."""
    for token in near:
        if tree.lower[token] not in stance.PROBABLE | stance.UNLIKELY:
            continue
        if tree.lower[token].endswith("ly") or tree.tags[token].startswith("JJ"):
            return True
        if tree.child(token, "xcomp", "ccomp", "oprd", "acomp") is not None:
            return True
    return False


def is_negated(tree: Tree, clause: Clause) -> bool:
    """Whether the clause is negated: “not”, “never”, “nobody”, “there is no …”, “unlikely”."""
    verb = clause.verb
    for token in words_near(tree, verb):
        if tree.lower[token] in stance.UNLIKELY or tree.labels[token] == "neg":
            return True
        if tree.labels[token] in ("advmod", "preconj") and tree.lower[token] in stance.NEGATIVE and token < verb:
            return True
    arguments = [t for t in tree.children[verb] if tree.labels[t] in ("attr", "dobj", "nsubj", "nsubjpass")]
    for argument in arguments:
        if tree.lower[argument] in ("nobody", "none", "nothing"):
            return True
        determiner = tree.child(argument, "det", "neg")
        if determiner is not None and tree.lower[determiner] in ("no", "neither"):
            return True
    return False


def is_conditional(tree: Tree, clause: Clause) -> bool:
    """Whether the clause has or is a condition."""
    for below in tree.children[clause.verb]:
        mark = tree.child(below, "mark") if tree.labels[below] == "advcl" else None
        if mark is not None and tree.lower[mark] in stance.CONDITIONS:
            return True
    own = tree.child(clause.verb, "mark")
    return own is not None and tree.lower[own] in stance.CONDITIONS


def claim_type(tree: Tree, clause: Clause, lemma: str | None = None, own_plan: bool = False) -> str:
    """The first that fits of cause, judgement, plan, prediction, state, event; ``lemma`` is the reporting word's."""
    verb = clause.verb
    modals = modals_of(tree, verb)
    verb = accomplished_verb(tree, verb)
    form = verb_of(tree.lower[verb], tree.tags[verb])
    near = {tree.lower[t] for t in words_near(tree, verb)}
    if is_cause(tree, verb, form):
        return "cause"
    reported = verb_of(lemma or "")
    if reported in rules.JUDGING or evaluates(tree, verb, form) or modals & stance.OBLIGATION:
        return "judgement"
    if reported in rules.PLANNING or own_plan:
        return "plan"
    coming = modals & {"will", "'ll", "would", "shall", "wo", "may", "might", "could"}
    if coming or near & (stance.PROBABLE | stance.UNLIKELY) and tree.child(verb, "xcomp") is not None:
        return "prediction"
    if form in rules.PLANNING and tree.child(verb, "xcomp", "ccomp", "dobj") is not None:
        return "plan"
    return "state" if form in verbs.STATES or is_result(tree, verb) else "event"


def accomplished_verb(tree: Tree, verb: int) -> int:
    """The verb that says what was done: “were able to *close*”, “managed to *close*”."""
    able = next((t for t in tree.children[verb] if tree.labels[t] == "acomp" and tree.lower[t] == "able"), None)
    if able is None and tree.lower[verb] not in ("managed", "began", "started", "continued", "failed"):
        return verb
    done = tree.child(able if able is not None else verb, "xcomp")
    return verb if done is None else done


def is_cause(tree: Tree, verb: int, form: str) -> bool:
    """Whether the claim is that something brings about, enables or prevents something else."""
    if form not in verbs.CAUSES:
        return False
    if form in ("lead", "result", "contribute", "stem"):
        return any(tree.lower[t] in ("to", "in", "from") for t in tree.children[verb] if tree.labels[t] == "prep")
    if form in ("allow", "mean"):
        return tree.child(verb, "ccomp", "xcomp") is not None
    return tree.child(verb, "dobj", "ccomp", "xcomp", "nsubjpass", "dative") is not None


def evaluates(tree: Tree, verb: int, form: str) -> bool:
    """Whether the verb judges its object, or its predicate evaluates the subject."""
    if form not in verbs.COPULAS:
        return form in rules.JUDGING
    said = [t for t in tree.children[verb] if tree.labels[t] in ("acomp", "attr", "oprd", "dobj")]
    words = [tree.lower[below] for token in said for below in (token, *tree.children[token])]
    return any(word in stance.JUDGEMENT_WORDS for word in words)


def is_result(tree: Tree, verb: int) -> bool:
    """Whether a present passive without an agent describes a state: “is closed”."""
    passive = tree.child(verb, "auxpass")
    present = passive is not None and tree.lower[passive] in ("is", "are", "'s", "'re")
    return present and tree.child(verb, "agent", "xcomp") is None


def event_type(tree: Tree, clause: Clause, lemma: str | None = None) -> str | None:
    """The PLOVER type of the reporting word, else of the clause's verb, else of a light verb's object."""
    if lemma and (reported := rules.event_of_cue().get(lemma)):
        return reported
    form = verb_of(tree.lower[clause.verb], tree.tags[clause.verb])
    event = rules.event_of_verb().get(form)
    thing = tree.child(clause.verb, "dobj", "nsubjpass")
    if event is None and form in verbs.LIGHT and thing is not None:
        return rules.event_of_noun().get(tree.lower[thing])
    return event
