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
DISTINGUISHING_SUFFIX = re.compile(r" \((?:in .+|machine)\)\Z")
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
    """The author in the description, else the only name in the byline, else a placeholder for an unknown author."""
    if description.author and (on_record := known.by_id.get(description.author)):
        return on_record
    if len(byline) == 1:
        (name,) = byline
        new = new_record(name, description.id, known, "author")
        return known.by_name.get(fold(name)) or replace(new, note="Named by the byline of a document.")
    named = f"The byline names {' and '.join(byline)}." if byline else "The machine reader does not say who."
    key, label = f"author-of-{unique_slug(description.id)}", f"Author of {description.id}"
    note = f"Whoever wrote the document. {named}"
    return told_apart(Actor(id=key, name=label, actor_type="author", note=note), known)


def is_placeholder(author: Actor) -> bool:
    """Whether an author's record stands for somebody whom nothing names."""
    return author.id.startswith("author-of-") and author.name.startswith("Author of ")


def referent_record(referent: Referent, document: DocumentId, known: KnownActors) -> Actor:
    """The record of a referent: one on record under its name, else a new one."""
    state = states().get(fold(referent.name)) if referent.kind in {"place", "group"} else None
    name = state or referent.name
    local = (referent.kind == "person" and " " not in referent.name) or is_generic(referent.name)
    on_record = known.by_name.get(fold(referent.name)) or known.by_name.get(fold(name))
    new = new_record(name, document, known, "country" if state else UNKNOWN_SECTOR, local=local)
    initials = tuple(OtherName(name=one, kind="abbreviation") for one in referent.initials)
    return on_record or (replace(new, names=initials) if initials else new)


def new_record(name: str, document: DocumentId, known: KnownActors, sector: str, *, local: bool = False) -> Actor:
    """A record for an actor that no authority file knows.

    :param local: whether the name may refer to another actor in other documents
    """
    name = short_name(name)
    key, label = actor_id(name), " ".join(name.split())
    if local:
        key, label = f"{key}-in-{unique_slug(document)}", f"{label} (in {document})"
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
