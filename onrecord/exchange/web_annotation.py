"""A document's layers as W3C Web Annotations (https://www.w3.org/TR/annotation-model/), in JSON-LD.

A document is one AnnotationCollection with one AnnotationPage. Each quote, attribution, claim, mention,
citation and text issue is one Annotation. Its targets are words of the document, selected twice: by position, in
Unicode code points of the text, and by quotation. Its bodies say what the row says, and link to the row.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.database.query import iterate_rows, one_row
from onrecord.exchange.format import Dataset, Format, Pieces, to_json
from onrecord.exchange.permalinks import Site
from onrecord.exchange.phrases import cited_address, review
from onrecord.metadata import Metadata

Annotation = dict[str, Any]
Body = dict[str, Any]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
"""It defines the prefix ``schema``, used for properties that the model lacks."""

NEIGHBOURS = 32
"""The number of characters in ``prefix`` and ``suffix``."""

AGENTS = {"person": "Person", "program": "Software"}
ROLES = ("source", "cue", "content")


@dataclass(frozen=True)
class Text:
    """A document's text and the address that annotations use for it."""

    address: str
    text: str


def annotation_collection(dataset: Dataset, document_id: str) -> Pieces:
    """A document's AnnotationCollection, one annotation per line.

    :raises NoSuchRow: when there is no such document
    """
    sql = "select id, title, text, sha256, language from documents where id = ?"
    document = one_row(dataset.connection, sql, (document_id,))
    text = Text(dataset.site.row("documents", document_id), document["text"])
    collection, page = f"{text.address}#annotations", f"{text.address}#annotations-page"
    yield to_json(collection_head(document, collection, text.address, dataset.metadata))[:-1]
    total = 0
    for total, annotation in enumerate(document_annotations(dataset.connection, document_id, text, dataset.site), 1):
        if total == 1:
            opening = {"id": page, "type": "AnnotationPage", "partOf": collection, "startIndex": 0}
            yield f', "first": {to_json(opening)[:-1]}, "items": [\n'
        yield (",\n" if total > 1 else "") + to_json(annotation)
    yield f'\n]}}, "last": {to_json(page)}' if total else ""
    yield f', "total": {total}}}\n'


def collection_head(document: sqlite3.Row, collection: str, address: str, metadata: Metadata) -> dict[str, Any]:
    """The properties of a collection; the hash is that of the document's file, so that anyone can verify it."""
    head = {
        "@context": CONTEXT,
        "id": collection,
        "type": "AnnotationCollection",
        "label": f"{metadata.title}: annotations of “{document['title']}”",
        "generator": {"type": "Software", "name": metadata.title},
        "schema:about": {
            "id": address,
            "type": "Text",
            "format": "text/plain",
            "language": document["language"],
            "label": document["title"],
            "schema:sha256": document["sha256"],
        },
    }
    return head | ({"rights": metadata.license_url} if metadata.license_url else {})


def document_annotations(
    connection: sqlite3.Connection, document_id: str, text: Text, site: Site
) -> Iterator[Annotation]:
    """Every annotation of a document, layer by layer, in the order of the words."""
    for layer, (sql, motivation, bodies) in LAYERS.items():
        for row in iterate_rows(connection, sql, (document_id,)):
            link = site.row(layer, row["id"])
            made = bodies(row, site)
            targets = [span_target(text, *span) for span in spans_of(row)]
            annotation = {
                "id": f"{link}#annotation",
                "type": "Annotation",
                "motivation": motivation(row) if callable(motivation) else motivation,
                "creator": creator(row, site),
                "body": [*made, {"type": "SpecificResource", "purpose": "linking", "source": row_resource(link)}],
                "target": targets if len(targets) > 1 else targets[0],
            }
            yield {key: value for key, value in annotation.items() if value is not None}


def spans_of(row: sqlite3.Row) -> list[tuple[int, int, str | None]]:
    """Offsets of the row's words and, for an attribution, which part of it they are."""
    if "spans" not in row.keys():
        return [(row["start_char"], row["end_char"], None)]
    found = json.loads(row["spans"])
    return sorted(((start, end, role) for start, end, role in found), key=lambda at: (ROLES.index(at[2]), at))


def span_target(text: Text, start: int, end: int, role: str | None) -> dict[str, Any]:
    """Words of the document, with two selectors that both find them."""
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    quote = {
        "type": "TextQuoteSelector",
        "exact": text.text[start:end],
        "prefix": text.text[max(0, start - NEIGHBOURS) : start],
        "suffix": text.text[end : end + NEIGHBOURS],
    }
    found = {"type": "SpecificResource", "source": text.address, "selector": [position, quote]}
    return found | ({"schema:roleName": role} if role else {})


def creator(row: sqlite3.Row, site: Site) -> dict[str, str] | None:
    """Who or what made the row, where the row says so."""
    if "annotator_id" not in row.keys():
        return None
    address = site.row("annotators", row["annotator_id"])
    return {"id": address, "type": AGENTS[row["annotator_kind"]], "name": row["annotator"]}


def row_resource(link: str) -> dict[str, str]:
    """The page of a row."""
    return {"id": link, "type": "Dataset", "format": "text/html"}


def text_body(value: str, purpose: str = "tagging", language: str = "en") -> Body:
    """A body of text, in English unless another language is given."""
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain", "language": language}


def row_body(link: str, label: str, purpose: str = "identifying") -> Body:
    """A body that is a row: the referent of the words, or a term that describes them."""
    return {"type": "SpecificResource", "purpose": purpose, "source": row_resource(link) | {"label": label}}


def link_body(link: str, purpose: str = "identifying") -> Body:
    """A body that is an external resource."""
    return {"type": "SpecificResource", "purpose": purpose, "source": link}


def quote_bodies(row: sqlite3.Row, site: Site) -> list[Body]:
    """Who is quoted, and what kind of quote it is."""
    speaker = [row_body(site.row("actors", row["speaker_id"]), row["speaker"])] if row["speaker_id"] else []
    return [*speaker, text_body(row["quote_type"]), text_body(f"review: {review(row)}")]


def attribution_bodies(row: sqlite3.Row, site: Site) -> list[Body]:
    """The source of the attribution, and its manner."""
    source = [row_body(site.row("actors", row["speaker_id"]), row["speaker"])] if row["speaker_id"] else []
    return [*source, text_body(row["manner"]), text_body(f"review: {review(row)}")]


def claim_bodies(row: sqlite3.Row, site: Site) -> list[Body]:
    """The statement, its claimant, the terms that describe it, and when it happens and was said."""
    bodies = [text_body(row["statement"], "describing")]
    if row["claimant_id"]:
        bodies.append(row_body(site.row("actors", row["claimant_id"]), row["claimant"]))
    for table, term, name in (
        ("claim_types", row["claim_type"], row["claim_type_name"]),
        ("factuality_values", row["factuality"], row["factuality_name"]),
        ("event_types", row["event_type"], row["event_type_name"]),
    ):
        if term:
            bodies.append(row_body(site.row(table, term), name, "classifying"))
    for word, date in (("when", row["event_date_name"]), ("said", row["stated_on_name"])):
        bodies += [text_body(f"{word}: {date}")] if date else []
    return [*bodies, text_body(f"review: {review(row)}")]


def actor_bodies(row: sqlite3.Row, site: Site) -> list[Body]:
    """The actor that the words refer to."""
    wikidata = [link_body(f"http://www.wikidata.org/entity/{row['wikidata_id']}")] if row["wikidata_id"] else []
    return [row_body(site.row("actors", row["actor_id"]), row["actor"]), *wikidata, *reading_of(row)]


def location_bodies(row: sqlite3.Row, site: Site) -> list[Body]:
    """The place that the words refer to, if it could be resolved."""
    if not row["location_id"]:
        return [text_body("a place that could not be resolved"), *reading_of(row)]
    bodies = [row_body(site.row("locations", row["location_id"]), row["location"])]
    if row["wikidata_id"]:
        bodies.append(link_body(f"http://www.wikidata.org/entity/{row['wikidata_id']}"))
    if row["geonames_id"]:
        bodies.append(link_body(f"https://sws.geonames.org/{row['geonames_id']}/"))
    return [*bodies, *reading_of(row)]


def reading_of(row: sqlite3.Row) -> list[Body]:
    """The form of the mention, and how certain its reading is."""
    return [text_body(f"form: {row['form']}"), text_body(f"reading: {row['certainty']}")]


def time_bodies(row: sqlite3.Row, site: Site) -> list[Body]:
    """The date that the words refer to."""
    date = [row_body(site.row("dates", row["date"]), row["date_name"])] if row["date"] else []
    return [*date, text_body(row["timex_type"])]


def citation_bodies(row: sqlite3.Row, site: Site) -> list[Body]:
    """The source, and its address if that is usable."""
    cited = [row_body(site.row("sources", row["source_id"]), row["source"])]
    if address := cited_address(row):
        cited.append(link_body(address, "linking"))
    return [*cited, text_body(row["style"]), *([] if row["is_closed"] else [text_body("the bracket never closes")])]


def issue_bodies(row: sqlite3.Row, site: Site) -> list[Body]:
    """What is wrong, and what the text probably should say."""
    proposed = [text_body(row["proposed_reading"], "editing", row["language"])] if row["proposed_reading"] else []
    note = [text_body(row["note"], "commenting")] if row["note"] else []
    kind = row_body(site.row("issue_types", row["issue_type"]), row["issue_type_name"], "classifying")
    return [*proposed, *note, kind, text_body(f"reading: {row['certainty']}")]


def issue_motivation(row: sqlite3.Row) -> str:
    """``editing`` if there is a proposed reading, else ``commenting``."""
    return "editing" if row["proposed_reading"] else "commenting"


Motivation = str | Callable[[sqlite3.Row], str]
Bodies = Callable[[sqlite3.Row, Site], list[Body]]

LAYERS: dict[str, tuple[str, Motivation, Bodies]] = {
    "quotes": (
        "select * from quote_details where document_id = ? order by start_char, end_char, id",
        "identifying",
        quote_bodies,
    ),
    "attributions": (
        "select * from attribution_marks where document_id = ? order by start_char, id",
        "identifying",
        attribution_bodies,
    ),
    "claims": (
        "select * from claim_details where document_id = ? order by start_char, end_char, id",
        "describing",
        claim_bodies,
    ),
    "actor_mentions": (
        "select * from actor_mention_details where document_id = ? order by start_char, end_char, id",
        "identifying",
        actor_bodies,
    ),
    "location_mentions": (
        "select * from location_mention_details where document_id = ? order by start_char, end_char, id",
        "identifying",
        location_bodies,
    ),
    "time_mentions": (
        "select * from time_mention_details where document_id = ? order by start_char, end_char, id",
        "identifying",
        time_bodies,
    ),
    "citations": (
        "select * from citation_details where document_id = ? order by start_char, end_char, id",
        "linking",
        citation_bodies,
    ),
    "text_issues": (
        "select * from text_issue_details where document_id = ? order by start_char, end_char, id",
        issue_motivation,
        issue_bodies,
    ),
}
"""By table: a document's rows in the order of the words, their motivation, and the bodies of each."""

ANNOTATIONS = Format(
    path="annotations/*.jsonld",
    title="Annotations of a document",
    holds="Every layer of its reading as W3C Web Annotations, with text position and quote selectors.",
    media_type=f'application/ld+json; profile="{CONTEXT}"',
    write=annotation_collection,
    per="document",
    address="/-/annotations/*.jsonld",
)
