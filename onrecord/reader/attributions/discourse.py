"""Who says what in a document: its quotations and attributions, and the speaker of each attribution."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from onrecord.reader.actors.cast import Cast, Referent, Speaker, is_addressed, is_first_person
from onrecord.reader.attributions.attributions import FoundAttribution, find_attributions
from onrecord.reader.attributions.quotes import Run, find_runs
from onrecord.reader.english.labels import LESSER
from onrecord.reader.parsing.parsed_text import ParsedText
from onrecord.reader.parsing.turns import Turn
from onrecord.span import Span

SIGNED = re.compile(r"[^\W\d_a-z][\w.’'-]+(?: [^\W\d_a-z][\w.’'-]*){1,3}(?=,|\Z)")
"""A name after a dash: “― Vera Jovanović, retired teacher”."""


@dataclass(frozen=True)
class Discourse:
    """The discourse of a document; ``speakers`` run parallel to ``attributions`` and give numbers of ``referents``."""

    text: str
    runs: tuple[Run, ...]
    attributions: tuple[FoundAttribution, ...]
    speakers: tuple[Speaker, ...]
    referents: tuple[Referent, ...]

    @cached_property
    def outer_bounds(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The starts and the ends of the outermost runs."""
        outer = [run.span for run in self.runs if run.depth == 0]
        return tuple(span.start for span in outer), tuple(span.end for span in outer)

    @property
    def sources(self) -> Iterator[tuple[Span, Speaker]]:
        """The span and the speaker of each source that is in one piece."""
        for attribution, speaker in zip(self.attributions, self.speakers, strict=True):
            if len(attribution.source) == 1:
                yield attribution.source[0], speaker


def read_discourse(parsed: ParsedText, places: Collection[Span] = (), byline: Sequence[str] = ()) -> Discourse:
    """Find quotations and attributions, and identify the speakers.

    :param places: spans of place names, which the recogniser may take for people
    :param byline: the names of the authors; a single author asks the questions of an interview
    """
    runs = tuple(find_runs(parsed.text, parsed.paragraphs))
    found = tuple(find_attributions(parsed.trees, runs, parsed.openings, parsed.turns))
    cast = Cast(parsed.trees, places)
    speakers = tuple(identify_speakers(parsed, found, cast, byline))
    speakers = tuple(replace(one, actor=cast.same.get(one.actor, one.actor)) if one.actor else one for one in speakers)
    cast.describe_actors(parsed.trees)
    return Discourse(parsed.text, runs, found, speakers, cast.referents)


def identify_speakers(
    parsed: ParsedText, found: Iterable[FoundAttribution], cast: Cast, byline: Sequence[str]
) -> Iterator[Speaker]:
    """The speaker of each attribution, by the turn of a transcript or else by the words of the source."""
    voices = turn_speakers(parsed.text, cast, set(parsed.turns.values()), byline)
    others = addressees(voices)
    previous: int | None = None
    for attribution in found:
        tree, turn = parsed.trees[attribution.tree], parsed.turns.get(attribution.tree)
        if turn and attribution.source == (turn.name,):
            speaker = voices[turn]
        elif is_first_person(tree, attribution.source_tokens):
            speaker = replace(voices[turn], form="pronoun") if turn else Speaker(None, "pronoun", is_author=True)
        elif turn and is_addressed(tree, attribution.source_tokens):
            speaker = Speaker(others[turn], "pronoun")
        else:
            present = (voices[turn].actor, others[turn]) if turn else ()
            speaker = cast.identify(tree, attribution.tree, attribution.source_tokens, previous, present)
            if speaker.actor is None and attribution.frame == "dash":
                signed = SIGNED.match(parsed.text, *attribution.source[0])
                speaker = Speaker(cast.find_or_add(signed.group()), "name") if signed else speaker
        yield speaker
        previous = speaker.actor if speaker.actor is not None else previous


def addressees(voices: Mapping[Turn, Speaker]) -> dict[Turn, int | None]:
    """Whom each turn speaks to: whoever else spoke last, at the start whoever speaks next; ``None`` if unknown."""
    turns = list(voices)
    found: dict[Turn, int | None] = {}
    for number, turn in enumerate(turns):
        own = voices[turn].actor
        near = (voices[other].actor for other in [*reversed(turns[:number]), *turns[number + 1 :]])
        found[turn] = next((actor for actor in near if actor != own), None)
    return found


def turn_speakers(text: str, cast: Cast, turns: Collection[Turn], byline: Sequence[str]) -> dict[Turn, Speaker]:
    """The speaker of each turn of a transcript: the one named, or the interviewer and interviewee."""
    voices: dict[Turn, Speaker] = {}
    first = min((turn.span.start for turn in turns), default=0)
    for turn in sorted(turns, key=lambda turn: turn.span):
        if turn.asks(text):
            voices[turn] = Speaker(cast.find_or_add(byline[0]) if len(byline) == 1 else None, "nominal")
        elif turn.answers(text):
            voices[turn] = Speaker(cast.most_named(first, byline), "nominal")
        else:
            label = text[slice(*turn.name)]
            voices[turn] = Speaker(cast.find_or_add(holder(text, label, cast.referents, first) or label), "name")
    return voices


def holder(text: str, label: str, referents: Iterable[Referent], first: int) -> str | None:
    """Who is labelled by an office alone, “THE PRESIDENT”: the one person to whom the lines above give it."""
    if not label.lower().startswith("the "):
        return None
    office, above = label[4:].lower(), text[:first].lower()

    def holds(start: int) -> bool:
        before = above[:start].rstrip()
        return before.endswith(office) and not before.removesuffix(office).endswith(LESSER)

    people = (one for one in referents if one.kind == "person")
    found = {one.name for one in people for at, end in one.mentions if end <= first and holds(at)}
    return found.pop() if len(found) == 1 else None
