"""The short way to the rows of a view that share a name, and to the names of rows that a filter leaves.

A view looks names up row by row; from a name, the rows are found by an index. The address and what it means stay
Datasette's: the short way is one more condition, which leaves out only what the filter would leave out itself. What
a view shows as a JSON array is counted in the table that the array is made of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

ROWS: dict[tuple[str, str], str] = {
    ("claims_in_context", "document"): """
        select claims.rowid from documents cross join claims on claims.document_id = documents.id
        where documents.title = """,
    ("claims_in_context", "section"): """
        select claims.rowid from sections cross join claims on claims.section_id = sections.id
        where sections.title = """,
    ("claims_in_context", "event_date"): """
        select claims.rowid from dates cross join claims on claims.event_date = dates.id where dates.name = """,
    ("claims_in_context", "actors__arraycontains"): """
        select claims.rowid from actors cross join claim_actors on claim_actors.actor_id = actors.id
        cross join claims on claims.id = claim_actors.claim_id where actors.name = """,
    ("claims_in_context", "locations__arraycontains"): """
        select claims.rowid from locations cross join claim_locations on claim_locations.location_id = locations.id
        cross join claims on claims.id = claim_locations.claim_id where locations.name = """,
    ("claims_in_context", "sources__arraycontains"): """
        select claims.rowid from sources cross join citations on citations.source_id = sources.id
        cross join claim_citations on claim_citations.citation_id = citations.id
        cross join claims on claims.id = claim_citations.claim_id where sources.name = """,
    ("quotes_in_context", "document"): """
        select quotes.rowid from documents cross join spans on spans.document_id = documents.id
        cross join quotes on quotes.span_id = spans.id where documents.title = """,
    ("quotes_in_context", "section"): """
        select quotes.rowid from sections cross join quotes on quotes.section_id = sections.id
        where sections.title = """,
    ("passages", "document"): """
        select sentences.rowid from documents cross join spans on spans.document_id = documents.id
        cross join sentences on sentences.span_id = spans.id where documents.title = """,
    ("passages", "section"): """
        select sentences.rowid from sections cross join sentences on sentences.section_id = sections.id
        where sections.title = """,
}
"""For a view and a filter the ``search_id`` of the rows that it finds, with the value at the end."""


def conditions(table: str, arguments: Sequence[tuple[str, str]]) -> tuple[list[str], Mapping[str, Any]]:
    """SQL conditions, and their parameters, for the filters of an address that have a short way."""
    clauses: list[str] = []
    parameters: dict[str, str] = {}
    for argument, value in arguments:
        rows = ROWS.get((table, argument))
        if rows:
            name = f"known{len(clauses)}"
            clauses.append(f"search_id in ({' '.join(rows.split())} :{name})")
            parameters[name] = value
    return clauses, parameters


LISTS: dict[tuple[str, str], tuple[str, str]] = {
    ("claims_in_context", "actors"): (
        "actors",
        "select distinct claim_id, actor_id as name_id from found cross join claim_actors on claim_id = found.id",
    ),
    ("claims_in_context", "locations"): (
        "locations",
        "select distinct claim_id, location_id as name_id from found cross join claim_locations on claim_id = found.id",
    ),
    ("claims_in_context", "sources"): (
        "sources",
        "select distinct claim_id, source_id as name_id from found cross join claim_citations on claim_id = found.id"
        " cross join citations on citations.id = citation_id",
    ),
}
"""For a view and its column of JSON arrays: the table with the names, and which row has which of them."""


def counting_names(page: str, column: str, rows: str, most: int) -> str | None:
    """SQL that counts the names in a view's arrays in these rows (SQL too); None for any other column."""
    if (page, column) not in LISTS:
        return None
    table, pairs = LISTS[page, column]
    return f"""
        with found as materialized (select id from ({rows}))
        select (select name from {table} where id = name_id) as value, count from (
          select name_id, count(*) as count from ({pairs}) group by name_id order by 2 desc, 1 limit {most:d})
        order by 2 desc, 1"""
