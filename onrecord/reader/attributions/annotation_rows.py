"""Attributions and quotes of a discourse in the annotation form; ids come from the document's id and offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.annotation.model import DIRECT, MIXED, ActorMention, Attribution, Manner, Quote, QuoteType
from onrecord.reader.actors.cast import Speaker
from onrecord.reader.attributions.attributions import FoundAttribution
from onrecord.reader.attributions.discourse import Discourse
from onrecord.reader.attributions.quotes import Run
from onrecord.reliability import scored
from onrecord.values import Slug, unlike


def attribution_rows(
    discourse: Discourse,
    document: Slug,
    actors: Sequence[Slug],
    author: Slug | None = None,
    mentions: Sequence[ActorMention] = (),
) -> Iterator[Attribution]:
    """The attributions, in the discourse's order.

    :param actors: the id of each referent
    :param author: whoever wrote the document
    :param mentions: actor mentions, for sources that are not referents
    """
    taken: set[str] = set()
    for found, speaker in zip(discourse.attributions, discourse.speakers, strict=True):
        start = found.content[0].start
        name = f"{document}-a{start}"
        if name in taken:
            name = f"{name}-{found.cue[0].start if found.cue else start}"
        name = unlike(name, taken)
        taken.add(name)
        source = author if speaker.is_author else None
        if speaker.actor is not None:
            source = actors[speaker.actor]
        row = Attribution(
            id=name,
            source=source,
            manner=manner(discourse, found),
            source_is_inferred=source is not None and not found.source,
            certainty="less-certain" if source is not None and is_resolved(speaker, found) else "certain",
            source_words=found.source,
            cue_words=found.cue,
            content_words=tuple(sorted(found.content)),
        )
        if speaker.actor is None or discourse.referents[speaker.actor].described:
            row = with_source(discourse.text, row, mentions)
        yield replace(row, **scored("attributions", *features_of(row, speaker, found))._asdict())


def features_of(row: Attribution, speaker: Speaker, found: FoundAttribution) -> Iterator[str]:
    """What an attribution's score depends on: its manner, how its speaker is named, and its form."""
    yield row.manner
    named = "unnamed" if row.source is None else "inferred" if row.source_is_inferred else "named"
    yield "pronoun" if named == "named" and speaker.form == "pronoun" else named
    yield found.frame


def is_resolved(speaker: Speaker, found: FoundAttribution) -> bool:
    """Whether the speaker was worked out: no words at this place name the speaker, or only a pronoun does."""
    return not speaker.is_author and (not found.source or speaker.form == "pronoun")


def with_source(text: str, row: Attribution, mentions: Sequence[ActorMention]) -> Attribution:
    """An attribution with the named actor that its source mentions, if it had none: “the army”, named before."""
    if len(row.source_words) != 1:
        return row
    (source,) = row.source_words
    words = bare(text[slice(*source)])
    met = {m.actor for m in mentions if m.exact.overlaps(source) and bare(text[slice(*m.exact)]) == words}
    met.discard(row.source or "")
    return replace(row, source=met.pop()) if len(met) == 1 else row


def bare(words: str) -> str:
    """A phrase without its article and possessive ending, in lower case: the army’s → army."""
    return re.sub(r"\A(?:the|a|an) |['’]s?\Z", "", " ".join(words.lower().split()))


def manner(discourse: Discourse, attribution: FoundAttribution) -> Manner:
    """Whether an attribution's content is quoted wholly, in part, or not at all.

    A turn of a transcript is direct: its label replaces the marks.
    """
    if attribution.frame == "turn":
        return "direct"
    starts, ends = discourse.outer_bounds
    quoted = total = 0
    for span in attribution.content:
        for at in range(span.start, span.end):
            if discourse.text[at].isalnum():
                before = bisect_right(starts, at) - 1
                total += 1
                quoted += before >= 0 and at < ends[before]
    if quoted >= DIRECT * total:
        return "direct"
    return "mixed" if quoted > MIXED * total else "indirect"


def quote_rows(discourse: Discourse, document: Slug, attributions: Sequence[Attribution]) -> Iterator[Quote]:
    """The quoted runs, each with the attribution that carries it; ``attributions`` are the discourse's rows."""
    before: dict[int, Slug] = {}
    for run, carrier in zip(discourse.runs, carriers(discourse), strict=True):
        name = f"{document}-q{run.span.start}"
        yield Quote(
            id=name,
            exact=run.span,
            quote_type="speech" if carrier is not None else unspoken_type(discourse.text, run),
            attribution=attributions[carrier].id if carrier is not None else None,
            continues=before.get(carrier) if carrier is not None and not run.depth else None,
        )
        if carrier is not None and not run.depth:
            before[carrier] = name


def unspoken_type(text: str, run: Run) -> QuoteType:
    """The type of a quoted run that nobody says: a name if all of its longer words have a capital, else a term."""
    words = [word for word in text[run.inner.start : run.inner.end].split() if len(word) > 3]
    return "name" if words and all(word.strip("“”\"'’‘.,")[:1].isupper() for word in words) else "term"


def carriers(discourse: Discourse) -> list[int | None]:
    """For each run the number of the attribution with the shortest content around it, or ``None``."""
    starts = sorted(
        (span.start, span.end, number)
        for number, attribution in enumerate(discourse.attributions)
        for span in attribution.content
    )
    found: list[int | None] = []
    at = 0
    open_spans: list[tuple[int, int, int]] = []
    for run in discourse.runs:
        while at < len(starts) and starts[at][0] <= run.inner.start:
            open_spans.append(starts[at])
            at += 1
        open_spans = [span for span in open_spans if span[1] > run.span.start]
        holding = [span for span in open_spans if span[1] >= run.inner.end - 1]
        found.append(min(holding, key=lambda span: span[1] - span[0])[2] if holding else None)
    return found
