"""Toponyms in datelines, which are not parsed and lie between the trees: “TORRINGTON, Conn. (AP) — …”."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.reader.english.datelines import DATELINE
from onrecord.reader.parsing.tree import Tree
from onrecord.reader.places.gazetteer import Gazetteer
from onrecord.span import Span


def in_small_letters(name: str) -> str:
    """A name in capitals as it is written elsewhere: LUND → Lund; it is no acronym."""
    return name.title() if name.isupper() else name


def gaps(text: str, trees: Sequence[Tree]) -> Iterator[Span]:
    """The spans of text outside all trees."""
    start = 0
    for tree in trees:
        yield Span(start, max(start, tree.starts[0]))
        start = max(start, tree.end(len(tree) - 1))
    yield Span(start, len(text))


def datelines(text: str, trees: Sequence[Tree], gazetteer: Gazetteer) -> Iterator[tuple[Span, str | None]]:
    """The span of each place in a dateline, with the region that follows it, if any."""
    for gap in gaps(text, trees):
        start = text.rfind("\n", gap.start, gap.start + len(text[gap.start : gap.end].rstrip())) + 1
        match = DATELINE.match(text, max(start, gap.start))
        if not match or text[match.end() : gap.end].strip():
            continue
        for town, region in (("town", "region"), ("other", "beside")):
            if not match[town] or not (gazetteer.lookup(match[town]) or match[region]):
                continue
            yield Span(*match.span(town)), match[region]
            if match[region] and gazetteer.lookup(match[region]):
                yield Span(*match.span(region)), None
