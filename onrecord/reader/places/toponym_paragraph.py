"""A parsed paragraph as the toponym rules see it: folded words, runs of capitalised words, names of people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.annotation.model import MentionForm
from onrecord.folding import fold
from onrecord.reader.english import toponym_words as words
from onrecord.reader.english.calendar_words import DAYS, MONTH_WORDS, SEASONS
from onrecord.reader.english.function_words import THIRD_PERSON
from onrecord.reader.english.persons import PERSON_TITLES
from onrecord.reader.english.verbs import speaking
from onrecord.reader.parsing.tree import SUBJECT, Entity, Tree
from onrecord.reader.places.evidence import RANK, Evidence
from onrecord.reader.places.gazetteer import Gazetteer, Place
from onrecord.reader.places.gazetteer_sources import abbreviations, abbreviations_as_written, adjectives
from onrecord.reader.places.metonyms import can_be_metonym, is_metonym

SMALL_TOWN = 50_000
"""Inhabitants below which a town's name is taken for the surname of a person in the document."""
NAMESAKE_OF_FIRM = 200_000
"""Inhabitants below which a town's name is taken for the firm in the document whose name begins with it."""
LONGEST_NAME = 5
"""The most words in a name that is looked up."""
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
    form: MentionForm = "name"
    kind: str | None = None
    within: str | None = None
    skipped: int = 0
    """Code points of the first token that precede the name: ``D-Charleston``."""

    @property
    def rank(self) -> int:
        """The rank of its evidence."""
        return RANK[self.evidence]


class Paragraph:
    """A tree with the look-ups that the rules share."""

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
        return self.tree.words[token] if 0 <= token < len(self.tree.words) else ""

    def entity(self, token: int) -> Entity | None:
        """The recognised entity that the token is part of."""
        return self._entity[token] if 0 <= token < len(self.tree) else None

    def places(self, first: int, last: int) -> tuple[Place, ...]:
        """The gazetteer's places with the name of some tokens."""
        return self.gazetteer.by_key(self.key(first, last))

    def is_part_of_name(self, end: int) -> bool:
        """Whether the next word shows that the name is part of another name: Marburg *virus*."""
        after = self.word(end + 1).lower()
        if after in {"-", "hemorrhagic"}:
            after = self.word(end + 2).lower()
        return after in words.NON_PLACE_AFTER

    def is_common(self, first: int, last: int) -> bool:
        """Whether the words are a number, a function word, or a name that is seldom a place, or not without “the”."""
        key = self.key(first, last)
        if key in words.SELDOM_PLACES or (first == last and self.tree.tags[first] in words.NON_NAME_TAGS):
            return True
        if key in words.WITH_ARTICLE:
            return self.word(first - 1).lower() != "the" or self.tree.labels[last] in {"compound", "amod", "nmod"}
        if first < last:
            return key.startswith(("st ", "saint ")) and self.word(last + 1) in {"'s", "’s"}  # a church or a school
        dated = is_calendar(self.word(first)) or (key in SEASONS and self.word(last + 1).isdigit())
        return dated or (key in abbreviations() and not self.is_abbreviation(first))

    def is_abbreviation(self, token: int) -> bool:
        """Whether the token is written as an abbreviation of a province: *SC*, *Ala.*, but not *In* or *Mass*."""
        word = self.word(token)
        dotted = self.word(token + 1) == "." and word + "." in abbreviations_as_written()
        return dotted or word in abbreviations_as_written()

    def province_kind(self, first: int, last: int) -> str | None:
        """The code of a province if the words around a name say that it is one: the state of *New York*."""
        of_province = self.word(first - 1) == "of" and self.word(first - 2).lower() in words.OF_PROVINCE
        if of_province or self.word(last + 1).lower() in words.AFTER_PROVINCE:
            return next(
                (place.feature_code for place in self.places(first, last) if place.feature_code == "ADM1"), None
            )
        return None

    def is_of_body(self, first: int, last: int) -> bool:
        """Whether the words are in the name of a body that is no place: University of *Oxford*, *Boston* Globe."""
        if self.word(first - 1) == "of" and self.word(first - 2).lower() in words.BODIES_OF:
            return is_capital(self.word(first - 2))
        if self.word(first - 1).isdigit() and self.word(last + 1).isdigit():  # a law report: 556 U.S. 662
            return True
        if {self.word(first - 1), self.word(last + 1)} & {"v.", "vs.", "v"}:  # Smith v. *Austin*
            return True
        if self.word(last + 1) == "of" and self.word(last) == "District":  # of a court
            return True
        end = last + 1
        while end < last + 5 and is_capital(self.word(end)):
            if self.word(end).lower() in words.FIRM_WORDS:
                return True
            end += 1
        return False

    def is_acronym(self, first: int, last: int, place: Place) -> bool:
        """Whether a word is an acronym (*MBA*, *UN*) rather than a town whose name has the same letters."""
        word = self.word(first)
        return first == last and len(word) <= 4 and word.isupper() and not (is_region(place) or place.weight > 3)

    def is_person(self, first: int, last: int) -> bool:
        """Whether the words are part of a person's name or follow a title."""
        entity = self.entity(first)
        if entity and entity.label == "PERSON" and (entity.first < first or entity.last > last):
            return True
        before = self.word(first - 1)
        return before[:1].isupper() and before.lower() in PERSON_TITLES

    def speaks(self, token: int) -> bool:
        """Whether a name is next to a verb of saying: *Petrova* said — but not: residents in *Austin* said."""
        before, after = self.word(token - 1).lower(), self.word(token + 1).lower()
        if before in words.LOCATIVE or before == "of" or not is_capital(self.word(token)):
            return False
        return before in speaking() or after in speaking() or after in {"who", "whose"}

    def speaks_as_person(self, token: int) -> bool:
        """Whether a name that speaks is a person's, not a state's or capital's: *Petrova* said, *Jordan* said he …"""
        place = next(iter(self.places(token, token)), None)
        if not self.speaks(token) or not place or not (is_region(place) or self.seat(token, token)):
            return self.speaks(token)
        return self.folds[token] in words.GIVEN_NAME_PLACES and self.next_pronoun(token) in {"he", "she", "his", "her"}

    def speaks_as_government(self, first: int, last: int) -> bool:
        """Whether a country or capital acts as a government; one labelled a person must be *it* later."""
        if self.seat(first, last) is None or not is_metonym(self.tree, first, last):
            return False
        return self.label[first] != "PERSON" or self.next_pronoun(last) in {"it", "its"}

    def seat(self, first: int, last: int) -> Place | None:
        """The country, capital or seat of power with a name, if it is what the name usually means."""
        found = self.places(first, last)
        usual = (place for place in found if place.weight >= 3 and place.country == found[0].country)
        return next(filter(can_be_metonym, usual), None)

    def next_pronoun(self, token: int) -> str:
        """The first third-person pronoun after a token in its sentence, empty without one."""
        end = self.tree.sentences[self.tree.sentence_of[token]][1]
        return next((word for word in self.tree.lower[token + 1 : end + 1] if word in THIRD_PERSON), "")

    def container_of(
        self, first: int, last: int, *, known: bool = False, joints: Sequence[str] = (",", "in")
    ) -> str | None:
        """The country, province or district that the text puts a name in: Torrington, *Conn.*; Paris in *Texas*.

        In a list (Homs, Hama and Aleppo), after “in” and for regions only one that the gazetteer puts the name in; none
        that does something itself: in Asia, *Canada* lost.

        :param known: only one that the gazetteer puts the name in
        :param joints: what may stand between the two
        """
        joint = self.word(last + 1)
        if joint not in joints or not is_capital(self.word(last + 2)):
            return None
        for end in range(last + 4, last + 1, -1):
            named = self.places(last + 2, end) if end < len(self.tree) and self.folds[end] else ()
            containers = [place for place in named if is_container(place)]
            if not containers or (joint == "in" and named[0] not in containers):
                continue
            following = self.word(end + 1)
            if is_capital(following) and (self.word(last + 2) == "U.S." or joint == "in"):
                return None
            here = self.places(first, last)
            is_town = not here or not (is_region(here[0]) or here[0].feature_code == "ADM1")
            next_word = self.word(end + 2)
            goes_on = following == "," and is_capital(next_word) and not is_calendar(next_word)
            in_row = self.word(first - 1) == "," and (goes_on or next_word in {"and", "or", "&"})
            is_listed = following in {"and", "or", "&"} or in_row
            is_subject = self.tree.labels[end] in SUBJECT and following != ","
            is_said = joint == "," and is_town and not (goes_on or is_listed or is_subject or is_capital(following))
            regions = [container for container in containers if container.feature_code != "ADM2"]
            is_held = any(is_inside(place, region) for place in here for region in regions)
            if is_listed and (not is_town or any(is_region(place) for place in here)):
                return None
            return self.name(last + 2, end) if is_held or (is_said and not known) else None
        return None

    def with_stop(self, last: int) -> int:
        """The last token of a name, with the full stop of an abbreviation: *Alta.*, *Lafayette Ave.*"""
        abbreviated = self.tree.words[last] + "."
        if self.word(last + 1) == "." and self.tree.starts[last + 1] == self.tree.end(last):
            if abbreviated in kinds(False) or abbreviated in abbreviations_as_written():
                return last + 1
        return last


def with_article(tree: Tree, token: int) -> int:
    """The first token of a name, with an Arabic article joined to it: *al*-Bukamal."""
    if tree.words[token] == "-":
        token += 1
    if token < 2 or tree.words[token - 1] != "-" or tree.lower[token - 2] not in words.JOINED_ARTICLES:
        return token
    joined = tree.end(token - 2) == tree.starts[token - 1] and tree.end(token - 1) == tree.starts[token]
    return token - 2 if joined else token


def is_capital(word: str) -> bool:
    """Whether a token is capitalised, marks and joined articles before the capital aside."""
    return word[:1].isupper() or (len(word) > 2 and CAPITAL.match(word) is not None)


def is_inside(place: Place, region: Place) -> bool:
    """Whether a place is in a country or province."""
    if place.country != region.country or place == region:
        return False
    return region.feature_code == "PCLI" or not region.admin1 or place.admin1 == region.admin1


def is_calendar(word: str) -> bool:
    """Whether a word is the name of a month or day."""
    return word.lower().rstrip(".") in MONTH_WORDS or word.lower() in DAYS


def is_container(place: Place) -> bool:
    """Whether a place is usually named after a town in it: “Torrington, *Conn.*”, “Reading, *Berkshire*”."""
    return (
        place.weight >= 3
        and place.feature_code in {"PCLI", "ADM1", "ADM2"}
        or (place.weight == 2 and place.feature_code in {"PCLI", "ADM1"})
    )


def is_region(place: Place) -> bool:
    """Whether the place is a country, a continent, a sea, a large region or a well-known province."""
    return place.weight == 3 and (
        place.feature_code in REGIONS or (place.feature_code == "ADM1" and place.country in WELL_KNOWN_PROVINCES)
    )


@cache
def kinds(first: bool) -> dict[str, str]:
    """Words that begin (``first``) or end the names of natural features, roads and districts → feature code."""
    table = words.FIRST_WORDS if first else words.LAST_WORDS
    return {word: code for code, listed in table.items() for word in listed.split()}


@cache
def adjective_names() -> dict[str, str]:
    """Folded place adjectives → names."""
    return {fold(word): name for word, name in adjectives().items()}


def _runs(tree: Tree) -> Iterator[tuple[int, int]]:
    """The first and last token of each run of capitalised words, connectors inside included."""
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
    """The run without the capitalised function words at its beginning: *The*, *In*, *But*."""
    while first < last and (tree.tags[first] in words.NON_NAME_TAGS or not is_capital(tree.words[first])):
        first += 1
    if tree.tags[first] not in words.NON_NAME_TAGS or tree.words[first].isupper():
        yield with_article(tree, first), last


def people(paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    """The folded single words that the document uses as people's names rather than as places' names.

    Parts of longer personal names and unknown names that speak are counted against single-word places. The surname of
    somebody in the document is not a small town, unless the text puts that town in its province; the first word of a
    firm's name is not a town, unless something is in it.
    """
    persons: Counter[str] = Counter()
    surnames: Counter[str] = Counter()
    places: Counter[str] = Counter()
    located: Counter[str] = Counter()
    firms: Counter[str] = Counter()
    lived_in: Counter[str] = Counter()
    for paragraph in paragraphs:
        firms.update(paragraph.folds[first] for first, last in paragraph.runs if paragraph.is_of_body(first, first))
        for entity in paragraph.tree.entities:
            last = paragraph.folds[entity.last]
            if entity.label == "PERSON" and entity.last > entity.first:
                surnames[last] += 1
                persons[last] += 2
                persons[paragraph.folds[entity.first]] += 1
            elif entity.first == entity.last and paragraph.speaks_as_person(entity.first):
                persons[last] += 2
            elif entity.label in PLACE_LABELS:
                lived_in[last] += _is_located(paragraph, entity)
                places[last] += 1 + 2 * _is_located(paragraph, entity)
                located[last] += paragraph.container_of(entity.first, entity.last) is not None
    gazetteer = paragraphs[0].gazetteer if paragraphs else None
    return frozenset(
        name
        for name in persons + firms
        if name
        and (
            persons[name] > places[name]
            or (surnames[name] and not located[name] and _is_small(gazetteer, name, SMALL_TOWN))
            or (firms[name] and not lived_in[name] and _is_small(gazetteer, name, NAMESAKE_OF_FIRM))
        )
    )


def _is_small(gazetteer: Gazetteer | None, name: str, limit: int) -> bool:
    places = gazetteer.by_key(name) if gazetteer else ()
    return all(place.population < limit or place.weight < 3 for place in places)


def _is_located(paragraph: Paragraph, entity: Entity) -> bool:
    """Whether the words around an entity show that it is a place."""
    before = paragraph.word(entity.first - 1).lower()
    return before in words.LOCATIVE or paragraph.container_of(entity.first, entity.last) is not None
