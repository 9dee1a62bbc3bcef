"""Toponyms in lists: names next to places, or next to a plural such as *counties*, are places too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.reader.english import toponym_words as words
from onrecord.reader.places.toponym_paragraph import Paragraph, ToponymCandidate, adjective_names

SEPARATORS = frozenset({",", "and", "or", "&"})
LONGEST_ITEM = 3


def plural_lists(paragraph: Paragraph) -> Iterator[ToponymCandidate]:
    """*Jackson* and *Barrow* counties; the villages of *Foua* and *Kfraya*."""
    ends = {last: first for first, last in paragraph.runs}
    starts = dict(paragraph.runs)
    for token, word in enumerate(paragraph.tree.lower):
        if word in words.KINDS_AFTER_LIST and token - 1 in ends:
            items = list(_backwards(paragraph, token - 1, ends))
            if len(items) > 1:
                yield from _list_items(paragraph, items, words.KINDS_AFTER_LIST[word])
        if word in words.KINDS_BEFORE_LIST and paragraph.word(token + 1).lower() in {"of", ":", "like"}:
            yield from _list_items(paragraph, _forwards(paragraph, token + 2, starts), None)


def _list_items(
    paragraph: Paragraph, items: Sequence[tuple[int, int]] | Iterator[tuple[int, int]], kind: str | None
) -> Iterator[ToponymCandidate]:
    for first, last in items:
        name = paragraph.name(first, last)
        if paragraph.key(first, last) not in adjective_names():
            yield ToponymCandidate(first, last, "kind of all", f"{name} County" if kind == "ADM2" else name, kind=kind)


def _backwards(paragraph: Paragraph, last: int, ends: dict[int, int]) -> Iterator[tuple[int, int]]:
    while last in ends and last - ends[last] < LONGEST_ITEM:
        first = ends[last]
        yield first, last
        token = first - 1
        if paragraph.word(token).lower() not in SEPARATORS:
            return
        while paragraph.word(token).lower() in SEPARATORS:
            token -= 1
        last = token


def _forwards(paragraph: Paragraph, first: int, starts: dict[int, int]) -> Iterator[tuple[int, int]]:
    while first in starts and starts[first] - first < LONGEST_ITEM:
        last = starts[first]
        yield first, last
        token = last + 1
        if paragraph.word(token).lower() not in SEPARATORS:
            return
        while paragraph.word(token).lower() in SEPARATORS:
            token += 1
        first = token


def list_neighbours(paragraph: Paragraph, chosen: Sequence[ToponymCandidate]) -> Iterator[ToponymCandidate]:
    """Gazetteer names next to a place in a list: Suba, *Migori*, Homa Bay."""
    firsts = {c.first for c in chosen if c.form == "name"}
    lasts = {c.last for c in chosen if c.form == "name"}
    inside = {token for c in chosen for token in range(c.first, c.last + 1)}
    for first, last in paragraph.runs:
        if first in inside or last in inside or last - first >= LONGEST_ITEM:
            continue
        key = paragraph.key(first, last)
        if key in paragraph.people or key in adjective_names() or paragraph.is_common(first, last):
            continue
        if not _between_places(paragraph, first, last, firsts, lasts) or paragraph.is_person(first, last):
            continue
        places = paragraph.places(first, last)
        if places and not paragraph.is_acronym(first, last, places[0]):
            yield ToponymCandidate(first, last, "list", paragraph.name(first, last))


def _between_places(paragraph: Paragraph, first: int, last: int, firsts: set[int], lasts: set[int]) -> bool:
    before = paragraph.word(first - 1).lower() in SEPARATORS and (
        first - 2 in lasts or (paragraph.word(first - 2) == "," and first - 3 in lasts)
    )
    after = paragraph.word(last + 1).lower() in SEPARATORS and (
        last + 2 in firsts or (paragraph.word(last + 2).lower() in SEPARATORS and last + 3 in firsts)
    )
    return before or after
