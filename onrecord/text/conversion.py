"""What converters share: what they return, the limits of one file, visible characters, the tree of a page."""

from __future__ import annotations

import importlib
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
from onrecord.text.imprint import NONE, Imprint

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

UNWANTED = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xAD, 0x200B])
"""Invisible characters: control characters, soft hyphens and zero-width spaces."""


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
