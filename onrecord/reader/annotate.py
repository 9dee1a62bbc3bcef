"""A machine's reading of one document in the annotation form, with the actors, places and sources it met.

The authority files come first: whatever they know by name or alias is linked to them. Ids are made of the
document's id and offsets, or of names, so that no other document can ever change them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from onrecord.annotation.authority import Authority
from onrecord.annotation.model import (
    Actor,
    ActorMention,
    Annotation,
    Attribution,
    Citation,
    Claim,
    DocumentDescription,
    Location,
    LocationMention,
    NoClaim,
    Passage,
    Quote,
    Source,
    TimeMention,
)
from onrecord.reader import reading
from onrecord.reader.actors.naming import (
    Covered,
    Tokens,
    is_lower,
    phrase,
    recorded,
    state_mentions,
    states,
    taken_up,
)
from onrecord.reader.actors.speakers import Speaker, is_generic
from onrecord.reader.attributions.annotation_rows import attribution_rows, quote_rows, slug
from onrecord.reader.citations.citations import Cited, find_citations
from onrecord.reader.citations.references import lists
from onrecord.reader.claims.claims import Material, find_claims, unclaimed
from onrecord.reader.claims.voices import voices_of
from onrecord.reader.folding import fold
from onrecord.reader.parsing.tree import Tree
from onrecord.reader.places import locations as known_places
from onrecord.reader.places.gazetteer import Gazetteer, open_gazetteer, show_progress
from onrecord.reader.places.places import Places, read_places
from onrecord.reader.times.reference_dates import dated_sections
from onrecord.reader.times.times import find_times
from onrecord.span import Regions, Span
from onrecord.text.bylines import authors
from onrecord.text.document import Document, Section
from onrecord.text.paragraphs import blocks
from onrecord.values import Row

ANNOTATOR = "onrecord-reader"
UNKNOWN_SECTOR = "unknown"
GUESSED = (None, "place around it")
"""How a name is located that no gazetteer has."""
MADE_APART = re.compile(r" \((?:in [^()]+|machine)\)\Z")
"""What tells the actors of one document from others of the same name."""
R = TypeVar("R", bound=Row)


class MachineReader:
    """Reads documents one after another against one authority; the gazetteer is opened once."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        self.actor_ids = {name.casefold(): a.id for a in authority.actors.values() for name in (*a.aliases, a.name)}
        self.places = known_places.Authority(map(as_known, authority.locations.values()))

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Opened, or built, when the first document needs it."""
        return open_gazetteer(progress=show_progress)

    def read(self, document: Document, description: DocumentDescription, sections: tuple[Section, ...]) -> Annotation:
        """Read one document; pure but for the gazetteer.

        :raises ModelMissing: without the language model
        :raises GazetteerMissing: without the gazetteer's source
        """
        found = DocumentReading(self, document, description, sections)
        return found.result()


def as_known(location: Location) -> known_places.Location:
    """A location of the authority file as the resolver knows it."""
    return known_places.Location(
        id=location.id,
        name=location.name,
        feature_code=location.feature_code,
        country_code=location.country_code,
        latitude=location.latitude,
        longitude=location.longitude,
        geo_precision=location.geo_precision,
        coordinate_source=location.coordinate_source,
        geonames_id=location.geonames_id,
        aliases=location.aliases,
    )


def as_record(place: known_places.Location) -> Location:
    """A place that the gazetteer knows as a record of the authority file."""
    return Location(
        id=place.id,
        name=f"{place.name} ({identified_by(place)})",
        feature_code=place.feature_code,
        country_code=place.country_code,
        latitude=place.latitude,
        longitude=place.longitude,
        geo_precision=place.geo_precision,
        coordinate_source=place.coordinate_source,
        geonames_id=place.geonames_id,
    )


def identified_by(place: known_places.Location) -> str:
    """What tells a gazetteer's place from its namesakes."""
    if place.geonames_id:
        return f"GeoNames {place.geonames_id}"
    return " ".join(filter(None, (place.feature_code, place.country_code)))


@dataclass
class Rows:
    """What was found, by kind."""

    actors: list[ActorMention] = field(default_factory=list)
    locations: list[LocationMention] = field(default_factory=list)
    times: list[TimeMention] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    no_claims: list[NoClaim] = field(default_factory=list)


class DocumentReading:
    """One document on its way from the reader's parts to an annotation."""

    def __init__(
        self, reader: MachineReader, document: Document, description: DocumentDescription, sections: tuple[Section, ...]
    ) -> None:
        self.reader, self.document = reader, document
        self.places = Places((), ())
        self.sections = dated_sections(document.text, sections, description.published)
        self.prefix = slug(description.id)
        self.author = self.written_by(authors(document.text), description.id)
        self.description = replace(description, author=description.author or self.author.id)
        self.reading = reading.read(document.text, self.sections, self.place_names)
        known = description.author or self.author.id in reader.authority.actors
        self.new_actors: dict[str, Actor] = {} if known else {self.author.id: self.author}
        self.new_locations: dict[str, Location] = {}
        self.new_sources: dict[str, Source] = {}

    def written_by(self, names: Sequence[str], document: str) -> Actor:
        """The author: the one whom a byline names, else whoever it was."""
        if len(names) == 1:
            known = self.reader.actor_ids.get(names[0].casefold(), slug(names[0]))
            return Actor(id=known, name=names[0], actor_type="author", note="Named by the byline of a document.")
        named = f"The byline names {' and '.join(names)}." if names else "The machine reader does not say who."
        return Actor(
            id=f"author-of-{self.prefix}",
            name=f"Author of {document}",
            actor_type="author",
            note=f"Whoever wrote the document. {named}",
        )

    def result(self) -> Annotation:
        """The annotation, with the actors and places that no authority file knows."""
        rows = Rows()
        self.add_attributions(rows)
        self.add_citations(rows)
        self.add_locations(rows)
        self.add_actors(rows)
        rows.attributions = [self.with_source(row, rows.actors) for row in rows.attributions]
        rows.times += find_times(
            self.document.text, self.sections, self.reading.trees, (row.exact for row in rows.citations)
        )
        self.add_claims(rows)
        named = {row.actor for row in rows.actors} | {row.source for row in rows.attributions} | {self.author.id}
        return Annotation(
            path=self.document.path,
            document=self.description,
            annotator=ANNOTATOR,
            review_status="unreviewed",
            actors=tuple(actor for key, actor in self.new_actors.items() if key in named),
            locations=tuple(self.new_locations.values()),
            sources=tuple(self.new_sources.values()),
            sections=self.sections,
            passages=tuple(self.passages(rows)),
        )

    # ── actors ─────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def actor_ids(self) -> list[str]:
        """The id of each actor of the reading: known by name or alias, or made from the name.

        A person of one word, and “the Supreme Court”, are those of this document only; other names are the same in
        every document.
        """
        ids = []
        for actor in self.reading.actors:
            state = states().get(fold(actor.name)) if actor.kind in {"place", "group"} else None
            known = self.reader.actor_ids.get(actor.name.casefold())
            known = known or self.reader.actor_ids.get((state or actor.name).casefold())
            local = (actor.kind == "person" and " " not in actor.name) or is_generic(actor.name)
            sector = "country" if state else UNKNOWN_SECTOR
            ids.append(known or self.make_actor(state or actor.name, local=local, sector=sector))
        return ids

    def make_actor(self, name: str, *, local: bool, sector: str = UNKNOWN_SECTOR) -> str:
        """A new actor's id; its record is kept until we know that some row names it."""
        known = slug(name)
        label = " ".join(name.split())
        if local:
            known, label = f"{known}-in-{self.prefix}", f"{label} (in {self.description.id})"
        elif known in self.reader.authority.actors:
            known, label = f"{known}-by-machine", f"{label} (machine)"
        self.new_actors.setdefault(known, Actor(id=known, name=label, actor_type=sector))
        return known

    def speaker(self, speaker: Speaker) -> str | None:
        """The actor's id, ``None`` where nobody can be told."""
        if speaker.is_author:
            return self.description.author
        return None if speaker.actor is None else self.actor_ids[speaker.actor]

    def add_actors(self, rows: Rows) -> None:
        """Mentions of people, bodies and states, and the words that name a source; places are known by now."""
        found = [*self.sources_named(rows), *self.names_met(rows), *self.states_and_bodies(rows)]
        bodies = sorted(
            (mention.exact, self.document.exact(mention.exact), mention.actor)
            for mention in found
            if mention.form == "name" and mention.actor in self.bodies
        )
        found += [ActorMention(exact=span, actor=key, form="nominal") for span, key in taken_up(self.tokens, bodies)]
        rows.actors += widest(found)

    @cached_property
    def tokens(self) -> Tokens:
        """The words of the document by their offsets."""
        return Tokens.of(self.reading.trees)

    def names_met(self, rows: Rows) -> Iterator[ActorMention]:
        """Names that the recogniser found or that are on record, but for those of places and in citations."""
        taken = Covered([*(row.exact for row in rows.locations), *(row.exact for row in rows.citations)])
        for number, actor in enumerate(self.reading.actors):
            key = self.actor_ids[number]
            for tree, first, last in filter(None, map(self.tokens.at, actor.mentions)):
                if not taken.cover(self.document.text, tree.span(first, last)) and not is_lower(tree, first, last):
                    yield ActorMention(exact=phrase(tree, first, last, titled=actor.kind == "person"), actor=key)
        for tree, first, last, key in recorded(self.tokens, self.reader.actor_ids):
            if not taken.cover(self.document.text, tree.span(first, last)):
                yield ActorMention(exact=phrase(tree, first, last), actor=key)

    def sources_named(self, rows: Rows) -> Iterator[ActorMention]:
        """The words that name the source of an attribution."""
        towns = {row.exact for row in rows.locations if fold(self.document.exact(row.exact)) not in states()}
        for attribution, speaker in zip(self.reading.attributions, self.reading.speakers, strict=True):
            source = None if speaker.is_author else self.speaker(speaker)
            if source and len(attribution.source) == 1:
                span = attribution.source[0]
                if speaker.form == "nominal" and self.holds_name(span, speaker):
                    continue  # a spokesman for a body, the announcement of one: not the body itself
                if found := self.tokens.at(span):
                    span = phrase(*found)
                if "," in self.document.exact(span):
                    continue  # a name with its apposition: two mentions, which are met by themselves
                yield ActorMention(exact=span, actor=source, form="metonym" if span in towns else speaker.form)

    def holds_name(self, span: Span, speaker: Speaker) -> bool:
        """Whether the speaker's own name stands in a span."""
        named = () if speaker.actor is None else self.reading.actors[speaker.actor].mentions
        return any(span.contains(mention) for mention in named)

    def states_and_bodies(self, rows: Rows) -> Iterator[ActorMention]:
        """Countries that act, and the armies, ministries and peoples that are named after one."""
        places = {row.exact: row.form for row in rows.locations}
        for named in state_mentions(self.tokens, places, self.reader.actor_ids):
            known = self.reader.actor_ids.get(named.name.casefold())
            key = known or self.make_actor(named.name, local=False, sector=named.sector)
            if named.sector != "country":
                self.bodies.add(key)
            yield ActorMention(exact=named.span, actor=key, form=named.form)

    @cached_property
    def bodies(self) -> set[str]:
        """The ids of the bodies, which can be called by the last word of their name alone."""
        kinds = zip(self.actor_ids, self.reading.actors, strict=True)
        return {key for key, actor in kinds if actor.kind == "organisation"}

    # ── attributions and quotes ────────────────────────────────────────────────────────────────────────

    def add_attributions(self, rows: Rows) -> None:
        """Attributions and quotes; their sources are actors by now."""
        numbers = {id(actor): key for actor, key in zip(self.reading.actors, self.actor_ids, strict=True)}
        rows.attributions += attribution_rows(
            self.reading, self.prefix, lambda actor: numbers[id(actor)], self.description.author
        )
        rows.quotes += quote_rows(self.reading, self.prefix, rows.attributions)

    def with_source(self, row: Attribution, mentions: Sequence[ActorMention]) -> Attribution:
        """An attribution whose source no name gave, with the actor that its words mention: "the army", named before."""
        if row.source or len(row.source_words) != 1:
            return row
        source = row.source_words[0]
        words = bare(self.document.exact(source))
        met = {m.actor for m in mentions if m.exact.overlaps(source) and bare(self.document.exact(m.exact)) == words}
        return replace(row, source=met.pop()) if len(met) == 1 else row

    # ── places ─────────────────────────────────────────────────────────────────────────────────────────

    def place_names(self, trees: tuple[Tree, ...]) -> frozenset[Span]:
        """Where the gazetteer's places are named; all that is found of places is kept."""
        self.places = read_places(self.document.text, trees, self.reader.gazetteer, self.reader.places)
        return frozenset(mention.exact for mention in self.places.mentions if mention.method not in GUESSED)

    def add_locations(self, rows: Rows) -> None:
        """Mentions of places, resolved where something decides; an author who is cited is none."""
        cited = Regions(row.exact for row in rows.citations if row.style != "link")
        rows.locations += (mention for mention in self.places.mentions if not cited.overlap(mention.exact))
        named = {mention.location for mention in rows.locations}
        for place in self.places.new_locations:
            if place.id in named and place.id not in self.reader.authority.locations:
                self.new_locations.setdefault(place.id, as_record(place))

    @cached_property
    def cited(self) -> tuple[Cited, ...]:
        """The citations with their sources and what they cover."""
        known = self.reader.authority.sources.values()
        return find_citations(self.document.text, self.sections, known, self.prefix)

    def add_citations(self, rows: Rows) -> None:
        """Citations, with the sources that no authority file knows."""
        known = self.reader.authority.sources
        for cited in self.cited:
            rows.citations.append(cited.row)
            if cited.source.id not in known:
                self.new_sources.setdefault(cited.source.id, cited.source)

    # ── claims ─────────────────────────────────────────────────────────────────────────────────────────

    def add_claims(self, rows: Rows) -> None:
        """What is claimed, and why the other sentences claim nothing."""
        known = self.reader.authority.actors | self.new_actors
        material = Material(
            text=self.document.text,
            trees=self.reading.trees,
            sections=self.sections,
            voices=voices_of(self.reading, rows.attributions),
            actors=tuple(sorted(rows.actors, key=lambda row: row.exact)),
            names={key: MADE_APART.sub("", actor.name) for key, actor in known.items()},
            locations=tuple(sorted(rows.locations, key=lambda row: row.exact)),
            times=tuple(rows.times),
            citations=self.cited,
            quotes=tuple(rows.quotes),
            unread=lists(self.document.text),
        )
        claims = find_claims(material, self.prefix)
        rows.claims += claims
        rows.no_claims += unclaimed(material, claims)

    # ── passages ───────────────────────────────────────────────────────────────────────────────────────

    def passages(self, rows: Rows) -> Iterator[Passage]:
        """Paragraphs, joined where a row reaches over two."""
        kept = placed(rows, self.sections)
        for section in self.sections:
            if section.kind == "boilerplate":
                continue
            inside = [item for item in kept if section.exact.contains(item[0])]
            text = self.document.text[section.exact.start : section.exact.end]
            paragraphs = [Span(section.exact.start + b.start, section.exact.start + b.end) for b in blocks(text)]
            yield from gather(joined(paragraphs, [item[0] for item in inside]), inside)


Placed = tuple[Span, str, Row]
"""A row with its extent and its kind."""


def placed(rows: Rows, sections: tuple[Section, ...]) -> list[Placed]:
    """The rows that stand in one section that is part of the text; what they say of rows left out is left out."""
    starts = [section.exact.start for section in sections]

    def is_inside(span: Span) -> bool:
        at = bisect_right(starts, span.start) - 1
        return at >= 0 and sections[at].kind != "boilerplate" and sections[at].exact.contains(span)

    kept = [(extent(row), kind, row) for kind in vars(rows) for row in getattr(rows, kind) if is_inside(extent(row))]
    ids = frozenset(getattr(row, "id", "") for _, _, row in kept)
    return [(span, kind, without_lost(row, ids)) for span, kind, row in kept]


def without_lost(row: Row, ids: frozenset[str]) -> Row:
    """The row without references to rows that are not kept."""

    def known(wanted: str | None) -> str | None:
        return wanted if wanted in ids else None

    if isinstance(row, Quote):
        return replace(row, attribution=known(row.attribution), continues=known(row.continues))
    if isinstance(row, Claim):
        return replace(
            row,
            attribution=known(row.attribution),
            quote=known(row.quote),
            restates=known(row.restates),
            citations=tuple(cited for cited in row.citations if cited.citation in ids),
            relations=tuple(relation for relation in row.relations if relation.claim in ids),
        )
    return row


def bare(words: str) -> str:
    """A phrase without its article and the sign of possession, in lower case: the army’s → army."""
    return re.sub(r"\A(?:the|a|an) |['’]s?\Z", "", " ".join(words.lower().split()))


def extent(row: Row) -> Span:
    """From a row's first character to its last."""
    if isinstance(row, Attribution):
        spans = (*row.source_words, *row.cue_words, *row.content_words)
        return Span(min(span.start for span in spans), max(span.end for span in spans))
    span: Span = row.exact  # type: ignore[attr-defined]
    return span


def joined(paragraphs: list[Span], extents: Iterable[Span]) -> list[Span]:
    """Paragraphs, those that one row reaches over made one."""
    result: list[Span] = []
    reach = sorted(extents)
    at = 0
    for paragraph in paragraphs:
        if result and result[-1].end > paragraph.start:
            result[-1] = Span(result[-1].start, max(result[-1].end, paragraph.end))
        else:
            result.append(paragraph)
        while at < len(reach) and reach[at].start < paragraph.end:
            if reach[at].end > result[-1].end:
                result[-1] = Span(result[-1].start, reach[at].end)
            at += 1
    return result


def gather(passages: list[Span], rows_there: list[Placed]) -> Iterator[Passage]:
    """Each passage with the rows that stand in it, in document order."""
    waiting = sorted(rows_there, key=lambda item: item[0])
    at = 0
    for passage in passages:
        rows: dict[str, list[Row]] = {}
        while at < len(waiting) and waiting[at][0].end <= passage.end:
            if waiting[at][0].start >= passage.start:
                rows.setdefault(waiting[at][1], []).append(waiting[at][2])
            at += 1
        yield Passage(text=passage, **{kind: tuple(found) for kind, found in rows.items()})  # type: ignore[arg-type]


def widest(mentions: Iterable[ActorMention]) -> list[ActorMention]:
    """Of mentions of the same actor that overlap only the widest."""
    kept: dict[str, ActorMention] = {}
    result: list[ActorMention] = []
    for mention in sorted(mentions, key=lambda m: (m.exact.start, -m.exact.end)):
        last = kept.get(mention.actor)
        if last is None or not last.exact.overlaps(mention.exact):
            kept[mention.actor] = mention
            result.append(mention)
    return result
