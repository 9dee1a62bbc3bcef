"""What every page does: query the database once, within a time limit, and fill a template."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from traceback import walk_tb
from typing import Any, TypeVar

from datasette.database import QueryInterrupted  # type: ignore[import-untyped]
from datasette.utils.asgi import Response  # type: ignore[import-untyped]

from onrecord.site.datasette import internals
from onrecord.site.published import published, read_address, row_address, table_address

T = TypeVar("T")
Row = dict[str, Any]


MISREAD = (ValueError, TypeError, LookupError, AttributeError, RecursionError, AssertionError)
PACKAGES = ("datasette", "onrecord")

PATIENCE = 10
"""The site's own pages, and each part of a table as CSV, get this multiple of a visitor's time limit: their work is
bounded, but the processor may be busy."""


async def ask(datasette: Any, function: Callable[[sqlite3.Connection], T]) -> T:
    """Run a function that makes queries in one of Datasette's threads, within one time limit for all of them.

    :raises Exception: a refusal with status 503, when the time is up
    """
    limit = PATIENCE * datasette.setting("sql_time_limit_ms")

    def run(connection: sqlite3.Connection) -> T:
        with internals.time_limit(connection, limit):
            return function(connection)

    try:
        return await published(datasette).execute_fn(run)  # type: ignore[no-any-return]
    except sqlite3.OperationalError as error:
        if error.args != ("interrupted",):
            raise
        message = "This took too long — narrow it down, or query the database yourself: see Downloads"
        raise internals.refusal(message, "Too long", 503) from error


def refusal_of(error: BaseException, request: Any = None) -> Exception | None:
    """The error page for a query that was refused or interrupted; None for any other exception.

    Datasette's own page for an interrupted query, known by the exception that it comes from, holds a script.

    :param request: what was asked, if an error of Datasette may be due to its parameters
    """
    if QueryInterrupted in (type(error), type(error.__context__)) or str(error) == "interrupted":
        message = "The query took too long. Ask for less, or download the database and ask there."
        return internals.refusal(message, "SQL interrupted")
    if isinstance(error, MemoryError):
        return internals.refusal("The query needs more memory than one query may use.", "Invalid SQL")
    if isinstance(error, (sqlite3.Error, OverflowError)):
        return internals.refusal(str(error), "Invalid SQL")
    return misread(error) if request is not None and request.query_string else None


def fault_of(error: BaseException) -> Exception | None:
    """The error page for what nobody expected; None for an error that is an answer. What it was is for the log."""
    if internals.is_own_answer(error):
        return None
    logging.getLogger("onrecord.site").error("Unexpected error", exc_info=error)
    return internals.refusal("The server failed at this; its log says why.", "Something went wrong", 500)


def misread(error: BaseException) -> Exception | None:
    """The error page for an address that Datasette fails on instead of saying what is wrong with it.

    ``_sort=nosuch`` is an error of its own with status 500, ``_next=abc`` a ValueError. What fails in our own modules
    is our fault, and stays one.
    """
    if message := internals.unexpected(error):
        return internals.refusal(message, "Not understood")
    packages = [package for frame, _ in walk_tb(error.__traceback__) if (package := _package(frame)) in PACKAGES]
    if isinstance(error, MISREAD) and packages and packages[-1] == "datasette":
        return internals.refusal("A parameter of this address can't be understood.", "Not understood")
    return None


def _package(frame: Any) -> str:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]


def rows(connection: sqlite3.Connection, sql: str, parameters: Mapping[str, Any] | Iterable[Any] = ()) -> list[Row]:
    """All rows of a query, which must limit their number itself, as dictionaries."""
    given = parameters if isinstance(parameters, Mapping) else tuple(parameters)
    cursor = connection.execute(sql, given)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def first(connection: sqlite3.Connection, sql: str, parameters: Mapping[str, Any] | Iterable[Any] = ()) -> Row | None:
    """The first row of a query, if there is one."""
    return next(iter(rows(connection, sql, parameters)), None)


def value(connection: sqlite3.Connection, sql: str, parameters: Mapping[str, Any] | Iterable[Any] = ()) -> Any:
    """The first column of the first row; None if there is no row."""
    given = parameters if isinstance(parameters, Mapping) else tuple(parameters)
    return (connection.execute(sql, given).fetchone() or (None,))[0]


async def page(datasette: Any, request: Any, template: str, view_name: str, context: Mapping[str, Any]) -> Response:
    """Fill a template that extends layout.html; it makes addresses with ``to_table``, ``to_row`` and ``to_read``."""
    given = {
        **context,
        "to_table": lambda table, **filters: table_address(datasette, table, **filters),
        "to_row": lambda table, key: row_address(datasette, table, key),
        "to_read": lambda document, start=None, end=None: read_address(datasette, document, start, end),
    }
    return Response.html(await datasette.render_template(template, given, request=request, view_name=view_name))


def number(request: Any, name: str, least: int = 1, most: int = 1_000_000) -> int:
    """A whole number from the query string; ``least`` if it is missing or out of bounds."""
    given = request.args.get(name) or ""
    return (
        int(given) if given.isascii() and given.isdigit() and len(given) < 11 and least <= int(given) <= most else least
    )
