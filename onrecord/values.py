"""Types of values read from files: what a string or number must look like, and on which line it was written."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Annotated


@dataclass(frozen=True)
class Pattern:
    """A regular expression that a string must match, and its description for messages."""

    regex: re.Pattern[str]
    looks_like: str


Slug = Annotated[str, Pattern(re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z"), "lower-case words joined by hyphens")]
"""A readable id."""


BY_MACHINE = "-by-machine"
"""The end of an id that the machine gives where something else has the id already."""


def hyphenate(words: str) -> Slug:
    """The runs of a–z and digits joined by hyphens; empty where there are none."""
    return "-".join(re.findall(r"[a-z0-9]+", words))


def slug(words: str) -> Slug:
    """A readable id: the words in lower case without their accents, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return hyphenate(plain.lower()) or "unnamed"


def unique_slug(words: str) -> Slug:
    """A readable id that no other words have: if their slug leaves anything out, it ends with a part of their hash."""
    plain = slug(words)
    return plain if plain == words else with_hash(plain, words)


def with_hash(plain: Slug, words: str) -> Slug:
    """A readable id that ends with part of the hash of the words it is made from."""
    return f"{plain}-{hashlib.sha256(words.encode()).hexdigest()[:6]}"


def distinct_slug(plain: Slug, words: str) -> Slug:
    """``plain``, the slug of some words, with a part of their hash unless it says no less than they do.

    >>> distinct_slug("jose-perez", "jose perez"), distinct_slug("jose-perez", "josé pérez")
    ('jose-perez', 'jose-perez-e8f2d3')
    """
    return plain if plain.replace("-", " ") == words else with_hash(plain, words)


def unlike(key: Slug, taken: Container[str]) -> Slug:
    """The id, or one made from it that is not taken: ``georgia-by-machine``."""
    while key in taken:
        key = f"{key}{BY_MACHINE}"
    return key


TermId = Annotated[str, Pattern(re.compile(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*\Z"), "a term of the vocabulary")]
"""A term of a controlled vocabulary, capitalized as in its standard."""

DOCUMENT_ID = Pattern(re.compile(r"[^\x00-\x1f\x7f/\ud800-\udfff]+\Z"), "text without slashes or control characters")
DocumentId = Annotated[str, DOCUMENT_ID]
"""A document's id: its file's stem, unless the annotation names another."""

BCP_47 = Pattern(re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z"), "a code of BCP 47: en, de, zh-Hant")
Language = Annotated[str, BCP_47]
"""A language tag, ``und`` if the language is unknown."""

DAY = Pattern(re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\Z"), "a day: 2017-12-11")
Day = Annotated[str, DAY]
"""A day of ISO 8601; that the month has it is checked where it is used."""

WikidataId = Annotated[str, Pattern(re.compile(r"Q[1-9][0-9]*\Z"), "a Wikidata id: Q and a number")]
"""The id of an entity in Wikidata."""


@dataclass(frozen=True)
class AtMost:
    """The greatest number of characters that a text may have."""

    characters: int


LONGEST_NAME = 200
"""Three times the longest name on record: it is shown in tables, lists and window titles."""

Name = Annotated[str, AtMost(LONGEST_NAME)]
"""The name of an actor, a place or a source."""


def short_name(words: str) -> Name:
    """Words as a name: longer ones are cut, and end with a part of their hash, by which they differ."""
    if len(words) <= LONGEST_NAME:
        return words
    digest = hashlib.sha256(words.encode(errors="replace")).hexdigest()[:6]
    return f"{words[: LONGEST_NAME - 9].rstrip()} … {digest}"


Edtf = Annotated[str, "a date in EDTF level 1"]
"""An Extended Date/Time Format string, checked by :mod:`onrecord.dates`."""


@dataclass(frozen=True)
class Between:
    """A number's bounds, both allowed."""

    least: float
    most: float


Amount = Annotated[float, Between(-1e15, 1e15)]
"""A number of things."""

Score = Annotated[float, Between(0, 1)]
"""A program's confidence."""

GeoNamesId = Annotated[int, Between(1, 2**31)]
"""The id of a place in GeoNames."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """The base of everything annotated: the line of the YAML file it was written on, 0 if the machine found it."""

    written_on: int = field(default=0, compare=False, repr=False)
