"""Static files, compressed once and kept in memory: Leaflet alone is 276 kB uncompressed and 70 kB compressed."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

MAX_AGE_SECONDS = 3600
COMPRESSIBLE = (b"text/", b"application/javascript", b"application/json", b"image/svg+xml")


class StaticFiles:
    """ASGI middleware: adds an ETag, a lifetime and gzip to files served below ``prefix``."""

    def __init__(self, app: App, prefix: str) -> None:
        self.app = app
        self.prefix = prefix
        self.compressed: dict[bytes, bytes] = {}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Collect the response to a request for a static file and send it with headers; pass on any other request."""
        if not scope["path"].startswith(self.prefix):
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = bytearray()

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))

        await self.app(scope, receive, collect)
        if start["status"] == 200:
            await self.send_file(scope, start, bytes(body), send)
        else:
            await send(start)
            await send({"type": "http.response.body", "body": bytes(body)})

    async def send_file(self, scope: Message, start: Message, body: bytes, send: Send) -> None:
        """Send a whole file, or 304 if the browser has it."""
        asked = dict(scope["headers"])
        etag = b'"' + hashlib.sha256(body).hexdigest()[:20].encode() + b'"'
        headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
        headers += [
            (b"etag", etag),
            (b"cache-control", b"public, max-age=%d" % MAX_AGE_SECONDS),
            (b"vary", b"Accept-Encoding"),
            (b"x-content-type-options", b"nosniff"),
        ]
        if asked.get(b"if-none-match") == etag:
            start["status"], body = 304, b""
        elif b"gzip" in asked.get(b"accept-encoding", b"") and _compressible(headers):
            if etag not in self.compressed:
                self.compressed[etag] = gzip.compress(body, mtime=0)
            body = self.compressed[etag]
            headers.append((b"content-encoding", b"gzip"))
        headers.append((b"content-length", b"%d" % len(body)))
        await send({**start, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def _compressible(headers: Headers) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(COMPRESSIBLE) for name, value in headers)
