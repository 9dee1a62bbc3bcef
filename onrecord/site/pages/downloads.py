"""Downloads for other tools: every format that the site offers, and one archive of a whole export.

A file about the whole database is made at the first request and kept; tables and documents are streamed.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
import tempfile
import threading
import weakref
import zipfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from weakref import WeakKeyDictionary

from datasette.utils import tilde_decode  # type: ignore[import-untyped]
from datasette.utils.asgi import NotFound, Response  # type: ignore[import-untyped]

from onrecord.data import COMMAND
from onrecord.database.query import NoSuchRow
from onrecord.database.schema import cache_names
from onrecord.exchange import formats
from onrecord.exchange.export import export_database
from onrecord.exchange.format import Dataset, Format, Pieces
from onrecord.exchange.permalinks import Site
from onrecord.metadata import Metadata
from onrecord.site.datasette import internals
from onrecord.site.http.file_answer import FileAnswer
from onrecord.site.page import Page, Route
from onrecord.site.published import publication, published
from onrecord.site.respond import Row, ask, page, rows
from onrecord.site.scratch import scratch_directory

ARCHIVE_BYTES = 100_000_000
"""A larger database is not packed on request: the export command does it."""

KEPT = 8
"""Files kept, each for one base URL: requests under many host names only evict older ones."""

CHUNK = 500
"""How many pieces, such as rows, are sent at a time."""

COUNTS = """
select tbl as name, max(cast(stat as integer)) as rows from sqlite_stat1 where idx is not null group by tbl
"""
"""ANALYZE has counted them: the first number of an index's statistics is the number of its rows."""

FIRST_DOCUMENT = "select id, title from documents order by id limit 1"


class Kept:
    """Files that are made once, in a directory that is deleted with the site."""

    def __init__(self) -> None:
        self.directory = scratch_directory()
        weakref.finalize(self, shutil.rmtree, self.directory, ignore_errors=True)
        self.lock = threading.Lock()
        self.files: dict[tuple[str, str], Path] = {}
        self.made = 0

    def file(self, name: str, base_url: str, make: Callable[[Path], None]) -> BinaryIO:
        """The file, opened for reading; made by ``make`` unless it exists."""
        with self.lock:
            key = (name, base_url)
            if key not in self.files or not self.files[key].exists():
                self.made += 1
                path = self.directory / f"{self.made}-{name}"
                make(path)
                self.files[key] = path
                if len(self.files) > KEPT:
                    self.files.pop(next(iter(self.files))).unlink(missing_ok=True)
            return self.files[key].open("rb")


_kept: WeakKeyDictionary[Any, Kept] = WeakKeyDictionary()


def separate_connection(datasette: Any) -> closing[sqlite3.Connection]:
    """A separate connection for work that takes longer than a page may."""
    connection = sqlite3.connect(f"file:{published(datasette).path}?immutable=1", uri=True, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    return closing(connection)


def pieces(datasette: Any, site: Site, metadata: Metadata, format: Format, key: str) -> Pieces:
    """The text of one file, some pieces at a time, from a separate connection."""
    with (
        separate_connection(datasette) as connection,
        closing(format.write(Dataset(connection, site, metadata), key)) as written,
    ):
        while some := list(islice(written, CHUNK)):
            yield "".join(some)


async def kept_download(
    datasette: Any, request: Any, name: str, media_type: str, make: Callable[[Path], None]
) -> FileAnswer:
    """A kept file as a download; it is made if it does not exist."""
    site, _ = publication(datasette, request)
    file = await asyncio.to_thread(_kept.setdefault(datasette, Kept()).file, name, site.base_url, make)
    return FileAnswer(request, file, f"{published(datasette).name}-{name}", media_type)


async def database_view(format: Format, datasette: Any, request: Any) -> Any:
    """One file about the whole database."""
    site, metadata = publication(datasette, request)

    def make(path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces(datasette, site, metadata, format, ""))

    return await kept_download(datasette, request, format.address.rpartition("/")[2], format.media_type, make)


async def page_view(format: Format, datasette: Any, request: Any) -> Any:
    """One page of a long list; with ``?after=``, the one that starts after a row."""
    site, metadata = publication(datasette, request)
    after = request.args.get("after") or ""

    def make(connection: sqlite3.Connection) -> str:
        return "".join(format.write(Dataset(connection, site, metadata), after))

    return Response(await ask(datasette, make), content_type=format.media_type)


async def stream_view(format: Format, datasette: Any, request: Any) -> Any:
    """One file about a table or a document."""
    key = tilde_decode(request.url_vars["key"])
    text = pieces(datasette, *publication(datasette, request), format, key)
    try:
        first = await asyncio.to_thread(next, text, None)
    except NoSuchRow as error:
        raise NotFound(f"No {format.per} {key}") from error

    async def write(response: Any) -> None:
        with closing(text):
            some = first
            while some is not None:
                await response.write(some)
                some = await asyncio.to_thread(next, text, None)

    name = format.address.rpartition("/")[2].replace("*", request.url_vars["key"])
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return internals.stream(write, headers, format.media_type)


async def archive_view(datasette: Any, request: Any) -> Any:
    """``/-/everything.zip``: the whole export."""
    database = published(datasette)
    site, _ = publication(datasette, request)
    if database.size > ARCHIVE_BYTES:
        raise NotFound(f"Too large to pack here: {COMMAND} export {database.name}.db DIRECTORY")

    def make(path: Path) -> None:
        with tempfile.TemporaryDirectory() as parent:
            folder = Path(parent) / database.name
            export_database(Path(database.path), folder, site.base_url)
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                for file in sorted(folder.rglob("*")):
                    archive.write(file, file.relative_to(folder.parent))

    return await kept_download(datasette, request, "everything.zip", "application/zip", make)


async def shelf_view(datasette: Any, request: Any) -> Any:
    """The page ``/downloads``."""
    database = published(datasette)
    first = await ask(datasette, lambda connection: rows(connection, FIRST_DOCUMENT))
    offered = [format for format in formats.FORMATS if format.address]
    context = {
        "tables": await listed_tables(datasette, request),
        "database": database.name,
        "size": database.size,
        "packed": database.size <= ARCHIVE_BYTES,
        "formats": formats.FORMATS,
        "whole": [format for format in offered if format.per in ("database", "page")],
        "by_table": [format for format in offered if format.per == "table"],
        "by_document": [format for format in offered if format.per == "document"],
        "document": first[0] if first else None,
    }
    return await page(datasette, request, "downloads.html", "downloads", {**context, "command": COMMAND})


async def listed_tables(datasette: Any, request: Any) -> list[Row]:
    """Every table that is data, and every listed view, with its description and, if known, its number of rows.

    Those that metadata.yml describes come first.
    """
    database = published(datasette)
    _, metadata = publication(datasette, request)
    counts = {row["name"]: row["rows"] for row in await ask(datasette, lambda connection: rows(connection, COUNTS))}
    views = [name for name in await database.view_names() if not metadata.table(name).hidden]
    existing = [*(name for name in await database.table_names() if name not in cache_names()), *views]
    hidden = set(await database.hidden_table_names()) - set(metadata.tables)
    names = [name for name in existing if name not in hidden and not name.startswith("sqlite_")]
    described = [name for name in metadata.tables if name in names]
    return [
        {"name": name, "about": metadata.table(name), "rows": counts.get(name)}
        for name in [*described, *(name for name in names if name not in metadata.tables)]
    ]


VIEWS = {"database": database_view, "page": page_view, "table": stream_view, "document": stream_view}


def format_routes() -> list[Route]:
    """A route for each format that Datasette does not serve itself."""
    own = [format for format in formats.FORMATS if format.address.startswith("/-/")]
    addresses = [(re.escape(format.address).replace(r"\*", "(?P<key>[^/]+)"), format) for format in own]
    return [(f"^{address}$", partial(VIEWS[format.per], format)) for address, format in addresses]


PAGE = Page(
    "/downloads",
    ((r"^/downloads$", shelf_view), (r"^/-/everything\.zip$", archive_view)),
    "Downloads",
    "Everything, complete: CSV, JSON, one database file, and formats for maps and annotation tools.",
)
