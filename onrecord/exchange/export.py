"""The whole database in open formats: one directory, deterministic, written from the database alone."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from datasette.utils import tilde_encode  # type: ignore[import-untyped]

from onrecord.atomic import OutputDirectory
from onrecord.database.open import open_database
from onrecord.database.query import rows
from onrecord.exchange.atom import claims_feed
from onrecord.exchange.data_package import DESCRIPTOR, write_data_package
from onrecord.exchange.files import HashedFile, to_json, write_array
from onrecord.exchange.geojson import claim_features, location_features, write_features
from onrecord.exchange.permalinks import DEFAULT_BASE_URL, Site
from onrecord.exchange.phrases import ADDRESS
from onrecord.exchange.schema_org import dataset_jsonld
from onrecord.exchange.tables import all_rows, read_tables
from onrecord.exchange.web_annotation import write_annotations
from onrecord.metadata import Metadata, load_metadata
from onrecord.problems import InputError, Problem

Progress = Callable[[str], None]

WRITTEN = frozenset(
    {DESCRIPTOR, "data", "json", "annotations", "claims.geojson", "locations.geojson", "claims.atom", "dataset.jsonld"}
)
"""What an export consists of: a directory with anything else in it is never replaced."""

FEATURES = {
    "locations": ("Places on the map", location_features),
    "claims": ("Claims on the map, one for each claim and place", claim_features),
}


def export_database(
    database: Path,
    directory: Path,
    base_url: str = DEFAULT_BASE_URL,
    *,
    replace: bool = False,
    metadata: Metadata | None = None,
    progress: Progress = lambda _: None,
) -> dict[str, int]:
    """Write the database to ``directory`` in every format; the same database gives the same bytes.

    :param base_url: where the site is, for permalinks
    :param replace: whether an export that is there already may be replaced
    :return: the number of files by what they are
    :raises InputError: when there is no such database, or the directory can't be written
    """
    check_base_url(base_url)
    output = directory.resolve()
    metadata = metadata or load_metadata()
    with open_database(database) as connection:
        check_directory(output, WRITTEN, replace)
        try:
            making = OutputDirectory(output)
            try:
                counts = write_everything(connection, making.path, Site(base_url, database.stem), metadata, progress)
                progress("putting the directory in its place")
                making.publish()
            finally:
                making.discard()
        except OSError as error:
            remedy = "make room or give permission there, or choose another directory"
            what = f"the export can't be written: {error.strerror or error}"
            raise InputError([Problem(str(output), 0, what, remedy)]) from error
        return counts


def write_everything(
    connection: sqlite3.Connection, directory: Path, site: Site, metadata: Metadata, progress: Progress
) -> dict[str, int]:
    """Every file; gives their number by what they are."""
    progress("writing GeoJSON")
    others = [write_geojson(connection, directory, site, name) for name in FEATURES]
    (directory / "claims.atom").write_bytes(claims_feed(connection, site, metadata))
    with HashedFile(directory / "dataset.jsonld") as file:
        file.write(to_json(dataset_jsonld(connection, site, metadata), indent=2) + "\n")
    write_data_package(connection, directory, site, metadata, others, progress)
    tables = write_json(connection, directory / "json", progress)
    documents = write_layers(connection, directory / "annotations", site, metadata, progress)
    return {"CSV tables": tables, "JSON tables": tables, "GeoJSON": len(others), "annotated documents": documents}


def write_geojson(connection: sqlite3.Connection, directory: Path, site: Site, name: str) -> dict[str, Any]:
    """One FeatureCollection; gives its description for the data package."""
    title, features = FEATURES[name]
    path = f"{name}.geojson"
    with HashedFile(directory / path) as file:
        write_features(file, features(connection, site))
    return {
        "name": path,
        "path": path,
        "title": title,
        "format": "geojson",
        "mediatype": "application/geo+json",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }


def write_json(connection: sqlite3.Connection, directory: Path, progress: Progress) -> int:
    """Each table as an array of objects; gives their number."""
    directory.mkdir()
    tables = read_tables(connection)
    for table in tables:
        progress(f"writing json/{table.name}.json")
        with HashedFile(directory / f"{table.name}.json") as file:
            write_array(file, (dict(row) for row in all_rows(connection, table)))
            file.write("\n")
    return len(tables)


def write_layers(
    connection: sqlite3.Connection, directory: Path, site: Site, metadata: Metadata, progress: Progress
) -> int:
    """Each document's annotations, its id the file's name; gives their number."""
    directory.mkdir()
    number = 0
    for number, row in enumerate(rows(connection, "select id from documents order by id"), 1):
        progress(f"writing annotations {number:,}: {row['id']}")
        with HashedFile(directory / f"{tilde_encode(row['id'])}.jsonld") as file:
            write_annotations(file, connection, row["id"], site, metadata)
    return number


def check_base_url(base_url: str) -> None:
    """Permalinks are made of it, so it must be an address.

    :raises InputError: when it is none
    """
    if not ADDRESS.fullmatch(base_url) or not urlsplit(base_url).hostname or "?" in base_url or "#" in base_url:
        remedy = f"give the site's own, such as {DEFAULT_BASE_URL}"
        raise InputError([Problem("--base-url", 0, f"{base_url!r} is not the address of a site", remedy)])


def check_directory(output: Path, written: frozenset[str], replace: bool) -> None:
    """Refuse a directory that can't or shouldn't be replaced, before any work is done.

    :param output: resolved
    :param written: what may be in a directory that is replaced
    :raises InputError: saying why
    """
    what, remedy = "", "choose another directory"
    if output.exists() and not output.is_dir():
        what = "this is a file, not a directory"
    elif not output.parent.is_dir():
        what, remedy = f"there is no directory {output.parent}", "make it, or choose another"
    elif not os.access(output.parent, os.W_OK):
        what = f"the directory {output.parent} can't be written"
    elif output.is_dir() and Path.cwd().is_relative_to(output):
        what, remedy = "you are in this directory", "leave it first, or choose another"
    elif output.is_dir() and (strangers := sorted(set(os.listdir(output)) - written)):
        what = f"the directory holds {strangers[0]!r}, which no export wrote; it is not replaced"
    elif output.is_dir() and any(output.iterdir()) and not replace:
        what, remedy = "the directory holds an export", "use --replace to replace it, or choose another directory"
    if what:
        raise InputError([Problem(str(output), 0, what, remedy)])
