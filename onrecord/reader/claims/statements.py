"""A claim's statement: its passage, made self-contained as far as that is possible without guessing.

Marks around it are removed, line breaks become spaces, it opens with a capital and ends in a full stop. A subject
that it shares with the clause before is put in front, a relative pronoun is replaced by its antecedent, and another
pronoun by a name only if the mention is certain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from onrecord.annotation.model import ActorMention
from onrecord.reader.claims.clauses import RELATIVE, Clause
from onrecord.reader.claims.roles import mentions_inside
from onrecord.reader.parsing.parser import NON_WORDS
from onrecord.reader.parsing.tree import Tree
from onrecord.span import Span
from onrecord.text.marks import CLOSED_BY, MARKS, OPENING, unmatched
from onrecord.text.paragraphs import BULLET

LONGEST_SUBJECT = 12
ITEM_MARK = re.compile(rf"^(?:{BULLET})\s+")
CONNECTIVES = re.compile(
    r"(?:also|however|moreover|furthermore|in addition|meanwhile|besides|nevertheless|nonetheless|thus|therefore|hence"
    r"|indeed|in fact|for example|for instance|on the (?:one|other) hand|at the same time|and|but|so|yet),? (?=\S)",
    re.IGNORECASE,
)
"""Words that only link a sentence to the one before it; without a comma only the conjunctions do."""
CONJUNCTIONS = frozenset({"and", "but", "yet"})
TIES = frozenset("because although though while whereas since as".split())
NEGATIONS = frozenset({"not", "no", "nor", "neither"})
ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "ROOT"})
POSSESSIVES = frozenset("his her its their my our your".split())


def statement(
    text: str, tree: Tree, clause: Clause, span: Span, mentions: Sequence[ActorMention], names: Mapping[str, str]
) -> str:
    """The claim as one sentence, self-contained as far as that is safe."""
    if clause.kind == "relative" and clause.of is not None and (relative := with_noun(text, tree, clause)):
        return as_sentence(relative)
    first = tree.starts[clause.first]
    if first >= span.start and (tied := connective_length(tree, clause)):
        span = Span(tree.starts[min(clause.first + tied, clause.last)], span.end)
    words = with_names(text, span, mentions, names)
    subject = clause.subject
    if clause.kind == "second" and subject is not None and subject < clause.first:
        words = f"{shared_subject(text, tree, clause, subject, mentions, names)} {words}".strip()
    return as_sentence(words)


def connective_length(tree: Tree, clause: Clause) -> int:
    """How many words at the start only link the clause to another: “because …”, “that …”, “so that …”."""
    word = tree.lower[clause.first]
    following = tree.lower[clause.first + 1] if clause.first < clause.last else ""
    if clause.kind == "subordinate":
        return 2 if (word, following) == ("so", "that") else int(word in TIES)
    return int(word == "that" and tree.labels[clause.first] == "mark")


def with_names(text: str, span: Span, mentions: Sequence[ActorMention], names: Mapping[str, str]) -> str:
    """The passage, with a pronoun at its start replaced by the actor's name if the mention is certain."""
    for mention in mentions_inside(mentions, span)[:3]:
        opening = text[span.start : mention.exact.start].strip(MARKS + " \n\r\t")
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
    """The subject and auxiliaries that a clause shares with the predicate before it; empty if unsafe or too long."""
    low, high = tree.edges[subject]
    if high - low >= LONGEST_SUBJECT or tree.lower[subject] in RELATIVE or high >= clause.first:
        return ""
    between = range(clause.first, clause.verb)
    joined = clause.first > 0 and (tree.labels[clause.first - 1] == "cc" or tree.words[clause.first - 1] == ",")
    if not joined or any(tree.labels[t] not in ("aux", "auxpass", "neg", "advmod", "cc", "punct") for t in between):
        return ""
    words = with_names(text, tree.span(low, high), mentions, names)
    own = any(tree.labels[t] in ("aux", "auxpass") for t in tree.children[clause.verb])
    first = tree.heads[clause.verb]
    modal = any(tree.tags[t] == "MD" for t in tree.children[first])
    if not own and (tree.tags[clause.verb] in ("VB", "VBN", "VBG") or modal and tree.tags[clause.verb] == "VBP"):
        shared = [t for t in tree.children[first] if tree.labels[t] in ("aux", "auxpass", "neg") and t < first]
        words = " ".join([words, *(tree.words[t] for t in shared)])
    return words


def with_noun(text: str, tree: Tree, clause: Clause) -> str:
    """A relative clause with its noun in place of the pronoun, if that is its subject and next to the noun.

    Empty if the noun is inside another phrase: “the head of the mill, which …” may refer to either.
    """
    assert clause.of is not None
    noun = clause.of
    opening = next((t for t in tree.children[clause.verb] if tree.labels[t] in ("nsubj", "nsubjpass")), None)
    if opening is None or tree.lower[opening] not in ("which", "who", "that"):
        return ""
    low, high = tree.edges[noun][0], opening - 1 - (tree.words[opening - 1] in (",", "—", "–"))
    beside = high == noun or (tree.lower[opening] == "who" and is_same_phrase(tree, noun, high))
    alone = tree.labels[noun] in ARGUMENTS or (tree.lower[opening] == "who" and tree.lower[tree.heads[noun]] != "of")
    if not beside or not alone or tree.lower[low] in NEGATIONS or opening >= clause.last:
        return ""
    if high - low >= LONGEST_SUBJECT:
        return ""
    before, after = tree.span(low, high), tree.span(opening + 1, clause.last)
    return f"{text[before.start : before.end]} {text[after.start : after.end]}"


def is_same_phrase(tree: Tree, noun: int, last: int) -> bool:
    """Whether only a coordinated noun or a place of origin follows a noun: “a diplomat from Jordan”."""
    between = range(noun + 1, last + 1)
    named = all(tree.tags[t].startswith("NNP") for t in between if tree.labels[t] in ("pobj", "compound"))
    return named and all(tree.labels[t] in ("prep", "pobj", "compound", "cc", "conj", "amod") for t in between)


def as_sentence(words: str) -> str:
    """The words as a sentence: with single spaces, a capital and a full stop, without marks around it."""
    plain = without_layout(" ".join(words.split()).strip())
    plain = plain.strip(",;:—–- ")
    if plain and plain[0] in f'{OPENING}"':
        close = next((mark for mark in CLOSED_BY[plain[0]] if mark in plain[1:]), CLOSED_BY[plain[0]][0])
        inner = plain[1:].rstrip(".,!…")
        if close not in inner.rstrip(close) or plain.rstrip(".,").endswith(close) and plain.count(close) == 1:
            plain = plain[1:].replace(close, "", 1) if close in plain[1:] else plain[1:]
    plain = without_connective(re.sub(r"[\s,;:]+$", "", re.sub(r"\s+(?=[.,;:!?](?:\s|$))", "", plain)))
    plain = balance(plain)
    if not plain:
        return words.strip() or "."
    plain = plain[0].upper() + plain[1:]
    return plain if plain[-1] in ".!…" or plain[-2:-1] in ".!" and plain[-1] in MARKS else f"{plain}."


def without_layout(words: str) -> str:
    """The words without the marks of notes and of Markdown, and without the number or dot of a list's item."""
    return ITEM_MARK.sub("", NON_WORDS.sub("", words))


def balance(words: str) -> str:
    """The words with every mark closed: a passage may end before the closing one."""
    lost, left = unmatched(words)
    ended = words.rstrip(".,!…")[-1:]
    if ended and ended in lost + left:
        cut = words.rindex(ended)
        words, left = words[:cut] + words[cut + 1 :], left.removesuffix(ended)
    for mark in reversed(left):
        stop = len(words.rstrip(".!…"))
        words = f"{words[:stop]}{CLOSED_BY.get(mark, '')[:1]}{words[stop:]}"
    return words


def without_connective(words: str) -> str:
    """The words without an opening that only links them to the sentence before."""
    opening = CONNECTIVES.match(words)
    if opening is None or ("," not in opening.group() and opening.group().strip().lower() not in CONJUNCTIONS):
        return words
    return words[opening.end() :]
