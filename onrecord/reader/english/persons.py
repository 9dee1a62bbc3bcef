"""Titles, gendered words and first names of people."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

Gender = Literal["f", "m"]

MALE_WORDS = frozenset(
    "mr mr. he his him himself man father son brother husband spokesman congressman chairman "
    "businessman king prince "
    "gentleman uncle grandfather widower boy sir lord salesman policeman fireman councilman".split()
)
FEMALE_WORDS = frozenset(
    "mrs mrs. ms ms. miss she her hers herself woman mother daughter sister wife spokeswoman "
    "congresswoman chairwoman "
    "businesswoman queen princess lady aunt grandmother widow girl actress councilwoman madam dame".split()
)
TITLES = {
    "sen.": "senator", "rep.": "representative", "gov.": "governor", "dr.": "doctor", "prof.": "professor",
    "gen.": "general", "lt.": "lieutenant", "col.": "colonel", "capt.": "captain", "sgt.": "sergeant",
    "adm.": "admiral", "rev.": "reverend", "atty.": "attorney", "pres.": "president",
}  # fmt: skip
"""Abbreviated titles, with the noun that may refer to the person later: “the senator”."""
SHORT_TITLES = frozenset([*TITLES, *"mr. mrs. ms. fr. st. hon.".split()])
PERSON_TITLES = frozenset(
    [*SHORT_TITLES, *(title.rstrip(".") for title in SHORT_TITLES)]
    + "sir lord lady dame miss professor judge justice president minister king queen prince princess pope sheikh imam"
    " coach detective officer deputy sheriff mayor senator governor councilman saint".split()
)
"""A capitalised word after one of these is a person's name: *Mayor* Austin."""
SPOKESPEOPLE = frozenset(
    "spokesman spokeswoman spokesperson spokespeople spokesmen aide aides official officials representative "
    "representatives lawyer lawyers attorney attorneys adviser advisers advisor advisors".split()
)
"""Nouns for people who speak for a body and, when unnamed, represent it."""


@cache
def first_names() -> Mapping[str, Gender]:
    """The gender of common first names in English text, by the name in lower case."""
    text = files("onrecord.reader.english").joinpath("first_names.tsv").read_text(encoding="utf-8")
    names = (line.split("\t") for line in text.splitlines())
    return {name: "f" if gender == "f" else "m" for name, gender in names}
