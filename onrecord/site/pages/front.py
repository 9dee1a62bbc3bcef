"""The front page: what this is, figures that lead to their rows, and questions answered from the published database."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any, NamedTuple

from markupsafe import Markup

from onrecord.exchange.schema_org import dataset_jsonld, embedded
from onrecord.site.datasette import internals
from onrecord.site.page import Page
from onrecord.site.pages.read import DOCUMENTS
from onrecord.site.published import is_published, publication
from onrecord.site.respond import Row, ask, page, rows

ANSWERS = 3
PAIRS = 100
CONSIDERED = 1000
"""Rows searched for an example: enough to find a good one, and no more even when there are millions."""

FIGURES = "select id, number from figures"

COLUMNS = {"id": "claim_id", "statement": "statement", "claimant": "claimant"}
"""The columns shown of each side of a relation."""

CONTRADICTION = """
select * from claim_relation_details
where number in (select rowid from claim_relations where relation in ('contradicts', 'contrary') limit ?)
  and from_claimant_id <> to_claimant_id
order by relation = 'contrary', from_factuality not like '%not', id limit 1
"""

BUSIEST_PLACE = """
select id, name, claims from locations_map
where claims > 0 and geo_precision in ('exact', 'town', 'near') order by claims desc limit 1
"""

SAID_THERE = """
select distinct id, statement, claimant from location_claim_lines
where location_id = ? and claimant_id is not null limit ?
"""

PLANNER = """
select actors.id, actors.name from (select claimant_id from claims where claim_type = 'plan' limit ?) as plans
join actors on actors.id = plans.claimant_id
where actors.id not in (select author_id from documents where author_id is not null limit 1000)
group by actors.id order by count(*) desc, actors.id limit 1
"""

PLANS = """
select * from claim_lines
where number in (select rowid from claims where claim_type = 'plan' and claimant_id = ? limit ?)
order by number limit ?
"""


class Question(NamedTuple):
    """A question, its answers as claims, and where the rest of the answer is: a path of the site with its words."""

    text: Markup
    answers: list[Row]
    more: Markup
    path: str


def figures(connection: sqlite3.Connection) -> dict[str, int]:
    """The figures of the front page, counted when the database was built."""
    return dict(connection.execute(FIGURES).fetchall())


def contradicted(connection: sqlite3.Connection) -> Question | None:
    """Who disagrees with somebody? Answered by the first pair of claims by two claimants that cannot both be true."""
    for pair in rows(connection, CONTRADICTION, (PAIRS,)):
        answers = [{key: pair[f"{side}_{column}"] for key, column in COLUMNS.items()} for side in ("to", "from")]
        text = Markup("Does anybody disagree with <bdi>{}</bdi>?").format(pair["to_claimant"])
        return Question(text, answers, Markup("All disagreements, side by side"), "/disagreements")
    return None


def said_of_a_place(connection: sqlite3.Connection) -> Question | None:
    """What is said about the place with the most claims that is not a whole province or country?"""
    for place in rows(connection, BUSIEST_PLACE):
        answers = rows(connection, SAID_THERE, (place["id"], ANSWERS))
        text = Markup("What is said about <bdi>{}</bdi>?").format(place["name"])
        more = Markup("All {:,} claims about <bdi>{}</bdi>, on the map").format(place["claims"], place["name"])
        return Question(text, answers, more, f"/map?place={place['id']}")
    return None


def promised(connection: sqlite3.Connection) -> Question | None:
    """What does the claimant with the most plans, other than the authors, announce?"""
    for planner in rows(connection, PLANNER, (CONSIDERED,)):
        answers = rows(connection, PLANS, (planner["id"], CONSIDERED, ANSWERS))
        text = Markup("What does <bdi>{}</bdi> promise or intend?").format(planner["name"])
        more = Markup("Whom <bdi>{}</bdi> speaks about").format(planner["name"])
        return Question(text, answers, more, f"/people?claimant={planner['id']}")
    return None


QUESTIONS: tuple[Callable[[sqlite3.Connection], Question | None], ...] = (contradicted, said_of_a_place, promised)


def content(connection: sqlite3.Connection) -> dict[str, Any]:
    """Everything the front page shows."""
    asked = [question(connection) for question in QUESTIONS]
    return {
        "figures": figures(connection),
        "questions": [question for question in asked if question and question.answers],
        "documents": rows(connection, DOCUMENTS, ("", 6)),
    }


async def view(datasette: Any, request: Any) -> Any:
    """The page ``/``; Datasette's own where no database of documents is published."""
    if not is_published(datasette):
        return await internals.index_page(datasette, request)
    site, metadata = publication(datasette, request)

    def both(connection: sqlite3.Connection) -> dict[str, Any]:
        return content(connection) | {"jsonld": embedded(dataset_jsonld(connection, site, metadata))}

    return await page(datasette, request, "front.html", "front", await ask(datasette, both))


PAGE = Page("/", ((r"^/(?P<format>)$", view),))
