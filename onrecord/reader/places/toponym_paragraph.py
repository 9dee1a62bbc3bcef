"""A parsed paragraph as the toponym rules see it: folded words, stretches of capitals, who is a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.annotation.model import LocationForm
from onrecord.reader.english import toponym_words as words
from onrecord.reader.folding import fold
from onrecord.reader.parsing.tree import Entity, Tree
from onrecord.reader.places.evidence import RANK, Evidence
from onrecord.reader.places.gazetteer import Gazetteer, Place
from onrecord.reader.places.gazetteer_sources import abbreviations_as_written, adjectives

SMALL_TOWN = 50_000
"""Inhabitants below which somebody's surname is taken for the person and not for the town."""
LONGEST_NAME = 5
"""Words in the longest name that is looked up."""
REGIONS = frozenset({"PCLI", "PCLH", "CONT", "RGN", "OCN", "SEA", "GULF"})
WELL_KNOWN_PROVINCES = frozenset({"US", "CA", "GB", "AU"})
CONNECTORS = frozenset("of the de la del al el le du des - – ez az".split())
CAPITAL = re.compile(r"[^\w\s]?[A-ZÀ-ÖØ-ÞĀ-Ž]|[a-z]{1,2}['’-][A-Z]")
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


@dataclass(frozen=True)
class ToponymCandidate:
    """Tokens ``first`` to ``last`` of one tree that may be a toponym, and why."""

    first: int
    last: int
    evidence: Evidence
    name: str
    form: LocationForm = "name"
    kind: str | None = None
    within: str | None = None
    skipped: int = 0
    """Code points of the first token that stand before the name: ``D-Charleston``."""

    @property
    def rank(self) -> int:
        """Of overlapping candidates the one with the higher rank stays."""
        return RANK[self.evidence]


class Paragraph:
    """A tree with what the rules ask of it again and again."""

    def __init__(self, tree: Tree, gazetteer: Gazetteer) -> None:
        self.tree = tree
        self.gazetteer = gazetteer
        self.people: frozenset[str] = frozenset()
        self.folds = [fold(word) for word in tree.words]
        self.label = [""] * len(tree)
        self._entity: list[Entity | None] = [None] * len(tree)
        for entity in tree.entities:
            for token in range(entity.first, entity.last + 1):
                self.label[token] = entity.label
                self._entity[token] = entity
        self.runs = list(_runs(tree))

    def key(self, first: int, last: int) -> str:
        """The folded name of some tokens."""
        return " ".join(filter(None, self.folds[first : last + 1]))

    def name(self, first: int, last: int) -> str:
        """The name of some tokens, for display."""
        words_between = " ".join(self.tree.text(first, last).split())
        return words_between.replace(" - ", "-").replace(" .", ".").strip("-–— ,")

    def word(self, token: int) -> str:
        """A token, or nothing outside the paragraph."""
        return self.tree.words[token] if 0 <= token < len(self.tree) else ""

    def entity(self, token: int) -> Entity | None:
        """The recognised entity that the token is part of."""
        return self._entity[token] if 0 <= token < len(self.tree) else None

    def places(self, first: int, last: int) -> tuple[Place, ...]:
        """What the gazetteer has under some tokens."""
        return self.gazetteer.by_key(self.key(first, last))

    def is_no_place(self, end: int) -> bool:
        """Whether what follows shows that the name is part of something else: Marburg *virus*."""
        after = self.word(end + 1).lower()
        if after in {"-", "hemorrhagic"}:
            after = self.word(end + 2).lower()
        return after in words.NO_PLACE_AFTER

    def is_common(self, first: int, last: int) -> bool:
        """Whether the words are a number, a little word, or in the list of names that are seldom places."""
        return self.key(first, last) in words.SELDOM_PLACES or (
            first == last and self.tree.tags[first] in words.NO_NAME_TAGS
        )

    def is_acronym(self, first: int, last: int, place: Place) -> bool:
        """Whether it is *MBA* or *UN* rather than a town whose name has the same letters."""
        word = self.word(first)
        return first == last and len(word) <= 4 and word.isupper() and not (is_region(place) or place.weight > 3)

    def is_person(self, first: int, last: int) -> bool:
        """Whether the words are part of a person's name or follow a title."""
        entity = self.entity(first)
        if entity and entity.label == "PERSON" and (entity.first < first or entity.last > last):
            return True
        before = self.word(first - 1)
        return before[:1].isupper() and before.lower() in words.PERSON_TITLES

    def may_be_person(self, first: int, last: int) -> bool:
        """Whether the document, or the recogniser, takes the words for somebody's name."""
        key = self.key(first, last)
        return self.label[first] == "PERSON" or key in self.people

    def container_after(self, end: int) -> str | None:
        """The country, province or district named right after a comma: Torrington, *Conn.*"""
        if self.word(end + 1) != "," or not is_capital(self.word(end + 2)):
            return None
        for width in (3, 2, 1):
            last = end + 1 + width
            places = self.places(end + 2, last) if last < len(self.tree) else ()
            if not any(is_container(place) for place in places):
                continue
            following = self.word(last + 1)
            if is_capital(following) and not following.isupper() and following not in words.BODY_WORDS:
                return self.name(end + 2, last)
            return None if is_capital(following) and self.word(end + 2) == "U.S." else self.name(end + 2, last)
        return None

    def with_stop(self, last: int) -> int:
        """The full stop of an abbreviation belongs to it: *Alta.*, *Lafayette Ave.*"""
        abbreviated = self.tree.words[last] + "."
        if self.word(last + 1) == "." and self.tree.starts[last + 1] == self.tree.end(last):
            if abbreviated in kinds(False) or abbreviated in abbreviations_as_written():
                return last + 1
        return last


def with_article(tree: Tree, token: int) -> int:
    """Where a name starts when an Arabic article is joined to it: *al*-Bukamal."""
    if tree.words[token] == "-":
        token += 1
    if token < 2 or tree.words[token - 1] != "-" or tree.lower[token - 2] not in words.JOINED_ARTICLES:
        return token
    joined = tree.end(token - 2) == tree.starts[token - 1] and tree.end(token - 1) == tree.starts[token]
    return token - 2 if joined else token


def is_capital(word: str) -> bool:
    """Whether a token begins as a name does, marks before it aside."""
    return word[:1].isupper() or (len(word) > 2 and CAPITAL.match(word) is not None)


def is_container(place: Place) -> bool:
    """Whether a town is said to be in such a place: “Torrington, *Conn.*”, “Reading, *Berkshire*”."""
    return (
        place.weight >= 3
        and place.feature_code in {"PCLI", "ADM1", "ADM2"}
        or (place.weight == 2 and place.feature_code in {"PCLI", "ADM1"})
    )


def is_region(place: Place) -> bool:
    """Whether the place is a country, a continent or a province that everybody knows by name."""
    return place.weight == 3 and (
        place.feature_code in REGIONS or (place.feature_code == "ADM1" and place.country in WELL_KNOWN_PROVINCES)
    )


@cache
def kinds(first: bool) -> dict[str, str]:
    """Words that begin (``first``) or end the names of natural features, roads and districts → feature
    code.
    """
    table = words.FIRST_WORDS if first else words.LAST_WORDS
    return {word: code for code, listed in table.items() for word in listed.split()}


@cache
def adjective_names() -> dict[str, str]:
    """Folded place adjectives → names."""
    return {fold(word): name for word, name in adjectives().items()}


def _runs(tree: Tree) -> Iterator[tuple[int, int]]:
    """First and last token of each stretch of capitalised words, connectors inside included."""
    first = last = -1
    for token, word in enumerate(tree.words):
        if is_capital(word):
            if first < 0:
                first = token
            last = token
        elif first >= 0 and not (word.lower() in CONNECTORS and token - last <= 2):
            yield from _run(tree, first, last)
            first = -1
    if first >= 0:
        yield from _run(tree, first, last)


def _run(tree: Tree, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The stretch without the capitalised little words at its beginning: *The*, *In*, *But*."""
    while first < last and (tree.tags[first] in words.NO_NAME_TAGS or not is_capital(tree.words[first])):
        first += 1
    if tree.tags[first] not in words.NO_NAME_TAGS or tree.words[first].isupper():
        yield with_article(tree, first), last


def people(paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    """The folded single words that the document uses as people's names rather than as places' names.

    Parts of people's names of two words and more, and unknown names that speak, against single-word places. The
    surname of somebody in the document is no small town, unless the text puts that town in its province.
    """
    persons: Counter[str] = Counter()
    surnames: Counter[str] = Counter()
    places: Counter[str] = Counter()
    located: Counter[str] = Counter()
    for paragraph in paragraphs:
        for entity in paragraph.tree.entities:
            last = paragraph.folds[entity.last]
            if entity.label == "PERSON" and entity.last > entity.first:
                surnames[last] += 1
                persons[last] += 2
                persons[paragraph.folds[entity.first]] += 1
            elif entity.first == entity.last and _speaks(paragraph, entity.first):
                persons[last] += 2
            elif entity.label in PLACE_LABELS:
                places[last] += 1 + 2 * _is_located(paragraph, entity)
                located[last] += paragraph.container_after(entity.last) is not None
    return frozenset(
        name
        for name, count in persons.items()
        if name and (count > places[name] or (surnames[name] and not located[name] and _is_small(paragraphs, name)))
    )


def _is_small(paragraphs: Sequence[Paragraph], name: str) -> bool:
    places = paragraphs[0].gazetteer.by_key(name)
    return all(place.population < SMALL_TOWN or place.weight < 3 for place in places)


def _speaks(paragraph: Paragraph, token: int) -> bool:
    """*Petrova* said — but not: residents in *Austin* said."""
    before = paragraph.word(token - 1).lower()
    if before in words.LOCATIVE or before == "of" or not is_capital(paragraph.word(token)):
        return False
    return before in words.SAID or paragraph.word(token + 1).lower() in words.SAID


def _is_located(paragraph: Paragraph, entity: Entity) -> bool:
    """Whether the words around an entity make it a place."""
    before = paragraph.word(entity.first - 1).lower()
    return before in words.LOCATIVE or paragraph.container_after(entity.last) is not None
