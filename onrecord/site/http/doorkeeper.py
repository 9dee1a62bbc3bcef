"""Who may enter a review room: only this machine, and only who has the token in the address that is printed."""

from __future__ import annotations

import hmac
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlencode

from onrecord.site.http.assets import App, Message, Receive, Send
from onrecord.site.http.bounds import send_text

HOSTS = ("127.0.0.1", "localhost")
PARAMETER = "token"
NOT_YOURS = "This is a review room: open the address that “onrecord review” has printed, with its token."
ELSEWHERE = "This request comes from another site."


class Doorkeeper:
    """ASGI middleware: exchanges the token for a cookie, and refuses everybody who has neither.

    :param port: that of the server; a page of another site can't use the name of another host for this machine
    """

    def __init__(self, app: App, token: str, port: int) -> None:
        self.app, self.token = app, token
        self.hosts = {f"{host}:{port}" for host in HOSTS}
        self.cookie = f"onrecord-review-{port}"

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer, or refuse to."""
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = dict(asked).get(PARAMETER)
        known = SimpleCookie(headers.get(b"cookie", "")).get(self.cookie)
        host = headers.get(b"host", "")
        if host not in self.hosts:
            await send_text(send, 403, NOT_YOURS)
        elif given is not None and self.is_token(given):
            rest = urlencode([pair for pair in asked if pair[0] != PARAMETER])
            await self.let_in(send, scope["path"] + (f"?{rest}" if rest else ""))
        elif known is None or not self.is_token(known.value):
            await send_text(send, 403, NOT_YOURS)
        elif scope["method"] == "POST" and headers.get(b"origin", f"http://{host}") != f"http://{host}":
            await send_text(send, 403, ELSEWHERE)
        else:
            await self.app(scope, receive, send)

    def is_token(self, given: str) -> bool:
        """Whether this is the token, compared in constant time."""
        return hmac.compare_digest(given.encode(), self.token.encode())

    async def let_in(self, send: Send, address: str) -> None:
        """Lead to the address without the token, which a cookie has from now on."""
        cookie = f"{self.cookie}={self.token}; Path=/; HttpOnly; SameSite=Strict"
        headers = [
            (b"location", address.encode("latin-1", "replace")),
            (b"set-cookie", cookie.encode()),
            (b"cache-control", b"no-store"),
            (b"referrer-policy", b"no-referrer"),
        ]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
