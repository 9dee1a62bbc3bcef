"""Short phrases for the database's keys, for notes on a name or a claim.

Vocabulary terms also have a name and a definition in the database; these phrases fit on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from onrecord.exchange.phrases import READINGS, review

FIRMLY = {
    "certain": "stated plainly",
    "probable": "as likely",
    "possible": "as possible",
    "certain-not": "a denial",
    "probable-not": "a denial, as likely",
    "possible-not": "a denial, as possible",
    "certain-unknown": "known, not stated",
    "uncommitted": "left open",
}
"""How the claimant presents a claim. A denial's statement carries its own negation."""

WORDS = {
    "nominal": "description",
    "less-certain": "less certain",
    "vague-or-line": "a vague area or a line",
    "author-year": "author and year",
    "url": "an address",
    "url-year": "an address and a year",
    "boilerplate": "not part of the text",
    "wrong-close": "closed by the wrong mark",
    "unclosed": "never closed",
}
"""Values that need other words; the rest, and all names of columns, are words already."""

KEY = re.compile(r"_(id|edtf)$")
REPEATED = {"involved", "month"}

QUESTION = re.compile(r"^(is|has|can|rests)_|_is_|^(hedged|disputed)$")
"""The names of columns that hold 1 for yes and 0 for no."""
ANSWERS = {"0": "no", "1": "yes"}

OWN_ORDER = re.compile(r"\s*\bsorted by search_id$")

LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "it": "Italian",
    "ku": "Kurdish",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}


def firmly(factuality: str) -> str:
    """How firmly a claim is made, in words.

    >>> firmly("certain-not")
    'a denial'
    """
    return FIRMLY.get(factuality, plainly(factuality))


def plainly(key: str) -> str:
    """A key as words.

    >>> plainly("vague-or-line"), plainly("home-page")
    ('a vague area or a line', 'home page')
    """
    return WORDS.get(key, key.replace("-", " ").replace("_", " "))


def language(code: str) -> str:
    """The English name of a language, or its code if :data:`LANGUAGES` lacks it.

    >>> language("ar-Latn"), language("de-AT"), language("tlh")
    ('Arabic in Latin letters', 'German', 'tlh')
    """
    tag, *subtags = code.split("-")
    return f"{LANGUAGES.get(tag, code)}{' in Latin letters' if 'Latn' in subtags and tag in LANGUAGES else ''}"


def amount(quantity: Mapping[str, Any]) -> str:
    """The numbers and the unit of a quantity in words.

    >>> amount({"unit": "days", "vagueness": "at-most", "value": None, "lower": None, "upper": 20.0})
    'at most 20 days'
    >>> amount({"unit": "dollars", "vagueness": "vague", "value": None, "lower": 1e9, "upper": None})
    'dollars, without a number: at least 1,000,000,000'
    """
    exactly, least, most = (
        None if quantity[name] is None else f"{quantity[name]:,.15g}" for name in ("value", "lower", "upper")
    )
    bounds = " and ".join([f"at least {least}"] * bool(least) + [f"at most {most}"] * bool(most))
    unit = quantity["unit"]
    if exactly:
        about = "about " if quantity["vagueness"] == "about" else ""
        return f"{about}{exactly} {unit}" + (f", {bounds}" if bounds else "")
    if quantity["vagueness"] == "vague":
        return f"{unit}, without a number" + (f": {bounds}" if bounds else "")
    return f"{bounds} {unit}"


def answered(value: object, column: str) -> str:
    """The value of a facet, yes or no where its column is a question.

    >>> answered(1, "has_citation"), answered(1, "depth")
    ('yes', '1')
    """
    return ANSWERS.get(str(value), str(value)) if QUESTION.search(column) else str(value)


def ordered(description: str | None) -> str:
    """Datasette's description of a selection of rows, without the sort key of their default order.

    >>> ordered('where claimant = "Iraq" sorted by search_id')
    'where claimant = "Iraq"'
    """
    return OWN_ORDER.sub("", description or "")


def repeated(columns: Iterable[str]) -> set[str]:
    """The columns of a view that repeat others for whoever filters or joins: keys beside names, and joined lists.

    >>> sorted(repeated(["claimant", "claimant_id", "claim_id", "event_date", "event_date_edtf", "month"]))
    ['claimant_id', 'event_date_edtf', 'month']
    """
    there = set(columns)
    return there & REPEATED | {name for name in there if KEY.sub("", name) in there - {name}}


FILTERS = {
    "amount": amount,
    "answered": answered,
    "repeated": repeated,
    "firmly": firmly,
    "plainly": plainly,
    "language": language,
    "ordered": ordered,
    "reading": READINGS.get,
    "review": review,
}
"""The filters of templates."""
