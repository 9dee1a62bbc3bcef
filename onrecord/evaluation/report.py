"""What was measured, as Markdown: the goals in one table, then everything behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from onrecord.evaluation.figures import Goals, Measured, Peer
from onrecord.evaluation.kinds import KINDS, ErrorCount, tally
from onrecord.evaluation.readings import Evaluation
from onrecord.evaluation.scores import Score, markdown, percent, table

HEAD = """\
# How far to trust the machine's reading

*Written by `make evaluate`; nothing here is written by hand.*

A document without an annotation is read by a program, and each of its rows says so. This page compares that reading
with the annotation of a document in `seeds/`, and with published corpora that people annotated. The **reference**
is taken as correct, and the **reading** is measured against it. Precision is the share of the reading's rows that the
reference also has, recall the share of the reference's rows that the reading also has, and F their harmonic mean, all
in per cent. Where a line says *same source*, a row counts only if the source agrees as well. Kappa is agreement on the
shared rows beyond chance (Cohen 1960).

An attribution is found if its content shares at least 0.8 of its letters with the reference's, a claim if its passage
shares at least half of them, anything else if exactly its words are found; a place mention is *touched* if any part of
it is found, and has the *same point* if that is within 161 km (100 miles). The details are in `onrecord/evaluation/`:
`readings.py` for documents, `attributed.py` and `located.py` for corpora.
"""

GOALS = """\
## The goals

Each F has a *minimum* that it must reach, and a *target*. The last column repeats the best two figures of
[other systems](#other-systems).
"""

MACHINE = """\
## {title}: the machine against the annotation

The machine reads the document as if it had no annotation, but with the authority files, which contain the names of its
people and places. `python build_db.py evaluate --disagreements` lists every disagreement with its
line; on the site, `/trust` links each to its words.
"""

BLIND = """\
## {title}: two readings, each blind to the other
"""

CORPUS = """\
## {name}

{about}. {documents} documents (`{corpus}.jsonl`, sha256 `{sha256:.12}…`), read by reader {reader}.{speed}
"""

LOST = "What is lost, by kind of error:\n"

OTHERS = """\
## Other systems

F in per cent, from the notes of the project's owner (“Reading prose by machine: what was measured”, November 2026), who
ran the systems or quotes their authors.
"""

MEANINGS = """\
## Kinds of error
"""

AGAIN = """\
## Reproduce it

```
make evaluate                      # renews what a clone can measure: the annotated documents
make evaluate CORPORA=directory    # measures the corpora in it as well
make evaluate DATABASE=file        # counts the machine's statements in a database that stand alone
```

The corpora are not part of the project, which does not need them; their authors distribute them. *directory* contains
one file for each, `{files}`,
with one JSON object per line, offsets in Unicode code points from 0, end excluded:

```
{{"id": "a-name", "text": "…", "attributions": [{{"source": [[0, 5]], "cue": [[6, 10]], "content": [[11, 40]]}}]}}
{{"id": "a-name", "text": "…", "places": [{{"start": 0, "end": 5, "latitude": 55.7, "longitude": 13.2}}], "ignore": []}}
```

The texts are built into a database like any document, and the reading in it is measured. The reader's version
identifies its rules, its word lists, the language model and the gazetteer; a corpus keeps its figures until it is
measured again.
"""


def report(evaluations: Sequence[Evaluation], measured: Sequence[Measured], goals: Goals) -> str:
    """The whole page."""
    return "\n".join(part.rstrip("\n") + "\n" for part in parts(evaluations, measured, goals))


def parts(evaluations: Sequence[Evaluation], measured: Sequence[Measured], goals: Goals) -> Iterator[str]:
    """Headings, text and tables, in order."""
    yield from (HEAD, GOALS, goal_table(evaluations, measured, goals))
    for kind, heading in ("machine", MACHINE), ("blind", BLIND):
        for one in evaluations:
            if one.kind == kind:
                yield heading.format(title=one.entry.description.title)
                yield from (table(one.scores), *lost(tally(one.disagreements)))
    for row in measured:
        corpus = goals.corpora[row.corpus]
        about = corpus.about[:1].upper() + corpus.about[1:]
        speed = f" The whole reading runs at {row.speed:.2f} of the speed of its parser alone." if row.speed else ""
        yield CORPUS.format(**{**vars(row), "name": corpus.name, "about": about, "speed": speed})
        yield from (table(row.scores), *lost(row.errors))
    yield from (OTHERS, peer_table(goals))
    yield MEANINGS
    yield "".join(f"- *{name}*: {meaning[:1].lower()}{meaning[1:]}\n" for name, meaning in KINDS.values())
    yield AGAIN.format(files="`, `".join(f"{corpus}.jsonl" for corpus in goals.corpora))


def lost(errors: Sequence[ErrorCount]) -> Iterator[str]:
    """The rows that are lost, if there are any."""
    if errors:
        yield from (LOST, error_table(errors))


def goal_table(evaluations: Sequence[Evaluation], measured: Sequence[Measured], goals: Goals) -> str:
    """Each goal with the figures measured and those of other systems."""
    heads = ("what", "measured on", "precision:", "recall:", "F:", "minimum:", "target:", "result", "others' F")
    return markdown(heads, goal_rows(evaluations, measured, goals))


def goal_rows(
    evaluations: Sequence[Evaluation], measured: Sequence[Measured], goals: Goals
) -> Iterator[Sequence[object]]:
    """The rows of the table; a goal that was not measured has no figures."""
    scores, names = {}, {key: corpus.name for key, corpus in goals.corpora.items()}
    for one in evaluations:
        if one.kind == "machine":
            names[one.entry.id] = one.entry.description.title
            scores.update({(one.entry.id, score.name): score for score in one.scores})
    for row in measured:
        scores.update({(row.corpus, score.name): score for score in row.scores})
    for key, goal in goals.goals.items():
        score = scores.get(key)
        figures = [percent(share) for share in (score.precision, score.recall, score.f)] if score else [None] * 3
        reached = verdict(100 * score.f, goal.at_least, goal.aim) if score else "not measured"
        others = best_of(goals.peers_of(*key))
        yield [goal.what, names.get(goal.of, goal.of), *figures, goal.at_least, goal.aim, reached, others]
    wanted = goals.speed
    for row in measured:
        if row.corpus == wanted.of and row.speed:
            reached = verdict(row.speed, wanted.at_least, wanted.aim)
            speed = f"{row.speed:.2f}"
            name = "speed of the whole reading over the parser alone"
            yield [name, names[row.corpus], None, None, speed, wanted.at_least, wanted.aim, reached, None]


def verdict(figure: float, at_least: float, aim: float) -> str:
    """Whether a figure meets the target, the minimum or neither."""
    return "target met" if figure >= aim else "minimum met" if figure >= at_least else "not met"


def best_of(peers: Sequence[Peer]) -> str:
    """The two best of the other systems."""
    return "; ".join(f"{peer.system} {peer.f:g}" for peer in peers[:2])


def error_table(errors: Iterable[ErrorCount]) -> str:
    """How often each kind of error occurs, by layer, and the rows that it costs."""
    heads = ("layer", "kind", "times:", "rows of the reference:", "rows of the reading:")
    return markdown(heads, map(error_row, errors))


def error_row(error: ErrorCount) -> list[object]:
    """One line of the table."""
    name = Score(error.layer, error.about, 0, 0, 0, 0).name
    return [name, KINDS[error.kind][0], error.times, error.missing, error.extra]


def peer_table(goals: Goals) -> str:
    """Every figure of other systems, one row for each system and what it was measured on."""
    heads = ("system", "corpus", "measured on", "F")
    lines: dict[tuple[str, str, str], list[str]] = {}
    for peer in goals.peers:
        key = (peer.system, goals.corpora[peer.of].name.partition(",")[0], peer.measured_on)
        lines.setdefault(key, []).append(f"{peer.what} {peer.f:g}")
    return markdown(heads, ([*key, "; ".join(figures)] for key, figures in lines.items()))
