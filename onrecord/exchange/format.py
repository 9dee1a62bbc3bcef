"""Files written piece by piece, whose size and SHA-256 are known at the end."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self


class HashedFile:
    """A UTF-8 file in the making; ``size`` in bytes and ``sha256`` are those of what was written so far."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._hash = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """The hash, in hexadecimal."""
        return self._hash.hexdigest()

    def write(self, text: str) -> None:
        """Add text."""
        data = text.encode()
        self._hash.update(data)
        self.size += len(data)
        self._file.write(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def to_json(value: Any, indent: int | None = None) -> str:
    """JSON in Unicode; what JSON can't say (NaN) fails."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)


def write_array(file: HashedFile, items: Iterable[Any]) -> int:
    """A JSON array, an item a line, never more than one in memory; gives their number."""
    number = 0
    file.write("[")
    for number, item in enumerate(items, 1):
        file.write(("\n" if number == 1 else ",\n") + to_json(item))
    file.write("\n]")
    return number
