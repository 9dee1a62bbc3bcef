"""The map as people meet it: in a browser, with a mouse or a keyboard, by day or night, and never online."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from onrecord.site.server import datasette_for
from tests.browser import Visit, serving, visiting
from tests.site_example import FORMULA, HOSTILE_PLACES, MARKUP, PLACES, example

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
PAGE = "/onrecord/locations_map"

CENTRES = """() => Object.fromEntries([...document.querySelectorAll('.place-marker')].map((marker) => {
  const box = marker.getBoundingClientRect();
  return [marker.getAttribute('aria-label'), [box.x + box.width / 2, box.y + box.height / 2]];
}))"""


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Sites with ordinary places, hostile ones, one, none, and a crowd with a stray."""
    crowd = [(f"p{n}", f"Place {n}", 34 + n / 4, 40 + n / 4, None) for n in range(8)]
    kinds: dict[str, list[tuple[Any, ...]]] = {
        "ordinary": PLACES,
        "hostile": HOSTILE_PLACES,
        "one": PLACES[:1],
        "none": PLACES[3:],
        "stray": [*crowd, ("far", "Far away", 40.7, -74.0, None)],
    }
    folder = tmp_path_factory.mktemp("maps")
    (folder / "metadata.yml").write_text("title: Example\n")
    sites = {}
    with contextlib.ExitStack() as stack:
        for kind, places in kinds.items():
            (folder / kind).mkdir()
            database = example(folder / kind / "onrecord.db", places=places)
            sites[kind] = stack.enter_context(serving(datasette_for(database, folder / "metadata.yml")))
        yield sites


@pytest.fixture
def ordinary(browser: Browser, addresses: dict[str, str]) -> Iterator[Visit]:
    with visiting(browser, addresses["ordinary"], viewport=WIDE) as visit:
        yield visit
        assert visit.foreign == []
        assert visit.errors == []


@pytest.fixture
def hostile(browser: Browser, addresses: dict[str, str]) -> Iterator[Visit]:
    with visiting(browser, addresses["hostile"], viewport=WIDE) as visit:
        yield visit
        assert visit.foreign == []
        assert visit.errors == []
        assert visit.page.evaluate("window.hacked") is None


def test_markers_stand_where_the_places_are(ordinary: Visit) -> None:
    page = open_map(ordinary)
    found = page.evaluate(CENTRES)
    assert set(found) == {"Al-Bukamal", "Al-Mayadin", "Hmeimim Air Base"}
    (x1, y1), (x2, y2), (x3, y3) = (found[name] for name in ("Hmeimim Air Base", "Al-Mayadin", "Al-Bukamal"))
    # Mercator: equal degrees of longitude are equal pixels; further south is further down.
    assert (x3 - x2) / (x2 - x1) == pytest.approx((40.91854 - 40.45154) / (40.45154 - 35.9487), abs=0.02)
    assert y1 < y2 < y3


def test_the_base_map_is_drawn_under_the_markers(ordinary: Visit) -> None:
    page = open_map(ordinary)
    for kind in ("land", "river", "lake", "border", "disputed"):
        drawn = page.locator(f"path.basemap-{kind}").evaluate_all(
            "(paths) => paths.map((path) => path.getAttribute('d').length)"
        )
        assert max(drawn) > 20, kind
    written = names(page, "Syria", "Damascus", "Aleppo")
    assert len(written) == len(set(written))
    pane = page.locator(".leaflet-basemap-pane")
    assert int(pane.evaluate("(pane) => getComputedStyle(pane).zIndex")) < 200
    assert pane.evaluate("(pane) => getComputedStyle(pane).pointerEvents") == "none"


def test_it_works_without_any_other_host_and_without_tiles(ordinary: Visit) -> None:
    page = open_map(ordinary)
    zoom = int(page.locator(".leaflet-container").get_attribute("data-zoom") or 0)
    page.get_by_role("button", name="Zoom in").click()
    expect(page.locator(f".leaflet-container[data-zoom='{zoom + 1}']")).to_be_visible()
    assert page.locator(".leaflet-tile").count() == 0
    assert any(url.endswith("/shapes.json") for url in ordinary.requests)


def test_a_popup_says_what_is_said_there(ordinary: Visit) -> None:
    page = open_map(ordinary)
    page.get_by_role("button", name="Al-Bukamal").click()
    popup = page.locator(".place-popup")
    expect(popup.locator(".place-title")).to_have_text("Al-Bukamal")
    expect(popup.locator(".place-text")).to_have_text("Iraq says: no joint centre.")
    expect(popup.locator("a")).to_have_attribute("href", ordinary.address + "/onrecord/places")


def test_markers_can_be_found_and_opened_by_keyboard(ordinary: Visit) -> None:
    page = open_map(ordinary)
    page.get_by_role("button", name="Al-Mayadin").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".place-title")).to_have_text("Al-Mayadin")
    expect(page.locator(".place-popup a")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".place-popup")).to_have_count(0)
    expect(page.get_by_role("button", name="Al-Mayadin")).to_be_focused()


def test_the_map_has_a_name_and_credits_its_sources(ordinary: Visit) -> None:
    page = open_map(ordinary)
    assert page.get_by_role("region", name="Map: locations_map").count() == 1
    credits = page.locator(".leaflet-control-attribution").inner_text()
    assert "Natural Earth" in credits
    assert "GeoNames" in credits
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("index", range(len(HOSTILE_PLACES)))
def test_hostile_text_is_text_in_a_popup(hostile: Visit, index: int) -> None:
    page = open_map(hostile)
    page.locator(".place-marker").nth(index).click()
    popup = page.locator(".place-popup")
    expect(popup).to_be_visible()
    assert popup.locator("script, img, iframe, style, b").count() == 0
    for link in popup.locator("a").all():
        assert (link.get_attribute("href") or "").startswith("http")
        assert link.get_attribute("rel") == "noopener noreferrer nofollow"


def test_a_popup_shows_markup_and_formulas_as_written(hostile: Visit) -> None:
    page = open_map(hostile)
    page.get_by_role("button", name=MARKUP).click()
    expect(page.locator(".place-title")).to_have_text(MARKUP)
    expect(page.locator(".place-text")).to_have_text(MARKUP + FORMULA)
    assert page.locator(".place-popup a").count() == 0


def test_a_row_without_popup_is_listed_as_text(hostile: Visit) -> None:
    page = open_map(hostile)
    page.get_by_role("button", name="No popup <b>here</b>").click()
    expect(page.locator(".place-row")).to_contain_text("No popup <b>here</b>")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_map_and_page_fit_any_screen_by_day_and_night(
    browser: Browser, addresses: dict[str, str], viewport: dict[str, int], scheme: str
) -> None:
    with visiting(browser, addresses["ordinary"], viewport=viewport, color_scheme=scheme) as visit:
        page = open_map(visit)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        box = page.locator("#map").bounding_box()
        assert box and box["width"] <= viewport["width"] and 250 < box["height"] < viewport["height"] * 0.7
        for marker in page.locator(".place-marker, .marker-cluster").all():
            inner = marker.bounding_box()
            assert inner and box["x"] <= inner["x"] and inner["x"] + inner["width"] <= box["x"] + box["width"]
        land, sea, paper = (lightness(page, selector, name) for selector, name in SURFACES)
        assert all(shade < 80 if scheme == "dark" else shade > 200 for shade in (land, sea, paper))
        assert abs(land - sea) > 5
        assert visit.foreign == [] and visit.errors == []


def test_one_place_is_shown_with_its_surroundings(browser: Browser, addresses: dict[str, str]) -> None:
    with visiting(browser, addresses["one"], viewport=WIDE) as visit:
        page = open_map(visit)
        expect(page.locator(".leaflet-container")).to_have_attribute("data-zoom", "8")
        expect(page.locator(".basemap-name").nth(3)).to_be_visible()


def test_no_place_at_all_is_no_error(browser: Browser, addresses: dict[str, str]) -> None:
    with visiting(browser, addresses["none"], viewport=WIDE) as visit:
        visit.go(PAGE)
        assert visit.page.locator("#map").count() == 0
        assert visit.errors == [] and visit.foreign == []
        visit.go("/onrecord/places")
        assert visit.page.locator("path.basemap-land").count() == 1
        assert visit.errors == [] and visit.foreign == []


def test_a_stray_place_does_not_shrink_all_others(browser: Browser, addresses: dict[str, str]) -> None:
    with visiting(browser, addresses["stray"], viewport=WIDE) as visit:
        page = open_map(visit)
        zoom = page.locator(".leaflet-container")
        assert int(zoom.get_attribute("data-zoom") or 0) >= 6
        page.get_by_role("button", name="1 more elsewhere: show all").click()
        expect(page.locator(".leaflet-container[data-zoom='3'], .leaflet-container[data-zoom='4']")).to_be_visible()
        expect(page.get_by_role("button", name="Far away")).to_be_visible()
        assert visit.errors == [] and visit.foreign == []


def test_a_query_with_positions_has_a_map_too(ordinary: Visit) -> None:
    page = open_map(ordinary, "/onrecord?sql=select+name,latitude,longitude+from+locations_map")
    page.get_by_role("button", name="Al-Bukamal").click()
    expect(page.locator(".place-row dd").first).to_have_text("Al-Bukamal")


def test_nothing_moves_when_the_map_arrives(ordinary: Visit) -> None:
    assert ordinary.moved(PAGE) == []


def test_the_project_s_own_map(browser: Browser, database: Path) -> None:
    with serving(datasette_for(database, project_metadata())) as address:
        with visiting(browser, address, viewport=WIDE) as visit:
            for path in ("/onrecord/locations_map", "/onrecord/claims_map"):
                names(open_map(visit, path), "Syria", "Euphrates")
            assert visit.foreign == [] and visit.errors == []


SURFACES = [("path.basemap-land", "fill"), ("#map", "backgroundColor"), ("body", "backgroundColor")]


def open_map(visit: Visit, path: str = PAGE) -> Page:
    """Open a page and wait until its markers and names are there."""
    page = visit.go(path)
    expect(page.locator(".place-marker, .marker-cluster").first).to_be_visible()
    expect(page.locator(".basemap-name").first).to_be_visible()
    return page


def names(page: Page, *wanted: str) -> list[str]:
    """Wait until these names stand on the map, which are set anew when markers come; give all that stand then."""
    for name in wanted:
        expect(page.locator(".basemap-name").get_by_text(name, exact=True).first).to_be_visible()
    return page.locator(".basemap-name").all_inner_texts()


def lightness(page: Page, selector: str, name: str) -> float:
    """Mean of red, green and blue of a computed colour."""
    colour = page.locator(selector).first.evaluate("(element, name) => getComputedStyle(element)[name]", name)
    numbers = [float(number) for number in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    return sum(numbers) / 3


def project_metadata() -> Path:
    """The metadata.yml at the project's top level."""
    return Path(__file__).parent.parent / "metadata.yml"
