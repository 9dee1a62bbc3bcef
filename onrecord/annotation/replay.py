"""Apply people's decisions to a reading, which itself stays as it was.

A decision is about a claim that has the same words, with the same neighbours or nowhere else, and that says what the
decision left alone. A decision that fits no claim, or several, is reported and changes nothing: nothing is guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, NamedTuple

from onrecord.annotation.authority import Annotator
from onrecord.annotation.decisions import STATUSES, Anchor, Decision, DecisionLog, Values, anchor_at, in_force
from onrecord.annotation.entry import Entry
from onrecord.annotation.model import (
    Annotation,
    Attribution,
    Claim,
    ClaimActors,
    ClaimLocations,
    ClaimRelation,
    Event,
    Passage,
    Review,
)
from onrecord.annotation.validation import may_report, why_impossible
from onrecord.problems import Problem
from onrecord.values import Slug, unlike

LOOK_AGAIN = "look at the passage again: onrecord review"


@dataclass(frozen=True)
class Decided:
    """A decision about a document, who made it, and the claim that it is about in the present reading.

    :param says: what the present reading says, if the claim was found
    :param row: the claim's id; ``None`` if it can't be found
    :param applies: whether it makes the claim what it is: it is not taken back, and nothing was decided since
    :param lost: why it can't be found; empty if it was
    """

    decision: Decision
    person: Annotator
    says: Values
    row: Slug | None = None
    applies: bool = False
    lost: str = ""


class Proposal(NamedTuple):
    """A claim of the reading, where its words are, and what it says."""

    claim: Claim
    anchor: Anchor
    says: Values


class Candidates:
    """The claims of a reading, to be found by their words."""

    def __init__(self, proposals: Iterable[Proposal]) -> None:
        self.by_words: dict[str, list[Proposal]] = defaultdict(list)
        for one in proposals:
            self.by_words[one.anchor.exact].append(one)

    def find(self, decision: Decision) -> Proposal | str:
        """The claim that a decision is about, or why none can be said to be."""
        there = self.by_words.get(decision.anchor.exact, [])
        if not there:
            return "no claim is in these words any more"
        place = decision.anchor
        here = [one for one in there if one.anchor == place]
        here = here or [one for one in there if one.anchor._replace(start=place.start) == place]
        if not here and len({one.anchor.start for one in there}) == 1:
            here = there
        if len({one.anchor.start for one in here}) != 1:
            return "the words are in several places, and none has the neighbours that they had"
        same = [one for one in here if one.says in (decision.says, decision.outcome)]
        same = same or [one for one in here if fits(one.says, decision)]
        if len(same) > 1:
            same = [one for one in same if one.claim.id == decision.row]
        return same[0] if len(same) == 1 else "the claim in these words says something else now"


def fits(says: Values, decision: Decision) -> bool:
    """Whether a claim says everything that a correction left as it was."""
    return all(says[key] == value for key, value in decision.says.items() if key not in decision.to)


def proposals(annotation: Annotation, text: str) -> Iterator[Proposal]:
    """The claims of a reading with what a person looks at in them."""
    author = annotation.document.author
    for passage in annotation.passages:
        for claim in passage.claims:
            says = {
                "statement": claim.statement,
                "claimant": annotation.attributed[claim.attribution] if claim.attribution else author,
                "factuality": claim.factuality,
                "claim_type": claim.claim_type,
                "event_date": claim.event_date,
            }
            yield Proposal(claim, anchor_at(text, claim.exact), says)


def replayed(
    entry: Entry, log: DecisionLog | None, people: Mapping[str, Annotator], events: Mapping[Slug, Event]
) -> Entry:
    """A document with what people decided about its claims.

    :param people: the people by their names in the log
    :param events: those that claims may be about, by their ids
    """
    if log is None or not log.decisions:
        return entry
    annotation = entry.annotation
    found = list(proposals(annotation, entry.document.text)) if annotation else []
    candidates = Candidates(found)
    actors = known_actors(annotation) if annotation else set()
    standing = {one.id for one in in_force(log.decisions)}
    rows: dict[str, Slug | None] = {}
    says: dict[str, Values] = {}
    lost: dict[str, str] = {}
    for one in log.decisions:
        match = candidates.find(one)
        claimant = one.to.get("claimant")
        if isinstance(match, Proposal) and claimant and claimant not in actors:
            match = f"there is no actor {claimant!r} in this reading any more"
        rows[one.id] = match.claim.id if isinstance(match, Proposal) else None
        says[one.id] = match.says if isinstance(match, Proposal) else one.says
        if isinstance(match, str) and one.id in standing:
            lost[one.id] = match
    last = {row: one.id for one in log.decisions if one.id in standing and (row := rows[one.id])}
    latest = set(last.values())
    decided = tuple(
        Decided(
            one,
            people[one.by],
            says[one.id],
            rows.get(one.undoes or one.id),
            one.id in latest,
            lost.get(one.id, ""),
        )
        for one in log.decisions
    )
    if annotation:
        applied = {one.row: one for one in decided if one.row and one.applies}
        annotation = Replay(annotation, found, applied, events).annotation()
    return replace(entry, annotation=annotation, decided=decided)


def known_actors(annotation: Annotation) -> set[Slug]:
    """The actors that a reading speaks of."""
    passages = annotation.passages
    found = {row.actor for passage in passages for row in passage.actors} | {row.id for row in annotation.actors}
    found |= {source for source in annotation.attributed.values() if source}
    return found | ({annotation.document.author} if annotation.document.author else set())


def lost_decisions(entry: Entry, log: DecisionLog | None) -> Iterator[Problem]:
    """A warning for each decision that is in force and whose claim can't be found."""
    for one in entry.decided:
        if log and one.lost:
            what = f"this decision is about “{one.decision.anchor.exact[:60]}”, but {one.lost}"
            yield Problem(str(log.path), one.decision.written_on, what, LOOK_AGAIN)


@dataclass
class Replay:
    """One reading with the decisions that apply to its claims, by their ids.

    :param moved: the claims that have another claimant now, with the claimant
    :param carried: the claims of each attribution
    :param copies: the attributions that were made for them, by the one that each was made from and the claimant
    """

    reading: Annotation
    found: list[Proposal]
    latest: Mapping[Slug, Decided]
    events: Mapping[Slug, Event]
    moved: dict[Slug, Slug | None] = field(default_factory=dict)
    carried: dict[Slug, list[Slug]] = field(default_factory=lambda: defaultdict(list))
    copies: dict[tuple[Slug, Slug | None], Attribution] = field(default_factory=dict)

    def annotation(self) -> Annotation:
        """The reading as people left it."""
        says = {one.claim.id: one.says for one in self.found}
        for row, one in self.latest.items():
            to = one.decision.to
            if "claimant" in to and to["claimant"] != says[row]["claimant"]:
                self.moved[row] = to["claimant"]
        for proposal in self.found:
            if proposal.claim.attribution:
                self.carried[proposal.claim.attribution].append(proposal.claim.id)
        given = self.reading.passages
        carriers = [[*chain.from_iterable(map(self.attributions, passage.attributions))] for passage in given]
        passages = tuple(map(self.passage, given, carriers))
        return tidied(replace(self.reading, passages=passages), self.latest)

    def review(self, claim: Slug) -> Review:
        """What a person made of a claim, who and when."""
        one = self.latest[claim]
        return Review(STATUSES[one.decision.deed], one.person.id, one.decision.day)

    def passage(self, passage: Passage, attributions: list[Attribution]) -> Passage:
        """A passage with its claims as decided, which may need attributions of their own."""
        claims = [self.claim(one, attributions) if one.id in self.latest else one for one in passage.claims]
        return replace(passage, attributions=tuple(attributions), claims=tuple(claims))

    def attributions(self, row: Attribution) -> Iterator[Attribution]:
        """An attribution, and one of its own for each other claimant that people found for some of its claims.

        If people found the same one for all of its claims, the attribution itself is corrected, and quotes follow it.
        """
        carried = self.carried[row.id]
        claimants = {self.moved[key] for key in carried if key in self.moved}
        if carried and self.moved.keys() >= set(carried) and len(claimants) == 1:
            last = max(carried, key=lambda key: self.latest[key].decision.written_on)
            corrected = said_by(row, claimants.pop())
            yield replace(corrected, **self.review(last)._replace(review_status="corrected")._asdict())
            return
        yield row
        for claimant in sorted(claimants, key=str):
            yield self.copy(row, claimant, next(key for key in carried if self.moved.get(key, row) == claimant))

    def copy(self, row: Attribution, claimant: Slug | None, claim: Slug) -> Attribution:
        """The attribution to another claimant, of the same words."""
        key = unlike(f"{row.id}-by-{claimant or 'nobody'}", self.reading.attributions)
        review = self.review(claim)._replace(review_status="corrected")
        self.copies[row.id, claimant] = replace(said_by(row, claimant), id=key, **review._asdict())
        return self.copies[row.id, claimant]

    def claim(self, claim: Claim, attributions: list[Attribution]) -> Claim:
        """A claim as a person left it."""
        decision = self.latest[claim.id].decision
        to: dict[str, Any] = {key: value for key, value in decision.to.items() if key != "claimant"}
        carrier = claim.attribution
        if claim.id in self.moved:
            claimant = self.moved[claim.id]
            if (carrier, claimant) in self.copies:
                carrier = self.copies[carrier or "", claimant].id
            elif carrier is None:
                words = Attribution(id=claim.id, manner="indirect", content_words=(claim.exact,))
                attributions.append(self.copy(words, claimant, claim.id))
                carrier = attributions[-1].id
        made = replace(claim, attribution=carrier, **to, **self.review(claim.id)._asdict())
        kept = (key for key in made.events if key not in self.events or may_report(made, self.events[key]))
        made = replace(made, events=tuple(kept))
        return made if made.review_status != "rejected" else unlinked(made)


def said_by(row: Attribution, claimant: Slug | None) -> Attribution:
    """The attribution of the same words to somebody else."""
    return replace(row, source=claimant, source_is_inferred=not row.source_words)


def unlinked(claim: Claim) -> Claim:
    """A rejected claim without its links, so that it counts for nothing else."""
    bare = replace(claim, actors=ClaimActors(), locations=ClaimLocations(), restates=None)
    return replace(bare, events=(), citations=(), quantities=(), relations=())


def tidied(annotation: Annotation, changed: Container[Slug]) -> Annotation:
    """The reading without links of changed claims that no longer hold, and without any to rejected claims."""
    given = {one.claim.id: one for one in proposals(annotation, "")}
    claims = {key: one.claim for key, one in given.items()}
    claimants = {key: one.says["claimant"] for key, one in given.items()}
    gone = {key for key in claims if key in changed and claims[key].review_status == "rejected"}
    firsts: dict[Slug, Slug] = {}

    def first(claim: Claim) -> Slug | None:
        """What a claim repeats: if that is rejected, the first repeat of it that is not."""
        wanted = claim.restates
        if wanted in gone:
            wanted = firsts.setdefault(wanted or "", claim.id)
        other = claimants.get(wanted or "", claimants[claim.id]) != claimants[claim.id]
        return None if wanted == claim.id or other and (claim.id in changed or wanted in changed) else wanted

    def holds(claim: Claim, relation: ClaimRelation) -> bool:
        """Whether a relation may still hold."""
        there = claims.get(relation.claim)
        if there is None or claim.id not in changed and there.id not in changed:
            return True
        return there.id not in gone and not why_impossible(claim, relation.relation, there, claimants)[0]

    claims = {key: replace(claim, restates=first(claim)) for key, claim in claims.items()}
    related = {
        key: replace(claim, relations=tuple(one for one in claim.relations if holds(claim, one)))
        for key, claim in claims.items()
    }
    passages = (replace(one, claims=tuple(related[claim.id] for claim in one.claims)) for one in annotation.passages)
    return replace(annotation, passages=tuple(passages))
