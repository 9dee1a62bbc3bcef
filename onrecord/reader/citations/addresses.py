"""Web addresses in prose: where they end, how broken ones are rejoined, and what they tell about their source."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.annotation.model import UrlStatus
from onrecord.dates import InvalidDate, read_date
from onrecord.reader.english.calendar_words import MONTH_ABBREVIATIONS, month_number
from onrecord.span import Span

LONGEST = 2000
ADDRESS = re.compile(r"(?<![\w@])(?:https?:/{1,3}|www\.)[^\s<>“”«»„‹›\"|\\^`{}\[\]]{1,2000}", re.IGNORECASE)
SWALLOWED = ".,;:!?'’‘…*_~·"
"""Marks at the end of an address that belong to the sentence around it."""
FILE = re.compile(r"\.(?:pdf|html?|php|aspx?|docx?)\Z", re.IGNORECASE)
BROKEN_LINE = re.compile(r"[ \t]*\r?\n[ \t]*([\w%~-]+(?:[-_/.?=&%][\w%~-]*)+)")
"""The rest of an address that was broken at a hyphen or slash at the end of its line."""

PUBLISHERS = {
    "abc.net.au": "ABC News (Australia)",
    "aljazeera.com": "Al Jazeera",
    "apnews.com": "Associated Press",
    "bbc.co.uk": "BBC",
    "bbc.com": "BBC",
    "bloomberg.com": "Bloomberg",
    "cnn.com": "CNN",
    "dw.com": "Deutsche Welle",
    "economist.com": "The Economist",
    "foreignpolicy.com": "Foreign Policy",
    "france24.com": "France 24",
    "ft.com": "Financial Times",
    "lemonde.fr": "Le Monde",
    "nytimes.com": "The New York Times",
    "plenglish.com": "Prensa Latina",
    "reuters.com": "Reuters",
    "rt.com": "RT",
    "spiegel.de": "Der Spiegel",
    "sputniknews.com": "Sputnik",
    "tass.com": "TASS",
    "theguardian.com": "The Guardian",
    "un.org": "United Nations",
    "washingtonpost.com": "The Washington Post",
    "who.int": "World Health Organization",
    "wikipedia.org": "Wikipedia",
    "wsj.com": "The Wall Street Journal",
}
"""Publishers by well-known host; any other publisher is named after its host."""

MANGLED = (
    # (pattern, an example that it must match: the tests read this list)
    (r"\?(?:[^&=]*=){2}[^&]*(?:=|$)", "http://example.org/index.php?o=rn=20263=troops-advance"),
    (r"[?&]=", "http://example.org/?=12"),
    (r"%(?![0-9a-f]{2})", "http://example.org/a%2"),
    (r"\.\.\.|…", "http://example.org/news/2017/..."),
    (r"^https?://[^/]*https?:", "http://http://example.org/a"),
    (r"^https?:(?!//[^/])", "http:/example.org/a"),
    (r"&amp;", "http://example.org/?a=1&amp;b=2"),
    (r"^https?://(?![^/?#]*[\w-]\.[\w-]{2,}(?:[:/?#]|$))(?!localhost|\[)", "http://example/article"),
)
MANGLED_PATTERN = re.compile("|".join(pattern for pattern, _ in MANGLED), re.IGNORECASE)
HOST = re.compile(r"^https?:/{0,3}(?:[^/@?#]*@)?(?:www\d?\.)?([^/:?#,;()]+)", re.IGNORECASE)
HOME = re.compile(r"^https?://[^/?#]+(?:/(?:index|default|home)\.\w{2,5}|/(?:en|home))?/?(?:#.*)?$", re.IGNORECASE)
DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])(?:[/_-]?(0[1-9]|[12]\d|3[01]))?(?!\d)")
SPELLED_DATE = re.compile(rf"(?<!\d)((?:19|20)\d\d)/({'|'.join(MONTH_ABBREVIATIONS)})[a-z]*(?:/(\d\d?))?(?!\d)", re.I)
TITLE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9’'%]+){3,}", re.IGNORECASE)


@dataclass(frozen=True)
class Address:
    """An address as written in the text (``span``), and without what does not belong to it (``url``)."""

    span: Span
    url: str

    @property
    def status(self) -> UrlStatus:
        """Whether it leads to a page of its own or only to a front page, or is mangled."""
        if MANGLED_PATTERN.search(self.url):
            return "mangled"
        return "home-page" if HOME.match(self.url) else "article"

    @property
    def host(self) -> str:
        """The site, without ``www.``."""
        match = HOST.match(self.url)
        return match.group(1).lower().strip(".") if match else ""

    @property
    def publisher(self) -> str:
        """The site's name where it is well known, else its host."""
        parts = self.host.split(".")
        for first in range(len(parts)):
            if known := PUBLISHERS.get(".".join(parts[first:])):
                return known
        return self.host

    @property
    def date(self) -> str | None:
        """The day or month in the address, in EDTF."""
        return url_date(self.url)

    @property
    def title(self) -> str | None:
        """The words of the longest part that is hyphenated like a headline, if at least three are alphabetic."""
        tail = self.url.split("/", 3)[-1] if self.url.count("/") > 2 else ""
        tail = DATE.sub("", tail)
        found = max(TITLE.findall(tail), key=len, default="")
        words = re.split(r"[-_]", found)
        while words and (words[-1].isdigit() or words[-1].lower() in {"html", "htm"}):
            words.pop()
        return " ".join(words) if sum(word.isalpha() for word in words) >= 3 else None

    @property
    def id(self) -> str:
        """A stable id: the host, and a digest of the address unless it is the front page of a host without hyphens."""
        host = re.sub(r"[^a-z0-9]+", "-", self.host).strip("-") or "address"
        if self.status == "home-page" and same_page(self.url) == host.replace("-", "."):
            return f"{host}-home-page"
        return f"{host}-{hashlib.sha256(self.url.encode()).hexdigest()[:10]}"


def same_page(url: str) -> str:
    """An address without what does not change the page: scheme, ``www.``, a last slash, a fragment."""
    return re.sub(r"^https?://(?:www\.)?", "", url.split("#")[0].rstrip("/"), flags=re.IGNORECASE).lower()


def url_date(url: str) -> str | None:
    """``…/2017-12-12/…`` → ``2017-12-12``; ``/2017/dec/12`` likewise; ``None`` without a valid date."""
    if spelled := SPELLED_DATE.search(url):
        year, name, number = spelled.groups()
        parts = [year, f"{month_number(name):02}", *([f"{int(number):02}"] if number else [])]
    elif match := DATE.search(url):
        parts = [part for part in match.groups() if part]
        if len(parts) == 2 and "/" not in match.group() and "-" not in match.group():
            return None
    else:
        return None
    try:
        return read_date("-".join(parts)).id
    except InvalidDate:
        return None


def without_trailing_marks(found: str) -> str:
    """An address without the marks that only follow it: unmatched brackets, commas, stops."""
    balance = last = 0
    for at, character in enumerate(found):
        balance += (character == "(") - (character == ")")
        if balance < 0:
            found = found[:at]
            break
        last = at if character == "(" and balance == 1 else last
    if balance > 0:
        found = found[:last]
    return found.rstrip(SWALLOWED)


def find_addresses(text: str, start: int = 0, end: int | None = None) -> Iterator[Address]:
    """The web addresses between two offsets, in order; one broken at the end of its line is rejoined."""
    end = len(text) if end is None else end
    at = start
    while match := ADDRESS.search(text, at, end):
        at = match.end()
        found = without_trailing_marks(match.group())
        stop = match.start() + len(found)
        if stop == match.end() and found[-1:] in "-/" and found.count("/") > 2:
            rest = BROKEN_LINE.match(text, stop, min(end, stop + 300))
            file = rest and FILE.search(rest.group(1))
            if rest and (found[-1] == "-" or rest.group(1).count("-") > 1 or file):
                tail = without_trailing_marks(rest.group(1))
                found, stop = found + tail, rest.start(1) + len(tail)
                at = max(at, stop)
        if len(found) > 8 and "." in found:
            url = found if found[:4].lower() == "http" else f"http://{found}"
            yield Address(Span(match.start(), stop), url)
