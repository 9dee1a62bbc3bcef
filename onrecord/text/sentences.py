"""Splitting a section into sentences, by full stops, abbreviations and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.dates import MONTHS
from onrecord.span import Span, cut
from onrecord.text.document import Document, Section, Sentence
from onrecord.text.paragraphs import paragraphs_in

MONTHS_CUT = frozenset(month[:3].lower() for month in MONTHS[:12]) - {"may"}
TITLES = MONTHS_CUT | frozenset(
    "mr mrs ms mx dr prof rev hon fr gen lt col capt cpt maj sgt cmdr adm brig sen rep gov pres st mt ft"
    " messrs v vs cf al approx est univ ca no nos vol pp fig sec art sept".split()
)
"""Abbreviations after which a sentence continues, whatever follows."""

BEFORE_NUMBERS = frozenset("no nos art arts sec fig figs vol vols p pp f ff fol ch chap para paras may mar".split())
"""Abbreviations, and months that are also words, after which a sentence continues only with a number."""

MAY_END = frozenset("cent inc ltd co corp jr sr bros etc a.m p.m am pm u.s u.n u.k e.u u.s.a d.c ph.d b.c a.d".split())
"""Abbreviations that may also end a sentence: they do if a word that opens sentences follows."""

OPENERS = frozenset(
    "the a an this that these those he she it they we you i in on at by for from with but and or so yet when while"
    " after before although however there his her its their our my if as to who what why how where".split()
)
URL = re.compile(r"(?:https?://|www\.)[^\s<>“”«»\"]*[^\s<>“”«»\".,;:!?)\]’']", re.IGNORECASE)
NOTES = r"(?:\[\^?[\w, –-]{1,12}\]|[¹²³⁰⁴-⁹]{1,3})*"
"""The marks of notes that follow a full stop: “… in 1901.[5][6] The second …”."""
STOP = re.compile(rf"[.!?…]+[”’\"'»)\]]*{NOTES}(?=\s)|[。！？]+[」』”]*")
NEXT = re.compile(r"\s*([“‘„«\"'(\[—–-]*\s?)(\w[\w’'.-]*|\S)?")
LAST = re.compile(r"\s*(?:\Z|\n\s*\n|[^\w\s])")
"""What follows a paragraph, or may open another sentence."""
NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*|[ivxIVX]{1,5}|[a-zA-Z]")
"""The number of a paragraph: “1. Between 2015 and 2019 …”."""
LAST_WORD = re.compile(r"([\w][\w.’'-]*)\Z")


def sentences_of(document: Document, sections: tuple[Section, ...]) -> Iterator[Sentence]:
    """Every sentence of every section, in order."""
    for section in sections:
        for span in find_sentences(document, section):
            yield Sentence(span, section)


def find_sentences(document: Document, section: Section) -> tuple[Span, ...]:
    """The sentences of a section; a heading or title is one sentence, even if it is broken over lines.

    Full stops inside marks, addresses, abbreviations, numbers and doubled stops (``. .``) do not end one. A
    paragraph always does.
    """
    if section.kind in ("title", "heading"):
        return (section.exact,)
    paragraphs = paragraphs_in(document.paragraphs, section.exact)
    return tuple(sentence for paragraph in paragraphs for sentence in split_paragraph(document.text, paragraph))


def split_paragraph(text: str, paragraph: Span) -> Iterator[Span]:
    """The sentences of one paragraph, in order; together they hold all of its characters except white space."""
    return cut(text, (paragraph.start, *sentence_ends(text, paragraph), paragraph.end))


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


def goes_on(text: str, stop: int) -> bool:
    """Whether the sentence goes on after the single full stop at ``stop``."""
    match = STOP.match(text, stop)
    if match is None or match.group() != "." or LAST.match(text, match.end()):
        return False
    return not ends_sentence(text, Span(0, len(text)), match)


def ends_sentence(text: str, paragraph: Span, stop: re.Match[str]) -> bool:
    """Whether the stop ends a sentence, judged by the words before and after it."""
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
    """Whether the stop after ``abbreviation`` belongs to it and the sentence continues."""
    short = abbreviation.lower().rstrip(".")
    if short in BEFORE_NUMBERS:
        return following[0].isdigit()
    if short in TITLES:
        return True
    if short in MAY_END or re.fullmatch(r"(\w\.)+\w", short):
        return following.lower() not in OPENERS
    return len(short) == 1 and abbreviation.isupper() and abbreviation != "I"
