"""How far to trust it: what was measured, and each place where two readings of a document differ, with its words."""

from __future__ import annotations

import sqlite3
from typing import Any
from urllib.parse import quote

from datasette.utils.asgi import NotFound  # type: ignore[import-untyped]

from onrecord.evaluation.scores import Score
from onrecord.site.pages.records_words import passage
from onrecord.site.published import published
from onrecord.site.respond import Row, ask, number, page, rows

DOCUMENTS = DIFFERENCES = 50
MOST_GOALS = 100

SIDES = {"machine": ("Reviewed reading", "Program"), "blind": ("First reading", "Second reading")}
"""What the reference and the reading are called, by the kind of evaluation."""

TOGETHER = """
select layer, same, sum(reference_rows) as reference, sum(reading_rows) as reading, sum(found) as found,
  sum(correct) as correct
from evaluations join evaluation_scores on evaluation_scores.evaluation_id = evaluations.id
where kind = ? group by layer, same order by min(evaluation_scores.rowid)
"""

SCORES = """
select layer, same, reference_rows as reference, reading_rows as reading, found, correct, kappa
from evaluation_scores where evaluation_id = ? order by rowid
"""

GOALS = """
select evaluation_scores.id, evaluations.name, document_id, layer, same, precision, recall, f, at_least, aim,
  (select group_concat(other, '; ') from (
    select system || ' ' || f as other from evaluation_peers where score_id = evaluation_scores.id
    order by evaluation_peers.f desc limit 2)) as others
from evaluation_scores cross join evaluations on evaluations.id = evaluation_id
where at_least is not null order by +evaluation_scores.rowid limit ?
"""

CORPORA = """
select id, name, documents, reading, speed from evaluations where kind = 'corpus' order by rowid
"""

ERRORS = """
select layer, same, kind, error_kinds.name, definition, times, reference_rows, reading_rows
from evaluation_errors join error_kinds on error_kinds.id = kind
where evaluation_id = ? order by evaluation_errors.rowid
"""

EVALUATED = """
select documents.id, documents.title, sum(times) as differences
from evaluations cross join documents on documents.id = evaluations.document_id
left join evaluation_errors on evaluation_errors.evaluation_id = evaluations.id and evaluations.kind = 'machine'
where evaluations.document_id > ? group by evaluations.document_id order by evaluations.document_id limit ?
"""

OF_DOCUMENT = """
select evaluations.id, kind, reference, evaluations.reading, documents.title
from evaluations join documents on documents.id = document_id
where document_id = ? order by kind = 'blind'
"""

DIFFERING = """
select evaluation_disagreements.rowid as at, evaluation_disagreements.id, layer, same, error_kinds.name as kind,
  reference, reading, exact as words, spans.document_id, start_char, end_char, line_start
from evaluation_disagreements
join error_kinds on error_kinds.id = evaluation_disagreements.kind
join spans on spans.id = span_id
where evaluation_id = :evaluation and evaluation_disagreements.rowid > :after
  and (:layer is null or layer = :layer) and (:same is null or same is nullif(:same, '-'))
  and (:kind is null or evaluation_disagreements.kind = :kind)
order by evaluation_disagreements.rowid limit :most
"""

DIFFERENCE = """
select evaluation_disagreements.layer, same, error_kinds.name, definition, evaluation_disagreements.reference,
  evaluation_disagreements.reading, span_id, evaluations.kind, evaluation_id, evaluations.name as evaluation
from evaluation_disagreements
join error_kinds on error_kinds.id = evaluation_disagreements.kind
join evaluations on evaluations.id = evaluation_id
where evaluation_disagreements.id = ?
"""


def score(row: Row) -> Score:
    """A row of figures as a score."""
    counts = row["reference"], row["reading"], row["found"], row["correct"]
    return Score(row["layer"], row["same"], *counts, row.get("kappa"))


def named(layer: str, same: str | None) -> str:
    """A layer, and the value that is compared, in words."""
    return Score(layer, same, 0, 0, 0, 0).name


def errors(connection: sqlite3.Connection, evaluation: str) -> list[Row]:
    """The kinds of error of one evaluation, counted."""
    return [{**row, "what": named(row["layer"], row["same"])} for row in rows(connection, ERRORS, (evaluation,))]


def overview(connection: sqlite3.Connection, after: str) -> dict[str, Any]:
    """What the page ``/trust`` says."""
    evaluated = rows(connection, EVALUATED, (after, DOCUMENTS + 1))
    corpora = rows(connection, CORPORA)
    for corpus in corpora:
        corpus["scores"] = [score(row) for row in rows(connection, SCORES, (corpus["id"],))]
        corpus["errors"] = errors(connection, corpus["id"])
    goals = rows(connection, GOALS, (MOST_GOALS,))
    for goal in goals:
        goal["what"] = named(goal["layer"], goal["same"])
    return {
        "machine": [score(row) for row in rows(connection, TOGETHER, ("machine",))],
        "blind": [score(row) for row in rows(connection, TOGETHER, ("blind",))],
        "goals": goals,
        "corpora": corpora,
        "documents": evaluated[:DOCUMENTS],
        "more": evaluated[DOCUMENTS - 1]["id"] if len(evaluated) > DOCUMENTS else None,
    }


def of_document(connection: sqlite3.Connection, document: str, asked: Row) -> dict[str, Any] | None:
    """What the page of one document says: its evaluations, and one page of what differs in one of them."""
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
        row["what"] = named(row["layer"], row["same"])
    return {
        "id": document,
        "title": evaluations[0]["title"],
        "evaluations": evaluations,
        "shown": shown,
        "differences": found[:DIFFERENCES],
        "filtered": any(asked[key] for key in ("layer", "same", "kind")),
        "more": found[DIFFERENCES - 1]["at"] if len(found) > DIFFERENCES else None,
        "asked": {key: value for key, value in asked.items() if value is not None and key != "after"},
    }


def difference(connection: sqlite3.Connection, key: str) -> Row | None:
    """What the page of one difference says."""
    for row in rows(connection, DIFFERENCE, (key,)):
        reference, reading = SIDES[row["kind"]]
        facts = [
            {"label": "Compared", "text": row["evaluation"], "table": "evaluations", "key": row["evaluation_id"]},
            {"label": "What differs", "text": f"{row['name']}. {row['definition']}"},
            {"label": reference, "text": row["reference"] or "Nothing here."},
            {"label": reading, "text": row["reading"] or "Nothing here."},
        ]
        title = f"{named(row['layer'], row['same'])} — {row['name']}"
        return {"title": title, "facts": facts, "words": [], "passage": passage(connection, row["span_id"])}
    return None


def trust_address(datasette: Any, document: str | None = None) -> str:
    """The page, or that of one document."""
    return str(datasette.urls.path(f"/trust/{quote(document, safe='')}" if document else "/trust"))


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
    name = request.url_vars["document"]
    asked: Row = {key: request.args.get(key) or None for key in ("comparison", "layer", "same", "kind")}
    asked["after"] = number(request, "after", least=0)
    found = await ask(datasette, lambda connection: of_document(connection, name, asked))
    if found is None:
        raise NotFound(f"No two readings of {name} were compared")
    context = {**found, "to_trust": lambda document=None: trust_address(datasette, document)}
    return await page(datasette, request, "trust_document.html", "trust-document", context)


ROUTES = [(r"^/trust$", view), (r"^/trust/(?P<document>[^/]+)$", document_view)]
