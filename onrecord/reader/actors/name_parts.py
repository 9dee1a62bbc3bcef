"""The parts of names: titles and roles before them, surnames with their particles, names set in capitals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.folding import ARTICLE_PREFIX, fold
from onrecord.reader.actors.name_spans import PARTICLES
from onrecord.reader.english.actor_words import person_nouns
from onrecord.reader.english.persons import FEMALE_WORDS, MALE_WORDS, PERSON_TITLES, first_names

SUFFIXES = frozenset("jr jr. sr sr. ii iii iv md m.d. phd ph.d. esq esq. qc mp".split())
SCOTTISH = re.compile("Ma?c(?=[A-Z])")
OF_RANK = frozenset("lord lady dame saint st. king queen pope prince princess sheikh".split())
"""Titles that people keep in a name: *Lady* Hartley."""


def is_title(word: str) -> bool:
    """Whether a capitalised word before a name is a title, office or role: Mr., President, Appellant."""
    low = word.lower()
    if low in MALE_WORDS | FEMALE_WORDS | PERSON_TITLES:
        return low not in first_names() or low in PERSON_TITLES
    return word[:1].isupper() and low.rstrip(".") in person_nouns() and low not in first_names()


def is_role(words: Sequence[str]) -> bool:
    """Whether a name begins with a title, or with a role before a first name: *Appellant* Vanessa Stone."""
    low = words[0].lower()
    if low in OF_RANK and len(words) == 2:
        return False
    if low in MALE_WORDS | FEMALE_WORDS | PERSON_TITLES:
        return low not in first_names() or len(words) > 2
    return is_title(words[0]) and len(words) > 2 and words[1].lower() in first_names()


def surname(words: Sequence[str]) -> str:
    """A surname's key, with its particles but without an Arabic article: *al-Bashir* → bashir, *bin Laden*."""
    last = len(words) - 1
    while last > 0 and (words[last].lower() in SUFFIXES):
        last -= 1
    first = last
    while first > 1 and words[first - 1].lower() in PARTICLES:
        first -= 1
    if len(words) == 2 and words[0].lower() in PARTICLES:
        first = 0
    return fold(ARTICLE_PREFIX.sub(" ", " ".join(words[first : last + 1])))


def with_small_letters(name: str) -> str:
    """A name set in capitals, in title case: AMINA YUSUF → Amina Yusuf, McFARLANE → McFarlane."""
    words = name.split()
    if any(map(str.islower, words)) or not any(len(word) > 3 and SCOTTISH.sub("", word).isupper() for word in words):
        return name
    return " ".join(word if len(word) < 3 or "." in word[:-1] else in_title_case(word) for word in words)


def in_title_case(word: str) -> str:
    """A word of a name in capitals with small letters: McFARLANE → McFarlane."""
    start = SCOTTISH.match(word)
    return start.group() + word[start.end() :].capitalize() if start else word.title()
