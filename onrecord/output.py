"""A file that appears whole or not at all, and leaves nothing behind when its maker is killed."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

from onrecord.problems import InputError, Problem

HIDES = sys.platform.startswith("linux") and hasattr(os, "O_TMPFILE")
"""Linux can keep a file without a name, which a killed process can't leave behind."""


class OutputFile:
    """A file in the making, beside the file that it will replace.

    Open ``path``, then call :meth:`hide`, write, close, and :meth:`publish`. Until then the old file stands
    untouched; a hidden file vanishes with the process, whatever ends it.
    """

    def __init__(self, output: Path) -> None:
        self.output = output
        self.path = output.parent / f".{output.name}.{os.getpid()}.partial"
        self.hidden: int | None = None
        self.sweep()

    def sweep(self) -> None:
        """Remove what builds left that were killed where files can't be hidden."""
        for path in self.output.parent.glob(f".{self.output.name}.*.partial"):
            owner = path.name.split(".")[-2]
            if owner.isdigit() and not is_running(int(owner)):
                path.unlink(missing_ok=True)

    def hide(self) -> None:
        """Take the file's name away; it lives on in the open descriptors."""
        if HIDES:
            self.hidden = os.open(self.path, os.O_RDWR)
            self.path.unlink()

    def publish(self) -> None:
        """Put the finished file in the old one's place, in one step.

        :raises OSError: when the disk is full or the directory can't be written; the old file still stands
        """
        if self.hidden is not None:
            copy_to_name(self.hidden, self.path)
        else:
            with self.path.open("rb+") as file:
                os.fsync(file.fileno())
        os.replace(self.path, self.output)

    def discard(self) -> None:
        """Leave nothing behind; harmless after :meth:`publish`."""
        if self.hidden is not None:
            os.close(self.hidden)
            self.hidden = None
        self.path.unlink(missing_ok=True)


def copy_to_name(source: int, path: Path) -> None:
    """Copy an open file, whole and on disk, to a file that has its name only when it is complete."""
    target = os.open(path.parent, os.O_TMPFILE | os.O_RDWR, 0o644)
    root = os.open("/", os.O_RDONLY)
    try:
        done, size = 0, os.fstat(source).st_size
        while done < size:
            done += os.sendfile(target, source, done, size - done)
        os.fsync(target)
        os.link(f"/proc/self/fd/{target}", path, src_dir_fd=root, follow_symlinks=True)
    finally:
        os.close(root)
        os.close(target)


def is_running(process: int) -> bool:
    """Whether a process of this number exists."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def check_output(output: Path) -> None:
    """Refuse an output that can't or shouldn't be replaced, before any work is done.

    :raises InputError: saying why
    """
    what, remedy = "", "choose another place with --output"
    if output.is_dir():
        what, remedy = "the output is a directory", f"name a file in it: --output {output / 'onrecord.db'}"
    elif not output.parent.is_dir():
        what, remedy = f"there is no directory {output.parent}", "make it, or choose another with --output"
    elif not os.access(output.parent, os.W_OK):
        what = f"the directory {output.parent.resolve()} can't be written"
    elif output.exists() and not output.is_file():
        what = "the output is no ordinary file"
    elif output.exists() and output.stat().st_size and not is_database(output):
        what = "the output exists and is no SQLite database; it is not overwritten"
    elif output.exists() and is_busy(output):
        what, remedy = "the output is open in another process", "close it there first, or use --output"
    if what:
        raise InputError([Problem(str(output), 0, what, remedy)])


def is_database(path: Path) -> bool:
    """Whether the file starts as every SQLite database does."""
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\x00"


def is_busy(path: Path) -> bool:
    """Whether another process is writing to the database, or holds a log that a new file would corrupt."""
    if any(path.with_name(path.name + suffix).exists() for suffix in ("-wal", "-journal")):
        return True
    if not os.access(path, os.W_OK):
        return False
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        connection.execute("begin exclusive")
        connection.execute("rollback")
    except sqlite3.OperationalError:
        return True
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()
    return False
