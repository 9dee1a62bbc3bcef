"""An Atom feed (RFC 4287) of claims, in pages (RFC 5005), the same bytes for the same database.

A deterministic build must not record when it ran, so ``updated`` comes from the data: the last day on which the
claim's document can have been published, at midnight UTC, or :data:`UNDATED` where that is unknown. An entry's id is
its permalink, which never changes, so that feed readers recognize the entries they have seen.
"""

from __future__ import annotations

import re
import sqlite3
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from onrecord.database.query import iterate_rows
from onrecord.dates import FIRST_DAY, LAST_DAY
from onrecord.exchange.format import Dataset, Format, Pieces
from onrecord.exchange.permalinks import Site
from onrecord.exchange.phrases import as_text, line_range
from onrecord.metadata import Metadata

ATOM = "http://www.w3.org/2005/Atom"
UNDATED = "1970-01-01T00:00:00Z"
FEED_PATH = "/-/claims.atom"
PAGE = 100
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CLAIMS = """
select * from claim_details
where number < iif(:after is null, 9223372036854775807, (select number from claim_lines where id = :after))
order by number desc limit :limit
"""


def claims_feed(
    connection: sqlite3.Connection, site: Site, metadata: Metadata, *, after: str | None = None, limit: int = PAGE
) -> bytes:
    """One page of the feed, the most recently loaded claims first.

    :param after: the id of the last claim on the previous page; an unknown id gives an empty page
    """
    found = list(iterate_rows(connection, CLAIMS, {"after": after, "limit": limit + 1}))
    shown = found[:limit]
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    text(feed, "id", site.address(FEED_PATH))
    text(feed, "title", f"{metadata.title}: claims")
    text(feed, "subtitle", f"{metadata.description} Dates are those of the documents, {UNDATED[:4]} where unknown.")
    text(feed, "updated", max(map(published_at, shown), default=UNDATED))
    text(SubElement(feed, "author"), "name", metadata.about)
    text(feed, "rights", metadata.license)
    link(feed, "self", page_address(site, after), "application/atom+xml")
    link(feed, "first", site.address(FEED_PATH), "application/atom+xml")
    link(feed, "alternate", site.table("claims_in_context"), "text/html")
    if len(found) > limit:
        link(feed, "next", page_address(site, shown[-1]["id"]), "application/atom+xml")
    if metadata.license_url:
        SubElement(feed, "link", {"rel": "license", "href": metadata.license_url})
    for row in shown:
        add_entry(feed, row, site)
    ElementTree.indent(feed)
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def add_entry(feed: Element, row: sqlite3.Row, site: Site) -> None:
    """One claim: who claims what, and the words of the document."""
    entry = SubElement(feed, "entry")
    permalink = site.row("claims", row["id"])
    text(entry, "id", permalink)
    text(entry, "title", f"{row['claimant'] or 'Somebody unnamed'}: {row['statement']}")
    text(entry, "updated", published_at(row))
    link(entry, "alternate", permalink, "text/html")
    link(entry, "via", site.row("documents", row["document_id"]), "text/html")
    for vocabulary, term, name in (
        ("claim_types", row["claim_type"], row["claim_type_name"]),
        ("factuality_values", row["factuality"], row["factuality_name"]),
    ):
        SubElement(entry, "category", {"term": term, "scheme": site.table(vocabulary), "label": name})
    where = f"“{row['document']}”, {line_range(row['line_start'], row['line_end'])}"
    language = {} if row["language"] == "und" else {"xml:lang": row["language"]}
    text(entry, "content", f"{as_text(row['exact'])}\n— {where}", {"type": "text", **language})


def published_at(row: sqlite3.Row) -> str:
    """The day by which the claim's document was certainly published, at midnight UTC (RFC 3339)."""
    days = (row["published_latest"], row["published_earliest"])
    known = next((day for day in days if day not in (None, FIRST_DAY, LAST_DAY)), None)
    return f"{known}T00:00:00Z" if known else UNDATED


def page_address(site: Site, after: str | None) -> str:
    """The address of the page that starts after a claim."""
    return site.address(FEED_PATH) + (f"?after={quote(after, safe='')}" if after else "")


def text(parent: Element, tag: str, words: str, attributes: dict[str, str] | None = None) -> None:
    """An element with text; characters that XML can't hold become U+FFFD."""
    SubElement(parent, tag, attributes or {}).text = NOT_IN_XML.sub("\ufffd", words)


def link(parent: Element, relation: str, address: str, media_type: str) -> None:
    """A link to a page of the site."""
    SubElement(parent, "link", {"rel": relation, "type": media_type, "href": address})


def feed_page(dataset: Dataset, after: str) -> Pieces:
    """One page of the feed."""
    yield claims_feed(dataset.connection, dataset.site, dataset.metadata, after=after or None).decode()


FEED = Format(
    path="claims.atom",
    title="Feed of claims",
    holds=f"Atom (RFC 4287), {PAGE} claims per page, the most recently loaded first.",
    media_type="application/atom+xml; charset=utf-8",
    write=feed_page,
    per="page",
    address=FEED_PATH,
)
