"""What metadata.yml says about the dataset, its tables and their columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml
from datasette.utils import tilde_encode  # type: ignore[import-untyped]

from onrecord.data import METADATA, read_yaml
from onrecord.problems import Refusal

METADATA_NAME = "onrecord"
"""The database's key under ``databases:``, whatever its file is called."""


@dataclass(frozen=True)
class TableDescription:
    """The description of a table or view; ``hidden`` ones are linked to from others, not listed."""

    title: str
    description: str = ""
    label_column: str | None = None
    hidden: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Metadata:
    """The description of the dataset."""

    title: str
    description: str
    about: str
    license: str
    license_url: str
    source: str
    source_url: str
    tables: Mapping[str, TableDescription]

    def table(self, name: str) -> TableDescription:
        """The description of a table; one without a description gets a title made from its name."""
        return self.tables.get(name) or TableDescription(name.replace("_", " ").capitalize())


def published_metadata(database: str, path: Path = METADATA) -> dict[str, Any]:
    """metadata.yml as Datasette expects it, with the database described under its name on the site.

    :raises Refusal: when the file can't be read
    """
    documented = "see https://docs.datasette.io/en/stable/metadata.html"
    try:
        metadata = read_yaml(path) or {}
    except OSError as error:
        raise Refusal(f"can't be read: {error.strerror}", "make it a readable file") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Refusal(f"is not YAML: {error}", f"correct it; {documented}") from error
    if not isinstance(metadata, dict):
        raise Refusal("is not a mapping", documented)
    databases = metadata.get("databases") or {}
    if METADATA_NAME in databases and database != METADATA_NAME:
        described = databases[database] = databases.pop(METADATA_NAME)
        if html := described.get("description_html"):
            described["description_html"] = html.replace(f'href="{METADATA_NAME}/', f'href="{tilde_encode(database)}/')
    return metadata


def load_metadata(path: Path = METADATA) -> Metadata:
    """Read metadata.yml."""
    everything = read_yaml(path)
    return metadata_from(everything)


def metadata_from(everything: Mapping[str, Any], database: str = METADATA_NAME) -> Metadata:
    """The description in a dictionary, such as the metadata of a running Datasette."""
    tables = everything.get("databases", {}).get(database, {}).get("tables", {})
    title = everything.get("title", database)
    return Metadata(
        title=title,
        description=plain_text(everything.get("description_html") or everything.get("description", "")),
        about=everything.get("about", title),
        license=everything.get("license", ""),
        license_url=everything.get("license_url", ""),
        source=everything.get("source", ""),
        source_url=everything.get("source_url", ""),
        tables={name: table_description(name, described) for name, described in tables.items()},
    )


def table_description(name: str, described: Mapping[str, Any]) -> TableDescription:
    """One entry of ``tables:``."""
    return TableDescription(
        title=described.get("title", name),
        description=plain_text(described.get("description_html") or described.get("description", "")),
        label_column=described.get("label_column"),
        hidden=bool(described.get("hidden")),
        columns=described.get("columns", {}),
    )


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def plain_text(html: str) -> str:
    """The text of a piece of HTML, on one line."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    return " ".join("".join(parser.words).split())
