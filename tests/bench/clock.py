"""Timing two things side by side, in processor time, so that whatever else the machine does changes little."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple

RUNS = 7

Action = Callable[[], Awaitable[object]]


class Pair(NamedTuple):
    """Processor milliseconds of a thing and of its floor: the least of several runs, taken in turn."""

    ours: float
    floor: float

    @property
    def ratio(self) -> float:
        """How many times its floor it takes."""
        return self.ours / self.floor


async def milliseconds(action: Action) -> float:
    """How long all threads of this process work at an action, once."""
    started = time.process_time()
    await action()
    return 1000 * (time.process_time() - started)


async def side_by_side(ours: Action, floor: Action, runs: int = RUNS) -> Pair:
    """Run both once without counting, then both in turn."""
    await ours(), await floor()
    taken = [(await milliseconds(ours), await milliseconds(floor)) for _ in range(runs)]
    return Pair(min(one for one, _ in taken), min(other for _, other in taken))
