"""Problems in the input, collected and reported together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

Progress = Callable[[str], None]
"""Called with a description of the current step, to show on the terminal."""


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong, where, and what to do about it; ``line`` is 1-based, 0 for the file as a whole."""

    path: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.what} — {self.remedy}"


@dataclass
class Problems:
    """A list of problems that stages append to and the command prints once, sorted by file and line."""

    found: list[Problem] = field(default_factory=list)
    known: set[Problem] = field(default_factory=set)

    def add(self, path: Path | str, line: int, what: str, remedy: str) -> None:
        """Record one problem.

        :param path: the file as the user named it
        :param line: 1-based line, 0 for the whole file
        :param what: what is wrong, without a full stop
        :param remedy: what to do about it
        """
        problem = Problem(str(path), line, what, remedy)
        if problem not in self.known:
            self.known.add(problem)
            self.found.append(problem)

    def __bool__(self) -> bool:
        return bool(self.found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self.found))

    def raise_if_any(self) -> None:
        """Stop here if anything was recorded.

        :raises InputError: with every problem so far
        """
        if self.found:
            raise InputError(sorted(self.found))


class InputError(Exception):
    """The input can't be used; ``problems`` says where and why, and nothing has been written."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class Refusal(Exception):
    """Input that can't be used: ``what`` is wrong, on which ``line`` (0 for the whole file), and the ``remedy``."""

    def __init__(self, what: str, remedy: str, line: int = 0) -> None:
        super().__init__(f"{what} — {remedy}")
        self.what, self.remedy, self.line = what, remedy, line

    def problem(self, path: Path | str) -> Problem:
        """This refusal as a problem of a file."""
        return Problem(str(path), self.line, self.what, self.remedy)
