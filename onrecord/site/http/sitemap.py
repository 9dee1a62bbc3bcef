"""``/sitemap.xml``: every address that search engines may read, in pages."""

from __future__ import annotations

import sqlite3
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from datasette.utils.asgi import NotFound, Response  # type: ignore[import-untyped]

from onrecord.database.query import identifier
from onrecord.site import pages
from onrecord.site.published import published, read_address, row_address
from onrecord.site.respond import ask, value

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
A_PAGE = 2500
"""Addresses per sitemap; the protocol allows 50,000."""

RECORDS = ("documents", "claims", "quotes", "actors", "locations", "sources", "events")
"""Tables whose rows have pages. The build numbers rows from 1 without gaps, so a sitemap's number gives its rows."""


async def index_view(datasette: Any, request: Any) -> Any:
    """``/sitemap.xml``: the list of sitemaps."""

    def count(connection: sqlite3.Connection) -> list[str]:
        numbers = {table: value(connection, f"select max(rowid) from {identifier(table)}") or 0 for table in RECORDS}
        return [f"{table}-{at + 1}" for table, most in numbers.items() for at in range(-(-most // A_PAGE))]

    names = ["pages", *await ask(datasette, count)]
    addresses = [datasette.urls.path(f"/sitemap-{name}.xml") for name in names]
    return _xml(datasette, request, "sitemapindex", "sitemap", addresses)


async def part_view(datasette: Any, request: Any) -> Any:
    """``/sitemap-claims-1.xml`` and so on: the addresses of some records, and of documents' reading pages."""
    table, _, number = request.url_vars["name"].partition("-")
    if table == "pages":
        return _xml(
            datasette,
            request,
            "urlset",
            "url",
            [datasette.urls.path(page.address) for page in pages.PAGES if page.in_sitemap],
        )
    published(datasette)
    start = (int(number) - 1) * A_PAGE

    def read(connection: sqlite3.Connection) -> list[str]:
        sql = f"select id from {identifier(table)} where rowid > ? order by rowid limit ?"
        return [key for (key,) in connection.execute(sql, (start, A_PAGE))]

    keys = await ask(datasette, read)
    if not keys:
        raise NotFound("No such sitemap")
    addresses = [row_address(datasette, table, key) for key in keys]
    if table == "documents":
        addresses += [read_address(datasette, key) for key in keys]
    return _xml(datasette, request, "urlset", "url", addresses)


def _xml(datasette: Any, request: Any, root: str, item: str, addresses: list[str]) -> Response:
    element = Element(root, {"xmlns": SITEMAP})
    site = datasette.absolute_url(request, "/").rstrip("/")
    for address in addresses:
        SubElement(SubElement(element, item), "loc").text = f"{site}{address}"
    body = ElementTree.tostring(element, encoding="utf-8", xml_declaration=True)
    return Response(body, content_type="application/xml; charset=utf-8")


ROUTES = [
    (r"^/sitemap\.xml$", index_view),
    (rf"^/sitemap-(?P<name>pages|(?:{'|'.join(RECORDS)})-[1-9]\d{{0,6}})\.xml$", part_view),
]
