"""Coreference: the names, short names, titles, descriptions and pronouns of a document, grouped into referents.

Names come from the entity recogniser. The head of a source decides its referent: a name refers to its bearer, a
title or description to the last actor it was used of, a pronoun to the best antecedent by gender and distance, an
unnamed spokesman to the body that speaks. What can't be resolved is ``None``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from onrecord.reader.english.cues import lexicon
from onrecord.reader.english.nouns import BODIES, GENERIC, NON_OCCUPATIONS, OCCUPATIONS
from onrecord.reader.english.persons import FEMALE_WORDS, MALE_WORDS, SPOKESPEOPLE, TITLES, Gender, first_names
from onrecord.reader.parsing.tree import Entity, Tree
from onrecord.span import Span
from onrecord.text.marks import MARKS

Kind = Literal["person", "organisation", "place", "group"]
Form = Literal["name", "nominal", "pronoun"]
KINDS: dict[str, Kind] = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "NORP": "group"}
SPEAKS_FOR = frozenset({"for", "of", "from", "at", "with", "to"})
LONGEST_ACRONYM = 5
DEED_ENDING = re.compile(r"(?:[st]ion|ment|letter|report|speech|message)s?$")
"""Nouns for acts and texts, whose possessor is the speaker."""
REACH = 12
"""The most sentences between a gendered pronoun and its antecedent."""


@dataclass(frozen=True)
class Referent:
    """A person, body, place or group under the fullest of its names, with every span that names it.

    ``initials`` are the names that it is also called by and that are made of its own first letters.
    """

    name: str
    kind: Kind
    mentions: tuple[Span, ...] = ()
    initials: tuple[str, ...] = ()


@dataclass
class _Bearer:
    """A referent, as known from the text read so far."""

    name: str
    kind: Kind
    gender: Gender | None = None
    descriptions: set[str] = field(default_factory=set)
    mentions: list[Span] = field(default_factory=list)
    initials: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Speaker:
    """The referent of a source by its number, ``None`` if it can't be identified.

    ``is_author`` says that it is the document's author.
    """

    actor: int | None
    form: Form
    is_author: bool = False


@dataclass(frozen=True)
class _Mention:
    position: int
    sentence: int
    actor: int
    is_subject: bool


class Cast:
    """The referents of one document, found in reading order; resolves sources to them.

    :param places: spans of known place names, whatever the recogniser takes them for
    """

    def __init__(self, trees: Sequence[Tree], places: Collection[Span] = ()) -> None:
        self._places = frozenset(places)
        self._known: list[_Bearer] = []
        self._mentions: list[_Mention] = []
        self._by_key: dict[str, list[int]] = {}
        self._at: dict[int, int] = {}
        self._sentences: list[int] = []
        self._common = {word for tree in trees for word in tree.words if word.islower()}
        sentence = 0
        names = full_names(trees)
        for tree in trees:
            for first, last, kind in names_in(tree, names):
                self._add_mention(tree, first, last, kind, sentence)
            self._sentences.append(sentence)
            sentence += len(tree.sentences)

    @property
    def referents(self) -> tuple[Referent, ...]:
        """All referents found so far, in the order of their numbers."""
        return tuple(Referent(one.name, one.kind, tuple(one.mentions), tuple(one.initials)) for one in self._known)

    def _add_mention(self, tree: Tree, first: int, last: int, kind: Kind, sentence: int) -> None:
        while last > first and tree.lower[last] in {"'s", "'", "’s"}:
            last -= 1
        while first < last and tree.lower[first] in {"the", "a", "an", "mr.", "mrs.", "ms.", "sen.", "rep."}:
            first += 1
        words = name_text(tree, first, last).split()
        before = tree.lower[first - 1] if first else ""
        if not words or self._is_ordinary_word(tree, words, before, kind):
            return
        if len(words) > 1 and words[0].lower() in MALE_WORDS | FEMALE_WORDS:
            before = words[0].lower()
        gender = gender_of(before, words[0] if len(words) > 1 else "")
        kind = self._kind_in_context(tree, first, last, words, kind)
        actor = self._find(words, kind, gender)
        known = self._known[actor]
        known.gender = known.gender or gender
        if kind != "place":
            known.descriptions.update(titles_and_appositions(tree, first, last))
        known.mentions.append(tree.span(first, last))
        is_subject = tree.labels[last] in {"nsubj", "nsubjpass"}
        at = sentence + tree.sentence_of[last]
        self._mentions.append(_Mention(tree.starts[first], at, actor, is_subject))
        for token in range(first, last + 1):
            self._at[tree.starts[token]] = actor

    def _kind_in_context(self, tree: Tree, first: int, last: int, words: Sequence[str], kind: Kind) -> Kind:
        """The recogniser's kind, corrected by an age, an occupation, a known surname or a known place name."""
        if has_age(tree, last) or (kind == "organisation" and has_occupation(tree, words, last)):
            return "person"
        if kind == "place":
            return "person" if self._is_surname(tree, last, words) else kind
        is_place = kind != "group" and tree.span(first, last) in self._places and not self._bearers(words[-1])
        return "place" if is_place else kind

    def _is_ordinary_word(self, tree: Tree, words: Sequence[str], before: str, kind: Kind) -> bool:
        """Whether a single word labelled a person or body is only an ordinary word with a capital.

        It has no title before it, and is in a heading in capitals or, for a person, occurs in lower case elsewhere.
        """
        if len(words) > 1 or kind not in ("person", "organisation") or before in MALE_WORDS | FEMALE_WORDS:
            return False
        if not any(word.islower() for word in tree.words) and len(words[0]) > LONGEST_ACRONYM and len(tree) < 20:
            return True
        return kind == "person" and words[0].lower() in self._common

    def _is_surname(self, tree: Tree, last: int, words: Sequence[str]) -> bool:
        """Whether a word labelled a place is the surname of a person named in full before, who speaks here."""
        subject = tree.labels[last] in {"nsubj", "nsubjpass"} and len(words) == 1
        speaks = subject and lexicon().find("verbs", tree.lower[tree.heads[last]]) is not None
        return speaks and bool(self._bearers(words[0]))

    def _bearers(self, surname: str) -> list[int]:
        """The people with this surname who have been named in full."""
        found = (one for one in self._by_key.get(surname.lower(), []) if self._known[one].kind == "person")
        return [one for one in found if " " in self._known[one].name]

    def _find(self, words: Sequence[str], kind: Kind, gender: Gender | None) -> int:
        name = " ".join(words)
        keys = [name.lower(), words[-1].lower()] if kind == "person" else [name.lower()]
        for key in keys:
            bearers = [one for one in self._by_key.get(key, []) if self._fits(self._known[one], words, kind, gender)]
            actor = self._most_mentioned(bearers)
            if actor is not None:
                known = self._known[actor]
                if len(name) > len(known.name) and kind == "person":
                    known.name = name
                if name not in known.initials and name.lower() == initials_of(known.name.split()):
                    known.initials.append(name)
                self._index(actor, words, kind)
                return actor
        self._known.append(_Bearer(name, kind, gender))
        self._index(len(self._known) - 1, words, kind)
        return len(self._known) - 1

    def _index(self, actor: int, words: Sequence[str], kind: Kind) -> None:
        keys = {" ".join(words).lower()}
        if kind == "person":
            keys.add(words[-1].lower())
        elif len(words) > 1:
            keys.add(initials_of(words))
        for key in keys:
            found = self._by_key.setdefault(key, [])
            if actor not in found:
                found.append(actor)

    def _fits(self, known: _Bearer, words: Sequence[str], kind: Kind, gender: Gender | None) -> bool:
        if known.kind != kind and not {known.kind, kind} <= {"person", "organisation"}:
            return False
        if gender and known.gender and gender != known.gender:
            return False
        if kind == "person" and len(words) > 1 and " " in known.name:
            return known.name.split()[0].lower() == words[0].lower()
        return True

    def find_or_add(self, name: str) -> int:
        """The number of the person with a name from a label or byline, who is added if unknown."""
        words = [word for word in name.split() if f"{word.lower().rstrip('.')}." not in TITLES] or name.split()
        for key in (" ".join(words).lower(), words[-1].lower()):
            for actor in reversed(self._by_key.get(key, [])):
                if self._known[actor].kind == "person" and self._fits(self._known[actor], words, "person", None):
                    return actor
        self._known.append(_Bearer(without_capitals(" ".join(words)), "person"))
        self._index(len(self._known) - 1, words, "person")
        return len(self._known) - 1

    def most_named(self, before: int, without: Collection[str]) -> int | None:
        """The person with a full name, none of ``without``, who is named most often before an offset."""
        named = [
            (actor.kind == "person", sum(span.start < before for span in actor.mentions), -number)
            for number, actor in enumerate(self._known)
            if actor.kind in ("person", "organisation")
            and actor.name.count(" ") in (1, 2)
            and actor.name not in without
        ]
        _, count, number = max((item for item in named if item[1]), default=(False, 0, 0))
        if not count:
            return None
        self._known[-number].kind = "person"
        return -number

    def identify(self, tree: Tree, number: int, source: Sequence[int], previous: int | None) -> Speaker:
        """Resolve the tokens of a source; ``number`` is the tree's, ``previous`` the last speaker's."""
        head = head_of(tree, source)
        if head is None:
            return Speaker(None, "nominal")
        word = tree.lower[head]
        named = self._bearer_at(tree, head)
        if named is not None:
            alone = not is_several(tree, head) and not self._is_part(tree, head, named)
            if self._known[named].kind == "place" and any(tree.lower[token] == "who" for token in source):
                alone = False
            return Speaker(named if alone else None, "name")
        if tree.tags[head] in {"PRP", "PRP$", "WP"}:
            return Speaker(self._pronoun(tree, number, head, word, previous), "pronoun")
        if (apposed := self._apposition(tree, head, source)) is not None:
            return Speaker(apposed, "name")
        if word in SPOKESPEOPLE:
            return Speaker(self._body(tree, head), "nominal")
        described = self._last_described(tree, number, head)
        return Speaker(self._doer(tree, head) if described is None else described, "nominal")

    def _apposition(self, tree: Tree, head: int, source: Sequence[int]) -> int | None:
        """The actor named in apposition: "the mayor, Ada Stone".

        The parser may attach a spokesman's name to the body that he speaks for.
        """
        speaks = tree.lower[head] in SPOKESPEOPLE
        for token in source:
            if tree.labels[token] != "appos" or not (tree.heads[token] == head or speaks):
                continue
            actor = self._at.get(tree.starts[token])
            if actor is not None and (tree.heads[token] == head or self._known[actor].kind == "person"):
                return actor
        return None

    def _doer(self, tree: Tree, head: int) -> int | None:
        """The owner of an act or text: "the announcement of the Port Authority", "Ada Stone's statement"."""
        if tree.lower[head] in BODIES or not DEED_ENDING.search(tree.lower[head]):
            return None
        owners = [t for t in tree.children[head] if tree.labels[t] == "poss"]
        owners += [inner for t in tree.children[head] if tree.lower[t] == "of" and (inner := tree.child(t, "pobj"))]
        return next((actor for t in owners if (actor := self._at.get(tree.starts[t])) is not None), None)

    def _bearer_at(self, tree: Tree, head: int) -> int | None:
        """The actor named at a token: by the recogniser, or by a name known from elsewhere in the document."""
        named = self._at.get(tree.starts[head])
        if named is None and tree.tags[head] == "NNP":
            named = self._most_mentioned(self._by_key.get(tree.lower[head], []))
        return named

    def _most_mentioned(self, bearers: Sequence[int]) -> int | None:
        """The bearer of a name with the most mentions; the last one added wins a tie."""
        return max(bearers, key=lambda one: (len(self._known[one].mentions), one), default=None)

    def _is_part(self, tree: Tree, head: int, actor: int) -> bool:
        """Whether only part of a group is meant: "some Republicans", "two analysts"."""
        if self._known[actor].kind != "group":
            return False
        return any(tree.lower[t] in PARTS or tree.tags[t] in {"CD", "JJ", "JJR", "JJS"} for t in tree.children[head])

    def _body(self, tree: Tree, head: int) -> int | None:
        """The actor that an unnamed spokesman speaks for: "a ministry spokesman", "an aide to Mr. Smith"."""
        for below in tree.children[head]:
            if tree.labels[below] in {"compound", "poss", "nmod", "amod"}:
                actor = self._at.get(tree.starts[below])
            elif tree.labels[below] == "prep" and tree.lower[below] in SPEAKS_FOR:
                inner = tree.child(below, "pobj")
                actor = self._at.get(tree.starts[inner]) if inner is not None else None
            else:
                continue
            if actor is not None:
                return actor
        return None

    def _last_described(self, tree: Tree, number: int, head: int) -> int | None:
        """The last actor that a definite description was used of: "the senator"."""
        determiner = tree.child(head, "det")
        if determiner is None or tree.lower[determiner] not in {"the", "this", "that"}:
            return None
        at = self._sentences[number] + tree.sentence_of[head]
        for mention in reversed(self._before(tree.starts[head])):
            if at - mention.sentence > 4 * REACH:
                return None
            actor = self._known[mention.actor]
            if actor.kind != "place" and tree.lower[head] in actor.descriptions:
                return mention.actor
        return None

    def _before(self, position: int) -> list[_Mention]:
        """The last sixty mentions before an offset."""
        end = bisect_left(self._mentions, position, key=lambda mention: mention.position)
        return self._mentions[max(0, end - 60) : end]

    def _pronoun(self, tree: Tree, number: int, head: int, word: str, previous: int | None) -> int | None:
        """The best antecedent of a pronoun: near ones, subjects and the last speaker score higher."""
        if word in {"i", "we", "you", "who", "they", "their", "them"}:
            return None
        gender: Gender | None = "m" if word in MALE_WORDS else "f" if word in FEMALE_WORDS else None
        reach = REACH if gender else 2
        at = self._sentences[number] + tree.sentence_of[head]

        def score(mention: _Mention) -> float:
            same_gender = self._known[mention.actor].gender == gender
            points = 1.5 * mention.is_subject + 1.0 * same_gender + 2.0 * (mention.actor == previous)
            return points - (at - mention.sentence)

        near = [one for one in self._before(tree.starts[head]) if at - one.sentence <= reach]
        best = max((one for one in reversed(near) if self._agrees(one, gender)), key=score, default=None)
        return best.actor if best else None

    def _agrees(self, mention: _Mention, gender: Gender | None) -> bool:
        """Whether a pronoun of a gender, or *it*, may refer to what is mentioned; *it* to a place only as a subject."""
        actor = self._known[mention.actor]
        if gender:
            return actor.kind == "person" and actor.gender in (None, gender)
        return actor.kind in ("organisation", "group") or (actor.kind == "place" and mention.is_subject)


PARTS = frozenset("some many few most several other others certain no both various more all".split())


def name_text(tree: Tree, first: int, last: int) -> str:
    """A name as written, with single spaces for white space."""
    pieces = [tree.words[first]]
    for token in range(first + 1, last + 1):
        pieces.append(("" if tree.starts[token] == tree.end(token - 1) else " ") + tree.words[token])
    return "".join(pieces).strip(f" \n\t.,;:{MARKS}()[]") if len(pieces) > 1 else pieces[0].strip(f"{MARKS}()[]")


def initials_of(words: Sequence[str]) -> str:
    """The first letters of the words that have a capital, in lower case: “Bank of England” → be."""
    return "".join(word[0] for word in words if word[0].isupper()).lower()


def without_capitals(name: str) -> str:
    """A name set in capitals, in title case: AMINA YUSUF → Amina Yusuf."""
    return name.title() if name.isupper() else name


def has_age(tree: Tree, last: int) -> bool:
    """Whether a name's age follows: “Paris Whitfield, 29, …”."""
    following = tree.words[last + 1 : last + 4]
    return len(following) == 3 and following[::2] == (",", ",") and following[1].isdecimal() and int(following[1]) < 120


OCCUPATION = re.compile(r"\w+(?:er|or|ist|ian|man|woman|ess)")


def has_occupation(tree: Tree, words: Sequence[str], last: int) -> bool:
    """Whether an occupation follows a name of two or three words: “Dragan Petrović, a raspberry farmer”."""
    if not 1 < len(words) < 4:
        return False
    nouns = (tree.lower[below] for below in tree.children[last] if tree.labels[below] == "appos")
    return any(noun in OCCUPATIONS or (OCCUPATION.fullmatch(noun) and noun not in NON_OCCUPATIONS) for noun in nouns)


def is_first_person(tree: Tree, source: Sequence[int]) -> bool:
    """Whether a source is “I” or “we”."""
    head = head_of(tree, source)
    return head is not None and tree.lower[head] in {"i", "me", "my", "we", "us", "our"}


def is_generic(name: str) -> bool:
    """Whether a name consists of generic words: “Supreme Court”, “the Ministry of Health”."""
    return all(word.lower() in GENERIC for word in name.split())


def is_several(tree: Tree, head: int) -> bool:
    """Whether a name is the first of several: "Mr. Smith and Mr. Jones"."""
    return any(tree.labels[t] == "conj" and tree.tags[t][:3] == "NNP" for t in tree.children[head])


def gender_of(title: str, first_name: str) -> Gender | None:
    """The gender of a title, else of a first name; ``None`` if unknown."""
    if title in MALE_WORDS:
        return "m"
    return "f" if title in FEMALE_WORDS else first_names().get(first_name.lower())


Names = Mapping[str, Mapping[tuple[str, ...], Kind]]
"""The names of more than one word, with their kinds, by their first word."""


def full_names(trees: Iterable[Tree]) -> Names:
    """The names of people and bodies, of more than one word, that the recogniser finds anywhere in the document."""
    found: dict[str, dict[tuple[str, ...], Kind]] = {}
    for tree in trees:
        for entity in tree.entities:
            words = tree.words[entity.first : entity.last + 1]
            if entity.label in ("PERSON", "ORG") and len(words) > 1 and all(word[:1].isupper() for word in words):
                found.setdefault(words[0], {}).setdefault(words, KINDS[entity.label])
    return found


def names_in(tree: Tree, names: Names) -> Iterator[tuple[int, int, Kind]]:
    """The names in a paragraph in order: those that the recogniser finds, and known ones that it misses here."""
    token = 0
    for entity in [*tree.entities, Entity(len(tree), len(tree), "")]:
        while token < entity.first:
            known = names.get(tree.words[token], {})
            last = token - 1
            for words, kind in known.items():
                end = token + len(words)
                if end <= entity.first and end - 1 > last and tree.words[token:end] == words:
                    last = end - 1
                    yield token, last, kind
            token = max(token, last) + 1
        token = entity.last + 1
        if entity.label in KINDS:
            yield entity.first, entity.last, KINDS[entity.label]


def titles_and_appositions(tree: Tree, first: int, last: int) -> Iterable[str]:
    """The titles and heads of appositions of a name; "Bergen, the army and its allies" is a list."""
    for token in range(max(0, first - 3), first):
        if tree.lower[token] in TITLES:
            yield TITLES[tree.lower[token]]
        elif tree.labels[token] == "compound" and first <= tree.heads[token] <= last:
            yield tree.lower[token]
    for below in tree.children[last]:
        joined = [t for t in tree.children[below] if tree.labels[t] == "conj"]
        if tree.labels[below] == "appos" and all(tree.child(t, "det", "poss") is None for t in joined):
            yield from (tree.lower[t] for t in (below, *joined))
    if tree.labels[last] == "appos":
        yield tree.lower[tree.heads[last]]


def head_of(tree: Tree, source: Sequence[int]) -> int | None:
    """The head of a source, nominal if possible; of several the first: an antecedent, not its relative pronoun."""
    inside = set(source)
    tops = [t for t in source if tree.heads[t] not in inside or tree.heads[t] == t]
    nominal = [t for t in tops if re.match(r"NN|PRP|CD|WP|DT", tree.tags[t])]
    chosen = nominal or tops
    return chosen[0] if chosen else None
