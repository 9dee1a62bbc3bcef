"""A passage made self-contained by the safest edits; where an edit would guess, it stays the passage.

Marks around it go, line breaks become spaces, it opens with a capital and ends in a full stop. A subject that the
clause shares with the one before it is set before it, a relative pronoun is replaced by its noun, and a pronoun by
a name only when the mention is certain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from onrecord.annotation import ActorMention, Span
from onrecord.reader.clauses import RELATIVE, Clause
from onrecord.reader.roles import within
from onrecord.reader.tree import Tree

LONGEST_SUBJECT = 12
QUOTES = '“”„«»"‘’‹›'
PAIRS = {"“": "”", "«": "»", "„": "“", '"': '"', "‘": "’"}
POSSESSIVES = frozenset("his her its their my our your".split())


def statement(
    text: str, tree: Tree, clause: Clause, span: Span, mentions: Sequence[ActorMention], names: Mapping[str, str]
) -> str:
    """One sentence that stands alone as far as that is safe."""
    if clause.kind == "relative" and clause.of is not None and (relative := with_noun(text, tree, clause)):
        return finished(relative)
    words = with_names(text, span, mentions, names)
    subject = clause.subject
    if clause.kind == "second" and subject is not None and subject < clause.first:
        words = f"{shared_subject(text, tree, clause, subject, mentions, names)} {words}".strip()
    return finished(words)


def with_names(text: str, span: Span, mentions: Sequence[ActorMention], names: Mapping[str, str]) -> str:
    """The passage with its first word, if that is a pronoun and its actor is certain, replaced by the name."""
    for mention in within(mentions, span)[:3]:
        opening = text[span.start : mention.exact.start].strip(QUOTES + " \n\r\t")
        if mention.form != "pronoun" or mention.certainty != "certain" or opening or mention.actor not in names:
            continue
        pronoun = text[mention.exact.start : mention.exact.end].lower()
        name = names[mention.actor]
        if pronoun in POSSESSIVES:
            name += "’" if name.endswith("s") else "’s"
        return name + text[mention.exact.end : span.end]
    return text[span.start : span.end]


def shared_subject(
    text: str, tree: Tree, clause: Clause, subject: int, mentions: Sequence[ActorMention], names: Mapping[str, str]
) -> str:
    """The subject of the first of two joined predicates with the auxiliaries they share; nothing if too long."""
    low, high = tree.edges[subject]
    if high - low >= LONGEST_SUBJECT or tree.lower[subject] in RELATIVE or high >= clause.first:
        return ""
    words = with_names(text, tree.span(low, high), mentions, names)
    own = any(tree.labels[t] in ("aux", "auxpass") for t in tree.children[clause.verb])
    if not own and tree.tags[clause.verb] in ("VB", "VBN", "VBG"):
        first = tree.heads[clause.verb]
        shared = [t for t in tree.children[first] if tree.labels[t] in ("aux", "auxpass", "neg") and t < first]
        words = " ".join([words, *(tree.words[t] for t in shared)])
    return words


def with_noun(text: str, tree: Tree, clause: Clause) -> str:
    """A relative clause with its noun for the pronoun, where that is the clause's first word and its subject."""
    assert clause.of is not None
    noun = clause.of
    opening = next((t for t in tree.children[clause.verb] if tree.labels[t] in ("nsubj", "nsubjpass")), None)
    if opening is None or tree.lower[opening] not in ("which", "who", "that") or opening < noun:
        return ""
    low = tree.edges[noun][0]
    high = noun
    while high + 1 < opening and tree.words[high + 1] not in (",", "(", "—", "–"):
        high += 1
    if high - low >= LONGEST_SUBJECT or opening + 1 > clause.last:
        return ""
    before, after = tree.span(low, high), tree.span(opening + 1, clause.last)
    return f"{text[before.start : before.end]} {text[after.start : after.end]}"


def finished(words: str) -> str:
    """The words as a sentence: white space single, marks around it off, a capital, a full stop."""
    plain = " ".join(words.split()).strip()
    plain = plain.strip(",;:—–- ")
    if plain[:1] in PAIRS:
        close = PAIRS[plain[0]]
        inner = plain[1:].rstrip(".,!…")
        if close not in inner.rstrip(close) or plain.rstrip(".,").endswith(close) and plain.count(close) == 1:
            plain = plain[1:].replace(close, "", 1) if close in plain[1:] else plain[1:]
    plain = re.sub(r"[\s,;:]+$", "", plain)
    if not plain:
        return words.strip() or "."
    plain = plain[0].upper() + plain[1:]
    return plain if plain[-1] in ".!…" or plain[-2:-1] in ".!" and plain[-1] in QUOTES else f"{plain}."
