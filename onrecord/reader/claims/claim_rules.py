"""How a claim is held and what it claims: tables of words and the order in which they decide.

Each table has an example; the tests read them all. Words are base forms.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from onrecord.reader.english.cues import inflect

Example = tuple[str, str]
"""A sentence and the value that its first claim must have."""

POSSIBLE = frozenset("may might could can perhaps maybe possibly conceivably".split())
PROBABLE = frozenset(
    "likely probably presumably apparently seemingly reportedly allegedly supposedly expected poised set bound seem"
    " seems seemed appear appears appeared tend tends".split()
)
UNLIKELY = frozenset("unlikely improbable doubtful".split())
NEGATIVE = frozenset("not n't never no nobody none nothing neither nor hardly scarcely barely cannot without".split())
CONDITIONS = frozenset("if unless provided should suppose supposing assuming whether".split())
OBLIGATION = frozenset("must should ought needs need".split())

FACTUALITY_EXAMPLES: tuple[Example, ...] = (
    ("The mill burned.", "certain"),
    ("The mill did not burn.", "certain-not"),
    ("There is no mill in the valley.", "certain-not"),
    ("The mill may burn.", "possible"),
    ("The mill may not burn.", "possible-not"),
    ("The mill is likely to burn.", "probable"),
    ("The mill will burn.", "probable"),
    ("The mill will not burn.", "probable-not"),
    ("The mill is unlikely to burn.", "probable-not"),
    ("The mill is expected to burn.", "probable"),
    ("If it is dry, the mill will burn.", "uncommitted"),
    ("The owner denied that the mill burned.", "certain-not"),
    ("The owner hopes that the mill burned.", "uncommitted"),
    ("The owner said the mill burned.", "certain"),
    ("The council ordered the sale of the mill.", "certain"),
    ("“We will sell the mill,” the council said.", "certain"),
    ("The mill is no less important than the bridge.", "certain"),
    ("The matter can be summed up in a word.", "certain"),
    ("The mill cannot burn.", "certain-not"),
    ("The owners were able to save the mill.", "certain"),
)

DECIDED = frozenset(
    "order decide promise pledge vow swear guarantee undertake authorize authorise instruct decree command agree refuse"
    " resolve commit ban forbid".split()
)
"""Reported acts whose content is settled by being said: plans, held as certain."""
INTENDED = frozenset("plan intend aim seek want wish hope threaten propose offer prepare mean".split())
"""Reported intentions: plans, left open unless the verb itself settles it."""
EVALUATES = frozenset(
    "praise criticize criticise condemn blame thank welcome consider deplore hail denounce laud slam commend lament"
    " regret accuse applaud congratulate regard deem call describe criticism praise gratitude".split()
)
CAUSE_VERBS = frozenset(
    "cause lead result enable prevent force allow affect push compel trigger prompt spark provoke contribute hinder"
    " undermine facilitate deter ensure stem mean".split()
)
STATE_VERBS = frozenset(
    "be have remain belong include contain consist exist own know need resemble depend live lie stand cost weigh"
    " comprise lack possess become want wish seem appear base".split()
)
JUDGEMENT_WORDS = frozenset(
    "important necessary dangerous good bad better best worse worst natural essential vital crucial significant wrong"
    " right fair unfair great terrible unacceptable dangerous useful useless serious strong weak difficult easy hard"
    " costly impossible legitimate illegitimate illegal shameful brave wise foolish decisive key beautiful ugly"
    " success failure mistake disaster tragedy opportunity threat shame winner loser victory challenge problem".split()
)
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

EVENT_VERBS = {
    "ASSAULT": "attack bomb bombard shell invade raid ambush assassinate besiege overrun liberate recapture retake",
    "RETREAT": "withdraw retreat",
    "CONSULT": "meet visit negotiate consult confer",
    "AGREE": "agree",
    "COOPERATE": "cooperate collaborate coordinate",
    "REJECT": "reject refuse veto rebuff",
    "THREATEN": "threaten",
    "ACCUSE": "accuse criticize criticise condemn blame denounce",
    "SUPPORT": "praise thank endorse congratulate hail commend",
    "REQUEST": "urge demand appeal implore",
    "PROTEST": "protest demonstrate",
    "SANCTION": "sanction embargo",
    "MOBILIZE": "mobilize mobilise deploy",
    "COERCE": "arrest detain imprison jail deport",
    "AID": "donate",
    "CONCEDE": "concede surrender",
}
EVENT_NOUNS = {
    "ASSAULT": "attack attacks airstrike airstrikes bombardment shelling raid raids invasion offensive",
    "CONSULT": "talks negotiations meeting visit",
    "RETREAT": "withdrawal retreat",
    "PROTEST": "protest protests demonstration",
    "SANCTION": "sanctions embargo",
    "AGREE": "agreement treaty accord",
}
EVENT_CUES = {
    "ACCUSE": "accuse criticize criticise condemn blame denounce criticism condemnation accusation accusations",
    "SUPPORT": "praise thank endorse congratulate commend thanks gratitude congratulations",
    "REQUEST": "urge demand appeal implore request plea",
    "THREATEN": "threaten threat threats ultimatum",
    "REJECT": "reject refuse rebuff refusal rejection",
}
"""Reporting words that are themselves the interaction."""
METADISCOURSE = frozenset("say sum summarize summarise see note add conclude argue imagine describe put".split())
"""What a writer “can” do without being any the less sure of it."""
"""Verbs, and nouns that a light verb brings about; what a claim is only partly about has no type."""
LIGHT_VERBS = frozenset("launch carry conduct hold stage make begin start continue impose sign order pay".split())
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
def base_forms() -> dict[str, str]:
    """Every form of every verb of the tables, with its base form."""
    return {form: verb for verb in verbs() for form in inflect(verb)} | {
        form: "be" for form in "is are was were be been being am 's 're".split()
    }


def verbs() -> Iterator[str]:
    """The verbs of all tables."""
    for table in (DECIDED, INTENDED, EVALUATES, CAUSE_VERBS, STATE_VERBS - {"be"}, LIGHT_VERBS):
        yield from sorted(table)
    yield from sorted(METADISCOURSE)
    for words in EVENT_VERBS.values():
        yield from words.split()


IRREGULAR_FORMS = {
    "led": "lead", "had": "have", "has": "have", "lay": "lie", "stood": "stand", "withdrew": "withdraw",
    "withdrawn": "withdraw", "met": "meet", "meeting": "meet", "shot": "shoot", "sought": "seek", "knew": "know",
    "meant": "mean", "forbade": "forbid", "forbidden": "forbid", "began": "begin", "held": "hold", "made": "make",
    "became": "become", "saw": "see", "seen": "see", "said": "say", "swore": "swear", "sworn": "swear",
    "undertook": "undertake", "overran": "overrun", "paid": "pay", "summed": "sum", "flew": "fly", "flown": "fly",
    "went": "go", "gone": "go", "came": "come", "took": "take", "taken": "take", "sent": "send", "fled": "flee",
    "brought": "bring", "drove": "drive", "driven": "drive", "banned": "ban", "committed": "commit",
    "compelled": "compel", "stemmed": "stem", "retook": "retake", "retaken": "retake",
}  # fmt: skip


def base(form: str) -> str:
    """A verb's base form where the tables know it, else the form itself."""
    return IRREGULAR_FORMS.get(form) or base_forms().get(form, form)


@cache
def event_of_verb() -> dict[str, str]:
    """The event type of each verb."""
    return {verb: event for event, words in EVENT_VERBS.items() for verb in words.split()}


@cache
def event_of_cue() -> dict[str, str]:
    """The event type of each reporting word."""
    return {word: event for event, words in EVENT_CUES.items() for word in words.split()}


@cache
def event_of_noun() -> dict[str, str]:
    """The event type of each noun."""
    return {noun: event for event, words in EVENT_NOUNS.items() for noun in words.split()}
