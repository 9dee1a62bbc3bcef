"""A site below a path of its server, such as ``https://example.org/data/``."""

from __future__ import annotations

from typing import Any

from onrecord.site.http.assets import App, Message, Receive, Send


class Prefix:
    """ASGI middleware: takes the prefix off addresses, whether or not a proxy did so before.

    Datasette adds it to each link, and would add it twice to those that it makes from the address of the page.
    """

    def __init__(self, app: App, datasette: Any) -> None:
        self.app = app
        self.prefix = datasette.setting("base_url").rstrip("/")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on without the prefix; where Datasette redirects without it, add it."""
        if not self.prefix:
            await self.app(scope, receive, send)
            return
        size = len(self.prefix)
        if scope["path"].startswith(f"{self.prefix}/"):
            raw_path = scope.get("raw_path") or scope["path"].encode()
            scope = {**scope, "path": scope["path"][size:], "raw_path": raw_path[size:]}

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [self.moved(*pair) for pair in message["headers"]]}
            await send(message)

        await self.app(scope, receive, send_on)

    def moved(self, name: bytes, value: bytes) -> tuple[bytes, bytes]:
        """A header, with the prefix in the address that it may lead to."""
        prefix = self.prefix.encode()
        if name.lower() != b"location" or not value.startswith(b"/") or value.startswith(prefix + b"/"):
            return name, value
        return name, prefix + value
