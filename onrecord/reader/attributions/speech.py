"""Which cue a quoted run belongs to: one before it, after it or in the middle; and which runs continue another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.reader.attributions.candidates import (
    Candidate,
    cue_tokens,
    cue_words,
    source_head,
)
from onrecord.reader.attributions.frames import COMPLEMENTIZERS, SUBORDINATORS, is_fronted
from onrecord.reader.attributions.quotes import Run
from onrecord.reader.attributions.source_words import (
    is_mark,
    is_quoted_as,
    nearest_subject,
    source_tokens,
    subject,
    without_marks,
)
from onrecord.reader.english.cues import Cue, lexicon
from onrecord.reader.english.verbs import lemma
from onrecord.reader.parsing.tree import FINITE, NOMINAL, Tree
from onrecord.text.marks import MARKS, TOKENS

REACH = 40
"""The most tokens between a quotation and its cue."""
LONGEST_TITLE = 7
SHORT = 6
"""The most tokens between a quoted word and the verb that makes it an answer."""
STOPS = frozenset({".", ";", "?", "!"})
REST = 14
"""The most tokens between a closing verb and the full stop: an addressee, a time, a place."""
NAMING = 30
"""The most tokens of the words that name who speaks."""
PAST_OR_PRESENT = FINITE | {"VBN"}
NOT_FIRST = COMPLEMENTIZERS | SUBORDINATORS | {"and", "but", "or", "after", "before", "as", "while", "in", "on", "at"}


@dataclass(frozen=True)
class Quoted:
    """A run as tokens of a tree: ``first`` to ``last``, marks included."""

    run: Run
    first: int
    last: int

    def __contains__(self, token: int) -> bool:
        return self.first <= token <= self.last

    @property
    def tokens(self) -> range:
        """Its tokens."""
        return range(self.first, self.last + 1)


def locate(tree: Tree, runs: Sequence[Run]) -> tuple[Quoted, ...]:
    """The outermost runs that begin in the tree, as tokens."""
    found: list[Quoted] = []
    for run in runs:
        inside = tree.overlapping(run.span)
        if inside.start < len(tree) and not (found and inside.start <= found[-1].last):
            found.append(Quoted(run, inside.start, max(inside.start, inside.stop - 1)))
    return tuple(found)


def words_in(tree: Tree, quoted: Quoted) -> int:
    """How many words a run holds."""
    return sum(not is_mark(word) for word in tree.words[quoted.first : quoted.last + 1])


def last_sign(tree: Tree, quoted: Quoted) -> str:
    """The last character inside the marks, empty without one."""
    for token in range(quoted.last, quoted.first - 1, -1):
        for character in reversed(tree.words[token]):
            if character not in MARKS:
                return character
    return ""


def is_sentence(tree: Tree, quoted: Quoted) -> bool:
    """Whether a run reads as whole sentences: a capital first, a stop last."""
    return opens_sentence(tree, quoted) and last_sign(tree, quoted) in ".?!…,—–" and words_in(tree, quoted) > 1


def opens_sentence(tree: Tree, quoted: Quoted) -> bool:
    """Whether a run begins with a capital (or with marks before one)."""
    first = next((w for w in tree.words[quoted.first : quoted.last + 1] if not is_mark(w)), "")
    return first.strip(MARKS + "[(")[:1].isupper()


def is_name_or_title(tree: Tree, quoted: Quoted) -> bool:
    """Whether a run is a nickname or the title of a work rather than speech."""
    return is_nickname(tree, quoted) or is_work_title(tree, quoted)


def is_nickname(tree: Tree, quoted: Quoted) -> bool:
    """Whether a run is a name in the middle of a name: Marcia "Cia" Price."""
    if not 0 < quoted.first <= quoted.last < len(tree) - 1 or words_in(tree, quoted) > 2:
        return False
    return all(tree.tags[t] == "NNP" and tree.words[t][:1].isupper() for t in (quoted.first - 1, quoted.last + 1))


def is_title(tree: Tree, quoted: Quoted) -> bool:
    """Whether a run is a few words with capitals, but not a sentence: a "Free Bergen" cap."""
    words = [w for w in tree.words[quoted.first : quoted.last + 1] if not is_mark(w)]
    capital = all(word[:1].isupper() for word in words if len(word) > 3)
    return len(words) <= 4 and capital and last_sign(tree, quoted) not in ",.?!"


def is_work_title(tree: Tree, quoted: Quoted) -> bool:
    """Whether a run is the title of a show or a book, and not the object of a verb: on Sunday's "Morning News"."""
    before = quoted.first - 1
    words = [w for w in tree.words[quoted.first : quoted.last + 1] if not is_mark(w)]
    capital = len(words) <= LONGEST_TITLE and all(word[:1].isupper() for word in words if len(word) > 4)
    if before < 0 or not capital or is_mark(tree.words[before]) or not opens_sentence(tree, quoted):
        return False
    return tree.tags[before][0] != "V" and tree.lower[before] not in {"that", "as"}


def adjoins(tree: Tree, quoted: Quoted, token: int) -> bool:
    """Whether there are only marks between a run and a token after it."""
    return all(is_mark(word) for word in tree.words[quoted.last + 1 : token])


def cue_after(tree: Tree, quoted: Quoted, limit: int, verbs: frozenset[int]) -> int | None:
    """The verb of "…,” said X" or "…,” X said"; ``limit`` is where the next run starts."""
    for token in range(quoted.last + 1, min(limit, quoted.last + 1 + REACH)):
        if tree.words[token] in STOPS or tree.words[token] == ":":
            return None
        if token in verbs and tree.tags[token] in {"VBD", "VBZ", "VBP", "VBN", "VBG"}:
            if not is_participle(tree, token) or adjoins(tree, quoted, token):
                return token if carries_before(tree, quoted, token, limit) else None
    return None


def is_participle(tree: Tree, verb: int) -> bool:
    """Whether a verb is a participle without a subject, or a gerund."""
    return tree.tags[verb] == "VBG" or (tree.tags[verb] == "VBN" and tree.child(verb, "nsubj") is None)


def carries_before(tree: Tree, quoted: Quoted, verb: int, limit: int) -> bool:
    """Whether a verb carries the run before it and not something after it."""
    closed = last_sign(tree, quoted) == "."
    if closed and not ends_clause(tree, verb, limit):
        return False
    inverted = adjoins(tree, quoted, verb) and last_sign(tree, quoted) in ",?!" and not is_participle(tree, verb)
    if has_other_content(tree, verb, limit, closed) and not inverted:
        return False
    near = verb - quoted.last <= 2 and tree.tags[verb - 1] != "CC"
    return near or reaches_subject(tree, quoted, verb)


def has_other_content(tree: Tree, verb: int, limit: int, closed: bool) -> bool:
    """Whether a verb after a run has other content after it; if a full stop ``closed`` the run, any object counts."""
    labels = {"ccomp", "xcomp", "dobj"} if closed else {"ccomp"}
    return any(verb < below < limit and tree.labels[below] in labels for below in tree.children[verb])


def ends_clause(tree: Tree, token: int, limit: int) -> bool:
    """Whether a verb's clause ends in a stop before the next run, so that it cannot introduce it."""
    return limit >= len(tree) or any(tree.words[t] in STOPS for t in range(token, limit))


def reaches_subject(tree: Tree, quoted: Quoted, verb: int) -> bool:
    """Whether the verb's subject is between the run and the verb."""
    own = nearest_subject(tree, verb)
    if own is not None and own < verb:
        return quoted.last < own
    between = [t for t in range(quoted.last + 1, verb) if not is_mark(tree.words[t])]
    return bool(between) and (tree.tags[between[-1]] in NOMINAL or tree.tags[between[-1]] == "RB")


def cue_before(tree: Tree, quoted: Quoted, limit: int, verbs: frozenset[int]) -> int | None:
    """The verb of "X said: “…" or "X said that “…"; ``limit`` is the first token it may be."""
    for token in range(quoted.first - 1, max(limit, quoted.first - REACH) - 1, -1):
        if tree.words[token] in STOPS:
            return None
        if token in verbs and subject(tree, token) is not None:
            return token
    return None


def speaker_after(tree: Tree, quoted: Quoted, verb: int) -> tuple[int, ...]:
    """The speaker in "…,” X said" or "…,” said X" by position alone, for sentences that the parser gets wrong."""
    between = [t for t in range(quoted.last + 1, verb)]
    while between and tree.tags[between[-1]] in {"RB", "MD", "VBD", "VBZ", "VBP", "VB"}:
        between.pop()
    named = without_marks(tree, between)
    if any(tree.tags[t] in NOMINAL for t in named):
        return named
    following: list[int] = []
    for token in range(max(cue_tokens(tree, verb)) + 1, min(len(tree), verb + 12)):
        tag = tree.tags[token]
        if tag[0] == "V" or tag in {"MD", "TO", "WRB"} or is_mark(tree.words[token]):
            break
        if tag == "IN" and tree.lower[token] not in {"of", "for"}:
            break
        following.append(token)
    return tuple(following) if any(tree.tags[t] in NOMINAL for t in following) else ()


def quote_verbs(tree: Tree, runs: Sequence[Quoted]) -> dict[int, Cue]:
    """The verbs outside quotations that can carry one."""
    inside = {token for quoted in runs for token in quoted.tokens}

    def carries(token: int, cue: Cue) -> bool:
        """Whether the verb is free to carry a quotation: "continued its work" is not."""
        if cue.kind != "verbs" or not cue.takes("q") or token in inside:
            return False
        if is_fronted(tree, token) and tree.tags[token] in {"VBN", "VBD"}:
            return False
        own = tree.child(token, "dobj", "xcomp")
        return cue.frames != {"q"} or own is None or own in inside or is_uttered(tree, own)

    return {token: cue for token, cue in cue_words(tree) if carries(token, cue)}


def unlisted_verbs(tree: Tree, runs: Sequence[Quoted]) -> Iterator[int]:
    """The verbs after runs that carry them by position: "“…,” marvelled Ada Stone.", "“…,” Ada Stone piped up."."""
    for number, run in enumerate(runs):
        limit = runs[number + 1].first if number + 1 < len(runs) else len(tree)
        end = next((t for t in range(run.last + 1, limit) if tree.words[t] in STOPS), limit)
        if last_sign(tree, run) not in ",?!" or not 1 < end - run.last <= NAMING + REST:
            continue
        verb = run.last + 1 if tree.tags[run.last + 1] in PAST_OR_PRESENT else closing_verb(tree, run.last + 1, end)
        if verb is None:
            continue
        around = range(cue_tokens(tree, verb)[-1] + 1, end) if verb == run.last + 1 else range(run.last + 1, verb)
        source = without_marks(tree, [t for t in around if t not in cue_tokens(tree, verb)])
        if not any(tree.tags[t] in PAST_OR_PRESENT for t in source) and is_named(tree, source):
            yield verb


def closing_verb(tree: Tree, first: int, end: int) -> int | None:
    """The last finite verb before a stop, if only its addressee and adjuncts follow."""
    for token in range(end - 1, max(first, end - 1 - REST), -1):
        word = tree.lower[token]
        if is_quoted_as(tree, token):
            return token
        if tree.tags[token] in FINITE or (tree.tags[token] == "VBN" and tree.labels[token] == "ROOT"):
            return token if tree.tags[token] != "MD" and token > first else None
        if word in TOKENS or word in COMPLEMENTIZERS or tree.tags[token] in ("TO", "VB"):
            return None
    return None


def is_named(tree: Tree, source: Sequence[int]) -> bool:
    """Whether words name somebody: they are a noun phrase, and no clause or adjunct."""
    if not source or len(source) > NAMING or tree.lower[source[0]] in NOT_FIRST or tree.tags[source[0]] == "IN":
        return False
    main = [t for t in source if tree.tags[t] in NOMINAL and not is_mark(tree.words[t])]
    return bool(main) and any(tree.tags[t] in ("NN", "NNS", "NNP", "NNPS", "PRP") for t in main)


def is_uttered(tree: Tree, noun: int) -> bool:
    """Whether a verb's object names the quotation: "expressed her thanks “…”", "conveyed the message “…”"."""
    return lexicon().find("nouns", tree.lower[noun]) is not None


@dataclass(frozen=True)
class Owner:
    """The verb that carries a run and whether the run precedes it."""

    verb: int
    before_verb: bool


def assign(tree: Tree, runs: Sequence[Quoted], verbs: frozenset[int]) -> list[Owner | None]:
    """For each run the verb that carries it, or ``None``; a run may continue one before it."""
    owners: list[Owner | None] = []
    for number, quoted in enumerate(runs):
        following = next((r.first for r in runs[number + 1 :] if not is_title(tree, r)), len(tree))
        previous = runs[number - 1].last + 1 if number else 0
        after = cue_after(tree, quoted, following, verbs)
        before = cue_before(tree, quoted, previous, verbs)
        owner = None
        introduced = before is not None and tree.words[quoted.first - 1] == ":" and last_sign(tree, quoted) != ","
        if after is not None and not introduced:
            owner = Owner(after, True)
        elif before is not None:
            owner = Owner(before, False)
        if owner is None and number and (last := owners[-1]) and joins(tree, runs[number - 1], quoted, last.verb):
            owner = Owner(last.verb, False)
        owners.append(owner)
    return owners


def joins(tree: Tree, before: Quoted, quoted: Quoted, verb: int) -> bool:
    """Whether a run continues the one before: only its cue's clause, or nothing, is between them."""
    between = range(before.last + 1, quoted.first)
    if all(is_mark(tree.words[t]) for t in between):
        return opens_sentence(tree, quoted)
    stops = [t for t in between if tree.words[t] in STOPS]
    if len(stops) > 1:
        return False
    return verb in between and (not stops or stops[0] == quoted.first - 1) and opens_sentence(tree, quoted)


def with_quotations(tree: Tree, runs: Sequence[Quoted], plain: Sequence[Candidate]) -> list[Candidate]:
    """The plain candidates extended by the runs they touch, and the candidates made of runs and their cues."""
    verbs = quote_verbs(tree, runs)
    for token in unlisted_verbs(tree, runs):
        verbs.setdefault(token, Cue(lemma(tree.lower[token]), "verbs", frozenset({"q"}), {}))
    owners = assign(tree, runs, frozenset(verbs))
    mine: dict[int, list[tuple[Quoted, Owner]]] = {}
    for quoted, owner in zip(runs, owners, strict=True):
        if owner is None or has_nearer(quoted, owner.verb, plain):
            continue
        whole = words_in(tree, quoted) > 3 or is_sentence(tree, quoted)
        if whole or is_answer(tree, quoted, owner, verbs[owner.verb]):
            mine.setdefault(owner.verb, []).append((quoted, owner))
    result: list[Candidate] = []
    used: set[int] = set()
    for proposal in plain:
        verb = next((token for token in proposal.cue if token in mine), None)
        if verb is not None and verb not in used:
            used.add(verb)
            result.append(join_quotation(tree, verb, verbs[verb], mine[verb], proposal))
        else:
            result.append(complete(tree, proposal, runs))
    for verb, pairs in mine.items():
        if verb not in used:
            result.append(join_quotation(tree, verb, verbs[verb], pairs, None))
    return result


def is_answer(tree: Tree, quoted: Quoted, owner: Owner, cue: Cue) -> bool:
    """Whether a run is a short answer: "“No,” she replied", "she replied: “No.”", "she said “no comment.”"."""
    ended = last_sign(tree, quoted) in {",", ".", "!", "?"} or tree.words[quoted.last + 1 : quoted.last + 2] == (",",)
    if owner.before_verb:
        return ended and opens_sentence(tree, quoted) and owner.verb - quoted.last <= SHORT
    said = cue.takes("c") or cue.frames == {"q"}
    between = range(owner.verb + 1, quoted.first)
    introduced = any(tree.words[t] in {":", ","} for t in between)
    return (
        ended and said and all(is_mark(tree.words[t]) for t in between) and (introduced or not is_title(tree, quoted))
    )


def has_nearer(quoted: Quoted, verb: int, plain: Sequence[Candidate]) -> bool:
    """Whether a run after its verb is in the content of a later cue: "…,” she said, referring to a “new era”"."""
    return any(verb < c.word < quoted.first and quoted.first in c.content for c in plain)


def join_quotation(
    tree: Tree, verb: int, cue: Cue, pairs: Sequence[tuple[Quoted, Owner]], proposal: Candidate | None
) -> Candidate:
    """The candidate of a verb and its runs, with the verb's clause in the parse if that touches them."""
    runs = frozenset(token for quoted, _ in pairs for token in quoted.tokens)
    words = tuple(token for token in cue_tokens(tree, verb) if token not in runs)
    known = source_tokens(tree, source_head(tree, verb), runs) if proposal is None else proposal.source
    source = quotation_source(tree, verb, pairs[0], runs, tuple(t for t in known if t not in runs and t not in words))
    content = runs | (clause_beside(tree, verb, pairs[0][0], runs, proposal.content) if proposal else frozenset())
    if not pairs[0][1].before_verb and opens_sentence(tree, pairs[0][0]):
        content = frozenset(token for token in content if token > verb or token in runs)
    content -= {*words, *source}
    return Candidate(cue.lemma, "q", words, source, tuple(sorted(content)), cue.commitment.get("q", "certain"))


def clause_beside(
    tree: Tree, verb: int, first: Quoted, runs: frozenset[int], clause: tuple[int, ...]
) -> frozenset[int]:
    """The tokens of a verb's clause if runs are part of it or the first one continues it, else none."""
    if not clause:
        return frozenset()
    if not runs.isdisjoint(range(clause[0], clause[-1] + 1)):
        return frozenset(clause)
    leads = clause[0] > verb and first.first > clause[-1] and same_breath(tree, clause[-1], first)
    return frozenset(range(clause[0], first.first)) if leads else frozenset()


def quotation_source(
    tree: Tree, verb: int, pair: tuple[Quoted, Owner], runs: frozenset[int], known: tuple[int, ...]
) -> tuple[int, ...]:
    """The speaker: by position after a run, else the ``known`` source, else the subject of a participle."""
    first, owner = pair
    source = known
    if owner.before_verb and (not known or known[0] <= first.last):
        source = speaker_after(tree, first, verb) or known
    if not source and tree.tags[verb] == "VBG":
        source = source_tokens(tree, subject_before(tree, verb, runs), runs | {verb})
    return source


def subject_before(tree: Tree, participle: int, quoted: frozenset[int]) -> int | None:
    """The subject of a participle that the parser attached to a quotation: "Berg looked tired, telling them, “…”"."""
    first = tree.sentences[tree.sentence_of[participle]][0]
    for token in range(participle - 1, first - 1, -1):
        own = nearest_subject(tree, token) if tree.tags[token][0] == "V" else None
        if own is not None and own not in quoted and own < participle:
            return own
    return None


def complete(tree: Tree, proposal: Candidate, runs: Sequence[Quoted]) -> Candidate:
    """The content with the whole of each run that it enters or leads up to, unless its cue is quoted."""
    content = set(proposal.content)
    end = proposal.content[-1] if proposal.content else -1
    for quoted in runs:
        if proposal.word in quoted:
            return proposal
        if any(t in quoted for t in proposal.content):
            content.update(quoted.tokens)
            end = max(end, quoted.last)
            if last_sign(tree, quoted) in {".", "?", "!"}:
                break
        elif proposal.word < end < quoted.first and same_breath(tree, end, quoted):
            content.update(range(end + 1, quoted.last + 1))
            end = quoted.last
    content -= {*proposal.cue, *proposal.source}
    return replace(proposal, content=without_marks(tree, sorted(content)))


def same_breath(tree: Tree, end: int, quoted: Quoted) -> bool:
    """Whether at most five tokens, none of them a stop, finite verb or subject, are between a content and a run."""
    between = range(end + 1, quoted.first)
    if len(between) > 5 or any(tree.words[t] in {*STOPS, ":"} for t in between):
        return False
    return all(tree.tags[t] not in {"VBD", "VBZ", "VBP", "PRP", "NNP", "VBG"} for t in between)
