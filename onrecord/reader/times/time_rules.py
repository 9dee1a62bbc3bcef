"""The rules for time expressions: for each kind its pattern, TIMEX3 type, EDTF value and examples.

An example is (sentence, the words found, reference date, value); the tests check them. Patterns are matched
case-insensitively; ``<MONTH>`` and the like are replaced by the pieces in :data:`PIECES`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.annotation.model import TimexType
from onrecord.reader.english.calendar_words import DECADES, MONTH, MONTHS_ALONE, NAMED_DAY, WEEKDAY
from onrecord.reader.times import time_values as value
from onrecord.reader.times.time_values import Value

PIECES = {
    "WEEKDAY": WEEKDAY,
    "MONTH": MONTH,
    "DAY": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?",
    "YEAR": r"(?:1[5-9]|20)\d\d",
    "COUNT": r"(?:\d{1,3}(?:,\d{3})?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
    r"|thirty|a couple of)",
    "VAGUE": r"(?:several|some|a few|many|dozens of|hundreds of|the (?:past|last|next|coming) few|half an?|numerous)",
    "UNIT": r"(?:(?:minute|hour|day|night|week|month|year|decade)s?|century|centuries|quarters|seconds)",
    "SEASON": r"(?:spring|summer|autumn|fall|winter)",
    "ABOUT": r"(?:(?:(?:less|more|fewer) than|at least|at most|up to|over|about|around|nearly|almost|some|just"
    r"|only|exactly) )",
    "CLOCK": r"(?:(?:[01]?\d|2[0-3])[:.][0-5]\d(?: ?[ap]\.?m\b\.?)?|(?:1[0-2]|[1-9]) ?(?:[ap]\.?m\b\.?|o[’']clock)"
    r"|noon|midnight)(?: (?:gmt|utc|est|edt|cet|pst|pdt|bst|local time))?",
    "PART": r"(?:morning|afternoon|evening|night)",
}


@dataclass(frozen=True)
class Rule:
    """One kind of time expression."""

    name: str
    timex_type: TimexType
    pattern: re.Pattern[str]
    value: Value
    examples: tuple[tuple[str, str, str | None, str | None], ...]


def rule(
    timex_type: TimexType,
    name: str,
    pattern: str,
    value: Value,
    *examples: tuple[str, str, str | None, str | None],
) -> Rule:
    """A rule with its pieces filled in; a space matches up to four characters of white space."""
    filled = re.sub(r"<([A-Z]+)>", lambda match: PIECES[match.group(1)], pattern)
    spaced = re.sub(r"\[[^\]]*\]|( \??)", any_space, filled)
    compiled = re.compile(rf"(?<![\w-])(?:{spaced})(?!\w)", re.IGNORECASE)
    return Rule(name, timex_type, compiled, value, examples)


def any_space(match: re.Match[str]) -> str:
    """The pattern for any white space in place of a space; a character class is left unchanged."""
    if not match.group(1):
        return match.group()
    return r"\s{0,4}" if match.group().endswith("?") else r"\s{1,4}"


RULES = (
    rule(
        "DATE",
        "iso",
        r"(?P<y><YEAR>)-(?P<mm>0[1-9]|1[0-2])(?:-(?P<dd>0[1-9]|[12]\d|3[01])(?:T\d\d:?\d\d[\d:.,]*(?:Z|[+-]\d\d:?\d\d)?)?)?",
        lambda g, r: "-".join(part for part in (g["y"], g["mm"], g["dd"]) if part),
        ("It opened on 2017-12-11.", "2017-12-11", None, "2017-12-11"),
        ("It opened in 2017-12.", "2017-12", None, "2017-12"),
        ("Logged at 2024-06-18T10:15:00Z.", "2024-06-18T10:15:00Z", None, "2024-06-18"),
        ("Logged at 2024-06-18T10:15+02:00 in Bern.", "2024-06-18T10:15+02:00", None, "2024-06-18"),
    ),
    rule(
        "DATE",
        "figures",
        r"(?P<d>\d\d?)(?P<s>[./-])(?P<m>\d\d?)(?P=s)(?P<y><YEAR>)",
        value.numeric_date,
        ("It opened on 25/12/2017.", "25/12/2017", None, "2017-12-25"),
        ("It opened on 12/25/2017.", "12/25/2017", None, "2017-12-25"),
        ("It opened on 3.4.2017 in Bern.", "3.4.2017", None, "2017-04-03"),
        ("It opened on 3/4/2017.", "3/4/2017", None, None),
    ),
    rule(
        "DATE",
        "days of a month",
        r"(?:from |between )?(?P<d><DAY>) ?(?:[–-]|to|and) ?(?P<e><DAY>) (?:of )?(?P<m><MONTH>),? (?P<y><YEAR>)",
        value.day_range,
        ("From 11–13 December 2017 it rained.", "From 11–13 December 2017", None, "2017-12-11/2017-12-13"),
    ),
    rule(
        "DATE",
        "month and days",
        r"(?P<m><MONTH>) (?P<d><DAY>) ?(?:[–-]|to|and) ?(?P<e><DAY>),? (?P<y><YEAR>)",
        value.day_range,
        ("It rained on December 11-13, 2017.", "December 11-13, 2017", None, "2017-12-11/2017-12-13"),
    ),
    rule(
        "DATE",
        "day month year",
        r"(?:<WEEKDAY>,? )?(?:the )?(?P<d><DAY>) (?:of )?(?P<m><MONTH>),? (?P<y><YEAR>)",
        value.full,
        ("It opened on 11 December 2017.", "11 December 2017", None, "2017-12-11"),
        ("It opened on Monday, the 11th of December, 2017.", "Monday, the 11th of December, 2017", None, "2017-12-11"),
        ("On 31 June 2017 nothing happened.", "31 June 2017", None, None),
    ),
    rule(
        "DATE",
        "month day year",
        r"(?:<WEEKDAY>,? )?(?P<m><MONTH>) (?P<d><DAY>),? (?P<y><YEAR>)",
        value.full,
        ("It opened on December 11, 2017, in rain.", "December 11, 2017", None, "2017-12-11"),
        ("It opened on Mon, Dec. 11 2017.", "Dec. 11 2017", None, "2017-12-11"),
    ),
    rule(
        "DATE",
        "day month",
        r"(?:(?P<k><WEEKDAY>),? )?(?:the )?(?P<d><DAY>) (?:of )?(?P<m><MONTH>)",
        value.near,
        ("It opened on Sunday, 11 December.", "Sunday, 11 December", "2017-12-20", "2016-12-11"),
        ("It opened on Tuesday, 11 December.", "Tuesday, 11 December", "2017-12-20", "2018-12-11"),
        ("It opened on Thursday, 11 December.", "Thursday, 11 December", "2017-12-20", None),
        ("It opened on 11 December.", "11 December", "2018-01-20", "2017-12-11"),
        ("It opened on 11 December.", "11 December", None, None),
    ),
    rule(
        "DATE",
        "month day",
        r"(?:(?P<k><WEEKDAY>),? )?(?P<m><MONTH>) (?P<d><DAY>)",
        value.near,
        ("It opened on December 11.", "December 11", "2017-12-20", "2017-12-11"),
        ("It opens on January 2.", "January 2", "2017-12-20", "2018-01-02"),
    ),
    rule(
        "DATE",
        "days of two months",
        r"(?:(?:from|between) )?(?P<d><DAY>) (?P<m><MONTH>) ?(?:[–-]|to|until|till|through|and) ?"
        r"(?P<e><DAY>) (?P<n><MONTH>),? (?P<y><YEAR>)",
        value.days_of_two_months,
        ("It rained from 28 May to 3 June 2017.", "from 28 May to 3 June 2017", "2020-01-02", "2017-05-28/2017-06-03"),
        ("It rained 28 December – 3 January 2018.", "28 December – 3 January 2018", None, "2017-12-28/2018-01-03"),
    ),
    rule(
        "DATE",
        "two months and days",
        r"(?:(?:from|between) )?(?P<m><MONTH>) (?P<d><DAY>) ?(?:[–-]|to|until|till|through|and) ?"
        r"(?P<n><MONTH>) (?P<e><DAY>),? (?P<y><YEAR>)",
        value.days_of_two_months,
        ("It rained May 28 to June 3, 2017.", "May 28 to June 3, 2017", "2020-01-02", "2017-05-28/2017-06-03"),
    ),
    rule(
        "DATE",
        "months of a year",
        r"(?P<w>(?:from|between) )?(?P<m><MONTH>) ?(?P<to>[–-]|to|until|till|through|and|or) ?"
        r"(?P<n><MONTH>),? (?P<y><YEAR>)",
        value.months_of_a_year,
        ("It rained from May to July 2017.", "from May to July 2017", "2020-01-02", "2017-05/2017-07"),
        ("It rained between November and January 2018.", "between November and January 2018", None, "2017-11/2018-01"),
        ("It rained in May and July 2017.", "May and July 2017", "2020-01-02", None),
    ),
    rule(
        "DATE",
        "days of a month, without a year",
        r"(?:from |between )?(?P<d><DAY>) ?(?:[–-]|to|and) ?(?P<e><DAY>) (?:of )?(?P<m><MONTH>)",
        value.near_days,
        ("It rained from 11 to 13 December.", "from 11 to 13 December", "2018-01-20", "2017-12-11/2017-12-13"),
        ("It rained from 11 to 13 December.", "from 11 to 13 December", None, None),
    ),
    rule(
        "DATE",
        "two months, without a year",
        r"(?:(?:from )?(?:<DAY> )?<MONTH>(?: <DAY>)? ?(?:[–-]|to|until|till|through) ?(?:<DAY> )?<MONTH>(?: <DAY>)?"
        r"|between (?:<DAY> )?<MONTH>(?: <DAY>)? and (?:<DAY> )?<MONTH>(?: <DAY>)?)",
        value.nothing,
        ("It rained from May to July.", "from May to July", "2020-01-02", None),
        ("It rained between 2 June and 5 July.", "between 2 June and 5 July", "2020-01-02", None),
    ),
    rule(
        "DATE",
        "month year",
        r"(?:(?:early|mid|late)[ -])?(?P<m><MONTH>)(?:,| of)? (?P<y><YEAR>)",
        value.month_year,
        ("It opened in December 2017.", "December 2017", None, "2017-12"),
        ("It opened in late May of 2017.", "late May of 2017", None, "2017-05"),
    ),
    rule(
        "DATE",
        "last month by name",
        r"(?P<w>last|past|next|coming|this) (?P<m><MONTH>)",
        value.in_month,
        ("It opened last March.", "last March", "2017-12-20", "2017-03"),
        ("It opens next March.", "next March", "2017-12-20", "2018-03"),
    ),
    rule(
        "DATE",
        "month after a preposition",
        r"(?:in|by|of|since|until|during|from|to) (?:early |late |mid[ -])?(?P<found>(?P<m><MONTH>))",
        value.in_month,
        ("It opened in May.", "May", "2017-08-20", "2017-05"),
        ("It opens in February.", "February", "2017-12-20", "2018-02"),
        ("It will open in August.", "August", "2017-12-20", "2018-08"),
    ),
    rule(
        "DATE",
        "part of a month",
        r"(?:early|mid|late)[ -](?P<m><MONTH>)",
        value.in_month,
        ("In late March it closed.", "late March", "2017-04-20", "2017-03"),
    ),
    rule(
        "DATE",
        "month alone",
        r"(?P<m>" + "|".join(MONTHS_ALONE) + ")",
        value.in_month,
        ("November was wet.", "November", "2018-01-20", "2017-11"),
    ),
    rule(
        "DATE",
        "season",
        r"(?:the )?(?:(?:early|mid|late)[ -])?(?P<s><SEASON>)(?: of|,)? (?P<y><YEAR>)",
        value.season,
        ("It opened in the summer of 2017.", "the summer of 2017", None, "2017-22"),
    ),
    rule(
        "DATE",
        "last season",
        r"(?P<w>last|this|next|this past) (?P<s><SEASON>)",
        value.season,
        ("It opened last summer.", "last summer", "2017-12-20", "2017-22"),
        ("It opened last winter.", "last winter", "2017-12-20", "2017-24"),
        ("It opened last summer.", "last summer", "2017-05-20", "2016-22"),
    ),
    rule(
        "DATE",
        "quarter",
        r"(?:the )?(?P<n>first|second|third|fourth) (?P<part>quarter|half) of (?P<y><YEAR>)",
        value.part_of_year,
        ("It grew in the second quarter of 2017.", "the second quarter of 2017", None, "2017-04/2017-06"),
        ("It grew in the first half of 2017.", "the first half of 2017", None, "2017-01/2017-06"),
    ),
    rule(
        "DATE",
        "years",
        r"(?:between (?P<b><YEAR>) and (?P<e><YEAR>)|(?:from )?(?P<y><YEAR>)(?: ?[–-] ?|/| to | until )"
        r"(?P<z><YEAR>|\d\d(?!\d)))",
        value.year_range,
        ("It was sold in 1998/99.", "1998/99", None, "1998/1999"),
        ("It was sold in 2017/12.", "2017/12", None, None),
        ("Between 2011 and 2014 it rained.", "Between 2011 and 2014", None, "2011/2014"),
        ("The war of 2011–14 is over.", "2011–14", None, "2011/2014"),
        ("From 2011 to 2014 it rained.", "From 2011 to 2014", None, "2011/2014"),
    ),
    rule(
        "DATE",
        "decade",
        r"(?:the )?(?:(?:early|mid|late)[ -])?(?:(?P<y><YEAR>|(?<=[’'])\d0)s|(?P<word>" + "|".join(DECADES) + "))",
        value.decade,
        ("It stood in the 1990s.", "the 1990s", None, "199X"),
        ("In the late sixties it fell.", "the late sixties", None, "196X"),
        ("It stood in the mid-1800s.", "the mid-1800s", None, "18XX"),
    ),
    rule(
        "DATE",
        "century",
        r"(?:the )?(?:(?:early|mid|late)[ -])?(?P<n>\d\d?(?:st|nd|rd|th)) century",
        value.century,
        ("A mill of the 19th century.", "the 19th century", None, "18XX"),
    ),
    rule(
        "DATE",
        "about a year",
        r"(?:circa|ca?\.) ?(?P<found>(?P<y><YEAR>))",
        value.about_year,
        ("It was built circa 1650.", "1650", None, "1650~"),
        ("It was built c. 1650.", "1650", None, "1650~"),
    ),
    rule(
        "DATE",
        "year",
        r"(?:in|by|of|during|throughout|from|to|and|the year|early|mid|late|winter|summer|spring|autumn|fall)[ -]"
        r"(?P<found>(?P<y><YEAR>))",
        value.year,
        ("It fell in 2013 when it rained.", "2013", None, "2013"),
        ("By early 2014 it stood again.", "2014", None, "2014"),
        ("It burned in 2008 and 2012.", "2012", None, "2012"),
        ("It burned in 2008 and 2012.", "2008", None, "2008"),
    ),
    rule(
        "DATE",
        "year before a noun",
        r"(?:the|its|our|his|her|their|a)(?: [a-z]{3,20})? (?P<found>(?P<y>(?:19|20)\d\d))(?= [a-z])",
        value.year,
        ("The 2013 flood ended it.", "2013", None, "2013"),
    ),
    rule(
        "DATE",
        "open",
        r"(?P<w>before|since|until|till|after) (?:the year )?(?:(?P<m><MONTH>) )?(?P<y><YEAR>)",
        value.opening,
        ("Not as it was before 2011.", "before 2011", None, "../2010"),
        ("It has stood since May 2014.", "since May 2014", None, "2014-05/.."),
        ("It stood until 1999.", "until 1999", None, "../1999"),
        ("After 1999 it fell.", "After 1999", None, "2000/.."),
    ),
    rule(
        "DATE",
        "named day",
        r"(?P<w>the day before yesterday|the day after tomorrow|the previous day|yesterday|today|tomorrow)",
        value.named_day,
        ("It closed yesterday.", "yesterday", "2017-12-12", "2017-12-11"),
        ("It closed yesterday.", "yesterday", "2017-12-12?", "2017-12-11?"),
        ("It closed yesterday.", "yesterday", "2017-12", "2017-12~"),
        ("It opens the day after tomorrow.", "the day after tomorrow", "2017-12-31", "2018-01-02"),
        ("It closed yesterday.", "yesterday", None, None),
    ),
    rule(
        "TIME",
        "part of a named day",
        r"(?P<w>tonight|last night|(?:this|yesterday|tomorrow) <PART>)",
        value.named_day,
        ("It rained last night.", "last night", "2017-12-12", "2017-12-11"),
        ("It rained this morning.", "this morning", "2017-12-12", "2017-12-12"),
    ),
    rule(
        "DATE",
        "named weekday",
        rf"(?:{NAMED_DAY}) <WEEKDAY>(?:,? (?P<y><YEAR>))?",
        value.day_of_year,
        ("It closed on Easter Sunday 2021.", "Easter Sunday 2021", "2024-06-18", "2021-XX-XX"),
        ("It closed on Good Friday.", "Good Friday", "2024-06-18", None),
    ),
    rule(
        "DATE",
        "weekday",
        r"(?:(?P<w>last|past|next|coming|this) )?(?P<k><WEEKDAY>)",
        value.weekday,
        ("It closed on Monday.", "Monday", "2017-12-12", "2017-12-11"),
        ("It closed last Tuesday.", "last Tuesday", "2017-12-12", "2017-12-05"),
        ("It opens next Tuesday.", "next Tuesday", "2017-12-12", "2017-12-19"),
        ("It will open on Friday.", "Friday", "2017-12-12", "2017-12-15"),
        ("It is due this Thursday.", "this Thursday", "2024-06-18", "2024-06-20"),
        ("The vote this Thursday.", "this Thursday", "2024-06-18", "2024-06-20"),
        ("The vote this Monday.", "this Monday", "2024-06-18", None),
    ),
    rule(
        "TIME",
        "part of a weekday",
        r"(?:(?:early|late) (?:on )?)?(?:(?P<w>last|next|this) )?(?P<k><WEEKDAY>) (?:early |late )?<PART>",
        value.weekday,
        ("It closed late on Monday night.", "late on Monday night", "2017-12-12", "2017-12-11"),
    ),
    rule(
        "DATE",
        "last week",
        r"(?:(?:earlier|later|early|late) )?(?P<w>last|next|this|this past|this coming|the previous|the following) "
        r"(?P<u>week|weekend|month|year|decade|century)",
        value.unit_step,
        ("It closed last week.", "last week", "2017-12-12", "2017-12-04/2017-12-10"),
        ("It closed last month.", "last month", "2018-01-12", "2017-12"),
        ("It opens next year.", "next year", "2017-12", "2018"),
        ("It closed earlier this year.", "earlier this year", "2017-12-12", "2017"),
        ("It closed last weekend.", "last weekend", "2017-12-12", "2017-12-09/2017-12-10"),
    ),
    rule(
        "DATE",
        "end of the year",
        r"the (?:beginning|start|middle|end) of (?P<w>the|this|last|next) (?P<u>month|year|decade|century)",
        value.turning,
        ("It opens at the end of next year.", "the end of next year", "2017-12-12", "2018~"),
    ),
    rule(
        "DATE",
        "ago",
        r"(?P<about><ABOUT>)?(?P<n><COUNT>) (?P<u><UNIT>) ago",
        value.ago,
        ("It closed two days ago.", "two days ago", "2017-12-12", "2017-12-10"),
        ("It closed a year ago.", "a year ago", "2017-12-12", "2016~"),
        ("It closed two years ago.", "two years ago", "2017-01-12", "2015~"),
        ("It closed two months ago.", "two months ago", "2017-12-12", "2017-10~"),
        ("It closed three weeks ago.", "three weeks ago", "2017-12-12", "2017-11-21~"),
        ("It closed about 20 years ago.", "about 20 years ago", "2017-12-12", "1997~"),
    ),
    rule(
        "DATE",
        "vaguely ago",
        r"<VAGUE> <UNIT> ago|long ago",
        value.nothing,
        ("It closed several years ago.", "several years ago", "2017-12-12", None),
    ),
    rule(
        "DATE",
        "earlier",
        r"<ABOUT>?(?:<COUNT>|<VAGUE>) <UNIT> (?:earlier|later|before|beforehand|afterwards?)",
        value.nothing,
        ("It had closed two weeks earlier.", "two weeks earlier", "2017-12-12", None),
    ),
    rule(
        "TIME",
        "clock",
        r"<CLOCK>",
        value.nothing,
        ("It closed at 10:30 p.m. that day.", "10:30 p.m.", None, None),
        ("At noon GMT it closed.", "noon GMT", None, None),
    ),
    rule(
        "SET",
        "rate",
        r"\d[\d,.]* [a-z]+ (?P<found>(?:a|an|per) (?:second|minute|hour|day|night|week|month|year))",
        value.nothing,
        ("It ground 400 sacks a day.", "a day", None, None),
    ),
    rule(
        "DURATION",
        "duration",
        r"(?:<ABOUT>|the (?:past|last|next|first|coming) )?(?:<COUNT>|\d{1,3}[.]\d|<VAGUE>)"
        r"(?: more)?[ -]<UNIT>(?:-long)?",
        value.nothing,
        ("It stood for two hundred and three years.", "three years", None, None),
        ("It took less than 20 days.", "less than 20 days", None, None),
        ("In the past two years it rained.", "the past two years", None, None),
        ("A two-week strike ended.", "two-week", None, None),
    ),
    rule(
        "DURATION",
        "vague duration",
        r"(?:the (?:past|last|next|coming) (?:few )?|<VAGUE> )<UNIT>|decades|centuries",
        value.nothing,
        ("It took several months.", "several months", None, None),
    ),
    rule(
        "SET",
        "set",
        r"(?:every|each)(?: (?:other|single|second|few|<COUNT>))? (?:<UNIT>|<WEEKDAY>|<SEASON>|<PART>|<MONTH>)"
        r"|(?:once|twice|<COUNT> times) (?:a|an|per|every|each) <UNIT>|(?:daily|weekly|monthly|yearly|annually)",
        value.nothing,
        ("It rains every day.", "every day", None, None),
        ("It runs twice a week.", "twice a week", None, None),
        ("Every other Monday it opens.", "Every other Monday", None, None),
    ),
)
