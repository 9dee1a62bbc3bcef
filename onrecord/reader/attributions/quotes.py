"""Quotation marks: every run of text between marks, whatever the glyphs and however badly they are paired."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from onrecord.annotation.model import MarkStatus
from onrecord.span import Span
from onrecord.text.marks import CLOSED_BY, FAMILY_OF, MARK, OPENING

SENTENCE_STOP = re.compile(r"[.!?…](?=\s|$)")
Side = Literal["open", "close", "neither"]
OPENING_DOUBLE, CLOSING_DOUBLE = ("“", "„", "«", "‹", "‟", "``"), ("”", "»", "›")


@dataclass(frozen=True)
class Run:
    """Text between marks, marks included; ``inner`` is without them. A run of ``depth`` 0 is in no other run.

    ``continues`` is set when the run opens a paragraph and the last run of the paragraph before never closed.
    """

    span: Span
    inner: Span
    status: MarkStatus = "paired"
    depth: int = 0
    continues: bool = False


@dataclass
class _Open:
    family: str
    glyph: str
    start: int
    inner: int


def find_runs(text: str, paragraphs: Iterable[Span]) -> list[Run]:
    """All runs in order of their start; none crosses the end of its paragraph. The time is linear in the text."""
    found: list[Run] = []
    unclosed_before = False
    for paragraph in paragraphs:
        here = _paragraph_runs(text, paragraph)
        if here and unclosed_before and here[0].span.start == paragraph.start:
            first = here[0]
            here[0] = Run(first.span, first.inner, first.status, first.depth, True)
        unclosed_before = any(run.status == "unclosed" and run.span.end == paragraph.end for run in here)
        found.extend(here)
    return found


def _paragraph_runs(text: str, paragraph: Span) -> list[Run]:
    stack: list[_Open] = []
    found: list[Run] = []
    for mark in MARK.finditer(text, paragraph.start, paragraph.end):
        glyph, family = mark.group(), FAMILY_OF[mark.group()]
        side = _side(text, mark, paragraph, stack)
        if side == "open":
            if len(stack) < 8:
                stack.append(_Open(family, glyph, mark.start(), mark.end()))
        elif side == "close":
            depth = _matching(stack, family)
            if depth is not None:
                for lost in stack[depth + 1 :]:
                    _give_up(text, lost, mark.start(), found, len(stack))
                opened = stack[depth]
                del stack[depth:]
                wrong = glyph in OPENING and glyph not in CLOSED_BY.get(opened.glyph, "")
                status: MarkStatus = "wrong-close" if wrong else "paired"
                found.append(Run(Span(opened.start, mark.end()), Span(opened.inner, mark.start()), status, depth))
    for depth, lost in enumerate(stack):
        if FAMILY_OF[lost.glyph] != "single":
            end = paragraph.end if depth == len(stack) - 1 else stack[depth + 1].start
            end = _sense_end(text, lost, end, paragraph)
            found.append(Run(Span(lost.start, end), Span(lost.inner, end), "unclosed", 0))
    return sorted(found, key=lambda run: (run.span.start, -run.span.end))


def _give_up(text: str, lost: _Open, end: int, found: list[Run], depth: int) -> None:
    """Add an opening mark that a closing mark passed over as an unclosed run, unless it may be an apostrophe."""
    if lost.family != "single":
        found.append(Run(Span(lost.start, end), Span(lost.inner, end), "unclosed", depth))


def _sense_end(text: str, lost: _Open, end: int, paragraph: Span) -> int:
    """The end of an unclosed quotation: the paragraph's, if it is short or all of it, else its sentence's."""
    if end == paragraph.end and (lost.start == paragraph.start or end - lost.start < 600):
        return end
    stop = SENTENCE_STOP.search(text, lost.inner, end)
    return stop.end() if stop else end


def _matching(stack: list[_Open], family: str) -> int | None:
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].family == family:
            return depth
    return None


def _side(text: str, mark: re.Match[str], paragraph: Span, stack: list[_Open]) -> Side:
    before = text[mark.start() - 1] if mark.start() > paragraph.start else " "
    after = text[mark.end()] if mark.end() < paragraph.end else " "
    glyph, family = mark.group(), FAMILY_OF[mark.group()]
    opened = next((one.glyph for one in reversed(stack) if one.family == family), "")
    side = _single_side if family == "single" else _double_side
    return side(glyph, before, after, opened)


def _double_side(glyph: str, before: str, after: str, opened: str) -> Side:
    is_open = bool(opened)
    free_before = before.isspace() or before in "([{—–-/‘'“«"
    free_after = after.isspace() or after in ")]}.,;:!?—–-/’'”»…"
    if glyph in OPENING_DOUBLE:
        return "close" if is_open and free_after and (glyph != "«" or opened == "»") else "open"
    if glyph in CLOSING_DOUBLE and not is_open:
        return "open" if free_before and after.isalnum() else "neither"
    if is_open:
        nested = before in "([{—–/‘'“«" and not free_after
        return "open" if nested and glyph not in CLOSING_DOUBLE else "close"
    return "open" if free_before or not free_after else "neither"


def _single_side(glyph: str, before: str, after: str, opened: str) -> Side:
    is_open = bool(opened)
    if glyph in ("‘", "‚"):
        return "open" if not before.isalnum() and not after.isspace() else "neither"
    if is_open and not after.isalnum() and not before.isspace():
        return "close"
    if glyph == "'" and not before.isalnum() and after.isalnum() and not is_open and before not in ".,;:!?)":
        return "open"
    return "neither"
