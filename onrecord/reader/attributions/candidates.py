"""Candidate attributions of one paragraph: the content of each cue by its frames, with its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.reader.attributions import frames
from onrecord.reader.attributions.boundaries import (
    from_the_start,
    reports,
    to_the_end,
    with_condition,
    with_second_clause,
    without_aside,
    without_opening,
    without_report,
    without_second_report,
)
from onrecord.reader.attributions.source_words import (
    agent,
    governor_subject,
    is_quoted_as,
    noun_phrase,
    possessor,
    reporter,
    source_before,
    source_tokens,
    subject,
    without_marks,
)
from onrecord.reader.english.complements import Commitment, Frame
from onrecord.reader.english.cues import Cue, group, lexicon
from onrecord.reader.english.function_words import ATTRIBUTING
from onrecord.reader.english.verbs import lemma
from onrecord.reader.parsing.tree import FINITE, Tree


@dataclass(frozen=True)
class Candidate:
    """An attribution inside one tree, in tokens."""

    lemma: str
    frame: Frame
    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[int, ...]
    commitment: Commitment = "certain"

    @property
    def word(self) -> int:
        """The last token of the cue, which gives its position."""
        return self.cue[-1]


def cue_words(tree: Tree) -> Iterator[tuple[int, Cue]]:
    """The tokens of a tree that the lexicon knows, in order."""
    words = lexicon()
    for token, tag in enumerate(tree.tags):
        form = tree.lower[token]
        if tag[0] == "V" and tree.words[token].isupper() and tree.entity_at.get(token) in NAMES:
            continue
        if tag[0] == "V":
            particle = particle_of(tree, token)
            cue = words.find("verbs", form, tree.lower[particle] if particle is not None else None)
        elif tag in {"NN", "NNS"}:
            cue = words.find("nouns", form)
        elif tag == "JJ":
            cue = words.find("adjectives", form)
        else:
            continue
        if cue is None and tag in {"VBN", "VBD"} and tree.child(token, "nsubjpass", "auxpass", "nsubj") is not None:
            cue = words.find("adjectives", form)
        if cue is not None:
            yield token, cue


def particle_of(tree: Tree, verb: int) -> int | None:
    """A verb's particle: "point out", "shoot back"."""
    own = tree.child(verb, "prt")
    if own is None and verb + 1 < len(tree) and tree.heads[verb + 1] == verb and tree.tags[verb + 1] != "TO":
        own = verb + 1 if lexicon().has_particle(tree.lower[verb], tree.lower[verb + 1]) else None
    return own


def cue_tokens(tree: Tree, token: int) -> tuple[int, ...]:
    """A cue word with its auxiliaries, negation and particle; of “was quoted as saying” all words."""
    labels = {"aux", "auxpass", "neg"}
    kept = {t for t in tree.children[token] if tree.labels[t] in labels and abs(t - token) < 6}
    particle = particle_of(tree, token) if tree.tags[token][0] == "V" else None
    kept.update(() if particle is None or abs(particle - token) > 5 else (particle,))
    if is_quoted_as(tree, token):
        kept.update((*cue_tokens(tree, token - 2), token - 1))
    return tuple(sorted({token, *kept}))


def source_of(tree: Tree, token: int, cue: Cue, content: frames.Content) -> tuple[int, ...]:
    """The source of a cue: a verb's subject, a passive's agent, a noun's owner or an adjective's bearer."""
    inside = frozenset(content.tokens)
    if cue.kind == "nouns":
        return noun_source(tree, token, inside, content.tokens[0])
    if cue.kind == "adjectives":
        head = bearer(tree, token)
    elif content.frame == "seem":
        return ()
    else:
        head = agent(tree, token) if content.frame.startswith("passive") else source_head(tree, token)
    source = source_outside(tree, head, token, inside)
    finite = tree.tags[token] in FINITE or (tree.tags[token] == "VB" and tree.child(token, "aux") is not None)
    if not source and cue.kind == "verbs" and content.frame in BY_POSITION and finite:
        return tuple(t for t in source_before(tree, token) if t not in inside)
    return source


def noun_source(tree: Tree, noun: int, inside: frozenset[int], first: int) -> tuple[int, ...]:
    """The owner of a claim or plan; ``first`` opens the content, whose tokens are ``inside``."""
    owner, governor = possessor(tree, noun, inside), governor_subject(tree, noun)
    if owner is not None and tree.labels[owner] == "poss":
        light = lemma(tree.lower[tree.heads[noun]]) in group("voicing")
        own = (tree.tags[owner] == "PRP$" or light) and governor is not None and tree.labels[noun] == "dobj"
        return source_tokens(tree, governor, inside | {noun}) if own else noun_phrase(tree, owner)
    head = owner if owner is not None else governor
    if head is None and tree.lower[first] in OWN:
        head = speaking_subject(tree, noun)
    return source_outside(tree, head, noun, inside)


def source_outside(tree: Tree, head: int | None, cue: int, inside: frozenset[int]) -> tuple[int, ...]:
    """The phrase of a source's head without the cue and the content."""
    return tuple(token for token in source_tokens(tree, head, inside | {cue}) if token not in inside)


def speaking_subject(tree: Tree, noun: int) -> int | None:
    """The subject of the verb above a noun: "with the confirmation of his candidacy, *he* said …"."""
    verb = next((above for above in tree.ancestors(noun) if tree.tags[above][0] == "V"), None)
    return subject(tree, verb) if verb is not None else None


def bearer(tree: Tree, adjective: int) -> int | None:
    """The subject of an adjective (sure, willing, critical), or of the verb in "made it clear"."""
    verb = tree.heads[adjective]
    passive = tree.child(adjective, "nsubjpass")
    if passive is not None:
        return passive
    own = subject(tree, adjective) if tree.child(adjective, "nsubj") is not None else subject(tree, verb)
    if own is not None and tree.lower[own] == "it":
        makers = (above for above in (verb, tree.heads[verb]) if lemma(tree.lower[above]) == "make")
        maker = next(makers, None)
        return subject(tree, maker) if maker is not None else None
    return own


def source_head(tree: Tree, verb: int) -> int | None:
    """The head of a cue verb's source."""
    continued = reporter(tree, verb, lambda token: reports(tree, token))
    return continued if continued is not None else subject(tree, verb)


def is_definite_noun(tree: Tree, token: int, cue: Cue) -> bool:
    """Whether a noun refers to a statement mentioned earlier: "the announcement of a merger"."""
    article = tree.child(token, "det")
    return cue.takes("source:of") and article is not None and tree.lower[article] == "the"


def is_unsaid(tree: Tree, token: int) -> bool:
    """Whether a gerund did not happen: "close to declaring victory", "without saying so"."""
    if tree.tags[token] != "VBG":
        return False
    while tree.labels[token] in {"conj", "prep"} and tree.heads[token] != token:
        token = tree.heads[token]
    preposition = tree.heads[token]
    near = tree.lower[tree.heads[preposition]] in NEAR or tree.lower[preposition] == "without"
    return tree.labels[token] == "pcomp" and near


def has_speaker(tree: Tree, cue: Cue, frame: Frame, source: tuple[int, ...]) -> bool:
    """Whether there is a source, if the frame needs one, and one that can speak, if the cue needs that."""
    if not source and frame in SOURCED:
        return False
    return frame != "o" or not cue.takes("voiced") or is_voiced(tree, source)


def is_voiced(tree: Tree, source: tuple[int, ...]) -> bool:
    """Whether a source is a name or a pronoun; signs and moves indicate things without words."""
    return any(tree.tags[t] in {"NNP", "NNPS", "PRP", "WP"} for t in source)


NEAR = frozenset({"close", "closer", "near", "short", "far"})
SOURCED: frozenset[Frame] = frozenset({"o", "c", "noun p", "noun i", "sc", "i", "p:for", "rest"})
"""Frames that need a source to be an attribution."""
BY_POSITION: frozenset[Frame] = frozenset({"c", "o", "sc", "rest", "parenthesis"})
"""Frames whose source may be the words before the verb, where the parser lost its subject."""
NAMES = frozenset({"ORG", "GPE", "FAC", "LAW"})
"""Names in capitals whose words may look like verbs: UNITED STATES COURT."""
OWN = frozenset({"his", "her", "its", "their"})


def attributing_phrase(tree: Tree, token: int) -> int | None:
    """The last token of "according to", "in the words of" or ", per" if that begins at a token."""
    for phrase in ATTRIBUTING:
        if tree.lower[token : token + len(phrase)] == phrase:
            return token + len(phrase) - 1
    return token if tree.words[token] == "per" and token and tree.words[token - 1] == "," else None


def according_to(tree: Tree) -> Iterator[Candidate]:
    """ "According to X, …", "…, according to X" and "in the words of X, …"."""
    for token in range(len(tree) - 1):
        end = attributing_phrase(tree, token)
        inner = None if end is None else tree.child(end, "pobj") or tree.child(token, "pobj")
        if end is None or inner is None or (end == token and tree.tags[inner][:3] != "NNP"):
            continue
        source = noun_phrase(tree, inner)
        first, last = tree.sentences[tree.sentence_of[token]]
        cue = tuple(range(token, end + 1))
        taken = {*cue, *source}
        content = without_marks(tree, [t for t in range(first, last + 1) if t not in taken])
        if content:
            content = without_opening(tree, content)
            yield Candidate("according", "according", cue, source, content)


CLAUSES: frozenset[Frame] = frozenset({"c", "parenthesis", "noun c", "adjective c", "i", "oi", "passive c"})


def fit_content(tree: Tree, token: int, content: frames.Content) -> frames.Content:
    """A content without the writer's additions and an opening conjunction, with words that the parser lost."""
    tokens = content.tokens
    if content.frame in CLAUSES and tokens:
        if tokens[0] < token:
            tokens = without_opening(tree, from_the_start(tree, tokens, token))
        else:
            tokens = to_the_end(tree, tokens, token)
            tokens = with_second_clause(tree, tokens, token)
        tokens = without_report(tree, tokens)
        tokens = without_second_report(tree, tokens, token)
    elif tokens:
        tokens = without_aside(tree, tokens)
    return frames.Content(content.frame, tokens)


def cue_candidates(tree: Tree) -> list[Candidate]:
    """The candidates that cues and patterns propose in a tree, quotations aside."""
    found = list(according_to(tree))
    known = list(cue_words(tree))
    nouns = {token for token, cue in known if cue.kind == "nouns" and any(frames.cue_contents(tree, token, cue))}
    for token, cue in known:
        if cue.lemma in group("light") and tree.child(token, "dobj") in nouns:
            continue
        for content in frames.cue_contents(tree, token, cue):
            content = fit_content(tree, token, content)
            source = source_of(tree, token, cue, content)
            if not source and is_definite_noun(tree, token, cue) and content.frame == "noun p":
                content = frames.Content("noun the", content.tokens)
            if not has_speaker(tree, cue, content.frame, source) or is_unsaid(tree, token):
                continue
            if content.frame == "c":
                content = frames.Content("c", with_condition(tree, content.tokens, token, source))
            commitment = cue.commitment.get(content.frame, "certain")
            words = (*light_verb(tree, token, cue), *cue_tokens(tree, token))
            found.append(Candidate(cue.lemma, content.frame, words, source, content.tokens, commitment))
            found += gapped(tree, token, found[-1])
    return found


def light_verb(tree: Tree, noun: int, cue: Cue) -> tuple[int, ...]:
    """The verb that puts a noun into words: “*voiced* concern”."""
    verb = tree.heads[noun]
    is_light = cue.kind == "nouns" and tree.labels[noun] == "dobj" and verb < noun
    return cue_tokens(tree, verb) if is_light and lemma(tree.lower[verb]) in group("voicing") else ()


def gapped(tree: Tree, verb: int, first: Candidate) -> Iterator[Candidate]:
    """A second speaker whose verb is left out: "A said that …, and *B that* …"."""
    for noun in tree.children[verb]:
        clause = tree.child(noun, "acl", "relcl", "ccomp", "advcl")
        if first.frame != "c" or tree.labels[noun] != "conj" or tree.tags[noun][:2] != "NN" or clause is None:
            continue
        low, high = tree.edges[clause]
        if noun > first.content[-1] and low == noun + 1 and tree.lower[low] == "that":
            content = without_marks(tree, list(range(low, high + 1)))
            yield replace(first, source=noun_phrase(tree, noun, frozenset({clause})), content=content)
