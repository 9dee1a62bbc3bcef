"""Actor mentions: sources of attributions, names found by the recogniser or on record, states and their bodies."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from onrecord.annotation.model import Actor, ActorMention, MentionForm
from onrecord.folding import fold
from onrecord.reader.actors.actor_records import KnownActors, new_record
from onrecord.reader.actors.cast import Referent, Speaker
from onrecord.reader.actors.naming import BEFORE_NAMES, is_lower, name_phrase, recorded_names
from onrecord.reader.actors.states import (
    Named,
    body_of_state,
    main_state,
    shortened_mentions,
    state_adjectives,
    state_mentions,
    states,
)
from onrecord.reader.english.actor_words import person_nouns
from onrecord.reader.parsing.parsed_text import ParsedText
from onrecord.span import Regions, Span
from onrecord.values import DocumentId, Slug


@dataclass(frozen=True)
class ActorMaterial:
    """The input for finding a document's actor mentions.

    ``records`` run parallel to ``referents``; ``sources`` are the spans of sources with their speakers.
    """

    document: DocumentId
    parsed: ParsedText
    known: KnownActors
    referents: tuple[Referent, ...]
    records: tuple[Actor, ...]
    sources: tuple[tuple[Span, Speaker], ...]

    @cached_property
    def names(self) -> Regions:
        """Where people and bodies are named, whatever they do."""
        named = (one for one in self.referents if one.kind in ("organisation", "person") and not one.described)
        return Regions(span for one in named for span in one.mentions)

    def exact(self, span: Span) -> str:
        """The words of a span."""
        return self.parsed.text[span.start : span.end]


class ActorMentions(NamedTuple):
    """Mentions, and the records of the states and bodies among them."""

    mentions: tuple[ActorMention, ...]
    records: tuple[Actor, ...]


def find_actor_mentions(
    material: ActorMaterial, places: Mapping[Span, MentionForm], citations: Iterable[Span]
) -> ActorMentions:
    """The actor mentions of a document in order; mentions of one actor don't overlap.

    :param places: the form of each place mention, by its span
    """
    others = list(_states_and_bodies(material, places))
    found = [*_sources(material, places), *_named_actors(material, Covered([*places, *citations]))]
    found += [ActorMention(exact=named.span, actor=record.id, form=named.form) for named, record in others]
    pairs = list(zip(material.referents, material.records, strict=True))
    bodies = {record.id for referent, record in pairs if referent.kind == "organisation" and not referent.described}
    bodies |= {record.id for named, record in others if named.sector != "country"}
    named = sorted(
        (mention.exact, material.exact(mention.exact), mention.actor)
        for mention in found
        if mention.form == "name" and mention.actor in bodies
    )
    home = dict(_home_bodies(material, main_state(material.parsed.tokens, places), others))
    again = list(shortened_mentions(material.parsed.tokens, named, {noun: one.id for noun, one in home.items()}))
    elsewhere = {span.end for span, _ in again}
    unnamed = {record.id for referent, record in pairs if referent.described} - bodies
    found = [mention for mention in found if mention.actor not in unnamed or mention.exact.end not in elsewhere]
    found += [ActorMention(exact=span, actor=key, form="nominal") for span, key in again]
    mentions = sorted(_widest(found), key=lambda mention: mention.exact)
    return ActorMentions(tuple(mentions), (*(record for _, record in others), *home.values()))


def _sources(material: ActorMaterial, places: Collection[Span]) -> Iterator[ActorMention]:
    """Mentions of actors as sources of attributions."""
    towns = {span for span in places if fold(material.exact(span)) not in states()}
    for span, speaker in material.sources:
        if speaker.is_author or speaker.actor is None or material.referents[speaker.actor].described:
            continue
        referent = material.referents[speaker.actor]
        own = next(filter(span.contains, referent.mentions), None)
        if speaker.form == "nominal" and own:
            continue  # a body's spokesman or announcement is not the body itself
        if found := material.parsed.tokens.at(own or name_in(material.exact(span), span, referent) or span):
            span = name_phrase(*found, titled=referent.kind == "person")
        written = material.exact(span)
        if "," in written or written.strip("'’") == "s":
            continue  # a name with its apposition is two mentions, each of which is found on its own
        form = "metonym" if span in towns else speaker.form
        yield ActorMention(exact=span, actor=material.records[speaker.actor].id, form=form)


def name_in(words: str, span: Span, referent: Referent) -> Span | None:
    """Where the words of a span have a name of a referent: *Larkmoor* and its critics."""
    for name in sorted((referent.name, *referent.forms), key=len, reverse=True):
        if (at := words.find(name)) >= 0:
            return Span(span.start + at, span.start + at + len(name))
    return None


def _named_actors(material: ActorMaterial, taken: Covered) -> Iterator[ActorMention]:
    """Names that the recogniser found or that are on record, except inside place names and citations."""
    text, tokens = material.parsed.text, material.parsed.tokens
    for referent, record in zip(material.referents, material.records, strict=True):
        if not referent.is_actor:
            continue
        if referent.described:
            yield from (ActorMention(exact=span, actor=record.id, form="nominal") for span in referent.mentions)
            continue
        for tree, first, last in filter(None, map(tokens.at, referent.mentions)):
            if referent.kind == "group" and tree.labels[last] in BEFORE_NAMES:
                continue
            if not taken.cover(text, tree.span(first, last)) and not is_lower(tree, first, last):
                phrase = name_phrase(tree, first, last, titled=referent.kind == "person")
                yield ActorMention(exact=phrase, actor=record.id)
    people = Regions(span for one in material.referents for span in one.names_of_person)
    for tree, first, last, record in recorded_names(tokens, material.known.by_name, material.known.by_letters):
        span = tree.span(first, last)
        if not (taken.cover(text, span) or people.overlap(span) or material.names.reach_beyond(span)):
            yield ActorMention(exact=name_phrase(tree, first, last), actor=record.id)


def _states_and_bodies(material: ActorMaterial, places: Mapping[Span, MentionForm]) -> Iterator[tuple[Named, Actor]]:
    """Countries that act, and the armies, ministries and peoples named after a country, with their records.

    A state's body is one actor however the state is named.
    """
    bodies = {
        key: record
        for referent, record in zip(material.referents, material.records, strict=True)
        if referent.kind in ("organisation", "group") and (key := body_of_state(referent.name))
    }
    for named in state_mentions(material.parsed.tokens, places, material.known.by_name):
        if material.names.reach_beyond(named.span):
            continue
        key = body_of_state(named.name)
        record = material.known.called(named.name) or bodies.get(key or "")
        local = named.name.split()[-1].lower() in person_nouns()
        record = record or new_record(named.name, material.document, material.known, named.sector, local=local)
        if key:
            bodies.setdefault(key, record)
        yield named, record


def _home_bodies(
    material: ActorMaterial, state: str | None, others: Iterable[tuple[Named, Actor]]
) -> Iterator[tuple[str, Actor]]:
    """The government of the state that a document is about, and its other bodies that are named, by their nouns."""
    if state is None:
        return
    government = f"{state_adjectives().get(state, state)} government"
    yield "government", new_record(government, material.document, material.known, "government")
    pairs = zip(material.referents, material.records, strict=True)
    named = [(one.name, record) for one, record in pairs] + [(named.name, record) for named, record in others]
    for name, record in named:
        key = body_of_state(name)
        if key and key.startswith(f"{fold(state)} "):
            yield key.removeprefix(f"{fold(state)} "), record


class Covered:
    """Spans that belong to places and citations."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = sorted(spans)
        self.starts = [span.start for span in self.spans]

    def cover(self, text: str, span: Span) -> bool:
        """Whether they cover the span, leaving out at most punctuation and a possessive ending."""
        rest: list[str] = []
        at = span.start
        for other in self.spans[max(0, bisect_right(self.starts, span.start) - 1) :]:
            if other.start >= span.end:
                break
            rest.append(text[at : other.start])
            at = max(at, other.end)
        rest.append(text[at : span.end])
        left = re.sub(r"['’]s?\b", "", "".join(rest))
        return at > span.start and not any(character.isalnum() for character in left)


def _widest(mentions: Iterable[ActorMention]) -> Iterator[ActorMention]:
    """The mentions, but of overlapping ones of the same actor only the first to start, and the widest of those."""
    kept: dict[Slug, Span] = {}
    for mention in sorted(mentions, key=lambda m: (m.exact.start, -m.exact.end, m.form == "nominal")):
        last = kept.get(mention.actor)
        if last is None or not last.overlaps(mention.exact):
            kept[mention.actor] = mention.exact
            yield mention
