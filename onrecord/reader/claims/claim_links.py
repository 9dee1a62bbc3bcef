"""Links between claims: restatements by the same claimant, and possible contradictions of another claimant's."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from onrecord.annotation.model import Claim, ClaimRelation
from onrecord.reader.claims.claim_values import Factuality
from onrecord.reader.english.function_words import WITHOUT_CONTENT

AUTHOR = ""
"""The claimant id of the document's author."""
WORD = re.compile(r"[^\W_]+")
DENIALS: frozenset[Factuality] = frozenset({"certain-not", "probable-not"})
HELD: frozenset[Factuality] = frozenset({"certain", "probable"})
SHARED = 3
ALIKE = 0.5
RECENT = 40
"""How many of the latest claims with the same word a claim is compared with."""


def content_words(proposition: str) -> tuple[str, ...]:
    """The content words of a proposition, cut to six letters, in order."""
    return tuple(word.lower()[:6] for word in WORD.findall(proposition) if word.lower() not in WITHOUT_CONTENT)


def link_claims(claims: Sequence[Claim], contents: Sequence[str], claimants: Sequence[str | None]) -> tuple[Claim, ...]:
    """The claims with ``restates`` and proposed relations; the sequences run parallel.

    A claimant is an actor's id, :data:`AUTHOR`, or ``None`` if unknown; an unknown claimant restates nothing.
    """
    words = [content_words(content) for content in contents]
    repeats = restatements(claims, words, claimants)
    against = contradictions(claims, words, claimants, repeats)
    return tuple(
        replace(claim, restates=repeats.get(number), relations=(*claim.relations, *against.get(number, ())))
        for number, claim in enumerate(claims)
    )


def restatements(
    claims: Sequence[Claim], words: Sequence[tuple[str, ...]], claimants: Sequence[str | None]
) -> Mapping[int, str]:
    """For each repeat the id of the first claim with the same words, factuality and claimant."""
    first: dict[tuple[str, str, tuple[str, ...]], str] = {}
    found: dict[int, str] = {}
    for number, claim in enumerate(claims):
        claimant = claimants[number]
        if claimant is None or len(words[number]) < SHARED:
            continue
        key = claimant, claim.factuality, words[number]
        if key in first:
            found[number] = first[key]
        else:
            first[key] = claim.id
    return found


def contradictions(
    claims: Sequence[Claim],
    words: Sequence[tuple[str, ...]],
    claimants: Sequence[str | None],
    repeats: Container[int],
) -> Mapping[int, tuple[ClaimRelation, ...]]:
    """Proposed contradictions by claim: another claimant's denial in much the same words, on the later of the two.

    ``repeats`` have none of their own: they have those of what they repeat.
    """
    by_word: dict[tuple[str, bool], list[int]] = {}
    found: dict[int, tuple[ClaimRelation, ...]] = {}
    for number, claim in enumerate(claims):
        denies = claim.factuality in DENIALS
        if number in repeats or (not denies and claim.factuality not in HELD):
            continue
        mine = frozenset(words[number])
        near = {one for word in mine for one in by_word.get((word, not denies), ())[-RECENT:]}
        for one in sorted(near):
            theirs = frozenset(words[one])
            shared = mine & theirs
            known = claimants[one] is not None and claimants[number] is not None
            if known and claimants[one] != claimants[number] and len(shared) >= SHARED:
                if len(shared) >= ALIKE * min(len(mine), len(theirs)):
                    rationale = rationale_of(claim)
                    found[number] = (ClaimRelation(relation="contradicts", claim=claims[one].id, rationale=rationale),)
        for word in mine:
            by_word.setdefault((word, denies), []).append(number)
    return found


def rationale_of(claim: Claim) -> str:
    """Why the machine proposes a contradiction."""
    which = "This claim denies" if claim.factuality in DENIALS else "That claim denies"
    other = "that one" if claim.factuality in DENIALS else "this one"
    return f"Proposed by the machine, not reviewed: {which}, in much the same words, what {other} says."
