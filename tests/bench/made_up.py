"""A database of made-up documents, in the project's own schema: every page has something to show, at any size.

Everything is a plain function of a number, so that two runs measure the same rows.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from sqlite_utils import Database

from onrecord.database.schema import schema_files
from onrecord.database.store import PRAGMAS, finish

SENTENCE = "On {day} {actor} said that “item {number:07} moved” to {place}, as {source} reports. "
TYPES, EVENTS = ("event", "state", "plan", "judgement"), ("ASSAULT", "CONSULT", "RETREAT", None)
FACTUALITY = ("certain", "probable", "uncommitted")
TERMS: dict[str, tuple[Any, ...]] = {
    "claim_types": TYPES,
    "event_types": EVENTS[:3],
    "factuality_values": FACTUALITY,
    "actor_types": ("author", "unknown"),
    "feature_codes": ("PPL",),
    "geo_precisions": ("town",),
    "relation_types": ("contradicts",),
    "issue_types": ("misprint",),
}
FIRST_DAY, DAYS = date(2008, 1, 1), 3650
AT_ONCE = 100
"""Documents whose rows are inserted together."""

Rows = dict[str, list[dict[str, Any]]]
READ = {"annotator_id": "bench", "review_status": "proposed"}


class Size(NamedTuple):
    """How much is made up; people, places and sources grow with the claims."""

    claims: int
    documents: int

    @property
    def people(self) -> int:
        """Named actors, the documents' authors not among them."""
        return max(500, self.claims // 20)

    @property
    def places(self) -> int:
        """Places, each with a point."""
        return min(40_000, max(2000, self.claims // 20))

    @property
    def events(self) -> int:
        """Happenings, each in one place."""
        return max(100, self.claims // 20)

    @property
    def sources(self) -> int:
        """What is cited."""
        return max(100, self.claims // 20)


def pick(number: int, many: int) -> int:
    """One of so many, the first by far the most often, as in life."""
    return int(many * ((number * 7919 % 10007) / 10007) ** 3)


def day(number: int) -> date:
    """The day of a claim."""
    return FIRST_DAY + timedelta(days=number * 31 % DAYS)


class Paper:
    """One made-up document, put together span by span."""

    def __init__(self, number: int, claims: range, size: Size) -> None:
        self.id, self.size = f"d{number}", size
        self.rows: Rows = defaultdict(list)
        self.spans: dict[str, dict[str, Any]] = {}
        said = [self.words(claim) for claim in claims]
        self.text = "".join(SENTENCE.format(**words) for words in said)
        self.add("documents", title=f"Document {number}", text=self.text, sha256=f"{number:064}",
                 path=f"{self.id}.txt", encoding="utf-8", encoding_basis="valid as it stands", language="en",
                 author_id=f"author-of-{self.id}", reading="machine", id=self.id)  # fmt: skip
        self.add("actors", id=f"author-of-{self.id}", name=f"Author of {self.id}", actor_type="author")
        self.section = self.span(0, len(self.text))
        self.add("sections", id=self.section, span_id=self.section, title=f"Document {number}",
                 title_is_supplied=0, kind="body")  # fmt: skip
        at = 0
        for claim, words in zip(claims, said, strict=True):
            end = at + len(SENTENCE.format(**words))
            self.sentence(claim, words, at, end - 1)
            at = end
        self.rows["spans"] = list(self.spans.values())

    def words(self, number: int) -> dict[str, Any]:
        """What stands in one sentence."""
        return {
            "day": day(number).isoformat(),
            "actor": f"Actor {pick(number, self.size.people)}",
            "number": number,
            "place": f"Place {pick(number * 53, self.size.places)}",
            "source": f"Source {pick(number * 37, self.size.sources)}",
        }

    def add(self, table: str, **row: Any) -> None:
        """One more row."""
        self.rows[table].append(row)

    def span(self, start: int, end: int) -> str:
        """The id of a span, made when it is first asked for."""
        key = f"{self.id}-{start}-{end}"
        place = {"document_id": self.id, "line_start": 1, "line_end": 1}
        self.spans[key] = place | {"id": key, "start_char": start, "end_char": end, "exact": self.text[start:end]}
        return key

    def word(self, words: str, start: int) -> str:
        """The id of the span of these words, the first after ``start``."""
        found = self.text.index(words, start)
        return self.span(found, found + len(words))

    def sentence(self, number: int, words: dict[str, Any], start: int, end: int) -> None:
        """A claim, the attribution and quote that carry it, and everything that stands in the sentence."""
        whole, quote = self.span(start, end), self.word(f"“item {number:07} moved”", start)
        actor, place, source = (words[kind].replace(" ", "-").lower() for kind in ("actor", "place", "source"))
        self.add("sentences", id=whole, span_id=whole, section_id=self.section)
        self.add("attributions", id=f"s{number}", document_id=self.id, speaker_id=actor, manner="direct",
                 source_is_inferred=0, certainty="certain", **READ)  # fmt: skip
        for role, span in (("source", self.word(words["actor"], start)), ("cue", self.word("said", start)),
                           ("content", quote)):  # fmt: skip
            self.add("attribution_spans", attribution_id=f"s{number}", role=role, span_id=span)
        self.add("quotes", id=f"q{number}", span_id=quote, section_id=self.section, quote_type="speech",
                 attribution_id=f"s{number}", speaker_id=actor, mark_status="paired", **READ)  # fmt: skip
        self.mentions(number, words, start, (actor, place, source))
        self.claim(number, whole, (actor, place, words["day"]))

    def mentions(self, number: int, words: dict[str, Any], start: int, keys: tuple[str, str, str]) -> None:
        """An actor, a place, a time, a citation, and now and then a misprint."""
        actor, place, source = keys
        name, where = self.word(words["actor"], start), self.word(words["place"], start)
        time, cited = self.word(words["day"], start), self.word(words["source"], start)
        form = {"form": "name", "certainty": "certain"}
        self.add("actor_mentions", id=f"{name}-{actor}", span_id=name, actor_id=actor, **form)
        self.add("location_mentions", id=f"{where}-{place}", span_id=where, location_id=place, **form)
        self.add("time_mentions", id=time, span_id=time, timex_type="DATE", date=words["day"])
        self.add("citations", id=f"x{number}", span_id=cited, source_id=source, style="link", is_closed=number % 7 > 0)
        if number % 10 == 0:
            self.add("text_issues", id=time, span_id=time, issue_type="misprint", proposed_reading="Today",
                     certainty="certain")  # fmt: skip

    def claim(self, number: int, span: str, keys: tuple[str, str, str]) -> None:
        """One claim, every third by the one who is quoted; one in fifty contradicts the one before."""
        actor, place, when = keys
        carried = {"attribution_id": f"s{number}", "quote_id": f"q{number}"} if number % 3 == 0 else {}
        values = {"claim_type": TYPES[number * 31 % 97 % 4], "event_type": EVENTS[number * 17 % 89 % 4]}
        self.add("claims", id=f"c{number}", statement=f"Item {number} moved to a place.", factuality=FACTUALITY[
                 number * 13 % 83 % 3], claimant_id=actor if carried else f"author-of-{self.id}", event_date=when,
                 stated_on=when, document_id=self.id, section_id=self.section, span_id=span,
                 **values, **carried, **READ)  # fmt: skip
        self.add("claim_actors", claim_id=f"c{number}", actor_id=actor, role="actor")
        self.add("claim_locations", claim_id=f"c{number}", location_id=place, role="event")
        self.add("claim_events", claim_id=f"c{number}", event_id=f"event-{pick(number * 29, self.size.events)}")
        self.add("claim_citations", claim_id=f"c{number}", citation_id=f"x{number}", scope="sentence",
                 certainty="certain")  # fmt: skip
        if number % 50 == 1:
            self.add("claim_relations", id=f"r{number}", from_claim_id=f"c{number}", relation="contradicts",
                     to_claim_id=f"c{number - 1}", rationale="Made up.")  # fmt: skip


def everything_else(size: Size) -> Rows:
    """What documents refer to: terms, actors, places, sources, dates."""
    terms = {table: [{"id": key, "name": key, "definition": "Made up."} for key in ids] for table, ids in TERMS.items()}
    days = [(FIRST_DAY + timedelta(days=n)).isoformat() for n in range(DAYS)]
    point = {"feature_code": "PPL", "geo_precision": "town", "coordinate_source": "Made up."}
    return terms | {
        "annotators": [{"id": "bench", "name": "The benchmark", "kind": "program"}],
        "actors": [{"id": f"actor-{n}", "name": f"Actor {n}", "actor_type": "unknown"} for n in range(size.people)],
        "locations": [
            point | {"id": f"place-{n}", "name": f"Place {n}", "latitude": n % 140 - 70, "longitude": n % 340 - 170}
            for n in range(size.places)
        ],
        "sources": [{"id": f"source-{n}", "name": f"Source {n}", "url_status": "none"} for n in range(size.sources)],
        "events": [
            {
                "id": f"event-{n}",
                "name": f"Event {n}",
                "date": day(n).isoformat(),
                "part_of_id": f"event-{n - 1}" if n % 5 else None,
            }
            for n in range(size.events)
        ],
        "event_locations": [{"event_id": f"event-{n}", "location_id": f"place-{n}"} for n in range(size.events)],
        "dates": [{"id": iso, "name": iso, "earliest": iso, "latest": iso} for iso in days],
    }


def batches(size: Size) -> Iterator[Rows]:
    """Rows of many documents at a time, each document with its share of the claims."""
    for first in range(0, size.documents, AT_ONCE):
        rows: Rows = defaultdict(list)
        for number in range(first, min(first + AT_ONCE, size.documents)):
            share = range(number * size.claims // size.documents, (number + 1) * size.claims // size.documents)
            for table, records in Paper(number, share, size).rows.items():
                rows[table] += records
        yield rows


def fill(path: Path, size: Size) -> Path:
    """Build a database of made-up documents the way the build does."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(PRAGMAS)
        for file in schema_files(after_loading=False):
            connection.executescript(file.read_text(encoding="utf-8"))
        database = Database(connection)
        with database.atomic():
            for rows in chain([everything_else(size)], batches(size)):
                for table, records in rows.items():
                    database.table(table).insert_all(records, batch_size=500)
        finish(connection)
    return path
