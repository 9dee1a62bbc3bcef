"""E-mails, books, OpenDocument and rich texts, and subtitles become text, with what they say of themselves."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from onrecord.problems import Problems
from onrecord.text.conversion import Converted
from onrecord.text.converters import CONVERTERS
from onrecord.text.document import UnreadableDocument, document_from_bytes
from onrecord.text.document_files import convert, find_documents
from onrecord.text.mail import from_eml
from onrecord.text.packed_files import from_epub, from_odt
from onrecord.text.rtf_text import from_rtf
from onrecord.text.sections import find_sections
from onrecord.text.subtitles import from_subtitles
from tests.office_files import packed

__test__ = bool(find_spec("bs4"))


def kinds(text: str) -> list[tuple[str, str]]:
    """Each section's kind and first characters."""
    return [(section.kind, text[slice(*section.exact)][:14]) for section in find_sections(text)]


# ── e-mail ─────────────────────────────────────────────────────────────────────────────────────────────

HEADERS = """From: =?utf-8?q?Ada_St=C3=B6ne?= <ada@example.org>
To: Olaf Berg <olaf@example.org>
Date: Tue, 4 Jun 2024 10:00:00 +0200
Subject: The dam above
 Lund
Received: from nowhere
"""
MAIL = f"""{HEADERS}Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

The dam in Malm=F6 broke on Monday. Nobody was hurt.
On Mon, 3 Jun 2024 Olaf Berg wrote:
> Has the dam broken?

I will know more tomorrow.
--=20
Ada Stone
Lund Press
--x
Content-Type: application/pdf; name=a.pdf
Content-Disposition: attachment; filename=a.pdf

x
--x--
"""
TOP = """From: Ada Stöne <ada@example.org>
To: Olaf Berg <olaf@example.org>
Date: Tue, 04 Jun 2024 10:00:00 +0200
Subject: The dam above Lund
"""


def test_an_email_is_its_headers_and_what_it_says() -> None:
    found = from_eml(MAIL.encode())
    assert found.text.startswith(f"{TOP}\nThe dam in Malmö broke on Monday.")
    assert "Received" not in found.text
    assert found.imprint.note == "Attached, and not read: a.pdf."
    known = document_from_bytes(found.text.encode(), "a.txt").imprint
    assert (known.title, known.authors, known.published) == ("The dam above Lund", ("Ada Stöne",), "2024-06-04")


def test_headers_quoted_replies_and_signatures_are_boilerplate() -> None:
    text = f"{TOP}\nThe dam broke on Monday.\n> Has the dam broken?\nNobody was hurt.\n\n-- \nAda Stone\n\nLund Press\n"
    assert kinds(text) == [
        ("boilerplate", "From: Ada Stön"),
        ("body", "The dam broke "),
        ("boilerplate", "> Has the dam "),
        ("body", "Nobody was hur"),
        ("boilerplate", "-- \nAda Stone\n"),
    ]
    below = "The dam broke on Monday.\n\nFrom: Olaf Berg\nSent: Monday\nSubject: The dam\n\nHas it broken?\n"
    assert [kind for kind, _ in kinds(f"{TOP}\n{below}")] == ["boilerplate", "body", "boilerplate"]
    signed = "The dam\n\nIt broke on Monday. Nobody was hurt.\n\nKind regards,\n\nAda Stone\n"
    assert [kind for kind, _ in kinds(f"{TOP}\n{signed}")] == ["boilerplate", "heading", "body", "boilerplate"]
    assert [kind for kind, _ in kinds("She said so.\n\n> The dam broke.\n\nNobody was hurt.")] == ["body"]


def test_an_email_that_is_a_page() -> None:
    page = "<p>The dam broke.</p><div class=gmail_quote>Olaf wrote:<p>Has it?</div>"
    found = from_eml(f"{HEADERS}Content-Type: text/html; charset=utf-8\n\n{page}".encode())
    assert found.text == f"{TOP}\nThe dam broke.\n\n> Olaf wrote:\n>\n> Has it?\n"


# ── OpenDocument ───────────────────────────────────────────────────────────────────────────────────────

ODT = """<office:document-content><office:automatic-styles>
<style:style style:name="P1" style:parent-style-name="Title"/>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1"/></text:list-style>
</office:automatic-styles><office:body>{}</office:body></office:document-content>"""
ODT_BODY = """<office:text><text:tracked-changes><text:p>gone</text:p></text:tracked-changes>
<text:table-of-content><text:p>Contents</text:p></text:table-of-content>
<text:p text:style-name="P1">On dams</text:p><text:h text:outline-level="1">The flood</text:h>
<text:p>It broke<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Quill 2020.</text:p>
</text:note-body></text:note>.<text:s/>Nobody<text:line-break/>was <text:span>hurt</text:span>.
<office:annotation><text:p>really?</text:p></office:annotation></text:p><text:p/>
<text:list text:style-name="L1"><text:list-item><text:p>One.</text:p></text:list-item>
<text:list-item><text:p>Two.</text:p><text:list><text:list-item><text:p>Part.</text:p></text:list-item></text:list>
</text:list-item></text:list><text:list><text:list-item><text:p>Dot.</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>Lund</text:p></table:table-cell>
<table:table-cell><text:p>3</text:p></table:table-cell></table:table-row></table:table></office:text>"""
META = "<office:meta><dc:title>On dams</dc:title><dc:creator>ed</dc:creator><dc:language>en-GB</dc:language>"
META += "<meta:initial-creator>Ada Stone</meta:initial-creator></office:meta>"


def odt(body: str = ODT_BODY, manifest: str = "") -> bytes:
    return packed({"content.xml": ODT.format(body), "meta.xml": META, "META-INF/manifest.xml": manifest})


def test_an_opendocument_text_becomes_paragraphs_with_its_notes_lists_and_tables() -> None:
    found = from_odt(odt())
    lists = "1. One.\n2. Two.\n1. Part.\n\n• Dot.\n\nLund\t3\n\n1. Quill 2020.\n"
    assert found.text == f"On dams\n\nThe flood\n\nIt broke [1]. Nobody\nwas hurt.\n\n{lists}"
    assert (found.imprint.title, found.imprint.authors, found.imprint.language) == ("On dams", ("Ada Stone",), "en")


# ── EPUB ───────────────────────────────────────────────────────────────────────────────────────────────

PACKAGE = """<package><metadata><dc:title>On dams</dc:title><dc:creator>Ada Stone</dc:creator>
<dc:creator>Olaf Berg</dc:creator><dc:publisher>Lund Press</dc:publisher><dc:date>2020-03-01</dc:date>
<dc:language>en-US</dc:language></metadata><manifest><item id="n" href="nav.xhtml" properties="nav"/>
<item id="t" href="toc.xhtml"/><item id="b" href="ch%202.xhtml"/><item id="a" href="one/a.xhtml"/></manifest>
<spine><itemref idref="n"/><itemref idref="t"/><itemref idref="a"/><itemref idref="b"/><itemref idref="gone"/></spine>
<guide><reference type="toc" href="toc.xhtml#top"/></guide></package>"""
CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'


def epub(locked: str = "", chapter: str = "<h1>The flood</h1><p>It broke.</p>") -> bytes:
    parts = {"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": PACKAGE, "OEBPS/nav.xhtml": "<p>Contents</p>"}
    parts |= {"OEBPS/toc.xhtml": "<p>Contents</p>", "OEBPS/one/a.xhtml": chapter, "OEBPS/ch 2.xhtml": "<p>It fell.</p>"}
    return packed(parts | ({"META-INF/encryption.xml": locked} if locked else {}))


def test_a_book_is_its_chapters_in_order() -> None:
    found = from_epub(epub())
    assert found.text == "The flood\n\nIt broke.\n\nIt fell.\n"
    said = found.imprint
    assert (said.title, said.authors, said.publisher) == ("On dams", ("Ada Stone", "Olaf Berg"), "Lund Press")
    assert (said.published, said.language) == ("2020-03-01", "en")
    assert from_epub(epub('<CipherReference URI="OEBPS/fonts/a.otf"/>')).text == found.text


# ── rich text ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rich", "text"),
    [
        (r"One\par Two\line three\par", "One\n\nTwo\nthree\n"),
        (r"{\fonttbl{\f0 Times;}}{\header Head\par}{\*\generator x}{\b Bold}\'92s \u8212?it \{x\}", "Bold’s —it {x}\n"),
        (r"\uc2 \u8220\'93\'93a\u8221 ??b \u-10179?\u-8704?", "“a”b 😀\n"),
        (r"\ansicpg1251 \'cc\'ee\'f1\'ea\'e2\'e0", "Москва\n"),
        (r"\ansicpg932 \'93\'8c\'8b\'9e", "東京\n"),
        (
            r"It broke.{\footnote \chftn {\i Quill} 2020.} Nobody{\v secret} died{\deleted soon}.",
            "It broke. [1] Nobody died.\n\n1. Quill 2020.\n",
        ),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt here}}{\pict\bin3 {}}more}", "here\n"),
        (
            r"A\par\pard\intbl Lund\cell 3\par of 9\cell\row\pard\intbl Ystad\cell 4\cell\row\pard B",
            "A\n\nLund\t3 of 9\nYstad\t4\n\nB\n",
        ),
    ],
)
def test_what_a_rich_text_says(rich: str, text: str) -> None:
    assert from_rtf(rf"{{\rtf1\ansi{{\info{{\title On dams}}{{\author Ada Stone}}}}{rich}}}".encode()).text == text


def test_what_a_rich_text_says_of_itself() -> None:
    said = from_rtf(rb"{\rtf1{\info{\title On dams}{\author Ada Stone}{\creatim\yr2020}}It broke.}").imprint
    assert (said.title, said.authors) == ("On dams", ("Ada Stone",))


# ── subtitles ──────────────────────────────────────────────────────────────────────────────────────────


def test_subtitles_are_the_turns_of_speakers() -> None:
    text = from_subtitles(
        b"""WEBVTT - The talks

NOTE by hand

1
00:01.000 --> 00:03.000 align:start
<v Ada Stone>The talks <i>have</i>

00:03.000 --> 00:05.000
<v Ada Stone>failed. Nobody
knows why &amp; how.

00:05.000 --> 00:06.000
[Applause]

00:06.000 --> 00:08.000
<v Olaf Berg>I do.
"""
    )
    assert text.text == "Ada Stone: The talks have failed. Nobody knows why & how.\n\nOlaf Berg: I do.\n"
    assert text.imprint.title == "The talks"


def test_subtitles_that_roll_and_change_speakers() -> None:
    times = ["00:00:01,000 --> 00:00:02,000", "00:00:02,000 --> 00:00:03,500", "00:00:09,000 --> 00:00:10,000"]
    lines = ["{\\an8}It broke", "It broke\non Monday.", "-No.\n>> MAYOR: Yes."]
    data = "\r\n\r\n".join(f"{n}\r\n{time}\r\n{line}" for n, (time, line) in enumerate(zip(times, lines, strict=True)))
    assert from_subtitles(data.encode()).text == "It broke on Monday.\n\nNo.\n\nMAYOR: Yes.\n"


def test_subtitles_without_sentences_are_divided() -> None:
    lines = "\n\n".join(
        f"00:{n // 60:02}:{n % 60:02}.000 --> 00:{n // 60:02}:{n % 60:02}.900\nand then {n}" for n in range(900)
    )
    text = from_subtitles(lines.encode()).text
    assert 3 <= text.count("\n\n") and max(map(len, text.split("\n\n"))) < 3100


# ── bad input ──────────────────────────────────────────────────────────────────────────────────────────

BOMB = packed({"content.xml": b" " * 60_000_000, "META-INF/container.xml": b"x"})


@pytest.mark.parametrize(
    ("suffix", "data", "what"),
    [
        (".eml", b"hello", "this is not an e-mail"),
        (".eml", HEADERS.encode() + b"\n", "this e-mail has no text"),
        (".eml", f"{HEADERS}Content-Type: multipart/encrypted\n\n".encode(), "this e-mail is encrypted"),
        (".odt", b"hello", "this is not an OpenDocument text, whatever its name says, or it is damaged"),
        (".odt", epub(), "this is not an OpenDocument text, whatever its name says"),
        (".odt", odt()[:-40], "this is not an OpenDocument text"),
        (".odt", odt(manifest="<manifest:encryption-data/>"), "this OpenDocument text has a password"),
        (".odt", odt("<office:spreadsheet></office:spreadsheet>"), "this OpenDocument file is not a text"),
        (".odt", odt("<office:text></office:text>"), "this OpenDocument text has no text"),
        (".odt", BOMB, "this OpenDocument text unpacks to 60,000,001 bytes"),
        (".epub", BOMB, "this EPUB book unpacks to 60,000,001 bytes"),
        (".epub", odt(), "this is not an EPUB book"),
        (".epub", epub('<CipherReference URI="OEBPS/ch%202.xhtml"/>'), "this EPUB book has copy protection"),
        (".epub", packed({"META-INF/container.xml": "x"}), "this EPUB book is damaged"),
        (".rtf", b"hello", "this is not a rich text"),
        (".rtf", rb"{\rtf1{\fonttbl x}}", "this rich text has no text"),
        (".srt", b"hello", "these are not subtitles"),
        (".vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n[Music]\n", "these subtitles have no words"),
    ],
)
def test_bad_files_of_other_kinds_are_explained(tmp_path: Path, suffix: str, data: bytes, what: str) -> None:
    (tmp_path / f"a{suffix}").write_bytes(data)
    problems = Problems()
    assert find_documents(tmp_path, problems) == []
    [problem] = problems
    assert problem.what.startswith(what)
    assert problem.remedy
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("read", "whole"),
    [
        (from_odt, odt()),
        (from_epub, epub()),
        (from_eml, MAIL.encode()),
        (from_rtf, rb"{\rtf1{\b a}\'92 \u8212?b\par c}"),
    ],
)
def test_damaged_files_of_other_kinds_never_crash(read: Callable[[bytes], Converted], whole: bytes) -> None:
    for at in range(0, len(whole), max(len(whole) // 40, 1)):
        for damaged in (whole[:at], whole[:at] + b"\xff\\{" + whole[at + 3 :]):
            try:
                assert read(damaged).text.strip()
            except UnreadableDocument as error:
                assert error.what and error.remedy


def test_every_kind_of_file_is_written_down_once(tmp_path: Path) -> None:
    suffixes = [suffix for known in CONVERTERS for suffix in known.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    (tmp_path / "a.pages").write_bytes(b"x")
    with pytest.raises(UnreadableDocument, match=re.escape(", ".join(suffixes))):
        convert(tmp_path / "a.pages")
