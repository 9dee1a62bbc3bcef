"""Turn a document's reading into rows of the tables, with the ids of spans in place of offsets."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from onrecord.annotation.entry import Entry
from onrecord.annotation.model import (
    Actor,
    Annotation,
    Attribution,
    Claim,
    Event,
    Location,
    MarkStatus,
    Passage,
    Quantity,
    Source,
)
from onrecord.annotation.replay import Decided
from onrecord.dates import up_to
from onrecord.span import Span
from onrecord.text.document import Section
from onrecord.text.marks import CLOSED_BY, MARKS
from onrecord.text.sections import is_in_text
from onrecord.values import Slug, with_hash

Rows = dict[str, list[dict[str, Any]]]
"""Rows by table, each a mapping of columns."""
REVIEWED = ("attributions", "quotes", "claims")
"""The tables whose rows are reviewed one by one."""


def mark_status(quote: str) -> MarkStatus:
    """Whether the quote's last character closes its first.

    >>> mark_status("“towards its permanent bases”"), mark_status("“Zones “"), mark_status("«de-escalation")
    ('paired', 'wrong-close', 'unclosed')
    """
    last = quote[-1]
    if len(quote) > 1 and last in CLOSED_BY.get(quote[0], ""):
        return "paired"
    return "wrong-close" if len(quote) > 1 and last in MARKS else "unclosed"


class DocumentRows:
    """Collects the rows of one document."""

    def __init__(self, entry: Entry) -> None:
        self.entry, self.document = entry, entry.document
        self.spans: dict[Span, str] = {}
        self.dates: set[str] = set()
        self.rows: Rows = defaultdict(list)

    def collect(self) -> Rows:
        """Every row of the document; spans come in document order."""
        self.add_document()
        self.add_text()
        annotation = self.entry.annotation
        for passage in annotation.passages if annotation else ():
            self.add_mentions(passage)
            self.add_attributions(annotation, passage)
            self.add_quotes(annotation, passage)
            for claim in passage.claims:
                self.add_claim(annotation, claim)
            self.add_issues(passage)
        decided = enumerate(self.entry.decided, 1)
        self.rows["decisions"] = [decision_row(self.entry.id, number, one) for number, one in decided]
        self.rows["spans"] = [self.span_row(span, self.spans[span]) for span in sorted(self.spans)]
        return self.rows

    def span(self, span: Span) -> str:
        """The span's id, made on first use."""
        return self.spans.setdefault(span, f"{self.entry.id}-{span.start}-{span.end}")

    def date(self, edtf: str | None) -> str | None:
        """The date's id, remembered for the table of dates."""
        if edtf is not None:
            self.dates.add(edtf)
        return edtf

    def span_row(self, span: Span, span_id: str) -> dict[str, Any]:
        """A row of ``spans``."""
        return {
            "id": span_id,
            "document_id": self.entry.id,
            "start_char": span.start,
            "end_char": span.end,
            "exact": self.document.exact(span),
            "line_start": self.document.line_of(span.start),
            "line_end": self.document.line_of(span.end - 1),
        }

    def add_document(self) -> None:
        """The document itself."""
        description, annotation = self.entry.description, self.entry.annotation
        self.rows["documents"].append(
            {
                "id": description.id,
                "title": description.title,
                "text": self.document.text,
                "sha256": self.document.sha256,
                "path": self.document.path,
                "encoding": self.document.encoding,
                "encoding_basis": self.document.encoding_basis,
                "language": description.language,
                "author_id": description.author,
                "publisher_id": description.publisher,
                "published": self.date(description.published),
                "source_url": description.source_url,
                "rights": description.rights,
                "reading": annotation.reading if annotation else "machine",
                "annotator_id": annotation.annotator if annotation else None,
                "note": description.note,
            }
        )

    def add_text(self) -> None:
        """Sections and sentences."""
        passages = self.entry.annotation.passages if self.entry.annotation else ()
        reasons = [row for passage in passages for row in passage.no_claims]
        for section in self.entry.sections:
            self.rows["sections"].append(
                {
                    "id": self.span(section.exact),
                    "span_id": self.span(section.exact),
                    "title": section.title,
                    "title_is_supplied": int(section.title_is_supplied or not self.has_title(section)),
                    "kind": section.kind,
                    "reference_date": self.date(section.reference_date),
                    "reference_date_basis": section.reference_date_basis,
                }
            )
        for sentence in self.entry.sentences:
            reason = next((row.reason for row in reasons if row.exact.overlaps(sentence.exact)), None)
            self.rows["sentences"].append(
                {
                    "id": self.span(sentence.exact),
                    "span_id": self.span(sentence.exact),
                    "section_id": self.span(sentence.section.exact),
                    "no_claim_reason": reason,
                }
            )

    def said(self, row: Attribution) -> str | None:
        """When somebody said what is attributed: as the annotation says, else by the time it was written down.

        What the document's author says of themselves is said when it is written.
        """
        written = self.entry.written(row.content_words[0])
        own = row.source is not None and row.source == self.entry.description.author
        return row.stated_on or (written if own else up_to(written))

    def claimed(self, annotation: Annotation, claim: Claim) -> str | None:
        """When a claim was made: as the annotation says, else with its attribution, else when it was written."""
        if claim.stated_on or not claim.attribution:
            return claim.stated_on or self.entry.written(claim.exact)
        return self.said(annotation.attributions[claim.attribution])

    def has_title(self, section: Section) -> bool:
        """Whether the section's title is in the text."""
        return is_in_text(section, self.entry.sections, self.document.text)

    def section_of(self, span: Span) -> Section:
        """The section that holds the span; validation has ensured that there is one."""
        return next(section for section in self.entry.sections if section.exact.contains(span))

    def add_mentions(self, passage: Passage) -> None:
        """Mentions of actors, places and times, and citations."""
        for actor in passage.actors:
            span = self.span(actor.exact)
            self.rows["actor_mentions"].append(
                {
                    "id": mention_id(span, actor.actor),
                    "span_id": span,
                    "actor_id": actor.actor,
                    "form": actor.form,
                    "certainty": actor.certainty,
                }
            )
        for place in passage.locations:
            span = self.span(place.exact)
            self.rows["location_mentions"].append(
                {
                    "id": mention_id(span, place.location or "unresolved"),
                    "span_id": span,
                    "location_id": place.location,
                    "form": place.form,
                    "certainty": place.certainty,
                    "method": place.method,
                    "score": place.score,
                    "scored_as": place.scored_as,
                }
            )
        for time in passage.times:
            span = self.span(time.exact)
            row = {"id": span, "span_id": span, "timex_type": time.timex_type, "date": self.date(time.date)}
            self.rows["time_mentions"].append(row | {"note": time.note})
        for citation in passage.citations:
            words = self.document.exact(citation.exact)
            closed = not words.startswith(("(", "[", "<")) or words.endswith((")", "]", ">"))
            self.rows["citations"].append(
                {
                    "id": citation.id,
                    "span_id": self.span(citation.exact),
                    "source_id": citation.source,
                    "style": citation.style,
                    "is_closed": int(closed),
                }
            )

    def add_attributions(self, annotation: Annotation | None, passage: Passage) -> None:
        """Attributions and their source, cue and content spans."""
        assert annotation is not None
        for row in passage.attributions:
            self.rows["attributions"].append(
                {
                    "id": row.id,
                    "document_id": self.entry.id,
                    "speaker_id": row.source,
                    "manner": row.manner,
                    "source_is_inferred": int(row.source_is_inferred),
                    "stated_on": self.date(self.said(row)),
                    "certainty": row.certainty,
                    "annotator_id": annotation.annotator,
                    **annotation.review(row)._asdict(),
                    "score": row.score,
                    "scored_as": row.scored_as,
                }
            )
            roles = (("source", row.source_words), ("cue", row.cue_words), ("content", row.content_words))
            for role, spans in roles:
                for span in spans:
                    piece = {"attribution_id": row.id, "role": role, "span_id": self.span(span)}
                    self.rows["attribution_spans"].append(piece)

    def add_quotes(self, annotation: Annotation | None, passage: Passage) -> None:
        """Quotes; the speaker is the attribution's source, the status of the marks is read from the text."""
        assert annotation is not None
        for row in passage.quotes:
            self.rows["quotes"].append(
                {
                    "id": row.id,
                    "span_id": self.span(row.exact),
                    "section_id": self.span(self.section_of(row.exact).exact),
                    "quote_type": row.quote_type,
                    "attribution_id": row.attribution,
                    "speaker_id": annotation.attributed[row.attribution] if row.attribution else None,
                    "continues_id": row.continues,
                    "mark_status": mark_status(self.document.exact(row.exact)),
                    "annotator_id": annotation.annotator,
                    **annotation.review(row)._asdict(),
                }
            )

    def add_claim(self, annotation: Annotation | None, claim: Claim) -> None:
        """A claim with its actors, places, citations and relations to other claims."""
        assert annotation is not None
        author = self.entry.description.author
        self.rows["claims"].append(
            {
                "id": claim.id,
                "statement": claim.statement,
                "claimant_id": annotation.attributed[claim.attribution] if claim.attribution else author,
                "claim_type": claim.claim_type,
                "event_type": claim.event_type,
                "event_subtype": claim.event_subtype,
                "factuality": claim.factuality,
                "event_date": self.date(claim.event_date),
                "stated_on": self.date(self.claimed(annotation, claim)),
                "attribution_id": claim.attribution,
                "quote_id": claim.quote,
                "restates_id": claim.restates,
                "document_id": self.entry.id,
                "section_id": self.span(self.section_of(claim.exact).exact),
                "span_id": self.span(claim.exact),
                "annotator_id": annotation.annotator,
                **annotation.review(claim)._asdict(),
                "score": claim.score,
                "scored_as": claim.scored_as,
                "note": claim.note,
            }
        )
        for role, actor in by_role(claim.actors):
            self.rows["claim_actors"].append({"claim_id": claim.id, "actor_id": actor, "role": role})
        for role, location in by_role(claim.locations):
            self.rows["claim_locations"].append({"claim_id": claim.id, "location_id": location, "role": role})
        for event in claim.events:
            self.rows["claim_events"].append({"claim_id": claim.id, "event_id": event})
        for cited in claim.citations:
            row = {"claim_id": claim.id, "citation_id": cited.citation, "scope": cited.scope}
            self.rows["claim_citations"].append(row | {"certainty": cited.certainty})
        self.rows["quantities"] += [self.quantity_row(claim, row) for row in claim.quantities]
        for relation in claim.relations:
            self.rows["claim_relations"].append(
                {
                    "id": f"{claim.id}-{relation.relation}-{relation.claim}",
                    "from_claim_id": claim.id,
                    "relation": relation.relation,
                    "to_claim_id": relation.claim,
                    "rationale": relation.rationale,
                }
            )

    def quantity_row(self, claim: Claim, row: Quantity) -> dict[str, Any]:
        """A row of ``quantities``."""
        return {
            "id": f"{claim.id}-{row.exact.start}-{row.exact.end}",
            "claim_id": claim.id,
            "span_id": self.span(row.exact),
            "value": row.value,
            "lower": row.lower,
            "upper": row.upper,
            "unit": row.unit,
            "vagueness": row.vagueness,
            "note": row.note,
        }

    def add_issues(self, passage: Passage) -> None:
        """Errors in the text."""
        for issue in passage.issues:
            span = self.span(issue.exact)
            self.rows["text_issues"].append(
                {
                    "id": f"{span}-{issue.issue_type}",
                    "span_id": span,
                    "issue_type": issue.issue_type,
                    "proposed_reading": issue.proposed_reading,
                    "certainty": issue.certainty,
                    "note": issue.note,
                }
            )


def decision_row(document: str, number: int, one: Decided) -> dict[str, Any]:
    """A row of ``decisions``."""
    decision = one.decision
    return {
        "id": decision.id,
        "document_id": document,
        "number": number,
        "decision": decision.deed,
        "claim_id": one.row,
        "applies": int(one.applies),
        "decided_by": one.person.id,
        "decided_at": decision.when,
        "row_id": decision.row,
        "reading": decision.reading,
        "exact": decision.anchor.exact,
        "start_char": decision.anchor.start,
        "says": json.dumps(dict(one.says), ensure_ascii=False),
        "corrections": json.dumps(dict(decision.to), ensure_ascii=False),
        "note": decision.note,
        "undoes_id": decision.undoes,
        "lost_because": one.lost or None,
    }


def mention_id(span: str, record: Slug) -> str:
    """The id of a mention; a record's id that starts with a digit could be read as the end of another span's."""
    return f"{span}-{with_hash('id', record) if record[0].isdigit() else record}"


def by_role(roles: Any) -> Iterator[tuple[str, str]]:
    """Each role with each of its ids."""
    for role in fields(roles):
        for wanted in getattr(roles, role.name):
            yield role.name, wanted


NO_COLUMNS = frozenset({"written_on", "names", "name_language", "unused", "locations"})
"""The fields of authority records that are not columns of their tables."""

KEYS = {"part_of": "part_of_id", "publisher": "publisher_id"}
"""Columns that refer to another row, by the fields that hold its id."""


def record_row(record: Actor | Location | Source | Event) -> dict[str, Any]:
    """A row of ``actors``, ``locations``, ``sources`` or ``events``."""
    names = [field.name for field in fields(record) if field.name not in NO_COLUMNS]
    return {KEYS.get(name, name): getattr(record, name) for name in names}


def referenced_ids(rows: Rows) -> tuple[set[str], set[str], set[str], set[str]]:
    """The ids of the actors, locations, sources and events that these rows refer to directly."""
    actors = {row["actor_id"] for name in ("actor_mentions", "claim_actors") for row in rows.get(name, ())}
    actors |= {row["speaker_id"] for row in rows.get("attributions", ())}
    actors |= {row[role] for row in rows["documents"] for role in ("author_id", "publisher_id")}
    locations = {row["location_id"] for name in ("location_mentions", "claim_locations") for row in rows.get(name, ())}
    sources = {row["source_id"] for row in rows.get("citations", ())}
    events = {row["event_id"] for row in rows.get("claim_events", ())}
    return actors - {None}, locations - {None}, sources, events


def reviewers(rows: Rows) -> set[str]:
    """The ids of the people who have looked at any of these rows."""
    reviewed = {row["reviewed_by"] for name in REVIEWED for row in rows.get(name, ())}
    return (reviewed | {row["decided_by"] for row in rows.get("decisions", ())}) - {None}
