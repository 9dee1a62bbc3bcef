"""What a name and the words around it say of its bearer: whether it acts, which office it holds, what kind it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from onrecord.reader.english.actor_words import (
    DEEDS_OF_PEOPLE,
    KNOWN_TYPES,
    OFFICES_OF_ANY_BODY,
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
from onrecord.reader.english.persons import FEMALE_WORDS, MALE_WORDS, TITLES, Gender, first_names
from onrecord.reader.english.verbs import acts, treatments
from onrecord.reader.parsing.tree import FINITE, Tree

OCCUPATION = re.compile(r"\w+(?:er|or|ist|ian|man|woman|ess)")
BELONGING = frozenset({"for", "of", "from", "at", "with", "to"})
OFFICES_OF_FIELDS = frozenset("director minister secretary commissioner".split())
SMALL = re.compile(r"\s(?:of|for|on|against|in|at|to|and)\s", re.IGNORECASE)
NOT_MILITARY = frozenset("attorney secretary director inspector surgeon solicitor consul governor".split())
"""Words before *general* that make another office of it."""


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
            yield tree.lower[token]
    for below in tree.children[last]:
        joined = [t for t in tree.children[below] if tree.labels[t] == "conj"]
        if tree.labels[below] == "appos" and all(tree.child(t, "det", "poss") is None for t in joined):
            yield from (tree.lower[t] for t in (below, *joined))
    while tree.labels[last] == "appos":
        last = tree.heads[last]
        yield tree.lower[last]


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
    if "intelligence" in words[:-1]:
        return "intelligence"
    if "police" in words:
        return "police"
    if words[:2] == ["united", "nations"] or words[-2:] in (["european", "union"], ["african", "union"]):
        return "igo"
    return KNOWN_TYPES.get(name) or type_of_body(head_word(name))


def sector_of_person(titles: Iterable[str], descriptions: Iterable[str]) -> str | None:
    """The type of actor that titles tell, else offices and occupations.

    :param titles: capitalised nouns before the name
    :param descriptions: nouns beside the name, titles included
    """
    titles, nouns = list(titles), list(descriptions)
    if "general" in nouns and NOT_MILITARY.intersection(nouns):
        return "government"
    told = [*titles, *(noun for noun in nouns if noun not in OFFICES_OF_ANY_BODY)]
    return next((kind for noun in told if (kind := type_of_office(noun))), None)


def is_deed(noun: str, ending: re.Pattern[str]) -> bool:
    """Whether a noun is an act or a text, whose possessor is the speaker, and no body."""
    return noun not in BODIES and ending.search(noun) is not None
