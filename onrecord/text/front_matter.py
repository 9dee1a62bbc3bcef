"""What stands at the top of a text about it: front matter between lines of three hyphens, or the headers of an e-mail.

It is part of the text, whose offsets count it, but it is not prose.
"""

from __future__ import annotations

import email.policy
import re
from collections.abc import Iterable, Mapping
from email.headerregistry import Address
from email.parser import HeaderParser

import yaml

from onrecord.text.imprint import (
    NONE,
    Imprint,
    clean_address,
    clean_authors,
    clean_day,
    clean_language,
    clean_name,
    clean_title,
    on_one_line,
)

LONGEST = 20_000
END = r"(?>\r\n|\r|\n)"
FRONT_MATTER = re.compile(rf"\ufeff?---[ \t]*{END}(?P<yaml>(?:[^\r\n]*{END})*?)(?:---|\.\.\.)[ \t]*(?:{END}|\Z)")
FIELD = re.compile(r"[\w-]+[ \t]*:", re.ASCII)
HEADERS = re.compile(rf"\ufeff?(?:(?:[A-Z][A-Za-z-]{{1,30}}:|[ \t]+\S)[^\r\n]*{END}){{2,60}}(?=[ \t]*(?:{END}|\Z))")
FROM = re.compile(r"^From: ", re.MULTILINE)
ABOUT = re.compile(r"^(?:Subject|Date|To|Message-ID): ", re.MULTILINE | re.IGNORECASE)
KEYS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline", "name"),
    "authors": ("author", "authors", "byline", "by", "creator", "writer"),
    "publisher": ("publisher", "site", "publication", "outlet", "organization", "organisation"),
    "published": (
        "published",
        "date",
        "publishdate",
        "pubdate",
        "datepublished",
        "publicationdate",
        "created",
        "issued",
    ),
    "language": ("language", "lang", "locale"),
    "source_url": ("sourceurl", "url", "source", "canonicalurl", "canonical", "link", "permalink"),
    "rights": ("rights", "license", "licence", "copyright"),
}
"""The keys of front matter, the best first, in lower case and without marks."""


def head_of(text: str) -> tuple[int, Imprint]:
    """Where the text proper begins, and what stands above it; 0 and nothing if it begins at once."""
    top = text[:LONGEST]
    matter = FRONT_MATTER.match(top)
    if matter and FIELD.match(matter["yaml"].lstrip()):
        return matter.end(), from_fields(fields_of(matter["yaml"]))
    headers = HEADERS.match(top)
    if headers and FROM.search(headers[0]) and ABOUT.search(headers[0]):
        return headers.end(), from_headers(headers[0].lstrip("\ufeff"))
    return 0, NONE


def fields_of(text: str) -> dict[str, list[str]]:
    """The values of front matter by key; where it is not valid YAML, those of lines “key: value”."""
    try:
        top = None if re.search(r"(?:^|[\s\[,{:-])[&*]\w", text) else yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        top = None
    if not isinstance(top, dict):
        pairs = (line.split(":", 1) for line in text.splitlines() if FIELD.match(line))
        top = {key: value.strip().strip("\"'") for key, value in pairs}
    return {re.sub(r"[^a-z]", "", str(key).lower()): list(strings(value)) for key, value in top.items()}


def strings(value: object) -> Iterable[str]:
    """The strings of a value: itself, those of a list, the name in a mapping."""
    if isinstance(value, list):
        return [one for item in value for one in strings(item)]
    if isinstance(value, dict):
        return strings(value.get("name") or "")
    return [str(value)] if value else []


def from_fields(found: Mapping[str, list[str]]) -> Imprint:
    """The metadata in the fields of front matter."""

    def values(name: str) -> list[str]:
        return [value for key in KEYS[name] for value in found.get(key, ())]

    titles = (on_one_line(value) for value in values("title"))
    return Imprint(
        title=next(titles, None),
        authors=clean_authors(*values("authors")),
        publisher=next(filter(None, map(clean_name, values("publisher"))), None),
        published=next(filter(None, map(clean_day, values("published"))), None),
        language=next(filter(None, map(clean_language, values("language"))), None),
        source_url=next(filter(None, map(clean_address, values("source_url"))), None),
        rights=next(map(on_one_line, values("rights")), None),
    )


def from_headers(text: str) -> Imprint:
    """The metadata in the headers of an e-mail."""
    message = HeaderParser(policy=email.policy.default).parsestr(text)
    senders: tuple[Address, ...] = getattr(message.get("From"), "addresses", ())
    return Imprint(
        title=clean_title(message.get("Subject", "")),
        authors=clean_authors(*(one.display_name for one in senders)),
        published=clean_day(message.get("Date", "")),
    )
