"""Links between claims: restatements by the same claimant; proposals that another claimant denies or says the same."""

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
    related = relations(claims, said, repeats)
    return tuple(
        replace(claim, restates=repeats.get(number), relations=(*claim.relations, *related.get(number, ())))
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


def relations(
    claims: Sequence[Claim], said: Sequence[Proposition], repeats: Container[int]
) -> Mapping[int, tuple[ClaimRelation, ...]]:
    """Proposed relations by claim, on the later of the two: another claimant says the same, or denies it.

    The same is the same subject, predicate and arguments at the same time. ``repeats`` have no relations of their own:
    they have those of what they repeat.
    """
    known: dict[tuple[str, str, frozenset[str]], list[int]] = {}
    found: dict[int, tuple[ClaimRelation, ...]] = {}
    for number, (claim, one) in enumerate(zip(claims, said, strict=True)):
        firm = claim.factuality in DENIALS | HELD
        if number in repeats or not firm or one.claimant is None or one.subject is None or not one.arguments:
            continue
        same = known.setdefault((one.subject, one.predicate, one.arguments), [])
        for other in reversed(same[-RECENT:]):
            if said[other].claimant != one.claimant and may_coincide(claim.event_date, claims[other].event_date):
                found[number] = (proposed(claim, claims[other]),)
                break
        same.append(number)
    return found


def proposed(claim: Claim, other: Claim) -> ClaimRelation:
    """The relation of a claim to an earlier one with the same proposition, asserted or denied."""
    if (claim.factuality in DENIALS) == (other.factuality in DENIALS):
        why = "Proposed by the machine, not reviewed: another claimant says the same of the same subject."
        return ClaimRelation(relation="corroborates", claim=other.id, rationale=why)
    which, what = ("This claim", "that one") if claim.factuality in DENIALS else ("That claim", "this one")
    why = f"Proposed by the machine, not reviewed: {which} denies of the same subject what {what} says."
    return ClaimRelation(relation="contradicts", claim=other.id, rationale=why)
