"""The rules that propose toponyms: each looks at one kind of evidence and yields candidates with a rank.

Ranks order overlapping candidates; from 50 a candidate also vouches for the same name elsewhere. The words
that the rules look for stand in :mod:`onrecord.reader.toponym_words`, with the tests' example sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.annotation import LocationForm
from onrecord.reader import toponym_words as words
from onrecord.reader.gazetteer import Gazetteer, Place
from onrecord.reader.gazetteer_sources import abbreviations, adjectives
from onrecord.reader.place_names import fold
from onrecord.reader.tree import Tree

LONGEST_NAME = 5
"""Words in the longest name that is looked up."""
REGIONS = frozenset({"PCLI", "PCLH", "CONT", "RGN", "OCN", "SEA", "GULF"})
WELL_KNOWN_PROVINCES = frozenset({"US", "CA", "GB", "AU"})
CONNECTORS = frozenset(
    {"of", "de", "la", "del", "al", "el", "le", "du", "des", "-", "–", "ez", "az", "and", "&"}
)
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
        self.runs = list(_runs(tree.words))

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
    return word[:1].isupper() or (len(word) > 2 and word[1:2].isupper() and not word[0].isalnum())


def _runs(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last token of each stretch of capitalised words, connectors inside included."""
    first = last = -1
    for token, word in enumerate(tokens):
        if is_capital(word):
            if first < 0:
                first = token
            last = token
        elif first >= 0 and not (word.lower() in CONNECTORS and token - last <= 2):
            yield first, last
            first = -1
    if first >= 0:
        yield first, last


def candidates(paragraph: Paragraph, gazetteer: Gazetteer, people: frozenset[str]) -> Iterator[Candidate]:
    """Everything that some rule takes for a toponym.

    :param people: folded surnames of the document
    """
    yield from _recognised(paragraph, gazetteer, people)
    yield from _adjectives(paragraph)
    for first, last in paragraph.runs:
        yield from _features(paragraph, first, last)
        yield from _kinds_after(paragraph, first, last, gazetteer)
        yield from _looked_up(paragraph, first, last, gazetteer, people)


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
        rank = 50 if label != "FAC" and key not in words.SELDOM_PLACES else 40
        yield Candidate(first, last, rank, "recogniser alone", name, within=within)


def _stands_as_place(paragraph: Paragraph, first: int, last: int, label: str, people: frozenset[str]) -> bool:
    """Whether the context supports a place that the gazetteer doesn't know."""
    before, after = paragraph.word(first - 1).lower(), paragraph.word(last + 1).lower()
    if label == "FAC":
        return kinds(False).get(paragraph.word(last)) is not None
    if first == last and paragraph.folds[first] in people:
        return False
    if before in words.LOCATIVE or (before == "of" and paragraph.word(first - 2).lower() in words.OF_PLACE):
        return True
    if label == "LOC" or after in words.KINDS_AFTER or after in words.LOOSE_KINDS_AFTER:
        return True
    return after not in words.SAID and first > 0 and (last > first or before in {"and", ",", "the", "to"})


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
                if _modifies(paragraph, end):
                    yield Candidate(start, end, 55, "adjective", table[key], "adjective")
                break


def _modifies(paragraph: Paragraph, token: int) -> bool:
    """Whether the token stands before the noun it belongs to."""
    tree = paragraph.tree
    if token + 1 >= len(tree) or tree.tags[token] == "NNS" or paragraph.is_no_place(token):
        return False
    if paragraph.label[token] in {"PERSON", "LANGUAGE"}:
        return False
    if tree.words[token + 1] == "-":
        return paragraph.word(token + 2).lower() in words.PARTICIPLES_AFTER
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
        kind = kinds(False).get(word)
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
    after = paragraph.word(last + 1)
    if after in words.KINDS_AFTER and paragraph.label[last] != "PERSON":
        start = first + 1 if paragraph.word(first) in {"The", "A", "In"} and first < last else first
        if last - start < 3 and paragraph.key(start, last) not in adjective_names():
            yield Candidate(start, last, 51, "kind after", paragraph.name(start, last))
    elif after in words.PEOPLE_AFTER or after in words.LOOSE_KINDS_AFTER:
        for start in range(max(first, last - 2), last + 1):
            places = gazetteer.by_key(paragraph.key(start, last))
            if places and places[0].weight >= 2 and paragraph.key(start, last) not in words.SELDOM_PLACES:
                if paragraph.label[start] != "PERSON" and not _is_region(places[0]):
                    yield Candidate(start, last, 49, "people after", paragraph.name(start, last))
                return


# ── names in the gazetteer ───────────────────────────────────────────────────────────────────────────────


def _is_region(place: Place) -> bool:
    return place.weight == 3 and (
        place.feature_code in REGIONS
        or (place.feature_code == "ADM1" and place.country in WELL_KNOWN_PROVINCES)
    )


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
                yield Candidate(start, stop, found[0], found[1], paragraph.name(start, stop), within=within)
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
    if paragraph.is_no_place(end):
        return None
    if key in abbreviations():
        return (
            (64, "province after a comma")
            if before == "," and is_capital(paragraph.word(start - 2))
            else None
        )
    if named_after(paragraph, end, gazetteer) and key not in people and not (person and start > first):
        return 65, "inside a named place"
    if key in words.SELDOM_PLACES or (key == "us" and not paragraph.word(start).isupper()):
        return None
    if _is_region(place):
        inside_name = start > first and is_capital(before) and label not in PLACE_LABELS
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
    if alone and before.lower() in words.LOCATIVE and place.population >= 1_000:
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
    capitals = all(word.isupper() for word in paragraph.tree.words[start : end + 1] if word[:1].isalpha())
    if after in {"(", "["}:
        return (capitals or start == 0) and paragraph.word(end + 2).isupper()
    return (
        after in DASHES
        and paragraph.word(end + 2) != ""
        and ((capitals and len(paragraph.word(start)) > 3) or (start == 0 and after != "-"))
    )


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────────


def listed(
    paragraph: Paragraph, chosen: Sequence[Candidate], gazetteer: Gazetteer, people: frozenset[str]
) -> Iterator[Candidate]:
    """Runs of capitals next to a place in a list: Suba, *Migori*, Homa Bay."""
    firsts = {c.first for c in chosen if c.form == "name"}
    lasts = {c.last for c in chosen if c.form == "name"}
    inside = {token for c in chosen for token in range(c.first, c.last + 1)}
    for first, last in paragraph.runs:
        if first in inside or last in inside or last - first > 2 or paragraph.label[first] == "PERSON":
            continue
        key = paragraph.key(first, last)
        if (
            key in people
            or key in adjective_names()
            or not _between_places(paragraph, first, last, firsts, lasts)
        ):
            continue
        places = gazetteer.by_key(key)
        if places and key not in words.SELDOM_PLACES:
            yield Candidate(first, last, 35, "list", paragraph.name(first, last))


def _between_places(paragraph: Paragraph, first: int, last: int, firsts: set[int], lasts: set[int]) -> bool:
    separators = {",", "and", "or", "&"}
    before = paragraph.word(first - 1).lower() in separators and (
        first - 2 in lasts or (paragraph.word(first - 2) == "," and first - 3 in lasts)
    )
    after = paragraph.word(last + 1).lower() in separators and (
        last + 2 in firsts or (paragraph.word(last + 2).lower() in separators and last + 3 in firsts)
    )
    return before or after
