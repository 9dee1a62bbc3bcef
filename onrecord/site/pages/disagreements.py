"""The page ``/disagreements``: claims that cannot both be true, or speak against one another, side by side."""

from __future__ import annotations

import sqlite3
from typing import Any

from onrecord.annotation.model import OPPOSED
from onrecord.site.page import Page
from onrecord.site.published import published
from onrecord.site.respond import Row, ask, page, rows, value

PAIRS = 20

DISAGREEMENTS = "select rowid as number, * from claim_relations where relation = ? and rowid > ? order by rowid limit ?"

CLAIM = """
select id, statement, factuality, claimant, claimant_id, exact, document_id, start_char, end_char, line_start, document,
  restates_id
from claim_details where id = ?
"""

OCCURRENCES = "select count(*) from (select 1 from claims where coalesce(restates_id, id) = ? limit ?)"
"""How often a proposition is made; the claim that is said first has its id."""

MOST_OCCURRENCES = 100

RELATED = {
    "contradicts": "One denies what the other says.",
    "contrary": "They cannot both be true.",
    "attacks": "The one speaks against the other; both may still be true.",
}
"""How two claims of a pair are related, in a sentence."""


def pairs(connection: sqlite3.Connection, after: str) -> dict[str, Any]:
    """One page of pairs of claims: by relation, the plainest first, then in the order of the texts.

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
        pair["sides"] = [side(connection, pair[key]) for key in ("to_claim_id", "from_claim_id")]
    return {"pairs": shown, "more": "{relation}.{number}".format(**shown[-1]) if len(found) > PAIRS else None}


def side(connection: sqlite3.Connection, key: str) -> Row:
    """One side of a pair: the claim, and how often it is repeated elsewhere."""
    (claim,) = rows(connection, CLAIM, (key,))
    proposition = claim["restates_id"] or key
    return {**claim, "repeats": value(connection, OCCURRENCES, (proposition, MOST_OCCURRENCES)) - 1}


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
    "Claims that cannot both be true, or speak against each other, side by side.",
    ("disagreements", "claim_relations"),
)
