"""The EDTF values of time expressions, from the groups of a pattern and a reference date."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Mapping

from onrecord.reader.english.calendar_words import (
    BARE_FEASTS,
    CENTURIES,
    DAYS,
    DECADES,
    FEASTS,
    SEASONS,
    month_number,
)
from onrecord.reader.times.moments import Direction, Reference

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "a couple of": 2, "half a": 0,
}  # fmt: skip
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
PARTS_OF_DECADE = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}

Groups = Mapping[str, str]
Value = Callable[[Groups, Reference | None], str | None]


def count(words: str) -> int:
    """A number written in figures or words."""
    plain = " ".join(words.lower().split())
    return NUMBERS[plain] if plain in NUMBERS else int(plain.replace(",", ""))


def day(words: str) -> int:
    """``11th`` → 11."""
    return int(re.sub(r"\D", "", words))


def nothing(groups: Groups, reference: Reference | None) -> str | None:
    """No date: for durations, sets, and expressions that are counted from an event."""
    return None


def full(groups: Groups, reference: Reference | None) -> str | None:
    """Day, month and year."""
    return f"{groups['y']}-{month_number(groups['m']):02}-{day(groups['d']):02}"


def day_range(groups: Groups, reference: Reference | None) -> str | None:
    """“11–13 December 2017”."""
    stem = f"{groups['y']}-{month_number(groups['m']):02}"
    return f"{stem}-{day(groups['d']):02}/{stem}-{day(groups['e']):02}"


def days_of_two_months(groups: Groups, reference: Reference | None) -> str | None:
    """“28 May to 3 June 2017”; the first day is in the year before if its month comes later."""
    first, last = month_number(groups["m"]), month_number(groups["n"])
    before = int(groups["y"]) - (first > last)
    return f"{before}-{first:02}-{day(groups['d']):02}/{groups['y']}-{last:02}-{day(groups['e']):02}"


def months_of_a_year(groups: Groups, reference: Reference | None) -> str | None:
    """“From May to July 2017”; ``None`` for two months that are no range, “May and July 2017”."""
    first, last = month_number(groups["m"]), month_number(groups["n"])
    if groups["to"].lower() in ("and", "or") and groups["w"].strip().lower() != "between":
        if groups["to"].lower() == "or" or last != first + 1:
            return None
    return f"{int(groups['y']) - (first > last)}-{first:02}/{groups['y']}-{last:02}"


def numeric_date(groups: Groups, reference: Reference | None) -> str | None:
    """Day, month and year in figures; ``None`` if day and month are ambiguous."""
    one, two = int(groups["d"]), int(groups["m"])
    if groups["s"] == "." or one > 12:
        return f"{groups['y']}-{two:02}-{one:02}"
    return f"{groups['y']}-{one:02}-{two:02}" if two > 12 or one == two else None


def near(groups: Groups, reference: Reference | None) -> str | None:
    """A day and month without their year: the nearest, or the last or next by the tense of its sentence.

    With a weekday it is that of the years around in which the day was such a weekday.
    """
    if not reference:
        return None
    month, number = month_number(groups["m"]), day(groups["d"])
    if groups.get("k"):
        return reference.date_on(weekday_name(groups["k"]), month, number)
    return reference.date(month, number, tense(groups))


def near_days(groups: Groups, reference: Reference | None) -> str | None:
    """“From 11 to 13 December”, without a year."""
    first, last = (near({**groups, "d": groups[key]}, reference) for key in "de")
    return f"{first}/{last}" if first and last else None


def near_months(groups: Groups, reference: Reference | None) -> str | None:
    """“From May to July”, without a year; ``None`` for two months that are no range."""
    last = in_month({**groups, "m": groups["n"]}, reference)
    return months_of_a_year({**groups, "y": last[:4]}, reference) if last else None


def day_of_month(groups: Groups, reference: Reference | None) -> str | None:
    """“On the 12th”: of the reference's month, on the side that the tense of its sentence asks for."""
    if not reference or reference.unit != "day":
        return None
    number, here = day(groups["d"]), reference.day.day
    if (number < here and groups.get("future")) or (number > here and not groups.get("future")):
        return None
    return f"{reference.day:%Y-%m}-{number:02}{reference.doubt}"


def tense(groups: Groups) -> Direction:
    """The direction that the tense of a sentence implies."""
    return "after" if groups.get("future") else "before" if groups.get("past") else "near"


def in_month(groups: Groups, reference: Reference | None) -> str | None:
    """A month without its year: the nearest, or the last or next by the tense of its sentence."""
    if not reference:
        return None
    number = month_number(groups["m"])
    direction = "near" if number == reference.day.month else tense(groups)
    return reference.month(number, which(groups.get("w") or "", direction))


def which(word: str, otherwise: Direction) -> Direction:
    """The direction of “last”, “past” or “next”, “coming”; for any other word ``otherwise``."""
    if word.lower() in ("last", "past", "previous"):
        return "before"
    return "after" if word.lower() in ("next", "coming", "following") else otherwise


def step(word: str) -> int:
    """Last: -1, this: 0, next: 1."""
    return {"before": -1, "near": 0, "after": 1}[which(word.split()[-1] if word else "", "near")]


def unit_step(groups: Groups, reference: Reference | None) -> str | None:
    """“Last week”, “this month”, “next year”."""
    return by_unit(reference, groups["u"], step(groups["w"])) if reference else None


def by_unit(reference: Reference, unit: str, steps: int) -> str | None:
    """The day, month, year and so on ``steps`` units after the reference; ``None`` for a finer unit."""
    unit = unit.lower().rstrip("s")
    if unit == "decade":
        return f"{(reference.day.year // 10 + steps):03}X"
    if unit == "century":
        return f"{(reference.day.year // 100 + steps):02}XX"
    if unit == "weekend":
        return reference.weekend(steps)
    known = {"day": reference.days, "night": reference.days, "week": reference.weeks}
    known |= {"month": reference.months, "year": reference.years}
    return known[unit](steps) if unit in known else None


def ago(groups: Groups, reference: Reference | None) -> str | None:
    """“Two days ago”; weeks are counted in days. Nobody counts more than days exactly, so the rest is approximate."""
    if not reference:
        return None
    steps, unit = count(groups["n"]), groups["u"].lower().rstrip("s")
    if unit == "week":
        found = reference.days(-7 * steps)
    elif unit in ("decade", "century"):
        found = reference.years(-steps * (10 if unit == "decade" else 100))
    else:
        found = by_unit(reference, unit, -steps)
    loose = groups.get("about") or unit in ("week", "month", "year", "decade", "century")
    return f"{found.rstrip('?~%')}~" if found and loose and "/" not in found else found


def named_day(groups: Groups, reference: Reference | None) -> str | None:
    """“Yesterday”, “last night” and the like."""
    steps = {"yesterday": -1, "last": -1, "tomorrow": 1, "before": -2, "after": 2, "previous": -1}
    words = groups["w"].lower().split()
    if words[:2] == ["the", "day"]:
        return reference.days(steps[words[2]]) if reference else None
    return reference.days(steps.get(words[0], 0)) if reference else None


def weekday(groups: Groups, reference: Reference | None) -> str | None:
    """“On Monday”, “last Friday”, “next Tuesday morning”; the next such day if its sentence is about the future.

    “This Monday” without a tense is one of the days that are left of the week. A weekday is not known if its sentence
    doesn't tell, except the reference's own, which isn't known after “by” or “until”.
    """
    if not reference:
        return None
    name, word = weekday_name(groups["k"]), groups.get("w") or ""
    if word.lower() == "this" and not groups.get("past") and not groups.get("future"):
        return reference.weekday_ahead(name)
    if not word and not groups.get("past") and reference.weekday_ahead(name) == reference.days(0):
        return None if groups.get("limit") else reference.days(0)
    if not word and groups.get("unclear"):
        return None
    if groups.get("future") and which(word, "near") == "near":
        return reference.weekday(name, "after")
    return reference.weekday(name, which(word, "near"))


def feast(groups: Groups, reference: Reference | None) -> str | None:
    """“Christmas Eve 2019”, “Good Friday”: of its year, or the nearest, or the last or next by its sentence's tense."""
    words = " ".join((groups["feast"] or groups["bare"]).lower().split())
    named = BARE_FEASTS.get(words) or next(rule for name, rule in FEASTS.items() if re.fullmatch(name, words))
    if groups["y"]:
        return feast_day(named, int(groups["y"])).isoformat()
    if not reference or reference.unit != "day":
        return None
    here = reference.day
    near = [feast_day(named, year) for year in (here.year - 1, here.year, here.year + 1) if 1 < year < 9999]
    wanted = {"before": lambda d: d <= here, "after": lambda d: d >= here}.get(tense(groups), lambda d: True)
    return min(filter(wanted, near), key=lambda found: abs(found - here)).isoformat() + reference.doubt


def feast_day(named: str, year: int) -> datetime.date:
    """The day of a feast in a year, from its rule in ``FEASTS``."""
    first, _, rest = named.partition(" ")
    if first == "easter":
        return easter(year) + datetime.timedelta(int(rest))
    if not rest:
        return datetime.date.fromisoformat(f"{year:04}-{named}")
    weekday, _, month = rest.partition(" ")
    return nth_weekday(first, weekday, year, int(month))


def nth_weekday(which_one: str, weekday: str, year: int, month: int) -> datetime.date:
    """The first, second, third, fourth or last such day of a month."""
    days = [day for week in calendar.monthcalendar(year, month) if (day := week[DAYS.index(weekday)])]
    return datetime.date(year, month, days[-1 if which_one == "last" else ORDINALS[which_one] - 1])


def weekday_of_month(groups: Groups, reference: Reference | None) -> str | None:
    """“The first Monday of May 2017”; ``None`` without a year, as it may be any year's."""
    if not groups["y"]:
        return None
    name, month = weekday_name(groups["k"]), month_number(groups["of"])
    return nth_weekday(groups["n"].lower(), name, int(groups["y"]), month).isoformat()


def easter(year: int) -> datetime.date:
    """Easter Sunday in the Gregorian calendar (Meeus 1991, “Astronomical Algorithms”, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    week = (32 + 2 * e + 2 * i - h - k) % 7
    month, day = divmod(h + week - 7 * ((a + 11 * h + 22 * week) // 451) + 114, 31)
    return datetime.date(year, month, day + 1)


def day_of_year(groups: Groups, reference: Reference | None) -> str | None:
    """A day with a name of its own: some day of its year."""
    return f"{groups['y']}-XX-XX" if groups["y"] else None


def weekday_name(word: str) -> str:
    """The day's full name, from its first three letters."""
    return next(name for name in DAYS if name.startswith(word.lower()[:3]))


def opening(groups: Groups, reference: Reference | None) -> str | None:
    """“Before 2011”, “since May 2014”: an interval with one open end."""
    word, number = groups["w"].lower(), int(groups["y"])
    stem = f"{number}-{month_number(groups['m']):02}" if groups.get("m") else str(number)
    if word in ("since", "from"):
        return f"{stem}/.."
    if word in ("until", "till", "by"):
        return f"../{stem}"
    step = -1 if word == "before" else 1
    if groups.get("m"):
        at = number * 12 + month_number(groups["m"]) - 1 + step
        stem = f"{at // 12}-{at % 12 + 1:02}"
    else:
        stem = f"{number + step}"
    return f"../{stem}" if step < 0 else f"{stem}/.."


def turning(groups: Groups, reference: Reference | None) -> str | None:
    """“The beginning of the year”, “the end of the month”: that year or month, approximately."""
    if not reference or (groups["w"].lower() == "the" and groups["u"].lower() in ("decade", "century")):
        return None
    found = by_unit(reference, groups["u"], step(groups["w"]))
    return f"{found.rstrip('?~%')}~" if found else None


def season(groups: Groups, reference: Reference | None) -> str | None:
    """“Summer 2017”, “last winter”."""
    number = SEASONS[groups["s"].lower()]
    if groups.get("y"):
        return f"{full_year(groups['y'])}-{number}" if number == 24 or not groups["z"] else None
    if not reference or reference.unit == "year":
        return None
    past = step(groups["w"]) < 0
    months = {21: 5, 22: 8, 23: 11, 24: 2}
    over = reference.day.month > months[number] if number != 24 else reference.day.month > 2
    return reference.season(number, -1 if past and not over else 1 if step(groups["w"]) > 0 and over else 0)


def year(groups: Groups, reference: Reference | None) -> str | None:
    """A year by itself."""
    return full_year(groups["y"])


def full_year(figures: str) -> str:
    """A year in four figures: ’86 is 1986, ’14 is 2014."""
    return figures if len(figures) == 4 else f"{'20' if figures[1] in '012' else '19'}{figures[1:]}"


def about_year(groups: Groups, reference: Reference | None) -> str | None:
    """“Circa 1650”, “the end of 2019”, “the end of May 2019”."""
    return f"{month_year(groups, reference) if groups.get('m') else groups['y']}~"


def year_of_era(groups: Groups, reference: Reference | None) -> str | None:
    """“AD 122”; ``None`` for years before Christ, which have no date here."""
    return None if groups["before"] else f"{int(groups['y'] or groups['z']):04}"


def fiscal_year(groups: Groups, reference: Reference | None) -> str | None:
    """“FY 2018”: about that year, as nobody says where the year begins; “FY 2018–19”: in these two."""
    year, last = groups["y"], groups["z"]
    return f"{year}/{year[: 4 - len(last)]}{last}" if last else f"{year}~"


def year_range(groups: Groups, reference: Reference | None) -> str | None:
    """“2011–14”, “between 2011 and 2014”."""
    if groups["b"]:
        return f"{groups['b']}/{groups['e']}"
    last = groups["z"]
    return f"{groups['y']}/{groups['y'][: 4 - len(last)]}{last}"


def decade(groups: Groups, reference: Reference | None) -> str | None:
    """“The 1990s”; “the ’90s” and “the nineties” are the twentieth century's. “The 1800s” may be a whole century."""
    figures = groups["y"]
    if len(figures) == 4 and figures.endswith("00") and figures != "2000":
        return f"{figures[:2]}XX"
    if groups.get("word"):
        stem = f"19{DECADES.index(groups['word'].lower()) + 2}"
    else:
        stem = figures[:3] if len(figures) == 4 else full_year(f"’{figures}")[:3]
    if not groups["part"]:
        return f"{stem}X"
    first, last = PARTS_OF_DECADE[groups["part"].lower()]
    return f"{stem}{first}/{stem}{last}"


def century(groups: Groups, reference: Reference | None) -> str | None:
    """“The 19th century”, “the nineteenth century” → ``18XX``."""
    words = groups["n"].lower()
    number = CENTURIES.index(words) + 1 if words in CENTURIES else day(words)
    return f"{number - 1:02}XX" if 2 <= number <= 30 and not groups["era"] else None


def part_of_year(groups: Groups, reference: Reference | None) -> str | None:
    """“The second quarter of 2017”, “the first half of 2017”, “Q3 2017”; of a fiscal year: about that year."""
    if groups["fiscal"]:
        return f"{groups['y']}~"
    short = groups["short"].lower()
    length = 6 if short.startswith("h") or groups["part"].lower() == "half" else 3
    first = (int(short[1]) if short else ORDINALS[groups["n"].lower()]) * length - length + 1
    return f"{groups['y']}-{first:02}/{groups['y']}-{first + length - 1:02}" if first + length <= 13 else None


def month_year(groups: Groups, reference: Reference | None) -> str | None:
    """“December 2017”."""
    return f"{full_year(groups['y'])}-{month_number(groups['m']):02}"


def up_to_now(groups: Groups, reference: Reference | None) -> str | None:
    """“The past two years”, “the next week”: from so long before the reference up to it, or from it on."""
    if not reference or reference.unit != "day":
        return None
    many, unit = count(groups["n"] or "one"), groups["u"].lower().rstrip("s")
    many, unit = (10 * many, "year") if unit == "decade" else (7 * many, "day") if unit == "week" else (many, unit)
    ahead = which(groups["w"], "before") == "after"
    if (ahead and groups.get("past")) or (unit == "day" and not groups["n"]):  # after something else
        return None
    other = reference.moved(many if ahead else -many, unit)
    if other is None:
        return None
    return f"{reference.days(0)}/{other}" if ahead else f"{other}/{reference.days(0)}"
