"""One document read by the machine: paragraphs, quotations, attributions, and who speaks in them."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.annotation import Manner, QuoteType
from onrecord.reader import pipeline, quotes
from onrecord.reader.attributions import Found, attributions
from onrecord.reader.quotes import Run
from onrecord.reader.speakers import Actor, Cast, Speaker
from onrecord.reader.tree import Tree


@dataclass(frozen=True)
class Reading:
    """What was found; ``speakers`` run parallel to ``attributions`` and number ``actors``."""

    text: str
    trees: tuple[Tree, ...]
    runs: tuple[Run, ...]
    attributions: tuple[Found, ...]
    speakers: tuple[Speaker, ...]
    actors: tuple[Actor, ...]


def read(text: str) -> Reading:
    """Read a text of any kind; raises :class:`~onrecord.reader.pipeline.ModelMissing` without the model."""
    return assemble(text, tuple(pipeline.parse(text)))


def assemble(text: str, trees: tuple[Tree, ...]) -> Reading:
    """The reading of a text that is already parsed."""
    runs = tuple(quotes.runs(text, list(pipeline.paragraphs(text))))
    found = tuple(attributions(trees, runs))
    cast = Cast(trees)
    speakers: list[Speaker] = []
    previous: int | None = None
    for attribution in found:
        tree = trees[attribution.tree]
        speaker = cast.speaker(tree, attribution.tree, attribution.source_tokens, previous)
        speakers.append(speaker)
        previous = speaker.actor if speaker.actor is not None else previous
    return Reading(text, trees, runs, found, tuple(speakers), tuple(cast.actors))


def manner(text: str, attribution: Found, runs: tuple[Run, ...]) -> Manner:
    """Whether an attribution's content stands between marks wholly, in part, or not at all."""
    quoted = total = 0
    for span in attribution.content:
        letters = [at for at in range(span.start, span.end) if text[at].isalnum()]
        total += len(letters)
        near = [run for run in runs if run.span.overlaps(span)]
        quoted += sum(any(run.span.start <= at < run.span.end for run in near) for at in letters)
    if quoted >= 0.95 * total:
        return "direct"
    return "mixed" if quoted > 0.02 * total else "indirect"


def quote_type(text: str, run: Run, carrier: Found | None) -> QuoteType:
    """Speech when somebody is made to say it, a name when every long word has a capital, else a term."""
    if carrier is not None:
        return "speech"
    words = [word for word in text[run.inner.start : run.inner.end].split() if len(word) > 3]
    return "name" if words and all(word.strip("“”\"'’‘.,")[:1].isupper() for word in words) else "term"


def carriers(reading: Reading) -> list[int | None]:
    """For each run the number of the attribution whose content holds it, ``None`` where nobody is made to
    say it.
    """
    starts = sorted(
        (span.start, span.end, number)
        for number, attribution in enumerate(reading.attributions)
        for span in attribution.content
    )
    found: list[int | None] = []
    at = 0
    open_spans: list[tuple[int, int, int]] = []
    for run in reading.runs:
        while at < len(starts) and starts[at][0] <= run.inner.start:
            open_spans.append(starts[at])
            at += 1
        open_spans = [span for span in open_spans if span[1] > run.span.start]
        holding = [span for span in open_spans if span[1] >= run.inner.end - 1]
        found.append(min(holding, key=lambda span: span[1] - span[0])[2] if holding else None)
    return found
