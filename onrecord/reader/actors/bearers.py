"""Groups the names of a document by bearer: full names first, then surnames, initials, acronyms and other short forms.

A short form belongs to whoever bears a name that it is part of: *Harper* to Angela Harper, *Standard* to the Standard
Insurance Company, *UNDP* to the body whose initials it has or behind whose name it stands in brackets. Of several
people with one surname the most named is meant, of several bodies the last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from onrecord.folding import fold
from onrecord.reader.actors.name_parts import OF_RANK, SUFFIXES, is_role, is_title, surname, with_small_letters
from onrecord.reader.actors.name_spans import DROPPED_FIRST, PARTICLES, POSSESSIVES, PROPER, Kind, NameSpan, name_text
from onrecord.reader.actors.short_forms import defined_things, definitions, initials
from onrecord.reader.actors.signs import (
    called_group,
    does_something,
    gender_of,
    has_age,
    has_occupation,
    has_people,
    head_word,
    is_company,
    is_field,
    is_running,
    is_thing,
    names_body,
    office_at,
    offices_at,
    origins_at,
    sector_of_body,
    sector_of_person,
    titles_and_appositions,
)
from onrecord.reader.english.actor_words import QUANTIFIERS, is_body, is_plural_of_people, person_nouns, type_of_body
from onrecord.reader.english.persons import FEMALE_WORDS, MALE_WORDS, TITLES, Gender, first_names
from onrecord.reader.english.verbs import speaking
from onrecord.reader.parsing.tree import Tree
from onrecord.span import Span

LONGEST_ACRONYM = 5
IN_PLACE = frozenset("in at near from to around across outside inside".split())


@dataclass
class Bearer:
    """Whoever has a name: all that the document's names and the words around them say of them."""

    name: str
    kind: Kind
    gender: Gender | None = None
    titles: dict[str, None] = field(default_factory=dict)
    descriptions: dict[str, None] = field(default_factory=dict)
    mentions: list[Span] = field(default_factory=list)
    forms: Counter[str] = field(default_factory=Counter)
    acts: bool = False
    is_named: bool = False
    in_prose: bool = False
    is_described: bool = False
    own_sector: str | None = None
    origins: set[str] = field(default_factory=set)
    """The places, peoples and parties named before the name."""
    serves: list[int] = field(default_factory=list)
    """Where the bodies stand that a person is said to serve."""
    full: int = 0
    """How often the full name stands in the text."""

    @property
    def sector(self) -> str | None:
        """The type of actor, where the name, a title or an apposition tells it."""
        if self.kind == "person" or self.is_described:
            return self.own_sector or sector_of_person(self.titles, self.descriptions)
        return next(filter(None, map(sector_of_body, (self.name, *self.forms))), self.own_sector)

    @property
    def is_actor(self) -> bool:
        """Whether something says that the name is a person's, a body's or a people's that acts."""
        if self.kind in ("place", "group"):
            return self.acts
        if all(map(is_thing, (self.name, *self.forms))) or (any(map(str.isdigit, self.name)) and not self.acts):
            return False
        if self.kind == "person":
            return self.is_named or self.acts or (self.in_prose and self._is_full_name())
        return self.acts or self.is_named or (self.in_prose and any(map(names_body, (self.name, *self.forms))))

    def _is_full_name(self) -> bool:
        words = [word for word in self.name.split() if word.lower() not in PARTICLES]
        plain = all(re.fullmatch(r"[^\W\d_][\w’'-]*\.?|(?:[A-Z]\.)+", word) and word[0].isupper() for word in words)
        return 1 < len(words) < 6 and plain and not any(is_body(word) for word in words)


@dataclass(frozen=True)
class NameMention:
    """One mention of a name: where it stands, and what it and the words around it say."""

    tree: Tree
    number: int
    first: int
    last: int
    words: tuple[str, ...]
    kind: Kind
    gender: Gender | None

    @property
    def name(self) -> str:
        """The name as written."""
        return " ".join(self.words)

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.tree.span(self.first, self.last)


class Bearers:
    """The bearers of a document's names; ``of`` gives the number of the bearer of each mention."""

    def __init__(self, trees: Sequence[Tree], names: Sequence[Sequence[NameSpan]], places: Collection[Span]) -> None:
        self.known: list[Bearer] = []
        self._places = frozenset(places)
        self._by_key: dict[str, list[int]] = {}
        self._common = Counter(word for tree in trees for word in tree.words if word.islower())
        running = [is_running(tree) for tree in trees]
        self.defined = dict(definitions(trees, names))
        self._things = {short for tree in trees for short in defined_things(tree)}
        self._surnames = Counter(
            surname(tree.words[one.first : one.last + 1])
            for tree, spans in zip(trees, names, strict=True)
            for one in spans
            if one.kind == "person" and one.last > one.first
        )
        self._titled = {
            fold(tree.words[one.last])
            for tree, spans in zip(trees, names, strict=True)
            for one in spans
            if one.first and tree.lower[one.first - 1] in MALE_WORDS | FEMALE_WORDS
        }
        mentions = [
            mention
            for number, (tree, spans) in enumerate(zip(trees, names, strict=True))
            for span in spans
            if (mention := self._mention(tree, number, span))
        ]
        full = {fold(m.name) for m in mentions if len(m.words) > 1}
        long = [m for m in mentions if self._is_long(m, full)]
        chosen: dict[tuple[int, int], int] = {(m.number, m.first): self._bearer_of_long(m) for m in long}
        self._heads = {at: self.known[at].name for at in set(chosen.values())}
        self.of: list[tuple[NameMention, int]] = []
        for mention in mentions:
            key = (mention.number, mention.first)
            bearer = chosen.get(key)
            if bearer is None:
                bearer = self._bearer_of_short(mention)
            if bearer is not None:
                self._note(mention, bearer, running[mention.number])
                self.of.append((mention, bearer))
        self._number_by_first_mention()

    def _number_by_first_mention(self) -> None:
        order = {old: new for new, old in enumerate(dict.fromkeys(bearer for _, bearer in self.of))}
        for old in range(len(self.known)):
            order.setdefault(old, len(order))
        self.known = [self.known[old] for old in sorted(order, key=order.__getitem__)]
        self.of = [(mention, order[bearer]) for mention, bearer in self.of]
        self._by_key = {key: [order[one] for one in found] for key, found in self._by_key.items()}

    def _mention(self, tree: Tree, number: int, span: NameSpan) -> NameMention | None:
        """A name without its titles, and the kind that its context shows; ``None`` for an ordinary word."""
        first, last, kind = span
        while last > first and tree.lower[last] in POSSESSIVES | SUFFIXES:
            last -= 1
        while first < last and tree.lower[first] in DROPPED_FIRST:
            first += 1
        if first and tree.lower[first - 1] in OF_RANK and tree.words[first - 1][:1].isupper() and first == last:
            first -= 1
        words = name_text(tree, first, last).split()
        before = tree.lower[first] if tree.lower[first] in OF_RANK else tree.lower[first - 1] if first else ""
        while kind == "person" and len(words) > 1 and is_role(words):
            before, first = words[0].lower(), first + 1
            words = words[1:]
        if is_field(tree, last):
            return None
        if not words or words[0] in self._things or self._is_ordinary_word(tree, words, before, kind):
            return None
        gender = gender_of(before, words[0] if len(words) > 1 else "")
        kind = self._kind_in_context(tree, first, last, words, kind)
        return NameMention(tree, number, first, last, tuple(words), kind, gender)

    def is_common(self, tree: Tree, token: int) -> bool:
        """Whether only its place at the start of a sentence gives a word its capital."""
        word = tree.lower[token]
        if tree.tags[token] in PROPER:
            return False
        return tree.tags[token] in {"DT", "NN", "NNS"} or word in QUANTIFIERS or self._common[word] > 0

    def _is_ordinary_word(self, tree: Tree, words: Sequence[str], before: str, kind: Kind) -> bool:
        """Whether a single word labelled a person or body is only an ordinary word with a capital.

        It has no title before it, and is in a heading in capitals or, for a person, occurs in lower case elsewhere.
        """
        if len(words) > 1 or kind not in ("person", "organisation") or before in MALE_WORDS | FEMALE_WORDS:
            return False
        if not any(word.islower() for word in tree.words) and len(words[0]) > LONGEST_ACRONYM and len(tree) < 20:
            return True
        return kind == "person" and self._common[words[0].lower()] > 0 and fold(words[0]) not in self.defined

    def _kind_in_context(self, tree: Tree, first: int, last: int, words: Sequence[str], kind: Kind) -> Kind:
        """The recogniser's kind, corrected by an age, an occupation, the form of the name or a known place name."""
        if has_age(tree, last) or (kind == "organisation" and has_occupation(tree, words, last)):
            return "person"
        if (
            kind == "person"
            and len(words) > 1
            and words[0].lower() not in first_names()
            and is_plural_of_people(words[-1])
        ):
            return "group"
        if kind == "person" and called_group(tree, first, last):
            return "organisation"
        if kind == "person" and names_body(" ".join(words)) and words[0].lower() not in first_names():
            return "organisation"
        if kind == "organisation" and len(words) > 1 and not names_body(" ".join(words)):
            before = tree.words[first - 1] if first else ""
            first_name = words[0].lower() in first_names() and (is_title(before) or before in person_nouns())
            if first_name or (len(words) < 4 and fold(words[-1]) in self._titled):
                return "person"
        if kind not in ("person", "organisation") or tree.span(first, last) not in self._places:
            return kind
        titled = first and tree.words[first - 1][:1].isupper() and is_title(tree.words[first - 1])
        return kind if titled or self._surnames[surname(words)] else "place"

    def _is_long(self, mention: NameMention, full: Collection[str]) -> bool:
        """Whether a name says all: several words that are not part of a longer name of the document."""
        if all(word.lower() in PARTICLES for word in mention.words[:-1]) or fold(mention.name) in self.defined:
            return False
        if mention.kind == "organisation":
            key = fold(mention.name)
            within = [one for one in full if one != key and (one.startswith(key + " ") or one.endswith(" " + key))]
            return not within or (names_body(mention.name) and not any(one.endswith(" " + key) for one in within))
        key = f" {fold(mention.name)}"
        return mention.kind != "person" or not any(one.endswith(key) for one in full if one.count(" ") < 5)

    def _bearer_of_long(self, mention: NameMention) -> int:
        """The bearer with this name, or with one that differs in initials, middle names or titles; else a new one."""
        for one in self._by_key.get(self._key(mention.words, mention.kind), []):
            if self._same(self.known[one], mention):
                known = self.known[one]
                if mention.kind == "person" and (len(mention.name) > len(known.name) or known.name.isupper()):
                    known.name = with_small_letters(mention.name)
                return one
        return self._add(mention)

    def _key(self, words: Sequence[str], kind: Kind) -> str:
        return surname(words) if kind == "person" else fold(" ".join(words))

    def _same(self, known: Bearer, mention: NameMention) -> bool:
        if mention.kind != "person":
            return True
        if known.kind != "person" or (known.gender and mention.gender and known.gender != mention.gender):
            return False
        one, other = fold(known.name.split()[0]), fold(mention.words[0])
        return one == other or (1 in (len(one), len(other)) and one[:1] == other[:1])

    def _add(self, mention: NameMention) -> int:
        name = with_small_letters(mention.name) if mention.kind == "person" else mention.name
        self.known.append(Bearer(name, mention.kind, mention.gender))
        number = len(self.known) - 1
        self.index(number, mention.words, mention.kind)
        return number

    def index(self, number: int, words: Sequence[str], kind: Kind) -> None:
        """Let a bearer be found by a name, and by a person's surname or a body's initials."""
        keys = {fold(" ".join(words)), self._key(words, kind)}
        if kind == "person":
            keys.update(fold(" ".join(words[first:])) for first in range(1, len(words)))
        elif len(words) > 1:
            keys.add("".join(word[0] for word in words if word[0].isupper()).lower())
        for key in keys:
            found = self._by_key.setdefault(key, [])
            if number not in found:
                found.append(number)

    def bearers(self, word: str, *kinds: Kind) -> list[int]:
        """The bearers found by a name, surname or acronym, of some kinds."""
        found = self._by_key.get(fold(word), []) or self._by_key.get(surname((word,)), [])
        return [one for one in found if not kinds or self.known[one].kind in kinds]

    def _bearer_of_short(self, mention: NameMention) -> int | None:
        """The bearer of the longer name that a short form is part of; else whoever has it as the only name."""
        if (long := self.defined.get(fold(mention.name))) is not None and mention.kind != "place":
            if defined := self.bearers(long):
                return defined[0]
        if (person := self._surnamed(mention)) is not None:
            return person
        if mention.kind != "group" and (body := self._shortened(mention)) is not None:
            return body
        others = (one for one in self.bearers(mention.name) if self._fits(self.known[one], mention))
        other = next(others, None)
        return self._add(mention) if other is None else other

    def _fits(self, known: Bearer, mention: NameMention) -> bool:
        if known.kind != mention.kind and not {known.kind, mention.kind} <= {"person", "organisation"}:
            return False
        return not (mention.gender and known.gender and mention.gender != known.gender)

    def _surnamed(self, mention: NameMention) -> int | None:
        """The person whose surname a short form is, or whose first name if nobody else has it."""
        tree = mention.tree
        if mention.first and tree.lower[mention.first - 1] in {"the", "a", "an"} and len(mention.words) == 1:
            return None
        if mention.kind in ("place", "group") and not (self._speaks(mention) or self._is_surname(mention)):
            return None
        found = [one for one in self.bearers(mention.name, "person") if self._may_be(self.known[one], mention)]
        if not any(" " in self.known[one].name for one in found):
            found = []
        if not found and mention.kind == "person":
            first = fold(mention.name)
            found = [
                number
                for number, one in enumerate(self.known)
                if one.kind == "person" and " " in one.name and fold(one.name.split()[0]) == first
            ]
            before = tree.words[mention.first - 1] if mention.first else ""
            if len(found) != 1 or (is_title(before) and before[:1].isupper()):
                return None
        return self.most_mentioned(found)

    def _may_be(self, known: Bearer, mention: NameMention) -> bool:
        return not (mention.gender and known.gender and mention.gender != known.gender)

    def _speaks(self, mention: NameMention) -> bool:
        tree = mention.tree
        subject = tree.labels[mention.last] in {"nsubj", "nsubjpass"} and len(mention.words) == 1
        return subject and tree.lower[tree.heads[mention.last]] in speaking()

    def _is_surname(self, mention: NameMention) -> bool:
        """Whether what is labelled a place has a surname's form or is in no place: St. Pierre *filed*."""
        if mention.kind != "place" or self._surnames[surname(mention.words)] == 0 or mention.span in self._places:
            return mention.kind == "place" and len(mention.words) > 1 and self._surnames[surname(mention.words)] > 0
        before = mention.tree.lower[mention.first - 1] if mention.first else ""
        return before not in IN_PLACE

    def _shortened(self, mention: NameMention) -> int | None:
        """The body whose name begins or ends with a short form, which is not a body's whole name itself."""
        name, before = fold(mention.name), mention.tree.lower[mention.first - 1] if mention.first else ""
        if mention.gender or (mention.first and is_title(mention.tree.words[mention.first - 1])):
            return None
        acronym = mention.name.replace(".", "")
        if acronym.isupper() and 1 < len(acronym) <= 7:
            found = [one for one in self._by_key.get(acronym.lower(), []) if initials(self.known[one].name) == acronym]
            found = [one for one in found if self.known[one].kind == "organisation"]
            return found[0] if found else None
        if mention.span in self._places or (mention.kind == "place" and before in IN_PLACE):
            return None
        ends = is_body(mention.words[-1]) or names_body(mention.name)
        found = []
        for number, long in self._heads.items():
            if self.known[number].kind == "organisation" and " " in long and (folded := fold(long)) != name:
                begins = folded.startswith(name + " ") and not ends and mention.kind != "place"
                begins &= head_word(long) not in person_nouns() and not (is_thing(name) and " " not in name)
                added = long.split()[: -len(mention.words)]
                ending = ends and folded.endswith(" " + name) and len(added) < 4 and not any(map(str.islower, added))
                if begins or ending or (ends and head_word(long) == name):
                    found.append(number)
        if len(found) > 1 and ends:
            last = [m for m, one in self.of if one in found]
            return next((one for m, one in reversed(self.of) if m is last[-1]), None) if last else None
        return found[0] if len(found) == 1 else None

    def most_mentioned(self, found: Sequence[int]) -> int | None:
        """The one with the most mentions by the full name so far; the last one added wins a tie."""
        return max(found, key=lambda one: (self.known[one].full, len(self.known[one].mentions), one), default=None)

    def _note(self, mention: NameMention, number: int, in_prose: bool) -> None:
        """Let a mention say what it says of its bearer."""
        known, tree = self.known[number], mention.tree
        known.gender = known.gender or mention.gender
        known.mentions.append(mention.span)
        known.forms[mention.name] += 1
        known.full += len(mention.words) > 1
        known.in_prose |= in_prose
        self.index(number, mention.words, known.kind)
        if known.kind == "organisation" and len(mention.words) > 1:
            known.name = max(known.forms, key=lambda form: (" " in form, known.forms[form], len(form)))
        if known.kind == "place":
            known.acts |= in_prose and does_something(tree, mention.last)
            return
        said = list(titles_and_appositions(tree, mention.first, mention.last))
        group = called_group(tree, mention.first, mention.last) if known.kind == "organisation" else None
        if group:
            known.own_sector = known.own_sector or type_of_body(group)
            known.acts |= in_prose
        if known.kind == "organisation" and not names_body(known.name) and is_company(tree, mention.last, said):
            known.own_sector = "business"
        determiner = tree.child(mention.last, "det")
        one = determiner is not None and tree.lower[determiner] in {"a", "an"}
        adjective = known.kind == "group" and (one or tree.labels[mention.last] in {"amod", "compound", "nmod"})
        known.acts |= in_prose and not adjective and does_something(tree, mention.last)
        before = tree.words[mention.first - 1] if mention.first else ""
        near = range(max(0, mention.first - 2), mention.first)
        capital = (office_at(tree, t) for t in near if tree.words[t][:1].isupper() and is_title(tree.words[t]))
        titles = dict.fromkeys(TITLES.get(word, word) for word in capital)
        known.titles.update(titles)
        known.descriptions.update(titles | dict.fromkeys(said))
        known.origins.update(origins_at(tree, range(tree.edges[mention.last][0], mention.first)))
        known.serves.extend(tree.starts[token] for token in offices_at(tree, mention.first, mention.last))
        named = is_title(before) or any(noun in person_nouns() for noun in said) or has_age(tree, mention.last)
        first = mention.words[0].lower() in first_names() and len(mention.words) > 1 and known.kind == "person"
        belongs = known.kind == "organisation" and has_people(tree, mention.first, mention.last)
        known.is_named |= in_prose and (named or first or belongs)
