"""The page ``/disagreements``: claims that cannot both be true, side by side."""

from __future__ import annotations

import sqlite3
from typing import Any

from onrecord.site.page import Page
from onrecord.site.published import published
from onrecord.site.respond import Row, ask, first, page, rows

PAIRS = 20

OPPOSED = ("contradicts", "attacks", "contrary")
"""The relations of claims that can't both be true, the plainest first."""

DISAGREEMENTS = "select rowid as number, * from claim_relations where relation = ? and rowid > ? order by rowid limit ?"

CLAIM = """
select id, statement, factuality, claimant, claimant_id, exact, document_id, start_char, end_char, line_start, document
from claim_details where id = ?
"""

RELATED = {
    "contradicts": "One denies what the other says.",
    "contrary": "They cannot both be true.",
    "attacks": "One is a reason against the other.",
}
"""How two claims of a pair are related, in a sentence."""


def pairs(connection: sqlite3.Connection, after: str) -> dict[str, Any]:
    """One page of claims that can't both be true: by relation, then in the order of the texts.

    :param after: the last pair of the previous page, as ``relation.rowid``
    """
    relation, _, at = after.partition(".")
    started = OPPOSED.index(relation) if relation in OPPOSED else 0
    found: list[Row] = []
    for number, kind in enumerate(OPPOSED[started:]):
        begin = int(at) if number == 0 and at.isdecimal() and len(at) < 19 else 0
        found += rows(connection, DISAGREEMENTS, (kind, begin, PAIRS + 1 - len(found)))
    shown = found[:PAIRS]
    for pair in shown:
        pair["how"] = RELATED[pair["relation"]]
        pair["sides"] = [first(connection, CLAIM, (pair[side],)) for side in ("to_claim_id", "from_claim_id")]
    return {"pairs": shown, "more": "{relation}.{number}".format(**shown[-1]) if len(found) > PAIRS else None}


async def disagreements_view(datasette: Any, request: Any) -> Any:
    """The page ``/disagreements``."""
    published(datasette)
    after = request.args.get("after") or ""
    context: Row = await ask(datasette, lambda connection: pairs(connection, after))
    return await page(datasette, request, "disagreements.html", "disagreements", context)


PAGE = Page(
    "/disagreements",
    ((r"^/disagreements$", disagreements_view),),
    "Disagreements",
    "Claims that cannot both be true, side by side.",
    ("disagreements", "claim_relations"),
)
