"""axe-core on every page, by day and night, on a desk and on a phone: at WCAG 2.2 AA it finds nothing.

And what axe cannot see: no console error, nothing blocked, no request to another host, nothing wider than the
screen, no usual word broken in two, no page heavier than it should be.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from onrecord.data import METADATA
from onrecord.site.server import datasette_for
from tests.browser import Visit, serving, visiting
from tests.site_pages import OURS, PAGES, ROWS

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
COLOURS = ["color-contrast", "link-in-text-block"]
"""What a colour scheme can break; all else is the same page."""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
MOST_BYTES = 150_000
MAP = re.compile(r"/[^/]*(basemap|leaflet)[^/]*/")

FINDINGS = """async (rules) => (await axe.run(document, {runOnly: rules})).violations.flatMap((rule) =>
  rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`))"""

AWAITED = """() => {
  const link = document.querySelector('link[rel=expect][blocking=render]');
  return document.querySelector('footer').compareDocumentPosition(document.querySelector(link.getAttribute('href')));
}"""
"""Where the element without which the browser draws nothing is, seen from the footer."""
AFTER = 4

BROKEN = r"""() => {
  const found = [], walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node; (node = walker.nextNode()) && found.length < 5; ) {
    if (!node.parentElement.checkVisibility() || node.parentElement.closest(".unseen, .cite")) continue;
    for (const word of node.data.matchAll(/(?<![\p{L}\d/.=])\p{L}{2,16}(?![\p{L}\d])/gu)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = [...range.getClientRects()].filter((one) => one.width > 0);
      if (new Set(lines.map((one) => Math.round(one.top))).size < 2) continue;
      found.push(`${word[0]} in ${node.parentElement.closest("[class]").className}`);
    }
  }
  return found;
}"""
"""The usual words in the content that go over the end of a line; an address may."""

FIRST = "/read/putin-victory-announcement"
VIEWPORTS = {"wide": WIDE, "phone": PHONE}


@pytest.fixture(scope="module")
def address(database: Path) -> Iterator[str]:
    with serving(datasette_for(database, METADATA)) as address:
        yield address


@pytest.fixture(scope="module")
def windows(browser: Browser, address: str) -> Iterator[dict[str, Visit]]:
    """One window for each viewport: it goes from page to page as people do, and loads each script once."""
    with contextlib.ExitStack() as stack:
        opened = {
            name: stack.enter_context(visiting(browser, address, viewport=viewport))
            for name, viewport in VIEWPORTS.items()
        }
        yield opened


@pytest.fixture
def window(windows: dict[str, Visit], request: pytest.FixtureRequest) -> Iterator[Visit]:
    """The wide window, or the one that the test asks for, with nothing in it."""
    visit = windows[getattr(request, "param", "wide")]
    visit.clear()
    yield visit
    visit.page.unroute_all()


def expected(path: str, errors: list[str]) -> list[str]:
    """What the console says, but for the one line that a missing page is."""
    return [error for error in errors if not (path.endswith("nothing-here") and "404" in error)]


@pytest.mark.parametrize("window", VIEWPORTS, indirect=True)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_by_day_and_by_night(window: Visit, name: str) -> None:
    page, path = window.page, PAGES[name]
    page.emulate_media(color_scheme="light")
    moved = window.moved(path)
    assert expected(path, window.errors) == []
    assert window.foreign == []
    assert moved == []
    assert page.evaluate(AWAITED) == AFTER
    assert page.viewport_size and page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert "canned" in name or page.evaluate(BROKEN) == []
    page.evaluate(AXE)
    assert page.evaluate(FINDINGS, RULES) == []
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(FINDINGS, COLOURS) == []


def unfold(page: Page) -> None:
    """Open everything that folds, and choose what can be chosen."""
    for fold in page.locator("summary").all():
        if fold.is_visible():
            fold.press("Enter")
    if page.locator(".reader").count():
        if (layers := page.get_by_role("button", name="Layers")).is_visible():
            layers.click()
        page.get_by_role("searchbox", name="Find a claim in this text").fill("syria")
        page.keyboard.press("Enter")
        expect(page.locator(".finds li").first).to_be_visible()
        page.locator(".read-text").press("n")
        expect(page.locator(".panel-title")).to_be_visible()
    if page.locator("#atlas").count():
        page.locator(".show-on-map").first.click()
        expect(page.locator(".leaflet-popup .place-popup")).to_be_visible()


OPENED = {
    "reading": FIRST,
    "map": "/map",
    "trust": "/trust",
    "claim": "/onrecord/claims/no-agreement-on-joint-centre",
    "claims": "/onrecord/claims_in_context?_size=5",
    "columns": "/onrecord/actors?_size=5",
}


@pytest.mark.parametrize("window", VIEWPORTS, indirect=True)
@pytest.mark.parametrize("path", OPENED.values(), ids=OPENED.keys())
def test_axe_finds_nothing_in_what_opens(window: Visit, path: str) -> None:
    page = window.page
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    window.go(path)
    unfold(page)
    page.evaluate(AXE)
    assert page.evaluate(FINDINGS, RULES) == []
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(FINDINGS, COLOURS) == []
    assert window.errors == []


@pytest.mark.parametrize("path", (OURS | ROWS).values(), ids=(OURS | ROWS).keys())
def test_a_page_is_light_before_its_map(window: Visit, path: str) -> None:
    page = window.page
    page.route(MAP, lambda route: route.abort())
    page.goto(window.address + path)
    expect(page.locator(".reader:not([data-ready])")).to_have_count(0)
    loaded = [request for request in window.asked if not MAP.search(request.url)]
    assert 0 < sum(request.sizes()["responseBodySize"] for request in loaded) < MOST_BYTES


def test_the_first_stop_of_the_keyboard_skips_to_the_content(window: Visit) -> None:
    page = window.go("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#q")).to_be_focused()


def test_the_doors_come_in_their_order_and_lead_somewhere(window: Visit) -> None:
    page = window.go("/downloads")
    doors = page.locator("ul.doors a")
    expect(doors).to_have_text("Read Claims People Map Timeline Events Disagreements Sources SQL Downloads".split())
    expect(page.locator("ul.doors [aria-current]")).to_have_text("Downloads")
    for door in [door.get_attribute("href") for door in doors.all()]:
        response = page.goto(window.address + str(door))
        assert response and response.status == 200
