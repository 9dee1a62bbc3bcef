"""From bytes to a document whose offsets never move: decoding, lines, sections and sentences.

An offset is a Unicode code point of the decoded text, from 0. The text is never normalized, trimmed or
repaired, line endings included; only a byte order mark, which is not text, is left out. Everything here is a
pure function of the bytes.
"""

from __future__ import annotations

import errno
import hashlib
import re
import stat
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from onrecord.problems import Refusal
from onrecord.span import Span
from onrecord.text.encodings import guessed, is_mostly_utf_8, utf_16
from onrecord.text.front_matter import head_of
from onrecord.text.imprint import NONE, Imprint
from onrecord.text.paragraphs import find_paragraphs
from onrecord.values import Edtf, Row

MAX_BYTES = 10_000_000
"""The largest document that is read; a larger one is a collection and should be split."""

EncodingBasis = Literal["byte order mark", "valid as it stands", "guessed"]

BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
LINE_BREAK = re.compile(r"\r\n|\r|\n")


class UnreadableDocument(Refusal):
    """A file that is not a text document."""


@dataclass(frozen=True)
class Document:
    """One document's text, where it came from and what is said of it beside it."""

    path: str
    text: str
    sha256: str
    encoding: str
    encoding_basis: EncodingBasis
    imprint: Imprint = NONE

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset of the first character of each line; lines end in LF, CRLF or CR."""
        return (0, *(match.end() for match in LINE_BREAK.finditer(self.text)))

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs without the white space around them, in order."""
        return find_paragraphs(self.text)

    def line_of(self, offset: int) -> int:
        """The 1-based line of the character at ``offset``."""
        return bisect_right(self.line_starts, offset)

    def exact(self, span: Span) -> str:
        """The characters of ``span``, unchanged."""
        return self.text[span.start : span.end]


SectionKind = Literal["title", "heading", "body", "boilerplate"]


@dataclass(frozen=True, kw_only=True)
class Section(Row):
    """A span of text of one kind; ``reference_date`` is the day from which "yesterday" is counted in it.

    ``title_is_supplied`` if whoever read the text made the title up.
    """

    exact: Span
    title: str
    kind: SectionKind
    title_is_supplied: bool = False
    reference_date: Edtf | None = None
    reference_date_basis: str | None = None


@dataclass(frozen=True)
class Sentence:
    """A sentence and its section."""

    exact: Span
    section: Section


def size_of(path: Path) -> int:
    """The size in bytes of a file that can be read to its end.

    :raises OSError: when it is a pipe or a device, which may never end, or does not exist
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device", str(path))
    return status.st_size


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
    _, imprint = head_of(text)
    return Document(path, text, hashlib.sha256(data).hexdigest(), encoding, basis, imprint)


def decode(data: bytes) -> tuple[str, str, EncodingBasis]:
    """The text, the name of its encoding, and how that was determined: byte order mark, valid UTF-8, or a guess."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return decode_as(data, encoding, len(mark)), encoding, "byte order mark"
    if b"\x00" in data:
        wide = utf_16(data)
        if wide is None:
            raise UnreadableDocument("this is a binary file, not text", "convert it to plain text first")
        return decode_as(data, wide), wide, "guessed"
    try:
        return data.decode("utf-8"), "utf-8", "valid as it stands"
    except UnicodeDecodeError as error:
        if is_mostly_utf_8(data):
            raise undecodable(data, error.start, "not valid utf-8, which the rest of the file is in") from error
        guess = guessed(data)
        if guess is None:
            raise undecodable(data, error.start, "not valid utf-8, and no other encoding fits") from error
        return decode_as(data, guess), guess, "guessed"


def decode_as(data: bytes, encoding: str, mark: int = 0) -> str:
    """Decode strictly.

    :param mark: bytes of the byte order mark, which names the encoding and is not part of the text
    :raises UnreadableDocument: naming the byte and line at fault
    """
    skipped = mark if encoding == "utf-8" else 0
    try:
        return data[skipped:].decode(encoding)
    except UnicodeDecodeError as error:
        why = "the encoding that its byte order mark names" if mark else "and no other encoding fits"
        raise undecodable(data, skipped + error.start, f"not valid {encoding}, {why}") from error


def undecodable(data: bytes, at: int, why: str) -> UnreadableDocument:
    """The error for bytes that can't be decoded."""
    what = f"byte 0x{data[at]:02x} at position {at:,} is {why}"
    return UnreadableDocument(what, "save the file as UTF-8", line=data.count(b"\n", 0, at) + 1)
