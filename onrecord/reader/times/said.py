"""When something was said, where the words that report it say so: “told reporters on 11 December”."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.annotation.model import Attribution, TimeMention
from onrecord.dates import is_after
from onrecord.reader.english.calendar_words import DATING
from onrecord.reader.english.nouns import OCCASIONS
from onrecord.reader.parsing.tokens import Tokens
from onrecord.reader.parsing.tree import Tree
from onrecord.span import Regions, Span
from onrecord.text.document import Section

SAID = frozenset("VBD VBN VBZ VBP VBG".split())
"""Tags of verbs that report; a plain form is what somebody will, might or didn't say."""


def with_dates(
    attributions: Sequence[Attribution],
    times: Sequence[TimeMention],
    sections: Sequence[Section],
    tokens: Tokens,
    published: str | None = None,
) -> Iterator[Attribution]:
    """The attributions, dated where one date, which is not later than the text, belongs to the cue."""
    dated = [time for time in times if time.timex_type in ("DATE", "TIME") and time.date and ".." not in time.date]
    for row in attributions:
        start = row.content_words[0].start
        written = next((s.reference_date for s in sections if s.exact.start <= start < s.exact.end), None) or published
        found = {time.date for cue in row.cue_words for time in dated_by(cue, row, dated, tokens)}
        date = found.pop() if len(found) == 1 else None
        yield replace(row, stated_on=date) if date and not (written and is_after(date, written)) else row


def dated_by(cue: Span, row: Attribution, times: Sequence[TimeMention], tokens: Tokens) -> Iterator[TimeMention]:
    """The times of the cue's sentence that are about the saying, not about what is said."""
    tree = tokens.tree_at(cue.start)
    token = tree.top(cue) if tree else None
    if tree is None or token is None or tree.tags[token] not in SAID:
        return
    first, last = tree.sentences[tree.sentence_of[token]]
    sentence, content = tree.span(first, last), Regions(row.content_words)
    for time in times:
        if sentence.contains(time.exact) and not content.overlap(time.exact) and belongs_to(tree, time.exact, token):
            yield time


def belongs_to(tree: Tree, time: Span, verb: int) -> bool:
    """Whether a time belongs to a verb: said *Monday*, said *on Monday*, said in an interview *on Monday*.

    A time that belongs to another verb, or to a noun other than the occasion of the saying, does not.
    """
    token = tree.top(time)
    while token is not None and tree.heads[token] != token:
        head = tree.heads[token]
        if head == verb:
            return tree.labels[token] in ("npadvmod", "tmod", "prep", "advmod") and not opens(tree, token)
        noun = tree.tags[head][:1] == "N"
        if tree.labels[token] != ("prep" if noun else "pobj") or opens(tree, token):
            return False
        if noun and tree.lower[head] not in OCCASIONS:
            return False
        token = head
    return False


def opens(tree: Tree, token: int) -> bool:
    """Whether a token is a preposition other than those that date: *since* Monday, *after* Monday."""
    return tree.tags[token] == "IN" and tree.lower[token] not in DATING
