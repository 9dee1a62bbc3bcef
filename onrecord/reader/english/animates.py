"""Nouns for people, and nouns that no pronoun takes up: what *he*, *they* and *it* may stand for."""

from __future__ import annotations

from functools import cache

from onrecord.reader.english.actor_words import person_nouns
from onrecord.reader.english.persons import FEMALE_WORDS, MALE_WORDS, PERSON_TITLES, SPOKESPEOPLE, TITLES

NAMING = MALE_WORDS | FEMALE_WORDS | SPOKESPEOPLE | PERSON_TITLES | frozenset(TITLES.values())
"""Words for people that are no plain nouns: gendered words, titles, offices."""
VAGUE = frozenset(
    "man men woman women person people group groups member members body one part name guy guys boy girl child children"
    " country countries nation city town state states place area region side party thing matter both all some"
    " few most several case fact issue".split()
)
"""Nouns that alone say too little about which one is meant."""
TIMES = frozenset(
    "second minute hour day week month year decade century morning afternoon evening night today yesterday tomorrow"
    " monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december spring summer autumn fall winter weekend time moment period season".split()
)
"""Nouns for times, which no pronoun takes up: “this *week*”."""


@cache
def is_person(noun: str) -> bool:
    """Whether a noun in lower case is one for a person or for people."""
    return noun in person_nouns() or noun in NAMING or noun in ("people", "youth", "police", "troops")
