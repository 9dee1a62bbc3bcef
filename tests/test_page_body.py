"""Of a page only the article is kept, whatever stands around and inside it."""

from __future__ import annotations

import pytest

from onrecord.text.converters import from_html
from onrecord.text.sections import find_sections

FIRST = (
    "The dam above the town broke on Monday, the minister said, after a night in which it rained as it had not rained"
    " for ten years, and the water reached the market before anybody was warned."
)
LAST = (
    "Nobody was hurt, according to the mayor, but forty houses, two schools and the old bridge are gone, and it may"
    " take a year, or two, before the road to the coast is open again."
)
ARTICLE = f"<h1>The dam broke</h1><p>{FIRST}</p>%s<p>{LAST}</p>"
EXPECTED = f"The dam broke\n\n{FIRST}\n\n{LAST}\n"
HEADLINES = "<ul>" + "".join(f"<li><a href=/{n}>Minister opens bridge number {n}</a>" for n in range(6)) + "</ul>"

FURNITURE = {
    "related": f"<div class=related-stories><h3>Related</h3>{HEADLINES}</div>",
    "headlines": f"<div><h3>More from here</h3>{HEADLINES}</div>",
    "trending": f"<section id=trending>{HEADLINES}</section>",
    "share": "<div class=share-tools><span>Share this</span> <a href=#>Facebook</a> <a href=#>Twitter</a></div>",
    "newsletter": "<div class='newsletter-signup'><p>Get our best stories, every day, in your inbox.</p><input></div>",
    "cookies": "<div id=cookie-banner><p>We use cookies, and so do our partners, to show you more.</p></div>",
    "form": "<form><p>Tell us what you think.</p><input><input></form>",
    "advert": "<div class=ad-slot>Advertisement <a href=/x>Buy a boat</a></div>",
    "hidden": "<p hidden>No.</p><p style='display:none'>No.</p><div aria-hidden=true>No.</div>",
    "comments": "<div class=comments><article class=comment><p>First! I say, it broke, as I said it would, years ago."
    "</p></article></div>",
}


@pytest.mark.parametrize("around", ["<article>%s</article>", "<div class=story>%s</div>", "<main><div>%s</div></main>"])
@pytest.mark.parametrize("furniture", FURNITURE.values(), ids=FURNITURE)
def test_furniture_is_no_part_of_an_article(around: str, furniture: str) -> None:
    page = "<title>The dam broke | Example</title><nav><a href=/>Home</a></nav>" + around % ARTICLE
    assert from_html((page % furniture).encode()).text == EXPECTED
    assert from_html((page % "" + furniture).encode()).text == EXPECTED


def test_an_article_that_is_named_like_furniture_is_read() -> None:
    page = f"<div class=share-wrapper>{ARTICLE % ''}</div><div class=sidebar>{HEADLINES}</div>"
    assert from_html(page.encode()).text == EXPECTED
    page = f"<div class=comment>{ARTICLE % ''}</div>"
    assert from_html(page.encode()).text == EXPECTED


def test_steps_of_one_text_in_several_parts_are_read() -> None:
    parts = "".join(f"<div class=step><div class=text><p>{FIRST}</p></div></div>" for _ in range(5))
    text = from_html(f"<body><h1>How it broke</h1><div class=steps>{parts}</div>{HEADLINES}</body>".encode()).text
    assert text == "How it broke\n\n" + "\n\n".join([FIRST] * 5) + "\n"


def test_a_table_of_data_and_a_list_of_words_are_part_of_an_article() -> None:
    rows = "".join(f"<tr><td>Place {n}<td>{n}" for n in range(3))
    inside = f"<table><tr><th>Place<th>Dead{rows}</table><ul><li>No road is open.<li>No boat sails.</ul>"
    text = from_html(f"<article>{ARTICLE % inside}</article>".encode()).text
    assert "Place\tDead\nPlace 0\t0\nPlace 1\t1\nPlace 2\t2\n\n• No road is open.\n• No boat sails.\n" in text


def test_captions_are_kept_but_are_not_the_body() -> None:
    long = f"The dam, {FIRST} {LAST}"
    text = from_html(
        f"<article>{ARTICLE % f'<figure><figcaption>{long}</figcaption></figure>'}</article>".encode()
    ).text
    caption = next(section for section in find_sections(text) if text[slice(*section.exact)].startswith("Caption: "))
    assert (caption.kind, text[slice(*caption.exact)]) == ("boilerplate", f"Caption: {long}")


def test_an_article_is_found_though_only_something_else_is_not_named_like_furniture() -> None:
    about = f"<div><p>{FIRST} {LAST}</p></div>"
    page = f"<div class=fixed-sidebar-layout>{ARTICLE % f'<p>{LAST}</p>' * 3}</div>{about}"
    assert from_html(page.encode()).text.count(FIRST) >= 3


def test_an_article_that_only_a_script_shows_is_read_from_what_the_page_says_of_itself() -> None:
    said = '<script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "%s"}</script>'
    body = f"{FIRST}\\n<b>It</b> rained.\\n{LAST * 2}"
    page = f"<title>The dam broke</title>{said % body}<h1>The dam broke</h1><p>{FIRST}</p>"
    assert from_html(page.encode()).text == f"The dam broke\n\n{FIRST}\n\nIt rained.\n\n{LAST * 2}\n"
    page = f"<title>The dam broke</title>{said % FIRST}<article>{ARTICLE % ''}</article>"
    assert from_html(page.encode()).text == EXPECTED
