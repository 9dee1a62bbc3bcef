"""Write an annotation as the YAML that :mod:`onrecord.annotation.load` reads, for a person to correct.

Reading the draft gives the same annotation again, except that white space in text is folded. Rows that the machine is
unsure of are marked with a comment.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any, cast

from onrecord.annotation.anchors import NotWritable, Words, WordWriter
from onrecord.annotation.model import (
    Annotation,
    Attribution,
    Claim,
    DocumentDescription,
    Passage,
)
from onrecord.annotation.yaml_out import (
    Fields,
    Prose,
    Rows,
    Value,
    entry,
    list_item,
)
from onrecord.span import Span, trim
from onrecord.text.document import Document, Section

UNSURE_BELOW = 0.5
"""Rows with a score below this are marked."""

FEWEST_WORDS, MOST_WORDS = 6, 16
"""Bounds on the number of words that identify a section's start."""

BLOCKS = (Passage, Attribution, Claim, Section, DocumentDescription)
"""Rows that are always written in block style."""

HEADER = """\
# A draft, written by a program. Correct it, then write review_status: corrected, reviewed_by: (your id in
# annotators.yml) and reviewed_on: (the day). How to read and write this file: CODEBOOK.md, “The form”.
"""


FROZEN = """\
# Written by a program, with the decisions of people in it. How to read and write this file: CODEBOOK.md, “The form”.
"""


def draft_yaml(
    annotation: Annotation, document: Document, unsure_below: float = UNSURE_BELOW, header: str = HEADER
) -> str:
    """``annotation`` as YAML, in the order of its rows.

    :param unsure_below: rows with a lower score get a comment
    :param header: comments at the top
    :raises NotWritable: when a span is empty, begins or ends with white space or lies outside its passage, when
        passages overlap or are out of order, or when sections leave text out
    """
    return header + "".join(f"{line}\n" for line in Drafter(document, unsure_below).lines(annotation))


class Drafter:
    """Turns the rows of one annotation into fields, spans into words."""

    def __init__(self, document: Document, unsure_below: float) -> None:
        self.document, self.unsure_below = document, unsure_below
        self.writer = WordWriter(document)
        self.window = Span(0, len(document.text))

    def lines(self, annotation: Annotation) -> Iterator[str]:
        """The file, line by line."""
        yield from entry("document", self.row(annotation.document), 0)
        yield from entry("annotator", annotation.annotator, 0)
        yield from entry("review_status", annotation.review_status, 0)
        if annotation.reviewed_by:
            yield from entry("reviewed_by", annotation.reviewed_by, 0)
        if annotation.reviewed_on:
            yield from entry("reviewed_on", annotation.reviewed_on, 0)
        for kind in ("actors", "locations", "sources", "events"):
            rows = getattr(annotation, kind)
            if rows:
                yield ""
                yield from entry(kind, Rows(map(self.row, rows)), 0)
        if annotation.sections:
            yield from ("", "sections:")
            for section in self.sections(annotation.sections):
                yield from list_item(section, 2)
        if annotation.passages:
            yield from ("", "reading:")
        for number, passage in enumerate(self.passages(annotation.passages)):
            if number:
                yield ""
            yield from list_item(passage, 2)

    def sections(self, sections: tuple[Section, ...]) -> Iterator[Fields]:
        """Each section with its first words, searched for after those of the previous one."""
        text = self.document.text
        bounds = [*(section.exact.start for section in sections[1:]), len(text)]
        if text[: sections[0].exact.start].strip():
            raise NotWritable("there is text before the first section")
        after = 0
        for section, bound in zip(sections, bounds, strict=True):
            if section.exact != trim(text, section.exact.start, bound):
                raise NotWritable(f"the section {section.title!r} does not end where the next one starts")
            starts = self.first_words(section.exact, Span(after, len(text)))
            words = self.writer.words(starts, Span(after, len(text)))
            after = starts.end
            others = dataclasses.replace(section, exact=Span(0, 0))
            yield Fields((("starts", words_value(words)), *self.items(others, skip=("exact",))), block=True)

    def first_words(self, section: Span, window: Span) -> Span:
        """The span of enough first words to occur only once in ``window``, or of the fewest allowed."""
        finder, text = self.writer.finder, self.document.text
        ends: list[int] = []
        at = section.start
        while at < section.end and len(ends) < MOST_WORDS:
            while at < section.end and not text[at].isspace():
                at += 1
            ends.append(at)
            while at < section.end and text[at].isspace():
                at += 1
        for end in ends[FEWEST_WORDS - 1 :]:
            found = finder.occurrences(" ".join(text[section.start : end].split()), window)
            if len(list(found)) == 1:
                return Span(section.start, end)
        return Span(section.start, ends[:FEWEST_WORDS][-1])

    def passages(self, passages: tuple[Passage, ...]) -> Iterator[Fields]:
        """Each passage with its rows, searched for after the previous one."""
        after = 0
        for passage in passages:
            self.window = Span(after, len(self.document.text))
            words = self.writer.words(passage.text, self.window)
            after, self.window = passage.text.end, passage.text
            text: Value = Prose(words.exact)
            if placing(words):
                text = Fields((("exact", text), *placing(words)), block=True)
            first, last = (self.document.line_of(at) for at in (passage.text.start, passage.text.end - 1))
            comment = f"line {first}" if first == last else f"lines {first}–{last}"
            rows = ((name, Rows(cast("Sequence[Value]", rows))) for name, rows in self.items(passage, skip=("text",)))
            yield Fields((("text", text), *rows), block=True, comment=comment)

    def row(self, row: Any) -> Fields:
        """A row's fields, without those that have their default value."""
        score = getattr(row, "score", None)
        unsure = f"unsure: score {score:.2g}" if score is not None and score < self.unsure_below else ""
        return Fields(tuple(self.items(row)), block=isinstance(row, BLOCKS), comment=unsure)

    def items(self, row: Any, skip: tuple[str, ...] = ()) -> Iterator[tuple[str, Value]]:
        """The fields of a row; words that occur more than once are followed by the fields that identify them."""
        for field in dataclasses.fields(row):
            value = getattr(row, field.name)
            required = field.default is dataclasses.MISSING
            if field.name in ("written_on", *skip) or not required and (value == field.default or value == ""):
                continue
            if isinstance(value, Span) and field.name == "exact":
                words = self.writer.words(value, self.window)
                yield field.name, words.exact
                yield from placing(words)
            else:
                yield field.name, value if field.name == "id" else self.value(value)

    def value(self, value: Any) -> Value:
        """A field's value; a single span is not written as a list."""
        if isinstance(value, Span):
            return words_value(self.writer.words(value, self.window))
        if isinstance(value, tuple):
            values = [self.value(item) for item in value]
            return values[0] if len(value) == 1 and isinstance(value[0], Span) else values
        if dataclasses.is_dataclass(value):
            fields = self.row(value)
            short = [text for name, text in fields.items if name == getattr(value, "SHORT", None)]
            return short[0] if len(short) == len(fields.items) else fields
        if isinstance(value, bool):
            return "true" if value else "false"
        text = " ".join(str(value).split())
        if not text:
            raise NotWritable("a field that must have a value is empty")
        return text


def placing(words: Words) -> tuple[tuple[str, Value], ...]:
    """The fields that say which of several occurrences is meant."""
    given = (
        ("line", words.line),
        ("before", words.before),
        ("after", words.after),
        ("occurrence", words.occurrence),
    )
    return tuple((name, str(value)) for name, value in given if value is not None)


def words_value(words: Words) -> Value:
    """Words as the value of a field: plain, or with the fields that identify them."""
    return Fields((("exact", words.exact), *placing(words))) if placing(words) else words.exact
