"""The plugin's only uses of undocumented parts of Datasette 0.65, each with its reason.

All other modules use the plugin hooks and https://docs.datasette.io/en/stable/internals.html. For another version of
Datasette, this is the module to change: tests/test_site_internals.py has a test for each function, which fails when
Datasette no longer has what the function relies on.

Datasette loads its plugins while it is itself being imported, so its views are imported where they are used.
"""

from __future__ import annotations

import re
import sqlite3
import warnings
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

from datasette.utils import InvalidSql, sqlite_timelimit  # type: ignore[import-untyped]
from datasette.utils.asgi import AsgiStream, Base400, Response  # type: ignore[import-untyped]

PAGE_LIMIT = re.compile(r" limit \d+\Z")
"""The end of the SQL that Datasette's view of a table builds."""

NAME = r"(?:\[[^\]]+\]|\w+)"
SORTED_PAGE = re.compile(
    rf"select (?:\*|{NAME}(?:, {NAME})*) from (?P<table>{NAME}) (?:where .+ )?"
    rf"order by {NAME}(?: desc)?(?= limit \d+\Z)",
    re.DOTALL,
)
"""The SQL of the first page of a sorted table."""

OWN_SQL = frozenset(
    {
        "PRAGMA schema_version",
        "PRAGMA database_list;",
        "select name from sqlite_master where type='table'",
        "select name from sqlite_master where type='view'",
        "select name from sqlite_master where type in ('table', 'view') and name = ? collate nocase",
        "select 1 from sqlite_master where type='table' and name=?",
        "select sql from sqlite_master where name = :n and type=:t",
        "select sql from sqlite_master where tbl_name = :n and type='index' and sql is not null",
    }
)
"""What Datasette asks about the schema; nothing in it comes from an address."""

LABELS = re.compile(rf"\s*select {NAME}, {NAME}\s+from {NAME}\s+where {NAME} in \((\?(, \?)*)?\)\s*")
"""What Datasette asks for the labels of a page's rows and facets, each found by its key."""

MAP_STYLES = (
    "text-decoration: none; color: black;",
    "height: 200px; overflow: auto",
    "max-width: 100%",
)
"""The style attributes that datasette-cluster-map's script writes, word for word."""

MAP_SHEET = re.compile(r"clusterMapCSS = `(.*?)`", re.DOTALL)
"""The style sheet in that script; it reaches the page without its line breaks."""


@dataclass(frozen=True)
class Selection:
    """The rows that an address selects: those of its first page, and the SQL that finds them all.

    ``labelled`` are the foreign key columns to show with labels; their cells in ``rows`` are dictionaries with
    ``value`` and ``label``. ``table`` is None for a query.
    """

    database: str
    table: str | None
    columns: list[str]
    rows: list[Any]
    is_whole: bool
    sql: str
    parameters: Mapping[str, Any]
    labelled: frozenset[str]


async def select(datasette: Any, request: Any) -> Selection | Response:
    """The selection of a table's or query's address, or the redirect that Datasette answers with.

    The views are the only place that turns an address into SQL, with filters, search and permissions. The JSON
    interface gives the same, but loses the types of values and the parameters that a query takes from the request.

    :raises Exception: a refusal with status 400, if the SQL is not allowed or there is none
    """
    from datasette.views.database import DatabaseView, MagicParameters  # type: ignore[import-untyped]
    from datasette.views.table import TableView  # type: ignore[import-untyped]

    view = TableView if "table" in request.url_vars else DatabaseView
    try:
        answer = await view(datasette).data(request)
    except InvalidSql as error:
        raise refusal(str(error), "Invalid SQL") from error
    if isinstance(answer, Response):
        return answer
    data = answer[0]
    if data.get("error"):
        raise refusal(data["error"], "Invalid SQL")
    if "columns" not in data or "rows" not in data:
        raise refusal("To get rows, name a table or give a query with ?sql=", "No rows")
    sql, parameters = data["query"]["sql"], data["query"]["params"]
    return Selection(
        data["database"],
        data.get("table"),
        data["columns"],
        list(data["rows"]),
        not (data.get("next") or data["truncated"]),
        PAGE_LIMIT.sub("", sql) if "table" in data else sql,
        MagicParameters(parameters, request, datasette) if data.get("query_name") else parameters,
        frozenset(data.get("expanded_columns") or ()),
    )


async def row_labels(datasette: Any, database: str, table: str, column: str, values: list[Any]) -> dict[Any, Any]:
    """The labels of the rows that a foreign key refers to, by (column, value).

    A table's label column is documented, but not how to look up many labels at once.
    """
    found: dict[Any, Any] = await datasette.expand_foreign_keys(database, table, column, values)
    return found


def uri(database: Any) -> str:
    """The database as SQLite's URI, as Datasette opens it."""
    path = quote(str(Path(database.path).resolve()))
    return f"file:{path}?{'mode=ro' if database.is_mutable else 'immutable=1'}"


def execute_by(database: Any, execute: Callable[..., Awaitable[Any]]) -> None:
    """Let this function answer what Datasette asks a database, in place of its method; no hook is as near to SQL.

    What Datasette asks about the schema and labels in words of its own stays where it was: for the list of tables that
    is two hundred questions, for the page of a table thirty.
    """
    own = database.execute

    async def either(sql: str, *arguments: Any, **named: Any) -> Any:
        if sql in OWN_SQL or LABELS.fullmatch(sql):
            return await own(sql, *arguments, **named)
        return await execute(await with_order_of_ties(database, sql), *arguments, **named)

    database.execute = either


async def with_order_of_ties(database: Any, sql: str) -> str:
    """The SQL of a sorted table's first page, with rows of one value in the order in which its next pages take them.

    Datasette orders only the later pages by primary key too, and so loses rows between the first and the second.
    """
    if first := SORTED_PAGE.match(sql):
        keys = await database.primary_keys(first["table"].strip("[]"))
        order = ", ".join(f"[{key}]" for key in keys)
        return f"{first[0]}, {order}{sql[first.end() :]}" if keys else sql
    return sql


async def keep_schemas(datasette: Any) -> None:
    """Learn the tables of all databases, once: they are immutable.

    Datasette looks at the schema for each request, with a lock of one event loop, and the lanes have several.
    """
    await datasette.refresh_schemas()

    async def known() -> None:
        pass

    datasette.refresh_schemas = known


async def end_threads(datasette: Any) -> None:
    """Wait for the threads that query databases, and end those that write to them; no method of Datasette does.

    A thread that writes never ends by itself, and keeps the whole site in memory.
    """

    def leave(_: sqlite3.Connection) -> None:
        raise SystemExit

    datasette.executor.shutdown()
    for database in datasette.databases.values():
        if database.is_memory:
            await database.execute_write_fn(leave, block=False)


def time_limit(connection: sqlite3.Connection, milliseconds: float) -> AbstractContextManager[None]:
    """Interrupt the connection's queries inside the context after this time.

    ``execute`` has a limit of its own; what ``execute_fn`` runs has none.
    """
    limit: AbstractContextManager[None] = sqlite_timelimit(connection, milliseconds)
    return limit


def stream(write: Callable[[Any], Awaitable[None]], headers: dict[str, str], content_type: str) -> Any:
    """A response that is written piece by piece; the documented Response holds it whole."""
    return AsgiStream(write, headers=headers, content_type=content_type)


def refusal(message: str, title: str, status: int = 400) -> Exception:
    """An exception that becomes an error page with this title. Documented ones have neither a title nor status 503."""
    from datasette.views.base import DatasetteError  # type: ignore[import-untyped]

    error: Exception = DatasetteError(message, title=title, status=status)
    return error


def unexpected(error: BaseException) -> str | None:
    """The message of an error of Datasette's own that it gives the status 500, where a parameter is wrong."""
    from datasette.views.base import DatasetteError

    return str(error.message) if isinstance(error, DatasetteError) and error.status == 500 else None


def is_own_answer(error: BaseException) -> bool:
    """Whether Datasette knows which status an error has."""
    from datasette.views.base import DatasetteError

    return isinstance(error, (Base400, DatasetteError))


def error_answer(datasette: Any, request: Any, error: Exception) -> Any:
    """Datasette's response to an exception. Its hook for exceptions can replace the response, but not the exception."""
    from datasette.handle_exception import handle_exception  # type: ignore[import-untyped]

    return handle_exception(datasette, request, error)


async def settled(given: Any) -> Any:
    """What a hook of Datasette gives: a value, a function of none, or something to wait for."""
    from datasette.utils import await_me_maybe

    return await await_me_maybe(given)


def leave_out_tracebacks() -> None:
    """Report errors on one line, even if the package rich happens to be installed.

    With it, Datasette prints every error, even for a mistyped address, with all local variables, which takes a
    hundred times as long as the response; no setting turns that off.
    """
    from datasette import handle_exception  # type: ignore[import-untyped]

    handle_exception.rich = None


def leave_out_abandoned_facets() -> None:
    """Do not report the facets that a page had prepared when it found that one can't be counted.

    Datasette counts them one after another; those after the faulty one were never begun, so that nothing is lost.
    """
    abandoned = r"coroutine '.*\.(execute_suggested_facets|facet_results|suggest)' was never awaited"
    warnings.filterwarnings("ignore", abandoned, RuntimeWarning)


def index_page(datasette: Any, request: Any) -> Awaitable[Any]:
    """Datasette's front page. A plugin can't give back a route when the site turns out not to need it."""
    from datasette.views.index import IndexView  # type: ignore[import-untyped]

    page: Awaitable[Any] = IndexView(datasette).get(request)
    return page


def give_counts(datasette: Any, database: Any, tables: Mapping[str, int], views: Mapping[str, int]) -> None:
    """Tell Datasette how many rows there are. It takes this only from a file that ``datasette inspect`` has written."""

    def counted(counts: Mapping[str, int]) -> dict[str, Any]:
        return {name: {"count": rows} for name, rows in counts.items()}

    known = {"hash": database.hash, "size": database.size, "tables": counted(tables)}
    datasette.inspect_data = {**(datasette.inspect_data or {}), database.name: known}
    # Datasette builds its list of tables from these counts, once; views are added afterwards, for their own pages.
    if database.cached_table_counts is not None:
        known["tables"] = counted({**tables, **views})


def metadata(datasette: Any) -> dict[str, Any]:
    """The site's metadata: the whole of metadata.yml. Datasette 1.0 has documented methods for its parts."""
    said: dict[str, Any] = datasette.metadata()
    return said


def has_places(columns: list[str]) -> bool:
    """Whether datasette-cluster-map finds a latitude and a longitude among these columns; it has no hook for that."""
    from datasette_cluster_map import location_columns_from_columns  # type: ignore[import-untyped]

    return bool(location_columns_from_columns(columns))


@cache
def map_styles() -> frozenset[str]:
    """Every inline style that datasette-cluster-map's script adds, for the policy to allow: no setting avoids them."""
    script = files("datasette_cluster_map").joinpath("static/datasette-cluster-map.js").read_text(encoding="utf-8")
    return frozenset(MAP_STYLES) | {sheet.replace("\n", "") for sheet in MAP_SHEET.findall(script)}
