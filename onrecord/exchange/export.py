"""The whole database in open formats: one directory, deterministic, written from the database alone."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace as changed
from pathlib import Path
from urllib.parse import urlsplit

from onrecord.atomic import OutputDirectory
from onrecord.database.open import open_database
from onrecord.database.query import iterate_rows
from onrecord.exchange import formats
from onrecord.exchange.format import Dataset, Format, Resource
from onrecord.exchange.permalinks import DEFAULT_BASE_URL, Site
from onrecord.exchange.phrases import ADDRESS
from onrecord.exchange.tables import exported_names
from onrecord.metadata import Metadata, load_metadata
from onrecord.problems import InputError, Problem, Progress


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
    :param replace: whether an existing export may be replaced
    :return: the number of files by their format's path
    :raises InputError: when there is no such database, or the directory can't be written
    """
    check_base_url(base_url)
    output = directory.resolve()
    metadata = metadata or load_metadata()
    with open_database(database) as connection:
        check_directory(output, replace)
        try:
            making = OutputDirectory(output)
            try:
                dataset = Dataset(connection, Site(base_url, database.stem), metadata)
                counts = write_everything(dataset, making.path, progress)
                progress("moving the directory into place")
                making.publish()
            finally:
                making.discard()
        except OSError as error:
            remedy = "free some space or allow writing there, or choose another directory"
            what = f"the export can't be written: {error.strerror or error}"
            raise InputError([Problem(str(output), 0, what, remedy)]) from error
        return counts


def write_everything(dataset: Dataset, directory: Path, progress: Progress) -> dict[str, int]:
    """Write every file of every format; return the number of files by the format's path."""
    counts = {}
    for format in formats.FORMATS:
        (directory / format.path).parent.mkdir(exist_ok=True)
        counts[format.path] = 0
        for key in keys(format, dataset):
            path = format.file(key)
            progress(f"writing {path}")
            size, sha256 = write_file(directory / path, format.write(dataset, key))
            counts[format.path] += 1
            if format.packaged:
                resource = Resource(format, key, size, sha256)
                dataset = changed(dataset, resources=(*dataset.resources, resource))
    return counts


def keys(format: Format, dataset: Dataset) -> Iterator[str]:
    """The key of each file of a format."""
    if format.per == "table":
        yield from exported_names(dataset.connection, dataset.metadata)
    elif format.per == "document":
        yield from (row["id"] for row in iterate_rows(dataset.connection, "select id from documents order by id"))
    else:
        yield ""


def write_file(path: Path, pieces: Iterable[str]) -> tuple[int, str]:
    """Write a UTF-8 file piece by piece; return its size in bytes and its SHA-256 in hexadecimal."""
    size, digest = 0, hashlib.sha256()
    with path.open("wb") as file:
        for piece in pieces:
            data = piece.encode()
            digest.update(data)
            size += file.write(data)
    return size, digest.hexdigest()


def top_level() -> set[str]:
    """The names of the files and directories in an export."""
    return {format.path.partition("/")[0] for format in formats.FORMATS}


def check_base_url(base_url: str) -> None:
    """Check that permalinks can start with ``base_url``: an http or https address without query or fragment.

    :raises InputError: when they can't
    """
    if not ADDRESS.fullmatch(base_url) or not urlsplit(base_url).hostname or "?" in base_url or "#" in base_url:
        remedy = f"give the site's address, such as {DEFAULT_BASE_URL}"
        raise InputError([Problem("--base-url", 0, f"{base_url!r} is not the address of a site", remedy)])


def check_directory(output: Path, replace: bool) -> None:
    """Refuse a directory that can't or shouldn't be replaced, before any work is done.

    :param output: resolved; a directory with files that no export writes is never replaced
    :raises InputError: saying why
    """
    what, remedy = "", "choose another directory"
    if output.exists() and not output.is_dir():
        what = "this is a file, not a directory"
    elif not output.parent.is_dir():
        what, remedy = f"there is no directory {output.parent}", "create it, or choose another"
    elif not os.access(output.parent, os.W_OK):
        what = f"the directory {output.parent} is not writable"
    elif output.is_dir() and Path.cwd().is_relative_to(output):
        what, remedy = "this is the current directory", "leave it first, or choose another"
    elif output.is_dir() and (unknown := sorted(set(os.listdir(output)) - top_level())):
        what = f"unknown file {unknown[0]!r}; exports write only {', '.join(sorted(top_level()))}"
    elif output.is_dir() and any(output.iterdir()) and not replace:
        what, remedy = "the directory contains an export", "use --replace to replace it, or choose another directory"
    if what:
        raise InputError([Problem(str(output), 0, what, remedy)])
