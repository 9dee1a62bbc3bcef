"""Toponyms in datelines: “TORRINGTON, Conn. (AP) — …”. The parser isn't given them; they stand between
paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.annotation import Span
from onrecord.reader.gazetteer import Gazetteer
from onrecord.reader.tree import Tree

MONTH = r"(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\.?"
DATELINE = re.compile(
    r"\s*(?P<town>[^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*){0,3})"
    r"(?:, (?P<region>[^\W\d_a-z][\w.]*(?: [^\W\d_a-z][\w.]*)?))?"
    rf"(?:,? {MONTH} \d{{1,2}})?(?:, \d{{4}})?\s*(?:\([^()]{{2,30}}\)\s*)?[-–—]+\s*\Z"
)


def gaps(text: str, trees: Sequence[Tree]) -> Iterator[Span]:
    """The stretches of text that no tree covers, white space aside."""
    start = 0
    for tree in trees:
        yield Span(start, max(start, tree.starts[0]))
        start = max(start, tree.end(len(tree) - 1))
    yield Span(start, len(text))


def datelines(text: str, trees: Sequence[Tree], gazetteer: Gazetteer) -> Iterator[tuple[Span, str | None]]:
    """The span of each place in a dateline, with the region that the dateline puts it in."""
    for gap in gaps(text, trees):
        match = DATELINE.fullmatch(text, gap.start, gap.end) if gap.end - gap.start < 120 else None
        if not match or not (gazetteer.lookup(match["town"]) or match["region"]):
            continue
        yield Span(*match.span("town")), match["region"]
        if match["region"] and gazetteer.lookup(match["region"]):
            yield Span(*match.span("region")), None
