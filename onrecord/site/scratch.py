"""Directories for temporary files, which are removed when the server ends, or by the next one if this one is killed."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from onrecord.atomic import is_running

PREFIX = "onrecord-"
"""How the name of a server's directory begins; the number of its process follows."""


def scratch_directory() -> Path:
    """A new directory in that of this process."""
    return Path(tempfile.mkdtemp(dir=own_directory()))


@cache
def own_directory() -> Path:
    """The directory of this process; those of processes that have ended are removed."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        owner = path.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdigit() and not is_running(int(owner)):
            shutil.rmtree(path, ignore_errors=True)
    own = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    atexit.register(shutil.rmtree, own, ignore_errors=True)
    with contextlib.suppress(OSError):
        # What cleans up old temporary files leaves a locked directory alone (systemd's tmpfiles.d).
        fcntl.flock(os.open(own, os.O_RDONLY), fcntl.LOCK_SH)
    return own
