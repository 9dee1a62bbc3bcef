"""The Atom feed against what RFC 4287 says it MUST be."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from onrecord.exchange.atom import UNDATED, claims_feed
from onrecord.exchange.permalinks import Site
from onrecord.metadata import load_metadata
from tests.export_example import STATEMENT, add_documents, add_hard_document

ATOM = "{http://www.w3.org/2005/Atom}"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
CHILDREN = {
    "feed": set("author category contributor generator icon id link logo rights subtitle title updated entry".split()),
    "entry": set("author category content contributor id link published rights source summary title updated".split()),
}
ONCE = set("generator icon logo rights subtitle published content source summary".split())
SITE = Site()
METADATA = load_metadata()


def faults(data: bytes) -> list[str]:
    """What breaks a MUST of RFC 4287, sections 3 and 4."""
    feed = ElementTree.fromstring(data)
    if feed.tag != f"{ATOM}feed":
        return ["no feed"]
    found = container_faults(feed, "feed")
    entries = feed.findall(f"{ATOM}entry")
    if feed.find(f"{ATOM}author") is None and any(entry.find(f"{ATOM}author") is None for entry in entries):
        found.append("nobody wrote it")
    identifiers = [entry.findtext(f"{ATOM}id") for entry in entries]
    if len(set(identifiers)) < len(identifiers):
        found.append("two entries have one id")
    for entry in entries:
        found += container_faults(entry, "entry")
        if entry.find(f"{ATOM}link[@rel='alternate']") is None and entry.find(f"{ATOM}content") is None:
            found.append("an entry without link and content")
    return found


def container_faults(element: Element, kind: str) -> list[str]:
    """What is wrong with a feed or an entry."""
    names = [child.tag.removeprefix(ATOM) for child in element]
    found = [f"{name} in {kind}" for name in names if name not in CHILDREN[kind]]
    found += [f"not one {name}" for name in ("id", "title", "updated") if names.count(name) != 1]
    found += [f"more than one {name}" for name in ONCE if names.count(name) > 1]
    if not IRI.fullmatch(element.findtext(f"{ATOM}id", "")):
        found.append("an id that is no IRI")
    if not DATE.fullmatch(element.findtext(f"{ATOM}updated", "")):
        found.append("a date that is none")
    for author in element.findall(f"{ATOM}author"):
        found += [] if len(author.findall(f"{ATOM}name")) == 1 else ["an author without a name"]
    for category in element.findall(f"{ATOM}category"):
        found += [] if category.get("term") else ["a category without a term"]
    for text in element.findall(f"{ATOM}title") + element.findall(f"{ATOM}content"):
        found += (
            [] if text.get("type", "text") in ("text", "html") and not len(text) else ["text that is more than text"]
        )
    links = element.findall(f"{ATOM}link")
    found += ["a link to nowhere" for link in links if not IRI.fullmatch(link.get("href", ""))]
    alternates = [(link.get("type"), link.get("hreflang")) for link in links if link.get("rel") == "alternate"]
    return found + (["two alternates of one kind"] if len(set(alternates)) < len(alternates) else [])


@pytest.fixture
def hard(small_database: Path, tmp_path: Path) -> Path:
    path = tmp_path / "onrecord.db"
    path.write_bytes(small_database.read_bytes())
    add_hard_document(path)
    return path


def feed_of(database: Path, after: str | None = None, limit: int = 100) -> bytes:
    with closing(sqlite3.connect(database)) as connection:
        return claims_feed(connection, SITE, METADATA, after=after, limit=limit)


def entries(feed: bytes) -> list[Element]:
    return ElementTree.fromstring(feed).findall(f"{ATOM}entry")


def identifiers(feed: bytes) -> list[str]:
    return [entry.findtext(f"{ATOM}id", "") for entry in entries(feed)]


def test_it_keeps_every_must_of_rfc_4287(database: Path, small_database: Path, hard: Path) -> None:
    for path in (database, small_database, hard):
        assert faults(feed_of(path)) == []
        assert entries(feed_of(path))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"<name>onrecord</name>", b"", "an author without a name"),
        (b"<updated>1970-01-01T00:00:00Z</updated>", b"<updated>1970-01-01</updated>", "a date that is none"),
        (b"<id>http://127.0.0.1:8001/-/claims.atom</id>", b"<id>feed</id>", "an id that is no IRI"),
        (b"<title>onrecord: claims</title>", b"", "not one title"),
        (b'rel="first"', b'rel="alternate"', ""),
        (b'<category term="plan"', b"<category", "a category without a term"),
        (b"<rights>", b"<rights/><rights>", "more than one rights"),
        (b"<subtitle>", b"<summary/><subtitle>", "summary in feed"),
    ],
)
def test_the_rules_are_those_of_rfc_4287(hard: Path, old: bytes, new: bytes, fault: str) -> None:
    feed = feed_of(hard)
    assert old in feed
    assert faults(feed.replace(old, new, 1)) == ([fault] if fault else [])


def test_every_claim_is_there_once_page_by_page(database: Path) -> None:
    found: list[str] = []
    after: str | None = None
    while True:
        page = feed_of(database, after, limit=50)
        found += identifiers(page)
        following = ElementTree.fromstring(page).find(f"{ATOM}link[@rel='next']")
        if following is None:
            break
        after = following.get("href", "").partition("?after=")[2]
    with closing(sqlite3.connect(database)) as connection:
        claims = [
            SITE.row("claims", name) for (name,) in connection.execute("select id from claims order by rowid desc")
        ]
    assert found == claims


def test_a_claim_that_is_not_there_has_nothing_after_it(small_database: Path) -> None:
    feed = feed_of(small_database, after="../'nothing & <nowhere>")
    assert faults(feed) == []
    assert entries(feed) == []


def test_an_entry_says_who_claims_what_and_in_which_words(small_database: Path) -> None:
    by_id = {entry.findtext(f"{ATOM}id"): entry for entry in entries(feed_of(small_database))}
    entry = by_id["http://127.0.0.1:8001/onrecord/claims/company-denies-reopening"]
    assert entry.findtext(f"{ATOM}title") == "The Port Company: The harbour at Lund will not reopen in June 2021."
    assert entry.findtext(f"{ATOM}content") == "The port company denied it.\n— “The Harbour Talks”, lines 3–4"
    assert entry.findtext(f"{ATOM}updated") == "2021-05-04T00:00:00Z"
    assert {link.get("rel"): link.get("href") for link in entry.findall(f"{ATOM}link")} == {
        "alternate": "http://127.0.0.1:8001/onrecord/claims/company-denies-reopening",
        "via": "http://127.0.0.1:8001/onrecord/documents/harbour",
    }


@pytest.mark.parametrize(
    ("change", "day", "summary"),
    [
        ("event_date = '2021-06'", "2021-05-03", "Said: 3 May 2021. Happens or holds: June 2021."),
        ("event_date = null", "2021-05-03", "Said: 3 May 2021."),
        ("stated_on = '../2021-05-04'", "2021-05-04", "Said: up to 4 May 2021. Happens or holds: June 2021."),
        (
            "stated_on = null, event_date = null",
            "2021-05-04",
            "When it was said is not known; dated by its document's publication.",
        ),
    ],
)
def test_an_entry_is_as_old_as_what_was_said(hard: Path, change: str, day: str, summary: str) -> None:
    with closing(sqlite3.connect(hard)) as connection, connection:
        connection.execute(f"update claims set {change} where id = 'harbour-will-reopen'")
    permalink = SITE.row("claims", "harbour-will-reopen")
    (entry,) = (one for one in entries(feed_of(hard)) if one.findtext(f"{ATOM}id") == permalink)
    assert entry.findtext(f"{ATOM}updated") == f"{day}T00:00:00Z"
    assert entry.findtext(f"{ATOM}summary") == summary


def test_what_nobody_dates_has_the_newest_date_of_its_document(database: Path) -> None:
    found = {entry.findtext(f"{ATOM}id"): entry for entry in entries(feed_of(database, limit=1000))}
    entry = found[SITE.row("claims", "iran-winning-the-battles")]
    with closing(sqlite3.connect(database)) as connection:
        sql = "select max(latest) from sections join dates on dates.id = sections.reference_date"
        (newest,) = connection.execute(sql).fetchone()
    assert entry.findtext(f"{ATOM}updated") == f"{newest}T00:00:00Z"
    assert "newest date of its document" in entry.findtext(f"{ATOM}summary", "")


def test_what_has_no_date_says_so_and_the_feed_is_as_new_as_its_newest(hard: Path) -> None:
    feed = feed_of(hard)
    assert entries(feed)[0].findtext(f"{ATOM}updated") == f"{UNDATED}T00:00:00Z"
    assert UNDATED in entries(feed)[0].findtext(f"{ATOM}summary", "")
    assert ElementTree.fromstring(feed).findtext(f"{ATOM}updated") == "2021-05-04T00:00:00Z"
    assert feed == feed_of(hard)


def test_text_that_nobody_should_trust_is_text(hard: Path) -> None:
    entry = entries(feed_of(hard))[0]
    assert entry.findtext(f"{ATOM}title") == f"Somebody unnamed: {STATEMENT}"


def test_characters_that_xml_cannot_hold_are_replaced(hard: Path) -> None:
    with closing(sqlite3.connect(hard)) as connection, connection:
        connection.execute("update claims set statement = 'a\x0bb' || char(1) || 'c😀' where id = 'hard-claim'")
    assert entries(feed_of(hard))[0].findtext(f"{ATOM}title") == "Somebody unnamed: a\ufffdb\ufffdc😀"


def steps(database: Path) -> int:
    """How many hundred steps of SQLite's machine a page of three claims takes."""
    count = 0

    def one_more() -> int:
        nonlocal count
        count += 1
        return 0

    with closing(sqlite3.connect(database)) as connection:
        connection.set_progress_handler(one_more, 100)
        assert len(entries(claims_feed(connection, SITE, METADATA, limit=3))) == 3
    return count


def test_a_page_reads_no_more_than_its_claims(small_database: Path, tmp_path: Path) -> None:
    path = tmp_path / "onrecord.db"
    path.write_bytes(small_database.read_bytes())
    before = steps(path)
    add_documents(path, documents=5, claims=200)
    assert steps(path) <= before + 5
