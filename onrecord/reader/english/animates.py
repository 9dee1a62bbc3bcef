"""Nouns for people, and nouns that no pronoun takes up: what *he*, *they* and *it* may stand for."""

from __future__ import annotations

import re
from functools import cache

from onrecord.reader.english.nouns import NON_OCCUPATIONS, OCCUPATIONS
from onrecord.reader.english.persons import FEMALE_WORDS, MALE_WORDS, PERSON_TITLES, SPOKESPEOPLE, TITLES

PEOPLE = frozenset(
    "activist actor analyst applicant appellant attacker author bishop candidate captain chairman chief child citizen"
    " client colleague commander commissioner correspondent critic customer dictator diplomat director doctor driver"
    " economist editor employee employer envoy executive expert farmer fighter founder general gunman gunmen guest"
    " historian hostage interviewee investigator islamist journalist lawmaker leader manager member men militant"
    " negotiator neighbour neighbor nurse owner parent passenger patient people person petitioner plaintiff politician"
    " politicians pilot player premier prisoner professor prosecutor refugee reporter resident researcher respondent"
    " scientist scholar secretary shooter soldier speaker student suspect teacher tourist veteran victim visitor voter"
    " witness women worker writer youth defendant deputy guard guards troops police".split()
)
"""Nouns for people, besides titles, offices and gendered words."""
KNOWN = PEOPLE | OCCUPATIONS | SPOKESPEOPLE | PERSON_TITLES | MALE_WORDS | FEMALE_WORDS | frozenset(TITLES.values())
PERSON_ENDING = re.compile(r"\w{2,}(?:ist|ian|man|men|woman|women|ess)")
NOT_PEOPLE = frozenset(
    "business process access success progress illness witness mess address stress press express list consist exist"
    " assist resist persist mist twist fist wrist guardian pedestrian specimen regimen omen acumen abdomen"
    " weakness readiness wilderness fitness happiness darkness congress human".split()
)
VAGUE = frozenset(
    "man men woman women person people group groups member members body one part name guy guys boy girl child children"
    " country countries nation city town state states place area region side party thing matter both all some"
    " few most several case fact issue".split()
)
"""Nouns that alone say too little about which one is meant."""
TIMES = frozenset(
    "second minute hour day week month year decade century morning afternoon evening night today yesterday tomorrow"
    " monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december spring summer autumn fall winter weekend time moment period season".split()
)
"""Nouns for times, which no pronoun takes up: “this *week*”."""


def singular(noun: str) -> str:
    """A noun without its plural ending, as far as a rule tells: soldiers → soldier."""
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


@cache
def is_person(noun: str) -> bool:
    """Whether a noun in lower case is one for a person or for people."""
    one = singular(noun)
    if one in NOT_PEOPLE or noun in NOT_PEOPLE - {"witness"}:
        return noun in ("witness", "witnesses")
    if one in NON_OCCUPATIONS and one not in PEOPLE:
        return False
    return noun in KNOWN or one in KNOWN or PERSON_ENDING.fullmatch(one) is not None
