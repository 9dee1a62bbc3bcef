"""What the pronouns of a document stand for, where its words leave one choice.

A document is read once, in order. Each noun is a candidate, and so is each pronoun that is resolved, for what it stands
for. *I* and *we* are whoever speaks; *he* and *she* take the only person near of that gender, or the one that is
subject; *it* and *they* go from subject to subject. Where two fit, a pronoun stays open.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.annotation.model import ActorMention, Attribution, Quote
from onrecord.reader.actors.signs import gender_of, sector_of_body
from onrecord.reader.claims.clauses import comes_first, verb_above
from onrecord.reader.claims.noun_phrases import describe, follows_of, is_bare, is_coordinated, is_empty, phrase_of
from onrecord.reader.english.actor_words import is_animate, singular_of
from onrecord.reader.english.animates import TIMES, VAGUE, is_person
from onrecord.reader.english.function_words import (
    ADDRESSEE,
    FEMININE,
    MASCULINE,
    NEUTER,
    ONESELF,
    OURSELVES,
    THEY,
)
from onrecord.reader.english.persons import FEMALE_WORDS, MALE_WORDS, TITLES, Gender
from onrecord.reader.english.verbs import lemma
from onrecord.reader.parsing.tree import SUBJECT, Tree
from onrecord.span import Span
from onrecord.values import Slug

WRITER = "the author"
"""Whoever wrote a document that does not say who."""
REACH = 3
"""The most sentences between a gendered pronoun and its antecedent."""
NEAR = 24
"""The most candidates that are looked at."""
THINGS = frozenset({"ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART"})
"""The labels of names that *it* may stand for."""
NOT_REFERRED_TO = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"})
MODIFIERS = frozenset({"compound", "amod", "nmod", "npadvmod", "nummod", "quantmod", "predet", "intj", "dep"})


ARTICLES = frozenset({"the", "The", "one", "One", "half", "most", "many"})
POSSESSED = re.compile(r"\w[’'](?:s\b|(?= ))")
HEAD_ENDS = re.compile(r" (?:of|for|on|in) ")
"""Where the head of a body's name ends: the *Court* of Appeal."""


@dataclass(frozen=True)
class Antecedent:
    """What a pronoun stands for: ``words`` that say it in any sentence, ``None`` if there are none.

    ``key`` is the actor's id or the words; ``start`` is where it was last named.
    """

    key: str
    words: str | None
    plural: bool = False
    gender: Gender | None = None
    person: bool = False
    start: int = -1
    thing: bool = True


@dataclass(frozen=True)
class _Candidate:
    who: Antecedent
    sentence: int
    verb: int
    """The offset of the verb that it is subject of, else -1."""


@dataclass(frozen=True)
class Speech:
    """Words in somebody's own voice: a quotation's or a turn's."""

    span: Span
    who: Antecedent | None
    is_turn: bool
    start: int
    """Where all of what is said begins, whatever interrupts it."""


@dataclass(frozen=True)
class Report:
    """A piece of what is reported of somebody, and where all of it begins."""

    span: Span
    start: int
    who: Antecedent | None


class Antecedents:
    """The antecedents of a document's pronouns, and the names of its definite descriptions, by offset."""

    def __init__(
        self,
        text: str,
        trees: Sequence[Tree],
        actors: Sequence[ActorMention],
        names: Mapping[Slug, str],
        attributions: Iterable[Attribution] = (),
        quotes: Iterable[Quote] = (),
        author: Slug | None = None,
    ) -> None:
        self._text, self._names, self._author = text, names, author
        self._mentions = [one for one in actors if one.actor in names]
        self._starts = [one.exact.start for one in self._mentions]
        self._genders: dict[str, Gender] = {}
        self._people: set[str] = set()
        self._with_article: set[str] = set()
        self._bodies: set[str] = set()
        self._described: dict[str, set[str]] = {}
        self._near: list[_Candidate] = []
        self._found: dict[int, Antecedent] = {}
        self._keys: dict[int, str] = {}
        self._never_i = not any(word in ("i", "my", "me") for tree in trees for word in tree.lower)
        for tree in trees:
            self._learn(tree)
        for one in self._mentions:
            word = text[slice(*one.exact)].lower()
            if one.form == "pronoun" and one.actor in self._people and word in MASCULINE | FEMININE:
                self._genders.setdefault(one.actor, "m" if word in MASCULINE else "f")
        rows = sorted(attributions, key=lambda row: row.content_words[0])
        self._speeches = sorted(self._speech(rows, quotes), key=lambda one: (one.span.start, -one.span.end))
        self._speech_starts = [one.span.start for one in self._speeches]
        self._turns = [one for one in self._speeches if one.is_turn]
        self._turn_starts = [one.span.start for one in self._turns]
        self._reports = sorted(
            (
                Report(span, min(row.content_words).start, self._source(row))
                for row in rows
                if row.manner != "direct" and row.source_words
                for span in row.content_words
            ),
            key=lambda one: one.span,
        )
        self._report_starts = [one.span.start for one in self._reports]
        sentence = 0
        for tree in trees:
            for token in range(len(tree)):
                self._read(tree, token, sentence + tree.sentence_of[token])
            sentence += len(tree.sentences)

    def of(self, offset: int) -> Antecedent | None:
        """What the pronoun or description at an offset stands for, if that is known and can be said."""
        found = self._found.get(offset)
        return found if found is not None and found.words else None

    def key(self, offset: int) -> str | None:
        """Who or what a word at an offset names."""
        return self._keys.get(offset)

    # Who is who -------------------------------------------------------------------------------------------------

    def _mention(self, offset: int) -> ActorMention | None:
        """The mention around an offset: the last to start of those that hold it."""
        at = bisect_right(self._starts, offset)
        near = (self._mentions[n] for n in range(at - 1, max(-1, at - 5), -1))
        return next((one for one in near if offset < one.exact.end), None)

    def _is_named(self, mention: ActorMention) -> bool:
        """Whether a mention has a word of its actor's name: a person called Washington is no government."""
        words = self._text[slice(*mention.exact)].casefold().split()
        return not {*words}.isdisjoint(self._names[mention.actor].casefold().split())

    def _learn(self, tree: Tree) -> None:
        """Learn from names which actors are people, and their gender."""
        for entity in tree.entities:
            mention = self._mention(tree.starts[entity.last])
            if mention is None or mention.form == "pronoun":
                continue
            before = tree.lower[entity.first - 1] if entity.first else ""
            name = self._names[mention.actor].split()
            title = next((w for w in (tree.lower[entity.first], before) if w in MALE_WORDS | FEMALE_WORDS), "")
            gender = gender_of(title, name[0] if len(name) > 1 else "") if entity.label == "PERSON" or title else None
            if (entity.label == "PERSON" or title) and not self._is_named(mention):
                continue
            if entity.label == "PERSON" or title:
                self._people.add(mention.actor)
            if gender:
                self._genders.setdefault(mention.actor, gender)
            if entity.label in THINGS or entity.label == "NORP":
                self._bodies.add(mention.actor)
            if "the" in (before, tree.lower[entity.first]):
                self._with_article.add(mention.actor)

    def _actor(self, actor: Slug, start: int = -1) -> Antecedent:
        name, person = self._names[actor], actor in self._people
        if actor != self._author and is_description(name):
            return self._described_actor(actor, name, start)
        article = "the " if actor in self._with_article and not person and not name.lower().startswith("the ") else ""
        return Antecedent(actor, article + name, False, self._genders.get(actor), person, start)

    def _described_actor(self, actor: Slug, name: str, start: int) -> Antecedent:
        """An actor whom no words name: “a witness” is the witness, “Ministry” the ministry, officials are officials."""
        words, last = describe(name) or name, name.split()[-1].lower()
        several = singular_of(last) != last
        if not several and words.split()[0] not in ARTICLES and not POSSESSED.search(words):
            words = f"the {words}"
        return Antecedent(actor, words, several, self._genders.get(actor), is_person(last) and not several, start)

    def _source(self, row: Attribution) -> Antecedent | None:
        """Whoever says something, by name, else by description: “a witness” is the witness."""
        if row.source is not None and row.source in self._names:
            return self._actor(row.source)
        if len(row.source_words) != 1:
            return None
        words = " ".join(self._text[slice(*row.source_words[0])].split())
        known = Antecedent(words.casefold(), describe(words), singular_of(words.lower()) != words.lower())
        return known if known.words else None

    def _speech(self, rows: Sequence[Attribution], quotes: Iterable[Quote]) -> Iterator[Speech]:
        """The words that are somebody's own: quotations, and the turns of a transcript."""
        by_id = {row.id: row for row in rows}
        for quote in quotes:
            row = by_id.get(quote.attribution or "")
            start = quote.exact.start if row is None else min(row.content_words).start
            yield Speech(quote.exact, None if row is None else self._source(row), False, start)
        for row in rows:
            if row.manner == "direct":
                quoted = any(not self._text[span.start].isalnum() for span in row.content_words)
                start = min(row.content_words).start
                yield from (Speech(span, self._source(row), not quoted, start) for span in row.content_words)

    def _speech_at(self, offset: int) -> Speech | None:
        at = bisect_right(self._speech_starts, offset)
        near = (self._speeches[n] for n in range(at - 1, max(-1, at - 9), -1))
        return next((one for one in near if offset < one.span.end), None)

    def _report_at(self, offset: int) -> Report | None:
        at = bisect_right(self._report_starts, offset)
        near = (self._reports[n] for n in range(at - 1, max(-1, at - 5), -1))
        return next((one for one in near if offset < one.span.end), None)

    # Reading in order -------------------------------------------------------------------------------------------

    def _read(self, tree: Tree, token: int, sentence: int) -> None:
        """Read one word: resolve a pronoun, or note a noun."""
        tag, label = tree.tags[token], tree.labels[token]
        if tag in ("PRP", "PRP$"):
            self._resolve(tree, token, sentence)
        elif tag == "DT" and label in SUBJECT and tree.lower[token] in ("this", "that"):
            if (named := self._described_again(tree, token, sentence)) is not None:
                self._found[tree.starts[token]] = named
        elif tag[:2] == "NN" and label not in MODIFIERS:
            who = self._noun(tree, token)
            if who is not None:
                self._keys[tree.starts[token]] = who.key
                self._note(tree, token, sentence, who)
            if label in SUBJECT and is_coordinated(tree, token):
                both = " ".join(self._text[slice(*tree.span(*tree.edges[token]))].split())
                self._note(tree, token, sentence, Antecedent(both, describe(both), True, None, False, -1))

    def _note(self, tree: Tree, token: int, sentence: int, who: Antecedent) -> None:
        head = token
        while tree.labels[head] == "conj" and tree.heads[head] != head:
            head = tree.heads[head]
        verb = tree.starts[tree.heads[head]] if tree.labels[head] in SUBJECT else -1
        self._near.append(_Candidate(who, sentence, verb))
        del self._near[:-NEAR]

    def _noun(self, tree: Tree, token: int) -> Antecedent | None:
        """What a noun names or describes; ``None`` for times and amounts."""
        word, start = tree.lower[token], tree.starts[token]
        label = tree.entity_at.get(token, "")
        if label in NOT_REFERRED_TO or word in TIMES or singular_of(word) in TIMES:
            return None
        mention = self._mention(start)
        named = mention is not None and (mention.form == "name" and tree.end(token) == mention.exact.end)
        if mention is not None and label == "PERSON" and not self._is_named(mention):
            low = tree.edges[token][0]
            title = tree.lower[low] if tree.lower[low] in MALE_WORDS | FEMALE_WORDS else ""
            words = " ".join(self._text[slice(*tree.span(low, token))].split())
            return Antecedent(words, describe(words, named=True), False, gender_of(title, ""), True, start)
        if mention is not None and (named or tree.tags[token][:3] == "NNP"):
            self._describe(tree, token, mention.actor)
            return replace(self._actor(mention.actor, start), thing=label in THINGS)
        plural = tree.tags[token] in ("NNS", "NNPS")
        if not plural and is_bare(tree, token) and not follows_of(tree, token):
            known = self._described.get(word, set())
            if len(known) == 1:
                found = self._actor(next(iter(known)), start)
                words = str(found.words)
                if not found.person and not words.lower().startswith("the "):
                    words = f"the {words}"
                self._found[start] = replace(found, words=words)
                return self._found[start]
        phrase = describe(*phrase_of(self._text, tree, token))
        gender: Gender | None = "m" if word in MALE_WORDS else "f" if word in FEMALE_WORDS else None
        return Antecedent(f"{word}", phrase, plural, gender, is_person(word), start)

    def _described_again(self, tree: Tree, token: int, sentence: int) -> Antecedent | None:
        """What “it was the worst *fire* for years” is about, if a fire has just been told of: the fire."""
        verb = tree.heads[token]
        noun = tree.child(verb, "attr")
        if noun is None or tree.tags[noun] != "NN" or lemma(tree.lower[verb]) != "be":
            return None
        word = tree.lower[noun]
        told = [one.who for one in self._near if one.who.key == word and sentence - one.sentence <= REACH]
        unlike = word in VAGUE or is_person(word)
        return None if unlike or not told else Antecedent(word, f"the {word}", False, None, False, told[-1].start)

    def _describe(self, tree: Tree, token: int, actor: Slug) -> None:
        """Note the titles and appositions of a name, and the head noun of a body's name, as descriptions of it."""
        name = self._names[actor]
        low = tree.edges[token][0]
        nouns = [tree.lower[t] for t in range(max(low, token - 5), token) if tree.labels[t] == "compound"]
        nouns = [TITLES.get(noun, noun) for noun in nouns if is_person(noun) or noun in TITLES]
        nouns += [tree.lower[t] for t in tree.children[token] if tree.labels[t] == "appos" and tree.tags[t] == "NN"]
        if tree.labels[token] == "appos" and tree.tags[tree.heads[token]] == "NN":
            nouns.append(tree.lower[tree.heads[token]])
        if actor not in self._people and len(name.split()) > 1:
            nouns.append(HEAD_ENDS.split(name)[0].split()[-1].lower())
        for noun in nouns:
            if (actor in self._people) == is_person(noun) and noun not in MALE_WORDS | FEMALE_WORDS | VAGUE:
                self._described.setdefault(noun, set()).add(actor)

    def _resolve(self, tree: Tree, token: int, sentence: int) -> None:
        """Resolve a pronoun, and note what it stands for, or that this is open."""
        word, start, label = tree.lower[token], tree.starts[token], tree.labels[token]
        who: Antecedent | None = None
        speech = self._speech_at(start)
        if tree.words[token] == "I" and label not in SUBJECT and label != "conj":
            return  # a numeral or an initial
        if word in ONESELF | OURSELVES:
            who = self._speaker(speech, word in OURSELVES)
        elif word in ADDRESSEE:
            who = self._addressee(speech)
        elif word in MASCULINE | FEMININE | NEUTER | THEY:
            who = self._third_person(tree, token, sentence, speech)
            self._note(tree, token, sentence, who or open_one(word))
        if who is not None:
            self._found[start] = who

    def _speaker(self, speech: Speech | None, several: bool) -> Antecedent | None:
        if speech is None:
            who = self._writer(several)
        elif speech.who is None or not several and not self._is_someone(speech.who):
            return None
        else:
            who = speech.who
        if several and who.person and not who.plural:
            return replace(who, words=f"{who.words} and others", plural=True)
        return who

    def _is_someone(self, who: Antecedent) -> bool:
        """Whether a speaker has a name or is described as a person: no claim or letter says *I* of itself."""
        return who.key in self._names or is_person(singular_of(str(who.words).split()[-1].lower()))

    def _is_heard(self, offset: int, speech: Speech | None) -> bool:
        """Whether words are in no other quotation than a pronoun's."""
        other = self._speech_at(offset)
        return other is None or other.is_turn or other is speech

    def _writer(self, several: bool) -> Antecedent:
        """Whoever writes, by name if it is known; a text that never says *I* may have several authors."""
        name = self._names.get(self._author or "", WRITER)
        body = self._author not in self._people and (self._author in self._bodies or sector_of_body(name) is not None)
        if body and not several:
            return Antecedent("", WRITER, False, None, True)
        if name != WRITER:
            return replace(self._actor(str(self._author)), person=not body)
        plural = several and self._never_i
        return Antecedent(self._author or "", "the authors" if plural else name, plural, None, not plural)

    def _addressee(self, speech: Speech | None) -> Antecedent | None:
        """Whoever else speaks: of the turn before, else of the one after."""
        if speech is None or not speech.is_turn or speech.who is None:
            return None
        at = bisect_left(self._turn_starts, speech.span.start)
        for other in [*reversed(self._turns[max(0, at - 2) : at]), *self._turns[at + 1 : at + 3]]:
            if other.who is not None and other.who.key != speech.who.key:
                return other.who
        return None

    def _third_person(self, tree: Tree, token: int, sentence: int, speech: Speech | None) -> Antecedent | None:
        word, label = tree.lower[token], tree.labels[token]
        if label == "expl" or (word == "it" and is_empty(tree, token)):
            return None
        barred = speech.who.key if speech is not None and speech.who is not None else None
        apart = speech is not None and not speech.is_turn and not (speech.who and self._is_someone(speech.who))
        mention = None if apart else self._mention(tree.starts[token])
        if mention is not None and mention.form == "pronoun" and mention.certainty == "certain":
            known = self._actor(mention.actor)
            unlike = known.gender is not None and word not in (MASCULINE if known.gender == "m" else FEMININE)
            body = word in MASCULINE | FEMININE and mention.actor in self._bodies - self._people
            if known.key != barred and not unlike and not body:
                return known
        if word in NEUTER | THEY and label not in (*SUBJECT, "poss"):
            return None
        if word == "it" and label in SUBJECT and (named := self._described_again(tree, token, sentence)) is not None:
            return named
        near = [one for one in self._near if one.who.key != barred and self._fits(one.who, word)]
        near = [one for one in near if one.who.key in self._names or self._is_heard(one.who.start, speech)]
        if apart and speech is not None:
            near = [one for one in near if one.who.start >= speech.start]
        if speech is not None and word in NEUTER | THEY:
            near = [one for one in near if one.who.start >= speech.start]
        elif not apart and (report := self._report_at(tree.starts[token])) is not None:
            inside = [one for one in near if one.sentence == sentence and one.who.start >= report.start]
            source = report.who
            if not inside and (source is None or (self._fits(source, word) and source.key != barred)):
                return source
            near = inside or near
        if word in THEY and has_two(self._near, sentence) or comes_first(tree, token):
            return None
        return choose(tree, token, sentence, near)

    @staticmethod
    def _fits(who: Antecedent, word: str) -> bool:
        """Whether a pronoun may stand for a candidate, by number, gender and kind."""
        if word in THEY:
            return who.plural
        if who.plural:
            return False
        if word in NEUTER:
            return who.thing and not who.person and who.gender is None
        gender = "m" if word in MASCULINE else "f"
        return who.gender == gender or (who.gender is None and who.person)


def is_description(name: str) -> bool:
    """Whether an actor is called by a common noun: *a witness*, *American officials*, *Ministry*."""
    words = name.split()
    return words[-1].islower() if len(words) > 1 else is_animate(name.lower())


def open_one(word: str) -> Antecedent:
    """What an unresolved pronoun stands for: somebody of its gender and number."""
    gender: Gender | None = "m" if word in MASCULINE else "f" if word in FEMININE else None
    return Antecedent(f"?{word}", None, word in THEY, gender, gender is not None)


def choose(tree: Tree, token: int, sentence: int, near: Sequence[_Candidate]) -> Antecedent | None:
    """The only candidate of the nearest sentence with any, or its only subject; ``None`` where two are left."""
    gendered = tree.lower[token] in MASCULINE | FEMININE
    leads = tree.labels[token] in (*SUBJECT, "poss")
    if not gendered and not leads:
        return None
    above = verb_above(tree, token)
    own = -1 if above is None else tree.starts[above]
    for back in range(REACH + 1 if gendered else 2):
        here = [one for one in near if one.sentence == sentence - back]
        if not back and tree.labels[token] != "poss":
            here = [one for one in here if one.verb != own]
        if not gendered and (back or tree.labels[token] != "poss"):
            here = subjects(here)
        elif not gendered and (mine := [one for one in here if one.verb == own]):
            here = mine
        if not here:
            continue
        sure = [one for one in here if one.who.gender] if gendered else []
        mine = [one for one in here if one.verb == own] if tree.labels[token] == "poss" else []
        ahead = subjects(here) if tree.labels[token] in SUBJECT or (back and leads) else []
        for only in (here, sure, mine, ahead):
            if len({one.who.key for one in only}) == 1:
                return only[-1].who
        return None
    return None


def has_two(near: Iterable[_Candidate], sentence: int) -> bool:
    """Whether two people are named in a sentence, whom *they* may stand for together."""
    return len({one.who.key for one in near if one.sentence == sentence and one.who.person and not one.who.plural}) > 1


def subjects(near: Iterable[_Candidate]) -> list[_Candidate]:
    """The candidates that are subjects."""
    return [one for one in near if one.verb >= 0]
