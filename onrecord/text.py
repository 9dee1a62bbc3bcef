"""Bytes to a document whose offsets never move: decoding, lines, sections and sentences.

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

from onrecord.annotation import Section, SectionKind, Span

MAX_BYTES = 10_000_000
"""The largest document that is read; a longer one is a collection and should be split."""

EncodingBasis = Literal["byte order mark", "valid as it stands", "guessed"]

BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
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
    size = path.stat().st_size
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
            return decode_as(data, encoding), encoding.removesuffix("-sig"), "byte order mark"
    if b"\x00" in data:
        raise UnreadableDocument("this is a binary file, not text", "convert it to plain text first")
    try:
        return data.decode("utf-8"), "utf-8", "valid as it stands"
    except UnicodeDecodeError as error:
        best = from_bytes(data).best()
        if best is None:
            raise undecodable(data, error) from error
        return decode_as(data, best.encoding), best.encoding, "guessed"


def decode_as(data: bytes, encoding: str) -> str:
    """Decode strictly.

    :raises UnreadableDocument: naming the byte and line at fault
    """
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise undecodable(data, error) from error


def undecodable(data: bytes, error: UnicodeDecodeError) -> UnreadableDocument:
    """The refusal for bytes that no encoding makes text of."""
    return UnreadableDocument(
        f"byte 0x{data[error.start]:02x} at position {error.start:,} is no {error.encoding}, "
        "and no other encoding fits",
        "save the file as UTF-8",
        line=data.count(b"\n", 0, error.start) + 1,
    )


# ── sections ───────────────────────────────────────────────────────────────────────────────────────────

BOILERPLATE = (
    # (pattern, an example that it must match: the tests read this list)
    (r"\bcustom (essay|paper)\b", "We Will Write a Custom Essay Specifically For You"),
    (r"^order now\W*$", "order now"),
    (r"\$\d+(\.\d+)?/page", "only $13.90/page"),
    (
        r"\bcookies?\b.*\b(consent|accept|policy|use)\b|\buse cookies\b",
        "We use cookies to improve your visit.",
    ),
    (r"^(share|tweet|print|email)( this)?( (article|page|story|post))?\W*$", "Share this article"),
    (r"\b(sign up|subscribe)\b.*\b(newsletter|email|updates|free|now|today)\b", "Sign up for our newsletter"),
    (r"\ball rights reserved\b|^(©|\(c\) ?|copyright )", "© 2017 Example Media. All rights reserved."),
    (r"^(read|see) (more|also|next)\b", "Read more: the talks in Geneva"),
    (r"^advertisements?\W*$", "ADVERTISEMENT"),
    (r"^(skip to|jump to) (main )?content\W*$", "Skip to main content"),
    (r"\b(privacy policy|terms of (use|service))\b", "Terms of Use | Privacy Policy"),
    (r"^follow us\b|\bfollow us on\b", "Follow us on social media"),
    (r"\bclick here\b", "Click here to read on"),
    (r"^(home|menu|search|log ?in|contact us|about us)(\s*[|>/]\s*[\w ]+)*\W*$", "Home | News | World"),
)
BOILERPLATE_PATTERN = re.compile("|".join(pattern for pattern, _ in BOILERPLATE), re.IGNORECASE | re.DOTALL)
LONGEST_BOILERPLATE = 240
LONGEST_HEADING = 120
SPLICE_WORDS = 6
SENTENCE_FINAL = re.compile(r"[.!?…:;,](?![\w])[”’\"'»)\]]*\Z")
WORDS = re.compile(r"\w+(?:[’'-]\w+)*")


def trimmed(text: str, start: int, end: int) -> Span:
    """``text[start:end]`` without the white space around it."""
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))


def blocks(text: str) -> Iterator[Span]:
    """The paragraphs: what blank lines separate, without the white space around."""
    start = 0
    for match in BLANK_LINES.finditer(text):
        span = trimmed(text, start, match.start())
        if span.end > span.start:
            yield span
        start = match.end()
    span = trimmed(text, start, len(text))
    if span.end > span.start:
        yield span


def find_sections(text: str) -> tuple[Section, ...]:
    """Guess the sections from the layout: a title, headings, advertisements and other leftovers, body.

    Neighbouring blocks of one kind are one section, but for headings, which each open a new one. An
    annotation's own list of sections takes precedence.
    """
    sections: list[Section] = []
    title = ""
    spans = list(blocks(text))
    for number, span in enumerate(spans):
        last = sections[-1] if sections else None
        kind = block_kind(text, span, followed=number + 1 < len(spans), titled=bool(title))
        if kind in ("title", "heading"):
            title = " ".join(text[span.start : span.end].split())
        if last and last.kind == kind and kind in ("body", "boilerplate"):
            span = Span(sections.pop().exact.start, span.end)
        name = title or "Text"
        sections.append(Section(exact=span, kind=kind, title="Not part of the text" if kind == "boilerplate" else name))
    return tuple(sections)


def block_kind(text: str, span: Span, *, followed: bool, titled: bool) -> SectionKind:
    """What one paragraph is, judged by its words and by whether text follows."""
    block = text[span.start : span.end]
    if len(block) <= LONGEST_BOILERPLATE and BOILERPLATE_PATTERN.search(block):
        return "boilerplate"
    heading = followed and len(block) <= LONGEST_HEADING and WORDS.search(block) and not SENTENCE_FINAL.search(block)
    if not heading:
        return "body"
    if not titled:
        return "boilerplate" if is_spliced(block, text[span.end :]) else "title"
    return "heading"


def is_spliced(block: str, rest: str) -> bool:
    """Whether a page's title is only a scrap of its text that runs over the end of a sentence.

    Scrapers without a title take the first words they find: here at least six in a row stand again below.
    """
    words = [word.lower() for word in WORDS.findall(block)]
    if len(words) < SPLICE_WORDS or not re.search(r"[.!?]\s+\w", block):
        return False
    below = " ".join(word.lower() for word in WORDS.findall(rest[:200_000]))
    return any(
        f" {' '.join(words[at : at + SPLICE_WORDS])} " in f" {below} " for at in range(len(words) - SPLICE_WORDS + 1)
    )


# ── sentences ──────────────────────────────────────────────────────────────────────────────────────────

TITLES = frozenset(
    "mr mrs ms mx dr prof rev hon fr gen lt col capt cpt maj sgt cmdr adm brig sen rep gov pres st mt ft"
    " messrs vs cf al approx ca no nos vol pp fig sec art jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
"""Abbreviations after which a sentence goes on, whatever follows."""

MAY_END = frozenset("inc ltd co corp jr sr bros etc a.m p.m am pm u.s u.n u.k e.u u.s.a d.c ph.d b.c a.d".split())
"""Abbreviations that also end sentences: they do when a word that opens sentences follows."""

OPENERS = frozenset(
    "the a an this that these those he she it they we you i in on at by for from with but and or so yet when while"
    " after before although however there his her its their our my if as to who what why how where".split()
)
URL = re.compile(r"(?:https?://|www\.)[^\s<>“”«»\"]*[^\s<>“”«»\".,;:!?)\]’']", re.IGNORECASE)
STOP = re.compile(r"[.!?…]+[”’\"'»)\]]*(?=\s)|[。！？]+[」』”]*")
NEXT = re.compile(r"\s*([“‘„«\"'(\[—–-]*\s?)(\w[\w’'.-]*|\S)?")
LAST_WORD = re.compile(r"([\w][\w.’'-]*)\Z")
BULLET = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n]*(?=(?:[•●▪◦*‣–-]|\(?\d{1,3}[.)])\s+\S)")


def find_sentences(text: str, section: Section) -> tuple[Span, ...]:
    """The sentences of a section; a heading or title is one sentence, however it is broken over lines.

    Full stops inside marks, addresses, abbreviations, numbers and doubled stops (``. .``) do not end one. A
    paragraph always does.
    """
    if section.kind in ("title", "heading"):
        return (section.exact,)
    return tuple(
        sentence
        for block in blocks(text[section.exact.start : section.exact.end])
        for sentence in split_block(text, Span(section.exact.start + block.start, section.exact.start + block.end))
    )


def split_block(text: str, block: Span) -> Iterator[Span]:
    """The sentences of one paragraph, in order; together they hold all of its characters but white space."""
    start = block.start
    for end in sentence_ends(text, block):
        span = trimmed(text, start, end)
        if span.end > span.start:
            yield span
        start = end
    span = trimmed(text, start, block.end)
    if span.end > span.start:
        yield span


def sentence_ends(text: str, block: Span) -> list[int]:
    """The offsets after which a new sentence starts."""
    addresses = [match.span() for match in URL.finditer(text, block.start, block.end)]
    ends = [match.end() for match in BULLET.finditer(text, block.start, block.end)]
    at = 0
    for match in STOP.finditer(text, block.start, block.end):
        while at < len(addresses) and addresses[at][1] <= match.start():
            at += 1
        if at < len(addresses) and addresses[at][0] <= match.start():
            continue
        if ends_sentence(text, block, match):
            ends.append(match.end())
    return sorted(ends)


def ends_sentence(text: str, block: Span, stop: re.Match[str]) -> bool:
    """Whether the stop is the end of a sentence, by the word before it and the one after."""
    if stop.group()[0] in "。！？":
        return True
    following = NEXT.match(text, stop.end(), min(block.end, stop.end() + 80))
    marks, word = following.groups() if following else ("", None)
    if not word or not (
        word[0].isupper() or word[0].isdigit() or word[0].isalpha() and word[0].lower() == word[0].upper()
    ):
        return False
    if stop.group() != ".":
        return True
    before = LAST_WORD.search(text, max(block.start, stop.start() - 40), stop.start())
    return not before or marks.strip() != "" or not continues(before.group(), word)


def continues(abbreviation: str, following: str) -> bool:
    """Whether the stop after ``abbreviation`` only shortens it."""
    short = abbreviation.lower().rstrip(".")
    if short in ("no", "nos", "art", "sec", "fig", "vol", "pp", "may", "mar"):
        return following[0].isdigit()
    if short in TITLES:
        return True
    if short in MAY_END or re.fullmatch(r"(\w\.)+\w", short):
        return following.lower() not in OPENERS
    return len(short) == 1 and abbreviation.isupper() and abbreviation != "I"
