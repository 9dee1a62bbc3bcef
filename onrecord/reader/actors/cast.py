"""Coreference: the names, short names, titles, descriptions and pronouns of a document, grouped into referents.

The head of a source decides its referent: a name refers to its bearer, a title or description to the last actor it was
used of, a pronoun to the best antecedent by gender and distance, an unnamed spokesman to the body that speaks. Anybody
else who is described (*a senior official*) is an actor of the document under that description. What can't be resolved
is ``None``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from onrecord.reader.actors.acting import is_acting_group
from onrecord.reader.actors.bearers import Bearer, Bearers
from onrecord.reader.actors.described import DEFINITE, Described, can_act, description, key_of
from onrecord.reader.actors.name_parts import is_title, with_small_letters
from onrecord.reader.actors.name_spans import Kind, names_of
from onrecord.reader.actors.signs import ORIGINS, head_word, is_deed, is_thing, names_body, office_at, origins_at
from onrecord.reader.actors.states import body_of_state, by_adjective, states
from onrecord.reader.english.actor_words import (
    NAMED_GROUPS,
    QUANTIFIERS,
    is_body,
    person_nouns,
    sector_of_group,
    singular_of,
    type_of_body,
    type_of_person,
)
from onrecord.reader.english.animates import is_person
from onrecord.reader.english.cues import group
from onrecord.reader.english.function_words import ADDRESSEE
from onrecord.reader.english.nouns import GENERIC
from onrecord.reader.english.persons import FEMALE_WORDS, MALE_WORDS, TITLES, Gender
from onrecord.reader.english.verbs import lemma
from onrecord.reader.parsing.tree import Tree
from onrecord.span import Span

Form = Literal["name", "nominal", "pronoun"]
SPEAKING_FOR = ("spokes", "representative")
"""How the nouns begin of people whose words are those of a body."""
ANY_BODY = frozenset({"organization", "organisation", "institution"})
COMPANY = frozenset({"company", "firm", "airline", "manufacturer"})
SPEAKS_FOR = frozenset({"for", "of", "from", "at", "with", "to"})
DEED_ENDING = re.compile(r"(?:[st]ion|ment|letter|report|speech|message)s?$")
"""Nouns for acts and texts, whose possessor is the speaker."""
REACH = 12
"""The most sentences between a gendered pronoun and its antecedent."""
SUBJECT_REACH = 3
"""The same for somebody without a name; the label of a turn counts as one."""


@dataclass(frozen=True)
class Referent:
    """A person, body, place or group under the fullest of its names, with every span that names it.

    ``forms`` are its other names; ``sector`` is the type of actor that the text tells; ``is_actor`` says that something
    shows it to be one; ``described``: it has no name, but a description.
    """

    name: str
    kind: Kind
    mentions: tuple[Span, ...] = ()
    forms: tuple[str, ...] = ()
    sector: str | None = None
    is_actor: bool = True
    described: bool = False
    is_person: bool = False

    @property
    def names_of_person(self) -> tuple[Span, ...]:
        """Where somebody is named whom a title or first name shows to be a person, so that it is no place."""
        return self.mentions if self.is_person and " " in self.name else ()


@dataclass(frozen=True)
class Speaker:
    """The referent of a source by its number, ``None`` if it can't be identified.

    ``is_author`` says that it is the document's author.
    """

    actor: int | None
    form: Form
    is_author: bool = False


@dataclass(frozen=True)
class _Someone:
    """A noun for one person without a name that is a subject."""

    position: int
    sentence: int
    tree: Tree
    number: int
    token: int


@dataclass(frozen=True)
class _Mention:
    position: int
    sentence: int
    actor: int
    is_subject: bool
    """Whether it is a subject, or whoever speaks deals with it."""
    is_told: bool


class Cast:
    """The referents of one document; resolves sources to them.

    :param places: spans of known place names, whatever the recogniser takes them for
    """

    def __init__(self, trees: Sequence[Tree], places: Collection[Span] = ()) -> None:
        self._names = Bearers(trees, names_of(trees), places)
        self._known = self._names.known
        self._mentions: list[_Mention] = []
        self._described = Described()
        self.same: dict[int, int] = {}
        """Described actors whose name the text gives later: the Russian space agency is Roscosmos."""
        self._at: dict[int, int] = {}
        self._told_at: dict[int, int] = {}
        self._present: tuple[int | None, ...] = ()
        self._sentences: list[int] = []
        sentence = 0
        for tree in trees:
            self._sentences.append(sentence)
            sentence += len(tree.sentences)
        for named, actor in self._names.of:
            tree, at = named.tree, self._sentences[named.number] + named.tree.sentence_of[named.last]
            is_subject = tree.labels[named.last] in {"nsubj", "nsubjpass"} or is_met(tree, named.last)
            told = is_told(tree, named.last)
            self._mentions.append(_Mention(tree.starts[named.first], at, actor, is_subject, told))
            for token in range(named.first, named.last + 1):
                self._at[tree.starts[token]] = actor
        self._someones = [
            _Someone(tree.starts[token], start + tree.sentence_of[token], tree, number, token)
            for number, (tree, start) in enumerate(zip(trees, self._sentences, strict=True))
            for token, label in enumerate(tree.labels)
            if label == "nsubj" and is_person(tree.lower[token]) and can_act(tree, token)
            if tree.tags[token] == "NN" or (tree.tags[token] == "NNP" and tree.child(token, "det") is not None)
            if tree.starts[token] not in self._at and tree.child(token, "appos") is None
        ]

    @property
    def referents(self) -> tuple[Referent, ...]:
        """All referents found so far, in the order of their numbers: those with a name, then those described."""
        return tuple(
            Referent(
                name=one.name,
                kind=one.kind,
                mentions=() if number in self.same else tuple(one.mentions),
                forms=tuple(one.forms),
                sector=one.sector or self._sector_served(one),
                is_actor=one.is_actor,
                described=one.is_described,
                is_person=one.kind == "person" and bool(one.gender or one.titles),
            )
            for number, one in enumerate(self._known)
        )

    def _sector_served(self, person: Bearer) -> str | None:
        """The type of actor of the body that somebody is a director, spokesman or member of."""
        bodies = (self._known[self._at[at]] for at in person.serves if at in self._at)
        return next(filter(None, (body.sector for body in bodies if body.kind == "organisation")), None)

    def find_or_add(self, name: str) -> int:
        """The number of the person with a name from a label or byline, who is added if unknown."""
        words = [word for word in name.split() if f"{word.lower().rstrip('.')}." not in TITLES] or name.split()
        bare = words[sum(1 for _ in takewhile(is_title, words[:-1])) :]
        found = self._names.bearers(" ".join(words), "person") or self._names.bearers(words[-1], "person")
        for actor in reversed(found):
            known = self._known[actor]
            firsts = {words[0].lower(), bare[0].lower()}
            if len(bare) == 1 or " " not in known.name or known.name.split()[0].lower() in firsts:
                known.is_named = True
                return actor
        self._known.append(Bearer(with_small_letters(" ".join(words)), "person", is_named=True))
        self._names.index(len(self._known) - 1, words, "person")
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

    def identify(
        self, tree: Tree, number: int, source: Sequence[int], previous: int | None, present: Sequence[int | None] = ()
    ) -> Speaker:
        """Resolve the tokens of a source; ``number`` is the tree's, ``previous`` the last speaker's.

        :param present: who speaks these words and to whom, who are neither *he* nor *she*
        """
        self._present = tuple(present)
        head = head_of(tree, source)
        if head is None:
            return Speaker(None, "nominal")
        word = tree.lower[head]
        named = self._bearer_at(tree, head)
        if named is not None:
            alone = not is_several(tree, head)
            if self._is_part(tree, head, named):
                return Speaker(self._describe(tree, number, head, previous), "nominal")
            if self._known[named].kind == "place" and any(tree.lower[token] == "who" for token in source):
                alone = False
            return Speaker(named if alone and not is_thing(self._known[named].name) else None, "name")
        if tree.tags[head] in {"PRP", "PRP$", "WP"}:
            return Speaker(self._pronoun(tree, number, head, word, previous), "pronoun")
        if tree.labels[head] == "attr" and (subject := tree.child(tree.heads[head], "nsubj")) is not None:
            return Speaker(self._bearer_at(tree, subject), "nominal")
        if (apposed := self._apposition(tree, head, source)) is not None:
            return Speaker(apposed, "name")
        if word.startswith(SPEAKING_FOR) and (body := self._body(tree, head)) is not None:
            return Speaker(body, "nominal")
        actor = self._last_described(tree, number, head)
        if actor is not None:
            self._known[actor].acts = True
        actor = self._doer(tree, head) if actor is None else actor
        described = self._describe(tree, number, head, previous)
        if described is not None and actor is not None and self._known[described].is_described:
            self.same[described] = actor
        return Speaker(described if actor is None else actor, "nominal")

    def _describe(self, tree: Tree, number: int, head: int, previous: int | None) -> int | None:
        """The actor that a description is of, who has no other name; ``None`` if it is of nobody."""
        is_group = self._bearer_at(tree, head) is not None
        if is_several(tree, head) or not (is_group or can_act(tree, head)):
            return None
        determiner, noun = tree.child(head, "det"), tree.lower[head]
        bare = all(tree.labels[t] == "det" or t > head for t in tree.children[head])
        again = tree.tags[head] == "NNS" if determiner is None else tree.lower[determiner] in DEFINITE
        if again and bare and noun in self._described.by_noun:
            same = self._described.by_noun[noun]
            self._told_at[same] = self._sentences[number] + tree.sentence_of[head]
            self._known[same].mentions.append(tree.span(head if determiner is None else determiner, head))
            return same

        def name_of(pronoun: int) -> str | None:
            word = tree.lower[pronoun]
            both = dict(zip(("my", "your"), self._present, strict=False))
            owner = both[word] if word in both else self._pronoun(tree, number, pronoun, word, previous)
            return self._known[owner].name if owner is not None else None

        for beside in tree.children[head]:
            named = self._at.get(tree.starts[beside])
            kind = self._known[named].kind if named is not None else None
            if (kind == "person" and tree.labels[beside] == "appos") or (
                kind == "organisation" and noun in NAMED_GROUPS
            ):
                return named
        found = description(tree, head, name_of)
        if found is None:
            return None
        text, first = found
        opens = any(start == first for start, _ in tree.sentences) and text.startswith(tree.words[first])
        if opens and self._names.is_common(tree, first):
            text = text[:1].lower() + text[1:]
        key = body_of_state(text) or key_of(text)
        actor = self._described.by_words.get(key, self._without_state(key))
        if actor is None and (bodies := self._names.bearers(key_of(text), "organisation")):
            return bodies[0]
        if actor is None:
            actor = len(self._known)
            sector = type_of_person(noun) or type_of_body(noun) or sector_of_group(noun)
            self._known.append(Bearer(by_adjective(text), "group", acts=True, is_described=True, own_sector=sector))
        elif body_of_state(text) and not body_of_state(self._known[actor].name):
            self._known[actor].name = text
        self._described.by_words[key] = actor
        if not body_of_state(text):
            self._described.by_noun[noun] = actor
        self._told_at[actor] = self._sentences[number] + tree.sentence_of[head]
        self._known[actor].mentions.append(tree.span(first, head))
        return actor

    def _without_state(self, key: str) -> int | None:
        """Who is described by the same words with or without a state's adjective: *(Norwegian) security forces*."""
        found = {
            actor
            for other, actor in self._described.by_words.items()
            for short, long in ((key, other), (other, key))
            if " " in short and long.endswith(f" {short}") and long.removesuffix(f" {short}") in states()
        }
        return found.pop() if len(found) == 1 else None

    def describe_actors(self, trees: Sequence[Tree]) -> None:
        """Find people and bodies without a name who do something, besides the sources: “*Gunmen* stormed the bank.”."""
        for number, tree in enumerate(trees):
            for token, tag in enumerate(tree.tags):
                if tag in {"NNS", "NN"} and is_acting_group(tree, token) and self._bearer_at(tree, token) is None:
                    if self._last_described(tree, number, token) is None:
                        self._describe(tree, number, token, None)

    def _apposition(self, tree: Tree, head: int, source: Sequence[int]) -> int | None:
        """The actor named in apposition: "the mayor, Ada Stone".

        The parser may attach somebody's name to the body beside it: "the leader of Larkmoor, Ada Stone".
        """
        speaks = is_person(tree.lower[head])
        for token in source:
            if tree.labels[token] != "appos" or not (tree.heads[token] == head or speaks):
                continue
            actor = self._at.get(tree.starts[token])
            if actor is not None and (tree.heads[token] == head or self._known[actor].kind == "person"):
                return actor
        return None

    def _doer(self, tree: Tree, head: int) -> int | None:
        """The owner of an act or text: "the announcement of the Port Authority", "a report by it", "its statement"."""
        if not is_deed(tree.lower[head], DEED_ENDING):
            return None
        owners = [t for t in tree.children[head] if tree.labels[t] == "poss"]
        by = [t for t in tree.children[head] if tree.lower[t] in {"of", "by", "from"}]
        owners += [inner for t in by if (inner := tree.child(t, "pobj")) is not None]
        return next((actor for t in owners if (actor := self._at.get(tree.starts[t])) is not None), None)

    def _bearer_at(self, tree: Tree, head: int) -> int | None:
        """The actor named at a token: by the recogniser, or by a name known from elsewhere in the document."""
        named = self._at.get(tree.starts[head])
        if named is None and tree.words[head][:1].isupper():
            named = self._names.most_mentioned(self._names.bearers(tree.words[head]))
        return named

    def _is_part(self, tree: Tree, head: int, actor: int) -> bool:
        """Whether only part of a group is meant: "some Republicans", "two analysts"."""
        if self._known[actor].kind != "group":
            return False
        return any(
            tree.lower[t] in QUANTIFIERS or tree.tags[t] in {"CD", "JJ", "JJR", "JJS"} for t in tree.children[head]
        )

    def _body(self, tree: Tree, head: int) -> int | None:
        """The body that an unnamed spokesman speaks for: "a Microsoft spokesman", "a spokesman for Microsoft"."""
        for below in tree.children[head]:
            if tree.labels[below] in {"compound", "poss", "nmod", "amod"}:
                actor = self._at.get(tree.starts[below])
            elif tree.labels[below] == "prep" and tree.lower[below] in SPEAKS_FOR:
                inner = tree.child(below, "pobj")
                actor = self._at.get(tree.starts[inner]) if inner is not None else None
            else:
                continue
            if actor is not None and self._known[actor].kind != "person":
                return actor
        return None

    def _last_described(self, tree: Tree, number: int, head: int) -> int | None:
        """The last actor that a definite description was used of: "the senator"."""
        determiner = tree.child(head, "det")
        if determiner is None or tree.lower[determiner] not in DEFINITE:
            return None
        noun, at = office_at(tree, head), self._sentences[number] + tree.sentence_of[head]
        beside = [t for t in tree.children[head] if t < head and tree.words[t][:1].isupper()]
        origins = set(origins_at(tree, beside))
        capitals = {tree.lower[t] for t in beside if tree.entity_at.get(t) not in ORIGINS} - DEFINITE
        nouns = {tree.lower[t] for t in tree.children[head] if tree.labels[t] == "compound"}
        for mention in reversed(self._before(tree.starts[head])):
            if at - mention.sentence > 4 * REACH:
                return None
            actor = self._known[mention.actor]
            elsewhere = origins and actor.origins and origins.isdisjoint(actor.origins)
            if actor.kind != "place" and not elsewhere and is_described_by(actor, noun, capitals, nouns):
                if noun in ANY_BODY:
                    return self._salient(tree.starts[head])
                far = at - mention.sentence > 2 or tree.lower[determiner] in {"this", "these"}
                return None if far and self._has_rivals(mention.actor, noun) else mention.actor
        return self._body_before(tree, number, head, capitals)

    def _salient(self, position: int) -> int:
        """The body that is named most before an offset, the last of equals."""
        bodies = [one.actor for one in self._before(position) if self._known[one.actor].kind == "organisation"]
        return max(reversed(bodies), key=bodies.count)

    def _has_rivals(self, actor: int, noun: str) -> bool:
        """Whether other bodies in the text are called by the noun too: *the court* where there are two."""
        alike = (n for n, one in enumerate(self._known) if one.kind == "organisation" and head_word(one.name) == noun)
        return self._known[actor].kind == "organisation" and any(other != actor for other in alike)

    def _body_before(self, tree: Tree, number: int, head: int, capitals: Collection[str]) -> int | None:
        """The subject of the sentence before, if its name does not tell what kind of body it is: “the company”."""
        noun, at = tree.lower[head], self._sentences[number] + tree.sentence_of[head]
        if not is_body(noun) or any(word not in states() for word in capitals):
            return None
        before = [m for m in self._before(tree.starts[head]) if m.is_subject and m.sentence == at - 1]
        if not before or self._known[before[-1].actor].kind != "organisation":
            return None
        actor = self._known[before[-1].actor]
        kinds = {actor.sector, type_of_body(noun)} - {None}
        return before[-1].actor if actor.is_actor and not names_body(actor.name) and len(kinds) < 2 else None

    def _before(self, position: int) -> list[_Mention]:
        """The last sixty mentions before an offset."""
        end = bisect_left(self._mentions, position, key=lambda mention: mention.position)
        return self._mentions[max(0, end - 60) : end]

    def _pronoun(self, tree: Tree, number: int, head: int, word: str, previous: int | None) -> int | None:
        """The best antecedent of a pronoun: near ones, subjects and the last speaker score higher."""
        if word == "they":
            return previous if previous is not None and self._is_near_group(previous, number, tree, head) else None
        if word in {"i", "we", "you", "my", "your", "who", "their", "them"}:
            return None
        gender: Gender | None = "m" if word in MALE_WORDS else "f" if word in FEMALE_WORDS else None
        reach = REACH if gender else 2
        at = self._sentences[number] + tree.sentence_of[head]

        def score(mention: _Mention) -> float:
            same_gender = self._known[mention.actor].gender == gender
            points = 1.5 * mention.is_subject + 1.0 * same_gender + 2.0 * (mention.actor == previous)
            return points - 2.0 * mention.is_told - (at - mention.sentence)

        near = [one for one in self._before(tree.starts[head]) if at - one.sentence <= reach]
        near = [one for one in reversed(near) if one.actor not in self._present and self._agrees(one, gender)]
        best = max(near, key=score, default=None)
        someone = self._someone_before(tree.starts[head], at) if gender else None
        if someone is not None and (best is None or score(best) < 1.5 - (at - someone.sentence)):
            described = self._someone(someone, previous)
            if described not in self._present and self._may_be(described, gender):
                return described
        return best.actor if best else None

    def _is_near_group(self, actor: int, number: int, tree: Tree, head: int) -> bool:
        """Whether an actor is several people without a name, described in this sentence or the one before."""
        at = self._sentences[number] + tree.sentence_of[head]
        noun = key_of(self._known[actor].name).split()[-1]
        return self._known[actor].is_described and singular_of(noun) != noun and at - self._told_at.get(actor, -2) <= 1

    def _someone_before(self, position: int, sentence: int) -> _Someone | None:
        """The last person without a name who is subject not far before."""
        end = bisect_left(self._someones, position, key=lambda one: one.position)
        last = self._someones[end - 1] if end else None
        return last if last is not None and sentence - last.sentence <= SUBJECT_REACH else None

    def _someone(self, one: _Someone, previous: int | None) -> int | None:
        """The actor whom a noun describes: the last one so called, else somebody known by this description alone."""
        if one.tree.lower[one.token].startswith(SPEAKING_FOR) and (body := self._body(one.tree, one.token)) is not None:
            return body
        actor = self._last_described(one.tree, one.number, one.token)
        return actor if actor is not None else self._describe(one.tree, one.number, one.token, previous)

    def _may_be(self, actor: int | None, gender: Gender | None) -> bool:
        """Whether somebody described may be of a gender."""
        if actor is None:
            return False
        word = self._known[actor].name.split()[-1].lower()
        told: Gender | None = "m" if word in MALE_WORDS else "f" if word in FEMALE_WORDS else self._known[actor].gender
        return told in (None, gender)

    def _agrees(self, mention: _Mention, gender: Gender | None) -> bool:
        """Whether a pronoun of a gender, or *it*, may refer to what is mentioned; *it* to a place only as a subject."""
        actor = self._known[mention.actor]
        if gender:
            return actor.kind == "person" and actor.gender in (None, gender)
        return actor.kind in ("organisation", "group") or (actor.kind == "place" and mention.is_subject)


def is_met(tree: Tree, token: int) -> bool:
    """Whether whoever says “I” deals with somebody: “I called *Ada Stone*”. He or she who acts next is that person."""
    verb = tree.heads[token]
    own = tree.child(verb, "nsubj")
    return tree.labels[token] in {"dobj", "dative"} and own is not None and tree.lower[own] in {"i", "we"}


def is_told(tree: Tree, token: int) -> bool:
    """Whether a name is only in what somebody is reported to say: “I said that *Ada Stone* had called”."""
    clauses = (above for above in tree.ancestors(token) if tree.labels[above] == "ccomp")
    return any(lemma(tree.lower[tree.heads[above]]) in group("said") for above in clauses)


def is_described_by(actor: Bearer, noun: str, capitals: Collection[str], nouns: Collection[str]) -> bool:
    """Whether a definite description may be of an actor: by a title, an apposition, or the noun in a body's name.

    :param capitals: the capitalised words beside the noun, each of which has to be in the name
    :param nouns: the nouns beside it, which have to be in a body's name: the *district* court
    """
    words = set(actor.name.lower().split())
    if capitals and not words.issuperset(capitals):
        return False
    if noun in actor.descriptions and not (noun in person_nouns() and names_body(actor.name)):
        return True
    if actor.kind != "organisation" or not is_body(noun) or not words.issuperset(nouns):
        return False
    return noun in ANY_BODY or head_word(actor.name) == noun or (noun in COMPANY and actor.sector == "business")


def is_first_person(tree: Tree, source: Sequence[int]) -> bool:
    """Whether a source is “I” or “we”."""
    head = head_of(tree, source)
    return head is not None and tree.lower[head] in {"i", "me", "my", "we", "us", "our"}


def is_addressed(tree: Tree, source: Sequence[int]) -> bool:
    """Whether a source is “you”."""
    head = head_of(tree, source)
    return head is not None and tree.lower[head] in ADDRESSEE


def is_generic(name: str) -> bool:
    """Whether a name consists of generic words: “Supreme Court”, “the Ministry of Health”."""
    return all(word.lower() in GENERIC for word in name.split())


def is_several(tree: Tree, head: int) -> bool:
    """Whether a name is the first of several: "Mr. Smith and Mr. Jones"."""
    return any(tree.labels[t] == "conj" and tree.tags[t][:3] == "NNP" for t in tree.children[head])


def head_of(tree: Tree, source: Sequence[int]) -> int | None:
    """The head of a source, nominal if possible; of several the first: an antecedent, not its relative pronoun."""
    inside = set(source)
    tops = [t for t in source if tree.heads[t] not in inside or tree.heads[t] == t]
    nominal = [t for t in tops if re.match(r"NN|PRP|CD|WP|DT", tree.tags[t])]
    chosen = nominal or tops
    return chosen[0] if chosen else None
