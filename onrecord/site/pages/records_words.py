"""What a page says about words that stand in a text: claims, quotes, and everything smaller."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from onrecord.site.pages import read_layers
from onrecord.site.respond import Row, rows

AROUND = 220
"""Characters of the text shown on either side of a passage."""

LONGEST = 1500
"""Characters of a passage that are shown; the text itself is a click away."""

MOST = 30

PASSAGE = """
select spans.id as span_id, spans.document_id, documents.title as document, documents.reading, documents.language,
  spans.start_char, spans.end_char, spans.line_start, spans.line_end,
  substr(documents.text, max(1, spans.start_char + 1 - :around), min(:around, spans.start_char)) as before,
  substr(documents.text, spans.start_char + 1, min(:longest, spans.end_char - spans.start_char)) as words,
  substr(documents.text, spans.end_char + 1, :around) as after,
  spans.end_char - spans.start_char > :longest as is_cut
from spans join documents on documents.id = spans.document_id where spans.id = :span
"""

SECTION = """
select sections.id, sections.title, dates.name as reference_date, sections.reference_date_basis
from sections left join dates on dates.id = sections.reference_date where sections.id = ?
"""

CLAIM = """
select claims.id, claims.statement, claims.claimant_id, claimants.name as claimant, claims.claim_type,
  claim_types.definition as claim_type_definition, event_types.name as event, claims.event_type,
  event_types.definition as event_definition, claims.factuality, factuality_values.name as certainty,
  factuality_values.definition as certainty_definition, dates.name as date, dates.earliest, dates.latest,
  claims.attribution_id, attributions.manner, attributions.source_is_inferred, claims.quote_id, quoted.exact as quoted,
  claims.restates_id, first_claims.statement as first_statement, claims.span_id, claims.section_id, claims.document_id,
  claims.review_status, claims.score, claims.note, annotators.name as annotator, annotators.kind as annotator_kind
from claims
join claim_types on claim_types.id = claims.claim_type
join factuality_values on factuality_values.id = claims.factuality
join annotators on annotators.id = claims.annotator_id
left join event_types on event_types.id = claims.event_type
left join dates on dates.id = claims.event_date
left join actors as claimants on claimants.id = claims.claimant_id
left join attributions on attributions.id = claims.attribution_id
left join quotes on quotes.id = claims.quote_id
left join spans as quoted on quoted.id = quotes.span_id
left join claims as first_claims on first_claims.id = claims.restates_id
where claims.id = ?
"""

RELATIONS = """
select 'from' as side, relation, rationale, claims.id, claims.statement, actors.name as claimant,
  claim_relations.rowid as n
from claim_relations join claims on claims.id = to_claim_id left join actors on actors.id = claims.claimant_id
where from_claim_id = :id
union all
select 'to', relation, rationale, claims.id, claims.statement, actors.name, claim_relations.rowid
from claim_relations join claims on claims.id = from_claim_id left join actors on actors.id = claims.claimant_id
where to_claim_id = :id
limit :most
"""

REPEATS = """
select claims.id, claims.statement, actors.name as claimant, spans.line_start, documents.title as document
from claims left join actors on actors.id = claims.claimant_id join spans on spans.id = claims.span_id
join documents on documents.id = claims.document_id
where claims.restates_id = ? limit ?
"""

CITATIONS = """
select citations.id, citations.is_closed, citations.style, claim_citations.scope, spans.exact, spans.document_id,
  spans.start_char, spans.end_char, sources.id as source_id, sources.name as source, sources.url_status
from claim_citations join citations on citations.id = claim_citations.citation_id
join spans on spans.id = citations.span_id join sources on sources.id = citations.source_id
where claim_citations.claim_id = ? limit ?
"""

ACTORS = """
select actors.id, actors.name, claim_actors.role from claim_actors join actors on actors.id = claim_actors.actor_id
where claim_actors.claim_id = ? limit ?
"""

PLACES = """
select locations.id, locations.name, claim_locations.role, locations.latitude is not null as on_map
from claim_locations join locations on locations.id = claim_locations.location_id
where claim_locations.claim_id = ? limit ?
"""

QUOTE = """
select quotes.id, quotes.span_id, quotes.section_id, quotes.quote_type, quotes.attribution_id, quotes.speaker_id,
  actors.name as speaker, quotes.continues_id, continued.exact as continues, quotes.mark_status, quotes.review_status,
  attributions.manner, attributions.source_is_inferred, annotators.name as annotator
from quotes join annotators on annotators.id = quotes.annotator_id
left join actors on actors.id = quotes.speaker_id
left join attributions on attributions.id = quotes.attribution_id
left join quotes as earlier on earlier.id = quotes.continues_id
left join spans as continued on continued.id = earlier.span_id
where quotes.id = ?
"""

CONTINUED_BY = """
select quotes.id, spans.exact from quotes join spans on spans.id = quotes.span_id
where quotes.attribution_id = :attribution and quotes.continues_id = :id limit :most
"""

CLAIMS_OF_QUOTE = """
select claims.id, claims.statement, actors.name as claimant from claims
left join actors on actors.id = claims.claimant_id where claims.quote_id = ? limit ?
"""

PHRASES = {
    ("from", "contradicts"): "Contradicts",
    ("to", "contradicts"): "Contradicted by",
    ("from", "contrary"): "Cannot be true together with",
    ("to", "contrary"): "Cannot be true together with",
    ("from", "supports"): "Supports",
    ("to", "supports"): "Supported by",
    ("from", "attacks"): "Speaks against",
    ("to", "attacks"): "Spoken against by",
    ("from", "qualifies"): "Qualifies",
    ("to", "qualifies"): "Qualified by",
}

VOICES = {
    "direct": "Quoted, word for word as this document renders it",
    "mixed": "Partly quoted, partly reported",
    "indirect": "Reported, not quoted",
}

CERTAINTY = {
    "certain": "states this plainly",
    "probable": "presents this as likely",
    "possible": "presents this as possible",
    "certain-not": "states this plainly: it is a denial",
    "probable-not": "presents this as likely: it is a denial",
    "possible-not": "presents this as possible: it is a denial",
    "certain-unknown": "knows whether this is so, and does not say",
    "uncommitted": "does not vouch for this: it is wished, planned, conditional or left open",
}
"""What the claimant does. The statement carries any negation itself; this never adds one."""

SPANS_OF = {
    "spans": "select id from spans where id = ?",
    "sections": "select span_id from sections where id = ?",
    "sentences": "select span_id from sentences where id = ?",
    "attributions": """
        select spans.id from attribution_spans join spans on spans.id = attribution_spans.span_id
        where attribution_id = ? order by role = 'cue' desc, start_char limit 1""",
    "actor_mentions": "select span_id from actor_mentions where id = ?",
    "location_mentions": "select span_id from location_mentions where id = ?",
    "time_mentions": "select span_id from time_mentions where id = ?",
    "citations": "select span_id from citations where id = ?",
    "text_issues": "select span_id from text_issues where id = ?",
}


def passage(connection: sqlite3.Connection, span: str, table: str = "spans", key: str = "") -> Row:
    """The words of a span with those around them, and the row that a link into the text selects."""
    (found,) = rows(connection, PASSAGE, {"span": span, "around": AROUND, "longest": LONGEST})
    found["before"] = _from_a_word(found["before"]) if found["start_char"] > AROUND else found["before"]
    found["after"] = _to_a_word(found["after"]) if len(found["after"]) == AROUND else found["after"]
    return {**found, "table": table, "key": key or span}


def words_of(connection: sqlite3.Connection, attribution: str | None) -> list[Row]:
    """Source, cue and content of an attribution, as they stand in the text."""
    return rows(connection, read_layers.ROLES, (attribution,)) if attribution else []


def claim(connection: sqlite3.Connection, key: str) -> Row | None:
    """Everything that a claim's page says."""
    for found in rows(connection, CLAIM, (key,)):
        relations = rows(connection, RELATIONS, {"id": key, "most": MOST})
        for one in relations:
            one["phrase"] = PHRASES.get((one["side"], one["relation"]), one["relation"])
        return {
            **found,
            "title": found["statement"],
            "passage": passage(connection, found["span_id"], "claims", key),
            "section": _one(connection, SECTION, found["section_id"]),
            "voice": VOICES.get(found["manner"] or "", "The author’s own voice"),
            "certainty_in_words": CERTAINTY.get(found["factuality"], ""),
            "words": words_of(connection, found["attribution_id"]),
            "relations": sorted(relations, key=lambda one: (one["phrase"], one["n"])),
            "repeats": rows(connection, REPEATS, (key, MOST)),
            "citations": rows(connection, CITATIONS, (key, MOST)),
            "actors": rows(connection, ACTORS, (key, MOST)),
            "places": rows(connection, PLACES, (key, MOST)),
        }
    return None


def quote(connection: sqlite3.Connection, key: str) -> Row | None:
    """Everything that a quote's page says."""
    for found in rows(connection, QUOTE, (key,)):
        around = passage(connection, found["span_id"], "quotes", key)
        following = {"attribution": found["attribution_id"], "id": key, "most": MOST}
        return {
            **found,
            "title": short(around["words"]),
            "passage": around,
            "section": _one(connection, SECTION, found["section_id"]),
            "voice": VOICES.get(found["manner"] or "", ""),
            "words": words_of(connection, found["attribution_id"]),
            "continued_by": rows(connection, CONTINUED_BY, following),
            "claims": rows(connection, CLAIMS_OF_QUOTE, (key, MOST)),
        }
    return None


def thing(table: str) -> Callable[[sqlite3.Connection, str], Row | None]:
    """The page of something that only stands in the text: its words, and the facts that the reading page shows."""

    def find(connection: sqlite3.Connection, key: str) -> Row | None:
        for (span,) in connection.execute(SPANS_OF[table], (key,)):
            facts: Row = {"facts": [], "words": []}
            around = passage(connection, span)
            if table in read_layers.OF_TABLE:
                facts = read_layers.described(connection, table, key)
                around = passage(connection, span, table, key)
            title = facts.get("title") or around["words"]
            return {**facts, "title": short(str(title)), "passage": around}
        return None

    return find


def short(words: str, most: int = 120) -> str:
    """Words on one line, cut between two of them."""
    line = " ".join(words.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def _one(connection: sqlite3.Connection, sql: str, key: Any) -> Row | None:
    return next(iter(rows(connection, sql, (key,))), None)


def _from_a_word(words: str) -> str:
    _, space, rest = words.partition(" ")
    return f"… {rest.lstrip(' .,;:')}" if space else words


def _to_a_word(words: str) -> str:
    first, space, _ = words.rpartition(" ")
    return f"{first} …" if space else words
