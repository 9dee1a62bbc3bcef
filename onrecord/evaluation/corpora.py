"""Measure the machine reader on published corpora, whose texts are built into a database like any document.

The reading measured is the one in that database, so that a row lost on the way counts as missed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from onrecord.corpus.build import build_database
from onrecord.corpus.directory import Corpus, load_corpus
from onrecord.corpus.document_entries import load_entry
from onrecord.evaluation import attributed, gold, located
from onrecord.evaluation.calibration import Outcome, outcomes
from onrecord.evaluation.figures import Measured
from onrecord.evaluation.gold import Annotated, Attributed, Gold, Located, Spans, Stated
from onrecord.evaluation.kinds import ErrorCount
from onrecord.evaluation.scores import Score
from onrecord.problems import InputError, Problem, Problems, Progress
from onrecord.reader.parsing import parser
from onrecord.span import Span

EVERY = 4
"""One document in this many is timed."""

TEXTS = "select id, text from documents"

ATTRIBUTIONS = """
select details.document_id, attribution_id, role, start_char, end_char, source, scored_as
from attribution_span_details as details join attributions on attributions.id = attribution_id
order by 1, 2, start_char
"""

PLACES = """
select document_id, start_char, end_char, latitude, longitude, scored_as from location_mention_details
order by document_id, start_char
"""

CLAIMS = """
select claims.document_id, start_char, end_char, attribution_id, scored_as
from claims join spans on spans.id = span_id order by 1, 2, 3
"""


def measure_corpus(
    given: Gold,
    reader: str,
    progress: Progress = lambda _: None,
    *,
    timed: bool = False,
    counted: list[Outcome] | None = None,
) -> Measured:
    """Read a corpus's documents by machine and compare the reading with the corpus.

    :param reader: the fingerprint of the reader
    :param timed: whether its speed is also measured
    :param counted: gets the rows of the reading that have a score, each right or wrong
    :raises InputError: when the texts can't be read as documents
    """

    def report(doing: str) -> None:
        progress(f"{given.name}: {doing}")

    with texts_of(given, report) as corpus:
        readings = read_by_machine(corpus, given.documents, report)
        speed = speed_over_parser(corpus, report) if timed else None
    pairs = [(document, readings[document.id]) for document in given.documents]
    if counted is not None:
        counted += outcomes(pairs)
    scores: list[Score] = []
    errors: list[ErrorCount] = []
    for against, annotated in (attributed.measure, "attributions"), (located.measure, "places"):
        if all(getattr(document, annotated) is not None for document in given.documents):
            found = against(pairs)
            scores, errors = [*scores, *found[0]], [*errors, *found[1]]
    return Measured(given.name, len(pairs), given.sha256, reader, speed, tuple(scores), tuple(errors))


@contextmanager
def texts_of(given: Gold, progress: Progress) -> Iterator[Corpus]:
    """The corpus's texts as a temporary directory of documents."""
    with TemporaryDirectory(prefix="onrecord-") as directory:
        for document in given.documents:
            Path(directory, f"{document.id}.txt").write_bytes(document.text.encode("utf-8"))
        problems = Problems()
        corpus = load_corpus(Path(directory), problems, progress)
        problems.raise_if_any()
        yield corpus


def read_by_machine(corpus: Corpus, documents: Sequence[Annotated], progress: Progress) -> dict[str, Annotated]:
    """The machine's reading of the documents, from a database, by id."""
    with TemporaryDirectory(prefix="onrecord-") as directory:
        database = Path(directory, "reading.db")
        build_database(corpus, database, progress)
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return read_database(connection, documents)


def speed_over_parser(corpus: Corpus, progress: Progress) -> float:
    """The speed of the whole reading as a multiple of the parser's alone: CPU time, alternating, in one process."""
    parsing = reading = 0.0
    entries = [entry for path in corpus.paths[::EVERY] if (entry := load_entry(path, Problems()))]
    corpus.read_by_machine(entries[0])  # loads the model and the gazetteer, which must not be timed
    for number, entry in enumerate(entries, 1):
        progress(f"timing {number:,} of {len(entries):,}: {entry.document.path}")
        started = process_time()
        parser.parse(entry.document.text, entry.document.paragraphs)
        parsed = process_time()
        corpus.read_by_machine(entry)
        parsing, reading = parsing + parsed - started, reading + process_time() - parsed
    return round(parsing / reading, 2)


def read_database(connection: sqlite3.Connection, documents: Sequence[Annotated]) -> dict[str, Annotated]:
    """Attributions and places of each document, in the order of the text.

    :raises InputError: when a text is not in the database character by character
    """
    texts = dict(connection.execute(TEXTS).fetchall())
    for document in documents:
        if texts.get(document.id) != document.text:
            what = f"the text of {document.id!r} in the database differs from the corpus"
            raise InputError([Problem(document.id, 0, what, "give it as Unicode text without a byte order mark")])
    pieces: dict[str, dict[str, tuple[dict[str, list[Span]], tuple[str | None, ...]]]] = {key: {} for key in texts}
    for key, attribution, role, start, end, *name_and_group in connection.execute(ATTRIBUTIONS):
        roles, _ = pieces[key].setdefault(attribution, ({"content": [], "source": [], "cue": []}, (*name_and_group,)))
        roles[role].append(Span(start, end))
    numbers = {attribution: number for found in pieces.values() for number, attribution in enumerate(found)}
    places: dict[str, list[Located]] = {key: [] for key in texts}
    for key, start, end, *point_and_group in connection.execute(PLACES):
        places[key].append(gold.place_mention(Span(start, end), *point_and_group))
    claims: dict[str, list[Stated]] = {key: [] for key in texts}
    for key, start, end, attribution, group in connection.execute(CLAIMS):
        claims[key].append(Stated(Span(start, end), numbers.get(attribution), group))

    def spans(roles: dict[str, list[Span]], role: str) -> Spans:
        return tuple(roles[role])

    return {
        key: Annotated(
            key,
            text,
            tuple(
                Attributed(spans(roles, "content"), spans(roles, "source"), spans(roles, "cue"), *name_and_group)
                for roles, name_and_group in pieces[key].values()
            ),
            tuple(places[key]),
            claims=tuple(claims[key]),
        )
        for key, text in texts.items()
    }
