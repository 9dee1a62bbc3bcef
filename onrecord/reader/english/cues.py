"""The lexicon of cues (``cues.yml``): which words attribute, and with which complements.

A frame names the complement that holds the content: ``c`` a finite clause, ``q`` a quotation, ``i`` an
infinitive, ``oi`` an object with its infinitive, ``o`` a noun phrase, ``g`` a gerund, ``sc`` an object with
its predicate, ``oas`` the same with *as*, ``p:at`` a phrase headed by that preposition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

import yaml

from onrecord.reader.english.complements import Commitment, CueFrame, Frame
from onrecord.reader.english.inflection import forms_of, plural

Kind = Literal["verbs", "nouns", "adjectives"]
KINDS: tuple[Kind, ...] = ("verbs", "nouns", "adjectives")


@dataclass(frozen=True)
class Cue:
    """One word of the lexicon with the frames of every class it is in and its class's commitment."""

    lemma: str
    kind: Kind
    frames: frozenset[CueFrame]
    commitment: Mapping[Frame, Commitment]

    def takes(self, *frames: CueFrame) -> bool:
        """Whether it takes one of the frames."""
        return not self.frames.isdisjoint(frames)

    @property
    def prepositions(self) -> dict[str, CueFrame]:
        """The prepositions whose phrase may hold the content, with their frames."""
        return {frame.removeprefix("p:"): frame for frame in self.frames if frame.startswith("p:")}


@dataclass(frozen=True)
class Lexicon:
    """The cues, found by any of their forms; a verb with a particle is found under "verb particle"."""

    cues: Mapping[tuple[Kind, str], Cue]
    lemmas: Mapping[tuple[Kind, str], str]

    def find(self, kind: Kind, form: str, particle: str | None = None) -> Cue | None:
        """The cue that a form belongs to, with its particle where the lexicon knows the pair."""
        lemma = self.lemmas.get((kind, form))
        if lemma is None:
            return None
        if particle and (found := self.cues.get((kind, f"{lemma} {particle}"))):
            return found
        return self.cues.get((kind, lemma))

    def has_particle(self, form: str, particle: str) -> bool:
        """Whether the lexicon knows a verb's form with a particle: “chimed in”."""
        return ("verbs", f"{self.lemmas.get(('verbs', form))} {particle}") in self.cues


@cache
def classes() -> Mapping[str, Any]:
    """The lexicon file, parsed."""
    text = files("onrecord.reader.english").joinpath("cues.yml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


def class_words(entry: Mapping[str, Any]) -> Iterator[str]:
    """The words of a class; a verb with its particle or fixed words is one word ("point out", "shoot_back")."""
    particles = {"in", "up", "out", "off", "down", "on", "into"}
    words = str(entry["words"]).split()
    for number, word in enumerate(words):
        if word in particles:
            continue
        following = words[number + 1] if number + 1 < len(words) else ""
        yield f"{word} {following}" if following in particles else word.replace("_", " ")


def terms_of(entry: Mapping[str, Any]) -> tuple[tuple[CueFrame, ...], Commitment]:
    """The frames and the commitment of a class.

    :raises ValueError: for an unknown frame or commitment
    """
    for given, terms in (entry["frames"].split(), CueFrame), ([entry["commitment"]], Commitment):
        if unknown := set(given).difference(get_args(terms)):
            words = ", ".join(map(repr, sorted(unknown)))
            raise ValueError(f"cues.yml, class {entry['class']!r}: unknown frame or commitment {words}")
    return tuple(entry["frames"].split()), entry["commitment"]


@cache
def group(name: str, kind: Kind = "verbs") -> frozenset[str]:
    """The words of a group: those listed at the end of the file, and those of the classes that name it."""
    listed = str(classes()["groups"].get(kind, {}).get(name, "")).split()
    of_classes = (class_words(entry) for entry in classes()[kind] if name in str(entry.get("groups", "")).split())
    return frozenset([*listed, *(word for words in of_classes for word in words if " " not in word)])


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    frames: dict[tuple[Kind, str], set[CueFrame]] = {}
    commitment: dict[tuple[Kind, str], dict[Frame, Commitment]] = {}
    for kind in KINDS:
        for entry in classes()[kind]:
            taken, held = terms_of(entry)
            for word in class_words(entry):
                frames.setdefault((kind, word), set()).update(taken)
                for frame in taken:
                    commitment.setdefault((kind, word), {}).setdefault(frame, held)
    cues = {key: Cue(key[1], key[0], frozenset(found), commitment[key]) for key, found in frames.items()}
    lemmas: dict[tuple[Kind, str], str] = {}
    for kind, word in cues:
        base = word.split()[0]
        forms = forms_of(word) if kind == "verbs" else {base, plural(base)} if kind == "nouns" else {base}
        for form in forms:
            lemmas.setdefault((kind, form), base)
    return Lexicon(cues, lemmas)
