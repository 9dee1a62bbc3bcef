"""Limits for reading one file: a small file can be made to take hours, or all memory, of the libraries that read it."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from onrecord.text.document import UnreadableDocument

if sys.platform != "win32":
    import resource

MOST_MEMORY = 1_000_000_000
"""How much memory, in bytes, reading one file may take."""
MEMORY = Path("/proc/self/statm")
"""Where Linux tells how much memory a process has, in pages; only there can it be limited."""


class TooLong(BaseException):
    """The time is over; no exception, so that no library takes it for a fault of the file."""


@contextmanager
def bounded(seconds: int, memory: int = MOST_MEMORY) -> Iterator[None]:
    """Limit the CPU time and the memory of the block, where the system can.

    :raises UnreadableDocument: when the block takes more
    """
    remedy = "save it again in a simpler form, or as text"
    try:
        with limited_time(seconds), limited_memory(memory):
            yield
    except TooLong as error:
        raise UnreadableDocument(f"reading it takes more than {seconds} seconds", remedy) from error
    except MemoryError as error:
        raise UnreadableDocument(f"reading it takes more than {memory:,} bytes of memory", remedy) from error


@contextmanager
def limited_time(seconds: int) -> Iterator[None]:
    """Raise TooLong after so much CPU time, again every second, should anything catch it, and at last after the block.

    What is raised while Python collects garbage goes nowhere.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return

    over = threading.Event()

    def stop(*_: object) -> NoReturn:
        over.set()
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    if over.is_set():
        raise TooLong


@contextmanager
def limited_memory(memory: int) -> Iterator[None]:
    """Let an allocation fail that would take more than so many bytes beside what the process has."""
    if sys.platform != "linux" or not MEMORY.exists():
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = int(MEMORY.read_text().split()[0]) * resource.getpagesize() + memory
    limits = [one for one in (soft, hard, wanted) if one != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(limits), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
