"""Finding a claim in one document: by words of its statement, of its passage, or of whoever makes it.

The garbled spelling stands in the passage and the usual one in the statement, so that either is found. The work is
linear in the document, whatever else is published.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from onrecord.site.pages import read_layers
from onrecord.site.respond import Row, rows

MOST = 40
MOST_WORDS = 8
LONGEST = 200

LIKE_SIGNS = re.compile(r"[%_\\]")

CLAIMS = """
select claims.id, claims.statement as title, actors.name as who, start_char as start, end_char as end
from spans cross join claims on claims.span_id = spans.id left join actors on actors.id = claims.claimant_id
where spans.document_id = :document{words} order by 4, 5, 1 limit :most
"""

WORD = """
  and (claims.statement like :word{n} escape '\\' or spans.exact like :word{n} escape '\\'
    or actors.name like :word{n} escape '\\')"""


def found(connection: sqlite3.Connection, document: str, query: str) -> dict[str, Any]:
    """The claims of a document that have all the words, in its order; ``more`` if there are more than these."""
    words = [LIKE_SIGNS.sub(r"\\\g<0>", word) for word in query[:LONGEST].split()[:MOST_WORDS]]
    asked: Row = {f"word{n}": f"%{word}%" for n, word in enumerate(words)}
    sql = CLAIMS.replace("{words}", "".join(WORD.replace("{n}", str(n)) for n in range(len(words))))
    claims = rows(connection, sql, {"document": document, "most": MOST + 1, **asked})
    table = read_layers.LAYERS["claims"].table
    hits = [{**claim, "row": f"{table}/{claim['id']}"} for claim in claims[:MOST]]
    return {"hits": hits, "more": len(claims) > MOST}
