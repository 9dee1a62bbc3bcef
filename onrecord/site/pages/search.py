"""Search over everything at once: claims, quotes, sentences, people, places and sources.

SQLite's FTS5 searches; whatever a visitor types reaches it as quoted strings, so that no character is special
there. No search reads more than :data:`MOST` rows of a kind: where there are more, it says so and shows the first
of them in the documents' order; where there are fewer, the best match comes first (BM25).
"""

from __future__ import annotations

import json
import re
import sqlite3
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from onrecord.database.query import view_of
from onrecord.site.page import Page
from onrecord.site.published import published
from onrecord.site.respond import Row, ask, number, page, rows, value

MOST = 1000
FEW = 5
HITS = 20
LONGEST_QUERY = 200
MOST_WORDS = 12

OPEN, CLOSE = "\x02", "\x03"
MARKED = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
LIKE_SIGNS = re.compile(r"[%_\\]")
WORDS = re.compile(r'"([^"]+)"|(\S+)')

TEXTS = {"claims": ("claims", "claimant"), "quotes": ("quotes", "speaker"), "sentences": ("sentences", "document")}
"""For each kind of text, its table, and the column that names its origin."""

NAME_COUNTS = "select kind, count(*) from (select kind from name_matches where matched match ? limit ?) group by kind"

BEST_NAMES = """
select id, name, title, words from name_matches where matched match :match and kind = :kind
order by names like :exact escape '\\' desc, name like :start escape '\\' desc, rank limit :limit offset :offset
"""
"""Those whose name the query is come first, then those whose usual name it begins."""

NAMES = """
select id, name, title, words from name_matches where matched match :match and kind = :kind
order by number limit :limit offset :offset
"""

CLAIMS = "select kind, claims from claim_counts where id = ? and kind in (select value from json_each(?))"

COMMON = frozenset(
    (
        "a about all an and any are as at be been by can could did do does for from had has have how in is it its of on"
        " or says said say that the their them they this to was were what when where which who whom whose why will with"
        " would"
    ).split()
)
"""English words that questions contain and answers need not."""

TABLES = {"people": "actors", "places": "locations", "sources": "sources"}
NAME_KINDS = {"people": "actor", "places": "place", "sources": "source"}
LEADS_TO = {
    "people": {
        "claimant": ("claimant", "they make"),
        "actor": ("actors__arraycontains", "about them"),
    },
    "places": {"location": ("locations__arraycontains", "about it")},
    "sources": {"source": ("sources__arraycontains", "resting on it")},
}
"""For each kind of name, the counts of its claims, with the filter of claims_in_context and a phrase for each."""

TITLES = {
    "claims": "Claims",
    "quotes": "Quotes",
    "people": "People",
    "places": "Places",
    "sources": "Sources",
    "sentences": "Sentences",
}


class Found(NamedTuple):
    """What was found of one kind: how many, ``capped`` if there are more, and some of them."""

    kind: str
    title: str
    number: int
    capped: bool
    hits: list[Row]


def quoted(query: str) -> str:
    """A visitor's words as an FTS5 query: every word must occur, the last as a prefix; "words together" are a phrase.

    >>> quoted('al-Bukamal "joint centre" OR')
    '"al-Bukamal" "joint centre" "OR"*'
    """
    quotes = [f'"{word}"' for word in query_words(query)]
    return " ".join(quotes) + "*" if quotes and not query.rstrip().endswith('"') else " ".join(quotes)


def query_words(query: str) -> list[str]:
    """The words of a query, and its phrases between quotation marks; at most :data:`MOST_WORDS`."""
    words = [phrase or word for phrase, word in WORDS.findall(query[:LONGEST_QUERY])]
    useful = [word.replace('"', "") for word in words if any(letter.isalnum() for letter in word)]
    return [word for word in useful if word][:MOST_WORDS]


def with_hits(connection: sqlite3.Connection, query: str) -> list[str]:
    """Those words of a query that occur anywhere, without :data:`COMMON` ones."""
    bare = [word.strip("?!.,;:") for word in query_words(query)]
    wanted = [word for word in bare if word.lower() not in COMMON]
    views = [view_of(table, "matches") for table in (*(table for table, _ in TEXTS.values()), "names")]
    sqls = [f"select 1 from {view} where matched match ? limit 1" for view in views]
    return [word for word in wanted if any(value(connection, sql, (quoted(word),)) for sql in sqls)]


def marked(text: str | None) -> Markup:
    """Text with its highlights as ``<mark>`` and everything else escaped."""
    clean = escape(text or "")
    with_marks = MARKED.sub(r"<mark>\1</mark>", str(clean))
    return Markup(with_marks.replace(OPEN, "").replace(CLOSE, ""))


def search(connection: sqlite3.Connection, query: str, kind: str | None, page_number: int) -> list[Found]:
    """Search everything for the words, giving some hits of each kind, or one kind, giving one page of it."""
    match = quoted(query)
    if not match:
        return []
    names = dict(connection.execute(NAME_COUNTS, (match, len(TABLES) * MOST)).fetchall())
    found = []
    for name, title in TITLES.items():
        if name in TEXTS:
            matches = view_of(TEXTS[name][0], "matches")
            counting = f"select count(*) from (select 1 from {matches} where matched match ? limit ?)"
            count = value(connection, counting, (match, MOST + 1))
        else:
            count = names.get(NAME_KINDS[name], 0)
        limit = HITS if kind == name else FEW if kind is None else 0
        offset = (page_number - 1) * HITS if kind == name else 0
        hits = _hits(connection, name, match, query, min(count, MOST), limit, offset) if count and limit else []
        found.append(Found(name, title, min(count, MOST), count > MOST, hits))
    return found


def _hits(
    connection: sqlite3.Connection, kind: str, match: str, query: str, count: int, limit: int, offset: int
) -> list[Row]:
    where = {"match": match, "limit": min(limit, max(0, count - offset)), "offset": offset}
    # Ranking reads every match, so only a small number is ranked.
    order = "rank" if count < MOST else "number"
    if kind in TABLES:
        name = LIKE_SIGNS.sub(r"\\\g<0>", query.strip().strip('"'))
        where |= {"kind": NAME_KINDS[kind], "start": f"{name}%", "exact": f"% · {name} · %"}
        found = rows(connection, BEST_NAMES if order == "rank" else NAMES, where)
        return [hit | {"table": TABLES[kind], "claims": _claims(connection, kind, hit)} | _shown(hit) for hit in found]
    table, source = TEXTS[kind]
    sql = f"""
        select title, words, number from {view_of(table, "matches")} where matched match :match
        order by {order} limit :limit offset :offset"""
    about = f"select * from {view_of(table)} where number = ?"
    return [
        row | hit | {"table": table, "who": row[source]} | _shown(hit)
        for hit in rows(connection, sql, where)
        for row in rows(connection, about, (hit["number"],))
    ]


def _claims(connection: sqlite3.Connection, kind: str, hit: Row) -> list[Row]:
    """How many claims are by, or about, whoever is named: number, phrase, and the filter that finds them."""
    counts = dict(connection.execute(CLAIMS, (hit["id"], json.dumps(list(LEADS_TO[kind])))).fetchall())
    return [
        {"number": counts[counted], "phrase": phrase, "filter": {column: hit["name"]}}
        for counted, (column, phrase) in LEADS_TO[kind].items()
        if counted in counts
    ]


def _shown(hit: Row) -> Row:
    return {"title": marked(hit["title"]), "words": marked(hit["words"]) if OPEN in (hit["words"] or "") else Markup()}


async def view(datasette: Any, request: Any) -> Any:
    """The page ``/search``: ``q`` the words, ``kind`` to see one kind page by page."""
    published(datasette)
    query = (request.args.get("q") or "").replace("\x00", "")[:LONGEST_QUERY]
    kind = request.args.get("kind")
    kind = kind if kind in TITLES else None
    at = number(request, "page", most=MOST // HITS)

    def find(connection: sqlite3.Connection) -> tuple[list[Found], list[str], str]:
        found = search(connection, query, kind, at)
        if any(one.number for one in found):
            return found, [], query
        # Nothing has all words: try those that occur anywhere.
        words = with_hits(connection, query)
        fewer = " ".join(f'"{word}"' if " " in word else word for word in words)
        return search(connection, fewer, kind, at) if words != query_words(query) else [], words, fewer

    found, words, answered = await ask(datasette, find)
    shown = next((one for one in found if one.kind == kind), None)
    context = {
        "q": query,
        "kind": kind,
        "found": found,
        "words": words,
        "answered": answered,
        "total": sum(one.number for one in found),
        "page": at,
        "pages": -(-shown.number // HITS) if shown else 0,
    }
    return await page(datasette, request, "search.html", "search", context)


PAGE = Page("/search", ((r"^/search$", view),), in_sitemap=False)
