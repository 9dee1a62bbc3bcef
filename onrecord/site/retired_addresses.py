"""The addresses of rows whose ids are retired: they lead to the rows that took their place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette.utils import tilde_decode  # type: ignore[import-untyped]
from datasette.utils.asgi import NotFound, Response  # type: ignore[import-untyped]

from onrecord.site.datasette import internals
from onrecord.site.published import is_published, published, row_address
from onrecord.site.respond import ask, first

RETIRED = "select successor_id, since, reason from retired_ids where kind = ? and id = ?"

MOVED, GONE = 301, 410


def answer_for(datasette: Any, request: Any, exception: Exception, given: Any) -> Callable[[], Awaitable[Any]] | None:
    """The answer to a request for a row that does not exist; None for any other exception.

    :param given: the answer if the row's id is not retired
    """
    asked = request.scope.get("url_route", {}).get("kwargs", {}) if request else {}
    if not (isinstance(exception, NotFound) and {"table", "pks"} <= asked.keys() and is_published(datasette)):
        return None
    table, key = tilde_decode(asked["table"]), tilde_decode(asked["pks"])

    async def answer() -> Any:
        database = published(datasette)
        known = asked["database"] == database.name and await database.table_exists("retired_ids")
        found = await ask(datasette, lambda connection: first(connection, RETIRED, (table, key))) if known else None
        if found is None:
            return await internals.settled(given)
        if found["successor_id"] is None:
            message = f"This id is in use no more, since {found['since']}: {found['reason']}"
            error = internals.refusal(message, "Withdrawn", GONE)
            return await internals.settled(internals.error_answer(datasette, request, error))
        ending = f".{asked['format']}" if asked.get("format") else ""
        query = f"?{request.query_string}" if request.query_string else ""
        return Response.redirect(f"{row_address(datasette, table, found['successor_id'])}{ending}{query}", MOVED)

    return answer
