"""Who said what: the attributions of a document from its parsed paragraphs and its quoted runs.

The cues propose candidates by their frames (:mod:`candidates`), quoted runs are assigned to cues (:mod:`speech`), and
speech that continues over several paragraphs is joined here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.reader.attributions import layout_cues, partial_quotes, speech
from onrecord.reader.attributions.boundaries import without_links, without_own_voice
from onrecord.reader.attributions.candidates import Candidate, cue_candidates
from onrecord.reader.attributions.closing_reports import closing_reports
from onrecord.reader.attributions.quotes import Run
from onrecord.reader.attributions.source_words import is_mark, without_marks
from onrecord.reader.attributions.speech import Quoted
from onrecord.reader.english.actor_words import is_animate
from onrecord.reader.english.complements import Commitment, Frame
from onrecord.reader.english.cues import group
from onrecord.reader.parsing.tree import Tree
from onrecord.reader.parsing.turns import NO_TURNS, Turn
from onrecord.span import Span
from onrecord.text.marks import CLOSED_BY, unmatched

FAR = 12
"""The most paragraphs between "the announcement" and its earlier mention."""


@dataclass(frozen=True)
class FoundAttribution:
    """An attribution in the document's code points.

    ``source_tokens`` are tokens of the tree numbered ``tree``, which may be an earlier paragraph than the content's.
    """

    lemma: str
    frame: Frame
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    commitment: Commitment = "certain"
    tree: int = 0
    source_tokens: tuple[int, ...] = ()


SPOKEN: frozenset[Frame] = frozenset({"q", "label"})
"""Frames after which the next paragraph may be the same speech."""
REPORTING: frozenset[Frame] = frozenset({"c", "parenthesis", "rest"})
"""Frames after which it may be, if somebody is reported to say something."""
QUOTING: frozenset[Frame] = frozenset({"q", "c", "parenthesis"})
"""Frames whose content may go on in a quoted sentence that has no cue."""
EMPTY = frozenset({"IN", "TO", "CC", ":", ",", "."})
"""Tags of words that make no content by themselves."""


@dataclass
class _Before:
    """What is known from earlier paragraphs: the last attribution spoken, and the quotes of one that is all quotation.

    ``listing``: the paragraph is an item of a list that is attributed to a speaker.
    """

    last: int | None = None
    tree: Tree | None = None
    number: int = -1
    alone: tuple[Span, ...] = ()
    listing: bool = False


def find_attributions(
    trees: Sequence[Tree],
    runs: Sequence[Run],
    openings: Container[int] = (),
    turns: Mapping[int, Turn] = NO_TURNS,
) -> list[FoundAttribution]:
    """All attributions of a document in the order of their paragraphs.

    :param openings: the numbers of the trees that open a new part, where no speech continues
    :param turns: the turn of a transcript that each tree belongs to, by the tree's number
    """
    found: list[FoundAttribution] = []
    before = _Before()
    speaking: dict[Turn, int] = {}
    for position, (tree, here) in enumerate(zip(trees, runs_by_tree(trees, runs), strict=True)):
        before = _Before() if position in openings else before
        turn = turns.get(position)
        if turn and turn not in speaking:
            speaking[turn] = len(found)
            found.append(turn_attribution(tree, turn, position))
            continue
        quoted = speech.locate(tree, here)
        labelled = len(layout_cues.labelled_runs(tree, quoted)) > 1
        colon = layout_cues.speaker_label(tree) if position == 0 and not labelled else None
        kept = [layout_cues.label_candidate(tree, colon)] if colon is not None else in_tree(tree, quoted)
        if turn.is_quoted if turn else before.listing and layout_cues.is_item(tree):
            kept = []
        if turn:
            extend(found, speaking[turn], all_words(tree))
        else:
            continue_speech(found, before, tree, quoted, kept)
            attribute_to_signature(found, before, tree)
        spoken = [len(found) + n for n, c in enumerate(kept) if speaks(tree, c)]
        for candidate in kept:
            here_found = as_found(tree, candidate, position)
            found.append(with_earlier_source(found, here_found) if candidate.frame == "noun the" else here_found)
        alone = tuple(q.run.span for q in quoted) if is_all_quotation(tree, quoted) else ()
        listing = before.listing and layout_cues.is_item(tree)
        before = _Before(spoken[-1] if spoken else before.last, tree, position, alone, listing)
    return [attribution for attribution in found if attribution.content]


def speaks(tree: Tree, candidate: Candidate) -> bool:
    """Whether the next paragraph may be the same speech; *they* do not speak at once."""
    if candidate.frame in SPOKEN:
        return True
    one = bool(candidate.source) and tree.lower[candidate.source[0]] != "they"
    return one and candidate.frame in REPORTING and candidate.lemma in group("said")


def runs_by_tree(trees: Iterable[Tree], runs: Sequence[Run]) -> Iterator[Sequence[Run]]:
    """For each tree the runs that begin in it, or between it and the tree before."""
    first = 0
    for tree in trees:
        last = bisect_left(runs, tree.end(len(tree) - 1), first, key=lambda run: run.span.start)
        yield runs[first:last]
        first = last


def all_words(tree: Tree) -> tuple[Span, ...]:
    """The spans of a paragraph without the marks at its ends."""
    return tree.spans(without_marks(tree, list(range(len(tree)))))


def extend(found: list[FoundAttribution], number: int, spans: Sequence[Span]) -> None:
    """Add spans to the content of an attribution."""
    found[number] = replace(found[number], content=(*found[number].content, *spans))


def with_earlier_source(found: Sequence[FoundAttribution], again: FoundAttribution) -> FoundAttribution:
    """ "The announcement of …" with the source of its last mention; without a source its content is dropped."""
    earlier = (f for f in reversed(found) if f.lemma == again.lemma and f.source and again.tree - f.tree <= FAR)
    first = next(earlier, None)
    if first is None:
        return replace(again, content=())
    return replace(again, tree=first.tree, source_tokens=first.source_tokens)


def turn_attribution(tree: Tree, turn: Turn, position: int) -> FoundAttribution:
    """A speaker’s label: the name is the source, its colon the cue, if it has one; the content is added later."""
    name = [t for t in range(len(tree)) if turn.name.contains(tree.span(t, t))]
    marks = (n for n, sign in enumerate(reversed(tree.words[-1])) if sign in ":.")
    colon = turn.span.end - 1 - next(marks, 0)
    return FoundAttribution(
        layout_cues.COLON, "turn", (Span(colon, colon + 1),), (turn.name,), (), tree=position, source_tokens=tuple(name)
    )


def in_tree(tree: Tree, quoted: Sequence[Quoted]) -> list[Candidate]:
    """The attributions of one paragraph."""
    proposals = [*layout_cues.dash_candidates(tree, quoted), *layout_cues.labelled_runs(tree, quoted)]
    told = {token for candidate in proposals for token in candidate.content}
    others = [q for q in quoted if q.first not in told and not speech.is_name_or_title(tree, q)]
    proposals += [
        partial_quotes.with_surrounding_words(tree, c, others)
        for c in speech.with_quotations(tree, others, cue_candidates(tree))
        if c.content
    ]
    kept = outermost(tree, quoted, closing_reports(tree, others, proposals))
    for loose in loose_sentences(tree, others, kept):
        introduced = layout_cues.colon_candidate(tree, loose) or layout_cues.after_deed(tree, loose, kept)
        if introduced is None:
            continue
        rivals = [c for c in kept if set(introduced.cue) & set(c.cue)]
        if not rivals or tree.words[loose.first - 1] == layout_cues.COLON:
            kept = outermost(tree, quoted, [*(c for c in kept if c not in rivals), introduced])
    whole = (with_loose(tree, c, kept, others) for c in kept)
    clean = (replace(c, content=without_own_voice(tree, without_links(tree, c.content))) for c in whole)
    return [c for c in clean if not is_empty(tree, c.content)]


def is_empty(tree: Tree, content: Sequence[int]) -> bool:
    """Whether a content has no word of its own: “recommends that:”."""
    that = len(content) == 1 and tree.lower[content[0]] == "that" and tree.words[-1] == layout_cues.COLON
    return that or all(tree.tags[t] in EMPTY for t in content)


def loose_sentences(tree: Tree, quoted: Sequence[Quoted], kept: Sequence[Candidate]) -> list[Quoted]:
    """The runs of whole sentences that no attribution holds."""
    covered = {token for candidate in kept for token in candidate.content}
    return [q for q in quoted if speech.is_sentence(tree, q) and not covered.intersection(q.tokens)]


def with_loose(tree: Tree, candidate: Candidate, kept: Sequence[Candidate], quoted: Sequence[Quoted]) -> Candidate:
    """A quotation's attribution with the quoted sentences that follow it in the paragraph, up to the next cue."""
    loose = loose_sentences(tree, quoted, kept)
    if not loose or candidate.frame not in QUOTING:
        return candidate
    here = max(candidate.content[-1], candidate.cue[-1])
    following = min((c.content[0] for c in kept if c.content[0] > here), default=len(tree))
    mine = [q for q in loose if here < q.first < following]
    if not mine:
        return candidate
    tokens = {*candidate.content, *(t for q in mine for t in q.tokens)}
    return replace(candidate, content=tuple(sorted(tokens)))


def outermost(tree: Tree, runs: Sequence[Quoted], proposals: Sequence[Candidate]) -> list[Candidate]:
    """The candidates whose cue is neither in a quotation nor in the content of another."""
    kept: list[Candidate] = []
    taken: set[int] = set()
    quoted = {token for run in runs for token in run.tokens}
    for proposal in sorted(proposals, key=lambda c: (c.frame != "q", -len(c.content))):
        if proposal.word in quoted and proposal.frame != "dash":
            continue
        if taken.intersection(proposal.cue) and not is_nested_report(tree, proposal):
            continue
        if not proposal.source and any(one.content == proposal.content for one in kept):
            continue
        kept.append(proposal)
        if proposal.frame != "seem":
            taken.update(proposal.content)
    cues = {token for c in kept if c.frame != "seem" for token in c.cue}
    kept = [c for c in kept if c.frame != "seem" or not cues.intersection(c.content)]
    return sorted(kept, key=lambda c: min(c.cue[0], c.content[0]))


def is_nested_report(tree: Tree, proposal: Candidate) -> bool:
    """Whether somebody named is reported to have said it: "Berg said that *Ada Stone had promised that …*"."""
    named = any(tree.tags[t][:3] == "NNP" or is_animate(tree.lower[t]) for t in proposal.source)
    return named and proposal.frame in {"c", "g"} and proposal.lemma in group("uttering") | group("said")


def is_all_quotation(tree: Tree, quoted: Sequence[Quoted]) -> bool:
    """Whether all words of a paragraph are quoted."""
    inside = {token for run in quoted for token in run.tokens}
    return all(token in inside or is_mark(word) for token, word in enumerate(tree.words))


def continue_speech(
    found: list[FoundAttribution], before: _Before, tree: Tree, quoted: Sequence[Quoted], kept: list[Candidate]
) -> None:
    """Attribute a paragraph that is all quotation without a cue, or follows a colon, to the last speaker.

    Whatever is reported in a paragraph behind a colon is the speaker's own report: ``kept`` is emptied.
    """
    if before.tree is None:
        return
    loose = [q for q in quoted if speech.words_in(tree, q) > 1] if is_all_quotation(tree, quoted) else []
    introduced = layout_cues.introduction(before.tree, bool(loose))
    if introduced is not None and not quoted:
        kept.clear()
    if kept and (not loose or holds_any(kept, loose)):
        return
    spans = tuple(q.run.span for q in loose)
    if introduced is not None and (loose or not quoted):
        found.append(replace(as_found(before.tree, introduced, before.number), content=spans or all_words(tree)))
        before.last = len(found) - 1
        before.listing = layout_cues.is_item(tree)
    elif before.last is not None and (loose or (before.listing and layout_cues.is_item(tree))):
        extend(found, before.last, spans or all_words(tree))


def attribute_to_signature(found: list[FoundAttribution], before: _Before, tree: Tree) -> None:
    """Attribute the quotation above a line "— Name" to that name instead of the last speaker."""
    signed = layout_cues.signature(tree) if before.alone else None
    if signed is None:
        return
    if before.last is not None:
        rest = tuple(span for span in found[before.last].content if span not in before.alone)
        found[before.last] = replace(found[before.last], content=rest)
    found.append(replace(as_found(tree, signed, before.number + 1), content=before.alone))


def holds_any(kept: Sequence[Candidate], runs: Sequence[Quoted]) -> bool:
    """Whether the content of a candidate overlaps one of the runs."""
    covered = {token for candidate in kept for token in candidate.content}
    return any(not covered.isdisjoint(quoted.tokens) for quoted in runs)


def with_mark(tree: Tree, content: Sequence[int]) -> Sequence[int]:
    """A content with the mark after it that closes a quotation inside it: called the walkout “regrettable”."""
    last = content[-1] if content else len(tree)
    if last + 1 >= len(tree):
        return content
    _, left = unmatched("".join(tree.words[t] for t in content if len(tree.words[t]) == 1))
    return (*content, last + 1) if any(tree.words[last + 1] in CLOSED_BY.get(mark, "") for mark in left) else content


def as_found(tree: Tree, candidate: Candidate, number: int = 0) -> FoundAttribution:
    """A candidate of the tree with that number, in the document's code points."""
    return FoundAttribution(
        candidate.lemma,
        candidate.frame,
        tree.spans(candidate.cue),
        tree.spans(candidate.source),
        tree.spans(with_mark(tree, candidate.content)),
        candidate.commitment,
        tree=number,
        source_tokens=candidate.source,
    )
