"""Actor mentions as whole noun phrases, and names on record.

A mention is the phrase that a name heads, with its article and titles (*President Ada Stone*, *the Port Authority*).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from onrecord.folding import fold
from onrecord.reader.actors.name_parts import is_title
from onrecord.reader.english.actor_words import person_nouns
from onrecord.reader.parsing.tokens import Tokens
from onrecord.reader.parsing.tree import Tree
from onrecord.span import Span
from onrecord.text.marks import MARKS

AROUND = frozenset([*MARKS, "(", ")", "[", "]"])
BEFORE_NAMES = frozenset({"compound", "amod", "nmod"})
Record = TypeVar("Record")


def is_lower(tree: Tree, first: int, last: int) -> bool:
    """Whether no word has a capital, as in *north-eastern*, which names nobody."""
    return all(word == word.lower() for word in tree.words[first : last + 1])


def name_phrase(tree: Tree, first: int, last: int, *, titled: bool = False) -> Span:
    """The span of a name with its modifiers and article: *Russian President* Vladimir Putin, *the* United Nations.

    :param titled: whether it is a person's, whose titles may be in lower case: *opposition leader*
    """
    while first < last and tree.words[first] in AROUND:
        first += 1
    while first < last and (tree.words[last] in AROUND or tree.lower[last] in {"'s", "'"}):
        last -= 1
    if tree.tags[first] in {"PRP", "PRP$"}:
        return tree.span(first, last)
    modified = not titled or is_role_before(tree, first)
    while modified and first and tree.labels[first - 1] in BEFORE_NAMES and first <= tree.heads[first - 1] <= last:
        if (not titled and tree.words[first - 1].islower()) or tree.words[first - 2 : first - 1] == ("-",):
            break
        if tree.words[first - 1][-1] in MARKS:
            break
        first -= 1
    if first and tree.lower[first - 1] == "the" and first <= tree.heads[first - 1] <= last:
        first -= 1
    return tree.span(first, last)


def is_role_before(tree: Tree, first: int) -> bool:
    """Whether the word before a person's name is a title or role, not an adjective: the *real* Ada Stone."""
    return bool(first) and (tree.lower[first - 1] in person_nouns() or is_title(tree.words[first - 1]))


def recorded_names(
    tokens: Tokens, names: Mapping[str, Record], letters: Mapping[str, Record]
) -> Iterator[tuple[Tree, int, int, Record]]:
    """The capitalised names of actors on record: tree, first and last token, and the record.

    :param names: the record of each name, folded
    :param letters: the record of each abbreviation, as it is written
    """
    # Between the words of a name there may be a hyphen, or another mark that folding drops.
    longest = 2 * max((len(name.split()) for name in names), default=0)
    openings = {name.split()[0] for name in names}
    for tree in tokens.trees:
        end = 0
        for at, word in enumerate(tree.words):
            if at < end or not word[:1].isupper():
                continue
            if word not in letters and fold(word).partition(" ")[0] not in openings:
                continue
            for last in range(min(at + longest, len(tree)) - 1, at - 1, -1):
                written = tree.text(at, last)
                record = letters.get(written) or (names.get(fold(written)) if fold(tree.words[last]) else None)
                if record is not None:
                    yield tree, at, last, record
                    end = last + 1
                    break
