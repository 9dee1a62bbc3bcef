"""The one intermediate form: what a person wrote in YAML, or the machine read, about one document.

Everything here is frozen and knows nothing of files or SQLite. Positions are :class:`Span`s: Unicode code
points of the decoded text, 0-based, end excluded (W3C Web Annotation, section 4.2.5). Field names are the
YAML keys, and, with ``_id`` added where they name another row, the columns of ``schema/*.sql``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal, NamedTuple

from onrecord.span import Span
from onrecord.text.document import Section
from onrecord.values import (
    Amount,
    Day,
    DocumentId,
    Edtf,
    GeoNamesId,
    Language,
    Name,
    Row,
    Score,
    Slug,
    TermId,
    WikidataId,
)

Certainty = Literal["certain", "less-certain", "uncertain"]
MentionForm = Literal["name", "nominal", "pronoun", "metonym", "adjective", "mistranslation"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
CitationStyle = Literal["author-year", "url", "url-year", "link", "footnote"]
UrlStatus = Literal["none", "article", "home-page", "mangled"]
Manner = Literal["direct", "mixed", "indirect"]
DIRECT, MIXED = 0.95, 0.02
"""Content is direct if at least the first share of its letters is inside quotation marks, mixed above the second."""
QuoteType = Literal["speech", "term", "name"]
MarkStatus = Literal["paired", "wrong-close", "unclosed"]
ReviewStatus = Literal["proposed", "settled", "accepted", "corrected", "rejected", "disputed"]
Reading = Literal["machine", "settled", "reviewed"]
NOBODY_LOOKED: tuple[ReviewStatus, ...] = ("proposed", "settled")
"""The statuses of rows that no person has looked at; every other one is a person's."""
Scope = Literal["sentence", "paragraph", "section"]
Vagueness = Literal["exact", "about", "at-most", "at-least", "vague"]
ActorRole = Literal["actor", "recipient", "other"]
LocationRole = Literal["event", "origin", "destination", "limit", "topic"]
NameKind = Literal["alias", "transliteration", "native", "abbreviation", "historic"]
Relation = Literal["contradicts", "contrary", "supports", "corroborates", "attacks", "qualifies"]
EXCLUSIVE: tuple[Relation, ...] = ("contradicts", "contrary")
"""The relations of claims that can't both be true, the plainest first; they hold both ways."""
OPPOSED: tuple[Relation, ...] = (*EXCLUSIVE, "attacks")
"""These, and that of a claim that is a reason against another."""


@dataclass(frozen=True, kw_only=True)
class ActorMention(Row):
    """The words at ``exact`` refer to an actor of the authority file."""

    exact: Span
    actor: Slug
    form: MentionForm = "name"
    certainty: Certainty = "certain"


@dataclass(frozen=True, kw_only=True)
class LocationMention(Row):
    """The words at ``exact`` refer to a place, ``None`` if it could not be resolved."""

    exact: Span
    location: Slug | None = None
    form: MentionForm = "name"
    certainty: Certainty = "certain"
    method: str | None = None
    score: Score | None = None
    scored_as: str | None = None


@dataclass(frozen=True, kw_only=True)
class TimeMention(Row):
    """A time expression (TIMEX3 type) and, where the text allows, its EDTF value."""

    exact: Span
    timex_type: TimexType = "DATE"
    date: Edtf | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Citation(Row):
    """A reference in the text to a source of the authority file."""

    id: Slug
    exact: Span
    source: Slug
    style: CitationStyle


@dataclass(frozen=True, kw_only=True)
class Attribution(Row):
    """Words or thoughts attributed to somebody: source, cue and content (PARC 3.0, Pareti 2016).

    ``source`` is the actor, ``None`` if nobody can be named; ``source_is_inferred`` if no words at this place
    name the actor. ``certainty`` is how sure it is that this source says it, ``stated_on`` when it was said, as far as
    the text dates that. Content may be discontinuous.
    """

    id: Slug
    source: Slug | None = None
    manner: Manner
    source_is_inferred: bool = False
    certainty: Certainty = "certain"
    source_words: tuple[Span, ...] = ()
    cue_words: tuple[Span, ...] = ()
    content_words: tuple[Span, ...]
    stated_on: Edtf | None = None
    review_status: ReviewStatus | None = None
    reviewed_by: Slug | None = None
    reviewed_on: Day | None = None
    score: Score | None = None
    scored_as: str | None = None


@dataclass(frozen=True, kw_only=True)
class Quote(Row):
    """Words between quotation marks, marks included; its speaker is its attribution's source."""

    id: Slug
    exact: Span
    quote_type: QuoteType
    attribution: Slug | None = None
    continues: Slug | None = None
    review_status: ReviewStatus | None = None
    reviewed_by: Slug | None = None
    reviewed_on: Day | None = None


@dataclass(frozen=True, kw_only=True)
class ClaimActors:
    """Who acts, on whom, and who else takes part."""

    actor: tuple[Slug, ...] = ()
    recipient: tuple[Slug, ...] = ()
    other: tuple[Slug, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ClaimLocations:
    """Where it happens, from where, to where, up to where, or which place it is about."""

    event: tuple[Slug, ...] = ()
    origin: tuple[Slug, ...] = ()
    destination: tuple[Slug, ...] = ()
    limit: tuple[Slug, ...] = ()
    topic: tuple[Slug, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ClaimCitation(Row):
    """A citation that covers the claim, how far its coverage extends, and how sure it is that it covers the claim."""

    citation: Slug
    scope: Scope
    certainty: Certainty = "certain"


@dataclass(frozen=True, kw_only=True)
class ClaimRelation(Row):
    """A relation of this claim to another, and the reason for it (Argdown's relations)."""

    relation: Relation
    claim: Slug
    rationale: str


@dataclass(frozen=True, kw_only=True)
class Quantity(Row):
    """How many or how much the claim says: a value, or bounds, of a unit."""

    exact: Span
    unit: str
    vagueness: Vagueness = "exact"
    value: Amount | None = None
    lower: Amount | None = None
    upper: Amount | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Claim(Row):
    """One proposition by one claimant: its attribution's source, or the document's author if it has none.

    ``event_date`` is when the thing claimed happens or holds; ``stated_on`` when it was said, if not when its
    attribution or its section says.
    """

    id: Slug
    exact: Span
    statement: str
    claim_type: TermId
    event_type: TermId | None = None
    event_subtype: TermId | None = None
    factuality: TermId
    event_date: Edtf | None = None
    stated_on: Edtf | None = None
    attribution: Slug | None = None
    quote: Slug | None = None
    actors: ClaimActors = ClaimActors()
    locations: ClaimLocations = ClaimLocations()
    events: tuple[Slug, ...] = ()
    citations: tuple[ClaimCitation, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    restates: Slug | None = None
    relations: tuple[ClaimRelation, ...] = ()
    review_status: ReviewStatus | None = None
    reviewed_by: Slug | None = None
    reviewed_on: Day | None = None
    score: Score | None = None
    scored_as: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class TextIssue(Row):
    """An error in the text, which is never corrected there, with a proposed reading if there is one."""

    exact: Span
    issue_type: TermId
    proposed_reading: str | None = None
    certainty: Certainty = "certain"
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class NoClaim(Row):
    """The reason why the sentences inside ``exact`` make no claim."""

    exact: Span
    reason: str


@dataclass(frozen=True, kw_only=True)
class Passage(Row):
    """One or more whole sentences and everything annotated in them; passages are in document order."""

    text: Span
    actors: tuple[ActorMention, ...] = ()
    locations: tuple[LocationMention, ...] = ()
    times: tuple[TimeMention, ...] = ()
    citations: tuple[Citation, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    quotes: tuple[Quote, ...] = ()
    claims: tuple[Claim, ...] = ()
    issues: tuple[TextIssue, ...] = ()
    no_claims: tuple[NoClaim, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DocumentDescription(Row):
    """What is known about the document; ``author`` is the actor who claims everything that is not attributed, and
    ``publisher`` the actor who publishes it."""

    id: DocumentId
    sha256: str | None = None
    title: str
    language: Language = "en"
    author: Slug | None = None
    publisher: Slug | None = None
    published: Edtf | None = None
    source_url: str | None = None
    rights: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Sidecar(Row):
    """What a file beside a document says of it, for the machine to read it with; authors are names or known ids."""

    title: str | None = None
    author: Name | None = None
    publisher: Name | None = None
    published: Edtf | None = None
    language: Language | None = None
    source_url: str | None = None
    rights: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class OtherName(Row):
    """Another name of an actor or place; without a language where it belongs to none, or to more than one.

    In YAML, one without a language that is simply an alias may be written as text.
    """

    SHORT: ClassVar[str] = "name"
    name: Name
    language: Language | None = None
    kind: NameKind = "alias"


OLD_KEYS = {"aliases": "names"}
"""Keys of older files, with the field that each is read as."""


@dataclass(frozen=True, kw_only=True)
class Actor(Row):
    """A person, body or state that says or does something; ``name`` is its usual name."""

    OLD_KEYS: ClassVar[Mapping[str, str]] = OLD_KEYS
    id: Slug
    name: Name
    name_language: Language | None = None
    actor_type: str
    country_code: str | None = None
    part_of: Slug | None = None
    wikidata_id: WikidataId | None = None
    identifier_source: str | None = None
    note: str | None = None
    names: tuple[OtherName, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Location(Row):
    """A place; without a trustworthy point it has no coordinates (degrees, WGS 84) and is not on the map."""

    OLD_KEYS: ClassVar[Mapping[str, str]] = OLD_KEYS
    id: Slug
    name: Name
    name_language: Language | None = None
    feature_code: str
    country_code: str | None = None
    part_of: Slug | None = None
    latitude: float | None = None
    longitude: float | None = None
    geo_precision: str | None = None
    coordinate_source: str | None = None
    geonames_id: GeoNamesId | None = None
    wikidata_id: WikidataId | None = None
    identifier_source: str | None = None
    note: str | None = None
    names: tuple[OtherName, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Source(Row):
    """A publication that the documents cite; ``listed_as`` is its entry in a list of references."""

    id: Slug
    name: Name
    author: str | None = None
    publisher: Slug | None = None
    url: str | None = None
    url_status: UrlStatus
    listed_as: str | None = None
    published: Edtf | None = None
    note: str | None = None


class Review(NamedTuple):
    """A row's status, and the person whose it is with the day."""

    review_status: ReviewStatus
    reviewed_by: Slug | None
    reviewed_on: Day | None


@dataclass(frozen=True, kw_only=True)
class Event(Row):
    """A happening that claims are about, perhaps a part of a larger one. That it has a record doesn't make it true."""

    id: Slug
    name: Name
    event_type: TermId | None = None
    date: Edtf | None = None
    locations: tuple[Slug, ...] = ()
    part_of: Slug | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Annotation(Row):
    """One reading of one document by one annotator, with the actors, places, sources and events that it declares.

    The review at its head, ``written_on`` its line, is that of every row that gives none of its own.
    """

    path: str
    document: DocumentDescription
    annotator: Slug
    review_status: ReviewStatus
    reviewed_by: Slug | None = None
    reviewed_on: Day | None = None
    actors: tuple[Actor, ...] = ()
    locations: tuple[Location, ...] = ()
    sources: tuple[Source, ...] = ()
    events: tuple[Event, ...] = ()
    sections: tuple[Section, ...] = ()
    passages: tuple[Passage, ...] = ()

    @property
    def reading(self) -> Reading:
        """How the document as a whole was read."""
        statuses: dict[ReviewStatus, Reading] = {"proposed": "machine", "settled": "settled"}
        return statuses.get(self.review_status, "reviewed")

    def review(self, row: Attribution | Quote | Claim) -> Review:
        """What has happened to a row since it was made; what it leaves out is as at the head."""
        status = row.review_status or self.review_status
        if status in NOBODY_LOOKED:
            return Review(status, row.reviewed_by, row.reviewed_on)
        return Review(status, row.reviewed_by or self.reviewed_by, row.reviewed_on or self.reviewed_on)

    @cached_property
    def attributions(self) -> dict[Slug, Attribution]:
        """Each attribution by its id."""
        return {row.id: row for passage in self.passages for row in passage.attributions}

    @cached_property
    def attributed(self) -> dict[Slug, Slug | None]:
        """The source of each attribution, by the attribution's id."""
        return {key: row.source for key, row in self.attributions.items()}
