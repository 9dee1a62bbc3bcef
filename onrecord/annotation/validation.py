"""Check references between the rows of annotations, duplicates and cycles.

Works on the intermediate form alone, so that all problems in all files are known before anything is written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import chain
from typing import get_args

from onrecord.annotation.authority import Authority, ReferenceCheck, check_url, with_wholes
from onrecord.annotation.entry import Entry
from onrecord.annotation.model import (
    EXCLUSIVE,
    NOBODY_LOOKED,
    OPPOSED,
    Attribution,
    Citation,
    Claim,
    ClaimRelation,
    Event,
    Passage,
    Quantity,
    Quote,
    Review,
    ReviewStatus,
)
from onrecord.dates import is_after, is_date, may_coincide
from onrecord.problems import Problems
from onrecord.span import Span
from onrecord.text.marks import CLOSED_BY
from onrecord.values import Row

BOUNDS = ({"lower"}, {"upper"}, {"lower", "upper"})
NUMBERS: dict[str, Sequence[set[str]]] = {
    "exact": ({"value"},),
    "about": ({"value"}, *({"value"} | bounds for bounds in BOUNDS)),
    "at-most": ({"upper"},),
    "at-least": ({"lower"},),
    "vague": (set(), *BOUNDS),
}
"""The numbers that a quantity may have, by how vague it is."""
PERSONS = ", ".join(status for status in get_args(ReviewStatus) if status not in NOBODY_LOOKED)
IDENTIFIED = ("attributions", "quotes", "claims", "citations")


def validate(entries: Collection[Entry], authority: Authority, problems: Problems, *, blind: bool = False) -> None:
    """Record every inconsistency between rows, across all annotations of a corpus.

    :param blind: whether they are blind readings, which stay as they were written: rules about how claims relate, which
        are not published of them, do not apply
    """
    index = CorpusIndex(entries, problems)
    for entry in entries:
        if entry.annotation:
            check = ReferenceCheck(problems)
            EntryValidator(entry, authority, index, check).validate()
    index.no_circular_restatements()
    if not blind:
        index.no_impossible_relations()


class CorpusIndex:
    """Every identified row of the corpus, and where it was written."""

    def __init__(self, entries: Iterable[Entry], problems: Problems) -> None:
        self.problems = problems
        self.claims: dict[str, Claim] = {}
        self.claimants: dict[str, str | None] = {}
        self.paths: dict[str, str] = {}
        seen: dict[tuple[str, str], tuple[str, int]] = {}
        for entry in entries:
            passages = entry.annotation.passages if entry.annotation else ()
            sources = entry.annotation.attributed if entry.annotation else {}
            for kind, row in chain.from_iterable(map(identified_rows, passages)):
                first = seen.setdefault((kind, row.id), (entry.annotation_path, row.written_on))
                if first != (entry.annotation_path, row.written_on):
                    what = f"the id {row.id!r} is already used in {kind}, at {first[0]}:{first[1]}"
                    problems.add(entry.annotation_path, row.written_on, what, "give this one another id")
                if isinstance(row, Claim):
                    self.claims[row.id] = row
                    self.paths[row.id] = entry.annotation_path
                    author = entry.description.author
                    self.claimants[row.id] = sources.get(row.attribution) if row.attribution else author

    def no_circular_restatements(self) -> None:
        """Record restatements of a restatement, and of another claimant's claim."""
        for claim in self.claims.values():
            first = self.claims.get(claim.restates or "")
            if first is None:
                continue
            path = self.paths[claim.id]
            if first.restates:
                circular = self.leads_back(claim)
                what = f"restates: {first.id!r} is itself a restatement" + (", forming a cycle" if circular else "")
                remedy = "point to the first occurrence, which restates nothing"
                self.problems.add(path, claim.written_on, what, remedy)
            elif self.claimants[claim.id] != self.claimants[first.id]:
                what = f"restates: {first.id!r} has a different claimant, {self.claimants[first.id]!r}"
                self.problems.add(path, claim.written_on, what, "relate them with “corroborates” instead")

    def no_impossible_relations(self) -> None:
        """Record relations that can't hold, and those that the same two propositions have already.

        A repeat has the relations of what it repeats, so that a relation is written once, whatever repeats either side.
        """
        seen: dict[tuple[str, ...], tuple[str, ClaimRelation]] = {}
        for claim in self.claims.values():
            for relation in claim.relations:
                other = self.claims.get(relation.claim)
                if other is None or other is claim:
                    continue
                what, remedy = why_impossible(claim, relation.relation, other, self.claimants)
                pair = (claim.restates or claim.id, other.restates or other.id)
                key = ("opposed", *sorted(pair)) if relation.relation in OPPOSED else (relation.relation, *pair)
                path, first = seen.setdefault(key, (self.paths[claim.id], relation))
                if first is not relation:
                    what = f"these two, or what they repeat, are so related at {path}:{first.written_on}"
                    remedy = "keep one of the two: repeats have the relations of what they repeat"
                if what:
                    self.problems.add(self.paths[claim.id], relation.written_on, f"{relation.relation}: {what}", remedy)

    def leads_back(self, claim: Claim) -> bool:
        """Whether following ``restates`` never ends."""
        seen: set[str] = set()
        at: Claim | None = claim
        while at is not None and at.id not in seen:
            seen.add(at.id)
            at = self.claims.get(at.restates or "")
        return at is not None


def may_report(claim: Claim, event: Event) -> bool:
    """Whether an event can happen when a claim of its own type says, as far as both are dated."""
    return claim.event_type != event.event_type or not event.event_type or may_coincide(claim.event_date, event.date)


def why_impossible(claim: Claim, relation: str, other: Claim, claimants: Mapping[str, str | None]) -> tuple[str, str]:
    """What is wrong with a relation of two claims, and what to do about it; empty if it can hold."""
    if (claim.restates or claim.id) == (other.restates or other.id):
        return f"{claim.id!r} and {other.id!r} are repeats of one claim", "remove the relation, or restates"
    if relation in EXCLUSIVE and not may_coincide(claim.event_date, other.event_date):
        what = f"{claim.id!r} is dated {claim.event_date} and {other.id!r} {other.event_date}, so both can be true"
        return what, "use qualifies or attacks, or correct the dates"
    if relation == "corroborates" and claimants[claim.id] == claimants[other.id]:
        return f"{claim.id!r} and {other.id!r} have the same claimant", "use restates or supports"
    return "", ""


def identified_rows(passage: Passage) -> Iterator[tuple[str, Attribution | Quote | Claim | Citation]]:
    """The rows of a passage that have an id of their own, each with its kind."""
    for kind in IDENTIFIED:
        for row in getattr(passage, kind):
            yield kind, row


class EntryValidator:
    """Checks one document's annotation."""

    def __init__(self, entry: Entry, authority: Authority, index: CorpusIndex, check: ReferenceCheck) -> None:
        assert entry.annotation is not None
        self.entry, self.annotation = entry, entry.annotation
        self.authority, self.index, self.check, self.problems = authority, index, check, check.problems
        self.annotators = (authority.standard or authority).annotators | authority.annotators
        passages = self.annotation.passages
        self.attributions = self.annotation.attributions
        self.quotes = {row.id: row for passage in passages for row in passage.quotes}
        self.citations = {row.id: row for passage in passages for row in passage.citations}

    def fail(self, row: Row, what: str, remedy: str) -> None:
        """Record a problem at a row."""
        self.problems.add(self.annotation.path, row.written_on, what, remedy)

    def known(self, row: Row, label: str, wanted: str | None, there: Iterable[str]) -> None:
        """Check that an id exists."""
        self.check.known(self.annotation.path, row.written_on, label, wanted, there)

    def term(self, row: Row, label: str, wanted: str | None, vocabulary: str) -> None:
        """Check that a term is in its vocabulary."""
        terms = self.authority.vocabularies[vocabulary]
        self.check.known(self.annotation.path, row.written_on, label, wanted, terms)

    def said_in_time(self, row: Attribution | Claim, words: Span) -> None:
        """Check that what a text tells was not said after it was written."""
        said, written = row.stated_on, self.entry.written(words)
        if said and written and is_after(said, written):
            what = f"stated_on: {said} is after {written}, when this was written"
            self.fail(row, what, "correct this date, or the reference date of its section")

    def validate(self) -> None:
        """Run every check, in document order."""
        description = self.entry.description
        self.known(description, "author", description.author, self.authority.actors)
        self.known(description, "publisher", description.publisher, self.authority.actors)
        self.known(description, "annotator", self.annotation.annotator, self.annotators)
        check_url(description.source_url, self.annotation.path, description.written_on, self.problems)
        self.validate_head()
        for section in self.annotation.sections:
            if section.reference_date and not section.reference_date_basis:
                self.fail(section, "this section has a reference date without a reason", "add reference_date_basis")
            if section.reference_date and set(section.reference_date.split("/")) & {"", ".."}:
                what = f"reference_date: {section.reference_date!r} has no beginning, or no end"
                self.fail(section, what, "give the day, month or year from which the text counts")
        for passage in self.annotation.passages:
            self.validate_mentions(passage)
            for attribution in passage.attributions:
                self.validate_attribution(attribution)
            for quote in passage.quotes:
                self.validate_quote(quote)
            for claim in passage.claims:
                self.validate_claim(claim)
            for issue in passage.issues:
                self.term(issue, "issue_type", issue.issue_type, "issue_types")
            self.validate_no_claims(passage)
            self.validate_places(passage)
        self.no_duplicates()

    def validate_head(self) -> None:
        """Check the review of the reading as a whole."""
        head = self.annotation
        self.validate_review(head, Review(head.review_status, head.reviewed_by, head.reviewed_on), "the reading")
        annotator = self.annotators.get(head.annotator)
        if annotator and annotator.kind == "person" and head.review_status in NOBODY_LOOKED:
            what = f"{head.annotator!r} is a person, so this reading is not just {head.review_status}"
            self.fail(
                head, what, f"write review_status: accepted, reviewed_by: {head.annotator} and reviewed_on: the day"
            )

    def validate_own_review(self, row: Attribution | Quote | Claim) -> None:
        """Check the review of a row that says anything about it."""
        if row.review_status or row.reviewed_by or row.reviewed_on:
            self.validate_review(row, self.annotation.review(row), repr(row.id))

    def validate_review(self, row: Row, review: Review, name: str) -> None:
        """Check that a person's status names a person and a day, and that no other does."""
        status, reviewer, day = review
        if status in NOBODY_LOOKED:
            if reviewer or day:
                what = f"review_status: {status} means that no person has looked at {name}, but a reviewer is given"
                self.fail(row, what, f"remove reviewed_by and reviewed_on, or write {PERSONS}")
        elif reviewer is None or day is None:
            lacking = "reviewed_by" if reviewer is None else "reviewed_on"
            remedy = "add both, a person of annotators.yml and a day; if no person has, write proposed or settled"
            self.fail(
                row, f"review_status: {status} means that a person has looked at {name}: {lacking} is missing", remedy
            )
        else:
            self.known(row, "reviewed_by", reviewer, self.annotators)
            if reviewer in self.annotators and self.annotators[reviewer].kind != "person":
                remedy = "name a person of annotators.yml; if no person has looked at it, write proposed or settled"
                self.fail(row, f"reviewed_by: {reviewer!r} is a program", remedy)
            if not is_date(day):
                self.fail(row, f"reviewed_on: there is no day {day}", "write the day: 2017-12-11")

    def validate_mentions(self, passage: Passage) -> None:
        """Check that mentions and citations refer to records of the authority files."""
        for actor in passage.actors:
            self.known(actor, "actor", actor.actor, self.authority.actors)
        for location in passage.locations:
            self.known(location, "location", location.location, self.authority.locations)
            self.term(location, "method", location.method, "resolution_methods")
        for citation in passage.citations:
            self.known(citation, "source", citation.source, self.authority.sources)

    def validate_attribution(self, row: Attribution) -> None:
        """Check that the source exists, and either has words or is marked as inferred."""
        self.validate_own_review(row)
        self.known(row, "source", row.source, self.authority.actors)
        if row.source and not row.source_words and not row.source_is_inferred:
            self.fail(
                row,
                f"no words name the source of {row.id!r}",
                "add source_words, or source_is_inferred: true",
            )
        if row.source_words and row.source_is_inferred:
            self.fail(row, f"the source of {row.id!r} is both named and inferred", "remove one of the two")
        if not row.content_words:
            self.fail(row, f"{row.id!r} attributes nothing", "add content_words")
        for content in row.content_words[:1]:
            self.said_in_time(row, content)
        pieces = sorted(row.content_words)
        if any(one.overlaps(other) for one, other in zip(pieces, pieces[1:], strict=False)):
            self.fail(row, f"pieces of the content of {row.id!r} overlap", "join them, or separate them")

    def validate_quote(self, row: Quote) -> None:
        """Check that a quote starts with a quotation mark, and that the rows it refers to exist."""
        self.validate_own_review(row)
        self.known(row, "attribution", row.attribution, self.attributions)
        self.known(row, "continues", row.continues, self.quotes)
        if row.continues == row.id:
            self.fail(row, f"{row.id!r} continues itself", "name the quote before it")
        if self.entry.document.text[row.exact.start] not in CLOSED_BY:
            self.fail(row, f"the quote {row.id!r} does not start with a quotation mark", "copy its marks, too")

    def validate_claim(self, row: Claim) -> None:
        """Check the terms, actors, places, citations, restatements and relations of a claim."""
        self.validate_own_review(row)
        self.term(row, "claim_type", row.claim_type, "claim_types")
        self.term(row, "event_type", row.event_type, "event_types")
        self.term(row, "factuality", row.factuality, "factuality_values")
        self.known(row, "attribution", row.attribution, self.attributions)
        self.known(row, "quote", row.quote, self.quotes)
        self.known(row, "restates", row.restates, self.index.claims)
        self.said_in_time(row, row.exact)
        roles = (
            ("actors", row.actors, self.authority.actors),
            ("locations", row.locations, self.authority.locations),
        )
        for label, by_role, there in roles:
            for role in fields(by_role):
                ids = getattr(by_role, role.name)
                for wanted in ids:
                    self.known(row, f"{label}: {role.name}", wanted, there)
                if len(set(ids)) < len(ids):
                    self.fail(row, f"{label}: {role.name} lists an id twice", "keep it once")
        self.validate_events(row)
        for covering in row.citations:
            self.known(covering, "citation", covering.citation, self.citations)
        if len({c.citation for c in row.citations}) < len(row.citations):
            self.fail(row, f"{row.id!r} has the same citation twice", "keep the nearer scope")
        for quantity in row.quantities:
            self.validate_quantity(row, quantity)
        for relation in row.relations:
            self.term(relation, "relation", relation.relation, "relation_types")
            self.known(relation, "claim", relation.claim, self.index.claims)
        if row.id in (row.restates, *(relation.claim for relation in row.relations)):
            self.fail(row, f"{row.id!r} is related to itself", "name another claim")

    def validate_events(self, row: Claim) -> None:
        """Check a claim's event subtype, and that its events exist and can happen when it says.

        Only a claim with an event's own type reports the event itself; others may be about what came before or after.
        """
        subtypes, types = (self.authority.vocabularies[name] for name in ("event_subtypes", "event_types"))
        self.term(row, "event_subtype", row.event_subtype, "event_subtypes")
        wanted = subtypes[row.event_subtype].event_type if row.event_subtype in subtypes else row.event_type
        if wanted in types and wanted != row.event_type:
            what = (
                f"event_subtype: {row.event_subtype!r} belongs to {wanted}, not to {row.event_type or 'no event type'}"
            )
            self.fail(row, what, f"write event_type: {wanted}, or another subtype")
        for key in row.events:
            self.known(row, "events", key, self.authority.events)
            event = self.authority.events.get(key)
            if event and not may_report(row, event):
                what = f"events: {row.id!r} is dated {row.event_date}, but {key!r} {event.date}"
                self.fail(row, what, "correct a date, or leave the event out")
        if len(set(row.events)) < len(row.events):
            self.fail(row, f"{row.id!r} has the same event twice", "keep it once")

    def validate_quantity(self, claim: Claim, row: Quantity) -> None:
        """Check that a quantity is in its claim's words, once, and has the numbers that its vagueness asks for."""
        if not claim.exact.contains(row.exact):
            what = f"this quantity is not in the words of {claim.id!r}"
            self.fail(row, what, "copy it from them, or give it to another claim")
        if sum(other.exact == row.exact for other in claim.quantities) > 1:
            self.fail(row, "the same words are a quantity twice", "keep one of them")
        given = {name for name in ("value", "lower", "upper") if getattr(row, name) is not None}
        if given not in NUMBERS[row.vagueness]:
            wanted = " or ".join(" and ".join(sorted(names)) or "no number" for names in NUMBERS[row.vagueness])
            what = f"a quantity that is {row.vagueness!r} has {wanted}, not {' and '.join(sorted(given)) or 'none'}"
            self.fail(row, what, "give these, or another vagueness")
        if row.lower is not None and row.upper is not None and row.lower > row.upper:
            self.fail(row, f"the lower bound, {row.lower:g}, is above the upper, {row.upper:g}", "exchange them")

    def validate_no_claims(self, passage: Passage) -> None:
        """Check that sentences with a reason for making no claim make none."""
        claims = [claim.exact for claim in passage.claims]
        for row in passage.no_claims:
            covered = [s.exact for s in self.entry.sentences if row.exact.overlaps(s.exact)]
            if any(claim.overlaps(sentence) for sentence in covered for claim in claims):
                self.fail(row, "this sentence has a claim", "remove the reason, or the claim")

    def validate_places(self, passage: Passage) -> None:
        """Check that nothing is annotated in boilerplate, and that claims and quotes stay within one section."""
        sections = [s for s in self.entry.sections if s.exact.overlaps(passage.text)]
        for section in sections:
            if section.kind == "boilerplate":
                what = f"the passage extends into boilerplate, {section.title!r}"
                self.fail(passage, what, "end it earlier, or give the section another kind")
        rows: list[Claim | Quote] = [*passage.claims, *passage.quotes]
        for row in rows:
            if not any(section.exact.contains(row.exact) for section in sections):
                self.fail(row, f"{row.id!r} extends beyond its section", "keep it within one section")

    def no_duplicates(self) -> None:
        """Check that nothing is annotated twice, or overlaps itself."""
        passages = self.annotation.passages
        self.no_overlap("actor", ((m.exact, m.actor, m) for p in passages for m in p.actors))
        self.no_overlap("location", ((m.exact, m.location, m) for p in passages for m in p.locations))
        self.no_overlap("time", ((m.exact, "", m) for p in passages for m in p.times))
        self.no_overlap("citation", ((m.exact, "", m) for p in passages for m in p.citations))
        claims = ((c.exact, c.statement, c) for p in passages for c in p.claims)
        self.no_overlap("claim", claims)
        quotes = sorted(((q.exact, q) for p in passages for q in p.quotes), key=lambda pair: pair[0])
        for (one, first), (other, second) in zip(quotes, quotes[1:], strict=False):
            if one == other or (one.overlaps(other) and not one.contains(other)):
                what = f"the quotes {first.id!r} and {second.id!r} overlap"
                self.fail(second, what, "nest one inside the other, or separate them")

    def no_overlap(self, label: str, marked: Iterable[tuple[Span, str | None, Row]]) -> None:
        """Check that no two rows for the same thing share characters."""
        last: dict[str | None, tuple[Span, Row]] = {}
        for span, key, row in sorted(marked, key=lambda item: item[0]):
            before = last.get(key)
            if before and before[0].overlaps(span):
                what = f"this {label} overlaps the same {label} on line {before[1].written_on}"
                self.fail(row, what, "keep the wider of the two")
            if before is None or span.end > before[0].end:
                last[key] = (span, row)


def unused_events(entries: Iterable[Entry], authority: Authority, problems: Problems) -> None:
    """Record the events that no claim is about, nor about a part of them."""
    annotations = [entry.annotation for entry in entries if entry.annotation]
    named = {key for one in annotations for passage in one.passages for claim in passage.claims for key in claim.events}
    used = with_wholes(named, authority.events)
    declared = {id(event): one.path for one in annotations for event in one.events}
    for key, event in authority.events.items():
        if key not in used:
            path = declared.get(id(event), authority.paths["events"])
            problems.add(
                path, event.written_on, f"no claim is about {key!r}", "name it in a claim's events, or remove it"
            )


def uncovered_spans(entry: Entry) -> list[Span]:
    """Body sentences of an annotated document that have neither a claim nor a reason for making none."""
    if not entry.annotation:
        return []
    passages = entry.annotation.passages
    touched = sorted(
        [*(c.exact for p in passages for c in p.claims), *(n.exact for p in passages for n in p.no_claims)]
    )
    return [
        sentence.exact
        for sentence in entry.sentences
        if sentence.section.kind == "body" and not any(span.overlaps(sentence.exact) for span in touched)
    ]
