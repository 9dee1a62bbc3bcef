"""A claim's passage: with its marks and brackets balanced, without citations and interrupting reports."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from onrecord.reader.citations.citations import Cited
from onrecord.reader.claims.voices import Voice, interruptions
from onrecord.reader.english.function_words import CUT_OFF
from onrecord.span import Span
from onrecord.text.marks import BRACKETS, CLOSED_BY, CLOSING, MARKS, OPENING, opened_by, unmatched

BEGINNING, ENDING = f'{OPENING}"', f'{CLOSING}“"'
APART = re.compile(rf"[,;:–—\-{re.escape(MARKS)}]")
FILLER = re.compile(r"(?<=[,–—]) (?:you know|I mean|if you will|you see|I guess|I suppose)\b,?", re.IGNORECASE)
"""“…, you know, …”."""
DASH_BEFORE, DASH_AFTER = re.compile(r"\s*(?:[–—]|--)\s*\Z"), re.compile(r"\s*(?:[–—]|--)(?=\s)")
STOP = re.compile(r"[.!?]")


def with_marks(text: str, span: Span, place: Span) -> Span:
    """The part of a span inside ``place``, extended by the other halves of its marks and brackets."""
    start, end = max(span.start, place.start), min(span.end, place.end)
    lost, left = unmatched(text, start, end)
    for opening in reversed(left):
        closing = CLOSED_BY.get(opening) or BRACKETS[opening]
        if opening == '"' and start > place.start and text[start - 1] == opening:
            lost += opening
        elif match := re.compile(rf"[.,!?]?[{re.escape(closing)}]").match(text, end, min(place.end, end + 2)):
            end = match.end()
    for closing in lost:
        if start > place.start and text[start - 1] in opened_by(closing):
            start -= 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, max(start, end))


def without_last_citation(span: Span, cited: Sequence[Span]) -> Span:
    """The span without a citation at its end, if words are left before it."""
    at = bisect_left(cited, Span(span.end, 0)) - 1
    if at < 0 or cited[at].end < span.end or cited[at].start <= span.start:
        return span
    return Span(span.start, cited[at].start)


def without_citations(text: str, citations: Iterable[Cited]) -> str:
    """The text, with citations that are not part of their sentence replaced by spaces of the same length."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted(cited.row.exact for cited in citations if cited.row.style != "link"):
        if text[start] in "([<" or not text[start].isalpha() or text[start] in "hHwW" and not is_needed(text, start):
            pieces += [text[at:start], " " * (end - start)]
            at = end
    return "".join([*pieces, text[at:]])


def is_needed(text: str, start: int) -> bool:
    """Whether an address belongs to its sentence: “the map is *at* www.example.org”."""
    before = text[max(0, start - 12) : start].split()[-1:]
    return before[:1] != [] and before[0].lower() in CUT_OFF


def without_fillers(text: str) -> str:
    """The text, with words that only keep the talk going replaced by spaces of the same length."""
    return FILLER.sub(lambda match: " " * len(match.group()), text)


def stands_apart(text: str, gap: Span) -> bool:
    """Whether a report is set off by commas, dashes or marks on both sides; else it is part of the sentence."""
    before, after = text[max(0, gap.start - 2) : gap.start + 2], text[gap.end - 2 : gap.end + 2]
    return bool(APART.search(before)) and bool(APART.search(after))


def between_dashes(text: str, start: int, end: int) -> tuple[int, int]:
    """A gap with the dashes around it, if it has one at both ends.

    >>> between_dashes("It is — she said — bad.", 8, 16), between_dashes("It is — she said, bad.", 8, 16)
    ((5, 18), (8, 16))
    """
    before, after = DASH_BEFORE.search(text, max(0, start - 5), start), DASH_AFTER.match(text, end)
    return (before.start(), after.end()) if before and after else (start, end)


def without_reports(text: str, voices: Iterable[Voice]) -> str:
    """The text, with reports that interrupt a speech (“A,” *he said,* “B.”) replaced by spaces of the same length."""
    gaps = sorted(
        between_dashes(text, gap.start - (text[gap.start - 1] in ENDING), gap.end + (text[gap.end] in BEGINNING))
        for voice in voices
        for gap in interruptions(voice)
        if not STOP.search(text, max(0, gap.start - 2), gap.end) and stands_apart(text, gap)
    )
    pieces: list[str] = []
    at = 0
    for start, end in gaps:
        if start >= at:
            pieces += [text[at:start], " " * (end - start)]
            at = end
    return "".join([*pieces, text[at:]])
