"""The pages as people use them: the map by mouse and keyboard, filters, search, the phone; and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from onrecord.data import METADATA
from onrecord.site.server import datasette_for
from tests.browser import Visit, serving, visiting

WIDE: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def address(database: Path) -> Iterator[str]:
    with serving(datasette_for(database, METADATA)) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    with visiting(browser, address, viewport=WIDE) as visit:
        yield visit
        assert visit.errors == [] and visit.foreign == []


def open_map(visit: Visit, path: str = "/map") -> Page:
    page = visit.go(path)
    expect(page.locator("#atlas[data-ready]")).to_be_visible()
    return page


PLACES = "(markers) => markers.flatMap((one) => one.dataset.places.split(' ')).sort()"


def on_the_map(page: Page) -> list[str]:
    """The ids of the places that the map shows, alone or together."""
    found: list[str] = page.locator("#atlas .leaflet-marker-icon").evaluate_all(PLACES)
    return found


def test_every_place_of_the_list_is_on_the_map_once(visit: Visit) -> None:
    page = open_map(visit)
    listed = page.locator(".place-list > li").evaluate_all("(items) => items.map((one) => one.dataset.place)")
    assert len(listed) > 20
    assert on_the_map(page) == sorted(listed)


@pytest.mark.parametrize("viewport", [WIDE, ViewportSize(width=360, height=740)], ids=["wide", "phone"])
def test_every_marker_is_a_target_of_its_own(browser: Browser, address: str, viewport: ViewportSize) -> None:
    with visiting(browser, address, viewport=viewport) as visit:
        page = open_map(visit)
        boxes = [marker.bounding_box() for marker in page.locator("#atlas .leaflet-marker-icon").all()]
        assert len(boxes) > 5
        for number, one in enumerate(boxes):
            assert one and one["width"] >= 24 and one["height"] >= 24
            for other in boxes[:number]:
                assert other
                apart = max(
                    abs(one["x"] + one["width"] / 2 - other["x"] - other["width"] / 2)
                    - (one["width"] + other["width"]) / 2,
                    abs(one["y"] + one["height"] / 2 - other["y"] - other["height"] / 2)
                    - (one["height"] + other["height"]) / 2,
                )
                assert apart >= 0


def test_places_close_together_part_by_keyboard_and_show_their_claims(visit: Visit) -> None:
    visit.page.emulate_media(reduced_motion="reduce")
    page = open_map(visit)
    everywhere = on_the_map(page)
    page.get_by_role("button", name="2 places close together: Hmeimim Air Base, Latakia Governorate").focus()
    page.keyboard.press("Enter")
    base = page.get_by_role("button", name=re.compile(r"Hmeimim Air Base, \d claims"))
    expect(base).to_be_focused()
    assert on_the_map(page) == everywhere
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup .place-popup")
    expect(popup.locator("h2")).to_contain_text("Hmeimim Air Base")
    expect(popup.locator("a.statement").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    expect(base).to_be_focused()


def test_the_list_leads_to_the_map(visit: Visit) -> None:
    page = open_map(visit)
    page.get_by_role("button", name="Show on the map: Al-Bukamal", exact=True).click()
    expect(page.locator(".leaflet-popup h2", has_text="Al-Bukamal").first).to_be_visible()


def test_the_map_is_filtered(visit: Visit) -> None:
    page = open_map(visit)
    before = page.locator(".place-list > li").count()
    page.get_by_label("Claimant").select_option(label="Mustafa Bali")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**/map?claimant=mustafa-bali*")
    visit.drawn()
    assert 0 < page.locator(".place-list > li").count() < before
    expect(page.get_by_label("Claimant")).to_have_value("mustafa-bali")
    assert len(on_the_map(page)) == page.locator(".place-list > li").count()


def test_a_word_from_any_page_is_found_and_leads_into_the_text(visit: Visit) -> None:
    page = visit.go("/timeline")
    page.get_by_label("Search everything").fill("joint centre")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=joint+centre")
    visit.drawn()
    assert page.locator("mark").count() > 1
    page.get_by_role("link", name="read it in place").first.click()
    page.wait_for_url("**/read/putin-victory-announcement#char=*")


def test_a_number_of_the_matrix_leads_to_its_claims(visit: Visit) -> None:
    page = visit.go("/people")
    page.get_by_role("link", name="Vladimir Putin on Syria: 3").click()
    expect(page.locator("#said h2")).to_contain_text("Vladimir Putin on Syria")
    expect(page.locator("#said a.statement")).to_have_count(3)


def test_nothing_needs_a_script(browser: Browser, address: str) -> None:
    with visiting(browser, address, viewport=WIDE, java_script_enabled=False) as visit:
        for path, words in (("/map", "Hmeimim Air Base"), ("/timeline", "up to June 2017"), ("/search?q=isis", "ISIS")):
            assert words in visit.go(path).locator("main").inner_text()
