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
        ("20XX", "2000 to 2099", "2000-01-01", "2099-12-31"),
        ("2017-12-XX", "a day in December 2017", "2017-12-01", "2017-12-31"),
        ("2017-12~", "December 2017 (approximate)", "2017-12-01", "2017-12-31"),
        ("2017-12-11?", "11 December 2017 (uncertain)", "2017-12-11", "2017-12-11"),
        ("2017-06-18/2017-06-19", "18 June 2017 to 19 June 2017", "2017-06-18", "2017-06-19"),
        ("../2011", "until 2011", "0001-01-01", "2011-12-31"),
        ("/2011", "until 2011, from an unknown date", "0001-01-01", "2011-12-31"),
        ("2011/..", "from 2011", "2011-01-01", "9999-12-31"),
    ],
)
def test_dates(edtf: str, name: str, earliest: str, latest: str) -> None:
    date = read_date(edtf)
    assert (date.id, date.name, date.earliest, date.latest) == (edtf, name, earliest, latest)


@pytest.mark.parametrize(
    "edtf",
    "no|12 Dec 2017|2017-13|2017-02-30|2017-02-30~|2018/2017|2017-12-11T10:00|/|../..|0000|".split("|"),
)
def test_what_is_not_a_date(edtf: str) -> None:
    with pytest.raises(InvalidDate):
        read_date(edtf)
