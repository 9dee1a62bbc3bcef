"""Strangers' SQL is asked in processes of its own, which end when they have to, and the visitors take turns."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from onrecord.sandbox import pool as sandbox
from onrecord.sandbox.allowed import FUNCTIONS, MODULES, PRAGMAS, allow_only_listed
from onrecord.sandbox.pool import AD_HOC, Busy, Pool, Query
from onrecord.sandbox.process import Interrupted, Process, QueryResult

ENDLESS = "with recursive c(i) as (select 1 union all select i + 1 from c) select count(*) from c"
LONG = ENDLESS.replace("from c)", "from c limit 9000000)")
ONE_LONG_STEP = "select instr(hex(zeroblob(4000000)), hex(zeroblob(2000000)) || 'x')"
"""SQLite looks at no clock and asks nobody while it does this."""

REFUSED = {"not authorized", "constructor", "no such table", "prohibited"}


@pytest.fixture(scope="module")
def uri(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("sandbox") / "some words.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "create table words (word text); insert into words values ('harbour'), ('bridge'), ('dam');"
            "create virtual table found using fts5(word, content=words); insert into found(found) values ('rebuild')"
        )
    return f"{path.as_uri()}?immutable=1"


@pytest.fixture
def pool(uri: str) -> Iterator[Pool]:
    made = Pool(uri)
    yield made
    made.close()


def query(sql: str, parameters: Any = (), visitor: str = "ada", milliseconds: float = 60_000) -> Query:
    message = {"sql": sql, "parameters": parameters, "rows": 1000, "cut": True}
    return Query(message, visitor, milliseconds)


def ask(
    pool: Pool, sql: str, parameters: Any = (), visitor: str = "ada", milliseconds: float = 60_000
) -> Future[QueryResult]:
    return pool.run(query(sql, parameters, visitor, milliseconds))


def test_rows_come_back_as_sqlite_has_them(pool: Pool) -> None:
    answer = ask(
        pool, "select 1, 1.5, null, 'é\n“”', x'00ff', :n, 9e999, cast(x'ff41' as text)", {"n": [("AP8=")]}
    ).result()
    assert answer.rows == [(1, 1.5, None, "é\n“”", b"\x00\xff", b"\x00\xff", float("inf"), "\ufffdA")]
    assert not answer.more


def test_an_answer_is_cut_at_rows_and_cells(pool: Pool) -> None:
    many = "with recursive c(i) as (select 1 union all select i + 1 from c limit 2000) select {} from c"
    answer = ask(pool, many.format("i")).result()
    assert (len(answer.rows), answer.more) == (1000, True)
    wide = query(many.format(", ".join(["i"] * 200)))
    wide.message["cells"] = 50_000
    answer = pool.run(wide).result()
    assert (len(answer.rows), answer.more) == (250, True)


def test_errors_are_sqlite_s_own(pool: Pool) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table: nowhere"):
        ask(pool, "select * from nowhere").result()
    with pytest.raises(sqlite3.ProgrammingError, match="one statement"):
        ask(pool, "select 1; select 2").result()
    with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
        ask(pool, "delete from words").result()


def test_search_and_the_shape_of_tables_can_be_asked_for(pool: Pool) -> None:
    assert ask(pool, "select word from found where found match escape_fts(?)", ["dam"]).result().rows == [("dam",)]
    assert ask(pool, "select name from pragma_table_info('words')").result().rows == [("word",)]
    assert ask(pool, "select value from json_each('[7]')").result().rows == [(7,)]
    assert ask(pool, "with dbs as (select 1) select count(*) from dbs").result().rows == [(1,)]


def offered(of: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        return connection.execute(f"select * from pragma_{of}_list").fetchall()


def refusal(sql: str) -> str:
    """What SQLite says to a statement under the list; nothing, if it does as told."""
    with closing(sqlite3.connect(":memory:")) as connection:
        allow_only_listed(connection)
        try:
            connection.execute(sql).fetchall()
        except sqlite3.Error as error:
            return str(error)
    return ""


def test_every_function_that_is_not_listed_is_refused() -> None:
    unlisted = {(name, arguments) for name, _, _, _, arguments, _ in offered("function") if name not in FUNCTIONS}
    assert ("fts3_tokenizer", 2) in unlisted or not any(name.startswith("fts3") for name, _ in unlisted)
    assert "load_extension" in {name for name, _ in unlisted}
    for name, arguments in unlisted:
        call = f"select {name}({', '.join(['1'] * max(arguments, 1 if arguments else 0))})"
        assert f"not authorized to use function: {name}" in refusal(call), call


def test_every_table_valued_function_that_is_not_listed_is_refused() -> None:
    modules = {name for (name,) in offered("module")}
    for name in sorted(modules - MODULES - {f"pragma_{one}" for one in PRAGMAS}):
        assert any(words in refusal(f"select * from {name}") for words in REFUSED), name


def test_every_pragma_that_is_not_listed_is_refused() -> None:
    for (name,) in offered("pragma"):
        if name not in PRAGMAS:
            assert any(words in refusal(f"select * from pragma_{name}") for words in REFUSED), name
            if name != "data_version":
                assert "not authorized" in refusal(f"pragma {name}"), name


def test_a_query_that_nothing_stops_is_stopped_and_the_next_is_answered(pool: Pool) -> None:
    for sql in (ENDLESS, ONE_LONG_STEP):
        with pytest.raises(sqlite3.Error):
            ask(pool, sql, milliseconds=200).result(timeout=60)
    assert ask(pool, "select 1").result(timeout=60).rows == [(1,)]


def test_a_step_that_looks_at_no_clock_ends_with_its_process(uri: str) -> None:
    with closing(Process(uri)) as process:
        process.run({"sql": "select 1", "parameters": [], "rows": 1, "cut": True}, 10_000)
        with pytest.raises(Interrupted):
            process.run({"sql": ONE_LONG_STEP, "parameters": [], "rows": 1, "cut": True}, 50)
        assert process.is_spent
        assert process.process.wait(60) == -signal.SIGKILL


def wait_for(condition: Any) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_whoever_leaves_frees_the_process(pool: Pool) -> None:
    asked = query(ENDLESS)
    pool.run(asked)
    wait_for(lambda: asked.process)
    process = asked.process
    assert process
    asked.give_up()
    assert process.process.wait(60) == -signal.SIGKILL
    assert ask(pool, "select 1").result(timeout=60).rows == [(1,)]


def test_a_query_is_run_again_when_its_process_ends_for_another_reason(pool: Pool) -> None:
    asked = query(LONG)
    answer = pool.run(asked)
    wait_for(lambda: asked.process or answer.done())
    if process := asked.process:
        process.kill()
    assert answer.result(timeout=60).rows == [(9_000_000,)]


def test_a_quick_query_waits_for_no_long_one(pool: Pool) -> None:
    long = [ask(pool, f"{ENDLESS} where i > {n}", visitor="eve") for n in range(20)]
    assert ask(pool, "select 1", visitor="ada").result(timeout=60).rows == [(1,)]
    assert not any(one.done() for one in long)
    for one in long:
        one.cancel()


def test_visitors_take_turns_and_none_holds_all_processes(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    held = threading.Event()

    class Slow:
        """A process that answers when it is told to."""

        is_spent = False

        def __init__(self, *_: Any) -> None:
            pass

        def run(self, message: dict[str, Any], milliseconds: float) -> QueryResult:
            order.append(message["sql"])
            held.wait(60)
            return QueryResult([], [], False)

        def close(self) -> None:
            pass

    monkeypatch.setattr(sandbox, "Process", Slow)
    monkeypatch.setattr(sandbox, "LANES", [sandbox.Lane(2, 1, None, 0)] * 3)
    asked = [ask(pool, f"eve {n}", visitor="eve") for n in range(3)]
    wait_for(lambda: order == ["eve 0"])
    asked.append(ask(pool, "ada", visitor="ada"))
    wait_for(lambda: order == ["eve 0", "ada"])
    held.set()
    for one in asked:
        one.result(timeout=60)
    assert order[2:] == ["eve 1", "eve 2"]


def test_a_page_waits_for_no_ad_hoc_query(pool: Pool) -> None:
    for sql in (ENDLESS, LONG):
        pool.queue.long[hash(sql)] = None
    ad_hoc = [query(ENDLESS) for _ in range(10)]
    for one in ad_hoc:
        one.lane = AD_HOC
        pool.run(one)
    assert ask(pool, LONG).result(timeout=60).rows == [(9_000_000,)]
    assert not any(one.result.done() for one in ad_hoc)


def test_a_query_that_would_wait_too_long_is_refused(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "PATIENCE_SECONDS", -1)
    with pytest.raises(Busy):
        ask(pool, "select 1").result(timeout=60)


def test_too_many_queries_are_refused(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MOST_WAITING_OF_ONE", 0)
    with pytest.raises(Busy):
        ask(pool, "select 1")
    monkeypatch.setattr(sandbox, "MOST_STREAMS", 0)
    with pytest.raises(Busy), pool.stream("ada"):
        pass


def test_a_stream_gives_every_row_in_parts(pool: Pool) -> None:
    sql = "with recursive c(i) as (select 1 union all select i + 1 from c limit 2500) select i from c"
    with pool.stream("ada") as process:
        parts = list(process.chunks(sql, [], 60_000, together=False))
    assert [len(part.rows) for part in parts] == [1000, 1000, 500]
    assert process.process.returncode is not None
    # Twenty megabytes: more than the result of one message may have.
    long = sql.replace("2500", "10000").replace("select i from c", "select hex(zeroblob(1000)) from c")
    with pool.stream("ada") as process:
        assert sum(len(part.rows) for part in process.chunks(long, [], 60_000, together=False)) == 10_000
    with pool.stream("ada") as process, pytest.raises(Interrupted):
        list(process.chunks(ENDLESS, [], 50, together=True))


def test_a_process_that_holds_much_memory_is_replaced(uri: str) -> None:
    big = (
        "with recursive c(i) as (select 1 union all select i + 1 from c limit 200) select hex(zeroblob(200000)) from c"
    )
    with closing(Process(uri)) as process:
        process.run({"sql": big, "parameters": [], "rows": 1000, "cut": True}, 60_000)
        assert process.is_spent


def test_closing_a_pool_ends_its_processes(uri: str) -> None:
    pool = Pool(uri)
    asked = query(ENDLESS)
    pool.queue.long[hash(ENDLESS)] = None
    pool.run(asked)
    wait_for(lambda: asked.process)
    process = asked.process
    assert process
    pool.close()
    assert process.process.wait(60) is not None


def test_a_process_ends_when_the_server_is_gone(uri: str) -> None:
    process = Process(uri)
    assert process.process.stdin
    process.process.stdin.close()
    assert process.process.wait(60) == 0
    process.close()


def test_the_process_imports_next_to_nothing(uri: str) -> None:
    with closing(Process(uri)) as process:
        process.run({"sql": "select 1", "parameters": [], "rows": 1, "cut": True}, 10_000)
        maps = Path(f"/proc/{process.process.pid}/maps")
        if not maps.exists() and os.environ.get("CI"):
            pytest.fail("no /proc")
        assert "site-packages" not in maps.read_text()
