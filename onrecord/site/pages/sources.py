"""The page ``/sources``: what the documents cite, and how many claims rest on each."""

from __future__ import annotations

import sqlite3
from typing import Any
from urllib.parse import urlsplit

from onrecord.site.published import published
from onrecord.site.respond import Row, ask, page, rows

SOURCES = 50

SOURCE_LIST = """
select sources.id, sources.name, sources.author, sources.url, sources.url_status, sources.note,
  publishers.name as publisher, dates.name as published, coalesce(claim_counts.claims, 0) as claims,
  (select count(*) from (select 1 from citations where source_id = sources.id and is_closed = 0 limit 100)) as unclosed
from sources
left join actors as publishers on publishers.id = sources.publisher_id
left join dates on dates.id = sources.published
left join claim_counts on claim_counts.kind = 'source' and claim_counts.id = sources.id
where sources.name > ? order by sources.name limit ?
"""

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
        source["status"] = STATUS.get(source["url_status"], source["url_status"])
    return {"sources": shown, "more": shown[-1]["name"] if len(found) > SOURCES else None}


def web_address(url: Any) -> str | None:
    """An address that may be a link, http or https with a host; None for any other."""
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


ROUTES = [(r"^/sources$", sources_view)]
