"""What a page of the site says of itself; routes, navigation, sitemap and the front page follow from it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

View = Callable[[Any, Any], Awaitable[Any]]
"""Datasette and a request to a response."""

Route = tuple[str, View]
"""A regular expression for addresses, and what answers them."""


@dataclass(frozen=True)
class Page:
    """A page, and everything below its address.

    :param address: where it is; ``{database}`` is the name of the published database
    :param routes: every address that it answers; none where Datasette answers
    :param title: its name in the navigation; None keeps it out
    :param about: what the front page says about it
    :param tables: tables and views whose rows belong to it
    :param in_sitemap: whether search engines are told of it
    """

    address: str
    routes: tuple[Route, ...] = ()
    title: str | None = None
    about: str = ""
    tables: tuple[str, ...] = ()
    in_sitemap: bool = True
