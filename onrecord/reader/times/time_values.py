"""The EDTF values of time expressions, from the groups of a pattern and a reference date."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from onrecord.reader.english.calendar_words import DAYS, DECADES, SEASONS, month_number
from onrecord.reader.times.moments import Direction, Reference

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "a couple of": 2, "half a": 0,
}  # fmt: skip
ORDINALS = "first second third fourth".split()

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
    if groups["to"].lower() in ("and", "or") and groups["w"].strip().lower() != "between":
        return None
    first, last = month_number(groups["m"]), month_number(groups["n"])
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
    elif unit == "decade":
        found = reference.years(-10 * steps)
    else:
        found = by_unit(reference, unit, -steps)
    loose = groups.get("about") or unit in ("week", "month", "year", "decade")
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
    doesn't tell, or if what is to come may be on the day itself.
    """
    if not reference:
        return None
    name, word = weekday_name(groups["k"]), groups.get("w") or ""
    if word.lower() == "this" and not groups.get("past") and not groups.get("future"):
        return reference.weekday_ahead(name)
    if not word and groups.get("unclear"):
        return None
    if groups.get("future") and which(word, "near") == "near":
        return None if reference.weekday_ahead(name) == reference.days(0) else reference.weekday(name, "after")
    return reference.weekday(name, which(word, "near"))


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
    if not reference:
        return None
    found = by_unit(reference, groups["u"], step(groups["w"]))
    return f"{found.rstrip('?~%')}~" if found else None


def season(groups: Groups, reference: Reference | None) -> str | None:
    """“Summer 2017”, “last winter”."""
    number = SEASONS[groups["s"].lower()]
    if groups.get("y"):
        return f"{groups['y']}-{number}"
    if not reference or reference.unit == "year":
        return None
    past = step(groups["w"]) < 0
    months = {21: 5, 22: 8, 23: 11, 24: 2}
    over = reference.day.month > months[number] if number != 24 else reference.day.month > 2
    return reference.season(number, -1 if past and not over else 1 if step(groups["w"]) > 0 and over else 0)


def year(groups: Groups, reference: Reference | None) -> str | None:
    """A year by itself."""
    return groups["y"]


def about_year(groups: Groups, reference: Reference | None) -> str | None:
    """“Circa 1650”."""
    return f"{groups['y']}~"


def year_range(groups: Groups, reference: Reference | None) -> str | None:
    """“2011–14”, “between 2011 and 2014”."""
    if groups["b"]:
        return f"{groups['b']}/{groups['e']}"
    last = groups["z"]
    return f"{groups['y']}/{groups['y'][: 4 - len(last)]}{last}"


def decade(groups: Groups, reference: Reference | None) -> str | None:
    """“The 1990s”; “the ’90s” and “the nineties” are the twentieth century's. “The 1800s” may be a whole century."""
    if groups.get("word"):
        return f"19{DECADES.index(groups['word'].lower()) + 2}X"
    figures = groups["y"]
    if len(figures) == 4 and figures.endswith("00"):
        return f"{figures[:2]}XX"
    return f"{figures[:3]}X" if len(figures) == 4 else f"{'20' if figures[0] in '012' else '19'}{figures[0]}X"


def century(groups: Groups, reference: Reference | None) -> str | None:
    """“The 19th century” → ``18XX``."""
    number = day(groups["n"])
    return f"{number - 1:02}XX" if 2 <= number <= 30 else None


def part_of_year(groups: Groups, reference: Reference | None) -> str | None:
    """“The second quarter of 2017”, “the first half of 2017”."""
    length = 3 if groups["part"].lower() == "quarter" else 6
    first = ORDINALS.index(groups["n"].lower()) * length + 1
    return f"{groups['y']}-{first:02}/{groups['y']}-{first + length - 1:02}" if first + length <= 13 else None


def month_year(groups: Groups, reference: Reference | None) -> str | None:
    """“December 2017”."""
    return f"{groups['y']}-{month_number(groups['m']):02}"
