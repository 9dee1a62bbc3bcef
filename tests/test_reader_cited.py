"""Citations: each form with a sentence, broken addresses, lists of references, and any text at all."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.annotation.model import Source
from onrecord.corpus.directory import load_corpus
from onrecord.data import SEEDS
from onrecord.problems import Problems
from onrecord.reader.citations.addresses import (
    MANGLED,
    MANGLED_PATTERN,
    Address,
    find_addresses,
)
from onrecord.reader.citations.citations import Cited, find_citations
from onrecord.span import Span
from onrecord.text.sections import find_sections
from tests.growth import grows_as_the_text
from tests.prose import document_of


def cited(text: str, sources: tuple[Source, ...] = ()) -> tuple[Cited, ...]:
    """The citations of a text in its guessed sections."""
    return find_citations(document_of(text), find_sections(text), sources, "doc")


def words(text: str) -> list[tuple[str, str]]:
    """Each citation's words and style."""
    return [(text[slice(*found.row.exact)], found.row.style) for found in cited(text)]


FORMS = [
    ("The mill burned twice (Roth, 2017).", [("(Roth, 2017)", "author-year")]),
    ("It burned (see Smith & Jones, 2014, p. 3).", [("(see Smith & Jones, 2014, p. 3)", "author-year")]),
    (
        "It burned (Smith, 2014; Lee et al., 2010).",
        [("Smith, 2014", "author-year"), ("Lee et al., 2010", "author-year")],
    ),
    ("It burned (World Bank, 2015a, 2015b).", [("World Bank, 2015a", "author-year"), ("2015b", "author-year")]),
    ("As Roth (2017) shows, mills burn.", [("Roth (2017)", "author-year")]),
    ("In Berg et al. (2016), mills burn.", [("Berg et al. (2016)", "author-year")]),
    ("It burned in the spring (May 2017).", []),
    ("It burned (as it had in 2014), they said.", []),
    ("The mill burned (https://a.org/x/mill, 2017) at dawn.", [("(https://a.org/x/mill, 2017)", "url-year")]),
    ("The mill burned (https://a.org/x/mill,", [("(https://a.org/x/mill,", "url")]),
    ("The mill burned, see http://a.org/mill.", [("http://a.org/mill", "url")]),
    ("The mill burned <https://a.org/mill>.", [("<https://a.org/mill>", "url")]),
    ("Ask www.mill.org/news, they know.", [("www.mill.org/news", "url")]),
    ("The [mill](https://a.org/m_(x)) burned.", [("[mill](https://a.org/m_(x))", "link")]),
    ("An image ![mill](a.png) is none.", []),
    ("Write to mill@example.org today.", []),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_each_form_of_a_citation(text: str, expected: list[tuple[str, str]]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(("pattern", "example"), MANGLED)
def test_the_example_of_every_kind_of_broken_address(pattern: str, example: str) -> None:
    assert MANGLED_PATTERN.search(example)
    assert Address(Span(0, 0), example).status == "mangled"


@pytest.mark.parametrize(
    ("written", "url", "status"),
    [
        ("(https://a.org/b_(c)).", "https://a.org/b_(c)", "article"),
        ("https://a.org/2017-05-01/old-mills).", "https://a.org/2017-05-01/old-mills", "article"),
        ("https://www.a.org/,", "https://www.a.org/", "home-page"),
        ("http://a.org!", "http://a.org", "home-page"),
        ("https://a.org/index.html", "https://a.org/index.html", "home-page"),
        ("https://a.org/?p=12&q=3", "https://a.org/?p=12&q=3", "article"),
        ("http://a.org/volta/\nmills-2019.pdf).", "http://a.org/volta/mills-2019.pdf", "article"),
        ("https://a.org/the-old-\nmill-burned-down", "https://a.org/the-old-mill-burned-down", "article"),
    ],
)  # fmt: skip
def test_where_an_address_ends_and_what_it_leads_to(written: str, url: str, status: str) -> None:
    (found,) = find_addresses(written)
    assert (found.url, found.status) == (url, status)


def test_an_address_tells_its_publisher_title_and_day() -> None:
    (found,) = find_addresses("https://www.bbc.co.uk/news/2017/03/09/old-mill-burned-down-again-1234")
    assert (found.publisher, found.title, found.date) == ("BBC", "old mill burned down again", "2017-03-09")


LISTED = """The mill burned.[1] Nobody was hurt.² It had burned before (Smith & Jones, 2014).

Roth (2017) counts five fires, and [a survey][mills] agrees.

References

Smith, J., & Jones, K. (2014). Fires of the north. Oxford: Press.
Roth, A. (2017). Mills. https://www.nytimes.com/2017/12/12/us/why-old-mills-burn-down.html
Unread, U. (1999). Not cited above. Paris.

Notes

[1] The Times, 3 May 1999.
2. The fire brigade, http://fire.example.org/a/b.
[mills]: https://example.org/mills/survey
"""


def test_markers_and_names_lead_to_the_list_at_the_end() -> None:
    found = {LISTED[slice(*one.row.exact)]: one.source for one in cited(LISTED)}
    assert found["[1]"].name == "The Times, 1999"
    assert found["²"].url == "http://fire.example.org/a/b"
    assert found["(Smith & Jones, 2014)"].name == "Smith, Fires of the north, 2014"
    assert (found["Roth (2017)"].url_status, found["Roth (2017)"].published) == ("article", "2017-12-12")
    assert found["[a survey][mills]"].url == "https://example.org/mills/survey"


def test_what_entries_of_many_styles_say() -> None:
    text = """It was so.[1] It was otherwise.[2] It was so again.[3] And again (Duval, 2003).

References

1. Quispe, Elena (1998). *Silent in Five Languages: A Life*. La Paz: Plural, pp. 11–19.
2. Lenoir, G. (1921) La Révolution par la faim. Paris: Alcan.
3. Quispe (1998), p. 77.
4. Duval, C. (2003) 'Grain and rumour in the Paris basin', Journal of Markets, 12(2), pp. 71–99.
"""
    found = {text[slice(*one.row.exact)]: one.source for one in cited(text)}
    assert found["[1]"].name == "Quispe, Silent in Five Languages: A Life, 1998"
    assert found["[2]"].name == "Lenoir, La Révolution par la faim, 1921"
    assert found["[3]"] == found["[1]"]
    assert found["(Duval, 2003)"].name == "Duval, Grain and rumour in the Paris basin, 2003"


def test_a_line_that_is_set_in_goes_on_with_its_entry() -> None:
    text = (
        "It was so.[4]\n\nNotes\n\n[4] Statistical Service, Survey 7. Available at\n    http://stats.org/a?b=2\n[5] X."
    )
    (found,) = cited(text)
    assert found.source.url == "http://stats.org/a?b=2"


def test_the_year_of_a_law_report_is_no_marker_of_a_note() -> None:
    assert words("[2021] NSC 14\nOn appeal from: [2019] NCA 322\n\nThe appeal is allowed.") == []


def test_an_entry_that_nothing_cites_is_cited_where_it_is_listed() -> None:
    (unread,) = [one for one in cited(LISTED) if one.source.author == "Unread"]
    assert LISTED[slice(*unread.row.exact)].startswith("Unread, U.")
    assert unread.covers == unread.row.exact


def test_a_marker_without_its_note_is_no_citation() -> None:
    assert words("The field is 5 km² large.[3] It burned.") == []


def test_a_citation_covers_its_sentence_or_the_paragraph_that_it_ends() -> None:
    text = "Mills burn. They are old (Roth, 2017). They fall.\n\nBarns burn. Barns are dry (Berg, 2016)."
    first, second = cited(text)
    assert (first.scope, text[slice(*first.covers)]) == ("sentence", "They are old (Roth, 2017).")
    assert (second.scope, text[slice(*second.covers)]) == ("paragraph", "Barns burn. Barns are dry (Berg, 2016).")
    assert second.scope_of(Span(text.index("Barns burn"), text.index("Barns burn") + 10)) == "paragraph"
    assert second.scope_of(Span(0, 5)) is None


def test_an_address_on_record_keeps_its_id() -> None:
    known = Source(id="mill-news", name="Mill News", url="https://mill.org/", url_status="home-page")
    (found,) = cited("It burned (http://www.mill.org).", (known,))
    assert found.source is known


def test_the_five_citations_of_the_first_document() -> None:
    problems = Problems()
    corpus = load_corpus(SEEDS, problems)
    entry = corpus.annotated[Path(SEEDS) / "000_cf88a1cbad9713e1.txt"]
    assert entry.annotation
    expected = [
        (row.exact, row.style, row.source) for passage in entry.annotation.passages for row in passage.citations
    ]
    found = find_citations(entry.document, find_sections(entry.document.text), corpus.authority.sources.values())
    assert [(one.row.exact, one.row.style, one.row.source) for one in found] == expected


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*"()[]<>.,;:!¹²1\n ", "http://", "www.", "a.b/", "Roth", "2017", " and ", "é", "\U0001f600", "References\n", "- "])).map("".join))  # fmt: skip  # noqa: E501
def test_any_text_gives_valid_spans_and_unique_ids(text: str) -> None:
    sections = find_sections(text)
    found = find_citations(document_of(text), sections)
    assert len({one.row.id for one in found}) == len(found)
    for one, other in zip(found, found[1:], strict=False):
        assert one.row.exact.end <= other.row.exact.start
    for one in found:
        assert any(section.exact.contains(one.row.exact) for section in sections)
        assert 0 <= one.covers.start < one.covers.end <= len(text)


@pytest.mark.parametrize(
    "piece",
    ["(", "[", "(http://", "Roth, ", "Aa Bb ", "(Aa, 2017; ", "[1] ", "[1]: x\n", "1. Aa, B. (2017). C.\n", "http://a.b/c-\n"],
)  # fmt: skip
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    assert grows_as_the_text(lambda size: partial(cited, "The mill burned. " + piece * (size // len(piece))), 10_000)
