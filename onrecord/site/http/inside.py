"""What Datasette tells about itself, without what concerns nobody: the paths of this machine, and what it is doing."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import NotFound, Response  # type: ignore[import-untyped]


async def databases_view(datasette: Any, request: Any) -> Any:
    """``/-/databases``: the attached databases by their names."""
    shown = ("name", "route", "size", "is_mutable", "is_memory", "hash")
    databases = [one for name, one in datasette.databases.items() if name != "_internal"]
    return Response.json([{key: getattr(one, key) for key in shown} for one in databases])


async def nothing_view(datasette: Any, request: Any) -> Any:
    """``/-/threads``: the running threads and tasks, with the files that their code is in."""
    raise NotFound("Not shown here")


ROUTES = [(r"^/-/databases(\.json)?$", databases_view), (r"^/-/threads(\.json)?$", nothing_view)]
"""They come before Datasette's own."""
