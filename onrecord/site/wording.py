"""The words for what the database writes as keys: short, for notes beside a name or a claim.

Vocabularies have a name and a definition in the database; these are the phrases that fit into a line.
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
    "certain-unknown": "known, not told",
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
    "wrong-close": "closed by a wrong mark",
    "unclosed": "never closed",
}
"""Keys that do not read as words; the others are words already."""

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
    """The English name of a language, or its code where we have no name for it."""
    return LANGUAGES.get(code.partition("-")[0], code)


def ordered(description: str | None) -> str:
    """What Datasette says about a selection of rows, without the key that keeps them in their own order.

    >>> ordered('where claimant = "Iraq" sorted by search_id')
    'where claimant = "Iraq"'
    """
    return OWN_ORDER.sub("", description or "")


FILTERS = {"firmly": firmly, "plainly": plainly, "language": language, "ordered": ordered}
"""What templates call."""
