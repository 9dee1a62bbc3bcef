"""Databases to export: text that nobody should trust, and many rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

HARD = (
    '=HYPERLINK("https://attacker.example","x")\r\n'
    "'=2 'tis 😀 e\u0301 “</script>” a,b;\tc\rnext\x0bline\x0cpage\u2028 -12 ＝1"
)
"""Formulas, quotes, every kind of line break, an astral character, a combining accent, the end of a script."""

QUOTE = "insert into quotes values ('hard-quote', ?, 's', 'speech', null, null, null, 'paired', 'tester', 'disputed')"
CLAIM = """
insert into claims values ('hard-claim', ?, null, 'plan', null, 'certain', null, null, 'hard-quote', null,
  ?, 's', ?, 'tester', 'unreviewed', 0.25, '+note')
"""
STATEMENT = "=1+1 is what “</script>” says & \\ means {50 % of $1}_#~^"
DOCUMENT = """
insert into documents (id, title, text, sha256, path, encoding, encoding_basis, language, author_id, reading)
values (:id, :title, :text, :sha256, :id || '.txt', 'utf-8', 'guessed', :language, :author, 'machine')
"""


def add_hard_document(database: Path, identifier: str = "hard") -> None:
    """Add a document of :data:`HARD` text, with a quote, a claim, a mention and issues on the worst of it."""
    smile = HARD.index("😀")
    offsets = [(HARD.index("“"), HARD.index("”") + 1), (0, 13), (smile, smile + 4), (0, len(HARD))]
    spans = [f"{identifier}-{start}-{end}" for start, end in offsets]
    document = {"id": identifier, "title": "@SUM(1)", "text": HARD, "sha256": "f" * 64}
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("pragma foreign_keys = on")
        connection.execute(DOCUMENT, document | {"language": "und", "author": None})
        for span, (start, end) in zip(spans, offsets, strict=True):
            values = (span, identifier, start, end, HARD[start:end])
            connection.execute("insert into spans values (?, ?, ?, ?, ?, 1, 3)", values)
        connection.execute("insert into sections values ('s', ?, '-title', 'body', null, null)", spans[3:])
        connection.execute(QUOTE, spans[:1])
        connection.execute(CLAIM, (STATEMENT, identifier, spans[1]))
        connection.execute("insert into issue_types values ('odd', 'Odd', 'Not as it should be.', null)")
        issue = "insert into text_issues values (?, ?, 'odd', ?, 'uncertain', ?)"
        connection.execute(issue, ("hard-issue", spans[2], "-e", None))
        connection.execute(issue, ("hard-remark", spans[2], None, "Odd."))
        mention = "insert into location_mentions values ('hard-place', ?, null, 'name', 'uncertain', null, 0.1)"
        connection.execute(mention, spans[2:3])


def add_documents(database: Path, documents: int, claims: int) -> None:
    """Add documents with some claims each, one claim a sentence of 70 characters, in the author's own voice."""
    with closing(sqlite3.connect(database)) as connection, connection:
        example = connection.execute("select * from claims where attribution_id is null").fetchone()
        columns = [row[1] for row in connection.execute("pragma table_info(claims)")]
        filled = f"insert into claims values ({', '.join('?' * len(columns))})"
        for number in range(documents):
            name, at = f"more-{number:05}", 0
            sentences = [
                f"{name} says {i:05} in the harbour of Lund, and then it says so again." for i in range(claims)
            ]
            document = {"id": name, "title": f"Report {number}", "text": " ".join(sentences), "language": "en"}
            connection.execute(DOCUMENT, document | {"sha256": f"{number:064}", "author": "harbour-author"})
            for index, sentence in enumerate(sentences):
                end = at + len(sentence)
                span = f"{name}-{at}-{end}"
                connection.execute("insert into spans values (?, ?, ?, ?, ?, 1, 1)", (span, name, at, end, sentence))
                claim = dict(zip(columns, example, strict=True)) | {"id": f"{name}-{index}", "document_id": name}
                connection.execute(filled, tuple((claim | {"span_id": span}).values()))
                at = end + 1
