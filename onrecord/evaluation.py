"""How far two readings of one document agree, by layer: precision, recall and F, and kappa on shared choices.

Rows are paired one to one, those that share most first: quotes, mentions and citations by the same span;
attributions by contents and claims by passages whose letters and digits overlap (Jaccard). A further line counts
the pairs that also agree on a value, so that F falls with every kind of disagreement. Kappa (Cohen 1960) is over
the pairs alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.annotation import Annotation, Span
from onrecord.corpus import Entry

CONTENT_OVERLAP = 0.8
"""Two attributions are the same when their contents overlap as far as this (PolNeAR's measure)."""

PASSAGE_OVERLAP = 0.5
"""Two claims may be the same when their passages overlap as far as this; what they state is then compared."""


@dataclass(frozen=True)
class Item:
    """One row as it is compared: its spans' characters and the values that may be agreed on."""

    id: str
    spans: tuple[Span, ...]
    characters: frozenset[int]
    values: dict[str, Any]


@dataclass(frozen=True)
class Score:
    """Agreement on one layer: rows of either reading and how many of them are the same."""

    layer: str
    first: int
    second: int
    same: int
    kappa: float | None = None

    @property
    def precision(self) -> float:
        """The share of the second reading's rows that the first has too."""
        return self.same / self.second if self.second else 0.0

    @property
    def recall(self) -> float:
        """The share of the first reading's rows that the second has too."""
        return self.same / self.first if self.first else 0.0

    @property
    def f(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.same / (self.first + self.second) if self.first + self.second else 0.0


@dataclass(frozen=True)
class Disagreement:
    """A row that only one reading has, or a value on which two readings of a row differ."""

    layer: str
    span: Span
    first: str | None
    second: str | None


@dataclass(frozen=True)
class Layer:
    """What is compared: a name, how items are taken from a reading, the overlap that pairs them, the values."""

    name: str
    items: Callable[[Entry, Annotation], Iterator[Item]]
    overlap: float
    values: tuple[str, ...]


def letters(text: str, spans: Iterable[Span]) -> frozenset[int]:
    """The offsets of the letters and digits in the spans: marks and spaces never decide."""
    return frozenset(at for span in spans for at in range(span.start, span.end) if text[at].isalnum())


def item(entry: Entry, row_id: str, spans: Sequence[Span], **values: Any) -> Item:
    """A row to compare."""
    return Item(row_id, tuple(spans), letters(entry.document.text, spans), values)


def quotes(entry: Entry, annotation: Annotation) -> Iterator[Item]:
    """Quoted spans with their type and speaker."""
    for passage in annotation.passages:
        for row in passage.quotes:
            speaker = annotation.attributed.get(row.attribution or "")
            yield item(entry, row.id, [row.exact], type=row.quote_type, speaker=speaker)


def attributions(entry: Entry, annotation: Annotation) -> Iterator[Item]:
    """Attributed contents with their source and manner."""
    for passage in annotation.passages:
        for row in passage.attributions:
            yield item(entry, row.id, row.content_words, source=row.source, manner=row.manner)


def claims(entry: Entry, annotation: Annotation) -> Iterator[Item]:
    """Claims with their claimant, type, event type and factuality."""
    for passage in annotation.passages:
        for row in passage.claims:
            claimant = annotation.attributed.get(row.attribution) if row.attribution else annotation.document.author
            values = {"claimant": claimant, "type": row.claim_type, "event": row.event_type}
            yield item(entry, row.id, [row.exact], **values, factuality=row.factuality)


def citations(entry: Entry, annotation: Annotation) -> Iterator[Item]:
    """Citations with their source."""
    for passage in annotation.passages:
        for row in passage.citations:
            yield item(entry, row.id, [row.exact], source=row.source)


def places(entry: Entry, annotation: Annotation) -> Iterator[Item]:
    """Mentions of places with the place."""
    for passage in annotation.passages:
        for row in passage.locations:
            yield item(entry, str(row.location), [row.exact], place=row.location)


def actors(entry: Entry, annotation: Annotation) -> Iterator[Item]:
    """Mentions of actors with the actor."""
    for passage in annotation.passages:
        for row in passage.actors:
            yield item(entry, row.actor, [row.exact], actor=row.actor)


LAYERS = (
    Layer("quotes", quotes, 1.0, ("type", "speaker")),
    Layer("attributions", attributions, CONTENT_OVERLAP, ("source", "manner")),
    Layer("claims", claims, PASSAGE_OVERLAP, ("claimant", "type", "event", "factuality")),
    Layer("citations", citations, 1.0, ("source",)),
    Layer("place mentions", places, 1.0, ("place",)),
    Layer("actor mentions", actors, 1.0, ("actor",)),
)


def pair(first: list[Item], second: list[Item], overlap: float) -> list[tuple[Item, Item]]:
    """Pair items one to one, those that share most first; ties go to the earlier ones, and to agreement."""
    at: dict[int, list[int]] = {}
    for number, ours in enumerate(first):
        for offset in ours.characters:
            at.setdefault(offset, []).append(number)
    candidates = []
    for number, theirs in enumerate(second):
        shared = Counter(one for offset in theirs.characters for one in at.get(offset, ()))
        for one, common in shared.items():
            share = common / (len(first[one].characters) + len(theirs.characters) - common)
            if share >= overlap:
                agreed = sum(first[one].values[key] == theirs.values[key] for key in theirs.values)
                candidates.append((-share, -agreed, one, number))
    pairs: list[tuple[Item, Item]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, _, one, number in sorted(candidates):
        if one not in taken[0] and number not in taken[1]:
            taken[0].add(one)
            taken[1].add(number)
            pairs.append((first[one], second[number]))
    return pairs


def kappa(pairs: list[tuple[Any, Any]]) -> float | None:
    """Cohen's kappa of paired choices; ``None`` where both readings only ever chose one value."""
    total = len(pairs)
    if not total:
        return None
    observed = sum(one == other for one, other in pairs) / total
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(ones[value] * others[value] for value in ones) / total**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def compare(one: Entry, other: Entry) -> tuple[list[Score], list[Disagreement]]:
    """Two readings of a document, layer by layer; layers that either lacks altogether are left out."""
    assert one.annotation is not None and other.annotation is not None
    first, second = one.annotation, other.annotation
    scores: list[Score] = []
    differences: list[Disagreement] = []
    for layer in LAYERS:
        ours, theirs = list(layer.items(one, first)), list(layer.items(other, second))
        if not ours or not theirs:
            continue
        pairs = pair(ours, theirs, layer.overlap)
        scores.append(Score(layer.name, len(ours), len(theirs), len(pairs)))
        for key in layer.values:
            values = [(one.values[key], other.values[key]) for one, other in pairs]
            same = sum(one == other for one, other in values)
            scores.append(Score(f"{layer.name}: same {key}", len(ours), len(theirs), same, kappa(values)))
        differences += differing(layer, ours, theirs, pairs)
    return scores, sorted(differences, key=lambda found: (found.span, found.layer))


def differing(
    layer: Layer, ours: list[Item], theirs: list[Item], pairs: list[tuple[Item, Item]]
) -> Iterator[Disagreement]:
    """What only one reading has, and the values on which a pair differs."""
    matched = {id(found) for two in pairs for found in two}
    for one in ours:
        if id(one) not in matched:
            yield Disagreement(layer.name, one.spans[0], one.id, None)
    for other in theirs:
        if id(other) not in matched:
            yield Disagreement(layer.name, other.spans[0], None, other.id)
    for one, other in pairs:
        for key in layer.values:
            if one.values[key] != other.values[key]:
                values = f"{one.id}: {one.values[key]}", f"{other.id}: {other.values[key]}"
                yield Disagreement(f"{layer.name}: {key}", one.spans[0], *values)


def table(scores: list[Score]) -> str:
    """The scores as a Markdown table, figures in per cent."""
    lines = [
        "| layer | first | second | same | precision | recall | F | kappa |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for score in scores:
        shares = " | ".join(f"{100 * share:.1f}" for share in (score.precision, score.recall, score.f))
        chance = "" if score.kappa is None else f"{score.kappa:.2f}"
        lines.append(f"| {score.layer} | {score.first} | {score.second} | {score.same} | {shares} | {chance} |")
    return "\n".join(lines)
