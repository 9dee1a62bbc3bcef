"""The database itself as a download that can be resumed; Datasette's own names no size and starts anew each time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from datasette import Forbidden  # type: ignore[import-untyped]
from datasette.utils import tilde_decode  # type: ignore[import-untyped]
from datasette.utils.asgi import NotFound  # type: ignore[import-untyped]

from onrecord.site.http.file_answer import FileAnswer

MEDIA_TYPE = "application/octet-stream"


async def database_file_view(datasette: Any, request: Any) -> FileAnswer:
    """``/onrecord.db``: the file of an attached database that nobody writes to.

    :raises Forbidden: if downloads are not allowed, as Datasette decides it
    """
    name = tilde_decode(request.url_vars["database"])
    allowed = [("view-database-download", name), ("view-database", name), "view-instance"]
    await datasette.ensure_permissions(request.actor, allowed)
    try:
        database = datasette.get_database(route=name)
    except KeyError as error:
        raise NotFound(f"Database not found: {name}") from error
    if database.is_memory or not database.path:
        raise NotFound("This database has no file")
    if database.is_mutable or not datasette.setting("allow_download"):
        raise Forbidden("Database download is forbidden")
    path = Path(database.path)
    return FileAnswer(request, path.open("rb"), path.name, MEDIA_TYPE)


ROUTES = [(r"^/(?P<database>[^/.]+)\.db$", database_file_view)]
"""It comes before Datasette's own."""
