"""Citations in running text: author and year, links, footnote marks, and links that were damaged on the way.

A citation is the words that point at a source, bracket included where there is one; a bracket that never
closes ends with its link and the comma after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from onrecord.annotation import CitationStyle, Span, UrlStatus

NAME = r"[A-Z][\w’'\-]+(?: (?:van|von|de|al|bin|der|la) [A-Z][\w’'\-]+)?"
AUTHORS = rf"{NAME}(?:(?:, | and | & |, and |, & ){NAME}){{0,4}}(?:,? et al\.?)?"
YEAR = r"(?:1[5-9]|20)\d\d[a-z]?|n\.d\.|forthcoming"
URL = r"(?:https?://|www\.)[^\s<>\"“”«»(){}\[\]]+(?:\([^\s()]*\)[^\s<>\"“”«»(){}\[\]]*)*"

BRACKETED_URL = re.compile(rf"[(\[]\s*(?P<url>{URL})(?:\s*,?\s*(?P<year>{YEAR}))?\s*(?P<close>[)\]])?")
AUTHOR_YEAR = re.compile(
    rf"\((?:see |e\.g\.,? |cf\. )?(?P<authors>{AUTHORS}),? (?P<year>{YEAR})(?:, pp?\. ?[\d–-]+|: ?[\d–-]+)?"
    rf"(?:; ?{AUTHORS},? (?:{YEAR})(?:, pp?\. ?[\d–-]+)?)*\)"
)
NARRATIVE = re.compile(rf"\b(?P<authors>{AUTHORS}) \((?P<year>{YEAR})(?:, pp?\. ?[\d–-]+)?\)")
BARE_URL = re.compile(URL)
MARKDOWN = re.compile(rf"\[[^\]\n]{{1,200}}\]\((?P<url>{URL})\)")
FOOTNOTE = re.compile(
    r"(?<=[\w.,;:!?”’\"')])(?:\[(?P<mark>\d{1,3}|[a-z])\]|\[\^(?P<label>\w{1,20})\]|(?P<raised>[¹²³⁴-⁹⁰]+))"
)
MONTHS = frozenset("January February March April May June July August September October November December".split())
TRAILING = ".,;:!?’'”\""


@dataclass(frozen=True)
class FoundCitation:
    """A citation as it stands: what it points at, and in what state."""

    exact: Span
    style: CitationStyle
    authors: str | None = None
    year: str | None = None
    url: str | None = None
    url_status: UrlStatus = "none"
    is_closed: bool = True


def citations(text: str) -> tuple[FoundCitation, ...]:
    """All citations of a text in order; of two that overlap the earlier and longer one. Linear in the text."""
    found = sorted(_candidates(text), key=lambda c: (c.exact.start, -c.exact.end))
    kept: list[FoundCitation] = []
    for citation in found:
        if not kept or citation.exact.start >= kept[-1].exact.end:
            kept.append(citation)
    return tuple(kept)


def _candidates(text: str) -> Iterator[FoundCitation]:
    for match in MARKDOWN.finditer(text):
        yield FoundCitation(Span(*match.span()), "link", url=match["url"], url_status=url_status(match["url"]))
    for match in BRACKETED_URL.finditer(text):
        yield _bracketed(text, match)
    for pattern in (AUTHOR_YEAR, NARRATIVE):
        for match in pattern.finditer(text):
            if match["authors"] not in MONTHS:
                yield FoundCitation(Span(*match.span()), "author-year", authors=match["authors"], year=match["year"])
    for match in BARE_URL.finditer(text):
        url = match.group().rstrip(TRAILING)
        yield FoundCitation(Span(match.start(), match.start() + len(url)), "url", url=url, url_status=url_status(url))
    for match in FOOTNOTE.finditer(text):
        yield FoundCitation(Span(*match.span()), "footnote")


def _bracketed(text: str, match: re.Match[str]) -> FoundCitation:
    raw = match["url"]
    url = raw.rstrip(TRAILING)
    end = match.end()
    if not match["close"] and not match["year"]:
        end = match.start("url") + len(url)
        if text[end : end + 1] == ",":
            end += 1
    style: CitationStyle = "url-year" if match["year"] else "url"
    return FoundCitation(
        Span(match.start(), end), style, None, match["year"], url, url_status(url), bool(match["close"])
    )


def url_status(url: str) -> UrlStatus:
    """Whether a link leads to an article, only to a home page, or lost characters on the way.

    Mangled: a query in which ``&id=`` or the like was swallowed (``?a=b=c``), or an address that does not parse.
    """
    try:
        parts = urlsplit(url if "//" in url else f"https://{url}")
    except ValueError:
        return "mangled"
    if "." not in parts.netloc:
        return "mangled"
    if any(pair.count("=") > 1 for pair in parts.query.split("&")) and not parts.query.endswith("="):
        return "mangled"
    return "article" if parts.path.strip("/") or parts.query else "home-page"
