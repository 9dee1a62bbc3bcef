"""Transcripts and interviews: whose turn each paragraph is, recognised by “NAME:” at its start, or “Q.” and “A.”.

A text is a transcript if at least three paragraphs open with a name and a colon and one of the names recurs. A turn
continues over the paragraphs below it, to the next name or heading; the last turn does so only if an earlier one did,
because a text may end with notes about it. Remarks have fewer: whoever is labelled by title in capitals, after short
lines and before words about *I* and *we*, speaks to the next label or the end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from onrecord.reader.english.actor_words import person_nouns
from onrecord.reader.english.labels import ANSWERS, ASKS, LABELS
from onrecord.reader.english.persons import PERSON_TITLES
from onrecord.span import Span
from onrecord.text.marks import DOUBLE

LABEL = re.compile(
    r"[*_“\"«]{0,3}"
    r"(?P<name>[^\W\d_a-z][\w.’'-]*(?:,? (?:of|the|for|and|&|de|van|von|[^\W\d_a-z][\w.’'-]*|\d{1,2})){0,6})"
    r"(?P<more> ?[(\[][^()\[\]\n]{1,60}[)\]]| ?, [^:\n.]{2,60})?[*_]{0,2}:[*_]{0,2}(?=\s)"
    r"|(?P<letter>[QA])\.(?=\s)|(?P<asks>Q)(?= {1,8}[^\W\d_a-z“])"
)
LONGEST = 120
LEAST_TURNS = 3
SENTENCE_ENDS = (".", "?", "!", "…", "”", '"', "’", ")", "]", "—", "–", "-")
LONGEST_LINE = 200
"""The most characters of a line above remarks: their title, place or time."""
OWN = re.compile(r"\b(?:I|we|We|my|My|our|Our)\b")
SPOKEN = 0.6
"""The least share of turns that end like a sentence: the fields of a form have values."""


@dataclass(frozen=True)
class Turn:
    """A speaker's label, its colon included, and the name in it.

    ``is_quoted``: the label opens with a quotation mark, so that all of the turn is quoted.
    """

    span: Span
    name: Span
    is_quoted: bool

    def asks(self, text: str) -> bool:
        """Whether the label only marks a question: “Q:”."""
        return text[slice(*self.name)].lower() in ASKS

    def answers(self, text: str) -> bool:
        """Whether the label only marks an answer: “A:”."""
        return text[slice(*self.name)].lower() in ANSWERS


NO_TURNS: Mapping[int, Turn] = {}


def find_turns(text: str, paragraphs: Sequence[Span]) -> dict[int, Turn]:
    """The turns of a transcript by the offset of their paragraph; none in any other text."""
    found: dict[int, Turn] = {}
    names: Counter[str] = Counter()
    sentences = 0
    for start, end in paragraphs:
        match = LABEL.match(text, start, min(end, start + LONGEST))
        if match and match.end() < end and (not match["name"] or match["name"].split()[0].lower() not in LABELS):
            name = Span(*match.span(next(part for part in ("letter", "asks", "name") if match[part])))
            found[start] = Turn(Span(start, match.end()), name, is_quoted=text[start] in DOUBLE)
            names[text[slice(*name)]] += 1
            sentences += text[match.end() : end].rstrip().endswith(SENTENCE_ENDS)
    if is_remarks(text, paragraphs, found) and sentences == len(found):
        return found
    if len(found) < LEAST_TURNS or max(names.values()) < 2 or sentences < SPOKEN * len(found):
        return {}
    capitals = all(name.isupper() for name, count in names.items() if count > 1)
    common = frozenset(re.findall(r"\b[^\W\d_A-Z]{2,}\b", text))
    turns = {start: turn for start, turn in found.items() if is_like(text[slice(*turn.name)], names, capitals)}
    return {start: turn for start, turn in turns.items() if names_somebody(text[slice(*turn.name)], common)}


def is_remarks(text: str, paragraphs: Sequence[Span], found: Mapping[int, Turn]) -> bool:
    """Whether a text, after short lines, is what people say who are labelled by title: “THE PRESIDENT:”."""
    names = {text[slice(*turn.name)] for turn in found.values()} - {name.upper() for name in ASKS}
    if not names or not all(name.isupper() and has_title(name) for name in names):
        return False
    first = min(found)
    return OWN.search(text, first) is not None and all(
        end - start <= LONGEST_LINE for start, end in paragraphs if start < first
    )


def has_title(label: str) -> bool:
    """Whether a word of a label is a title or a noun for a person."""
    return any(word in PERSON_TITLES or word in person_nouns() for word in re.findall(r"[\w’'-]+", label.lower()))


def names_somebody(label: str, common: Collection[str]) -> bool:
    """Whether the words before a colon can be a speaker's, and no field's of a form: “Application received”.

    :param common: the words that the text has in lower case
    """
    words = re.findall(r"[\w’'-]+", label.lower())
    if label.lower() in ASKS | ANSWERS or has_title(label):
        return True
    return not any(map(str.isdigit, label)) and not all(word in common or len(word) == 1 for word in words)


def is_like(name: str, names: Counter[str], capitals: bool) -> bool:
    """Whether the words before a colon are a name, like those that recur, and not a salutation."""
    return names[name] > 1 or (name.isupper() if capitals else " " in name and " and " not in name.lower())


def spread_turns(paragraphs: Sequence[Span], turns: Mapping[int, Turn], openings: Collection[int]) -> dict[int, Turn]:
    """The turn that each paragraph belongs to, by the paragraph's offset.

    :param openings: the offsets of the paragraphs that open a new part
    """
    found: dict[int, Turn] = {}
    last = max(turns, default=-1)
    current: Turn | None = None
    goes_on = len(turns) < LEAST_TURNS
    for start, _ in paragraphs:
        if start in turns:
            current = turns[start]
        elif start in openings or (start > last and not goes_on):
            current = None
        elif current is not None:
            goes_on = True
        if current is not None:
            found[start] = current
    return found
