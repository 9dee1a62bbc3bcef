"""Everything found in a document, layer by layer, and the details of one item.

All queries start from the spans of one document (an index on document and offsets), so their work is at most
linear in that document, whatever else is published. ``cross join`` keeps SQLite to that order.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from onrecord.database.query import identifier, view_of
from onrecord.exchange.phrases import review
from onrecord.site.respond import Row, first, rows, value
from onrecord.site.wording import plainly

LAST_CHARACTER = 2**31
"""Beyond the end of any document."""

HERE = 40
"""How many items at one place are listed; the rest are a click away in the text."""


OWN_VOICE = "The author's own voice"
MANNERS = {"direct": "Quoted", "mixed": "Partly quoted", "indirect": "Reported, not quoted"}
QUOTE_TYPES = {"speech": "Speech", "term": "A term, set off by marks", "name": "A name"}
MARK_STATUSES = {"wrong-close": "Closed by the wrong mark", "unclosed": "Never closed"}
UNSURE = {"less-certain": "Less certain", "uncertain": "Uncertain"}
TIMEX_TYPES = {"DATE": "Date", "TIME": "Time", "DURATION": "Duration", "SET": "Set"}
BADGES = {"proposed": "not reviewed", "settled": "settled by language models"}
"""What is said above an item whose status is none of a person's; those are said as they are."""


def capitalized(key: object) -> str | None:
    """One of the schema's keys in words, with a capital."""
    words = plainly(str(key)) if key is not None else None
    return words and words[:1].upper() + words[1:]


def as_it_is(text: object) -> str | None:
    """A value as text, without other words."""
    return None if text is None else str(text)


class Fact(NamedTuple):
    """A line of the panel: its label, the column with its value, and the table and key column of the row it links to.

    ``worded`` turns the value into words; a line without words (None) is left out.
    """

    label: str
    column: str
    table: str = ""
    key: str = ""
    worded: Callable[[Any], str | None] = as_it_is


FORM = Fact("Form", "form", "mention_forms", "form", capitalized)
CERTAINTY = Fact("Certainty", "certainty", "certainties", "certainty", capitalized)
REVIEW = Fact("Review", "review", "review_statuses", "review_status", capitalized)


class Layer(NamedTuple):
    """One kind of item in the text; the column ``title`` has its words."""

    key: str
    table: str
    name: str
    one: str
    facts: tuple[Fact, ...]
    title: str = "exact"


LAYERS = {
    layer.key: layer
    for layer in (
        Layer(
            "claims",
            "claims",
            "Claims",
            "Claim",
            (
                Fact("Claimant", "claimant", "actors", "claimant_id"),
                Fact("Voice", "manner", "attributions", "attribution_id", ({None: OWN_VOICE} | MANNERS).get),
                Fact("How firmly", "factuality_name", "factuality_values", "factuality"),
                Fact("Kind", "claim_type_name", "claim_types", "claim_type"),
                Fact("Event", "event_type_name", "event_types", "event_type"),
                Fact("When", "event_date_name"),
                Fact("Said", "stated_on_name"),
                Fact("Repeats", "restates", "claims", "restates_id"),
                Fact("How sure its reading is", "reading_certainty", worded=UNSURE.get),
                Fact("Note", "note"),
                Fact("Read by", "annotator"),
                REVIEW,
            ),
            "statement",
        ),
        Layer(
            "quotes",
            "quotes",
            "Quotes",
            "Quote",
            (
                Fact("Speaker", "speaker", "actors", "speaker_id"),
                Fact("Kind", "quote_type", "quote_types", "quote_type", QUOTE_TYPES.get),
                Fact("Marks", "mark_status", "mark_statuses", "mark_status", MARK_STATUSES.get),
                Fact("Continues", "continues", "quotes", "continues_id"),
                Fact("Voice", "manner", "attributions", "attribution_id", MANNERS.get),
                Fact("Said", "stated_on_name"),
                REVIEW,
            ),
        ),
        Layer(
            "attributions",
            "attributions",
            "Attributions",
            "Attribution",
            (
                Fact("Speaker", "speaker", "actors", "speaker_id"),
                Fact("Voice", "manner", "manners", "manner", MANNERS.get),
                Fact("Said", "stated_on_name"),
                Fact("How known", "source_is_inferred", worded={1: "Inferred: the words do not name it here"}.get),
                Fact("Certainty", "certainty", "certainties", "certainty", UNSURE.get),
                REVIEW,
            ),
            "speaker",
        ),
        Layer(
            "people",
            "actor_mentions",
            "People",
            "Person or group",
            (
                Fact("Who", "actor", "actors", "actor_id"),
                FORM,
                CERTAINTY,
            ),
        ),
        Layer(
            "places",
            "location_mentions",
            "Places",
            "Place",
            (
                Fact("Place", "location", "locations", "location_id"),
                FORM,
                CERTAINTY,
                Fact("How resolved", "method", "resolution_methods", "method", capitalized),
            ),
        ),
        Layer(
            "times",
            "time_mentions",
            "Times",
            "Time",
            (
                Fact("Date", "date_name"),
                Fact("Kind", "timex_type", "timex_types", "timex_type", TIMEX_TYPES.get),
                Fact("Note", "note"),
            ),
        ),
        Layer(
            "citations",
            "citations",
            "Citations",
            "Citation",
            (
                Fact("Source", "source", "sources", "source_id"),
                Fact("Style", "style", "citation_styles", "style", capitalized),
                Fact("Fault", "is_closed", worded={0: "Its bracket is never closed"}.get),
            ),
        ),
        Layer(
            "issues",
            "text_issues",
            "Faults",
            "Fault",
            (
                Fact("Fault", "issue_type_name", "issue_types", "issue_type"),
                Fact("Meaning", "issue_type_definition"),
                Fact("Proposed reading", "proposed_reading"),
                CERTAINTY,
                Fact("Note", "note"),
            ),
        ),
    )
}

OF_TABLE = {layer.table: layer for layer in LAYERS.values()}

LAYER_SPANS = """
select start_char, end_char, id, review_status, role from marks
where layer = :layer and document_id = :document and start_char >= :start and start_char < :end order by 1, 2, 3
"""

OVERLAPPING = """
select layer, start_char as start, end_char as end, id, role from marks
where document_id = :document and start_char > :reach and start_char < :end and end_char > :start
order by end_char - start_char, start_char limit :most
"""

LONGEST_MARK = "select number from figures where id = 'longest mark'"

ROLES = "select * from attribution_span_details where attribution_id = ? order by start_char, end_char"


def layer_spans(
    connection: sqlite3.Connection, document: str, start: int = 0, end: int = LAST_CHARACTER
) -> dict[str, list[list[Any]]]:
    """By layer, everything that starts in a range of a document: ``[start, end, id]``, followed by the review status if
    rows of the layer are reviewed one by one and, for attributions, the role of the words.
    """
    where = {"document": document, "start": start, "end": end}
    return {
        layer: [
            [value for value in row if value is not None]
            for row in connection.execute(LAYER_SPANS, where | {"layer": layer})
        ]
        for layer in LAYERS
    }


def span_of(connection: sqlite3.Connection, document: str, table: str, key: str) -> tuple[int, int] | None:
    """The range of a row's characters in this document, end excluded; None if it isn't there."""
    if table not in OF_TABLE and table != "spans":
        return None
    if table == "attributions":
        places = [row for row in rows(connection, ROLES, (key,)) if row["document_id"] == document]
    else:
        sql = f"select start_char, end_char from {view_of(table)} where id = ? and document_id = ?"
        places = rows(connection, sql, (key, document))
    if not places:
        return None
    return min(one["start_char"] for one in places), max(one["end_char"] for one in places)


def described(connection: sqlite3.Connection, table: str, key: str) -> Row:
    """The details of one item: its title, its facts, and the words of its source, cue and content."""
    layer = OF_TABLE[table]
    (row,) = rows(connection, f"select * from {view_of(table)} where id = ?", (key,))
    status = row.get("review_status")
    if status:
        row["review"] = review(row)
    attribution = key if table == "attributions" else row.get("attribution_id")
    facts = [(fact, fact.worded(row[fact.column])) for fact in layer.facts]
    return {
        "layer": layer.key,
        "table": table,
        "id": key,
        "one": layer.one,
        "title": row[layer.title] or "Somebody unnamed",
        "status": status,
        "badge": BADGES.get(status, status) if status and status != "accepted" else None,
        "facts": [
            {"label": fact.label, "text": text, "table": fact.table, "key": row.get(fact.key)}
            for fact, text in facts
            if text is not None
        ],
        "words": rows(connection, ROLES, (attribution,)) if attribution else [],
    }


def title_of(connection: sqlite3.Connection, layer: Layer, key: str) -> str:
    """The title of one item."""
    sql = f"select {identifier(layer.title)} from {view_of(layer.table)} where id = ?"
    return value(connection, sql, (key,)) or "Somebody unnamed"


def here(connection: sqlite3.Connection, where: Mapping[str, Any]) -> list[Row]:
    """The items that overlap a range of characters, the shortest first; at most :data:`HERE`."""
    reach = where["start"] - value(connection, LONGEST_MARK)
    found = rows(connection, OVERLAPPING, {**where, "reach": reach, "most": HERE * len(LAYERS)})
    order = list(LAYERS)
    found.sort(key=lambda one: (one["end"] - one["start"], one["start"], order.index(one["layer"])))
    unique = {(one["layer"], one["id"]): one for one in reversed(found)}
    return [one for one in found if unique[one["layer"], one["id"]] is one][:HERE]


def neighbours(connection: sqlite3.Connection, layer: str, where: Row) -> tuple[Row | None, Row | None]:
    """The items of the layer before and after the one at ``where``."""
    of_words = layer == "attributions"
    view = view_of("attribution_spans" if of_words else LAYERS[layer].table)
    key = identifier("attribution_id" if of_words else "id")
    earlier = f"""
        select start_char as start, end_char as end, {key} as id from {view} where document_id = :document
          and start_char <= :start and (start_char, end_char, {key}) < (:start, :end, :id)
        order by start_char desc, end_char desc, {key} desc limit 1"""
    later = f"""
        select start_char as start, end_char as end, {key} as id from {view} where document_id = :document
          and start_char >= :start and (start_char, end_char, {key}) > (:start, :end, :id)
        order by start_char, end_char, {key} limit 1"""
    return first(connection, earlier, where), first(connection, later, where)
