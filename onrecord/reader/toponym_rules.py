"""The rules that propose toponyms: each looks at one kind of evidence and yields candidates with a rank.

Ranks order overlapping candidates; from 50 a candidate also vouches for the same name elsewhere. The words
that the rules look for stand in :mod:`onrecord.reader.toponym_words`, with the tests' example sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from onrecord.annotation import LocationForm
from onrecord.reader import toponym_words as words
from onrecord.reader.gazetteer import Gazetteer, Place
from onrecord.reader.gazetteer_sources import abbreviations, abbreviations_as_written, adjectives
from onrecord.reader.place_names import fold
from onrecord.reader.tree import Tree

LONGEST_NAME = 5
"""Words in the longest name that is looked up."""
REGIONS = frozenset({"PCLI", "PCLH", "CONT", "RGN", "OCN", "SEA", "GULF"})
WELL_KNOWN_PROVINCES = frozenset({"US", "CA", "GB", "AU"})
CONNECTORS = frozenset("of the de la del al el le du des - – ez az".split())
CAPITAL = re.compile(r"[^\w\s]?[A-ZÀ-ÖØ-ÞĀ-Ž]|[a-z]{1,2}['’-][A-Z]")
PARTY = re.compile(r"[DRI]-([A-Z][a-z]+)\Z")
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
DASHES = frozenset({"-", "--", "---", "–", "—", "―"})


@dataclass(frozen=True)
class Candidate:
    """Tokens ``first`` to ``last`` of one tree, with a rank: of overlapping candidates the higher stays."""

    first: int
    last: int
    rank: int
    evidence: str
    name: str
    form: LocationForm = "name"
    kind: str | None = None
    within: str | None = None
    skipped: int = 0
    """Code points of the first token that stand before the name: ``D-Charleston``."""


class Paragraph:
    """A tree with what the rules ask of it again and again."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.folds = [fold(word) for word in tree.words]
        self.label = [""] * len(tree)
        self.entity = [-1] * len(tree)
        for number, entity in enumerate(tree.entities):
            for token in range(entity.first, entity.last + 1):
                self.label[token] = entity.label
                self.entity[token] = number
        self.runs = list(_runs(tree))

    def key(self, first: int, last: int) -> str:
        """The folded name of some tokens."""
        return " ".join(filter(None, self.folds[first : last + 1]))

    def name(self, first: int, last: int) -> str:
        """The name of some tokens, for display."""
        return self.tree.text(first, last).replace(" - ", "-").replace(" .", ".").strip("-–— ")

    def word(self, token: int) -> str:
        """A token, or nothing outside the paragraph."""
        return self.tree.words[token] if 0 <= token < len(self.tree) else ""

    def is_no_place(self, end: int) -> bool:
        """Whether what follows shows that the name is part of something else: Marburg *virus*."""
        after = self.word(end + 1).lower()
        if after in {"-", "hemorrhagic"}:
            after = self.word(end + 2).lower()
        return after in words.NO_PLACE_AFTER


def is_capital(word: str) -> bool:
    """Whether a token begins as a name does, marks before it aside."""
    return word[:1].isupper() or (len(word) > 2 and CAPITAL.match(word) is not None)


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
        yield first, last


def candidates(paragraph: Paragraph, gazetteer: Gazetteer, people: frozenset[str]) -> Iterator[Candidate]:
    """Everything that some rule takes for a toponym.

    :param people: folded surnames of the document
    """
    yield from _recognised(paragraph, gazetteer, people)
    yield from _adjectives(paragraph)
    yield from _joined(paragraph, gazetteer)
    for first, last in paragraph.runs:
        yield from _features(paragraph, first, last)
        yield from _kinds_after(paragraph, first, last, gazetteer)
        yield from _looked_up(paragraph, first, last, gazetteer, people)
        yield from _of_party(paragraph, first, last)


# ── by the recogniser ────────────────────────────────────────────────────────────────────────────────────


def _recognised(paragraph: Paragraph, gazetteer: Gazetteer, people: frozenset[str]) -> Iterator[Candidate]:
    """Entities labelled as places, cut to the name, if nothing speaks against them."""
    for entity in paragraph.tree.entities:
        if entity.label in PLACE_LABELS:
            for first, last in _parts(paragraph, entity.first, entity.last, gazetteer):
                yield from _recognised_part(paragraph, first, last, entity.label, gazetteer, people)


def _recognised_part(
    paragraph: Paragraph, first: int, last: int, label: str, gazetteer: Gazetteer, people: frozenset[str]
) -> Iterator[Candidate]:
    key = paragraph.key(first, last)
    if not key or key in adjective_names() or paragraph.is_no_place(last):
        return
    places = gazetteer.by_key(key)
    within = named_after(paragraph, last, gazetteer)
    name = paragraph.name(first, last)
    if within:
        yield Candidate(first, last, 60, "recogniser", name, within=within)
    elif places and first == last and key in people and not _is_region(places[0]):
        return
    elif places and key not in words.SELDOM_PLACES:
        yield Candidate(first, last, 60 if label != "FAC" else 40, "recogniser", name)
    elif _stands_as_place(paragraph, first, last, label, people):
        yield Candidate(first, last, 45, "recogniser alone", name, within=within)


def _stands_as_place(paragraph: Paragraph, first: int, last: int, label: str, people: frozenset[str]) -> bool:
    """Whether the context supports a place that the gazetteer doesn't know."""
    before, after = paragraph.word(first - 1).lower(), paragraph.word(last + 1).lower()
    if after.isdigit() or paragraph.word(last).lower() in words.NO_PLACE_LAST:
        return False
    if label == "FAC":
        return kinds(False).get(paragraph.word(last)) is not None
    if first == last and (paragraph.folds[first] in people or paragraph.word(first).isupper()):
        return False
    if any(paragraph.tree.tags[token] in words.NO_NAME_TAGS for token in (first, last)):
        return False
    if after in words.KINDS_AFTER or after in words.LOOSE_KINDS_AFTER:
        return True
    if before == "of":
        return paragraph.word(first - 2).lower() in words.OF_PLACE
    return before in words.LOCATIVE and after not in words.SAID and before != "at"


def _parts(paragraph: Paragraph, first: int, last: int, gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """The names in one entity: split at commas, slashes and — unless the whole is a name — at “and”."""
    tokens = paragraph.tree.words
    whole = bool(gazetteer.by_key(paragraph.key(first, last)))
    start = first
    for token in range(first, last + 2):
        splits = token > last or tokens[token] in {",", "/", ";", "|", "("} or tokens[token] in DASHES - {"-"}
        if splits or (tokens[token].lower() in {"and", "or"} and not whole):
            part = _trim(paragraph, start, token - 1, gazetteer)
            if part:
                yield part
            start = token + 1


def _trim(paragraph: Paragraph, first: int, last: int, gazetteer: Gazetteer) -> tuple[int, int] | None:
    """Without articles, directions, common nouns and possessive marks at the ends."""
    tokens = paragraph.tree.words
    while first <= last and not is_capital(tokens[first]):
        first += 1
    if first < last and tokens[first] in {"The", "A", "An"}:
        first += 1
    while first <= last and not is_capital(tokens[last]):
        last -= 1
    if first > last:
        return None
    while (
        first < last
        and tokens[first].lower() in words.DIRECTIONS
        and _is_bare(paragraph, first, last, gazetteer)
    ):
        first += 1
    return first, _with_stop(paragraph, last)


def _is_bare(paragraph: Paragraph, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether a name is one only without its direction: northern *Idlib*, but not South *Korea*."""
    return not gazetteer.by_key(paragraph.key(first, last)) and bool(
        gazetteer.by_key(paragraph.key(first + 1, last))
    )


def _with_stop(paragraph: Paragraph, last: int) -> int:
    """The full stop of an abbreviation belongs to it: *Alta.*, *Lafayette Ave.*"""
    tree = paragraph.tree
    abbreviated = tree.words[last] + "."
    if paragraph.word(last + 1) == "." and tree.starts[last + 1] == tree.end(last):
        if abbreviated in kinds(False) or fold(abbreviated) in abbreviations():
            return last + 1
    return last


# ── place adjectives ─────────────────────────────────────────────────────────────────────────────────────


@cache
def adjective_names() -> dict[str, str]:
    """Folded place adjectives → names."""
    return {fold(word): name for word, name in adjectives().items()}


def _adjectives(paragraph: Paragraph) -> Iterator[Candidate]:
    """*Syrian* army, *South Korean* ships: an adjective of a place with its noun after it."""
    table = adjective_names()
    for first, last in paragraph.runs:
        for start in range(first, last + 1):
            for end in (start + 1, start):
                if end > last or (key := paragraph.key(start, end)) not in table:
                    continue
                if _modifies(paragraph, end) and not _names_body(paragraph, start, end):
                    yield Candidate(start, end, 55, "adjective", table[key], "adjective")
                break


def _names_body(paragraph: Paragraph, start: int, end: int) -> bool:
    """*American* Heart Association, African-*American*: the adjective is part of another name."""
    if paragraph.word(start - 1) == "-" and is_capital(paragraph.word(start - 2)):
        return paragraph.word(start - 2) != "All"
    if paragraph.word(end + 1) == "-" and is_capital(paragraph.word(end + 2)):
        return paragraph.key(end + 2, end + 2) in {"american", "americans", "canadian", "canadians"}
    if paragraph.label[start] not in {"ORG", "FAC", "LAW", "EVENT", "WORK_OF_ART"}:
        return False
    entity = paragraph.tree.entities[paragraph.entity[start]]
    return all(
        word.lower() not in words.STATE_ORGANS for word in paragraph.tree.words[end + 1 : entity.last + 2]
    )


def _modifies(paragraph: Paragraph, token: int) -> bool:
    """Whether the token stands before the noun it belongs to."""
    tree = paragraph.tree
    if token + 1 >= len(tree) or tree.tags[token] == "NNS" or paragraph.is_no_place(token):
        return False
    if paragraph.label[token] in {"PERSON", "LANGUAGE"}:
        return False
    if tree.words[token + 1] == "-":
        after = paragraph.word(token + 2)
        return after.lower() in words.PARTICIPLES_AFTER or fold(after) in adjective_names()
    following = tree.tags[token + 1]
    if following.startswith(("NN", "JJ")):
        return True
    return tree.heads[token] > token and tree.labels[token] in {"amod", "compound", "nmod"}


# ── names made of a kind and a proper name ───────────────────────────────────────────────────────────────


@cache
def kinds(first: bool) -> dict[str, str]:
    """Words that begin (``first``) or end the names of natural features, roads and districts → feature code."""
    table = words.FIRST_WORDS if first else words.LAST_WORDS
    return {word: code for code, listed_words in table.items() for word in listed_words.split()}


def _features(paragraph: Paragraph, first: int, last: int) -> Iterator[Candidate]:
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
                end = _with_stop(paragraph, token)
                yield Candidate(start, end, 61, "kind", paragraph.name(start, end), kind=kind)
        elif token < last and (kind := kinds(True).get(word)) and is_capital(following):
            if paragraph.word(token + 2)[:1].isupper() or paragraph.label[token] == "PERSON":
                continue
            yield Candidate(token, token + 1, 44, "kind", paragraph.name(token, token + 1), kind=kind)


def _feature_start(paragraph: Paragraph, first: int, token: int) -> int:
    """Where the name of a feature begins: after articles, connectors and possessives."""
    start = token - 1
    while start > first and token - start < 4 and is_capital(paragraph.word(start - 1)):
        start -= 1
    while start < token and (
        paragraph.tree.words[start] in {"The", "A", "In", "On", "At", "By"}
        or not is_capital(paragraph.word(start))
    ):
        start += 1
    return start


def _kinds_after(paragraph: Paragraph, first: int, last: int, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """*Puge* county, the *Krasnodar* region, a *Gainesville* man."""
    after = paragraph.word(last + 1).lower()
    label = paragraph.label[last]
    if label == "PERSON" or paragraph.key(first, last) in adjective_names():
        return
    if after in words.KINDS_AFTER and last - first < 3 and not _is_common(paragraph, first, last):
        yield Candidate(first, last, 51, "kind after", paragraph.name(first, last))
    elif after in words.PEOPLE_AFTER or after in words.LOOSE_KINDS_AFTER:
        for start in range(max(first, last - 2), last + 1):
            places = gazetteer.by_key(paragraph.key(start, last))
            if not places or places[0].weight < 2 or _is_common(paragraph, start, last):
                continue
            if not _is_region(places[0]) and (start == first or label in PLACE_LABELS):
                yield Candidate(start, last, 49, "people after", paragraph.name(start, last))
            return


def _is_common(paragraph: Paragraph, first: int, last: int) -> bool:
    """Whether the words are a number, a little word, or in the list of names that are seldom places."""
    return paragraph.key(first, last) in words.SELDOM_PLACES or (
        first == last and paragraph.tree.tags[first] in words.NO_NAME_TAGS
    )


def _of_party(paragraph: Paragraph, first: int, last: int) -> Iterator[Candidate]:
    """The district of an American legislator: Robert Ford, D-*Charleston*."""
    for token in range(first, last + 1):
        word = paragraph.word(token)
        match = PARTY.match(word)
        if match and paragraph.word(token - 1) in {",", "("}:
            yield Candidate(token, token, 56, "legislator", match[1], skipped=2)
        elif word in {"D", "R", "I"} and paragraph.word(token + 1) == "-" and token + 2 <= last:
            if paragraph.word(token - 1) in {",", "("}:
                yield Candidate(token + 2, last, 56, "legislator", paragraph.name(token + 2, last))


# ── names in the gazetteer ───────────────────────────────────────────────────────────────────────────────


def _is_region(place: Place) -> bool:
    return place.weight == 3 and (
        place.feature_code in REGIONS
        or (place.feature_code == "ADM1" and place.country in WELL_KNOWN_PROVINCES)
    )


def _joined(paragraph: Paragraph, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Names with “and” inside: *Bosnia and Herzegovina*, *Jammu and Kashmir*."""
    for (first, last), (start, end) in pairwise(paragraph.runs):
        if start == last + 2 and paragraph.word(last + 1) in {"and", "&"}:
            left, right = max(first, last - 2), min(end, start + 1)
            for last_token in {start, right}:
                places = gazetteer.by_key(paragraph.key(left, last_token))
                if places and places[0].weight >= 3:
                    yield Candidate(left, last_token, 66, "recogniser", paragraph.name(left, last_token))


def _looked_up(
    paragraph: Paragraph, first: int, last: int, gazetteer: Gazetteer, people: frozenset[str]
) -> Iterator[Candidate]:
    """The longest gazetteer names in a run of capitals that the context lets stand for a place."""
    start = first
    while start <= last:
        for end in range(min(last, start + LONGEST_NAME - 1), start - 1, -1):
            places = gazetteer.by_key(paragraph.key(start, end))
            if not places or not is_capital(paragraph.word(end)):
                continue
            found = _evidence(paragraph, (first, last), (start, end), places[0], gazetteer, people)
            if found:
                within = named_after(paragraph, end, gazetteer)
                stop = _with_stop(paragraph, end)
                left = start - (start > first and paragraph.word(start - 1) in words.CAPITAL_DIRECTIONS)
                yield Candidate(left, stop, found[0], found[1], paragraph.name(left, stop), within=within)
                start = end
                break
        start += 1


def _evidence(
    paragraph: Paragraph,
    run: tuple[int, int],
    tokens: tuple[int, int],
    place: Place,
    gazetteer: Gazetteer,
    people: frozenset[str],
) -> tuple[int, str] | None:
    """Rank and reason for taking the tokens as a place; ``None`` when nothing says so."""
    (first, last), (start, end) = run, tokens
    key, label = paragraph.key(start, end), paragraph.label[start]
    before, after = paragraph.word(start - 1), paragraph.word(end + 1)
    person = label == "PERSON" or (before[:1].isupper() and before.lower() in words.PERSON_TITLES)
    if paragraph.is_no_place(end) or after in {"$", "%"} or before == "$":
        return None
    if key in abbreviations() and _is_abbreviation(paragraph, end):
        return (
            (64, "province after a comma")
            if before == "," and is_capital(paragraph.word(start - 2))
            else None
        )
    if _is_common(paragraph, start, end) or (key == "us" and not paragraph.word(start).isupper()):
        return None
    if named_after(paragraph, end, gazetteer) and key not in people and not (person and start > first):
        return 65, "inside a named place"
    if _is_region(place):
        inside_name = start > first and is_capital(before) and label not in PLACE_LABELS
        inside_name = inside_name and before not in words.CAPITAL_DIRECTIONS
        inside_name |= before == "of" and paragraph.word(start - 2).lower() in words.BODIES_OF
        return None if person or inside_name else (58, "country or province")
    if person or (start == end and key in people):
        return None
    if _is_dateline(paragraph, start, end):
        return 62, "dateline"
    return _town_evidence(paragraph, run, tokens, place)


def _town_evidence(
    paragraph: Paragraph, run: tuple[int, int], tokens: tuple[int, int], place: Place
) -> tuple[int, str] | None:
    (first, last), (start, end) = run, tokens
    before, after = paragraph.word(start - 1), paragraph.word(end + 1)
    alone = start == first and end == last
    label = paragraph.label[start]
    if (
        alone
        and before.lower() in words.LOCATIVE
        and (place.population >= 1_000 or place.source == "onrecord")
    ):
        return 50, "preposition"
    if end == last and before == "of" and paragraph.word(start - 2).lower() in words.OF_PLACE:
        return 52, "kind of"
    if end == last and after == "-" and paragraph.word(end + 2).lower() in words.PARTICIPLES_AFTER:
        return 50, "participle"
    if start == first and end < last and after in words.BODY_WORDS and place.weight >= 2:
        return 48, "body"
    if alone and place.population >= 100_000 and place.weight == 3 and label != "ORG":
        return 42, "well known"
    return None


def _is_abbreviation(paragraph: Paragraph, token: int) -> bool:
    """Whether the token is written as an abbreviation of a province: *SC*, *Ala.*, but not *In*."""
    word = paragraph.word(token)
    return word in abbreviations_as_written() or (
        paragraph.word(token + 1) == "." and word + "." in abbreviations_as_written()
    )


def named_after(paragraph: Paragraph, end: int, gazetteer: Gazetteer) -> str | None:
    """The country or province named right after a comma: Torrington, *Conn.*"""
    if paragraph.word(end + 1) != "," or not is_capital(paragraph.word(end + 2)):
        return None
    for width in (3, 2, 1):
        last = end + 1 + width
        if last >= len(paragraph.tree):
            continue
        for place in gazetteer.by_key(paragraph.key(end + 2, last))[:1]:
            if place.feature_code in {"PCLI", "ADM1"}:
                return paragraph.name(end + 2, last)
    return None


def _is_dateline(paragraph: Paragraph, start: int, end: int) -> bool:
    """“TORRINGTON — Mayor …”, “LONDON (AP) …”: a name in capitals or at a paragraph's start, before a dash."""
    after = paragraph.word(end + 1)
    if start == 0 and after == "," and paragraph.word(end + 2).lower().rstrip(".") in words.MONTHS:
        return True
    capitals = all(word.isupper() for word in paragraph.tree.words[start : end + 1] if word[:1].isalpha())
    if after in {"(", "["}:
        return (capitals or start == 0) and paragraph.word(end + 2).isupper()
    return (
        after in DASHES
        and paragraph.word(end + 2) != ""
        and ((capitals and len(paragraph.word(start)) > 3) or (start == 0 and after != "-"))
    )
