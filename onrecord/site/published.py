"""The attached database that the site's pages show, and the addresses of its rows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from weakref import WeakKeyDictionary, WeakSet

from datasette.utils import tilde_decode, tilde_encode  # type: ignore[import-untyped]
from datasette.utils.asgi import NotFound  # type: ignore[import-untyped]

from onrecord.exchange.permalinks import Site
from onrecord.metadata import Metadata, metadata_from
from onrecord.site.datasette import internals

TABLES = {"claims", "spans", "documents"}
"""A database with these tables was built by onrecord."""

_published: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
_counted: WeakSet[Any] = WeakSet()


async def learn_published(datasette: Any) -> None:
    """Find the first attached database with the tables of onrecord; called once, when the site starts."""
    for name, database in datasette.databases.items():
        if name != "_internal" and set(await database.table_names()) >= TABLES:
            _published[datasette] = database
            return


async def learn_counts(datasette: Any) -> None:
    """Tell Datasette how many rows tables and views have, as counted when the database was built."""
    database = _published.get(datasette)
    if database is None or database.is_mutable or not await database.table_exists("row_counts"):
        return
    counts = dict(map(tuple, (await database.execute("select name, rows from row_counts")).rows))
    tables = {name: counts.pop(name) for name in await database.table_names() if name in counts}
    internals.give_counts(datasette, database, tables, views=counts)
    _counted.add(datasette)


def has_stored_counts(datasette: Any, database: str) -> bool:
    """Whether the rows of this database were counted when it was built."""
    return datasette in _counted and bool(_published[datasette].name == database)


def is_published(datasette: Any) -> bool:
    """Whether any attached database was built by onrecord."""
    return datasette in _published


def published(datasette: Any) -> Any:
    """The Datasette ``Database`` that the site's pages show.

    :raises NotFound: if no attached database was built by onrecord
    """
    database = _published.get(datasette)
    if database is None:
        raise NotFound("No database of documents is published here")
    return database


def publication(datasette: Any, request: Any) -> tuple[Site, Metadata]:
    """The site under the address that the visitor used, and its metadata."""
    name = published(datasette).name
    base_url = datasette.absolute_url(request, datasette.urls.instance()).rstrip("/")
    return Site(base_url, name), metadata_from(internals.metadata(datasette), name)


def table_address(datasette: Any, table: str, **filters: object) -> str:
    """The address of a table or view, with Datasette's filters: ``claimant="Iraq"``, ``_sort="name"``."""
    path = str(datasette.urls.table(published(datasette).name, table))
    return f"{path}?{urlencode(filters)}" if filters else path


def row_address(datasette: Any, table: str, key: str) -> str:
    """The address of one row, as Datasette spells it."""
    return str(datasette.urls.row(published(datasette).name, table, tilde_encode(key)))


def asked_document(request: Any) -> str:
    """The id of the document in an address, which is encoded as Datasette encodes keys."""
    return str(tilde_decode(request.url_vars["document"]))


def read_address(datasette: Any, document: str, start: int | None = None, end: int | None = None) -> str:
    """The address of a document's reading page, with a range of characters (RFC 5147) if one is given."""
    path = str(datasette.urls.path(f"/read/{tilde_encode(document)}"))
    return path if start is None else f"{path}#char={start},{end}"
