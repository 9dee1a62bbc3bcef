"""The pages of the site, in the order of the navigation; each module is named by its address."""

from __future__ import annotations

from typing import Any

from onrecord.site.page import Page
from onrecord.site.pages import (
    disagreements,
    downloads,
    events,
    front,
    map,
    people,
    read,
    review,
    search,
    sources,
    timeline,
    trust,
)
from onrecord.site.room import room_of

CLAIMS = Page(
    "/{database}/claims_in_context",
    (),
    "Claims",
    "One proposition per row: filter by claimant, certainty, event or place.",
    ("claims_in_context", "claims", "attributions", "quotes", "quotes_in_context"),
    in_sitemap=False,
)
SQL = Page(
    "/{database}",
    (),
    "SQL",
    "Query the database yourself, or start from a ready question.",
    in_sitemap=False,
)

PAGES = (
    front.PAGE,
    read.PAGE,
    CLAIMS,
    people.PAGE,
    map.PAGE,
    timeline.PAGE,
    events.PAGE,
    disagreements.PAGE,
    sources.PAGE,
    trust.PAGE,
    SQL,
    downloads.PAGE,
    search.PAGE,
)


def pages_of(datasette: Any) -> tuple[Page, ...]:
    """The pages of a site: one with a review room has that, too."""
    return (*PAGES, review.PAGE) if room_of(datasette) else PAGES
