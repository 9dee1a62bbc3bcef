"""Which documents of a directory can be used: a bad one is left out with its reason, the others are built.

A problem concerns a document if it is one of its files'. Others may need what it declares or claims, and can't be used
either then. What is wrong in a shared file, such as ``actors.yml``, concerns every document.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from onrecord.annotation.authority import FILE_NAMES
from onrecord.annotation.decisions import decisions_file
from onrecord.annotation.retired import FILE_NAME, check_retired
from onrecord.annotation.sidecar import TABLE
from onrecord.annotation.validation import unused_events, validate
from onrecord.corpus.directory import (
    BLIND_READINGS,
    RULES,
    BlindReading,
    Corpus,
    blind_reading,
    load_blind_readings,
    load_corpus,
)
from onrecord.problems import Problem, Problems, Progress


@dataclass
class LeftOut:
    """The documents that are left out, by their files, and why.

    :param strict: whether nothing is left out: a problem with any document stops the build
    :param warnings: what is found while the documents that are not left out are stored
    """

    strict: bool = True
    documents: set[Path] = field(default_factory=set)
    problems: Problems = field(default_factory=Problems)
    warnings: list[Problem] = field(default_factory=list)

    def add(self, documents: Iterable[Path], problems: Iterable[Problem]) -> None:
        """Leave out documents.

        :raises InputError: if nothing may be left out
        """
        for problem in problems:
            self.problems.found.append(problem)
        self.documents.update(documents)
        if self.strict:
            self.problems.raise_if_any()

    def refuse_nothing_left(self, corpus: Corpus) -> None:
        """Stop if no document is left.

        :raises InputError: with the reasons
        """
        if not corpus.paths:
            self.problems.raise_if_any()


def load_usable(
    directory: Path,
    left_out: LeftOut,
    progress: Progress = lambda _: None,
    *,
    write: bool = True,
    read_with: str = RULES,
) -> Corpus:
    """Load and validate a corpus, without the documents that can't be used.

    :raises InputError: when a shared file is wrong, when no document is left, or, if nothing may be left out, with
        every problem of every file
    """
    problems = Problems()
    corpus = load_corpus(directory, problems, progress, write=write, read_with=read_with)
    while True:
        validate(corpus.annotated.values(), corpus.authority, problems)
        if left_out.strict and not problems and not corpus.decisions:
            unused_events(corpus.annotated.values(), corpus.authority, problems)
        for which in get_args(BlindReading):
            blind = load_blind_readings(corpus, which, problems)
            validate(blind.annotated.values(), blind.authority, problems, blind=True)
        found = list(problems)
        if not found:
            left_out.refuse_nothing_left(corpus)
            refuse_retired(corpus, complete=not left_out.documents and len(corpus.annotated) == len(corpus.paths))
            return corpus
        if left_out.strict or any(concerns_all(one, directory) for one in found):
            problems.raise_if_any()
        owners = {file: path for path in corpus.paths for file in files_of(corpus, path)}
        gone = {owners[one.path] for one in found if one.path in owners}
        left_out.add({owners.get(one.path, Path(one.path)) for one in found}, found)
        problems = Problems()
        corpus = corpus.without(gone, problems)


def refuse_retired(corpus: Corpus, *, complete: bool) -> None:
    """Stop if a retired id is used again, or leads nowhere.

    :param complete: whether all ids are known
    :raises InputError: with every problem
    """
    problems = Problems()

    def is_used(table: str, key: str) -> bool:
        return key in corpus.ids[table]

    check_retired(corpus.retired, str(corpus.directory / FILE_NAME), is_used, problems, complete=complete)
    problems.raise_if_any()


def concerns_all(problem: Problem, directory: Path) -> bool:
    """Whether a problem is that of the directory itself, or of a file that all documents share."""
    path = Path(problem.path)
    return (
        path == directory
        or path.parent not in (directory, directory / BLIND_READINGS)
        or path.name in (*FILE_NAMES, TABLE)
    )


def files_of(corpus: Corpus, path: Path) -> list[str]:
    """The files of a document: its text, its annotation, the decisions about it, its blind readings."""
    beside = corpus.beside(path)
    blind = (blind_reading(beside, which) for which in get_args(BlindReading))
    return [str(file) for file in (path, beside, decisions_file(beside), *blind)]
