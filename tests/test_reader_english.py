"""What the reader knows of English words: every form of a verb, and lists that never decide against each other."""

from __future__ import annotations

import re

import pytest

from onrecord.reader.citations.citations import NON_AUTHORS
from onrecord.reader.english import cues, nouns, persons, stance, verbs
from onrecord.reader.english.calendar_words import (
    DAYS,
    DECADES,
    MONTH,
    MONTH_NAMES,
    MONTH_WORDS,
    SEASONS,
    month_number,
)
from onrecord.reader.english.inflection import all_forms, by_rule, conjugated, forms_of, irregular, plural
from onrecord.reader.english.labels import ANSWERS, ASKS, LABELS
from onrecord.reader.english.verbs import OF_GOVERNMENTS, OF_LAND, lemma
from onrecord.reader.times.times import TRIGGERS

CONJUGATED = """
admit admits admitted admitting
agree agrees agreed agreeing
aver avers averred averring
ban bans banned banning
beg begs begged begging
begin begins began begun beginning
blog blogs blogged blogging
broadcast broadcasts broadcast broadcasting
choose chooses chose chosen choosing
commit commits committed committing
compel compels compelled compelling
concur concurs concurred concurring
defer defers deferred deferring
deny denies denied denying
deter deters deterred deterring
die dies died dying
ding dings dinged dinging
dub dubs dubbed dubbing
expel expels expelled expelling
extol extols extolled extolling
fear fears feared fearing
find finds found finding
fly flies flew flown flying
forbid forbids forbade forbidden forbidding
foresee foresees foresaw foreseen foreseeing
foretell foretells foretold foretelling
forget forgets forgot forgotten forgetting
fret frets fretted fretting
go goes went gone going
grin grins grinned grinning
guarantee guarantees guaranteed guaranteeing
hear hears heard hearing
hope hopes hoped hoping
lead leads led leading
mean means meant meaning
mimic mimics mimicked mimicking
misspeak misspeaks misspoke misspoken misspeaking
opt opts opted opting
outwit outwits outwitted outwitting
overhear overhears overheard overhearing
panic panics panicked panicking
pay pays paid paying
plan plans planned planning
prefer prefers preferred preferring
prophesy prophesies prophesied prophesying
quip quips quipped quipping
quiz quizzes quizzed quizzing
read reads read reading
rebut rebuts rebutted rebutting
regret regrets regretted regretting
retell retells retold retelling
say says said saying
see sees saw seen seeing
seek seeks sought seeking
shrug shrugs shrugged shrugging
speak speaks spoke spoken speaking
swear swears swore sworn swearing
tie ties tied tying
undertake undertakes undertook undertaken undertaking
veto vetoes vetoed vetoing
visit visits visited visiting
vow vows vowed vowing
withdraw withdraws withdrew withdrawn withdrawing
withhold withholds withheld withholding
write writes wrote written writing
"""
BOTH_WAYS = {"label": "labelled labeled", "learn": "learned learnt", "counsel": "counselled counseled"}
SPELLED_ALIKE = {"lambast": "lambaste"}
NAMED = sorted({verb.split()[0] for verb in verbs.listed_verbs()})


@pytest.mark.parametrize("row", CONJUGATED.split("\n")[1:-1], ids=lambda row: row.split()[0])
def test_a_verb_is_conjugated(row: str) -> None:
    verb, *forms = row.split()
    assert set(forms) - {verb} == forms_of(verb) - {verb} - {"broadcasted"}
    assert verb not in NAMED or {lemma(form) for form in forms} == {verb}


@pytest.mark.parametrize(("verb", "pasts"), BOTH_WAYS.items())
def test_two_spellings_are_one_verb(verb: str, pasts: str) -> None:
    assert set(pasts.split()) <= set(conjugated(verb).past)
    assert {lemma(past) for past in pasts.split()} == {verb}


def test_the_table_holds_only_what_the_rules_get_wrong() -> None:
    assert [verb for verb, forms in irregular().items() if forms == by_rule(verb)] == []


def test_whoever_speaks_has_a_will() -> None:
    assert verbs.speaking() <= verbs.acts()


def test_who_is_spoken_to_or_accused_is_treated_as_somebody() -> None:
    assert all_forms(cues.group("addressing") | cues.group("ACCUSE")) <= verbs.treatments()


def test_what_land_does_no_government_does() -> None:
    assert sorted(OF_LAND & {*OF_GOVERNMENTS, *cues.group("willed")}) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LABELS, ASKS | ANSWERS),
        (nouns.DEEDS, nouns.OPERATIONS),
        (nouns.OCCUPATIONS, nouns.NON_OCCUPATIONS),
        (persons.MALE_WORDS, persons.FEMALE_WORDS),
        (stance.POSSIBLE, stance.PROBABLE | stance.UNLIKELY),
        (cues.group("deciding"), cues.group("intending")),
        (MONTH_WORDS, frozenset([*DAYS, *SEASONS, *DECADES])),
    ],
)
def test_lists_that_decide_differently_share_no_word(one: frozenset[str], other: frozenset[str]) -> None:
    assert sorted(one & other) == []


def test_every_short_title_is_a_persons() -> None:
    assert {*persons.TITLES} <= persons.PERSON_TITLES
    assert sorted(persons.PERSON_TITLES & LABELS) == []


@pytest.mark.parametrize("word", sorted(MONTH_WORDS))
def test_a_month_is_a_month_everywhere(word: str) -> None:
    assert re.fullmatch(MONTH, word) or re.fullmatch(MONTH, f"{word}.")
    assert word in TRIGGERS and word in NON_AUTHORS
    assert MONTH_NAMES[month_number(word) - 1].startswith(word[:3])


def test_a_particle_is_not_inflected() -> None:
    assert forms_of("point out") == {"point", "points", "pointed", "pointing"}


@pytest.mark.parametrize("verb", NAMED)
def test_no_form_of_a_listed_verb_is_read_as_another_verb(verb: str) -> None:
    for form in conjugated(verb).past:
        assert lemma(form, "VBD") in (verb, SPELLED_ALIKE.get(verb))
    for form in (verb, *conjugated(verb).third_person, *conjugated(verb).gerund):
        assert lemma(form) in (verb, SPELLED_ALIKE.get(verb))


def test_a_tag_tells_lay_from_lie() -> None:
    assert (lemma("lay", "VBD"), lemma("lay", "VB"), lemma("lay")) == ("lie", "lay", "lay")


def test_nouns_have_plurals() -> None:
    assert [plural(noun) for noun in ("theory", "wish", "claim", "survey")] == [
        "theories",
        "wishes",
        "claims",
        "surveys",
    ]


@pytest.mark.parametrize("name", sorted(cues.classes()["groups"]["verbs"]))
def test_a_group_of_cues_has_words_in_base_form(name: str) -> None:
    words = cues.group(name)
    assert words and all(lemma(word) == word for word in words)
