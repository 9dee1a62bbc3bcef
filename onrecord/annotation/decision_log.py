"""Add decisions to a log so that none is lost and none overwrites another, whoever else adds to it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from onrecord.annotation.decisions import Decision, DecisionLog, load_decisions
from onrecord.problems import Problems


class OpenLog:
    """A log that nobody else writes to; ``known`` is what it holds."""

    def __init__(self, file: int, known: DecisionLog) -> None:
        self.file, self.known = file, known

    def add(self, decision: Decision) -> None:
        """Write a decision, which is on the disk when this returns.

        :raises OSError: when it can't be written; then the log is as it was
        """
        size = self.known.size
        os.ftruncate(self.file, size)  # a line that was never finished
        data = decision.line().encode()
        if size and os.pread(self.file, 1, size - 1) != b"\n":
            data = b"\n" + data
        try:
            written = os.write(self.file, data)
            if written < len(data):
                raise OSError(28, os.strerror(28), str(self.known.path))
            os.fsync(self.file)
        except OSError:
            os.ftruncate(self.file, size)
            raise
        if not size:
            sync_directory(self.known.path.parent)
        self.known = replace(self.known, decisions=(*self.known.decisions, decision), size=size + len(data))


@contextmanager
def open_log(path: Path) -> Iterator[OpenLog]:
    """Open a log for adding to it; others wait until the block ends.

    :raises InputError: when somebody has spoilt it
    :raises OSError: when it can't be written
    """
    problems = Problems()
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        known = load_decisions(path, problems)
        problems.raise_if_any()
        yield OpenLog(file, known)
    finally:
        os.close(file)


def sync_directory(directory: Path) -> None:
    """Make sure that a new file's name is on the disk, too."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
