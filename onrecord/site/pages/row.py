"""Record pages: Datasette's row page, with everything that readers may ask about the row.

The template row.html asks for the record of the row that it shows; a row of any other table keeps Datasette's own
page, and ``.json`` stays the bare row. Every list here is bounded and links to the table that has the rest.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from datasette.utils import tilde_decode  # type: ignore[import-untyped]

from onrecord.database.query import NoSuchRow
from onrecord.exchange.citation import cite
from onrecord.exchange.permalinks import Site
from onrecord.exchange.schema_org import (
    claim_jsonld,
    embedded,
    event_jsonld,
    named_actor_jsonld,
    named_location_jsonld,
    quotation_jsonld,
)
from onrecord.site import minimap
from onrecord.site.pages import (
    read_layers,
    row_actors_places,
    row_events,
    row_sources_documents,
    row_words,
    trust,
)
from onrecord.site.pages.read import selection_address
from onrecord.site.pages.review import review_address
from onrecord.site.published import is_published, publication, published, read_address, row_address, table_address
from onrecord.site.respond import Row, ask

Finder = Callable[[str, str, Sequence[str]], Awaitable[Row | None]]
Question = Callable[[sqlite3.Connection, str], Row | None]

KINDS: dict[str, tuple[str, str, Question]] = {
    "claims": ("_claim.html", "Claim", row_words.claim),
    "quotes": ("_quote.html", "Quote", row_words.quote),
    "actors": ("_actor.html", "Person or group", row_actors_places.actor),
    "locations": ("_location.html", "Place", row_actors_places.location),
    "events": ("_event.html", "Event", row_events.event),
    "sources": ("_source.html", "Source", row_sources_documents.source),
    "documents": ("_document.html", "Document", row_sources_documents.document),
    "attributions": ("_thing.html", "Attribution", row_words.thing("attributions")),
    "actor_mentions": ("_thing.html", "Mention of a person or group", row_words.thing("actor_mentions")),
    "location_mentions": ("_thing.html", "Mention of a place", row_words.thing("location_mentions")),
    "time_mentions": ("_thing.html", "Time", row_words.thing("time_mentions")),
    "citations": ("_thing.html", "Citation", row_words.thing("citations")),
    "text_issues": ("_thing.html", "Fault in the text", row_words.thing("text_issues")),
    "evaluation_disagreements": ("_thing.html", "Difference between readings", trust.difference),
    "quantities": ("_thing.html", "Quantity", row_words.thing("quantities")),
    "spans": ("_thing.html", "Stretch of text", row_words.thing("spans")),
    "sections": ("_thing.html", "Section", row_words.thing("sections")),
    "sentences": ("_thing.html", "Sentence", row_words.thing("sentences")),
}
"""For each table: the template, the name of its kind of row, and the queries behind the page."""

JSONLD = {
    "claims": claim_jsonld,
    "quotes": quotation_jsonld,
    "events": event_jsonld,
    "actors": named_actor_jsonld,
    "locations": named_location_jsonld,
}


def finder(datasette: Any, request: Any) -> Finder:
    """The function that row.html calls with database, table and key; None if the site has no page for the row."""
    known: dict[tuple[str, str], Row | None] = {}

    async def record(database: str, table: str, key: Sequence[str]) -> Row | None:
        if table not in KINDS or len(key) != 1 or not is_published(datasette):
            return None
        if database != published(datasette).name:
            return None
        name = tilde_decode(key[0])
        if (table, name) not in known:
            known[table, name] = await _found(datasette, request, table, name)
        return known[table, name]

    return record


async def _found(datasette: Any, request: Any, table: str, key: str) -> Row | None:
    template, kind, question = KINDS[table]
    site, metadata = publication(datasette, request)

    def find(connection: sqlite3.Connection) -> Row | None:
        found = question(connection, key)
        if found is None:
            return None
        return {
            **found,
            "cite": _cited(connection, table, key, site, metadata),
            "jsonld": _jsonld(connection, table, key, site, metadata),
        }

    found = await ask(datasette, find)
    if found is None:
        return None
    if "latitude" in found:
        found |= await asyncio.to_thread(_map_of, found)
    to_review = review_address(datasette, key) if table == "claims" else None
    about = {"kind": kind, "template": template, "table": table, "id": key, "to_review": to_review}
    return {**found, **about, **address_functions(datasette)}


def _map_of(place: Row) -> Row:
    """The map around a place; drawn outside the queries' time limit, because the first one reads the whole base map."""
    point = place["latitude"], place["longitude"]
    size = minimap.WIDTH, minimap.HEIGHT
    return {"map": minimap.draw(*point) if point[0] is not None else None, "map_size": size}


def address_functions(datasette: Any) -> Row:
    """Functions with which templates make addresses; ``to_read`` selects a row in the text."""

    def to_read(document: str, start: int, end: int, table: str = "", key: str = "") -> str:
        if table in read_layers.OF_TABLE or table == "spans":
            return selection_address(datasette, document, table, key, start, end)
        return read_address(datasette, document, start, end)

    return {
        "to_table": lambda table, **filters: table_address(datasette, table, **filters),
        "to_row": lambda table, key: row_address(datasette, table, key),
        "to_read": to_read,
        "to_document": lambda document: read_address(datasette, document),
    }


def _cited(connection: sqlite3.Connection, table: str, key: str, site: Site, metadata: Any) -> Any:
    try:
        return cite(connection, table, (key,), site, metadata)
    except NoSuchRow:
        return None


def _jsonld(connection: sqlite3.Connection, table: str, key: str, site: Site, metadata: Any) -> str | None:
    """JSON-LD that is safe in a script element, for the kinds that schema.org knows."""
    return embedded(JSONLD[table](connection, key, site, metadata)) if table in JSONLD else None
