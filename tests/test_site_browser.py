"""The pages as people use them: the map by mouse and keyboard, filters, search, the phone; and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from onrecord.cli import METADATA
from onrecord.serve import datasette_for
from tests.browser import Visit, serving, visiting

WIDE = {"width": 1280, "height": 900}


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


def test_every_place_of_the_list_is_on_the_map(visit: Visit) -> None:
    page = open_map(visit)
    names = page.locator(".place-list h2 a").all_inner_texts()
    markers = [marker.get_attribute("aria-label") for marker in page.locator(".leaflet-marker-icon").all()]
    assert len(markers) == len(names) > 20
    assert {str(marker).rsplit(", ", 1)[0] for marker in markers} == set(names)


def test_a_marker_opens_by_keyboard_and_shows_its_claims(visit: Visit) -> None:
    page = open_map(visit)
    page.get_by_role("button", name="Hmeimim Air Base, 5 claims").focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup .place-popup")
    expect(popup.locator("h2")).to_contain_text("Hmeimim Air Base")
    expect(popup.locator("a.statement")).to_have_count(4)
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)


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
    assert page.locator(".leaflet-marker-icon").count() == page.locator(".place-list > li").count()


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
    page.get_by_role("link", name="Vladimir Putin on Syria: 4").click()
    expect(page.locator("#said h2")).to_contain_text("Vladimir Putin on Syria")
    expect(page.locator("#said a.statement")).to_have_count(4)


def test_nothing_needs_a_script(browser: Browser, address: str) -> None:
    with visiting(browser, address, viewport=WIDE, java_script_enabled=False) as visit:
        for path, words in (("/map", "Hmeimim Air Base"), ("/timeline", "until June 2017"), ("/search?q=isis", "ISIS")):
            assert words in visit.go(path).locator("main").inner_text()


def test_nothing_moves_when_the_map_arrives(visit: Visit) -> None:
    visit.page.add_init_script(
        "window.shifts = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) => {"
        "window.shifts += entry.value })).observe({type: 'layout-shift', buffered: true})"
    )
    assert open_map(visit).evaluate("window.shifts") < 0.05
