"""The record of each actor of a document: the one in the authority file, else a new one.

New people with a single name, and bodies with a generic one (“the Supreme Court”), get a record for this document
only; any other new name refers to the same actor in every document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.annotation.model import Actor, DocumentDescription, OtherName
from onrecord.annotation.names import by_name
from onrecord.folding import fold
from onrecord.reader.actors.cast import Referent, is_generic
from onrecord.reader.actors.naming import states
from onrecord.reader.english.actor_words import person_nouns
from onrecord.reader.english.nouns import SECTOR_OF
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
DISTINGUISHING_SUFFIX = re.compile(r" \(machine\)\Z")
"""The end of a new record's name where another record may have the same name."""
DERIVED = re.compile(rf"author-of-.|.+-in-.|.+{BY_MACHINE}\Z")
"""Ids that are made of more than a name; a name whose slug looks like one gets another."""
NAMING_MARKS = re.compile(r"[+#*@%$€£=<>~^|]")
"""Signs that make another name, unlike accents and punctuation."""


@dataclass(frozen=True)
class KnownActors:
    """The actors on record by id, and by each of their names, folded."""

    by_id: Mapping[Slug, Actor]
    by_name: Mapping[str, Actor]

    @classmethod
    def of(cls, actors: Mapping[Slug, Actor]) -> KnownActors:
        """The actors of an authority file."""
        return cls(actors, by_name(actors.values()))


def author_record(description: DocumentDescription, byline: Sequence[str], known: KnownActors) -> Actor:
    """The author in the description, else whoever the byline names, together, else a placeholder for an unknown author.

    The same byline is the same actor in every document.
    """
    if description.author and (on_record := known.by_id.get(description.author)):
        return on_record
    if byline:
        name = " and ".join(filter(None, (", ".join(byline[:-1]), byline[-1])))
        on_record = known.by_id.get(name) or known.by_name.get(fold(name))
        note = "Named together by the byline of a document." if byline[1:] else "Named by the byline of a document."
        return on_record or replace(new_record(name, description.id, known, "author"), note=note)
    titled = description.title if description.title == description.id else f"“{description.title}”"
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
    known_as = (found for form in called if (found := known.by_name.get(fold(form))))
    if not referent.described and (on_record := next(known_as, None)):
        return on_record
    described = referent.described and not is_state_body(name)
    local = described or (referent.kind == "person" and " " not in referent.name) or is_generic(referent.name)
    new = new_record(name, document, known, "country" if state else referent.sector or UNKNOWN_SECTOR, local=local)
    return replace(new, names=tuple(other_name(form) for form in referent.forms if form != new.name))


def other_name(form: str) -> OtherName:
    """Another name of an actor, an abbreviation if it is in capitals."""
    return OtherName(name=form, kind="abbreviation" if form.isupper() and " " not in form else "alias")


def is_state_body(name: str) -> bool:
    """Whether a description names a state's body, which is the same in every document: “Norwegian army”."""
    *state, noun = name.split()
    if noun not in SECTOR_OF or noun in person_nouns():
        return False
    return any(fold(" ".join(state[:count])) in states() for count in range(1, len(state) + 1))


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
