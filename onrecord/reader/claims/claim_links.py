"""Links between claims: restatements by the same claimant, and contradictions of another claimant's, as proposals."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.annotation.model import Claim, ClaimRelation
from onrecord.dates import may_coincide
from onrecord.reader.claims.antecedents import Antecedents
from onrecord.reader.claims.claim_values import Factuality
from onrecord.reader.claims.drafts import Draft
from onrecord.reader.english.actor_words import singular_of
from onrecord.reader.english.function_words import WITHOUT_CONTENT
from onrecord.reader.english.verbs import lemma
from onrecord.reader.parsing.tree import Tree

AUTHOR = ""
"""The claimant id of the document's author."""
WORD = re.compile(r"[^\W_]+")
DENIALS: frozenset[Factuality] = frozenset({"certain-not", "probable-not"})
HELD: frozenset[Factuality] = frozenset({"certain", "probable"})
SHARED = 3
"""The fewest content words of a claim that another may restate."""
RECENT = 40
"""How many of the latest claims with the same subject and predicate a claim is compared with."""
CONTENT = ("NN", "JJ", "CD", "VB", "PR")
"""The tags of words that make a difference."""
ARGUMENTS = frozenset({"dobj", "attr", "acomp", "oprd", "dative", "prep", "agent", "xcomp", "ccomp", "prt"})


@dataclass(frozen=True)
class Proposition:
    """What a claim says, as it is compared with others: the claimant (an actor's id, :data:`AUTHOR`, or ``None`` if
    unknown; an unknown one restates and contradicts nothing), who or what does what, and to what.
    """

    claimant: str | None
    words: tuple[str, ...]
    subject: str | None
    predicate: str
    arguments: frozenset[str]


def proposition_of(draft: Draft, claim: Claim, claimant: str | None, known: Antecedents) -> Proposition:
    """What a claim says."""
    tree, clause = draft.tree, draft.clause
    subject = None if clause.subject is None else referent(tree, clause.subject, known)
    inside = draft.content.start <= tree.starts[clause.verb] < draft.content.end
    return Proposition(
        claimant=claimant,
        words=content_words(claim.statement),
        subject=subject if inside else None,
        predicate=lemma(tree.lower[clause.verb], tree.tags[clause.verb]),
        arguments=frozenset(arguments(tree, clause.verb, known)),
    )


def content_words(proposition: str) -> tuple[str, ...]:
    """The content words of a proposition, cut to six letters, in order."""
    return tuple(word.lower()[:6] for word in WORD.findall(proposition) if word.lower() not in WITHOUT_CONTENT)


def referent(tree: Tree, token: int, known: Antecedents) -> str | None:
    """Who or what a word stands for; ``None`` for a pronoun that is open."""
    start = tree.starts[token]
    if tree.tags[token] in ("PRP", "DT", "WP", "WDT", "EX"):
        found = known.of(start)
        return found.key if found else None
    return known.key(start) or singular_of(tree.lower[token])


def arguments(tree: Tree, verb: int, known: Antecedents) -> list[str]:
    """What a verb takes, down to every noun, adjective and verb in it."""
    found: list[str] = []
    for below in tree.children[verb]:
        if tree.labels[below] in ARGUMENTS:
            for token in tree.subtree(below):
                if tree.tags[token][:2] in ("NN", "JJ", "CD", "VB", "PR") and tree.labels[token] not in (
                    "aux",
                    "auxpass",
                ):
                    found.append(referent(tree, token, known) or tree.lower[token])
    return found


def link_claims(claims: Sequence[Claim], said: Sequence[Proposition]) -> tuple[Claim, ...]:
    """The claims with ``restates`` and proposed relations; the sequences run parallel."""
    repeats = restatements(claims, said)
    against = contradictions(claims, said, repeats)
    return tuple(
        replace(claim, restates=repeats.get(number), relations=(*claim.relations, *against.get(number, ())))
        for number, claim in enumerate(claims)
    )


def restatements(claims: Sequence[Claim], said: Sequence[Proposition]) -> Mapping[int, str]:
    """For each repeat the id of the first claim with the same words, factuality and claimant."""
    first: dict[tuple[str, str, tuple[str, ...]], str] = {}
    found: dict[int, str] = {}
    for number, (claim, one) in enumerate(zip(claims, said, strict=True)):
        if one.claimant is None or len(one.words) < SHARED:
            continue
        key = one.claimant, claim.factuality, one.words
        if key in first:
            found[number] = first[key]
        else:
            first[key] = claim.id
    return found


def contradictions(
    claims: Sequence[Claim], said: Sequence[Proposition], repeats: Container[int]
) -> Mapping[int, tuple[ClaimRelation, ...]]:
    """Proposed contradictions by claim: another claimant's denial of the same, on the later of the two.

    ``repeats`` have none of their own: they have those of what they repeat.
    """
    by_predicate: dict[tuple[str, str, bool], list[int]] = {}
    found: dict[int, tuple[ClaimRelation, ...]] = {}
    for number, (claim, one) in enumerate(zip(claims, said, strict=True)):
        denies = claim.factuality in DENIALS
        if number in repeats or one.claimant is None or one.subject is None or not (denies or claim.factuality in HELD):
            continue
        for other in reversed(by_predicate.get((one.subject, one.predicate, not denies), ())[-RECENT:]):
            if said[other].claimant != one.claimant and said[other].arguments == one.arguments != frozenset():
                if may_coincide(claim.event_date, claims[other].event_date):
                    found[number] = (
                        ClaimRelation(relation="contradicts", claim=claims[other].id, rationale=rationale_of(claim)),
                    )
                    break
        by_predicate.setdefault((one.subject, one.predicate, denies), []).append(number)
    return found


def rationale_of(claim: Claim) -> str:
    """Why the machine proposes a contradiction."""
    which, other = ("This claim", "that one") if claim.factuality in DENIALS else ("That claim", "this one")
    return f"Proposed by the machine, not reviewed: {which} denies of the same subject what {other} says."
