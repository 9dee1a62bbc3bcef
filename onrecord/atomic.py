"""Files and directories that appear whole or not at all.

Each is written next to its destination under a name that ends in ``.partial``, and renamed once it is complete. The
next run removes whatever a killed process left behind.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


def partial_name(output: Path, kind: str = "") -> Path:
    """The path at which this process writes ``output`` until it is complete."""
    return output.parent / f".{output.name}.{kind}{os.getpid()}.partial"


def abandoned_paths(output: Path) -> Iterator[Path]:
    """Unfinished files and directories that dead processes left beside ``output``."""
    for path in sorted(output.parent.glob(f".{output.name}.*.partial")):
        owner = path.name.split(".")[-2]
        if owner.isdigit() and (int(owner) == os.getpid() or not is_running(int(owner))):
            yield path


def is_running(process: int) -> bool:
    """Whether a process with this id exists."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class OutputFile:
    """A file being written: write to ``path`` and close it, then :meth:`publish`; finally :meth:`discard`."""

    def __init__(self, output: Path) -> None:
        self.output, self.path = output, partial_name(output)
        for path in abandoned_paths(output):
            path.unlink(missing_ok=True)

    def publish(self) -> None:
        """Replace the old file with the finished one, atomically.

        :raises OSError: when the disk is full or the directory can't be written; the old file is untouched
        """
        with self.path.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(self.path, self.output)

    def discard(self) -> None:
        """Remove the unfinished file; does nothing after :meth:`publish`."""
        self.path.unlink(missing_ok=True)


class OutputDirectory:
    """A directory being written: write into ``path``, then :meth:`publish`; finally :meth:`discard`.

    A directory with files can't be replaced atomically, so the old one is moved aside first. If the process is killed
    in between, the next one moves it back.
    """

    def __init__(self, output: Path) -> None:
        self.output, self.path, self.old = output, partial_name(output), partial_name(output, "old.")
        for path in abandoned_paths(output):
            restore_or_remove(path, output)
        self.path.mkdir()

    def publish(self) -> None:
        """Replace the old directory with the finished one."""
        if self.output.exists():
            os.replace(self.output, self.old)
        os.replace(self.path, self.output)

    def discard(self) -> None:
        """Clean up: keep only what was published, or what was there before."""
        for path in (self.old, self.path):
            if path.exists():
                restore_or_remove(path, self.output)


def restore_or_remove(path: Path, output: Path) -> None:
    """Move a directory that was moved aside back, unless ``output`` exists again; remove any other."""
    if ".old." in path.name and not output.exists():
        os.replace(path, output)
    else:
        shutil.rmtree(path)


def write_whole(path: Path, data: bytes, *, replace: bool = True) -> None:
    """Write a file that appears complete or not at all.

    :param replace: whether an existing file is replaced
    :raises OSError: when it can't be written, or exists and may not be replaced; an existing file is untouched
    """
    file = OutputFile(path)
    try:
        file.path.write_bytes(data)
        if not replace and os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        file.publish()
    finally:
        file.discard()


class Signature(NamedTuple):
    """What is different after a file was replaced or written."""

    inode: int
    size: int
    modified: int


def file_signature(path: Path) -> Signature | None:
    """What is there now; None if there is nothing."""
    try:
        status = path.stat()
    except OSError:
        return None
    return Signature(status.st_ino, status.st_size, status.st_mtime_ns)
