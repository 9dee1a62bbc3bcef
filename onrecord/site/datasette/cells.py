"""Render cells of views: an id links to its row, and each item of a JSON array to the rows that share it."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from datasette.utils import tilde_encode  # type: ignore[import-untyped]
from markupsafe import Markup

_views: WeakKeyDictionary[Any, dict[str, set[str]]] = WeakKeyDictionary()

ITEM = Markup('<a href="{}" rel="nofollow">{}</a>')


ROW = Markup('<a href="{}">{}</a>')

ROWS_BEHIND = {
    ("claims_in_context", "id"): "claims",
    ("claims_in_context", "claimant_id"): "actors",
    ("claims_in_context", "document_id"): "documents",
    ("claims_in_context", "restates_id"): "claims",
    ("claim_doubts", "claim_id"): "claims",
    ("claims_map", "id"): "claims",
    ("disagreements", "id"): "claim_relations",
    ("evaluation_disagreements_in_context", "id"): "evaluation_disagreements",
    ("disagreements", "one_claim"): "claims",
    ("disagreements", "other_claim"): "claims",
    ("sentences_in_context", "id"): "sentences",
    ("locations_map", "id"): "locations",
    ("sentences_in_context", "document_id"): "documents",
    ("event_claims", "claim"): "claims",
    ("event_claims", "event_id"): "events",
    ("events_in_context", "id"): "events",
    ("relations_in_context", "claim"): "claims",
    ("relations_in_context", "other_claim"): "claims",
    ("relations_in_context", "relation_id"): "claim_relations",
    ("quotes_in_context", "id"): "quotes",
    ("quotes_in_context", "speaker_id"): "actors",
    ("quotes_in_context", "document_id"): "documents",
    ("uncovered_sentences", "id"): "sentences",
}
"""The table whose rows a view's column refers to; Datasette knows no foreign keys of views."""

CLAIM_COLUMNS = {"claim", "repeat", "one_claim", "other_claim"}
"""Names that the ready questions use for columns of claim ids; a query has no table to look up."""

CLAIM_ID = re.compile(r"[a-z0-9][a-z0-9._-]*\Z")

NAMED = {"actor": "actors", "place": "locations"}
"""The table that the id of a row of spellings refers to, by kind."""


async def learn_views(datasette: Any) -> None:
    """Remember which names are views: only views hold lists as JSON."""
    _views[datasette] = {
        name: set(await database.view_names()) for name, database in datasette.databases.items() if name != "_internal"
    }


def key(row: Any, value: object, column: str, table: str | None, database: str, datasette: Any) -> Markup | None:
    """An id in a view or in the rows of a query as a link to its row; None for any other cell."""
    if table is None and column in CLAIM_COLUMNS and isinstance(value, str) and CLAIM_ID.match(value):
        return ROW.format(datasette.urls.row(database, "claims", tilde_encode(value)), value)
    if table not in _views.get(datasette, {}).get(database, ()) or not isinstance(value, str):
        return None
    behind = ROWS_BEHIND.get((str(table), column))
    if (table, column) == ("spellings", "id"):
        behind = NAMED.get(row["kind"])
    elif (table, column) == ("claim_doubts", "row_id"):
        behind = row["row_table"]
    return ROW.format(datasette.urls.row(database, behind, tilde_encode(value)), value) if behind else None


def array(value: object, column: str, table: str | None, database: str, datasette: Any) -> Markup | None:
    """A view's JSON array of texts as links, each to the rows with that item; None for any other cell."""
    if table is None or not isinstance(value, str) or not value.startswith("["):
        return None
    if table not in _views.get(datasette, {}).get(database, ()):
        return None
    items = _texts(value)
    if items is None:
        return None
    page = datasette.urls.table(database, table)
    links = [ITEM.format(f"{page}?{urlencode({f'{column}__arraycontains': item})}", item) for item in items]
    return Markup(", ").join(links) or Markup('<span class="nothing">&nbsp;</span>')


def _texts(value: str) -> list[str] | None:
    try:
        items = json.loads(value)
    except ValueError:
        return None
    if isinstance(items, list) and all(isinstance(item, str) for item in items):
        return items
    return None
