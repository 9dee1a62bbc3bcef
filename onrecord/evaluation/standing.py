"""How many of the machine's statements stand alone, by their words alone: a count that needs no reference.

The gate of the reader sees the sentence that a statement is made from; this count only the statement, parsed afresh.
It is a floor: what passes may still be wrong.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from onrecord.evaluation.scores import markdown, percent
from onrecord.reader.english.function_words import (
    ADDRESSEE,
    CUT_OFF,
    DANGLING,
    FEMININE,
    MASCULINE,
    ONESELF,
    OURSELVES,
    THEY,
    UNEXPLAINED,
)
from onrecord.reader.parsing.parser import parse
from onrecord.reader.parsing.tree import FINITE, SUBJECT, Tree
from onrecord.span import Span

STATEMENTS = """
select claims.document_id, claims.statement from claims join documents on documents.id = claims.document_id
where documents.reading = 'machine' order by claims.document_id, claims.id
"""
WORD = re.compile(r"[^\W_]+")
PERSONAL = ONESELF | OURSELVES | ADDRESSEE | MASCULINE | FEMININE | THEY
SHORT = 3
"""The most words of a statement that is too short."""


def faults(statement: str, tree: Tree) -> Iterator[str]:
    """What keeps a statement from standing alone."""
    written = WORD.findall(statement)
    words = [word.lower() for word in written]
    if len(words) <= SHORT:
        yield "three words or fewer"
    if not any(tag in FINITE for tag in tree.tags):
        yield "no finite verb"
    if words and written[-1] in CUT_OFF | DANGLING:
        yield "ends in a function word"
    if words and words[0] in UNEXPLAINED | PERSONAL:
        yield "begins with a pronoun"
    elif PERSONAL & {*words} and not any(tag[:3] == "NNP" for tag in tree.tags):
        yield "a pronoun without a name"
    root = next(token for token, head in enumerate(tree.heads) if token == head)
    if tree.tags[root][:2] == "NN" and tree.child(root, *SUBJECT) is None:
        yield "only a noun phrase"


def standing(statements: Iterable[tuple[str, str]]) -> str:
    """A table of the statements that stand alone, given with their documents, and of what is wrong with the others."""
    rows = [(document, " ".join(words.split())) for document, words in statements]
    text = "\n\n".join(words for _, words in rows)
    spans: list[Span] = []
    for _, words in rows:
        start = spans[-1].end + 2 if spans else 0
        spans.append(Span(start, start + len(words)))
    first = {tree.starts[0]: tree for tree in reversed(parse(text, spans))}
    totals: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for (document, words), span in zip(rows, spans, strict=True):
        tree = first.get(span.start)
        wrong = list(faults(words, tree)) if tree is not None else ["no words"]
        kinds.update(wrong)
        totals[document] += 1
        alone[document] += not wrong
    table = [(key, alone[key], total, percent(alone[key] / total)) for key, total in totals.items()]
    table += [("all", alone.total(), totals.total(), percent(alone.total() / max(1, totals.total())))]
    heads = ("document", "stand alone:", "statements:", "%:")
    return f"{markdown(heads, table)}\n\n{markdown(('fault', 'statements:'), kinds.most_common())}"


def standing_in(database: Path) -> str:
    """The table for the machine's statements in a database."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return standing(connection.execute(STATEMENTS).fetchall())
