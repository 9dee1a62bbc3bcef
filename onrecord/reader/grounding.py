"""A language model's answer as rows: what is not in the text, word for word and at one place, is dropped and counted.

The model only points. Every word that is published is the text's: passages, names, and the statement, which is the
content as a sentence; a pronoun may give way to a name that the text has. Words that occur several times are told apart
by the order in which the model gives them, or dropped.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from onrecord.annotation.anchors import WordFinder, Words, WordsNotFound, fold_white_space
from onrecord.annotation.authority import Authority
from onrecord.annotation.model import (
    Actor,
    ActorMention,
    Attribution,
    Claim,
    LocationMention,
    Manner,
    NoClaim,
    Passage,
    Quote,
)
from onrecord.annotation.names import UNDETERMINED
from onrecord.folding import fold
from onrecord.reader.actors.actor_records import KnownActors, new_record
from onrecord.reader.claims.lone_statements import PERSONAL, all_faults
from onrecord.reader.claims.plain_sentences import as_sentence
from onrecord.reader.english.function_words import (
    FEMININE,
    MASCULINE,
    NEUTER,
    POSSESSIVE,
    REFLEXIVE,
    THEY,
    WITHOUT_CONTENT,
)
from onrecord.span import Span
from onrecord.text.document import Document, Sentence
from onrecord.text.imprint import MOST_WORDS
from onrecord.text.marks import CLOSED_BY, DOUBLE
from onrecord.values import LONGEST_NAME, Slug

NAMED = (MASCULINE | FEMININE | NEUTER | THEY) - POSSESSIVE - REFLEXIVE
"""The pronouns in whose place a statement may have a name."""
NOT_IN_TEXT, WRONG_TYPE, TWICE = "not in the text, or not at one place", "of the wrong type", "given twice"
LONG, NOT_ALONE = "longer than a sentence", "no statement that stands alone"
NO_NAME = "no name that the text has"


class GivenActor(NamedTuple):
    """Words for somebody, and their fullest name in the text."""

    words: str
    name: str
    kind: str


class GivenPlace(NamedTuple):
    """The name of a place."""

    words: str


class GivenClaim(NamedTuple):
    """A passage; in it the content, who says it and the cue, empty for the author; the name of whoever says it.

    In the statement ``pronoun`` gives way to ``means``, a name, if both are given.
    """

    words: str
    content: str
    source: str
    cue: str
    speaker: str
    pronoun: str
    means: str
    claim_type: str
    factuality: str


LISTS: dict[str, type[Any]] = {"actors": GivenActor, "places": GivenPlace, "claims": GivenClaim}
TERMS = {"kind": "actor_types", "claim_type": "claim_types", "factuality": "factuality_values"}
"""The fields that hold a term, with its vocabulary."""


def answer_schema(authority: Authority) -> dict[str, Any]:
    """The JSON schema of an answer."""

    def items(kind: type[Any]) -> dict[str, Any]:
        fields: tuple[str, ...] = kind._fields
        terms = {name: [*authority.vocabularies[TERMS[name]]] for name in fields if name in TERMS}
        values = {name: {"type": "string"} | ({"enum": terms[name]} if name in terms else {}) for name in fields}
        return {"type": "object", "properties": values, "required": [*fields], "additionalProperties": False}

    lists = {name: {"type": "array", "items": items(kind)} for name, kind in LISTS.items()}
    return {"type": "object", "properties": lists, "required": [*LISTS], "additionalProperties": False}


def parse_answer(raw: str) -> dict[str, list[Any]] | None:
    """The lists of an answer, ``None`` if it has not the form of one."""
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    whole = isinstance(given, dict) and all(isinstance(given.get(name), list) for name in LISTS)
    return {name: given[name] for name in LISTS} if whole else None


class Dropped(Exception):
    """A row that can't be used, and why."""


class Grounded(NamedTuple):
    """A claim whose words have been found."""

    exact: Span
    content: Span
    statement: str
    attribution: Attribution | None
    quote: Quote | None
    given: GivenClaim

    def row(self, key: Slug) -> Claim:
        """The claim's row."""
        return Claim(
            id=key,
            exact=self.exact,
            statement=self.statement,
            claim_type=self.given.claim_type,
            factuality=self.given.factuality,
            attribution=self.attribution.id if self.attribution else None,
            quote=self.quote.id if self.quote else None,
        )


@dataclass
class Grounding:
    """Collects the rows of one document from a model's answers about its pieces.

    :param prefix: what the ids of its rows start with
    :param known: the actors on record
    :param places: the places on record by their names, folded
    """

    document: Document
    name: str
    prefix: Slug
    authority: Authority
    known: KnownActors
    places: dict[str, Any]
    sentences: Sequence[Sentence]
    actors: dict[str, Actor] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    there: dict[str, bool] = field(default_factory=dict)
    mentions: list[ActorMention] = field(default_factory=list)
    located: list[LocationMention] = field(default_factory=list)
    found: list[Grounded] = field(default_factory=list)
    unread: list[NoClaim] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.finder, self.whole = WordFinder(self.document), Span(0, len(self.document.text))

    def add(self, piece: Span, lists: dict[str, list[Any]]) -> None:
        """Add the rows of an answer about a piece that are in it."""
        add: tuple[Callable[[Any, Span], None], ...] = (self.add_actor, self.add_place, self.add_claim)
        for (name, kind), put in zip(LISTS.items(), add, strict=True):
            rows = [row for item in lists[name] for row in self.typed(item, kind)]
            for row, span in zip(rows, told_by_order(self.finder, piece, [row.words for row in rows]), strict=True):
                try:
                    if span is None:
                        raise Dropped(NOT_IN_TEXT)
                    put(row, span)
                except Dropped as reason:
                    self.dropped[str(reason)] += 1

    def typed(self, item: Any, kind: type[Any]) -> Iterator[Any]:
        """The item as what it should be, if it is."""
        fields: tuple[str, ...] = kind._fields
        texts = isinstance(item, dict) and all(isinstance(item.get(name), str) for name in fields)
        vocabularies = self.authority.vocabularies
        if texts and all(item[key] in vocabularies[TERMS[key]] for key in fields if key in TERMS):
            yield kind(*(item[name] for name in fields))
        else:
            self.dropped[WRONG_TYPE] += 1

    def add_actor(self, given: GivenActor, span: Span) -> None:
        """A mention of somebody."""
        self.kinds.setdefault(fold(given.name), given.kind)
        actor, words = self.actor(given.name), self.document.exact(span)
        same, pronoun = fold(words) == fold(given.name), words.lower() in PERSONAL | NEUTER
        self.mentions.append(
            ActorMention(
                exact=span,
                actor=actor,
                form="pronoun" if pronoun else "name" if words[:1].isupper() else "nominal",
                certainty="certain" if same else "less-certain",
            )
        )

    def add_place(self, given: GivenPlace, span: Span) -> None:
        """A mention of a place, resolved only if its name is on record."""
        if not any(map(str.isupper, given.words)):
            raise Dropped(NO_NAME)
        place = self.places.get(fold(given.words))
        self.located.append(LocationMention(exact=span, location=place.id if place else None, certainty="less-certain"))

    def add_claim(self, given: GivenClaim, whole: Span) -> None:
        """A claim, with its attribution unless the author makes it."""
        content = self.one(given.content or given.words, whole)
        if not self.in_sentence(content):
            raise Dropped(LONG)
        said_by = [self.one(words, whole) if words.strip() else None for words in (given.source, given.cue)]
        quote = self.quote(content, whole)
        if not any(said_by) and not given.speaker.strip():
            self.found.append(Grounded(whole, content, self.statement(given, content), None, quote, given))
            return
        if any(words and words.overlaps(content) for words in said_by):
            raise Dropped(NOT_IN_TEXT)
        source, cue = said_by
        name = given.speaker if given.speaker.strip() else given.source
        open_source = fold(name) in PERSONAL | NEUTER or not name.strip()
        manner: Manner = "mixed" if set(DOUBLE) & set(self.document.exact(content)) else "indirect"
        attribution = Attribution(
            id=f"{self.prefix}-a{content.start}",
            source=None if open_source else self.actor(name),
            manner="direct" if quote else manner,
            source_is_inferred=source is None and not open_source,
            certainty="certain" if source and fold(given.source) == fold(name) else "less-certain",
            source_words=(source,) if source else (),
            cue_words=(cue,) if cue else (),
            content_words=(content,),
        )
        self.found.append(Grounded(whole, content, self.statement(given, content), attribution, quote, given))

    def in_sentence(self, span: Span) -> bool:
        """Whether a span is inside one sentence."""
        at = bisect_right(self.sentences, span.start, key=lambda one: one.exact.start) - 1
        return at >= 0 and self.sentences[at].exact.contains(span)

    def one(self, words: str, window: Span) -> Span:
        """The only place of the words in the window.

        :raises Dropped: when there is none, or another
        """
        try:
            return self.finder.find(Words(words), window)
        except WordsNotFound as error:
            raise Dropped(NOT_IN_TEXT) from error

    def actor(self, name: str) -> Slug:
        """Whoever has this name, which must be in the document.

        :raises Dropped: when it is not
        """
        words = fold_white_space(name)
        key = fold(words) or words
        if words not in self.there:
            found = self.finder.occurrences(words, self.whole) if is_name(words) else ()
            self.there[words] = any(map(self.in_sentence, found))
        if not self.there[words]:
            raise Dropped(NO_NAME)
        if key not in self.actors:
            kind = self.kinds.get(key, UNDETERMINED)
            local = " " not in words or not words[0].isupper()
            record = self.known.by_name.get(key)
            self.actors[key] = record or new_record(words, self.name, self.known, kind, local=local)
        return self.actors[key].id

    def statement(self, given: GivenClaim, content: Span) -> str:
        """The content as a sentence, with a name of the text in place of a pronoun."""
        words = fold_white_space(self.document.exact(content))
        pronoun = given.pronoun.strip().lower()
        if pronoun in NAMED and given.means.strip():
            self.actor(given.means)
            name = fold_white_space(given.means)
            words = " ".join(name if word.lower() == pronoun else word for word in words.split(" "))
        if words.rstrip("”’\"') ").endswith("?"):
            raise Dropped(NOT_ALONE)
        return as_sentence(words)

    def quote(self, content: Span, window: Span) -> Quote | None:
        """The quotation whose words the content is, if it is one."""
        text, (start, end) = self.document.text, content
        for opens, after in ((start, end), (start - 1, end + 1), (start - 1, end + 2)):
            opening, closing = text[max(opens, 0) : max(opens, 0) + 1], text[after - 1 : after]
            inside = window.start <= opens < after <= window.end and after - opens > 2
            if inside and opening in DOUBLE and closing and closing in CLOSED_BY[opening]:
                key = f"{self.prefix}-q{opens}"
                said = f"{self.prefix}-a{start}"
                return Quote(id=key, exact=Span(opens, after), quote_type="speech", attribution=said)
        return None

    def passage(self) -> Passage:
        """All rows, as if the whole document were one passage."""
        faults = all_faults([one.statement for one in self.found])
        alone = [one for one, wrong in zip(self.found, faults, strict=True) if not wrong]
        self.dropped[NOT_ALONE] += len(self.found) - len(alone)
        claims = list(apart(alone, lambda one: one.content, lambda _: ""))
        mentions = list(apart(self.mentions, lambda one: one.exact, lambda one: one.actor))
        located = list(apart(self.located, lambda one: one.exact, lambda _: ""))
        given = len(alone) + len(self.mentions) + len(self.located)
        self.dropped[TWICE] += given - len(claims) - len(mentions) - len(located)
        said = [one for one in claims if one.attribution]
        quotes = apart([one.quote for one in said if one.quote], lambda one: one.exact, lambda _: "")
        return Passage(
            text=self.whole,
            actors=tuple(mentions),
            locations=tuple(located),
            attributions=tuple(one.attribution for one in said if one.attribution),
            quotes=tuple(quotes),
            claims=tuple(one.row(f"{self.prefix}-claim-{one.content.start}-{one.content.end}") for one in claims),
            no_claims=tuple(self.unread),
        )


def is_name(words: str) -> bool:
    """Whether words may name or describe somebody."""
    told = [word for word in words.lower().split() if word not in WITHOUT_CONTENT | PERSONAL]
    return any(map(str.isalpha, "".join(told))) and words.count(" ") < MOST_WORDS and len(words) <= LONGEST_NAME


def told_by_order(finder: WordFinder, window: Span, given: Sequence[str]) -> list[Span | None]:
    """Where each of the words is, told apart by order: ``None`` where they are nowhere or may be at several places.

    Words that are given as often as they occur are those places in turn. Of others the one is meant that is between the
    places of the words given before and after, if it is the only one there.
    """
    wanted = [fold_white_space(words) for words in given]
    places = {words: list(finder.occurrences(words, window)) if words else [] for words in {*wanted}}
    times = Counter(wanted)
    turns = {words: iter(found) for words, found in places.items() if len(found) == times[words]}
    placed = [next(turns[words]) if words in turns else None for words in wanted]
    taken = {*placed}
    for number, words in enumerate(wanted):
        if placed[number] is None and places[words]:
            low = next((span.start for span in reversed(placed[:number]) if span), window.start)
            high = next((span.end for span in placed[number + 1 :] if span), window.end)
            between = [span for span in places[words] if low <= span.start and span.end <= high and span not in taken]
            only = places[words] if len(places[words]) == 1 else between
            placed[number] = only[0] if len(only) == 1 else None
            taken.add(placed[number])
    return placed


T = TypeVar("T")


def apart(rows: Sequence[T], place: Callable[[T], Span], key: Callable[[T], Hashable]) -> Iterator[T]:
    """The rows in the order of the text, without those that overlap an earlier one with the same key."""
    ends: dict[Hashable, int] = {}
    for row in sorted(rows, key=place):
        if place(row).start >= ends.get(key(row), 0):
            ends[key(row)] = place(row).end
            yield row
