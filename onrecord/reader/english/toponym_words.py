"""Word lists for the toponym rules, written by hand from English prose; the tests hold examples."""

from __future__ import annotations

# “in Mosul”, “near Hemeimeem”: after these a gazetteer name is a place even if the recogniser missed it.
LOCATIVE = frozenset(
    "in at near from outside around inside within into across toward towards throughout through between "
    "leaving left entering visiting reached reaching beyond via off downtown".split()
)
# “north of Homs”, “the city of Abu Kamal”, “residents of Idlib”.
OF_PLACE = frozenset(
    "city town village district province governorate region area suburb suburbs outskirts north south "
    "east west northeast northwest southeast southwest state county island port capital coast people "
    "residents streets part parts municipality borough neighborhood neighbourhood countryside center "
    "centre township hamlet villages towns cities districts provinces regions counties states settlements "
    "islands settlement kilometres kilometers km miles republic kingdom emirate government community".split()
)
DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central northeast northwest southeast "
    "southwest northeastern northwestern southeastern southwestern downtown greater upper lower mid".split()
)

# Arabic articles joined to names: “*al*-Bukamal”, “*ez*-Zor”.
JOINED_ARTICLES = frozenset("al el ad ar as ash at az ed er es ez il ul".split())

# Last words of the names of roads, waters, heights, districts and buildings, by feature code.
LAST_WORDS = {
    "ADM2": "County Parish",
    "ADM3": "Township Municipality Twp.",
    "ADM1": "Governorate Oblast Prefecture Krai",
    "RD": "Road Rd Rd. Expressway Freeway Turnpike Motorway Parkway Pkwy Pkwy.",
    "ST": "Street St St. Avenue Ave Ave. Boulevard Blvd Blvd. Drive Lane Ln. Terrace Crescent Pike Alley",
    "STM": "River Creek Brook Bayou Fork",
    "LK": "Lake Lakes Reservoir Pond Lagoon Loch",
    "SEA": "Sea Ocean Gulf Bay Strait Straits Harbor Harbour Inlet Cove",
    "MT": "Mountain Mountains Hill Hills Peak Ridge Volcano Canyon Gorge Cliffs Heights",
    "VAL": "Valley Basin Desert Delta Forest Woods Plateau Plain Plains Swamp Prairie",
    "ISL": "Island Islands Isle Isles Peninsula Archipelago Reef Atoll Cape Beach Coast Dunes",
    "PRK": "Park Gardens Preserve Refuge Campground",
    "AIRP": "Airport Airfield Airbase",
    "BDG": "Bridge Tunnel Viaduct Dam Overpass",
    "SQR": "Square Circle Roundabout",
    "STDM": "Stadium Arena Coliseum Speedway Racecourse Ballpark Raceway Velodrome",
    "PPLX": "Village Estates Estate Quarter Neighborhood",
}
# First words: “Lake Vermont”, “Mount Sinai”, “Highway 10”, “Fort Hood”.
FIRST_WORDS = {
    "LK": "Lake Loch",
    "STM": "River Rio Wadi",
    "MT": "Mount Mt Mt. Jabal Jebel Tell",
    "INSM": "Fort Ft. Camp",
    "ISL": "Isle Cape",
    "PPL": "Port",
}
# Common nouns after the name of a place: “Puge county”, “the Krasnodar region”.
KINDS_AFTER = frozenset(
    "province county district village town city governorate municipality township prefecture".split()
)
LOOSE_KINDS_AFTER = frozenset("region area peninsula island border suburb suburbs airport coast neighborhood".split())
# … and those after which the name must also be in the gazetteer: “a Gainesville man”, “Oxford residents”.
PEOPLE_AFTER = frozenset(
    "man woman men women teen teenager boy girl resident residents couple parents mother father student "
    "students police officer officers officials official mayor native home house house. school schools "
    "hospital hospitals business businesses businessman pupils driver community communities office court "
    "attorney lawyer doctor teacher pastor firefighters voters streets suburb suburbs airport jail campus "
    "region area headquarters council councillor councillors legislature lawmakers lawmaker senator "
    "governor restaurant church neighborhood waterfront stadium-based motorist nurse reporter journalist "
    "crowd crowds branch plant factory".split()
)
# “Kent-based”, “Russian-backed”.
PARTICIPLES_AFTER = frozenset(
    "based led backed controlled born held run area occupied bound sponsored made trained owned style "
    "educated dominated speaking brokered supported allied funded administered raised registered flagged "
    "built".split()
)
# A name that is part of one of these is not a place: “Marburg virus”, “European Union”.
NON_PLACE_AFTER = frozenset(
    "virus viruses strain strains fever disease flu syndrome syndrome. encephalitis ebolavirus union "
    "university's ale pudding sprouts beef terrier".split()
)
# After the name of a town or region these form the name of a body in it: “Alexandria Police Department”.
BODY_WORDS = frozenset(
    "Police Department Dept Dept. Fire Sheriff School Schools High Elementary Middle Public City County "
    "Council Board Mayor Governor Gov. Senator Sen. Rep. Congressman Chamber Historical Community "
    "Regional Medical Hospital Museum Library Town Village Zoning Planning Commission Commissioner "
    "Commissioners Supreme Circuit District Superior Municipal Court Legislature House Senate State "
    "National Airport Area Unified Transit Housing Symphony Park Parks Recreation Treasurer Attorney "
    "Secretary Republican Republicans Democrat Democrats Premier Ministry Embassy Army Navy Stock Health "
    "Water Power Chief Officer Officers Civic Business Downtown Resident Residents Native Deputy "
    "Detective Lions Rotary Memorial Metropolitan Metro Consulate Ambassador President Prime Foreign "
    "Interior Defense Defence Parliament Division Emergency".split()
)

# Places in the gazetteer that are seldom places in prose; they need the recogniser or the context.
SELDOM_PLACES = frozenset(
    "arab naval royal olympic highways highway honda toyota chrysler cathedral modern exchange first "
    "second third colour color north-south powerball division star welcome rod march may august april "
    "june july friday monday sunday reading nice bath mobile best most many orange of god and the but for "
    "new old university college school christian santa independence liberty hope union police street "
    "normal male split media enterprise same date sale battle eden bar page president church born white "
    "black green brown gray grant lincoln jackson johnson jefferson madison clinton franklin marshall "
    "taylor wilson harrison douglas scott lee martin davis allen morgan bush obama trump carter ford "
    "kennedy nixon monroe hamilton chase gold silver central north south east west northern southern "
    "western eastern lake mount fort saint san valley water river hill house home park center centre "
    "mission american english french german spanish internet facebook twitter google apple ebola zika "
    "much why how who what when where here there this that these those man men women love jesus islam "
    "allah sunni shia latin hispanic muslim senate congress capitol federal state republican democrat "
    "democratic mayor governor sheriff judge court justice army navy corps christmas easter ramadan "
    "thanksgiving earth sun moon mars venus phoenix rising coast city states county district town village "
    "grove metro patrol superior emerald faith force task agency service inner miss wash ore ill can pen "
    "one two three four five six seven eight nine ten only early still thursday tuesday wednesday "
    "saturday friendship commerce industry progress victory paradise advance success".split()
)
GIVEN_NAME_PLACES = frozenset(
    "jordan georgia chad virginia carolina israel sydney austin dallas madison brooklyn charlotte "
    "florence paris lincoln jackson washington houston troy logan kent chelsea savannah cheyenne dakota "
    "montana kenya india china asia diego santiago lourdes francisco victoria adelaide alexandria augusta "
    "marion milan tyler carson clayton clinton lawrence vernon warren wayne wesley dalton preston stanley "
    "winston".split()
)

# An adjective inside a body's name is a place only if the body is a state's organ: the *Russian* Foreign Ministry.
STATE_ORGANS = frozenset(
    "ministry army navy guard government parliament senate police force forces air foreign interior "
    "defence defense embassy minister president coast supreme intelligence consulate authority "
    "authorities cabinet state command".split()
)
# The University *of Georgia*, the Bank *of England*: named after a place, but the body is meant.
BODIES_OF = frozenset(
    "university bank voice council corporation institute college times house league church society museum".split()
)
# A name that begins the name of a firm, paper or school is not a place: the *Boston* Globe, *Texas* State University.
FIRM_WORDS = frozenset(
    "times post star globe tribune herald news journal gazette observer mirror telegraph chronicle courier mercury "
    "dispatch sentinel examiner inquirer magazine university college company inc inc. corp corp. ltd ltd. llc l.p. "
    "plc co. gmbh insurance airlines airways motors industries technologies systems holdings partners dynamics "
    "scientific electric pharmaceuticals bank bancorp financial mutual records pictures studios books".split()
)
# Before “of” and after a name these show that it is the province, not the town: the governor of *Washington*.
OF_PROVINCE = frozenset("state governor province".split())
AFTER_PROVINCE = frozenset("state gov. governor legislature lawmakers".split())
# Common nouns that name a place only with an article, and on their own: the *Gulf*, but not Gulf allies.
WITH_ARTICLE = frozenset("amazon gulf delta republic territory strip".split())
# Plurals that show all names before them to be places: Jackson and Barrow *counties*.
KINDS_AFTER_LIST = {
    "counties": "ADM2",
    "provinces": None,
    "districts": None,
    "villages": None,
    "towns": None,
    "townships": "ADM3",
    "states": None,
    "regions": None,
    "suburbs": None,
    "islands": None,
    "roads": "RD",
    "streets": "ST",
    "avenues": "ST",
    "rivers": "STM",
}
# … and of all the names after them: the villages *of* Foua and Kfraya.
KINDS_BEFORE_LIST = frozenset("villages towns cities provinces counties districts suburbs islands states".split())
CAPITAL_DIRECTIONS = frozenset("North South East West Upper Greater Lower".split())
# Last words of bodies, rides or days that the recogniser takes for places, unless the gazetteer knows them.
NON_PLACE_LAST = frozenset(
    "center centre school college way day revival jail company inc church club team party festival "
    "academy bang university channel press news cup series hall foundation association society mall "
    "theatre theater award act hospital court show group bank office department committee republic "
    "democrats republicans north south".split()
)
# Tags of words that are not part of a name, though capitalised at the start of a sentence or in a headline.
NON_NAME_TAGS = frozenset("DT IN CC PRP PRP$ CD WDT WP WP$ WRB RB RBR RBS MD TO UH EX PDT VBD VBZ VBP".split())

# Surnames too common to be towns after “from” or “at”.
COMMON_SURNAMES = frozenset(
    "smith jones williams brown johnson davis miller wilson moore taylor thomas jackson white harris "
    "martin thompson garcia martinez robinson clark lewis lee walker hall allen young king wright scott "
    "green baker adams carter mitchell roberts turner phillips campbell parker evans edwards collins "
    "stewart morris rogers reed cook bell murphy bailey cooper richardson cox howard ward brooks gray "
    "james watson kelly sanders price bennett wood barnes ross henderson coleman jenkins perry powell "
    "long patterson hughes butler simmons foster russell welch abbas khan ali hassan hussein chen wang li "
    "zhang singh kumar".split()
)
