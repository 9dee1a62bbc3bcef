"""Telling a place from the government that its name stands for: *Moscow* declared, troops left *Moscow*.

Only countries, capitals and seats of power do it, and only as the one who says, decides, accuses or is
accused (the place-for-government metonymy of Markert and Nissim 2007, SemEval task 8).
"""

from __future__ import annotations

from functools import cache

from onrecord.reader.parsing.tree import SUBJECT, Tree
from onrecord.reader.places.gazetteer import Place

# What only somebody with a will can do: as its subject, or as its agent (“was backed by Iran”).
ACTS = (
    "say tell announce declare claim deny insist argue warn threaten accuse blame condemn denounce "
    "criticise criticize "
    "urge ask call demand want hope fear believe think agree refuse reject accept decide plan intend "
    "promise vow pledge "
    "propose offer suggest support back oppose order impose lift sanction recognise recognize sign ratify "
    "negotiate "
    "respond react retaliate send deploy withdraw mobilise mobilize invade annex attack bomb ban expel "
    "recall "
    "summon veto vote seek try help fund finance arm sponsor veto consider confirm admit acknowledge "
    "regard view fight win defeat retreat escalate intervene strike cooperate work"
)
# What somebody with a will does, as nouns: “Moscow’s decision”, “a response by Tehran”, “talks with Ankara”.
DEEDS = frozenset(
    "accusation aggression agreement allegation alliance allies ally announcement answer assurance "
    "attack attacks claim claims concession cooperation criticism deal decision declaration "
    "demand demands denial effort efforts insistence intention intervention offer plan plans "
    "pledge policy position promise proposal reaction readiness refusal relations request response "
    "responses sanctions stance strategy support talks threat threats ties warning willingness".split()
)
DEALT_WITH = frozenset("by with against".split())
# Who is treated as somebody with a will: “accused Tehran of …”, “urged Ankara to …”.
TREATED = (
    "accuse blame condemn denounce criticise criticize urge ask tell warn sanction persuade press thank sue confront "
    "face remind force deter threaten pressure convince"
)
# What a country does as land: as their subject it is no state. Of anything else that it does, it is.
LIES = frozenset(
    "be lie border stretch extend cover contain share have include remain see experience suffer descend slide host "
    "rank measure span adjoin face".split()
)
IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "think": "thinks thought thinking",
    "send": "sends sent sending",
    "seek": "seeks sought seeking",
    "withdraw": "withdraws withdrew withdrawn withdrawing",
    "fight": "fights fought fighting",
    "win": "wins won winning",
    "strike": "strikes struck striking",
    "ban": "bans banned banning",
    "expel": "expels expelled expelling",
    "plan": "plans planned planning",
    "let": "lets letting",
}
SEATS_OF_POWER = frozenset({"White House", "Kremlin", "Pentagon", "Downing Street", "Capitol Hill", "Westminster"})


def forms(verb: str) -> set[str]:
    """The inflected forms of a verb: ``deny`` → deny, denies, denied, denying."""
    if verb in IRREGULAR:
        return {verb, *IRREGULAR[verb].split()}
    if verb.endswith("e"):
        return {verb, verb + "s", verb + "d", verb[:-1] + "ing"}
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return {verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    sibilant = verb.endswith(("s", "sh", "ch", "x", "z"))
    return {verb, verb + ("es" if sibilant else "s"), verb + "ed", verb + "ing"}


@cache
def acts() -> frozenset[str]:
    """All forms of the verbs that only somebody with a will can be the subject of."""
    return frozenset(form for verb in ACTS.split() for form in forms(verb))


@cache
def treatments() -> frozenset[str]:
    """All forms of the verbs whose object is taken for somebody with a will."""
    return frozenset(form for verb in TREATED.split() for form in forms(verb))


@cache
def lies() -> frozenset[str]:
    """All forms of the verbs of which a country is the subject as land."""
    irregular = "is are was were been being lay lain has had saw seen 's 're"
    return frozenset(form for verb in LIES for form in forms(verb)) | frozenset(irregular.split())


def can_be_metonym(place: Place) -> bool:
    """Whether the place has a government that goes by its name."""
    return place.feature_code in {"PCLI", "PPLC", "PCLH"} or place.name in SEATS_OF_POWER


def is_metonym(tree: Tree, first: int, last: int, *, country: bool = False) -> bool:
    """Whether the name at these tokens acts, or is treated, as a government does.

    A country acts in more ways than its capital, which is a town too.
    """
    token = next((t for t in range(first, last + 1) if not first <= tree.heads[t] <= last), last)
    while tree.labels[token] == "conj" and tree.heads[token] != token:
        token = tree.heads[token]
    head = tree.heads[token]
    verb = tree.lower[head]
    label = tree.labels[token]
    if label in SUBJECT and not label.endswith("pass"):
        if country and tree.tags[head].startswith("VB") and verb not in lies():
            return True
        return any(tree.lower[t] in acts() for t in (head, *_what_it_goes_on_to_do(tree, head)))
    if label == "poss":
        return verb in DEEDS
    if label == "pobj" and tree.lower[head] in DEALT_WITH and tree.labels[head] == "prep":
        governor = tree.lower[tree.heads[head]]
        return governor in DEEDS or governor in acts()
    if label in {"dobj", "nsubjpass"}:
        return verb in treatments()
    if label == "pobj" and tree.labels[head] == "agent":
        return tree.lower[tree.heads[head]] in acts()
    return False


def modifies(tree: Tree, token: int) -> bool:
    """Whether a name stands before a noun as an adjective does: the *Iraq* war, *US* military presence."""
    return tree.labels[token] in {"amod", "compound", "nmod"} and tree.heads[token] > token


def _what_it_goes_on_to_do(tree: Tree, verb: int) -> list[int]:
    """Verbs that complete another: *went out to declare*, *is ready to negotiate*."""
    return [t for t in tree.children[verb] if tree.labels[t] in {"xcomp", "advcl"} and tree.tags[t] in {"VB", "VBG"}]
