"""Bytes to a document whose offsets never move: decoding, lines and sentences.

An offset is a Unicode code point of the decoded text, from 0. The text is never normalized, trimmed or
repaired, line endings included; only a byte order mark, which is not text, is left out. Everything here is a
pure function of the bytes.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from charset_normalizer import from_bytes

from onrecord.annotation import Section, Span
from onrecord.files import size_of
from onrecord.lines import paragraphs_in

MAX_BYTES = 10_000_000
"""The largest document that is read; a longer one is a collection and should be split."""

EncodingBasis = Literal["byte order mark", "valid as it stands", "guessed"]

BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
LINE_BREAK = re.compile(r"\r\n|\r|\n")
BLANK_LINES = re.compile(r"(?:[^\S\r\n]*(?:\r\n|\r|\n)){2,}")


class UnreadableDocument(Exception):
    """A file that is not a text document; ``what`` is wrong and the ``remedy``."""

    def __init__(self, what: str, remedy: str, line: int = 0) -> None:
        super().__init__(f"{what} — {remedy}")
        self.what, self.remedy, self.line = what, remedy, line


@dataclass(frozen=True)
class Document:
    """One document's text and where it came from."""

    path: str
    text: str
    sha256: str
    encoding: str
    encoding_basis: EncodingBasis

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset of the first character of each line; lines end in LF, CRLF or CR."""
        return (0, *(match.end() for match in LINE_BREAK.finditer(self.text)))

    def line_of(self, offset: int) -> int:
        """The 1-based line that the character at ``offset`` stands on."""
        return bisect_right(self.line_starts, offset)

    def exact(self, span: Span) -> str:
        """The characters of ``span``, as they stand."""
        return self.text[span.start : span.end]


def read_document(path: Path) -> Document:
    """Read a file.

    :raises UnreadableDocument: when it is empty, too large, binary or can't be decoded
    """
    size = size_of(path)
    if size > MAX_BYTES:
        raise UnreadableDocument(
            f"{size:,} bytes are more than the {MAX_BYTES:,} that one document may have",
            "split it into its parts, one file each",
        )
    return document_from_bytes(path.read_bytes(), path.name)


def document_from_bytes(data: bytes, path: str) -> Document:
    """Decode a document.

    :raises UnreadableDocument: when it is empty, binary or can't be decoded
    """
    text, encoding, basis = decode(data)
    if not text.strip():
        raise UnreadableDocument("the file holds no text", "put the document's text in it, or remove it")
    if len(CONTROL.findall(text)) > len(text) // 100 or "\x00" in text:
        raise UnreadableDocument("this is a binary file, not text", "convert it to plain text first")
    return Document(path, text, hashlib.sha256(data).hexdigest(), encoding, basis)


def decode(data: bytes) -> tuple[str, str, EncodingBasis]:
    """Text, the encoding's name, and how it was known: by its mark, by being valid UTF-8, or by a guess."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return decode_as(data, encoding, len(mark)), encoding, "byte order mark"
    if b"\x00" in data:
        raise UnreadableDocument("this is a binary file, not text", "convert it to plain text first")
    try:
        return data.decode("utf-8"), "utf-8", "valid as it stands"
    except UnicodeDecodeError as error:
        best = from_bytes(data).best()
        if best is None:
            raise undecodable(data, error.start, "no utf-8, and no other encoding fits") from error
        return decode_as(data, best.encoding), best.encoding, "guessed"


def decode_as(data: bytes, encoding: str, mark: int = 0) -> str:
    """Decode strictly.

    :param mark: bytes of the byte order mark, which says what the encoding is and is no text
    :raises UnreadableDocument: naming the byte and line at fault
    """
    skipped = mark if encoding == "utf-8" else 0
    try:
        return data[skipped:].decode(encoding)
    except UnicodeDecodeError as error:
        why = f"no {encoding}, as its byte order mark says" if mark else ""
        raise undecodable(data, skipped + error.start, why or f"no {encoding}, and no other encoding fits") from error


def undecodable(data: bytes, at: int, why: str) -> UnreadableDocument:
    """The refusal for bytes that no encoding makes text of."""
    what = f"byte 0x{data[at]:02x} at position {at:,} is {why}"
    return UnreadableDocument(what, "save the file as UTF-8", line=data.count(b"\n", 0, at) + 1)


# ── paragraphs ─────────────────────────────────────────────────────────────────────────────────────────


def trimmed(text: str, start: int, end: int) -> Span:
    """``text[start:end]`` without the white space around it."""
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))


def blocks(text: str) -> Iterator[Span]:
    """The stretches of text that blank lines separate, without the white space around."""
    start = 0
    for match in BLANK_LINES.finditer(text):
        span = trimmed(text, start, match.start())
        if span.end > span.start:
            yield span
        start = match.end()
    span = trimmed(text, start, len(text))
    if span.end > span.start:
        yield span


# ── sentences ──────────────────────────────────────────────────────────────────────────────────────────

TITLES = frozenset(
    "mr mrs ms mx dr prof rev hon fr gen lt col capt cpt maj sgt cmdr adm brig sen rep gov pres st mt ft"
    " messrs v vs cf al approx ca no nos vol pp fig sec art jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
"""Abbreviations after which a sentence goes on, whatever follows."""

BEFORE_NUMBERS = frozenset("no nos art arts sec fig figs vol vols p pp f ff fol ch chap para paras may mar".split())
"""Abbreviations, and months that are also words, after which a sentence goes on with a number only."""

MAY_END = frozenset("inc ltd co corp jr sr bros etc a.m p.m am pm u.s u.n u.k e.u u.s.a d.c ph.d b.c a.d".split())
"""Abbreviations that also end sentences: they do when a word that opens sentences follows."""

OPENERS = frozenset(
    "the a an this that these those he she it they we you i in on at by for from with but and or so yet when while"
    " after before although however there his her its their our my if as to who what why how where".split()
)
URL = re.compile(r"(?:https?://|www\.)[^\s<>“”«»\"]*[^\s<>“”«»\".,;:!?)\]’']", re.IGNORECASE)
NOTES = r"(?:\[\^?[\w, –-]{1,12}\]|[¹²³⁰⁴-⁹]{1,3})*"
"""The marks of notes that follow a full stop: “… in 1901.[5][6] The second …”."""
STOP = re.compile(rf"[.!?…]+[”’\"'»)\]]*{NOTES}(?=\s)|[。！？]+[」』”]*")
NEXT = re.compile(r"\s*([“‘„«\"'(\[—–-]*\s?)(\w[\w’'.-]*|\S)?")
NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*|[ivxIVX]{1,5}|[a-zA-Z]")
"""What numbers a paragraph: “1. Between 2015 and 2019 …”."""
LAST_WORD = re.compile(r"([\w][\w.’'-]*)\Z")


def find_sentences(text: str, section: Section) -> tuple[Span, ...]:
    """The sentences of a section; a heading or title is one sentence, however it is broken over lines.

    Full stops inside marks, addresses, abbreviations, numbers and doubled stops (``. .``) do not end one. A
    paragraph always does.
    """
    if section.kind in ("title", "heading"):
        return (section.exact,)
    return tuple(
        sentence for paragraph in paragraphs_in(text, section.exact) for sentence in split_paragraph(text, paragraph)
    )


def split_paragraph(text: str, paragraph: Span) -> Iterator[Span]:
    """The sentences of one paragraph, in order; together they hold all of its characters but white space."""
    start = paragraph.start
    for end in sentence_ends(text, paragraph):
        span = trimmed(text, start, end)
        if span.end > span.start:
            yield span
        start = end
    span = trimmed(text, start, paragraph.end)
    if span.end > span.start:
        yield span


def sentence_ends(text: str, paragraph: Span) -> list[int]:
    """The offsets after which a new sentence starts."""
    addresses = [match.span() for match in URL.finditer(text, paragraph.start, paragraph.end)]
    ends = []
    at = 0
    for match in STOP.finditer(text, paragraph.start, paragraph.end):
        while at < len(addresses) and addresses[at][1] <= match.start():
            at += 1
        if at < len(addresses) and addresses[at][0] <= match.start():
            continue
        if ends_sentence(text, paragraph, match):
            ends.append(match.end())
    return ends


def ends_sentence(text: str, paragraph: Span, stop: re.Match[str]) -> bool:
    """Whether the stop is the end of a sentence, by the word before it and the one after."""
    if stop.group()[0] in "。！？":
        return True
    following = NEXT.match(text, stop.end(), min(paragraph.end, stop.end() + 80))
    marks, word = following.groups() if following else ("", None)
    if not word or not (
        word[0].isupper() or word[0].isdigit() or word[0].isalpha() and word[0].lower() == word[0].upper()
    ):
        return False
    if stop.group() != ".":
        return True
    before = LAST_WORD.search(text, max(paragraph.start, stop.start() - 40), stop.start())
    if before and before.start() == paragraph.start and NUMBER.fullmatch(before.group()):
        return False
    return not before or marks.strip() != "" or not continues(before.group(), word)


def continues(abbreviation: str, following: str) -> bool:
    """Whether the stop after ``abbreviation`` only shortens it."""
    short = abbreviation.lower().rstrip(".")
    if short in BEFORE_NUMBERS:
        return following[0].isdigit()
    if short in TITLES:
        return True
    if short in MAY_END or re.fullmatch(r"(\w\.)+\w", short):
        return following.lower() not in OPENERS
    return len(short) == 1 and abbreviation.isupper() and abbreviation != "I"
