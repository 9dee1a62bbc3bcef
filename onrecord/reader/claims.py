"""Claims: every asserting clause with its claimant, factuality, type, roles, date, citations and statement.

What somebody is made to say is theirs; saying it is not a claim of the author's. Questions, exhortations and
sentences without a predicate claim nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.annotation import (
    ActorMention,
    Attribution,
    Claim,
    ClaimCitation,
    LocationMention,
    NoClaim,
    Quote,
    Section,
    Slug,
    Span,
    TimeMention,
)
from onrecord.reader import claim_rules, claim_values, roles
from onrecord.reader.cited import Cited
from onrecord.reader.claim_links import AUTHOR, linked
from onrecord.reader.clauses import Clause, clauses, is_exhortation, is_question, subject_of
from onrecord.reader.reading import Reading
from onrecord.reader.regions import Regions
from onrecord.reader.statements import finished, statement
from onrecord.reader.tree import Tree
from onrecord.text import find_sentences

ASKS = frozenset("ask inquire enquire query wonder ponder question".split())
LEADS = frozenset("go continue begin start proceed hasten".split())
NEGATED_CUE = re.compile(r"(?:n[’']t|\bnot|\bnever|\bcannot)\b", re.IGNORECASE)
BESIDE = 40
"""Code points that may lie between a content and its source and cue when they are one passage."""
LISTED = "only lists what the text cites"
SHORTEST = 3
PRONOUNS = frozenset("he she it they this that these those his her its their him them".split())


@dataclass(frozen=True)
class Voice:
    """An attribution as claims need it; ``lemma`` is the cue's form and ``commitment`` what its class holds."""

    id: Slug
    source: Slug | None
    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source_words: tuple[Span, ...] = ()
    lemma: str = ""
    commitment: str = "certain"


@dataclass(frozen=True)
class Material:
    """What is known of a document before its claims are read; mentions are sorted by their spans.

    ``names`` gives each actor's name; ``unread`` holds stretches that assert nothing, such as lists of references.
    """

    text: str
    trees: tuple[Tree, ...]
    sections: tuple[Section, ...]
    voices: tuple[Voice, ...] = ()
    actors: tuple[ActorMention, ...] = ()
    names: Mapping[Slug, str] = field(default_factory=dict)
    locations: tuple[LocationMention, ...] = ()
    times: tuple[TimeMention, ...] = ()
    citations: tuple[Cited, ...] = ()
    quotes: tuple[Quote, ...] = ()
    unread: tuple[Span, ...] = ()


def voices_of(reading: Reading, rows: Iterable[Attribution]) -> tuple[Voice, ...]:
    """The attributions of a reading with the ids and sources of their rows, found by cue and content."""
    known = {(row.cue_words, tuple(sorted(row.content_words))): row for row in rows}
    pairs = ((found, known.get((found.cue, tuple(sorted(found.content))))) for found in reading.attributions)
    return tuple(
        Voice(row.id, row.source, row.content_words, found.cue, found.source, found.lemma, found.commitment)
        for found, row in pairs
        if row is not None
    )


@dataclass(frozen=True)
class _Draft:
    """A claim in the making: its passage, the words of its proposition alone, its clause, who says it."""

    span: Span
    content: Span
    tree: Tree
    clause: Clause
    voice: Voice | None
    alone: bool = True


class _Voices:
    """Whose content or cue holds a place in the text."""

    def __init__(self, voices: Sequence[Voice]) -> None:
        self.contents = sorted((span, number) for number, voice in enumerate(voices) for span in voice.content)
        self.cues = sorted((span, number) for number, voice in enumerate(voices) for span in voice.cue)
        self.voices = voices

    def content(self, offset: int) -> Voice | None:
        """The voice of the shortest content around an offset."""
        number = self._around(self.contents, offset)
        return None if number is None else self.voices[number]

    def cue(self, offset: int) -> Voice | None:
        """The voice whose cue stands at an offset."""
        number = self._around(self.cues, offset)
        return None if number is None else self.voices[number]

    @staticmethod
    def _around(spans: Sequence[tuple[Span, int]], offset: int) -> int | None:
        at = bisect_right(spans, offset, key=lambda item: item[0].start)
        for span, number in reversed(spans[max(0, at - 6) : at]):
            if offset < span.end:
                return number
        return None


def find_claims(material: Material, document: str = "text") -> tuple[Claim, ...]:
    """The claims of a document in order; their ids start with ``document`` and end with their offsets."""
    drafts = sorted(_drafts(material), key=lambda draft: draft.span)
    plain = without_citations(material.text, material.citations)
    prefix = "-".join(re.findall(r"[a-z0-9]+", document.lower())) or "text"
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
    return linked([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])


def _drafts(material: Material) -> Iterator[_Draft]:
    """The clauses that claim, and the contents without a clause, each inside one section."""
    voices = _Voices([voice for voice in material.voices if not is_hedge(voice)])
    places = sorted((s.exact for s in material.sections if s.kind != "boilerplate"), key=lambda span: span.start)
    starts = [place.start for place in places]
    unread = Regions(material.unread)
    cited = sorted(found.row.exact for found in material.citations if found.row.style != "link")
    for tree in material.trees:
        owner = [voices.content(start) for start in tree.starts]
        found = _clauses(tree, owner)
        for draft in [*_spoken(tree, voices, owner, found), *_nominal(tree, voices, found)]:
            at = bisect_right(starts, tree.starts[draft.clause.verb]) - 1
            if at < 0 or tree.starts[draft.clause.verb] >= places[at].end or unread.overlap(draft.span):
                continue
            span = _trimmed(material.text, uncited(draft.span, cited), places[at])
            if sum(character.isalnum() for character in material.text[slice(*span)]) >= SHORTEST:
                yield _Draft(span, draft.content, tree, draft.clause, draft.voice, draft.alone)


def _trimmed(text: str, span: Span, place: Span) -> Span:
    """The part of a span inside a section, with the marks and brackets that open or close in it."""
    start, end = max(span.start, place.start), min(span.end, place.end)
    for opening, closing in (("“", "”"), ("«", "»"), ("(", ")")):
        balance = text.count(opening, start, end) - text.count(closing, start, end)
        if balance < 0 and start > place.start and text[start - 1] == opening:
            start -= 1
        elif balance > 0:
            close = text.find(closing, end, min(place.end, end + 2))
            if close >= 0 and not text[end:close].strip(".,!?"):
                end = close + 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, max(start, end))


def uncited(span: Span, cited: Sequence[Span]) -> Span:
    """The span without a citation at its end, if words are left before it."""
    at = bisect_left(cited, Span(span.end, 0)) - 1
    if at < 0 or cited[at].end < span.end or cited[at].start <= span.start:
        return span
    return Span(span.start, cited[at].start)


def without_citations(text: str, citations: Iterable[Cited]) -> str:
    """The text with white space for every citation that is no part of its sentence; as long as before."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted(cited.row.exact for cited in citations if cited.row.style != "link"):
        if text[start] in "([<hHwW" or not text[start].isalpha():
            pieces += [text[at:start], " " * (end - start)]
            at = end
    return "".join([*pieces, text[at:]])


def is_hedge(voice: Voice) -> bool:
    """“Is expected to …” without anybody who expects: the writer's own caution, not another's words."""
    form = claim_rules.base(voice.lemma)
    return voice.source is None and not voice.source_words and (form == "expect" or form in claim_rules.PROBABLE)


def _clauses(tree: Tree, owner: Sequence[Voice | None]) -> tuple[Clause, ...]:
    """The clauses of a paragraph, those that begin what somebody says among them."""

    def reported(token: int) -> bool:
        return owner[token] is not None and owner[tree.heads[token]] is not owner[token]

    return clauses(tree, reported)


def _spoken(tree: Tree, voices: _Voices, owner: Sequence[Voice | None], found: Sequence[Clause]) -> Iterator[_Draft]:
    """The clauses of a paragraph that claim, with the source and cue that stand beside them."""
    said: dict[str, int] = {}
    for clause in found:
        voice = owner[clause.verb]
        if voice:
            said[voice.id] = said.get(voice.id, 0) + 1
    exhorting: dict[int, bool] = {}
    for clause in found:
        voice, sentence = owner[clause.verb], tree.sentence_of[clause.verb]
        if sentence not in exhorting:
            exhorting[sentence] = is_exhortation(tree, sentence)
        cue = voices.cue(tree.starts[clause.verb])
        if is_question(tree, clause) or (cue and cue is not voice and holds(tree, cue)):
            continue
        if exhorting[sentence] and voice is None and clause.kind == "main":
            continue
        if voice is None and leads_to_report(tree, clause.verb, voices):
            continue
        if voice and voice.lemma in ASKS:
            continue
        span = tree.span(clause.first, clause.last)
        alone = bool(voice) and voice is not None and said[voice.id] == 1
        yield _Draft(_beside(span, voice) if voice and alone else span, span, tree, clause, voice, alone)


def leads_to_report(tree: Tree, verb: int, voices: _Voices) -> bool:
    """“Went on to say …”, “went out to declare …”: a verb that only leads up to a report."""
    if claim_rules.base(tree.lower[verb]) not in LEADS:
        return False
    done = tree.child(verb, "xcomp", "advcl")
    cue = voices.cue(tree.starts[done]) if done is not None else None
    return cue is not None and holds(tree, cue)


def holds(tree: Tree, voice: Voice) -> bool:
    """Whether the cue's content is more than nothing."""
    return any(span.end > span.start for span in voice.content)


def _beside(span: Span, voice: Voice) -> Span:
    """The clause with its source and cue, if they stand next to it."""
    start, end = span
    for other in sorted([*voice.source_words, *voice.cue], key=lambda s: min(abs(s.end - start), abs(s.start - end))):
        if other.start <= end + BESIDE and other.end >= start - BESIDE:
            start, end = min(start, other.start), max(end, other.end)
    return Span(start, end)


def _nominal(tree: Tree, voices: _Voices, found: Sequence[Clause]) -> Iterator[_Draft]:
    """Contents without a predicate of their own: “ordered a partial withdrawal”, “praised the results”."""
    low, high = tree.starts[0], tree.end(len(tree) - 1)
    first = bisect_left(voices.contents, Span(low, 0), key=lambda item: item[0])
    seen: set[str] = set()
    verbs = sorted(tree.starts[clause.verb] for clause in found)
    for span, number in voices.contents[first:]:
        if span.start >= high:
            return
        voice = voices.voices[number]
        if voice.id in seen or span.end > high or voice.lemma in ASKS or not voice.cue:
            continue
        seen.add(voice.id)
        at = bisect_left(verbs, span.start)
        if at < len(verbs) and verbs[at] < span.end:
            continue
        head = roles.head_token(tree, span)
        if head is None:
            continue
        clause = _reporting(tree, voice, head, span)
        if not is_question(tree, clause):
            yield _Draft(_beside(span, voice), span, tree, clause, voice)


def _reporting(tree: Tree, voice: Voice, head: int, content: Span) -> Clause:
    """The clause of the reporting verb, where that stands here and governs the content, else the content."""
    first, last = bisect_left(tree.starts, content.start), max(head, bisect_left(tree.starts, content.end) - 1)
    cue = roles.head_token(tree, voice.cue[0])
    if cue is not None and tree.tags[cue][:1] == "V" and cue in tree.ancestors(head):
        return Clause(cue, "reported", min(first, cue), max(last, cue), subject_of(tree, cue))
    return Clause(head, "reported", first, last, None)


def _claim(material: Material, plain: str, draft: _Draft, row_id: Slug) -> Claim:
    """The row of a draft."""
    tree, clause, voice, span = draft.tree, draft.clause, draft.voice, draft.span
    lemma = claim_rules.base(voice.lemma.split()[0]) if voice and voice.lemma else None
    own = voice is not None and speaks_of_itself(tree, clause, voice, material.actors)
    inside = draft.content.start <= tree.starts[clause.verb] < draft.content.end
    region = draft.content if inside else span
    if not inside or (voice is not None and not lemma_says(voice)):
        words = finished(plain[slice(*span)])
    else:
        own_words = span if voice is None else draft.content
        words = statement(plain, tree, clause, own_words, material.actors, material.names)
    return Claim(
        id=row_id,
        exact=span,
        statement=words,
        claim_type=claim_values.claim_type(tree, clause, lemma, own),
        event_type=claim_values.event_type(tree, clause, lemma),
        factuality=claim_values.factuality(tree, clause, commitment(material.text, voice, lemma), own),
        event_date=roles.event_date(tree, clause, span, material.times),
        attribution=voice.id if voice else None,
        quote=_quote(material.quotes, tree.starts[clause.verb]),
        actors=roles.actors(tree, clause, region, material.actors),
        locations=roles.locations(tree, clause, region, material.locations),
        citations=tuple(
            ClaimCitation(citation=cited.row.id, scope=scope)
            for cited in material.citations
            if (scope := cited.scope_of(draft.content))
        ),
        score=score(tree, clause, voice),
    )


def lemma_says(voice: Voice) -> bool:
    """Whether the content alone states the proposition: it is said or thought, not denied or ordered."""
    return voice.commitment == "certain" and claim_rules.base(voice.lemma) not in claim_rules.DECIDED


def commitment(text: str, voice: Voice | None, lemma: str | None) -> str:
    """The reporting word's commitment: settled by being said, open where it is itself negated."""
    if voice is None:
        return "certain"
    if any(NEGATED_CUE.search(text, *span) for span in voice.cue):
        return "uncommitted"
    return "certain" if lemma in claim_rules.DECIDED and voice.commitment != "certain-not" else voice.commitment


def speaks_of_itself(tree: Tree, clause: Clause, voice: Voice, actors: Sequence[ActorMention]) -> bool:
    """Whether a claimant says “we will …”, or is reported to say that it will itself."""
    modals = claim_values.modals_of(tree, clause.verb)
    if clause.subject is None or not modals & {"will", "'ll", "shall", "would", "wo"}:
        return False
    if tree.lower[clause.subject] in claim_values.FIRST_PERSON:
        return True
    named = roles.within(actors, tree.span(clause.subject, clause.subject))
    return voice.source is not None and any(mention.actor == voice.source for mention in named)


def _quote(quotes: Sequence[Quote], offset: int) -> Slug | None:
    """The speech between marks that holds an offset."""
    at = bisect_right(quotes, offset, key=lambda quote: quote.exact.start)
    for quote in reversed(quotes[max(0, at - 4) : at]):
        if quote.quote_type == "speech" and offset < quote.exact.end:
            return quote.id
    return None


def score(tree: Tree, clause: Clause, voice: Voice | None) -> float:
    """How far the reading may be trusted, from 0 to 1; it orders claims and is no probability."""
    value = {"main": 0.8, "second": 0.7, "relative": 0.65, "subordinate": 0.6, "reported": 0.75}[clause.kind]
    if clause.subject is None or tree.lower[clause.subject] in PRONOUNS:
        value -= 0.15
    if voice is not None and voice.source is None:
        value -= 0.1
    if clause.last - clause.first > 45:
        value -= 0.1
    return round(value, 2)


def unclaimed(material: Material, claims: Sequence[Claim]) -> tuple[NoClaim, ...]:
    """The body sentences that no claim touches, each with the reason."""
    touched = sorted(claim.exact for claim in claims)
    reach: list[int] = []
    for span in touched:
        reach.append(max(span.end, reach[-1] if reach else 0))
    roots = sorted(
        (tree.starts[first], is_exhortation(tree, number))
        for tree in material.trees
        for number, (first, _) in enumerate(tree.sentences)
    )
    listed = Regions(material.unread)
    found: list[NoClaim] = []
    for section in material.sections:
        for sentence in find_sentences(material.text, section) if section.kind == "body" else ():
            at = bisect_left(touched, Span(sentence.end, 0)) - 1
            if at < 0 or reach[at] <= sentence.start:
                why = LISTED if listed.overlap(sentence) else reason(material.text, sentence, roots)
                found.append(NoClaim(exact=sentence, reason=why))
    return tuple(found)


def reason(text: str, sentence: Span, roots: Sequence[tuple[int, bool]]) -> str:
    """Why a sentence makes no claim, as far as its form tells."""
    words = text[slice(*sentence)].rstrip("”\"’')» \n")
    if words.endswith("?"):
        return "question"
    at = bisect_left(roots, (sentence.start, False))
    if at < len(roots) and roots[at][0] < sentence.end and roots[at][1]:
        return "exhortation"
    return "only announces what follows" if words.endswith(":") else "fragment without a predicate"
