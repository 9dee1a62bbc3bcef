"""Requests that are refused before anything is computed, and parameters that are counted once.

Datasette repeats the address of a page in each of its links, so what an address costs grows with its square.
"""

from __future__ import annotations

import re

from onrecord.site.http.assets import App, Message, Receive, Send
from onrecord.site.http.headers import CORS

MOST_BYTES = 8 * 1024
"""Of an address; RFC 9110 asks for at least 8,000."""

MOST_SQL_BYTES = 150_000
"""Of an address with SQL in it: 50,000 characters, most of them as they are."""

MOST_FACETS = 10

MOST_IN_PAGE = {b"_size": 100, b"_facet_size": 200}
"""Rows of a table in one page, and values of each facet: all of a view with ten facets take a tenth of a second."""

METHODS = ("GET", "HEAD")

SQL = re.compile(rb"(^|&)sql=")
SIZE = re.compile(rb"(?<![^&])(_size|_facet_size)=(\w+)")
FACET = re.compile(rb"_facet(_array|_date)?=")


class Bounds:
    """ASGI middleware: answers what can't be answered with a sentence, and passes on the rest without repetitions."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Refuse a request, or pass it on."""
        query = unrepeated(scope["query_string"])
        if asks_for_page(scope):
            query = SIZE.sub(bounded_size, query)
        refusal = self.refusal(scope, query)
        if refusal:
            await send_text(send, *refusal)
        else:
            await self.app({**scope, "query_string": query}, receive, send)

    def refusal(self, scope: Message, query: bytes) -> tuple[int, str] | None:
        """The status and the sentence with which a request is refused; None for an ordinary one."""
        method = scope["method"]
        if method == "OPTIONS":
            return 204, ""
        # Forms of Datasette and of other plugins are below /-/; what is published is only read.
        if method not in METHODS and not (method == "POST" and scope["path"].startswith("/-/")):
            return 405, f"{method} is not possible here: everything can be read with GET."
        size = len(scope.get("raw_path") or scope["path"].encode()) + len(scope["query_string"])
        if size > (MOST_SQL_BYTES if SQL.search(query) else MOST_BYTES):
            return 414, f"This address has {size:,} characters, which is too many."
        if len(FACET.findall(query)) > MOST_FACETS:
            return 400, f"At most {MOST_FACETS} facets can be shown at a time."
        return None


def asks_for_page(scope: Message) -> bool:
    """Whether a request asks for a page; data has a format at the end of its path."""
    return "." not in scope["path"].rpartition("/")[2]


def unrepeated(query: bytes) -> bytes:
    """A query string in which every parameter with the same value occurs once."""
    return b"&".join(dict.fromkeys(query.split(b"&")))


def bounded_size(size: re.Match[bytes]) -> bytes:
    """The number of rows of a page that was asked for, or the most there can be."""
    name, asked = size.groups()
    most = MOST_IN_PAGE[name]
    is_more = asked == b"max" or (asked.isdigit() and (len(asked) > 9 or int(asked) > most))
    return b"%s=%d" % (name, most) if is_more else size[0]


async def send_text(send: Send, status: int, sentence: str) -> None:
    """Answer with one sentence."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"x-content-type-options", b"nosniff"), *CORS]
    allow = [(b"allow", b"GET, HEAD, OPTIONS")] if status in (204, 405) else []
    await send({"type": "http.response.start", "status": status, "headers": headers + allow})
    await send({"type": "http.response.body", "body": sentence.encode()})
