"""Which cue a quoted run belongs to: before it, after it, in the middle of it, or in the paragraph before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.reader.quotes import Run
from onrecord.reader.sources import is_mark, subject
from onrecord.reader.tree import Tree

REACH = 40
"""Tokens between a quotation and a cue that still belongs to it."""
STOPS = frozenset({".", ";", "?", "!"})
SPOKEN_END = (",", "?", "!", "—", "–", "-", "…")


@dataclass(frozen=True)
class Quoted:
    """A run as tokens of a tree: ``first`` to ``last`` with the marks."""

    run: Run
    first: int
    last: int

    def __contains__(self, token: int) -> bool:
        return self.first <= token <= self.last


def locate(tree: Tree, runs: Sequence[Run]) -> tuple[Quoted, ...]:
    """The outermost runs that begin in the tree, as tokens; single marks count when they hold several words."""
    found: list[Quoted] = []
    token = 0
    for run in runs:
        while token < len(tree) and tree.end(token) <= run.span.start:
            token += 1
        if token == len(tree) or (found and token <= found[-1].last):
            continue
        last = token
        while last + 1 < len(tree) and tree.starts[last + 1] < run.span.end:
            last += 1
        found.append(Quoted(run, token, last))
    return tuple(found)


def words_in(tree: Tree, quoted: Quoted) -> int:
    """How many words a run holds."""
    return sum(not is_mark(word) for word in tree.words[quoted.first : quoted.last + 1])


def last_sign(tree: Tree, quoted: Quoted) -> str:
    """The last character inside the marks."""
    for token in range(quoted.last, quoted.first - 1, -1):
        for character in reversed(tree.words[token]):
            if character not in "“”\"'’‘«»":
                return character
    return ""


def is_sentence(tree: Tree, quoted: Quoted) -> bool:
    """Whether a run reads as whole sentences: a capital first, a stop last."""
    first = next((w for w in tree.words[quoted.first : quoted.last + 1] if not is_mark(w)), "")
    return first[:1].isupper() and last_sign(tree, quoted) in ".?!…,—–" and words_in(tree, quoted) > 1


def cue_after(tree: Tree, quoted: Quoted, limit: int, verbs: frozenset[int]) -> int | None:
    """The verb of "…,” said X" or "…,” X said"; ``limit`` is where the next run starts."""
    end = min(limit, quoted.last + 1 + REACH)
    closed = last_sign(tree, quoted) == "."
    for token in range(quoted.last + 1, end):
        word = tree.words[token]
        if word in STOPS or word == ":":
            return None
        if token not in verbs or tree.tags[token] not in {"VBD", "VBZ", "VBP", "VBN", "VBG"}:
            continue
        if tree.tags[token] in {"VBG", "VBN"} and not adjoining(tree, quoted, token):
            continue
        if closed and not ends_clause(tree, token, limit):
            return None
        if token - quoted.last <= 2 or reaches_subject(tree, quoted, token):
            return token
        return None
    return None


def adjoining(tree: Tree, quoted: Quoted, token: int) -> bool:
    """Whether only marks stand between a run and a token."""
    return all(is_mark(word) for word in tree.words[quoted.last + 1 : token])


def ends_clause(tree: Tree, token: int, limit: int) -> bool:
    """Whether the clause of a verb ends in a stop before the next run, so that it cannot introduce that run."""
    if limit >= len(tree):
        return True
    return any(tree.words[t] in STOPS for t in range(token, limit))


def reaches_subject(tree: Tree, quoted: Quoted, verb: int) -> bool:
    """Whether the verb's subject stands between the run and the verb."""
    own = tree.child(verb, "nsubj", "nsubjpass")
    if own is not None:
        return quoted.last < own
    between = [t for t in range(quoted.last + 1, verb) if not is_mark(tree.words[t])]
    return bool(between) and tree.tags[between[-1]] in {"NN", "NNP", "NNS", "NNPS", "PRP", "RB", "WP"}


def cue_before(tree: Tree, quoted: Quoted, limit: int, verbs: frozenset[int]) -> int | None:
    """The verb of "X said: “…" or "X said that “…"; ``limit`` is the first token it may be."""
    start = max(limit, quoted.first - REACH)
    for token in range(quoted.first - 1, start - 1, -1):
        if tree.words[token] in STOPS:
            return None
        if token in verbs and subject(tree, token) is not None:
            return token
    return None


def introduced(tree: Tree, quoted: Quoted) -> bool:
    """Whether a comma, a colon or a cue stands right before the run."""
    return quoted.first > 0 and tree.words[quoted.first - 1] in {",", ":", ":-", "--", "-", "—"}
