"""Processes that run visitors' SQL, and whose query is next.

Every query first gets a short time in the quick lane. If that is not enough, it starts again in the lane of long pages
or of long ad-hoc SQL, with all of its time. So a quick query never waits for long ones, however many there are, and a
page never for ad-hoc SQL. In every lane the visitors take turns.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Iterator
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from onrecord.sandbox.process import Gone, Interrupted, Process, QueryResult


class Lane(NamedTuple):
    """Processes for one kind of query.

    :param workers: how many there are; each is started when it is first needed
    :param each: how many of them one visitor may hold at a time
    :param milliseconds: the time limit in this lane; None for the query's own
    :param nice: how far they give way to other processes
    """

    workers: int
    each: int
    milliseconds: int | None
    nice: int


LANES = (Lane(3, 2, 60, 0), Lane(3, 2, None, 5), Lane(2, 1, None, 10))
QUICK, PAGE, AD_HOC = range(3)

MOST_WAITING, MOST_WAITING_OF_ONE = 500, 50
"""Queries that may wait at a time: all visitors', one visitor's."""

IDLE_SECONDS = 20
"""Without a query for this long, a process ends, except those for quick ones."""

PATIENCE_SECONDS = 10
"""How long a query may wait for its turn."""

MOST_STREAMS, MOST_STREAMS_OF_ONE = 16, 8
"""Results that may be streamed at a time, each by a process of its own."""

MOST_REMEMBERED = 1000
"""Statements that are remembered as long."""


class Busy(Exception):
    """Too many queries are waiting."""


@dataclass(eq=False)
class Query:
    """A query and its result to come.

    :param message: SQL, parameters and limits: see worker.py
    :param visitor: any name; visitors take turns by it
    :param milliseconds: the time limit; what it took in the quick lane counts, waiting does not
    :param lane: where it runs if it takes long
    """

    message: dict[str, Any]
    visitor: str
    milliseconds: float
    lane: int = PAGE
    result: Future[QueryResult] = field(default_factory=Future)
    process: Process | None = None
    tries: int = 0
    since: float = field(default_factory=time.monotonic)

    def settle(self, outcome: QueryResult | Exception) -> None:
        """Set the result, unless nobody waits for it any more."""
        with contextlib.suppress(InvalidStateError):
            if isinstance(outcome, Exception):
                self.result.set_exception(outcome)
            else:
                self.result.set_result(outcome)

    def give_up(self) -> None:
        """Stop the query, because nobody waits for it any more."""
        self.result.cancel()
        if self.process:
            self.process.kill()


class Queue:
    """Waiting and running queries, by lane and visitor."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.waiting: list[OrderedDict[str, deque[Query]]] = [OrderedDict() for _ in LANES]
        self.running: list[list[Query]] = [[] for _ in LANES]
        self.long: OrderedDict[int, None] = OrderedDict()
        self.is_closed = False

    def add(self, query: Query) -> None:
        """Let a new query wait for its turn; one that took long before goes straight to its lane.

        :raises Busy: when too many are waiting
        """
        with self.changed:
            counts = [len(queries) for lane in self.waiting for queries in lane.values()]
            own = sum(len(lane.get(query.visitor, ())) for lane in self.waiting)
            if sum(counts) >= MOST_WAITING or own >= MOST_WAITING_OF_ONE:
                raise Busy
            is_long = hash(query.message["sql"]) in self.long
            self._wait(query, query.lane if is_long else QUICK)

    def add_long(self, query: Query) -> None:
        """Let a query wait again, in the lane for long ones, and remember its SQL."""
        with self.changed:
            self.long[hash(query.message["sql"])] = None
            while len(self.long) > MOST_REMEMBERED:
                self.long.popitem(last=False)
            self._wait(query, query.lane)

    def repeat(self, query: Query, lane: int) -> None:
        """Let a query wait again in the same lane."""
        with self.changed:
            self._wait(query, lane)

    def _wait(self, query: Query, lane: int) -> None:
        self.waiting[lane].setdefault(query.visitor, deque()).append(query)
        self.changed.notify_all()

    @contextlib.contextmanager
    def take(self, lane: int) -> Iterator[Query | None]:
        """The next query of a lane; None when the queue is closed, or there is none for a while."""
        with self.changed:
            found = self.changed.wait_for(
                lambda: self.is_closed or self._next(lane), None if lane == QUICK else IDLE_SECONDS
            )
            query = found if isinstance(found, Query) else None
        try:
            yield query
        finally:
            with self.changed:
                if query:
                    self.running[lane].remove(query)
                self.changed.notify_all()

    def _next(self, lane: int) -> Query | None:
        held = Counter(query.visitor for query in self.running[lane])
        for visitor, queries in self.waiting[lane].items():
            if held[visitor] < LANES[lane].each:
                query = queries.popleft()
                self.running[lane].append(query)
                self.waiting[lane].move_to_end(visitor)
                if not queries:
                    del self.waiting[lane][visitor]
                return query
        return None

    def close(self) -> None:
        """Stop everything."""
        with self.changed:
            self.is_closed = True
            self.changed.notify_all()
            for queries in self.running:
                for query in queries:
                    query.give_up()


class Pool:
    """The processes of one database, and the threads that talk to them; all start with the first query.

    :param uri: the database, as a URI for SQLite
    """

    def __init__(self, uri: str) -> None:
        self.uri = uri
        self.queue = Queue()
        self.lock = threading.Lock()
        self.is_started = False
        self.streams: Counter[str] = Counter()

    def run(self, query: Query) -> Future[QueryResult]:
        """The result to come; its exceptions are :meth:`Process.run`'s, and :class:`Busy`.

        :raises Busy: when too many queries are waiting
        """
        with self.lock:
            if not self.is_started:
                self.is_started = True
                for number, lane in enumerate(LANES):
                    for _ in range(lane.workers):
                        threading.Thread(target=work, args=(self.queue, number, self.uri), daemon=True).start()
        self.queue.add(query)
        return query.result

    @contextlib.contextmanager
    def stream(self, visitor: str) -> Iterator[Process]:
        """A separate process, for a result that is read as slowly as its visitor likes.

        :raises Busy: when too many results are being streamed
        """
        with self.lock:
            if self.streams.total() >= MOST_STREAMS or self.streams[visitor] >= MOST_STREAMS_OF_ONE:
                raise Busy
            self.streams[visitor] += 1
        try:
            process = Process(self.uri, LANES[AD_HOC].nice)
            try:
                yield process
            finally:
                process.close()
        finally:
            with self.lock:
                self.streams[visitor] -= 1

    def close(self) -> None:
        """Stop everything."""
        self.queue.close()


def work(queue: Queue, lane: int, uri: str) -> None:
    """Run the queries of a lane, one after another, in one process at a time."""
    process: Process | None = None
    while True:
        with queue.take(lane) as query:
            if query is None:
                if queue.is_closed:
                    break
                if process:
                    process.close()
                    process = None
                continue
            if query.result.cancelled():
                continue
            if time.monotonic() - query.since > PATIENCE_SECONDS:
                query.settle(Busy())
                continue
            try:
                process = process or Process(uri, LANES[lane].nice)
            except OSError:
                query.settle(Busy())
                continue
            run_query(queue, lane, query, process)
            if process.is_spent:
                process.close()
                process = None
                if not queue.is_closed:
                    with contextlib.suppress(OSError):
                        process = Process(uri, LANES[lane].nice)  # is ready when the next query comes
    if process:
        process.close()


def run_query(queue: Queue, lane: int, query: Query, process: Process) -> None:
    """Run a query and set its result, or let it wait again: among the long ones, or after an accident."""
    short = LANES[lane].milliseconds or query.milliseconds
    query.process = process
    query.tries += 1
    started = time.monotonic()
    outcome: QueryResult | Exception
    try:
        outcome = process.run(query.message, min(short, query.milliseconds))
    except Exception as error:  # whatever it is, somebody waits for it
        outcome = error
    query.process = None
    if isinstance(outcome, Interrupted) and short < query.milliseconds:
        # On a busy machine the quick lane may have taken long: at least half of the time is left.
        query.milliseconds -= min(1000 * (time.monotonic() - started), query.milliseconds / 2)
        queue.add_long(query)
    elif isinstance(outcome, Gone) and query.tries == 1:
        # A visitor who leaves can cost the next one the process.
        queue.repeat(query, lane)
    else:
        query.settle(outcome)
