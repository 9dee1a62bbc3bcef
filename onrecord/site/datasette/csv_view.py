"""CSV that is complete: every row of a table, view or query, or an error, never a silent part.

Datasette's own CSV links stop at one page; streamed, it pages through views by OFFSET, which grows with the
square of the rows, and ends a file that failed half-way with an error message as its last line and status
200. Here one cursor reads the whole answer, and a failure breaks the connection, so that the client knows.
"""

from __future__ import annotations

import asyncio
import contextlib
import csv
import io
import re
import sqlite3
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from datasette.database import QueryInterrupted  # type: ignore[import-untyped]
from datasette.utils import InvalidSql, sqlite_timelimit  # type: ignore[import-untyped]
from datasette.utils.asgi import AsgiStream, Request, Response  # type: ignore[import-untyped]
from datasette.views.base import DatasetteError  # type: ignore[import-untyped]
from datasette.views.database import DatabaseView, MagicParameters  # type: ignore[import-untyped]
from datasette.views.table import TableView  # type: ignore[import-untyped]

from onrecord.exchange.csv_safety import defused

Table = list[list[object]]

CHUNK_ROWS = 1000
CHUNK_CHARACTERS = 1_000_000

PAGE_LIMIT = re.compile(r" limit \d+\Z")
"""What Datasette's table page puts at the end of its SQL."""


class _Source(NamedTuple):
    """SQL whose whole answer is wanted; ``each`` gives every chunk the time limit, else all share one."""

    database: Any
    sql: str
    params: Mapping[str, Any] | Sequence[Any]
    each: bool


class CompleteCsv:
    """Mixed into Datasette's views: their selection, filters, search and permissions, our rows."""

    ds: Any

    async def as_csv(self, request: Any, database: str) -> Any:
        """Answer with the CSV of the whole, or of one page where ``_size=`` or ``_next=`` asks for one."""
        one_page = bool(request.args.get("_next")) or request.args.get("_size", "max") != "max"
        data = await self._first_page(_without_extras(request))
        if isinstance(data, Response):
            return data
        chunks = self._labelled(data, self._chunks(data, request, database, one_page))
        try:
            first: Table = await anext(chunks, [])
        except (sqlite3.Error, QueryInterrupted) as error:
            raise _refusal(error) from error
        defuse = request.args.get("_defuse") != "off"
        header = request.args.get("_header") != "off"

        async def write(response: Any) -> None:
            async with contextlib.aclosing(chunks):
                await response.write(_csv([_headings(data)] if header else [], defuse) + _csv(first, defuse))
                try:
                    async for rows in _while_connected(chunks, request.receive):
                        await response.write(_csv(rows, defuse))
                except sqlite3.Error as error:
                    # The status is sent: raising is what closes the connection before its end.
                    raise _refusal(error) from error

        name = request.url_vars.get("table", database)
        headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
        return AsgiStream(write, headers=headers, content_type="text/csv; charset=utf-8")

    async def _first_page(self, request: Any) -> Any:
        """Datasette's own answer, as a dictionary, or its redirect."""
        try:
            answer = await self.data(request)  # type: ignore[attr-defined]
        except (sqlite3.Error, InvalidSql, QueryInterrupted) as error:
            raise _refusal(error) from error
        if isinstance(answer, Response):
            return answer
        data = answer[0]
        if data.get("error"):
            raise DatasetteError(data["error"], title="Invalid SQL", status=400)
        if "columns" not in data or "rows" not in data:
            raise DatasetteError("Name a table, or ask with ?sql=, to get CSV", title="No rows", status=400)
        return data

    async def _chunks(self, data: Any, request: Any, database: str, one_page: bool) -> AsyncGenerator[list[Any], None]:
        more = data.get("next") or data["truncated"]
        if one_page or not more:
            yield list(data["rows"])
            return
        sql, params = data["query"]["sql"], data["query"]["params"]
        if "table" in data:
            sql = PAGE_LIMIT.sub("", sql)
        elif data.get("query_name"):
            params = MagicParameters(params, request, self.ds)
        source = _Source(self.ds.get_database(route=database), sql, params, "table" in data)
        async for rows in self._read(source):
            yield rows

    async def _read(self, source: _Source) -> AsyncGenerator[list[Any], None]:
        """Read all rows with one cursor on a connection of its own, a chunk at a time, in Datasette's threads."""
        loop = asyncio.get_running_loop()
        conn = source.database.connect()
        left = float(self.ds.sql_time_limit_ms)
        try:
            self.ds._prepare_connection(conn, source.database.name)
            conn.row_factory = sqlite3.Row  # each chunk is bounded; the whole need not be
            cursor = conn.cursor()

            def chunk(first: bool) -> list[Any]:
                with sqlite_timelimit(conn, left):
                    if first:
                        cursor.execute(source.sql, source.params)
                    return _some(cursor)

            rows = [None]
            first = True
            while rows:
                start = loop.time()
                rows = await loop.run_in_executor(self.ds.executor, chunk, first)
                first = False
                if not source.each:
                    left -= (loop.time() - start) * 1000
                yield rows
        finally:
            conn.close()
            with contextlib.suppress(ValueError):
                source.database._all_file_connections.remove(conn)

    async def _labelled(self, data: Any, chunks: AsyncGenerator[list[Any], None]) -> AsyncGenerator[Table, None]:
        """Give each foreign key column that was asked for its label, in a column beside it."""
        expanded = set(data.get("expanded_columns") or [])
        async for rows in chunks:
            labels: dict[tuple[str, object], object] = {}
            for column in expanded:
                values = [row[column] for row in rows if not isinstance(row[column], dict)]
                labels |= await self.ds.expand_foreign_keys(data["database"], data["table"], column, values)
            yield [_cells(row, data["columns"], expanded, labels) for row in rows]


class TableCsv(CompleteCsv, TableView):  # type: ignore[misc]
    """``/database/table.csv``: a table, a view or a canned query."""


class QueryCsv(CompleteCsv, DatabaseView):  # type: ignore[misc]
    """``/database.csv?sql=``."""


async def table_csv(request: Any, datasette: Any) -> Any:
    """Route of :class:`TableCsv`."""
    return await TableCsv(datasette).dispatch_request(request)


async def query_csv(request: Any, datasette: Any) -> Any:
    """Route of :class:`QueryCsv`."""
    return await QueryCsv(datasette).dispatch_request(request)


ROUTES = [
    (r"^/(?P<database>[^\/\.]+)/(?P<table>[^\/\.]+)\.(?P<format>csv)$", table_csv),
    (r"^/(?P<database>[^\/\.]+)\.(?P<format>csv)$", query_csv),
]
"""Datasette's own patterns, for CSV alone; plugins' routes are tried first."""


def _without_extras(request: Any) -> Any:
    """The same request, for a full page and without facets and counts, which CSV has no place for."""
    extra = "".join(
        f"&{name}={value}"
        for name, value in (("_nofacet", "1"), ("_nocount", "1"), ("_size", "max"))
        if not request.args.get(name)
    )
    query = (request.query_string + extra).lstrip("&").encode("latin-1")
    return Request(dict(request.scope, query_string=query), request.receive)


def _refusal(error: Exception) -> Exception:
    if isinstance(error, QueryInterrupted) or str(error) == "interrupted":
        return DatasetteError(  # type: ignore[no-any-return]
            "The query took too long. Ask for less, or download the database and ask there.",
            title="SQL Interrupted",
            status=400,
        )
    return DatasetteError(str(error), title="Invalid SQL", status=400)  # type: ignore[no-any-return]


def _some(cursor: sqlite3.Cursor) -> list[Any]:
    """The next rows: at most CHUNK_ROWS, and few if they are long."""
    rows: list[Any] = []
    size = 0
    while len(rows) < CHUNK_ROWS and size < CHUNK_CHARACTERS and (row := cursor.fetchone()):
        rows.append(row)
        size += sum(len(value) for value in row if isinstance(value, (str, bytes)))
    return rows


def _headings(data: Any) -> list[str]:
    expanded = set(data.get("expanded_columns") or [])
    return [
        name for column in data["columns"] for name in ([column, f"{column}_label"] if column in expanded else [column])
    ]


def _cells(
    row: Any, columns: Sequence[str], expanded: set[str], labels: Mapping[tuple[str, object], object]
) -> list[object]:
    cells: list[object] = []
    for index, column in enumerate(columns):
        if column not in expanded:
            cells.append(row[index])
            continue
        value = row[column]
        if isinstance(value, dict):
            cells += [value["value"], value["label"]]
        else:
            cells += [value, labels.get((column, value), "")]
    return cells


def _csv(rows: Iterable[Sequence[object]], defuse: bool) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        cells = (f"X'{cell.hex()}'" if isinstance(cell, bytes) else cell for cell in row)
        writer.writerow([defused(cell) for cell in cells] if defuse else list(cells))
    return text.getvalue()


async def _while_connected(chunks: AsyncGenerator[Table, None], receive: Any) -> AsyncGenerator[Table, None]:
    """Pass the chunks on until there are no more, or nobody who wants them."""

    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    watch = asyncio.ensure_future(gone())
    try:
        async for rows in chunks:
            if watch.done():
                return
            yield rows
    finally:
        watch.cancel()
