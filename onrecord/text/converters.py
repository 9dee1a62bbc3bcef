"""HTML, PDF and Word files to plain text.

Kept: the words in reading order, with blank lines between paragraphs and headings, and a line for each list item
and table row. Left out: scripts, navigation, forms, pictures, running heads. The target of a link follows its words
in parentheses, as a citation; words hyphenated at a line's end are not repaired.

To add a kind of file, write its function and name it in :data:`CONVERTERS`.
"""

from __future__ import annotations

import importlib
import io
import logging
import re
import struct
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from xml.parsers.expat import ExpatError
from xml.sax import SAXException

from onrecord.text.bounded import bounded
from onrecord.text.document import MAX_BYTES, UnreadableDocument
from onrecord.text.html_text import page_text

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
UNMAPPED = re.compile(r"\(cid:\d+\)")
PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*\Z", re.IGNORECASE)
UNFINISHED = re.compile(r"[\w,;-]\Z")
DOCX_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => h2:fresh"


@dataclass(frozen=True)
class Converter:
    """Converts files of one kind to text.

    :param suffixes: the suffixes of their names, in lower case
    :param convert: the text of a file's bytes; raises UnreadableDocument
    :param extra: the extra that installs the libraries: ``onrecord[html]``
    :param libraries: packages by the name that is imported
    :param seconds: the most CPU time that one file may take
    """

    suffixes: tuple[str, ...]
    title: str
    convert: Callable[[bytes], str]
    extra: str = ""
    libraries: Mapping[str, str] = field(default_factory=dict)
    seconds: int = 20

    def text(self, data: bytes) -> str:
        """The text of a file's bytes.

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


def html_text(data: bytes) -> str:
    """The text of a saved web page: its main part or only article, without headers, footers and navigation."""
    soup = parse_html(data)
    what = "this page has no text; its words may be added by a script"
    return visible_text(page_text(soup), what, "save the page from the browser as text, or as PDF")


def parse_html(data: bytes | str) -> object:
    """The tree of a page; bytes that are valid UTF-8 are decoded as UTF-8, whatever the page declares."""
    bs4 = importlib.import_module("bs4")
    markup: bytes | str = data
    if isinstance(data, bytes) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        if b"\x00" in data:
            raise UnreadableDocument("this is a binary file, not a web page", "save the page again, as HTML")
        try:
            markup = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            markup = data
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return bs4.BeautifulSoup(markup, "html.parser")
        except (*BROKEN, bs4.exceptions.ParserRejectedMarkup) as error:
            raise UnreadableDocument("this HTML can't be parsed", "open it in a browser and save it again") from error


# ── PDF ────────────────────────────────────────────────────────────────────────────────────────────────


def pdf_text(data: bytes) -> str:
    """The text of a PDF, a paragraph for each block of lines, without page numbers and running heads."""
    if b"%PDF-" not in data[:1024]:
        raise UnreadableDocument("this is not a PDF, whatever its name says", "export it as PDF again")
    pages = pdf_pages(data)
    text = join_pages(without_running_heads(pages)).translate(LIGATURES)
    if len(UNMAPPED.findall(text)) * 40 > len(text):
        what = "the fonts of this PDF do not say which letters their glyphs are"
        raise UnreadableDocument(what, "run text recognition on it (ocrmypdf --force-ocr), or find another copy")
    what = "this PDF has no text, only images of it"
    return visible_text(text, what, "run text recognition on it (ocrmypdf), or find another copy")


def pdf_pages(data: bytes) -> list[list[str]]:
    """The blocks of lines on each page, in reading order; of more text than a document may have, the first pages."""
    high_level, layout = importlib.import_module("pdfminer.high_level"), importlib.import_module("pdfminer.layout")
    errors = importlib.import_module("pdfminer.pdfdocument")
    syntax = importlib.import_module("pdfminer.psexceptions")
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    pages: list[list[str]] = []
    characters = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            for page in high_level.extract_pages(io.BytesIO(data), laparams=layout.LAParams()):
                blocks = (block.get_text() for block in page if isinstance(block, layout.LTTextContainer))
                pages.append([tidy for tidy in map(tidy_lines, blocks) if tidy])
                characters += sum(map(len, pages[-1]))
                if characters > MAX_BYTES:
                    break
        except errors.PDFPasswordIncorrect as error:
            what = "this PDF needs a password"
            raise UnreadableDocument(what, "save a copy without the password") from error
        except errors.PDFEncryptionError as error:
            what = "this PDF is encrypted in a way that can't be read"
            raise UnreadableDocument(what, "save a copy without encryption") from error
        except (*BROKEN, syntax.PSException) as error:
            what = f"this PDF is damaged on page {len(pages) + 1}, or is incomplete"
            raise UnreadableDocument(what, "download it again, or open it and print it to a new PDF") from error
    return pages


def tidy_lines(block: str) -> str:
    """The lines that are not blank, trimmed."""
    return "\n".join(line.strip() for line in block.splitlines() if line.strip())


def without_running_heads(pages: Sequence[list[str]]) -> list[list[str]]:
    """Pages without page numbers, and without first or last blocks that, numbers aside, recur on half of the pages."""
    if len(pages) < 2:
        return list(pages)
    edges = Counter(key for page in pages for key in {running_head(block) for block in (page[:1] + page[-1:])})
    seen: set[str] = set()
    kept: list[list[str]] = []
    for page in pages:
        blocks = []
        for number, block in enumerate(page):
            key = running_head(block)
            at_edge = number in (0, len(page) - 1)
            repeated = edges[key] >= min(3, len(pages)) and edges[key] * 2 >= len(pages) and key in seen
            seen.add(key)
            if not (at_edge and (repeated or PAGE_NUMBER.match(block))):
                blocks.append(block)
        kept.append(blocks)
    return kept


def running_head(block: str) -> str:
    """A block with its numbers masked, so that it is the same on every page."""
    return re.sub(r"\d+", "#", " ".join(block.split())).lower()


def join_pages(pages: Sequence[list[str]]) -> str:
    """All pages as one text: blank lines between blocks, except where a sentence continues on the next page."""
    text = ""
    for page in pages:
        for number, block in enumerate(page):
            runs_over = number == 0 and UNFINISHED.search(text) and block[0].islower()
            text += ("\n" if runs_over else "\n\n" if text else "") + block
    return text


# ── Word ───────────────────────────────────────────────────────────────────────────────────────────────


def docx_text(data: bytes) -> str:
    """The text of a Word file with its footnotes at the end; deleted words and comments are left out."""
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
    return visible_text(text, "this Word file has no text", "put the document's text in it, or remove it")


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
    Converter((".html", ".htm"), "Web page", html_text, "html", {"bs4": "beautifulsoup4"}),
    Converter((".pdf",), "PDF", pdf_text, "pdf", {"pdfminer": "pdfminer.six"}, seconds=300),
    Converter((".docx",), "Word file", docx_text, "docx", {"mammoth": "mammoth", "bs4": "beautifulsoup4"}, seconds=60),
)
"""The kinds of files that can be converted; messages, the README and the test of the extras follow this list."""


def converter_for(name: str) -> Converter | None:
    """The converter for a file of this name, in capitals or not."""
    return next((converter for converter in CONVERTERS if name.lower().endswith(converter.suffixes)), None)
