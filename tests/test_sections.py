"""Title, headings, body and boilerplate, recognized by their layout."""

from __future__ import annotations

import pytest

from onrecord.text.furniture import (
    BOILERPLATE,
    BOILERPLATE_LINE,
    BOILERPLATE_LINES,
    BOILERPLATE_PATTERN,
    CAPTION_PATTERN,
    CAPTIONS,
    is_boilerplate,
)
from onrecord.text.sections import (
    KICKER,
    KICKERS,
    METADATA,
    METADATA_LINE,
    find_sections,
)

STORY = "The ferry crews walked off the job on Monday. Nobody knows when they will return."


def kinds(text: str) -> list[tuple[str, str]]:
    """Each section's kind and first characters."""
    return [(section.kind, text[slice(*section.exact)][:18]) for section in find_sections(text)]


@pytest.mark.parametrize(("pattern", "example"), BOILERPLATE)
def test_each_boilerplate_pattern_has_its_example(pattern: str, example: str) -> None:
    assert BOILERPLATE_PATTERN.search(example), pattern


@pytest.mark.parametrize(("pattern", "example"), [*BOILERPLATE_LINES])
def test_each_boilerplate_line_has_its_example(pattern: str, example: str) -> None:
    assert BOILERPLATE_LINE.fullmatch(example), pattern


@pytest.mark.parametrize(("pattern", "example"), CAPTIONS)
def test_each_caption_has_its_example(pattern: str, example: str) -> None:
    assert CAPTION_PATTERN.search(example), pattern


@pytest.mark.parametrize(("pattern", "example"), KICKERS)
def test_each_kicker_has_its_example(pattern: str, example: str) -> None:
    assert KICKER.fullmatch(example), pattern


@pytest.mark.parametrize(("pattern", "example"), METADATA)
def test_each_line_of_metadata_has_its_example(pattern: str, example: str) -> None:
    assert METADATA_LINE.fullmatch(example), pattern


def test_a_title_headings_over_lines_body_and_boilerplate() -> None:
    text = (
        "The Harbour\nTalks\n\nThe mayor spoke. Few came.\n\nSubscribe to our newsletter today\n\n"
        "What the company\nsays\n\nNothing yet.\n"
    )
    found = [(section.kind, section.title, text[section.exact.start :][:9]) for section in find_sections(text)]
    assert found == [
        ("title", "The Harbour Talks", "The Harbo"),
        ("body", "The Harbour Talks", "The mayor"),
        ("boilerplate", "Left over from a page", "Subscribe"),
        ("heading", "What the company says", "What the "),
        ("body", "What the company says", "Nothing y"),
    ]


def test_only_headings_and_no_final_newline() -> None:
    found = find_sections("First heading\n\nSecond heading\n\nThird")
    assert [section.kind for section in found] == ["title", "heading", "body"]


@pytest.mark.parametrize(
    "block",
    [
        "By Nadia Okafor and Jordan Ellis",
        "Interview by Leila Haddad · Kraków, 9 May 2022",
        "Nairobi, Kenya\n18 April 2023",
        "Office of the Independent Monitor\nAccra, July 2021",
        "Table 1. Households and land, December 2020",
        "DR. KAMAU: Thank you, Peter. Thank you all. [Applause]",
        "Thank you very much. [Applause]",
        '"Nothing is binding here except the mud."\n― Vera Jovanović, retired teacher',
        "― Vera Jovanović, retired teacher",
        "New Kpandu 812 402 0.9",
        "- Chaco War\n- History of cartography",
        "JUSTICES: Lord Adeyemi (President), Lady Hartley",
        "[2021] NSC 14\nOn appeal from: [2019] NCA 322",
    ],
)
def test_short_blocks_that_are_not_headings(block: str) -> None:
    assert kinds(f"Ferry strike\n\n{block}\n\n{STORY}") == [("title", "Ferry strike"), ("body", block[:18])]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"ANALYSIS\n\nThe river that two capitals forgot\n\n{STORY}", "The river that two capitals forgot"),
        (f"CHAPTER I\n\nTHE RIVER\n\n{STORY}", "THE RIVER"),
        (f"Office of the Governor\n\nFor Immediate Release\n\nRemarks on the river\n\n{STORY}", "Remarks on the river"),
        (f"FOR IMMEDIATE RELEASE\n3 October 2022\n\nA WIND FARM\n\n{STORY}", "A WIND FARM"),
        (f"News › Europe › Environment\n\nVillagers block a mine\n\n{STORY}", "Villagers block a mine"),
        (f"# Aurelio Vance\n\n{STORY}", "Aurelio Vance"),
        (f"The *Atlas*\n=====\n\n{STORY}", "The Atlas"),
        (f"Ferry strike\nBy Nadia Okafor\n4 March 2024\n\n{STORY}", "Ferry strike"),
        (f"Analysis\n\n{STORY}", "Analysis"),
    ],
)
def test_the_title_is_what_the_text_is_called(text: str, title: str) -> None:
    assert [section.title for section in find_sections(text) if section.kind == "title"] == [title]


def test_a_long_heading_below_the_title_is_a_summary_and_names_nothing() -> None:
    summary = "Why the quiet quarrel over the Orontes dams matters more than the loud one"
    found = find_sections(f"The river\n\n{summary}\n\n{STORY}")
    assert [(section.kind, section.title) for section in found] == [
        ("title", "The river"),
        ("heading", summary),
        ("body", "The river"),
    ]


def test_the_titles_of_other_texts_are_boilerplate() -> None:
    text = f"Ferry strike\n\n{STORY}\n\nRELATED STORIES\n\nA refinery opens\n\nWhat is the EU’s act?\n\n{STORY * 2}"
    assert [kind for kind, _ in kinds(text)] == ["title", "body", "boilerplate", "body"]


def test_what_a_badly_scraped_page_leaves() -> None:
    text = f"""Skip to content

Home | News | Opinion | Sport | Subscribe

Accept all  Reject all  Manage preferences

Villagers block lithium mine

Share on Facebook
Share on Twitter
WhatsApp

{STORY}

RELATED STORIES
Germany opens its first lithium refinery
What is the EU’s Critical Raw Materials Act?

{STORY}

Tags: Serbia, lithium

Comments (214)

Paris77  5 hours ago
They want cars in Paris and holes in Serbia.
Like 112  Reply

Nothing below the comments is the text's own.
"""
    assert kinds(text) == [
        ("boilerplate", "Skip to content\n\nH"),
        ("title", "Villagers block li"),
        ("boilerplate", "Share on Facebook\n"),
        ("body", STORY[:18]),
        ("boilerplate", "RELATED STORIES\nGe"),
        ("body", STORY[:18]),
        ("boilerplate", "Tags: Serbia, lith"),
    ]


def test_titles_above_paragraphs_of_one_line_each() -> None:
    prose = "The minister met the mayor on Monday, and they agreed that the bridge will be built, " * 3
    text = f"Minister meets mayor about the…\nMinister meets mayor about the bridge\n{prose}\n{prose}\n"
    found = [(section.kind, text[slice(*section.exact)]) for section in find_sections(text)]
    assert found[:2] == [
        ("boilerplate", "Minister meets mayor about the…"),
        ("title", "Minister meets mayor about the bridge"),
    ]
    assert find_sections(f"{prose}\n{prose}")[0].kind == "body"
    wrapped = "The minister met the mayor\non Monday, and they agreed\nthat the bridge will be built.\n"
    assert [section.kind for section in find_sections(wrapped)] == ["body"]


@pytest.mark.parametrize(
    ("block", "is_left_over"),
    [
        ("Follow these steps shared by the mayor to leave the harbour safely", False),
        ("The mayor wants to comment on the policy below.", False),
        ("She said that she was sincerely sorry, and that the crews would follow the law.", False),
        ("1. Introduction ........ 4\n2. The flood . . . . . . 12", True),
        ("ADA STONE\nada@example.org\nLUND PRESS\n1 Dam Street\nTelephone: (555) 123-4567", True),
        ("Ada Stone wrote to ada@example.org,\nwhich nobody reads,\nand to the mayor.", False),
        (f"Read more “{STORY} {STORY}”", False),
        ("He paused ... and then he read page 4.", False),
        (f"In this photo dated Tuesday, {STORY * 3}", True),
        ("Sincerely,\n\tAda Stone\n\tThe mayor of Lund", True),
    ],
)
def test_what_only_looks_like_boilerplate_is_body(block: str, is_left_over: bool) -> None:
    assert is_boilerplate(block) == is_left_over


def test_what_an_archive_puts_around_a_book_is_boilerplate() -> None:
    around = "*** {} OF THE PROJECT GUTENBERG EBOOK ON DAMS ***"
    text = f"You may copy it.\n\n{around.format('START')}\n\n{STORY}\n\n{around.format('END')}\n\n{STORY}"
    assert [kind for kind, _ in kinds(text)] == ["boilerplate", "body", "boilerplate"]


def test_a_line_without_letters_is_no_heading() -> None:
    assert ("heading", "___") not in kinds(f"Ferry strike\n\n{STORY}\n\n___\n\n{STORY}")
