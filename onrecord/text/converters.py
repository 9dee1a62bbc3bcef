"""HTML, PDF and Word files to plain text.

Kept: the words in reading order, with blank lines between paragraphs and headings, and a line for each list item
and table row. Left out: scripts, navigation, forms, pictures, running heads, the addresses of links.

To add a kind of file, write its function and name it in :data:`CONVERTERS`.
"""

from __future__ import annotations

import importlib
import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any
from xml.parsers.expat import ExpatError
from xml.sax import SAXException

from onrecord.text.bounded import bounded
from onrecord.text.document import UnreadableDocument
from onrecord.text.encodings import page_text_of
from onrecord.text.html_text import only_heading, page_text
from onrecord.text.imprint import NONE, Imprint, clean_language, clean_title, signed_authors
from onrecord.text.page_imprint import page_imprint
from onrecord.text.pdf_text import pdf_text, read_pdf

BROKEN = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    OSError,
    EOFError,
    RuntimeError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
    ExpatError,
    SAXException,
)
"""What the libraries raise for a file that violates its format."""

MOST_XML = 50_000_000
"""The most bytes that the parts of a Word file may unpack to, ten times what a genuine one needs."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of Word files from before 2007, and of newer ones with a password."""

UNWANTED = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xAD, 0x200B])
"""Invisible characters: control characters, soft hyphens and zero-width spaces."""

LIGATURES = dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "ft", "st"), strict=True))
"""Ligatures and their letters: “oﬃce” must be found as “office”."""
DOCX_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => h2:fresh"


@dataclass(frozen=True)
class Converted:
    """What a file holds: its text, and what it says of itself."""

    text: str
    imprint: Imprint = NONE


@dataclass(frozen=True)
class Converter:
    """Converts files of one kind to text.

    :param suffixes: the suffixes of their names, in lower case
    :param convert: what a file's bytes hold; raises UnreadableDocument
    :param extra: the extra that installs the libraries: ``onrecord[html]``
    :param libraries: packages by the name that is imported
    :param seconds: the most CPU time that one file may take
    """

    suffixes: tuple[str, ...]
    title: str
    convert: Callable[[bytes], Converted]
    extra: str = ""
    libraries: Mapping[str, str] = field(default_factory=dict)
    seconds: int = 20

    def converted(self, data: bytes) -> Converted:
        """What a file's bytes hold.

        :raises UnreadableDocument: when it can't be read within its time, or a library is missing
        """
        for module, package in self.libraries.items():
            if find_spec(module) is None:
                what = f"reading this kind of file needs the library {package}"
                raise UnreadableDocument(what, f"install it: python -m pip install {package}")
        with bounded(self.seconds):
            return self.convert(data)


def visible_text(text: str, what: str, remedy: str) -> str:
    """Text without invisible characters and outer white space.

    :raises UnreadableDocument: when nothing is left
    """
    text = text.encode("utf-8", "replace").decode().translate(UNWANTED).strip()
    if not text:
        raise UnreadableDocument(what, remedy)
    return f"{text}\n"


# ── HTML ───────────────────────────────────────────────────────────────────────────────────────────────


def from_html(data: bytes) -> Converted:
    """A saved web page: its main part or only article, without headers, footers and navigation."""
    soup = parse_html(data)
    what = "this page has no text; its words may be added by a script"
    text = visible_text(page_text(soup), what, "save the page from the browser as text, or as PDF")
    return Converted(text, page_imprint(soup, only_heading(soup)))


def parse_html(data: bytes | str) -> Any:
    """The tree of a page; bytes that are valid UTF-8 are decoded as UTF-8, whatever the page declares."""
    bs4 = importlib.import_module("bs4")
    markup: bytes | str = data
    if isinstance(data, bytes) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        if b"\x00" in data:
            raise UnreadableDocument("this is a binary file, not a web page", "save the page again, as HTML")
        try:
            markup = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            declared = bs4.dammit.EncodingDetector.find_declared_encoding(data, is_html=True)
            markup = page_text_of(data, declared) or data
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return bs4.BeautifulSoup(markup, "html.parser")
        except (*BROKEN, bs4.exceptions.ParserRejectedMarkup) as error:
            raise UnreadableDocument("this HTML can't be parsed", "open it in a browser and save it again") from error


# ── PDF ────────────────────────────────────────────────────────────────────────────────────────────────


def from_pdf(data: bytes) -> Converted:
    """A PDF, a paragraph for each block of lines, without page numbers and running heads."""
    if b"%PDF-" not in data[:1024]:
        raise UnreadableDocument("this is not a PDF, whatever its name says", "export it as PDF again")
    found = read_pdf(data)
    text = pdf_text(found.pages).translate(LIGATURES)
    if text.count("\ufffd") * 4 > len(text):
        what = "the fonts of this PDF do not say which letters their glyphs are"
        raise UnreadableDocument(what, "run text recognition on it (ocrmypdf --force-ocr), or find another copy")
    what = "this PDF has no text, only images of it"
    text = visible_text(text, what, "run text recognition on it (ocrmypdf), or find another copy")
    imprint = Imprint(
        title=clean_title(found.properties.get("Title", "")),
        authors=signed_authors(found.properties.get("Author", "")),
        unread=", ".join(map(str, found.unread)) or None,
    )
    return Converted(text, imprint)


# ── Word ───────────────────────────────────────────────────────────────────────────────────────────────


def from_docx(data: bytes) -> Converted:
    """A Word file with its footnotes at the end; deleted words and comments are left out."""
    mammoth = importlib.import_module("mammoth")
    check_docx(data)
    try:
        html = mammoth.convert_to_html(
            io.BytesIO(data),
            convert_image=lambda _: [],
            style_map=DOCX_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
        ).value
    except BROKEN as error:
        what = "this Word file is damaged"
        raise UnreadableDocument(what, "open it in a word processor and save it again as .docx") from error
    text = page_text(parse_html(html), whole=True)
    text = visible_text(text, "this Word file has no text", "put the document's text in it, or remove it")
    return Converted(text, docx_imprint(data))


def docx_imprint(data: bytes) -> Imprint:
    """The properties of a Word file; the day is when it was made, which is not when it was published."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        try:
            core = parse_html(parts.read("docProps/core.xml"))
        except KeyError:
            return NONE
    found = {tag.name: tag.get_text() for tag in core.find_all(["dc:title", "dc:creator", "dc:language"])}
    return Imprint(
        title=clean_title(found.get("dc:title", "")),
        authors=signed_authors(found.get("dc:creator", "")),
        language=clean_language(found.get("dc:language", "")),
    )


def check_docx(data: bytes) -> None:
    """Refuse a file that is not a Word file, or unpacks to more than a document may have.

    :raises UnreadableDocument: saying which
    """
    if data.startswith(OLE):
        what = "this Word file has a password, or is in the format from before 2007"
        raise UnreadableDocument(what, "save it as .docx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = {part.filename: part for part in parts.infolist()}
    except BROKEN as error:
        what = "this is not a Word file, whatever its name says, or it is damaged"
        raise UnreadableDocument(what, "save it again as .docx") from error
    if "word/document.xml" not in names:
        raise UnreadableDocument("this is not a Word file, whatever its name says", "save it again as .docx")
    size = sum(part.file_size for name, part in names.items() if not name.startswith("word/media/"))
    if size > MOST_XML or len(names) > 10_000:
        what = f"this Word file unpacks to {size:,} bytes, more than a document's {MOST_XML:,}"
        raise UnreadableDocument(what, "split it into its parts, one file each")


CONVERTERS: tuple[Converter, ...] = (
    Converter((".html", ".htm"), "Web page", from_html, "html", {"bs4": "beautifulsoup4"}),
    Converter((".pdf",), "PDF", from_pdf, "pdf", {"pypdfium2": "pypdfium2"}),
    Converter((".docx",), "Word file", from_docx, "docx", {"mammoth": "mammoth", "bs4": "beautifulsoup4"}, seconds=60),
)
"""The kinds of files that can be converted; messages, the README and the test of the extras follow this list."""


def converter_for(name: str) -> Converter | None:
    """The converter for a file of this name, in capitals or not."""
    return next((converter for converter in CONVERTERS if name.lower().endswith(converter.suffixes)), None)
