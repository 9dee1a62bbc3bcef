"""The asserting clauses of a parsed paragraph: each predicate that could be agreed with or denied on its own.

A clause that only restricts another (when, where, while, if; a restrictive relative) stays part of it; a second
predicate joined by *and*, a cause, a consequence and a relative clause that adds a fact are clauses of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.reader.attributions.source_words import has_subject, is_mark
from onrecord.reader.claims.relatives import RELATIVE
from onrecord.reader.english.function_words import OPEN_CONJUNCTIONS
from onrecord.reader.english.verbs import WANTS, lemma
from onrecord.reader.parsing.tree import AUX, FINITE, SUBJECT, Tree, is_finite
from onrecord.span import Regions

Kind = Literal["main", "second", "relative", "subordinate", "reported"]
Reported = Callable[[int], bool]
NONE: frozenset[int] = frozenset()
CAUSES = frozenset("because since so as although though whereas but therefore".split())
"""Conjunctions whose clause can be denied on its own."""
LONGEST_ANTECEDENT = 12
SOME = frozenset("a an some several many certain".split())
FEWEST = 3
"""The fewest tokens after the first one in a clause without a subject."""


@dataclass(frozen=True)
class Clause:
    """A predicate with the first and last token of its passage, and whose subject it has."""

    verb: int
    kind: Kind
    first: int
    last: int
    subject: int | None
    of: int | None = None
    """The clause's governor: the first predicate of a second one, the noun of a relative clause."""


def kind_of(tree: Tree, token: int, known: dict[int, Kind], reported: Reported) -> Kind | None:
    """What kind of clause the verb heads, ``None`` when it is not a predicate or only part of another clause."""
    label, head = tree.labels[token], tree.heads[token]
    finite = is_finite(tree, token)
    if finite and reported(token):
        return "reported"
    if label == "conj" and head in known and tree.tags[token][:1] in "VM":
        return "second" if finite or shares_auxiliary(tree, token, head) else None
    if label in ("acl", "advcl") and is_misread(tree, token):
        return "main"
    if not finite:
        return nonfinite_kind(tree, token)
    if head == token:
        return "main"
    kind, holds = FINITE_KINDS.get(label, (None, None))
    return kind if holds and holds(tree, token) else None


def nonfinite_kind(tree: Tree, token: int) -> Kind | None:
    """A participle that heads a clause: “The old mill closed by its owners.”

    Not where its subject is the first word, as in headlines: “Bail set for suspect”.
    """
    subject = tree.child(token, *SUBJECT)
    return "main" if tree.labels[token] == "ROOT" and tree.tags[token] == "VBN" and subject else None


def runs_on(tree: Tree, token: int) -> bool:
    """Whether a complement is really a sentence of its own: “The bar is open, the kitchen is closed.”"""
    head = tree.heads[token]
    if tree.child(token, "nsubj", "nsubjpass", "expl") is None:
        return False
    if tree.child(token, "mark") is not None and token > head:
        return False
    first, last = tree.edges[token]
    gap = range(last + 1, head) if token < head else range(max(head + 1, first - 2), first)
    opening = tree.child(token, "nsubj", "nsubjpass", "expl")
    plain = opening is not None and tree.tags[opening] not in ("WP", "WDT")
    own = token > head or tree.child(head, *SUBJECT) is not None
    return plain and own and any(tree.words[t] in (",", ";", "…", "“", "«", ":") for t in gap)


def is_misread(tree: Tree, token: int) -> bool:
    """Whether the parser made a noun the root and its predicate a modifier: “The mill, which was old, burned.”"""
    noun = tree.heads[token]
    if tree.labels[token] == "advcl":
        finite = is_finite(tree, token) and tree.child(token, "mark", "advmod", *SUBJECT) is None
        return finite and tree.tags[noun][:2] == "NN" and token > noun
    past = tree.tags[token] in ("VBD", "VBN") and token > noun and tree.heads[noun] == noun
    return past and tree.tags[noun][:2] == "NN" and (comma_before(tree, token) or tree.tags[token] == "VBD")


def is_cause_or_contrast(tree: Tree, token: int) -> bool:
    """Whether an adverbial clause gives a cause or a contrast: “because …”, “, while others …”, “, as it …”."""
    mark = tree.child(token, "mark", "advmod")
    if mark is None or mark > token or is_purpose(tree, token, mark):
        return False
    if tree.lower[mark] in ("while", "as", "since"):
        return comma_before(tree, token) and tree.child(token, *SUBJECT) is not None and tree.heads[token] < token
    return tree.lower[mark] in CAUSES


def is_purpose(tree: Tree, token: int, mark: int) -> bool:
    """Whether “so that” gives a purpose (“so that it can be mended”) and not a result (“so that it will burn”)."""
    if tree.lower[mark] != "so" or mark + 1 >= len(tree) or tree.lower[mark + 1] != "that":
        return False
    return any(tree.lower[t] in ("can", "could", "may", "might") for t in tree.children[token])


def comma_before(tree: Tree, token: int) -> bool:
    """Whether a clause follows a comma."""
    first = tree.edges[token][0]
    return first > 0 and tree.words[first - 1] == ","


def shares_auxiliary(tree: Tree, token: int, head: int) -> bool:
    """Whether a second participle shares the first one's auxiliary: “has been closed and emptied”."""
    return tree.tags[token] == tree.tags[head] and any(tree.labels[t] in AUX for t in tree.children[head])


def adds_fact(tree: Tree, token: int) -> bool:
    """Whether a relative clause adds a fact: after a comma, with “which”, or to an indefinite noun."""
    first = tree.edges[token][0]
    if first and tree.words[first - 1] in (",", "—", "–"):
        return True
    opening = next((t for t in range(first, token) if tree.lower[t] in RELATIVE), None)
    if opening is None:
        return False
    if tree.lower[opening] in ("where", "when"):
        return False
    return tree.lower[opening] == "which" or introduces_referent(tree, tree.heads[token], token)


FINITE_KINDS: dict[str, tuple[Kind, Callable[[Tree, int], bool]]] = {
    "relcl": ("relative", adds_fact),
    "advcl": ("subordinate", is_cause_or_contrast),
    "parataxis": ("main", lambda tree, token: True),
    "ccomp": ("main", runs_on),
    "dep": ("main", has_subject),
    "conj": ("main", lambda tree, token: tree.tags[tree.heads[token]][:2] == "NN" or has_subject(tree, token)),
}
"""The kind of a finite clause by its label, where the predicate holds; else it is part of another clause."""


def introduces_referent(tree: Tree, noun: int, token: int) -> bool:
    """Whether a noun introduces a new, specific referent: “a man who saw it”, “forty people who came”.

    Not the generic “people who …”, nor what is only wanted, denied or still to come: “a king who baked”.
    """
    determiner = tree.child(noun, "det", "poss", "nummod")
    some = determiner is not None and (tree.labels[determiner] == "nummod" or tree.lower[determiner] in SOME)
    if not some or tree.tags[noun] not in ("NN", "NNS"):
        return False
    verb = verb_above(tree, noun)
    if verb is None:
        return True
    if lemma(tree.lower[verb], tree.tags[verb]) in WANTS or tree.child(verb, "neg") is not None:
        return False
    return has_modal(tree, token) or not has_modal(tree, verb)


def has_modal(tree: Tree, verb: int) -> bool:
    """Whether a verb has a modal."""
    return any(tree.tags[t] == "MD" for t in tree.children[verb])


def find_clauses(
    tree: Tree, reported: Reported = lambda token: False, merged: frozenset[int] = NONE
) -> tuple[Clause, ...]:
    """The clauses of a paragraph in the order of their passages.

    ``reported`` tells whether a verb opens a reported content, which is then a clause of its own; ``merged`` are the
    verbs of clauses that are part of the one around them because they can't stand alone.
    """
    known: dict[int, Kind] = {}
    for token in top_down(tree):
        if token not in merged and (kind := kind_of(tree, token, known, reported)):
            known[token] = kind
    own: dict[int, list[int]] = {}
    nearest = nearest_predicates(tree, frozenset(known))
    for token, verb in enumerate(nearest):
        if verb is not None and not is_mark(tree.words[token]):
            own.setdefault(verb, []).append(token)
    for verb, kind in known.items():
        above = nearest[tree.heads[verb]]
        if kind == "reported" and above not in (None, verb, tree.heads[verb]):
            own[above] = sorted({*own[above], *range(verb, tree.edges[verb][1] + 1)})
    found = [clause(tree, verb, kind, own.get(verb, [verb])) for verb, kind in known.items()]
    return tuple(sorted(found, key=lambda c: (c.first, c.last)))


def top_down(tree: Tree) -> Iterator[int]:
    """All tokens, heads before their dependents."""
    pending = [token for token, head in enumerate(tree.heads) if token == head]
    while pending:
        token = pending.pop()
        yield token
        pending.extend(tree.children[token])


def nearest_predicates(tree: Tree, verbs: frozenset[int]) -> list[int | None]:
    """For each token the nearest of the verbs at or above it."""
    nearest: list[int | None] = [None] * len(tree)
    for token in top_down(tree):
        head = tree.heads[token]
        nearest[token] = token if token in verbs else nearest[head] if head != token else None
    return nearest


def without_conjunctions(tree: Tree, verb: int, kind: Kind, tokens: Sequence[int]) -> tuple[int, int]:
    """The first and last token of a clause, without conjunctions at its ends."""
    first, last = 0, len(tokens) - 1
    while first < last and tokens[first] < verb and is_opening(tree, tokens[first], verb, kind):
        first += 1
    while last > first and tokens[last] > verb and tree.labels[tokens[last]] == "cc":
        last -= 1
    return tokens[first], tokens[last]


def clause(tree: Tree, verb: int, kind: Kind, tokens: Sequence[int]) -> Clause:
    """The clause of a verb with its own tokens; a relative clause includes its antecedent."""
    first, last = without_conjunctions(tree, verb, kind, tokens)
    subject = tree.child(verb, *SUBJECT)
    head = tree.heads[verb]
    if kind == "relative":
        low = tree.edges[head][0]
        if low < first and first - low <= LONGEST_ANTECEDENT:
            first = low
        if subject is None or tree.lower[subject] in RELATIVE:
            subject = head
    elif tree.labels[verb] in ("acl", "advcl") and subject is None and tree.tags[head][:2] == "NN":
        subject, first = head, min(first, tree.edges[head][0])
    governor = head if kind in ("second", "relative") else None
    if subject is None:
        subject = subject_of(tree, verb)
    return Clause(verb, kind, first, last, subject, governor)


def subject_of(tree: Tree, verb: int) -> int | None:
    """The subject of a verb, or of the verb that it is coordinated with."""
    subject = tree.child(verb, *SUBJECT)
    while subject is None and tree.labels[verb] == "conj" and tree.heads[verb] != verb:
        verb = tree.heads[verb]
        subject = tree.child(verb, *SUBJECT)
    return subject


def is_opening(tree: Tree, token: int, verb: int, kind: Kind) -> bool:
    """Whether a word before the verb is a conjunction that opens the clause."""
    if tree.labels[token] == "cc" and token != verb:
        return True
    return kind in ("reported", "second") and tree.labels[token] == "mark" and tree.lower[token] == "that"


def is_question(tree: Tree, clause: Clause) -> bool:
    """Whether the clause's sentence ends in a question mark."""
    first, last = tree.sentences[tree.sentence_of[clause.verb]]
    return any(tree.words[t].startswith("?") for t in range(max(first, last - 2), last + 1))


def is_exhortation(tree: Tree, sentence: int) -> bool:
    """Whether a sentence's main verb is an imperative: “Write it.”, “Thank you all.”"""
    first, last = tree.sentences[sentence]
    opening = next((token for token in range(first, last + 1) if not is_mark(tree.words[token])), first)
    for token in range(first, last + 1):
        if tree.labels[token] == "ROOT" or tree.heads[token] == token:
            plain = tree.tags[token] == "VB" or (tree.tags[token] == "VBP" and token == opening)
            bare = plain and tree.child(token, *SUBJECT) is None
            return bare and not any(tree.labels[t] in AUX and tree.tags[t] in FINITE for t in tree.children[token])
    return False


def asserts(tree: Tree, clause: Clause) -> bool:
    """Whether a clause asserts something: it is not an embedded question, a lone condition or a fragment.

    Nobody knows *who had copied whom*. · *If the winter is dry,* she said, “the quarrel will return.”
    """
    if clause.kind == "relative":
        return True
    if tree.tags[clause.first] in ("WP", "WDT", "WRB", "WP$") and verb_above(tree, clause.first) == clause.verb:
        return False
    if any(
        tree.labels[t] == "mark" and tree.lower[t] in OPEN_CONJUNCTIONS and t < clause.verb
        for t in tree.children[clause.verb]
    ):
        return clause.kind == "subordinate"
    if clause.first == clause.last and clause.kind in ("main", "reported"):
        return False
    return clause.kind == "subordinate" or clause.subject is not None or clause.last - clause.first >= FEWEST


def verb_above(tree: Tree, token: int) -> int | None:
    """The nearest verb that a word depends on."""
    return next((above for above in tree.ancestors(token) if tree.tags[above][:1] in ("V", "M")), None)


def comes_first(tree: Tree, token: int) -> bool:
    """Whether a name is the sentence's subject after a pronoun, which it may be: “in *his* boat, Adam Stone …”."""
    last = tree.sentences[tree.sentence_of[token]][1]
    for other in range(token + 1, last + 1):
        if tree.labels[other] in SUBJECT and tree.heads[tree.heads[other]] == tree.heads[other]:
            return tree.tags[other] == "NNP" and tree.entity_at.get(other, "") in ("PERSON", "ORG", "GPE")
    return False


def is_dated(tree: Tree, clause: Clause, dates: Regions) -> bool:
    """Whether the parser took the month of a date for a verb: “Kraków, 9 May 2022”."""
    return dates.overlap(tree.span(clause.verb, clause.verb))
