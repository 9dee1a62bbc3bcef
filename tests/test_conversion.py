"""Web pages, PDF and Word files become text; what can't is explained."""

from __future__ import annotations

import os
import re
import resource
import signal
import sys
import tomllib
import zipfile
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.corpus.directory import load_corpus
from onrecord.data import PROJECT
from onrecord.problems import Problems
from onrecord.text.article import Article
from onrecord.text.bounded import bounded
from onrecord.text.conversion import Converted, Converter
from onrecord.text.converters import CONVERTERS, converter_for, from_html, from_pdf
from onrecord.text.document import UnreadableDocument
from onrecord.text.document_files import (
    convert,
    find_documents,
    originals,
    text_file,
)
from onrecord.text.packed_files import from_docx
from onrecord.text.pdf_text import read_pdf
from onrecord.text.sections import find_sections
from tests.growth import grows_as_the_text
from tests.office_files import docx, paragraph, pdf
from tests.readme import converter_table

__test__ = all(map(find_spec, ("bs4", "pypdfium2", "mammoth")))

# ── HTML ───────────────────────────────────────────────────────────────────────────────────────────────

PAGE = """<!doctype html><html><head><title>Talks resume | Example Times</title><style>p {color: red}</style></head>
<body><header><a href="/">Example Times</a></header><nav><ul><li><a href="/world">World</a></li></ul></nav>
<article><h1>Talks
resume</h1><p class=by>By A. Writer</p>
<p>The minister said <a href="https://www.example.org/speech?a=1&amp;b=2">in a speech</a> on&nbsp;Monday that
“talks will <em>resume</em>”.<br>Nobody answered.</p>
<p><a href="https://example.com/more">Read more about this</a></p>
<h2>Points</h2><ol start=3><li><p>One.</p><li>Two.<ul><li>Part</ul></ol>
<table><tr><th>Year</th><th>Deaths</th></tr><tr><td>2017</td><td>1,000</td></tr></table>
<pre>a  b
  c</pre><p hidden>Secret</p><p style="display: none">Secret</p><script>document.write("x")</script>
<aside>“A pull quote”</aside><p>See http://example.org/a: <a href="http://example.org/a">example.org/a</a>.</p>
</article><aside>Most read</aside><footer>All rights reserved</footer></body></html>"""

TEXT = """Talks resume

By A. Writer

The minister said in a speech on\u00a0Monday that “talks will resume”.
Nobody answered.

Read more about this

Points

3. One.
4. Two.
• Part

Year\tDeaths
2017\t1,000

a  b
  c

“A pull quote”

See http://example.org/a: example.org/a.
"""


def test_a_page_becomes_its_article() -> None:
    assert from_html(PAGE.encode()).text == TEXT


@pytest.mark.parametrize(
    "html, text",
    [
        ("<title>T</title><p>One<p>Two", "T\n\nOne\n\nTwo\n"),
        ("<title>T</title><h1>One</h1>two", "One\n\ntwo\n"),
        ("One &amp; two\n\nthree", "One & two three\n"),
        ("<div>One<div>two</div>three</div>", "One\n\ntwo\n\nthree\n"),
        ("<table><tr><td><p>One</p><p>Two</p></td></tr></table>", "One\n\nTwo\n"),
        ("<table><tr><th>Place<th>Dead<tr><td><p>Lund</p><td><p>3<br>of 9</p></table>", "Place\tDead\nLund\t3 of 9\n"),
        ("<p>He said <q>the dam <q>will</q> hold</q>.</p>", "He said “the dam ‘will’ hold”.\n"),
        ("<p>The dam <del>held</del><s>holds</s> broke.</p>", "The dam broke.\n"),
        (
            "<p>It broke<sup>12</sup>. “No.”<sup>a</sup> 10<sup>2</sup> km<sup>2</sup></p>",
            "It broke [12]. “No.” [a] 102 km2\n",
        ),
        (
            "<p>It <a href='https://e.org/a'>broke</a>.</p><p>See https://e.org/b</p>",
            "It broke.\n\nSee https://e.org/b\n",
        ),
        (
            "<p>It broke.</p><figure><figcaption><p>The dam.</p> <span>Photo: Ada</span></figcaption></figure>"
            "<div class=caption>The dam. Photo: Ada</div>",
            "It broke.\n\nCaption: The dam. Photo: Ada\n",
        ),
        ("<p>so<sup><a href='#n1'>[1]</a></sup></p><ol><li id=n1>Roth <a href='#r1'>↩</a></ol>", "so[1]\n\n1. Roth\n"),
        ("<p>co\u00adoperate</p>", "cooperate\n"),
        ("<p>A <a href='javascript:x'>b</a> <a href='/c'>c</a> <a href='mailto:d@e'>d</a></p>", "A b c d\n"),
        ("<main><p>One</p></main><article>Two</article>", "One\n"),
        ("<main> </main><article>Two</article>", "Two\n"),
        ("<article>One</article><article>Two</article>", "One\n\nTwo\n"),
        ("<footer>One</footer><header><h1>Two</h1></header>", "Two\n"),
        ("<p>1 < 2 &#xD800; <!-- no --> <![CDATA[x]]></p>", "1 < 2 \ufffd\n"),
    ],
)
def test_what_a_page_says(html: str, text: str) -> None:
    assert from_html(html.encode()).text == text


@pytest.mark.parametrize(
    "data",
    [
        "<p>déjà “vu”".encode(),
        "\ufeff<p>déjà “vu”".encode(),
        "\ufeff<p>déjà “vu”".encode("utf-16-le"),
        "<meta charset=windows-1252><p>déjà “vu”".encode("cp1252"),
        "<meta charset=windows-1252><p>déjà “vu”".encode(),
    ],
)
def test_pages_in_any_encoding(data: bytes) -> None:
    assert from_html(data).text == "déjà “vu”\n"


def test_headings_are_found_in_the_text() -> None:
    text = from_html(PAGE.encode()).text
    assert [section.kind for section in find_sections(text)][:2] == ["title", "heading"]


# ── PDF ────────────────────────────────────────────────────────────────────────────────────────────────

LOCKED = (
    b"/ID [(0123456789abcdef)(0123456789abcdef)] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4"
    b" /O (" + b"o" * 32 + b") /U (" + b"u" * 32 + b") >>"
)


def test_a_pdf_becomes_paragraphs() -> None:
    pages = [
        [(800, "The Daily"), (700, "A headline (one)"), (660, "A paragraph of"), (647, "two lines."), (600, "It runs")],
        [(800, "The Daily"), (700, "over the page."), (40, "2")],
        [(800, "The Daily"), (700, "In 2017"), (40, "3")],
    ]
    text = "The Daily\n\nA headline (one)\n\nA paragraph of\ntwo lines.\n\nIt runs\nover the page.\n\nIn 2017\n"
    assert from_pdf(pdf(pages)).text == text


def spaced(lines: Sequence[str], top: int, step: int) -> list[tuple[int, str]]:
    """Lines below each other, from a height, so many points apart."""
    return [(top - step * number, line) for number, line in enumerate(lines)]


LONG = [
    "The court of appeals held on Monday that the dam above the",
    "town was unsafe and that its owner had known of it for ten",
    "years before the flood.",
]


def test_the_lines_of_a_double_spaced_page_are_paragraphs() -> None:
    page = [*spaced(LONG, 760, 28), *spaced(LONG, 760 - 28 * 3 - 14, 28)]
    text = "\n".join(LONG)
    assert from_pdf(pdf([page])).text == f"{text}\n\n{text}\n"


def test_a_sentence_goes_on_over_heads_and_page_numbers() -> None:
    dams = [
        [
            f"The {dam} dam, above the town, was unsafe, and it was so for",
            f"the ten years before the {dam} flood and the fall of",
        ]
        for dam in ("old", "new", "east", "west")
    ]
    pages = [
        [(810, f"Lund v. Berg, No. {n}"), *spaced(dam, 760, 13), (40, f"Page {n} of 4")]
        for n, dam in enumerate(dams, 1)
    ]
    text = from_pdf(pdf(pages)).text
    assert text == "Lund v. Berg, No. 1\n\n" + "\n".join(line for dam in dams for line in dam) + "\n"


def test_the_numbers_of_lines_are_no_part_of_the_text() -> None:
    numbers = [(760 - 24 * number, str(number)) for number in range(1, 20)]
    assert from_pdf(pdf([[*numbers, *spaced(LONG, 768, 24)]])).text == "\n".join(LONG) + "\n"
    few = [(760, "3"), (700, "7 dams")]
    assert from_pdf(pdf([few])).text == "3\n\n7 dams\n"


def test_a_heading_right_above_a_paragraph_is_apart() -> None:
    for heading in ("I. Facts & Background", "THE FLOOD OF MAY"):
        text = from_pdf(pdf([spaced([heading, *LONG], 760, 13)])).text
        assert text == f"{heading}\n\n" + "\n".join(LONG) + "\n"


def test_a_stamp_in_the_margin_of_every_page_is_no_part_of_the_text() -> None:
    pages = [
        [*spaced(LONG, 760, 13), (600, "ada on LUND7 with PROOFS"), *spaced([f"Page {n}."], 400, 13)] for n in range(4)
    ]
    pages = [[*page, *spaced(["a foot", "of", "notes"], 300, 26)] for page in pages]
    assert "PROOFS" not in from_pdf(pdf(pages)).text


def test_words_divided_at_the_end_of_a_line_are_whole() -> None:
    lines = ["Nobody expected the govern-", "ment, which owns the well-known dam, to pay for a well-", "known fault."]
    text = "Nobody expected the government,\nwhich owns the well-known dam, to pay for a well-known\nfault.\n"
    assert from_pdf(pdf([spaced(lines, 760, 13)])).text == text


def test_the_properties_of_a_pdf_and_its_unread_pages(tmp_path: Path) -> None:
    whole = pdf([[(760, "It was late.")], [(760, "One")]])
    info = b"<< /Title (On dams) /Author (Ada Stone) >>"
    found = from_pdf(pdf([[(760, "It was late.")]], info=info)).imprint
    assert (found.title, found.authors, found.unread) == ("On dams", ("Ada Stone",), None)
    drawn = whole.replace(b"BT /F1 11 Tf\n1 0 0 1 72 760 Tm (One) Tj\nET", b"1 1 9 9 re f" + b" " * 33)
    (tmp_path / "a.pdf").write_bytes(drawn)
    assert convert(tmp_path / "a.pdf").imprint.unread == "2"
    text_file(tmp_path / "a.pdf")
    corpus = load_corpus(tmp_path, Problems())
    assert "no text that can be read on page 2 — run text recognition" in str(corpus.warnings[0])
    assert "The text of page 2 could not be read." in str(corpus.entry(tmp_path / "a.txt").description.note)


def test_a_pdf_reader_that_fails_ends_nothing_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "dies.py"
    monkeypatch.setattr("onrecord.text.pdf_text.PROGRAM", program)
    for how, what in (("SIGSEGV", "this PDF is damaged"), ("SIGXCPU", "more than 120 seconds")):
        program.write_text(f"import os, signal\nos.kill(os.getpid(), signal.{how})")
        with pytest.raises(UnreadableDocument, match=what):
            from_pdf(pdf([[(700, "x")]]))


# ── Word ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_word_file_becomes_paragraphs_with_its_notes_and_tables() -> None:
    link = '<w:hyperlink r:id="rId1"><w:r><w:t>here</w:t></w:r></w:hyperlink>'
    said = (
        '<w:p><w:r><w:t xml:space="preserve">He said so </w:t></w:r>{}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    row = "<w:tbl><w:tr>" + f"<w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b')}</w:tc>" + "</w:tr></w:tbl>"
    body = (
        paragraph("The title", "Title")
        + paragraph("A part 1", "toc1")
        + paragraph("A part", "heading1")
        + said.format(link)
        + row
    )
    note = '<w:footnote w:id="2">' + paragraph("Roth 2017.") + "</w:footnote>"
    lone = f"<w:p>{link}</w:p>"
    text = from_docx(docx(body + lone, note, ["https://example.org/a"])).text
    assert text == ("The title\n\nA part\n\nHe said so here [1]\n\na\tb\n\nhere\n\n1. Roth 2017.\n")


# ── bad input ──────────────────────────────────────────────────────────────────────────────────────────

FINE = docx(paragraph("x"))
BOMB = docx(paragraph("x"), more=[("word/x.xml", b" " * 60_000_000)])


@pytest.mark.parametrize(
    "suffix, data, what",
    [
        (".html", b"<script>x</script><nav>Home</nav>", "this page has no text"),
        (".html", b"\x00\x01\x02\x03", "this is a binary file, not a web page"),
        (".htm", b"", "the file is empty"),
        (".pdf", b"hello", "this is not a PDF"),
        (".pdf", b"%PDF-1.4 and then nothing", "this PDF is damaged, or is incomplete"),
        (".pdf", pdf([[(700, "x")]])[:100], "this PDF is damaged, or is incomplete"),
        (".pdf", pdf([[]]), "this PDF has no text, only images of it"),
        (".pdf", pdf([[(700, "secret")]], LOCKED), "this PDF needs a password"),
        (".docx", b"hello", "this is not a Word file"),
        (".docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "this Word file has a password"),
        (".docx", FINE[: len(FINE) // 2], "this is not a Word file"),
        (".docx", BOMB, "this Word file unpacks to 60,00"),
        (".docx", docx(""), "this Word file has no text"),
        (".docx", docx("<w:p>"), "this Word file is damaged"),
    ],
)
def test_bad_files_are_explained(tmp_path: Path, suffix: str, data: bytes, what: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    problems = Problems()
    assert find_documents(tmp_path, problems) == []
    [problem] = problems
    assert problem.path == str(path)
    assert problem.what.startswith(what)
    assert problem.remedy
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_zip_that_is_not_a_word_file(tmp_path: Path) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(UnreadableDocument, match="not a Word file"):
        from_docx(out.getvalue())


@pytest.mark.parametrize(
    "suffix, name, package",
    [(".html", "bs4", "beautifulsoup4"), (".pdf", "pypdfium2", "pypdfium2"), (".docx", "mammoth", "mammoth")],
)
def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, suffix: str, name: str, package: str) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(
        UnreadableDocument, match=f"needs the library {package} — install it: python -m pip install {package}$"
    ):
        converter(suffix).converted(b"%PDF-")


def converter(suffix: str) -> Converter:
    found = converter_for(f"a{suffix}")
    assert found
    return found


def test_the_extras_install_what_the_converters_need() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {
        extra: {re.split("[<>=]", package)[0] for package in packages}
        for extra, packages in project["optional-dependencies"].items()
    }
    of_readers = {"llm": {"llm"}}
    assert extras == of_readers | {one.extra: set(one.libraries.values()) for one in CONVERTERS if one.extra}


def test_a_new_kind_of_file_is_a_function_and_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    captions = Converter((".sbv",), "Captions", lambda data: Converted(data.decode().partition("\n")[2]))
    monkeypatch.setattr("onrecord.text.converters.CONVERTERS", (*CONVERTERS, captions))
    (tmp_path / "talk.SBV").write_text("00:00:01\nThe talks have failed.\n")
    assert [path.name for path in find_documents(tmp_path, Problems())] == ["talk.txt"]
    assert (tmp_path / "talk.txt").read_text() == "The talks have failed.\n"
    (tmp_path / "talk.pages").write_text("x")
    with pytest.raises(
        UnreadableDocument, match="rename it to end in one of .txt, .md, .html, .htm, .pdf, .docx, .*, .sbv"
    ):
        convert(tmp_path / "talk.pages")
    assert "| Captions | `.sbv` |  |" in converter_table()


def test_what_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    with path.open("wb") as file:
        file.truncate(50_000_001)
    with pytest.raises(UnreadableDocument, match="50,000,001 bytes are more than the 50,000,000"):
        convert(path)


@pytest.mark.parametrize("tags", [b"<div>", b"<a href='http://e.org'>", b"<table><tr><td>"])
def test_time_grows_as_the_page_does(tags: bytes) -> None:
    assert from_html(tags * 3_000 + b"deep").text == "deep\n"
    assert grows_as_the_text(lambda size: lambda: from_html(tags * size + b"deep"), 300)


@settings(max_examples=40)
@given(st.data())
def test_damaged_files_never_crash(data: st.DataObject) -> None:
    suffix, whole = data.draw(
        st.sampled_from([(".pdf", pdf([[(700, "Some text")]])), (".docx", FINE), (".html", PAGE.encode())])
    )
    damaged = bytearray(whole)
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        damaged[at] = data.draw(st.integers(0, 255))
    try:
        assert converter(suffix).converted(bytes(damaged)).text.strip()
    except UnreadableDocument as error:
        assert error.what and error.remedy


# ── which file is the document ─────────────────────────────────────────────────────────────────────────


def test_a_file_is_converted_once_and_its_text_is_the_document(tmp_path: Path) -> None:
    original = tmp_path / "report.HTML"
    original.write_text("<p>One</p>")
    (tmp_path / "notes.md").write_text("# Two")
    for name in "README.md", "CODEBOOK.md", ".hidden.txt", "~$report.docx", "actors.yml", "report.yml":
        (tmp_path / name).write_text("x")
    problems = Problems()
    assert [path.name for path in find_documents(tmp_path, problems)] == ["notes.md", "report.txt"]
    text = tmp_path / "report.txt"
    assert text.read_bytes() == b"One\n"
    record = (tmp_path / "report.HTML.sha256").read_text().splitlines()
    assert [line[64:] for line in record] == ["  report.HTML", "  report.txt"]
    written = text.stat().st_mtime_ns
    assert [path.name for path in find_documents(tmp_path, problems)] == ["notes.md", "report.txt"]
    assert text.stat().st_mtime_ns == written
    assert list(problems) == []
    found = originals(tmp_path)[text.name]
    assert (found.name, found.sha256) == ("report.HTML", record[0][:64])
    assert "notes.md" not in originals(tmp_path)


def test_changes_on_either_side_are_found(tmp_path: Path) -> None:
    original = tmp_path / "report.html"
    original.write_text("<p>One</p>")
    text = text_file(original)
    original.write_text("<p>Two</p>")
    with pytest.raises(
        UnreadableDocument, match="has changed since report.txt was converted from it — delete report.txt"
    ):
        text_file(original)
    text.unlink()
    assert text_file(original).read_text() == "Two\n"
    text.write_text("Three\n")
    with pytest.raises(
        UnreadableDocument, match="report.txt has changed since it was converted from it — delete report.txt"
    ):
        text_file(original)
    (tmp_path / "report.html.sha256").write_text("?")
    with pytest.raises(UnreadableDocument, match="does not hold two lines of sha256sum"):
        text_file(original)


def test_two_files_never_share_a_text(tmp_path: Path) -> None:
    for name in "a.html", "a.htm":
        (tmp_path / name).write_text("<p>One</p>")
    (tmp_path / "b.txt").write_text("mine")
    (tmp_path / "b.pdf").write_bytes(pdf([[(700, "other")]]))
    problems = Problems()
    assert [path.name for path in find_documents(tmp_path, problems)] == ["a.txt", "b.txt"]
    assert [problem.what for problem in problems] == [
        "a.txt already exists, and was not converted from this file",
        "b.txt already exists, and was not converted from this file",
    ]
    assert (tmp_path / "b.txt").read_text() == "mine"


def test_a_name_that_is_not_an_id_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "my\nreport.html").write_text("<p>One</p>")
    problems = Problems()
    assert find_documents(tmp_path, problems) == []
    assert [problem.remedy for problem in problems] == ["rename it; use text without slashes or control characters"]
    assert len(list(tmp_path.iterdir())) == 1


def test_check_tries_a_conversion_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<h1>Talks</h1><p>The talks in Lund have failed.</p>", encoding="utf-8")
    assert find_documents(tmp_path, Problems(), write=False) == []
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    (tmp_path / "empty.html").write_bytes(b"")
    problems = Problems()
    find_documents(tmp_path, problems, write=False)
    assert "the file is empty" in str(next(iter(problems)))


# ── limits ─────────────────────────────────────────────────────────────────────────────────────────────


UNNOTICED = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""What is raised when the time is over may be raised in a finalizer, of which pytest warns."""


def endless(_: bytes) -> Converted:
    while True:
        with suppress(Exception):
            sum(range(1000))


@UNNOTICED
def test_what_takes_too_long_is_refused_and_the_next_file_is_read() -> None:
    with pytest.raises(UnreadableDocument, match="reading it takes more than 1 seconds — save it again in a simpler"):
        Converter((".x",), "X", endless, seconds=1).converted(b"")
    with pytest.raises(UnreadableDocument, match="more than 1 seconds"):
        replace(converter(".html"), seconds=1).converted(b"<div>" * 100_000 + b"deep")
    assert from_html(b"<p>One</p>").text == "One\n"
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)


class Finalized:
    """Python ignores what its finalizer raises."""

    def __del__(self) -> None:
        endless(b"")


@UNNOTICED
def test_what_takes_too_long_is_refused_though_the_end_of_its_time_goes_unnoticed() -> None:
    with pytest.raises(UnreadableDocument, match="more than 1 seconds"), bounded(1):
        Finalized()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory")
def test_what_takes_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(UnreadableDocument, match="reading it takes more than 100,000,000 bytes of memory"):
        with bounded(60, 100_000_000):
            bytearray(200_000_000)
    assert resource.getrlimit(resource.RLIMIT_AS) == limits
    packed = zlib.compress(b" " * 400_000_000, 9)
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    bomb = re.sub(rb"<< /Length \d+ >>.*?endstream", lambda _: stream, pdf([[(700, "x")]]), flags=re.DOTALL)
    monkeypatch.setattr("onrecord.text.pdf_text.MOST_MEMORY", 300_000_000)
    with pytest.raises(UnreadableDocument):
        from_pdf(bomb)


def test_a_file_that_is_read_beside_others_has_no_time_limit() -> None:
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(converter(".html").converted, b"<p>One</p>").result().text == "One\n"


def test_the_text_of_a_pdf_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.text.pdf_text.MAX_BYTES", 20)
    assert len(read_pdf(pdf([[(700, "Some more words")]] * 9)).pages) == 2


@pytest.mark.parametrize("name", ["page.html", "page.html.sha256", "page.txt", "other.pdf.sha256"])
def test_a_pipe_beside_a_converted_file_is_not_waited_for(tmp_path: Path, name: str) -> None:
    (tmp_path / "page.html").write_text("<p>One</p>")
    text_file(tmp_path / "page.html")
    (tmp_path / name).unlink(missing_ok=True)
    os.mkfifo(tmp_path / name)
    problems = Problems()
    find_documents(tmp_path, problems)
    assert "it is a pipe or a device" in str(list(problems)) or name.startswith("other")
    assert set(originals(tmp_path)) == ({"page.txt"} if name != "page.html.sha256" else set())


def test_a_file_that_is_replaced_while_it_is_converted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = tmp_path / "page.html"

    def meanwhile(data: bytes) -> Converted:
        original.write_text("<p>Two</p>")
        return from_html(data)

    original.write_text("<p>One</p>")
    with monkeypatch.context() as patch:
        patch.setattr("onrecord.text.converters.CONVERTERS", (Converter((".html",), "X", meanwhile),))
        assert text_file(original).read_text() == "One\n"
    with pytest.raises(UnreadableDocument, match="it has changed since page.txt was converted from it"):
        text_file(original)


def test_an_article_is_never_looked_for_outside_its_element() -> None:
    soup = BeautifulSoup("<div>Top</div><main><p>a</p><p>b</p><p>c</p></main>", "html.parser")
    main = soup.main
    assert main
    article = Article(main, lambda _: True, strict=True)
    article.tags = {id(tag): tag for tag in (main, *main.find_all("p"))}
    article.scores = dict.fromkeys(article.tags, 9.0) | {id(main): 10.0}
    assert article.best() is main
