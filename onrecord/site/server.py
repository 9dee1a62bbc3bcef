"""Publish a built database with Datasette: the settings that travel with it, and a server."""

from __future__ import annotations

import errno
import socket
from pathlib import Path
from typing import Any

import click
import uvicorn
import yaml
from datasette.app import Datasette  # type: ignore[import-untyped]

from onrecord.metadata import METADATA_NAME
from onrecord.site.datasette import limits

SETTINGS: dict[str, Any] = {
    # One query may hold a thread this long: facets of a million claims need a quarter of it.
    "sql_time_limit_ms": 1000,
    # Datasette's 200 gives up facets that take 240 to 340 ms at a million claims; the largest it may be.
    "facet_time_limit_ms": 1000,
    # Guessing which columns would make good facets is most of a table page's cost (1,318 against 54 ms at
    # 100,000 rows); metadata.yml names the good ones.
    "suggest_facets": False,
    # Visitors may add facets of their own; the limits above bound them.
    "allow_facet": True,
    "default_facet_size": 20,
    "default_page_size": 40,
    # Pages and JSON end here and say so ("next_url", "truncated"); CSV always has every row. A thousand rows
    # of HTML take a third of a second of the one event loop, so not more.
    "max_returned_rows": 1000,
    # Datasette's own CSV has a limit, and a check box to stream; the plugin's has neither.
    "max_csv_mb": 0,
    "allow_csv_stream": False,
    # Slow queries wait for each other here, not for the visitor's page: SQLite leaves Python's lock while it
    # works, so more threads than processors still answer.
    "num_sql_threads": 8,
    # The file never changes while it is served, but it is replaced by the next build.
    "default_cache_ttl": 60,
    # A passage is shown whole in tables; a document is not.
    "truncate_cells_html": 1000,
    # The file is a download like any other, and ad-hoc SQL is open: it is bounded by onrecord.site.limits.
    "allow_download": True,
    "default_allow_sql": True,
}


class CannotServe(click.ClickException):
    """There is nothing to serve, or nowhere to serve it; the message says what to do."""


def datasette_for(database: Path, metadata: Path, settings: dict[str, Any] | None = None) -> Datasette:
    """Make the site of one built database.

    :param database: the SQLite file; opened as immutable, its stem is the database's name on the site
    :param metadata: metadata.yml, whose ``databases:`` describes ``onrecord``
    :param settings: Datasette settings that differ from :data:`SETTINGS`
    :raises CannotServe: if a file is missing or can't be read
    """
    if not database.is_file():
        raise CannotServe(f"{database} does not exist — build it first: python build_db.py build")
    return Datasette(
        immutables=[str(database)],
        metadata=_metadata(metadata, database.stem),
        settings={**SETTINGS, **(settings or {})},
    )


def serve(database: Path, metadata: Path, host: str = "127.0.0.1", port: int = 8001) -> None:
    """Serve the site until interrupted.

    :param port: 0 takes any free one
    :raises CannotServe: if the database is missing or the port is taken
    """
    site = datasette_for(database, metadata)
    listener = _listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    limits.bound_memory()
    click.echo(f"Serving {database} at http://{shown}:{listener.getsockname()[1]}/ — stop with Ctrl-C")
    server = uvicorn.Server(uvicorn.Config(site.app(), log_level="warning", lifespan="off"))
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        listener.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        raise CannotServe(_why_not(host, port, error)) from error
    return listener


def _why_not(host: str, port: int, error: Exception) -> str:
    code = error.errno if isinstance(error, OSError) else None
    if code == errno.EADDRINUSE:
        return f"Port {port} is in use — stop the other server, or choose another: --port {port % 65535 + 1}"
    if code == errno.EACCES:
        return f"Port {port} needs special rights — choose one above 1023: --port 8001"
    return f"Can't listen on {host} port {port}: {error} — choose another --host or --port"


def _metadata(path: Path, name: str) -> dict[str, Any]:
    """Read metadata.yml and describe the database under the name it has on the site."""
    try:
        metadata = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except OSError as error:
        raise CannotServe(f"{path} can't be read: {error.strerror} — give another --metadata") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CannotServe(f"{path} is not YAML: {error} — correct it") from error
    if not isinstance(metadata, dict):
        raise CannotServe(f"{path} holds no mapping — see https://docs.datasette.io/en/stable/metadata.html")
    databases = metadata.get("databases") or {}
    if METADATA_NAME in databases and name != METADATA_NAME:
        databases[name] = databases.pop(METADATA_NAME)
    return metadata
