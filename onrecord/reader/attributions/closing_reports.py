"""Reports that close a sentence, found by position where the parser loses them.

“…,” shared Mr Berg. · …, the source, who asked for no name, told the paper. · …, the office was quoted as saying on
Friday by the agency. What precedes the comma or the closing mark is the content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.reader.attributions.candidates import Candidate, cue_tokens
from onrecord.reader.attributions.frames import COMPLEMENTIZERS, SUBORDINATORS
from onrecord.reader.attributions.source_words import is_mark, without_marks
from onrecord.reader.attributions.speech import Quoted, last_sign
from onrecord.reader.english.complements import Frame
from onrecord.reader.english.cues import lexicon
from onrecord.reader.english.verbs import lemma
from onrecord.reader.parsing.tree import FINITE, NOMINAL, Tree
from onrecord.text.marks import TOKENS

ENDS = frozenset({".", "?", "!"})
REST = 14
"""The most tokens between a closing verb and the full stop: an addressee, a time, a place."""
NAMING = 30
"""The most tokens of the words that name who speaks."""
PARTICIPLES = FINITE | {"VBN"}
QUOTED_AS = frozenset({"quoted", "cited", "reported"})
WEAK: frozenset[Frame] = frozenset({"rest", "passive", "passive p"})
"""Frames whose content a closing report may take over."""
NOT_FIRST = COMPLEMENTIZERS | SUBORDINATORS | {"and", "but", "or", "after", "before", "as", "while", "in", "on", "at"}


def closing_reports(tree: Tree, runs: Sequence[Quoted], proposals: Sequence[Candidate]) -> list[Candidate]:
    """The proposals, with the reports that close a sentence in place of those that they contradict."""
    carried = {token for c in proposals if len(c.content) > 2 and c.frame not in WEAK for token in c.cue}
    spoken = {token for c in proposals if c.frame == "q" for token in c.content}
    found = [c for c in _reports(tree, runs) if not carried.intersection(c.cue)]
    found = [c for c in found if c.frame != "q" or not spoken.intersection(c.content)]
    cues = {token for c in found for token in c.cue}
    inside = {token for c in found for token in c.content}
    rivals = [
        c
        for c in proposals
        if cues.intersection(c.cue) or (cues.intersection(c.content) and inside.intersection(c.cue))
    ]
    kept = [c for c in proposals if c not in rivals]
    return [*kept, *found]


def _reports(tree: Tree, runs: Sequence[Quoted]) -> Iterator[Candidate]:
    quoted = {token for run in runs for token in run.tokens}
    start = 0
    for end in range(len(tree)):
        if tree.words[end] not in ENDS or (end in quoted and end + 1 in quoted):
            continue
        last = max((run for run in runs if start <= run.last < end), key=lambda run: run.last, default=None)
        report = _after_quotation(tree, last, end) if last else _after_clause(tree, start, end, quoted)
        if report:
            yield report
        start = end + 1


def _after_quotation(tree: Tree, run: Quoted, end: int) -> Candidate | None:
    """ "“…,” shared Mr Berg." and "“…,” the minister, a lawyer, told the paper."."""
    first = run.last + 1
    if last_sign(tree, run) not in ",?!" or first >= end or end - first > NAMING + REST:
        return None
    content = tuple(run.tokens)
    if tree.tags[first][0] == "V" and tree.tags[first] in PARTICIPLES:
        source = without_marks(tree, list(range(first + 1, end)))
        named = source and not any(tree.tags[t] in PARTICIPLES or tree.tags[t] == "TO" for t in source)
        return (
            Candidate(lemma(tree.lower[first]), "q", (first,), source, content)
            if named and _names(tree, source)
            else None
        )
    verb = _closing_verb(tree, first, end)
    if verb is None or any(tree.tags[t] in FINITE and t not in cue_tokens(tree, verb) for t in range(first, verb)):
        return None
    source = without_marks(tree, [t for t in range(first, verb) if t not in cue_tokens(tree, verb)])
    return (
        Candidate(lemma(tree.lower[verb]), "q", cue_tokens(tree, verb), source, content)
        if _names(tree, source)
        else None
    )


def _after_clause(tree: Tree, start: int, end: int, quoted: set[int]) -> Candidate | None:
    """ "…, the source, who asked for no name, told the paper."."""
    verb = _closing_verb(tree, start, end)
    if verb is None or not _reports_clauses(tree, verb):
        return None
    cue = _cue(tree, verb)
    last = _end_of_name(tree, start, min(cue) - 1)
    comma = next((t for t in range(last, max(start, last - NAMING), -1) if tree.words[t] == ","), None)
    if comma is None or comma <= start or comma in quoted:
        return None
    source = without_marks(tree, list(range(comma + 1, last + 1)))
    content = without_marks(tree, list(range(start, comma)))
    if not _names(tree, source) or not content or tree.lower[content[0]] in NOT_FIRST:
        return None
    own = [t for t in content if tree.tags[t] in FINITE and tree.labels[t] not in ("relcl", "advcl", "acl")]
    return Candidate(lemma(tree.lower[verb]), "parenthesis", cue, source, content) if own else None


def _closing_verb(tree: Tree, first: int, end: int) -> int | None:
    """The last finite verb before a stop, if only its addressee and adjuncts follow."""
    for token in range(end - 1, max(first, end - 1 - REST), -1):
        word = tree.lower[token]
        if tree.tags[token] == "VBG" and word == "saying" and token >= 2 and tree.lower[token - 2] in QUOTED_AS:
            return token
        if tree.tags[token] in FINITE or (tree.tags[token] == "VBN" and tree.labels[token] == "ROOT"):
            return token if tree.tags[token] != "MD" and token > first else None
        if word in TOKENS or word in COMPLEMENTIZERS or tree.tags[token] in ("TO", "VB"):
            return None
    return None


def _reports_clauses(tree: Tree, verb: int) -> bool:
    """Whether a verb says something, and its addressee, if it has an object, is somebody."""
    cue = lexicon().find("verbs", tree.lower[verb])
    if cue is None or not cue.takes("c", "s"):
        return False
    given = tree.child(verb, "dobj", "dative")
    return given is None or tree.tags[given] in ("NNP", "NNPS", "PRP", "NNS")


def _cue(tree: Tree, verb: int) -> tuple[int, ...]:
    """A verb with its auxiliaries: “said”, “was quoted as saying”."""
    if tree.tags[verb] != "VBG":
        return cue_tokens(tree, verb)
    first = verb - 2
    while first > 0 and tree.lower[first - 1] in ("was", "were", "is", "are", "been", "had", "has"):
        first -= 1
    return tuple(range(first, verb + 1))


def _end_of_name(tree: Tree, start: int, token: int) -> int:
    """The last token of a source before a verb, without an aside between commas: “the source, who …, told”."""
    while token > start and tree.tags[token] == "RB":
        token -= 1
    if tree.words[token] != ",":
        return token
    opening = next((t for t in range(token - 1, max(start, token - NAMING), -1) if tree.words[t] == ","), None)
    return token - 1 if opening is None else opening - 1


def _names(tree: Tree, source: Sequence[int]) -> bool:
    """Whether words name somebody: they are a noun phrase, and no clause or adjunct."""
    if not source or len(source) > NAMING or tree.lower[source[0]] in NOT_FIRST:
        return False
    main = [t for t in source if tree.tags[t] in NOMINAL and not is_mark(tree.words[t])]
    return bool(main) and any(tree.tags[t] in ("NN", "NNS", "NNP", "NNPS", "PRP") for t in main)
