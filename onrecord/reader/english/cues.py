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

Kind = Literal["verbs", "nouns", "adjectives"]
KINDS: tuple[Kind, ...] = ("verbs", "nouns", "adjectives")

IRREGULAR = {
    "be": "is was were been are am being",
    "begin": "began begun",
    "broadcast": "broadcast",
    "cast": "cast",
    "choose": "chose chosen",
    "feel": "felt",
    "find": "found",
    "forecast": "forecast",
    "foresee": "foresaw foreseen",
    "foretell": "foretold",
    "forget": "forgot forgotten",
    "go": "went gone goes",
    "hear": "heard",
    "hold": "held",
    "know": "knew known",
    "lay": "laid",
    "make": "made",
    "mean": "meant",
    "mistrust": "mistrusted",
    "put": "put",
    "read": "read",
    "recast": "recast",
    "retell": "retold",
    "say": "said",
    "see": "saw seen",
    "seek": "sought",
    "set": "set",
    "shoot": "shot",
    "show": "showed shown",
    "sing": "sang sung",
    "speak": "spoke spoken",
    "stand": "stood",
    "spell": "spelled spelt",
    "strive": "strove striven strived",
    "swear": "swore sworn",
    "take": "took taken",
    "tear": "tore torn",
    "tell": "told",
    "think": "thought",
    "understand": "understood",
    "undertake": "undertook undertaken",
    "write": "wrote written",
}
DOUBLING = frozenset(
    "admit refer infer concur commit permit regret plan quip slam dub nod pan rip ding rap submit "
    "rebut beg brag "
    "opt blog snap grin chat confer defer prod snub slap hit pin tap drop demur aver peg let rev spin".split()
)


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


def inflect(verb: str) -> set[str]:
    """All forms of a verb, its base form included; a particle after it is left out."""
    verb = verb.split()[0]
    stem = verb[:-1] if verb.endswith("e") else verb
    double = verb + verb[-1] if verb in DOUBLING else stem
    sibilant = verb.endswith(("s", "sh", "ch", "x", "z", "o"))
    forms = {verb, verb + ("es" if sibilant else "s"), double + "ing"}
    if verb.endswith("y") and verb[-2] not in "aeiou":
        forms = {verb, verb[:-1] + "ies", verb + "ing", verb[:-1] + "ied"}
    elif verb not in IRREGULAR:
        forms.add(double + "ed")
    forms.update(IRREGULAR.get(verb, "").split())
    return forms


def plural(noun: str) -> str:
    """The plural of a noun of the lexicon."""
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "sh", "ch", "x", "is")) else "s")


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


def classes() -> Mapping[str, Any]:
    """The lexicon file as it stands."""
    text = files("onrecord.reader.english").joinpath("cues.yml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


def words_of(entry: Mapping[str, Any]) -> Iterator[str]:
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

    :raises ValueError: when there is no such frame or commitment
    """
    for given, terms in (entry["frames"].split(), CueFrame), ([entry["commitment"]], Commitment):
        if unknown := set(given).difference(get_args(terms)):
            raise ValueError(f"cues.yml, class {entry['class']!r}: there is no {', '.join(map(repr, sorted(unknown)))}")
    return tuple(entry["frames"].split()), entry["commitment"]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    frames: dict[tuple[Kind, str], set[CueFrame]] = {}
    commitment: dict[tuple[Kind, str], dict[Frame, Commitment]] = {}
    for kind in KINDS:
        for entry in classes()[kind]:
            taken, held = terms_of(entry)
            for word in words_of(entry):
                frames.setdefault((kind, word), set()).update(taken)
                for frame in taken:
                    commitment.setdefault((kind, word), {}).setdefault(frame, held)
    cues = {key: Cue(key[1], key[0], frozenset(found), commitment[key]) for key, found in frames.items()}
    lemmas: dict[tuple[Kind, str], str] = {}
    for kind, word in cues:
        base = word.split()[0]
        forms = inflect(word) if kind == "verbs" else {base, plural(base)} if kind == "nouns" else {base}
        for form in forms:
            lemmas.setdefault((kind, form), base)
    return Lexicon(cues, lemmas)
