"""Where rows are published: permanent addresses, written as Datasette writes them."""

from __future__ import annotations

from dataclasses import dataclass

from datasette.utils import tilde_encode  # type: ignore[import-untyped]

DEFAULT_BASE_URL = "http://127.0.0.1:8001"


@dataclass(frozen=True)
class Site:
    """A site and the database's name on it, such as ``http://127.0.0.1:8001`` and ``onrecord``."""

    base_url: str = DEFAULT_BASE_URL
    database: str = "onrecord"

    def address(self, path: str = "/") -> str:
        """A path of the site as an absolute address."""
        return self.base_url.rstrip("/") + path

    def table(self, name: str) -> str:
        """The page of a table or view."""
        return self.address(f"/{tilde_encode(self.database)}/{tilde_encode(name)}")

    def row(self, table: str, *key: str | int) -> str:
        """The permalink of a row; a compound primary key is given in its order."""
        return f"{self.table(table)}/{','.join(tilde_encode(str(part)) for part in key)}"
