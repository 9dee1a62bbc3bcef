"""The page ``/disagreements``: claims that cannot both be true, side by side."""

from __future__ import annotations

import sqlite3
from typing import Any

from onrecord.site.published import published
from onrecord.site.respond import Row, ask, page, rows

PAIRS = 20

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


CANNOT_STAND = {
    "contradicts": "One denies what the other says.",
    "contrary": "They cannot both be true.",
    "attacks": "One is a reason against the other.",
}
"""How two claims of a pair stand to each other, in a sentence."""


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


async def disagreements_view(datasette: Any, request: Any) -> Any:
    """The page ``/disagreements``."""
    published(datasette)
    after = request.args.get("after") or ""
    context: Row = await ask(datasette, lambda connection: pairs(connection, after))
    return await page(datasette, request, "disagreements.html", "disagreements", context)


ROUTES = [(r"^/disagreements$", disagreements_view)]
