"""EDTF level 1, and the first and last possible day of each date."""

from __future__ import annotations

import pytest

from onrecord.dates import InvalidDate, read_date


@pytest.mark.parametrize(
    "edtf, name, earliest, latest",
    [
        ("2017-12-11", "11 December 2017", "2017-12-11", "2017-12-11"),
        ("2017-12", "December 2017", "2017-12-01", "2017-12-31"),
        ("2017", "2017", "2017-01-01", "2017-12-31"),
        ("2017-21", "Spring 2017", "2017-03-01", "2017-05-31"),
        ("201X", "2010s", "2010-01-01", "2019-12-31"),
        ("20XX", "a year from 2000 to 2099", "2000-01-01", "2099-12-31"),
        ("2017-XX", "a month in 2017", "2017-01-01", "2017-12-31"),
        ("2017-XX-XX", "a day in 2017", "2017-01-01", "2017-12-31"),
        ("2017-12-XX", "a day in December 2017", "2017-12-01", "2017-12-31"),
        ("2016-02", "February 2016", "2016-02-01", "2016-02-29"),
        ("2017-24", "Winter 2017", "2016-12-01", "2018-02-28"),
        ("2017-06-18/2017-06-19", "18 to 19 June 2017", "2017-06-18", "2017-06-19"),
        ("2017-21/2018-22", "Spring 2017 to Summer 2018", "2017-03-01", "2018-08-31"),
        ("201X/2022-05-XX", "2010s to a day in May 2022", "2010-01-01", "2022-05-31"),
        ("../2011", "up to 2011", None, "2011-12-31"),
        ("/2011", "up to 2011, from an unknown date", None, "2011-12-31"),
        ("2011/..", "from 2011", "2011-01-01", None),
        ("2011/", "from 2011, until an unknown date", "2011-01-01", None),
    ],
)
def test_dates(edtf: str, name: str, earliest: str | None, latest: str | None) -> None:
    date = read_date(edtf)
    assert (date.id, date.name, date.earliest, date.latest) == (edtf, name, earliest, latest)


@pytest.mark.parametrize(
    "edtf, earliest, latest",
    [
        ("2017-12-11~", "2017-12-08", "2017-12-14"),
        ("2017-12-11?", "2017-12-08", "2017-12-14"),
        ("2017-12-11%", "2017-12-05", "2017-12-17"),
        ("2017-12~", "2017-11-01", "2018-01-31"),
        ("2017-12-XX~", "2017-11-01", "2018-01-31"),
        ("2017-21?", "2016-12-01", "2017-08-31"),
        ("2017~", "2016-01-01", "2018-12-31"),
        ("2017%", "2015-01-01", "2019-12-31"),
        ("201X~", "2000-01-01", "2029-12-31"),
        ("20XX?", "1900-01-01", "2199-12-31"),
        ("2017-06~/2017-12-11", "2017-05-01", "2017-12-11"),
        ("../2017-12~", None, "2018-01-31"),
        ("0001-01-02~", None, "0001-01-05"),
        ("9999~", "9998-01-01", None),
    ],
)
def test_a_date_in_doubt_can_be_wrong_by_as_much_as_it_is_exact(
    edtf: str, earliest: str | None, latest: str | None
) -> None:
    assert (read_date(edtf).earliest, read_date(edtf).latest) == (earliest, latest)


@pytest.mark.parametrize("day", ["2017-12-11", "2017-12", "2017", "201X", "2017-24", "../2017-12", "2017/.."])
def test_doubt_never_makes_a_date_narrower(day: str) -> None:
    sure = read_date(day)
    for doubt in "?~%":
        doubtful = read_date(day.replace("/..", f"{doubt}/..") if day.endswith("..") else day + doubt)
        assert (doubtful.earliest or "") <= (sure.earliest or "")
        assert (doubtful.latest or "9") >= (sure.latest or "9")


def test_two_dates_never_have_one_name() -> None:
    parts = ("", "-12", "-12-11", "-XX", "-12-XX", "-XX-XX", "-22")
    points = [f"2017{part}{doubt}" for part in parts for doubt in ("", *"?~%")]
    points += ["201X", "20XX", "2000/2099", "2010/2019"]
    dates = points + [f"../{point}" for point in points if "/" not in point]
    assert len({read_date(edtf).name for edtf in dates}) == len(dates)


@pytest.mark.parametrize(
    "edtf",
    "no|12 Dec 2017|2017-13|2017-00|2017-20|2017-25|2017-02-30|2017-02-30~|2018/2017|2017-12-12~/2017-12-11|../0000"
    "|2017-12-11T10:00|2017-12~-11|/|../..|0000|0000-01-01|-0044|Y17000|".split("|"),
)
def test_what_is_not_a_date(edtf: str) -> None:
    with pytest.raises(InvalidDate) as refused:
        read_date(edtf)
    assert refused.value.remedy


def test_an_interval_that_ends_before_it_begins_says_what_to_write() -> None:
    with pytest.raises(InvalidDate) as refused:
        read_date("2018/2017-06")
    assert str(refused.value) == "'2018/2017-06' ends before it begins"
    assert refused.value.remedy == "write 2017-06/2018, or correct one of the two"
