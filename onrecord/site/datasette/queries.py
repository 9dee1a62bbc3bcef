"""Runs the SQL of Datasette's views in the sandbox: they build it from what visitors ask for.

The site's own pages run their SQL in Datasette's threads (``execute_fn``).
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import AsyncGenerator, Mapping
from typing import Any
from weakref import WeakKeyDictionary, finalize

from datasette.database import QueryInterrupted, Results  # type: ignore[import-untyped]

from onrecord.sandbox.pool import AD_HOC, PAGE, Busy, Pool, Query
from onrecord.sandbox.process import Interrupted, QueryResult
from onrecord.sandbox.worker import value_to_json
from onrecord.site.datasette import internals
from onrecord.site.http.visitors import visit
from onrecord.site.respond import PATIENCE

PARAMETER = re.compile(r"[:@$](\w+)")

PAGE_BOUNDS = {"cells": 2500}
"""Of the result of a query in a page, which takes a thirtieth of a second to draw."""

DATA_BOUNDS = {"cells": 50_000}
"""The same as data, and so that they can be turned into text within a tenth of a second."""

NAMES_ONLY = sqlite3.connect(":memory:", check_same_thread=False)
"""An empty database, whose cursors have the names of columns that they are asked for."""

_pools: WeakKeyDictionary[Any, Pool] = WeakKeyDictionary()


def use_sandbox(datasette: Any) -> None:
    """From now on, run in the sandbox what Datasette asks its database files."""
    for database in datasette.databases.values():
        if database.path:
            use_pool(datasette, database)


def end_processes(datasette: Any) -> None:
    """Stop every query; after that, the site can answer nothing any more."""
    for database in datasette.databases.values():
        if pool := _pools.get(database):
            pool.close()


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
        most = datasette.setting("max_returned_rows")
        asked = visit.get()
        message = {
            "sql": sql,
            "parameters": encode_parameters(sql, params),
            "rows": most + (most == (page_size or datasette.setting("default_page_size"))),
            "cut": truncate,
        }
        if asked.is_query:
            message |= PAGE_BOUNDS if asked.is_page else DATA_BOUNDS
        lane = AD_HOC if asked.is_ad_hoc else PAGE
        query = Query(message, asked.visitor, min(limit, custom_time_limit or limit), lane)
        try:
            result = await run(pool, query)
        except Interrupted as error:
            raise QueryInterrupted(error, sql, params) from error
        return Results(sqlite_rows(result), result.more, [(name, *[None] * 6) for name in result.columns])

    internals.execute_by(database, execute)


async def run(pool: Pool, query: Query) -> QueryResult:
    """Wait for a result; if the visitor leaves, stop the query."""
    try:
        return await asyncio.wrap_future(pool.run(query))
    except asyncio.CancelledError:
        query.give_up()
        raise
    except Busy as error:
        raise too_busy() from error


async def stream(
    datasette: Any, database: str, sql: str, parameters: Any, together: bool
) -> AsyncGenerator[list[sqlite3.Row], None]:
    """All rows of a query in chunks, from a process of its own.

    :param together: whether the time limit applies to all chunks together, not to each
    :raises Exception: a refusal, if the database is not a file or too many results are being streamed
    """
    pool = _pools.get(datasette.get_database(database))
    if pool is None:
        raise internals.refusal("Only a database in a file is available as CSV", "Not a file")
    limit = datasette.setting("sql_time_limit_ms") * (1 if visit.get().is_ad_hoc else PATIENCE)
    try:
        with pool.stream(visit.get().visitor) as process:
            chunks = process.chunks(sql, encode_parameters(sql, parameters), limit, together)
            while result := await asyncio.to_thread(next, chunks, None):
                yield sqlite_rows(result)
    except Busy as error:
        raise too_busy() from error


def too_busy() -> Exception:
    """The answer to a query that would wait too long."""
    return internals.refusal("Too many queries are waiting. Try again in a minute.", "Busy", 503)


def encode_parameters(sql: str, parameters: Any) -> Any:
    """Parameters for JSON; of a mapping, which may compute its values, only those in the SQL."""
    if not isinstance(parameters, Mapping):
        return [value_to_json(value) for value in parameters or ()]
    found = {}
    for name in PARAMETER.findall(sql):
        try:
            found[name] = value_to_json(parameters[name])
        except KeyError:
            continue  # text after a colon, or a parameter that SQLite will report as missing
    return found


def sqlite_rows(result: QueryResult) -> list[sqlite3.Row]:
    """The rows as ``sqlite3.Row``; these take the names of their columns from a cursor."""
    if not result.columns:
        return []
    names = ", ".join('null as "{}"'.format(name.replace('"', '""')) for name in result.columns)
    cursor = NAMES_ONLY.execute(f"select {names}")
    return [sqlite3.Row(cursor, row) for row in result.rows]
