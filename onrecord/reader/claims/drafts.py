"""Drafts of claims: asserting clauses, and reported contents without one, each with its voice and its statement.

A clause whose statement does not stand alone is part of the claim around it, or makes none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from onrecord.annotation.model import Passage
from onrecord.reader.citations.citations import Cited
from onrecord.reader.claims.answers import answered
from onrecord.reader.claims.antecedents import Antecedents
from onrecord.reader.claims.claim_passages import (
    with_marks,
    without_citations,
    without_fillers,
    without_last_citation,
    without_reports,
)
from onrecord.reader.claims.clauses import (
    Clause,
    Kind,
    asserts,
    comma_before,
    find_clauses,
    is_dated,
    is_exhortation,
    is_question,
    subject_of,
)
from onrecord.reader.claims.gate import stands_alone
from onrecord.reader.claims.plain_sentences import as_sentence
from onrecord.reader.claims.statements import Part, Writer, parts_of
from onrecord.reader.claims.voices import SPOKEN, Voice, Voices, interruptions, is_the_authors
from onrecord.reader.english.cues import group
from onrecord.reader.english.function_words import CUT_OFF, DANGLING
from onrecord.reader.english.inflection import conjugated
from onrecord.reader.english.verbs import LEADS
from onrecord.reader.english.verbs import lemma as verb_of
from onrecord.reader.parsing.tokens import Tokens
from onrecord.reader.parsing.tree import FINITE, Tree, is_finite
from onrecord.span import Regions, Span
from onrecord.text.document import Document, Section
from onrecord.text.sentences import goes_on
from onrecord.values import Slug

BESIDE = 40
"""The most code points between a content and a source or cue in the same passage."""
ROUNDS = 3
"""How often clauses that don't stand alone are joined to those around them."""
SHORTEST = 3


@dataclass(frozen=True)
class Material:
    """The input for reading a document's claims.

    ``rows`` are those of the whole document, mentions in the order of their spans; ``citations`` are its citations with
    what they cover; ``names`` gives each actor's name, and ``author`` is whoever wrote it; ``unread`` holds spans that
    assert nothing, such as lists of references.
    """

    document: Document
    sections: tuple[Section, ...]
    tokens: Tokens
    rows: Passage
    citations: tuple[Cited, ...] = ()
    voices: tuple[Voice, ...] = ()
    names: Mapping[Slug, str] = field(default_factory=dict)
    author: Slug | None = None
    unread: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    @cached_property
    def antecedents(self) -> Antecedents:
        """What the document's pronouns stand for."""
        rows = self.rows
        return Antecedents(
            self.text, self.tokens.trees, rows.actors, self.names, rows.attributions, rows.quotes, self.author
        )

    @cached_property
    def plain(self) -> str:
        """The text as statements have it, of the same length: without citations and interrupting reports."""
        return without_fillers(without_reports(without_citations(self.text, self.citations), self.voices))


@dataclass(frozen=True)
class Draft:
    """An unfinished claim: its passage, the words of its proposition alone, its clause, its voice and its statement.

    ``alone`` says that it is all of what its voice says, ``denied`` that a question with it is answered with no;
    ``statement`` is empty if nothing stands alone, and ``put_in``
    is the number of names in it that stand elsewhere in the text.
    """

    span: Span
    content: Span
    tree: Tree
    clause: Clause
    voice: Voice | None
    alone: bool = True
    denied: bool = False
    statement: str = ""
    put_in: int = 0


class Drafts:
    """Drafts the claims of a document, each inside one section."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.voices = Voices([voice for voice in material.voices if not is_the_authors(voice, material.tokens)])
        self.dates = Regions(mention.exact for mention in material.rows.times if mention.timex_type == "DATE")
        self.places = sorted(s.exact for s in material.sections if s.kind != "boilerplate")
        self.place_starts = [place.start for place in self.places]
        self.unread = Regions(material.unread)
        self.cited = sorted(found.row.exact for found in material.citations if found.row.style != "link")

    def drafts(self) -> Iterator[Draft]:
        """The drafts that have a statement."""
        for tree in self.material.tokens.trees:
            yield from (draft for draft in self._of_tree(tree) if draft.statement)
        yield from self._answers()

    def _answers(self) -> Iterator[Draft]:
        """The drafts of questions with their answers."""
        text, manners = self.material.text, {row.id: row.manner for row in self.material.rows.attributions}
        turns = [one for one in self.material.voices if manners.get(one.id) == "direct" and is_turn(text, one)]
        turns.sort(key=lambda one: one.content[0])
        for found in answered(text, self.material.tokens, turns, self.material.antecedents):
            draft = Draft(found.span, found.content, found.tree, found.clause, found.voice, True, denied=found.denied)
            place = self._place(draft) if self._is_read(draft) else None
            if place is not None and place.contains(found.span):
                yield from (one for one in [self._worded(draft, found.parts)] if one.statement)

    def _of_tree(self, tree: Tree) -> Sequence[Draft]:
        """The drafts of a paragraph, after those that don't stand alone have been joined to those around them."""
        owner = [self.voices.content(start) for start in tree.starts]

        def reported(token: int) -> bool:
            return owner[token] is not None and owner[tree.heads[token]] is not owner[token]

        merged: frozenset[int] = frozenset()
        drafts: list[Draft] = []
        done: dict[Draft, Draft] = {}
        for _ in range(ROUNDS):
            found = find_clauses(tree, reported, merged)
            plans = [*clause_drafts(tree, self.voices, owner, found), *nominal_drafts(tree, self.voices, found)]
            for draft in plans:
                if draft not in done and self._is_read(draft):
                    done[draft] = self._finished(draft)
            drafts = [done[draft] for draft in plans if draft in done]
            low = {draft.clause.verb for draft in drafts if not draft.statement and is_joined(tree, draft, owner)}
            if not low:
                break
            merged |= low
        return drafts

    def _place(self, draft: Draft) -> Span:
        return self.places[bisect_right(self.place_starts, draft.tree.starts[draft.clause.verb]) - 1]

    def _is_read(self, draft: Draft) -> bool:
        """Whether a draft is inside a section that is read, and its verb is no month."""
        verb = draft.tree.starts[draft.clause.verb]
        at = bisect_right(self.place_starts, verb) - 1
        inside = at >= 0 and verb < self.places[at].end and not self.unread.overlap(draft.span)
        return inside and not is_dated(draft.tree, draft.clause, self.dates)

    def _finished(self, draft: Draft) -> Draft:
        """A draft with its marks balanced and its statement, if one stands alone."""
        text, place = self.material.text, self._place(draft)
        shorter = without_last_citation(draft.span, self.cited)
        left = text[slice(*shorter)].rstrip()
        cut = left.split()[-1:]
        needed = cut and cut[0] in CUT_OFF | DANGLING or goes_on(text, shorter.start + len(left) - 1)
        span = with_marks(text, draft.span if needed else shorter, place)
        draft = replace(draft, span=span, content=with_marks(text, draft.content, place))
        if sum(character.isalnum() for character in text[slice(*span)]) < SHORTEST:
            return draft
        parts = statement_parts(draft)
        return self._worded(draft, parts) if parts else draft

    def _worded(self, draft: Draft, parts: Sequence[Part]) -> Draft:
        """A draft with the statement that the pieces make, if it stands alone."""
        writer = Writer(self.material.plain, draft.tree, self.material.antecedents)
        words = as_sentence(writer.write(parts))
        tokens = [token for part in parts if isinstance(part, Span) for token in draft.tree.tokens(part)]
        if any(isinstance(part, str) for part in parts):
            tokens += [token for token in draft.tree.tokens(draft.content) if token not in tokens]
        if tokens and stands_alone(words, writer, spoken_clause(draft), tokens):
            return replace(draft, statement=words, put_in=writer.put_in)
        return draft


def spoken_clause(draft: Draft) -> Clause:
    """A draft's clause; the subject of a reporting verb is its source."""
    voice, verb = draft.voice, draft.tree.starts[draft.clause.verb]
    if voice is None or draft.content.start <= verb < draft.content.end or len(voice.source_words) != 1:
        return draft.clause
    source = draft.tree.top(voice.source_words[0])
    return draft.clause if source is None else replace(draft.clause, subject=source)


def is_turn(text: str, voice: Voice) -> bool:
    """Whether what is said directly stands in no marks: the turn of a transcript."""
    return bool(voice.content) and text[voice.content[0].start].isalnum()


def is_joined(tree: Tree, draft: Draft, owner: Sequence[Voice | None]) -> bool:
    """Whether a clause can be part of the one around it: the same voice says both."""
    verb = draft.clause.verb
    above = tree.heads[verb]
    return draft.clause.kind != "reported" and above != verb and owner[above] is owner[verb]


def statement_parts(draft: Draft) -> list[Part] | None:
    """The pieces of a draft's statement: its content, or with its source and cue where that alone says too little."""
    tree, clause, voice, span = draft.tree, draft.clause, draft.voice, draft.span
    inside = draft.content.start <= tree.starts[clause.verb] < draft.content.end
    denied = voice is not None and voice.commitment == "certain-not"
    if clause.kind == "relative" or (inside and (voice is None or lemma_says(voice) or denied)):
        return parts_of(tree, clause, span if voice is None else draft.content)
    if voice is not None and denied and (parts := denied_deed(tree, draft)):
        return parts
    source = source_apart(tree, draft)
    return [*source, span]


def denied_deed(tree: Tree, draft: Draft) -> list[Part] | None:
    """A denied deed as a sentence: “the general denied *ordering* it” is “the general *ordered* it”."""
    voice, inside = draft.voice, tree.tokens(draft.content)
    if voice is None or not inside or len(voice.source_words) != 1 or tree.tags[inside.start] != "VBG":
        return None
    first = inside.start
    form = verb_of(tree.lower[first], "VBG")
    past = {"be": "was", "have": "had"}.get(form) or conjugated(form).past[0]
    rest = Span(tree.end(first), draft.content.end)
    return [voice.source_words[0], past, rest]


def is_aside(tree: Tree, clause: Clause, voice: Voice | None) -> bool:
    """Whether a clause only adds to a report, for the author: “…, who was sacked in May, …” in indirect speech."""
    if voice is None or voice.frame in SPOKEN or clause.kind != "relative":
        return False
    start = tree.starts[tree.edges[clause.verb][0]]
    return comma_before(tree, clause.verb) and any(span.start < start for span in voice.content)


def clause_drafts(
    tree: Tree, voices: Voices, owner: Sequence[Voice | None], found: Sequence[Clause]
) -> Iterator[Draft]:
    """Drafts of the asserting clauses of a paragraph, with the source and cue beside them."""
    said: dict[str, int] = {}
    voiced = [None if is_aside(tree, clause, owner[clause.verb]) else owner[clause.verb] for clause in found]
    for voice in voiced:
        if voice:
            said[voice.id] = said.get(voice.id, 0) + 1
    exhorting = {n: is_exhortation(tree, n) for n in {tree.sentence_of[clause.verb] for clause in found}}
    for clause, voice in zip(found, voiced, strict=True):
        ordered = exhorting[tree.sentence_of[clause.verb]] and tree.heads[clause.verb] == clause.verb
        if ordered or not is_claimed(tree, clause, voice, voices):
            continue
        span = tree.span(clause.first, clause.last)
        alone = voice is not None and said[voice.id] == 1
        yield Draft(_beside(span, voice) if voice and alone else span, span, tree, clause, voice, alone)


def is_claimed(tree: Tree, clause: Clause, voice: Voice | None, voices: Voices) -> bool:
    """Whether the clause asserts something other than that somebody says something."""
    if is_question(tree, clause) or not asserts(tree, clause) or (voice and voice.lemma in group("asking")):
        return False
    cue = voices.cue(tree.starts[clause.verb])
    if cue and cue is not voice and has_content(cue):
        return False
    return voice is not None or not leads_to_report(tree, clause.verb, voices)


def leads_to_report(tree: Tree, verb: int, voices: Voices) -> bool:
    """“Went on to say …”, “went out to declare …”: a verb that only leads up to a report."""
    if verb_of(tree.lower[verb], tree.tags[verb]) not in LEADS:
        return False
    done = tree.child(verb, "xcomp", "advcl")
    cue = voices.cue(tree.starts[done]) if done is not None else None
    return cue is not None and has_content(cue)


def has_content(voice: Voice) -> bool:
    """Whether an attribution has a content that is not empty."""
    return any(span.end > span.start for span in voice.content)


def _beside(span: Span, voice: Voice) -> Span:
    """The clause with its source and cue, if they are next to it."""
    start, end = span
    for other in sorted([*voice.source_words, *voice.cue], key=lambda s: min(abs(s.end - start), abs(s.start - end))):
        if other.start <= end + BESIDE and other.end >= start - BESIDE:
            start, end = min(start, other.start), max(end, other.end)
    return Span(start, end)


def nominal_drafts(tree: Tree, voices: Voices, found: Sequence[Clause]) -> Iterator[Draft]:
    """Drafts of contents without a predicate of their own: “ordered a partial withdrawal”, “praised the results”."""
    low, high = tree.starts[0], tree.end(len(tree) - 1)
    first = bisect_left(voices.contents, Span(low, 0), key=lambda item: item[0])
    seen: set[str] = set()
    verbs = sorted(tree.starts[clause.verb] for clause in found)
    for span, number in voices.contents[first:]:
        if span.start >= high:
            return
        voice = voices.voices[number]
        if voice.id in seen or span.end > high or voice.lemma in group("asking") or not voice.cue:
            continue
        seen.add(voice.id)
        pieces = voice.content if interruptions(voice) else (span,)
        if any(bisect_left(verbs, piece.start) < bisect_left(verbs, piece.end) for piece in pieces):
            continue
        head = tree.top(span)
        if head is None or is_below(tree, voice.cue[0], head):
            continue
        clause = _reporting(tree, voice, head, span)
        if not is_question(tree, clause):
            yield Draft(_beside(span, voice), span, tree, clause, voice)


def is_below(tree: Tree, cue: Span, head: int) -> bool:
    """Whether a cue only modifies the head of its content: “a study seen by this paper”."""
    word = tree.top(cue)
    return word is not None and head in tree.ancestors(word)


def _reporting(tree: Tree, voice: Voice, head: int, content: Span) -> Clause:
    """The clause of the reporting verb if that governs the content in this tree, else the content itself."""
    inside = tree.tokens(content)
    first, last = inside.start, max(head, inside.stop - 1)
    cue = tree.top(voice.cue[0])
    while cue is not None and tree.labels[cue] in ("aux", "auxpass", "xcomp", "advcl") and not is_finite(tree, cue):
        cue = tree.heads[cue]
    if cue is not None and tree.tags[cue][:1] == "V" and cue in tree.ancestors(head):
        kind: Kind = "relative" if tree.labels[cue] == "relcl" else "reported"
        return Clause(cue, kind, min(first, cue), max(last, cue), subject_of(tree, cue), tree.heads[cue])
    return Clause(head, "reported", first, last, None)


def source_apart(tree: Tree, draft: Draft) -> tuple[Span, ...]:
    """The source of a passage that begins with its cue (“…, but denied that …”)."""
    voice = draft.voice
    if voice is None or len(voice.source_words) != 1 or not voice.cue or draft.span.start != voice.cue[0].start:
        return ()
    source, cue = voice.source_words[0], tree.tokens(voice.cue[0]).start
    finite = cue < len(tree) and tree.tags[cue] in FINITE
    return (source,) if finite and source.end <= draft.span.start else ()


def lemma_says(voice: Voice) -> bool:
    """Whether the content alone states the proposition: it is said or thought, but not denied or decided."""
    return voice.commitment == "certain" and verb_of(voice.lemma) not in group("deciding")
