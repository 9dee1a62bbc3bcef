"""Turn what visitors type into a search box into a valid FTS5 query."""

from __future__ import annotations

import re
import sqlite3

TERM = re.compile(r'"([^"]*)"?|([^\s"]+)')


def match_query(typed: str) -> str:
    """Every word, and every phrase in double quotes, as an FTS5 string; a final ``*`` still means a prefix.

    Terms without a letter or digit are left out; an empty query finds nothing, where Datasette's own function fails.
    """
    terms = []
    for match in TERM.finditer(typed):
        term = match[1] if match[1] is not None else match[2]
        if any(character.isalnum() for character in term):
            prefix = "*" if match[2] and term.endswith("*") else ""
            terms.append(f'"{term.rstrip("*") if prefix else term}"{prefix}')
    return " ".join(terms) or '""'


def install(connection: sqlite3.Connection) -> None:
    """Turn what visitors type into search queries by :func:`match_query`, in place of Datasette's own SQL function.

    The hook for filters can add a condition to a page's SQL, but not remove the one that a search adds.
    """
    connection.create_function("escape_fts", 1, match_query, deterministic=True)
