"""The description of a page, from which routes, navigation, sitemap and front page follow."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

View = Callable[[Any, Any], Awaitable[Any]]
"""From Datasette and a request to a response."""

Route = tuple[str, View]
"""A regular expression for addresses, and the view that answers them."""


@dataclass(frozen=True)
class Page:
    """A page, and everything below its address.

    :param address: its path; ``{database}`` is the name of the published database
    :param routes: every address that it answers; none if Datasette answers
    :param title: its name in the navigation; None leaves it out
    :param about: its description on the front page
    :param tables: tables and views whose rows belong to it
    :param in_sitemap: whether the sitemap lists it
    """

    address: str
    routes: tuple[Route, ...] = ()
    title: str | None = None
    about: str = ""
    tables: tuple[str, ...] = ()
    in_sitemap: bool = True
