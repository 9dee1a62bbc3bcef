"""schema.org in JSON-LD: the dataset, one claim, one quote, one event. Pure functions of a connection and an id."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from onrecord.database.query import iterate_rows, one_row
from onrecord.dates import plain_date
from onrecord.exchange.format import Dataset, Format, Pieces, to_json
from onrecord.exchange.permalinks import Site
from onrecord.exchange.phrases import as_text, cited_address, how_read, line_range, review
from onrecord.metadata import Metadata

CONTEXT = "https://schema.org"
ACTOR_TYPES = {"country": "Country", "igo": "Organization", "ngo": "Organization", "alliance": "Organization"}
"""The sectors whose members are all of one type; all others mix people and organizations."""

CLAIM = "select * from claim_details where id = ?"
QUOTE = "select * from quote_details where id = ?"
DOCUMENT = "select * from document_details where id = ?"
ACTOR = "select id as actor_id, name as actor, actor_type, wikidata_id as actor_wikidata_id from actors where id = ?"
LOCATION = """
select id as location_id, name as location, latitude, longitude, wikidata_id as location_wikidata_id
from locations where id = ?
"""
ACTOR_NAMES = "select name, language from actor_names where actor_id = ? and kind <> 'usual' order by rowid"
LOCATION_NAMES = "select name, language from location_names where location_id = ? and kind <> 'usual' order by rowid"
EXTENT = "select * from dataset_extent"
ABOUT = """
select distinct actor_id, actor, actor_type, wikidata_id as actor_wikidata_id
from claim_actor_details where claim_id = ? order by actor
"""
LOCATIONS = """
select distinct location_id, location, latitude, longitude, wikidata_id as location_wikidata_id
from claim_location_details where claim_id = ? order by location
"""
HAPPENINGS = "select id, name from claim_event_details where claim_id = ? order by position"
EVENT = "select * from event_details where id = ?"
EVENT_PLACES = """
select id as location_id, name as location, latitude, longitude, wikidata_id as location_wikidata_id
from event_location_details where event_id = ? order by name
"""
PARTS = "select id, name from event_details where part_of_id = ? order by position limit ?"
SAID = """
select id, statement, claimant, claimant_id, claimant_type, claimant_wikidata_id
from event_claim_details where event_id = ? order by number limit ?
"""
MOST = 100
"""Parts of an event, and claims about it, that its description lists."""
CITED = """
select distinct source_id, source, url, url_status from claim_citation_details where claim_id = ? order by source
"""


def claim_jsonld(connection: sqlite3.Connection, claim_id: str, site: Site, metadata: Metadata) -> dict[str, Any]:
    """A claim as schema.org ``Claim``: what is claimed, by whom, where it appears, about whom and what.

    :raises NoSuchRow: when there is no such claim
    """
    row = one_row(connection, CLAIM, (claim_id,))
    about = [actor_jsonld(site, found, "actor") for found in iterate_rows(connection, ABOUT, (claim_id,))]
    places = [location_jsonld(site, found) for found in iterate_rows(connection, LOCATIONS, (claim_id,))]
    happenings = [happening_jsonld(site, found) for found in iterate_rows(connection, HAPPENINGS, (claim_id,))]
    return without_nothing(
        row_heading("Claim", site.row("claims", row["id"]), site, metadata)
        | {
            "license": metadata.license_url,
            "text": row["statement"],
            "creativeWorkStatus": review(row),
            "inLanguage": "en",
            "author": actor_jsonld(site, row, "claimant") if row["claimant_id"] else None,
            "datePublished": plain_date(row["stated_on"]),
            "appearance": passage_jsonld(connection, row, site),
            "about": about + places + happenings,
            "temporalCoverage": interval(row["earliest"], row["latest"]),
            "keywords": [
                term_jsonld(site, "claim_types", row["claim_type"], row["claim_type_name"]),
                term_jsonld(site, "factuality_values", row["factuality"], row["factuality_name"]),
                *(
                    [term_jsonld(site, "event_types", row["event_type"], row["event_type_name"])]
                    if row["event_type"]
                    else []
                ),
            ],
            "citation": [source_jsonld(site, found) for found in iterate_rows(connection, CITED, (claim_id,))],
            "exampleOfWork": {"@id": site.row("claims", row["restates_id"])} if row["restates_id"] else None,
        }
    )


def quotation_jsonld(connection: sqlite3.Connection, quote_id: str, site: Site, metadata: Metadata) -> dict[str, Any]:
    """A quote as schema.org ``Quotation``: the words with their marks, line breaks as spaces, and the speaker.

    It states no licence: the words are the document's.

    :raises NoSuchRow: when there is no such quote
    """
    row = one_row(connection, QUOTE, (quote_id,))
    return without_nothing(
        row_heading("Quotation", site.row("quotes", row["id"]), site, metadata)
        | {
            "text": as_text(row["exact"]),
            "creativeWorkStatus": review(row),
            "spokenByCharacter": actor_jsonld(site, row, "speaker") if row["speaker_id"] else None,
            "keywords": row["quote_type"],
            "datePublished": plain_date(row["stated_on"]),
            "position": line_range(row["line_start"], row["line_end"]),
            "isBasedOn": document_jsonld(connection, row["document_id"], site),
        }
    )


def named_actor_jsonld(connection: sqlite3.Connection, actor_id: str, site: Site, metadata: Metadata) -> dict[str, Any]:
    """An actor with all its names.

    :raises NoSuchRow: when there is no such actor
    """
    row = one_row(connection, ACTOR, (actor_id,))
    return named_jsonld(
        actor_jsonld(site, row, "actor"), list(iterate_rows(connection, ACTOR_NAMES, (actor_id,))), site, metadata
    )


def named_location_jsonld(
    connection: sqlite3.Connection, location_id: str, site: Site, metadata: Metadata
) -> dict[str, Any]:
    """A place with all its names.

    :raises NoSuchRow: when there is no such place
    """
    row = one_row(connection, LOCATION, (location_id,))
    return named_jsonld(
        location_jsonld(site, row), list(iterate_rows(connection, LOCATION_NAMES, (location_id,))), site, metadata
    )


def named_jsonld(
    described: dict[str, Any], names: Iterable[sqlite3.Row], site: Site, metadata: Metadata
) -> dict[str, Any]:
    """What stands on the page of an actor or place: names with their languages, and the dataset that is about it."""
    dataset = {"@type": "Dataset", "@id": site.address(), "name": metadata.title}
    alternate = [in_language(row["name"], row["language"]) for row in names]
    further = {"url": described["@id"], "alternateName": alternate, "subjectOf": dataset}
    return {"@context": CONTEXT} | described | without_nothing(further)


def in_language(words: str, language: str | None) -> str | dict[str, str]:
    """Words as a string of JSON-LD, with their language if it is known."""
    return {"@value": words, "@language": language} if language else words


def event_jsonld(connection: sqlite3.Connection, event_id: str, site: Site, metadata: Metadata) -> dict[str, Any]:
    """An event as schema.org ``Event``, and the claims about it, which alone say that it happened, and how.

    :raises NoSuchRow: when there is no such event
    """
    row = one_row(connection, EVENT, (event_id,))
    whole = {"id": row["part_of_id"], "name": row["whole"]} if row["part_of_id"] else None
    kind = [term_jsonld(site, "event_types", row["event_type"], row["event_type_name"])] if row["event_type"] else []
    return without_nothing(
        row_heading("Event", site.row("events", row["id"]), site, metadata)
        | {
            "license": metadata.license_url,
            "name": row["name"],
            "description": row["note"],
            "startDate": plain_date((row["date"] or "").partition("/")[0]),
            "endDate": plain_date((row["date"] or "").rpartition("/")[2]),
            "location": [location_jsonld(site, found) for found in iterate_rows(connection, EVENT_PLACES, (event_id,))],
            "superEvent": happening_jsonld(site, whole) if whole else None,
            "subEvent": [happening_jsonld(site, found) for found in iterate_rows(connection, PARTS, (event_id, MOST))],
            "keywords": kind,
            "subjectOf": [said_jsonld(site, found) for found in iterate_rows(connection, SAID, (event_id, MOST))],
        }
    )


def happening_jsonld(site: Site, row: Mapping[str, Any] | sqlite3.Row) -> dict[str, Any]:
    """An event by its name."""
    return {"@type": "Event", "@id": site.row("events", row["id"]), "name": row["name"]}


def said_jsonld(site: Site, row: sqlite3.Row) -> dict[str, Any]:
    """A claim by its statement and claimant."""
    described = {
        "@type": "Claim",
        "@id": site.row("claims", row["id"]),
        "text": row["statement"],
        "author": actor_jsonld(site, row, "claimant") if row["claimant_id"] else None,
    }
    return without_nothing(described)


def dataset_jsonld(connection: sqlite3.Connection, site: Site, metadata: Metadata) -> dict[str, Any]:
    """The dataset as schema.org ``Dataset``, with its downloads."""
    extent = one_row(connection, EXTENT)
    corners = f"{extent['south']} {extent['west']} {extent['north']} {extent['east']}"
    return without_nothing(
        {
            "@context": CONTEXT,
            "@type": "Dataset",
            "@id": site.address(),
            "url": site.address(),
            "name": metadata.title,
            "description": f"{metadata.description} {how_read(connection)}".strip(),
            "license": metadata.license_url,
            "usageInfo": metadata.license,
            "isAccessibleForFree": True,
            "inLanguage": "en",
            "creator": {"@type": "Organization", "name": metadata.about, "url": site.address()},
            "citation": metadata.source,
            "temporalCoverage": interval(extent["earliest"], extent["latest"]),
            "spatialCoverage": {"@type": "Place", "geo": {"@type": "GeoShape", "box": corners}}
            if extent["south"] is not None
            else None,
            "distribution": distributions(site, metadata),
        }
    )


def distributions(site: Site, metadata: Metadata) -> list[dict[str, str]]:
    """The database, and each listed table and view as CSV."""
    database = download_jsonld("The whole database", site.address(f"/{site.database}.db"), "application/vnd.sqlite3")
    listed = [(name, table) for name, table in metadata.tables.items() if not table.hidden]
    return [database, *(download_jsonld(table.title, f"{site.table(name)}.csv", "text/csv") for name, table in listed)]


def download_jsonld(name: str, url: str, media_type: str) -> dict[str, str]:
    """One file."""
    return {"@type": "DataDownload", "name": name, "contentUrl": url, "encodingFormat": media_type}


def embedded(jsonld: dict[str, Any]) -> str:
    """JSON for an HTML ``script`` element: nothing in it can end the element."""
    text = json.dumps(jsonld, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def row_heading(kind: str, link: str, site: Site, metadata: Metadata) -> dict[str, Any]:
    """The properties with which every row's JSON-LD starts."""
    return {
        "@context": CONTEXT,
        "@type": kind,
        "@id": link,
        "url": link,
        "isPartOf": {"@type": "Dataset", "@id": site.address(), "name": metadata.title},
    }


def actor_jsonld(site: Site, row: sqlite3.Row, role: str) -> dict[str, Any]:
    """An actor, from the columns of a role such as ``claimant``."""
    described = {
        "@type": ACTOR_TYPES.get(row[f"{role}_type"], "Thing"),
        "@id": site.row("actors", row[f"{role}_id"]),
        "name": row[role],
        "sameAs": wikidata(row[f"{role}_wikidata_id"]),
    }
    return without_nothing(described)


def location_jsonld(site: Site, row: sqlite3.Row) -> dict[str, Any]:
    """A place, with its point if it has one."""
    point = {"@type": "GeoCoordinates", "latitude": row["latitude"], "longitude": row["longitude"]}
    described = {
        "@type": "Place",
        "@id": site.row("locations", row["location_id"]),
        "name": row["location"],
        "geo": point if row["latitude"] is not None else None,
        "sameAs": wikidata(row["location_wikidata_id"]),
    }
    return without_nothing(described)


def wikidata(item: str | None) -> str | None:
    """The address of a Wikidata item, where one is known."""
    return f"http://www.wikidata.org/entity/{item}" if item else None


def document_jsonld(connection: sqlite3.Connection, document_id: str, site: Site) -> dict[str, Any]:
    """The document in which something occurs."""
    row = one_row(connection, DOCUMENT, (document_id,))
    described = {
        "@type": "CreativeWork",
        "@id": site.row("documents", row["id"]),
        "name": row["title"],
        "inLanguage": row["language"] if row["language"] != "und" else None,
        "author": actor_jsonld(site, row, "author") if row["author_id"] else None,
        "publisher": actor_jsonld(site, row, "publisher") if row["publisher_id"] else None,
        "datePublished": plain_date(row["published"]),
        "url": row["source_url"],
    }
    return without_nothing(described)


def passage_jsonld(connection: sqlite3.Connection, row: sqlite3.Row, site: Site) -> dict[str, Any]:
    """The words of a claim, as a part of their document."""
    return {
        "@type": "CreativeWork",
        "text": as_text(row["exact"]),
        "position": line_range(row["line_start"], row["line_end"]),
        "isPartOf": document_jsonld(connection, row["document_id"], site),
    }


def source_jsonld(site: Site, row: sqlite3.Row) -> dict[str, Any]:
    """A source, with its address if that is usable."""
    described = {
        "@type": "CreativeWork",
        "@id": site.row("sources", row["source_id"]),
        "name": row["source"],
        "url": cited_address(row),
    }
    return without_nothing(described)


def term_jsonld(site: Site, vocabulary: str, code: str, name: str) -> dict[str, Any]:
    """A term of one of the vocabularies."""
    return {
        "@type": "DefinedTerm",
        "@id": site.row(vocabulary, code),
        "termCode": code,
        "name": name,
        "inDefinedTermSet": site.table(vocabulary),
    }


def interval(earliest: str | None, latest: str | None) -> str | None:
    """An ISO 8601 interval of days; ``..`` is an open end."""
    if earliest is None and latest is None:
        return None
    return earliest if earliest == latest else f"{earliest or '..'}/{latest or '..'}"


def without_nothing(described: dict[str, Any]) -> dict[str, Any]:
    """The properties without those that are ``None`` or empty."""
    return {key: value for key, value in described.items() if value not in (None, "", [])}


def described_dataset(dataset: Dataset, _: str) -> Pieces:
    """The dataset's description."""
    yield to_json(dataset_jsonld(dataset.connection, dataset.site, dataset.metadata), indent=2) + "\n"


DATASET = Format(
    path="dataset.jsonld",
    title="Description for search engines",
    holds="The dataset and the addresses of its files, as schema.org in JSON-LD.",
    media_type="application/ld+json",
    write=described_dataset,
)
