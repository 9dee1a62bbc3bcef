"""Attributions against a corpus (PolNeAR): content, speaker, and what stands between marks.

Spans are compared as sets of letters and digits, so that marks, commas and spaces never matter. An attribution is
found when its content shares at least 0.8 with the corpus's (Jaccard), paired one to one, best first. Its speaker
is right when the words that name it touch, or when the last word of the reader's name for it is among the
corpus's words for it, so that a full name counts for “Mr. Smith”; where the corpus names nobody, when the reader
names nobody. A quoted run, a stretch between double marks in one paragraph, is somebody's when at least 0.8 of it
lies in one content.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from onrecord.annotation.model import Manner
from onrecord.evaluation.gold import Annotated, Attributed, Spans
from onrecord.evaluation.items import Item, Pair, letters, pair
from onrecord.evaluation.kinds import Disagreement, Kind, differing, unpaired
from onrecord.evaluation.scores import Score, same
from onrecord.evaluation.totals import Measurement, Pairs, measured
from onrecord.span import Span
from onrecord.text.marks import DOUBLE, OPENING

FOUND, EXACT, IN_RUN = 0.8, 1.0, 0.8
DIRECT, MIXED = 0.95, 0.02
"""Content is direct from this share between marks on, and mixed above that."""

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
    """Scores and kinds of error over all documents, each as the corpus and as the reader has it."""
    return measured(pairs, Compared, scores)


def scores(counts: Counter[str]) -> Iterator[Score]:
    """The figures, from the counts of all documents."""
    ours, theirs, found = counts["reference"], counts["reading"], counts["found"]
    yield same("attributions", None, ours, theirs, found)
    yield same("attributions", "speaker", ours, theirs, counts["speaker"])
    yield same("attributions", "content", ours, theirs, counts["exact"])
    for manner in MANNERS:
        name = f"{manner} attributions"
        rows, right = (counts[f"reference {manner}"], counts[f"found {manner}"]), counts[f"right {manner}"]
        yield Score(name, None, rows[0], counts[f"reading {manner}"], rows[1], right)
    yield same("attributions found", "speaker", found, found, counts["speaker"])
    yield same("attributions found", "words for the speaker", found, found, counts["speaker words"])
    runs = counts["reference runs"], counts["reading runs"]
    yield same("quoted runs", None, *runs, counts["found runs"])
    yield same("quoted runs", "speaker", *runs, counts["speaker runs"])


class Compared:
    """One document as the corpus and as the reader has it."""

    def __init__(self, reference: Annotated, reading: Annotated) -> None:
        self.text = reference.text
        self.runs = list(quoted_runs(self.text))
        self.in_marks = letters(self.text, self.runs)
        self.rows: dict[int, Attributed] = {}
        self.ours = self.items(reference.attributions or ())
        self.theirs = [item for item in self.items(reading.attributions or ()) if item.characters]
        self.pairs = pair(self.ours, self.theirs, FOUND)

    def items(self, rows: Iterable[Attributed]) -> list[Item]:
        """Attributions as items, in their order; what they were is kept in ``rows``."""
        found = []
        for row in rows:
            content, cue = letters(self.text, row.content), letters(self.text, row.cue)
            found.append(Item("", row.content, content, cue=cue))
            self.rows[id(found[-1])] = row
        return found

    def manner(self, item: Item) -> Manner:
        """Whether a content stands between marks wholly, in part or not at all."""
        share = len(item.characters & self.in_marks) / len(item.characters) if item.characters else 0
        return "direct" if share >= DIRECT else "mixed" if share > MIXED else "indirect"

    def speaker(self, two: Pair) -> tuple[bool, bool]:
        """Whether a pair has the same speaker, and whether by the same words."""
        one, other = (self.rows[id(item)] for item in two)
        return same_speaker(self.text, one, other)

    def counts(self) -> Iterator[str]:
        """What there is to count, one name for each time."""
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
        """The same for quoted runs."""
        for run in self.runs:
            characters = letters(self.text, [run])
            one, other = holder(characters, self.ours), holder(characters, self.theirs)
            yield from ["reference runs"] * (one is not None) + ["reading runs"] * (other is not None)
            if one and other:
                yield from ["found runs"] + ["speaker runs"] * self.speaker((one, other))[0]

    def disagreements(self) -> Iterator[Disagreement]:
        """What is lost, and by what kind of error."""
        groups = unpaired(self.ours, self.theirs, self.pairs, FOUND)
        yield from differing("attributions", (), self.pairs, groups)
        for two in self.pairs:
            if not self.speaker(two)[0]:
                one, other = (self.rows[id(item)] for item in two)
                kind = speaker_kind(one, other)
                yield Disagreement("attributions", "speaker", kind, one.content[0], None, None, missing=1, extra=1)


def quoted_runs(text: str) -> Iterator[Span]:
    """What stands between double quotation marks, line by line; what never closes runs to the end of its line."""
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
    """The item in whose content a run lies, the earlier one where two hold as much of it."""
    if not characters or not items:
        return None
    best = max(items, key=lambda item: len(characters & item.characters))
    return best if len(characters & best.characters) >= IN_RUN * len(characters) else None


def same_speaker(text: str, reference: Attributed, reading: Attributed) -> tuple[bool, bool]:
    """Whether two attributions have the same speaker, and whether the very same words name it."""
    ours, theirs = letters(text, reference.source), letters(text, reading.source)
    named = bool(theirs) or bool(reading.name and reading.name.strip())
    if not ours or not named:
        return (not ours and not named,) * 2
    if ours & theirs:
        return True, ours == theirs
    last = names(reading.name or words(text, reading.source))[-1:]
    return bool(last) and last[0] not in PRONOUNS and last[0] in names(words(text, reference.source)), False


def speaker_kind(reference: Attributed, reading: Attributed) -> Kind:
    """How two speakers differ."""
    if not reference.source:
        return "filled-in"
    return "different" if reading.source or reading.name else "left-open"


def words(text: str, spans: Spans) -> str:
    """The words of several spans."""
    return " ".join(text[span.start : span.end] for span in spans)


def names(said: str) -> list[str]:
    """The words that can name somebody, in lower case, without the possessive."""
    return [POSSESSIVE.sub("", word) for word in WORD.findall(said.lower()) if word not in NAMELESS]
