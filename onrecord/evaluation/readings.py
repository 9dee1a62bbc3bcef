"""How well two readings of one document agree, layer by layer, and where they differ.

Rows are paired one to one, the largest overlap first: quotes, mentions and citations by the same span;
attributions by contents and claims by passages whose letters and digits overlap (Jaccard). A further line counts
the pairs that also agree on a value, so that F falls with every kind of disagreement. Kappa is over the pairs alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from onrecord.annotation.authority import Authority
from onrecord.annotation.entry import Entry
from onrecord.corpus.directory import BlindReading, Corpus, ReaderMissing, load_blind_readings
from onrecord.evaluation.items import Item, letters, pair
from onrecord.evaluation.kinds import Disagreement, differences, group_unpaired
from onrecord.evaluation.scores import Score, kappa, paired_score
from onrecord.problems import InputError, Problems, Progress
from onrecord.span import Span
from onrecord.text.language import is_english

CONTENT_OVERLAP = 0.8
"""Two attributions are the same if their contents overlap by at least this (PolNeAR's measure)."""

PASSAGE_OVERLAP = 0.5
"""Two claims may be the same if their passages overlap by at least this; what they state is then compared."""

Kind = Literal["blind", "machine"]
"""Two independent readings, or the machine's against the annotation."""

NOBODY, NOWHERE, NOTHING = "nobody named", "a place not resolved", "none"


class Reading:
    """One reading of a document, with the names of what its rows refer to."""

    def __init__(self, entry: Entry, authority: Authority) -> None:
        assert entry.annotation is not None
        self.entry, self.annotation = entry, entry.annotation
        self.actors = names_by_id(authority.actors, entry.annotation.actors)
        self.places = names_by_id(authority.locations, entry.annotation.locations)
        self.sources = names_by_id(authority.sources, entry.annotation.sources)

    def item(self, row_id: str, spans: Sequence[Span], label: str, shown: dict[str, str], **values: Any) -> Item:
        """A row to compare."""
        exact = tuple(spans)
        characters = letters(self.entry.document.text, exact) or frozenset(range(exact[0].start, exact[0].end))
        return Item(row_id, exact, characters, values, label, shown=shown)

    def who(self, actor: str | None) -> str:
        """An actor's name."""
        return self.actors.get(actor, actor) if actor else NOBODY

    def where(self, place: str | None) -> str:
        """A place's name."""
        return self.places.get(place, place) if place else NOWHERE


def names_by_id(known: dict[str, Any], declared: Sequence[Any]) -> dict[str, str]:
    """Names by id, of the authority file's records and of those that a reading declares."""
    return {row.id: row.name for row in (*known.values(), *declared)}


def quotes(reading: Reading) -> Iterator[Item]:
    """Quoted spans with their type and speaker."""
    for passage in reading.annotation.passages:
        for row in passage.quotes:
            speaker = reading.annotation.attributed.get(row.attribution or "")
            who = reading.who(speaker)
            label = f"{row.quote_type}, {who}" if row.attribution else row.quote_type
            yield reading.item(row.id, [row.exact], label, {"speaker": who}, type=row.quote_type, speaker=speaker)


def attributions(reading: Reading) -> Iterator[Item]:
    """Attributed contents with their source and manner."""
    text = reading.entry.document.text
    for passage in reading.annotation.passages:
        for row in passage.attributions:
            cue = " … ".join(" ".join(text[span.start : span.end].split()) for span in row.cue_words)
            who = reading.who(row.source)
            label = f"{who}: {cue}" if cue else who
            values = {"source": row.source, "manner": row.manner}
            found = reading.item(row.id, row.content_words, label, {"source": who}, **values)
            cues = frozenset(at for span in row.cue_words for at in range(span.start, span.end))
            yield Item(found.id, found.spans, found.characters, values, label, cues, found.shown)


def claims(reading: Reading) -> Iterator[Item]:
    """Claims with their claimant, type, event type and factuality."""
    annotation = reading.annotation
    for passage in annotation.passages:
        for row in passage.claims:
            claimant = annotation.attributed.get(row.attribution) if row.attribution else annotation.document.author
            values = {"claimant": claimant, "type": row.claim_type, "event": row.event_type}
            shown = {"claimant": reading.who(claimant), "event": row.event_type or NOTHING}
            yield reading.item(row.id, [row.exact], row.statement, shown, **values, factuality=row.factuality)


def citations(reading: Reading) -> Iterator[Item]:
    """Citations with their source."""
    for passage in reading.annotation.passages:
        for row in passage.citations:
            name = reading.sources.get(row.source, row.source)
            yield reading.item(row.id, [row.exact], name, {"source": name}, source=row.source)


def places(reading: Reading) -> Iterator[Item]:
    """Mentions of places with the place."""
    for passage in reading.annotation.passages:
        for row in passage.locations:
            name = reading.where(row.location)
            yield reading.item(str(row.location), [row.exact], name, {"place": name}, place=row.location)


def actors(reading: Reading) -> Iterator[Item]:
    """Mentions of actors with the actor."""
    for passage in reading.annotation.passages:
        for row in passage.actors:
            name = reading.who(row.actor)
            yield reading.item(row.actor, [row.exact], name, {"actor": name}, actor=row.actor)


@dataclass(frozen=True)
class ScoredLayer:
    """A layer that is compared: its name, its items in a reading, the overlap that pairs them, and their values."""

    name: str
    items: Callable[[Reading], Iterator[Item]]
    overlap: float
    values: tuple[str, ...]


LAYERS = (
    ScoredLayer("quotes", quotes, 1.0, ("type", "speaker")),
    ScoredLayer("attributions", attributions, CONTENT_OVERLAP, ("source", "manner")),
    ScoredLayer("claims", claims, PASSAGE_OVERLAP, ("claimant", "type", "event", "factuality")),
    ScoredLayer("citations", citations, 1.0, ("source",)),
    ScoredLayer("place mentions", places, 1.0, ("place",)),
    ScoredLayer("actor mentions", actors, 1.0, ("actor",)),
)


def compare(one: Reading, other: Reading, kind: Kind) -> tuple[list[Score], list[Disagreement]]:
    """Compare a reading with its reference, layer by layer.

    A blind reading may leave out layers; the machine reads all of them, so what it does not find is missed.

    :return: the scores, and the disagreements in the order of the layers, then of the text
    """
    scores: list[Score] = []
    disagreements: list[Disagreement] = []
    for layer in LAYERS:
        ours, theirs = list(layer.items(one)), list(layer.items(other))
        if not (ours or theirs) or (kind == "blind" and not (ours and theirs)):
            continue
        pairs = pair(ours, theirs, layer.overlap)
        scores.append(paired_score(layer.name, None, len(ours), len(theirs), len(pairs)))
        for key in layer.values:
            values = [(our.values[key], their.values[key]) for our, their in pairs]
            shared = sum(our == their for our, their in values)
            scores.append(paired_score(layer.name, key, len(ours), len(theirs), shared, kappa(values)))
        groups = group_unpaired(ours, theirs, pairs, layer.overlap)
        disagreements += differences(layer.name, layer.values, pairs, groups)
    return scores, disagreements


@dataclass(frozen=True)
class Evaluation:
    """One comparison of two readings of a document."""

    kind: Kind
    entry: Entry
    other: Entry
    scores: list[Score]
    disagreements: list[Disagreement]

    @property
    def id(self) -> str:
        """A readable id."""
        return f"{self.kind}-{self.entry.id}"


def evaluation_of(kind: Kind, entry: Entry, other: Entry, authority: Authority) -> Evaluation:
    """Compare two readings of a document."""
    found = compare(Reading(entry, authority), Reading(other, authority), kind)
    return Evaluation(kind, entry, other, *found)


def evaluations(
    corpus: Corpus, progress: Progress = lambda _: None, unread: Problems | None = None
) -> Iterator[Evaluation]:
    """Every comparison that a directory of documents allows, in order of file name.

    The machine reads each annotated document that is in English, as if it had no annotation.

    :param unread: gets the documents that the machine can't read, if they may be passed over
    :raises InputError: when the machine can't read, or a blind reading can't be used
    """
    problems = Problems()
    first, second = (load_blind_readings(corpus, which, problems).annotated for which in get_args(BlindReading))
    problems.raise_if_any()
    for path in sorted(first.keys() & second.keys()):
        yield evaluation_of("blind", first[path], second[path], corpus.authority)
    for number, entry in enumerate(corpus.annotated.values(), 1):
        if not is_english(entry.document.text):
            continue
        progress(f"evaluating {number:,} of {len(corpus.annotated):,}: {entry.document.path}")
        try:
            other = corpus.read_by_machine(entry)
        except ReaderMissing:
            raise
        except InputError as error:
            if unread is None:
                raise
            unread.found += error.problems
            continue
        yield evaluation_of("machine", entry, other, corpus.authority)
