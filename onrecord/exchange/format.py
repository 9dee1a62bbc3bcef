"""The description of an export format: where its files are, what they contain, and the function that writes them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from datasette.utils import tilde_encode  # type: ignore[import-untyped]

from onrecord.exchange.permalinks import Site
from onrecord.metadata import Metadata, load_metadata

Pieces = Generator[str, None, None]


@dataclass(frozen=True)
class Format:
    """One export format. To add one, write its module and name it in :data:`onrecord.exchange.formats.FORMATS`.

    :param path: the path of its files in an export; ``*`` is the key, a table's name or a document's id
    :param title: its name in lists of downloads
    :param holds: what its files contain, and by which standard
    :param media_type: for HTTP and the data package
    :param write: the text of one file in pieces, given the key; raises NoSuchRow before the first piece if there is
        no such table or document. The key is empty for ``database``; for ``page`` it is the id of the row before the
        page, empty for the first page
    :param per: what one file covers; of ``page``, an export has only the first, the site all
    :param address: its address on the site, ``*`` as above; empty if the site does not offer it
    :param packaged: whether the data package, written later, lists its files as resources
    """

    path: str
    title: str
    holds: str
    media_type: str
    write: Callable[[Dataset, str], Pieces]
    per: Literal["database", "page", "table", "document"] = "database"
    address: str = ""
    packaged: bool = False

    def file(self, key: str) -> str:
        """The path of one file in an export."""
        return self.path.replace("*", tilde_encode(key))

    def at(self, database: str, key: str = "*") -> str:
        """The address of one file on the site; without a key, with a placeholder for it."""
        slot = f"<{self.per}>" if key == "*" else tilde_encode(key)
        return self.address.replace("<database>", tilde_encode(database)).replace("*", slot)


@dataclass(frozen=True)
class Resource:
    """A file that has been written, its size in bytes and its SHA-256 in hexadecimal."""

    format: Format
    key: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Dataset:
    """A database, where it is published, and its description in metadata.yml.

    :param resources: files of packaged formats that have been written so far
    """

    connection: sqlite3.Connection
    site: Site = field(default_factory=Site)
    metadata: Metadata = field(default_factory=load_metadata)
    resources: tuple[Resource, ...] = ()


def to_json(value: Any, indent: int | None = None) -> str:
    """JSON without ASCII escapes; a value that JSON lacks (NaN) raises ValueError."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)


def json_array(items: Iterable[Any]) -> Pieces:
    """A JSON array in pieces, one item per line, never more than one in memory."""
    before = "[\n"
    for item in items:
        yield before + to_json(item)
        before = ",\n"
    yield "\n]" if before == ",\n" else "[\n]"
