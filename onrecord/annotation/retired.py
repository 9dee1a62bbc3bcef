"""Ids that were published and are in use no more, in a directory's ``retired.yml``: old addresses lead on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from onrecord.annotation.authority import ReferenceCheck
from onrecord.annotation.yaml_in import RecordReader, compose
from onrecord.problems import Problems
from onrecord.values import Day, DocumentId, Row

FILE_NAME = "retired.yml"

Kind = Literal["documents", "actors", "locations", "sources", "events", "citations", "attributions", "quotes", "claims"]
"""The tables whose ids are promised to last."""


@dataclass(frozen=True, kw_only=True)
class RetiredId(Row):
    """An id that no row of the table ``kind`` has any more, and the id that its row has now, if it has one."""

    kind: Kind
    id: DocumentId
    successor: DocumentId | None = None
    since: Day
    reason: str


def load_retired(directory: Path, problems: Problems) -> tuple[RetiredId, ...]:
    """The retired ids of a directory, each with the last of its successors; none if it has no such file."""
    path = directory / FILE_NAME
    root = compose(path, problems) if os.path.lexists(path) else None
    if root is None:
        return ()
    known: dict[tuple[str, str], RetiredId] = {}
    for row in RecordReader(str(path), problems).records(root, RetiredId, FILE_NAME):
        first = known.setdefault((row.kind, row.id), row)
        if first is not row:
            what = f"the id {row.id!r} of {row.kind} is already retired on line {first.written_on}"
            problems.add(str(path), row.written_on, what, "keep one of the two")
    check = ReferenceCheck(problems)
    for kind in sorted({row.kind for row in known.values()}):
        check.no_cycles(str(path), "successor", {row.id: row for row in known.values() if row.kind == kind})
    return tuple(known.values())


def check_retired(
    retired: Sequence[RetiredId],
    path: str,
    is_used: Callable[[str, DocumentId], bool],
    problems: Problems,
    *,
    complete: bool,
) -> None:
    """Record ids that are used again, and successors that do not exist.

    :param is_used: whether a row of a table has an id
    :param complete: whether it knows every row; otherwise, a successor may exist all the same
    """
    for row in retired:
        if is_used(row.kind, row.id):
            what = f"the id {row.id!r} is retired, but one of {row.kind} has it"
            problems.add(path, row.written_on, what, "give that one another id, or remove this entry")
        successor = last_successor(row, retired)
        if complete and successor is not None and not is_used(row.kind, successor):
            what = f"successor: there is no {successor!r} in {row.kind}"
            problems.add(path, row.written_on, what, "correct it, or leave it out if nothing took its place")


def last_successor(row: RetiredId, rows: Iterable[RetiredId]) -> DocumentId | None:
    """What a retired id leads to in the end: the successor of a successor that is retired itself, and so on."""
    following = {one.id: one.successor for one in rows if one.kind == row.kind}
    at = row.successor
    while at in following:
        at = following[at]
    return at
