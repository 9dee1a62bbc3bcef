"""An Atom feed (RFC 4287) of claims, in pages (RFC 5005), the same bytes for the same database.

A deterministic build must not record when it ran, so ``updated`` comes from the data: the day by which the claim was
made, at midnight UTC; else that by which its document was published, or the newest of its sections was written; else
:data:`UNDATED`. The summary says which. An entry's id is its permalink, which never changes, so that feed readers
recognize the entries they have seen.
"""

from __future__ import annotations

import re
import sqlite3
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from onrecord.database.query import iterate_rows
from onrecord.exchange.format import Dataset, Format, Pieces
from onrecord.exchange.permalinks import Site
from onrecord.exchange.phrases import as_text, how_read, line_range, review
from onrecord.metadata import Metadata

ATOM = "http://www.w3.org/2005/Atom"
UNDATED = "1970-01-01"
FEED_PATH = "/-/claims.atom"
PAGE = 100
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CLAIMS = """
select * from claim_details
where review_status <> 'rejected'
  and number < iif(:after is null, 9223372036854775807, (select number from claim_lines where id = :after))
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
    dates = "An entry is dated by when it was said; its summary says more."
    text(feed, "subtitle", f"{metadata.description} {how_read(connection)} {dates}")
    text(feed, "updated", midnight(max((dated(row)[0] for row in shown), default=UNDATED)))
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
    day, known = dated(row)
    text(entry, "updated", midnight(day))
    link(entry, "alternate", permalink, "text/html")
    link(entry, "via", site.row("documents", row["document_id"]), "text/html")
    for vocabulary, term, name in (
        ("claim_types", row["claim_type"], row["claim_type_name"]),
        ("factuality_values", row["factuality"], row["factuality_name"]),
        ("review_statuses", row["review_status"], review(row)),
    ):
        SubElement(entry, "category", {"term": term, "scheme": site.table(vocabulary), "label": name})
    text(entry, "summary", f"{known} {happening(row)}".strip())
    where = f"“{row['document']}”, {line_range(row['line_start'], row['line_end'])}"
    language = {} if row["language"] == "und" else {"xml:lang": row["language"]}
    text(entry, "content", f"{as_text(row['exact'])}\n— {where}", {"type": "text", **language})


def dated(row: sqlite3.Row) -> tuple[str, str]:
    """The day of an entry, and what is known about when the claim was made."""
    if row["stated_on"]:
        return row["stated_latest"] or row["stated_earliest"], f"Said: {row['stated_on_name']}."
    if row["published_day"]:
        return row["published_day"], "When it was said is not known; dated by its document's publication."
    if row["written_day"]:
        return row["written_day"], "When it was said is not known; dated by the newest date of its document."
    return UNDATED, f"When it was said is not known; a feed needs a date, so it has {UNDATED}."


def happening(row: sqlite3.Row) -> str:
    """When the thing claimed happens or holds, where that is known."""
    return f"Happens or holds: {row['event_date_name']}." if row["event_date"] else ""


def midnight(day: str) -> str:
    """A day as a moment (RFC 3339)."""
    return f"{day}T00:00:00Z"


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
