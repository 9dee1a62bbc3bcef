"""Times: every kind of expression with its examples, reference dates, and any text at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.annotation.model import TimeMention
from onrecord.dates import read_date
from onrecord.reader.parsing.tokens import NO_TOKENS
from onrecord.reader.times.moments import Reference, valid_date
from onrecord.reader.times.reference_dates import date_sections
from onrecord.reader.times.time_rules import RULES
from onrecord.reader.times.times import find_times
from onrecord.span import Span
from onrecord.text.document import Section
from onrecord.text.sections import find_sections
from tests.growth import grows_as_the_text
from tests.prose import document_of, parsed

EXAMPLES = [
    pytest.param(rule.timex_type, *example, id=f"{rule.name}: {example[0]}")
    for rule in RULES
    for example in rule.examples
]


def times(text: str, reference: str | None = None, with_trees: bool = False) -> tuple[TimeMention, ...]:
    """The time expressions of a text that is one section."""
    section = Section(exact=Span(0, len(text)), title="T", kind="body", reference_date=reference)
    return find_times(text, [section], parsed(text).tokens if with_trees else NO_TOKENS)


def words(text: str, reference: str | None = None) -> list[tuple[str, str, str | None]]:
    """Each expression's words, type and date."""
    return [(text[slice(*found.exact)], found.timex_type, found.date) for found in times(text, reference)]


@pytest.mark.parametrize(("timex_type", "sentence", "found", "reference", "date"), EXAMPLES)
def test_the_examples_of_every_kind(
    timex_type: str, sentence: str, found: str, reference: str | None, date: str | None
) -> None:
    assert (found, timex_type, date) in words(sentence, reference)


@pytest.mark.parametrize(
    "sentence",
    [
        "They may 5 times try, and march 3 miles.",
        "In 2000 people lived there.",
        "Call 2017550 or see page 1999a.",
        "See https://a.org/2017/12/12/x for more.",
        "The second phase has a third part.",
        "They met at “The World of Tomorrow” and had Christmas trees.",
    ],
)
def test_what_is_no_time(sentence: str) -> None:
    assert words(sentence, "2017-12-12") == []


def test_expressions_do_not_overlap_and_the_longest_wins() -> None:
    text = "On Monday, 11 December 2017, at 10:30 a.m., two years after the flood of May 2015, it opened."
    assert [found for found, _, _ in words(text)] == [
        "Monday, 11 December 2017",
        "10:30 a.m.",
        "two years after the flood of May 2015",
    ]


@pytest.mark.parametrize("parsed", [False, True])
def test_what_is_counted_from_an_event_ends_with_the_event_and_has_no_date(parsed: bool) -> None:
    text = "Less than 20 days after the fall of the old mill in Bergen, the owners left."
    (found,) = times(text, "2017-12-12", parsed)
    assert text[slice(*found.exact)] == "Less than 20 days after the fall of the old mill in Bergen"
    assert found.date is None and found.note


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("A court in Sofia ruled in May that the company owed them money.", "2023-05"),
        ("The paper was published in May.", "2023-05"),
        ("The crews have been on strike since May.", "2023-05"),
        ("It opens in May.", "2024-05"),
        ("It opened in March.", "2024-03"),
        ("If they don't come back by Wednesday, the others will stop too.", "2024-03-06"),
        ("The papers must be there by Monday.", None),
        ("The papers must be there by Tuesday.", "2024-03-05"),
        ("She will speak later on Monday.", "2024-03-04"),
        ("She will speak next Monday.", "2024-03-11"),
        ("They came on Wednesday.", "2024-02-28"),
        ("He was elected on 20 June.", "2023-06-20"),
        ("He will be elected on 20 June.", "2024-06-20"),
        ("“The dam will hold,” she told reporters on Friday.", "2024-03-01"),
        ("Speaking on Friday, she praised them.", "2024-03-01"),
        ("A statement released on Friday said so.", "2024-03-01"),
        ("The vote has been held on Friday.", "2024-03-01"),
        ("The vote is due this Friday.", "2024-03-08"),
        ("The dam burst this Friday.", "2024-03-01"),
        ("The vote is set for Friday.", "2024-03-08"),
        ("The vote is held on Friday.", None),
        ("The summit opens on Friday.", None),
        ("They agreed to meet on Friday.", None),
        ("He said that he would resign on Friday.", None),
        ("The vote was due on Friday.", None),
        ("The vote was scheduled for Friday.", None),
        ("They were expected to meet on Friday.", None),
        ("The road was closed until Friday.", None),
        ("Sales fell in the fiscal second quarter of 2019.", None),
        ("She speaks later on Monday.", "2024-03-04"),
        ("She will speak on Monday.", "2024-03-04"),
    ],
)
def test_what_is_past_is_dated_before_a_limit_after_and_the_rest_not(text: str, date: str | None) -> None:
    (found,) = times(text, "2024-03-04", with_trees=True)
    assert found.date == date


@pytest.mark.parametrize(
    "text",
    [
        "She told the weekly Vreme so.",
        "A reporter of the Daily Courier asked.",
        "He told USA Today so.",
        "On “Fox News Sunday,” he said so.",
    ],
)
def test_the_name_of_a_paper_is_no_time(text: str) -> None:
    assert words(text) == []


def test_without_a_reference_date_nothing_is_counted() -> None:
    (found,) = times("It closed yesterday.")
    assert (found.date, found.note) == (None, "its section has no reference date")


def test_what_happened_next_in_a_tale_is_not_counted_from_its_day_of_publication() -> None:
    text = "In 1898 a mill was built. Over the next decade it failed. The next day it burned."
    assert [found.date for found in times(text, "2019-04-30", with_trees=True)] == ["1898", None, None]


def test_the_weekdays_of_a_meeting_that_is_announced_are_its_own() -> None:
    text = "The fair runs June 13 to 17. Ada Stone will speak on Thursday. She arrived on Monday."
    found = times(text, "2022-04-26", with_trees=True)
    assert [one.date for one in found] == ["2022-06-13/2022-06-17", "2022-06-16?", "2022-04-25"]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("It burned on 25 June 2018. On 22 March it had rained.", ["2018-06-25", "2018-03-22?"]),
        ("It rained in January. It burned in May 1986.", [None, "1986-05"]),
        ("It rained in January. It burned in May 1986 and in June 1986.", ["1986-01?", "1986-05", "1986-06"]),
        ("It rained in January. It burned in May 1986 and in June 1990.", [None, "1986-05", "1990-06"]),
        ("It rained on Monday. It burned on 25 June 2018.", [None, "2018-06-25"]),
        ("It burned on 25 June 2018. 1860: on 22 March it rained.", ["2018-06-25", None]),
    ],
)
def test_a_month_of_an_undated_text_is_near_the_dates_around_it(text: str, dates: list[str | None]) -> None:
    assert [found.date for found in times(text)] == dates


@pytest.mark.parametrize("edtf", ["2017-12-12/2017-12-13", "2017-12-XX", "../2017", "", None])
def test_what_can_not_be_counted_from(edtf: str | None) -> None:
    assert Reference.read(edtf) is None


def test_counting_stays_within_the_calendar() -> None:
    first, last = Reference.read("0001-01-01"), Reference.read("9999-12-31")
    assert first and last
    assert valid_date(first.days(-1)) is None and valid_date(last.days(1)) is None
    assert valid_date(last.months(1)) is None and valid_date(first.years(-5)) is None


DATED = [
    ("Published: 12 December 2017\n\nIt rained.", "2017-12-12"),
    ("Last updated: 13 December 2017\nPublished: 12 December 2017\n\nIt rained.", "2017-12-12"),
    ("A mill burns\n\nDecember 12, 2017 10:30 AM\n\nIt rained.", "2017-12-12"),
    ("A mill burns\n\nBy Ada Berg | Tuesday, 12 December 2017\n\nIt rained.", "2017-12-12"),
    ("---\ntitle: A mill\ndate: 2017-12-12\n---\n\nIt rained.", "2017-12-12"),
    ("BERGEN, 12 December 2017 (Agency) — It rained.", "2017-12-12"),
    ("Published: 13 December 2017\n\nBERGEN, Dec. 12 (Agency) - It rained.", "2017-12-12"),
    ("It rained (https://a.org/2017/12/12/rain).", "2017-12-12?"),
    ("It rained (https://a.org/2017/12/12/rain), and before (https://a.org/2015/01/12/rain).", None),
    ("It rained on 12 December 2017 in Bergen.", None),
    ("It rained yesterday.", None),
]


@pytest.mark.parametrize(("text", "date"), DATED)
def test_where_a_reference_date_is_found(text: str, date: str | None) -> None:
    sections = date_sections(document_of(text), find_sections(text))
    assert sections[-1].reference_date == date
    assert (sections[-1].reference_date_basis is None) == (date is None)


def test_the_date_of_publication_goes_before_what_the_text_says() -> None:
    text = "Published: 12 December 2017\n\nIt rained."
    assert date_sections(document_of(text), find_sections(text), "2018-01-01")[-1].reference_date == "2018-01-01"


PIECES = ["2017", "12", "-", "/", " ", "\n", ":", ".", "May", "may", "last", "Monday", "days", "ago", "after", "the",
          "two", "é", "\U0001f600", "1990s", "century", "31", "Published", "é2017", "night"]  # fmt: skip


@settings(max_examples=80)
@given(st.lists(st.sampled_from(PIECES)).map(" ".join) | st.text())
def test_any_text_gives_valid_spans_and_dates(text: str) -> None:
    sections = date_sections(document_of(text), find_sections(text))
    found = find_times(text, sections)
    for one, other in zip(found, found[1:], strict=False):
        assert one.exact.end <= other.exact.start
    for one in found:
        assert any(section.exact.contains(one.exact) for section in sections)
        assert one.exact.start < one.exact.end
        assert one.date is None or read_date(one.date).id == one.date


@pytest.mark.parametrize("piece", ["2017 ", "2017-", "two days after the ", "Monday, ", "the last few ", "1:", "MAY "])
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    def work(size: int) -> Callable[[], object]:
        text = "It rained. " + piece * (size // len(piece))
        return lambda: find_times(text, date_sections(document_of(text), find_sections(text)))

    assert grows_as_the_text(work, 10_000)
