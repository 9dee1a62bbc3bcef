"""What a screen reader hears and a keyboard reaches: names, landmarks, headings, and where the focus goes.

Chromium's accessibility tree, which it hands to screen readers, stands in for them here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from onrecord.data import METADATA
from onrecord.site.server import datasette_for
from tests.browser import Visit, serving, visiting
from tests.site_pages import PAGES

NAMED = {"link", "button", "textbox", "searchbox", "combobox", "checkbox", "listbox", "DisclosureTriangle", "image",
         "img", "Date", "region"}  # fmt: skip
"""Roles that say nothing without a name."""

LANDMARKS = {"region", "navigation", "search", "complementary", "main", "banner", "contentinfo"}

HEADINGS = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
  .filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]))"""

UNSEEN = """() => {
  const one = document.activeElement;
  const outlined = (other) => other && other !== document.body &&
    (getComputedStyle(other).outlineStyle !== 'none' || outlined(other.parentElement));
  if (one === document.body || one.matches('#content')) return false;
  return one.getBoundingClientRect().width === 0 || !outlined(one);
}"""
"""Whether the keyboard stands on something that shows no outline, nor anything around it."""


@pytest.fixture(scope="module")
def address(database: Path) -> Iterator[str]:
    with serving(datasette_for(database, METADATA)) as address:
        yield address


@pytest.fixture(scope="module")
def one_window(browser: Browser, address: str) -> Iterator[Visit]:
    with visiting(browser, address, viewport={"width": 1280, "height": 900}, reduced_motion="reduce") as visit:
        yield visit


@pytest.fixture
def window(one_window: Visit) -> Visit:
    """The window, with nothing in it."""
    one_window.clear()
    return one_window


def tree(page: Page) -> list[tuple[str, str]]:
    """Role and name of everything that a screen reader meets."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        (node["role"]["value"], node.get("name", {}).get("value", "").strip())
        for node in nodes
        if not node.get("ignored") and "role" in node
    ]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_everything_has_a_name_and_a_place(window: Visit, path: str) -> None:
    page = window.go(path)
    heard = tree(page)
    assert [role for role, name in heard if role in NAMED and not name] == []
    landmarks = Counter(one for one in heard if one[0] in LANDMARKS)
    assert [one for one, times in landmarks.items() if times > 1] == []
    assert sum(role == "main" for role, _ in heard) == 1
    levels = page.evaluate(HEADINGS)
    assert levels.count(1) == 1 and levels[0] == 1
    assert [(one, other) for one, other in zip(levels, levels[1:], strict=False) if other > one + 1] == []


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, name: str, role: Any = "link", most: int = 60) -> None:
    """Go on with the tab key until something of this name has the focus; every stop on the way shows where it is."""
    wanted = page.get_by_role(role, name=name, exact=True)
    for _ in range(most):
        page.keyboard.press("Tab")
        assert not page.evaluate(UNSEEN)
        if any(one.evaluate("(one) => one === document.activeElement") for one in wanted.all()):
            return
    raise AssertionError(f"the tab key does not reach {name}")


def test_from_the_front_page_to_a_claim_into_the_text_and_back(window: Visit) -> None:
    page = window.go("/")
    tab_to(page, "Search claims, quotes, sentences, people, places and sources", "searchbox")
    page.keyboard.type("joint coordination centre")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    claim = page.locator(".hit a", has_text="There is no agreement").first
    expect(claim).to_be_visible()
    tab_to(page, claim.inner_text())
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/no-agreement-on-joint-centre")
    tab_to(page, "Read it in the text")
    page.keyboard.press("Enter")
    page.wait_for_url("**/read/putin-victory-announcement?row=claims/no-agreement-on-joint-centre*")
    window.drawn()
    tab_to(page, "Everything about this claim", most=90)
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/no-agreement-on-joint-centre")
    page.go_back()
    window.drawn()
    expect(page.locator(".panel-title")).to_contain_text("There is no agreement")
    assert window.errors == []


def test_a_layer_is_switched_and_a_claim_opened_and_closed_without_a_mouse(window: Visit) -> None:
    page = window.go("/read/putin-victory-announcement")
    tab_to(page, "Places", "checkbox")
    page.keyboard.press("Space")
    expect(page.locator(".reader.on-places")).to_have_count(1)
    while not page.evaluate("document.activeElement.matches('.read-text')"):
        page.keyboard.press("Tab")
    press(page, "n")
    expect(page.locator("[role=status]")).to_contain_text("Claim 1 of")
    press(page, "n")
    expect(page.locator("[role=status]")).to_contain_text("Claim 2 of")
    expect(page.locator(".marker[data-number='2']")).to_be_focused()
    press(page, "Enter")
    expect(page.locator(".panel-title")).to_be_focused()
    press(page, "Escape")
    expect(page.locator(".panel")).to_be_hidden()
    expect(page.locator(".marker[data-number='2']")).to_be_focused()


def test_the_list_of_places_opens_the_map(window: Visit) -> None:
    page = window.go("/map")
    tab_to(page, "Show on the map: Al-Bukamal", "button", most=120)
    page.keyboard.press("Enter")
    expect(page.locator(".place-popup h2 a")).to_have_text("Al-Bukamal")
    expect(page.locator(".place-popup h2 a")).to_be_focused()


def test_facets_unfold_and_columns_have_their_menus(window: Visit) -> None:
    page = window.go("/onrecord/claims_in_context?_size=5")
    page.locator("#facet-claimant summary").focus()
    page.keyboard.press("Enter")
    tab_to(page, "Mustafa Bali")
    page.keyboard.press("Enter")
    page.wait_for_url("**claimant=Mustafa+Bali*")
    page.get_by_role("button", name="Actions for statement").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Sort ascending")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Sort ascending")).to_be_hidden()
    expect(page.get_by_role("button", name="Actions for statement")).to_be_focused()
