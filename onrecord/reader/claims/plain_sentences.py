"""Words as a sentence: a capital, a full stop, marks in pairs, nothing of the page's layout."""

from __future__ import annotations

import re

from onrecord.reader.parsing.parser import NON_WORDS
from onrecord.text.marks import CLOSED_BY, MARKS, OPENING, unmatched
from onrecord.text.paragraphs import BULLET

ITEM_MARK = re.compile(rf"^(?:{BULLET})\s+")
CONNECTIVES = re.compile(
    r"(?:(?:also|however|moreover|furthermore|further|in addition|meanwhile|besides|nevertheless|nonetheless|thus"
    r"|therefore|hence|consequently|accordingly|as a result|instead|rather|similarly|likewise|in contrast|by contrast"
    r"|indeed|in fact|in short|of course|for example|for instance|on the (?:one|other) hand|at the same time|notably"
    r"|finally|well|now|oh|yes|yeah|no|okay|look|again|frankly|honestly|by the way|first of all|in other words), "
    r"|(?:yes|no|okay|well)\. (?=\S)|(?:and|but|so|yet),? (?=\S))",
    re.IGNORECASE,
)
"""Words that only link a sentence to the one before it; without a comma only the conjunctions do."""
MARKUP = re.compile(r"[\[(*#_¹²³⁴-⁹⁰]|- ")
"""A sign that what the parser leaves out may be there."""
LAST_COMMA = re.compile(rf",([{MARKS}]+)(?=\.?\Z)")
CHANGED_CASE = re.compile(r"\[([^\W\d_])\](?=[^\W\d_])")
"""A letter whose case was changed to fit a quotation into a sentence: “[T]he harbour”."""
LINE_END = re.compile(r"(?<=[a-z])[-‐]\s+(?=[a-z]{2})(?!and\b|or\b|to\b)")
"""A hyphen at the end of a line."""


def as_sentence(words: str) -> str:
    """The words as a sentence: with single spaces, a capital and a full stop, without marks around it."""
    plain = without_layout(CHANGED_CASE.sub(r"\1", " ".join(words.split()).strip()))
    plain = plain.strip(",;:—–- ")
    if plain and plain[0] in f'{OPENING}"':
        close = next((mark for mark in CLOSED_BY[plain[0]] if mark in plain[1:]), CLOSED_BY[plain[0]][0])
        inner = plain[1:].rstrip(".,!…")
        if close not in inner.rstrip(close) or plain.rstrip(".,").endswith(close) and plain.count(close) == 1:
            plain = plain[1:].replace(close, "", 1) if close in plain[1:] else plain[1:]
    plain = without_connective(re.sub(r"[\s,;:]+$", "", re.sub(r"\s+(?=[.,;:!?](?:\s|$))", "", plain)))
    plain = LAST_COMMA.sub(r"\1", balance(plain))
    if not plain:
        return words.strip() or "."
    plain = plain[0].upper() + plain[1:]
    return plain if plain[-1] in ".!…" or plain[-2:-1] in ".!" and plain[-1] in MARKS else f"{plain}."


def without_layout(words: str) -> str:
    """The words without the marks of notes and of Markdown, list items and the ends of lines."""
    plain = ITEM_MARK.sub("", NON_WORDS.sub("", words) if MARKUP.search(words) else words)
    return LINE_END.sub("", plain) if "- " in plain or "‐ " in plain else plain


def balance(words: str) -> str:
    """The words with every mark closed: a passage may end before the closing one."""
    lost, left = unmatched(words)
    ended = words.rstrip(".,!…")[-1:]
    if ended and ended in lost + left:
        cut = words.rindex(ended)
        words, left = words[:cut] + words[cut + 1 :], left.removesuffix(ended)
    for mark in reversed(left):
        stop = len(words.rstrip(".!…"))
        words = f"{words[:stop]}{CLOSED_BY.get(mark, '')[:1]}{words[stop:]}"
    return words


def without_connective(words: str) -> str:
    """The words without openings that only link them to the sentence before."""
    for _ in range(3):
        if opening := CONNECTIVES.match(words):
            words = words[opening.end() :]
    return words
