"""How far to trust it: what was measured, and each place where two readings of a document differ, with its words."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette.utils import tilde_encode  # type: ignore[import-untyped]
from datasette.utils.asgi import NotFound  # type: ignore[import-untyped]

from onrecord.evaluation.scores import Score
from onrecord.exchange.phrases import how_read
from onrecord.site.page import Page
from onrecord.site.pages.row_words import passage
from onrecord.site.published import asked_document, published
from onrecord.site.respond import Row, ask, number, page, rows, value

DOCUMENTS = DIFFERENCES = 50
MOST_GOALS = 100

SIDES = {"machine": ("Annotation", "Program"), "blind": ("First reading", "Second reading")}
"""What the reference and the reading are called, by the kind of evaluation."""

TOGETHER = """
select layer, same, sum(reference_rows) as reference_rows, sum(measured_rows) as measured_rows, sum(found) as found,
  sum(correct) as correct
from evaluation_score_details where kind = ? group by layer, same order by min(number)
"""

READERS = "select name, version from annotators where kind = 'program' order by id"

UNREAD = "select number from figures where id = 'unread sentences'"

REVIEWED = "select number from figures where id = 'reviewed documents'"

LOOKED_AT = "select id, number from figures where id in ('claims read', 'claims looked at')"

REVIEWS = """
select counted_reviews.*, documents.title from counted_reviews join documents on documents.id = document_id
where looked_at > 0 order by looked_at desc, document_id limit ?
"""

LOST = "select count(*) from lost_decisions"

SCORES = "select * from evaluation_scores where evaluation_id = ? order by rowid"

GOALS = "select * from evaluation_score_details where at_least is not null order by +number limit ?"

CORPORA = "select id, name, documents, measured, speed from evaluations where kind = 'corpus' order by rowid"

ERRORS = "select * from evaluation_error_details where evaluation_id = ? order by number"

CALIBRATIONS = "select * from calibrations order by row_table"

TENTHS = "select * from score_tenths where row_table = ? order by lowest"

EVALUATED = """
select distinct document_id as id, title, differences from evaluation_details
where document_id > ? order by document_id limit ?
"""

OF_DOCUMENT = "select * from evaluation_details where document_id = ? order by kind = 'blind'"

DIFFERING = """
select * from evaluation_disagreement_details
where evaluation_id = :evaluation and number > :after
  and (:layer is null or layer = :layer) and (:same is null or same is nullif(:same, '-'))
  and (:kind is null or kind = :kind) order by number limit :most
"""

DIFFERENCE = "select * from evaluation_disagreement_details where id = ?"


def score(row: Row) -> Score:
    """A row of figures as a score."""
    counts = row["reference_rows"], row["measured_rows"], row["found"], row["correct"]
    return Score(row["layer"], row["same"], *counts, row.get("kappa"))


def score_name(layer: str, same: str | None) -> str:
    """The name of a score of a layer, or of a value in it."""
    return Score(layer, same, 0, 0, 0, 0).name


def errors(connection: sqlite3.Connection, evaluation: str) -> list[Row]:
    """The kinds of error of one evaluation, counted."""
    return [{**row, "what": score_name(row["layer"], row["same"])} for row in rows(connection, ERRORS, (evaluation,))]


def overview(connection: sqlite3.Connection, after: str) -> dict[str, Any]:
    """Everything on the page ``/trust``."""
    evaluated = rows(connection, EVALUATED, (after, DOCUMENTS + 1))
    corpora = rows(connection, CORPORA)
    for corpus in corpora:
        corpus["scores"] = [score(row) for row in rows(connection, SCORES, (corpus["id"],))]
        corpus["errors"] = errors(connection, corpus["id"])
    goals = rows(connection, GOALS, (MOST_GOALS,))
    calibrations = rows(connection, CALIBRATIONS)
    for one in calibrations:
        one["tenths"] = rows(connection, TENTHS, (one["row_table"],))
    for goal in goals:
        goal["what"] = score_name(goal["layer"], goal["same"])
    return {
        "machine": [score(row) for row in rows(connection, TOGETHER, ("machine",))],
        "blind": [score(row) for row in rows(connection, TOGETHER, ("blind",))],
        "goals": goals,
        "corpora": corpora,
        "calibrations": calibrations,
        "how_read": how_read(connection),
        "readers": rows(connection, READERS),
        "unread": value(connection, UNREAD),
        "reviewed": value(connection, REVIEWED),
        "figures": dict(connection.execute(LOOKED_AT).fetchall()),
        "reviews": rows(connection, REVIEWS, (DOCUMENTS,)),
        "lost": value(connection, LOST),
        "documents": evaluated[:DOCUMENTS],
        "more": evaluated[DOCUMENTS - 1]["id"] if len(evaluated) > DOCUMENTS else None,
    }


def of_document(connection: sqlite3.Connection, document: str, asked: Row) -> dict[str, Any] | None:
    """Everything on a document's page: its evaluations, and one page of the differences in one of them."""
    evaluations = rows(connection, OF_DOCUMENT, (document,))
    if not evaluations:
        return None
    for one in evaluations:
        one["sides"] = SIDES[one["kind"]]
        one["scores"] = [score(row) for row in rows(connection, SCORES, (one["id"],))]
        one["errors"] = errors(connection, one["id"])
    shown = next((one for one in evaluations if one["kind"] == asked["comparison"]), evaluations[0])
    where = {**asked, "evaluation": shown["id"], "most": DIFFERENCES + 1}
    found = rows(connection, DIFFERING, where)
    for row in found:
        row["what"] = score_name(row["layer"], row["same"])
    return {
        "id": document,
        "title": evaluations[0]["title"],
        "evaluations": evaluations,
        "shown": shown,
        "differences": found[:DIFFERENCES],
        "filtered": any(asked[key] for key in ("layer", "same", "kind")),
        "more": found[DIFFERENCES - 1]["number"] if len(found) > DIFFERENCES else None,
        "asked": {key: value for key, value in asked.items() if value is not None and key != "after"},
    }


def difference(connection: sqlite3.Connection, key: str) -> Row | None:
    """Everything on the page of one difference."""
    for row in rows(connection, DIFFERENCE, (key,)):
        reference, reading = SIDES[row["comparison"]]
        facts = [
            {"label": "Compared", "text": row["evaluation"], "table": "evaluations", "key": row["evaluation_id"]},
            {"label": "What differs", "text": f"{row['kind_name']}. {row['kind_definition']}"},
            {"label": reference, "text": row["reference"] or "Nothing here."},
            {"label": reading, "text": row["measured"] or "Nothing here."},
        ]
        title = f"{score_name(row['layer'], row['same'])} — {row['kind_name']}"
        return {"title": title, "facts": facts, "words": [], "passage": passage(connection, row["span_id"])}
    return None


def trust_address(datasette: Any, document: str | None = None) -> str:
    """The page, or that of one document."""
    return str(datasette.urls.path(f"/trust/{tilde_encode(document)}" if document else "/trust"))


async def view(datasette: Any, request: Any) -> Any:
    """The page ``/trust``."""
    published(datasette)
    after = request.args.get("after") or ""
    found: Row = await ask(datasette, lambda connection: overview(connection, after))
    context = {**found, "to_trust": lambda document=None: trust_address(datasette, document)}
    return await page(datasette, request, "trust.html", "trust", context)


async def document_view(datasette: Any, request: Any) -> Any:
    """The page ``/trust/<document>``."""
    published(datasette)
    name = asked_document(request)
    asked: Row = {key: request.args.get(key) or None for key in ("comparison", "layer", "same", "kind")}
    asked["after"] = number(request, "after", least=0)
    found = await ask(datasette, lambda connection: of_document(connection, name, asked))
    if found is None:
        raise NotFound(f"No two readings of {name} were compared")
    context = {**found, "to_trust": lambda document=None: trust_address(datasette, document)}
    return await page(datasette, request, "trust_document.html", "trust-document", context)


PAGE = Page("/trust", ((r"^/trust$", view), (r"^/trust/(?P<document>[^/]+)$", document_view)))
