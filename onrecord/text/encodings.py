"""Which encoding bytes are in that are not valid UTF-8, and where text was decoded with the wrong one before.

Windows-1252 is what Western texts are in that call themselves ISO-8859-1 (https://encoding.spec.whatwg.org/#names-and-labels).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping

from charset_normalizer import from_bytes

from onrecord.span import Span

WESTERN, MAC = "cp1252", "mac_roman"
READ_AS = {"iso8859-1": WESTERN, "ascii": WESTERN, "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
READ_AS |= {"shift_jis": "cp932", "euc_kr": "cp949", "tis-620": "cp874", "big5": "big5hkscs"}
"""What browsers read in place of the encoding that a page names, both by the names of Python's codecs."""
LATIN = re.compile(
    r"cp(?:125[02478]|437|85[028]|1140|037|500)|iso8859[-_](?:\d|1[03456])|latin[-_]?\d*|mac[-_]\w+|hp_roman8"
)
"""Encodings of Latin letters, which are easily taken for each other."""
MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
"""A letter of UTF-8 outside ASCII."""
HIGH = re.compile(rb"[\x80-\xff]")
ODD = re.compile(
    r"\ufffd|[a-zà-ÿ][À-ÖØ-ÞŠŽŒŸ]|[^\W\d_][\x80-\x9f¡-©«-¶¸¹»-¿×÷][^\W\d_]|[\x80-\x9f]"
    r"|(?<![^\W\d_])[À-Þ][a-z]?[À-Þ]{2}|[à-ÿ]{4}"
)
"""What no Western text contains: accented capitals or signs inside words, control characters, words of accents."""
SAMPLE = 2000
FEWEST = 4
"""So many letters outside ASCII say which encoding they are in, if it is not the usual one."""


def utf_16(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark, if text is mostly in Latin letters; none if it is not."""
    sample = data[: SAMPLE * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if len(data) % 2 or half < 4 or min(even, odd) * 50 > half or max(even, odd) * 2 < half:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def is_mostly_utf_8(data: bytes) -> bool:
    """Whether bytes that are not valid UTF-8 are in it nevertheless: most letters outside ASCII are valid."""
    valid = sum(len(match[0]) for match in MULTIBYTE.finditer(data))
    return valid * 2 > len(HIGH.findall(data))


def guessed(data: bytes) -> str | None:
    """The encoding that bytes which are not UTF-8 are most likely in, none if no encoding fits."""
    best = from_bytes(data).best()
    name = best.encoding if best else None
    few = len(HIGH.findall(data)) < FEWEST
    if name is None or few or LATIN.fullmatch(name):
        if not ODD.search(data.decode(WESTERN, errors="replace")):
            return WESTERN
        if few:
            return None
        if name and name.startswith("mac") and not ODD.search(data.decode(MAC)):
            return MAC
    return name


def page_text_of(data: bytes, declared: str | None) -> str | None:
    """The text of a page as browsers read it, none if its encoding is unknown.

    A byte that is not valid in a page in UTF-8 is one of Windows-1252, from which it was copied; so is a whole page
    that is not valid in the encoding that it names.

    :param declared: the encoding that the page names
    """
    if is_mostly_utf_8(data):
        return data.decode("utf-8", errors=MIXED)
    try:
        named = codecs.lookup(declared or "").name
    except LookupError:
        named = ""
    known = READ_AS.get(named, named) if named not in ("", "utf-8") else guessed(data)
    text = data.decode(known, errors="replace") if known else None
    return data.decode(WESTERN) if text and LOSS in text and guessed(data) == WESTERN else text


MIXED = "onrecord-mixed"


def as_western(error: UnicodeError) -> tuple[str, int]:
    """The bytes that are not valid UTF-8 as those of Windows-1252."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode(WESTERN, errors="replace"), error.end


codecs.register_error(MIXED, as_western)

# ── decoded wrongly ────────────────────────────────────────────────────────────────────────────────────

BYTE_OF = {chr(byte): byte for byte in range(0x80, 0x100)}
BYTE_OF |= {
    bytes([byte]).decode(WESTERN): byte for byte in range(0x80, 0xA0) if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
"""The byte of every character that Windows-1252 or ISO-8859-1 makes of one."""
MAC_BYTE_OF = {bytes([byte]).decode(MAC): byte for byte in range(0x80, 0x100)}


def run_of(bytes_of: Mapping[str, int], leads: str) -> re.Pattern[str]:
    """A run of letters of UTF-8 whose bytes were read as characters.

    :param leads: what the letters may begin with
    """
    following = "".join(re.escape(one) for one, byte in bytes_of.items() if byte < 0xC0)
    return re.compile(leads.replace("&", f"[{following}]"))


TWICE = (
    (run_of(BYTE_OF, r"(?:[\xc2-\xdf]&|[\xe0-\xef]&{2}|[\xf0-\xf4]&{3})+"), BYTE_OF),
    (run_of(MAC_BYTE_OF, r"(?:[√¬]&|‚Ä&)+"), MAC_BYTE_OF),
)
"""Letters of UTF-8 that were read as Windows-1252, and those of Western texts as Mac Roman."""
UNMEANT = re.compile(r"[\x80-\x9f\ufffd]")
LOSS = "\ufffd"
LOST = re.compile(rf"(?<!\w)\w*{LOSS}[\w{LOSS}]*")


def decoded_wrongly(text: str) -> Iterator[tuple[Span, str | None]]:
    """Where the letters of a text are others than those that were written, with what they were if that is known.

    “â€™” and “‚Äô” are ’, and what U+FFFD stands for is lost.
    """
    for pattern, bytes_of in TWICE:
        for match in pattern.finditer(text):
            reading = bytes(bytes_of[one] for one in match[0]).decode("utf-8", errors="replace")
            if not UNMEANT.search(reading):
                yield Span(*match.span()), reading
    yield from ((Span(*match.span()), None) for match in LOST.finditer(text))
