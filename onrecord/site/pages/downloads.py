"""Downloads for other tools, made from the database when they are first asked for: GeoJSON, Web Annotation, Atom,
and one archive with everything. ``build_db.py export`` writes the same files."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tempfile
import weakref
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from datasette.utils.asgi import AsgiFileDownload, AsgiStream, NotFound, Response  # type: ignore[import-untyped]

from onrecord.database.query import NoSuchRow, quoted
from onrecord.exchange.atom import FEED_PATH, claims_feed
from onrecord.exchange.files import HashedFile, to_json
from onrecord.exchange.geojson import claim_features, location_features, write_features
from onrecord.exchange.permalinks import Site
from onrecord.exchange.web_annotation import write_annotations
from onrecord.metadata import Metadata, metadata_from
from onrecord.site.page import Page
from onrecord.site.published import published
from onrecord.site.respond import ask, page, rows

ARCHIVE_BYTES = 100_000_000
"""A larger database is not packed while somebody waits: the command does it."""

KEPT = 8
"""Files kept, each for one base address: whoever asks under many host names only makes us forget."""

CHUNK = 500
"""Rows read at a time."""

FEATURES = {"places": location_features, "claims": claim_features}
MEDIA = {".geojson": "application/geo+json", ".zip": "application/zip"}

COUNTS = """
select tbl as name, max(cast(stat as integer)) as rows from sqlite_stat1 where idx is not null group by tbl
"""
"""ANALYZE has counted them: the first number of an index's statistics is the number of its rows."""


class Kept:
    """Files that were made once, in a directory that goes when the site goes."""

    def __init__(self) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="onrecord-"))
        weakref.finalize(self, shutil.rmtree, self.directory, ignore_errors=True)
        self.lock = asyncio.Lock()
        self.files: dict[tuple[str, str], Path] = {}
        self.made = 0

    async def file(self, name: str, base_url: str, make: Callable[[Path], None]) -> Path:
        """The file, made by ``make`` in a thread unless it is there."""
        async with self.lock:
            key = (name, base_url)
            if key not in self.files:
                self.made += 1
                path = self.directory / f"{self.made}-{name}"
                await asyncio.to_thread(make, path)
                self.files[key] = path
                if len(self.files) > KEPT:
                    self.files.pop(next(iter(self.files))).unlink()
            return self.files[key]


_kept: WeakKeyDictionary[Any, Kept] = WeakKeyDictionary()


def described(datasette: Any, request: Any) -> tuple[Site, Metadata]:
    """Where the site is, as the visitor asked for it, and what it says of itself."""
    name = published(datasette).name
    base_url = datasette.absolute_url(request, datasette.urls.instance()).rstrip("/")
    return Site(base_url, name), metadata_from(datasette.metadata(), name)


def reading(datasette: Any) -> closing[sqlite3.Connection]:
    """A connection of its own for work that takes longer than a page may."""
    connection = sqlite3.connect(f"file:{published(datasette).path}?immutable=1", uri=True, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    return closing(connection)


async def download(datasette: Any, request: Any, name: str, make: Callable[[Path], None]) -> AsgiFileDownload:
    """A file, made if it has not been, as a download."""
    kept = _kept.setdefault(datasette, Kept())
    site, _ = described(datasette, request)
    path = await kept.file(name, site.base_url, make)
    filename = f"{published(datasette).name}-{name}"
    return AsgiFileDownload(str(path), filename=filename, content_type=MEDIA[Path(name).suffix])


async def geojson_view(datasette: Any, request: Any) -> Any:
    """``/-/places.geojson`` and ``/-/claims.geojson``."""
    kind = request.url_vars["kind"]
    site, _ = described(datasette, request)

    def make(path: Path) -> None:
        with reading(datasette) as connection, HashedFile(path) as file:
            write_features(file, FEATURES[kind](connection, site))

    return await download(datasette, request, f"{kind}.geojson", make)


async def archive_view(datasette: Any, request: Any) -> Any:
    """``/-/everything.zip``: the whole export, a Data Package among it."""
    from onrecord.exchange.export import export_database

    database = published(datasette)
    site, _ = described(datasette, request)
    if database.size > ARCHIVE_BYTES:
        raise NotFound(f"Too much to pack here: python build_db.py export {database.name}.db DIRECTORY")

    def make(path: Path) -> None:
        with tempfile.TemporaryDirectory() as parent:
            folder = Path(parent) / database.name
            export_database(Path(database.path), folder, site.base_url)
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                for file in sorted(folder.rglob("*")):
                    archive.write(file, file.relative_to(folder.parent))

    return await download(datasette, request, "everything.zip", make)


async def annotations_view(datasette: Any, request: Any) -> Any:
    """``/-/annotations/<document>.jsonld``: a document's layers as W3C Web Annotations."""
    site, metadata = described(datasette, request)
    document = request.url_vars["document"]

    def make() -> bytes:
        with reading(datasette) as connection, tempfile.TemporaryDirectory() as parent:
            path = Path(parent) / "annotations.jsonld"
            with HashedFile(path) as file:
                write_annotations(file, connection, document, site, metadata)
            return path.read_bytes()

    try:
        body = await asyncio.to_thread(make)
    except NoSuchRow as error:
        raise NotFound(f"No document {document}") from error
    return Response(body, content_type='application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"')


async def json_view(datasette: Any, request: Any) -> Any:
    """``/-/json/<table>.json``: every row of a table or view as an array of objects, an object a line."""
    database = published(datasette)
    name = request.url_vars["table"]
    if name not in {*await database.table_names(), *await database.view_names()}:
        raise NotFound(f"No table {name}")

    async def write(response: Any) -> None:
        with reading(datasette) as connection:
            cursor = await asyncio.to_thread(connection.execute, f"select * from {quoted(name)}")
            await response.write("[")
            before = "\n"
            while some := await asyncio.to_thread(cursor.fetchmany, CHUNK):
                await response.write(before + ",\n".join(to_json(dict(row)) for row in some))
                before = ",\n"
            await response.write("\n]\n")

    headers = {"content-disposition": f'attachment; filename="{name}.json"'}
    return AsgiStream(write, headers=headers, content_type="application/json; charset=utf-8")


async def feed_view(datasette: Any, request: Any) -> Any:
    """The Atom feed of claims, a hundred a page."""
    site, metadata = described(datasette, request)
    after = request.args.get("after") or None

    def make(connection: sqlite3.Connection) -> bytes:
        return claims_feed(connection, site, metadata, path=FEED_PATH, after=after)

    return Response(await ask(datasette, make), content_type="application/atom+xml; charset=utf-8")


async def shelf_view(datasette: Any, request: Any) -> Any:
    """The page ``/downloads``."""
    database = published(datasette)
    _, metadata = described(datasette, request)
    counts = {row["name"]: row["rows"] for row in await ask(datasette, lambda connection: rows(connection, COUNTS))}
    existing = [*await database.table_names(), *await database.view_names()]
    hidden = set(await database.hidden_table_names()) - set(metadata.tables)
    names = [name for name in existing if name not in hidden and not name.startswith("sqlite_")]
    tables = [
        {"name": name, "about": metadata.table(name), "rows": counts.get(name), "hidden": metadata.table(name).hidden}
        for name in [
            *(name for name in metadata.tables if name in names),
            *(n for n in names if n not in metadata.tables),
        ]
    ]
    first = await ask(
        datasette, lambda connection: rows(connection, "select id, title from documents order by id limit 1")
    )
    context = {
        "tables": tables,
        "database": database.name,
        "size": database.size,
        "packed": database.size <= ARCHIVE_BYTES,
        "feed": str(datasette.urls.path(FEED_PATH)),
        "document": first[0] if first else None,
    }
    return await page(datasette, request, "downloads.html", "downloads", context)


ROUTES = [
    (r"^/downloads$", shelf_view),
    (rf"^{FEED_PATH}$", feed_view),
    (r"^/-/(?P<kind>places|claims)\.geojson$", geojson_view),
    (r"^/-/json/(?P<table>\w+)\.json$", json_view),
    (r"^/-/everything\.zip$", archive_view),
    (r"^/-/annotations/(?P<document>[^/]+)\.jsonld$", annotations_view),
]

PAGE = Page(
    "/downloads",
    tuple(ROUTES),
    "Downloads",
    "Everything, complete: CSV, JSON, one database file, and formats for maps and annotation tools.",
)
