"""Terms of the vocabularies, wherever a page shows one: a link to its row, with its definition as the link's title.

Datasette links the terms in tables, which are foreign keys, and knows nothing of those in views and in answers to SQL.
Here all are recognized by the name of their column, which is the same in a view as in its table.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from markupsafe import Markup

from onrecord.database.query import identifier
from onrecord.database.schema import term_columns
from onrecord.site import published

LINK = Markup('<a href="{}" title="{}">{}</a>')
LABELLED = Markup('<a href="{}" title="{}">{}</a>&nbsp;<em>{}</em>')


class ShownTerm(NamedTuple):
    """A term: its vocabulary, and what it means."""

    vocabulary: str
    definition: str


_terms: WeakKeyDictionary[Any, Mapping[tuple[str, str], ShownTerm]] = WeakKeyDictionary()


async def learn_terms(datasette: Any) -> None:
    """Read all terms of the published database, once, when the site starts."""
    if published.is_published(datasette):
        _terms[datasette] = await published.published(datasette).execute_fn(terms_of)


def terms_of(connection: sqlite3.Connection) -> dict[tuple[str, str], ShownTerm]:
    """Every term by the names of the columns that hold it; what two vocabularies of one column share is left out."""
    found: dict[tuple[str, str], ShownTerm] = {}
    shared: set[tuple[str, str]] = set()
    for vocabulary, columns in term_columns(connection).items():
        rows = connection.execute(f"select id, definition from {identifier(vocabulary)}").fetchall() if columns else []
        for key, definition in rows:
            for name in {column for _, column in columns}:
                shared |= {(name, key)} & found.keys()
                found[name, key] = ShownTerm(vocabulary, definition)
    return {place: term for place, term in found.items() if place not in shared}


def cell(datasette: Any, database: str, column: str, value: object) -> Markup | None:
    """A cell with a term as a link; in a table, Datasette has looked up its name. None for any other cell."""
    if not isinstance(value, dict):
        return link(datasette, column, value, None, database)
    key, label = value.get("value"), value.get("label")
    term = _term(datasette, column, key, database)
    if term is None or key == label:
        return link(datasette, column, key, None, database)
    return LABELLED.format(_address(datasette, term, key), term.definition, label, key)


def link(
    datasette: Any, column: str, value: object, words: str | None = None, database: str | None = None
) -> Markup | None:
    """A term as a link with its definition, in other words if they are given; None if it is none."""
    term = _term(datasette, column, value, database)
    return LINK.format(_address(datasette, term, value), term.definition, words or value) if term else None


def meaning(datasette: Any, column: str, value: object) -> str | None:
    """The definition of a term; None if the value is none."""
    term = _term(datasette, column, value, None)
    return term.definition if term else None


def _term(datasette: Any, column: str, value: object, database: str | None) -> ShownTerm | None:
    if not isinstance(value, str) or datasette not in _terms:
        return None
    if database not in (None, published.published(datasette).name):
        return None
    return _terms[datasette].get((column, value))


def _address(datasette: Any, term: ShownTerm, key: object) -> str:
    return published.row_address(datasette, term.vocabulary, str(key))
