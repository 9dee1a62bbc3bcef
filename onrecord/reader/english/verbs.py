"""Groups of verbs that the rules use, as base forms, and the base form of any form.

What a verb of reporting does (whom it addresses, what it settles, what it judges) is in ``cues.yml`` with the cues.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from onrecord.reader.english.cues import classes, group, lexicon
from onrecord.reader.english.inflection import all_forms, conjugated, forms_of, irregular

MOTION = frozenset(
    "go come travel move advance march fly drive sail return withdraw retreat flee send deploy ship bring take reach"
    " arrive enter head rush evacuate transfer push transport visit export".split()
)
"""Verbs whose *to* names a destination: “flew to Aleppo”."""

WAYS = frozenset("trip trips flight flights road way route bus train back close next due bound".split())

GOVERNORS = frozenset(
    "have make give express voice share issue raise hold take keep renew escalate repeat reiterate announce state offer"
    " show feel harbor harbour abandon drop defend stand launch intensify ratchet unveil outline detail withdraw lodge"
    " file send publish release put".split()
)
"""Verbs whose subject owns the claim, plan or attack that is their object: “she made the claim that …”."""
PROMISES = frozenset("promise vow use".split())
"""Verbs with an object and an infinitive whose subject will do it: “she promised them to come”."""
WANTS = frozenset("want need seek".split())
"""Verbs whose object need not exist: “they need a king who bakes”."""
LEADS = frozenset("go continue begin start proceed hasten".split())
"""Verbs that only lead up to a report: “went on to say …”."""
METADISCOURSE = frozenset("say sum summarize summarise see note add conclude argue imagine describe put".split())
"""Verbs with which “can” does not hedge: “the matter can be summed up in a word”."""

TRANSITIVE = frozenset(
    "provide contain include complete become make give have take wish want need receive get solicit require represent"
    " constitute cause ensure say state note add claim allege believe think learn".split()
)
"""Verbs that say too little at the end of a statement: “the form *provided*”."""
ADDRESSING = frozenset("tell inform notify remind assure".split())
"""Verbs of saying whose object is who hears it: “told the *paper*”."""
DISCLOSING = frozenset(
    "comment say confirm discuss elaborate disclose answer respond explain specify speculate".split()
)
"""What somebody does not do who “declined to *comment*”."""
REPORTING = ADDRESSING | frozenset("say state add note claim allege".split())
"""Verbs that say too little without what is said."""
CAUSES = frozenset(
    "cause lead result enable prevent force allow affect push compel trigger prompt spark provoke contribute hinder"
    " undermine facilitate deter ensure stem mean".split()
)
"""Verbs that claim a cause: “the flood led to the closing of the mill”."""
STATES = frozenset(
    "be have remain belong include contain consist exist own know need resemble depend live lie stand cost weigh"
    " comprise lack possess become want wish seem appear base".split()
)
"""Verbs that describe a state."""
COPULAS = frozenset("be become remain seem appear constitute represent".split())
"""Verbs whose complement describes the subject: “the bridge remains important”."""
LIGHT = frozenset("launch carry conduct hold stage make begin start continue impose sign order pay".split())
"""Verbs that bring about what their object names: “launched an attack”."""
EVENTS = {
    "ASSAULT": "attack bomb bombard shell invade raid ambush assassinate besiege overrun liberate recapture retake",
    "RETREAT": "withdraw retreat",
    "CONSULT": "meet visit negotiate consult confer",
    "AGREE": "agree",
    "COOPERATE": "cooperate collaborate coordinate",
    "REJECT": "veto",
    "PROTEST": "protest demonstrate",
    "SANCTION": "sanction embargo",
    "MOBILIZE": "mobilize mobilise deploy",
    "COERCE": "arrest detain imprison jail deport",
    "AID": "donate",
    "CONCEDE": "concede surrender",
}
"""Verbs by PLOVER's event types; reporting words that are themselves the interaction are in ``cues.yml``."""

OF_GOVERNMENTS = frozenset(
    "order impose lift sanction sign ratify negotiate respond react retaliate send deploy withdraw mobilize mobilise"
    " invade annex bomb ban expel summon seek try help fund finance arm sponsor fight win defeat retreat escalate"
    " intervene strike cooperate work attack accept".split()
)
"""Verbs, besides those of speaking, whose subject is a government if it is a capital: “Moscow withdrew its troops”."""
OF_LAND = frozenset(
    "be lie border stretch extend cover contain share have include remain see experience suffer descend slide host "
    "rank measure span adjoin face".split()
)
"""Verbs whose subject is a country as land; the subject of any other verb is the state."""
TOWARDS_GOVERNMENTS = frozenset("sanction press sue confront face force deter threaten".split())
"""Verbs, besides those of addressing and accusing, whose object is a government: “sanctioned Tehran”."""
DEALINGS_OF_STATES = frozenset(
    "trade cooperate negotiate ally side fight compete govern lead rule help support isolate punish reward back oppose"
    " arm fund".split()
)
"""Verbs with a state as object, or as object of *with*, *against* or *by*: “has led Norway”, “traded with Norway”."""


@cache
def speaking() -> frozenset[str]:
    """All forms of the verbs of saying and thinking: an unknown name next to one is a person's."""
    return all_forms(group("said"))


@cache
def acts() -> frozenset[str]:
    """All forms of the verbs whose subject or agent has a will: “Madrid *said*”, “was *backed* by Iran”."""
    return all_forms(OF_GOVERNMENTS | group("willed"))


@cache
def treatments() -> frozenset[str]:
    """All forms of the verbs whose object has a will: “*accused* Tehran of …”."""
    return all_forms(TOWARDS_GOVERNMENTS | group("addressing") | group("urging") | group("ACCUSE"))


@cache
def dealings() -> frozenset[str]:
    """All forms of the verbs for what states do with each other, and people with states."""
    return all_forms(DEALINGS_OF_STATES)


@cache
def ways() -> frozenset[str]:
    """Words after which *to* names a place: all forms of the verbs of motion, and *the road*, *a flight*."""
    return all_forms(MOTION) | WAYS


@cache
def land_verbs() -> frozenset[str]:
    """All forms of the verbs whose subject is a country as land: “Jordan *lies* …”."""
    return all_forms(OF_LAND)


def listed_verbs() -> Iterator[str]:
    """Every verb of any list, cues first."""
    yield from (word for kind, word in lexicon().cues if kind == "verbs")
    yield from (verb for verbs in classes()["groups"]["verbs"].values() for verb in str(verbs).split())
    groups = (MOTION, GOVERNORS, PROMISES, WANTS, LEADS, METADISCOURSE, CAUSES, STATES, COPULAS, LIGHT, TRANSITIVE)
    for words in (*groups, REPORTING, DISCLOSING, OF_GOVERNMENTS, OF_LAND, TOWARDS_GOVERNMENTS):
        yield from sorted(words)
    for event in EVENTS.values():
        yield from event.split()


@cache
def verbs_by_form() -> Mapping[str, tuple[str, ...]]:
    """The verbs that have each form: those in a list, else those in the table of irregular verbs."""
    found: dict[str, list[str]] = {}
    for words in ([word.split()[0] for word in listed_verbs()], irregular()):
        here: dict[str, list[str]] = {}
        for verb in dict.fromkeys(words):
            for form in forms_of(verb):
                here.setdefault(form, []).append(verb)
        found = here | found
    return {form: tuple(verbs) for form, verbs in found.items()}


def lemma(form: str, tag: str = "") -> str:
    """A verb's base form; an unknown form is returned unchanged.

    :param tag: the Penn tag, which tells *lay* the past of *lie* from *lay* the verb
    """
    verbs = verbs_by_form().get(form, (form,))
    if tag in ("VBD", "VBN"):
        return next((verb for verb in verbs if form in conjugated(verb).past + conjugated(verb).participle), verbs[0])
    return form if form in verbs else verbs[0]
