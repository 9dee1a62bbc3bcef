"""Pages that are lists: disagreements side by side, and sources with what rests on them."""

from __future__ import annotations

import sqlite3
from typing import Any
from urllib.parse import urlsplit

from onrecord.site.published import published
from onrecord.site.respond import Row, ask, page, rows

PAIRS = 20
SOURCES = 50

OPPOSED = ("contradicts", "attacks", "contrary")
"""The relations of claims that cannot stand together, the plainest first."""

DISAGREEMENTS = """
select claim_relations.rowid as at, claim_relations.id, claim_relations.relation, claim_relations.rationale,
  claim_relations.to_claim_id as one, claim_relations.from_claim_id as other
from claim_relations where claim_relations.relation = ? and claim_relations.rowid > ?
order by claim_relations.rowid limit ?
"""

CLAIM = """
select claims.id, claims.statement, claims.factuality, actors.name as who, actors.id as actor_id, spans.exact,
  spans.document_id, spans.start_char, spans.end_char, spans.line_start, documents.title as document
from claims join spans on spans.id = claims.span_id join documents on documents.id = claims.document_id
left join actors on actors.id = claims.claimant_id where claims.id = ?
"""

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

CANNOT_STAND = {
    "contradicts": "One denies what the other says.",
    "contrary": "They cannot both be true.",
    "attacks": "One is a reason against the other.",
}
"""How two claims of a pair stand to each other, in a sentence."""

STATUS = {
    "article": "the article’s address is given",
    "home-page": "only a home page is cited: the article cannot be looked up",
    "mangled": "the address is damaged and leads nowhere",
    "none": "no address is cited",
}


def pairs(connection: sqlite3.Connection, after: str) -> dict[str, Any]:
    """One page of claims that cannot stand together: by relation, then in the order of the texts.

    :param after: the last pair of the page before, as ``relation.rowid``
    """
    relation, _, at = after.partition(".")
    started = OPPOSED.index(relation) if relation in OPPOSED else 0
    found: list[Row] = []
    for number, kind in enumerate(OPPOSED[started:]):
        begin = int(at) if number == 0 and at.isdecimal() and len(at) < 19 else 0
        found += rows(connection, DISAGREEMENTS, (kind, begin, PAIRS + 1 - len(found)))
    shown = found[:PAIRS]
    for pair in shown:
        pair["how"] = CANNOT_STAND[pair["relation"]]
        pair["sides"] = [row for key in ("one", "other") for row in rows(connection, CLAIM, (pair[key],))]
    return {"pairs": shown, "more": "{relation}.{at}".format(**shown[-1]) if len(found) > PAIRS else None}


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


async def disagreements_view(datasette: Any, request: Any) -> Any:
    """The page ``/disagreements``."""
    published(datasette)
    after = request.args.get("after") or ""
    context: Row = await ask(datasette, lambda connection: pairs(connection, after))
    return await page(datasette, request, "disagreements.html", "disagreements", context)


async def sources_view(datasette: Any, request: Any) -> Any:
    """The page ``/sources``."""
    published(datasette)
    after = request.args.get("after") or ""
    context: Row = await ask(datasette, lambda connection: sources(connection, after))
    return await page(datasette, request, "sources.html", "sources", context)


ROUTES = [(r"^/disagreements$", disagreements_view), (r"^/sources$", sources_view)]
