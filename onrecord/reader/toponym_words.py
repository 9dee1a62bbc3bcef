"""The words that the toponym rules look for. Every list is English prose written by hand; tests hold examples."""

from __future__ import annotations

# “in Mosul”, “near Hemeimeem”: after these a gazetteer name is a place even where the recogniser saw none.
LOCATIVE = frozenset(
    "in at near from outside around inside within into across toward towards throughout through between "
    "leaving entering visiting reached reaching beyond via off downtown".split()
)
# “north of Homs”, “the city of Abu Kamal”, “residents of Idlib”.
OF_PLACE = frozenset(
    "city town village district province governorate region area suburb suburbs outskirts north south east west "
    "northeast northwest southeast southwest state county island port capital coast people residents streets "
    "part parts municipality borough neighborhood neighbourhood countryside center centre township hamlet "
    "settlement kilometres kilometers km miles republic kingdom emirate government community".split()
)
DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central northeast northwest southeast southwest "
    "northeastern northwestern southeastern southwestern downtown greater upper lower mid".split()
)

# Last words of the names of roads, waters, heights, districts and buildings, with the feature code each means.
LAST_WORDS = {
    "ADM2": "County Parish Borough",
    "ADM3": "Township Municipality Twp.",
    "ADM1": "Province Governorate Oblast Prefecture Krai",
    "RD": "Road Rd Rd. Highway Hwy Hwy. Expressway Freeway Turnpike Motorway Parkway Pkwy Pkwy. Route",
    "ST": "Street St St. Avenue Ave Ave. Boulevard Blvd Blvd. Drive Dr. Lane Ln. Court Terrace Crescent Pike Alley",
    "STM": "River Creek Brook Bayou Stream Fork",
    "LK": "Lake Lakes Reservoir Pond Lagoon Loch",
    "SEA": "Sea Ocean Gulf Bay Strait Straits Channel Sound Harbor Harbour Inlet Cove",
    "MT": "Mountain Mountains Hill Hills Peak Range Ridge Volcano Pass Canyon Gorge Cliffs Heights",
    "VAL": "Valley Basin Desert Delta Forest Woods Plateau Plain Plains Swamp Marsh Prairie",
    "ISL": "Island Islands Isle Isles Peninsula Archipelago Reef Atoll Cape Beach Shore Coast Point Bluff Dunes",
    "PRK": "Park Gardens Garden Zoo Reserve Preserve Refuge Campground",
    "AIRP": "Airport Airfield Airbase",
    "BDG": "Bridge Tunnel Viaduct Crossing Dam Overpass",
    "SQR": "Square Plaza Circle Roundabout Intersection Mall Marketplace",
    "STDM": "Stadium Arena Coliseum Speedway Racecourse Fairgrounds Ballpark Raceway Velodrome",
    "BLDG": "Building Tower Towers Palace Castle Temple Cathedral Mosque Basilica Monastery Abbey Embassy Jail Prison "
    "Courthouse Cemetery Memorial Station Terminal Depot Inn Hotel Museum Library",
    "HSP": "Hospital",
    "RGN": "Region District Territory Territories Strip Subdivision",
    "PPLX": "Village Estates Acres Quarter Neighborhood",
}
# First words: “Lake Vermont”, “Mount Sinai”, “Highway 10”, “Fort Hood”.
FIRST_WORDS = {
    "LK": "Lake Loch",
    "STM": "River Rio Wadi",
    "MT": "Mount Mt Mt. Jabal Jebel Tell",
    "RD": "Highway Hwy Hwy. Interstate Route Rt. Rte. Autoroute",
    "INSM": "Fort Ft. Camp",
    "ISL": "Isle Cape",
    "PPL": "Port",
}
NUMBERED_ROADS = frozenset(
    "Highway Highways Hwy Hwy. Interstate Route Routes Rt. Rte. Road Roads I US U.S. SR CR".split()
)

# After a town's or a region's name these make the name of a body that sits in it: “Alexandria Police Department”.
BODY_WORDS = frozenset(
    "Police Department Dept Dept. Fire Sheriff School Schools High Elementary Middle Public City County Council "
    "Board Mayor Governor Gov. Senator Sen. Rep. Congressman Chamber Historical Community Regional Medical Hospital "
    "Museum Library Town Village Zoning Planning Commission Commissioner Commissioners Supreme Circuit District "
    "Superior Municipal Court Legislature House Senate State National Airport Area Unified Transit Housing "
    "Symphony Park Parks Recreation Treasurer Attorney Secretary Republican Republicans Democrat Democrats Premier "
    "Ministry Embassy Army Navy Stock Health Water Power Chief Officer Officers Village Civic Business Downtown "
    "Resident Residents Native Deputy Detective Lions Rotary Memorial Metropolitan Metro Consulate Ambassador "
    "President Prime Foreign Interior Defense Defence Parliament Division Emergency".split()
)

# Words that are places in the gazetteer and seldom in prose; only the recogniser or the context can make them one.
SELDOM_PLACES = frozenset(
    "march may august april june july friday monday sunday reading nice bath mobile best most many march orange "
    "of god and the but for new old university college school christian santa independence liberty hope union "
    "police street normal male split media enterprise police same date sale battle police eden bar page police "
    "president church born white black green brown gray police grant lincoln jackson johnson jefferson madison "
    "clinton franklin marshall taylor wilson harrison douglas scott lee martin davis allen morgan bush obama "
    "trump carter ford kennedy nixon monroe hamilton chase gold silver star union central north south east west "
    "northern southern western eastern lake mount fort saint san valley water river hill house home park center "
    "centre mission american english french german spanish internet facebook twitter google apple ebola zika "
    "media police much why how who what when where here there this that these those man men women love us "
    "god jesus islam allah sunni shia latin hispanic muslim senate congress house capitol federal state "
    "republican democrat democratic mayor governor sheriff judge court justice army navy police corps "
    "christmas easter ramadan thanksgiving earth sun moon mars venus phoenix rising west coast "
    "friendship commerce industry police college progress victory paradise advance success".split()
)
GIVEN_NAME_PLACES = frozenset(
    "jordan georgia chad virginia carolina israel sydney austin dallas madison brooklyn charlotte florence paris "
    "lincoln jackson washington houston troy logan kent chelsea savannah cheyenne dakota montana kenya india china "
    "asia diego santiago lourdes francisco victoria adelaide alexandria augusta marion milan tyler carson clayton "
    "clinton lawrence vernon warren wayne wesley dalton preston stanley winston".split()
)
PERSON_TITLES = frozenset(
    "mr mr. mrs mrs. ms ms. dr dr. sir lord lady dame miss prof prof. professor sgt sgt. capt capt. lt lt. col col. "
    "gen gen. rev rev. fr fr. sen sen. rep rep. gov gov. judge justice president minister king queen prince "
    "princess pope sheikh imam coach detective officer deputy sheriff mayor senator governor councilman saint "
    "st st.".split()
)
