"""The page ``/sources``: what the documents cite, and how many claims rest on each."""

from __future__ import annotations

import sqlite3
from typing import Any
from urllib.parse import urlsplit

from onrecord.site.page import Page
from onrecord.site.published import published
from onrecord.site.respond import Row, ask, page, rows

SOURCES = 50

SOURCE_LIST = "select * from source_details where name > ? order by name limit ?"

STATUS = {
    "article": "the article’s address is given",
    "home-page": "only a home page is cited: the article cannot be looked up",
    "mangled": "the address is damaged and leads nowhere",
    "none": "no address is cited",
}


def sources(connection: sqlite3.Connection, after: str) -> dict[str, Any]:
    """One page of sources."""
    found = rows(connection, SOURCE_LIST, (after, SOURCES + 1))
    shown = found[:SOURCES]
    for source in shown:
        source["link"] = web_address(source["url"])
        source["status"] = status(source)
    return {"sources": shown, "more": shown[-1]["name"] if len(found) > SOURCES else None}


def status(source: Row) -> str:
    """Whether a source can be looked up, and by what."""
    if source["listed_as"] and source["url_status"] == "none":
        return "listed in full, without an address"
    return STATUS.get(source["url_status"], str(source["url_status"]))


def web_address(url: Any) -> str | None:
    """An address that is safe as a link, http or https with a host; None for any other."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


async def sources_view(datasette: Any, request: Any) -> Any:
    """The page ``/sources``."""
    published(datasette)
    after = request.args.get("after") or ""
    context: Row = await ask(datasette, lambda connection: sources(connection, after))
    return await page(datasette, request, "sources.html", "sources", context)


PAGE = Page(
    "/sources",
    ((r"^/sources$", sources_view),),
    "Sources",
    "What is cited, what rests on it, and what is wrong with the citation.",
    ("sources", "citations"),
)
