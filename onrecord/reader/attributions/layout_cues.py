"""Attributions recognised by layout: "NAME: words", a dash before a name, paragraphs introduced by a colon."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.reader.attributions.candidates import Candidate, cue_tokens
from onrecord.reader.attributions.source_words import (
    SPEAKING,
    is_mark,
    source_tokens,
    subject,
    without_marks,
)
from onrecord.reader.attributions.speech import STOPS, Quoted
from onrecord.reader.english.actor_words import is_animate, singular_of
from onrecord.reader.english.cues import lexicon
from onrecord.reader.english.function_words import DASHES
from onrecord.reader.english.labels import ANSWERS, ASKS, LABELS
from onrecord.reader.english.nouns import SOURCES, WORDINGS
from onrecord.reader.english.verbs import STATES, lemma
from onrecord.reader.parsing.tree import FINITE, NOMINAL, Tree
from onrecord.text.marks import MARKS
from onrecord.text.paragraphs import ITEM

COLON = ":"
MARKS_IN_LABELS = frozenset({".", ",", "(", ")", "-", "&", "“", '"', "''"})
LONGEST_NAME = 8


def speaker_label(tree: Tree) -> int | None:
    """The colon of the "NAME:" that opens a paragraph, a short noun phrase without a verb; ``None`` without one."""
    for token in range(min(len(tree), LONGEST_NAME + 1)):
        if tree.words[token] == COLON:
            return token if token and is_name(tree, token) and token + 1 < len(tree) else None
        if is_mark(tree.words[token]) and tree.words[token] not in MARKS_IN_LABELS:
            return None
    return None


def is_name(tree: Tree, colon: int) -> bool:
    """Whether the tokens before a colon name a speaker."""
    if any("/" in word or any(map(str.isdigit, word)) for word in tree.words[:colon]):
        return False
    somebody = any(tree.entity_at.get(t) in SPEAKING or is_animate(tree.lower[t]) for t in range(colon))
    speaks = somebody or singular_of(tree.lower[colon - 1]) in SOURCES
    return speaks and names(tree, range(colon)) and first_word(tree)[:1].isupper()


def names(tree: Tree, tokens: Sequence[int]) -> bool:
    """Whether words before a colon name somebody: they have a noun and no verb, and are no usual label."""
    tags = [tree.tags[t] for t in tokens]
    if any(tag in FINITE or tag == "VB" for tag in tags) or tree.lower[tokens[0]] in LABELS | ASKS | ANSWERS:
        return False
    return any(tag in NOMINAL and tag != "CD" for tag in tags)


def first_word(tree: Tree) -> str:
    """The first word of a paragraph that is not a mark."""
    return next((word for word in tree.words if not is_mark(word)), "").strip(MARKS)


def label_candidate(tree: Tree, colon: int) -> Candidate:
    """A speaker's label or a headline: the name is the source, the colon the cue, the rest the content."""
    source = without_marks(tree, list(range(colon)))
    content = without_marks(tree, list(range(colon + 1, len(tree))))
    return Candidate(COLON, "label", (colon,), source, content)


def labelled_runs(tree: Tree, runs: Sequence[Quoted]) -> list[Candidate]:
    """ "Ada Stone: “We will not pay”; Omar Berg: “You must.”": the runs after a name and a colon, without a verb."""
    found: list[Candidate] = []
    for number, quoted in enumerate(runs):
        colon, low = quoted.first - 1, runs[number - 1].last + 1 if number else 0
        if colon <= low or tree.words[colon] != COLON:
            continue
        first = next((t + 1 for t in range(colon - 1, low - 1, -1) if tree.words[t] in STOPS), low)
        source = without_marks(tree, list(range(first, colon)))
        if 0 < len(source) <= LONGEST_NAME and names(tree, source) and tree.words[source[0]][:1].isupper():
            if any(tree.tags[t][:3] == "NNP" for t in source):
                found.append(Candidate(COLON, "label", (colon,), source, tuple(quoted.tokens)))
    return found


def dash_candidates(tree: Tree, runs: Sequence[Quoted]) -> list[Candidate]:
    """ "“Words.” — Name": the runs before a dash and a name."""
    found: list[Candidate] = []
    for number, quoted in enumerate(runs):
        end = runs[number + 1].first if number + 1 < len(runs) else len(tree)
        dash = quoted.last
        if tree.words[dash][quoted.run.span.end - tree.starts[dash] :] not in DASHES:
            dash += 1
        if dash >= end or (dash > quoted.last and tree.words[dash] not in DASHES):
            continue
        name = without_marks(tree, list(range(dash + 1, end)))
        if 0 < len(name) <= 20 and tree.words[name[0]][:1].isupper():
            found.append(Candidate("—", "dash", (dash,), name, tuple(quoted.tokens)))
    return found


def signature(tree: Tree) -> Candidate | None:
    """A paragraph that is only "— Name": the speaker of the quotation above it."""
    if len(tree) > 12 or tree.words[0] not in DASHES:
        return None
    name = without_marks(tree, list(range(1, len(tree))))
    if not name or not tree.words[name[0]][:1].isupper() or any(tree.tags[t] in FINITE for t in name):
        return None
    return Candidate("—", "dash", (0,), name, ())


def introduction(tree: Tree, quoted: bool) -> Candidate | None:
    """The cue and source at the end of a paragraph that ends in a colon, or one and a dash; the content is added later.

    Any verb introduces a quotation (“He turned round:”), but only a verb of saying or thinking introduces words without
    marks, or one that has them as its object (“contained the following terms:”): “Three things could change the
    picture:” does not.
    """
    last = len(tree) - (2 if tree.words[-1] in DASHES else 1)
    if last < 1 or tree.words[last] != COLON:
        return None
    first = tree.sentences[tree.sentence_of[last]][0]
    verbs = [t for t in range(first, last) if tree.tags[t][0] == "V" and tree.labels[t] != "amod"]
    cues = {t: cue for t in verbs if (cue := lexicon().find("verbs", tree.lower[t])) and cue.takes("q", "c")}
    worded = tree.lower[last - 1] in WORDINGS and "following" in tree.lower[first:]
    for verb in [*reversed(cues), *(reversed(verbs) if quoted or worded else ())]:
        source = source_tokens(tree, subject(tree, verb), frozenset({verb}))
        held = cues[verb].commitment if verb in cues else {}
        if source:
            commitment = held.get("c", held.get("q", "certain"))
            return Candidate(tree.lower[verb], "introduced", cue_tokens(tree, verb), source, (), commitment)
    return None


def is_item(tree: Tree) -> bool:
    """Whether a paragraph is an item of a list, or of a block quotation: “> We stayed.”."""
    return (
        tree.words[0] == ">"
        or bool(ITEM.match(f"{''.join(tree.words[:3])} …"))
        or bool(ITEM.match(f"{tree.words[0]} …"))
    )


def after_deed(tree: Tree, quoted: Quoted, kept: Sequence[Candidate]) -> Candidate | None:
    """A quoted sentence after one that tells what somebody does: "Berg pointed at the map. “It broke.”"."""
    before = quoted.first - 1
    if before < 1 or tree.words[before] != ".":
        return None
    first, last = tree.sentences[tree.sentence_of[before]]
    verb = next((t for t in range(first, last + 1) if tree.heads[t] == t and tree.tags[t] in {"VBD", "VBZ"}), None)
    own = None if verb is None or lemma(tree.lower[verb]) in STATES else tree.child(verb, "nsubj")
    if verb is None or own is None or any(first <= t <= last for c in kept for t in (*c.cue, *c.content)):
        return None
    if tree.entity_at.get(own) != "PERSON" and tree.lower[own] not in {"he", "she"}:
        return None
    source = source_tokens(tree, own, frozenset({verb}))
    return Candidate(tree.lower[verb], "q", (verb,), source, tuple(quoted.tokens))


def colon_candidate(tree: Tree, quoted: Quoted) -> Candidate | None:
    """A run after a colon or comma whose sentence has no cue in the lexicon: "He scolded her: “…”"."""
    if quoted.first < 2 or tree.words[quoted.first - 1] not in {COLON, ","}:
        return None
    for token in range(quoted.first - 2, max(-1, quoted.first - 40), -1):
        if tree.words[token] in STOPS:
            return None
        if tree.tags[token][0] != "V" or tree.lower[token] in {"is", "was", "are", "were", "be", "been"}:
            continue
        source = source_tokens(tree, subject(tree, token), frozenset({token, *quoted.tokens}))
        source = tuple(t for t in source if t < quoted.first)
        if source:
            return Candidate(tree.lower[token], "q", cue_tokens(tree, token), source, tuple(quoted.tokens))
    return None
