"""Attributions measured against a corpus (PolNeAR): content, speaker, and quoted runs.

Spans are compared as sets of letters and digits, so that punctuation and spaces never matter. Attributions are
paired one to one, best first, if their contents overlap by at least 0.8 (Jaccard). The speaker is right if the words
that name it overlap, or if the last word of the reader's name for it is among the corpus's words for it, so that a
full name matches “Mr. Smith”; if the corpus names nobody, the reader must name nobody. A quoted run is the text
between double marks on one line; it belongs to an attribution whose content covers at least 0.8 of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from onrecord.annotation.model import DIRECT, MIXED, Manner
from onrecord.evaluation.gold import Annotated, Attributed, Spans
from onrecord.evaluation.items import Item, Pair, letters, pair
from onrecord.evaluation.kinds import Disagreement, Kind, differences, group_unpaired
from onrecord.evaluation.scores import Score, paired_score
from onrecord.evaluation.totals import Measurement, Pairs, measure_pairs
from onrecord.span import Span
from onrecord.text.marks import DOUBLE, OPENING

FOUND, EXACT, IN_RUN = 0.8, 1.0, 0.8

MANNERS: tuple[Manner, ...] = ("direct", "mixed", "indirect")
MARK = re.compile(f"[{DOUBLE}]")
WORD = re.compile(r"[\w’'-]+")
POSSESSIVE = re.compile(r"['’]s$")
PRONOUNS = frozenset("i you he she it we they".split())
NAMELESS = frozenset(
    # Words that name nobody: articles, conjunctions, prepositions, possessives, who;
    "a an the and or at by for in of on to his her its their who "
    # titles, offices, and the cue itself.
    "mr mrs ms dr gov rep sen president candidate spokesman spokeswoman said".split()
)


def measure(pairs: Pairs) -> Measurement:
    """Scores and kinds of error over all documents, each as annotated by the corpus and by the reader."""
    return measure_pairs(pairs, ComparedAttributions, scores)


def scores(counts: Counter[str]) -> Iterator[Score]:
    """The scores, from the counts of all documents."""
    ours, theirs, found = counts["reference"], counts["reading"], counts["found"]
    yield paired_score("attributions", None, ours, theirs, found)
    yield paired_score("attributions", "speaker", ours, theirs, counts["speaker"])
    yield paired_score("attributions", "content", ours, theirs, counts["exact"])
    for manner in MANNERS:
        name = f"{manner} attributions"
        rows, right = (counts[f"reference {manner}"], counts[f"found {manner}"]), counts[f"right {manner}"]
        yield Score(name, None, rows[0], counts[f"reading {manner}"], rows[1], right)
    yield paired_score("attributions found", "speaker", found, found, counts["speaker"])
    yield paired_score("attributions found", "words for the speaker", found, found, counts["speaker words"])
    runs = counts["reference runs"], counts["reading runs"]
    yield paired_score("quoted runs", None, *runs, counts["found runs"])
    yield paired_score("quoted runs", "speaker", *runs, counts["speaker runs"])


class ComparedAttributions:
    """One document as annotated by the corpus and by the reader."""

    def __init__(self, reference: Annotated, reading: Annotated) -> None:
        self.text = reference.text
        self.runs = list(quoted_runs(self.text))
        self.in_marks = letters(self.text, self.runs)
        self.rows: dict[int, Attributed] = {}
        self.ours = self.items(reference.attributions or ())
        self.theirs = [item for item in self.items(reading.attributions or ()) if item.characters]
        self.pairs = pair(self.ours, self.theirs, FOUND)

    def items(self, rows: Iterable[Attributed]) -> list[Item]:
        """Attributions as items, in their order; ``rows`` maps each item back to its attribution."""
        found = []
        for row in rows:
            content, cue = letters(self.text, row.content), letters(self.text, row.cue)
            found.append(Item("", row.content, content, cue=cue))
            self.rows[id(found[-1])] = row
        return found

    def manner(self, item: Item) -> Manner:
        """Whether content is inside quotation marks entirely, partly or not at all."""
        share = len(item.characters & self.in_marks) / len(item.characters) if item.characters else 0
        return "direct" if share >= DIRECT else "mixed" if share > MIXED else "indirect"

    def speaker(self, two: Pair) -> tuple[bool, bool]:
        """Whether a pair has the same speaker, and whether the same words name it."""
        one, other = (self.rows[id(item)] for item in two)
        return same_speaker(self.text, one, other)

    def counts(self) -> Iterator[str]:
        """The names of the counters to increase by one."""
        for side, items in ("reference", self.ours), ("reading", self.theirs):
            for item in items:
                yield side
                yield f"{side} {self.manner(item)}"
        for one, other in self.pairs:
            agrees, by_words = self.speaker((one, other))
            yield from ("found", f"found {self.manner(one)}", f"right {self.manner(other)}")
            yield from ["speaker"] * agrees + ["speaker words"] * by_words
        yield from ["exact"] * len(pair(self.ours, self.theirs, EXACT))
        yield from self.run_counts()

    def run_counts(self) -> Iterator[str]:
        """The names of the counters of quoted runs to increase by one."""
        for run in self.runs:
            characters = letters(self.text, [run])
            one, other = holder(characters, self.ours), holder(characters, self.theirs)
            yield from ["reference runs"] * (one is not None) + ["reading runs"] * (other is not None)
            if one and other:
                yield from ["found runs"] + ["speaker runs"] * self.speaker((one, other))[0]

    def disagreements(self) -> Iterator[Disagreement]:
        """The rows that are lost, each with its kind of error."""
        groups = group_unpaired(self.ours, self.theirs, self.pairs, FOUND)
        yield from differences("attributions", (), self.pairs, groups)
        for two in self.pairs:
            if not self.speaker(two)[0]:
                one, other = (self.rows[id(item)] for item in two)
                kind = speaker_kind(one, other)
                yield Disagreement("attributions", "speaker", kind, one.content[0], None, None, missing=1, extra=1)


def quoted_runs(text: str) -> Iterator[Span]:
    """Spans between double quotation marks, line by line; an unclosed one runs to the end of its line."""
    for line in re.finditer(r"[^\n]+", text):
        opened: int | None = None
        for mark in MARK.finditer(text, *line.span()):
            if mark.group() in OPENING:
                opened = mark.start()
            elif opened is not None:
                yield Span(opened, mark.end())
                opened = None
            elif mark.group() == '"':
                opened = mark.start()
        if opened is not None and line.end() - opened > 1:
            yield Span(opened, line.end())


def holder(characters: frozenset[int], items: Sequence[Item]) -> Item | None:
    """The item whose content covers most of a run, the first of equals; ``None`` if none covers enough."""
    if not characters or not items:
        return None
    best = max(items, key=lambda item: len(characters & item.characters))
    return best if len(characters & best.characters) >= IN_RUN * len(characters) else None


def same_speaker(text: str, reference: Attributed, reading: Attributed) -> tuple[bool, bool]:
    """Whether two attributions have the same speaker, and whether exactly the same words name it."""
    ours, theirs = letters(text, reference.source), letters(text, reading.source)
    named = bool(theirs) or bool(reading.name and reading.name.strip())
    if not ours or not named:
        return (not ours and not named,) * 2
    if ours & theirs:
        return True, ours == theirs
    last = name_words(reading.name or words(text, reading.source))[-1:]
    return bool(last) and last[0] not in PRONOUNS and last[0] in name_words(words(text, reference.source)), False


def speaker_kind(reference: Attributed, reading: Attributed) -> Kind:
    """How two speakers differ."""
    if not reference.source:
        return "filled-in"
    return "different" if reading.source or reading.name else "left-open"


def words(text: str, spans: Spans) -> str:
    """The words of several spans."""
    return " ".join(text[span.start : span.end] for span in spans)


def name_words(said: str) -> list[str]:
    """The words that can name somebody, in lower case, without the possessive."""
    return [POSSESSIVE.sub("", word) for word in WORD.findall(said.lower()) if word not in NAMELESS]
