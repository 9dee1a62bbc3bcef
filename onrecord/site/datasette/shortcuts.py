"""Indexed lookups of the rows of a view that share a name, and counts of the names in filtered rows.

A view looks names up row by row; an index finds the rows from a name. Addresses keep the meaning that Datasette gives
them: the lookup is an additional condition that excludes only rows that the filter itself excludes. Names that a view
shows as a JSON array are counted in the table that the array is built from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

FILTERS = {
    "claims_in_context": (
        "document section event_date actors__arraycontains recipients__arraycontains others__arraycontains"
        " involved__arraycontains locations__arraycontains sources__arraycontains".split()
    ),
    "quotes_in_context": ["document", "section"],
    "sentences_in_context": ["document", "section"],
}
"""The filters of each view that ``rows_by_name`` knows."""


def conditions(table: str, arguments: Sequence[tuple[str, str]]) -> tuple[list[str], Mapping[str, Any]]:
    """SQL conditions and their parameters for those filters of an address that have an indexed lookup."""
    clauses: list[str] = []
    parameters = {"known_view": table}
    for argument, value in arguments:
        if argument in FILTERS.get(table, ()):
            number = len(clauses)
            known = f"filter = :known_filter{number} and name = :known_name{number}"
            clauses.append(f"search_id in (select search_id from rows_by_name where view = :known_view and {known})")
            parameters |= {f"known_filter{number}": argument, f"known_name{number}": value}
    return clauses, parameters if clauses else {}


LISTS: dict[tuple[str, str], tuple[str, str]] = {
    **{
        ("claims_in_context", f"{role}s"): (
            "actors",
            "select claim_id, actor_id as name_id from found cross join claim_actors on claim_id = found.id"
            f" where role = '{role}'",
        )
        for role in ("actor", "recipient", "other")
    },
    ("claims_in_context", "involved"): (
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
    """SQL that counts the names in a view's arrays in ``rows`` (also SQL); None for any other column."""
    if (page, column) not in LISTS:
        return None
    table, pairs = LISTS[page, column]
    return f"""
        with found as materialized (select id from ({rows}))
        select (select name from {table} where id = name_id) as value, count from (
          select name_id, count(*) as count from ({pairs}) group by name_id order by 2 desc, 1 limit {most:d})
        order by 2 desc, 1"""
