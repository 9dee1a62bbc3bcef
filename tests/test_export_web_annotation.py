"""Web Annotations against what the data model says they MUST be, and every selector against the text."""

from __future__ import annotations

import copy
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from onrecord.database.query import NoSuchRow
from onrecord.exchange.format import Dataset
from onrecord.exchange.web_annotation import CONTEXT, LAYERS, NEIGHBOURS, annotation_collection
from tests.export_example import HARD, add_hard_document

MOTIVATIONS = set(
    "assessing bookmarking classifying commenting describing editing highlighting identifying linking moderating "
    "questioning replying tagging".split()
)
SELECTORS = set(
    "FragmentSelector CssSelector XPathSelector TextQuoteSelector TextPositionSelector DataPositionSelector "
    "SvgSelector RangeSelector".split()
)
IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
TERMS = set(
    "@context id type motivation creator body target purpose value format language source selector label start end "
    "exact prefix suffix name partOf items startIndex first last next total rights generator".split()
)
"""The terms of the model that are used here; others need the prefix of a vocabulary that the context defines."""


def many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def collection_faults(collection: dict[str, Any]) -> list[str]:
    """What breaks a MUST of section 5, the collection's, or of its annotations."""
    found = [f"{key} is no term" for key in keys(collection) if key not in TERMS and not key.startswith("schema:")]
    if CONTEXT not in many(collection.get("@context")):
        found.append("no context")
    if not is_iri(collection.get("id")) or "AnnotationCollection" not in many(collection.get("type")):
        found.append("no collection")
    total, page = collection.get("total"), collection.get("first")
    if not isinstance(total, int) or total < 0:
        return [*found, "no total"]
    if total == 0:
        return found + (["an empty collection has a page"] if page else [])
    if not isinstance(page, dict) or not is_iri(page.get("id")) or page.get("type") != "AnnotationPage":
        return [*found, "no first page"]
    if not isinstance(page.get("items"), list) or len(page["items"]) != total or page.get("startIndex") != 0:
        found.append("the page does not hold them all")
    if page.get("partOf") != collection["id"] or collection.get("last") != page["id"] or "next" in page:
        found.append("page and collection do not belong together")
    identifiers = [annotation.get("id") for annotation in page["items"]]
    if len(set(identifiers)) < len(identifiers):
        found.append("two annotations have one id")
    return found + [fault for annotation in page["items"] for fault in annotation_faults(annotation)]


def keys(value: Any) -> Iterator[str]:
    """Every key, however deep."""
    for one in value if isinstance(value, list) else []:
        yield from keys(one)
    for key, one in value.items() if isinstance(value, dict) else []:
        yield key
        yield from keys(one)


def is_iri(value: Any) -> bool:
    return isinstance(value, str) and bool(IRI.fullmatch(value))


def annotation_faults(annotation: dict[str, Any]) -> list[str]:
    """Section 3: id, type, motivation, bodies, targets, creator."""
    found = []
    if not is_iri(annotation.get("id")) or "Annotation" not in many(annotation.get("type")):
        found.append("no annotation")
    if not set(many(annotation.get("motivation"))) <= MOTIVATIONS:
        found.append("a motivation that is none")
    if not many(annotation.get("target")) or not many(annotation.get("body")):
        found.append("no target or no body")
    for agent in many(annotation.get("creator")):
        if agent.get("type") not in ("Person", "Organization", "Software") or not isinstance(agent.get("name"), str):
            found.append("a creator that is none")
    for body in many(annotation.get("body")):
        found += body_faults(body)
    for target in many(annotation.get("target")):
        found += specific_faults(target) + [
            fault for one in many(target.get("selector")) for fault in selector_faults(one)
        ]
    return found


def body_faults(body: dict[str, Any]) -> list[str]:
    """Sections 3.2.4 and 4: exactly one value, or exactly one source."""
    if not set(many(body.get("purpose"))) <= MOTIVATIONS:
        return ["a purpose that is none"]
    if body.get("type") != "TextualBody":
        return specific_faults(body)
    if not isinstance(body.get("value"), str) or "source" in body or "items" in body:
        return ["a textual body without one value"]
    return []


def specific_faults(resource: dict[str, Any]) -> list[str]:
    """Section 4: a specific resource has one source, an IRI or a resource that has one."""
    source = resource.get("source")
    named = source.get("id") if isinstance(source, dict) else source
    if resource.get("type") != "SpecificResource" or not is_iri(named) or "value" in resource or "items" in resource:
        return ["no specific resource"]
    return []


def selector_faults(selector: dict[str, Any]) -> list[str]:
    """Sections 4.2.4 and 4.2.5."""
    if selector.get("type") not in SELECTORS:
        return ["no selector"]
    if selector["type"] == "TextPositionSelector":
        start, end = selector.get("start"), selector.get("end")
        return [] if isinstance(start, int) and isinstance(end, int) and 0 <= start <= end else ["no position"]
    texts = (selector.get("exact"), selector.get("prefix", ""), selector.get("suffix", ""))
    return [] if all(isinstance(text, str) for text in texts) and selector.get("exact") else ["no quotation"]


def layers(database: Path, document: str) -> dict[str, Any]:
    """The annotations of a document, as written."""
    with closing(sqlite3.connect(database)) as connection:
        found: dict[str, Any] = json.loads("".join(annotation_collection(Dataset(connection), document)))
    return found


@pytest.fixture
def hard(small_database: Path, tmp_path: Path) -> Path:
    path = tmp_path / "onrecord.db"
    path.write_bytes(small_database.read_bytes())
    add_hard_document(path)
    return path


def cases(database: Path, small_database: Path, hard: Path) -> list[tuple[Path, str]]:
    return [(database, "putin-victory-announcement"), (small_database, "harbour"), (hard, "hard")]


def test_it_keeps_every_must_of_the_model(database: Path, small_database: Path, hard: Path) -> None:
    for path, document in cases(database, small_database, hard):
        assert collection_faults(layers(path, document)) == []


def test_every_selector_finds_its_words(database: Path, small_database: Path, hard: Path) -> None:
    for path, document in cases(database, small_database, hard):
        with closing(sqlite3.connect(path)) as connection:
            (text,) = connection.execute("select text from documents where id = ?", (document,)).fetchone()
        for annotation in layers(path, document)["first"]["items"]:
            for target in many(annotation["target"]):
                position, quote = target["selector"]
                start, end = position["start"], position["end"]
                assert text[start:end] == quote["exact"]
                assert text[:start].endswith(quote["prefix"])
                assert text[end:].startswith(quote["suffix"])
                assert len(quote["prefix"]) == min(NEIGHBOURS, start)
                assert len(quote["suffix"]) == min(NEIGHBOURS, len(text) - end)


def test_every_row_is_one_annotation_in_the_order_of_the_words(database: Path) -> None:
    found = layers(database, "putin-victory-announcement")["first"]["items"]
    with closing(sqlite3.connect(database)) as connection:
        for layer in LAYERS:
            starts = [
                min(target["selector"][0]["start"] for target in many(annotation["target"]))
                for annotation in found
                if f"/onrecord/{layer}/" in annotation["id"]
            ]
            assert len(starts) == connection.execute(f'select count(*) from "{layer}"').fetchone()[0] > 0
            assert starts == sorted(starts)
    for annotation in found:
        assert annotation["body"][-1]["source"]["id"] + "#annotation" == annotation["id"]


def of(collection: dict[str, Any], row: str) -> dict[str, Any]:
    """The annotation of a row."""
    link = f"http://127.0.0.1:8001/onrecord/{row}#annotation"
    (found,) = [annotation for annotation in collection["first"]["items"] if annotation["id"] == link]
    return dict(found)


def test_an_attribution_has_a_target_for_each_of_its_parts(small_database: Path) -> None:
    annotation = of(layers(small_database, "harbour"), "attributions/berg-says-nothing")
    assert [(target["schema:roleName"], target["selector"][1]["exact"]) for target in annotation["target"]] == [
        ("source", "its director, Olaf Berg"),
        ("cue", "told reporters"),
        ("content", "“We have agreed to nothing,”"),
        ("content", "“Ask the mayor.”"),
    ]
    assert annotation["body"][0]["source"]["label"] == "Olaf Berg"
    assert annotation["creator"]["name"]


def test_a_claim_says_what_is_claimed_by_whom_and_how(small_database: Path) -> None:
    annotation = of(layers(small_database, "harbour"), "claims/company-denies-reopening")
    assert annotation["motivation"] == "describing"
    statement, claimant, *terms = annotation["body"]
    assert statement["value"] == "The harbour at Lund will not reopen in June 2021."
    assert claimant["source"]["id"] == "http://127.0.0.1:8001/onrecord/actors/port-company"
    assert [(term["purpose"], term["source"]["label"]) for term in terms[:3]] == [
        ("classifying", "plan"),
        ("classifying", "certainly not"),
        ("classifying", "reject"),
    ]


def test_an_issue_asks_for_an_edit_only_if_it_has_a_reading(hard: Path) -> None:
    collection = layers(hard, "hard")
    edit, remark = of(collection, "text_issues/hard-issue"), of(collection, "text_issues/hard-remark")
    assert (edit["motivation"], edit["body"][0]["value"], edit["body"][0]["purpose"]) == ("editing", "-e", "editing")
    assert (remark["motivation"], remark["body"][0]["value"]) == ("commenting", "Odd.")
    place = of(collection, "location_mentions/hard-place")
    assert place["body"][0]["value"] == "a place that could not be resolved"
    assert place["target"]["selector"][1]["exact"] == "😀 e\u0301"
    assert HARD.startswith(
        place["target"]["selector"][1]["prefix"], place["target"]["selector"][0]["start"] - NEIGHBOURS
    )


def test_an_address_that_leads_nowhere_is_no_body(database: Path) -> None:
    collection = layers(database, "putin-victory-announcement")
    links = [body["source"] for item in collection["first"]["items"] for body in item["body"] if "source" in body]
    with closing(sqlite3.connect(database)) as connection:
        by_status = "select url from sources where url is not null and (url_status = 'mangled') = ?"
        broken = {url for (url,) in connection.execute(by_status, (1,))}
        sound = {url for (url,) in connection.execute(by_status, (0,))}
    addresses = {link for link in links if isinstance(link, str)}
    assert broken and not broken & addresses
    assert sound <= addresses


def test_the_collection_names_the_text_and_its_hash(small_database: Path) -> None:
    about = layers(small_database, "harbour")["schema:about"]
    with closing(sqlite3.connect(small_database)) as connection:
        (sha256,) = connection.execute("select sha256 from documents").fetchone()
    assert about["schema:sha256"] == sha256
    assert about["id"] == "http://127.0.0.1:8001/onrecord/documents/harbour"


def test_a_document_without_annotations_is_an_empty_collection(hard: Path) -> None:
    with closing(sqlite3.connect(hard)) as connection, connection:
        for table in ("claims", "quotes", "location_mentions", "text_issues"):
            connection.execute(f"delete from {table}")
    collection = layers(hard, "hard")
    assert collection["total"] == 0
    assert collection_faults(collection) == []


def test_no_such_document(small_database: Path) -> None:
    with pytest.raises(NoSuchRow):
        layers(small_database, "nothing")


def first(collection: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = collection["first"]["items"][0]
    return found


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (lambda c: c.pop("@context"), "no context"),
        (lambda c: c.update(total=3), "the page does not hold them all"),
        (lambda c: c["first"].update(next="http://x.example/2"), "page and collection do not belong together"),
        (lambda c: first(c).update(id="no iri"), "no annotation"),
        (lambda c: first(c).update(motivation="praising"), "a motivation that is none"),
        (lambda c: first(c).pop("target"), "no target or no body"),
        (lambda c: first(c)["body"][0].update(purpose="x"), "a purpose that is none"),
        (lambda c: first(c)["body"][1].pop("value"), "a textual body without one value"),
        (lambda c: first(c)["body"][0].pop("source"), "no specific resource"),
        (lambda c: first(c)["target"]["selector"][0].update(start=-1), "no position"),
        (lambda c: first(c)["target"]["selector"][1].pop("exact"), "no quotation"),
        (lambda c: first(c)["creator"].update(type="Robot"), "a creator that is none"),
        (lambda c: first(c).update(colour="red"), "colour is no term"),
    ],
)
def test_the_rules_are_those_of_the_model(
    small_database: Path, tmp_path: Path, damage: Callable[[dict[str, Any]], object], fault: str
) -> None:
    collection = layers(small_database, "harbour")
    damaged = copy.deepcopy(collection)
    damage(damaged)
    assert collection_faults(damaged) == [fault]
