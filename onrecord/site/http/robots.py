"""``/robots.txt``: what search engines may read."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Response  # type: ignore[import-untyped]

from onrecord.site.published import is_published

ROBOTS = """\
# Records, documents and overviews may be indexed. Filters, facets, sort orders and searches show the same rows in
# endless combinations; downloads are for people.
User-agent: *
Disallow: {base}*?
Disallow: {base}-/
Disallow: {base}*.csv
Disallow: {base}*.json
Disallow: {base}*.db$
Allow: {base}-/static
Allow: {base}-/static-plugins
"""


async def robots_view(datasette: Any, request: Any) -> Any:
    """``/robots.txt``."""
    text = ROBOTS.replace("{base}", datasette.setting("base_url"))
    if is_published(datasette):
        text += f"\nSitemap: {datasette.absolute_url(request, datasette.urls.path('/sitemap.xml'))}\n"
    return Response.text(text)


ROUTES = [(r"^/robots\.txt$", robots_view)]
