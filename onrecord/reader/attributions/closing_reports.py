"""Reports that close a sentence, found by position where the parser loses them.

…, the source, who asked for no name, told the paper. · …, the office was quoted as saying on Friday by the agency. What
precedes the comma is the content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.reader.attributions.candidates import Candidate, cue_tokens
from onrecord.reader.attributions.source_words import without_marks
from onrecord.reader.attributions.speech import NAMING, NOT_FIRST, Quoted, closing_verb, is_named
from onrecord.reader.english.complements import Frame
from onrecord.reader.english.cues import lexicon
from onrecord.reader.english.verbs import lemma
from onrecord.reader.parsing.tree import FINITE, Tree

ENDS = frozenset({".", "?", "!"})
WEAK: frozenset[Frame] = frozenset({"rest", "passive", "passive p"})
"""Frames whose content a closing report may take over."""


def closing_reports(tree: Tree, runs: Sequence[Quoted], proposals: Sequence[Candidate]) -> list[Candidate]:
    """The proposals, with the reports that close a sentence in place of those that they contradict."""
    carried = {token for c in proposals if len(c.content) > 2 and c.frame not in WEAK for token in c.cue}
    found = [c for c in _reports(tree, runs) if not carried.intersection(c.cue)]
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
    for end in range(len(tree) + 1):
        if end < len(tree) and (tree.words[end] not in ENDS or (end in quoted and end + 1 in quoted)):
            continue
        report = None if {start, start - 1} <= quoted else _after_clause(tree, start, end, quoted)
        if report:
            yield report
        start = end + 1


def _after_clause(tree: Tree, start: int, end: int, quoted: set[int]) -> Candidate | None:
    """ "…, the source, who asked for no name, told the paper." and the headline "Tax to rise, says minister"."""
    verb = closing_verb(tree, start, end)
    if verb is None or not _reports_clauses(tree, verb):
        return None
    cue = cue_tokens(tree, verb)
    if end == len(tree) and tree.words[verb - 1] == "," and cue == (verb,) and verb - 1 not in quoted:
        source = without_marks(tree, list(range(verb + 1, end)))
        content = without_marks(tree, list(range(start, verb)))
        headline = Candidate(lemma(tree.lower[verb]), "parenthesis", cue, source, content)
        return headline if is_named(tree, source) and content else None
    last = _end_of_name(tree, start, min(cue) - 1)
    comma = next((t for t in range(last, max(start, last - NAMING), -1) if tree.words[t] == ","), None)
    if comma is None or comma <= start or comma in quoted:
        return None
    source = without_marks(tree, list(range(comma + 1, last + 1)))
    content = without_marks(tree, list(range(start, comma)))
    if not is_named(tree, source) or not content or opens_clause(tree, content[0]):
        return None
    own = [t for t in content if tree.tags[t] in FINITE and is_main(tree, t)]
    return Candidate(lemma(tree.lower[verb]), "parenthesis", cue, source, content) if own else None


def opens_clause(tree: Tree, token: int) -> bool:
    """Whether a word opens a clause that is no sentence of its own: *because* it rained, but not *after* a year."""
    return tree.lower[token] in NOT_FIRST and tree.labels[token] != "prep"


def is_main(tree: Tree, verb: int) -> bool:
    """Whether a finite verb heads a clause that nothing subordinates, wherever the parser attached it."""
    return tree.labels[verb] not in ("relcl", "advcl", "acl") or (
        tree.labels[verb] == "advcl" and tree.child(verb, "mark", "advmod") is None
    )


def _reports_clauses(tree: Tree, verb: int) -> bool:
    """Whether a verb says something, and its addressee, if it has an object, is somebody."""
    cue = lexicon().find("verbs", tree.lower[verb])
    if cue is None or not cue.takes("c", "s"):
        return False
    given = tree.child(verb, "dobj", "dative")
    return given is None or tree.tags[given] in ("NNP", "NNPS", "PRP", "NNS")


def _end_of_name(tree: Tree, start: int, token: int) -> int:
    """The last token of a source before a verb, without an aside between commas: “the source, who …, told”."""
    while token > start and tree.tags[token] == "RB":
        token -= 1
    if tree.words[token] != ",":
        return token
    opening = next((t for t in range(token - 1, max(start, token - NAMING), -1) if tree.words[t] == ","), None)
    return token - 1 if opening is None else opening - 1
