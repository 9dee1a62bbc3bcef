"""The names of months, days of the week, seasons and decades, with their abbreviations, and patterns for them."""

from __future__ import annotations

from onrecord.dates import MONTHS

MONTH_NAMES = tuple(month.lower() for month in MONTHS[:12])
MONTH_ABBREVIATIONS = (*(name[:3] for name in MONTH_NAMES), "sept")
MONTH_WORDS = frozenset([*MONTH_NAMES, *MONTH_ABBREVIATIONS])
MONTHS_ALONE = tuple(month for month in MONTH_NAMES if month not in ("march", "may"))
"""Months whose names are not also other words."""
DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
DAY_ABBREVIATIONS = ("weds", "wed")
"""Abbreviations that are not also other words, as *sun* and *mon* are."""
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
"""Seasons with their numbers in EDTF."""
CENTURIES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"
).split()
DECADES = "twenties thirties forties fifties sixties seventies eighties nineties".split()

DATING = frozenset("on in at during over throughout".split())
"""Prepositions before the date of what happens."""
LIMITS = frozenset("by for until till".split())
"""Prepositions before a day that is still to come, unless their verb is past: it was set *for* Monday."""

MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
"""A month in any spelling, to be matched case-insensitively."""
NAMED_DAY = "easter|good|black|palm|ash|shrove|maundy|holy|bloody|super|cyber|whit|pancake|fat|giving|sheffield"
"""Words that make a weekday a name: *Good Friday*, and a football club."""
FEASTS: dict[str, str] = {
    "christmas eve": "12-24",
    "christmas day": "12-25",
    "boxing day": "12-26",
    "new year[’']s eve": "12-31",
    "new year[’']s day": "01-01",
    "valentine[’']s day": "02-14",
    "st\\.? patrick[’']s day": "03-17",
    "april fools?[’']?s? day": "04-01",
    "earth day": "04-22",
    "may day": "05-01",
    "juneteenth": "06-19",
    "(?:the )?fourth of july": "07-04",
    "bastille day": "07-14",
    "armistice day": "11-11",
    "remembrance day": "11-11",
    "veterans day": "11-11",
    "ash wednesday": "easter -46",
    "palm sunday": "easter -7",
    "maundy thursday": "easter -3",
    "good friday": "easter -2",
    "easter sunday": "easter 0",
    "easter monday": "easter 1",
    "labor day": "first monday 09",
    "memorial day": "last monday 05",
    "martin luther king(?: jr\\.?)? day": "third monday 01",
}
"""Patterns of the names of days → month and day, days after Easter, or which weekday of a month."""
BARE_FEASTS = {"christmas": "12-25", "halloween": "10-31"}
"""Days whose names are dates only after a preposition: *at* Christmas."""
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)day)"


def month_number(word: str) -> int:
    """The number of a month by the first three letters of its name."""
    return MONTH_ABBREVIATIONS.index(word.lower()[:3]) + 1
