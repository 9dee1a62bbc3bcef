"""Complete CSV: every row of a table, view or query, or an error; never silently truncated.

Datasette's own CSV links stop at one page; streamed, it pages through views by OFFSET, which takes time quadratic
in the rows, and ends a file that failed half-way with an error message as its last line and status
200. Here one cursor reads all rows, and a failure breaks the connection, so that the client knows.
"""

from __future__ import annotations

import asyncio
import contextlib
import csv
import io
import sqlite3
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from typing import Any

from datasette.database import QueryInterrupted  # type: ignore[import-untyped]
from datasette.utils import tilde_decode  # type: ignore[import-untyped]
from datasette.utils.asgi import Request, Response  # type: ignore[import-untyped]

from onrecord.exchange.csv_safety import defuse
from onrecord.exchange.tables import PRESENTATION
from onrecord.site.datasette import internals, queries
from onrecord.site.datasette.internals import Selection
from onrecord.site.respond import refusal_of

Table = list[list[object]]

SLOWEST_SECONDS = 60
"""How long a visitor may take to accept a thousand rows; a process waits as long."""


async def csv_view(request: Any, datasette: Any) -> Any:
    """The CSV of everything that an address selects, or of one page if it has ``_size=`` or ``_next=``."""
    one_page = bool(request.args.get("_next")) or request.args.get("_size", "max") != "max"
    try:
        selection = await internals.select(datasette, _without_extras(request, await _left_out(datasette, request)))
        if isinstance(selection, Response):
            return selection
        chunks = _labelled(datasette, selection, _chunks(datasette, selection, one_page))
        first: Table = await anext(chunks, [])
    except (sqlite3.Error, QueryInterrupted) as error:
        raise refusal_of(error) or error from error
    is_safe = request.args.get("_defuse") != "off"
    header = request.args.get("_header") != "off"

    async def write(response: Any) -> None:
        async with contextlib.aclosing(chunks):
            await response.write(_csv([_headings(selection)] if header else [], is_safe) + _csv(first, is_safe))
            try:
                async for rows in chunks:
                    async with asyncio.timeout(SLOWEST_SECONDS):
                        await response.write(_csv(rows, is_safe))
            except sqlite3.Error as error:
                # The status has been sent: raising breaks the connection, so that the client knows.
                raise refusal_of(error) or error from error

    name = request.url_vars.get("table", selection.database)
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return internals.stream(write, headers, "text/csv; charset=utf-8")


async def _chunks(datasette: Any, selection: Selection, one_page: bool) -> AsyncGenerator[list[Any], None]:
    """All rows, some at a time; the time limit holds for each part of a table, and for all of a query together."""
    if one_page or selection.is_whole:
        yield selection.rows
        return
    is_query = selection.table is None
    chunks = queries.stream(datasette, selection.database, selection.sql, selection.parameters, together=is_query)
    async with contextlib.aclosing(chunks):
        async for rows in chunks:
            yield rows


async def _labelled(
    datasette: Any, selection: Selection, chunks: AsyncGenerator[list[Any], None]
) -> AsyncGenerator[Table, None]:
    """The cells of each chunk, with a column of labels after each foreign key column that was asked for."""
    async for rows in chunks:
        found: dict[tuple[str, object], object] = {}
        for column in selection.labelled:
            values = [row[column] for row in rows if not isinstance(row[column], dict)]
            found |= await internals.row_labels(datasette, selection.database, selection.table or "", column, values)
        yield [_cells(row, selection, found) for row in rows]


ROUTES = [
    (r"^/(?P<database>[^\/\.]+)/(?P<table>[^\/\.]+)\.(?P<format>csv)$", csv_view),
    (r"^/(?P<database>[^\/\.]+)\.(?P<format>csv)$", csv_view),
]
"""Datasette's own patterns, for CSV only; plugins' routes are tried first."""


async def _left_out(datasette: Any, request: Any) -> list[str]:
    """The columns of a view that serve the site alone, unless the address chooses columns itself."""
    given = request.url_vars
    if "table" not in given or request.args.get("_col") or request.args.get("_nocol"):
        return []
    name, table = tilde_decode(given["database"]), tilde_decode(given["table"])
    database = datasette.databases.get(name)
    if database is None or table not in await database.view_names():
        return []
    return [column for column in await database.table_columns(table) if column in PRESENTATION]


def _without_extras(request: Any, left_out: Iterable[str]) -> Any:
    """The same request for a full page, without facets, counts and some columns, which CSV does not contain."""
    extra = "".join(
        f"&{name}={value}"
        for name, value in (("_nofacet", "1"), ("_nocount", "1"), ("_size", "max"))
        if not request.args.get(name)
    )
    extra += "".join(f"&_nocol={column}" for column in left_out)
    query = (request.query_string + extra).lstrip("&").encode("latin-1")
    return Request(dict(request.scope, query_string=query), request.receive)


def _headings(selection: Selection) -> list[str]:
    return [
        name
        for column in selection.columns
        for name in ([column, f"{column}_label"] if column in selection.labelled else [column])
    ]


def _cells(row: Any, selection: Selection, labels: Mapping[tuple[str, object], object]) -> list[object]:
    cells: list[object] = []
    for index, column in enumerate(selection.columns):
        if column not in selection.labelled:
            cells.append(row[index])
            continue
        value = row[column]
        if isinstance(value, dict):
            cells += [value["value"], value["label"]]
        else:
            cells += [value, labels.get((column, value), "")]
    return cells


def _csv(rows: Iterable[Sequence[object]], is_safe: bool) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        cells = (f"X'{cell.hex()}'" if isinstance(cell, bytes) else cell for cell in row)
        writer.writerow([defuse(cell) for cell in cells] if is_safe else list(cells))
    return text.getvalue()
