"""What a document says of itself, or a file beside it does: title, authors, publisher, day, language, address."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.annotation.model import Actor, DocumentDescription
from onrecord.reader.actors.actor_records import KnownActors, publisher_record
from onrecord.text.converters import from_html
from onrecord.text.document import document_from_bytes
from onrecord.text.imprint import Imprint, clean_authors, clean_day, clean_title, imprint_from
from onrecord.text.packed_files import from_docx
from onrecord.text.sections import find_sections
from tests.conftest import Run
from tests.office_files import docx, paragraph

PROSE = "The minister said that the talks would resume. It was late, and nobody answered the question of the day.\n"
BODY = f"<h1>Talks resume</h1><p>{PROSE}</p>"


def page(head: str, body: str = BODY) -> Imprint:
    """What a page with this head and body says of itself."""
    return from_html(f"<html><head>{head}</head><body>{body}</body></html>".encode()).imprint


@pytest.mark.parametrize(
    "head, title",
    [
        ("<title>Talks resume | Example Times</title>", "Talks resume"),
        ("<title>Talks resume - The Example Times</title>", "Talks resume"),
        ("<meta property=og:site_name content='Ex'><title>Ex: Talks resume</title>", "Talks resume"),
        ("<meta property=og:title content='Example Times'><title>Talks resume</title>", "Talks resume"),
        ("<meta property='og:title' content='Talks &amp; talks resume'>", "Talks resume"),
        ("<title>index.html</title>", "Talks resume"),
    ],
)
def test_the_title_of_a_page(head: str, title: str) -> None:
    assert page(head).title == title


def test_a_page_without_one_heading_is_called_what_it_says() -> None:
    body = f"<p>{PROSE}</p>"
    assert (
        page("<title>Talks resume in Lund after a year - Example</title>", body).title
        == "Talks resume in Lund after a year"
    )
    assert page("<title>Talks - and war</title>", body).title == "Talks - and war"
    assert page("<title>X</title><meta name=dc.title content='The x that was'>", body).title == "The x that was"


@pytest.mark.parametrize(
    "head, authors",
    [
        ("<meta name=author content='By ADA STONE and Olaf Berg'>", ("Ada Stone", "Olaf Berg")),
        ("<meta name=author content='Ada Stone, Reuters'>", ("Ada Stone",)),
        ("<meta name=author content='admin'>", ()),
        ("<meta name=author content='Username'>", ()),
        ("<meta name=author content='By Staff'>", ()),
        ("<meta name=author content='ada@example.org'>", ()),
        ("<meta property=article:author content='https://www.facebook.com/ada'>", ()),
        (
            "<meta name=citation_author content='Stone, Ada'><meta name=citation_author content='O. Berg'>",
            ("Ada Stone", "O. Berg"),
        ),
        ("<meta name=author content='Our Foreign Staff'>", ("Our Foreign Staff",)),
        ("<meta name=dc.creator content='Ministry of Water'>", ("Ministry of Water",)),
    ],
)
def test_the_authors_of_a_page(head: str, authors: tuple[str, ...]) -> None:
    assert page(head).authors == authors


LD = '<script type="application/ld+json">%s</script>'


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": "Talks resume", "author": {"name": "Ada Stone"},'
        ' "datePublished": "2022-03-01T08:00:00+01:00", "publisher": {"name": "Example"}}',
        '[{"@type": "WebSite"}, {"@type": ["Thing", "ReportageNewsArticle"], "author": ["Ada Stone"],'
        ' "datePublished": "2022-03-01", "publisher": {"name": ["Example"]}}]',
        '{"@graph": [{"@type": "Article", "creator": "Ada Stone", "datePublished": "20220301",'
        ' "publisher": "Example"}]}',
    ],
)
def test_structured_data_of_a_page(script: str) -> None:
    found = page(LD % script)
    assert (found.authors, found.published, found.publisher) == (("Ada Stone",), "2022-03-01", "Example")
    assert page(LD % script[:-3]).authors == ()


@pytest.mark.parametrize(
    "head, body, day",
    [
        ("<meta property=article:published_time content='2017-01-13T00:00:04-05:00'>", "", "2017-01-13"),
        ("<meta name=pdate content=20170113>", "", "2017-01-13"),
        ("<meta name=date content='Fri, 13 Jan 2017 10:00:00 GMT'>", "", "2017-01-13"),
        ("<meta name=date content='01/02/2017'>", "", None),
        ("<meta name=date content='1970-01-01'>", "", None),
        ("<meta name=last-modified content='2020-01-01'>", "", None),
        ("<link rel=canonical href='https://e.org/world/2017/01/13/talks'>", "", "2017-01-13"),
        ("", "<time datetime='2017-01-13T10:00Z'>yesterday</time>", "2017-01-13"),
        ("", "<p class=byline>By Ada Stone, Jan. 13, 2017</p>", "2017-01-13"),
        ("", "<span class=date-line>Published 13th January 2017</span>", "2017-01-13"),
        ("", "<div class=comments><time datetime='2019-01-13'>x</time></div>", None),
        ("", "<p class=copyright-date>© 1 January 2026</p><footer><time datetime=2019-01-13>x</time></footer>", None),
        ("", "<p>It happened on 13 January 2017.</p>", None),
    ],
)
def test_the_day_of_a_page(head: str, body: str, day: str | None) -> None:
    assert page(head, f"<h1>Talks resume</h1>{body}<p>{PROSE}</p>").published == day


def test_the_rest_of_a_page() -> None:
    found = page("<meta property=og:locale content=en_GB><meta name=dc.rights content='CC BY 4.0'>")
    assert (found.language, found.rights, found.source_url) == ("en", "CC BY 4.0", None)
    assert page("<link rel=canonical href='//e.org/x'>").source_url is None
    saved = b"<!-- saved from url=(0019)https://e.org/talks --><p>Some words that are read.</p>"
    assert from_html(saved).imprint.source_url == "https://e.org/talks"


def test_the_properties_of_a_word_file() -> None:
    core = "<c:core xmlns:c='c' xmlns:dc='d'><dc:title>%s</dc:title><dc:creator>%s</dc:creator></c:core>"

    def properties(title: str, author: str) -> Imprint:
        part = ("docProps/core.xml", (core % (title, author)).encode())
        return from_docx(docx(paragraph("It was late."), more=[part])).imprint

    assert properties("A report", "Ada Stone") == Imprint(title="A report", authors=("Ada Stone",))
    assert properties("Microsoft Word - report.doc", "CAP") == Imprint()
    assert from_docx(docx(paragraph("It was late."))).imprint == Imprint()


@pytest.mark.parametrize(
    "text, expected, body",
    [
        (
            "---\ntitle: 'Talks: resumed'\ndate: 2024-10-04\nby:\n- Ada Stone\n- name: Olaf Berg\nlang: en\n---\n\n",
            Imprint(title="Talks: resumed", authors=("Ada Stone", "Olaf Berg"), published="2024-10-04", language="en"),
            True,
        ),
        ("---\r\ntitle: Talks: resumed\r\nauthor: &a Ada\r\n---\r\n\r\n", Imprint(title="Talks: resumed"), True),
        (
            "From: Ada Stone <ada@e.org>\nTo: o@e.org\nDate: Fri, 13 Jan 2017 10:00 +0100\nSubject: Talks\n\n",
            Imprint(title="Talks", authors=("Ada Stone",), published="2017-01-13"),
            True,
        ),
        ("---\n\nIt began.\n\n---\n\n", Imprint(), False),
        ("Warning: it rains\nNote: it pours\n\n", Imprint(), False),
    ],
)
def test_what_stands_above_a_text_is_no_prose(text: str, expected: Imprint, body: bool) -> None:
    document = document_from_bytes((text + PROSE).encode(), "a.md")
    assert document.imprint == expected
    first = find_sections(document.text)[0]
    assert (first.kind == "boilerplate" and document.exact(first.exact) == text.strip()) is body


def test_front_matter_that_never_ends_takes_no_time() -> None:
    assert document_from_bytes(b"---\r\n" + b"a: b\r\n" * 50_000, "a.md").imprint == Imprint()


def test_values_that_programs_fill_in_are_none() -> None:
    assert [clean_title(words) for words in ("Microsoft Word - a.doc", "a_b.pdf", "untitled-1", "___", "Talks")] == [
        None, None, None, None, "Talks",
    ]  # fmt: skip
    assert clean_authors("jsmith", "User", "Ada Stone (2019) 12345", "J. R. Smith") == ("J. R. Smith",)
    assert clean_authors("By Ada Stone, Senior Geologist, Lund Speech and Water Project") == ("Ada Stone",)
    assert clean_authors("Ada Stone and Olaf Berg, staff writers") == ("Ada Stone", "Olaf Berg")
    assert [clean_day(words) for words in ("D:20201002001208Z", "2020-13-01", "5 May 0000", "2019", "May 5, 2019")] == [
        "2020-10-02", None, None, "2019", "2019-05-05",
    ]  # fmt: skip


def test_metadata_are_kept_as_lines() -> None:
    full = Imprint(title="A: b", authors=("Ada Stone", "Olaf Berg"), published="2019-05-05", publisher="E")
    assert imprint_from(full.lines()) == full
    assert imprint_from(["published: yesterday", "x", "y: z"]) == Imprint()


# ── beside a document ──────────────────────────────────────────────────────────────────────────────────


def documents(run: Run, directory: Path) -> dict[str, tuple[object, ...]]:
    """Title, author, publisher, day and whether it has claims, of each document of a directory, by id."""
    database = directory.parent / "built.db"
    outcome = run("build", str(directory), "--no-evaluation", "--output", str(database))
    assert outcome.exit_code == 0, outcome.output
    sql = (
        "select id, title, author, publisher, published,"
        " (select count(*) from claims where document_id = document_details.id) > 0 from document_details"
    )
    with closing(sqlite3.connect(database)) as connection:
        return {row[0]: row[1:] for row in connection.execute(sql)}


def test_what_is_said_beside_a_document_keeps_the_machine_reading(run: Run, tmp_path: Path) -> None:
    directory = tmp_path / "in"
    directory.mkdir()
    for name in ("a", "b", "c"):
        head = "title: Own\ndate: 2020-01-01\npublisher: The Lund Press"
        (directory / f"{name}.txt").write_text(f"---\n{head}\n---\n\n{name} {PROSE}")
    (directory / "page.html").write_text(f"<title>Page</title><p>{PROSE}</p>")
    (directory / "a.yml").write_text("document:\n  title: Sidecar\n  author: ministry-of-water\n")
    (directory / "documents.csv").write_text(
        "path,title,author,published,publisher\na.txt,Table,Ada Stone,2021,ministry-of-water\n"
        "b.txt,,Ada Stone,2021-05,\npage.html,,Ada Stone,,\n"
    )
    (directory / "actors.yml").write_text(
        "- {id: ministry-of-water, name: Ministry of Water, actor_type: government}\n"
    )
    expected = {
        "a": ("Sidecar", "Ministry of Water", "Ministry of Water", "2021", 1),
        "b": ("Own", "Ada Stone", "The Lund Press", "2021-05", 1),
        "c": ("Own", "Author of “Own”", "The Lund Press", "2020-01-01", 1),
        "page": ("Page", "Ada Stone", None, None, 1),
    }
    assert documents(run, directory) == expected
    assert documents(run, directory) == expected


@pytest.mark.parametrize(
    "name, text, message",
    [
        ("documents.csv", "title\nX\n", "documents.csv:1: the table has no column 'path' — add it"),
        (
            "documents.csv",
            "path,tittle\na.txt,X\n",
            "documents.csv:1: there is no column 'tittle' for documents — did you",
        ),
        ("documents.csv", "path,published\na.txt,May 5\n", "documents.csv:2: published: 'May 5' is not a date in EDTF"),
        ("documents.csv", "path,title\na.txt,X,Y\n", "documents.csv:2: this row has 3 cells, but there are 2 columns"),
        (
            "documents.csv",
            "path,title\na.text,X\n",
            "documents.csv: there is no document 'a.text' here — did you mean 'a.txt'",
        ),
        ("documents.csv", "path,title\na.txt,X\na.txt,Y\n", "documents.csv: a.txt has two rows — keep one"),
        ("documents.csv", "path,title\n,X\n", "documents.csv:2: this row has no path"),
        ("documents.csv", "path,source_url\na.txt,e.org\n", "documents.csv:2: source_url 'e.org' is not a web address"),
        (
            "documents.csv",
            "path,language\na.txt,Old English\n",
            "documents.csv:2: language 'Old English' is not a code",
        ),
        (
            "documents.csv",
            b"path,title\na.txt,\xff\n",
            "documents.csv:2: byte 0xff is not valid UTF-8 — save the file as",
        ),
        ("documents.csv", 'path,title\na.txt,"X\n', "documents.csv: this is not a table in CSV"),
        ("a.yml", "document:\n  titel: X\n", "a.yml:2: sidecar has no field 'titel' — did you mean 'title'?"),
        ("a.yml", "document:\n  published: soon\n", "a.yml:2: 'published': 'soon' is not a date"),
        ("a.yml", "document:\n  source_url: e.org\n", "a.yml:2: "),
        ("a.yml", "document: X\n", "a.yml:1: sidecar must be a mapping of fields"),
    ],
)
def test_mistakes_beside_a_document_are_named(
    run: Run, tmp_path: Path, name: str, text: str | bytes, message: str
) -> None:
    (tmp_path / "a.txt").write_text(PROSE)
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    outcome = run("check", str(tmp_path))
    assert outcome.exit_code == 1
    assert message in outcome.output
    assert "Traceback" not in outcome.output


def test_a_publisher_that_the_text_names_is_the_same_actor() -> None:
    press = Actor(id="lund-press", name="Lund Press", actor_type="media")
    told, known = DocumentDescription(id="a", title="A"), KnownActors.of({press.id: press})
    for on_record, here in ((known, ()), (KnownActors.of({}), (press,))):
        assert publisher_record(told, "The Lund Press", on_record, here) == press
        assert publisher_record(told, None, on_record, here) is None
        other = publisher_record(told, "Press of Malmö", on_record, here)
        assert other and other.name == "Press of Malmö"
    assert publisher_record(replace(told, publisher="lund-press"), "Another", known, ()) == press
