"""An honest visitor beside attackers, at a server in a process of its own, on this machine alone."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from urllib.parse import quote

import httpx

ENDLESS = "with recursive c(i) as (select 1 union all select i+1 from c) "
NESTED = ", ".join(f"a{n}(x) as (select * from a{n - 1} union all select * from a{n - 1})" for n in range(1, 31))

QUERIES = {
    "instr, one step": "select instr(hex(zeroblob(30000)), hex(zeroblob(15000 + {n})) || 'x')",
    "instr, for ever": ENDLESS
    + "select sum(instr(hex(zeroblob(20000)), hex(zeroblob(10000+(i&1)))||'x')) + {n} from c",
    "replace": ENDLESS
    + "select sum(length(replace(hex(zeroblob(20000+(i&1))),hex(zeroblob(9000))||'x',''))) + {n} from c",
    "count for ever": ENDLESS + "select count(*) + {n} from c",
    "nested tables": f"with a0(x) as (select 1 union all select 1), {NESTED} select count(*) + {{n}} from a30",
    "wide rows": ENDLESS + f"select {', '.join(f'i c{n}' for n in range(250))}, {{n}} from c limit 1000",
    "long rows": ENDLESS + "select hex(randomblob(15000)), {n} from c limit 1000",
    "cross join": "select count(*) + {n} from claims a, claims b, claims c",
    "tokenizer": "select fts3_tokenizer('simple', x'4141414141414141'), {n}",
    "documents": "select s.*, d.text, {n} from sentences s, documents d order by random()",
}
"""Each with a number in it, so that no answer is remembered."""

FACETS = ("claimant", "claim_type", "event_type", "factuality", "manner", "section", "document", "quote", "date")
PAGES = {
    "long page with all facets": "claims_in_context?_size=max&_facet_size=max&_n={n}"
    + "".join(f"&_facet={column}" for column in FACETS),
    "everything as CSV": "claims.csv?_n={n}",
    "search in every claim": "claims_in_context?statement__contains=x{n}&_facet=claimant",
}
"""The same for pages of tables."""

ATTACKERS = (0, 1, 4, 16)
SECONDS = 10
PAUSE_SECONDS = 0.05
MINUTE = 60


@contextmanager
def serving(database: Path) -> Iterator[tuple[str, int]]:
    """The address of a server of the database, and the number of its process."""
    code = "import sys, pathlib; from onrecord.site.server import serve; serve(pathlib.Path(sys.argv[1]), port=0)"
    command = [sys.executable, "-u", "-c", code, str(database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        address = re.search(r"http://\S+?:\d+", process.stdout.readline())
        assert address
        try:
            yield address[0], process.pid
        finally:
            process.terminate()
            started = time.monotonic()
            process.wait()
            print(f"\nSIGTERM to end: {time.monotonic() - started:.1f} s")


def megabytes(process: int) -> float:
    """Resident memory of a process and its children."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):
            text = status.read_text(encoding="ascii", errors="replace")
            numbers = dict(re.findall(r"^(Pid|PPid|VmRSS):\s+(\d+)", text, re.MULTILINE))
            if str(process) in (numbers.get("Pid"), numbers.get("PPid")):
                total += int(numbers.get("VmRSS", 0))
    return total / 1024


async def visit(client: httpx.AsyncClient, paths: list[str], until: float) -> list[float]:
    """How long each page takes an honest visitor, in seconds; a failure counts as a minute."""
    taken: list[float] = []
    for number in count():
        if time.monotonic() > until:
            return taken
        started = time.monotonic()
        try:
            answer = await client.get(paths[number % len(paths)])
            taken.append(time.monotonic() - started if answer.status_code == 200 else MINUTE)
        except httpx.HTTPError:
            taken.append(MINUTE)
        await asyncio.sleep(PAUSE_SECONDS)
    return taken


async def attack(client: httpx.AsyncClient, name: str, first: int, until: float) -> list[float]:
    """How long one bad request after another takes, in seconds."""
    taken = []
    numbers = count(first * 1_000_000)
    requests = [f"?sql={quote(sql, safe='{}')}" for sql in QUERIES.values()]
    requests += [f".json{request}" for request in requests]
    requests += [f"/{page}" for page in PAGES.values()]
    while time.monotonic() < until:
        number = next(numbers)
        started = time.monotonic()
        with suppress(httpx.HTTPError):
            await client.get(f"/{name}" + requests[number % len(requests)].replace("{n}", str(number)))
        taken.append(time.monotonic() - started)
    return taken


def percentile(values: list[float], part: float) -> float:
    """The value below which this part of the values is."""
    return sorted(values)[min(int(len(values) * part), len(values) - 1)]


async def measure(database: Path, show: Callable[[str], None]) -> None:
    """Print how honest visitors fare, and what remains of it a minute later."""
    name = database.stem
    paths = ["/", "/map", "/people", f"/{name}/claims_in_context", f"/{name}/claims/c77", f"/{name}?sql=select+1"]
    with serving(database) as (address, process):
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=address, timeout=MINUTE, limits=limits) as client:
            await visit(client, paths, time.monotonic() + 3)
            idle = megabytes(process)
            show("| attackers | honest visits | p50, ms | p99, ms | worst, ms | worst query of an attacker, ms | MB |")
            show("|--:|--:|--:|--:|--:|--:|--:|")
            for attackers in ATTACKERS:
                until = time.monotonic() + SECONDS
                honest, *others = await asyncio.gather(
                    visit(client, paths, until), *(attack(client, name, one, until) for one in range(attackers))
                )
                worst = max((one for taken in others for one in taken), default=0)
                figures = (percentile(honest, 0.5), percentile(honest, 0.99), max(honest), worst)
                show(
                    f"| {attackers} | {len(honest)} | "
                    + " | ".join(f"{1000 * one:,.0f}" for one in figures)
                    + f" | {megabytes(process):,.0f} |"
                )
            await asyncio.sleep(MINUTE)
            after = megabytes(process)
            show(f"\n{os.cpu_count()} processors; {idle:,.0f} MB idle, {after:,.0f} MB a minute after the attacks")
            alone = []
            for number, sql in enumerate(QUERIES.values()):
                started = time.monotonic()
                await client.get(f"/{name}.json?sql={quote(sql.replace('{n}', str(number)))}")
                alone.append(time.monotonic() - started)
            show(f"Worst time of one ad-hoc query: {max(alone):.2f} s")
