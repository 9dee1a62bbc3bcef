"""The text of a web page as a reader sees it, from its tree (Beautiful Soup).

Follows what browsers do for ``innerText``: https://html.spec.whatwg.org/#the-innertext-idl-attribute, with
blank lines between all blocks, so that headings and paragraphs can be distinguished.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Any

from onrecord.text.article import SHORTEST_ARTICLE, Article, classes_of

LEFT_OUT = frozenset(
    "script style noscript template head title nav svg iframe object embed audio video canvas map button select"
    " input textarea datalist dialog progress meter del s strike".split()
)
LEFT_OUT_ROLES = frozenset("navigation search banner contentinfo menu menubar toolbar dialog alertdialog".split())
AROUND = frozenset(("header", "footer", "aside"))
"""Left out around the main part, but not inside it."""

PARAGRAPHS = frozenset(
    "p h1 h2 h3 h4 h5 h6 blockquote pre ul ol dl table div section article header footer main aside figure"
    " figcaption address details summary fieldset form hr center body menu".split()
)
LINES = frozenset("li tr dt dd caption br".split())
CELLS = frozenset(("td", "th"))
LISTS = frozenset(("ul", "ol", "menu", "dl"))
SPACE = re.compile(r"[ \t\n\r\f]+")
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
NOTE = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[*†‡§]{1,2})[\])]?")
"""The number of a note or a work that is cited, raised."""
NOTED = re.compile(r"(?:[^\W\d_]{3}|[.,;:!?”\"’')\]])\s*\Z")
"""What the number of a note follows; that after “km” or 10 is a power."""
CAPTION = "Caption: "
"""What stands before the words below a picture, which are not part of the text around it."""
CAPTIONED = re.compile(r"(?:\b|_)(?:caption|wp-caption-text|photo-?credit|image-?credit)(?:\b|_)", re.IGNORECASE)
LONGEST_CELL = 300
SHORT_ARTICLE, MISNAMED = 1500, 4
"""In so short an article, what is named like furniture and is so many times as long is the article."""
NEAR_TOP = 500
WORD = re.compile(r"\w")


def page_text(soup: Any, *, whole: bool = False) -> str:
    """The text of a page's main part, its only article or its body, below the page's title.

    :param whole: take everything: the tree is a document, not a page of a site
    """
    if whole:
        return block_text(soup, soup, whole=True)
    for root in roots(soup):
        for strict in (True, False):
            text = article_text(root, soup, strict)
            if strict and len(text) < SHORT_ARTICLE:
                loose = article_text(root, soup, strict=False)
                text = loose if len(loose) > MISNAMED * len(text) else text
            if len(text) >= SHORTEST_ARTICLE:
                return text if page_title(soup) in text[:NEAR_TOP] else f"{page_title(soup)}\n\n{text}"
    for root in roots(soup):
        text = block_text(root, soup)
        if WORD.search(text):
            return text if root.find("h1") else f"{page_title(soup)}\n\n{text}"
    return ""


def article_text(root: Any, soup: Any, strict: bool) -> str:
    """The text of the article below an element.

    :param strict: whether what is named like furniture is left out
    """
    article = Article(root, lambda tag: is_seen(tag, root.name in ("main", "article")), strict)
    return "\n\n".join(filter(None, (block_text(part, soup, article.left_out) for part in article.parts())))


def roots(soup: Any) -> Iterator[Any]:
    """The elements that may hold the page's own text, the narrowest first."""
    mains = soup.find_all("main") or soup.find_all(attrs={"role": "main"})
    articles = soup.find_all("article")
    for only in mains, articles:
        if len(only) == 1:
            yield only[0]
    yield soup.body or soup


def page_title(soup: Any) -> str:
    """The text of the page's only ``h1``, else its ``title``."""
    return only_heading(soup) or (SPACE.sub(" ", soup.title.get_text()).strip() if soup.title else "")


def only_heading(soup: Any) -> str:
    """The text of the page's only ``h1``, empty if there are none or several."""
    headings = soup.find_all("h1")
    return SPACE.sub(" ", headings[0].get_text()).strip() if len(headings) == 1 else ""


def block_text(root: Any, soup: Any, left_out: Container[int] = (), *, whole: bool = False) -> str:
    """The text below ``root``."""
    builder = TextBuilder(root)
    main = root is not soup and root.name in ("main", "article")
    for node, entering in walk(root, main or whole, left_out):
        if node.name is None:
            builder.text(str(node))
        elif entering:
            builder.start(node)
        else:
            builder.end(node)
    return builder.finish()


def holder_ids(root: Any, names: frozenset[str]) -> set[int]:
    """The ``id()`` of every tag that contains a tag with one of these names, at any depth."""
    found: set[int] = set()
    for tag in root.find_all(list(names)):
        for parent in tag.parents:
            if id(parent) in found:
                break
            found.add(id(parent))
    return found


def walk(root: Any, main: bool, left_out: Container[int]) -> Iterator[tuple[Any, bool]]:
    """Every visible tag, on entering and on leaving it, and every text between, without recursion.

    :param main: whether ``root`` is the main part, in which headers, footers and asides are kept
    """
    titled = holder_ids(root, frozenset(("h1",)))
    stack: list[tuple[Any, bool, bool]] = [(root, True, main)]
    while stack:
        node, entering, inside = stack.pop()
        if node.name is None:
            if type(node).__name__ in ("NavigableString", "RubyTextString"):
                yield node, True
        elif not entering:
            yield node, False
        elif id(node) not in left_out and (node is root or is_seen(node, inside or id(node) in titled)):
            yield node, True
            inside = inside or node.name in ("main", "article")
            stack.append((node, False, inside))
            stack.extend((child, True, inside) for child in reversed(node.contents))


def is_seen(tag: Any, inside: bool) -> bool:
    """Whether a tag holds text of the document: it is neither hidden nor navigation nor around the main part.

    :param inside: whether it is in the main part, or holds the page's title
    """
    attributes = tag.attrs
    if tag.name in LEFT_OUT or "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return False
    if HIDDEN.search(str(attributes.get("style", ""))):
        return False
    if tag.name in AROUND:
        return inside
    return attributes.get("role") not in LEFT_OUT_ROLES


class TextBuilder:
    """Assembles blocks, lines and list items from tags and texts in their order."""

    def __init__(self, root: Any) -> None:
        self.holders = holder_ids(root, PARAGRAPHS)
        self.layouts = holder_ids(root, frozenset(("table",)))
        self.done: list[str] = []
        self.gap = 0
        self.line: list[str] = []
        self.marker = ""
        self.numbers: list[int | None] = []
        self.items = self.pre = self.inline = self.quoted = 0
        self.grids: list[bool] = []
        self.opened: list[int] = []
        self.captions: set[str] = set()

    def text(self, text: str) -> None:
        """Add text; runs of white space become one space, except in preformatted blocks."""
        if self.pre:
            for number, line in enumerate(text.splitlines()):
                if number:
                    self.end_line(1)
                self.line.append(line)
            if text.endswith("\n"):
                self.end_line(1)
        else:
            self.line.append(SPACE.sub(" ", text))

    def start(self, tag: Any) -> None:
        """A tag opens."""
        if is_caption(tag) and not self.inline:
            self.end_line(2)
            self.marker = CAPTION
        self.boundary(tag)
        if tag.name in LISTS:
            self.numbers.append(first_number(tag) if tag.name == "ol" else None)
        elif tag.name == "li":
            self.items += 1
            self.marker = self.marker if self.inline else self.next_marker()
        elif tag.name == "pre":
            self.pre += 1
        elif tag.name == "table":
            self.grids.append(id(tag) not in self.layouts and is_grid(tag))
        elif tag.name == "q":
            self.line.append("‘" if self.quoted % 2 else "“")
            self.quoted += 1
        elif tag.name in ("a", "sup"):
            self.opened.append(len(self.line))
        self.inline += self.is_inline(tag)

    def end(self, tag: Any) -> None:
        """A tag closes."""
        self.inline -= self.is_inline(tag)
        if tag.name == "pre":
            self.end_line(0)
            self.pre -= 1
        elif tag.name == "table":
            self.grids.pop()
        elif tag.name == "q":
            self.quoted -= 1
            self.line.append("’" if self.quoted % 2 else "”")
        elif tag.name in ("a", "sup"):
            self.end_reference(tag, self.opened.pop())
        if tag.name != "br":
            self.boundary(tag)
        if tag.name in LISTS:
            self.numbers.pop()
        elif tag.name == "li":
            self.items -= 1
            self.marker = ""
        elif is_caption(tag) and not self.inline:
            self.end_line(2)
            self.marker = ""

    def next_marker(self) -> str:
        """What stands before the item of a list that begins here."""
        if not self.numbers or (number := self.numbers[-1]) is None:
            return "• "
        self.numbers[-1] = number + 1
        return f"{number}. "

    def end_reference(self, tag: Any, first: int) -> None:
        """A link or raised text closes: the number of a note stands apart, what only leads back from it is dropped."""
        first = min(first, len(self.line))
        words = "".join(self.line[first:]).strip()
        if tag.name == "a" and str(tag.get("href") or "").startswith("#") and not WORD.search(words):
            del self.line[first:]
        elif tag.name == "sup" and NOTE.fullmatch(words) and NOTED.search("".join(self.line[:first])[-20:]):
            self.line[first:] = [f" [{words.strip('[]()')}]"]

    def is_inline(self, tag: Any) -> bool:
        """Whether blocks inside a tag stand on one line: in the cells of a table that shows data, and in captions."""
        return (tag.name in CELLS and bool(self.grids) and self.grids[-1]) or is_caption(tag)

    def boundary(self, tag: Any) -> None:
        """End the line, or add a tab, where a tag begins or ends."""
        if self.inline and tag.name not in ("tr", *CELLS):  # those are never closed on some pages
            self.line.append(" " if tag.name in PARAGRAPHS or tag.name in LINES else "")
        elif tag.name in PARAGRAPHS or (tag.name in CELLS and id(tag) in self.holders and not self.is_inline(tag)):
            self.end_line(1 if self.items else 2)
        elif tag.name in LINES:
            self.end_line(1)
        elif tag.name in CELLS:
            self.line.append("\t")

    def end_line(self, gap: int) -> None:
        """Finish the line, if anything is on it; at least ``gap`` line breaks follow."""
        words = "".join(self.line)
        line = words.rstrip() if self.pre else tidy(words)
        self.line = []
        if line.strip() and not (self.marker == CAPTION and line in self.captions):
            self.done += ["\n" * self.gap if self.done else "", self.marker, line]
            self.captions |= {line} if self.marker == CAPTION else set()
            self.marker, self.gap = "", 0
        self.gap = max(self.gap, gap)

    def finish(self) -> str:
        """The whole text."""
        self.end_line(0)
        return "".join(self.done)


def tidy(line: str) -> str:
    """A line with single spaces, and single tabs between cells."""
    line = re.sub(r" *\t[ \t]*", "\t", line)
    return re.sub(" +", " ", line).strip(" \t")


def is_caption(tag: Any) -> bool:
    """Whether a tag holds the words below a picture."""
    return tag.name == "figcaption" or bool(CAPTIONED.search(" ".join(classes_of(tag))))


def is_grid(table: Any) -> bool:
    """Whether a table's rows are lines: it has short cells beside each other, and does not lay out a page."""
    if table.find(["ul", "ol", "h1", "h2", "h3"]):
        return False
    rows = [row.find_all(["td", "th"]) for row in table.find_all("tr")]
    wide = sum(len(row) > 1 for row in rows)
    if not wide or wide * 2 < len(rows):
        return False
    return max(len(cell.get_text()) for row in rows for cell in row) <= LONGEST_CELL


def first_number(tag: Any) -> int:
    """The number from which an ordered list counts."""
    start = str(tag.get("start") or "1").strip()
    return int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1
