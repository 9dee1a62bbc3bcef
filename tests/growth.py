"""Time that grows as the text does, measured so that a busy machine can't make a test fail."""

from __future__ import annotations

import time
from collections.abc import Callable

ATTEMPTS = 5
LEAST = 0.02
"""Seconds: what takes less is too little to compare."""


def seconds(work: Callable[[], object]) -> float:
    """How long this thread computes, whatever else the machine does."""
    started = time.thread_time()
    work()
    return time.thread_time() - started


def grows_as_the_text(make: Callable[[int], Callable[[], object]], small: int) -> bool:
    """Whether eight times the text takes less than sixteen times as long; work of quadratic time takes 64 times.

    Other programs can only slow the work down: so it is measured again before it is found too slow.

    :param make: prepares the work on a text of so many characters, which is not counted
    :param small: characters of the smaller text
    """
    make(small // 8)()
    return any(seconds(make(8 * small)) < 16 * max(seconds(make(small)), LEAST) for _ in range(ATTEMPTS))
