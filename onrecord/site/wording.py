"""Short phrases for the database's keys, for notes on a name or a claim.

Vocabulary terms also have a name and a definition in the database; these phrases fit on one line.
"""

from __future__ import annotations

import re

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
    "factuality": "how firmly",
    "manner": "voice",
    "search_id": "place in the documents",
    "wrong-close": "closed by the wrong mark",
    "unclosed": "never closed",
}
"""Keys that need other words; the rest are words already."""

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
    """The English name of a language, or its code if :data:`LANGUAGES` lacks it."""
    return LANGUAGES.get(code.partition("-")[0], code)


def ordered(description: str | None) -> str:
    """Datasette's description of a selection of rows, without the sort key of their default order.

    >>> ordered('where claimant = "Iraq" sorted by search_id')
    'where claimant = "Iraq"'
    """
    return OWN_ORDER.sub("", description or "")


FILTERS = {"firmly": firmly, "plainly": plainly, "language": language, "ordered": ordered}
"""The filters of templates."""
