"""Finds toponyms: the words of a parsed document that refer to a place.

One convention: names of places of every kind (countries to streets, but not numbered roads), names of places
inside the names of bodies that sit there (*Alexandria* Police), and place adjectives before a noun (*Syrian*
army) — not people (Syrians), not languages, not bodies or buildings as wholes. The taxonomy is that of
Gritta, Pilehvar and Collier (2020), "A pragmatic guide to geoparsing evaluation".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.annotation.model import MentionForm
from onrecord.folding import fold
from onrecord.reader.english import toponym_words as words
from onrecord.reader.parsing.tree import Tree
from onrecord.reader.places.dateline_places import datelines, in_small_letters
from onrecord.reader.places.evidence import SURE, WEAK
from onrecord.reader.places.gazetteer import Gazetteer
from onrecord.reader.places.metonyms import can_be_metonym, is_metonym, modifies
from onrecord.reader.places.toponym_lists import list_neighbours, plural_lists
from onrecord.reader.places.toponym_paragraph import (
    LONGEST_NAME,
    PLACE_LABELS,
    Paragraph,
    ToponymCandidate,
    is_capital,
    people,
    with_article,
)
from onrecord.reader.places.toponym_rules import rule_candidates
from onrecord.span import Span


@dataclass(frozen=True)
class Toponym:
    """A found mention: its span, and the name looked up for it.

    ``kind`` is a feature code if the words themselves say what kind of place it is; ``within`` is the name of
    the place that contains it according to the text (``Torrington, Conn.``); ``is_derived`` if the words are an
    adjective of the name (``Syrian``); ``is_weak`` if only a place that fits in the document makes it a mention.
    """

    span: Span
    name: str
    form: MentionForm
    kind: str | None = None
    within: str | None = None
    is_derived: bool = False
    is_weak: bool = False


def find_toponyms(
    text: str, trees: Sequence[Tree], gazetteer: Gazetteer, on_record: Collection[str] = ()
) -> list[Toponym]:
    """The toponyms of a document, in order, none overlapping another.

    :param text: the document
    :param trees: its parsed paragraphs, in order, with offsets into ``text``
    :param on_record: folded names of the authority file's locations; they need no other evidence
    """
    found = [
        Toponym(span, in_small_letters(text[span.start : span.end]), "name", None, within)
        for span, within in datelines(text, trees, gazetteer)
    ]
    paragraphs = [Paragraph(tree, gazetteer) for tree in trees]
    gazetteer.load(key for paragraph in paragraphs for key in _keys(paragraph))
    known_people = people(paragraphs)
    for paragraph in paragraphs:
        paragraph.people = known_people
    proposed = [
        [*rule_candidates(paragraph), *plural_lists(paragraph), *_on_record(paragraph, on_record)]
        for paragraph in paragraphs
    ]
    known = {fold(t.name): ToponymCandidate(0, 0, "dateline", t.name, within=t.within) for t in found}
    known |= {fold(c.name): c for some in proposed for c in some if c.rank >= SURE and c.form == "name"}
    for paragraph, first in zip(paragraphs, proposed, strict=True):
        first.extend(_repetitions(paragraph, known))
        chosen = _best(first)
        found.extend(_toponyms(paragraph, _best([*chosen, *list_neighbours(paragraph, chosen)])))
    return sorted(found, key=lambda toponym: toponym.span)


def _on_record(paragraph: Paragraph, names: Collection[str]) -> Iterator[ToponymCandidate]:
    """Names of locations on record."""
    if not names:
        return
    for first, last in paragraph.runs:
        for start in range(first, last + 1):
            for end in range(start, min(last, start + LONGEST_NAME - 1) + 1):
                key = paragraph.key(start, end)
                if key not in names or paragraph.is_person(start, end) or paragraph.is_of_body(start, end):
                    continue
                if not is_amount(paragraph, start, end):
                    kind = paragraph.province_kind(start, end)
                    yield ToponymCandidate(start, end, "on record", paragraph.name(start, end), kind=kind)


def is_amount(paragraph: Paragraph, start: int, end: int) -> bool:
    """Whether the tokens are money, *US$* 5, or the pronoun in a headline, *Us*."""
    around = [paragraph.word(token) for token in range(start - 1, end + 2)]
    return any("$" in word for word in around) or (paragraph.key(start, end) == "us" and not around[1].isupper())


def _keys(paragraph: Paragraph) -> Iterator[str]:
    for first, last in paragraph.runs:
        for start in range(first, last + 1):
            for end in range(start, min(last, start + LONGEST_NAME - 1) + 1):
                yield paragraph.key(start, end)


def _best(proposed: Iterable[ToponymCandidate]) -> list[ToponymCandidate]:
    taken: list[ToponymCandidate] = []
    used: set[int] = set()
    for candidate in sorted(proposed, key=lambda c: (-c.rank, c.first - c.last, c.first)):
        tokens = range(candidate.first, candidate.last + 1)
        if used.isdisjoint(tokens):
            used.update(tokens)
            taken.append(candidate)
    return sorted(taken, key=lambda c: c.first)


def _toponyms(paragraph: Paragraph, chosen: Iterable[ToponymCandidate]) -> Iterator[Toponym]:
    for c in chosen:
        first = with_article(paragraph.tree, c.first) if c.form == "name" else c.first
        span = paragraph.tree.span(first, c.last)
        word = paragraph.tree.words[first]
        start = span.start + (c.skipped or len(word) - len(word.lstrip("-–—'‘“\"([/ ")))
        last = paragraph.tree.words[c.last]
        end = span.end - (len(last) - len(last.rstrip("-–—'’”\")]/,;:")))
        if start < end:
            form = _form(paragraph, c)
            weak = c.evidence in WEAK
            yield Toponym(Span(start, end), c.name, form, c.kind, c.within, c.form == "adjective", weak)


def _form(paragraph: Paragraph, candidate: ToponymCandidate) -> MentionForm:
    if candidate.form != "name" or candidate.kind or candidate.within:
        return candidate.form
    seats = [
        place
        for place in paragraph.places(candidate.first, candidate.last)
        if place.weight >= 3 and can_be_metonym(place)
    ]
    if not seats:
        return "name"
    if modifies(paragraph.tree, candidate.last):
        return "adjective"
    country = seats[0].feature_code == "PCLI"
    return "metonym" if is_metonym(paragraph.tree, candidate.first, candidate.last, country=country) else "name"


def _repetitions(paragraph: Paragraph, known: dict[str, ToponymCandidate]) -> Iterator[ToponymCandidate]:
    """Names that other evidence in the document shows to be places."""
    for first, last in paragraph.runs:
        start = first
        while start <= last:
            for end in range(min(last, start + LONGEST_NAME - 1), start - 1, -1):
                earlier = known.get(paragraph.key(start, end))
                if earlier and _may_repeat(paragraph, start, end):
                    name = paragraph.name(start, end)
                    yield ToponymCandidate(start, end, "met before", name, kind=earlier.kind)
                    start = end
                    break
            start += 1


def _may_repeat(paragraph: Paragraph, start: int, end: int) -> bool:
    if start == end and paragraph.folds[start] in paragraph.people and paragraph.label[start] not in PLACE_LABELS:
        return False
    if paragraph.is_common(start, end) or paragraph.is_person(start, end) or paragraph.is_of_body(start, end):
        return False
    following = paragraph.word(end + 1)
    if is_capital(following) and following not in words.BODY_WORDS:
        return False
    return not paragraph.is_part_of_name(end)
