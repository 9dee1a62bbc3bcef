"""The review room in a browser: a whole review by keyboard, by touch and without scripts; who may enter."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from onrecord.data import METADATA
from onrecord.site.http.doorkeeper import Doorkeeper
from onrecord.site.room import open_room
from onrecord.site.server import datasette_for
from tests.browser import serving, visiting
from tests.conftest import FIXTURES
from tests.reviewing import Reviewer, asked, rebuilt
from tests.test_accessibility import AXE, COLOURS, FINDINGS, PHONE, RULES

TOKEN = "let-me-in"
ENTRY = f"/review?token={TOKEN}"


@pytest.fixture
def ada(tmp_path: Path, small_database: Path) -> Reviewer:
    """Somebody who reviews a copy of the small corpus."""
    return Reviewer(shutil.copytree(FIXTURES / "seeds", tmp_path / "seeds"), small_database)


@pytest.fixture
def address(ada: Reviewer) -> Iterator[str]:
    """Where her review room is."""
    site = datasette_for(ada.database, METADATA)
    open_room(site, ada.room)
    with serving(site, lambda app, port: Doorkeeper(app, TOKEN, port)) as address:
        yield address


def statement(page: Page) -> str:
    """What the claim says that the page shows."""
    return page.locator("#statement").inner_text()


def press(page: Page, key: str, decided: int | None = None) -> None:
    """Press a key and, if it decides, wait for the next claim."""
    page.keyboard.press(key)
    if decided is not None:
        expect(page.locator(".review-head .note")).to_contain_text(f"{decided} of 5 claims decided")


def test_a_whole_review_by_keyboard(browser: Browser, address: str, ada: Reviewer) -> None:
    with visiting(browser, address) as visit:
        page = visit.go(ENTRY)
        assert page.url.endswith("/review")  # the token is not in the address any more
        first = statement(page)
        press(page, "a", 1)
        expect(page.locator("#said")).to_contain_text(f"Accepted: {first[:40]}")
        assert page.evaluate("() => document.activeElement.id") == "statement"
        press(page, "u", 0)
        assert statement(page) == first
        press(page, "c")
        expect(page.locator("#new-statement")).to_be_focused()
        page.keyboard.type("a")  # a letter, not a decision
        page.locator("#new-statement").fill("The harbour may reopen.")
        page.locator("#new-claimant").fill("Nobody Known")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".review-problem")).to_contain_text("Nobody here is called Nobody Known")
        assert page.locator("#new-statement").input_value() == "The harbour may reopen."
        page.locator("#new-claimant").fill("olaf berg")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".review-head .note")).to_contain_text("1 of 5")
        press(page, "f")
        expect(page.locator("#new-note")).to_be_focused()
        page.keyboard.type("it may be the statement")
        press(page, "Enter", 2)
        second = statement(page)
        press(page, "s")
        expect(page.locator("#statement")).not_to_have_text(second)
        press(page, "r", 3)
        press(page, "n", 4)
        assert statement(page) == second  # what was skipped comes again
        press(page, "a", 5)
        expect(page.locator("#statement")).to_have_text("Every claim is decided")
        assert page.locator(".review-last li").count() == 6
        assert visit.errors == ["Failed to load resource: the server responded with a status of 409 (Conflict)"]
    output = rebuilt(ada.log.parent)
    found = asked(output, "select decision, count(*) from decisions where applies group by 1 order by 1")
    assert found == [("accept", 1), ("correct", 1), ("flag", 1), ("not-a-claim", 1), ("reject", 1)]
    corrected = asked(output, "select statement, claimant_id from claims where review_status = 'corrected'")
    assert corrected == [("The harbour may reopen.", "olaf-berg")]


def test_the_keys_can_be_turned_off(browser: Browser, address: str, ada: Reviewer) -> None:
    with visiting(browser, address) as visit:
        page = visit.go(ENTRY)
        page.locator("#help summary").click()
        page.get_by_label("A single key decides").click()
        page.keyboard.press("a")
        page.get_by_role("button", name="Skip").click()
        expect(page.locator("#said")).not_to_be_empty()
        assert not page.locator("#keys-on").is_checked() and not ada.log.exists()
        page.evaluate("() => localStorage.clear()")


def test_a_review_by_touch_with_axe(browser: Browser, address: str) -> None:
    with visiting(browser, address, viewport=PHONE, has_touch=True, color_scheme="dark") as visit:
        page = visit.go(ENTRY)
        page.get_by_role("button", name="Not a claim").tap()
        expect(page.locator(".review-head .note")).to_contain_text("1 of 5")
        page.locator("#correct summary").tap()
        assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
        page.evaluate(AXE)
        assert page.evaluate(FINDINGS, RULES) == []
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 900})
        assert page.evaluate(FINDINGS, COLOURS) == []
        page.get_by_role("button", name=re.compile("^Undo")).tap()
        expect(page.locator(".review-head .note")).to_contain_text("0 of 5")
        assert visit.errors == [] and visit.foreign == []


def test_a_review_without_scripts(browser: Browser, address: str, ada: Reviewer) -> None:
    with visiting(browser, address, java_script_enabled=False) as visit:
        page = visit.go(ENTRY)
        page.get_by_role("button", name="Accept").click()
        assert "1 of 5 claims decided" in page.locator(".review-head").inner_text()
        page.get_by_role("button", name=re.compile("^Undo")).click()
        page.locator("#flag summary").click()
        page.locator("#new-note").fill("Doubtful.")
        page.get_by_role("button", name="Flag and go on").click()
        assert "1 of 5 claims decided" in page.locator(".review-head").inner_text()
    assert [one.deed for one in ada.room.logs["harbour"]] == ["accept", "undo", "flag"]


def test_a_second_window_sees_what_the_first_has_decided(browser: Browser, address: str, ada: Reviewer) -> None:
    with visiting(browser, address) as visit:
        page = visit.go(ENTRY)
        claim = ada.room.next()
        assert claim
        ada.decides(claim, "reject")
        page.keyboard.press("a")
        expect(page.locator(".review-problem")).to_contain_text("decided in another window")
        expect(page.locator(".review-decided")).to_contain_text("Rejected by Ada Berg")
    assert len((ada.log).read_text(encoding="utf-8").splitlines()) == 1


def test_only_who_has_the_token_enters(address: str, ada: Reviewer) -> None:
    with httpx.Client(base_url=address) as client:
        for path in ("/", "/review", "/onrecord.db", "/-/static/app.css", "/review?token=wrong", "/review?token="):
            assert client.get(path).status_code == 403, path
        entered = client.get(ENTRY)
        assert entered.status_code == 303 and entered.headers["location"] == "/review"
        cookie = entered.headers["set-cookie"]
        assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
        shown = client.get("/review")
        assert shown.status_code == 200 and "no-store" in shown.headers["cache-control"]
        assert client.get("/review", headers={"host": "evil.example:80"}).status_code == 403
        token = re.search(r'name="csrftoken" value="([^"]+)"', shown.text)
        assert token
        form = {"row": "lund-lost-jobs", "seen": "", "deed": "accept"}
        assert client.post("/-/review", data=form).status_code == 403  # without the token of the form
        form["csrftoken"] = token[1]
        elsewhere = {"origin": "http://evil.example"}
        assert client.post("/-/review", data=form, headers=elsewhere).status_code == 403
        assert not ada.log.exists()
        assert client.post("/-/review", data=form, headers={"origin": address}).status_code == 303
        assert client.post("/-/review", data=form | {"deed": "undo"}).status_code == 409  # without what was seen
        assert client.post("/-/review", data=form | {"row": "nothing"}).status_code == 404
        assert client.post("/-/review", data=form | {"deed": "praise"}).status_code == 409
        assert client.get(f"/{ada.database.stem}/claims/lund-lost-jobs").text.count("Review this claim") == 1


def test_a_published_site_has_no_review_room(small_database: Path) -> None:
    with serving(datasette_for(small_database, METADATA)) as address, httpx.Client(base_url=address) as client:
        assert client.get("/review").status_code == 404
        assert client.post("/-/review", data={"deed": "accept"}).status_code in (403, 404)
        assert "/review" not in client.get("/").text


def test_the_pages_tell_who_decided_what(address: str, ada: Reviewer) -> None:
    ada.decides("lund-lost-jobs", "accept")
    ada.decides("lund-lost-jobs", "correct", {"claimant": "ada-stone", "event_date": "2020"}, "She said so.")
    output = rebuilt(ada.log.parent)
    with serving(datasette_for(output, METADATA)) as again, httpx.Client(base_url=again) as client:
        shown = client.get(f"/{output.stem}/claims/lund-lost-jobs").text
        for words in (
            "Proposed by",
            "<strong>Corrected</strong> · <bdi>Ada Berg</bdi>",
            "<ins>2020</ins>",
            "Ada Stone</ins>",
            "She said so.",
        ):
            assert words in shown, words
        assert shown.count("decided again") == 1
        trust = client.get("/trust").text
        assert "People have looked at 1 of 5 claims" in trust and "<strong>20 %</strong>" in trust
