"""Files of other kinds to plain text.

Kept: the words in reading order, with blank lines between paragraphs and headings, and a line for each list item
and table row. Left out: scripts, navigation, forms, pictures, running heads, the addresses of links.

To add a kind of file, write its function and name it in :data:`CONVERTERS`.
"""

from __future__ import annotations

from onrecord.text.conversion import Converted, Converter, parse_html, visible_text
from onrecord.text.document import UnreadableDocument
from onrecord.text.html_text import only_heading, page_text, page_title
from onrecord.text.imprint import Imprint, clean_title, signed_authors
from onrecord.text.mail import from_eml
from onrecord.text.packed_files import from_docx, from_epub, from_odt
from onrecord.text.page_imprint import PageImprint
from onrecord.text.pdf_text import pdf_text, read_pdf
from onrecord.text.rtf_text import from_rtf
from onrecord.text.subtitles import from_subtitles

LIGATURES = dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "ft", "st"), strict=True))
"""Ligatures and their letters: “oﬃce” must be found as “office”."""
MORE = 2
"""So many times longer than what a page shows, the article in its metadata is what a script shows."""


# ── HTML ───────────────────────────────────────────────────────────────────────────────────────────────


def from_html(data: bytes) -> Converted:
    """A saved web page: its main part or only article, without headers, footers and navigation."""
    soup = parse_html(data)
    said = PageImprint(soup, only_heading(soup))
    text, beside = page_text(soup), said.article_body
    if len(beside) > MORE * len(text):
        text = f"{page_title(soup)}\n\n{beside}"
    what = "this page has no text; its words may be added by a script"
    text = visible_text(text, what, "save the page from the browser as text, or as PDF")
    return Converted(text, said.imprint())


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


CONVERTERS: tuple[Converter, ...] = (
    Converter((".html", ".htm"), "Web page", from_html, "html", {"bs4": "beautifulsoup4"}),
    Converter((".pdf",), "PDF", from_pdf, "pdf", {"pypdfium2": "pypdfium2"}),
    Converter((".docx",), "Word file", from_docx, "docx", {"mammoth": "mammoth", "bs4": "beautifulsoup4"}, seconds=60),
    Converter((".odt",), "OpenDocument text", from_odt, "html", {"bs4": "beautifulsoup4"}, seconds=60),
    Converter((".rtf",), "Rich text", from_rtf, seconds=60),
    Converter((".epub",), "EPUB book", from_epub, "html", {"bs4": "beautifulsoup4"}, seconds=60),
    Converter((".eml",), "E-mail", from_eml, "html", {"bs4": "beautifulsoup4"}),
    Converter((".srt", ".vtt"), "Subtitles", from_subtitles),
)
"""The kinds of files that can be converted; messages, the README and the test of the extras follow this list."""


def converter_for(name: str) -> Converter | None:
    """The converter for a file of this name, in capitals or not."""
    return next((converter for converter in CONVERTERS if name.lower().endswith(converter.suffixes)), None)
