"""The words that decide a claim's factuality, claim type and event type, as base forms, with examples for the tests."""

from __future__ import annotations

from functools import cache

from onrecord.reader.english.cues import Kind, group
from onrecord.reader.english.nouns import EVENT_NOUNS
from onrecord.reader.english.verbs import EVENTS

Example = tuple[str, str]
"""A sentence and the value of its first claim."""

FACTUALITY_EXAMPLES: tuple[Example, ...] = (
    ("The mill burned.", "certain"),
    ("The mill did not burn.", "certain-not"),
    ("There is no mill in the valley.", "certain-not"),
    ("The mill may burn.", "possible"),
    ("The mill may not burn.", "possible-not"),
    ("The mill is likely to burn.", "probable"),
    ("The mill will burn.", "certain"),
    ("The mill will not burn.", "certain-not"),
    ("The mill is unlikely to burn.", "probable-not"),
    ("The mill is expected to burn.", "probable"),
    ("If it is dry, the mill will burn.", "uncommitted"),
    ("The owner denied that the mill burned.", "certain-not"),
    ("The owner hopes that the mill burned.", "uncommitted"),
    ("The owner said the mill burned.", "certain"),
    ("The owner said the mill would burn.", "certain"),
    ("A fire would destroy the mill.", "uncommitted"),
    ("The council ordered the sale of the mill.", "certain"),
    ("“We will sell the mill,” the council said.", "certain"),
    ("The mill is no less important than the bridge.", "certain"),
    ("The matter can be summed up in a word.", "certain"),
    ("The mill cannot burn.", "certain-not"),
    ("The owners were able to save the mill.", "certain"),
)

JUDGING = group("judging") | group("judging", "nouns")
"""Reporting words that express a judgement."""
PLANNING = group("deciding") | group("intending")
"""Reporting words whose content is a plan."""
TYPE_EXAMPLES: tuple[Example, ...] = (
    ("The mill burned in May.", "event"),
    ("The mill is in the valley.", "state"),
    ("The gate was closed by the guards.", "event"),
    ("The guards were able to close the gate.", "event"),
    ("The council ordered the sale of the mill.", "plan"),
    ("“We will sell the mill,” the council said.", "plan"),
    ("The mill will burn.", "prediction"),
    ("The bridge is important.", "judgement"),
    ("The owners must sell the mill.", "judgement"),
    ("The mayor praised the work of the guards.", "judgement"),
    ("The flood led to the closing of the mill.", "cause"),
    ("The flood will force the owners to sell.", "cause"),
)

INTERACTIONS = ("ACCUSE", "SUPPORT", "REQUEST", "THREATEN", "REJECT")
"""Event types of reporting words that are themselves the interaction."""
EVENT_EXAMPLES: tuple[tuple[str, str | None], ...] = (
    ("The rebels attacked the town.", "ASSAULT"),
    ("The army launched an offensive against the rebels.", "ASSAULT"),
    ("The president met with the minister.", "CONSULT"),
    ("The minister accused the rebels of fraud.", "ACCUSE"),
    ("The army withdrew from the town.", "RETREAT"),
    ("The police arrested the mayor.", "COERCE"),
    ("The government imposed sanctions on the company.", "SANCTION"),
    ("The mill burned.", None),
    ("The attack lasted two days.", None),
)


@cache
def event_of_verb() -> dict[str, str]:
    """The event type of each verb."""
    happening = {verb: event for event, words in EVENTS.items() for verb in words.split()}
    return happening | {verb: event for event in INTERACTIONS for verb in group(event)}


@cache
def event_of_cue() -> dict[str, str]:
    """The event type of each reporting word."""
    kinds: tuple[Kind, ...] = ("verbs", "nouns")
    return {word: event for event in INTERACTIONS for kind in kinds for word in group(event, kind)}


@cache
def event_of_noun() -> dict[str, str]:
    """The event type of each noun."""
    return {noun: event for event, words in EVENT_NOUNS.items() for noun in words.split()}
