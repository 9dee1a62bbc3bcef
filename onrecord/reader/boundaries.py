"""Where a content begins and ends: what the writer adds is not the source's any more."""

from __future__ import annotations

from onrecord.reader.cues import lexicon
from onrecord.reader.sources import is_mark, trimmed
from onrecord.reader.tree import FINITE, SUBJECT, Tree

QUOTES = frozenset({"“", "”", '"', "''", "``", "«", "»"})
BREAKS = frozenset({".", "?", "!", ";", ":", "—", "–", "--", "(", ")", "-"})
CONTRAST = frozenset({"though", "although", "while", "even", "but", "whereas"})
REPORTING = frozenset("c q sc".split())


def without_report(tree: Tree, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """The content less a last part after a comma that reports again.

    The mayor said the bridge is safe, adding that it was tested. → the bridge is safe
    The mayor said the bridge is safe, though engineers say it is not. → the bridge is safe
    """
    inside = set(tokens)
    for token in tokens:
        low, high = tree.edges[token]
        before = low - 1 if tree.labels[token] != "conj" else joint(tree, token)
        if before not in inside or high < tokens[-1] or not reports(tree, token):
            continue
        if tree.labels[token] == "advcl" and tree.words[before] == ",":
            if tree.tags[token] == "VBG" or tree.lower[low] in CONTRAST:
                return trimmed(tree, [t for t in tokens if t < low])
        elif tree.labels[token] == "conj" and tree.child(token, "nsubj") is not None and tree.words[before] == ",":
            return trimmed(tree, [t for t in tokens if t < before])
    return tokens


def joint(tree: Tree, token: int) -> int:
    """The comma, or else the conjunction, between a second verb and what stands before it."""
    low = tree.edges[token][0]
    while low > 0 and (tree.tags[low - 1] == "CC" or tree.tags[low] == "CC"):
        low -= 1
    return low - 1 if low and tree.words[low - 1] == "," else low


def without_second_report(tree: Tree, tokens: tuple[int, ...], cue: int) -> tuple[int, ...]:
    """The content less a second verb of saying that is the source's own.

    She said the plan has failed and called it a waste. → the plan has failed
    """
    inside = set(tokens)
    for token in tokens:
        if tree.labels[token] != "conj" or tree.tags[token] != tree.tags[cue] or not reports(tree, token):
            continue
        head = tree.heads[token]
        if head not in inside or token < head or tree.child(token, *SUBJECT) is not None:
            continue
        cc = next((t for t in range(token - 1, head, -1) if tree.labels[t] == "cc"), None)
        if cc is not None and tree.edges[token][1] >= tokens[-1]:
            return trimmed(tree, [t for t in tokens if t < cc])
    return tokens


def reports(tree: Tree, token: int) -> bool:
    """Whether a verb is a cue that takes a clause or a quotation."""
    cue = lexicon().find("verbs", tree.lower[token])
    return cue is not None and bool(REPORTING & cue.frames)


def to_the_end(tree: Tree, tokens: tuple[int, ...], limit: int) -> tuple[int, ...]:
    """A clause that the parser broke off in the middle of a phrase, carried on to the next stop.

    ``limit`` is the first token it may not reach.
    """
    following = tokens[-1] + 1
    if following >= limit or is_mark(tree.words[following]) or tree.tags[following] in {"CC", "POS"}:
        return tokens
    end = following
    while end < limit and tree.words[end] not in BREAKS and tree.words[end] != ",":
        end += 1
    return trimmed(tree, [*tokens, *range(following, end)])


def with_second_clause(tree: Tree, tokens: tuple[int, ...], cue: int) -> tuple[int, ...]:
    """The content with a clause that the parser hung on the cue: "said it was late, but the doors were
    open".
    """
    for token in tree.children[cue]:
        if tree.labels[token] != "conj" or token < tokens[-1] or tree.child(token, "nsubj", "expl") is None:
            continue
        if reports(tree, token) or (tree.tags[token] not in FINITE and tree.child(token, "aux") is None):
            continue
        low, high = tree.edges[token]
        if low - tokens[-1] > 3:
            continue
        return trimmed(tree, [*tokens, *range(tokens[-1] + 1, high + 1)])
    return tokens


def without_opening(tree: Tree, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """A content before its cue without the conjunction that ties it to the text: "But the bridge is safe"."""
    if tree.tags[tokens[0]] == "CC" and len(tokens) > 2:
        return trimmed(tree, list(tokens[1:]))
    return tokens


def from_the_start(tree: Tree, tokens: tuple[int, ...], cue: int) -> tuple[int, ...]:
    """A clause before its cue at the end of a sentence, taken from the sentence's start.

    The van was late, but the doors were open, she said. → The van was late, but the doors were open
    """
    first, last = tree.sentences[tree.sentence_of[cue]]
    if tokens[-1] > cue or tokens[0] == first or tree.sentence_of[tokens[0]] != tree.sentence_of[cue]:
        return tokens
    if any(tree.words[t] in QUOTES or tree.words[t] in BREAKS for t in range(first, tokens[0])):
        return tokens
    if any(reports(tree, t) for t in range(first, tokens[0]) if tree.tags[t] in FINITE):
        return tokens
    return trimmed(tree, list(range(first, tokens[-1] + 1)))
