"""Splits the rows of a whole document into passages, and collects the records that no authority file has yet."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import TypeVar

from onrecord.annotation.authority import Identified
from onrecord.annotation.model import Actor, Attribution, Claim, Passage, Quote
from onrecord.span import Span
from onrecord.text.document import Document, Section
from onrecord.text.paragraphs import find_blocks
from onrecord.values import Row, Slug, short_name

KINDS = tuple(field.name for field in fields(Passage) if field.name not in ("text", "written_on"))
"""The fields of :class:`Passage` that hold rows."""
Placed = tuple[Span, str, Row]
"""A row with its extent and its kind."""
Record = TypeVar("Record", bound=Identified)


def new_records(records: Iterable[Record], known: Mapping[Slug, Record]) -> dict[Slug, Record]:
    """The records that are not in ``known``, by id, their names cut; the first of several with the same id."""
    found: dict[Slug, Record] = {}
    for record in records:
        if record.id not in known and record.id not in found:
            name = short_name(record.name)
            found[record.id] = record if name == record.name else replace(record, name=name)  # type: ignore[type-var]
    return found


def used_actors(actors: Iterable[Actor], whole: Passage, *makers: Actor | None) -> tuple[Actor, ...]:
    """The actors that a mention or attribution of the document refers to, and its author and publisher."""
    used = {
        *(one.id for one in makers if one),
        *(row.actor for row in whole.actors),
        *(row.source for row in whole.attributions),
    }
    return tuple(actor for actor in actors if actor.id in used)


def split_passages(whole: Passage, document: Document, sections: Sequence[Section]) -> Iterator[Passage]:
    """One passage for each paragraph outside boilerplate; paragraphs that a row spans are joined."""
    kept = list(_in_sections(whole, sections))
    for section in sections:
        if section.kind == "boilerplate":
            continue
        inside = [item for item in kept if section.exact.contains(item[0])]
        start = section.exact.start
        paragraphs = [Span(start + one.start, start + one.end) for one in find_blocks(document.exact(section.exact))]
        yield from _gather(_join(paragraphs, [item[0] for item in inside]), inside)


def extent(row: Row) -> Span:
    """The span from a row's first character to its last."""
    if isinstance(row, Attribution):
        spans = (*row.source_words, *row.cue_words, *row.content_words)
        return Span(min(span.start for span in spans), max(span.end for span in spans))
    span: Span = row.exact  # type: ignore[attr-defined]
    return span


def _in_sections(whole: Passage, sections: Sequence[Section]) -> Iterator[Placed]:
    """The rows inside a section other than boilerplate, without their references to rows that are left out."""
    starts = [section.exact.start for section in sections]

    def is_inside(span: Span) -> bool:
        at = bisect_right(starts, span.start) - 1
        return at >= 0 and sections[at].kind != "boilerplate" and sections[at].exact.contains(span)

    kept = [(extent(row), kind, row) for kind in KINDS for row in getattr(whole, kind) if is_inside(extent(row))]
    ids = frozenset(getattr(row, "id", "") for _, _, row in kept)
    for span, kind, row in kept:
        yield span, kind, _without_lost(row, ids)


def _without_lost(row: Row, ids: frozenset[str]) -> Row:
    """The row without references to rows that are not kept."""

    def known(wanted: str | None) -> str | None:
        return wanted if wanted in ids else None

    if isinstance(row, Quote):
        return replace(row, attribution=known(row.attribution), continues=known(row.continues))
    if isinstance(row, Claim):
        return replace(
            row,
            attribution=known(row.attribution),
            quote=known(row.quote),
            restates=known(row.restates),
            citations=tuple(cited for cited in row.citations if cited.citation in ids),
            relations=tuple(relation for relation in row.relations if relation.claim in ids),
        )
    return row


def _join(paragraphs: Iterable[Span], extents: Iterable[Span]) -> list[Span]:
    """The paragraphs, merged where one row spans several."""
    result: list[Span] = []
    reach = sorted(extents)
    at = 0
    for paragraph in paragraphs:
        if result and result[-1].end > paragraph.start:
            result[-1] = Span(result[-1].start, max(result[-1].end, paragraph.end))
        else:
            result.append(paragraph)
        while at < len(reach) and reach[at].start < paragraph.end:
            if reach[at].end > result[-1].end:
                result[-1] = Span(result[-1].start, reach[at].end)
            at += 1
    return result


def _gather(passages: Iterable[Span], placed: Iterable[Placed]) -> Iterator[Passage]:
    """Each passage with the rows inside it, in document order."""
    waiting = sorted(placed, key=lambda item: item[0])
    at = 0
    for passage in passages:
        rows: dict[str, list[Row]] = {}
        while at < len(waiting) and waiting[at][0].end <= passage.end:
            if waiting[at][0].start >= passage.start:
                rows.setdefault(waiting[at][1], []).append(waiting[at][2])
            at += 1
        yield Passage(text=passage, **{kind: tuple(found) for kind, found in rows.items()})  # type: ignore[arg-type]
