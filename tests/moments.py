"""Commands that end before any one of their steps on files, so that what a kill leaves does not depend on luck."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from onrecord.data import PROJECT

DRIVER = """
import os, runpy, signal, sys
import onrecord.cli  # once, for all that follow

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets what it starts in the background ignore it

watched, program, *arguments = sys.argv[1:]
watched = tuple(watched.split(os.pathsep))
STEPS = {"open", "sqlite3.connect", "os.link", "os.rename", "os.remove", "os.mkdir", "os.rmdir"}


def is_watched(values):
    paths = (os.fsdecode(value) for value in values if isinstance(value, (str, bytes, os.PathLike)))
    return any(path.startswith(watched) for path in paths)


def command(last, number):
    taken = 0

    def step(event, values):
        nonlocal taken
        if event in STEPS and is_watched(values):
            taken += 1
            if taken == last:
                os.kill(os.getpid(), number)

    sys.addaudithook(step)
    sys.argv = [program, *arguments]
    try:
        runpy.run_path(program, run_name="__main__")
    except SystemExit as ended:
        if isinstance(ended.code, str):
            sys.stderr.write(ended.code)
        sys.stderr.flush()
        return taken, 1 if isinstance(ended.code, str) else ended.code or 0


for line in sys.stdin:
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        for stream in (1, 2):
            os.dup2(write, stream)
        steps, code = command(*map(int, line.split()))
        sys.stdout.flush()
        os.write(write, b"\\0%d" % steps)
        os._exit(code)
    os.close(write)
    with open(read, "rb") as pipe:
        said, _, steps = pipe.read().partition(b"\\0")
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), steps.decode() or 0, child, said.hex(), flush=True)
"""


class Ended(NamedTuple):
    """How a command ended: its exit status, negative for a signal; the steps that it took, if it came to its end."""

    status: int
    steps: int
    process: int
    said: str


class Stoppable:
    """A command of ``build_db.py``, run again and again."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def run(self) -> Ended:
        """Run it to its end."""
        return self.ended_at(0, signal.SIGKILL)

    def ended_at(self, step: int, by: signal.Signals) -> Ended:
        """Run it until it is about to take a step on a file, counted from 1; then it gets the signal."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{step} {int(by)}\n")
        self.process.stdin.flush()
        status, steps, process, said = self.process.stdout.readline().removesuffix("\n").split(" ")
        return Ended(int(status), int(steps), int(process), bytes.fromhex(said).decode())


@contextmanager
def stoppable(watched: Iterable[Path], *arguments: str | Path) -> Iterator[Stoppable]:
    """A command whose steps on these files, or the files of these directories, are counted."""
    paths = os.pathsep.join(map(str, watched))
    command = [sys.executable, "-c", DRIVER, paths, str(PROJECT / "build_db.py"), *map(str, arguments)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Stoppable(process)
        assert process.stdin
        process.stdin.close()
