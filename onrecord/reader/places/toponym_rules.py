"""The rules that propose toponyms: each looks for one kind of evidence (:mod:`evidence`) and yields candidates.

The words that the rules look for are in :mod:`onrecord.reader.english.toponym_words`, with the tests' example
sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from onrecord.folding import fold
from onrecord.reader.english import toponym_words as words
from onrecord.reader.english.calendar_words import MONTH_WORDS
from onrecord.reader.english.function_words import DASHES
from onrecord.reader.english.verbs import speaking, ways
from onrecord.reader.places.evidence import Evidence
from onrecord.reader.places.gazetteer import Place
from onrecord.reader.places.gazetteer_sources import abbreviations
from onrecord.reader.places.toponym_paragraph import (
    LONGEST_NAME,
    PLACE_LABELS,
    Paragraph,
    ToponymCandidate,
    adjective_names,
    is_capital,
    is_region,
    kinds,
    with_article,
)

PARTY = re.compile(r"[DRI]-([A-Z][a-z]+)\Z")
HERITAGE = frozenset({"american", "americans", "canadian", "canadians"})
LOWER_DIRECTIONS = words.DIRECTIONS - {word.lower() for word in words.CAPITAL_DIRECTIONS}


def rule_candidates(paragraph: Paragraph) -> Iterator[ToponymCandidate]:
    """All candidates that the rules find in a paragraph."""
    yield from _entities(paragraph)
    yield from _adjectives(paragraph)
    yield from _joined_names(paragraph)
    for first, last in paragraph.runs:
        yield from _features(paragraph, first, last)
        yield from _kinds_after(paragraph, first, last)
        yield from _gazetteer_names(paragraph, first, last)
        yield from _of_party(paragraph, first, last)


# ── by the recogniser ────────────────────────────────────────────────────────────────────────────────────


def _entities(paragraph: Paragraph) -> Iterator[ToponymCandidate]:
    """Entities labelled as places, cut to the name, unless something rules them out."""
    for entity in paragraph.tree.entities:
        if entity.label in PLACE_LABELS:
            for first, last in _parts(paragraph, entity.first, entity.last):
                yield from _entity_part(paragraph, first, last, entity.label)


def _entity_part(paragraph: Paragraph, first: int, last: int, label: str) -> Iterator[ToponymCandidate]:
    key = paragraph.key(first, last)
    if not key or key in adjective_names() or paragraph.is_part_of_name(last) or "$" in paragraph.word(last):
        return
    places = paragraph.places(first, last)
    name = paragraph.name(first, last)
    within = paragraph.container_of(first, last)
    if paragraph.is_of_body(first, last) or (places and paragraph.is_acronym(first, last, places[0])):
        return
    if within:
        yield ToponymCandidate(first, last, "recogniser", name, within=within)
    elif first == last and key in paragraph.people and _refers_to_person(paragraph, first, places):
        return
    elif places and not paragraph.is_common(first, last):
        left = _with_direction(paragraph, first)
        evidence: Evidence = "recogniser" if label != "FAC" else "recognised building"
        yield ToponymCandidate(
            left, last, evidence, paragraph.name(left, last), kind=paragraph.province_kind(first, last)
        )
    elif _is_supported(paragraph, first, last, label):
        yield ToponymCandidate(first, last, "recogniser alone", name)


def _refers_to_person(paragraph: Paragraph, token: int, places: Sequence[Place]) -> bool:
    """Whether a name that is also a place's refers to the person: the place is not a region, or a person speaks."""
    return (bool(places) and not is_region(places[0])) or paragraph.speaks_as_person(token)


def _with_direction(paragraph: Paragraph, first: int) -> int:
    """The first token of a name, with a capitalised direction before it: *West Wales*."""
    if paragraph.word(first - 1) not in words.CAPITAL_DIRECTIONS or first < 2:
        return first
    return first if is_capital(paragraph.word(first - 2)) or paragraph.word(first - 2) == "." else first - 1


def _is_supported(paragraph: Paragraph, first: int, last: int, label: str) -> bool:
    """Whether the context supports a place that the gazetteer doesn't know."""
    before, after = paragraph.word(first - 1).lower(), paragraph.word(last + 1).lower()
    if after.isdigit() or paragraph.word(last).lower() in words.NON_PLACE_LAST:
        return False
    if label == "FAC":
        return paragraph.word(last) in kinds(False)
    if first == last and (paragraph.folds[first] in paragraph.people or paragraph.word(first).isupper()):
        return False
    if any(paragraph.tree.tags[token] in words.NON_NAME_TAGS for token in (first, last)):
        return False
    if after in words.KINDS_AFTER or after in words.LOOSE_KINDS_AFTER:
        return True
    if before == "of":
        return paragraph.word(first - 2).lower() in words.OF_PLACE
    if paragraph.word(last + 1) in {"'s", "’s"}:
        return False
    return before in words.LOCATIVE and after not in speaking() and before != "at"


def _parts(paragraph: Paragraph, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The names in one entity: split at commas, slashes and — unless the whole is a name — at “and”."""
    tokens = paragraph.tree.words
    whole = bool(paragraph.places(first, last))
    start = first
    for token in range(first, last + 2):
        splits = token > last or tokens[token] in {",", "/", ";", "|", "("} or tokens[token] in DASHES - {"-"}
        if splits or (tokens[token].lower() in {"and", "or"} and not whole):
            part = _trim(paragraph, start, token - 1)
            if part:
                yield part
            start = token + 1


def _trim(paragraph: Paragraph, first: int, last: int) -> tuple[int, int] | None:
    """A name without articles, directions, common nouns and possessive marks at its ends."""
    tokens = paragraph.tree.words
    while first <= last and not is_capital(tokens[first]):
        first += 1
    if first < last and tokens[first] in {"The", "A", "An"}:
        first += 1
    while first <= last and not is_capital(tokens[last]):
        last -= 1
    if first > last:
        return None
    while first < last and tokens[first].lower() in LOWER_DIRECTIONS and _is_bare(paragraph, first, last):
        first += 1
    return first, paragraph.with_stop(last)


def _is_bare(paragraph: Paragraph, first: int, last: int) -> bool:
    """Whether the gazetteer has a name only without its direction: northern *Idlib*, but not South *Korea*."""
    return not paragraph.places(first, last) and bool(paragraph.places(first + 1, last))


# ── place adjectives ─────────────────────────────────────────────────────────────────────────────────────


def _adjectives(paragraph: Paragraph) -> Iterator[ToponymCandidate]:
    """*Syrian* army, *South Korean* ships: an adjective of a place with its noun after it."""
    table = adjective_names()
    for first, last in paragraph.runs:
        for start in range(first, last + 1):
            for end in (start + 1, start):
                if end > last or (key := paragraph.key(start, end)) not in table:
                    continue
                if _modifies(paragraph, end) and not _names_body(paragraph, start, end):
                    yield ToponymCandidate(start, end, "adjective", table[key], "adjective")
                break


def _names_body(paragraph: Paragraph, start: int, end: int) -> bool:
    """Whether an adjective is in a name: *American* Heart Association, African-*American*, not Russian-*Iranian*."""
    if paragraph.word(start - 1) == "-" and is_capital(paragraph.word(start - 2)):
        two_states = paragraph.folds[start - 2] in adjective_names() and paragraph.folds[start] not in HERITAGE
        return not two_states and paragraph.word(start - 2) != "All"
    if paragraph.word(end + 1) == "-" and is_capital(paragraph.word(end + 2)):
        return paragraph.key(end + 2, end + 2) in HERITAGE
    entity = paragraph.entity(start)
    if entity is None or entity.label not in {"ORG", "FAC", "LAW", "EVENT", "WORK_OF_ART"}:
        return False
    rest = paragraph.tree.words[end + 1 : entity.last + 2]
    return all(word.lower() not in words.STATE_ORGANS for word in rest)


def _modifies(paragraph: Paragraph, token: int) -> bool:
    """Whether the token precedes the noun that it modifies."""
    tree = paragraph.tree
    if token + 1 >= len(tree) or tree.tags[token] == "NNS" or paragraph.is_part_of_name(token):
        return False
    if paragraph.label[token] in {"PERSON", "LANGUAGE"}:
        return False
    if tree.words[token + 1] == "-":
        after = paragraph.word(token + 2)
        return after.lower() in words.PARTICIPLES_AFTER or fold(after) in adjective_names()
    if tree.tags[token + 1].startswith(("NN", "JJ")):
        return True
    return tree.heads[token] > token and tree.labels[token] in {"amod", "compound", "nmod"}


# ── names made of a kind and a proper name ───────────────────────────────────────────────────────────────


def _features(paragraph: Paragraph, first: int, last: int) -> Iterator[ToponymCandidate]:
    """*Otter Tail County*, *Memphis St.*, *Lake Vermont*."""
    tree = paragraph.tree
    for token in range(first, last + 1):
        word, following = tree.words[token], paragraph.word(token + 1)
        kind = kinds(False).get(word.title() if word.isupper() and len(word) > 3 else word)
        if token > first and kind and not following.isdigit():
            if token < last and kind != "ADM2" and is_capital(following):
                continue
            start = _feature_start(paragraph, first, token)
            if start < token and paragraph.label[token] != "PERSON":
                end = paragraph.with_stop(token)
                yield ToponymCandidate(start, end, "kind", paragraph.name(start, end), kind=kind)
        elif token < last and (kind := kinds(True).get(word)) and is_capital(following):
            if is_capital(paragraph.word(token + 2)) or paragraph.label[token] == "PERSON":
                continue
            yield ToponymCandidate(token, token + 1, "kind", paragraph.name(token, token + 1), kind=kind)


def _feature_start(paragraph: Paragraph, first: int, token: int) -> int:
    """The first token of the name of a feature, after articles, connectors and possessives."""
    start, tags = token - 1, paragraph.tree.tags
    while start > first and token - start < 4 and is_capital(paragraph.word(start - 1)):
        start -= 1
    while start < token and (tags[start] in words.NON_NAME_TAGS or not is_capital(paragraph.word(start))):
        start += 1
    return start


def _kinds_after(paragraph: Paragraph, first: int, last: int) -> Iterator[ToponymCandidate]:
    """*Puge* county, the *Krasnodar* region, a *Gainesville* man."""
    after = paragraph.word(last + 1).lower()
    if paragraph.key(first, last) in adjective_names() or paragraph.is_person(first, last):
        return
    if after in words.KINDS_AFTER and last - first < 3 and not paragraph.is_common(first, last):
        yield ToponymCandidate(first, last, "kind after", paragraph.name(first, last))
    elif after in words.PEOPLE_AFTER or after in words.LOOSE_KINDS_AFTER:
        for start in range(max(first, last - 2), last + 1):
            places = paragraph.places(start, last)
            if not places or places[0].weight < 2 or paragraph.is_common(start, last):
                continue
            known = not is_region(places[0]) and not paragraph.is_acronym(start, last, places[0])
            if known and (start == first or paragraph.label[start] in PLACE_LABELS):
                yield ToponymCandidate(start, last, "people after", paragraph.name(start, last))
            return


def _of_party(paragraph: Paragraph, first: int, last: int) -> Iterator[ToponymCandidate]:
    """The district of an American legislator: Robert Ford, D-*Charleston*."""
    for token in range(first, last + 1):
        word = paragraph.word(token)
        if paragraph.word(token - 1) not in {",", "("}:
            continue
        if match := PARTY.match(word):
            yield ToponymCandidate(token, token, "legislator", match[1], skipped=2)
        elif word in {"D", "R", "I"} and paragraph.word(token + 1) == "-" and token + 2 <= last:
            yield ToponymCandidate(token + 2, last, "legislator", paragraph.name(token + 2, last))


# ── names in the gazetteer ───────────────────────────────────────────────────────────────────────────────


def _joined_names(paragraph: Paragraph) -> Iterator[ToponymCandidate]:
    """Names with “and” inside: *Bosnia and Herzegovina*, *Jammu and Kashmir*."""
    for (first, last), (start, end) in pairwise(paragraph.runs):
        if start == last + 2 and paragraph.word(last + 1) in {"and", "&"}:
            left = max(first, last - 2)
            for last_token in {start, min(end, start + 1)}:
                places = paragraph.places(left, last_token)
                if places and places[0].weight >= 3:
                    yield ToponymCandidate(left, last_token, "joined name", paragraph.name(left, last_token))


def _gazetteer_names(paragraph: Paragraph, first: int, last: int) -> Iterator[ToponymCandidate]:
    """The longest gazetteer names in a run of capitalised words that the context shows to be places."""
    start = first
    while start <= last:
        for end in range(min(last, start + LONGEST_NAME - 1), start - 1, -1):
            places = paragraph.places(start, end)
            if not places or not is_capital(paragraph.word(end)) or "$" in paragraph.word(end):
                continue
            evidence = _evidence(paragraph, (first, last), (start, end), places[0])
            if evidence:
                stop, left = paragraph.with_stop(end), start
                if start > first and paragraph.word(start - 1) in words.CAPITAL_DIRECTIONS:
                    left = start - 1
                name, within = paragraph.name(left, stop), paragraph.container_of(start, end)
                kind = paragraph.province_kind(start, end)
                yield ToponymCandidate(left, stop, evidence, name, kind=kind, within=within)
                start = end
                break
        start += 1


def _evidence(paragraph: Paragraph, run: tuple[int, int], tokens: tuple[int, int], place: Place) -> Evidence | None:
    """The evidence that the tokens are a place, or ``None``."""
    start, end = tokens
    key, before = paragraph.key(start, end), paragraph.word(start - 1)
    if paragraph.is_part_of_name(end) or _is_money_or_percentage(before, paragraph.word(end + 1)):
        return None
    if paragraph.is_of_body(start, end):
        return None
    if key in abbreviations() and paragraph.is_abbreviation(end):
        after_name = before == "," and is_capital(paragraph.word(start - 2))
        return "province after a comma" if after_name else None
    if key == "us" and not paragraph.word(start).isupper():
        return None
    if paragraph.is_common(start, end):
        said = key in words.SELDOM_PLACES and paragraph.container_of(start, end, known=True, joints=",")
        return "inside a named place" if said else None
    if is_region(place):
        return _region_evidence(paragraph, run, tokens)
    person = paragraph.is_person(start, end)
    if key not in paragraph.people and not person and _has_region(paragraph, run, tokens):
        return "inside a named place"
    if person or paragraph.is_acronym(start, end, place):
        return None
    if _is_dateline(paragraph, start, end):
        return "dateline"
    return _town_evidence(_Town(paragraph, *run, *tokens, place))


def _has_region(paragraph: Paragraph, run: tuple[int, int], tokens: tuple[int, int]) -> bool:
    """Whether its region follows a name after a comma; within a longer name only the right region."""
    start, end = tokens
    is_part = start > run[0] and paragraph.word(start - 1) not in words.CAPITAL_DIRECTIONS
    return paragraph.container_of(start, end, known=is_part, joints=",") is not None


def _is_money_or_percentage(before: str, after: str) -> bool:
    """Whether the words around a name make it money or a percentage."""
    return before == "$" or after in {"$", "%"}


def _region_evidence(paragraph: Paragraph, run: tuple[int, int], tokens: tuple[int, int]) -> Evidence | None:
    """Countries and well-known provinces are places wherever they aren't part of a longer name."""
    start, end = tokens
    before = paragraph.word(start - 1)
    if paragraph.is_person(start, end):
        return None
    if paragraph.label[start] == "PERSON" and paragraph.key(start, end) in words.GIVEN_NAME_PLACES:
        return "country or province" if paragraph.speaks_as_government(start, end) else None
    if paragraph.key(start, end) in paragraph.people and paragraph.speaks_as_person(end):
        return None
    inside_name = start > run[0] and is_capital(before) and before not in words.CAPITAL_DIRECTIONS
    if inside_name and paragraph.label[start] not in PLACE_LABELS:
        return None
    return "country or province"


@dataclass(frozen=True)
class _Town:
    """A town's name at tokens ``start`` to ``end``, in a run of capitals from ``first`` to ``last``."""

    paragraph: Paragraph
    first: int
    last: int
    start: int
    end: int
    place: Place

    @cached_property
    def before(self) -> str:
        """The word before the name and its articles."""
        left = with_article(self.paragraph.tree, self.start)
        word = self.paragraph.word(left - 1)
        return self.paragraph.word(left - 2) if word.lower() == "the" else word

    @property
    def before_of(self) -> str:
        """The word before “of” and the name, empty without an “of”."""
        return self.paragraph.word(self.start - 2) if self.before == "of" else ""

    @cached_property
    def is_alone(self) -> bool:
        """Whether no other capitalised word belongs to the name."""
        return with_article(self.paragraph.tree, self.start) == self.first and self.end == self.last

    @property
    def is_known(self) -> bool:
        """Whether it is alone, and large enough to be recognised by a preposition."""
        return self.is_alone and (self.place.population >= 1_000 or self.place.source == "onrecord")

    @cached_property
    def speaks_as_government(self) -> bool:
        """Whether it acts as a government: *Madrid* said that it would wait."""
        return self.paragraph.speaks_as_government(self.start, self.end)

    def has_kind(self) -> bool:
        """Whether “of” links it to a kind of place: the village of *Foua*."""
        return self.end == self.last and self.before_of.lower() in words.OF_PLACE

    def is_located(self) -> bool:
        """In *Mosul*; went to *Erbil*; but a common surname is one only after “in” and “near”."""
        before = self.before.lower()
        goes = before == "to" and self.paragraph.word(self.start - 2).lower() in ways()
        surname = before not in {"in", "near"} and self.paragraph.key(self.start, self.end) in words.COMMON_SURNAMES
        return self.is_known and not surname and (goes or before in words.LOCATIVE)

    def is_a_home(self) -> bool:
        """Whether somebody lives there: Ada Stone, of *Bergen*."""
        return self.is_known and self.before_of == ","

    def has_participle(self) -> bool:
        """Whether a participle is joined to it: *Damascus*-based."""
        hyphen = self.end == self.last and self.paragraph.word(self.end + 1) == "-"
        return hyphen and self.paragraph.word(self.end + 2).lower() in words.PARTICIPLES_AFTER

    def has_body(self) -> bool:
        """Whether it opens the name of a body: *Alexandria* Police."""
        inside = self.start == self.first and self.end < self.last
        return inside and self.paragraph.word(self.end + 1) in words.BODY_WORDS and self.place.weight >= 3

    def is_well_known(self) -> bool:
        """Whether it is a large town or province on its own, unless the recogniser labels the town a body."""
        if not self.is_alone or self.place.weight < 3:
            return False
        if self.place.feature_code == "ADM1" and self.place.population >= 500_000:
            return True
        is_body = self.paragraph.label[self.start] == "ORG" and not self.speaks_as_government
        is_body = is_body and self.paragraph.word(self.end + 1) != "("
        return self.place.population >= 100_000 and not is_body


def _town_evidence(town: _Town) -> Evidence | None:
    """The first evidence that holds for a town; a name that is also a person's needs stronger evidence."""
    if town.has_kind():
        return "kind of"
    if town.paragraph.key(town.start, town.end) in town.paragraph.people:
        return None
    if town.is_located():
        return "preposition"
    if town.is_a_home():
        return "lives there"
    if town.has_participle():
        return "participle"
    if town.paragraph.label[town.start] == "PERSON" and not town.speaks_as_government:
        return None
    if town.has_body():
        return "body"
    return "well known" if town.is_well_known() else None


def _is_dateline(paragraph: Paragraph, start: int, end: int) -> bool:
    """“TORRINGTON — Mayor …”, “LONDON (AP) …”: a name in capitals or at a paragraph's start, before a dash."""
    after = paragraph.word(end + 1)
    if start == 0 and after == "," and paragraph.word(end + 2).lower().rstrip(".") in MONTH_WORDS:
        return True
    capitals = all(word.isupper() for word in paragraph.tree.words[start : end + 1] if word[:1].isalpha())
    if after in {"(", "["}:
        opens = start == 0 or (capitals and not paragraph.word(start - 1).isupper())
        return opens and paragraph.word(end + 2).isupper()
    return (
        after in DASHES
        and paragraph.word(end + 2) != ""
        and ((capitals and len(paragraph.word(start)) > 3) or (start == 0 and after != "-"))
    )
