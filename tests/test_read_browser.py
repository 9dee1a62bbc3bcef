"""The reading page as people meet it: with a mouse, a keyboard or a phone, and with a megabyte to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from onrecord.data import METADATA
from onrecord.site.server import datasette_for
from tests.browser import Visit, serving, visiting
from tests.read_example import HOSTILE_TEXT, empty, hostile, long, write

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
FIRST = "/read/putin-victory-announcement"

CHOSEN = "() => [...document.querySelectorAll('.chosen-passage')].map((one) => one.textContent).join('')"
VISIBLE = """() => {
  const box = document.querySelector('.chosen-passage')?.getBoundingClientRect();
  return box && box.top >= 0 && box.bottom <= innerHeight;
}"""
TEXT = "() => [...document.querySelectorAll('.words')].map((one) => one.textContent).join('')"
WRONG_MARKS = """(layers) => fetch(document.querySelector('.reader').dataset.layers).then((answer) => answer.json())
  .then(({layers}) => {
    const text = [...[...document.querySelectorAll('.words')].map((one) => one.textContent).join('')];
    const drawn = (name) => [...document.querySelectorAll(`.s.${name}`)].map((one) => one.textContent).join('|');
    return ['people', 'places', 'times', 'citations'].filter((name) => {
      const words = layers[name].map(([start, end]) => text.slice(start, end).join(''));
      return !words.every((word) => drawn(name).replaceAll('|', '').includes(word));
    });
  })"""
NUMBER = "(selector) => document.querySelectorAll(selector).length"
"""The browser's own count: Playwright's takes seconds for ``:has()`` in a megabyte."""

COUNT = """() => {
  const reader = document.querySelector('.reader');
  dispatchEvent(new Event('beforeprint'));
  reader.dispatchEvent(new Event('onrecord:count'));
  return [Number(reader.dataset.segments), Number(reader.dataset.steps)];
}"""


@pytest.fixture(scope="module")
def address(database: Path) -> Iterator[str]:
    with serving(datasette_for(database, METADATA)) as address:
        yield address


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    papers = [hostile(), empty(), long("half", 500_000), long("whole", 1_000_000)]
    path = write(tmp_path_factory.mktemp("reading") / "onrecord.db", papers)
    with serving(datasette_for(path, METADATA)) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    with visiting(browser, address, viewport=WIDE) as visit:
        yield visit
        assert visit.foreign == []
        assert visit.errors == []


def read(visit: Visit, path: str = FIRST) -> Page:
    """Open a document and wait until its layers are there."""
    page = visit.go(path)
    expect(page.locator(".reader[data-ready]")).to_be_visible()
    return page


def chosen(page: Page, words: str) -> None:
    """Wait until these words are what is chosen."""
    page.wait_for_function(f"(words) => ({CHOSEN})().replace(/\\s+/g, ' ').includes(words)", arg=words)


def focused(page: Page, number: int) -> None:
    """Wait until the marker of this claim has the keyboard."""
    expect(page.locator(f".marker[data-number='{number}']")).to_be_focused()


def test_the_layers_never_change_the_text(visit: Visit, database: Path) -> None:
    page = read(visit)
    with_layers = page.evaluate(TEXT)
    response = page.request.get(visit.address + "/onrecord/documents/putin-victory-announcement.json?_shape=array")
    assert with_layers == response.json()[0]["text"]
    assert page.evaluate(WRONG_MARKS) == []


def test_layers_are_switched_by_keyboard_and_remembered_in_the_address(visit: Visit) -> None:
    page = read(visit)
    expect(page.locator(".reader.on-claims.on-quotes.on-issues")).to_have_count(1)
    page.get_by_role("checkbox", name="People").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="People")).to_be_checked()
    person = page.locator(".s.people").first
    assert "gradient" in person.evaluate("(one) => getComputedStyle(one).getPropertyValue('--people')")
    page.get_by_role("checkbox", name="Claims").focus()
    page.keyboard.press("Space")
    expect(page.locator(".marker").first).to_be_hidden()
    expect(page).to_have_url(f"{visit.address}{FIRST}?layers=quotes,people,issues")
    page.reload()
    visit.drawn()
    boxes = page.locator("[name=layer]:checked").evaluate_all("(all) => all.map((one) => one.value)")
    assert boxes == ["quotes", "people", "issues"]


def test_the_keyboard_steps_through_claims_and_escape_returns(visit: Visit) -> None:
    page = read(visit)
    page.locator(".read-text").focus()
    page.keyboard.press("n")
    chosen(page, "Putin wanted to devote")
    page.keyboard.press("ArrowRight")
    chosen(page, "its announcement, from the base")
    focused(page, 2)
    status = page.locator("[role=status]")
    expect(status).to_have_text(
        re.compile(r"Claim 2 of \d+: Russia will start a partial withdrawal of its troops from Syria\.")
    )
    page.keyboard.press("p")
    chosen(page, "Putin wanted to devote")
    page.keyboard.press("Enter")
    expect(page.locator(".panel-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_hidden()
    focused(page, 1)
    expect(page.locator(".chosen-passage")).to_have_count(0)


def test_letters_typed_elsewhere_are_letters(visit: Visit) -> None:
    page = read(visit)
    page.get_by_role("searchbox", name="Search everything").fill("")
    page.keyboard.type("np")
    expect(page.get_by_role("searchbox", name="Search everything")).to_have_value("np")
    expect(page.locator(".panel")).to_be_hidden()


def test_a_claim_is_found_and_chosen_by_keyboard(visit: Visit) -> None:
    page = read(visit)
    page.get_by_role("searchbox", name="Find a claim in this text").fill("Hmeimim Latakia")
    page.keyboard.press("Enter")
    page.locator(".finds a").wait_for()
    expect(page.locator("[role=status]")).to_have_text("1 claim with these words")
    page.locator(".finds a").focus()
    page.keyboard.press("Enter")
    chosen(page, "Russian President Vladimir Putin visited")
    page.wait_for_function("document.activeElement.className === 'panel-title'")
    page.keyboard.press("Escape")
    page.locator(".finds a").wait_for()


def test_nothing_that_is_drawn_moves_the_text(visit: Visit) -> None:
    page = read(visit, f"{FIRST}?layers=issues")
    places = "() => [...document.querySelectorAll('.block')].map((block) => block.getBoundingClientRect().top)"
    bare = page.evaluate(places)
    for layer in ("Claims", "Quotes", "Times", "Citations"):
        page.get_by_role("checkbox", name=layer).check()
    expect(page.locator(".marker").first).to_be_visible()
    assert page.evaluate(places) == bare


def test_numbers_of_claims_stand_apart_or_together(visit: Visit) -> None:
    page = read(visit)
    boxes = "() => [...document.querySelectorAll('.marker')].map((one) => one.getBoundingClientRect().toJSON())"
    numbers = page.evaluate(boxes)
    assert len(numbers) > 100
    for one, other in zip(numbers, numbers[1:], strict=False):
        same_line = abs(one["top"] - other["top"]) < 3
        assert not same_line or one["right"] <= other["left"] or one["left"] >= other["right"]


def test_a_server_that_does_not_answer_is_said_to(browser: Browser, address: str) -> None:
    with visiting(browser, address, viewport=WIDE) as visit:
        page = read(visit)
        page.route("**/panel.json*", lambda route: route.abort())
        page.get_by_role("button", name="Next").click()
        expect(page.locator("[role=status]")).to_have_text("The server does not respond. Reload the page.")
        expect(page.locator(".panel")).to_be_hidden()


def test_any_layer_can_be_stepped_through(visit: Visit) -> None:
    page = read(visit)
    page.get_by_role("combobox", name="Step through").select_option("times")
    page.get_by_role("button", name="Next").click()
    chosen(page, "Hours after Putin")
    expect(page.get_by_role("checkbox", name="Times")).to_be_checked()
    page.wait_for_function(VISIBLE)


def test_a_click_chooses_the_shortest_thing_and_names_the_others(visit: Visit) -> None:
    page = read(visit, f"{FIRST}?layers=claims,people")
    page.locator(".s.people", has_text="Bashar al-Assad").first.click()
    expect(page.locator(".panel-kind")).to_have_text("Person or group")
    page.locator(".panel-here a", has_text="Vladimir Putin met Bashar al-Assad").click()
    expect(page.locator(".panel-kind")).to_contain_text("Claim")
    chosen(page, "met with President Bashar al-Assad")


def test_source_cue_and_content_are_shown_in_place(visit: Visit) -> None:
    page = read(visit, f"{FIRST}?row=claims/russia-starts-partial-withdrawal")
    chosen(page, "its announcement")
    expect(page.locator(".chosen-source")).to_have_text(["its"])
    expect(page.locator(".chosen-cue")).to_have_text(["announcement"])
    assert page.locator("[data-role]").evaluate_all("(all) => all.map((one) => one.dataset.role)") == [
        "source", "cue", "content"]  # fmt: skip


def test_a_claim_to_its_words_and_back(visit: Visit) -> None:
    page = visit.go("/onrecord/claims/no-agreement-on-joint-centre")
    page.get_by_role("link", name="Read it in the text").click()
    page.wait_for_url(f"**{FIRST}?row=claims/no-agreement-on-joint-centre*")
    visit.drawn()
    chosen(page, "there is absolutely no agreement with SDF")
    page.wait_for_function(VISIBLE)
    page.get_by_role("link", name="Everything about this claim").click()
    page.wait_for_url("**/onrecord/claims/no-agreement-on-joint-centre")
    expect(page.locator("h1")).to_contain_text("There is no agreement")


def test_an_address_of_characters_opens_at_them(visit: Visit) -> None:
    page = read(visit, f"{FIRST}#char=1390,1396")
    chosen(page, "«push»")
    assert page.evaluate(CHOSEN) == "«push»"
    page.wait_for_function(VISIBLE)
    page.evaluate("location.hash = '#char=218,322'")
    chosen(page, "its announcement")
    expect(page.locator(".panel-title")).to_have_text(
        "Russia will start a partial withdrawal of its troops from Syria."
    )


def test_crossing_claims_have_lines_of_their_own(browser: Browser, example: str) -> None:
    with visiting(browser, example, viewport=WIDE) as visit:
        page = read(visit, "/read/hostile")
        both = page.locator(".claims-0-proposed.claims-1-proposed")
        assert "Ada" in "".join(both.all_inner_texts())
        first = both.first
        lanes = [
            first.evaluate(f"(one) => getComputedStyle(one).getPropertyValue('--claim-{lane}')") for lane in (0, 1, 2)
        ]
        assert "repeating-linear-gradient" in lanes[0] and "repeating-linear-gradient" in lanes[1]
        reviewed = page.locator("[class*='claims-']:not([class*='claims-2-proposed'])")
        assert page.locator(".claims-2, .claims-1, .claims-0").count() > 0
        assert reviewed.count() > 0
        assert visit.errors == []


def test_hostile_text_is_only_text(browser: Browser, example: str) -> None:
    with visiting(browser, example, viewport=WIDE) as visit:
        page = read(visit, "/read/hostile?layers=claims,quotes,attributions,people,places,times,citations,issues")
        assert page.evaluate(TEXT) == HOSTILE_TEXT
        page.locator(".read-text").focus()
        for number in range(1, 5):
            page.keyboard.press("n")
            expect(page.locator(f".marker[aria-current][data-number='{number}']")).to_have_count(1)
        assert page.locator(".read-text script, .read-text img, .panel script, .panel img").count() == 0
        assert page.evaluate("window.hacked") is None
        for path in ("claims/crossing-one", "actors/ada", "locations/lund", "sources/bad", "documents/hostile"):
            assert visit.go(f"/onrecord/{path}").evaluate("window.hacked") is None
        assert visit.errors == []
        assert visit.foreign == []


def test_a_document_without_anything_found_in_it_can_be_read(browser: Browser, example: str) -> None:
    with visiting(browser, example, viewport=WIDE) as visit:
        page = read(visit, "/read/empty")
        page.get_by_role("button", name="Next").click()
        expect(page.locator("[role=status]")).to_have_text("There are none in this document.")
        assert visit.errors == []


def test_on_a_phone_the_panel_is_a_sheet_and_the_words_stay_in_sight(browser: Browser, address: str) -> None:
    with visiting(browser, address, viewport=PHONE, has_touch=True) as visit:
        page = read(visit)
        page.locator(".marker").nth(3).tap()
        expect(page.locator(".marker[aria-current][data-number='4']")).to_have_count(1)
        box = page.locator(".panel").bounding_box()
        assert box and box["y"] > 300 and box["y"] + box["height"] == pytest.approx(740, abs=1)
        page.get_by_role("button", name="Next", exact=False).first.evaluate("(one) => one.click()")
        expect(page.locator(".marker[aria-current][data-number='5']")).to_have_count(1)
        top = page.locator(".chosen-passage").first.bounding_box()
        assert top and 0 <= top["y"] < box["y"]
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.get_by_role("button", name="Close").click()
        expect(page.locator(".panel")).to_be_hidden()
        assert visit.errors == []


def test_on_a_phone_the_layers_fold_away(browser: Browser, address: str) -> None:
    with visiting(browser, address, viewport=PHONE, has_touch=True) as visit:
        page = read(visit)
        box = page.locator(".read-tools").bounding_box()
        assert box and box["height"] < 60
        page.get_by_role("button", name="Layers", expanded=False).tap()
        page.get_by_role("checkbox", name="Places").check()
        expect(page.locator(".reader.on-places")).to_have_count(1)
        page.get_by_role("button", name="Layers", expanded=True).tap()
        expect(page.get_by_role("checkbox", name="Places", include_hidden=True)).to_be_hidden()
        assert visit.errors == []


def test_it_can_be_read_without_a_script(browser: Browser, address: str) -> None:
    with visiting(browser, address, viewport=WIDE, java_script_enabled=False) as visit:
        page = visit.go(f"{FIRST}?row=claims/russia-starts-partial-withdrawal#char=218,322")
        assert page.locator("mark").first.inner_text() == "its"
        assert page.locator(".panel-title").inner_text().startswith("Russia will start")
        assert page.locator(".read-tools").is_hidden()
        page.get_by_role("link", name="Next claim").click()
        expect(page.locator(".panel-title")).to_have_text("Vladimir Putin visited Hmeimim air base in Latakia.")


def test_paper_has_the_words_and_no_tools(visit: Visit) -> None:
    page = read(visit)
    page.emulate_media(media="print")
    expect(page.locator(".read-tools")).to_be_hidden()
    expect(page.locator("nav").first).to_be_hidden()
    expect(page.locator(".words").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_paper_has_what_is_chosen_before_the_text(visit: Visit) -> None:
    page = read(visit, f"{FIRST}?row=claims/no-agreement-on-joint-centre")
    page.emulate_media(media="print")
    expect(page.locator(".panel-title")).to_be_visible()
    expect(page.locator(".guide")).to_be_hidden()
    panel, words = page.locator(".panel").bounding_box(), page.locator(".words").first.bounding_box()
    assert panel and words and panel["y"] + panel["height"] <= words["y"]


def test_a_megabyte_opens_with_little_drawn_and_twice_the_text_is_twice_the_work(
    browser: Browser, example: str
) -> None:
    counts = []
    for name in ("half", "whole"):
        with visiting(browser, example, viewport=WIDE) as visit:
            page = read(visit, f"/read/{name}")
            expect(page.locator(".words .s").first).to_be_visible()
            expect(page.locator("link[rel=expect]")).to_have_attribute("href", "#status")
            blocks, drawn = (page.evaluate(NUMBER, words) for words in (".words", ".words:has(.s)"))
            assert drawn < blocks / 10
            counts.append((blocks, *page.evaluate(COUNT)))
            assert visit.errors == []
    for one, other in zip(*counts, strict=True):
        assert 1.9 < other / one < 2.1


def test_the_last_claim_of_a_megabyte_is_found_and_shown(browser: Browser, example: str) -> None:
    with visiting(browser, example, viewport=WIDE) as visit:
        last = long("whole", 1_000_000).rows["claims"][-1]["id"]
        page = read(visit, f"/read/whole?row=claims/{last}")
        chosen(page, "Item")
        page.wait_for_function(VISIBLE)
        expect(page.locator(f".marker[data-row='claims/{last}']")).to_have_attribute("data-number", "23809")
        expect(page.locator("[role=status]")).to_contain_text("Claim 23809 of 23809: ")
        assert visit.errors == []


def test_the_layers_of_a_megabyte_come_part_by_part_and_go_on_where_they_ended(browser: Browser, example: str) -> None:
    with visiting(browser, example, viewport=WIDE) as visit:
        page = read(visit, "/read/whole?layers=claims,people,attributions")
        parts = [address.split("layers.json?")[1] for address in visit.requests if "layers.json" in address]
        assert parts[:2] == ["from=0&to=30000", "from=30000&to=180000"] and len(parts) > 6
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        numbers = page.locator(".marker").evaluate_all("(all) => all.map((one) => Number(one.dataset.number))")
        assert numbers == list(range(1, 23810))
        assert page.evaluate(NUMBER, ".words:has(.claims-0-proposed):not(:has(.people))") == 0
        assert visit.errors == []
