"""The content of a cue word: the tokens of the complement that one of its frames names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.reader.attributions.source_words import (
    denied_object,
    has_subject,
    is_definite,
    is_mark,
    is_quoted_as,
    without_marks,
)
from onrecord.reader.english.complements import Frame
from onrecord.reader.english.cues import Cue, group, lexicon
from onrecord.reader.parsing.tree import (
    FINITE,
    NOMINAL,
    SUBJECT,
    Tree,
    is_finite,
)
from onrecord.text import marks

COMPLEMENTIZERS = frozenset({"that", "whether", "if", "how", "why", "what", "who", "where", "when", "which"})
WHEN = frozenset({"when", "where"})
OBJECT_PREPOSITIONS = frozenset({"for", "as", "of", "with", "to", "from", "into", "over", "against", "about"})
SUBORDINATORS = frozenset({"because", "if", "when", "unless", "although", "though", "even", "until", "since", "so"})


@dataclass(frozen=True)
class Content:
    """Tokens of a possible content and the frame that found them."""

    frame: Frame
    tokens: tuple[int, ...]


def is_infinitive(tree: Tree, verb: int) -> bool:
    """Whether a clause is a to-infinitive."""
    return any(tree.tags[below] == "TO" for below in tree.children[verb])


def tokens_under(tree: Tree, heads: list[int], without: int) -> tuple[int, ...]:
    """The tokens under the heads, without the subtree of the token ``without`` and marks at the ends."""
    if not heads:
        return ()
    kept: set[int] = set()
    for head in heads:
        pending = [head]
        while pending:
            token = pending.pop()
            kept.add(token)
            pending.extend(below for below in tree.children[token] if below != without)
    first, last = min(kept), max(kept)
    return without_marks(tree, [t for t in range(first, last + 1) if t in kept])


def cue_contents(tree: Tree, token: int, cue: Cue) -> Iterator[Content]:
    """All contents that a cue word's frames find in the tree."""
    if cue.kind == "verbs":
        yield from verb_contents(tree, token, cue)
    elif cue.kind == "nouns":
        yield from noun_contents(tree, token, cue)
    else:
        yield from adjective_contents(tree, token, cue)


def verb_contents(tree: Tree, verb: int, cue: Cue) -> Iterator[Content]:
    """The content of a verb: its clause, infinitive, object or preposition; of a passive, its subject too."""
    if cue.takes("seem"):
        yield from seem_contents(tree, verb)
        return
    if is_passive(tree, verb):
        yield from passive_contents(tree, verb, cue)
        return
    found = clause_content(tree, verb, cue) or infinitive_content(tree, verb, cue)
    found = found or object_content(tree, verb, cue) or preposition_content(tree, verb, cue)
    if found is not None and found.tokens:
        yield found


def seem_contents(tree: Tree, verb: int) -> Iterator[Content]:
    """ "X seems to be Y", "it appears that X": the complement with its subject."""
    own = tree.child(verb, "nsubj", "expl")
    if own is None:
        return
    clause = tree.child(verb, "ccomp")
    if clause is not None and tree.lower[own] in {"it", "there"}:
        yield Content("seem", tokens_under(tree, [clause], verb))
        return
    complement = tree.child(verb, "xcomp", "oprd", "acomp")
    if complement is not None and complement > verb:
        yield Content(
            "seem", tuple(sorted({*tokens_under(tree, [own], verb), *tokens_under(tree, [complement], verb)}))
        )


def is_passive(tree: Tree, verb: int) -> bool:
    """Whether a participle is passive: with *be*, or alone after a noun ("Asked about it, …" may be tagged as past)."""
    if tree.tags[verb] == "VBD" and is_fronted(tree, verb):
        return True
    if tree.tags[verb] != "VBN":
        return False
    if tree.child(verb, "auxpass", "nsubjpass") is not None:
        return True
    if tree.labels[verb] == "conj" and tree.child(tree.heads[verb], "auxpass") is not None:
        return tree.child(verb, "aux", "nsubj") is None
    reduced = tree.labels[verb] in {"acl", "amod", "advcl"} and tree.child(verb, "aux") is None
    return reduced and not is_misread_past(tree, verb)


def is_misread_past(tree: Tree, verb: int) -> bool:
    """Whether a participle after a noun is really a past tense: "Two analysts found that the bridge …"."""
    clause = tree.child(verb, "ccomp")
    cue = lexicon().find("verbs", tree.lower[verb])
    addresses = cue is not None and cue.lemma in group("addressing")
    return tree.labels[verb] == "acl" and clause is not None and has_complementizer(tree, clause) and not addresses


def is_fronted(tree: Tree, verb: int) -> bool:
    """Whether a verb without a subject opens an adverbial clause before its head: "Asked whether …, she said"."""
    opens = tree.labels[verb] == "advcl" and verb < tree.heads[verb] and not has_subject(tree, verb)
    return opens and tree.edges[verb][0] == verb


def clause_content(tree: Tree, verb: int, cue: Cue) -> Content | None:
    """A finite clause under the verb, or the clause in which the verb is a parenthesis."""
    if not cue.takes("c", "q"):
        return None
    found = complement_clause(tree, verb, cue)
    if found is not None or not cue.takes("c"):
        return found
    found = outer_clause(tree, verb, cue) or adverbial_clause(tree, verb)
    found = found or shown_content(tree, verb, cue) or that_content(tree, verb, cue) or closing_parenthesis(tree, verb)
    if found is None and cue.takes("s"):
        return inner_parenthesis(tree, verb) or rest_content(tree, verb)
    return found


def complement_clause(tree: Tree, verb: int, cue: Cue) -> Content | None:
    """ "Said the bridge was safe", "The bridge is safe, she said": the complement, on a side that the cue allows."""
    for below in tree.children[verb]:
        before = below < verb
        if not (cue.takes("s", "q") and not has_more(tree, verb) if before else cue.takes("c")):
            continue
        if (given := denied_object(tree, below)) is not None:
            return Content("o", tokens_under(tree, [given], below))
        if tree.labels[below] in {"ccomp", "xcomp", "dep"} and is_clause(tree, below):
            split = None if before or has_subject(tree, below) else inner_parenthesis(tree, verb)
            return split or Content("c", with_adverbials(tree, verb, below))
    return None


def outer_clause(tree: Tree, verb: int, cue: Cue) -> Content | None:
    """ "As the mayor noted, the bridge is safe": the clause above the verb."""
    opened = tree.labels[verb] == "advcl" and opens_with_as(tree, verb)
    if opened or (tree.labels[verb] == "parataxis" and cue.takes("s")):
        return Content("parenthesis", tokens_under(tree, [tree.heads[verb]], verb))
    return None


def adverbial_clause(tree: Tree, verb: int) -> Content | None:
    """A clause with *that* or a question word that the parser took for an adverbial; *when* and *where* open one."""
    for below in tree.children[verb]:
        if tree.labels[below] in {"advcl", "acl", "relcl"} and below > verb and has_complementizer(tree, below):
            if tree.lower[tree.edges[below][0]] not in WHEN:
                return Content("c", tokens_under(tree, [below], verb))
    return None


def has_more(tree: Tree, verb: int) -> bool:
    """Whether a verb after a clause has an object of its own, so that the clause is not its content."""
    return any(below > verb and tree.labels[below] in {"dobj", "xcomp", "ccomp"} for below in tree.children[verb])


def with_adverbials(tree: Tree, verb: int, clause: int) -> tuple[int, ...]:
    """A clause with the adverbial clauses after it, which the parser attached to the cue."""
    heads = [clause]
    if clause > verb:
        heads += [
            below
            for below in tree.children[verb]
            if below > clause and tree.labels[below] == "advcl" and tree.lower[tree.edges[below][0]] in SUBORDINATORS
        ]
    return tokens_under(tree, heads, verb)


def shown_content(tree: Tree, verb: int, cue: Cue) -> Content | None:
    """ "Shows the senator leading": an object with the participle that says what it does."""
    given = tree.child(verb, "dobj")
    if cue.lemma not in {"show", "find"} or given is None:
        return None
    if any(tree.labels[t] == "acl" and tree.tags[t] == "VBG" for t in tree.children[given]):
        return Content("c", tokens_under(tree, [given], verb))
    return None


def that_content(tree: Tree, verb: int, cue: Cue) -> Content | None:
    """ "Went on to say that, because …" where the parser lost the clause: from *that* to the sentence's end."""
    last = tree.sentences[tree.sentence_of[verb]][1]
    if tree.child(verb, "dobj", "nsubjpass") is not None or not cue.takes("s"):
        return None
    for token in range(verb + 1, last - 1):
        if tree.tags[token] in FINITE or tree.words[token] in {",", ";", ":"}:
            return None
        if tree.lower[token] == "that" and tree.tags[token] != "DT":
            clause = any(tag in FINITE for tag in tree.tags[token + 1 : last])
            return Content("c", without_marks(tree, list(range(token, last + 1)))) if clause else None
    return None


def closing_parenthesis(tree: Tree, verb: int) -> Content | None:
    """ "…, documents show." at a sentence's end: the sentence before the comma."""
    first, last = tree.sentences[tree.sentence_of[verb]]
    own = tree.child(verb, "nsubj")
    if own is None or own > verb or any(not is_mark(word) for word in tree.words[verb + 1 : last + 1]):
        return None
    low = tree.edges[own][0]
    if low - 1 <= first or tree.words[low - 1] != ",":
        return None
    return Content("parenthesis", without_marks(tree, list(range(first, low))))


def opens_with_as(tree: Tree, verb: int) -> bool:
    """Whether a clause opens with *as*: "as the mayor noted"."""
    mark = tree.child(verb, "mark", "advmod")
    return mark is not None and tree.lower[mark] == "as" and not is_infinitive(tree, verb)


def inner_parenthesis(tree: Tree, verb: int) -> Content | None:
    """ "The staff, the minister said in May, were tired": the sentence without the words between the commas."""
    first, last = tree.sentences[tree.sentence_of[verb]]
    opening = next((t for t in range(verb - 1, max(first, verb - 12), -1) if tree.words[t] == ","), None)
    closing = next((t for t in range(verb + 1, min(last, verb + 10)) if tree.words[t] == ","), None)
    if opening is None or closing is None or opening == first or tree.words[opening + 1] in marks.TOKENS:
        return None
    if not any(tree.tags[t] in NOMINAL for t in range(opening + 1, verb)):
        return None
    within = [t for t in range(opening + 1, closing) if tree.tags[t] in FINITE]
    before = [t for t in range(first, opening) if tree.tags[t] in FINITE]
    after = [t for t in range(closing, last) if tree.tags[t] in FINITE]
    if within != [verb] or not after or before or tree.child(verb, "dobj") is not None:
        return None
    return Content(
        "parenthesis", without_marks(tree, [t for t in range(first, last + 1) if not opening <= t <= closing])
    )


TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow recently "
    "earlier later again "
    "also repeatedly publicly flatly simply bluntly".split()
)


def rest_content(tree: Tree, verb: int) -> Content | None:
    """ "Reported on Monday the minister had left" where the parser lost the clause: the rest of the sentence."""
    last = tree.sentences[tree.sentence_of[verb]][1]
    if tree.child(verb, "dobj", "prep", "agent", "nsubjpass") not in {None, verb + 1} or tree.tags[verb] not in FINITE:
        return None
    if tree.labels[verb] == "relcl" and tree.heads[tree.heads[verb]] > verb:
        return None
    own = tree.child(verb, *SUBJECT)
    if own is not None and own > verb:
        return None
    start = verb + 1
    while start < last and (tree.lower[start] in TIMES or tree.lower[start] == "on"):
        start += 1
    if start >= last or tree.tags[start] not in {*NOMINAL, "PRP$", "JJ", "EX", "VBG"} or tree.words[start] == ",":
        return None
    if not any(tag in FINITE for tag in tree.tags[start + 1 : last]):
        return None
    return Content("rest", without_marks(tree, list(range(start, last + 1))))


def is_clause(tree: Tree, verb: int) -> bool:
    """Whether a complement is a clause that can be asserted: finite, with *that* or a wh-word, or with a subject."""
    if is_infinitive(tree, verb) and not has_complementizer(tree, verb):
        return False
    if is_finite(tree, verb) or has_complementizer(tree, verb):
        return True
    return tree.child(verb, "nsubj", "nsubjpass", "expl") is not None


def has_complementizer(tree: Tree, verb: int) -> bool:
    """Whether a clause opens with that, whether, or a question word."""
    first = tree.edges[verb][0]
    return tree.lower[first] in COMPLEMENTIZERS and first != verb


def infinitive_content(tree: Tree, verb: int, cue: Cue) -> Content | None:
    """A to-infinitive, with the object that is its subject, or a gerund."""
    given = tree.child(verb, "dobj", "dative")
    for below in tree.children[verb]:
        if tree.labels[below] not in {"xcomp", "ccomp", "advcl", "acl"} or below < verb:
            continue
        if is_infinitive(tree, below):
            own = tree.child(below, "nsubj")
            if cue.takes("oi") and own is not None:
                return Content("oi", tokens_under(tree, [below], verb))
            if cue.takes("oi") and given is not None and given < below:
                return Content("oi", tokens_under(tree, [given, below], verb))
            if cue.takes("i", "oi") and tree.labels[below] in {"xcomp", "ccomp"} and given is None:
                return Content("i", tokens_under(tree, [below], verb))
            if cue.takes("ti"):
                return Content("i", tokens_under(tree, [below], verb))
        elif tree.tags[below] == "VBG" and cue.takes("g") and tree.labels[below] in {"xcomp", "ccomp"}:
            return Content("g", tokens_under(tree, [below], verb))
    return None


def object_content(tree: Tree, verb: int, cue: Cue) -> Content | None:
    """An object with its predicate, or with the first prepositional phrase after it."""
    if cue.takes("o:person"):
        return person_content(tree, verb)
    given = tree.child(verb, "dobj")
    if given is None and cue.takes("o"):
        given = free_relative(tree, verb)
    found = predicate_content(tree, verb, given) if cue.takes("sc") else None
    if found is not None or given is None or not cue.takes("o", "oas"):
        return found
    further = [
        below
        for below in tree.children[verb]
        if below > given and tree.labels[below] in {"prep", "oprd"} and tree.lower[below] in OBJECT_PREPOSITIONS
    ]
    with_as = any(tree.lower[t] == "as" for head in [given, *further] for t in tree.subtree(head))
    return Content("o", tokens_under(tree, [given, *further[:1]], verb)) if with_as or cue.takes("o") else None


def predicate_content(tree: Tree, verb: int, given: int | None) -> Content | None:
    """ "Called her a liar": an object, where there is one, with its predicate."""
    predicate = tree.child(verb, "oprd", "xcomp", "ccomp")
    if predicate is not None and predicate > verb and not is_infinitive(tree, predicate):
        heads = [given, predicate] if given is not None else [predicate]
        return Content("sc", tokens_under(tree, heads, verb))
    return marked_predicate(tree, verb, given) if given is not None else None


def marked_predicate(tree: Tree, verb: int, given: int) -> Content | None:
    """ "Called the order “dangerous”" where marks hid the predicate from the parser: all up to the next stop."""
    last = tree.sentences[tree.sentence_of[verb]][1]
    end = verb + 1
    while end <= last and tree.words[end] not in {",", ".", ";", ":"}:
        end += 1
    if given >= end or not any(tree.words[t] in marks.TOKENS for t in range(verb + 2, end)):
        return None
    return Content("sc", without_marks(tree, list(range(min(verb + 1, tree.edges[given][0]), end))))


def person_content(tree: Tree, verb: int) -> Content | None:
    """Somebody attacked in words: a named person, *him* or *her*, or somebody *for* something; not a town shelled."""
    given = tree.child(verb, "dobj")
    if given is None:
        return None
    reason = next((b for b in tree.children[verb] if b > given and tree.lower[b] in {"for", "as", "over"}), None)
    named = any(e.first <= given <= e.last and e.label == "PERSON" for e in tree.entities)
    if not named and reason is None and tree.lower[given] not in {"him", "her"}:
        return None
    return Content("o", tokens_under(tree, [given] if reason is None else [given, reason], verb))


def free_relative(tree: Tree, verb: int) -> int | None:
    """The object clause of "condemned what he called a breach"."""
    for below in tree.children[verb]:
        if below > verb and tree.labels[below] in {"ccomp", "dobj", "advcl"}:
            if tree.lower[tree.edges[below][0]] in {"what", "how", "whatever"}:
                return below
    return None


def preposition_content(tree: Tree, verb: int, cue: Cue) -> Content | None:
    """The complement of one of the cue's prepositions."""
    wanted = cue.prepositions
    if not wanted:
        return None
    for below in tree.children[verb]:
        if tree.labels[below] in {"prep", "dative"} and tree.lower[below] in wanted and below > verb:
            inner = tree.child(below, "pobj", "pcomp")
            if inner is not None:
                further = [
                    b for b in tree.children[verb] if b > below and (is_infinitive(tree, b) or tree.lower[b] == "as")
                ]
                return Content(wanted[tree.lower[below]], tokens_under(tree, [inner, *further[:1]], verb))
    return for_infinitive(tree, verb) if "for" in wanted else None


def for_infinitive(tree: Tree, verb: int) -> Content | None:
    """ "Called for the mayor to resign": an infinitive with its subject."""
    for below in tree.children[verb]:
        first = tree.edges[below][0]
        if below > verb and tree.lower[first] == "for" and is_infinitive(tree, below) and first != below:
            return Content("p:for", tuple(t for t in tokens_under(tree, [below], verb) if t > first))
    return None


def passive_contents(tree: Tree, verb: int, cue: Cue) -> Iterator[Content]:
    """ "X is expected to win", "X was accused of fraud", "a plan known as X": the subject with the complement."""
    if cue.lemma in {"ask", "press", "question"} and (about := preposition_content(tree, verb, cue)) is not None:
        yield Content("passive p", about.tokens)
        return
    carrier = tree.child(verb, "nsubjpass")
    if carrier is not None and (is_claim(tree, carrier, verb) or is_quoted_as(tree, verb + 2)):
        return
    clause = tree.child(verb, "ccomp")
    if clause is not None and is_clause(tree, clause) and cue.takes("c"):
        yield Content("passive c", tokens_under(tree, [clause], verb))
        return
    if tree.labels[verb] == "advcl" and opens_with_as(tree, verb) and tree.child(verb, "agent") is not None:
        yield Content("passive parenthesis", tokens_under(tree, [tree.heads[verb]], verb))
        return
    if carrier is None and tree.labels[verb] == "acl" and tree.child(verb, "xcomp", "agent"):
        carrier = tree.heads[verb]
    if carrier is None:
        return
    complements = [below for below in tree.children[verb] if below > verb and completes_passive(tree, below)]
    if not (cue.takes("o", "sc") or complements):
        return
    kept = tokens_under(tree, [carrier], verb)
    yield Content("passive", tuple(sorted({*kept, *tokens_under(tree, complements[:1], verb)})))


def is_claim(tree: Tree, noun: int, verb: int) -> bool:
    """Whether the subject of a passive without an agent has a content of its own: “the *claim that* … is disputed”."""
    cue = lexicon().find("nouns", tree.lower[noun])
    return cue is not None and noun_clause(tree, noun, cue) is not None and tree.child(verb, "agent") is None


def completes_passive(tree: Tree, below: int) -> bool:
    """Whether a dependent of a passive verb completes it: "expected *to win*", "accused *of fraud*"."""
    label = tree.labels[below]
    return label in {"xcomp", "oprd", "ccomp"} or (label == "prep" and tree.lower[below] in {"of", "as", "for", "with"})


def noun_contents(tree: Tree, noun: int, cue: Cue) -> Iterator[Content]:
    """ "The claim that …", "his plan to …", "criticism of …"."""
    found = noun_clause(tree, noun, cue) or noun_phrase_content(tree, noun, cue)
    if found is not None:
        yield found


def noun_clause(tree: Tree, noun: int, cue: Cue) -> Content | None:
    """ "The claim that …", "his plan to …": the clause or infinitive on a noun."""
    for below in tree.children[noun]:
        label = tree.labels[below]
        if label not in {"acl", "ccomp", "relcl", "advcl"} or below < noun:
            continue
        if cue.takes("c") and tree.lower[tree.edges[below][0]] in {"that", "whether"} and is_complement(tree, below):
            return Content("noun c", tokens_under(tree, [below], noun))
        if cue.takes("i") and is_infinitive(tree, below) and label in {"acl", "ccomp"}:
            return Content("noun i", tokens_under(tree, [below], noun))
    return None


def noun_phrase_content(tree: Tree, noun: int, cue: Cue) -> Content | None:
    """ "Criticism of …": the complement of a noun's preposition."""
    wanted = cue.prepositions
    phrases = [below for below in tree.children[noun] if tree.labels[below] == "prep" and tree.lower[below] in wanted]
    if cue.takes("source:of") and len(phrases) > 1 and names_source(tree, phrases[0]):
        phrases = phrases[1:]
    for below in phrases:
        inner = tree.child(below, "pobj", "pcomp")
        if inner is not None:
            return Content("noun p", tokens_under(tree, [inner, *next_phrase(tree, noun, below)], noun))
    return None


def next_phrase(tree: Tree, noun: int, preposition: int) -> list[int]:
    """The prepositional phrase right after another: "her confirmation of the date for the vote"."""
    following = tree.edges[preposition][1] + 1
    return [b for b in tree.children[noun] if b == following and tree.lower[b] in {"for", "as", "to", "in"}]


def names_source(tree: Tree, preposition: int) -> bool:
    """Whether an *of* introduces the source: "the statement of the senator on the vote"."""
    owner = tree.child(preposition, "pobj")
    return tree.lower[preposition] == "of" and owner is not None and is_definite(tree, owner)


def is_complement(tree: Tree, clause: int) -> bool:
    """Whether the *that* of a clause on a noun is a conjunction and not a relative pronoun."""
    first = tree.edges[clause][0]
    return tree.labels[first] not in {"nsubj", "nsubjpass", "dobj", "pobj"}


def adjective_contents(tree: Tree, adjective: int, cue: Cue) -> Iterator[Content]:
    """ "Is sure that …", "are eager to …", "critical of …"."""
    for below in tree.children[adjective]:
        if below < adjective:
            continue
        if tree.labels[below] in {"ccomp", "advcl"} and cue.takes("c") and is_clause(tree, below):
            yield Content("adjective c", tokens_under(tree, [below], adjective))
            return
        if tree.labels[below] in {"xcomp", "ccomp"} and cue.takes("i") and is_infinitive(tree, below):
            yield Content("adjective i", tokens_under(tree, [below], adjective))
            return
        if tree.labels[below] in {"prep", "agent"} and tree.lower[below] in cue.prepositions:
            inner = tree.child(below, "pobj", "pcomp")
            if inner is not None:
                yield Content("adjective p", tokens_under(tree, [inner], adjective))
                return
