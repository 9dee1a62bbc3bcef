"""A claim's statement: one sentence that stands alone.

It is made of words of the document, in their order. A subject that is shared with the clause before is put in front, a
relative clause takes its noun, and a pronoun gives way to what it stands for, with the verb to fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from onrecord.reader.claims.antecedents import Antecedent, Antecedents
from onrecord.reader.claims.clauses import Clause
from onrecord.reader.claims.relatives import LONGEST_SUBJECT, RELATIVE, unfolded
from onrecord.reader.english.actor_words import singular_of
from onrecord.reader.english.animates import TIMES
from onrecord.reader.english.function_words import ADDRESSEE, ONESELF, OURSELVES, POSSESSIVE, REFLEXIVE
from onrecord.reader.english.inflection import conjugated
from onrecord.reader.english.verbs import lemma
from onrecord.reader.parsing.tree import AUX, SUBJECT, Tree
from onrecord.span import Span
from onrecord.text.marks import unmatched

Part = Span | str
TIES = frozenset("because although though while whereas since as".split())
THIRD = {"am": "is", "'m": "is", "are": "is", "'re": "is", "were": "was", "have": "has", "'ve": "has", "do": "does"}
FULL = {"'ll": "will", "'re": "are", "'ve": "have", "'m": "am"}
"""Verbs that lean on a pronoun, as they are after a name."""
SPOKEN = ONESELF | OURSELVES | ADDRESSEE
"""Pronouns that only whoever speaks explains."""


class Pronouns(NamedTuple):
    """What stands for a name: as subject, as object, before a noun, and for itself."""

    subject: str = ""
    object: str = ""
    its: str = ""
    itself: str = ""


BY_GENDER = {"m": Pronouns("he", "him", "his", "himself"), "f": Pronouns("she", "her", "her", "herself")}
PLURAL, THING = Pronouns("they", "them", "their", "themselves"), Pronouns("it", "it", "its", "itself")
UNTOLD = Pronouns()
NOMINATIVE = frozenset({"i", "we", "he", "she", "they"})


def pronouns_of(who: Antecedent) -> Pronouns:
    """The pronouns for an antecedent; none for a person whose gender nothing tells."""
    if who.plural:
        return PLURAL
    return BY_GENDER[who.gender] if who.gender else UNTOLD if who.person else THING


def last_name(words: str) -> str:
    """The last name of a person, the whole if it is no plain name.

    >>> last_name("Ada Maria Stone"), last_name("the author"), last_name("Ada Stone, Lund")
    ('Stone', 'the author', 'Ada Stone, Lund')
    """
    *before, last = words.split()
    plain = before and last.isalpha() and last.istitle() and len(last) > 2 and "," not in words
    return last if plain else words


def parts_of(tree: Tree, clause: Clause, span: Span) -> list[Part] | None:
    """The pieces of the statement in order: passages of the text, and words put in; ``None`` if it can't be made."""
    if clause.kind == "relative":
        words = unfolded(tree, clause.verb, clause.last)
        return None if words is None else [w if isinstance(w, str) else tree.span(*w) for w in words]
    first = tree.starts[clause.first]
    if first >= span.start and (tied := connective_length(tree, clause)):
        span = Span(tree.starts[min(clause.first + tied, clause.last)], span.end)
    if clause.kind == "second" and clause.subject is not None and clause.subject < clause.first:
        shared = shared_words(tree, clause, clause.subject)
        return None if shared is None else [*shared, span]
    return [span]


def connective_length(tree: Tree, clause: Clause) -> int:
    """How many words at the start only link the clause to another: “because …”, “that …”, “so that …”."""
    word = tree.lower[clause.first]
    following = tree.lower[clause.first + 1] if clause.first < clause.last else ""
    if clause.kind == "subordinate":
        return 2 if (word, following) == ("so", "that") else int(word in TIES)
    marks = tree.labels[clause.first] == "mark" and tree.heads[clause.first] == clause.verb
    return int(marks and (word == "that" or word in TIES))


def shared_words(tree: Tree, clause: Clause, subject: int) -> list[Span] | None:
    """The subject and auxiliaries that a clause shares with the predicate before it; ``None`` where that is unsafe.

    Unsafe are a long subject, a relative pronoun, and another finite clause between whose subject it might be:
    “when the *town* was poor, and was counting its cows”.
    """
    low, high = tree.edges[subject]
    if high - low >= LONGEST_SUBJECT or tree.lower[subject] in RELATIVE or high >= clause.first:
        return None
    between = range(clause.first, clause.verb)
    joined = clause.first > 0 and (tree.labels[clause.first - 1] == "cc" or tree.words[clause.first - 1] == ",")
    if not joined or any(tree.labels[t] not in ("aux", "auxpass", "neg", "advmod", "cc", "punct") for t in between):
        return None
    first = tree.heads[clause.verb]
    if first > clause.verb or not agrees(tree, subject, clause.verb) or has_rival(tree, first, clause):
        return None
    words = [tree.span(low, high)]
    own = any(tree.labels[t] in ("aux", "auxpass") for t in tree.children[clause.verb])
    modal = any(tree.tags[t] == "MD" for t in tree.children[first])
    if not own and (tree.tags[clause.verb] in ("VB", "VBN", "VBG") or modal and tree.tags[clause.verb] == "VBP"):
        shared = [t for t in tree.children[first] if tree.labels[t] in ("aux", "auxpass", "neg") and t < first]
        words += [tree.span(t, t) for t in shared]
    return words


def agrees(tree: Tree, subject: int, verb: int) -> bool:
    """Whether a verb can have this subject by its number: not “the mills … *was* closed”."""
    finite = next((t for t in tree.children[verb] if tree.labels[t] in ("aux", "auxpass")), verb)
    plural = tree.tags[subject] in ("NNS", "NNPS") or any(tree.labels[t] == "conj" for t in tree.children[subject])
    one = tree.tags[finite] == "VBZ" or tree.lower[finite] == "was"
    many = tree.tags[finite] == "VBP" or tree.lower[finite] == "were"
    return not (plural and one) and not (many and not plural and tree.tags[subject] in ("NN", "NNP"))


def has_rival(tree: Tree, first: int, clause: Clause) -> bool:
    """Whether a finite adverbial or relative clause between two predicates has a subject that might be the second's."""
    for token in range(first + 1, clause.first):
        if tree.labels[token] in ("nsubj", "nsubjpass") and tree.lower[token] not in RELATIVE:
            verb = tree.heads[token]
            if tree.labels[verb] in ("advcl", "relcl") and finite_tag(tree, verb) == finite_tag(tree, clause.verb):
                return True
    return False


def finite_tag(tree: Tree, verb: int) -> str:
    """The tag of a predicate's first word: of its auxiliary, if it has one."""
    return next((tree.tags[t] for t in tree.children[verb] if tree.labels[t] in AUX), tree.tags[verb])


@dataclass
class Writer:
    """Writes the pieces of a statement, with names for the pronouns whose antecedent is not among the words so far."""

    text: str
    tree: Tree
    known: Antecedents
    left_open: list[int] = field(default_factory=list)
    """The pronouns that are left though nothing in the statement explains them."""
    put_in: int = 0
    """How many names were put in."""

    def write(self, parts: Sequence[Part]) -> str:
        """The pieces as one string."""
        spans = [part for part in parts if isinstance(part, Span)]
        tokens = [token for span in spans for token in self.tree.tokens(span) if not self._is_blank(token)]
        edits = dict(self._edits(tokens, spans))
        words = [part if isinstance(part, str) else self._edited(part, edits) for part in parts]
        return "".join(f" {word}" if word[:1] not in (",", "’") else word for word in words).strip()

    def _edited(self, span: Span, edits: dict[int, tuple[int, str]]) -> str:
        pieces: list[str] = []
        at = span.start
        for start, (end, words) in sorted(edits.items()):
            if at <= start and end <= span.end:
                pieces += [self.text[at:start], words]
                at = end
        return "".join([*pieces, self.text[at : span.end]])

    def _edits(self, tokens: Sequence[int], spans: Sequence[Span]) -> Iterator[tuple[int, tuple[int, str]]]:
        """What is written in place of which tokens, by where they start."""
        tree = self.tree
        named: set[str] = set()
        for number, token in enumerate(tokens):
            start, end, tag = tree.starts[token], tree.end(token), tree.tags[token]
            key, who = self.known.key(start), self.known.of(start)
            if tag[:2] == "NN" and key:
                article = tree.child(token, "det")
                if who is not None and key not in named and article in tokens and self._is_free(token):
                    self.put_in += 1
                    yield tree.starts[article or 0], (end, str(who.words))
                named.add(key)
            elif tag in ("PRP", "PRP$"):
                again = who is not None and who.key in named
                if (again and tree.lower[token] not in SPOKEN) or self._is_quoted(start, spans):
                    continue
                if who is not None:
                    self.put_in += not again
                    words = self._again(token, who) if again else self._name(token, who)
                    yield start, (end, words)
                    yield from self._verbs(token, who, is_they=words == "they")
                    named.add(who.key)
                else:
                    self.left_open.append(token)
            elif tag == "DT" and who is not None:
                self.put_in += 1
                yield start, (end, str(who.words))
            elif tag == "DT" and self._points(tokens, number):
                yield start, (end, "The")

    def _is_blank(self, token: int) -> bool:
        """Whether a word was left out of the text that statements are made of."""
        return self.text[self.tree.starts[token] : self.tree.end(token)].isspace()

    def _is_free(self, token: int) -> bool:
        """Whether a description may give way to a name: not beside the name, or as what somebody is."""
        return self.tree.labels[token] not in ("appos", "attr", "oprd")

    def _is_quoted(self, start: int, spans: Sequence[Span]) -> bool:
        """Whether words stand in a quotation inside the statement, where others may speak."""
        around = next((span for span in spans if span.start <= start < span.end), None)
        return around is not None and bool(unmatched(self.text, around.start + 1, start)[1].strip("(["))

    def _points(self, tokens: Sequence[int], number: int) -> bool:
        """Whether the statement begins with “this” or the like before a noun, which is then “the”."""
        tree, token = self.tree, tokens[number]
        noun = tree.heads[token]
        first = not any(tree.words[t][:1].isalnum() for t in tokens[:number])
        nominal = tree.tags[noun][:2] == "NN" and singular_of(tree.lower[noun]) not in TIMES
        return first and nominal and tree.lower[token] in ("this", "that", "these", "those")

    def _name(self, token: int, who: Antecedent) -> str:
        """The name in the pronoun's place."""
        word, words = self.tree.lower[token], str(who.words)
        if word in REFLEXIVE:
            return pronouns_of(who).itself or words
        if word not in POSSESSIVE and self.tree.tags[token] != "PRP$":
            return words
        words = words.removesuffix(" and others")
        return words + ("’" if words.endswith("s") else "’s")

    def _again(self, token: int, who: Antecedent) -> str:
        """What stands for a name that is there already: a pronoun, or the last name if nothing tells which."""
        word, pronouns = self.tree.lower[token], pronouns_of(who)
        if pronouns is UNTOLD or (word in POSSESSIVE and self.tree.tags[token] != "PRP$"):
            return self._name(token, replace(who, words=last_name(str(who.words))))
        if word in REFLEXIVE:
            return pronouns.itself
        if self.tree.tags[token] == "PRP$":
            return pronouns.its
        return pronouns.subject if word in NOMINATIVE or self.tree.labels[token] in SUBJECT else pronouns.object

    def _verbs(self, token: int, who: Antecedent, is_they: bool = False) -> Iterator[tuple[int, tuple[int, str]]]:
        """The verbs of a pronoun in the form that a name needs: “I am” is “Ada Stone is”."""
        tree = self.tree
        if tree.labels[token] not in SUBJECT:
            return
        verb = tree.heads[token]
        third = not who.plural and not is_they and tree.lower[token] in ("i", "we", "you", "they")
        also = (t for t in tree.children[verb] if tree.labels[t] == "conj" and tree.child(t, *SUBJECT) is None)
        for one in (verb, *also):
            group = sorted(t for t in (one, *tree.children[one]) if t == one or tree.labels[t] in ("aux", "auxpass"))
            finite = next((t for t in group if tree.tags[t] in ("VBP", "VBZ", "VBD", "MD")), None)
            if finite is None:
                continue
            form = tree.lower[finite]
            new = THIRD.get(form) if third else None
            leans = tree.lower[finite + 1 : finite + 2] == ("n't",)
            if new is None and third and tree.tags[finite] == "VBP" and not leans:
                new = conjugated(lemma(form, "VBP")).third_person[0]
            new = new or FULL.get(form)
            if form in ("'s", "'d"):
                done = any(tree.tags[t] == "VBN" and tree.child(t, "auxpass") is None for t in group)
                new = {"'s": ("is", "has"), "'d": ("would", "had")}[form][done]
            if new and new != form:
                yield tree.starts[finite], (tree.end(finite), f" {new}" if form.startswith("'") else new)
