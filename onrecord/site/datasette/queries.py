"""Everything that Datasette asks the published database, asked in the processes of the sandbox.

Datasette's views put strangers' SQL together from addresses; what the site's own pages ask is not theirs, and is asked
in Datasette's threads (``execute_fn``).
"""

from __future__ import annotations

import asyncio
import base64
import re
import sqlite3
from collections.abc import AsyncGenerator, Mapping
from typing import Any
from weakref import WeakKeyDictionary, finalize

from datasette.database import QueryInterrupted, Results  # type: ignore[import-untyped]

from onrecord.sandbox.pool import Answer, Busy, Interrupted, Pool, Question, chunks
from onrecord.site.datasette import internals
from onrecord.site.http.visitors import visitor

NAMED = re.compile(r"[:@$](\w+)")


_pools: WeakKeyDictionary[Any, Pool] = WeakKeyDictionary()


def use_sandbox(datasette: Any) -> None:
    """Let the sandbox answer all that Datasette asks its database files from now on."""
    for database in datasette.databases.values():
        if database.path:
            use_pool(datasette, database)


def use_pool(datasette: Any, database: Any) -> None:
    """The same for one database."""
    pool = _pools[database] = Pool(internals.uri(database))
    finalize(database, pool.close)

    async def execute(
        sql: str,
        params: Any = None,
        truncate: bool = False,
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,
    ) -> Any:
        limit = datasette.setting("sql_time_limit_ms")
        most = datasette.max_returned_rows
        message = {
            "sql": sql,
            "parameters": plain(sql, params),
            "rows": most + (most == (page_size or datasette.page_size)),
            "cut": truncate,
        }
        question = Question(message, visitor.get(), min(limit, custom_time_limit or limit))
        try:
            answer = await answered(pool, question)
        except Interrupted as error:
            raise QueryInterrupted(error, sql, params) from error
        return Results(sqlite_rows(answer), answer.more, [(name, *[None] * 6) for name in answer.columns])

    internals.execute_by(database, execute)


async def parts(
    datasette: Any, database: str, sql: str, parameters: Any, together: bool
) -> AsyncGenerator[list[sqlite3.Row], None]:
    """All rows of an answer, some at a time, from a process of its own.

    :param together: whether the time limit holds for all of them, not for each part
    :raises Exception: a refusal, if the database is not a file or too many answers are being read
    """
    pool = _pools.get(datasette.get_database(database))
    if pool is None:
        raise internals.refusal("Only a database in a file is given as CSV", "No file")
    limit = datasette.setting("sql_time_limit_ms")
    try:
        with pool.stream() as process:
            found = chunks(process, sql, plain(sql, parameters), limit, together)
            while answer := await asyncio.to_thread(next, found, None):
                yield sqlite_rows(answer)
    except Busy as error:
        raise too_busy() from error


def too_busy() -> Exception:
    """The refusal of a question that would have to wait too long."""
    return internals.refusal("Too many questions wait for an answer — try again in a minute", "Busy", 503)


async def answered(pool: Pool, question: Question) -> Answer:
    """Wait for an answer; whoever stops waiting frees the process."""
    try:
        return await asyncio.wrap_future(pool.ask(question))
    except asyncio.CancelledError:
        question.give_up()
        raise
    except Busy as error:
        raise too_busy() from error


def plain(sql: str, parameters: Any) -> Any:
    """Parameters as JSON can carry them; of a mapping, which may make them as they are asked for, those in the SQL."""
    if not isinstance(parameters, Mapping):
        return [encoded(value) for value in parameters or ()]
    found = {}
    for name in NAMED.findall(sql):
        try:
            found[name] = encoded(parameters[name])
        except KeyError:
            continue  # a colon within a text, or a parameter that SQLite will report as missing
    return found


def encoded(value: Any) -> Any:
    """A blob as the worker expects it; anything else as it is."""
    return [base64.b64encode(value).decode()] if isinstance(value, bytes) else value


def sqlite_rows(answer: Answer) -> list[sqlite3.Row]:
    """The rows as SQLite's own, by number and by name; a cursor without rows lends them its names."""
    if not answer.columns:
        return []
    names = ", ".join('null as "{}"'.format(name.replace('"', '""')) for name in answer.columns)
    cursor = sqlite3.connect(":memory:").execute(f"select {names}")
    return [sqlite3.Row(cursor, row) for row in answer.rows]
