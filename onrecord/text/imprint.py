"""What a file says of itself: title, authors, publisher, day, language, address and rights.

Programs fill in what nobody wrote: a file's name as the title, an account as the author, the day of a copy as the
date. Such values are none.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import takewhile

from onrecord.dates import MONTHS, is_date
from onrecord.text.bylines import NAMED, NOBODY, ROLE, WRITTEN_BY
from onrecord.values import BCP_47, short_name

LONGEST_TITLE = 300
LONGEST_BYLINE = 200
MOST_WORDS = 8
"""How many words a name has at most."""
MONTH = "|".join(rf"{name[:3]}(?:{name[3:]}|t)?" for name in MONTHS[:12])
DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<year>\d{4})[-/.](?P<number>\d\d?)[-/.](?P<day>\d\d?)(?!\d)",
        r"\A(?:D:)?(?P<year>\d{4})(?P<number>\d\d)(?P<day>\d\d)(?:\d{4,6})?(?:Z|[+-][\d:']*)?\Z",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?[ -](?:of )?(?P<month>{MONTH})\b\.?,?[ -](?P<year>\d{{4}})\b",
        rf"\b(?P<month>{MONTH})\b\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})\b",
    )
)
"""Days as pages and files write them; 03/04/2017, which means two days, is none."""
FIRST_YEAR, LAST_YEAR = 1450, 2200
EPOCH = "1970-01-01"
FILE_NAME = re.compile(
    r"(?:Microsoft (?:Word|PowerPoint|Excel) ?-.*"
    r"|.*\.(?:docx?|pdf|te?xt?|html?|rtf|odt|dvi|ps|indd|qxd|pages|pptx?|xlsx?)"
    r"|[\W\d_]*|(?:untitled|document|doc|scan|slide|page|presentation|print|layout|new|home|index)[ _-]?\d*"
    r"|\S*[_\\/]\S*)\Z",
    re.IGNORECASE,
)
"""What programs write where nobody gave a title."""
ADDRESS = re.compile(r"https?://|www\.|@\w|\w@", re.IGNORECASE)
SHARED_BYLINE = re.compile(r"\s*(?:;|,? (?:and|&|with) |,(?! (?:jr|sr|inc|ltd|ph\.?d|m\.?d)\b)|\|)\s*", re.IGNORECASE)
SEPARATOR = re.compile(r"\s+[|–—·•«»:-]+\s+|\s*[|»«]\s*")
LONGEST_SITE_NAME = 5
"""Words."""


@dataclass(frozen=True, kw_only=True)
class Imprint:
    """What is known of a document beside its text; ``published`` is an EDTF date, ``authors`` are names, ``unread`` the
    numbers of the pages whose text can't be read."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    source_url: str | None = None
    rights: str | None = None
    note: str | None = None
    unread: str | None = None

    def or_else(self, other: Imprint) -> Imprint:
        """These values, and those of another where there is none."""
        return Imprint(**{one.name: getattr(self, one.name) or getattr(other, one.name) for one in fields(self)})

    def lines(self) -> tuple[str, ...]:
        """One line for each value, which :func:`imprint_from` reads."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        values["authors"] = "; ".join(self.authors)
        return tuple(f"{name}: {on_one_line(value)}" for name, value in values.items() if value)


NONE = Imprint()


def imprint_from(lines: Iterable[str]) -> Imprint:
    """The metadata of lines “name: value”; other lines are none."""
    values = dict(line.split(": ", 1) for line in lines if ": " in line)
    known: Mapping[str, str] = {one.name: values[one.name] for one in fields(Imprint) if one.name in values}
    checked = {
        "authors": tuple(filter(None, known.get("authors", "").split("; "))),
        "published": clean_day(known.get("published", "")),
        "language": clean_language(known.get("language", "")),
    }
    return Imprint(**{**known, **checked})  # type: ignore[arg-type]


def on_one_line(words: object) -> str:
    """Words with single spaces."""
    return " ".join(str(words).split())


def clean_title(words: object, site: str = "") -> str | None:
    """A title without the site's name at its end or beginning; none if it is only a file's name."""
    title = on_one_line(words)[:LONGEST_TITLE].strip()
    parts = list(SEPARATOR.finditer(title))
    if parts and is_site(title[parts[-1].end() :], title[: parts[-1].start()], site):
        title = title[: parts[-1].start()]
    elif parts and site and title[: parts[0].start()].casefold() == site.casefold():
        title = title[parts[0].end() :]
    return None if FILE_NAME.match(title) else title


def is_site(end: str, title: str, site: str) -> bool:
    """Whether the last part of a page's title is the name of its site."""
    if site and (end.casefold() in site.casefold() or site.casefold() in end.casefold()):
        return True
    words = end.split()
    return not site and bool(words) and len(words) <= LONGEST_SITE_NAME < len(title.split()) and end[:1].isupper()


def clean_authors(*bylines: object) -> tuple[str, ...]:
    """The names in bylines, each once; accounts, addresses and “Staff” are none."""
    found: dict[str, str] = {}
    for byline in bylines:
        words = re.sub(rf"\A\W*(?:{WRITTEN_BY})?", "", on_one_line(byline)[:LONGEST_BYLINE])
        first, *others = SHARED_BYLINE.split(words)
        people = (first, *takewhile(lambda part: not ROLE.search(part), others))
        names = [name for part in people if (name := clean_name(part))]
        full = [name for name in names if " " in name]  # “Ada Stone, Reuters” is one
        for name in full or names[:1]:
            found.setdefault(name.casefold(), name)
    return tuple(found.values())


def signed_authors(words: object) -> tuple[str, ...]:
    """The authors in the properties of an office file; one word alone is the account it was written with."""
    return tuple(name for name in clean_authors(words) if " " in name)


def clean_name(words: str) -> str | None:
    """A name as people write it, or none if it is an account's, an address or says nothing."""
    name = on_one_line(words).strip(" .,:;·•|/()[]–—-*_\"'")
    if (
        ADDRESS.search(name)
        or NOBODY.fullmatch(name)
        or not NAMED.fullmatch(name)
        or name[0].islower()
        or re.search(r"\d", name)
    ):
        return None
    if len(name.split()) > MOST_WORDS:
        return None
    if name.isupper() and " " in name:
        name = re.sub(r"[^\W\d_]+", lambda word: word[0] if len(word[0]) < 2 else word[0].capitalize(), name)
    return short_name(name)


def clean_day(words: object) -> str | None:
    """The first day that is written in full in some words, as EDTF; or a year or month, if nothing else is there."""
    text = on_one_line(words)[:200]
    for pattern in DATES:
        match = pattern.search(text)
        if match:
            return valid_day(match.groupdict())
    return text if re.fullmatch(r"\d{4}(?:-\d\d)?", text) and may_be_published(text) else None


def valid_day(parts: Mapping[str, str]) -> str | None:
    """A day of the calendar in a year in which something may have been published."""
    names = [name[:3].lower() for name in MONTHS[:12]]
    month = int(parts["number"]) if parts.get("number") else names.index(parts["month"][:3].lower()) + 1
    try:
        day = datetime.date(int(parts["year"]), month, int(parts["day"])).isoformat()
    except ValueError:
        return None
    return day if may_be_published(day) else None


def may_be_published(edtf: str) -> bool:
    """Whether something may have been published then."""
    return is_date(edtf) and FIRST_YEAR <= int(edtf[:4]) <= LAST_YEAR and not edtf.startswith(EPOCH)


def clean_language(words: object) -> str | None:
    """A code of BCP 47 without its country, which says little about a text: ``de_AT`` is de, ``zh-Hant`` is itself."""
    code = re.sub(r"[-_](?:[A-Z]{2}|\d{3})\Z", "", str(words).strip())
    return code if BCP_47.regex.match(code) else None


def clean_address(words: object) -> str | None:
    """A whole address on the web."""
    address = str(words).strip()
    return address if re.fullmatch(r"https?://[^\s/]+\S*", address) and len(address) < 2000 else None
