"""Claims joined: the same proposition by the same claimant again, and what may contradict somebody else's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.annotation.model import Claim, ClaimRelation
from onrecord.reader.claims.claim_values import Factuality
from onrecord.reader.english.function_words import WITHOUT_CONTENT

AUTHOR = ""
"""Stands for the document's author, who is the claimant where nobody else is."""
WORD = re.compile(r"[^\W_]+")
DENIALS: frozenset[Factuality] = frozenset({"certain-not", "probable-not"})
HELD: frozenset[Factuality] = frozenset({"certain", "probable"})
SHARED = 3
ALIKE = 0.5
RECENT = 40
"""A denial is compared with this many of the claims that last used one of its words."""


def content_words(proposition: str) -> tuple[str, ...]:
    """The words that carry a proposition, cut to their first letters, in order."""
    return tuple(word.lower()[:6] for word in WORD.findall(proposition) if word.lower() not in WITHOUT_CONTENT)


def link_claims(claims: Sequence[Claim], contents: Sequence[str], claimants: Sequence[str | None]) -> tuple[Claim, ...]:
    """The claims with ``restates`` and proposed relations; the sequences run parallel.

    A claimant is an actor's id, :data:`AUTHOR`, or ``None`` where nobody can be named, who repeats nobody.
    """
    words = [content_words(content) for content in contents]
    repeats = restatements(claims, words, claimants)
    against = contradictions(claims, words, claimants)
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
    claims: Sequence[Claim], words: Sequence[tuple[str, ...]], claimants: Sequence[str | None]
) -> Mapping[int, tuple[ClaimRelation, ...]]:
    """A claim and another's denial of much the same words, as proposals on the later one."""
    by_word: dict[tuple[str, bool], list[int]] = {}
    found: dict[int, tuple[ClaimRelation, ...]] = {}
    for number, claim in enumerate(claims):
        denies = claim.factuality in DENIALS
        if not denies and claim.factuality not in HELD:
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
    """Why the machine proposes it."""
    which = "This claim denies" if claim.factuality in DENIALS else "That claim denies"
    other = "that one" if claim.factuality in DENIALS else "this one"
    return f"Proposed by the machine, not reviewed: {which}, in much the same words, what {other} says."
