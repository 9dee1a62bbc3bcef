"""Five questions answered from a cold start: by following links and one search box, in at most three steps each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from onrecord.cli import METADATA
from onrecord.serve import datasette_for
from tests.browser import serving, visiting

STEPS = [
    # (the question, what is clicked or typed, what then stands on the page)
    ("Who denies the joint centre?", ["link:Disagreements"], ["Yahya Rasool", "joint coordination centre"]),
    ("What is said about al-Bukamal?", ["search:al-Bukamal"], ["no less important than the taking of Al-Bukamal"]),
    (
        "Which claims rest on nothing?",
        ["link:SQL", "link:Claims with no citation, or a broken one"],
        ["citation", "none", "The Syrian economy was based on industry"],
    ),
    ("What did Putin promise?", [], ["What does Vladimir Putin promise or intend?", "Russia will withdraw part"]),
    ("Where does the text contradict itself?", ["link:Disagreements"], ["Essay author (unnamed)", "ISIS is trapped"]),
]


@pytest.fixture(scope="module")
def address(database: Path) -> Iterator[str]:
    with serving(datasette_for(database, METADATA)) as address:
        yield address


def take(page: Page, step: str) -> None:
    """One click on a link, or one search."""
    kind, _, words = step.partition(":")
    if kind == "link":
        page.get_by_role("link", name=words, exact=True).first.click()
    else:
        page.get_by_role("searchbox").first.fill(words)
        page.keyboard.press("Enter")


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
