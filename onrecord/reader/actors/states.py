"""States and their bodies as actors: by name, by adjective, and as *the army*.

The name of a country that acts or is a party to something refers to the state (*Moscow* declared, an *Iranian* strike);
with the noun for a body it refers to that body (*the Syrian army*), which may be called *the army* from then on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from onrecord.annotation.model import MentionForm
from onrecord.folding import fold
from onrecord.reader.actors.name_spans import name_text
from onrecord.reader.actors.naming import BEFORE_NAMES, name_phrase
from onrecord.reader.actors.signs import has_people, head_word
from onrecord.reader.english.actor_words import KNOWN_TYPES, is_body, person_nouns
from onrecord.reader.english.nouns import AMONG, DEALINGS, DEEDS, LEADERS, OPERATIONS, SECTOR_OF, SIDES, STATE_NOUNS
from onrecord.reader.english.verbs import dealings
from onrecord.reader.parsing.tokens import Tokens
from onrecord.reader.parsing.tree import Tree
from onrecord.reader.places.gazetteer_sources import cell_values, table_rows
from onrecord.span import Span
from onrecord.values import Slug

TAKING_PART = frozenset("with against on between by".split())
LEAST = 4
"""The fewest mentions of the state that a document is about."""


class Named(NamedTuple):
    """A mention of a state or body, with the actor's name and sector and the form of the mention."""

    span: Span
    name: str
    sector: str
    form: MentionForm


@cache
def states() -> dict[str, str]:
    """Folded names and adjectives of countries → the country's name."""
    return {fold(word): words[0] for words in words_for_countries().values() for word in words}


@cache
def words_for_countries() -> dict[str, tuple[str, ...]]:
    """The names and adjectives of each country, its usual name first, by its code."""
    return {
        row[0]: (*cell_values(row[3]), *cell_values(row[4] if len(row) > 4 else ""))
        for row in table_rows("countries.tsv")
    }


@cache
def state_adjectives() -> dict[str, str]:
    """The adjective of each country that has one."""
    return {cell_values(row[3])[0]: cell_values(row[4])[0] for row in table_rows("countries.tsv") if row[4:] and row[4]}


def body_of_state(name: str) -> str | None:
    """A key for the body of a state, which is the same however the state is named; ``None`` if it is none.

    >>> body_of_state("Norway’s new government") == body_of_state("Norwegian government")
    True
    """
    words = re.sub(r"['’](?:s\b|(?= ))", "", name).split()
    if len(words) > 2 and words[1] == "of":
        words = [*words[2:], words[0].lower()]
    noun = words[-1]
    if noun not in SECTOR_OF or noun in person_nouns():
        return None
    for count in range(1, len(words)):
        if state := states().get(fold(" ".join(words[:count]))):
            own = [word for word in words[count:] if "-" not in word and word not in {"new", "current"}]
            return " ".join([fold(state), *own])
    return None


def by_adjective(name: str) -> str:
    """The name of a state's body with the state's adjective: Norway’s government → Norwegian government."""
    key, owner = body_of_state(name), re.split(r"['’]s? ", name)[0]
    if key is None or owner == name or (state := states().get(fold(owner))) is None:
        return name
    return f"{state_adjectives().get(state, state)} {key.removeprefix(fold(state)).strip()}"


def main_state(tokens: Tokens, places: Mapping[Span, MentionForm]) -> str | None:
    """The state that a document is about: it is named more than twice as often as any other."""
    named = Counter(state for span in places if (state := state_at(tokens, span)))
    (first, most), (_, next_most) = [*named.most_common(2), ("", 0), ("", 0)][:2]
    return first if most >= LEAST and most > 2 * next_most else None


def state_at(tokens: Tokens, span: Span) -> str | None:
    """The state whose name or adjective stands at a span."""
    found = tokens.at(span)
    return states().get(fold(" ".join(found[0].text(*found[1:]).split()))) if found else None


def state_mentions(tokens: Tokens, places: Mapping[Span, MentionForm], known: Collection[str]) -> Iterator[Named]:
    """The states and bodies that names and adjectives of countries refer to.

    :param places: the form of each place mention, by its span
    :param known: names of actors on record, folded; a metonym among them keeps its name
    """
    for span, form in sorted(places.items()):
        found = tokens.at(span)
        if found is None:
            continue
        tree, first, last = found
        written = " ".join(tree.text(first, last).split())
        state = states().get(fold(written))
        if form == "metonym":
            name = written if fold(written) in known else state or written
            yield Named(span, name, "country", "name" if state else "metonym")
        elif state is not None:
            yield from belonging(tree, first, last, state)
            if form == "name" and is_party(tree, first, last):
                yield Named(span, state, "country", "name")
        elif written in KNOWN_TYPES and has_people(tree, first, last):
            yield Named(span, written, KNOWN_TYPES[written], "name")


def belonging(tree: Tree, first: int, last: int, state: str) -> Iterator[Named]:
    """The body that a state's name or adjective modifies, or the state if it is its leader, side or deed."""
    first_of_two = before_conjunction(tree, last)
    head = tree.heads[first_of_two]
    noun = tree.lower[head]
    owns = tree.labels[last] == "poss"
    if head <= last or (tree.labels[first_of_two] not in BEFORE_NAMES and not owns):
        return
    form: MentionForm = "name" if owns else "adjective"
    if noun in SECTOR_OF:
        name = by_adjective(name_text(tree, first, head))
        yield Named(name_phrase(tree, first, head), name, SECTOR_OF[noun], "name")
    elif owns:
        return
    elif noun in SIDES:
        yield Named(name_phrase(tree, first, head), state, "country", "nominal")
    elif noun in OPERATIONS or noun in DEEDS or any(tree.lower[t] in LEADERS for t in range(last + 1, head + 1)):
        yield Named(tree.span(first, last), state, "country", form)


def is_party(tree: Tree, first: int, last: int) -> bool:
    """Whether a country is one side of something: trade *with* it, sanctions *against* it; or stands beside such a one.

    So is one of several states in a list: the allies, including *Norway*.
    """
    token = before_conjunction(tree, last)
    above = tree.heads[token]
    governor = tree.lower[tree.heads[above]]
    if tree.labels[token] in {"dobj", "nsubjpass"}:
        return tree.lower[above] in dealings()
    if tree.labels[token] == "attr" and (subject := tree.child(above, "nsubj")) is not None:
        return tree.lower[tree.heads[above] if tree.lower[subject] == "which" else subject] in STATE_NOUNS
    if tree.labels[token] != "pobj":
        return False
    if tree.lower[above] in TAKING_PART and (governor in DEEDS | DEALINGS or governor in dealings()):
        return True
    return tree.lower[above] in AMONG and not STATE_NOUNS.isdisjoint(tree.lower[max(0, above - 4) : above])


def before_conjunction(tree: Tree, token: int) -> int:
    """The first of several that are joined: *American* and Iranian responses."""
    while tree.labels[token] == "conj" and tree.heads[token] < token:
        token = tree.heads[token]
    return token


def shortened_mentions(
    tokens: Tokens, bodies: Sequence[tuple[Span, str, Slug]], home: Mapping[str, Slug]
) -> Iterator[tuple[Span, Slug]]:
    """*The army*, *the ministry*: mentions of the last body whose name is about that noun; never plurals.

    In a document about one state, another's government is *the government* within a paragraph at most.

    :param bodies: span, name and id of each mention of a body by its name, in document order
    :param home: the ids of the bodies of the state that the document is about, by their nouns
    """
    last_called: dict[str, Slug] = {}
    number = 0
    for tree in tokens.trees:
        last_called |= home
        for token in range(1, len(tree)):
            while number < len(bodies) and bodies[number][0].start <= tree.starts[token]:
                _, name, key = bodies[number]
                last_called[head_word(name)] = key
                number += 1
            noun = tree.lower[token]
            if (
                noun.endswith("s")
                or not is_body(noun)
                or noun not in last_called
                or tree.lower[token - 1] != "the"
                or tree.heads[token - 1] != token
            ):
                continue
            if tree.words[token].islower() and tree.labels[token] not in BEFORE_NAMES:
                yield tree.span(token - 1, token), last_called[noun]
