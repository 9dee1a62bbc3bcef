"""Citations: author and year, links whole and broken, footnotes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reader.citations import citations, url_status


@pytest.mark.parametrize(
    ("text", "exact", "style", "status", "closed"),
    [
        ("The base was closed (Meyer, 2017).", "(Meyer, 2017)", "author-year", "none", True),
        ("It was shown (Meyer and Lund, 2017, p. 4).", "(Meyer and Lund, 2017, p. 4)", "author-year", "none", True),
        ("Meyer et al. (2017) disagree.", "Meyer et al. (2017)", "author-year", "none", True),
        ("See https://example.org/a/b.", "https://example.org/a/b", "url", "article", True),
        ("He left (https://example.org, 2017) early.", "(https://example.org, 2017)", "url-year", "home-page", True),
        ("He left (https://example.org/a/1,\n\nThen", "(https://example.org/a/1,", "url", "article", False),
        ("He left (http://example.org/i.php?o=rn=2=x,\n\nThen", "(http://example.org/i.php?o=rn=2=x,", "url",
         "mangled", False),
        ("As [the paper](https://example.org/x) says.", "[the paper](https://example.org/x)", "link", "article", True),
        ("It rained.[12] Then it stopped.", "[12]", "footnote", "none", True),
        ("It rained.² Then it stopped.", "²", "footnote", "none", True),
    ],
)  # fmt: skip
def test_citations(text: str, exact: str, style: str, status: str, closed: bool) -> None:
    (citation,) = citations(text)
    assert text[citation.exact.start : citation.exact.end] == exact
    assert (citation.style, citation.url_status, citation.is_closed) == (style, status, closed)


def test_a_year_or_a_bracket_alone_is_no_citation() -> None:
    assert citations("In 2017 (a dry year) it rained; he said [sic] so. In May (2017) too.") == ()


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("https://example.org/", "home-page"),
        ("www.example.org", "home-page"),
        ("https://example.org/story?id=3&x=4", "article"),
        ("https://example.org/?o=rn=3", "mangled"),
        ("http://[broken", "mangled"),
    ],
)
def test_url_status(url: str, status: str) -> None:
    assert url_status(url) == status


@given(st.text(alphabet="aA (),.[]12^=?&/:ht\nsp", max_size=300))
def test_any_text_gives_citations_in_order(text: str) -> None:
    found = citations(text)
    assert all(0 <= c.exact.start < c.exact.end <= len(text) for c in found)
    assert all(a.exact.end <= b.exact.start for a, b in zip(found, found[1:], strict=False))
