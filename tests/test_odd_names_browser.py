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
from tests.browser import serving, visiting
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


@pytest.mark.parametrize("viewport", VIEWPORTS)
@pytest.mark.parametrize("name", PAGES)
def test_no_word_makes_a_page_wider_than_its_window(browser: Browser, address: str, name: str, viewport: str) -> None:
    with visiting(browser, address, viewport=VIEWPORTS[viewport]) as visit:
        page = visit.go(PAGES[name].replace("q=isis", "q=w"))
        assert page.evaluate(TOO_WIDE) == []


BROKEN = r"""() => {
  const found = [], walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node; (node = walker.nextNode()) && found.length < 5; ) {
    if (!node.parentElement.checkVisibility() || node.parentElement.closest(".unseen, .cite")) continue;
    for (const word of node.data.matchAll(/(?<![\p{L}\d])\p{L}{2,16}(?![\p{L}\d])/gu)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = [...range.getClientRects()].filter((one) => one.width > 0);
      if (new Set(lines.map((one) => Math.round(one.top))).size < 2) continue;
      found.push(`${word[0]} in ${node.parentElement.closest("[class]").className}`);
    }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def usual(database: Path) -> Iterator[str]:
    with serving(datasette_for(database, METADATA)) as address:
        yield address


@pytest.mark.parametrize("viewport", VIEWPORTS)
@pytest.mark.parametrize("name", [name for name in PAGES if "canned" not in name])
def test_no_usual_word_is_broken(browser: Browser, usual: str, name: str, viewport: str) -> None:
    with visiting(browser, usual, viewport=VIEWPORTS[viewport]) as visit:
        assert visit.go(PAGES[name]).evaluate(BROKEN) == []
