"""What the cues of one paragraph propose: each cue's content by its frames, with its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.reader import frames
from onrecord.reader.boundaries import without_opening
from onrecord.reader.cues import Cue, lexicon
from onrecord.reader.sources import (
    agent,
    governor_subject,
    noun_phrase,
    possessor,
    source_before,
    source_tokens,
    subject,
    trimmed,
)
from onrecord.reader.tree import FINITE, Tree


@dataclass(frozen=True)
class Candidate:
    """An attribution inside one tree, in tokens."""

    lemma: str
    frame: str
    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[int, ...]
    commitment: str = "certain"


def cue_words(tree: Tree) -> Iterator[tuple[int, Cue]]:
    """The tokens of a tree that the lexicon knows, in order."""
    words = lexicon()
    for token, tag in enumerate(tree.tags):
        form = tree.lower[token]
        if tag[0] == "V":
            particle = tree.child(token, "prt")
            cue = words.find("verbs", form, tree.lower[particle] if particle is not None else None)
        elif tag in {"NN", "NNS"}:
            cue = words.find("nouns", form)
        elif tag == "JJ":
            cue = words.find("adjectives", form)
        else:
            continue
        if cue is not None:
            yield token, cue


def cue_tokens(tree: Tree, token: int) -> tuple[int, ...]:
    """A cue word with its auxiliaries, negation and particle."""
    labels = {"aux", "auxpass", "neg", "prt"}
    kept = [t for t in tree.children[token] if tree.labels[t] in labels and abs(t - token) < 6]
    return tuple(sorted([token, *kept]))


def source_of(tree: Tree, token: int, cue: Cue, content: frames.Content) -> tuple[int, ...]:
    """The source of a cue word: the subject it takes, the agent of its passive, the owner of the noun."""
    inside = frozenset(content.tokens)
    head: int | None
    if cue.kind == "nouns":
        head = possessor(tree, token)
        if head is not None and tree.labels[head] == "poss":
            return noun_phrase(tree, head)
        head = head if head is not None else governor_subject(tree, token)
    elif cue.kind == "adjectives":
        head = bearer(tree, token)
    elif content.frame.startswith("passive"):
        head = agent(tree, token)
    else:
        head = subject(tree, token)
    source = tuple(t for t in source_tokens(tree, head, inside | {token}) if t not in inside)
    if not source and cue.kind == "verbs" and content.frame in {"c", "o"} and tree.tags[token] in FINITE:
        source = tuple(t for t in source_before(tree, token) if t not in inside)
    return source


def bearer(tree: Tree, adjective: int) -> int | None:
    """Who is sure, willing or critical: the adjective's subject, or whoever "made it clear"."""
    verb = tree.heads[adjective]
    own = subject(tree, adjective) if tree.child(adjective, "nsubj") is not None else subject(tree, verb)
    if own is not None and tree.lower[own] == "it" and verb != tree.heads[verb]:
        return subject(tree, tree.heads[verb]) if tree.lower[tree.heads[verb]].startswith("ma") else None
    return own


def according_to(tree: Tree) -> Iterator[Candidate]:
    """ "According to X, …" and "…, according to X"."""
    for token in range(len(tree) - 1):
        if tree.lower[token] != "according" or tree.lower[token + 1] != "to":
            continue
        inner = tree.child(token + 1, "pobj") or tree.child(token, "pobj")
        if inner is None:
            continue
        source = noun_phrase(tree, inner)
        first, last = tree.sentences[tree.sentence_of[token]]
        taken = {token, token + 1, *source}
        content = trimmed(tree, [t for t in range(first, last + 1) if t not in taken])
        if content:
            content = without_opening(tree, content)
            yield Candidate("according", "according", (token, token + 1), source, content)


CLAUSES = frozenset({"c", "parenthesis", "noun c", "adjective c", "i", "oi", "passive c"})


def bounded(tree: Tree, token: int, content: frames.Content) -> frames.Content:
    """A content without what the writer added at its end and without the conjunction at its start."""
    tokens = content.tokens
    if content.frame in CLAUSES and tokens:
        if tokens[0] < token:
            tokens = without_opening(tree, tokens)
    return frames.Content(content.frame, tokens)


def candidates(tree: Tree) -> list[Candidate]:
    """What cues and patterns propose in a tree, quotations aside."""
    found = list(according_to(tree))
    for token, cue in cue_words(tree):
        for content in frames.contents(tree, token, cue):
            content = bounded(tree, token, content)
            source = source_of(tree, token, cue, content)
            commitment = cue.commitment.get(content.frame, "certain")
            found.append(
                Candidate(
                    cue.lemma, content.frame, cue_tokens(tree, token), source, content.tokens, commitment
                )
            )
    return found
