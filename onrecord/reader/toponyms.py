"""Finding toponyms: which words of a parsed document stand for a place.

One convention: names of places of every kind (countries to streets), names of places inside the names of bodies
that sit there (*Alexandria* Police), and place adjectives before a noun (*Syrian* army) — not people
(Syrians), not languages, not bodies as wholes. See Gritta, Pilehvar and Collier (2020), "A pragmatic guide to
geoparsing evaluation", for the taxonomy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.annotation import LocationForm, Span
from onrecord.reader import toponym_words as words
from onrecord.reader.gazetteer import Gazetteer, Place
from onrecord.reader.gazetteer_sources import adjectives
from onrecord.reader.place_names import fold
from onrecord.reader.tree import Tree

LONGEST_NAME = 5
"""Words in the longest name that is looked up."""
REGIONS = frozenset({"PCLI", "PCLH", "CONT", "RGN", "OCN", "SEA", "GULF"})
CONNECTORS = frozenset(
    {"of", "de", "la", "del", "al", "el", "le", "du", "des", "-", "–", "ez", "az", "bin", "and", "&"}
)
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
DASHES = frozenset({"-", "--", "–", "—", "―"})


@dataclass(frozen=True)
class Toponym:
    """A found mention: its span, the name looked up for it, and why it is one.

    ``kind`` is a feature code when the words themselves say what kind of place it is; ``within`` the name of
    the place that the text puts it in (``Torrington, Conn.``).
    """

    span: Span
    name: str
    form: LocationForm
    evidence: str
    kind: str | None = None
    within: str | None = None


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
        return self.tree.text(first, last).replace(" - ", "-").replace(" .", ".")

    def word(self, token: int) -> str:
        """A token, or nothing outside the paragraph."""
        return self.tree.words[token] if 0 <= token < len(self.tree) else ""


def _is_capital(word: str) -> bool:
    return word[:1].isupper() or (len(word) > 2 and word[1:2].isupper() and word[0] in "'’`")


def _runs(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last token of each stretch of capitalised words, connectors inside included."""
    first = last = -1
    for token, word in enumerate(tokens):
        if _is_capital(word):
            if first < 0:
                first = token
            last = token
        elif first >= 0 and not (word.lower() in CONNECTORS and token - last <= 2):
            yield first, last
            first = -1
    if first >= 0:
        yield first, last


def find(trees: Sequence[Tree], gazetteer: Gazetteer) -> list[Toponym]:
    """The toponyms of a document, in order, none overlapping another."""
    paragraphs = [Paragraph(tree) for tree in trees]
    gazetteer.load(key for paragraph in paragraphs for key in _keys(paragraph))
    first_pass = [list(_candidates(paragraph, gazetteer)) for paragraph in paragraphs]
    sure = {candidate.name for found in first_pass for candidate in found if candidate.rank >= 50}
    known = {fold(name) for name in sure}
    found: list[Toponym] = []
    for paragraph, candidates in zip(paragraphs, first_pass, strict=True):
        candidates.extend(_repeated(paragraph, known))
        found.extend(_toponyms(paragraph, _best(candidates)))
    return found


def _keys(paragraph: Paragraph) -> Iterator[str]:
    for first, last in paragraph.runs:
        for start in range(first, last + 1):
            for end in range(start, min(last, start + LONGEST_NAME - 1) + 1):
                yield paragraph.key(start, end)
    for entity in paragraph.tree.entities:
        if entity.label in PLACE_LABELS:
            yield paragraph.key(entity.first, entity.last)


def _best(candidates: Iterable[Candidate]) -> list[Candidate]:
    taken: list[Candidate] = []
    used: set[int] = set()
    for candidate in sorted(candidates, key=lambda c: (-c.rank, c.first - c.last, c.first)):
        tokens = range(candidate.first, candidate.last + 1)
        if used.isdisjoint(tokens):
            used.update(tokens)
            taken.append(candidate)
    return sorted(taken, key=lambda c: c.first)


def _toponyms(paragraph: Paragraph, candidates: Iterable[Candidate]) -> Iterator[Toponym]:
    for c in candidates:
        yield Toponym(paragraph.tree.span(c.first, c.last), c.name, c.form, c.evidence, c.kind, c.within)


def _candidates(paragraph: Paragraph, gazetteer: Gazetteer) -> Iterator[Candidate]:
    yield from _recognised(paragraph, gazetteer)
    yield from _adjectives(paragraph)
    for first, last in paragraph.runs:
        yield from _features(paragraph, first, last)
        yield from _looked_up(paragraph, first, last, gazetteer)


# ── by the recogniser ────────────────────────────────────────────────────────────────────────────────────


def _recognised(paragraph: Paragraph, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Entities labelled as places, without articles, directions and possessive marks."""
    tree = paragraph.tree
    for entity in tree.entities:
        if entity.label not in PLACE_LABELS:
            continue
        first, last = _trim(paragraph, entity.first, entity.last)
        if first > last or not any(_is_capital(tree.words[t]) for t in range(first, last + 1)):
            continue
        name = paragraph.name(first, last)
        if _is_adjective(paragraph, first, last):
            continue
        rank = 60 if entity.label != "FAC" else 40
        if (
            first == last
            and paragraph.folds[first] in words.SELDOM_PLACES
            and not gazetteer.by_key(fold(name))
        ):
            continue
        yield Candidate(first, last, rank, "recogniser", name)


def _trim(paragraph: Paragraph, first: int, last: int) -> tuple[int, int]:
    tokens = paragraph.tree.words
    while first <= last and not _is_capital(tokens[first]) and not tokens[first][:1].isdigit():
        first += 1
    if first < last and tokens[first] in {"The", "A", "An"}:
        first += 1
    while first <= last and not tokens[last][-1:].isalnum() and tokens[last][-1:] != ".":
        last -= 1
    if first < last and tokens[last] in {"'s", "’s", "'", "’"}:
        last -= 1
    return first, last


# ── place adjectives ─────────────────────────────────────────────────────────────────────────────────────


@cache
def adjective_names() -> dict[str, str]:
    """Folded place adjectives → names."""
    return {fold(word): name for word, name in adjectives().items()}


def _is_adjective(paragraph: Paragraph, first: int, last: int) -> bool:
    return paragraph.key(first, last) in adjective_names()


def _adjectives(paragraph: Paragraph) -> Iterator[Candidate]:
    """*Syrian* army, *South Korean* ships: an adjective of a place with its noun after it."""
    table = adjective_names()
    tree = paragraph.tree
    for first, last in paragraph.runs:
        for start in range(first, last + 1):
            for end in (start + 1, start):
                if end > last or (key := paragraph.key(start, end)) not in table:
                    continue
                if not _modifies(tree, end) or paragraph.label[end] in {"PERSON", "LANGUAGE"}:
                    continue
                yield Candidate(start, end, 55, "adjective", table[key], "adjective")
                break


def _modifies(tree: Tree, token: int) -> bool:
    """Whether the token stands before the noun it belongs to."""
    if token + 1 >= len(tree) or tree.tags[token] == "NNS":
        return False
    following = tree.tags[token + 1]
    if following.startswith(("NN", "JJ")):
        return True
    return tree.heads[token] > token and tree.labels[token] in {"amod", "compound", "nmod"}


# ── names made of a kind and a proper name ───────────────────────────────────────────────────────────────


@cache
def _kinds(first: bool) -> dict[str, str]:
    table = words.FIRST_WORDS if first else words.LAST_WORDS
    return {word: code for code, listed in table.items() for word in listed.split()}


def _features(paragraph: Paragraph, first: int, last: int) -> Iterator[Candidate]:
    """*Otter Tail County*, *Memphis St.*, *Lake Vermont*, *Highway 10*."""
    tree = paragraph.tree
    for token in range(first, last + 1):
        word = tree.words[token]
        following = paragraph.word(token + 1)
        if word in words.NUMBERED_ROADS and following.isdigit():
            start = (
                token - 1 if token > first and tree.words[token - 1] in {"County", "State", "U.S."} else token
            )
            yield Candidate(start, token + 1, 45, "road", paragraph.name(start, token + 1), kind="RD")
        elif (
            token > first
            and (kind := _kinds(False).get(word))
            and (token == last or not _is_capital(following))
        ):
            start = _feature_start(paragraph, first, token)
            if start < token:
                yield Candidate(start, token, 45, "kind", paragraph.name(start, token), kind=kind)
        elif token < last and (kind := _kinds(True).get(word)):
            end = token + 1
            yield Candidate(token, end, 44, "kind", paragraph.name(token, end), kind=kind)


def _feature_start(paragraph: Paragraph, first: int, token: int) -> int:
    """Where the name of a feature begins: after articles, connectors and possessives."""
    start = token - 1
    while start > first and token - start < 4 and _is_capital(paragraph.word(start - 1)):
        start -= 1
    while start < token and (
        paragraph.tree.words[start] in {"The", "A", "In", "On", "At"}
        or not _is_capital(paragraph.word(start))
    ):
        start += 1
    return start


# ── names in the gazetteer ───────────────────────────────────────────────────────────────────────────────


def _looked_up(paragraph: Paragraph, first: int, last: int, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """The longest gazetteer names in a run of capitals that the context lets stand for a place."""
    start = first
    while start <= last:
        for end in range(min(last, start + LONGEST_NAME - 1), start - 1, -1):
            places = gazetteer.by_key(paragraph.key(start, end))
            if places and (evidence := _evidence(paragraph, first, last, start, end, places[0], gazetteer)):
                within = _within(paragraph, end, gazetteer)
                yield Candidate(
                    start, end, evidence[0], evidence[1], paragraph.name(start, end), within=within
                )
                start = end
                break
        start += 1


def _evidence(
    paragraph: Paragraph, first: int, last: int, start: int, end: int, place: Place, gazetteer: Gazetteer
) -> tuple[int, str] | None:
    """Rank and reason for taking the tokens as a place; ``None`` when nothing says so."""
    label = paragraph.label[start]
    key = paragraph.key(start, end)
    before, after = paragraph.word(start - 1), paragraph.word(end + 1)
    person = label == "PERSON" or before.lower() in words.PERSON_TITLES
    if _within(paragraph, end, gazetteer) and not (person and start > first):
        return 65, "inside a named place"
    if key in words.SELDOM_PLACES:
        return None
    if place.feature_code in REGIONS or (
        place.feature_code == "ADM1" and place.country in {"US", "CA", "GB", "AU"}
    ):
        if (
            place.weight < 3
            or person
            or (start > first and _is_capital(before) and label not in PLACE_LABELS)
        ):
            return None
        return 58, "country or province"
    if person:
        return None
    if _is_dateline(paragraph, start, end):
        return 62, "dateline"
    large = place.population >= 100_000
    if start == first and end == last and before.lower() in words.LOCATIVE and (place.population >= 5_000):
        return 50, "preposition"
    if end == last and before == "of" and paragraph.word(start - 2).lower() in words.OF_PLACE:
        return 52, "kind of"
    if start == first and end < last and after in words.BODY_WORDS and place.weight >= 2:
        return 48, "body"
    if start == first and end == last and large and place.weight == 3 and label not in {"ORG", "PERSON"}:
        return 42, "well known"
    return None


def _within(paragraph: Paragraph, end: int, gazetteer: Gazetteer) -> str | None:
    """The country or province named right after a comma: Torrington, *Conn.*"""
    if paragraph.word(end + 1) != "," or not _is_capital(paragraph.word(end + 2)):
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
    """“TORRINGTON — Mayor …”, “LONDON (AP) …”: a name in capitals or before a dash, at a paragraph's start."""
    if start > 2:
        return False
    after = paragraph.word(end + 1)
    return after in DASHES or (after in {"(", "["} and paragraph.word(end + 2).isupper())


# ── names met before ─────────────────────────────────────────────────────────────────────────────────────


def _repeated(paragraph: Paragraph, known: set[str]) -> Iterator[Candidate]:
    """Names that something else in the document has shown to be places."""
    for first, last in paragraph.runs:
        for start in range(first, last + 1):
            for end in range(min(last, start + LONGEST_NAME - 1), start - 1, -1):
                if paragraph.key(start, end) in known and _may_repeat(paragraph, first, last, start, end):
                    yield Candidate(start, end, 30, "met before", paragraph.name(start, end))
                    break


def _may_repeat(paragraph: Paragraph, first: int, last: int, start: int, end: int) -> bool:
    if paragraph.label[start] == "PERSON":
        entity = paragraph.tree.entities[paragraph.entity[start]]
        return entity.first == start and entity.last == end and first == start
    if start > first and paragraph.word(start - 1).lower() in words.PERSON_TITLES:
        return False
    return True
