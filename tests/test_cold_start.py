"""Questions answered from a cold start: by following links and one search box, in at most three steps each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from onrecord.data import METADATA
from onrecord.site.server import datasette_for
from tests.browser import serving, visiting

STEPS = [
    # (the question, what is clicked or typed, what then stands on the page)
    ("Who denies the joint centre?", ["link:Disagreements"], ["Yahya Rasool", "joint coordination centre"]),
    ("What is said about al-Bukamal?", ["search:al-Bukamal"], ["no less important than the taking of Al-Bukamal"]),
    (
        "Which claims rest on nothing?",
        ["link:SQL", "link:Claims without a citation"],
        ["The Syrian economy was based on industry"],
    ),
    ("What did Putin promise?", [], ["What does Vladimir Putin promise or intend?", "Russia will withdraw part"]),
    ("Where does the text contradict itself?", ["link:Disagreements"], ["Essay author (unnamed)", "ISIS is trapped"]),
    (
        "The same as it is asked",
        ["search:Who denies the joint centre?"],
        ["These results have joint centre", "There is no agreement between Iraq", "a denial"],
    ),
    ("Who says that ISIS is defeated?", ["search:isis defeated"], ["ISIS has been defeated.", "Russia"]),
    (
        "What does the author say of the United States?",
        ["link:People", "begins:Essay author (unnamed) on United States: "],
        ["Essay author (unnamed) on United States", "buffer zone"],
    ),
    (
        "What is said to have happened on 11 December?",
        ["link:Timeline", "link:11 December 2017"],
        ["What is claimed for 11 December 2017", "Vladimir Putin visited Hmeimim air base"],
    ),
    (
        "What is presented as no more than likely?",
        ["link:Claims", "fold:factuality", "link:probable"],
        ['rows where factuality = "probable"', "The T2 pumping station is expected to be the main target"],
    ),
    (
        "By which names does the text call ISIS?",
        ["search:ISIS", "link:ISIS"],
        ["Every name used for them", "urging", "mistranslation"],
    ),
    ("Can the article of Al-Akhbar be looked up?", ["link:Sources"], ["Only a home page is cited"]),
    (
        "How do I get all claims into a spreadsheet?",
        ["link:Downloads"],
        ["Claims in context", "CSV files are complete"],
    ),
    (
        "How well does the machine read?",
        ["link:How far to trust it"],
        ["What the program finds", "claims: same claimant"],
    ),
    (
        "Where is the T2 station, and who says so?",
        ["search:T2", "link:T2 pumping station"],
        ["How its position is known", "main target of ISIS operations"],
    ),
    ("What did Assad say?", ["search:Assad", "link:Bashar al-Assad"], ["What they say", "deserves the gratitude"]),
]


@pytest.fixture(scope="module")
def address(database: Path) -> Iterator[str]:
    with serving(datasette_for(database, METADATA)) as address:
        yield address


def take(page: Page, step: str) -> None:
    """One click on a link or a fold, or one search; then the next page."""
    kind, _, words = step.partition(":")
    if kind == "fold":
        page.locator("summary", has_text=words).first.click()
        return
    with page.expect_navigation():
        if kind == "search":
            page.get_by_role("searchbox").first.fill(words)
            page.keyboard.press("Enter")
        else:
            name = words if kind == "link" else re.compile(f"^{re.escape(words)}")
            page.get_by_role("link", name=name, exact=kind == "link").first.click()


@pytest.mark.parametrize("question, steps, answer", STEPS, ids=[question for question, _, _ in STEPS])
def test_a_question_is_answered_in_three_steps(
    browser: Browser, address: str, question: str, steps: list[str], answer: list[str]
) -> None:
    assert len(steps) <= 3
    with visiting(browser, address, viewport={"width": 1280, "height": 900}) as visit:
        page = visit.go("/")
        for step in steps:
            take(page, step)
        for words in answer:
            expect(page.locator("main, body").first).to_contain_text(words)
        assert visit.errors == []
