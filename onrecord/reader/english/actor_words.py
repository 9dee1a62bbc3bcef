"""Words that tell who can act: nouns for people and bodies with the type of actor that each means, and for things.

People come from ``person_nouns.txt`` (WordNet) and from here; the other lists are written by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from onrecord.reader.english.inflection import plural

OTHER_PEOPLE = frozenset(
    "agent ally appellee asylum-seeker attacker auditor baker barber builder butcher ceo climber counterpart envoy folk"
    " founder frontrunner goalkeeper gunman hardliner head influencer insider islamist jihadist men midfielder"
    " mp nationalist"
    " operative organiser outsider people pollster protester rapper regulator respondent separatist shipper"
    " skipper source"
    " staffer stakeholder star striker surrogate trainer whistleblower women youngster youtuber".split()
)
"""Nouns for people that WordNet lacks, or lists first in another sense."""
GROUPS = frozenset(
    "authorities camp campaign clergy crew crowd delegation electorate elite establishment faction family forces gang"
    " group leadership management mediators military militia minority mob movement opposition organizers police public"
    " personnel rebels regime rescuers side squad staff team troops union".split()
)
"""Nouns for several people who act together."""

GROUPS_BY_TYPE = {
    "military": "army military troops soldiers forces generals",
    "police": "police",
    "opposition": "opposition",
    "armed-group": "rebels militants jihadists gunmen attackers insurgents fighters militia terrorists guerrillas",
    "government": "authorities officials leadership regime",
    "media": "reporters journalists",
    "civilian": "people residents voters tourists civilians refugees public workers employees victims survivors locals"
    " neighbours neighbors families parents students women men children protesters demonstrators",
}
"""Nouns for groups, by the type of actor."""

BODIES_BY_TYPE = {
    "government": "administration authority bureau cabinet consulate department embassy government ministry"
    " municipality"
    " presidency secretariat treasury commissariat",
    "legislature": "assembly congress knesset legislature parliament senate duma bundestag",
    "judiciary": "court courts judiciary tribunal circuit",
    "military": "army navy regiment battalion brigade corps marines militia squadron command guard guards",
    "police": "police constabulary",
    "party": "party",
    "media": "news newspaper magazine television tv radio times post tribune gazette herald broadcasting"
    " network journal",
    "education": "university college school academy institute faculty polytechnic",
    "business": "inc incorporated corp corporation company co ltd limited llc llp plc gmbh airlines airways"
    " bank bancorp"
    " holdings industries insurance motors enterprises ventures partners pharmaceuticals technologies studios records"
    " energy petroleum electric telecom brands firm startup manufacturer airline",
    "religious": "church diocese archdiocese mosque synagogue cathedral congregation vatican",
    "ngo": "association charity federation foundation league society coalition",
    "intelligence": "intelligence",
    "igo": "nations",
}
"""The last words of names of bodies, which also stand for the body (*the ministry*), by type of actor."""
OTHER_BODIES = frozenset(
    "agency alliance band board center centre chamber choir club commission committee council division exchange fund"
    " group headquarters hospital house institution laboratory library lobby mechanism mission museum office"
    " organisation organization orchestra panel press registry reserve secretariat service services taskforce"
    " team theatre trust union watchdog zoo".split()
)
"""Such words that do not tell the type."""
BODY_TYPES: Mapping[str, str] = {noun: kind for kind, nouns in BODIES_BY_TYPE.items() for noun in nouns.split()}
BODY_NOUNS = frozenset([*BODY_TYPES, *OTHER_BODIES])
ONLY_MODIFIED = frozenset("service services command guard guards mission network exchange office".split())
"""Body nouns that in lower case mean a body after another noun only: the *security* service."""
NOT_ALONE = frozenset(
    "house insurance energy electric limited nations news times post radio tv television records press reserve"
    " intelligence journal brands holdings industries technologies studios telecom petroleum fund hall division center"
    " centre building headquarters mechanism".split()
)
"""Body nouns that in lower case mean something else."""

OFFICES_BY_TYPE = {
    "government": "president vice-president premier chancellor minister governor mayor secretary ambassador king queen"
    " prince princess emperor dictator commissioner envoy diplomat official undersecretary treasurer"
    " attorney-general solicitor-general governor-general consul-general"
    " president-elect senator-elect chief-of-staff monarch",
    "legislature": "senator representative congressman congresswoman lawmaker parliamentarian mp legislator speaker",
    "military": "general colonel captain major admiral lieutenant sergeant commander marshal brigadier corporal soldier"
    " officer marine",
    "judiciary": "judge justice magistrate prosecutor",
    "police": "sheriff detective constable inspector policeman policewoman superintendent",
    "religious": "bishop archbishop priest pope cardinal imam rabbi pastor reverend father sheikh ayatollah"
    " cleric vicar"
    " patriarch deacon nun monk",
    "education": "professor teacher lecturer dean student academic scholar researcher scientist economist historian",
    "media": "journalist reporter editor correspondent columnist anchor broadcaster publisher photographer presenter"
    " moderator blogger",
    "party": "democrat republican nominee candidate",
    "business": "ceo entrepreneur businessman businesswoman executive banker trader investor shareholder financier",
    "civilian": "nurse farmer beekeeper baker fisherman resident villager driver worker teenager pensioner"
    " refugee widow neighbor"
    " neighbour tourist"
    " shopkeeper witness citizen lawyer actor actress singer musician novelist author writer artist footballer player"
    " physician engineer architect designer chef activist campaigner",
}
"""Offices, ranks and occupations, by the type of actor of who holds one."""
OFFICE_TYPES: Mapping[str, str] = {noun: kind for kind, nouns in OFFICES_BY_TYPE.items() for noun in nouns.split()}

KNOWN_BODIES = {
    "igo": "UN EU NATO WTO IMF OECD OPEC ASEAN ECOWAS WHO UNICEF UNESCO UNHCR UNDP OSCE IAEA AU",
    "government": "NASA FBI CIA NSA EPA FDA FAA IRS DEA ICE CDC TSA SEC FCC FTC",
    "media": "BBC CNN AP AFP NBC ABC CBS PBS NPR MSNBC ITV TASS RIA UPI Reuters Interfax Xinhua Bloomberg",
    "business": "IBM GE GM BP HSBC BMW KPMG",
    "ngo": "NRA ACLU NAACP WWF",
    "party": "GOP Republicans Republican Democrats Democrat",
}
KNOWN_TYPES: Mapping[str, str] = {
    **{name: kind for kind, names in KNOWN_BODIES.items() for name in names.split()},
    "World Bank": "igo", "International Monetary Fund": "igo", "European Commission": "igo", "Arab League": "igo",
    "Federal Reserve": "government", "White House": "government", "Pentagon": "government", "Kremlin": "government",
    "Red Cross": "ngo", "Amnesty International": "ngo", "Human Rights Watch": "ngo", "Islamic State": "rebel",
    "Associated Press": "media", "Al Jazeera": "media",
}  # fmt: skip
"""Bodies known by letters or a word, with their types."""

COMPANIES = frozenset(
    "maker manufacturer retailer supplier insurer lender carrier shipper contractor developer operator publisher"
    " producer chain startup automaker airline company firm bank".split()
)
"""Nouns for companies, which describe one beside its name."""
OF_COMPANIES = frozenset("ceo shareholder shareholders stockholders investors subsidiary shares stock".split())
"""What only companies have: *Larkmoor* shareholders."""
CHAMBERS = frozenset("house senate parliamentary assembly".split())
"""Words that make a committee a parliament's."""

RULING = frozenset({"ruling", "governing", "opposition"})
"""Adjectives of parties."""
NAMED_GROUPS = frozenset("party faction group movement militia network gang cartel organisation organization".split())
"""Nouns after the names of groups: the *Larkmoor* movement."""
OF_PARTIES = frozenset({"democratic", "republican"})
"""Words that make a committee a party's."""

THINGS = frozenset(
    "accord accords act action addendum address affairs age agenda agreement airport amendment annex appendix"
    " application"
    " area article attack avenue award axis ballot battle bill bridge bulletin bullet camp cancer cave chapter charter"
    " championship circus city claim code complaint conference conflict constitution contents convention county"
    " crisis cup"
    " date day deal decree desert directive disease disorder district doctrine document edition election email"
    " era error"
    " event exhibition facebook fair fever festival file film finding flight form formula fund-raiser game games garden"
    " gmt governance guide guidelines hall handbook hearing highway holiday identifier idea index instagram inquiry"
    " instruction instructions interest island issue item lake language law laws lawsuit letter level license"
    " limit line"
    " list mail manual map mark markers market massacre matters measure medal medical meeting memo memorandum"
    " method mile"
    " mill mine model month monument mountain movie notice number ocean olympics open operation opportunities"
    " order page"
    " pact palace paper park part path patent peace permit pier plan plans play plaza policy prize problem procedure"
    " procedures process product proclamation project protocol question reason record region"
    " registration regulation regulations report request requirement resolution results revolution review right rights"
    " ring river road rocket route rule rules scandal schedule scheme sea season section sector sequence"
    " session shooting"
    " shore show sign site software song spaceship speech spill spring square stadium standard standards state station"
    " statement statute storm strategy street strike summit surprises survey syndrome system systems table tape tax"
    " testimony theory title topic tour tournament tower town trademark training trail treaty trial trip trophy tsunami"
    " tweet twitter update valley value verdict version video view village virus visa visas vision war week whitepaper"
    " wing year youtube zone".split()
)
"""Last words of names of things, texts, events and places, which do nothing."""
UNITS = frozenset("gmt utc est edt pst pdt cet bst am pm usd eur gbp ad bc bce ce covid covid-19 aids hiv gdp".split())
"""Abbreviations of units, times and other things."""

OFFICES_OF_ANY_BODY = frozenset(
    "president secretary commissioner governor speaker director head chairman chairwoman chair chief leader member"
    " spokesman spokeswoman spokesperson representative official officer aide adviser advisor treasurer father"
    " superintendent commander".split()
)
"""Offices that companies and clubs have too, and words that tell an office only as a title: *Father* Brown."""

OF_LAW = frozenset({"Cir", "Cir.", "Civ", "Civ.", "CIV", "CIV.", "Supp.", "Evid.", "Crim."})
"""Abbreviations in the names of courts and rules that opinions cite."""
KIN = frozenset(
    "father mother husband wife son daughter brother sister grandfather grandmother uncle aunt cousin".split()
)
"""Nouns for somebody's family."""
QUANTIFIERS = frozenset(
    "many some several few most various numerous more countless certain both two three four".split()
)
DEEDS_OF_PEOPLE = frozenset(
    "buy sell hire fire sue arrest charge elect appoint vote meet visit join resign retire teach study found"
    " own operate"
    " manage invest fund employ recruit plan consider agree refuse decline investigate seize rob steal murder marry"
    " divorce pray march protest rally speak talk testify coach sign write paint compose direct organize"
    " organise oversee"
    " chair govern patrol raid slaughter massacre torture capture rescue donate campaign lobby negotiate broker mediate"
    " advise assist manufacture license approve regulate enforce prosecute convict sentence acquit pardon veto adopt"
    " repeal submit purchase pay borrow lend acquire publish".split()
)
"""Verbs of deeds, besides those of speaking and of governments: their subject is somebody."""


@cache
def person_nouns() -> frozenset[str]:
    """Nouns for a person, in the singular and in the plural."""
    text = files("onrecord.reader.english").joinpath("person_nouns.txt").read_text(encoding="utf-8")
    listed = [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]
    singular = {*listed, *OTHER_PEOPLE, *OFFICE_TYPES}
    return frozenset([*singular, *map(plural_of_person, singular)])


def plural_of_person(noun: str) -> str:
    """The plural of a noun for a person: gunmen, ministers."""
    return noun[:-3] + "men" if noun.endswith("man") else plural(noun)


def is_plural_of_people(word: str) -> bool:
    """Whether a word is a plural for people: *Supporters*."""
    noun = word.lower()
    return noun in person_nouns() and noun != singular_of(noun) and singular_of(noun) in person_nouns()


def singular_of(noun: str) -> str:
    """A plural noun's singular by rule: ministers → minister, gunmen → gunman, allies → ally."""
    if noun.endswith("men"):
        return noun[:-3] + "man"
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun.removesuffix("s") if not noun.endswith("ss") else noun


def type_of_office(noun: str) -> str | None:
    """The type of actor of whoever holds an office or rank, or has an occupation."""
    return OFFICE_TYPES.get(noun) or OFFICE_TYPES.get(singular_of(noun))


def type_of_person(noun: str) -> str | None:
    """The type of actor of somebody who has no name: *her father* is no priest, *a representative* of no parliament."""
    one = singular_of(noun)
    return "civilian" if KIN & {noun, one} else None if one == "representative" else type_of_office(noun)


def sector_of_group(noun: str) -> str | None:
    """The type of actor of people who are called by a noun."""
    return next((kind for kind, nouns in GROUPS_BY_TYPE.items() if noun in nouns.split()), None)


def type_of_body(noun: str) -> str | None:
    """The type of actor of a body by the last word of its name."""
    return BODY_TYPES.get(noun.rstrip(".").lower())


def is_body(noun: str) -> bool:
    """Whether a word is the last of a body's name."""
    return noun.rstrip(".").lower() in BODY_NOUNS


def is_animate(noun: str, modified: bool = False) -> bool:
    """Whether a common noun, in lower case, means people or a body.

    :param modified: whether another noun stands before it: the *security* service
    """
    if noun in ONLY_MODIFIED or noun in NOT_ALONE:
        return modified and noun in ONLY_MODIFIED
    return noun in person_nouns() or noun in GROUPS or noun in BODY_NOUNS
