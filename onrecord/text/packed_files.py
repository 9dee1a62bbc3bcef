"""Files that are archives of others: Word, OpenDocument and EPUB."""

from __future__ import annotations

import importlib
import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

from onrecord.text.conversion import BROKEN, Converted, parse_html, visible_text
from onrecord.text.document import UnreadableDocument
from onrecord.text.html_text import page_text
from onrecord.text.imprint import (
    Imprint,
    clean_authors,
    clean_day,
    clean_language,
    clean_name,
    clean_title,
    on_one_line,
    signed_authors,
)

MOST_UNPACKED = 50_000_000
"""The most bytes that the parts of a file may unpack to, without pictures: ten times what a genuine one needs."""
MOST_PARTS = 10_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of Word files from before 2007, and of newer ones with a password."""
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".svg", ".emf", ".wmf", ".tif", ".tiff", ".webp", ".bmp", ".mp3", ".mp4")


@contextmanager
def opened_archive(data: bytes, kind: str, needed: str, suffix: str) -> Iterator[zipfile.ZipFile]:
    """An archive that has a part and unpacks to no more than a document may have.

    :param kind: what the file should be: “Word file”
    :raises UnreadableDocument: when it is something else, too large, damaged or locked
    """
    not_one = f"this is not {'an' if kind[0] in 'EO' else 'a'} {kind}, whatever its name says"
    remedy = f"save it again as {suffix}"
    if data.startswith(OLE):
        what = f"this {kind} has a password, or is in the format from before 2007"
        raise UnreadableDocument(what, f"save it as {suffix} without a password")
    try:
        parts = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        raise UnreadableDocument(f"{not_one}, or it is damaged", remedy) from error
    with parts:
        found = parts.infolist()
        if needed not in parts.namelist():
            raise UnreadableDocument(not_one, remedy)
        size = sum(one.file_size for one in found if not one.filename.lower().endswith(PICTURES))
        if size > MOST_UNPACKED or len(found) > MOST_PARTS:
            what = f"this {kind} unpacks to {size:,} bytes, more than a document's {MOST_UNPACKED:,}"
            raise UnreadableDocument(what, "split it into its parts, one file each")
        try:
            yield parts
        except BROKEN as error:
            what = f"this {kind} is damaged"
            raise UnreadableDocument(what, f"open it in a program that can read it, and {remedy}") from error


def said_in(tree: Any) -> dict[str, list[str]]:
    """The metadata of Dublin Core in a tree, by name."""
    found: dict[str, list[str]] = {}
    for tag in tree.find_all(lambda tag: tag.name.startswith(("dc:", "meta:initial-creator"))):
        found.setdefault(tag.name.split(":", 1)[1], []).append(on_one_line(tag.get_text()))
    return found


def office_imprint(found: Mapping[str, list[str]]) -> Imprint:
    """The properties of an office file; the day is when it was made, which is not when it was published."""
    return Imprint(
        title=clean_title(first_value(found, "title")),
        authors=signed_authors(first_value(found, "initial-creator") or first_value(found, "creator")),
        language=clean_language(first_value(found, "language")),
    )


def first_value(found: Mapping[str, list[str]], name: str) -> str:
    """The first value of a name that says something."""
    return next(filter(None, found.get(name, ())), "")


# ── Word ───────────────────────────────────────────────────────────────────────────────────────────────

DOCX_STYLES = (
    "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => h2:fresh\n"
    "p[style-name^='toc '] => !\np[style-name^='table of '] => !"
)
"""The title, and the entries of tables of contents, which are left out."""


def from_docx(data: bytes) -> Converted:
    """A Word file with its footnotes at the end; deleted words and comments are left out."""
    mammoth = importlib.import_module("mammoth")
    with opened_archive(data, "Word file", "word/document.xml", ".docx") as parts:
        html = mammoth.convert_to_html(
            io.BytesIO(data),
            convert_image=lambda _: [],
            style_map=DOCX_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
        ).value
        core = parts.read("docProps/core.xml") if "docProps/core.xml" in parts.namelist() else b""
    text = page_text(parse_html(html), whole=True)
    text = visible_text(text, "this Word file has no text", "put the document's text in it, or remove it")
    return Converted(text, office_imprint(said_in(parse_html(core))))


# ── OpenDocument ───────────────────────────────────────────────────────────────────────────────────────

ODT_TAGS = {
    "text:p": "p",
    "text:h": "h2",
    "text:list-item": "li",
    "text:line-break": "br",
    "table:table": "table",
    "table:table-row": "tr",
    "table:table-cell": "td",
}
"""Elements of OpenDocument that are those of a page under another name."""
ODT_LEFT_OUT = (
    "text:tracked-changes office:annotation text:table-of-content text:alphabetical-index text:bibliography svg:title"
    " svg:desc office:forms text:sequence-decls"
).split()


def from_odt(data: bytes) -> Converted:
    """An OpenDocument text with its notes at the end, without deleted words, comments and its table of contents."""
    with opened_archive(data, "OpenDocument text", "content.xml", ".odt") as parts:
        names = parts.namelist()
        if "META-INF/manifest.xml" in names and b"encryption-data" in parts.read("META-INF/manifest.xml"):
            raise UnreadableDocument("this OpenDocument text has a password", "save it as .odt without a password")
        tree = parse_html(parts.read("content.xml"))
        meta = parse_html(parts.read("meta.xml") if "meta.xml" in names else b"")
    body = tree.find("office:text")
    if body is None:
        what = "this OpenDocument file is not a text"
        raise UnreadableDocument(what, "save what it says as a text, in .odt or .txt")
    as_page(tree, body)
    text = visible_text(page_text(body, whole=True), "this OpenDocument text has no text", "write one, or remove it")
    return Converted(text, office_imprint(said_in(meta)))


def as_page(tree: Any, body: Any) -> None:
    """Give the elements of an OpenDocument text the names of a page's, and put its notes at the end."""
    for tag in body.find_all(ODT_LEFT_OUT):
        tag.decompose()
    for number, note in enumerate(body.find_all("text:note"), 1):
        paragraph = tree.new_tag("p")
        words = note.find("text:note-body")
        paragraph.string = f"{number}. {on_one_line(words.get_text(' ')) if words else ''}"
        body.append(paragraph)
        note.replace_with(f" [{number}]")
    for tag in body.find_all(["text:s", "text:tab"]):
        tag.replace_with(" ")
    titles = {"Title"} | {one.get("style:name") for one in tree.find_all(attrs={"style:parent-style-name": "Title"})}
    numbered = {one.get("style:name") for one in tree.find_all("text:list-style") if one.find(NUMBERED)}
    for tag in body.find_all(True):
        if tag.name == "text:list":
            outer = tag.find_parent(["ol", "ul"])
            style = tag.get("text:style-name")
            tag.name = outer.name if outer and not style else "ol" if style in numbered else "ul"
        elif tag.name == "text:p" and tag.get("text:style-name") in titles:
            tag.name = "h1"
        else:
            tag.name = ODT_TAGS.get(tag.name, tag.name)


NUMBERED = "text:list-level-style-number"

# ── EPUB ───────────────────────────────────────────────────────────────────────────────────────────────


def from_epub(data: bytes) -> Converted:
    """The chapters of a book in their order, without its table of contents."""
    with opened_archive(data, "EPUB book", "META-INF/container.xml", ".epub") as parts:
        root = parse_html(parts.read("META-INF/container.xml")).find("rootfile")
        package = str(root.get("full-path")) if root else ""
        book = parse_html(parts.read(package))
        names = chapters(book, posixpath.dirname(package))
        locked = parts.read("META-INF/encryption.xml").decode() if "META-INF/encryption.xml" in parts.namelist() else ""
        if any(name in unquote(locked) for name in names):
            raise UnreadableDocument("this EPUB book has copy protection", "find a copy without it")
        texts = [page_text(parse_html(parts.read(name)), whole=True) for name in names if name in parts.namelist()]
    text = visible_text("\n\n".join(texts), "this EPUB book has no text", "find another copy")
    said = said_in(book)
    imprint = Imprint(
        title=clean_title(first_value(said, "title")),
        authors=clean_authors(*said.get("creator", ())),
        publisher=clean_name(first_value(said, "publisher")) if first_value(said, "publisher") else None,
        published=clean_day(first_value(said, "date")),
        language=clean_language(first_value(said, "language")),
        rights=first_value(said, "rights") or None,
    )
    return Converted(text, imprint)


def chapters(book: Any, directory: str) -> list[str]:
    """The names of the parts that hold a book's text, in order."""
    contents = {str(one.get("href")).split("#")[0] for one in book.find_all("reference", type="toc")}
    items = {str(one.get("id")): one for one in book.find_all("item")}
    found = []
    for reference in book.find_all("itemref"):
        item = items.get(str(reference.get("idref")))
        if item is None or reference.get("linear") == "no" or "nav" in str(item.get("properties") or "").split():
            continue
        address = str(item.get("href") or "").split("#")[0]
        if address not in contents:
            found.append(posixpath.normpath(posixpath.join(directory, unquote(address))))
    return found
