"""Partly quoted contents: where they begin and end.

Marks in the middle of a sentence mislead the parser, which loses the clause before or after them. The words around a
quoted fragment are therefore found by position: from the cue on, and up to the next stop.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.reader.attributions.boundaries import after_adjuncts, reports
from onrecord.reader.attributions.candidates import Candidate
from onrecord.reader.attributions.source_words import is_mark, without_marks
from onrecord.reader.attributions.speech import (
    STOPS,
    Quoted,
    last_sign,
    opens_sentence,
)
from onrecord.reader.parsing.tree import FINITE, NOMINAL, Tree

CLAUSE_ENDS = frozenset({",", ":", "—", "–", "--"})
OF_THE_WRITER = frozenset("when while after before as although though whereas".split())
"""Conjunctions that open the writer's own words after a fragment."""
ASIDES = frozenset("which who whose whom though although as before after despite until".split())
"""Words that open the writer's own words after a fragment that ends in a comma."""


def with_surrounding_words(tree: Tree, candidate: Candidate, runs: Sequence[Quoted]) -> Candidate:
    """A candidate whose content holds fragments, with the words around them that belong to it."""
    if not candidate.content:
        return candidate
    content = from_the_cue(tree, candidate, runs)
    content = from_the_stop(tree, replace(candidate, content=content), runs)
    content = to_the_stop(tree, replace(candidate, content=content), runs)
    content = up_to_the_comma(tree, replace(candidate, content=content), runs)
    return replace(candidate, content=content)


def from_the_cue(tree: Tree, candidate: Candidate, runs: Sequence[Quoted]) -> tuple[int, ...]:
    """A content after its cue that begins with a fragment, or without a subject, extended back to the cue.

    She argued the old bridge “can’t carry a bus.” → the old bridge “can’t carry a bus.”
    """
    tokens, cue = candidate.content, candidate.word
    first = tokens[0]
    if first <= cue + 1:
        return tokens
    run = next((r for r in runs if first in r), None)
    opening = next((t for t in tokens if not is_mark(tree.words[t])), first)
    headless = tree.tags[opening] in FINITE
    if not headless and (run is None or run.first < first - 1 or opens_sentence(tree, run)):
        return tokens
    start = after_adjuncts(tree, cue, first)
    between = range(start, first)
    if any(tree.words[t] in STOPS or tree.words[t] == ":" or t in candidate.source for t in between):
        return tokens
    if not any(tree.tags[t] in NOMINAL or tree.tags[t][0] == "V" for t in between):
        return tokens
    return without_marks(tree, sorted({*between, *tokens}))


def from_the_stop(tree: Tree, candidate: Candidate, runs: Sequence[Quoted]) -> tuple[int, ...]:
    """A content before its cue that begins with a fragment, extended to the sentence's start.

    The old bridge “can’t carry a bus,” she argued. → The old bridge “can’t carry a bus,”
    """
    tokens = candidate.content
    first = tokens[0]
    run = next((r for r in runs if first in r), None)
    if run is None or first > candidate.cue[0] or first != run.first or opens_sentence(tree, run):
        return tokens
    start = first
    while start > 0 and tree.words[start - 1] not in STOPS and tree.words[start - 1] != ":":
        start -= 1
    before = range(start, first)
    inside = any(t in other for other in runs for t in before)
    if inside or not before or any(t in candidate.source or reports(tree, t) for t in before):
        return tokens
    return without_marks(tree, [*before, *tokens])


def to_the_stop(tree: Tree, candidate: Candidate, runs: Sequence[Quoted]) -> tuple[int, ...]:
    """A content after its cue that ends in a fragment in the middle of a clause, extended to the clause's end.

    She called it a “death trap” for cyclists. → it a “death trap” for cyclists
    """
    tokens = candidate.content
    last = tokens[-1]
    run = next((r for r in runs if last in r), None)
    if run is None or last < candidate.word or last_sign(tree, run) in ".?!,;…" or run.last + 1 >= len(tree):
        return tokens
    end = run.last + 1
    while end < len(tree) and tree.words[end] not in STOPS and tree.words[end] not in CLAUSE_ENDS:
        end += 1
    following = range(run.last + 1, end)
    if not following or is_mark(tree.words[following[0]]) or tree.lower[following[0]] in OF_THE_WRITER:
        return tokens
    if tree.tags[following[0]] == "CC" and any(tree.tags[t][0] == "V" for t in following):
        return tokens
    if any(t in candidate.source or t in candidate.cue for t in following):
        return tokens
    return without_marks(tree, [*tokens, *following])


def up_to_the_comma(tree: Tree, candidate: Candidate, runs: Sequence[Quoted]) -> tuple[int, ...]:
    """A content after its cue without an aside of the writer's after a fragment that ends in a comma.

    He called the bridge “unsafe,” which engineers deny. → the bridge “unsafe,”
    """
    tokens = candidate.content
    for run in runs:
        inside = candidate.word < tokens[0] <= run.last < tokens[-1]
        if inside and last_sign(tree, run) == "," and opens_aside(tree, run.last + 1):
            return tuple(t for t in tokens if t <= run.last)
    return tokens


def opens_aside(tree: Tree, token: int) -> bool:
    """Whether a token opens a relative clause, a concession or a participle: “…,” which; “…,” although; “…,” citing."""
    return tree.lower[token] in ASIDES or tree.tags[token] == "VBG"
