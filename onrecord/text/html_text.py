"""The text of a web page as a reader sees it, from its tree (Beautiful Soup).

Follows what browsers do for ``innerText``: https://html.spec.whatwg.org/#the-innertext-idl-attribute, with
blank lines between all blocks, so that headings and paragraphs can be distinguished.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

LEFT_OUT = frozenset(
    "script style noscript template head title nav svg iframe object embed audio video canvas map button select"
    " input textarea datalist dialog progress meter".split()
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
ADDRESS = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
WORD = re.compile(r"\w")


def page_text(soup: Any, *, whole: bool = False) -> str:
    """The text of a page's main part, its only article or its body, below the page's title.

    :param whole: take everything, including the address of every link: the tree is a document, not a page of a site
    """
    if whole:
        return block_text(soup, soup, whole=True)
    for root in roots(soup):
        text = block_text(root, soup)
        if WORD.search(text):
            return text if root.find("h1") else f"{page_title(soup)}\n\n{text}"
    return ""


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
    headings = soup.find_all("h1")
    title = headings[0] if len(headings) == 1 else soup.title
    return SPACE.sub(" ", title.get_text()).strip() if title else ""


def block_text(root: Any, soup: Any, *, whole: bool = False) -> str:
    """The text below ``root``."""
    builder = TextBuilder(whole, holder_ids(root, PARAGRAPHS))
    main = root is not soup and root.name in ("main", "article")
    for node, entering in walk(root, main or whole):
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


def walk(root: Any, main: bool) -> Iterator[tuple[Any, bool]]:
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
        elif node is root or is_seen(node, inside or id(node) in titled):
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

    def __init__(self, whole: bool, holders: set[int]) -> None:
        self.whole, self.holders = whole, holders
        self.done: list[str] = []
        self.gap = 0
        self.line: list[tuple[str, str]] = []
        self.marker = ""
        self.numbers: list[int | None] = []
        self.items = self.pre = self.links = 0

    def text(self, text: str) -> None:
        """Add text; runs of white space become one space, except in preformatted blocks."""
        if self.pre:
            for number, line in enumerate(text.splitlines()):
                if number:
                    self.end_line(1)
                self.line.append(("raw", line))
            if text.endswith("\n"):
                self.end_line(1)
        else:
            self.line.append(("link" if self.links else "text", SPACE.sub(" ", text)))

    def start(self, tag: Any) -> None:
        """A tag opens."""
        self.boundary(tag)
        if tag.name in LISTS:
            self.numbers.append(first_number(tag) if tag.name == "ol" else None)
        elif tag.name == "li":
            self.items += 1
            self.marker = "• "
            if self.numbers and self.numbers[-1] is not None:
                self.marker = f"{self.numbers[-1]}. "
                self.numbers[-1] += 1
        elif tag.name == "pre":
            self.pre += 1
        elif tag.name == "a":
            self.links += 1

    def end(self, tag: Any) -> None:
        """A tag closes."""
        if tag.name == "pre":
            self.pre -= 1
        elif tag.name == "a":
            self.links -= 1
            self.end_link(str(tag.get("href") or "").strip())
        if tag.name != "br":
            self.boundary(tag)
        if tag.name in LISTS:
            self.numbers.pop()
        elif tag.name == "li":
            self.items -= 1
            self.marker = ""

    def end_link(self, address: str) -> None:
        """A link closes; one without words that leads back from a note to its citation is dropped."""
        first = self.link_start(len(self.line))
        if address.startswith("#") and not any(WORD.search(text) for _, text in self.line[first:]):
            del self.line[first:]
        self.line.append(("address", address))

    def link_start(self, number: int) -> int:
        """Where on the line the link that ends before ``number`` starts."""
        while number and self.line[number - 1][0] == "link":
            number -= 1
        return number

    def boundary(self, tag: Any) -> None:
        """End the line, or add a tab, where a tag begins or ends."""
        if tag.name in PARAGRAPHS or tag.name in CELLS and id(tag) in self.holders:
            self.end_line(1 if self.items else 2)
        elif tag.name in LINES:
            self.end_line(1)
        elif tag.name in CELLS:
            self.line.append(("text", "\t"))

    def end_line(self, gap: int) -> None:
        """Finish the line, if anything is on it; at least ``gap`` line breaks follow."""
        line = self.finished_line()
        self.line = []
        if line.strip():
            self.done += ["\n" * self.gap if self.done else "", self.marker, line]
            self.marker, self.gap = "", 0
        self.gap = max(self.gap, gap)

    def finished_line(self) -> str:
        """The words of the line, with the addresses that it cites."""
        if any(kind == "raw" for kind, _ in self.line):
            return "".join(text for kind, text in self.line if kind != "address").rstrip()
        cites = self.whole or any(kind == "text" and WORD.search(text) for kind, text in self.line)
        pieces: list[str] = []
        for number, (kind, text) in enumerate(self.line):
            if kind != "address":
                pieces.append(text)
            elif cites and ADDRESS.match(text) and not self.is_shown(number, text):
                before = pieces.pop() if pieces else ""
                pieces += [before.rstrip(" "), f" ({text})", " " * before.endswith(" ")]
        words = re.sub(r" *\t[ \t]*", "\t", "".join(pieces))
        return re.sub(" +", " ", words).strip(" \t")

    def is_shown(self, number: int, address: str) -> bool:
        """Whether the words of the link that ends here already show its address."""
        shown = "".join(text for _, text in self.line[self.link_start(number) : number])
        return ADDRESS.sub("", address).rstrip("/").lower() in shown.lower()

    def finish(self) -> str:
        """The whole text."""
        self.end_line(0)
        return "".join(self.done)


def first_number(tag: Any) -> int:
    """The number from which an ordered list counts."""
    start = str(tag.get("start") or "1").strip()
    return int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1
