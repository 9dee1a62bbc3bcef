"""Databases to export: text that nobody should trust, and many rows."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from onrecord.data import SCHEMA
from onrecord.metadata import load_metadata

HARD = (
    '=HYPERLINK("https://attacker.example","x")\r\n'
    "'=2 'tis 😀 e\u0301 “</script>” a,b;\tc\rnext\x0bline\x0cpage\u2028 -12 ＝1"
)
"""Formulas, quotes, every kind of line break, an astral character, a combining accent, the end of a script."""

STATEMENT = "=1+1 is what “</script>” says & \\ means {50 % of $1}_#~^"


def schema_names(kind: str, files: str = "*.sql") -> set[str]:
    """The tables, or the views, that the schema creates, or some files of it."""
    sql = "\n".join(path.read_text(encoding="utf-8") for path in SCHEMA.glob(files))
    return set(re.findall(rf"^create {kind} (\w+)", sql, re.MULTILINE))


def exported() -> set[str]:
    """The tables that are data, and the views made for people."""
    hidden = {name for name, table in load_metadata().tables.items() if table.hidden}
    return schema_names("table") - schema_names("table", "7_caches.sql") | schema_names("view") - hidden


def insert(connection: sqlite3.Connection, table: str, **row: object) -> None:
    """Insert a row by the names of its columns; all others are null."""
    slots = ", ".join(f":{name}" for name in row)
    connection.execute(f"insert into {table} ({', '.join(row)}) values ({slots})", row)


def insert_document(connection: sqlite3.Connection, name: str, **row: object) -> None:
    """Insert a document that a machine has read."""
    encoding = {"encoding": "utf-8", "encoding_basis": "guessed"}
    insert(connection, "documents", id=name, path=f"{name}.txt", reading="machine", **encoding, **row)


def insert_span(connection: sqlite3.Connection, document: str, start: int, exact: str, lines: int = 1) -> str:
    """Insert a span; gives its id."""
    end = start + len(exact)
    place = {"start_char": start, "end_char": end, "line_start": 1, "line_end": lines}
    insert(connection, "spans", id=f"{document}-{start}-{end}", document_id=document, exact=exact, **place)
    return f"{document}-{start}-{end}"


def add_hard_document(database: Path, identifier: str = "hard") -> None:
    """Add a document of :data:`HARD` text, with a quote, a claim, a mention and issues on the worst of it."""
    smile = HARD.index("😀")
    offsets = [(HARD.index("“"), HARD.index("”") + 1), (0, 13), (smile, smile + 4), (0, len(HARD))]
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("pragma foreign_keys = on")
        insert_document(connection, identifier, title="@SUM(1)", text=HARD, sha256="f" * 64, language="und")
        quoted, claimed, odd, whole = (
            insert_span(connection, identifier, start, HARD[start:end], lines=3) for start, end in offsets
        )
        by = {"section_id": "s", "annotator_id": "tester"}
        insert(connection, "sections", id="s", span_id=whole, title="-title", title_is_supplied=0, kind="body")
        quote = {"quote_type": "speech", "mark_status": "paired", "review_status": "disputed"}
        insert(connection, "quotes", id="hard-quote", span_id=quoted, **quote, **by)
        claim = {"claim_type": "plan", "factuality": "certain", "review_status": "proposed", "score": 0.25}
        claim |= {"document_id": identifier, "quote_id": "hard-quote", "note": "+note"}
        insert(connection, "claims", id="hard-claim", statement=STATEMENT, span_id=claimed, **claim, **by)
        insert(connection, "issue_types", id="odd", name="Odd", definition="Not as it should be.")
        issue = {"span_id": odd, "issue_type": "odd", "certainty": "uncertain"}
        insert(connection, "text_issues", id="hard-issue", proposed_reading="-e", **issue)
        insert(connection, "text_issues", id="hard-remark", note="Odd.", **issue)
        place = {"form": "name", "certainty": "uncertain", "score": 0.1}
        insert(connection, "location_mentions", id="hard-place", span_id=odd, **place)


def add_documents(database: Path, documents: int, claims: int) -> None:
    """Add documents with some claims each, one claim a sentence of 70 characters, in the author's own voice.

    SQLite's statistics are renewed, as at the end of a build.
    """
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.row_factory = sqlite3.Row
        example = dict(connection.execute("select * from claims where attribution_id is null").fetchone())
        for number in range(documents):
            name, at = f"more-{number:05}", 0
            sentences = [
                f"{name} says {i:05} in the harbour of Lund, and then it says so again." for i in range(claims)
            ]
            document = {"title": f"Report {number}", "text": " ".join(sentences), "language": "en"}
            insert_document(connection, name, sha256=f"{number:064}", author_id="harbour-author", **document)
            for index, sentence in enumerate(sentences):
                span = insert_span(connection, name, at, sentence)
                own = {"id": f"{name}-{index}", "document_id": name, "span_id": span}
                insert(connection, "claims", **(example | own))
                at += len(sentence) + 1
        connection.execute("analyze")
