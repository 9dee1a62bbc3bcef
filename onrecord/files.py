"""Files that are read whole and appear whole."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from onrecord.output import OutputFile


def size_of(path: Path) -> int:
    """The size in bytes of a file that can be read to its end.

    :raises OSError: when it is a pipe or a device, which may never end, or there is none
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device", str(path))
    return status.st_size


def write_whole(path: Path, data: bytes, *, replace: bool = True) -> None:
    """Write a file that appears with all its bytes or not at all.

    :param replace: whether an older one is replaced
    :raises OSError: when it can't be written; the older one still stands
    """
    file = OutputFile(path)
    try:
        file.path.write_bytes(data)
        if not replace and os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        file.publish()
    finally:
        file.discard()
