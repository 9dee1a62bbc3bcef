"""Timing two things side by side; of several runs the shortest counts, so that a busy machine changes little."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple

RUNS = 7

Action = Callable[[], Awaitable[object]]


class Pair(NamedTuple):
    """Milliseconds of a thing and of its floor: the least of several runs, taken in turn."""

    ours: float
    floor: float

    @property
    def ratio(self) -> float:
        """How many times its floor it takes."""
        return self.ours / self.floor


async def milliseconds(action: Action) -> float:
    """How long an action takes, once."""
    started = time.perf_counter()
    await action()
    return 1000 * (time.perf_counter() - started)


async def side_by_side(ours: Action, floor: Action, runs: int = RUNS) -> Pair:
    """Run both once without counting, then both in turn."""
    await ours(), await floor()
    taken = [(await milliseconds(ours), await milliseconds(floor)) for _ in range(runs)]
    return Pair(min(one for one, _ in taken), min(other for _, other in taken))
