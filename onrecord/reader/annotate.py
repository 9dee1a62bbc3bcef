"""A machine's reading of one document in the annotation form, with the actors, places and sources it met.

The authority files come first: whatever they know by name or alias is linked to them. Ids are made of the
document's id and offsets, or of names, so that no other document can ever change them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from onrecord.annotation import (
    ActorMention,
    Annotation,
    Attribution,
    DocumentDescription,
    LocationMention,
    Passage,
    Quote,
    Row,
    Section,
    Span,
)
from onrecord.authority import Actor, Authority, Location
from onrecord.reader import locations as known_places
from onrecord.reader import reading, resolution, toponyms
from onrecord.reader.gazetteer import Gazetteer, open_gazetteer
from onrecord.reader.speakers import Speaker
from onrecord.text import Document, blocks

ANNOTATOR = "onrecord-reader"
UNKNOWN_SECTOR = "unknown"
R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class MachineReading:
    """An annotation, and the authority records that it names and that no file has."""

    annotation: Annotation
    actors: tuple[Actor, ...]
    locations: tuple[Location, ...]


def slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens: “José Díaz” → ``jose-diaz``; ``""`` when nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


class MachineReader:
    """Reads documents one after another against one authority; the gazetteer is opened once."""

    def __init__(self, authority: Authority, progress: Callable[[int], object] | None = None) -> None:
        self.authority, self.progress = authority, progress
        self.actor_ids = {name.casefold(): a.id for a in authority.actors.values() for name in (*a.aliases, a.name)}
        self.places = known_places.Authority(map(as_known, authority.locations.values()))

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Opened, or built, when the first document needs it."""
        return open_gazetteer(progress=self.progress)

    def read(
        self, document: Document, description: DocumentDescription, sections: tuple[Section, ...]
    ) -> MachineReading:
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
        name=f"{place.name} ({place.id})",
        feature_code=place.feature_code,
        country_code=place.country_code,
        latitude=place.latitude,
        longitude=place.longitude,
        geo_precision=place.geo_precision,
        coordinate_source=place.coordinate_source,
        geonames_id=place.geonames_id,
    )


@dataclass
class Rows:
    """What was found, by kind."""

    actors: list[ActorMention] = field(default_factory=list)
    locations: list[LocationMention] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)


class DocumentReading:
    """One document on its way from the reader's parts to an annotation."""

    def __init__(
        self, reader: MachineReader, document: Document, description: DocumentDescription, sections: tuple[Section, ...]
    ) -> None:
        self.reader, self.document, self.sections = reader, document, sections
        self.prefix = slug(description.id) or "document"
        self.author = Actor(
            id=f"author-of-{self.prefix}",
            name=f"Author of {description.id}",
            actor_type="author",
            note="Whoever wrote the document; the machine reader does not say who.",
        )
        self.description = replace(description, author=description.author or self.author.id)
        self.reading = reading.read(document.text)
        self.new_actors: dict[str, Actor] = {} if description.author else {self.author.id: self.author}
        self.new_locations: dict[str, Location] = {}

    def result(self) -> MachineReading:
        """The annotation with everything in it, and the new authority records."""
        rows = Rows()
        self.add_attributions(rows)
        self.add_quotes(rows)
        self.add_actors(rows)
        self.add_locations(rows)
        annotation = Annotation(
            path=self.document.path,
            document=self.description,
            annotator=ANNOTATOR,
            review_status="unreviewed",
            sections=self.sections,
            passages=tuple(self.passages(rows)),
        )
        named = {row.actor for row in rows.actors} | {row.source for row in rows.attributions} | {self.author.id}
        actors = tuple(actor for key, actor in self.new_actors.items() if key in named)
        return MachineReading(annotation, actors, tuple(self.new_locations.values()))

    # ── actors ─────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def actor_ids(self) -> list[str]:
        """The id of each actor of the reading: known by name or alias, or made from the name.

        A name of one word is somebody of this document only; a longer one is the same in every document.
        """
        ids = []
        for actor in self.reading.actors:
            known = self.reader.actor_ids.get(actor.name.casefold())
            local = actor.kind == "person" and " " not in actor.name
            ids.append(known or self.make_actor(actor.name, local=local))
        return ids

    def make_actor(self, name: str, *, local: bool) -> str:
        """A new actor's id; its record is kept until we know that some row names it."""
        known = slug(name) or f"named-{self.prefix}-{len(self.new_actors)}"
        label = " ".join(name.split())
        if local:
            known, label = f"{known}-in-{self.prefix}", f"{label} (in {self.description.id})"
        elif known in self.reader.authority.actors:
            known, label = f"{known}-by-machine", f"{label} (machine)"
        self.new_actors.setdefault(known, Actor(id=known, name=label, actor_type=UNKNOWN_SECTOR))
        return known

    def speaker(self, speaker: Speaker) -> str | None:
        """The actor's id, ``None`` where nobody can be told."""
        return None if speaker.actor is None else self.actor_ids[speaker.actor]

    def add_actors(self, rows: Rows) -> None:
        """Mentions of people and bodies, and of states that speak; the words that name a source."""
        speaking = {speaker.actor for speaker in self.reading.speakers}
        found: dict[tuple[Span, str], ActorMention] = {}
        for number, actor in enumerate(self.reading.actors):
            if actor.kind == "place" and number not in speaking:
                continue
            for span in actor.mentions:
                key = self.actor_ids[number]
                found.setdefault((span, key), ActorMention(exact=span, actor=key))
        for attribution, speaker in zip(self.reading.attributions, self.reading.speakers, strict=True):
            source = self.speaker(speaker)
            if source and len(attribution.source) == 1:
                mention = ActorMention(exact=attribution.source[0], actor=source, form=speaker.form)
                found.setdefault((attribution.source[0], source), mention)
        rows.actors += widest(found.values(), lambda mention: mention.actor)

    # ── attributions and quotes ────────────────────────────────────────────────────────────────────────

    def add_attributions(self, rows: Rows) -> None:
        """Attributions, in the reading's order; :attr:`attribution_ids` runs parallel."""
        self.attribution_ids: list[str] = []
        taken: set[str] = set()
        for found, speaker in zip(self.reading.attributions, self.reading.speakers, strict=True):
            source = self.speaker(speaker)
            key = self.row_id("says", (*found.cue, *found.content)[0], taken)
            self.attribution_ids.append(key)
            rows.attributions.append(
                Attribution(
                    id=key,
                    source=source,
                    manner=reading.manner(self.document.text, found, self.reading.runs),
                    source_is_inferred=source is not None and not found.source,
                    source_words=disjoint(found.source),
                    cue_words=disjoint(found.cue),
                    content_words=disjoint(found.content),
                )
            )

    def add_quotes(self, rows: Rows) -> None:
        """What stands between marks, with the attribution that carries it."""
        taken: set[str] = set()
        before: str | None = None
        for run, carrier in zip(self.reading.runs, reading.carriers(self.reading), strict=True):
            attribution = None if carrier is None else self.reading.attributions[carrier]
            key = self.row_id("quote", run.span, taken)
            rows.quotes.append(
                Quote(
                    id=key,
                    exact=run.span,
                    quote_type=reading.quote_type(self.document.text, run, attribution),
                    attribution=None if carrier is None else self.attribution_ids[carrier],
                    continues=before if run.continues else None,
                )
            )
            before = key

    def row_id(self, kind: str, span: Span, taken: set[str]) -> str:
        """An id from the document and an offset, made unique where two rows start at one place."""
        wanted = f"{self.prefix}-{kind}-{span.start}-{span.end}"
        key, number = wanted, 2
        while key in taken:
            key, number = f"{wanted}-{number}", number + 1
        taken.add(key)
        return key

    # ── places ─────────────────────────────────────────────────────────────────────────────────────────

    def add_locations(self, rows: Rows) -> None:
        """Mentions of places, resolved where something decides."""
        trees, gazetteer = self.reading.trees, self.reader.gazetteer
        toponymy = toponyms.find(self.document.text, trees, gazetteer, self.reader.places.names)
        for found in resolution.resolve(toponymy, gazetteer, self.reader.places):
            place = found.location
            if place and place.id not in self.reader.authority.locations:
                self.new_locations.setdefault(place.id, as_record(place))
            rows.locations.append(
                LocationMention(
                    exact=found.span,
                    location=place.id if place else None,
                    form=found.form,
                    certainty="less-certain" if place else "uncertain",
                    method=found.method,
                    score=found.score,
                )
            )

    # ── passages ───────────────────────────────────────────────────────────────────────────────────────

    def passages(self, rows: Rows) -> Iterator[Passage]:
        """Paragraphs, joined where a row reaches over two; rows in boilerplate or over sections are left out."""
        placed = [(extent(row), kind, row) for kind in vars(rows) for row in getattr(rows, kind)]
        for section in self.sections:
            if section.kind == "boilerplate":
                continue
            inside = [item for item in placed if section.exact.contains(item[0])]
            text = self.document.text[section.exact.start : section.exact.end]
            paragraphs = [Span(section.exact.start + b.start, section.exact.start + b.end) for b in blocks(text)]
            yield from gather(joined(paragraphs, [item[0] for item in inside]), inside)


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


def gather(passages: list[Span], placed: list[tuple[Span, str, Row]]) -> Iterator[Passage]:
    """Each passage with the rows that stand in it, in document order."""
    waiting = sorted(placed, key=lambda item: item[0])
    at = 0
    for passage in passages:
        rows: dict[str, list[Row]] = {}
        while at < len(waiting) and waiting[at][0].end <= passage.end:
            if waiting[at][0].start >= passage.start:
                rows.setdefault(waiting[at][1], []).append(waiting[at][2])
            at += 1
        yield Passage(text=passage, **{kind: tuple(found) for kind, found in rows.items()})  # type: ignore[arg-type]


def disjoint(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, overlapping ones made one."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start < result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)


def widest(mentions: Iterable[ActorMention], key: Callable[[ActorMention], str]) -> list[ActorMention]:
    """Of mentions of the same actor that overlap only the widest."""
    kept: dict[str, ActorMention] = {}
    result: list[ActorMention] = []
    for mention in sorted(mentions, key=lambda m: (m.exact.start, -m.exact.end)):
        last = kept.get(key(mention))
        if last is None or not last.exact.overlaps(mention.exact):
            kept[key(mention)] = mention
            result.append(mention)
    return result
