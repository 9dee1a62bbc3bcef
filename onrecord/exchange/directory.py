"""A directory that appears whole or not at all."""

from __future__ import annotations

import ctypes
import os
import shutil
from pathlib import Path

from onrecord.output import is_running
from onrecord.problems import InputError, Problem

AT_FDCWD = -100
RENAME_EXCHANGE = 2


class OutputDirectory:
    """A directory in the making, beside the one that it will replace.

    Write into ``path``, then call :meth:`publish`; until then the old directory stands untouched. What a killed
    process left is swept away by the next one.
    """

    def __init__(self, output: Path) -> None:
        self.output = output
        self.path = self._beside("")
        self.old = self._beside("old.")
        self.sweep()
        self.path.mkdir()

    def _beside(self, kind: str) -> Path:
        return self.output.parent / f".{self.output.name}.{kind}{os.getpid()}.partial"

    def sweep(self) -> None:
        """Remove what killed processes left."""
        for path in self.output.parent.glob(f".{self.output.name}.*.partial"):
            owner = path.name.split(".")[-2]
            if path.is_dir() and owner.isdigit() and (not is_running(int(owner)) or path in (self.path, self.old)):
                shutil.rmtree(path)

    def publish(self) -> None:
        """Put the finished directory in the old one's place; in one step, where the system can."""
        if not self.output.exists() or not any(self.output.iterdir()):
            os.replace(self.path, self.output)
        elif not exchange(self.path, self.output):
            os.replace(self.output, self.old)
            os.replace(self.path, self.output)

    def discard(self) -> None:
        """Leave nothing behind but what was published."""
        for path in (self.path, self.old):
            if path.exists():
                shutil.rmtree(path)


def exchange(one: Path, other: Path) -> bool:
    """Swap two directories' names in one step; False where the system or the disk can't."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    names = (AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other))
    return bool(rename(*names, ctypes.c_uint(RENAME_EXCHANGE)) == 0)


def check_directory(output: Path, written: frozenset[str], replace: bool) -> None:
    """Refuse a directory that can't or shouldn't be replaced, before any work is done.

    :param output: resolved
    :param written: what may be in a directory that is replaced
    :raises InputError: saying why
    """
    what, remedy = "", "choose another directory"
    if output.exists() and not output.is_dir():
        what = "this is a file, not a directory"
    elif not output.parent.is_dir():
        what, remedy = f"there is no directory {output.parent}", "make it, or choose another"
    elif not os.access(output.parent, os.W_OK):
        what = f"the directory {output.parent} can't be written"
    elif output.is_dir() and Path.cwd().is_relative_to(output):
        what, remedy = "you are in this directory", "leave it first, or choose another"
    elif output.is_dir() and (strangers := sorted(set(os.listdir(output)) - written)):
        what = f"the directory holds {strangers[0]!r}, which no export wrote; it is not replaced"
    elif output.is_dir() and any(output.iterdir()) and not replace:
        what, remedy = "the directory holds an export", "use --replace to replace it, or choose another directory"
    if what:
        raise InputError([Problem(str(output), 0, what, remedy)])
