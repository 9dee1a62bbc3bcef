"""What a name and the words around it say of its bearer: whether it acts, which office it holds, what kind it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from onrecord.reader.english.actor_words import (
    CHAMBERS,
    COMPANIES,
    DEEDS_OF_PEOPLE,
    KNOWN_TYPES,
    NAMED_GROUPS,
    OF_COMPANIES,
    OF_PARTIES,
    OFFICE_TYPES,
    OFFICES_OF_ANY_BODY,
    RULING,
    THINGS,
    UNITS,
    is_body,
    person_nouns,
    singular_of,
    type_of_body,
    type_of_office,
)
from onrecord.reader.english.cues import lexicon
from onrecord.reader.english.inflection import all_forms
from onrecord.reader.english.nouns import BODIES, DEEDS, NON_OCCUPATIONS, OCCUPATIONS
from onrecord.reader.english.persons import FEMALE_WORDS, MALE_WORDS, SPOKESPEOPLE, TITLES, Gender, first_names
from onrecord.reader.english.verbs import acts, treatments
from onrecord.reader.parsing.tree import FINITE, Tree

OCCUPATION = re.compile(r"\w+(?:er|or|ist|ian|man|woman|ess)")
BELONGING = frozenset({"for", "of", "from", "at", "with", "to"})
OFFICES_OF_FIELDS = frozenset("director minister secretary commissioner".split())
SMALL = re.compile(r"\s(?:of|for|on|against|in|at|to|and)\s", re.IGNORECASE)
ORIGINS = frozenset({"NORP", "GPE"})
SERVING = SPOKESPEOPLE | OFFICES_OF_ANY_BODY | frozenset(OFFICE_TYPES) | frozenset("analyst fellow partner".split())
"""Nouns for people who speak and act for the body that they are named with."""
NOT_MILITARY = frozenset("attorney secretary director inspector surgeon solicitor consul governor".split())
"""Offices that *general* after them is part of."""


@cache
def deeds() -> frozenset[str]:
    """All forms of the verbs whose subject or agent is somebody."""
    return acts() | all_forms(DEEDS_OF_PEOPLE)


def does_something(tree: Tree, token: int) -> bool:
    """Whether the phrase that a token heads does something, is addressed, or has deeds or people of its own."""
    while tree.labels[token] in {"conj", "appos"} and tree.heads[token] < token:
        token = tree.heads[token]
    label, head = tree.labels[token], tree.heads[token]
    above = tree.lower[head]
    if label == "nsubj":
        return tree.tags[head][0] == "V" and above in deeds()
    if label == "pobj":
        if tree.labels[head] == "agent":
            return tree.lower[tree.heads[head]] in deeds()
        over = tree.lower[tree.heads[head]]
        return (above == "to" and over == "according") or (above == "by" and over in DEEDS)
    if label in {"dobj", "dative"}:
        return above in treatments()
    return label == "poss" and (above in DEEDS or lexicon().find("nouns", above) is not None)


def has_people(tree: Tree, first: int, last: int) -> bool:
    """Whether people are called after a body: a *Standard* spokesman, a director of *Amnesty International*."""
    label, head = tree.labels[last], tree.heads[last]
    if label in {"compound", "nmod", "poss"} and head > last:
        return tree.words[head].islower() and tree.lower[head] in person_nouns()
    if label == "pobj" and tree.lower[head] in BELONGING:
        holder = tree.heads[head]
        return tree.lower[holder] in person_nouns() and holder < head and not is_field(tree, last)
    return bool(first) and tree.words[first - 1].islower() and tree.lower[first - 1] in person_nouns()


def called_group(tree: Tree, first: int, last: int) -> str | None:
    """The noun for a group that a name stands with: the *Larkmoor* movement, the ruling *Larkmoor* (party)."""
    head = tree.heads[last]
    if first and tree.lower[first - 1] in RULING:
        return "party"
    names_it = tree.labels[last] in {"compound", "nmod"} and head > last and tree.words[head].islower()
    return tree.lower[head] if names_it and tree.lower[head] in NAMED_GROUPS else None


def is_field(tree: Tree, token: int) -> bool:
    """Whether a name is the field of an office and no body: the Director of *Central Intelligence*."""
    head = tree.heads[token]
    if tree.lower[head] != "of" or tree.labels[token] != "pobj" or tree.child(token, "det") is not None:
        return False
    return tree.lower[tree.heads[head]] in OFFICES_OF_FIELDS


def has_age(tree: Tree, last: int) -> bool:
    """Whether a name's age follows: “Paris Whitfield, 29, …”."""
    following = tree.words[last + 1 : last + 4]
    return len(following) == 3 and following[::2] == (",", ",") and following[1].isdecimal() and int(following[1]) < 120


def has_occupation(tree: Tree, words: Sequence[str], last: int) -> bool:
    """Whether an occupation follows a name of two or three words: “Dragan Petrović, a raspberry farmer”."""
    if not 1 < len(words) < 4:
        return False
    nouns = (tree.lower[below] for below in tree.children[last] if tree.labels[below] == "appos")
    return any(noun in OCCUPATIONS or (OCCUPATION.fullmatch(noun) and noun not in NON_OCCUPATIONS) for noun in nouns)


def titles_and_appositions(tree: Tree, first: int, last: int) -> Iterator[str]:
    """The titles and heads of appositions of a name; "Bergen, the army and its allies" is a list."""
    for token in range(max(0, first - 3), first):
        if tree.lower[token] in TITLES:
            yield TITLES[tree.lower[token]]
        elif tree.labels[token] == "compound" and first <= tree.heads[token] <= last:
            yield office_at(tree, token)
        elif token == first - 1 and tree.words[token].islower() and tree.lower[token] in person_nouns():
            yield tree.lower[token]
    for below in tree.children[last]:
        joined = [t for t in tree.children[below] if tree.labels[t] == "conj"]
        if tree.labels[below] == "appos" and all(tree.child(t, "det", "poss") is None for t in joined):
            yield from (office_at(tree, t) for t in (below, *joined))
    while tree.labels[last] == "appos":
        last = tree.heads[last]
        yield office_at(tree, last)


def offices_at(tree: Tree, first: int, last: int) -> Iterator[int]:
    """The tokens that may name the body of somebody's office: a *Larkmoor* director, Ada Stone, head of *Larkmoor*."""
    for token in range(tree.edges[last][0], first):
        if tree.words[token][:1].isupper() and tree.lower[first - 1] in SERVING:
            yield token
    for below in tree.children[last]:
        if tree.labels[below] == "appos" and tree.lower[below] in SERVING:
            yield from (t for t in tree.children[below] if tree.labels[t] in {"compound", "poss", "nmod"})
            for preposition in tree.children[below]:
                if tree.lower[preposition] in BELONGING:
                    yield from (t for t in tree.children[preposition] if tree.labels[t] == "pobj")


def origins_at(tree: Tree, tokens: Iterable[int]) -> Iterator[str]:
    """The names and adjectives of places, peoples and parties among some tokens: the *Norwegian* minister."""
    yield from (tree.lower[token] for token in tokens if tree.entity_at.get(token) in ORIGINS)


def office_at(tree: Tree, token: int) -> str:
    """The noun at a token in lower case, the office where *general* is only its second word: Attorney General."""
    if tree.lower[token] == "general":
        before = tree.lower[max(0, token - 2) : token]
        return next((f"{word}-general" for word in before if word in NOT_MILITARY), "general")
    return tree.lower[token]


def gender_of(title: str, first_name: str) -> Gender | None:
    """The gender of a title, else of a first name; ``None`` if unknown."""
    if title in MALE_WORDS:
        return "m"
    return "f" if title in FEMALE_WORDS else first_names().get(first_name.lower())


def is_running(tree: Tree) -> bool:
    """Whether a paragraph is prose: it has a finite verb, and not the capitals of a headline or label."""
    if not any(tag in FINITE for tag in tree.tags):
        return False
    if any(word in {".", "!", "?"} for word in tree.words[-3:]) or len(tree) > 40:
        return True
    long = [word for word in tree.words if len(word) > 3 and word[0].isalpha()]
    return len(long) < 3 or sum(word[0].isupper() for word in long) < 0.7 * len(long)


def head_word(name: str) -> str:
    """The word that a name is about, in lower case: Board for Correction of Records → board."""
    words = SMALL.split(name)[0].split()
    return words[-1].lower().rstrip(".") if words else ""


def is_thing(name: str) -> bool:
    """Whether a name's head names a thing, a text, an event or a unit: Securities *Act*, Flight *043*, GMT."""
    head = head_word(name)
    if is_body(head) or name in KNOWN_TYPES:
        return False
    return head in THINGS or singular_of(head) in THINGS or name.lower() in UNITS or head.isdecimal()


def names_body(name: str) -> bool:
    """Whether a name of several words, or a known word, is a body's by its form."""
    if name in KNOWN_TYPES:
        return True
    return " " in name and (is_body(head_word(name)) or (is_body(name.split()[-1]) and not is_thing(name)))


def sector_of_body(name: str) -> str | None:
    """The type of actor that a body's name tells."""
    words = name.lower().split()
    if words[-1] in {"committee", "subcommittee"}:
        return "legislature" if CHAMBERS & set(words) else "party" if words[0] in OF_PARTIES else None
    if "intelligence" in words[:-1]:
        return "intelligence"
    if "police" in words:
        return "police"
    if words[:2] == ["united", "nations"] or words[-2:] in (["european", "union"], ["african", "union"]):
        return "igo"
    return KNOWN_TYPES.get(name) or type_of_body(head_word(name))


def is_company(tree: Tree, last: int, descriptions: Iterable[str]) -> bool:
    """Whether a body is called a company, or has what only companies have."""
    head = tree.heads[last]
    has = tree.labels[last] in {"compound", "nmod", "poss"} and head > last
    owned = tree.lower[last + 1 : head + 1] if has else ()
    chief = any(pair == ("chief", "executive") for pair in pairwise(owned))
    return chief or not OF_COMPANIES.isdisjoint(owned) or not COMPANIES.isdisjoint(descriptions)


def sector_of_person(titles: Iterable[str], descriptions: Iterable[str]) -> str | None:
    """The type of actor that titles tell, else offices and occupations.

    :param titles: capitalised nouns before the name
    :param descriptions: nouns beside the name, titles included
    """
    titles, nouns = list(titles), list(descriptions)
    told = [*titles, *(noun for noun in nouns if noun not in OFFICES_OF_ANY_BODY)]
    return next((kind for noun in told if (kind := type_of_office(noun))), None)


def is_deed(noun: str, ending: re.Pattern[str]) -> bool:
    """Whether a noun is an act or a text, whose possessor is the speaker, and no body."""
    return noun not in BODIES and ending.search(noun) is not None
