"""The Datasette plugin: safe SQL, complete downloads, a map that works offline, a quiet design.

Datasette loads its plugins while it is itself being imported, so modules that use its views are imported late.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Generator
from typing import Any

import pluggy

from onrecord.sandbox import fts, limits
from onrecord.site import frame, published, standalone, wording
from onrecord.site.datasette import cells, internals, shortcuts, terms
from onrecord.site.http import assets, bounds, headers, own_address, prefix, quiet_log, visitors

hookimpl = pluggy.HookimplMarker("datasette")


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Limit the cost of a query, and accept any search terms (last, to replace Datasette's own function)."""
    limits.restrain(conn)
    fts.install(conn)


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """The site's own pages, and complete CSV in place of Datasette's."""
    from onrecord.site.routes import routes

    return routes(datasette)


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[assets.App], assets.App]:
    """Add headers to every response; send static files compressed, and only if they have changed."""

    def wrap(app: assets.App) -> assets.App:
        answers = headers.PageHeaders(assets.StaticFiles(app, "/-/static"), datasette)
        requests = visitors.Visitors(
            own_address.AddressedTo(prefix.Prefix(bounds.Bounds(answers), datasette), datasette)
        )

        async def by_type(scope: assets.Message, receive: assets.Receive, send: assets.Send) -> None:
            await (requests if scope["type"] == "http" else app)(scope, receive, send)

        return by_type

    return wrap


@hookimpl
def get_metadata(datasette: Any, key: str | None) -> dict[str, Any]:
    """The map's settings, and the descriptions of the dataset and its tables."""
    return {**standalone.descriptions(datasette, key), "plugins": {"datasette-cluster-map": frame.map_settings()}}


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """The filters of templates, and the frame around every page, error pages included; what a term means."""
    env.filters.update(wording.FILTERS)
    env.globals["term"] = lambda column, value, words: terms.link(datasette, column, value, words) or words
    env.globals["term_meaning"] = lambda column, value: terms.meaning(datasette, column, value)
    env.globals["frame"] = lambda request=None: frame.frame(datasette, request)


@hookimpl(wrapper=True)
def register_facet_classes() -> Generator[None, list[list[type]], list[list[type]]]:
    """Facets that stay fast at any size, in place of Datasette's for columns and arrays."""
    from onrecord.site.datasette import facets

    given = yield
    return [[facets.counting_class(one) for one in classes] for classes in given]


@hookimpl
def filters_from_request(request: Any, database: str, table: str, datasette: Any) -> Any:
    """Indexed lookups of the rows that share a name, in addition to Datasette's own filters."""
    from datasette.filters import FilterArguments  # type: ignore[import-untyped]

    if not published.is_published(datasette) or published.published(datasette).name != database:
        return None
    given = [(name, value) for name in request.args for value in request.args.getlist(name)]
    return FilterArguments(*shortcuts.conditions(table, given))


@hookimpl
def extra_js_urls(columns: list[str] | None, view_name: str, datasette: Any) -> list[dict[str, Any]]:
    """The script of the map, on pages that have one."""
    if not frame.has_map(columns, view_name):
        return []
    return [{"url": datasette.urls.static_plugins("onrecord", "map.js"), "module": True}]


@hookimpl
def extra_template_vars(columns: list[str] | None, view_name: str, request: Any, datasette: Any) -> dict[str, Any]:
    """Whether the page has a map, and functions that allow an inline script and find a row's record."""
    from onrecord.site.pages import row

    has_map = frame.has_map(columns, view_name)
    if has_map:
        frame.allow_map_styles(request)
    return {
        "has_map": has_map,
        "allowed": frame.allowing(request),
        "record": row.finder(datasette, request),
    }


@hookimpl
def startup(datasette: Any) -> Callable[[], Awaitable[None]]:
    """Find the published database and the names of its views; report errors on one line."""
    internals.leave_out_tracebacks()
    internals.leave_out_abandoned_facets()
    quiet_log.bound_log(__name__)
    own_address.address_of(datasette)

    from onrecord.site.datasette import queries

    async def learn() -> None:
        await published.learn_published(datasette)
        standalone.report_missing_settings(datasette)
        await published.learn_counts(datasette)
        await cells.learn_views(datasette)
        await terms.learn_terms(datasette)
        queries.use_sandbox(datasette)
        if not any(database.is_mutable for database in datasette.databases.values() if database.path):
            await internals.keep_schemas(datasette)

    return learn


@hookimpl
def render_cell(row: Any, value: object, column: str, table: str | None, database: str, datasette: Any) -> Any:
    """In views, show an id as a link to its row, and a JSON array as links to the rows that share each value.

    Everywhere, a term of a vocabulary is a link that says what it means.
    """
    link = cells.key(row, value, column, table, database, datasette)
    link = link or cells.array(value, column, table, database, datasette)
    return link or terms.cell(datasette, database, column, value)


@hookimpl(wrapper=True)
def handle_exception(request: Any, exception: Exception, datasette: Any) -> Generator[None, list[Any], list[Any]]:
    """A request that was refused is the request's fault (400), not the server's (500).

    Datasette makes every answer that it is offered; its own for an unexpected error writes a traceback into the log,
    however often it happens.
    """
    from onrecord.site import retired_addresses
    from onrecord.site.respond import fault_of, refusal_of

    given = yield
    if given and (answer := retired_addresses.answer_for(datasette, request, exception, given[0])):
        return [answer]
    error = refusal_of(exception, request) or fault_of(exception)
    return [internals.error_answer(datasette, request, error)] if error else given
