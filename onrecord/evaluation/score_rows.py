"""What was measured as rows of the tables: scores, errors, disagreements, and the figures of other systems."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from typing import Any

from sqlite_utils import Database

from onrecord.annotation.authority import Authority
from onrecord.annotation.model import Annotation
from onrecord.corpus.directory import Corpus
from onrecord.database.rows import DocumentRows, Rows
from onrecord.evaluation.figures import Goals, Measured, goals, load_measured
from onrecord.evaluation.kinds import KINDS, ErrorCount, tally
from onrecord.evaluation.readings import Evaluation, evaluations
from onrecord.evaluation.scores import Score
from onrecord.problems import Problems, Progress
from onrecord.reliability import counted_groups, share_right, stored
from onrecord.span import Span
from onrecord.values import slug

MACHINE = "onrecord-reader"
PEOPLE = "the people who annotated the corpus"
NAMES = {
    "machine": "{}: the machine against the annotation",
    "blind": "{}: two readings, each blind to the other",
}


def evaluation_rows(
    corpus: Corpus,
    database: Database,
    progress: Progress = lambda _: None,
    *,
    evaluated: bool = True,
    unread: Problems | None = None,
) -> Iterator[Rows]:
    """How far readings can be trusted: the figures on corpora, and each annotated document read by the machine again.

    :param database: the one that already holds the documents
    :param evaluated: whether the machine reads the annotated documents
    :param unread: gets those that it can't read, if they may be passed over
    """
    spans = "select id from spans where document_id = ?"
    yield kind_rows()
    yield corpus_rows(load_measured(), goals(), corpus.authority)
    yield reliability_rows()
    for evaluation in evaluations(corpus, progress, unread) if evaluated else ():
        there = {span for (span,) in database.conn.execute(spans, (evaluation.entry.id,))}
        version = corpus.reader.version if evaluation.kind == "machine" else ""
        yield document_rows(evaluation, goals(), corpus.authority, there, version)


def kind_rows() -> Rows:
    """The vocabulary of kinds of error."""
    rows = [{"id": key, "name": name, "definition": meaning} for key, (name, meaning) in KINDS.items()]
    return {"error_kinds": rows}


def reliability_rows() -> Rows:
    """What scores are made of, and what they are worth."""
    groups = counted_groups()
    rows: Rows = defaultdict(list)
    for name, counts in groups.items():
        row = {"id": name, "row_table": name.split()[0], "rows": counts.rows, "correct": counts.right}
        rows["score_groups"].append({**row, "score": share_right(name, groups)})
    for one in stored():
        for lowest, count, expected, right in one["tenths"]:
            row = {"id": f"{one['table']}-{lowest}", "row_table": one["table"], "lowest": lowest, "rows": count}
            rows["score_tenths"].append({**row, "score": round(expected / count, 3), "correct": right})
    return rows


def document_rows(
    evaluation: Evaluation, goals: Goals, authority: Authority, there: Container[str], version: str
) -> Rows:
    """One comparison of two readings of a document, with the spans that it needs and the database lacks.

    :param version: that of the reader, if one was measured
    """
    entry, other = evaluation.entry, evaluation.other
    collector = DocumentRows(entry)
    rows: Rows = defaultdict(list)
    rows["evaluations"] = [
        {
            "id": evaluation.id,
            "name": NAMES[evaluation.kind].format(entry.description.title),
            "kind": evaluation.kind,
            "document_id": entry.id,
            "documents": 1,
            "reference": annotator(entry.annotation, authority),
            "measured": annotator(other.annotation, authority, version),
        }
    ]
    of = entry.id if evaluation.kind == "machine" else ""
    rows["evaluation_scores"] = score_rows(evaluation.id, of, evaluation.scores, goals)
    rows["evaluation_errors"] = error_rows(evaluation.id, tally(evaluation.disagreements))
    spans: dict[str, Span] = {}
    times: Counter[str] = Counter()
    for found in evaluation.disagreements:
        span = collector.span(found.span)
        spans[span] = found.span
        key = "-".join((evaluation.id, *id_parts(found.layer, found.about), str(found.span.start), str(found.span.end)))
        times[key] += 1
        rows["evaluation_disagreements"].append(
            {
                "id": key if times[key] == 1 else f"{key}-{times[key]}",
                "evaluation_id": evaluation.id,
                "layer": found.layer,
                "same": found.about,
                "kind": found.kind,
                "span_id": span,
                "reference": found.reference,
                "measured": found.reading,
            }
        )
    rows["spans"] = [collector.span_row(spans[key], key) for key in spans if key not in there]
    return rows


def corpus_rows(measured: Iterable[Measured], goals: Goals, authority: Authority) -> Rows:
    """The figures on published corpora."""
    rows: Rows = defaultdict(list)
    for row in measured:
        key = f"corpus-{row.corpus}"
        rows["evaluations"].append(
            {
                "id": key,
                "name": goals.corpora[row.corpus].name,
                "kind": "corpus",
                "corpus": row.corpus,
                "documents": row.documents,
                "reference": PEOPLE,
                "measured": annotator(None, authority, row.reader),
                "speed": row.speed,
            }
        )
        rows["evaluation_scores"] += score_rows(key, row.corpus, row.scores, goals)
        rows["evaluation_errors"] += error_rows(key, row.errors)
    scores = {row["id"] for row in rows["evaluation_scores"]}
    for peer in goals.peers:
        score = f"corpus-{peer.of}-{slug(peer.what)}"
        if score in scores:
            given = {"score_id": score, "system": peer.system, "f": peer.f, "measured_on": peer.measured_on}
            rows["evaluation_peers"].append({"id": f"{score}-{slug(peer.system)}", **given})
    return rows


def annotator(annotation: Annotation | None, authority: Authority, version: str = "") -> str:
    """The name of whoever made a reading, and the version of a program."""
    known = (authority.standard or authority).annotators | authority.annotators
    name = known[annotation.annotator if annotation else MACHINE].name
    return f"{name} {version}".strip()


def id_parts(layer: str, about: str | None) -> list[str]:
    """A layer and the value compared as parts of an id."""
    return [slug(part) for part in (layer, about) if part]


def score_rows(evaluation: str, of: str, scores: Iterable[Score], goals: Goals) -> list[dict[str, Any]]:
    """Rows of ``evaluation_scores``, each with its goal if it has one."""
    rows = []
    for score in scores:
        goal = goals.goals.get((of, score.name))
        rows.append(
            {
                "id": f"{evaluation}-{slug(score.name)}",
                "evaluation_id": evaluation,
                "layer": score.layer,
                "same": score.about,
                "reference_rows": score.reference,
                "measured_rows": score.reading,
                "found": score.found,
                "correct": score.right,
                "kappa": None if score.kappa is None else round(score.kappa, 2),
                "at_least": goal.at_least if goal else None,
                "aim": goal.aim if goal else None,
            }
        )
    return rows


def error_rows(evaluation: str, errors: Iterable[ErrorCount]) -> list[dict[str, Any]]:
    """Rows of ``evaluation_errors``."""
    return [
        {
            "id": "-".join((evaluation, *id_parts(error.layer, error.about), error.kind)),
            "evaluation_id": evaluation,
            "layer": error.layer,
            "same": error.about,
            "kind": error.kind,
            "times": error.times,
            "reference_rows": error.missing,
            "measured_rows": error.extra,
        }
        for error in errors
    ]
