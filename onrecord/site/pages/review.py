"""The page ``/review`` of a site with a review room: one claim in its place, and what a person decides about it.

The published site has no such page. Everything works with forms alone; static/review.js adds keys.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Mapping
from functools import partial
from typing import Any, cast, get_args
from urllib.parse import urlencode

from datasette.utils.asgi import NotFound, Response  # type: ignore[import-untyped]

from onrecord.annotation.decisions import TERMS, Decision, Deed, anchor_at
from onrecord.database.query import identifier
from onrecord.dates import english, is_date
from onrecord.folding import fold
from onrecord.site.page import Page
from onrecord.site.pages.read_layers import ROLES
from onrecord.site.pages.read_text import Block, Mark, cut_blocks, segments
from onrecord.site.pages.row_words import CERTAINTY, CLAIM, DONE, DOUBTS, MOST, READ_AS, short
from onrecord.site.respond import Row, ask, first, page, rows, value
from onrecord.site.room import Refused, Room, Shown, room_of
from onrecord.span import Span

AROUND = 240
"""Characters of the text shown on either side of a claim's words."""

FARTHEST = 900
"""Characters between a claim and the words of its attribution that are shown with it."""

ADDRESS = "/review"
FORM = "/-/review"
"""Forms of plugins are below /-/, the only addresses that take any."""

IN_PLACE = "x-in-place"
"""The header with which the script asks for what to show next, in place of the address where that is."""

APPLIED = "select says from decisions where claim_id = ? and applies"
TEXT = "select substr(text, ? + 1, ?) from documents where id = ?"
PEOPLE = """
select actor_id as id, actor as name from actor_mention_details where document_id = :document
union select speaker_id, speaker from attribution_details where document_id = :document and speaker_id is not null
union select id, name from actors where id = (select author_id from documents where id = :document)
order by name
"""

SAME = """
select other.id from claim_details as this join claim_details as other on other.document_id = this.document_id
where this.id = :claim and other.id <> :claim and other.statement = :statement
  and other.start_char < this.end_char and other.end_char > this.start_char
"""

KEYS = (
    ("accept", "a", "Accept", "It is right as it is"),
    ("correct", "c", "Correct", "Change what is wrong, then save with Ctrl+Enter"),
    ("reject", "r", "Reject", "The words claim something else"),
    ("not-a-claim", "n", "Not a claim", "The words claim nothing"),
    ("skip", "s", "Skip", "It comes again at the end"),
    ("flag", "f", "Flag", "It can be read otherwise: say how"),
    ("undo", "u", "Undo", "Take back the last decision"),
    ("help", "?", "Keys", "Show or hide this list"),
)
"""What can be done: its name, its key, its label, and what it means."""


def shown_claim(connection: sqlite3.Connection, key: str) -> tuple[Shown, Row]:
    """A claim as its reading has it, and its row as the build has it.

    :raises NotFound: if there is none
    """
    found = first(connection, CLAIM, (key,))
    if found is None:
        raise NotFound("There is no such claim here")
    says = {
        "statement": found["statement"],
        "claimant": found["claimant_id"],
        **{name: found[name] for name in TERMS},
        "event_date": found["event_date"],
    }
    said = value(connection, APPLIED, (key,))
    begin = max(0, found["start_char"] - FARTHEST)
    words = value(connection, TEXT, (begin, found["end_char"] - begin + FARTHEST, found["document_id"]))
    anchor = anchor_at(words, Span(found["start_char"] - begin, found["end_char"] - begin))
    shown = Shown(
        key, found["document_id"], json.loads(said) if said else says, anchor._replace(start=found["start_char"])
    )
    return shown, {**found, "window": words, "window_start": begin}


def in_context(connection: sqlite3.Connection, found: Row) -> list[list[Row]]:
    """The text around a claim by paragraphs, in pieces, each with what it is: claim, source, cue or content."""
    words = rows(connection, ROLES, (found["attribution_id"],)) if found["attribution_id"] else []
    window_end = found["window_start"] + len(found["window"])
    near = [one for one in words if one["start_char"] >= found["window_start"] and one["end_char"] <= window_end]
    begin = min([found["start_char"] - AROUND, *(one["start_char"] - 60 for one in near)])
    end = max([found["end_char"] + AROUND, *(one["end_char"] + 60 for one in near)])
    begin, end = max(begin, found["window_start"]), min(end, window_end)
    text, offset = found["window"], found["window_start"]
    while found["window_start"] < begin < found["start_char"] and not text[begin - offset - 1].isspace():
        begin += 1
    while found["end_char"] < end < window_end and not text[end - offset].isspace():
        end -= 1
    marks = [Mark(one["start_char"], one["end_char"], one["role"]) for one in near]
    marks.append(Mark(found["start_char"], found["end_char"], "claim"))
    blocks = cut_blocks(text[begin - offset : end - offset])
    return [
        [
            {
                "text": text[one.start - offset : one.end - offset],
                "is_claim": any(mark.role == "claim" for mark in one.marks),
                "roles": " ".join(sorted(f"is-{mark.role}" for mark in one.marks if mark.role != "claim")),
            }
            for one in segments(Block(begin + block.start, begin + block.end), marks)
        ]
        for block in blocks
    ]


def proposal(connection: sqlite3.Connection, shown: Shown, found: Row, decision: Decision | None) -> Row:
    """What the page shows of a claim: as the reading has it, or as it was corrected."""
    says = {**shown.says, **(decision.to if decision else {})}
    people = rows(connection, PEOPLE, {"document": shown.document})
    named = {one["id"]: one["name"] for one in people}
    doubts = rows(connection, DOUBTS, (shown.claim, MOST))
    return {
        **found,
        **says,
        "claimant_name": named.get(says["claimant"]) if says["claimant"] else None,
        "certainty_in_words": CERTAINTY.get(says["factuality"] or "", ""),
        "event_date_name": english(says["event_date"]) if says["event_date"] else None,
        "terms": {name: terms(connection, vocabulary) for name, vocabulary in TERMS.items()},
        "people": people,
        "doubts": [{**one, "reads": READ_AS[one["doubt"]]} for one in doubts],
        "blocks": in_context(connection, found),
    }


def terms(connection: sqlite3.Connection, vocabulary: str) -> list[Row]:
    """The terms of a vocabulary."""
    return rows(connection, f"select id, name, definition from {identifier(vocabulary)} order by rowid")


def corrections(connection: sqlite3.Connection, shown: Shown, form: Mapping[str, str]) -> dict[str, str | None]:
    """What a form says otherwise than the reading.

    :raises Refused: when a value can't be stored
    """
    given: dict[str, str | None] = {key: " ".join(form.get(key, "").split()) or None for key in shown.says}
    if not given["statement"]:
        raise Refused("The statement is empty: write what is claimed, or choose “Not a claim”.")
    for name, vocabulary in TERMS.items():
        if given[name] not in {one["id"] for one in terms(connection, vocabulary)}:
            raise Refused("Choose a value of the list.")
    if given["event_date"] and not is_date(given["event_date"]):
        raise Refused(f"{given['event_date']} is not a date: write 2017-12-11, 2017-12, 2017 or another date in EDTF.")
    if given["claimant"]:
        people = rows(connection, PEOPLE, {"document": shown.document})
        same = {one["id"] for one in people if fold(one["name"]) == fold(given["claimant"])}
        if len(same) != 1:
            raise Refused(f"Nobody here is called {given['claimant']}: choose a name of the list, or leave it empty.")
        given["claimant"] = same.pop()
    if value(connection, SAME, {**given, "claim": shown.claim}):
        raise Refused("Another claim in these words says the same: reject one of the two.")
    return {key: new for key, new in given.items() if new != shown.says[key]}


def recent(connection: sqlite3.Connection, room: Room) -> list[Row]:
    """The last decisions, with the statements that they are about."""
    return [
        {
            "id": one.id,
            "claim": claim,
            "done": DONE[one.deed],
            "deed": one.deed,
            "statement": short(one.outcome["statement"] or "", 90),
            "by": one.by,
            "note": one.note,
            "can_undo": can_undo,
        }
        for one, claim, can_undo in room.last()
    ]


async def shown_page(
    datasette: Any, request: Any, room: Room, key: str | None, problem: str = "", form: Mapping[str, str] | None = None
) -> Any:
    """The page of a claim, or of a review that is done.

    :param problem: why the last form could not be taken, with what was in it
    """

    def context(connection: sqlite3.Connection) -> Row:
        known: Row = {"last": recent(connection, room), "progress": room.progress()}
        if key is None:
            return {**known, "claim": None}
        shown, found = shown_claim(connection, key)
        decision = room.decision(key)
        row = proposal(connection, shown, found, decision)
        row["entered"] = {**{name: row[name] for name in shown.says}, "claimant": row["claimant_name"], **(form or {})}
        return {**known, "claim": row, "decision": decision, "in_document": room.progress(shown.document)}

    given = await ask(datasette, context)
    given |= {"keys": KEYS, "done": DONE, "problem": problem, "by": room.by}
    given |= {"action": datasette.urls.path(FORM), "here": review_address(datasette)}
    given |= {"address": review_address(datasette, key if given.get("decision") else None)}
    template = "_room.html" if request.headers.get(IN_PLACE) else "review.html"
    answer = await page(datasette, request, template, "review", given)
    answer.status = 409 if problem else 200
    answer.headers["cache-control"] = "no-store"
    return answer


def review_address(datasette: Any, claim: str | None = None) -> str | None:
    """The page, or that of one claim; ``None`` on a site without a review room."""
    path = ADDRESS if claim is None else f"{ADDRESS}?{urlencode({'row': claim})}"
    return str(datasette.urls.path(path)) if room_of(datasette) else None


def opened(datasette: Any) -> Room:
    """The review room.

    :raises NotFound: if the site has none
    """
    room = room_of(datasette)
    if room is None:
        raise NotFound("Nothing is reviewed here")
    return room


async def view(datasette: Any, request: Any) -> Any:
    """The page ``/review``: ``row`` for one claim, else the next one."""
    room = opened(datasette)
    asked = request.args.get("row")
    return await shown_page(datasette, request, room, asked or await asyncio.to_thread(room.next))


async def decide_view(datasette: Any, request: Any) -> Any:
    """What the forms of the page do: write the decision down, then lead to the next claim."""
    room = opened(datasette)
    if request.method != "POST":
        return Response.redirect(review_address(datasette), 303)
    form = await request.post_vars()
    key, deed = form.get("row", ""), form.get("deed", "")
    if deed == "skip":
        room.skipped.add(key)
        return await shown_next(datasette, request, room)
    try:
        shown, to = await ask(datasette, lambda connection: understood(connection, form))
        deed = "accept" if deed == "correct" and not to else deed
        note = " ".join(form.get("note", "").split()) or None
        if deed == "flag" and not note:
            raise Refused("Say how it can be read otherwise.")
        if deed not in get_args(Deed):
            raise Refused("Choose what to do with it.")
        decide = partial(room.decide, shown, form.get("seen", ""), cast(Deed, deed), to, note)
        await asyncio.to_thread(decide)
    except Refused as refused:
        return await shown_page(
            datasette, request, room, key, str(refused), form if deed in ("correct", "flag") else None
        )
    return await shown_next(datasette, request, room, key if deed == "undo" else None)


async def shown_next(datasette: Any, request: Any, room: Room, key: str | None = None) -> Any:
    """What follows a form: a claim, by default the next one."""
    if request.headers.get(IN_PLACE):
        return await shown_page(datasette, request, room, key or await asyncio.to_thread(room.next))
    return Response.redirect(review_address(datasette, key), 303)


def understood(connection: sqlite3.Connection, form: Mapping[str, str]) -> tuple[Shown, dict[str, str | None]]:
    """The claim that a form is about, and what it corrects.

    :raises Refused: when a value can't be stored
    """
    shown, _ = shown_claim(connection, form.get("row", ""))
    return shown, corrections(connection, shown, form) if form.get("deed") == "correct" else {}


PAGE = Page(
    ADDRESS,
    ((r"^/review$", view), (r"^/-/review$", decide_view)),
    "Review",
    "One claim after the other: accept, correct or reject it.",
    in_sitemap=False,
)
