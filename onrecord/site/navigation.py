"""The navigation of every page, and the entry that a page belongs to."""

from __future__ import annotations

from typing import Any, NamedTuple

from datasette.utils import tilde_encode  # type: ignore[import-untyped]

from onrecord.site.published import is_published, published


class Door(NamedTuple):
    """One entry of the navigation; ``tables`` are those whose rows belong to it."""

    name: str
    address: str
    about: str
    tables: tuple[str, ...]


def doors(datasette: Any) -> list[Door]:
    """The entries of the navigation; none if no database of documents is published."""
    # Imported late: pages use Datasette's views, and it loads plugins before it has any.
    from onrecord.site import pages

    if not is_published(datasette):
        return []
    address = {
        page: page.address.replace("{database}", tilde_encode(published(datasette).route))
        for page in pages.pages_of(datasette)
    }
    return [
        Door(page.title, str(datasette.urls.path(address[page])), page.about, page.tables)
        for page in address
        if page.title
    ]


def door_of(datasette: Any, path: str) -> str | None:
    """The name of the entry that a path belongs to: the path of its page, below it, or of one of its tables."""
    if not is_published(datasette):
        return None
    below = f"{datasette.urls.database(published(datasette).name)}/"
    table = path.removeprefix(below).split("/")[0] if path.startswith(below) else ""
    for door in doors(datasette):
        if path == door.address or table in door.tables or (not table and path.startswith(f"{door.address}/")):
            return door.name
    return "SQL" if table else None
