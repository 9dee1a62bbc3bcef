"""Questions that are answered yes or no: question and answer are one claim, by whoever answers.

“Did you call him? — Yes.” claims that the one asked called him. The passage runs from the question to the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.reader.claims.antecedents import Antecedents
from onrecord.reader.claims.clauses import Clause, clause
from onrecord.reader.claims.voices import Voice
from onrecord.reader.english.inflection import conjugated
from onrecord.reader.english.replies import AFTER_QUESTION, JUDGED, NO, YES
from onrecord.reader.english.verbs import lemma
from onrecord.reader.parsing.tokens import Tokens
from onrecord.reader.parsing.tree import FINITE, SUBJECT, Tree
from onrecord.span import Span

BETWEEN = 120
"""The most code points between a question and its answer: the label of the turn."""


@dataclass(frozen=True)
class Answered:
    """A question with its answer: the clause of what is asked, its pieces as a statement, and whose answer it is."""

    span: Span
    content: Span
    tree: Tree
    clause: Clause
    parts: tuple[Span | str, ...]
    voice: Voice
    denied: bool


def answered(text: str, tokens: Tokens, turns: Sequence[Voice], known: Antecedents) -> Iterator[Answered]:
    """The questions at the end of a turn that the next turn, by somebody else, answers with yes or no."""
    for asks, answers in zip(turns, turns[1:], strict=False):
        start = answers.content[0].start
        end = asks.content[-1].end
        yes, no = YES.match(text, start), NO.match(text, start)
        reply = yes or no
        if reply is None or asks.source == answers.source or not 0 <= start - end <= BETWEEN:
            continue
        found = tokens.token_at(max(asks.content[0].start, end - 1))
        if found is None:
            continue
        tree, last = found
        if not any(tree.words[t].startswith("?") for t in range(last, min(len(tree), last + 3))):
            continue
        first = tree.sentences[tree.sentence_of[last]][0]
        asked = statement_of(tree, first, last, known)
        if asked is None:
            continue
        one, parts = asked
        span = Span(tree.starts[first], min(reply.end(), answers.content[-1].end))
        yield Answered(span, tree.span(one.first, one.last), tree, one, parts, answers, yes is None)


def statement_of(tree: Tree, first: int, last: int, known: Antecedents) -> tuple[Clause, tuple[Span | str, ...]] | None:
    """A question as a statement: “Did he call?” is “he called”; “You saw it, correct?” is “you saw it”."""
    while last > first and (not tree.words[last][:1].isalnum()):
        last -= 1
    if tree.lower[last] in AFTER_QUESTION and "," in tree.words[max(first, last - 4) : last]:
        last = max(t for t in range(first, last) if tree.words[t] == ",") - 1
    root = next((t for t in range(first, last + 1) if not first <= tree.heads[t] <= last or tree.heads[t] == t), None)
    if root is None or tree.tags[root][:1] not in "VM":
        return None
    verb = asserted(tree, root)
    subject = tree.child(verb, *SUBJECT)
    if subject is None or tree.tags[subject] in ("WP", "WDT", "EX") or tree.child(verb, "neg") is not None:
        return None
    if any(tree.tags[t] in ("WRB", "WP", "WDT") and t < subject for t in tree.subtree(verb)):
        return None
    low, high = tree.edges[subject]
    stop = min(last, tree.edges[verb][1])
    one = Clause(verb, "main", low, max(stop, verb), subject)
    inverted = [t for t in (verb, *tree.children[verb]) if t < low and tree.tags[t] in FINITE and t >= first]
    if not inverted:
        start = clause(tree, verb, "main", sorted(t for t in tree.subtree(verb) if first <= t <= stop)).first
        return Clause(verb, "main", start, one.last, subject), (tree.span(start, one.last),)
    (helper,) = inverted[:1]
    if helper > first + 2 or high >= one.last:
        return None
    if lemma(tree.lower[helper]) != "do":
        return one, (tree.span(low, high), tree.span(helper, helper), tree.span(high + 1, one.last))
    forms = conjugated(lemma(tree.lower[verb], "VB"))
    who = known.of(tree.starts[subject])
    singular = who is not None and not who.plural and tree.tags[subject] == "PRP"
    present = forms.third_person[0] if singular or tree.lower[helper] == "does" else tree.lower[verb]
    new = forms.past[0] if tree.lower[helper] == "did" else present
    pieces: list[Span | str] = [tree.span(low, high)]
    pieces += [tree.span(high + 1, verb - 1)] if high + 1 < verb else []
    pieces += [new]
    pieces += [tree.span(verb + 1, one.last)] if verb < one.last else []
    return one, tuple(pieces)


def asserted(tree: Tree, verb: int) -> int:
    """What is really asked: “is it correct that he *called*?”"""
    judged = tree.child(verb, "acomp", "attr")
    if judged is not None and tree.lower[judged] in JUDGED:
        for t in (*tree.children[verb], *tree.children[judged]):
            if tree.labels[t] == "ccomp" and t > judged:
                return t
    return verb
