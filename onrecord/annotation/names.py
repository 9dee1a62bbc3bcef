"""The names of records: what finds them, what tells them apart, and the fields in which two of them differ."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import fields, replace
from typing import Any, NamedTuple, TypeVar

from onrecord.annotation.model import OtherName
from onrecord.folding import fold
from onrecord.values import LONGEST_NAME, Row, short_name, slug

Record = TypeVar("Record", bound=Any)


USUAL = "usual"
"""The kind of a record's own name, beside the kinds of ``names``."""


MOST_NAMES = 50
"""The most names that a record has."""


UNDETERMINED = "unknown"
"""The type of an actor of whom a document does not tell it."""


class KnownName(NamedTuple):
    """A name with its language, if known, and its kind."""

    name: str
    language: str | None
    kind: str


def by_name(records: Iterable[Record]) -> dict[str, Record]:
    """Records by each of their names, folded: the one whose usual name it is, else the first that has it."""
    kept = list(records)
    found: dict[str, Record] = {}
    for one in kept:
        found.setdefault(fold(one.name), one)
    for one in kept:
        for other in one.names:
            found.setdefault(fold(other.name), one)
    found.pop("", None)
    return found


def all_names(record: Any, further: Iterable[KnownName] = ()) -> list[KnownName]:
    """The names of a record, its usual one first, then further ones; of those that are equal when folded, the first."""
    usual = KnownName(record.name, record.name_language, USUAL)
    written = (KnownName(one.name, one.language, one.kind) for one in record.names)
    found: dict[str, KnownName] = {}
    for one in (usual, *written, *further):
        found.setdefault(fold(one.name) or one.name, one)
    return list(found.values())


def united(record: Record, other: Record) -> Record:
    """A record with what another description of it adds: names, and the type of an actor that it leaves open."""
    further = tuple(one for one in getattr(other, "names", ()) if one not in record.names)
    changed: dict[str, Any] = {"names": (*record.names, *further)[:MOST_NAMES]} if further else {}
    if getattr(record, "actor_type", None) == UNDETERMINED:
        changed["actor_type"] = other.actor_type
    return replace(record, **changed) if changed else record


def distinct_names(named: Iterable[tuple[str, str]], taken: Container[str] = ()) -> dict[str, str]:
    """A name for each id that no other id has: where an earlier one has it, what tells it apart follows in brackets.

    >>> distinct_names([("bbc-com", "BBC"), ("bbc-co-uk", "BBC")])
    {'bbc-com': 'BBC', 'bbc-co-uk': 'BBC (bbc-co-uk)'}

    :param named: id and name of each record
    """
    names: dict[str, str] = {}
    used: set[str] = set()
    for key, name in named:
        while name in used or name in taken:
            longer = f"{name} ({distinction(key, name)})"
            name = longer if len(longer) <= LONGEST_NAME else short_name(f"{name[: LONGEST_NAME // 2]} … ({key})")
        used.add(name)
        names[key] = name
    return names


def distinction(key: str, name: str) -> str:
    """What tells a record from another of its name: its id, or the document that it is in alone."""
    rest = key.removeprefix(slug(name))
    return f"in {rest.removeprefix('-in-')}" if rest != key and rest.startswith("-in-") else key


def with_distinct_names(records: Iterable[Record], taken: Container[str] = ()) -> Iterator[Record]:
    """The records, under names that neither another one nor ``taken`` has; the plain name stays one of ``names``."""
    kept = list(records)
    names = distinct_names([(one.id, one.name) for one in kept], taken)
    for one in kept:
        if one.name == names[one.id]:
            yield one
        elif hasattr(one, "names"):
            plain = OtherName(name=one.name, language=one.name_language)
            yield replace(one, name=names[one.id], names=(plain, *one.names))
        else:
            yield replace(one, name=names[one.id])


def differing_fields(one: Row, other: Row) -> Iterator[str]:
    """The fields in which two records contradict each other; names add up, and an open type contradicts none."""
    for known in fields(one):
        values = getattr(one, known.name), getattr(other, known.name)
        open_type = known.name == "actor_type" and UNDETERMINED in values
        if known.compare and known.name != "names" and values[0] != values[1] and not open_type:
            yield known.name
