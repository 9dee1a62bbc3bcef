"""The site's own address, with which every absolute address on it begins.

Visitors say at which address they reach the site, and may say anything: what is made from it and kept, by a proxy or
a search engine, would lead others astray. So a public site is told its address.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import click

from onrecord.site.http.assets import App, Message, Receive, Send
from onrecord.site.http.bounds import send_text

LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
HOST = re.compile(rf"(?=.{{1,261}}\Z)(?:{LABEL}(?:\.{LABEL})*\.?|\[[0-9a-f:.]{{2,45}}\])(?::\d{{1,5}})?", re.IGNORECASE)
"""The name of a host or its number, and a port: 253 characters at most, and the longest port."""

ADDRESS = re.compile(rf"https?://{HOST.pattern}(?:/[\w.~%/-]*)?", re.IGNORECASE | re.ASCII)


class OwnAddress(NamedTuple):
    """``https://example.org/data/`` in its parts; the path begins and ends with a slash."""

    scheme: str
    host: str
    path: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}{self.path}"


_addresses: WeakKeyDictionary[Any, OwnAddress | None] = WeakKeyDictionary()


def parse_address(address: str) -> OwnAddress:
    """The parts of an address.

    :raises click.ClickException: if it is not one of a site
    """
    if not ADDRESS.fullmatch(address):
        raise click.ClickException(
            f"{address!r} is not the address of a site — it looks like https://example.org/data/"
        )
    parts = urlsplit(address)
    return OwnAddress(parts.scheme.lower(), parts.netloc.lower(), normal_path(parts.path))


def normal_path(path: str) -> str:
    """A path with a slash at its beginning and its end."""
    return f"/{path.strip('/')}/" if path.strip("/") else "/"


def set_address(datasette: Any, address: OwnAddress | None) -> None:
    """Give a site its address."""
    _addresses[datasette] = address


def address_of(datasette: Any) -> OwnAddress | None:
    """The site's address, as it was set or as the plugin's configuration says; None if it has none.

    :raises click.ClickException: if it is not an address, or of another path than Datasette's ``base_url``
    """
    if datasette not in _addresses:
        given = (datasette.plugin_config("onrecord") or {}).get("address")
        address = parse_address(str(given)) if given else None
        if address and address.path not in ("/", datasette.setting("base_url")):
            raise click.ClickException(f"{address} needs the same path in Datasette: --setting base_url {address.path}")
        _addresses[datasette] = address
    return _addresses[datasette]


class AddressedTo:
    """ASGI middleware: every request comes to the site's own address.

    All that makes absolute addresses, in Datasette too, takes them from the request.
    """

    def __init__(self, app: App, datasette: Any) -> None:
        self.app = app
        self.datasette = datasette

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on as if it had come to the site's own address; without one, refuse an invalid Host."""
        address = address_of(self.datasette)
        named = [value for name, value in scope["headers"] if name == b"host"]
        if address:
            headers = [pair for pair in scope["headers"] if pair[0] != b"host"]
            headers.append((b"host", address.host.encode()))
            await self.app({**scope, "scheme": address.scheme, "headers": headers}, receive, send)
        elif all(HOST.fullmatch(value.decode("latin-1")) for value in named):
            await self.app(scope, receive, send)
        else:
            await send_text(send, 400, "The header Host is not the name of a host.")
