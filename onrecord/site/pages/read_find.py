"""Find claims in one document by words of the statement, the passage or the claimant's name.

The passage has the document's spelling and the statement the usual one, so that either is found. The work is
linear in the document, whatever else is published.
"""

from __future__ import annotations

import json
import re
import sqlite3
from typing import Any

from onrecord.site.pages import read_layers
from onrecord.site.respond import rows

MOST = 40
MOST_WORDS = 8
LONGEST = 200

LIKE_SIGNS = re.compile(r"[%_\\]")

CLAIMS = """
select id, statement as title, claimant as who, start_char as start, end_char as end from claim_details
where document_id = :document and not exists (
  select 1 from json_each(:words)
  where statement || char(10) || exact || char(10) || coalesce(claimant, '') not like value escape '\\')
order by start_char, end_char, id limit :most
"""


def claims_with_words(connection: sqlite3.Connection, document: str, query: str) -> dict[str, Any]:
    """The claims of a document that have all the words, in document order; ``more`` if there are further ones."""
    words = [LIKE_SIGNS.sub(r"\\\g<0>", word) for word in query[:LONGEST].split()[:MOST_WORDS]]
    asked = json.dumps([f"%{word}%" for word in words])
    claims = rows(connection, CLAIMS, {"document": document, "words": asked, "most": MOST + 1})
    table = read_layers.LAYERS["claims"].table
    hits = [{**claim, "row": f"{table}/{claim['id']}"} for claim in claims[:MOST]]
    return {"hits": hits, "more": len(claims) > MOST}
