"""Directories for temporary files, which the next server removes if this one is killed."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from onrecord.atomic import is_running

PREFIX = "onrecord-"
"""How the names of the directories begin; the number of the process follows."""


def scratch_directory() -> Path:
    """A new directory, named after this process; those of processes that have ended are removed."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        owner = path.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdigit() and not is_running(int(owner)):
            shutil.rmtree(path, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
