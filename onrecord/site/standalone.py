"""The settings that a site needs, and a report of those missing from a site that ``datasette serve`` started.

The descriptions of metadata.yml come from here. ``onrecord serve`` also gives Datasette the settings and an immutable
file; with the plugin alone, settings that only Datasette's command line can give are listed at startup.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary, WeakSet

import click

from onrecord.data import COMMAND
from onrecord.database.open import open_database
from onrecord.metadata import published_metadata
from onrecord.problems import InputError
from onrecord.site.published import is_published, published

SETTINGS: dict[str, Any] = {
    # One query may occupy a thread this long: facets of a million claims need a quarter of it.
    "sql_time_limit_ms": 1000,
    # Facets take 240 to 340 ms at a million claims, more than Datasette's default of 200; this is the maximum.
    "facet_time_limit_ms": 1000,
    # Guessing which columns would make good facets is most of the cost of a table page (1,318 against 54 ms at
    # 100,000 rows); metadata.yml names the good ones.
    "suggest_facets": False,
    # Visitors may add facets of their own; the limits above bound them.
    "allow_facet": True,
    "default_facet_size": 20,
    "default_page_size": 40,
    # Pages and JSON end here and say so ("next_url", "truncated"); CSV always has every row. A thousand rows
    # of HTML already block the event loop for a third of a second.
    "max_returned_rows": 1000,
    # Datasette's own CSV has a limit, and a check box to stream; the plugin's has neither.
    "max_csv_mb": 0,
    "allow_csv_stream": False,
    # Slow queries must not hold up other visitors' pages: SQLite releases Python's lock while it works, so more
    # threads than processors are useful.
    "num_sql_threads": 8,
    # The file never changes while it is served, but it is replaced by the next build.
    "default_cache_ttl": 60,
    # A passage is shown whole in tables; a document is not.
    "truncate_cells_html": 1000,
    # The file is a download like any other, and ad-hoc SQL is allowed: onrecord.site.datasette.limits bounds it.
    "allow_download": True,
    "default_allow_sql": True,
}

TABLE_KEYS = ("allow", "facet_size")


class Descriptions(NamedTuple):
    """The content of metadata.yml, and what of it Datasette reads when it looks up ``tables``."""

    whole: dict[str, Any]
    tables: dict[str, Any]


_described: WeakKeyDictionary[Any, Descriptions] = WeakKeyDictionary()
_serving: WeakSet[Any] = WeakSet()


def set_descriptions(datasette: Any, described: dict[str, Any]) -> None:
    """Set the content of metadata.yml for a site that was created with these settings."""
    _described[datasette] = Descriptions(described, only_tables(described))
    _serving.add(datasette)


def descriptions(datasette: Any, key: str | None = None) -> dict[str, Any]:
    """The content of metadata.yml; a site's own metadata.yml takes precedence.

    :param key: the key that Datasette looks up. For ``tables`` it copies everything once for each table that it lists,
        which would be most of the cost of its page of a database, and reads only :data:`TABLE_KEYS`.
    """
    if datasette not in _described:
        if not is_published(datasette):
            return {}
        described = published_metadata(published(datasette).name)
        _described[datasette] = Descriptions(described, only_tables(described))
    return _described[datasette].tables if key == "tables" else _described[datasette].whole


def only_tables(described: dict[str, Any]) -> dict[str, Any]:
    """The descriptions of tables, with only what Datasette reads when it looks up ``tables``."""
    databases = {}
    for name, database in (described.get("databases") or {}).items():
        kept = {
            table: {key: value for key, value in said.items() if key in TABLE_KEYS}
            for table, said in (database.get("tables") or {}).items()
        }
        databases[name] = {"tables": {table: said for table, said in kept.items() if said}}
    return {"databases": databases}


def missing_options(datasette: Any, database: Any) -> Iterator[str]:
    """The settings that a site lacks, as options of ``datasette serve``."""
    if database.is_mutable:
        yield f"--immutable {shlex.quote(Path(database.path).name)}"
    for name, value in SETTINGS.items():
        if datasette.setting(name) != value:
            yield f"--setting {name} {int(value) if isinstance(value, bool) else value}"


def report_missing_settings(datasette: Any) -> None:
    """Print one line with the settings that the site lacks and ``onrecord serve`` would give it.

    :raises click.ClickException: when the database was built by another version
    """
    if datasette in _serving or not is_published(datasette):
        return
    database = published(datasette)
    try:
        with open_database(Path(database.path)):
            pass
    except InputError as error:
        raise click.ClickException(str(error)) from error
    lacking = ", ".join([*missing_options(datasette, database), "a bound on SQLite's memory"])
    click.echo(f"onrecord: this site lacks {lacking} — {COMMAND} serve --database FILE gives it all of them", err=True)
