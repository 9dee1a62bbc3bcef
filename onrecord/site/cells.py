"""How cells look: in views, a JSON array of names is a list of links, as it is a list of facets."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from markupsafe import Markup

_views: WeakKeyDictionary[Any, dict[str, set[str]]] = WeakKeyDictionary()

ITEM = Markup('<a href="{}" rel="nofollow">{}</a>')


async def learn_views(datasette: Any) -> None:
    """Remember which names are views: only there did we choose to write lists as JSON."""
    _views[datasette] = {
        name: set(await database.view_names()) for name, database in datasette.databases.items() if name != "_internal"
    }


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
    return Markup(", ").join(links) or Markup("&nbsp;")


def _texts(value: str) -> list[str] | None:
    try:
        items = json.loads(value)
    except ValueError:
        return None
    if isinstance(items, list) and all(isinstance(item, str) for item in items):
        return items
    return None
