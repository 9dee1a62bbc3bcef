"""A log that visitors can't fill: one line a second of each kind, with the number of those left out."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

SECONDS = 1.0

NOT_ACCEPTED = "socket.accept() out of system resource"
"""Asyncio's message when the process has no files left; its traceback says nothing more."""


@dataclass
class Kind:
    """What was logged of one kind: when a line was last written, and how many were left out since."""

    level: int
    written: float
    left_out: int = 0


class OneASecond(logging.Filter):
    """Of all messages with the same first line, before anything is put into it, writes one a second."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: dict[tuple[str, str], Kind] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether this message is written; if so, it says how many were left out before."""
        message = str(record.msg).partition("\n")[0]
        now = time.monotonic()
        kind = self.kinds.setdefault((record.name, message), Kind(record.levelno, now - SECONDS))
        if now - kind.written < SECONDS:
            kind.left_out += 1
            return False
        if message == NOT_ACCEPTED:
            record.msg, record.exc_info = message, None
        if kind.left_out:
            record.msg = f"{record.getMessage().rstrip()} ({kind.left_out:,} more of this kind)"
            record.args = ()
        kind.written, kind.left_out = now, 0
        return True

    def tell(self) -> None:
        """Write what was left out and not told since, and forget the kinds of which nothing is left to tell."""
        now = time.monotonic()
        for (name, message), kind in list(self.kinds.items()):
            if now - kind.written < SECONDS:
                continue
            if kind.left_out:
                kind.left_out -= 1  # it is written now
                logging.getLogger(name).log(kind.level, message)
            else:
                del self.kinds[name, message]


_filter = OneASecond()


def bound_log(*names: str) -> None:
    """Bound what is logged under these names."""
    for name in names:
        logging.getLogger(name).addFilter(_filter)


def tell() -> None:
    """Write what was left out; to be called from time to time."""
    _filter.tell()
