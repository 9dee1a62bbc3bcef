"""Actor mentions as whole noun phrases, states and their bodies, and shortened mentions of those bodies.

A mention is the phrase that a name heads, with its article and titles (*President Ada Stone*, *the Port Authority*).
The name of a country that acts refers to the state (*Moscow* declared, an *Iranian* strike); with the noun for a
body it refers to that body (*the Syrian army*), which may be called *the army* from then on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple, TypeVar

from onrecord.annotation.model import MentionForm
from onrecord.folding import fold
from onrecord.reader.actors.signs import head_word
from onrecord.reader.english.actor_words import is_body
from onrecord.reader.english.nouns import DEEDS, OPERATIONS, SECTOR_OF, SIDES
from onrecord.reader.parsing.tokens import Tokens
from onrecord.reader.parsing.tree import Tree
from onrecord.reader.places.gazetteer_sources import cell_values, table_rows
from onrecord.span import Span
from onrecord.text.marks import MARKS

AROUND = frozenset([*MARKS, "(", ")", "[", "]"])
BEFORE_NAMES = frozenset({"compound", "amod", "nmod"})
Record = TypeVar("Record")


class Named(NamedTuple):
    """A mention of a state or body, with the actor's name and sector and the form of the mention."""

    span: Span
    name: str
    sector: str
    form: MentionForm


@cache
def states() -> dict[str, str]:
    """Folded names and adjectives of countries → the country's name."""
    found: dict[str, str] = {}
    for row in table_rows("countries.tsv"):
        name = cell_values(row[3])[0]
        for word in (*cell_values(row[3]), *cell_values(row[4] if len(row) > 4 else "")):
            found[fold(word)] = name
    return found


def is_lower(tree: Tree, first: int, last: int) -> bool:
    """Whether no word has a capital, as in *north-eastern*, which names nobody."""
    return all(word == word.lower() for word in tree.words[first : last + 1])


def name_phrase(tree: Tree, first: int, last: int, *, titled: bool = False) -> Span:
    """The span of a name with its modifiers and article: *Russian President* Vladimir Putin, *the* United Nations.

    :param titled: whether modifiers may be in lower case, like a person's titles: *opposition leader*
    """
    while first < last and tree.words[first] in AROUND:
        first += 1
    while first < last and (tree.words[last] in AROUND or tree.lower[last] in {"'s", "'"}):
        last -= 1
    if tree.tags[first] in {"PRP", "PRP$"}:
        return tree.span(first, last)
    while first and tree.labels[first - 1] in BEFORE_NAMES and first <= tree.heads[first - 1] <= last:
        if (not titled and tree.words[first - 1].islower()) or tree.words[first - 2 : first - 1] == ("-",):
            break
        first -= 1
    if first and tree.lower[first - 1] == "the" and first <= tree.heads[first - 1] <= last:
        first -= 1
    return tree.span(first, last)


def state_mentions(tokens: Tokens, places: Mapping[Span, MentionForm], known: Collection[str]) -> Iterator[Named]:
    """The states and bodies that names and adjectives of countries refer to.

    :param places: the form of each place mention, by its span
    :param known: names of actors on record, folded; a metonym among them keeps its name
    """
    for span, form in sorted(places.items()):
        found = tokens.at(span) if form in {"adjective", "metonym"} else None
        if found is None:
            continue
        tree, first, last = found
        written = " ".join(tree.text(first, last).split())
        state = states().get(fold(written))
        if form == "metonym":
            name = written if fold(written) in known else state or written
            yield Named(span, name, "country", "name" if state else "metonym")
            continue
        head = noun_of(tree, last)
        noun = tree.lower[head]
        if state is None or head <= last:
            continue
        if noun in SECTOR_OF:
            yield Named(name_phrase(tree, first, head), tree.text(first, head), SECTOR_OF[noun], "name")
        elif noun in SIDES:
            yield Named(name_phrase(tree, first, head), state, "country", "nominal")
        elif noun in OPERATIONS or noun in DEEDS:
            yield Named(span, state, "country", "adjective")


def noun_of(tree: Tree, token: int) -> int:
    """The noun that an adjective modifies, also as the second of two: American and *Iranian* responses."""
    while tree.labels[token] == "conj" and tree.heads[token] < token:
        token = tree.heads[token]
    return tree.heads[token]


def recorded_names(tokens: Tokens, names: Mapping[str, Record]) -> Iterator[tuple[Tree, int, int, Record]]:
    """The capitalised names of actors on record: tree, first and last token, and the record.

    :param names: the record of each name, folded
    """
    # Between the words of a name there may be a hyphen, or another mark that folding drops.
    longest = 2 * max((len(name.split()) for name in names), default=0)
    openings = {name.split()[0] for name in names}
    for tree in tokens.trees:
        end = 0
        for at, word in enumerate(tree.words):
            if at < end or not word[:1].isupper() or fold(word).partition(" ")[0] not in openings:
                continue
            for last in range(min(at + longest, len(tree)) - 1, at - 1, -1):
                if fold(tree.words[last]) and (name := fold(tree.text(at, last))) in names:
                    yield tree, at, last, names[name]
                    end = last + 1
                    break


def shortened_mentions(tokens: Tokens, bodies: Sequence[tuple[Span, str, str]]) -> Iterator[tuple[Span, str]]:
    """*The army*, *the ministry*: mentions of the last body whose name is about that noun; never plurals.

    :param bodies: span, name and id of each mention of a body by its name, in document order
    """
    last_called: dict[str, str] = {}
    number = 0
    for tree in tokens.trees:
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
