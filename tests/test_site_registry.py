"""A page is registered once: its routes, its place in the navigation and in the sitemap follow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from datasette.utils.asgi import Response  # type: ignore[import-untyped]

from onrecord.data import METADATA, PROJECT
from onrecord.site import pages
from onrecord.site.page import Page
from onrecord.site.server import datasette_for


async def glossary(datasette: Any, request: Any) -> Any:
    return Response.html("<h1>Glossary</h1>")


@pytest.fixture
def site(small_database: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    new = Page("/glossary", ((r"^/glossary$", glossary),), "Glossary", "What the words mean.", ("claim_types",))
    monkeypatch.setattr(pages, "PAGES", (*pages.PAGES, new))
    return datasette_for(small_database, METADATA)


async def test_a_registered_page_answers_and_every_page_leads_to_it(site: Any) -> None:
    assert "<h1>Glossary</h1>" in (await site.client.get("/glossary")).text
    front = (await site.client.get("/")).text
    assert front.count('<a href="/glossary">Glossary</a>') == 2
    assert "What the words mean." in front
    assert "http://localhost/glossary</loc>" in (await site.client.get("/sitemap-pages.xml")).text


async def test_the_tables_of_a_page_belong_to_its_entry_in_the_navigation(site: Any, small_database: Path) -> None:
    table = (await site.client.get(f"/{small_database.stem}/claim_types")).text
    assert '<a href="/glossary" aria-current="true">Glossary</a>' in table


def test_a_page_s_module_and_template_are_named_by_its_address() -> None:
    for page in pages.PAGES:
        name = page.address.strip("/") or "front"
        if page.routes:
            assert getattr(pages, name).PAGE is page
            assert (PROJECT / "onrecord" / "site" / "templates" / f"{name}.html").is_file()


def test_no_two_pages_have_the_same_title_address_or_table() -> None:
    titles = [page.title for page in pages.PAGES if page.title]
    tables = [table for page in pages.PAGES for table in page.tables]
    assert all(len(names) == len(set(names)) for names in (titles, tables, [page.address for page in pages.PAGES]))
