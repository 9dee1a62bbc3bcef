"""The pages of sources, with what rests on them, and of documents, with what is in them."""

from __future__ import annotations

import sqlite3
from collections import Counter

from onrecord.exchange.phrases import ADDRESS
from onrecord.site.pages.row_actors_places import LOOKED_AT, SAID
from onrecord.site.pages.sources import status
from onrecord.site.respond import Row, rows, value

MOST = 40
CITATIONS = 24

SOURCE = "select * from source_details where id = ?"

CITED = "select * from citation_details where source_id = ? limit ?"

RESTS = """
select * from (select * from source_claim_lines where source_id = :id limit :looked) as found
group by number order by number limit :most
"""

FAULTS = """
select * from text_issue_details
where document_id = :document and start_char < :end and end_char > :start order by start_char limit :most
"""

DOCUMENT = "select * from document_details where id = ?"

CONTENTS = """
select shown_title as title, kind, reference_date_name, start_char, line_start from section_details
where document_id = ? order by start_char limit ?
"""

COUNTS = "select layer, count(*) as marks from marks where document_id = ? group by layer"

SPEAKERS = """
select claimant_id as id, claimant as name, count(*) as claims from claim_lines
where document_id = ? and claimant_id is not null group by claimant_id order by count(*) desc, claimant_id limit ?
"""

UNREAD = "select count(*) from sentence_details where document_id = ? and no_claim_reason like 'not read:%'"

FIRST_WORDS = "select substr(text, 1, 400) from documents where id = ?"


def source(connection: sqlite3.Connection, key: str) -> Row | None:
    """Everything on a source's page."""
    for found in rows(connection, SOURCE, (key,)):
        citations = rows(connection, CITED, (key, CITATIONS))
        for one in citations:
            where = {"document": one["document_id"], "start": one["start_char"], "end": one["end_char"], "most": MOST}
            one["faults"] = rows(connection, FAULTS, where)
        usable = found["url"] and found["url_status"] != "mangled" and ADDRESS.fullmatch(found["url"])
        return {
            **found,
            "title": found["name"],
            "link": found["url"] if usable else None,
            "status": status(found),
            "citations": citations,
            "resting": rows(connection, RESTS, {"id": key, "looked": LOOKED_AT, "most": SAID}),
        }
    return None


def document(connection: sqlite3.Connection, key: str) -> Row | None:
    """Everything on a document's page except its text."""
    for found in rows(connection, DOCUMENT, (key,)):
        return {
            **found,
            "link": found["source_url"] if ADDRESS.fullmatch(found["source_url"] or "") else None,
            "contents": rows(connection, CONTENTS, (key, MOST + 1)),
            "counts": Counter({one["layer"]: one["marks"] for one in rows(connection, COUNTS, (key,))}),
            "speakers": rows(connection, SPEAKERS, (key, MOST)),
            "unread": value(connection, UNREAD, (key,)),
            "first_words": value(connection, FIRST_WORDS, (key,)),
        }
    return None
