"""A file as a download that can be resumed: the whole of it, or the part that a request asks for (RFC 9110, 14)."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Awaitable, Callable
from typing import Any, BinaryIO
from urllib.parse import quote

from onrecord.site.http.assets import Message, Send

CHUNK_BYTES = 64 * 1024

RANGE = re.compile(r"bytes=(?:(?P<first>\d{1,18})-(?P<last>\d{0,18})|-(?P<length>\d{1,18}))", re.ASCII)
"""One range; a request for several may be answered with the whole file, and is."""

PLAIN_NAME = re.compile(r"[\w.-]+", re.ASCII)


def asked_range(header: str, size: int) -> range | None:
    """The offsets that a Range header asks for, none of them if the file ends before; None if it asks for the whole.

    >>> asked_range("bytes=2-", 10), asked_range("bytes=-3", 10), asked_range("bytes=0-99", 10)
    (range(2, 10), range(7, 10), range(0, 10))
    >>> asked_range("bytes=10-", 10), asked_range("bytes=5-2", 10), asked_range("bytes=0-1,4-5", 10)
    (range(10, 10), None, None)
    """
    asked = RANGE.fullmatch(header.strip())
    if not asked:
        return None
    if asked["length"]:
        return range(max(0, size - int(asked["length"])), size)
    first, last = int(asked["first"]), int(asked["last"] or size - 1)
    if asked["last"] and last < first:
        return None
    return range(min(first, size), min(last + 1, size))


class FileAnswer:
    """A response that is a file, read as it is sent; Datasette sends it like one of its own.

    :param file: is not written to again, is known by when it was written and its size, and is closed when it is sent
    """

    def __init__(self, request: Any, file: BinaryIO, filename: str, content_type: str) -> None:
        found = os.fstat(file.fileno())
        self.request = request
        self.file = file
        self.size = found.st_size
        self.etag = f'"{found.st_mtime_ns:x}-{found.st_size:x}"'
        self.headers = {
            "content-type": content_type,
            "content-disposition": f"attachment; {_named(filename)}",
            "etag": self.etag,
            "accept-ranges": "bytes",
        }

    async def asgi_send(self, send: Send) -> None:
        """Send what the request asks for. In pieces: an answer in one piece may be compressed, and a part must not."""
        with self.file:
            status, part = self.part()
            sent = {} if status == 304 else {"content-length": str(len(part))}
            if status in (206, 416):
                where = f"{part.start}-{part.stop - 1}" if part else "*"
                sent["content-range"] = f"bytes {where}/{self.size}"
            headers = [(name.encode(), value.encode()) for name, value in (self.headers | sent).items()]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            if self.request.method != "HEAD":
                await self.send_part(part, send)
            await send({"type": "http.response.body", "body": b""})

    def part(self) -> tuple[int, range]:
        """The status of the answer, and the offsets of the bytes in it."""
        asked = self.request.headers
        if self.etag in re.split(r"\s*,\s*", asked.get("if-none-match", "")):
            return 304, range(0)
        is_resumable = self.request.method == "GET" and asked.get("if-range", self.etag) == self.etag
        part = asked_range(asked.get("range", ""), self.size) if is_resumable else None
        if part is None:
            return 200, range(self.size)
        return (206, part) if part else (416, range(0))

    async def send_part(self, part: range, send: Callable[[Message], Awaitable[None]]) -> None:
        """Send the bytes at these offsets.

        :raises OSError: if the file has become shorter, so that the visitor sees that something is missing
        """
        for start in range(part.start, part.stop, CHUNK_BYTES):
            body = await asyncio.to_thread(_read, self.file, start, min(CHUNK_BYTES, part.stop - start))
            await send({"type": "http.response.body", "body": body, "more_body": True})


def _read(file: BinaryIO, start: int, size: int) -> bytes:
    file.seek(start)
    body = file.read(size)
    if len(body) < size:
        raise OSError("The file has become shorter while it was sent")
    return body


def _named(filename: str) -> str:
    return (
        f'filename="{filename}"' if PLAIN_NAME.fullmatch(filename) else f"filename*=UTF-8''{quote(filename, safe='')}"
    )
