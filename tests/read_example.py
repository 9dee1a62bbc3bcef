"""Documents to read and rows to visit: an ordinary one, a hostile one, one with nothing in it, one of any length.

They are read by a program, so that nothing in them is reviewed but what says so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from onrecord.database.schema import schema_files
from onrecord.database.store import PRAGMAS
from tests.site_example import FORMULA, MARKUP, SCRIPT_LINK

HOSTILE = "hostile"
HOSTILE_TEXT = (
    f"{MARKUP} 𝔘nder the bridge 🌉 Ada said “no”.\r\n"
    f"\r\n</p></script><script>window.hacked=1</script> {FORMULA} and {SCRIPT_LINK} end.\r\n"
)
EMPTY_TEXT = "Nothing was found in here.\n"

SENTENCE = "Item %05d went to Lund, Ada said in May. "
"""Thirty-nine characters, with room for a claim, a person, a place, a time and an attribution."""

Rows = dict[str, list[dict[str, Any]]]

TERMS: Rows = {
    "claim_types": [{"id": "event", "name": "event", "definition": "Made up."}],
    "event_types": [{"id": "CONSULT", "name": "Consult", "definition": "Made up."}],
    "factuality_values": [{"id": "certain", "name": "Certain", "definition": "Made up."}],
    "relation_types": [{"id": "contradicts", "name": "Contradicts", "definition": "Made up."}],
    "issue_types": [{"id": "typo", "name": "Misprint", "definition": "Made up."}],
    "actor_types": [{"id": "person", "name": MARKUP, "definition": "Made up."}],
    "feature_codes": [{"id": "PPL", "name": "Town", "definition": "Made up."}],
    "geo_precisions": [{"id": "town", "name": "Town", "definition": "Made up."}],
    "annotators": [{"id": "program", "name": f"A program {MARKUP}", "kind": "program"}],
    "dates": [{"id": "2021-05", "name": "May 2021", "earliest": "2021-05-01", "latest": "2021-05-31"}],
    "actors": [
        {"id": "ada", "name": f"Ada {MARKUP}", "actor_type": "person", "note": MARKUP},
        {"id": "nobody", "name": "Nobody", "actor_type": "person", "part_of_id": "ada"},
    ],
    "locations": [
        {
            "id": "lund",
            "name": f"Lund {MARKUP}",
            "feature_code": "PPL",
            "latitude": 55.7,
            "longitude": 13.19,
            "geo_precision": "town",
            "coordinate_source": MARKUP,
        },
        {"id": "nowhere", "name": "Nowhere", "feature_code": "PPL", "part_of_id": "lund"},
    ],
    "events": [
        {"id": "walk", "name": f"A walk {MARKUP}", "event_type": "CONSULT", "date": "2021-05", "note": MARKUP},
        {"id": "step", "name": "A step", "part_of_id": "walk"},
    ],
    "event_locations": [{"event_id": "walk", "location_id": "lund"}],
    "error_kinds": [{"id": "missed", "name": "missed", "definition": MARKUP}],
    "sources": [
        {"id": "bad", "name": MARKUP, "url": "http://example.org/<script>", "url_status": "mangled", "note": MARKUP},
        {"id": "none", "name": "Unpublished", "url_status": "none"},
    ],
}


class Paper:
    """One document's rows, put together span by span."""

    def __init__(self, name: str, text: str, title: str = "", section: bool = True) -> None:
        self.name, self.text = name, text
        self.spans: dict[str, dict[str, Any]] = {}
        self.rows: Rows = {
            "documents": [
                {
                    "id": name,
                    "title": title or f"Document {name}",
                    "text": text,
                    "sha256": f"{sum(map(ord, name)):064}",
                    "path": f"{name}.txt",
                    "encoding": "utf-8",
                    "encoding_basis": "valid as it stands",
                    "language": "en",
                    "reading": "machine",
                    "rights": MARKUP,
                    "source_url": SCRIPT_LINK,
                }
            ]
        }
        self.section = self.span(0, len(text))
        if section:
            self.add("sections", id=self.section, span_id=self.section, title=f"Text {MARKUP}",
                     title_is_supplied=1, kind="body")  # fmt: skip

    def span(self, start: int, end: int) -> str:
        """The id of a span, made when it is first asked for."""
        key = f"{self.name}-{start}-{end}"
        place = {"document_id": self.name, "line_start": 1, "line_end": 1}
        self.spans[key] = place | {"id": key, "start_char": start, "end_char": end, "exact": self.text[start:end]}
        return key

    def add(self, table: str, **row: Any) -> None:
        """One more row."""
        self.rows.setdefault(table, []).append(row)

    def claim(self, key: str, start: int, end: int, **more: Any) -> None:
        """A claim that nobody has reviewed."""
        given: dict[str, Any] = {
            "id": key,
            "statement": f"Something is claimed here. {MARKUP}",
            "claim_type": "event",
            "factuality": "certain",
            "document_id": self.name,
            "section_id": self.section,
            "span_id": self.span(start, end),
            "annotator_id": "program",
            "review_status": "proposed",
        }
        self.add("claims", **(given | more))

    def tables(self) -> Rows:
        """Every row, by table."""
        return {"spans": list(self.spans.values()), **self.rows}


def hostile() -> Paper:
    """Markup, scripts, formulas, carriage returns and characters beyond 16 bits, with one row of every kind on them."""
    paper = Paper(HOSTILE, HOSTILE_TEXT, title=MARKUP)
    at = HOSTILE_TEXT.index("𝔘nder")
    ada = HOSTILE_TEXT.index("Ada said")
    quote = HOSTILE_TEXT.index("“no”")
    how = {"annotator_id": "program", "review_status": "proposed"}
    paper.add("attributions", id="ada-says", document_id=HOSTILE, speaker_id="ada", manner="direct",
              source_is_inferred=0, certainty="less-certain", **how)  # fmt: skip
    for role, start, end in (("source", ada, ada + 3), ("cue", ada + 4, ada + 8), ("content", quote, quote + 4)):
        paper.add("attribution_spans", attribution_id="ada-says", role=role, span_id=paper.span(start, end))
    paper.add("quotes", id="no", span_id=paper.span(quote, quote + 4), section_id=paper.section, quote_type="speech",
              attribution_id="ada-says", speaker_id="ada", mark_status="paired", **how)  # fmt: skip
    paper.claim("crossing-one", at, ada + 8, claimant_id="ada", attribution_id="ada-says", quote_id="no", note=MARKUP)
    paper.claim("crossing-two", at + 6, quote + 4, restates_id="crossing-one", event_date="2021-05")
    paper.claim("inside", ada, ada + 8, review_status="accepted")
    paper.claim("bare", 0, len(MARKUP))
    paper.add("claim_relations", id="r", from_claim_id="crossing-one", relation="contradicts", to_claim_id="inside",
              rationale=MARKUP)  # fmt: skip
    for claim in ("crossing-one", "crossing-two", "bare"):
        paper.add("claim_events", claim_id=claim, event_id="walk")
    paper.add("claim_actors", claim_id="crossing-two", actor_id="ada", role="recipient")
    paper.add("claim_locations", claim_id="crossing-one", location_id="lund", role="event")
    paper.add("actor_mentions", id="m-ada", span_id=paper.span(ada, ada + 3), actor_id="ada", form="name",
              certainty="certain")  # fmt: skip
    paper.add("location_mentions", id="m-lund", span_id=paper.span(at, at + 16), location_id="lund", form="nominal",
              certainty="uncertain")  # fmt: skip
    paper.add("time_mentions", id="t", span_id=paper.span(at, at + 5), timex_type="DATE", date="2021-05")
    paper.add("citations", id="c", span_id=paper.span(quote - 3, quote), source_id="bad", style="link", is_closed=0)
    paper.add("claim_citations", claim_id="crossing-one", citation_id="c", scope="sentence",
              certainty="uncertain")  # fmt: skip
    paper.add("quantities", id="quantity", claim_id="inside", span_id=paper.span(ada, ada + 3), unit=MARKUP,
              vagueness="vague", note=MARKUP)  # fmt: skip
    paper.add("text_issues", id="i", span_id=paper.span(ada, ada + 8), issue_type="typo", proposed_reading=MARKUP,
              certainty="uncertain", note=MARKUP)  # fmt: skip
    paper.add("evaluations", id="e", name=MARKUP, kind="machine", document_id=HOSTILE, documents=1, reference=MARKUP,
              measured=MARKUP)  # fmt: skip
    paper.add("evaluation_disagreements", id="d", evaluation_id="e", layer="quotes", same=MARKUP, kind="missed",
              span_id=paper.span(quote, quote + 4), reference=MARKUP)  # fmt: skip
    paper.add("sentences", id=paper.span(at, quote + 5), span_id=paper.span(at, quote + 5), section_id=paper.section)
    return paper


def empty() -> Paper:
    """A text in which nothing was found."""
    return Paper("empty", EMPTY_TEXT, section=False)


def long(name: str, characters: int) -> Paper:
    """A text of about so many characters, in paragraphs, with six spans on every sentence."""
    length = len(SENTENCE % 0)
    count = characters // length
    sentences = [SENTENCE % number for number in range(count)]
    text = "".join(words[:-1] + ("\n\n" if number % 8 == 7 else "\n") for number, words in enumerate(sentences))
    paper = Paper(name, text[: count * length + count])
    how = {"annotator_id": "program", "review_status": "proposed"}
    for number, start in _starts(text, count):
        lund, ada = start + 19, start + 25
        key = f"{name}-says-{number}"
        paper.claim(f"{name}-claim-{number}", start, start + 23)
        paper.add("attributions", id=key, document_id=name, speaker_id="ada", manner="indirect",
                  source_is_inferred=0, certainty="certain", **how)  # fmt: skip
        for role, first, last in (("source", ada, ada + 3), ("cue", ada + 4, ada + 8), ("content", start, start + 23)):
            paper.add("attribution_spans", attribution_id=key, role=role, span_id=paper.span(first, last))
        paper.add("actor_mentions", id=f"{name}-a{number}", span_id=paper.span(ada, ada + 3), actor_id="ada",
                  form="name", certainty="certain")  # fmt: skip
        paper.add("location_mentions", id=f"{name}-l{number}", span_id=paper.span(lund, lund + 4), location_id="lund",
                  form="name", certainty="certain")  # fmt: skip
    return paper


def _starts(text: str, count: int) -> Iterator[tuple[int, int]]:
    at = 0
    for number in range(count):
        at = text.index("Item ", at)
        yield number, at
        at += 1


def nothing() -> sqlite3.Connection:
    """The project's schema without a row, and so without statistics: plans are those for tables of any size."""
    connection = sqlite3.connect(":memory:")
    for after_loading in (False, True):
        for file in schema_files(after_loading=after_loading):
            connection.executescript(file.read_text(encoding="utf-8"))
    return connection


def write(path: Path, papers: Iterable[Paper]) -> Path:
    """A database of these documents, through the project's own schema."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(PRAGMAS)
        for file in schema_files(after_loading=False):
            connection.executescript(file.read_text(encoding="utf-8"))
        database = Database(connection)
        with database.atomic():
            for tables in (TERMS, *(paper.tables() for paper in papers)):
                for table in sorted(tables, key=lambda name: name != "documents"):
                    for _, alike in groupby(sorted(tables[table], key=tuple), key=tuple):
                        database.table(table).insert_all(alike, batch_size=500)
        for file in schema_files(after_loading=True):
            connection.executescript(file.read_text(encoding="utf-8"))
        connection.execute("analyze")
    return path
