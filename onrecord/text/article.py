"""Which part of a web page is its article, and what inside it is not: menus, related headlines, comments, prompts.

After Readability (https://github.com/mozilla/readability): paragraphs lend their weight to the elements around them,
the heaviest is the article, and inside it what consists of links, or is named like furniture, is left out. Nothing
in the tree is changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

FURNITURE = re.compile(
    r"-ads?-|\bads?\b|advert|agegate|bread-?crumb|combx|comment|consent|cookie|disqus|gdpr|log-?in|most-?(?:read|viewed|popular"
    r"|shared)|newsletter|outbrain|pager|pagination|paywall|popular|popup|promo|recirc|recommend|related|remark|replies|reply"
    r"|respond|see-?also|shoutbox|sidebar|sign-?up|skyscraper|sponsor|subscri|taboola|teaser|trending|tweet|widget|yom-remote",
    re.IGNORECASE,
)
"""Classes and ids of what stands around and between the paragraphs of articles."""
MARGINAL = re.compile(
    r"banner|follow|footer|legends|masthead|menu|\bnav|print|\brss\b|shar(?:e|ing)|skip|social|supplement|tag-?(?:list|s\b)"
    r"|toolbar|tooltip",
    re.IGNORECASE,
)
"""Classes and ids of furniture that articles sometimes have, too."""
PERHAPS = re.compile(r"article|body|column|content(?!info)|main|mathjax|story|entry|\bpost\b|\bpage\b", re.IGNORECASE)
"""Classes and ids that an article may have, whatever else they say."""
LIKELY = re.compile(
    r"article|body|content|entry|hentry|h-entry|main|page|pagination|post|text|blog|story", re.IGNORECASE
)
UNLIKELY = re.compile(
    r"-ad-|hidden|banner|combx|comment|com-|contact|footer|gdpr|masthead|media|meta|outbrain|promo|related|scroll|share"
    r"|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|widget",
    re.IGNORECASE,
)
NEVER = frozenset("html body article main h1 a p".split())
"""Elements that are not furniture whatever they are called."""
BLOCKS = frozenset("blockquote dl div img ol p pre table ul section article form".split())
SCORED = frozenset("p pre td section h2 h3 h4 h5 h6 blockquote".split())
CLEANED = frozenset("form fieldset table ul ol dl div section aside".split())
TAG_WEIGHTS = {"div": 5, "article": 8, "section": 4, "pre": 3, "td": 3, "blockquote": 3}
TAG_WEIGHTS |= dict.fromkeys("address ol ul dl dd dt li form".split(), -3) | dict.fromkeys(
    "h1 h2 h3 h4 h5 h6 th".split(), -5
)
COMMA = re.compile(r"[,،︐︑⸲﹐，、]")
SHORTEST_PARAGRAPH = 25
SHORTEST_ARTICLE = 250
LONGEST_FURNITURE = 800
FEW_LINKS = 0.005
LEVELS = 5
"""How many elements around a paragraph gain by it."""
Judge = Callable[[Any], bool]


@dataclass
class Counts:
    """What an element holds: characters, those of links, commas and so on, and what was left out of it."""

    characters: int = 0
    linked: int = 0
    commas: int = 0
    paragraphs: int = 0
    items: int = 0
    listed: int = 0
    inputs: int = 0
    headed: int = 0
    blocks: int = 0
    tables: int = 0
    lost: int = 0

    def add(self, other: Counts) -> None:
        """Count what another element holds."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    @property
    def density(self) -> float:
        """The share of the characters that stand in links."""
        return self.linked / self.characters if self.characters else 0.0


@dataclass
class Article:
    """The article below an element.

    :param seen: whether a reader sees a tag
    """

    root: Any
    seen: Judge
    strict: bool = True
    left_out: set[int] = field(default_factory=set)
    counts: dict[int, Counts] = field(default_factory=dict)
    scores: dict[int, float] = field(default_factory=dict)
    tags: dict[int, Any] = field(default_factory=dict)

    def parts(self) -> list[Any]:
        """The elements that make up the article, in order; ``left_out`` then has the ids of what is not part of it."""
        self.count(self.root, lambda tag: not self.seen(tag) or self.is_furniture(tag), self.is_marginal)
        self.score()
        document = self.counts[id(self.root)].density < FEW_LINKS  # one that was saved as a page
        parts = [self.root] if document or not self.scores else self.with_siblings(self.best())
        for part in parts:
            self.count(part, lambda tag: id(tag) in self.left_out, self.is_clutter)
        return parts

    def count(self, root: Any, before: Judge, after: Judge = lambda _: False) -> None:
        """Count what each element holds, from the innermost outwards; what is left out counts for nothing.

        :param before: whether to leave out an element, whatever it holds
        :param after: whether to leave out an element that has been counted
        """
        stack: list[tuple[Any, bool]] = [(root, True)]
        while stack:
            tag, entering = stack.pop()
            if entering:
                if tag is not root and before(tag):
                    self.left_out.add(id(tag))
                    continue
                self.tags[id(tag)] = tag
                stack.append((tag, False))
                stack.extend((child, True) for child in tag.contents if child.name is not None)
            else:
                self.counts[id(tag)] = self.counts_of(tag)
                if tag is not root and after(tag):
                    self.left_out.add(id(tag))

    def counts_of(self, tag: Any) -> Counts:
        """What an element holds."""
        total = Counts()
        for child in tag.contents:
            if child.name is None:
                if type(child).__name__ == "NavigableString":
                    total.characters += len(" ".join(child.split()))
                    total.commas += len(COMMA.findall(child))
            elif id(child) not in self.left_out:
                total.add(self.counts[id(child)])
            else:
                total.inputs += child.name in ("input", "textarea")
                total.lost += id(child) in self.counts
        if tag.name == "a":
            total.linked = (
                total.characters if not str(tag.get("href") or "#").startswith("#") else total.characters // 3
            )
        total.paragraphs += tag.name == "p"
        total.items += tag.name == "li"
        total.blocks += tag.name in BLOCKS
        total.tables += tag.name == "table"
        if tag.name in ("ul", "ol"):
            total.listed = total.characters
        if re.fullmatch("h[1-6]", tag.name):
            total.headed = total.characters
        return total

    def is_furniture(self, tag: Any) -> bool:
        """Whether an element is named like furniture, and not like an article."""
        if not self.strict or tag.name in NEVER:
            return False
        marks = marks_of(tag)
        return bool(FURNITURE.search(marks)) and not PERHAPS.search(marks)

    def is_marginal(self, tag: Any) -> bool:
        """Whether an element is named like furniture that articles may have, and holds only a few sentences."""
        found, marks = self.counts[id(tag)], marks_of(tag)
        if not self.strict or tag.name in NEVER or not MARGINAL.search(marks) or PERHAPS.search(marks):
            return False
        return found.characters - found.linked <= LONGEST_FURNITURE or found.commas <= 5

    def weight(self, tag: Any) -> int:
        """What an element's class and id say for it."""
        names = (" ".join(classes_of(tag)), str(tag.get("id") or ""))
        return sum(25 * bool(LIKELY.search(one)) - 25 * bool(UNLIKELY.search(one)) for one in names)

    def is_clutter(self, tag: Any) -> bool:
        """Whether an element holds links, fields or items rather than prose."""
        if tag.name not in CLEANED:
            return False
        found = self.counts[id(tag)]
        weight = self.weight(tag) if self.strict else 0
        if weight < 0 or (found.lost and found.headed >= 0.9 * found.characters):
            return True
        if found.commas >= 10 or (tag.name == "table" and found.tables == 1 and is_data(tag)):
            return False
        is_list = tag.name in ("ul", "ol") or found.listed > 0.9 * found.characters
        if is_list:
            return found.density > 0.8
        if found.items - 100 > found.paragraphs or found.inputs > found.paragraphs // 3:
            return True
        if found.characters < SHORTEST_PARAGRAPH and found.headed < 0.9 * found.characters and found.linked:
            return True
        return found.density > (0.2 if weight < 25 else 0.5) and tag.name != "table"

    def score(self) -> None:
        """Let every paragraph lend its weight to the elements around it."""
        for key, tag in self.tags.items():
            found = self.counts[key]
            bare = tag.name == "div" and found.blocks == 1
            if (tag.name not in SCORED and not bare) or found.characters < SHORTEST_PARAGRAPH:
                continue
            points: float = 2 + found.commas + min(found.characters // 100, 3)
            for level, near in self.around(tag) if tag is not self.root else ():
                start = self.scores.get(id(near))
                if start is None:
                    start = TAG_WEIGHTS.get(near.name, 0) + (self.weight(near) if self.strict else 0)
                self.scores[id(near)] = start + points / (1, 2, 6, 9, 12)[level]
        for key in self.scores:
            self.scores[key] *= 1 - self.counts[key].density

    def around(self, tag: Any) -> Iterator[tuple[int, Any]]:
        """The nearest elements around one, numbered, up to the root."""
        for level, parent in zip(range(LEVELS), tag.parents, strict=False):
            yield level, parent
            if parent is self.root:
                break

    def best(self) -> Any:
        """The element with the article: the heaviest, or one around it that also holds the next heaviest."""
        ranked = sorted(self.scores, key=lambda key: -self.scores[key])[:LEVELS]
        best = self.tags[ranked[0]]
        near = [self.tags[key] for key in ranked[1:] if self.scores[key] >= 0.75 * self.scores[ranked[0]]]
        around = [{id(one) for one in tag.parents} for tag in near]
        for parent in best.parents if best is not self.root else ():
            if sum(id(parent) in ids for ids in around) >= 3:
                best = parent
            if best is parent or parent is self.root:
                break
        return self.climbed(best)

    def climbed(self, best: Any) -> Any:
        """The element, or one around it that weighs more, or holds nothing else."""
        last = self.scores.get(id(best), 0.0)
        least = last / 3
        for parent in best.parents:
            if best is self.root or parent is self.root or id(parent) not in self.tags:
                break
            points = self.scores.get(id(parent))
            if points is None:
                continue
            if points < least:
                break
            if points > last:
                best = parent
                break
            last = points
        while best is not self.root and best.parent is not self.root and len(self.inside(best.parent)) == 1:
            best = best.parent
        return best

    def inside(self, tag: Any) -> list[Any]:
        """The elements directly inside one that are not left out and not empty."""
        kept = (child for child in tag.contents if child.name and id(child) not in self.left_out)
        return [child for child in kept if self.counts[id(child)].characters]

    def with_siblings(self, best: Any) -> list[Any]:
        """The element, and those beside it that belong to the article."""
        if best is self.root:
            return [best]
        top = self.scores.get(id(best), 0.0)
        return [one for one in self.inside(best.parent) if one is best or self.belongs(one, best, top)]

    def belongs(self, tag: Any, best: Any, top: float) -> bool:
        """Whether an element beside the best is part of the article."""
        found = self.counts[id(tag)]
        bonus = 0.2 * top if tag.get("class") and tag.get("class") == best.get("class") else 0.0
        if self.scores.get(id(tag), 0.0) + bonus >= max(10, 0.2 * top) and id(tag) in self.scores:
            return True
        if tag.name in ("h1", "h2", "h3"):
            return found.density < 0.25
        if tag.name == "p" or (tag.name == "div" and found.blocks == 1):
            return found.density < 0.25 and (
                found.characters > 80 or bool(re.search(r"\.( |$)", tag.get_text().strip()))
            )
        return False


def classes_of(tag: Any) -> list[str]:
    """The classes of a tag."""
    value = tag.get("class")
    return value if isinstance(value, list) else [str(value)] if value else []


def marks_of(tag: Any) -> str:
    """The class and id of a tag."""
    return " ".join((*classes_of(tag), str(tag.get("id") or "")))


def is_data(table: Any) -> bool:
    """Whether a table without tables inside it shows data, rather than laying out a page."""
    if table.get("role") == "presentation" or table.get("datatable") == "0":
        return False
    if table.get("summary") or table.find(["caption", "th", "thead", "tfoot", "col"]):
        return True
    rows = table.find_all("tr")
    cells = max((len(row.find_all("td")) for row in rows), default=0)
    return len(rows) >= 10 or cells > 4 or (len(rows) > 1 and cells > 1 and len(rows) * cells > 4)
