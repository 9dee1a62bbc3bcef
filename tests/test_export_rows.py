"""One row as schema.org JSON-LD, and how to cite it: also on the site's own, restrained connections."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from datasette.utils import tilde_decode, tilde_encode  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from onrecord.data import METADATA as METADATA_FILE
from onrecord.database.query import NoSuchRow
from onrecord.exchange.citation import cite, tex
from onrecord.exchange.permalinks import Site
from onrecord.exchange.schema_org import (
    claim_jsonld,
    dataset_jsonld,
    embedded,
    event_jsonld,
    interval,
    named_actor_jsonld,
    named_location_jsonld,
    quotation_jsonld,
)
from onrecord.exchange.tables import read_tables
from onrecord.metadata import load_metadata, metadata_from, plain_text
from onrecord.site.server import datasette_for
from tests.export_example import STATEMENT, add_hard_document

SITE = Site()
METADATA = load_metadata()
KNOWN = {
    "Dataset": set(
        "name description url license usageInfo isAccessibleForFree inLanguage creator citation temporalCoverage "
        "spatialCoverage distribution".split()
    ),
    "Claim": set(
        "url isPartOf license text creativeWorkStatus inLanguage author datePublished appearance about "
        "temporalCoverage keywords citation exampleOfWork".split()
    ),
    "Quotation": set(
        "url isPartOf text creativeWorkStatus spokenByCharacter keywords datePublished position isBasedOn".split()
    ),
    "Event": set(
        "url isPartOf license name description startDate endDate location superEvent subEvent keywords "
        "subjectOf".split()
    ),
    "CreativeWork": set("name inLanguage author datePublished url text position isPartOf".split()),
    "DataDownload": {"name", "contentUrl", "encodingFormat"},
    "DefinedTerm": {"termCode", "name", "inDefinedTermSet"},
    "Place": {"name", "geo", "sameAs", "url", "alternateName", "subjectOf"},
    "GeoCoordinates": {"latitude", "longitude"},
    "GeoShape": {"box"},
    **{
        actor: {"name", "sameAs", "url", "alternateName", "subjectOf"} for actor in ("Thing", "Country", "Organization")
    },
}
"""The properties that schema.org gives each of the types we use (its own and its ancestors'), as far as used."""


@pytest.fixture
def hard(small_database: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    path = tmp_path / "onrecord.db"
    path.write_bytes(small_database.read_bytes())
    add_hard_document(path)
    connection = sqlite3.connect(path)
    yield connection
    connection.close()


def faults(thing: Any, top: bool = True) -> list[str]:
    """Types and properties that schema.org does not have, addresses that are none, and empty values."""
    if isinstance(thing, list):
        return [fault for one in thing for fault in faults(one, top=False)]
    if not isinstance(thing, dict):
        return [] if thing not in (None, "", []) else ["nothing"]
    found = [] if top == (thing.get("@context") == "https://schema.org") else ["context"]
    known = KNOWN.get(thing.get("@type", ""), set()) if "@type" in thing else set()
    found += [f"{thing.get('@type')}.{key}" for key in thing if not key.startswith("@") and key not in known]
    addresses = [thing[key] for key in ("@id", "url", "sameAs", "contentUrl", "license") if key in thing]
    found += [address for address in addresses if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", address)]
    return found + [fault for value in thing.values() for fault in faults(value, top=False)]


def test_every_claim_quote_and_event_is_schema_org(connection: sqlite3.Connection, hard: sqlite3.Connection) -> None:
    for database in (connection, hard):
        claims = [row[0] for row in database.execute("select id from claims")]
        quotes = [row[0] for row in database.execute("select id from quotes")]
        for claim in claims:
            assert faults(claim_jsonld(database, claim, SITE, METADATA)) == []
        for quote in quotes:
            assert faults(quotation_jsonld(database, quote, SITE, METADATA)) == []
        for (event,) in database.execute("select id from events"):
            assert faults(event_jsonld(database, event, SITE, METADATA)) == []
        assert faults(dataset_jsonld(database, SITE, METADATA)) == []
        for table, make in (("actors", named_actor_jsonld), ("locations", named_location_jsonld)):
            for (key,) in database.execute(f"select id from {table}").fetchall():
                assert faults(make(database, key, SITE, METADATA)) == []


def test_actors_and_places_have_their_names_each_with_its_language(connection: sqlite3.Connection) -> None:
    isis = named_actor_jsonld(connection, "isis", SITE, METADATA)
    assert isis["name"] == "ISIS"
    assert {"@value": "داعش", "@language": "ar"} in isis["alternateName"]
    base = named_location_jsonld(connection, "hmeimim-air-base", SITE, METADATA)
    assert {"@value": "Khmeimim", "@language": "ar-Latn"} in base["alternateName"]
    assert base["geo"]["latitude"] == 35.4011
    station = named_location_jsonld(connection, "t2-pumping-station", SITE, METADATA)
    assert "T2" in station["alternateName"]


def test_the_rules_find_what_schema_org_does_not_have(hard: sqlite3.Connection) -> None:
    claim = claim_jsonld(hard, "hard-claim", SITE, METADATA)
    assert faults(claim | {"colour": "red"}) == ["Claim.colour"]
    assert faults(claim | {"about": [{"@type": "Country", "name": ""}]}) == ["nothing"]
    assert faults(claim | {"url": "javascript:alert(1)"}) == ["javascript:alert(1)"]


def test_a_claim_says_what_by_whom_where_and_when(connection: sqlite3.Connection) -> None:
    claim = claim_jsonld(connection, "russia-starts-partial-withdrawal", SITE, METADATA)
    assert claim["@id"] == "http://127.0.0.1:8001/onrecord/claims/russia-starts-partial-withdrawal"
    assert claim["author"]["name"] == "Vladimir Putin"
    assert claim["text"] == "Russia will start a partial withdrawal of its troops from Syria."
    assert claim["appearance"]["text"].startswith("its announcement, from the base of Hemeimeem,")
    assert claim["appearance"]["isPartOf"]["name"] == "Putin and the Victory Announcement from Syria"
    visit = claim_jsonld(connection, "putin-visits-hemeimeem", SITE, METADATA)
    assert (claim.get("temporalCoverage"), visit["temporalCoverage"]) == (None, "2017-12-11")
    assert [term["termCode"] for term in claim["keywords"]] == ["plan", "certain", "CONCEDE"]
    assert {"Russia", "Syria"} <= {found["name"] for found in claim["about"]}


def test_nothing_says_that_a_claim_is_true_or_false(connection: sqlite3.Connection) -> None:
    claim = json.dumps(claim_jsonld(connection, "russia-starts-partial-withdrawal", SITE, METADATA))
    assert not {"ClaimReview", "reviewRating", "claimReviewed"} & set(re.findall(r"\w+", claim))


def test_a_quote_gives_the_words_as_they_stand_and_claims_no_rights(connection: sqlite3.Connection) -> None:
    quote = quotation_jsonld(connection, "illegal-us-presence", SITE, METADATA)
    assert quote["text"] == "“illegal”"
    assert quote["spokenByCharacter"]["name"] == "Russia"
    assert "license" not in quote


def test_a_claim_says_when_it_was_made_apart_from_when_it_holds(connection: sqlite3.Connection) -> None:
    ordered = claim_jsonld(connection, "putin-orders-partial-withdrawal", SITE, METADATA)
    assert ordered["datePublished"] == "2017-12-11" and "temporalCoverage" not in ordered
    enclave = claim_jsonld(connection, "isis-trapped-in-desert-enclave", SITE, METADATA)
    assert enclave["temporalCoverage"] == "2017-12-04/2017-12-10" and "datePublished" not in enclave
    illegal = claim_jsonld(connection, "us-presence-is-illegal", SITE, METADATA)
    assert illegal["temporalCoverage"] == "2017-12-12" and "datePublished" not in illegal


def test_the_dataset_lists_its_downloads(connection: sqlite3.Connection) -> None:
    dataset = dataset_jsonld(connection, SITE, METADATA)
    urls = {download["contentUrl"] for download in dataset["distribution"]}
    assert {"http://127.0.0.1:8001/onrecord.db", "http://127.0.0.1:8001/onrecord/claims.csv"} <= urls
    assert "http://127.0.0.1:8001/onrecord/claim_actors.csv" not in urls
    assert dataset["license"] == METADATA.license_url


async def test_the_downloads_of_the_dataset_are_there(database: Path, connection: sqlite3.Connection) -> None:
    site = datasette_for(database, METADATA_FILE)
    for download in dataset_jsonld(connection, SITE, METADATA)["distribution"]:
        path = download["contentUrl"].removeprefix(SITE.base_url)
        response = await site.client.head(path) if path.endswith(".db") else await site.client.get(path)
        assert response.status_code == 200, path


async def test_the_site_can_ask_on_its_own_connections(database: Path) -> None:
    site = datasette_for(database, METADATA_FILE)

    def everything(connection: sqlite3.Connection) -> tuple[Any, ...]:
        described = metadata_from(site.metadata())
        claim = claim_jsonld(connection, "russia-starts-partial-withdrawal", SITE, described)
        citation = cite(
            connection, "claim_actors", ("putin-meets-assad-at-hemeimeem", "vladimir-putin", "actor"), SITE, described
        )
        return claim, dataset_jsonld(connection, SITE, described), citation

    claim, dataset, citation = await site.get_database("onrecord").execute_fn(everything)
    assert claim["author"]["name"] == "Vladimir Putin"
    assert dataset["description"].startswith(f"{METADATA.description} How the documents were read: settled by language")
    assert (await site.client.get(citation.permalink.removeprefix(SITE.base_url))).status_code == 200


@pytest.mark.parametrize(
    "make", [claim_jsonld, quotation_jsonld, event_jsonld, named_actor_jsonld, named_location_jsonld]
)
def test_no_such_row(connection: sqlite3.Connection, make: Any) -> None:
    with pytest.raises(NoSuchRow):
        make(connection, "nothing", SITE, METADATA)


def test_json_in_a_page_cannot_end_its_script(hard: sqlite3.Connection) -> None:
    for made in (
        claim_jsonld(hard, "hard-claim", SITE, METADATA),
        quotation_jsonld(hard, "hard-quote", SITE, METADATA),
    ):
        text = embedded(made)
        assert "<" not in text and ">" not in text and "&" not in text
        assert json.loads(text) == made


@pytest.mark.parametrize(
    ("earliest", "latest", "written"),
    [
        ("2017-12-11", "2017-12-11", "2017-12-11"),
        ("2017-12-01", "2017-12-31", "2017-12-01/2017-12-31"),
        (None, "2010-12-31", "../2010-12-31"),
        ("2017-06-01", None, "2017-06-01/.."),
        (None, None, None),
    ],
)
def test_intervals_are_those_of_iso_8601(earliest: str | None, latest: str | None, written: str | None) -> None:
    assert interval(earliest, latest) == written


def test_how_to_cite_a_claim(connection: sqlite3.Connection) -> None:
    citation = cite(connection, "claims", ("russia-starts-partial-withdrawal",), SITE, METADATA)
    assert citation.permalink == "http://127.0.0.1:8001/onrecord/claims/russia-starts-partial-withdrawal"
    assert citation.plain == (
        "onrecord: “Russia will start a partial withdrawal of its troops from Syria.” — claim by Vladimir Putin, in "
        "the dataset's words (settled by language models, not checked by a person), "
        "from “Putin and the Victory Announcement from Syria”, lines 7–8, characters 218–322. "
        "http://127.0.0.1:8001/onrecord/claims/russia-starts-partial-withdrawal"
    )
    assert citation.bibtex == (
        "@misc{onrecord-claims-russia-starts-partial-withdrawal,\n"
        "  author = {{onrecord}},\n"
        "  title = {{“Russia will start a partial withdrawal of its troops from Syria.”}},\n"
        "  howpublished = {Dataset onrecord},\n"
        "  note = {Claim by Vladimir Putin, in the dataset's words (settled by language models, not checked by a "
        "person), from “Putin and the Victory Announcement from Syria”, lines 7–8, characters 218–322},\n"
        "  url = {http://127.0.0.1:8001/onrecord/claims/russia-starts-partial-withdrawal},\n"
        "}\n"
    )


def test_how_to_cite_a_quote_and_an_actor(connection: sqlite3.Connection) -> None:
    quote = cite(connection, "quotes", ("illegal-us-presence",), SITE, METADATA).plain
    assert quote.startswith(
        "onrecord: “illegal” — quote, attributed to Russia, as the document renders it, from “Putin"
    )
    actor = cite(connection, "actors", ("isis",), SITE, METADATA).plain
    assert actor == "onrecord: “ISIS” — row of “Actors”. http://127.0.0.1:8001/onrecord/actors/isis"


def test_every_row_of_every_table_can_be_cited(hard: sqlite3.Connection) -> None:
    keys = set()
    for table in read_tables(hard):
        columns = ", ".join(f'"{name}"' for name in table.primary_key)
        for row in hard.execute(f'select {columns} from "{table.name}"').fetchall():
            citation = cite(hard, table.name, tuple(map(str, row)), SITE, METADATA)
            assert citation.plain.endswith(f". {citation.permalink}")
            match = re.match(r"@misc\{([A-Za-z0-9.:-]+),\n", citation.bibtex)
            assert match and braces_balance(citation.bibtex), citation.bibtex
            keys.add(match[1])
    assert len(keys) > 100


def braces_balance(bibtex: str) -> bool:
    bare = re.sub(r"\\[{}]", "", bibtex)
    return bare.count("{") == bare.count("}")


def test_the_worst_statement_is_safe_in_bibtex(hard: sqlite3.Connection) -> None:
    bibtex = cite(hard, "claims", ("hard-claim",), SITE, METADATA).bibtex
    assert "somebody unnamed" in bibtex
    assert r"\& \textbackslash{} means \{50 \% of \$1\}\_\#\textasciitilde{}\textasciicircum{}" in bibtex
    assert STATEMENT not in bibtex


@given(st.text())
def test_tex_leaves_no_special_character_bare(text: str) -> None:
    written = re.sub(r"\\(textbackslash|textasciitilde|textasciicircum)\{\}|\\[{}$&#%_]", "", tex(text))
    assert not set(written) & set("{}$&#%_\\~^")


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("claims", ("nothing",)),
        ("actors", ("nothing",)),
        ("nothing", ("isis",)),
        ("claims_in_context", ("x",)),
        ("actors", ("isis", "isis")),
        ('actors" where 1 --', ("isis",)),
    ],
)
def test_what_is_not_there_cannot_be_cited(connection: sqlite3.Connection, table: str, key: tuple[str, ...]) -> None:
    with pytest.raises(NoSuchRow):
        cite(connection, table, key, SITE, METADATA)


@given(st.lists(st.text(min_size=1), min_size=1, max_size=3))
def test_permalinks_lead_back_to_their_key(key: list[str]) -> None:
    link = Site("https://x.example/").row("claims", *key)
    assert [tilde_decode(part) for part in link.rpartition("/")[2].split(",")] == key
    assert link.startswith("https://x.example/onrecord/claims/")
    assert tilde_encode("a/b") in Site(database="a/b").table("claims")


def test_the_description_is_words() -> None:
    assert plain_text("<p>One <b>two</b>\n  &amp; three.</p>\n<p>Four.</p>") == "One two & three. Four."
