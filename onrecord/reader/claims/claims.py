"""Claims: every asserting clause with its claimant, factuality, type, roles, date, citations and statement.

Reported content is the source's claim; that it was said is not a claim of the author's. Questions, exhortations and
sentences without a predicate make no claim.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from onrecord.annotation.model import ActorMention, Claim, ClaimCitation, NoClaim, Quote
from onrecord.reader.claims import claim_values, roles
from onrecord.reader.claims.claim_links import AUTHOR, Proposition, link_claims, proposition_of
from onrecord.reader.claims.clauses import Clause, is_exhortation
from onrecord.reader.claims.drafts import Draft, Drafts, Material
from onrecord.reader.claims.voices import Voice
from onrecord.reader.english.complements import Commitment
from onrecord.reader.english.cues import group
from onrecord.reader.english.verbs import lemma as verb_of
from onrecord.reader.parsing.tree import Tree
from onrecord.reliability import scored
from onrecord.span import Regions, Span
from onrecord.text.sentences import find_sentences
from onrecord.values import Slug

NEGATED_CUE = re.compile(r"(?:n[’']t|\bnot|\bnever|\bcannot)\b", re.IGNORECASE)
REFUSED = re.compile(r"\b(?:declin|refus)(?:e|es|ed|ing) to\b", re.IGNORECASE)
LISTED = "only lists what the text cites"
LONG = 45
"""The most tokens of a passage that is not long."""


def find_claims(material: Material, prefix: Slug = "text") -> tuple[Claim, ...]:
    """The claims of a document in order; their ids start with ``prefix`` and end with their offsets."""
    drafts = sorted(Drafts(material).drafts(), key=lambda draft: draft.span)
    claims: dict[str, tuple[Claim, Proposition]] = {}
    stated: dict[str, int] = {}
    for draft in drafts:
        claim = _claim(material, draft, f"{prefix}-claim-{draft.span.start}-{draft.span.end}")
        if claim.id in claims or stated.get(claim.statement, 0) > draft.span.start:
            continue
        stated[claim.statement] = draft.span.end
        claimant = draft.voice.source if draft.voice else AUTHOR
        claims[claim.id] = claim, proposition_of(draft, claim, claimant, material.antecedents)
    rows = list(claims.values())
    return link_claims([row[0] for row in rows], [row[1] for row in rows])


def _claim(material: Material, draft: Draft, row_id: Slug) -> Claim:
    """The claim made from a draft."""
    tree, clause, voice, span = draft.tree, draft.clause, draft.voice, draft.span
    lemma = verb_of(voice.lemma.split()[0]) if voice and voice.lemma else None
    own = voice is not None and speaks_of_itself(tree, clause, voice, material.rows.actors)
    inside = draft.content.start <= tree.starts[clause.verb] < draft.content.end
    region = draft.content if inside else span
    held: Commitment = "certain-not" if draft.denied else commitment(material.text, voice, lemma)
    return Claim(
        id=row_id,
        exact=span,
        statement=draft.statement,
        claim_type=claim_values.claim_type(tree, clause, lemma, own),
        event_type=claim_values.event_type(tree, clause, lemma),
        factuality=claim_values.factuality(tree, clause, held, voice is not None),
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
        **scored("claims", *features_of(draft))._asdict(),
    )


def commitment(text: str, voice: Voice | None, lemma: str | None) -> Commitment:
    """The reporting word's commitment: certain for a decision, uncommitted if the cue is negated."""
    if voice is None:
        return "certain"
    if any(
        NEGATED_CUE.search(text, *span) or REFUSED.search(text, max(0, span.start - 20), span.end) for span in voice.cue
    ):
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


def features_of(draft: Draft) -> Iterator[str]:
    """What a claim's score depends on: who speaks and in what form, then the kind of clause."""
    voice, clause = draft.voice, draft.clause
    if voice is None:
        yield "author"
    else:
        yield voice.manner
        yield "unnamed" if voice.source is None else "named" if voice.source_words else "inferred"
    yield "long" if clause.last - clause.first > LONG else clause.kind


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
