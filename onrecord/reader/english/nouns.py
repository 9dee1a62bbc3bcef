"""Groups of nouns that the rules use: acts of states and people, bodies, occupations, land, events."""

from __future__ import annotations

DEEDS = frozenset(
    "accusation aggression agreement allegation alliance allies ally announcement answer assurance "
    "attack attacks claim claims concession cooperation criticism deal decision declaration "
    "demand demands denial effort efforts insistence intention intervention offer plan plans "
    "pledge policy position promise proposal reaction readiness refusal relations request response "
    "responses sanctions stance strategy support talks threat threats ties warning willingness".split()
)
"""Acts of somebody with a will: Moscow’s *decision*, a *response* by Tehran, *talks* with Ankara."""

OPERATIONS = frozenset(
    "action adventure aid airstrike approach assault bombing campaign contribution escalation help influence "
    "interference interventions involvement invasion message messages missile missiles move moves "
    "operation operations plane planes power presence pressure raid raids retreat role shelling side situation "
    "strike strikes warplane withdrawal".split()
)
"""What a state does, sends or has in the field, besides :data:`DEEDS`: an *Iranian* strike."""

OCCASIONS = frozenset(
    "address appearance briefing broadcast call ceremony conference conversation debate email event gathering hearing "
    "interview keynote letter meeting memo message news-conference phone post press remarks rally release session "
    "speech statement testimony tweet visit webcast".split()
)
"""What people speak at or say something in: said in an *interview* on Monday."""

SOURCES = frozenset(
    "account act affidavit agreement analysis article audit bill biography blog book brief bulletin cable"
    " certificate clause complaint constitution contract convention data decision declaration decree directive"
    " document dossier editorial email estimate evidence figure file filing finding footage form guideline"
    " headline indictment inquiry instruction invoice judgment law lawsuit leaflet ledger letter list log manual"
    " memo memoir memorandum message minute motion newsletter note notice obituary opinion order page pamphlet"
    " paper petition plan policy poll post poster profile protocol publication questionnaire record regulation"
    " release report research resolution result review rule ruling scripture sentence sign statement statistic"
    " statute story study subpoena summary survey testimony text transcript treaty tweet verdict version video"
    " warrant website".split()
)
"""Nouns for what has words or figures and so tells something: a *report* says, *data* show."""

WORDINGS = frozenset(
    "clause clauses language message note notice paragraph paragraphs passage passages provision provisions sentence"
    " statement term terms text warning words".split()
)
"""Nouns for the words that follow a colon: “contained the following *terms*:”."""

SECTORS = {
    "military": "army armies forces military navy troops soldiers marines militia warplanes aircraft",
    "police": "police",
    "government": "government ministry authorities administration officials cabinet",
    "legislature": "parliament senate congress",
    "judiciary": "court courts judiciary",
    "civilian": "people public civilians refugees",
}
SECTOR_OF = {noun: sector for sector, nouns in SECTORS.items() for noun in nouns.split()}
"""Nouns for a state's bodies and people, with the sector of each."""

DEALINGS = frozenset(
    "accord battle battles clash clashes cooperation ceasefire charges conflict dialogue embargo fighting gunbattles"
    " hostilities meeting meetings negotiations pact partnership peace"
    " sanctions tensions trade treaty truce war wars".split()
)
"""What states have with, against or on each other, besides :data:`DEEDS`: *trade* with Norway."""
LEADERS = frozenset("president premier chancellor minister ministers king queen emperor dictator ambassador".split())
"""Who acts for a state: the *Norwegian* prime *minister*."""
STATE_NOUNS = frozenset("ally allies countries country governments nations partner partners powers states".split())
"""Nouns for states: other *countries*, including Norway."""
AMONG = frozenset("including like with as".split())
"""Prepositions with which one of several is named."""

SIDES = frozenset("side state leadership delegation".split())
"""Other words for a state: *the Iraqi side*."""

BODIES = frozenset(
    "administration association coalition commission congregation corporation delegation department federation "
    "foundation government institution management opposition organisation organization parliament population "
    "regiment".split()
)
"""Nouns that end like those for acts but name a body."""

OCCUPATIONS = frozenset(
    "nurse chief head student judge bishop priest minister secretary president pilot clerk guide".split()
)
NON_OCCUPATIONS = frozenset(
    "newspaper paper publisher manufacturer retailer maker carrier broadcaster supplier producer insurer lender center"
    " operator contractor developer predecessor successor power tower river number member leader".split()
)
"""Nouns that end like an occupation but are used of companies, or of both."""

GENERIC = frozenset(
    "court courts authority commission committee council ministry parliament senate congress government cabinet army"
    " navy police board agency department office union party bank company monitor supreme high appeal appeals"
    " constitutional foreign defence defense interior finance health transport justice education environment trade"
    " national federal central state city general assembly house minister secretary president university"
    " school hospital church museum library centre center association institute of the and for".split()
)
"""Words of names that bodies in many countries and towns share."""

LAND = frozenset(
    "air airspace border borders capital city coast countryside desert economy farm farms frontier industry interior"
    " land mainland market province provinces region regions sea shore side soil territory tourism town village"
    " villages waters".split()
)
"""Nouns before which a place adjective gives a location: on *Syrian* soil, but not a *Syrian* envoy."""

EVENT_NOUNS = {
    "ASSAULT": "attack attacks airstrike airstrikes bombardment shelling raid raids invasion offensive",
    "CONSULT": "talks negotiations meeting visit",
    "RETREAT": "withdrawal retreat",
    "PROTEST": "protest protests demonstration",
    "SANCTION": "sanctions embargo",
    "AGREE": "agreement treaty accord",
}
"""Objects of light verbs, by PLOVER’s event types: launched an *offensive*."""
