"""How English verbs and nouns inflect: a few rules, and the table of verbs that they get wrong.

``irregular_verbs.tsv`` has one verb a line with its third persons, pasts, participles and gerunds, alternatives
separated by spaces. ``python -m tests.makers.irregular_verbs`` makes it; every other verb is inflected by the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

VOWELS = "aeiou"
SIBILANTS = ("s", "sh", "ch", "x", "z")
DOUBLES = re.compile(r"[^aeiouy]*(?:qu)?[aeiouy][^aeiouwxy]")
"""A monosyllabic verb that doubles the consonant at its end: plan, quip, slam, quiz."""


class Forms(NamedTuple):
    """The forms of a verb other than its base form; there may be several of a kind: dreamed, dreamt."""

    third_person: tuple[str, ...]
    past: tuple[str, ...]
    participle: tuple[str, ...]
    gerund: tuple[str, ...]


def with_s(word: str) -> str:
    """A verb's third person or a noun's plural: denies, vetoes; theories, wishes."""
    if word.endswith("y") and word[-2:-1] not in VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(SIBILANTS) else "s")


def by_rule(verb: str) -> Forms:
    """The forms of a regular verb."""
    third = verb + "es" if verb.endswith("o") else with_s(verb)
    stem = verb + verb[-1] if DOUBLES.fullmatch(verb) else verb + "k" if verb.endswith("ic") else verb
    past, gerund = stem + "ed", stem + "ing"
    if verb.endswith("e"):
        past = verb + "d"
        gerund = verb if verb.endswith(("ee", "oe", "ye")) else verb[:-2] + "y" if verb.endswith("ie") else verb[:-1]
        gerund += "ing"
    elif verb.endswith("y") and verb[-2:-1] not in VOWELS:
        past = verb[:-1] + "ied"
    return Forms((third,), (past,), (past,), (gerund,))


@cache
def irregular() -> Mapping[str, Forms]:
    """The table of verbs that the rules get wrong."""
    text = files("onrecord.reader.english").joinpath("irregular_verbs.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return {verb: Forms(*(tuple(forms.split()) for forms in kinds)) for verb, *kinds in rows}


def conjugated(verb: str) -> Forms:
    """A verb's forms by kind."""
    return irregular().get(verb) or by_rule(verb)


def forms_of(verb: str) -> frozenset[str]:
    """All forms of a verb, its base form included; a particle after it is left out: point out → pointed."""
    base = verb.split()[0]
    return frozenset([base, *(form for kind in conjugated(base) for form in kind)])


def all_forms(verbs: Iterable[str]) -> frozenset[str]:
    """All forms of several verbs."""
    return frozenset(form for verb in verbs for form in forms_of(verb))


def plural(noun: str) -> str:
    """The plural of a regular noun."""
    return with_s(noun)
