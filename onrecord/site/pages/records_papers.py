"""What a page says about a paper: a source with what rests on it, a document with what is in it."""

from __future__ import annotations

import sqlite3

from onrecord.exchange.phrases import ADDRESS
from onrecord.site.pages.records_names import (
    CLAIM_LINE,
    JOINED,
    LOOKED_AT,
    SAID,
)
from onrecord.site.pages.sources import STATUS
from onrecord.site.respond import Row, rows

MOST = 40
CITATIONS = 24

SOURCE = """
select sources.id, sources.name, sources.author, sources.publisher_id, actors.name as publisher, sources.url,
  sources.url_status, dates.name as published, sources.note
from sources left join actors on actors.id = sources.publisher_id left join dates on dates.id = sources.published
where sources.id = ?
"""

CITED = """
select citations.id, citations.style, citations.is_closed, spans.exact, spans.document_id, spans.start_char,
  spans.end_char, spans.line_start, documents.title as document
from citations join spans on spans.id = citations.span_id join documents on documents.id = spans.document_id
where citations.source_id = ? limit ?
"""

RESTS = f"""
select {CLAIM_LINE}, group_concat(distinct found.scope) as roles
from (
  select claim_citations.claim_id, claim_citations.scope from citations
  join claim_citations on claim_citations.citation_id = citations.id where citations.source_id = :id limit :looked
) as found join claims on claims.id = found.claim_id {JOINED}
group by claims.rowid order by claims.rowid limit :most
"""

RESTING = "select claims from claim_counts where kind = 'source' and id = ?"

FAULTS = """
select text_issues.id, issue_types.name as type, text_issues.proposed_reading, text_issues.note, spans.document_id,
  spans.start_char, spans.end_char, spans.exact
from spans cross join text_issues on text_issues.span_id = spans.id
join issue_types on issue_types.id = text_issues.issue_type
where spans.document_id = :document and spans.start_char < :end and spans.end_char > :start
order by spans.start_char limit :most
"""

DOCUMENT = """
select documents.id, documents.title, documents.sha256, documents.path, documents.encoding, documents.encoding_basis,
  documents.language, documents.author_id, actors.name as author, dates.name as published, documents.source_url,
  documents.rights, documents.reading, documents.note, documents.characters
from documents left join actors on actors.id = documents.author_id left join dates on dates.id = documents.published
where documents.id = ?
"""

CONTENTS = """
select sections.id, sections.title, sections.kind, dates.name as reference_date, spans.start_char, spans.end_char,
  spans.line_start
from spans cross join sections on sections.span_id = spans.id left join dates on dates.id = sections.reference_date
where spans.document_id = ? order by spans.start_char limit ?
"""

COUNTS = {
    "claims": "select count(*) from claims where document_id = ?",
    "quotes": """
        select count(*) from spans cross join quotes on quotes.span_id = spans.id where document_id = ?""",
    "text_issues": """
        select count(*) from spans cross join text_issues on text_issues.span_id = spans.id where document_id = ?""",
    "citations": """
        select count(*) from spans cross join citations on citations.span_id = spans.id where document_id = ?""",
    "actor_mentions": """
        select count(*) from spans cross join actor_mentions on actor_mentions.span_id = spans.id
        where document_id = ?""",
    "location_mentions": """
        select count(*) from spans cross join location_mentions on location_mentions.span_id = spans.id
        where document_id = ?""",
}
"""Each counts inside one document, from its own index or its own spans."""

SPEAKERS = """
select actors.id, actors.name, count(*) as claims from claims join actors on actors.id = claims.claimant_id
where claims.document_id = ? group by claims.claimant_id order by count(*) desc, actors.id limit ?
"""

FIRST_WORDS = "select substr(text, 1, 400) from documents where id = ?"


def source(connection: sqlite3.Connection, key: str) -> Row | None:
    """Everything that a source's page says."""
    for found in rows(connection, SOURCE, (key,)):
        citations = rows(connection, CITED, (key, CITATIONS))
        for one in citations:
            where = {"document": one["document_id"], "start": one["start_char"], "end": one["end_char"], "most": MOST}
            one["faults"] = rows(connection, FAULTS, where)
        usable = found["url"] and found["url_status"] != "mangled" and ADDRESS.fullmatch(found["url"])
        count = connection.execute(RESTING, (key,)).fetchone()
        return {
            **found,
            "title": found["name"],
            "link": found["url"] if usable else None,
            "status": STATUS.get(found["url_status"], found["url_status"]),
            "citations": citations,
            "claims": rows(connection, RESTS, {"id": key, "looked": LOOKED_AT, "most": SAID}),
            "resting": count[0] if count else 0,
        }
    return None


def document(connection: sqlite3.Connection, key: str) -> Row | None:
    """Everything that a document's page says, but for its text."""
    for found in rows(connection, DOCUMENT, (key,)):
        return {
            **found,
            "link": found["source_url"] if ADDRESS.fullmatch(found["source_url"] or "") else None,
            "contents": rows(connection, CONTENTS, (key, MOST + 1)),
            "counts": {name: connection.execute(sql, (key,)).fetchone()[0] for name, sql in COUNTS.items()},
            "speakers": rows(connection, SPEAKERS, (key, MOST)),
            "first_words": connection.execute(FIRST_WORDS, (key,)).fetchone()[0],
        }
    return None
