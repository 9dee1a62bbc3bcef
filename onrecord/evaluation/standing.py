"""How many of the machine's statements stand alone, by their words alone: a count that needs no reference."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from onrecord.evaluation.scores import markdown, percent
from onrecord.reader.claims.lone_statements import all_faults

STATEMENTS = """
select claims.document_id, claims.statement from claims join documents on documents.id = claims.document_id
where documents.reading = 'machine' order by claims.document_id, claims.id
"""


def standing(statements: Iterable[tuple[str, str]]) -> str:
    """A table of the statements that stand alone, given with their documents, and of what is wrong with the others."""
    rows = [(document, " ".join(words.split())) for document, words in statements]
    totals: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for (document, _), wrong in zip(rows, all_faults([words for _, words in rows]), strict=True):
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
