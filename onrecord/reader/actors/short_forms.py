"""Short forms that a text defines in brackets behind the words that they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.folding import fold
from onrecord.reader.actors.name_spans import NameSpan, name_text, stands_for
from onrecord.reader.english.actor_words import is_body, person_nouns
from onrecord.reader.parsing.tree import Tree

ACRONYM = re.compile(r"[A-Z][A-Za-z&-]*[A-Z]|(?:[A-Z]\.){2,}")
SMALL_WORDS = frozenset({"of", "for", "and", "the", "in", "on", "to", "-", "–"})


def initials(name: str) -> str:
    """The capital letters with which the words of a name begin."""
    return "".join(word[0] for word in re.split(r"[\s-]", name) if word[:1].isupper())


def definitions(trees: Sequence[Tree], names: Sequence[Sequence[NameSpan]]) -> Iterator[tuple[str, str]]:
    """The short forms that stand in brackets behind a name: folded short form and the name."""
    for tree, spans in zip(trees, names, strict=True):
        for span in spans:
            at = span.last + 1
            if tree.lower[at : at + 1] == ("in",) and "(" in tree.words[at + 2 : at + 4]:
                at = tree.words.index("(", at)
            if at + 2 >= len(tree) or tree.words[at] != "(":
                continue
            close = next((t for t in range(at + 1, min(at + 12, len(tree))) if tree.words[t] == ")"), None)
            if close is None:
                continue
            long, inside = name_text(tree, span.first, span.last), tree.words[at + 1 : close]
            if " " in long:
                for short in short_forms(inside, long):
                    yield fold(short), long


def defined_things(tree: Tree) -> Iterator[str]:
    """The acronyms in brackets behind the words for a thing: “the flight control computer (FCC)”."""
    for at in range(2, len(tree) - 2):
        short = tree.words[at + 1]
        if tree.words[at] != "(" or tree.words[at + 2] != ")" or not short.isupper() or not 1 < len(short) < 8:
            continue
        words = [word for word in tree.lower[max(0, at - 2 * len(short)) : at] if word not in SMALL_WORDS]
        long = words[-len(short) :]
        if "".join(word[0] for word in long) == short.lower() and not is_body(long[-1]):
            if not any(is_body(word) or word in person_nouns() for word in long):
                yield short


def short_forms(inside: Sequence[str], long: str) -> Iterator[str]:
    """The short forms in a bracket: quoted words, and letters that the name's words begin with."""
    words = [word for word in inside if any(map(str.isalnum, word))]
    if len(words) == 1 and ACRONYM.fullmatch(words[0]) and stands_for(words[0], long):
        yield words[0]
    marks = [number for number, word in enumerate(inside) if word in {"“", "”", '"', "''", "``", "‘", "’"}]
    for first, last in zip(marks[::2], marks[1::2], strict=False):
        short = [word for word in inside[first + 1 : last] if word.lower() != "the"]
        if short and short[0][:1].isupper() and len(short) < 5:
            yield " ".join(short)
