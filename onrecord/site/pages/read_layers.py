"""What stands in a document, layer by layer, and what there is to say about one thing that stands in it.

All questions start from the spans of one document (an index on document and offsets), so their work is at most
linear in that document, whatever else is published. ``cross join`` keeps SQLite to that order.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any, NamedTuple

from onrecord.site.respond import Row, rows
from onrecord.site.wording import plainly

LAST_CHARACTER = 2**31
"""Beyond the end of any document."""

HERE = 40
"""How many things at one place are named; the rest are a click away in the text."""


class Fact(NamedTuple):
    """A line of the panel: its label, the column with its words, and the table and column of the row it leads to.

    ``is_key``: the column holds one of the schema's keys, which are put into words.
    """

    label: str
    column: str
    table: str = ""
    key: str = ""
    is_key: bool = False


class Layer(NamedTuple):
    """One kind of thing that stands in the text; ``sql`` gives one row of it, with a ``title``."""

    key: str
    table: str
    name: str
    one: str
    sql: str
    facts: tuple[Fact, ...]


LAYERS = {
    layer.key: layer
    for layer in (
        Layer(
            "claims",
            "claims",
            "Claims",
            "Claim",
            """
            select claims.statement as title, claimants.name as claimant, claims.claimant_id,
              factuality_values.name as certainty, claims.factuality, claim_types.name as type, claims.claim_type,
              event_types.name as event, claims.event_type, dates.name as date, claims.attribution_id, claims.quote_id,
              case attributions.manner when 'direct' then 'Quoted' when 'mixed' then 'Partly quoted'
                when 'indirect' then 'Reported, not quoted' else 'The author''s own voice' end as voice,
              first_claims.statement as first_statement, claims.restates_id, claims.review_status, claims.score,
              annotators.name as annotator, claims.note
            from claims
            join factuality_values on factuality_values.id = claims.factuality
            join claim_types on claim_types.id = claims.claim_type
            join annotators on annotators.id = claims.annotator_id
            left join event_types on event_types.id = claims.event_type
            left join dates on dates.id = claims.event_date
            left join actors as claimants on claimants.id = claims.claimant_id
            left join attributions on attributions.id = claims.attribution_id
            left join claims as first_claims on first_claims.id = claims.restates_id
            where claims.id = ?
            """,
            (
                Fact("Claimant", "claimant", "actors", "claimant_id"),
                Fact("Voice", "voice", "attributions", "attribution_id"),
                Fact("How firmly", "certainty", "factuality_values", "factuality"),
                Fact("Kind", "type", "claim_types", "claim_type"),
                Fact("Event", "event", "event_types", "event_type"),
                Fact("When", "date"),
                Fact("Repeats", "first_statement", "claims", "restates_id"),
                Fact("Note", "note"),
                Fact("Read by", "annotator"),
            ),
        ),
        Layer(
            "quotes",
            "quotes",
            "Quotes",
            "Quote",
            """
            select spans.exact as title, actors.name as speaker, quotes.speaker_id, quotes.attribution_id,
              case quotes.quote_type when 'speech' then 'Speech' when 'term' then 'A term, set off by marks'
                else 'A name' end as type,
              case quotes.mark_status when 'wrong-close' then 'The closing mark is a wrong one'
                when 'unclosed' then 'Never closed' end as marks,
              continued.exact as continues, quotes.continues_id, quotes.review_status,
              case attributions.manner when 'direct' then 'Quoted' when 'mixed' then 'Partly quoted'
                when 'indirect' then 'Reported, not quoted' end as manner
            from quotes join spans on spans.id = quotes.span_id
            left join actors on actors.id = quotes.speaker_id
            left join attributions on attributions.id = quotes.attribution_id
            left join quotes as earlier on earlier.id = quotes.continues_id
            left join spans as continued on continued.id = earlier.span_id
            where quotes.id = ?
            """,
            (
                Fact("Speaker", "speaker", "actors", "speaker_id"),
                Fact("Kind", "type"),
                Fact("Marks", "marks"),
                Fact("Continues", "continues", "quotes", "continues_id"),
                Fact("Voice", "manner", "attributions", "attribution_id"),
            ),
        ),
        Layer(
            "attributions",
            "attributions",
            "Attributions",
            "Attribution",
            """
            select coalesce(actors.name, 'Somebody unnamed') as title, actors.name as source,
              attributions.source_id, attributions.review_status, attributions.score,
              case attributions.manner when 'direct' then 'Quoted' when 'mixed' then 'Partly quoted'
                else 'Reported, not quoted' end as manner,
              case attributions.source_is_inferred when 1 then 'Inferred: the words do not name it here' end as basis
            from attributions left join actors on actors.id = attributions.source_id where attributions.id = ?
            """,
            (
                Fact("Source", "source", "actors", "source_id"),
                Fact("Voice", "manner"),
                Fact("How known", "basis"),
            ),
        ),
        Layer(
            "people",
            "actor_mentions",
            "People",
            "Person or group",
            """
            select spans.exact as title, actors.name as who, actor_mentions.actor_id, actor_mentions.form,
              actor_mentions.certainty
            from actor_mentions join spans on spans.id = actor_mentions.span_id
            join actors on actors.id = actor_mentions.actor_id where actor_mentions.id = ?
            """,
            (
                Fact("Who", "who", "actors", "actor_id"),
                Fact("Form", "form", is_key=True),
                Fact("Certainty", "certainty", is_key=True),
            ),
        ),
        Layer(
            "places",
            "location_mentions",
            "Places",
            "Place",
            """
            select spans.exact as title, locations.name as place, location_mentions.location_id,
              location_mentions.form, location_mentions.certainty, location_mentions.method
            from location_mentions join spans on spans.id = location_mentions.span_id
            left join locations on locations.id = location_mentions.location_id where location_mentions.id = ?
            """,
            (
                Fact("Place", "place", "locations", "location_id"),
                Fact("Form", "form", is_key=True),
                Fact("Certainty", "certainty", is_key=True),
                Fact("How resolved", "method", is_key=True),
            ),
        ),
        Layer(
            "times",
            "time_mentions",
            "Times",
            "Time",
            """
            select spans.exact as title, dates.name as date, lower(time_mentions.timex_type) as type, time_mentions.note
            from time_mentions join spans on spans.id = time_mentions.span_id
            left join dates on dates.id = time_mentions.date where time_mentions.id = ?
            """,
            (Fact("Date", "date"), Fact("Kind", "type", is_key=True), Fact("Note", "note")),
        ),
        Layer(
            "citations",
            "citations",
            "Citations",
            "Citation",
            """
            select spans.exact as title, sources.name as source, citations.source_id, citations.style,
              case citations.is_closed when 0 then 'Its bracket is never closed' end as fault
            from citations join spans on spans.id = citations.span_id
            join sources on sources.id = citations.source_id where citations.id = ?
            """,
            (
                Fact("Source", "source", "sources", "source_id"),
                Fact("Style", "style", is_key=True),
                Fact("Fault", "fault"),
            ),
        ),
        Layer(
            "issues",
            "text_issues",
            "Faults",
            "Fault",
            """
            select spans.exact as title, issue_types.name as type, issue_types.definition, text_issues.proposed_reading,
              text_issues.certainty, text_issues.note
            from text_issues join spans on spans.id = text_issues.span_id
            join issue_types on issue_types.id = text_issues.issue_type where text_issues.id = ?
            """,
            (
                Fact("Fault", "type"),
                Fact("That is", "definition"),
                Fact("Proposed reading", "proposed_reading"),
                Fact("Certainty", "certainty", is_key=True),
                Fact("Note", "note"),
            ),
        ),
    )
}

OF_TABLE = {layer.table: layer for layer in LAYERS.values()}

STANDING: dict[str, str] = {
    "claims": """
        select start_char, end_char, claims.id, claims.review_status from spans
        cross join claims on claims.span_id = spans.id where spans.document_id = :document""",
    "quotes": """
        select start_char, end_char, quotes.id, quotes.review_status from spans
        cross join quotes on quotes.span_id = spans.id where spans.document_id = :document""",
    "attributions": """
        select start_char, end_char, attributions.id, attributions.review_status, attribution_spans.role from spans
        cross join attribution_spans on attribution_spans.span_id = spans.id
        cross join attributions on attributions.id = attribution_spans.attribution_id
        where spans.document_id = :document""",
    "people": """
        select start_char, end_char, actor_mentions.id from spans
        cross join actor_mentions on actor_mentions.span_id = spans.id where spans.document_id = :document""",
    "places": """
        select start_char, end_char, location_mentions.id from spans
        cross join location_mentions on location_mentions.span_id = spans.id where spans.document_id = :document""",
    "times": """
        select start_char, end_char, time_mentions.id from spans
        cross join time_mentions on time_mentions.span_id = spans.id where spans.document_id = :document""",
    "citations": """
        select start_char, end_char, citations.id from spans
        cross join citations on citations.span_id = spans.id where spans.document_id = :document""",
    "issues": """
        select start_char, end_char, text_issues.id from spans
        cross join text_issues on text_issues.span_id = spans.id where spans.document_id = :document""",
}
"""Start, end, id; where it was reviewed one by one, how; for attributions, the role of the words."""

IN_ORDER = " order by 1, 2, 3"
WITHIN = " and spans.start_char >= :start and spans.start_char < :end"
OVERLAPPING = """ and spans.start_char < :end and spans.end_char > :start
  and spans.start_char > :start - (select number from figures where id = 'longest mark')
order by end_char - start_char limit :most"""
LATER = """ and spans.start_char >= :start
  and (spans.start_char > :start or end_char > :end or (end_char = :end and {table}.id > :id))
order by 1, 2, 3 limit 1"""
EARLIER = """ and spans.start_char <= :start
  and (spans.start_char < :start or end_char < :end or (end_char = :end and {table}.id < :id))
order by 1 desc, 2 desc, 3 desc limit 1"""

SPAN_OF: dict[str, str] = {
    "attributions": """
        select document_id, min(start_char) as start_char, max(end_char) as end_char from attribution_spans
        join spans on spans.id = attribution_spans.span_id where attribution_id = ? group by document_id""",
    **{
        table: f"select document_id, start_char, end_char from {table} join spans on spans.id = span_id"
        f" where {table}.id = ?"
        for table in OF_TABLE
        if table not in ("attributions", "claims")
    },
    "claims": """
        select spans.document_id, start_char, end_char from claims join spans on spans.id = claims.span_id
        where claims.id = ?""",
    "spans": "select document_id, start_char, end_char from spans where id = ?",
}

ROLES = """
select role, start_char, end_char, exact from attribution_spans join spans on spans.id = attribution_spans.span_id
where attribution_id = ? order by start_char, end_char
"""


def standing(
    connection: sqlite3.Connection, document: str, start: int = 0, end: int = LAST_CHARACTER
) -> dict[str, list[list[Any]]]:
    """Everything in a document that begins in a stretch of it, or all: for each layer ``[start, end, id, …]`` as
    :data:`STANDING` says.
    """
    where = {"document": document, "start": start, "end": end}
    return {
        key: [list(row) for row in connection.execute(sql + WITHIN + IN_ORDER, where)] for key, sql in STANDING.items()
    }


def span_of(connection: sqlite3.Connection, document: str, table: str, key: str) -> tuple[int, int] | None:
    """Where a row stands in this document, first to last character; None if it does not."""
    if table not in SPAN_OF:
        return None
    for row in rows(connection, SPAN_OF[table], (key,)):
        if row["document_id"] == document:
            return row["start_char"], row["end_char"]
    return None


def described(connection: sqlite3.Connection, table: str, key: str) -> Row:
    """What there is to say about one thing: its title, its facts, the words of its source, cue and content."""
    layer = OF_TABLE[table]
    (row,) = rows(connection, layer.sql, (key,))
    attribution = key if table == "attributions" else row.get("attribution_id")
    return {
        "layer": layer.key,
        "table": table,
        "id": key,
        "one": layer.one,
        "title": row["title"],
        "status": row.get("review_status"),
        "facts": [
            {"label": fact.label, "text": _worded(fact, row), "table": fact.table, "key": row.get(fact.key)}
            for fact in layer.facts
            if row[fact.column] is not None
        ],
        "words": rows(connection, ROLES, (attribution,)) if attribution else [],
    }


def _worded(fact: Fact, row: Row) -> str:
    """What a line says; a key in words, with a capital."""
    text = str(row[fact.column])
    words = plainly(text) if fact.is_key else text
    return words[:1].upper() + words[1:] if fact.is_key else words


def here(connection: sqlite3.Connection, where: Mapping[str, Any]) -> list[Row]:
    """What stands at or across a stretch of text, the shortest first; at most :data:`HERE` things."""
    found: list[Row] = []
    for key, sql in STANDING.items():
        for row in connection.execute(sql + OVERLAPPING, {**where, "most": HERE}):
            role = row[4] if key == "attributions" else None
            found.append({"layer": key, "start": row[0], "end": row[1], "id": row[2], "role": role})
    found.sort(key=lambda one: (one["end"] - one["start"], one["start"]))
    unique = {(one["layer"], one["id"]): one for one in reversed(found)}
    return [one for one in found if unique[one["layer"], one["id"]] is one][:HERE]


def neighbours(connection: sqlite3.Connection, layer: str, where: Row) -> tuple[Row | None, Row | None]:
    """The things of the same kind before and after one that stands at ``where``."""
    both = []
    for side in (EARLIER, LATER):
        row = connection.execute(STANDING[layer] + side.format(table=LAYERS[layer].table), where).fetchone()
        both.append({"start": row[0], "end": row[1], "id": row[2]} if row else None)
    return both[0], both[1]
