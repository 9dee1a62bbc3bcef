"""Where a content begins and ends: words that the writer adds are not part of it."""

from __future__ import annotations

import re

from onrecord.reader.attributions.source_words import is_mark, without_marks
from onrecord.reader.english.cues import group, lexicon
from onrecord.reader.english.function_words import OPEN_CONJUNCTIONS
from onrecord.reader.parsing.tree import FINITE, SUBJECT, Tree
from onrecord.text import marks

BREAKS = frozenset({".", "?", "!", ";", ":", "—", "–", "--", "(", ")", "-"})
CONTRAST = frozenset({"though", "although", "while", "even", "but", "whereas"})
ASIDE = frozenset({"which", "who", "whom", "whose", "where", "when"})
ADJUNCTS = frozenset({"prep", "npadvmod", "advmod", "prt", "punct", "agent"})

YEAR = re.compile(r"(?:1[5-9]|20)\d\d[a-z]?")
CITED = 12
"""Tokens in the longest citation of author and year."""


def without_report(tree: Tree, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """The content without a final clause after a comma that is another report.

    The mayor said the bridge is safe, adding that it was tested. → the bridge is safe
    The mayor said the bridge is safe, though engineers say it is not. → the bridge is safe
    """
    for token in tokens:
        low, high = tree.edges[token]
        before = low - 1 if tree.labels[token] != "conj" else joint(tree, token)
        if not tokens[0] < before < tokens[-1] or high < tokens[-1] or not reports_again(tree, token):
            continue
        if tree.labels[token] == "advcl" and tree.words[before] == ",":
            if tree.tags[token] == "VBG" or tree.lower[low] in CONTRAST:
                return without_marks(tree, [t for t in tokens if t < low])
        elif tree.labels[token] == "conj" and tree.child(token, "nsubj") is not None and tree.words[before] == ",":
            if tree.child(token, "mark") is None:
                return without_marks(tree, [t for t in tokens if t < before])
    return tokens


def joint(tree: Tree, token: int) -> int:
    """The comma, or else the conjunction, before a coordinated verb."""
    low = tree.edges[token][0]
    while low > 0 and (tree.tags[low - 1] == "CC" or tree.tags[low] == "CC"):
        low -= 1
    return low - 1 if low and tree.words[low - 1] == "," else low


def without_second_report(tree: Tree, tokens: tuple[int, ...], cue: int) -> tuple[int, ...]:
    """The content without a coordinated verb of saying whose subject is the source.

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
            return without_marks(tree, [t for t in tokens if t < cc])
    return tokens


def reports(tree: Tree, token: int) -> bool:
    """Whether a verb is a cue that takes a clause or a quotation."""
    cue = lexicon().find("verbs", tree.lower[token])
    return cue is not None and cue.takes("c", "q", "sc")


def reports_again(tree: Tree, token: int) -> bool:
    """Whether a verb is a cue that takes a clause, or *cites*: *adding that …*, but not *beginning in May*."""
    cue = lexicon().find("verbs", tree.lower[token])
    return cue is not None and cue.takes("c", "sc", "oas")


def reports_itself(tree: Tree, token: int) -> bool:
    """Whether a finite verb is a cue that takes a clause, with a subject of its own."""
    return tree.tags[token] in FINITE and reports_again(tree, token) and tree.child(token, "nsubj") is not None


def without_aside(tree: Tree, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """A noun phrase without a non-restrictive relative clause at its end.

    The mayor praised the bridge, which opened in May. → the bridge
    """
    inside = set(tokens)
    for token in tokens:
        low, high = tree.edges[token]
        if tree.labels[token] != "relcl" or high < tokens[-1] or low <= tokens[0] or tree.heads[token] not in inside:
            continue
        if tree.words[low - 1] == "," and tree.lower[low] in ASIDE:
            return without_marks(tree, [t for t in tokens if t < low])
    return tokens


def without_citation(tree: Tree, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """The content without a citation at its end: "the bridge is safe (Stone, 2017)"."""
    last = tokens[-1]
    opening = next((t for t in range(last, max(tokens[0], last - CITED), -1) if tree.words[t] == "("), None)
    if opening is None or not YEAR.fullmatch(tree.lower[last]) or tree.words[last - 1] != ",":
        return tokens
    return without_marks(tree, [t for t in tokens if t < opening])


def without_links(tree: Tree, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """The content without a citation or a link in brackets, which are the writer's."""
    tokens = without_citation(tree, tokens)
    links = {t for t in tokens if tree.lower[t].startswith(("http", "www."))}
    if not links:
        return tokens
    around = {
        t + step for t in links for step in (-1, 1) if 0 <= t + step < len(tree) and is_mark(tree.words[t + step])
    }
    return without_marks(tree, [t for t in tokens if t not in links | around])


def to_the_end(tree: Tree, tokens: tuple[int, ...], cue: int) -> tuple[int, ...]:
    """A clause that the parser cut off in the middle of a phrase, extended to the next stop of the cue's sentence.

    Neither a second report nor the verb whose subject the cue is part of belongs to it.
    """
    limit = tree.sentences[tree.sentence_of[cue]][1] + 1
    following = tokens[-1] + 1
    if following + 1 < limit and tree.words[following] in {":", ";"} and tree.words[following + 1] not in marks.TOKENS:
        again = tree.words[following] == ";" and any(reports_itself(tree, t) for t in range(following, limit))
        return tokens if again else without_marks(tree, [*tokens, *range(following, limit)])
    if following >= limit or is_mark(tree.words[following]) or tree.tags[following] in {"CC", "POS"}:
        return tokens
    if any(tree.labels[t] in SUBJECT and tree.heads[t] >= following for t in (cue, *tree.ancestors(cue))):
        return tokens
    end = following
    while end < limit and tree.words[end] not in BREAKS and tree.words[end] != ",":
        end += 1
    return without_marks(tree, [*tokens, *range(following, end)])


def with_second_clause(tree: Tree, tokens: tuple[int, ...], cue: int) -> tuple[int, ...]:
    """The content with a second clause that the parser attached to the cue: "said it was late, but it was open"."""
    for token in tree.children[cue]:
        if tree.labels[token] != "conj" or token < tokens[-1] or tree.child(token, "nsubj", "expl") is None:
            continue
        if reports(tree, token) or (tree.tags[token] not in FINITE and tree.child(token, "aux") is None):
            continue
        low, high = tree.edges[token]
        if low - tokens[-1] > 3:
            continue
        return without_marks(tree, [*tokens, *range(tokens[-1] + 1, high + 1)])
    return tokens


def without_opening(tree: Tree, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """A content before its cue without its opening conjunction: "But the bridge is safe"."""
    if tree.tags[tokens[0]] == "CC" and len(tokens) > 2:
        return without_marks(tree, list(tokens[1:]))
    return tokens


def from_the_start(tree: Tree, tokens: tuple[int, ...], cue: int) -> tuple[int, ...]:
    """A clause before its cue, extended to the start of the sentence.

    The van was late, but the doors were open, she said. → The van was late, but the doors were open
    """
    first, last = tree.sentences[tree.sentence_of[cue]]
    if tokens[-1] > cue or tokens[0] == first or tree.sentence_of[tokens[0]] != tree.sentence_of[cue]:
        return tokens
    if any(tree.words[t] in marks.TOKENS or tree.words[t] in BREAKS for t in range(first, tokens[0])):
        return tokens
    if any(reports(tree, t) for t in range(first, tokens[0]) if tree.tags[t] in FINITE):
        return tokens
    return without_marks(tree, list(range(first, tokens[-1] + 1)))


def after_adjuncts(tree: Tree, cue: int, limit: int) -> int:
    """The first token after a cue and its adjuncts: time, place, addressee, or the object of "expressed her thanks"."""
    found = lexicon().find("verbs", tree.lower[cue])
    without = found is not None and (found.lemma in group("addressing") or found.frames == {"q"})
    skipped = ADJUNCTS | ({"dobj", "dative"} if without else set())
    token = cue + 1
    while token < limit:
        phrase = next((b for b in tree.children[cue] if tree.edges[b][0] == token and tree.edges[b][1] < limit), None)
        if phrase is not None and tree.labels[phrase] in skipped:
            token = tree.edges[phrase][1] + 1
        elif is_mark(tree.words[token]):
            token += 1
        else:
            break
    return token


def with_condition(tree: Tree, tokens: tuple[int, ...], cue: int, source: tuple[int, ...]) -> tuple[int, ...]:
    """A clause after its cue, with the condition or other words before the cue at the sentence's start.

    If it rains, the mayor said, the bridge will close. → If it rains the bridge will close
    """
    first = tree.sentences[tree.sentence_of[cue]][0]
    if not source or tokens[0] < cue or source[0] <= first + 1 or source[-1] > cue or tree.words[source[0] - 1] != ",":
        return tokens
    before = range(first, source[0] - 1)
    if any(tree.words[t] in marks.TOKENS or tree.words[t] in BREAKS or t in tokens for t in before):
        return tokens
    if any(reports(tree, t) for t in before if tree.tags[t] in FINITE):
        return tokens
    conditional = tree.lower[first] in OPEN_CONJUNCTIONS and tree.lower[tokens[0]] != "that"
    if conditional or tree.words[tokens[0] - 1] == ",":
        return without_marks(tree, [*before, *tokens])
    return tokens


def without_own_voice(tree: Tree, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """The content up to a semicolon after which the writer speaks: “reported a success; we found none”."""
    quoted = False
    for before, token in zip(tokens, tokens[1:], strict=False):
        quoted = quoted != (tree.words[before] in marks.TOKENS)
        if tree.words[before] == ";" and tree.lower[token] in ("we", "i") and not quoted:
            return without_marks(tree, [t for t in tokens if t < before])
    return tokens
