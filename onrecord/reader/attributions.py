"""Who said what: attributions of a document from its parsed paragraphs and its quoted runs.

Every cue of the lexicon proposes what its frames find (:mod:`frames`), every quoted run looks for its cue
(:mod:`speech`), and what belongs together is joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from onrecord.annotation import Span
from onrecord.reader import frames, speech
from onrecord.reader.cues import Cue, lexicon
from onrecord.reader.quotes import Run
from onrecord.reader.sources import (
    governor_subject,
    is_mark,
    noun_phrase,
    owner_tokens,
    possessor,
    source_tokens,
    subject,
    trimmed,
)
from onrecord.reader.speech import Quoted
from onrecord.reader.tree import Tree


@dataclass(frozen=True)
class Candidate:
    """An attribution inside one tree, in tokens."""

    lemma: str
    frame: str
    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[int, ...]
    score: float = 1.0
    earlier: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Found:
    """An attribution in the document's code points. ``quoted`` are the runs that are part of its content."""

    lemma: str
    frame: str
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float = 1.0
    commitment: str = "certain"
    inferred: bool = False


@dataclass
class _State:
    """What the paragraphs before this one leave behind."""

    found: list[Found] = field(default_factory=list)
    open_cue: int | None = None


def cue_words(tree: Tree) -> Iterator[tuple[int, Cue]]:
    """The tokens of a tree that the lexicon knows, in order."""
    words = lexicon()
    for token, tag in enumerate(tree.tags):
        form = tree.lower[token]
        if tag[0] == "V":
            particle = tree.child(token, "prt")
            cue = words.find("verbs", form, tree.lower[particle] if particle is not None else None)
        elif tag in {"NN", "NNS"}:
            cue = words.find("nouns", form)
        elif tag == "JJ":
            cue = words.find("adjectives", form)
        else:
            continue
        if cue is not None:
            yield token, cue


def cue_tokens(tree: Tree, token: int) -> tuple[int, ...]:
    """A cue word with its auxiliaries, negation and particle."""
    kept = [
        t
        for t in tree.children[token]
        if tree.labels[t] in {"aux", "auxpass", "neg", "prt"} and abs(t - token) < 6
    ]
    return tuple(sorted([token, *kept]))


def candidate(tree: Tree, token: int, cue: Cue, content: frames.Content) -> Candidate:
    """A cue's content with its source."""
    inside = frozenset(content.tokens)
    head: int | None
    if cue.kind == "nouns":
        head = possessor(tree, token)
        if head is not None and tree.labels[head] == "poss":
            source = owner_tokens(tree, head)
        else:
            head = head if head is not None else governor_subject(tree, token)
            source = source_tokens(tree, head, inside | {token})
    elif cue.kind == "adjectives":
        head = subject(tree, token) if tree.child(token, "nsubj") else subject(tree, tree.heads[token])
        source = source_tokens(tree, head, inside | {token})
    else:
        head = frames_agent(tree, token) if content.frame.startswith("passive") else subject(tree, token)
        source = source_tokens(tree, head, inside | {token})
    source = tuple(t for t in source if t not in inside)
    return Candidate(cue.lemma, content.frame, cue_tokens(tree, token), source, content.tokens)


def frames_agent(tree: Tree, verb: int) -> int | None:
    """The agent of a passive."""
    from onrecord.reader.sources import agent

    return agent(tree, verb)


def according_to(tree: Tree) -> Iterator[Candidate]:
    """ "According to X, …" and "…, according to X"."""
    for token in range(len(tree) - 1):
        if tree.lower[token] != "according" or tree.lower[token + 1] != "to":
            continue
        inner = tree.child(token + 1, "pobj") or tree.child(token, "pobj")
        if inner is None:
            continue
        source = noun_phrase(tree, inner)
        first, last = tree.sentences[tree.sentence_of[token]]
        taken = {token, token + 1, *source}
        content = trimmed(tree, [t for t in range(first, last + 1) if t not in taken])
        if content:
            yield Candidate("according", "according", (token, token + 1), source, content)


def tree_candidates(tree: Tree) -> list[Candidate]:
    """What cues and patterns propose in a tree, quotations aside."""
    found = list(according_to(tree))
    for token, cue in cue_words(tree):
        for content in frames.contents(tree, token, cue):
            found.append(candidate(tree, token, cue, content))
    return found


def quote_verbs(tree: Tree, runs: Sequence[Quoted]) -> dict[int, Cue]:
    """The verbs outside quotations that can carry one."""
    inside = {token for quoted in runs for token in range(quoted.first, quoted.last + 1)}
    return {
        token: cue
        for token, cue in cue_words(tree)
        if cue.kind == "verbs" and "q" in cue.frames and token not in inside
    }


def assign(tree: Tree, runs: Sequence[Quoted], verbs: frozenset[int]) -> list[int | None]:
    """For each run the verb that carries it, ``None`` where there is none; a run may follow another's verb."""
    owners: list[int | None] = []
    for number, quoted in enumerate(runs):
        following = runs[number + 1].first if number + 1 < len(runs) else len(tree)
        previous = runs[number - 1].last + 1 if number else 0
        after = speech.cue_after(tree, quoted, following, verbs)
        before = speech.cue_before(tree, quoted, previous, verbs)
        owner = after if after is not None else before
        if before is not None and speech.introduced(tree, quoted) and tree.words[quoted.first - 1] == ":":
            owner = before
        if (
            owner is None
            and number
            and owners[-1] is not None
            and joins(tree, runs[number - 1], quoted, owners[-1])
        ):
            owner = owners[-1]
        owners.append(owner)
    return owners


def joins(tree: Tree, before: Quoted, quoted: Quoted, verb: int) -> bool:
    """Whether a run goes on with the one before: only its cue's clause, or nothing, stands between."""
    between = range(before.last + 1, quoted.first)
    if all(is_mark(tree.words[t]) for t in between):
        return speech.is_sentence(tree, quoted)
    stops = [t for t in between if tree.words[t] in speech.STOPS]
    if len(stops) > 1:
        return False
    return (
        verb in between and (not stops or stops[0] == quoted.first - 1) and speech.is_sentence(tree, quoted)
    )


def quoted_candidates(tree: Tree, runs: Sequence[Quoted], plain: list[Candidate]) -> list[Candidate]:
    """The plain candidates completed by the runs they touch, and those that runs and their cues make."""
    verbs = quote_verbs(tree, runs)
    owners = assign(tree, runs, frozenset(verbs))
    by_cue: dict[int, list[Quoted]] = {}
    for quoted, owner in zip(runs, owners, strict=True):
        if owner is not None and (speech.words_in(tree, quoted) > 3 or speech.is_sentence(tree, quoted)):
            by_cue.setdefault(owner, []).append(quoted)
    result: list[Candidate] = []
    used: set[int] = set()
    for proposal in plain:
        own = next((token for token in proposal.cue if token in by_cue), None)
        if own is not None and own not in used:
            used.add(own)
            result.append(with_runs(tree, proposal, by_cue[own]))
        else:
            result.append(completed(tree, proposal, runs))
    for verb, mine in by_cue.items():
        if verb not in used:
            content = tuple(t for quoted in mine for t in range(quoted.first, quoted.last + 1))
            source = source_tokens(tree, subject(tree, verb), frozenset({verb, *content}))
            source = tuple(t for t in source if t not in content)
            result.append(Candidate(verbs[verb].lemma, "q", cue_tokens(tree, verb), source, content))
    return result


def with_runs(tree: Tree, proposal: Candidate, mine: Sequence[Quoted]) -> Candidate:
    """A clause's content joined with the runs its cue carries."""
    runs = {t for quoted in mine for t in range(quoted.first, quoted.last + 1)}
    touching = runs & set(proposal.content)
    content = set(proposal.content) | runs if touching else runs
    content -= set(proposal.cue) | set(proposal.source)
    return replace(proposal, frame="q", content=tuple(sorted(content)))


def completed(tree: Tree, proposal: Candidate, runs: Sequence[Quoted]) -> Candidate:
    """A content that enters a run takes all of it, unless its cue is inside the run."""
    content = set(proposal.content)
    for quoted in runs:
        if proposal.cue[0] in quoted:
            return proposal
        if any(t in quoted for t in proposal.content):
            content.update(range(quoted.first, quoted.last + 1))
    content -= set(proposal.cue) | set(proposal.source)
    return replace(proposal, content=trimmed(tree, sorted(content)))


def to_spans(tree: Tree, tokens: Sequence[int]) -> tuple[Span, ...]:
    """Tokens as spans, neighbours joined."""
    spans: list[Span] = []
    first = previous = None
    for token in tokens:
        if previous is not None and token == previous + 1:
            previous = token
            continue
        if first is not None and previous is not None:
            spans.append(tree.span(first, previous))
        first = previous = token
    if first is not None and previous is not None:
        spans.append(tree.span(first, previous))
    return tuple(s for s in spans)


def attributions(trees: Sequence[Tree], runs: Sequence[Run]) -> list[Found]:
    """All attributions of a document in the order of their paragraphs."""
    state = _State()
    for tree in trees:
        low, high = tree.starts[0], tree.end(len(tree) - 1)
        here = speech.locate(tree, [run for run in runs if low <= run.span.start < high])
        proposals = [c for c in quoted_candidates(tree, here, tree_candidates(tree)) if c.content]
        for proposal in outermost(tree, here, proposals):
            state.found.append(found(tree, proposal))
    return state.found


def outermost(tree: Tree, runs: Sequence[Quoted], proposals: list[Candidate]) -> list[Candidate]:
    """The candidates whose cue does not stand in a quotation or in another one's content."""
    kept: list[Candidate] = []
    for proposal in sorted(proposals, key=lambda c: (c.frame != "q", -len(c.content))):
        if any(proposal.cue[0] in quoted for quoted in runs):
            continue
        core = set(proposal.cue)
        if any(core & set(other.content) for other in kept):
            continue
        kept.append(proposal)
    return sorted(kept, key=lambda c: min(c.cue[0], c.content[0]))


def found(tree: Tree, proposal: Candidate) -> Found:
    """A candidate in the document's code points."""
    return Found(
        proposal.lemma,
        proposal.frame,
        to_spans(tree, proposal.cue),
        to_spans(tree, proposal.source),
        to_spans(tree, proposal.content),
        proposal.score,
    )
