"""Claims: every asserting clause with its claimant, factuality, type, roles, date, citations and statement.

Reported content is the source's claim; that it was said is not a claim of the author's. Questions, exhortations and
sentences without a predicate make no claim.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.annotation.model import (
    ActorMention,
    Claim,
    ClaimCitation,
    NoClaim,
    Passage,
    Quote,
)
from onrecord.reader.citations.citations import Cited
from onrecord.reader.claims import claim_values, roles
from onrecord.reader.claims.claim_links import AUTHOR, link_claims
from onrecord.reader.claims.claim_passages import (
    with_marks,
    without_citations,
    without_last_citation,
    without_reports,
)
from onrecord.reader.claims.clauses import (
    Clause,
    asserts,
    comma_before,
    find_clauses,
    is_dated,
    is_exhortation,
    is_question,
    subject_of,
)
from onrecord.reader.claims.statements import as_sentence, statement
from onrecord.reader.claims.voices import (
    SPOKEN,
    Voice,
    Voices,
    interruptions,
    is_the_authors,
)
from onrecord.reader.english.complements import Commitment
from onrecord.reader.english.cues import group
from onrecord.reader.english.function_words import THIRD_PERSON
from onrecord.reader.english.verbs import LEADS
from onrecord.reader.english.verbs import lemma as verb_of
from onrecord.reader.parsing.tokens import Tokens
from onrecord.reader.parsing.tree import FINITE, Tree
from onrecord.span import Regions, Span
from onrecord.text.document import Document, Section
from onrecord.text.sentences import find_sentences
from onrecord.values import Slug

NEGATED_CUE = re.compile(r"(?:n[’']t|\bnot|\bnever|\bcannot)\b", re.IGNORECASE)
BESIDE = 40
"""The most code points between a content and a source or cue in the same passage."""
LISTED = "only lists what the text cites"
SHORTEST = 3
PRONOUNS = THIRD_PERSON | {"this", "that", "these", "those"}


@dataclass(frozen=True)
class Material:
    """The input for reading a document's claims.

    ``rows`` are those of the whole document, mentions in the order of their spans; ``citations`` are its citations with
    what they cover; ``names`` gives each actor's name; ``unread`` holds spans that assert nothing, such as lists of
    references.
    """

    document: Document
    sections: tuple[Section, ...]
    tokens: Tokens
    rows: Passage
    citations: tuple[Cited, ...] = ()
    voices: tuple[Voice, ...] = ()
    names: Mapping[Slug, str] = field(default_factory=dict)
    unread: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text


@dataclass(frozen=True)
class _Draft:
    """An unfinished claim: its passage, the words of its proposition alone, its clause and its voice."""

    span: Span
    content: Span
    tree: Tree
    clause: Clause
    voice: Voice | None
    alone: bool = True


def find_claims(material: Material, prefix: Slug = "text") -> tuple[Claim, ...]:
    """The claims of a document in order; their ids start with ``prefix`` and end with their offsets."""
    drafts = sorted(_drafts(material), key=lambda draft: draft.span)
    plain = without_reports(without_citations(material.text, material.citations), material.voices)
    claims: dict[str, tuple[Claim, str, str | None]] = {}
    stated: dict[str, int] = {}
    for draft in drafts:
        claim = _claim(material, plain, draft, f"{prefix}-claim-{draft.span.start}-{draft.span.end}")
        if claim.id in claims or stated.get(claim.statement, 0) > draft.span.start:
            continue
        stated[claim.statement] = draft.span.end
        claimant = draft.voice.source if draft.voice else AUTHOR
        claims[claim.id] = claim, material.text[slice(*draft.content)], claimant
    rows = list(claims.values())
    return link_claims([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])


def _drafts(material: Material) -> Iterator[_Draft]:
    """Drafts of asserting clauses, and of contents without a clause, each inside one section."""
    voices = Voices([voice for voice in material.voices if not is_the_authors(voice, material.tokens)])
    dates = Regions(mention.exact for mention in material.rows.times if mention.timex_type == "DATE")
    places = sorted((s.exact for s in material.sections if s.kind != "boilerplate"), key=lambda span: span.start)
    starts = [place.start for place in places]
    unread = Regions(material.unread)
    cited = sorted(found.row.exact for found in material.citations if found.row.style != "link")
    for tree in material.tokens.trees:
        owner = [voices.content(start) for start in tree.starts]
        found = _clauses(tree, owner)
        for draft in [*_clause_drafts(tree, voices, owner, found), *_nominal_drafts(tree, voices, found)]:
            at = bisect_right(starts, tree.starts[draft.clause.verb]) - 1
            if at < 0 or tree.starts[draft.clause.verb] >= places[at].end or unread.overlap(draft.span):
                continue
            if is_dated(tree, draft.clause, dates):
                continue
            span = with_marks(material.text, without_last_citation(draft.span, cited), places[at])
            content = with_marks(material.text, draft.content, places[at])
            if sum(character.isalnum() for character in material.text[slice(*span)]) >= SHORTEST:
                yield _Draft(span, content, tree, draft.clause, draft.voice, draft.alone)


def _clauses(tree: Tree, owner: Sequence[Voice | None]) -> tuple[Clause, ...]:
    """The clauses of a paragraph, including those that open a reported content."""

    def reported(token: int) -> bool:
        return owner[token] is not None and owner[tree.heads[token]] is not owner[token]

    return find_clauses(tree, reported)


def _clause_drafts(
    tree: Tree, voices: Voices, owner: Sequence[Voice | None], found: Sequence[Clause]
) -> Iterator[_Draft]:
    """Drafts of the asserting clauses of a paragraph, with the source and cue beside them."""
    said: dict[str, int] = {}
    for clause in found:
        voice = owner[clause.verb]
        if voice and not is_aside(tree, clause, voice):
            said[voice.id] = said.get(voice.id, 0) + 1
    exhorting = {n: is_exhortation(tree, n) for n in {tree.sentence_of[clause.verb] for clause in found}}
    for clause in found:
        voice = None if is_aside(tree, clause, owner[clause.verb]) else owner[clause.verb]
        ordered = exhorting[tree.sentence_of[clause.verb]] and tree.heads[clause.verb] == clause.verb
        if ordered or not is_claimed(tree, clause, voice, voices):
            continue
        span = tree.span(clause.first, clause.last)
        alone = voice is not None and said[voice.id] == 1
        yield _Draft(_beside(span, voice) if voice and alone else span, span, tree, clause, voice, alone)


def is_claimed(tree: Tree, clause: Clause, voice: Voice | None, voices: Voices) -> bool:
    """Whether the clause asserts something other than that somebody says something."""
    if is_question(tree, clause) or not asserts(tree, clause) or (voice and voice.lemma in group("asking")):
        return False
    cue = voices.cue(tree.starts[clause.verb])
    if cue and cue is not voice and has_content(cue):
        return False
    return voice is not None or not leads_to_report(tree, clause.verb, voices)


def is_aside(tree: Tree, clause: Clause, voice: Voice | None) -> bool:
    """Whether a clause only adds to a report, for the author: “…, who was sacked in May, …” in indirect speech."""
    if voice is None or voice.frame in SPOKEN or clause.kind != "relative":
        return False
    start = tree.starts[tree.edges[clause.verb][0]]
    return comma_before(tree, clause.verb) and any(span.start < start for span in voice.content)


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


def _nominal_drafts(tree: Tree, voices: Voices, found: Sequence[Clause]) -> Iterator[_Draft]:
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
            yield _Draft(_beside(span, voice), span, tree, clause, voice)


def is_below(tree: Tree, cue: Span, head: int) -> bool:
    """Whether a cue only modifies the head of its content: “a study seen by this paper”."""
    word = tree.top(cue)
    return word is not None and head in tree.ancestors(word)


def _reporting(tree: Tree, voice: Voice, head: int, content: Span) -> Clause:
    """The clause of the reporting verb if that governs the content in this tree, else the content itself."""
    inside = tree.tokens(content)
    first, last = inside.start, max(head, inside.stop - 1)
    cue = tree.top(voice.cue[0])
    if cue is not None and tree.tags[cue][:1] == "V" and cue in tree.ancestors(head):
        return Clause(cue, "reported", min(first, cue), max(last, cue), subject_of(tree, cue))
    return Clause(head, "reported", first, last, None)


def _claim(material: Material, plain: str, draft: _Draft, row_id: Slug) -> Claim:
    """The claim made from a draft."""
    tree, clause, voice, span = draft.tree, draft.clause, draft.voice, draft.span
    lemma = verb_of(voice.lemma.split()[0]) if voice and voice.lemma else None
    own = voice is not None and speaks_of_itself(tree, clause, voice, material.rows.actors)
    inside = draft.content.start <= tree.starts[clause.verb] < draft.content.end
    region = draft.content if inside else span
    if not inside or (voice is not None and not lemma_says(voice)):
        words = as_sentence(f"{source_apart(material.text, tree, draft)} {plain[slice(*span)]}")
    else:
        own_words = span if voice is None else draft.content
        words = statement(plain, tree, clause, own_words, material.rows.actors, material.names)
    return Claim(
        id=row_id,
        exact=span,
        statement=words,
        claim_type=claim_values.claim_type(tree, clause, lemma, own),
        event_type=claim_values.event_type(tree, clause, lemma),
        factuality=claim_values.factuality(tree, clause, commitment(material.text, voice, lemma), voice is not None),
        event_date=roles.event_date(tree, clause, span, material.rows.times),
        attribution=voice.id if voice else None,
        quote=_quote(material.rows.quotes, tree.starts[clause.verb]),
        actors=roles.claim_actors(tree, clause, region, material.rows.actors),
        locations=roles.claim_locations(tree, clause, region, material.rows.locations),
        citations=tuple(
            ClaimCitation(
                citation=cited.row.id, scope=scope, certainty="certain" if scope == "sentence" else "less-certain"
            )
            for cited in material.citations
            if (scope := cited.scope_of(draft.content))
        ),
        score=claim_score(tree, clause, voice),
    )


def source_apart(text: str, tree: Tree, draft: _Draft) -> str:
    """The source of a passage that begins with its cue (“…, but denied that …”), else nothing."""
    voice = draft.voice
    if voice is None or len(voice.source_words) != 1 or not voice.cue or draft.span.start != voice.cue[0].start:
        return ""
    source, cue = voice.source_words[0], tree.tokens(voice.cue[0]).start
    finite = cue < len(tree) and tree.tags[cue] in FINITE
    return text[slice(*source)] if finite and source.end <= draft.span.start else ""


def lemma_says(voice: Voice) -> bool:
    """Whether the content alone states the proposition: it is said or thought, but not denied or decided."""
    return voice.commitment == "certain" and verb_of(voice.lemma) not in group("deciding")


def commitment(text: str, voice: Voice | None, lemma: str | None) -> Commitment:
    """The reporting word's commitment: certain for a decision, uncommitted if the cue is negated."""
    if voice is None:
        return "certain"
    if any(NEGATED_CUE.search(text, *span) for span in voice.cue):
        return "uncommitted"
    return "certain" if lemma in group("deciding") and voice.commitment != "certain-not" else voice.commitment


def speaks_of_itself(tree: Tree, clause: Clause, voice: Voice, actors: Sequence[ActorMention]) -> bool:
    """Whether a claimant says “we will …”, or is reported as saying what it will do itself."""
    modals = claim_values.modals_of(tree, clause.verb)
    if clause.subject is None or not modals & {"will", "'ll", "shall", "would", "wo"}:
        return False
    if tree.lower[clause.subject] in claim_values.FIRST_PERSON:
        return True
    named = roles.mentions_inside(actors, tree.span(clause.subject, clause.subject))
    return voice.source is not None and any(mention.actor == voice.source for mention in named)


def _quote(quotes: Sequence[Quote], offset: int) -> Slug | None:
    """The id of the quoted speech around an offset."""
    at = bisect_right(quotes, offset, key=lambda quote: quote.exact.start)
    for quote in reversed(quotes[max(0, at - 4) : at]):
        if quote.quote_type == "speech" and offset < quote.exact.end:
            return quote.id
    return None


def claim_score(tree: Tree, clause: Clause, voice: Voice | None) -> float:
    """How reliable the reading is, from 0 to 1; it ranks claims and is not a probability."""
    value = {"main": 0.8, "second": 0.7, "relative": 0.65, "subordinate": 0.6, "reported": 0.75}[clause.kind]
    if clause.subject is None or tree.lower[clause.subject] in PRONOUNS:
        value -= 0.15
    if voice is not None and voice.source is None:
        value -= 0.1
    if clause.last - clause.first > 45:
        value -= 0.1
    return round(value, 2)


def find_no_claims(material: Material, claims: Sequence[Claim]) -> tuple[NoClaim, ...]:
    """The body sentences that no claim touches, each with the reason."""
    touched = sorted(claim.exact for claim in claims)
    reach: list[int] = []
    for span in touched:
        reach.append(max(span.end, reach[-1] if reach else 0))
    roots = sorted(
        (tree.starts[first], is_exhortation(tree, number))
        for tree in material.tokens.trees
        for number, (first, _) in enumerate(tree.sentences)
    )
    listed = Regions(material.unread)
    found: list[NoClaim] = []
    for section in material.sections:
        for sentence in find_sentences(material.document, section) if section.kind == "body" else ():
            at = bisect_left(touched, Span(sentence.end, 0)) - 1
            if at < 0 or reach[at] <= sentence.start:
                why = LISTED if listed.overlap(sentence) else reason_of(material.text, sentence, roots)
                found.append(NoClaim(exact=sentence, reason=why))
    return tuple(found)


def reason_of(text: str, sentence: Span, roots: Sequence[tuple[int, bool]]) -> str:
    """Why a sentence makes no claim, as far as its form tells."""
    words = text[slice(*sentence)].rstrip("”\"’')» \n")
    if words.endswith("?"):
        return "question"
    at = bisect_left(roots, (sentence.start, False))
    if at < len(roots) and roots[at][0] < sentence.end and roots[at][1]:
        return "exhortation"
    return "only announces what follows" if words.endswith(":") else "fragment without a predicate"
