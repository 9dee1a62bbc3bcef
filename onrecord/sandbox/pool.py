"""Processes that answer strangers' questions, and who is next.

Every question first gets a short time among the quick ones; what needs longer is asked again among the long ones, where
it has all of its time. So however many long questions wait, a quick one is answered at once. In both lanes the visitors
take turns, whatever each of them asks for.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import sqlite3
import subprocess
import sys
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Iterator
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from onrecord.data import PACKAGE
from onrecord.sandbox.worker import LENGTH, framed, rows_of

GRACE_SECONDS = 0.1
"""How long after its time a process may take to say so, before it is killed."""

START_SECONDS = 10
"""How long a new process may take until its first answer, on top."""

INTERRUPTED = "interrupted"
"""SQLite's own word for a statement that was stopped."""

ERRORS: dict[str, type[Exception]] = {
    name: getattr(sqlite3, name)
    for name in ("Warning", "Error", "DatabaseError", "OperationalError", "IntegrityError", "ProgrammingError",
                 "InterfaceError", "DataError", "InternalError", "NotSupportedError")
} | {"MemoryError": MemoryError, "OverflowError": OverflowError}  # fmt: skip


class Lane(NamedTuple):
    """Processes of one kind.

    :param workers: how many there are
    :param each: how many of them one visitor may hold
    :param milliseconds: the most that a question may take here; None for all of its time
    :param nice: how far they leave the processor to others
    """

    workers: int
    each: int
    milliseconds: int | None
    nice: int


LANES = (Lane(2, 2, 60, 0), Lane(3, 2, None, 10))
"""The quick questions and the long ones, which leave the processor to the others."""

CODE = f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); from onrecord.sandbox.worker import main; main()"
"""A process imports nothing but the standard library and the sandbox: so it starts in some 30 ms and stays small."""

WAITING = 200
"""Questions that may wait at one time, of all visitors."""

STREAMS = 16
"""Answers that may be read to their ends at one time."""

REMEMBERED = 1000
"""Questions that are known to take long."""


class Answer(NamedTuple):
    """Rows with the names of their columns, and whether there are more."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    more: bool


@dataclass(eq=False)
class Question:
    """SQL and how it is to be answered: see worker.py for the message."""

    message: dict[str, Any]
    visitor: str
    milliseconds: float
    answer: Future[Answer] = field(default_factory=Future)
    process: Process | None = None
    is_repeated: bool = False
    """Whether a process ended without an answer before, which another one's leaving can cause."""

    def settle(self, outcome: Answer | Exception) -> None:
        """Give the answer, unless nobody waits for it."""
        with contextlib.suppress(InvalidStateError):
            if isinstance(outcome, Exception):
                self.answer.set_exception(outcome)
            else:
                self.answer.set_result(outcome)

    def give_up(self) -> None:
        """Nobody waits any longer: free the process."""
        self.answer.cancel()
        if self.process:
            self.process.kill()


class Interrupted(sqlite3.OperationalError):
    """The time of the question is over."""


class Busy(Exception):
    """Too many questions wait."""


class Gone(sqlite3.OperationalError):
    """The process ended without an answer."""


class Process:
    """One process with the database open."""

    def __init__(self, uri: str, nice: int = 0) -> None:
        command = [sys.executable, "-I", "-S", "-c", CODE, uri, str(nice)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self.is_new = True
        self.is_spent = False

    def ask(self, message: dict[str, Any], milliseconds: float) -> dict[str, Any]:
        """The answer to a message.

        :raises TimeoutError: when there is none in time
        :raises Gone: when the process ends
        """
        try:
            if self.is_new:
                self._receive(time.monotonic() + START_SECONDS)
                self.is_new = False
            deadline = time.monotonic() + milliseconds / 1000 + GRACE_SECONDS
            self._send(framed({**message, "milliseconds": milliseconds}), deadline)
            answer = self._receive(deadline)
        except TimeoutError:
            self.kill()
            raise
        except (OSError, EOFError, ValueError) as error:
            self.kill()
            raise Gone("the process that was asked ended without an answer") from error
        self.is_spent = self.is_spent or answer["tired"]
        return answer

    def kill(self) -> None:
        """End it now."""
        self.is_spent = True
        self.process.kill()

    def close(self) -> None:
        """End it and free what it held."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()

    def _receive(self, deadline: float) -> dict[str, Any]:
        size = LENGTH.unpack(self._read(LENGTH.size, deadline))[0]
        answer: dict[str, Any] = json.loads(self._read(size, deadline))
        return answer

    def _read(self, size: int, deadline: float) -> bytes:
        assert self.process.stdout
        number = self.process.stdout.fileno()
        data = bytearray()
        while len(data) < size:
            self._wait(number, select.POLLIN, deadline)
            part = os.read(number, min(size - len(data), 1 << 20))
            if not part:
                raise EOFError
            data += part
        return bytes(data)

    def _send(self, data: bytes, deadline: float) -> None:
        assert self.process.stdin
        number = self.process.stdin.fileno()
        while data:
            self._wait(number, select.POLLOUT, deadline)
            data = data[os.write(number, data[: select.PIPE_BUF]) :]

    @staticmethod
    def _wait(number: int, event: int, deadline: float) -> None:
        poll = select.poll()
        poll.register(number, event)
        if not poll.poll(max(0.0, (deadline - time.monotonic()) * 1000)):
            raise TimeoutError


class Queue:
    """Questions by lane and visitor; the visitors take turns."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.waiting: list[OrderedDict[str, deque[Question]]] = [OrderedDict() for _ in LANES]
        self.running: list[list[Question]] = [[] for _ in LANES]
        self.long: OrderedDict[int, None] = OrderedDict()
        self.is_closed = False

    def is_known_as_long(self, question: Question) -> bool:
        """Whether this SQL took longer than a quick question may before."""
        return hash(question.message["sql"]) in self.long

    def put(self, question: Question, lane: int) -> None:
        """Let a question wait."""
        with self.changed:
            if lane:
                self.long[hash(question.message["sql"])] = None
                while len(self.long) > REMEMBERED:
                    self.long.popitem(last=False)
            self.waiting[lane].setdefault(question.visitor, deque()).append(question)
            self.changed.notify_all()

    @contextlib.contextmanager
    def take(self, lane: int) -> Iterator[Question | None]:
        """The next question of a lane, as soon as there is one; None at the end."""
        with self.changed:
            while not (self.is_closed or (question := self._next(lane))):
                self.changed.wait()
            if self.is_closed:
                question = None
        yield question
        if question:
            with self.changed:
                self.running[lane].remove(question)
                self.changed.notify_all()

    def _next(self, lane: int) -> Question | None:
        waiting = self.waiting[lane]
        for visitor, questions in waiting.items():
            if sum(question.visitor == visitor for question in self.running[lane]) < LANES[lane].each:
                question = questions.popleft()
                self.running[lane].append(question)
                waiting.move_to_end(visitor)
                if not questions:
                    del waiting[visitor]
                return question
        return None

    def close(self) -> None:
        """No more questions, and no more answers."""
        with self.changed:
            self.is_closed = True
            self.changed.notify_all()
            for questions in self.running:
                for question in questions:
                    question.give_up()

    def __len__(self) -> int:
        return sum(len(questions) for lane in self.waiting for questions in lane.values())


class Pool:
    """The processes of one database; they start with the first question.

    :param uri: the database as SQLite's URI
    """

    def __init__(self, uri: str) -> None:
        self.queue = Queue()
        self.start = threading.Lock()
        self.streams = 0
        self.uri = uri
        self.threads: list[threading.Thread] = []

    def ask(self, question: Question) -> Future[Answer]:
        """Let a question wait for its answer.

        :raises Busy: when too many wait
        """
        with self.start:
            if not self.threads:
                self.threads = [
                    threading.Thread(target=work, args=(self.queue, lane, self.uri), daemon=True)
                    for lane, kind in enumerate(LANES)
                    for _ in range(kind.workers)
                ]
                for thread in self.threads:
                    thread.start()
        if len(self.queue) >= WAITING:
            raise Busy
        self.queue.put(question, self.queue.is_known_as_long(question))
        return question.answer

    @contextlib.contextmanager
    def stream(self) -> Iterator[Process]:
        """A process for an answer that is read to its end, however long its reader takes.

        :raises Busy: when there are too many
        """
        with self.start:
            if self.streams >= STREAMS:
                raise Busy
            self.streams += 1
        process = Process(self.uri, LANES[-1].nice)
        try:
            yield process
        finally:
            process.close()
            self.streams -= 1

    def close(self) -> None:
        """End all processes."""
        self.queue.close()


def work(queue: Queue, number: int, uri: str) -> None:
    """Answer the questions of a lane, one after another, with one process at a time."""
    process: Process | None = None
    while True:
        with queue.take(number) as question:
            if question is None:
                break
            if not question.answer.cancelled():
                process = process or Process(uri, LANES[number].nice)
                answer(queue, number, question, process)
                if process.is_spent:
                    process.close()
                    process = None
    if process:
        process.close()


def answer(queue: Queue, number: int, question: Question, process: Process) -> None:
    """Answer a question, or let it wait among the long ones."""
    most, short = question.milliseconds, LANES[number].milliseconds or question.milliseconds
    question.process = process
    outcome = asked(process, question.message, min(most, short))
    question.process = None
    if isinstance(outcome, Interrupted) and short < most:
        queue.put(question, number + 1)
    elif isinstance(outcome, Gone) and not question.is_repeated:
        question.is_repeated = True
        queue.put(question, number)
    else:
        question.settle(outcome)


def asked(process: Process, message: dict[str, Any], milliseconds: float) -> Answer | Exception:
    """The answer of a process, or the error that it came to."""
    try:
        answer = process.ask(message, milliseconds)
    except TimeoutError:
        return Interrupted(INTERRUPTED)
    except Gone as error:
        return error
    if "error" in answer:
        kind, text = answer["error"]
        return Interrupted(text) if text == INTERRUPTED else ERRORS.get(kind, sqlite3.OperationalError)(text)
    return Answer(answer["columns"], list(rows_of(answer)), answer["more"])


def chunks(process: Process, sql: str, parameters: Any, milliseconds: float, together: bool) -> Iterator[Answer]:
    """All rows of an answer, some at a time.

    :param milliseconds: the time for each of them, or for all of them ``together``
    :raises sqlite3.Error: what the process came to; :class:`Interrupted` when the time is over
    """
    message = {"sql": sql, "parameters": parameters, "rows": None, "cut": False}
    left = milliseconds
    while True:
        start = time.monotonic()
        answer = asked(process, message, left)
        if isinstance(answer, Exception):
            raise answer
        if not answer.rows:
            return
        yield answer
        message = {"rows": None, "cut": False}
        if together:
            left -= (time.monotonic() - start) * 1000
