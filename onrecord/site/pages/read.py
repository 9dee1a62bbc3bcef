"""The reading page: a document unchanged, what was found in it, and the details of one selected item.

The server writes the text, the margin and the item that the address selects (``?row=claims/ID`` or
``?span=ID``), all of which works without a script. static/read.js draws the layers over it from
``/read/<document>/layers.json``, fills the panel from ``/read/<document>/panel.json``, and finds claims with
``/read/<document>/find.json``.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import sqlite3
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import NotFound, Response  # type: ignore[import-untyped]

from onrecord.site.page import Page
from onrecord.site.pages import read_find, read_layers
from onrecord.site.pages.read_layers import LAST_CHARACTER, LAYERS, OF_TABLE
from onrecord.site.pages.read_text import (
    Block,
    Mark,
    Segment,
    at_or_before,
    cut_blocks,
    segments,
    shown,
)
from onrecord.site.pages.row_sources_documents import UNREAD
from onrecord.site.published import asked_document, published, read_address, row_address
from onrecord.site.respond import Row, ask, first, number, page, rows, value

MAX_AGE_SECONDS = 3600
LONG = 60_000
"""Characters: longer texts are laid out and drawn only as they come near the window, and their layers come in parts."""

SHOWN_AT_FIRST = ("claims", "quotes", "issues")
CONTENTS = 40
"""Sections that are listed beside the text; the document's page has them all."""

STRETCH = 8000
"""Characters in a stretch of blocks, which a browser skips as a whole until it comes near the window."""

QUOTED = 160
"""Characters of a long stretch that its title shows."""

DOCUMENTS_A_PAGE = 50
DOCUMENTS = "select id, title, characters, reading, author_id from documents where id > ? order by id limit ?"

DOCUMENT = "select * from document_details where id = ?"
TEXT = "select text from documents where id = ?"
EXISTS = "select id, substr(text, :start + 1, :most) as words from documents where id = :document"

SECTIONS = """
select start_char, shown_title as title, kind, reference_date_name, reference_date_basis
from section_details where document_id = ? order by start_char
"""

READINGS = """
select id, start_char, end_char, exact, issue_type_name, proposed_reading, certainty
from text_issue_details where document_id = ? order by start_char, end_char, id
"""

CHARACTERS = re.compile(r"(\d{1,9}),(\d{1,9})\Z")

OnConnection = Callable[[sqlite3.Connection], Any]


async def list_view(datasette: Any, request: Any) -> Any:
    """The page ``/read``: the documents, by id, page by page."""
    published(datasette)
    after = request.args.get("after") or ""
    documents = await ask(datasette, lambda connection: rows(connection, DOCUMENTS, (after, DOCUMENTS_A_PAGE + 1)))
    more = documents[DOCUMENTS_A_PAGE - 1]["id"] if len(documents) > DOCUMENTS_A_PAGE else None
    context = {"documents": documents[:DOCUMENTS_A_PAGE], "more": more}
    return await page(datasette, request, "reading_list.html", "reading-list", context)


async def view(datasette: Any, request: Any) -> Response:
    """The page ``/read/<document>``."""
    name = asked_document(request)
    selection = _asked(request)

    def content(connection: sqlite3.Connection) -> Row | None:
        found = first(connection, DOCUMENT, (name,))
        if found is None:
            return None
        text = value(connection, TEXT, (name,))
        sections = rows(connection, SECTIONS, (name,))
        selected = panel(connection, datasette, name, *selection) if selection else None
        return {
            "document": found,
            "unread": value(connection, UNREAD, (name,)),
            "contents": contents(sections)[:CONTENTS],
            "stretches": lay_out(text, sections, rows(connection, READINGS, (name,)), selected),
            "panel": selected,
        }

    given = await ask(datasette, content)
    if given is None:
        raise NotFound(f"There is no document {name} here")
    context = {
        **given,
        "layers": LAYERS.values(),
        "at_first": SHOWN_AT_FIRST,
        "long": given["document"]["characters"] > LONG,
        "on": _switched_on(request),
        "shown": shown,
        "select": lambda table, key, start, end: selection_address(datasette, name, table, key, start, end),
    }
    # In a thread of its own: a book takes seconds.
    made = page(datasette, request, "read.html", "read", context)
    response: Response = await asyncio.to_thread(asyncio.run, made)
    return _sent(request, response.body.encode(), "text/html; charset=utf-8")


async def layers_json(datasette: Any, request: Any) -> Response:
    """``/read/<document>/layers.json``: where everything is, in code points, see :func:`read_layers.layer_spans`.

    With ``?from=START&to=END`` only what starts there, so that a long document can be drawn part by part.
    """
    name = asked_document(request)
    start = number(request, "from", least=0, most=LAST_CHARACTER)
    end = number(request, "to", least=0, most=LAST_CHARACTER) or LAST_CHARACTER

    def content(connection: sqlite3.Connection) -> Row | None:
        found = rows(connection, EXISTS, {"document": name, "start": 0, "most": 0})
        return {"document": name, "layers": read_layers.layer_spans(connection, name, start, end)} if found else None

    # No time limit: the work is bounded by one document, and a page without its layers is of no use.
    return _json(request, await published(datasette).execute_fn(content))


async def find_json(datasette: Any, request: Any) -> Response:
    """``/read/<document>/find.json?q=WORDS``: the claims of the document that have all the words."""
    name, query = asked_document(request), request.args.get("q") or ""

    def content(connection: sqlite3.Connection) -> Row | None:
        if not rows(connection, EXISTS, {"document": name, "start": 0, "most": 0}):
            return None
        found = read_find.claims_with_words(connection, name, query)
        for hit in found["hits"]:
            hit["href"] = selection_address(datasette, name, "claims", hit["id"], hit["start"], hit["end"])
        return found

    return _json(request, await ask(datasette, content))


async def panel_json(datasette: Any, request: Any) -> Response:
    """``/read/<document>/panel.json?row=claims/ID``, ``?span=ID`` or ``?char=START,END``."""
    name = asked_document(request)
    selection = _asked(request)
    if selection is None:
        return Response.json({"error": "add ?row=claims/ID, ?span=ID or ?char=START,END"}, status=400)
    content: OnConnection = lambda connection: panel(connection, datasette, name, *selection)  # noqa: E731
    return _json(request, await ask(datasette, content))


def panel(connection: sqlite3.Connection, datasette: Any, name: str, table: str, key: str) -> Row | None:
    """What the panel shows for a row, a span or a range of characters; None if it isn't in the document."""
    position = CHARACTERS.match(key) if table == "char" else None
    place = (int(position[1]), int(position[2])) if position else read_layers.span_of(connection, name, table, key)
    if place is None or place[0] >= place[1]:
        return None
    start, end = place
    where = {"document": name, "start": start, "end": end, "id": key}
    beside = read_layers.here(connection, where)
    if table in ("char", "spans"):
        exactly = [one for one in beside if (one["start"], one["end"]) == place and one["layer"] == "claims"]
        if exactly:
            return panel(connection, datasette, name, "claims", exactly[0]["id"])
        about = _stretch(connection, where, table, key)
    else:
        about = read_layers.described(connection, table, key)
        beside_it = read_layers.neighbours(connection, about["layer"], where)
        for direction, one in zip(("previous", "next"), beside_it, strict=True):
            about[direction] = one and selection_address(datasette, name, table, one["id"], one["start"], one["end"])
    others = [one for one in beside if (one["layer"], one["id"]) != (about["layer"], key)]
    return _linked(datasette, name, {**about, "start": start, "end": end, "here": others}, connection)


def selection_address(datasette: Any, document: str, table: str, key: str, start: int, end: int) -> str:
    """The address that opens a document with one item selected, with a script or without."""
    path, _, fragment = read_address(datasette, document, start, end).partition("#")
    asked = {"span": key} if table == "spans" else {"row": f"{table}/{key}"}
    return f"{path}?{urlencode(asked, safe='/')}#{fragment}"


def lay_out(text: str, sections: list[Row], readings: list[Row], panel: Row | None) -> list[list[Row]]:
    """The blocks of a page in stretches, each with its segments, the section that starts there and proposed readings.

    Blocks of plain text are rendered here and joined, because a book has tens of thousands of them.
    """
    starts = [section["start_char"] for section in sections]
    cut = cut_blocks(text, starts)
    block_starts = [block.start for block in cut]
    marks = _chosen_marks(panel)
    marked = {at for mark in marks for at in _crossed(block_starts, mark)}
    notes: dict[int, list[Row]] = {}
    for reading in readings:
        notes.setdefault(at_or_before(block_starts, reading["start_char"]), []).append(reading)
    opened = -1
    made: list[list[Row]] = []
    begun = -STRETCH
    for at, block in enumerate(cut):
        index = at_or_before(starts, _first_word(text, block))
        section = sections[index] if index >= 0 else None
        kind = section["kind"] if section else "body"
        if block.end - begun > STRETCH:
            made.append([])
            begun = block.start
        if index == opened and at not in marked and at not in notes:
            _add_plain(made[-1], _plain(text, block, kind))
            continue
        made[-1].append(
            {
                "start": block.start,
                "end": block.end,
                "kind": kind,
                "section": section if index != opened else None,
                "segments": [_segment(text, segment) for segment in segments(block, marks)],
                "notes": notes.get(at, ()),
            }
        )
        opened = index
    return made


def _crossed(block_starts: list[int], mark: Mark) -> range:
    """The numbers of the blocks that a mark touches."""
    return range(max(0, at_or_before(block_starts, mark.start)), at_or_before(block_starts, mark.end - 1) + 1)


def _plain(text: str, block: Block, kind: str) -> str:
    """The same HTML as the template's, for a block without section, note or mark; ``kind`` is a word of the schema."""
    tag = "h2" if kind == "heading" else "p"
    words = shown(text[block.start : block.end])
    return (
        f'<div class="block block-{kind}">\n'
        f'<{tag} class="words" data-start="{block.start}" data-end="{block.end}">{words}</{tag}>\n</div>\n'
    )


def _add_plain(stretch: list[Row], html: str) -> None:
    """Add a plain block to those before it."""
    if not stretch or "plain" not in stretch[-1]:
        stretch.append({"plain": []})
    stretch[-1]["plain"].append(html)


def contents(sections: list[Row]) -> list[Row]:
    """The entries of a table of contents: sections without boilerplate, a heading and its body as one."""
    own = [section for section in sections if section["kind"] != "boilerplate"]
    return [
        section
        for number, section in enumerate(own)
        if not (number and own[number - 1]["kind"] == "heading" and own[number - 1]["title"] == section["title"])
    ]


def _switched_on(request: Any) -> tuple[str, ...]:
    """The layers that the address asks for, else those that are shown at first."""
    given = request.args.get("layers")
    return SHOWN_AT_FIRST if given is None else tuple(key for key in (*LAYERS, "lines") if key in given.split(","))


def _first_word(text: str, block: Block) -> int:
    return block.start + len(text[block.start : block.end]) - len(text[block.start : block.end].lstrip())


def _segment(text: str, segment: Segment) -> Row:
    """A segment for the template; the first of the selected passage has the address's fragment as its id."""
    passage = [mark for mark in segment.marks if mark.role == "passage"]
    first = passage and passage[0].start == segment.start
    return {
        "text": shown(text[segment.start : segment.end]),
        "roles": sorted({mark.role for mark in segment.marks}),
        "anchor": f"char={passage[0].start},{passage[0].end}" if first else None,
    }


def _chosen_marks(panel: Row | None) -> list[Mark]:
    if panel is None:
        return []
    words = [Mark(word["start"], word["end"], word["role"]) for word in panel["words"]]
    return [Mark(panel["start"], panel["end"], "passage"), *words]


def _asked(request: Any) -> tuple[str, str] | None:
    """Table and key of the item that the address selects; ``spans`` and ``char`` for words without their own row."""
    table, _, key = (request.args.get("row") or "").partition("/")
    if key and table in OF_TABLE:
        return table, key
    for name, table in (("span", "spans"), ("char", "char")):
        if key := request.args.get(name):
            return table, key
    return None


def _stretch(connection: sqlite3.Connection, where: Row, table: str, key: str) -> Row:
    """What the panel shows for words that no layer has a row for."""
    (row,) = rows(connection, EXISTS, {**where, "most": min(where["end"] - where["start"], QUOTED)}) or [{"words": ""}]
    return {
        "layer": "",
        "table": table if table == "spans" else "",
        "id": key,
        "one": "These words",
        "title": row["words"],
        "status": None,
        "facts": [],
        "words": [],
    }


def _linked(datasette: Any, name: str, about: Row, connection: sqlite3.Connection) -> Row:
    """The same with addresses: of the row itself, of the rows in its facts, and of everything at the same words."""
    facts = [
        {
            "label": fact["label"],
            "text": fact["text"],
            "href": row_address(datasette, fact["table"], fact["key"]) if fact["table"] and fact["key"] else None,
        }
        for fact in about["facts"]
    ]
    here = []
    for one in about["here"]:
        layer = LAYERS[one["layer"]]
        title = read_layers.title_of(connection, layer, one["id"])
        kind = f"{layer.one}, {one['role']}" if one["role"] else layer.one
        href = selection_address(datasette, name, layer.table, one["id"], one["start"], one["end"])
        here.append({"kind": kind, "title": _short(title), "href": href, "row": f"{layer.table}/{one['id']}"})
    words = [
        {"role": word["role"], "start": word["start_char"], "end": word["end_char"], "text": _short(word["exact"])}
        for word in about["words"]
    ]
    row = row_address(datasette, about["table"], about["id"]) if about["table"] else None
    select = f"{about['table']}/{about['id']}" if about["layer"] else None
    return {**about, "facts": facts, "here": here, "words": words, "href": row, "row": select}


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= QUOTED else words[:QUOTED].rsplit(" ", 1)[0] + " …"


def _json(request: Any, content: Row | None) -> Response:
    if content is None:
        return Response.json({"error": "this is not in the document"}, status=404)
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return _sent(request, body, "application/json; charset=utf-8")


def _sent(request: Any, body: bytes, content_type: str) -> Response:
    """A response that may be kept for an hour; 304 if the browser already has it."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {"etag": etag, "cache-control": f"public, max-age={MAX_AGE_SECONDS}"}
    if request.headers.get("if-none-match") == etag:
        return Response(b"", status=304, headers=headers, content_type=content_type)
    return Response(body, headers=headers, content_type=content_type)


PAGE = Page(
    "/read",
    (
        (r"^/read$", list_view),
        (r"^/read/(?P<document>[^/]+)$", view),
        (r"^/read/(?P<document>[^/]+)/layers\.json$", layers_json),
        (r"^/read/(?P<document>[^/]+)/panel\.json$", panel_json),
        (r"^/read/(?P<document>[^/]+)/find\.json$", find_json),
    ),
    "Read",
    "The unchanged text, with layers of what was found in it to switch on and off.",
    ("documents", "sections", "sentences", "spans", "text_issues"),
)
