"""The pages of words in a text: claims, quotes, and everything smaller."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable

from onrecord.database.query import identifier
from onrecord.site.pages import read_layers
from onrecord.site.respond import Row, first, rows, value

AROUND = 220
"""Characters of the text shown on either side of a passage."""

LONGEST = 1500
"""Characters of a passage that are shown; the text itself is a click away."""

MOST = 30

SPAN = "select * from span_details where id = ?"

AROUND_IT = """
select substr(text, max(1, :start + 1 - :around), min(:around, :start)) as before,
  substr(text, :end + 1, :around) as after
from documents where id = :document
"""

SECTION = "select id, shown_title as title, reference_date_name from section_details where id = ?"

CLAIM = "select * from claim_details where id = ?"

RELATIONS = "select other_id as id, * from relations_of_claims where claim_id = ? limit ?"

REPEATS = "select id, statement, claimant, line_start, document from claim_details where restates_id = ? limit ?"

CITATIONS = "select * from claim_citation_details where claim_id = ? limit ?"

ACTORS = "select actor_id as id, actor as name, role from claim_actor_details where claim_id = ? limit ?"

PLACES = "select location_id as id, location as name, role from claim_location_details where claim_id = ? limit ?"

DOUBTS = "select * from claim_doubts where claim_id = ? order by certainty desc, line_start, row_id limit ?"

QUANTITIES = "select * from quantity_details where claim_id = ? order by start_char limit ?"

EVENTS = "select id, name, claims from claim_event_details where claim_id = ? order by position limit ?"

DECISIONS = "select * from decision_details where claim_id = ? and decision <> 'undo' order by number limit ?"

CALLED = "select name from actors where id = ?"

QUOTE = "select * from quote_details where id = ?"

CONTINUED_BY = "select id, exact from quote_details where attribution_id = ? and continues_id = ? limit ?"

CLAIMS_OF_QUOTE = "select id, statement, claimant from claim_lines where quote_id = ? limit ?"

WORDS_OF_ATTRIBUTION = """
select span_id from attribution_span_details where attribution_id = ? order by role = 'cue' desc, start_char limit 1
"""

PHRASES = {
    ("from", "contradicts"): "Contradicts",
    ("to", "contradicts"): "Contradicted by",
    ("from", "contrary"): "Cannot be true together with",
    ("to", "contrary"): "Cannot be true together with",
    ("from", "supports"): "Supports",
    ("to", "supports"): "Supported by",
    ("from", "corroborates"): "Corroborates",
    ("to", "corroborates"): "Corroborated by",
    ("from", "attacks"): "Argues against",
    ("to", "attacks"): "Argued against by",
    ("from", "qualifies"): "Qualifies",
    ("to", "qualifies"): "Qualified by",
}

VOICES = {
    "direct": "Quoted, word for word as this document renders it",
    "mixed": "Partly quoted, partly reported",
    "indirect": "Reported, not quoted",
}

CERTAINTY = {
    "certain": "states this plainly",
    "probable": "presents this as likely",
    "possible": "presents this as possible",
    "certain-not": "states this plainly: it is a denial",
    "probable-not": "presents this as likely: it is a denial",
    "possible-not": "presents this as possible: it is a denial",
    "certain-unknown": "knows whether this is so, and does not say",
    "uncommitted": "does not vouch for this: it is wished, planned, conditional or left open",
}
"""How the claimant presents the claim. The statement contains any negation itself; this never adds one."""


DONE = {
    "accept": "Accepted",
    "correct": "Corrected",
    "reject": "Rejected",
    "not-a-claim": "Not a claim",
    "flag": "Flagged",
}
"""What a person has done, by the decision."""

READ_AS = {
    "repaired reading": "is read as",
    "who is meant": "is taken to mean",
    "which place is meant": "is taken to mean",
    "who says it": "is taken to be said by",
}
"""The words between those of the text and how they are read, for each kind of doubt."""


def passage(connection: sqlite3.Connection, span: str, table: str = "spans", key: str = "") -> Row:
    """The words of a span with those around them, and the row that a link into the text selects."""
    (found,) = rows(connection, SPAN, (span,))
    where = {"document": found["document_id"], "start": found["start_char"], "end": found["end_char"]}
    (around,) = rows(connection, AROUND_IT, where | {"around": AROUND})
    before = _from_a_word(around["before"]) if found["start_char"] > AROUND else around["before"]
    after = _to_a_word(around["after"]) if len(around["after"]) == AROUND else around["after"]
    cut = {"words": found["exact"][:LONGEST], "is_cut": len(found["exact"]) > LONGEST}
    return {**found, **cut, "before": before, "after": after, "table": table, "key": key or span}


def roles_of(connection: sqlite3.Connection, attribution: str | None) -> list[Row]:
    """Source, cue and content of an attribution, in the words of the text."""
    return rows(connection, read_layers.ROLES, (attribution,)) if attribution else []


def claim(connection: sqlite3.Connection, key: str) -> Row | None:
    """Everything on a claim's page."""
    for found in rows(connection, CLAIM, (key,)):
        relations = rows(connection, RELATIONS, (key, MOST))
        doubts = rows(connection, DOUBTS, (key, MOST))
        for doubt in doubts:
            # An uncertain reading never enters the statement.
            guessed = doubt["doubt"] == "repaired reading" and doubt["certainty"] == "uncertain"
            doubt["reads"] = "might mean" if guessed else READ_AS[doubt["doubt"]]
        for one in relations:
            one["phrase"] = PHRASES.get((one["side"], one["relation"]), one["relation"])
        return {
            **found,
            "title": found["statement"],
            "passage": passage(connection, found["span_id"], "claims", key),
            "section": first(connection, SECTION, (found["section_id"],)),
            "voice": VOICES.get(found["manner"] or "", "The author’s own voice"),
            "certainty_in_words": CERTAINTY.get(found["factuality"], ""),
            "words": roles_of(connection, found["attribution_id"]),
            "relations": sorted(relations, key=lambda one: (one["phrase"], one["number"])),
            "repeats": rows(connection, REPEATS, (key, MOST)),
            "citations": rows(connection, CITATIONS, (key, MOST)),
            "doubts": doubts,
            "quantities": rows(connection, QUANTITIES, (key, MOST)),
            "actors": rows(connection, ACTORS, (key, MOST)),
            "places": rows(connection, PLACES, (key, MOST)),
            "events": rows(connection, EVENTS, (key, MOST)),
            "decisions": decisions(connection, key),
        }
    return None


def decisions(connection: sqlite3.Connection, key: str) -> list[Row]:
    """What people decided about a claim, with what each of them changed: the value, what it was and what it is."""
    found = rows(connection, DECISIONS, (key, MOST))
    for one in found:
        was = json.loads(one["says"])
        changes = [(name, was[name], now) for name, now in json.loads(one["corrections"]).items()]
        one["done"] = DONE[one["decision"]]
        one["changes"] = [
            (name, *(value(connection, CALLED, (said,)) if name == "claimant" and said else said for said in both))
            for name, *both in changes
        ]
    return found


def quote(connection: sqlite3.Connection, key: str) -> Row | None:
    """Everything on a quote's page."""
    for found in rows(connection, QUOTE, (key,)):
        around = passage(connection, found["span_id"], "quotes", key)
        return {
            **found,
            "title": short(around["words"]),
            "passage": around,
            "section": first(connection, SECTION, (found["section_id"],)),
            "voice": VOICES.get(found["manner"] or "", ""),
            "words": roles_of(connection, found["attribution_id"]),
            "continued_by": rows(connection, CONTINUED_BY, (found["attribution_id"], key, MOST)),
            "claims": rows(connection, CLAIMS_OF_QUOTE, (key, MOST)),
        }
    return None


def thing(table: str) -> Callable[[sqlite3.Connection, str], Row | None]:
    """The page of an item that has no page of its own kind: its words, and the facts that the reading page shows."""

    def find(connection: sqlite3.Connection, key: str) -> Row | None:
        if span := value(connection, _spans_of(table), (key,)):
            facts: Row = {"facts": [], "words": []}
            around = passage(connection, span)
            if table in read_layers.OF_TABLE:
                facts = read_layers.described(connection, table, key)
                around = passage(connection, span, table, key)
            title = facts.get("title") or around["words"]
            return {**facts, "title": short(str(title)), "passage": around}
        return None

    return find


def short(words: str, most: int = 120) -> str:
    """Words on one line, cut between two of them."""
    line = " ".join(words.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def _spans_of(table: str) -> str:
    """The query for the span of a row; for an attribution, that of its cue."""
    if table == "attributions":
        return WORDS_OF_ATTRIBUTION
    return f"select {'id' if table == 'spans' else 'span_id'} from {identifier(table)} where id = ?"


def _from_a_word(words: str) -> str:
    _, space, rest = words.partition(" ")
    return f"… {rest.lstrip(' .,;:')}" if space else words


def _to_a_word(words: str) -> str:
    first, space, _ = words.rpartition(" ")
    return f"{first} …" if space else words
