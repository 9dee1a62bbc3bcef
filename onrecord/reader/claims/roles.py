"""The roles of actors and places in a claim, and its date, by the grammar of its clause."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TypeVar

from onrecord.annotation.model import (
    ActorMention,
    ActorRole,
    ClaimActors,
    ClaimLocations,
    LocationMention,
    LocationRole,
    TimeMention,
)
from onrecord.reader.claims.clauses import Clause
from onrecord.reader.english.nouns import DEEDS, LAND, OPERATIONS
from onrecord.reader.english.verbs import MOTION, lemma
from onrecord.reader.parsing.tree import SUBJECT, Tree
from onrecord.reader.times.said import opens
from onrecord.span import Span

Mention = TypeVar("Mention", ActorMention, LocationMention, TimeMention)
PREPOSITIONS: dict[str, LocationRole] = {
    **dict.fromkeys("in at on near over inside across within throughout around off outside along".split(), "event"),
    **dict.fromkeys("from".split(), "origin"),
    **dict.fromkeys("towards toward into onto".split(), "destination"),
    **dict.fromkeys("between until till beyond".split(), "limit"),
    **dict.fromkeys("about concerning regarding than".split(), "topic"),
}
PREPOSITION_EXAMPLES: tuple[tuple[str, str, LocationRole | None], ...] = (
    ("The mill in Bergen burned.", "Bergen", "event"),
    ("The army withdrew from Bergen.", "Bergen", "origin"),
    ("The army advanced towards Bergen.", "Bergen", "destination"),
    ("The envoy flew to Bergen.", "Bergen", "destination"),
    ("The owners moved to Bergen.", "Bergen", "destination"),
    ("The road between Bergen and Voss is closed.", "Bergen", "limit"),
    ("The owners talked about Bergen.", "Bergen", "topic"),
    ("The envoy visited Bergen.", "Bergen", "event"),
    ("The outskirts of Bergen burned.", "Bergen", "event"),
    ("The army withdrew from the suburbs of Bergen.", "Bergen", "origin"),
    ("The mill stands on Norwegian soil.", "Norwegian", "event"),
    ("The Norwegian envoy burned it.", "Norwegian", None),
)
DOERS = frozenset({"amod", "compound", "nmod", "poss"})
PASSIVE = frozenset({"nsubjpass", "csubjpass"})
NESTED = frozenset({"compound", "poss", "amod", "nmod", "appos", "conj", "case"})


def mentions_inside(mentions: Sequence[Mention], span: Span) -> list[Mention]:
    """The mentions, sorted by their spans, that lie inside a span."""
    first = bisect_left(mentions, span.start, key=lambda mention: mention.exact.start)
    found: list[Mention] = []
    for mention in mentions[first:]:
        if mention.exact.start >= span.end:
            break
        if mention.exact.end <= span.end:
            found.append(mention)
    return found


def claim_actors(tree: Tree, clause: Clause, span: Span, mentions: Sequence[ActorMention]) -> ClaimActors:
    """The actors of a claim by role, including a subject that it shares with the clause before it."""
    roles: dict[str, ActorRole] = {}
    near = mentions_inside(mentions, span)
    if clause.subject is not None and not span.contains(tree.span(clause.subject, clause.subject)):
        low, high = tree.edges[clause.subject]
        near = [*mentions_inside(mentions, tree.span(low, min(high, max(clause.subject, low)))), *near]
    for mention in near:
        head = tree.top(mention.exact)
        role = actor_role(tree, clause, head) if head is not None else "other"
        known = roles.get(mention.actor, "other")
        roles[mention.actor] = known if known != "other" else role
    ids: dict[ActorRole, tuple[str, ...]] = {
        role: tuple(actor for actor, its in roles.items() if its == role) for role in ("actor", "recipient", "other")
    }
    return ClaimActors(actor=ids["actor"], recipient=ids["recipient"], other=ids["other"])


def actor_role(tree: Tree, clause: Clause, token: int) -> ActorRole:
    """Subject: actor (recipient in the passive); object or addressed: recipient; deeper inside: other."""
    while tree.labels[token] in ("conj", "appos") and tree.heads[token] != token:
        token = tree.heads[token]
    if tree.labels[token] in DOERS and tree.lower[tree.heads[token]] in DEEDS | OPERATIONS:
        return "actor" if tree.heads[token] == clause.subject else "other"
    passive = tree.child(clause.verb, "auxpass") is not None
    if token == clause.subject:
        return "recipient" if passive else "actor"
    label, head = tree.labels[token], tree.heads[token]
    if label in SUBJECT:
        return "recipient" if label in PASSIVE else "actor" if head == clause.verb else "other"
    if label in ("dobj", "dative", "iobj"):
        return "recipient"
    return prepositional_role(tree, head) if label == "pobj" else "other"


def prepositional_role(tree: Tree, preposition: int) -> ActorRole:
    """The role of a preposition's object. By: actor; against, to and, after a noun for an act, on: recipient."""
    word, governor = tree.lower[preposition], tree.heads[preposition]
    of_act = tree.lower[governor] in DEEDS | OPERATIONS
    if tree.labels[preposition] == "agent" or (word == "by" and of_act):
        return "actor"
    if word in ("against", "to") and tree.tags[governor][:1] in "VN":
        return "recipient"
    return "recipient" if word == "on" and of_act else "other"


def claim_locations(tree: Tree, clause: Clause, span: Span, mentions: Sequence[LocationMention]) -> ClaimLocations:
    """The places of a claim by role; a metonym has none, an adjective only before a noun for land."""
    roles: dict[LocationRole, list[str]] = {}
    seen: set[str] = set()
    for mention in mentions_inside(mentions, span):
        if mention.location is None or mention.form == "metonym" or mention.location in seen:
            continue
        head = tree.top(mention.exact)
        if mention.form == "adjective" and head is not None and tree.lower[tree.heads[head]] not in LAND:
            continue
        role = location_role(tree, head) if head is not None else None
        if role:
            seen.add(mention.location)
            roles.setdefault(role, []).append(mention.location)
    return ClaimLocations(**{role: tuple(ids) for role, ids in roles.items()})


def location_role(tree: Tree, token: int) -> LocationRole | None:
    """The role of a place by the preposition that governs it, through “the suburbs of” and the like."""
    for _ in range(12):
        label, head = tree.labels[token], tree.heads[token]
        if head == token:
            return None
        if label in NESTED:
            token = head
        elif label == "pobj":
            word, governor = tree.lower[head], tree.heads[head]
            if word == "of" and tree.tags[governor].startswith("N"):
                token = governor
            elif word == "to":
                moves = lemma(tree.lower[governor], tree.tags[governor]) in MOTION or tree.tags[governor][:1] == "R"
                return "destination" if moves else None
            else:
                return PREPOSITIONS.get(word)
        elif label in ("pcomp", "prep", "npadvmod"):
            token = head
        else:
            return "event" if label in SUBJECT or label in ("dobj", "attr") else None
    return None


def event_date(tree: Tree, clause: Clause, span: Span, mentions: Sequence[TimeMention]) -> str | None:
    """The date of the claim's own verb, if there is only one; dates of a noun or of the report don't count."""
    dates = {
        mention.date
        for mention in mentions_inside(mentions, span)
        if mention.timex_type in ("DATE", "TIME") and mention.date and modifies_verb(tree, clause, mention.exact)
    }
    return dates.pop() if len(dates) == 1 else None


def modifies_verb(tree: Tree, clause: Clause, span: Span) -> bool:
    """Whether a time expression modifies the clause's verb or a verb below it, but not a noun."""
    token = tree.top(span)
    while token is not None and tree.heads[token] != token:
        label, head = tree.labels[token], tree.heads[token]
        if opens(tree, token) and not span.start <= tree.starts[token] < span.end:
            return False
        if label == "prep" and tree.lower[token] in ("from", "of") and token and tree.tags[token - 1][:1] == "N":
            return False
        if tree.tags[head][:1] in ("V", "M"):
            return head == clause.verb or clause.verb in tree.ancestors(head)
        if label == "prep" and tree.tags[head][:1] == "N":
            return False
        token = head
    return False
