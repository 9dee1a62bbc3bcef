"""The record of each actor of a document: the one in the authority file, else a new one.

New people with a single name, and bodies with a generic one (“the Supreme Court”), get a record for this document
only; any other new name refers to the same actor in every document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from textwrap import shorten

from onrecord.annotation.model import Actor, DocumentDescription, OtherName
from onrecord.annotation.names import by_name
from onrecord.folding import fold
from onrecord.reader.actors.cast import Referent, is_generic
from onrecord.reader.actors.states import body_of_state, states, words_for_countries
from onrecord.values import (
    BY_MACHINE,
    DocumentId,
    Slug,
    distinct_slug,
    hyphenate,
    short_name,
    unique_slug,
    unlike,
    with_hash,
)

UNKNOWN_SECTOR = "unknown"
WELL_KNOWN = frozenset({"country", "igo"})
"""The types of actors whose abbreviations everybody knows: US, UN."""
DISTINGUISHING_SUFFIX = re.compile(r" \(machine\)\Z")
"""The end of a new record's name where another record may have the same name."""
DERIVED = re.compile(rf"author-of-.|.+-in-.|.+{BY_MACHINE}\Z")
"""Ids that are made of more than a name; a name whose slug looks like one gets another."""
LONGEST_TITLE = 80
"""The most characters of a document's title in the name of its unknown author."""
NAMING_MARKS = re.compile(r"[+#*@%$€£=<>~^|]")
"""Signs that make another name, unlike accents and punctuation."""


@dataclass(frozen=True)
class KnownActors:
    """The actors on record by id, by each of their names, folded, and by their abbreviations as they are written."""

    by_id: Mapping[Slug, Actor]
    by_name: Mapping[str, Actor]
    by_letters: Mapping[str, Actor] = field(default_factory=dict)

    @classmethod
    def of(cls, actors: Mapping[Slug, Actor]) -> KnownActors:
        """The actors of an authority file."""
        letters = {
            name.name: one
            for one in actors.values()
            for name in one.names
            if name.kind == "abbreviation" and name.name.isupper()
        }
        spelt = (replace(one, names=tuple(n for n in one.names if n.name not in letters)) for one in actors.values())
        named = {key: actors[one.id] for key, one in by_name(spelt).items()}
        return cls(actors, named, letters)

    def named_in(self, text: str) -> KnownActors:
        """The same without the abbreviations that mean something else in a text, as nothing in it says what they mean.

        States and their organisations are known by letters everywhere, others with a longer name or their country:
        ABC is the Australian broadcaster in a text about Australia.
        """
        words = frozenset(re.findall(r"\w+", text))
        kept = {
            letters: one
            for letters, one in self.by_letters.items()
            if one.actor_type in WELL_KNOWN
            or any(
                name != letters and " " in name and name in text for name in (one.name, *(n.name for n in one.names))
            )
            or any(words.issuperset(name.split()) for name in words_for_countries().get(one.country_code or "", ()))
        }
        return replace(self, by_letters=kept)

    def called(self, name: str) -> Actor | None:
        """Who on record has a name or abbreviation."""
        return self.by_letters.get(name) or self.by_name.get(fold(name))


def author_record(description: DocumentDescription, byline: Sequence[str], known: KnownActors) -> Actor:
    """The author in the description, else whoever the byline names, together, else a placeholder for an unknown author.

    The same byline is the same actor in every document.
    """
    if description.author and (on_record := known.by_id.get(description.author)):
        return on_record
    if byline:
        name = " and ".join(filter(None, (", ".join(byline[:-1]), byline[-1])))
        on_record = known.by_id.get(name) or known.called(name)
        note = "Named together by the byline of a document." if byline[1:] else "Named by the byline of a document."
        return on_record or replace(new_record(name, description.id, known, "author"), note=note)
    title = shorten(description.title, LONGEST_TITLE, placeholder="…")
    titled = title if description.title == description.id else f"“{title}”"
    key, label = f"author-of-{unique_slug(description.id)}", f"Author of {titled}"
    note = "Whoever wrote the document. The machine reader does not say who."
    return told_apart(Actor(id=key, name=label, actor_type="author", note=note), known)


def publisher_record(
    description: DocumentDescription, named: str | None, known: KnownActors, here: Sequence[Actor]
) -> Actor | None:
    """The publisher in the description, else whom the document's metadata name, if they do.

    :param named: the publisher's name, or the id of one on record
    :param here: the actors of the document, one of whom it may be
    """
    if description.publisher or not named:
        return known.by_id.get(description.publisher or "")
    bare = named.removeprefix("The ")
    forms = [fold(form) for form in (named, bare, f"The {bare}")]
    found = (names[form] for names in (known.by_name, by_name(here)) for form in forms if form in names)
    note = "Named as the publisher of a document."
    return known.by_id.get(named) or next(
        found, replace(new_record(named, description.id, known, UNKNOWN_SECTOR), note=note)
    )


def is_placeholder(author: Actor) -> bool:
    """Whether an author's record stands for somebody whom nothing names."""
    return author.id.startswith("author-of-") and author.name.startswith("Author of ")


def referent_record(referent: Referent, document: DocumentId, known: KnownActors) -> Actor:
    """The record of a referent: one on record under its name, else a new one."""
    state = states().get(fold(referent.name)) if referent.kind in {"place", "group"} else None
    name = state or referent.name
    called = [name, *(form for form in referent.forms if " " in form or form.isupper())]
    known_as = filter(None, map(known.called, called))
    described = referent.described and body_of_state(name) is None
    if not described and (on_record := next(known_as, None)):
        return on_record
    local = described or (referent.kind == "person" and " " not in referent.name) or is_generic(referent.name)
    new = new_record(name, document, known, "country" if state else referent.sector or UNKNOWN_SECTOR, local=local)
    return replace(new, names=tuple(other_name(form) for form in referent.forms if form != new.name))


def other_name(form: str) -> OtherName:
    """Another name of an actor, an abbreviation if it is in capitals."""
    return OtherName(name=form, kind="abbreviation" if form.isupper() and " " not in form else "alias")


def new_record(name: str, document: DocumentId, known: KnownActors, sector: str, *, local: bool = False) -> Actor:
    """A record for an actor that no authority file knows.

    :param local: whether the name may refer to another actor in other documents
    """
    name = short_name(name)
    key, label = actor_id(name), " ".join(name.split())
    if local:
        key = f"{key}-in-{unique_slug(document)}"
    return told_apart(Actor(id=key, name=label, actor_type=sector), known)


def actor_id(name: str) -> Slug:
    """The id of whoever has this name, in whatever spelling: no other name has it."""
    words = fold(name)
    plain = hyphenate(words) or "unnamed"
    said = words + "".join(NAMING_MARKS.findall(name))
    return with_hash(plain, said) if DERIVED.match(plain) else distinct_slug(plain, said)


def told_apart(actor: Actor, known: KnownActors) -> Actor:
    """The record, under another id and name if its id is that of somebody else on record."""
    there = known.by_id.get(actor.id)
    if there is None or there.name == actor.name:
        return actor
    return replace(actor, id=unlike(actor.id, known.by_id), name=f"{actor.name} (machine)")


def plain_name(actor: Actor) -> str:
    """An actor's name without its distinguishing suffix, as a sentence would use it."""
    return DISTINGUISHING_SUFFIX.sub("", actor.name)
