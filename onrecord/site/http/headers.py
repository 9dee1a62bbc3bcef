"""The headers of every response: the content security policy, caching and compression.

No template contains an inline script or style. The only inline code is the settings that datasette-leaflet and
datasette-cluster-map write into Datasette's pages; the policy of a page allows exactly those, by their hashes.
"""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
from pathlib import Path
from typing import Any, NamedTuple

from datasette import __version__ as datasette_version  # type: ignore[import-untyped]

from onrecord import __version__
from onrecord.site.datasette import internals
from onrecord.site.http.assets import App, Headers, Message, Receive, Send
from onrecord.site.published import is_published, published

ALLOWED = "onrecord_allowed"
"""The key in the ASGI scope under which a page records the inline scripts and styles to allow."""

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "font-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}

FIXED: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]

CORS: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, HEAD"),
    (b"access-control-allow-headers", b"Range, If-Range, If-None-Match"),
    (b"access-control-expose-headers", b"Link, ETag, Accept-Ranges, Content-Range, Content-Disposition"),
    (b"access-control-max-age", b"86400"),
]
"""Everything here is public and nothing depends on cookies: scripts of other sites may read all that is not a page."""

COMPRESSED = (b"text/html", b"application/json", b"application/xml", b"application/atom+xml", b"application/ld+json")
SMALLEST = 1000
"""The number of bytes from which compression is worthwhile."""


class Allowed(NamedTuple):
    """The inline scripts and inline styles that a page may contain, each in full."""

    scripts: set[str]
    styles: set[str]


class PageHeaders:
    """ASGI middleware for everything but static files."""

    def __init__(self, app: App, datasette: Any) -> None:
        self.app = app
        self.datasette = datasette
        self._version: bytes | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer 304 if nothing has changed; send everything else with its headers."""
        if "/-/static" in scope["path"]:
            await self.app(scope, receive, send)
            return
        asked = dict(scope["headers"])
        etag = self.etag(scope)
        if etag and etag in asked.get(b"if-none-match", b"").split(b", "):
            await send({"type": "http.response.start", "status": 304, "headers": [*self.lasting(etag), *FIXED, *CORS]})
            await send({"type": "http.response.body", "body": b""})
            return
        allowed = Allowed(set(), set())
        answer = Answer(send, allowed, self.lasting(etag) if etag else [], asked.get(b"accept-encoding", b""))
        await self.app({**scope, ALLOWED: allowed}, receive, answer.send)

    def etag(self, scope: Message) -> bytes | None:
        """A tag for everything that a response depends on; None if it may differ from visitor to visitor."""
        if scope["method"] not in ("GET", "HEAD") or any(name == b"cookie" for name, _ in scope["headers"]):
            return None
        if self._version is None:
            if not is_published(self.datasette):
                return None
            self._version = self.version()
        host = dict(scope["headers"]).get(b"host", b"")
        address = host + scope["path"].encode() + b"?" + scope["query_string"]
        return b'W/"' + hashlib.sha256(self._version + address).hexdigest()[:20].encode() + b'"'

    def version(self) -> bytes:
        """A hash of everything that affects pages: the database file, the code, the templates and styles."""
        database = published(self.datasette)
        file = Path(database.path).stat()
        here = Path(__file__).parent.parent
        newest = max(path.stat().st_mtime_ns for path in here.rglob("*") if path.is_file())
        metadata = repr(internals.metadata(self.datasette))
        parts = (database.hash, file.st_mtime_ns, file.st_size, newest, __version__, datasette_version, metadata)
        return hashlib.sha256(repr(parts).encode()).digest()

    def lasting(self, etag: bytes) -> Headers:
        """A short lifetime, and an ETag for afterwards: the file never changes, but the next build replaces it."""
        seconds = self.datasette.setting("default_cache_ttl")
        return [(b"etag", etag), (b"cache-control", b"public, max-age=%d, stale-while-revalidate=86400" % seconds)]


class Answer:
    """One response being sent: adds headers when it starts, and compresses a page that comes in one piece."""

    def __init__(self, send: Send, allowed: Allowed, lasting: Headers, encodings: bytes) -> None:
        self._send = send
        self.allowed = allowed
        self.lasting = lasting
        self.encodings = encodings
        self.start: Message | None = None

    async def send(self, message: Message) -> None:
        """Hold the start back until the first piece of the body arrives."""
        if message["type"] == "http.response.start":
            self.start = message
            return
        if self.start is None:
            await self._send(message)
            return
        start, self.start = self.start, None
        headers = self.headers(start)
        body = message.get("body", b"")
        whole = not message.get("more_body", False)
        if whole and len(body) >= SMALLEST and b"gzip" in self.encodings and _is(headers, COMPRESSED):
            body = await asyncio.to_thread(gzip.compress, body, compresslevel=5, mtime=0)
            headers = [pair for pair in headers if pair[0].lower() != b"content-length"]
            headers += [(b"content-encoding", b"gzip"), (b"content-length", b"%d" % len(body))]
        if _is(headers, COMPRESSED):
            headers.append((b"vary", b"Accept-Encoding"))
        await self._send({**start, "headers": headers})
        await self._send({**message, "body": body})

    def headers(self, start: Message) -> Headers:
        """The response's own headers, and the plugin's in place of those of the same name."""
        added = list(FIXED)
        if _is(start["headers"], (b"text/html",)):
            added.append((b"content-security-policy", policy(self.allowed).encode()))
        else:
            added += CORS
        if start["status"] == 200:
            given = {name.lower() for name, _ in start["headers"]} & {b"etag"}
            added += [pair for pair in self.lasting if pair[0] not in given]
        ours = {name for name, _ in added}
        return [pair for pair in start["headers"] if pair[0].lower() not in ours] + added


def policy(allowed: Allowed) -> str:
    """The Content-Security-Policy of a page with these inline scripts and styles."""
    sources = dict(POLICY)
    if allowed.scripts:
        sources["script-src"] += "".join(f" {_hash(script)}" for script in sorted(allowed.scripts))
    if allowed.styles:
        sources["style-src"] += " 'unsafe-hashes'" + "".join(f" {_hash(style)}" for style in sorted(allowed.styles))
    return "; ".join(f"{name} {value}" for name, value in sources.items())


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def _is(headers: Headers, kinds: tuple[bytes, ...]) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(kinds) for name, value in headers)
