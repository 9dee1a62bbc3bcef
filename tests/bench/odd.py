"""How a server bears addresses and SQL that nobody would write, on this machine alone."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

from tests.bench.attacks import MINUTE, megabytes, serving
from tests.odd_requests import functions, odd_address, odd_query

AT_ONCE = 8


async def measure(database: Path, requests: int, queries: int, show: Callable[[str], None]) -> None:
    """Print how often the server failed: with a status of its own, with no answer at all, or with a traceback.

    :param database: a file with the name ``onrecord.db``
    """
    chance, names = random.Random(1), functions()
    addresses: Iterator[str] = (
        odd_query(chance, names) if number < queries else odd_address(chance) for number in range(queries + requests)
    )
    statuses: Counter[str] = Counter()
    faults: list[str] = []

    async def ask(client: httpx.AsyncClient) -> None:
        for address in addresses:
            try:
                status = (await client.get(address)).status_code
            except httpx.HTTPError as error:
                status, address = 0, f"{type(error).__name__} {address}"
            statuses[str(status)] += 1
            if not 200 <= status < 500 and status != 503:
                faults.append(f"{status} {address}")

    with serving(database) as (base, process):
        async with httpx.AsyncClient(base_url=base, timeout=MINUTE) as client:
            await client.get("/")
            idle = megabytes(process)
            await asyncio.gather(*(ask(client) for _ in range(AT_ONCE)))
            alive = (await client.get("/")).status_code == 200
            held = megabytes(process)
    for fault in faults[:10]:
        show(f"    {fault[:300]}")
    counted = ", ".join(f"{status}: {number:,}" for status, number in sorted(statuses.items()))
    show(f"{queries:,} queries and {requests:,} addresses: {counted}")
    outcome = "answers" if alive else "is gone"
    show(f"{len(faults)} faults; the server {outcome}; {idle:,.0f} MB before, {held:,.0f} after")
