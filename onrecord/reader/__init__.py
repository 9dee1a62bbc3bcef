"""The machine reader: a document → its annotation, by rules over one of spaCy's English models.

Names in the authority files are linked to their records. Ids are made of the document's id and offsets, or
of names, so that no other document can ever change them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Protocol

from onrecord.annotation.authority import DECLARED, Annotator, Authority
from onrecord.annotation.model import Annotation, DocumentDescription, Passage, TextIssue
from onrecord.annotation.names import Record, by_name, with_distinct_names
from onrecord.reader.actors.actor_mentions import ActorMaterial, find_actor_mentions
from onrecord.reader.actors.actor_records import (
    KnownActors,
    author_record,
    is_placeholder,
    plain_name,
    publisher_record,
    referent_record,
)
from onrecord.reader.assembly import new_records, split_passages, used_actors
from onrecord.reader.attributions.annotation_rows import attribution_rows, quote_rows
from onrecord.reader.attributions.discourse import read_discourse
from onrecord.reader.citations.citations import find_citations
from onrecord.reader.citations.references import reference_lists
from onrecord.reader.claims.antecedents import WRITER
from onrecord.reader.claims.claims import find_claims, find_no_claims
from onrecord.reader.claims.drafts import Material
from onrecord.reader.claims.voices import voices_of
from onrecord.reader.fingerprint import fingerprint
from onrecord.reader.parsing.parsed_text import parse_text
from onrecord.reader.parsing.parser import load_model
from onrecord.reader.places.gazetteer import Gazetteer, open_gazetteer, show_progress
from onrecord.reader.places.places import read_places
from onrecord.reader.times.reference_dates import date_sections, published_in
from onrecord.reader.times.said import with_dates
from onrecord.reader.times.times import find_times
from onrecord.reader.unread import read_paragraphs
from onrecord.span import Span
from onrecord.text.bylines import authors
from onrecord.text.document import Document, Section
from onrecord.text.encodings import decoded_wrongly
from onrecord.values import Slug, unique_slug

ANNOTATOR = Annotator(id="onrecord-reader", name="onrecord machine reader", kind="program", version="1")


class Reader(Protocol):
    """Reads documents against one authority.

    ``annotator`` is whose rows they are, ``version`` what changes whenever its readings may.
    """

    annotator: Annotator

    @property
    def version(self) -> str: ...  # noqa: D102

    def read(
        self,
        document: Document,
        description: DocumentDescription,
        sections: tuple[Section, ...],
        prefix: Slug | None = None,
    ) -> Annotation:
        """Read one document.

        :param prefix: what the ids of its rows start with, if not the document's id
        """


def encoding_issues(text: str) -> Iterator[TextIssue]:
    """The words that were decoded in a wrong encoding, with what they were if that is known."""
    for span, reading in decoded_wrongly(text):
        yield TextIssue(exact=span, issue_type="wrong-encoding", proposed_reading=reading, certainty="less-certain")


class RuleReader:
    """Reads by rules; the authority is indexed once, and the gazetteer is opened once.

    :param pipeline: a language model to parse with, if not the one that the rules were made with
    :raises ModelMissing: without that model
    """

    def __init__(self, authority: Authority, pipeline: str | None = None) -> None:
        self.authority, self.pipeline = authority, pipeline
        self.annotator = parsing_with(pipeline) if pipeline else ANNOTATOR
        self.actors = KnownActors.of(authority.actors)
        self.locations = by_name(authority.locations.values())
        self.names = {kind: frozenset(one.name for one in getattr(authority, kind).values()) for kind in DECLARED}

    @property
    def version(self) -> str:
        """The fingerprint of the rules."""
        return fingerprint()

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Opened, or built, when the first document needs it."""
        return open_gazetteer(progress=show_progress)

    def named_apart(self, kind: str, records: Iterable[Record]) -> tuple[Record, ...]:
        """The records, under names that neither another one nor a record of this kind in the authority files has."""
        return tuple(with_distinct_names(records, self.names[kind]))

    def read(
        self,
        document: Document,
        description: DocumentDescription,
        sections: tuple[Section, ...],
        prefix: Slug | None = None,
    ) -> Annotation:
        """Read one document.

        :param prefix: what the ids of its rows start with, if not the document's id
        :raises ModelMissing: without the language model
        :raises GazetteerMissing: without the gazetteer's source
        """
        text, known, actors = document.text, self.authority, self.actors.named_in(document.text)
        prefix = prefix or unique_slug(description.id)
        byline = authors(document)
        author = author_record(description, byline, actors)
        sections = date_sections(document, sections, description.published)
        published = description.published or published_in(text)

        parsed = parse_text(text, read_paragraphs(document, sections), sections, self.pipeline)
        cited = find_citations(document, sections, known.sources.values(), prefix)
        citations = tuple(one.row for one in cited)
        names = read_places(text, parsed.trees, self.gazetteer, self.locations)
        places = names.outside(row.exact for row in citations if row.style != "link").told_apart(known.locations)
        times = find_times(text, sections, parsed.tokens, [row.exact for row in citations])

        discourse = read_discourse(parsed, names.known_names, byline)
        places = places.outside(span for one in discourse.referents for span in one.names_of_person)
        speakers = tuple(referent_record(one, description.id, actors) for one in discourse.referents)
        mentions, bodies = find_actor_mentions(
            ActorMaterial(description.id, parsed, actors, discourse.referents, speakers, tuple(discourse.sources)),
            places={row.exact: row.form for row in places.mentions},
            citations=[row.exact for row in citations],
        )
        attributions = tuple(attribution_rows(discourse, prefix, [one.id for one in speakers], author.id, mentions))
        attributions = tuple(with_dates(attributions, times, sections, parsed.tokens, published))
        rows = Passage(
            text=Span(0, len(text)),
            issues=tuple(encoding_issues(text)),
            actors=mentions,
            locations=places.mentions,
            times=times,
            citations=citations,
            attributions=attributions,
            quotes=tuple(quote_rows(discourse, prefix, attributions)),
        )

        publisher = publisher_record(description, document.imprint.publisher, self.actors, (author, *speakers, *bodies))
        makers = (author, publisher) if publisher else (author,)
        new_actors = new_records((*makers, *speakers, *bodies), known.actors)
        called = {key: plain_name(actor) for key, actor in (known.actors | new_actors).items()}
        if is_placeholder(author):
            called[author.id] = WRITER
        voices = voices_of(discourse, attributions)
        material = Material(
            document, sections, parsed.tokens, rows, cited, voices, called, author.id, reference_lists(text)
        )
        claims = find_claims(material, prefix)
        whole = replace(rows, claims=claims, no_claims=find_no_claims(material, claims))

        return Annotation(
            path=document.path,
            document=replace(
                description, author=author.id, publisher=publisher.id if publisher else None, published=published
            ),
            annotator=self.annotator.id,
            review_status="proposed",
            actors=self.named_apart("actors", used_actors(new_actors.values(), whole, *makers)),
            locations=self.named_apart("locations", new_records(places.proposed, known.locations).values()),
            sources=self.named_apart("sources", new_records((one.source for one in cited), known.sources).values()),
            sections=sections,
            passages=tuple(split_passages(whole, document, sections)),
        )


def parsing_with(pipeline: str) -> Annotator:
    """The rules with another language model, as an annotator."""
    meta = load_model(pipeline).meta
    name = f"{meta['lang']}_{meta['name']}"
    key = f"{ANNOTATOR.id}-with-{unique_slug(name)}"
    return Annotator(id=key, name=f"{ANNOTATOR.name} with {name}", kind="program", version=str(meta["version"]))
