"""The source of a cue word: the tokens of the noun phrase that names who speaks or thinks."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.reader.english.cues import lexicon
from onrecord.reader.english.verbs import GOVERNORS, PROMISES, lemma
from onrecord.reader.parsing.tree import (
    FINITE,
    NOMINAL,
    SUBJECT,
    Tree,
)

CONTROLLED = frozenset({"xcomp", "advcl", "ccomp", "acl", "pcomp", "dep", "parataxis", "acomp", "oprd", "attr"})
MODIFYING = frozenset({"relcl", "acl", "amod"})
SPEAKING = frozenset({"PERSON", "ORG", "NORP", "GPE"})
PLACED = frozenset({"GPE", "LOC", "FAC", "ORG"})
"""What *who* does not stand for if somebody is named before: “Ada Stone, the member for Newcastle, who …”."""
QUOTED = frozenset({"quoted", "cited", "reported"})
RELATIVE = frozenset({"who", "which", "that", "whom"})


def noun_phrase(tree: Tree, head: int, avoid: frozenset[int] = frozenset()) -> tuple[int, ...]:
    """The whole phrase under a noun, without the subtrees of the tokens to avoid and without marks at its ends."""
    kept: set[int] = set()
    cut = set(avoid)
    pending = [head]
    while pending:
        token = pending.pop()
        kept.add(token)
        for below in tree.children[token]:
            if below in avoid:
                cut.update(tree.subtree(below))
            else:
                pending.append(below)
    first, last = min(kept), max(kept)
    tokens = [token for token in range(first, last + 1) if token in kept or token not in cut]
    return without_marks(tree, tokens)


def is_mark(word: str) -> bool:
    """Whether a token is punctuation only."""
    return not (word.isalnum() or any(map(str.isalnum, word)))


def without_marks(tree: Tree, tokens: list[int]) -> tuple[int, ...]:
    """The tokens without punctuation at either end."""
    first, last = 0, len(tokens)
    while first < last and is_mark(tree.words[tokens[first]]):
        first += 1
    while last > first and is_mark(tree.words[tokens[last - 1]]):
        last -= 1
    return tuple(tokens[first:last])


def subject(tree: Tree, verb: int, steps: int = 5) -> int | None:
    """The head of the verb's logical subject: its own, its agent, or that of the verb controlling it."""
    for _ in range(steps):
        own = tree.child(verb - 2, "nsubjpass") if is_quoted_as(tree, verb) else nearest_subject(tree, verb)
        if own is not None and denied_object(tree, verb) is None:
            return own
        by = agent(tree, verb)
        if by is not None or tree.child(verb, "nsubjpass") is not None or tree.heads[verb] == verb:
            return by
        if tree.labels[verb] in MODIFYING:
            return modified_noun(tree, verb)
        shared = controlling_noun(tree, verb)
        above = governing_verb(tree, verb)
        if shared is not None or above is None:
            return shared
        verb = above
    return None


def is_quoted_as(tree: Tree, verb: int) -> bool:
    """Whether a gerund is the one of “was *quoted as* saying”, whose subject speaks."""
    return (
        2 <= verb < len(tree)
        and tree.tags[verb] == "VBG"
        and tree.lower[verb - 1] == "as"
        and tree.lower[verb - 2] in QUOTED
    )


def denied_object(tree: Tree, verb: int) -> int | None:
    """What is denied, where the parser takes it for the subject of the gerund after it: "disputed *it* saying …"."""
    own = nearest_subject(tree, verb)
    if own is None or tree.tags[verb] != "VBG" or tree.labels[verb] != "ccomp" or tree.child(verb, "aux") is not None:
        return None
    return own if is_denial(tree, tree.heads[verb], verb) and lexicon().find("nouns", tree.lower[own]) else None


def is_denial(tree: Tree, verb: int, gerund: int) -> bool:
    """Whether a gerund before a comma or quotation gives the words of whoever denies: "disputed it saying, “…”"."""
    cue = lexicon().find("verbs", tree.lower[verb])
    following = tree.words[gerund + 1 : gerund + 2]
    return cue is not None and cue.commitment.get("o") == "certain-not" and all(map(is_mark, following))


def modified_noun(tree: Tree, verb: int) -> int | None:
    """The subject of a clause or participle on a noun: "analysts who say", "a report saying", "his plan to"."""
    label, noun = tree.labels[verb], tree.heads[verb]
    if label == "relcl":
        return noun
    if tree.tags[verb] == "VBN" and (label == "amod" or tree.child(verb, "ccomp") is None):
        return None
    return noun if label == "amod" else nominal_subject(tree, verb, noun)


def controlling_noun(tree: Tree, verb: int) -> int | None:
    """The argument of the verb above that is a verb's subject: "urged the mayor to say", "was accused of saying"."""
    label, head = tree.labels[verb], tree.heads[verb]
    given, passive = tree.child(head, "dobj"), tree.child(head, "nsubjpass")
    if (
        label == "xcomp"
        and given is not None
        and given < verb
        and lemma(tree.lower[head], tree.tags[head]) not in PROMISES
    ):
        return given
    if label in CONTROLLED and passive is not None:
        return passive
    owner = teller(tree, verb) if label in {"advcl", "conj"} else None
    if owner is None and label == "conj" and tree.child(verb, "auxpass") is None:
        return passive
    return owner


def governing_verb(tree: Tree, verb: int) -> int | None:
    """The verb whose subject a verb shares; ``None`` after a coordinated passive, whose subject does not act."""
    label, head = tree.labels[verb], tree.heads[verb]
    if label == "conj":
        return head if tree.child(head, "nsubjpass") is None else None
    if label in CONTROLLED:
        return head
    if label not in {"prep", "pobj", "advmod"}:
        return None
    return next((above for above in tree.ancestors(verb) if tree.tags[above][0] == "V"), None)


def teller(tree: Tree, verb: int) -> int | None:
    """The owner of a warning or letter before a participle: "the ministry's warning to drivers, saying …"."""
    low = tree.edges[verb][0]
    if tree.tags[verb] != "VBG" or low == 0 or tree.words[low - 1] != ",":
        return None
    for token in range(low - 2, tree.sentences[tree.sentence_of[verb]][0], -1):
        if tree.tags[token] in FINITE or tree.words[token] in {",", ";", ":"}:
            return None
        if tree.tags[token] in {"NN", "NNS"} and lexicon().find("nouns", tree.lower[token]) is not None:
            return possessor(tree, token) if tree.labels[token] in {"nsubj", "nsubjpass", "conj"} else None
    return None


def nearest_subject(tree: Tree, verb: int) -> int | None:
    """The verb's subject; the nearest of several, as one may be left over from a quotation."""
    own = [below for below in tree.children[verb] if tree.labels[below] == "nsubj"]
    return min(own, key=lambda token: abs(verb - token)) if own else None


def nominal_subject(tree: Tree, verb: int, head: int) -> int | None:
    """The subject of an infinitive or participle on a noun: the noun in "a report saying", its owner in "plan to"."""
    if tree.tags[verb] == "VBN":
        return head
    if tree.tags[verb] == "VBG":
        if tree.labels[head] != "dobj":
            return head
        denial = is_denial(tree, tree.heads[head], verb)
        above = subject(tree, tree.heads[head]) if denial else governor_subject(tree, head)
        return head if above is None else above
    return possessor(tree, head) or governor_subject(tree, head)


def agent(tree: Tree, verb: int) -> int | None:
    """The noun of a passive verb's by-phrase."""
    for below in tree.children[verb]:
        if tree.labels[below] == "agent":
            return tree.child(below, "pobj", "pcomp")
    return None


def possessor(tree: Tree, noun: int, content: frozenset[int] = frozenset()) -> int | None:
    """The owner of a claim: "the senator's claim", "a claim by the senator", "fears among voters", or, before the
    ``content``, "the statement of the senator on the vote".
    """
    own = tree.child(noun, "poss", "nsubj")
    if own is not None and (tree.labels[own] == "poss" or tree.child(own, "case") is not None):
        return own
    for below in tree.children[noun]:
        if tree.labels[below] in {"prep", "agent"} and tree.lower[below] in {"by", "from", "among"}:
            return tree.child(below, "pobj")
    owners = (tree.child(below, "pobj") for below in tree.children[noun] if tree.lower[below] == "of")
    before = (owner for owner in owners if owner is not None and content and owner < min(content))
    owner = next((owner for owner in before if is_definite(tree, owner)), None)
    return owner if owner is not None else named_modifier(tree, noun)


def named_modifier(tree: Tree, noun: int) -> int | None:
    """The modifier of a noun that names a person, body or place: "a *Pentagon* statement"."""
    for below in tree.children[noun]:
        if tree.labels[below] in {"compound", "amod", "nmod"} and tree.tags[below] in {"NNP", "NNPS", "JJ"}:
            if any(e.first <= below <= e.last and e.label in SPEAKING for e in tree.entities):
                return below
    return None


def is_definite(tree: Tree, noun: int) -> bool:
    """Whether a noun is a name, or has the definite article or a possessive: "Berg", "the senator", "her firm"."""
    own = tree.child(noun, "det", "poss")
    return tree.tags[noun] in {"NNP", "NNPS"} or (own is not None and tree.lower[own] in {"the", "its", "his", "her"})


def governor_subject(tree: Tree, noun: int) -> int | None:
    """The subject of the verb that a noun is object of: "she made the claim that"."""
    head, label = tree.heads[noun], tree.labels[noun]
    if label == "pobj":
        noun, head = head, tree.heads[head]
        label = "dobj" if tree.tags[head][0] == "V" else label
    if label in {"dobj", "attr", "conj"} and lemma(tree.lower[head], tree.tags[head]) in GOVERNORS:
        return subject(tree, head)
    if label == "attr" and tree.tags[head][0] == "V":
        return subject(tree, head)
    if label == "appos":
        return head
    return None


def source_tokens(tree: Tree, head: int | None, avoid: frozenset[int]) -> tuple[int, ...]:
    """The phrase of a source's head, for a relative pronoun with its antecedent; empty for expletives and *there*."""
    if head is None or tree.labels[head] == "expl" or tree.lower[head] == "there":
        return ()
    if tree.lower[head] in RELATIVE and tree.tags[head] in {"WP", "WDT", "DT", "IN"}:
        clause = next((a for a in tree.ancestors(head) if tree.labels[a] == "relcl"), None)
        if clause is not None:
            noun = tree.heads[clause]
            if tree.lower[head] == "who" and tree.entity_at.get(noun) in PLACED:
                noun = next((a for a in tree.ancestors(noun) if tree.entity_at.get(a) == "PERSON"), noun)
            antecedent = noun_phrase(tree, noun, avoid | {clause})
            return tuple(sorted({*antecedent, head}))
    return noun_phrase(tree, head, avoid)


def source_before(tree: Tree, verb: int) -> tuple[int, ...]:
    """The noun phrase that ends before a verb, for sentences whose subject the parser lost."""
    first = tree.sentences[tree.sentence_of[verb]][0]
    end = verb - 1
    while end >= first and tree.tags[end] in {"RB", "MD", "VBD", "VBZ", "VBP"}:
        end -= 1
    if end > first and tree.words[end] == ",":
        opening = next((t for t in range(end - 1, first, -1) if tree.words[t] == ","), None)
        end = opening - 1 if opening is not None else end - 1
    if end < first or tree.tags[end] not in NOMINAL:
        return ()
    head = end
    while tree.heads[head] != head and tree.heads[head] < verb and tree.edges[tree.heads[head]][1] < verb:
        if tree.tags[tree.heads[head]][0] == "V":
            break
        head = tree.heads[head]
    return noun_phrase(tree, head) if tree.tags[head] in NOMINAL else (end,)


def reporter(tree: Tree, verb: int, reporting: Callable[[int], bool]) -> int | None:
    """The subject of a verb of saying that a second one continues: "X said it was late but added …".

    The parser attaches the second verb to the reported clause, but its subject is not that clause's.
    """
    if tree.labels[verb] not in {"conj", "advcl"} or has_subject(tree, verb):
        return None
    below, above = verb, tree.heads[verb]
    passed = False
    while above != below:
        passed = passed or tree.labels[below] == "ccomp"
        alike = tree.labels[verb] == "advcl" or tree.tags[above] == tree.tags[verb]
        if passed and alike and reporting(above) and (own := tree.child(above, "nsubj")) is not None:
            return own
        below, above = above, tree.heads[above]
    return None


def has_subject(tree: Tree, verb: int) -> bool:
    """Whether the verb has a subject of its own."""
    return tree.child(verb, *SUBJECT) is not None
