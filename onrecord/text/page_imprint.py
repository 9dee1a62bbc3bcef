"""What a web page says of itself, in the places where sites and programs look for it.

In order: JSON-LD (https://schema.org/Article), ``meta`` (Open Graph, Dublin Core, Highwire's citation_*), microdata,
links, the address, and at last what a reader sees: the byline and the day below the title.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from onrecord.text.article import marks_of
from onrecord.text.bylines import NAME, WRITTEN_BY
from onrecord.text.imprint import (
    Imprint,
    clean_address,
    clean_authors,
    clean_day,
    clean_language,
    clean_name,
    clean_title,
    on_one_line,
)

TITLES = "ogtitle citationtitle dctitle dctermstitle parselytitle sailthrutitle hdl headline twittertitle title".split()
AUTHORS = (
    "author articleauthor ogarticleauthor byl byline dccreator dctermscreator parselyauthor sailthruauthor"
    " dcsextauthor creator"
).split()
DAYS = (
    "articlepublishedtime articlepublished ogpublishedtime ogarticlepublishedtime datepublished"
    " citationpublicationdate citationonlinedate citationdate dctermsissued dcdateissued publicationdate"
    " publisheddate publishdate pubdate pdate articlefirstpublished dcsextarticlefirstpublished"
    " originalpublicationdate parselypubdate sailthrudate cxenseparserecspublishtime iso8601publishdate"
    " publishedtime displaydate dcdate dctermsdate dctermscreated date"
).split()
PUBLISHERS = "ogsitename citationpublisher dcpublisher dctermspublisher publisher applicationname".split()
RIGHTS = "dcrights dctermsrights rights copyright".split()
LANGUAGES = "dclanguage dctermslanguage citationlanguage contentlanguage inlanguage oglocale".split()
"""Names of ``meta``, the best first, in lower case and without marks."""
ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Document|Book|WebPage|Dataset|Thesis)\Z")
ELSEWHERE = re.compile(
    r"comment|related|recommend|sidebar|footer|widget|promo|trending|popular|teaser|newsletter|follow|share|most|copyright"
    r"|updated|modified|\bads?\b",
    re.IGNORECASE,
)
"""Parts of a page that are about other pages."""
DATED = re.compile(r"date|time|publish|posted|byline|meta\b|stamp", re.IGNORECASE)
SIGNED = re.compile(r"byline|author|writer|reporter", re.IGNORECASE)
SIGNATURE = re.compile(rf"(?:{WRITTEN_BY}.*|(?:{NAME})(?:(?:, | and | & )(?:{NAME}))*)")
"""A line that says who wrote the page."""
MARKUP = re.compile(r"<[^<>]{1,500}>")
LAST_FIRST = re.compile(r"\A([^,;]+), ?([^,;]+)\Z")
DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?:/|-|\Z)")
SAVED_FROM = re.compile(r"\s*saved from url=\(\d+\)(\S+)")
LONGEST_LINE = 120
MOST_PARTS = 60
Node = Mapping[str, Any]


@dataclass(frozen=True)
class PageImprint:
    """The tree of a page, looked through for metadata.

    :param heading: the title that a reader sees, if there is only one
    """

    soup: Any
    heading: str

    def imprint(self) -> Imprint:
        """All values."""
        return Imprint(
            title=self.title(),
            authors=self.authors(),
            publisher=self.publisher,
            published=self.published(),
            language=self.language(),
            source_url=self.address,
            rights=next((on_one_line(words) for words in self.meta(RIGHTS)), None),
        )

    @cached_property
    def metas(self) -> Mapping[str, list[str]]:
        """The contents of ``meta`` by name, in lower case and without marks."""
        found: dict[str, list[str]] = {}
        for tag in self.soup.find_all("meta"):
            names = [tag.get(key) for key in ("property", "name", "itemprop", "http-equiv")]
            content = on_one_line(tag.get("content") or "")
            for name in filter(None, names):
                if content:
                    found.setdefault(re.sub(r"[^a-z0-9]", "", str(name).lower()), []).append(content)
        return found

    def meta(self, names: Iterable[str]) -> Iterator[str]:
        """The contents of ``meta`` with these names, in this order."""
        for name in names:
            yield from self.metas.get(name, ())

    @cached_property
    def article(self) -> Node:
        """The first article in JSON-LD, empty without one."""
        found = [node for script in self.soup.find_all("script", type="application/ld+json") for node in nodes(script)]
        articles = [node for node in found if any(ARTICLE.search(str(kind)) for kind in listed(node.get("@type")))]
        return max(articles, key=lambda node: ("headline" in node) + ("datePublished" in node), default={})

    @property
    def article_body(self) -> str:
        """The article itself, if it is in JSON-LD, from which a script may show it; empty without one."""
        body = self.article.get("articleBody")
        lines = html.unescape(MARKUP.sub(" ", body)).splitlines() if isinstance(body, str) else ()
        return "\n\n".join(on_one_line(line) for line in lines if line.strip())

    @cached_property
    def publisher(self) -> str | None:
        """The site or whoever publishes it."""
        said = [*names_in(self.article.get("publisher")), *self.meta(PUBLISHERS)]
        return next(filter(None, map(clean_name, said)), None)

    @cached_property
    def address(self) -> str | None:
        """Where the page is."""
        links = [tag.get("href") for tag in self.soup.find_all("link", rel="canonical")]
        said = [*links, *self.meta(("ogurl", "citationpublicurl")), self.article.get("url")]
        comments = (str(one) for one in self.soup.contents if type(one).__name__ == "Comment")
        saved_from = (match[1] for one in comments if (match := SAVED_FROM.match(one)))
        return next(filter(None, map(clean_address, filter(None, [*said, *saved_from]))), None)

    def title(self) -> str | None:
        """The title: what is said beside the text if the page shows it, else what it shows."""
        site = self.publisher or ""
        shown = clean_title(self.soup.title.get_text(), site) if self.soup.title else None
        said = [str(self.article.get("headline") or ""), *self.meta(TITLES)]
        titles = [title for words in said if (title := clean_title(html.unescape(words), site))]
        heading = clean_title(self.heading, site)
        if heading and any(alike(title, heading) for title in (*titles, shown) if title):
            return heading
        for title in titles:
            if any(alike(title, other) for other in (self.heading, shown) if other):
                return title
        return shown or next(iter(titles), None) or heading

    def authors(self) -> tuple[str, ...]:
        """The names of the authors, from the first place that has any."""
        said = (
            names_in(self.article.get("author")) or names_in(self.article.get("creator")),
            [LAST_FIRST.sub(r"\2 \1", one) for one in self.metas.get("citationauthor", ())],
            *(self.metas.get(name, ()) for name in AUTHORS),
            (on_one_line(tag.get_text(" ")) for tag in self.soup.find_all(attrs={"itemprop": "author"})),
            (on_one_line(tag.get_text(" ")) for tag in self.soup.find_all(["a", "span"], rel="author")),
            filter(SIGNATURE.fullmatch, self.lines(SIGNED)),
        )
        found = [names for bylines in said if (names := clean_authors(*bylines))]
        people = (names for names in found if names != (self.publisher,))
        return next(people, next(iter(found), ()))

    def published(self) -> str | None:
        """The day on which it was first published."""
        times = [tag for tag in self.soup.find_all("time") if not self.is_elsewhere(tag)]
        first = [tag for tag in times if tag.get("itemprop") == "datePublished" or "pubdate" in tag.attrs] or times
        address = DAY_IN_ADDRESS.search(urlsplit(self.address).path if self.address else "")
        said: Iterable[object] = (
            self.article.get("datePublished") or "",
            *self.meta(DAYS),
            "-".join(address.groups()) if address else "",
            *(tag.get("datetime") or tag.get_text(" ") for tag in first[:1]),
            *self.lines(DATED),
        )
        return next(filter(None, map(clean_day, said)), None)

    def language(self) -> str | None:
        """The language that the page says it is in."""
        root = self.soup.find("html")
        said = [root.get("lang") if root else None, *self.meta(LANGUAGES), self.article.get("inLanguage")]
        return next(filter(None, map(clean_language, filter(None, said))), None)

    @cached_property
    def around_title(self) -> frozenset[int]:
        """The ``id()`` of every tag that contains an ``h1``: the page itself, whatever its class says."""
        return frozenset(id(one) for tag in self.soup.find_all("h1") for one in tag.parents)

    def is_elsewhere(self, tag: Any) -> bool:
        """Whether a tag stands in a part of the page that is about other pages."""
        around = [one for one in (tag, *tag.parents) if id(one) not in self.around_title]
        parts = [one for one in around if one.name not in ("body", "html", "[document]")]
        return any(one.name in ("footer", "aside") or ELSEWHERE.search(marks_of(one)) for one in parts)

    def lines(self, kind: re.Pattern[str]) -> Iterator[str]:
        """The short texts of parts whose class says what they are, in order; those about other pages are left out."""
        for tag in self.soup.find_all(lambda tag: kind.search(marks_of(tag))):
            short = sum(1 for _ in islice(tag.descendants, MOST_PARTS)) < MOST_PARTS
            words = on_one_line(tag.get_text(" ")) if short and not self.is_elsewhere(tag) else ""
            if 0 < len(words) <= LONGEST_LINE:
                yield words


def nodes(script: Any) -> Iterator[Node]:
    """The objects of a JSON-LD script, those of its lists and graphs included; none if it is no JSON."""
    text = script.get_text()
    for form in (text, html.unescape(text)):
        try:
            top = json.loads(form, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in listed(top):
            if isinstance(node, dict):
                yield node
                yield from (one for one in listed(node.get("@graph")) if isinstance(one, dict))
        return


def listed(value: Any) -> list[Any]:
    """A value of JSON-LD as a list: there, a list of one may be written without brackets."""
    return value if isinstance(value, list) else [] if value is None else [value]


def names_in(value: Any) -> list[str]:
    """The names of people and organisations in JSON-LD."""
    names = [one.get("name") if isinstance(one, dict) else one for one in listed(value)]
    return [html.unescape(str(one)) for name in names for one in listed(name) if isinstance(one, str)]


def alike(one: str, other: str) -> bool:
    """Whether two titles have more than half of the shorter one's words in common."""
    words, others = (set(re.findall(r"\w+", title.casefold())) for title in (one, other))
    return len(words & others) * 2 > min(len(words), len(others))
