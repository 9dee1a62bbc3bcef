"""axe-core on every page, by day and night, on a desk and on a phone: at WCAG 2.2 AA it finds nothing.

And what axe cannot see: no console error, nothing blocked, no request to another host, nothing wider than the
screen, no page heavier than it should be.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from onrecord.cli import METADATA
from onrecord.serve import datasette_for
from tests.browser import Visit, serving, visiting
from tests.site_pages import OURS, PAGES, ROWS

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
COLOURS = ["color-contrast", "link-in-text-block"]
"""What a colour scheme can break; all else is the same page."""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
MOST_BYTES = 150_000

# A place on a map is where it is, close to others or not: every marker has an equal, large enough, in the list beside
# the map or the table below it, and WCAG 2.5.8 excepts what has.
FINDINGS = """async (rules) => (await axe.run(document, {runOnly: rules})).violations.flatMap((rule) =>
  rule.nodes.filter(({target: [place]}) =>
    rule.id !== 'target-size' || !document.querySelector(place).matches('.leaflet-marker-icon'))
    .map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`))"""

TAB_STOPS = """() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  return [element.textContent.trim().slice(0, 40), box.width > 0 && box.height > 0];
}"""


@pytest.fixture(scope="module")
def address(database: Path) -> Iterator[str]:
    with serving(datasette_for(database, METADATA)) as address:
        yield address


def open_page(visit: Visit, path: str) -> Page:
    """Open a page and wait for its map, if it has one."""
    page = visit.go(path)
    if page.locator("#atlas").count():
        page.locator("#atlas[data-ready]").wait_for()
    return page


def expected(path: str, errors: list[str]) -> list[str]:
    """What the console says, but for the one line that a missing page is."""
    return [error for error in errors if not (path.endswith("nothing-here") and "404" in error)]


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_axe_finds_nothing_by_day_and_by_night(browser: Browser, address: str, path: str, viewport: Any) -> None:
    with visiting(browser, address, viewport=viewport, color_scheme="light") as visit:
        page = open_page(visit, path)
        assert expected(path, visit.errors) == []
        assert visit.foreign == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        page.evaluate(AXE)
        assert page.evaluate(FINDINGS, RULES) == []
        page.emulate_media(color_scheme="dark")
        assert page.evaluate(FINDINGS, COLOURS) == []


@pytest.mark.parametrize("path", (OURS | ROWS).values(), ids=(OURS | ROWS).keys())
def test_a_page_is_light_before_its_map(browser: Browser, address: str, path: str) -> None:
    with visiting(browser, address, viewport=WIDE) as visit:
        sizes: list[int] = []
        for kind in ("basemap", "leaflet"):
            visit.page.route(f"**/*{kind}*/**", lambda route: route.abort())
        visit.page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
        visit.page.goto(address + path)
        visit.page.wait_for_load_state("networkidle")
        assert 0 < sum(sizes) < MOST_BYTES


def test_the_first_stop_of_the_keyboard_skips_to_the_content(browser: Browser, address: str) -> None:
    with visiting(browser, address, viewport=WIDE) as visit:
        page = visit.go("/")
        page.keyboard.press("Tab")
        assert page.evaluate(TAB_STOPS) == ["Skip to the content", True]
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "q"


def test_the_doors_come_in_their_order_and_lead_somewhere(browser: Browser, address: str) -> None:
    with visiting(browser, address, viewport=WIDE) as visit:
        page = visit.go("/downloads")
        doors = page.locator("ul.doors a")
        names = "Read Claims People Map Timeline Disagreements Sources SQL Downloads"
        assert doors.all_inner_texts() == names.split()
        assert page.locator("ul.doors [aria-current]").inner_text() == "Downloads"
        for door in [door.get_attribute("href") for door in doors.all()]:
            response = page.goto(address + str(door))
            assert response and response.status == 200
