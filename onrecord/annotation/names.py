"""What tells records apart: names, of which a table never shows one for two records, and the fields that differ."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar

from onrecord.values import LONGEST_NAME, Row, short_name

Record = TypeVar("Record", bound=Any)


def distinct_names(named: Iterable[tuple[str, str]], taken: Container[str] = ()) -> dict[str, str]:
    """A name for each id that no other id has: where an earlier one has it, the id follows in brackets.

    >>> distinct_names([("bbc-com", "BBC"), ("bbc-co-uk", "BBC")])
    {'bbc-com': 'BBC', 'bbc-co-uk': 'BBC (bbc-co-uk)'}

    :param named: id and name of each record
    """
    names: dict[str, str] = {}
    used: set[str] = set()
    for key, name in named:
        while name in used or name in taken:
            longer = f"{name} ({key})"
            name = longer if len(longer) <= LONGEST_NAME else short_name(f"{name[: LONGEST_NAME // 2]} … ({key})")
        used.add(name)
        names[key] = name
    return names


def with_distinct_names(records: Iterable[Record], taken: Container[str] = ()) -> Iterator[Record]:
    """The records, under names that neither another one nor ``taken`` has."""
    kept = list(records)
    names = distinct_names([(one.id, one.name) for one in kept], taken)
    for one in kept:
        yield one if one.name == names[one.id] else replace(one, name=names[one.id])


def differing_fields(one: Row, other: Row) -> Iterator[str]:
    """The fields in which two records differ."""
    for known in fields(one):
        if known.compare and getattr(one, known.name) != getattr(other, known.name):
            yield known.name
