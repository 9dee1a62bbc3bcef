"""Where names of people and bodies stand in a paragraph: the recogniser's finds, mended, and what it misses.

The recogniser cuts names (*the World Travel* and *Tourism Council*), takes in what stands beside them (*the Bardo
National Museum (http …*) and overlooks some (*a Standard spokesman*). A name ends here where its phrase does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from onrecord.reader.english.actor_words import OF_LAW, is_body, person_nouns
from onrecord.reader.english.persons import FEMALE_WORDS, MALE_WORDS, PERSON_TITLES, TITLES, first_names
from onrecord.reader.english.toponym_words import LOCATIVE
from onrecord.reader.english.verbs import speaking
from onrecord.reader.parsing.tree import Entity, Tree
from onrecord.text.marks import MARKS

Kind = Literal["person", "organisation", "place", "group"]
KINDS: dict[str, Kind] = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "NORP": "group", "FAC": "organisation",
    "PRODUCT": "organisation", "LANGUAGE": "place",
}  # fmt: skip
ONLY_BODIES = frozenset({"FAC", "PRODUCT", "LOC", "EVENT", "LAW"})
"""Labels of things, which the recogniser also gives to bodies: the Bagnoud *Center*."""
PROPER = frozenset({"NNP", "NNPS"})
PARTICLES = frozenset(
    "al bin ben ibn abu el de da del della der den di dos du la las le st st. ter van von y e ul".split()
)
"""Words inside a surname."""
POSSESSIVES = frozenset({"'s", "'", "’s", "’"})
DROPPED_FIRST = frozenset({"the", "a", "an", "mr.", "mrs.", "ms.", "mr", "mrs", "ms", "sen.", "rep."})
CUT_BEFORE = frozenset({"(", "[", "http", "in", "at", "near", "from", "by", "said", "–", "—"})
"""Words with which another phrase begins inside what the recogniser takes for one name."""
NO_NAMES = re.compile(r"/|§|https?:|@")

REPORTED = re.compile(r"\.? ?, \d+ (?:[A-Z][\w.]* )+\d+")
"""What follows the name of a case: Lund v. Larkmoor Hosp., 892 F.3d 719."""


class NameSpan(NamedTuple):
    """Tokens ``first`` to ``last`` (inclusive) that are a name, and what it seems to name."""

    first: int
    last: int
    kind: Kind


Names = Mapping[str, Mapping[tuple[str, ...], Kind]]
"""The names of more than one word, with their kinds, by their first word."""


def names_of(trees: Iterable[Tree]) -> list[list[NameSpan]]:
    """The names in each paragraph in order, those included that are found only elsewhere in the document."""
    trees = list(trees)
    found = [list(names_found(tree)) for tree in trees]
    everywhere: dict[str, dict[tuple[str, ...], Kind]] = {}
    for tree, names in zip(trees, found, strict=True):
        for name in names:
            words = tree.words[name.first : name.last + 1]
            if len(words) > 1 and name.kind in ("person", "organisation") and all(word[:1].isupper() for word in words):
                everywhere.setdefault(words[0], {}).setdefault(words, name.kind)
    return [list(with_known(tree, names, everywhere)) for tree, names in zip(trees, found, strict=True)]


def names_found(tree: Tree) -> Iterator[NameSpan]:
    """The recogniser's names, mended, and the runs of capitalised words that only the grammar shows to be names."""
    taken = -1
    spans = [*with_places(tree, filter(None, (mended(tree, entity) for entity in tree.entities)))]
    spans.append(NameSpan(len(tree), len(tree), "group"))
    covered = {token for entity in tree.entities for token in range(entity.first, entity.last + 1)}
    for number, span in enumerate(spans):
        for token in range(taken + 1, min(span.first, len(tree))):
            if token > taken and token not in covered and (missed := overlooked(tree, token, covered)):
                yield missed
                taken = missed.last
        if span.first > taken and span.first < len(tree):
            following = spans[number + 1].first
            last = joined(tree, span, following) if span.kind == "organisation" else span.last
            span = with_tail(tree, grown(tree, NameSpan(span.first, last, span.kind), taken, covered))
            yield span
            taken = span.last


def with_places(tree: Tree, spans: Iterable[NameSpan]) -> Iterator[NameSpan]:
    """The names, those of bodies with the place that the recogniser takes for another: *Larkmoor* City Council."""
    before: NameSpan | None = None
    for span in spans:
        if before and before.kind == "place" and before.last + 1 == span.first and is_body(tree.words[span.last]):
            before = NameSpan(before.first, span.last, "organisation")
            continue
        if before:
            yield before
        before = span
    if before:
        yield before


def mended(tree: Tree, entity: Entity) -> NameSpan | None:
    """A name of the recogniser without the words beside it; ``None`` if it is none."""
    first, last, label = entity.first, entity.last, entity.label
    if label not in KINDS and label not in ONLY_BODIES:
        return None
    while first < last and (
        not tree.words[first][:1].isalnum() or tree.lower[first] in DROPPED_FIRST | LOCATIVE | {"among", "under", "how"}
    ):
        first += 1
    for token in range(first + 1, last + 1):
        if tree.lower[token] in CUT_BEFORE or NO_NAMES.match(tree.words[token]):
            if label != "ORG" or tree.words[token] != "/":
                last = token - 1
                break
    while last > first and (
        tree.lower[last] in POSSESSIVES
        or not any(map(str.isalnum, tree.words[last]))
        or (tree.words[last].islower() and tree.words[last - 1] != "-")
        or tree.words[last].isdecimal()
    ):
        last -= 1
    words = tree.words[first : last + 1]
    if any(map(NO_NAMES.search, words)) or not any(word[:1].isupper() for word in words):
        return None
    if (first and tree.words[first - 1].endswith("/")) or tree.words[last + 1 : last + 2] == ("/",):
        return None
    if {"v.", "vs.", "v", "vs"} & set(tree.lower[max(0, first - 1) : last + 2]):
        return None
    if REPORTED.match(" ".join(tree.words[last + 1 : last + 8])) or OF_LAW.intersection(words):
        return None
    if label in ONLY_BODIES and not (len(words) > 1 and any(map(is_body, words))):
        return None
    return NameSpan(first, last, KINDS.get(label, "organisation"))


def joined(tree: Tree, span: NameSpan, limit: int) -> int:
    """The last token of a body's name that a conjunction cuts: the *World Travel* and *Tourism Council*."""
    at = span.last
    if any(map(is_body, tree.words[span.first : at + 1])) or not span.first or tree.lower[span.first - 1] != "the":
        return at
    if tree.lower[at] not in {"and", "&"}:
        at += 1
        if at >= len(tree) or tree.lower[at] not in {"and", "&"}:
            return span.last
    last = end_of_run(tree, at + 1)
    return last if last > at and is_body(tree.words[last]) else span.last


def end_of_run(tree: Tree, token: int) -> int:
    """The last of the capitalised words from a token on; the one before it if it has no capital."""
    while token < len(tree) and tree.words[token][:1].isupper() and tree.tags[token] in {*PROPER, "JJ", "NN", "NNS"}:
        token += 1
    return token - 1


def grown(tree: Tree, span: NameSpan, taken: int, covered: Collection[int]) -> NameSpan:
    """A name with the capitalised words of its phrase that the recogniser left out: *Azusa* Kubota, Islamic *State*."""
    first, last, kind = span
    while (
        last + 1 < len(tree)
        and kind != "person"
        and tree.tags[last + 1] in PROPER
        and tree.words[last + 1][:1].isupper()
        and tree.heads[last] > last
        and last + 1 not in covered
        and is_body(tree.words[end_of_run(tree, last + 1)])
    ):
        last = end_of_run(tree, last + 1)
        kind = "organisation"
    if first == last and kind in ("person", "place") and first - 1 > taken and first - 1 not in covered:
        before = tree.lower[first - 1]
        if tree.tags[first - 1] in PROPER and tree.heads[first - 1] == first and before not in PERSON_TITLES:
            if before.rstrip(".") not in person_nouns() and tree.words[first - 1][:1].isupper() and before.isalpha():
                if kind == "person" or before in first_names() or tree.labels[first - 1] == "compound":
                    first, kind = first - 1, "person"
    return NameSpan(first, last, kind)


def with_tail(tree: Tree, span: NameSpan) -> NameSpan:
    """A body's name with the *of …* and *for …* that the recogniser cuts off: the Court *of Appeals for the Tenth …*.

    The place of a body belongs to its name where an abbreviation of both follows: the Mission *in Mali* (MINIMA).
    """
    last = span.last
    while span.kind == "organisation" and any(map(is_body, tree.words[span.first : span.last + 1])):
        preposition = tree.lower[last + 1 : last + 2]
        first = last + 2 + (tree.lower[last + 2 : last + 3] == ("the",))
        end = end_of_run(tree, first)
        if end < first or tree.entity_at.get(first) in {"DATE", "TIME", "PERSON"}:
            break
        if preposition == ("in",):
            short = "".join(tree.words[end + 2 : end + 3])
            if tree.words[end + 1 : end + 2] != ("(",) or not stands_for(short, name_text(tree, span.first, end)):
                break
        elif preposition not in (("of",), ("for",)) or not span.first <= tree.heads[last + 1] <= last:
            break
        last = end
    return NameSpan(span.first, last, span.kind)


def stands_for(short: str, long: str) -> bool:
    """Whether a word in brackets behind a body's name is its short form: its acronym, or one in another language."""
    return is_acronym(short, long) or (short.isupper() and len(short) > 3)


def is_acronym(short: str, long: str) -> bool:
    """Whether the letters of an acronym stand in a name in this order, the first at its beginning."""
    letters = iter(long.lower())
    plain = re.sub(r"\W", "", short).lower()
    return plain[:1] == long[:1].lower() and all(letter in letters for letter in plain)


def overlooked(tree: Tree, token: int, covered: Collection[int]) -> NameSpan | None:
    """A name that the recogniser missed: after a title, before a verb of saying, or ending like a body's."""
    if tree.tags[token] not in PROPER or not tree.words[token][:1].isupper() or not tree.words[token][-1:].isalnum():
        return None
    if tree.lower[token].rstrip(".") in person_nouns() or tree.lower[token] in TITLES:
        return None
    last = token
    while (
        last + 1 < len(tree)
        and last + 1 not in covered
        and tree.heads[last] > last
        and (tree.tags[last + 1] in PROPER or tree.lower[last + 1] in PARTICLES)
    ):
        last += 1
    before = tree.lower[token - 1] if token else ""
    if last > token and is_body(tree.words[last]) and tree.words[last][:1].isupper():
        return NameSpan(token, last, "organisation")
    titled = before in TITLES or before in MALE_WORDS | FEMALE_WORDS or f"{before}." in TITLES
    if titled or (token and tree.words[token - 1].istitle() and before in PERSON_TITLES):
        return NameSpan(token, last, "person")
    if token and before in person_nouns() and tree.words[token - 1].islower():
        return NameSpan(token, last, "person" if last > token else "organisation")
    if tree.labels[last] == "nsubj" and tree.lower[tree.heads[last]] in speaking() and not tree.words[token].isupper():
        return NameSpan(token, last, "person" if last > token else "organisation")
    return None


def with_known(tree: Tree, names: Iterable[NameSpan], known: Names) -> Iterator[NameSpan]:
    """The names in a paragraph, and those between them that are found elsewhere."""
    token = 0
    for name in [*names, NameSpan(len(tree), len(tree), "group")]:
        while token < name.first:
            here = known.get(tree.words[token], {})
            last = token - 1
            for words, kind in here.items():
                end = token + len(words)
                if end <= name.first and end - 1 > last and tree.words[token:end] == words:
                    last = end - 1
                    yield NameSpan(token, last, kind)
            token = max(token, last) + 1
        token = name.last + 1
        if name.first < len(tree):
            yield name


def name_text(tree: Tree, first: int, last: int) -> str:
    """A name as written, with single spaces for white space."""
    pieces = [tree.words[first]]
    for token in range(first + 1, last + 1):
        pieces.append(("" if tree.starts[token] == tree.end(token - 1) else " ") + tree.words[token])
    return "".join(pieces).strip(f" \n\t.,;:{MARKS}()[]") if len(pieces) > 1 else pieces[0].strip(f"{MARKS}()[]")
