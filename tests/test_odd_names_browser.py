"""Names and words that are long, or of another script, stay in their place on every page."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize

from onrecord.data import METADATA
from onrecord.site.server import datasette_for
from tests.browser import Visit, serving, visiting
from tests.site_pages import PAGES

LONG = "W" * 100

CHANGES = f"""
pragma ignore_check_constraints = on;
update actors set name = '{LONG}' || name;
update locations set name = '{LONG}' || name;
update sources set name = '{LONG}' || name, author = '{LONG}';
update sections set title = '{LONG}' || title;
update claims set statement = '{LONG}' || statement;
update claim_relations set rationale = '{LONG}';
update documents set title = '{LONG}', text = replace(text, ' ', '_');
update spans set exact = replace(exact, ' ', '_');
"""

VIEWPORTS = {"desk": ViewportSize(width=1200, height=800), "phone": ViewportSize(width=360, height=740)}

TOO_WIDE = """() => {
  const most = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= most) return [];
  return [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > most + 1)
    .map((one) => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 30)}`).slice(0, 5);
}"""


@pytest.fixture(scope="module")
def address(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = Path(shutil.copy(database, tmp_path_factory.mktemp("long") / "onrecord.db"))
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(CHANGES)
    with serving(datasette_for(path, METADATA)) as address:
        yield address


@pytest.fixture(scope="module")
def window(browser: Browser, address: str) -> Iterator[Visit]:
    with visiting(browser, address) as window:
        yield window


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_no_word_makes_a_page_wider_than_its_window(window: Visit, path: str) -> None:
    page = window.go(path.replace("q=isis", "q=w"))
    for viewport in VIEWPORTS.values():
        page.set_viewport_size(viewport)
        assert page.evaluate(TOO_WIDE) == []
