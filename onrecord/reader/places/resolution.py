"""Toponym resolution: which place with a name is meant.

Two passes over a document's distinct names. The first settles names that leave no choice: those that the text puts
in a named province, countries, and names with one bearer or one that dwarfs the rest. The second ranks the bearers
of all others by population, by the provinces and countries that the document's names have in common, and by distance
to the places found so far (Leidner 2007, "Toponym Resolution in Text", describes these heuristics). A location on
record comes first; a name without a bearer has no point.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from onrecord.annotation.model import Location
from onrecord.folding import fold
from onrecord.reader.english import toponym_words as words
from onrecord.reader.places.gazetteer import Gazetteer, Place
from onrecord.reader.places.locations import Method, ResolvedMention, from_place, place_inside
from onrecord.reader.places.toponym_paragraph import SMALL_TOWN, WELL_KNOWN_PROVINCES, is_inside
from onrecord.reader.places.toponyms import Toponym

BEARERS = 40
"""The most places with one name that are compared."""
DWARFS = 20.0
"""How many times more people the largest bearer of a name must have to leave no choice."""
ROUNDS = 2
"""How often the ambiguous names are ranked; the second round measures distance to the first one's choices."""
ANCHORS = 50
SHARE = 0.5
MOST_VOICES = 2.0
OF_COUNTRY, OF_PROVINCE = 1.0, 1.5
NEARNESS = ((50.0, 1.0), (150.0, 1.0), (450.0, 0.5))
"""(kilometres, bonus) for a bearer that is nearer than that to another place of the document."""
LITTLE_KNOWN = 4.7
PLAUSIBLE = 2.5
"""How far below the best bearer's fame another's may be for it to support its region."""
LIST_GAP = 6
"""Code points between two items of a list: “, and ”."""
SAID_BY_THE_TEXT: frozenset[Method] = frozenset({"named province", "named after its town", "in a list of provinces"})
ELSEWHERE_KILOMETRES = 100.0
FAME_OF_WEIGHT = {4: 1.5, 3: 0.0, 2: -2.0, 1: -3.0}
ROADS_AND_BUILDINGS = frozenset({"ST", "RD", "SQR", "BDG", "PRK", "STDM", "AIRP", "ADM2", "BLDG"})


Key = tuple[str, str, str]
"""A folded name, “adjective” or the kind that the words give, and the folded name of the region around it."""
Support = dict[tuple[str, str], float]
"""(country, province) → how strongly the document's names support it."""


@dataclass(frozen=True)
class Choice:
    """The bearer chosen for a name, the method, and a score from 0 to 1."""

    place: Place
    method: Method
    score: float


@dataclass(frozen=True)
class Name:
    """One distinct name of the document: its bearers, and the place that contains it according to the text."""

    key: Key
    bearers: tuple[Place, ...]
    within: Place | None
    mentions: int


class HasPoint(Protocol):
    """Anything with coordinates, in degrees."""

    @property
    def latitude(self) -> float: ...  # noqa: D102
    @property
    def longitude(self) -> float: ...  # noqa: D102


def kilometres(a: HasPoint, b: HasPoint) -> float:
    """The great-circle distance in kilometres."""
    return _distance(a, b.latitude, b.longitude)


def _distance(a: HasPoint, latitude: float, longitude: float) -> float:
    to_radians = math.pi / 180
    half = (
        math.sin((latitude - a.latitude) * to_radians / 2) ** 2
        + math.cos(a.latitude * to_radians)
        * math.cos(latitude * to_radians)
        * math.sin((longitude - a.longitude) * to_radians / 2) ** 2
    )
    return 12_742 * math.asin(min(1.0, math.sqrt(half)))


def resolve(
    toponyms: Sequence[Toponym], gazetteer: Gazetteer, on_record: Mapping[str, Location] | None = None
) -> list[ResolvedMention]:
    """A resolved mention for each toponym, in the same order.

    :param on_record: the locations on record by folded name; they come first, unless the text says otherwise
    """
    toponyms = _with_containers(toponyms)
    names = _distinct_names(toponyms, gazetteer)
    choices = _choose(names)
    regions = _regions_in_lists(toponyms, choices, gazetteer) | _regions_after_towns(toponyms, choices, gazetteer)
    return [
        _resolve_mention(toponym, regions.get(number) or choices.get(_key(toponym)), on_record or {}, gazetteer)
        for number, toponym in enumerate(toponyms)
    ]


def _with_containers(toponyms: Sequence[Toponym]) -> list[Toponym]:
    """The toponyms; one of a name that the text puts in a region elsewhere is in the last such region before it."""
    found: list[Toponym] = []
    first = {_key(toponym)[:2]: toponym.within for toponym in reversed(toponyms) if toponym.within}
    for toponym in toponyms:
        name = _key(toponym)[:2]
        if toponym.within:
            first[name] = toponym.within
        found.append(replace(toponym, within=first.get(name)))
    return found


def _regions_after_towns(
    toponyms: Sequence[Toponym], choices: dict[Key, Choice], gazetteer: Gazetteer
) -> dict[int, Choice]:
    """The mentions of regions directly after a town in them: Spokane, *Washington*; Buffalo, *New York*."""
    found = {}
    for number, (before, here) in enumerate(pairwise(toponyms), start=1):
        town = choices.get(_key(before))
        if not before.within or (town and _is_country(town.place)):
            continue
        if here.span.start - before.span.end <= len(" in ") and fold(before.within) == fold(here.name):
            region = _region(here.name, gazetteer, before.name)
            if region:
                found[number] = Choice(region, "named after its town", 0.95)
    return found


def _regions_in_lists(
    toponyms: Sequence[Toponym], choices: dict[Key, Choice], gazetteer: Gazetteer
) -> dict[int, Choice]:
    """The mentions that are in a list of provinces: Ohio, *New York* and Pennsylvania."""
    found = {}
    for number, toponym in enumerate(toponyms):
        choice = choices.get(_key(toponym))
        if not choice or choice.place.feature_code == "ADM1" or toponym.within:
            continue
        neighbours = [
            toponyms[other]
            for other in (number - 1, number + 1)
            if 0 <= other < len(toponyms) and _gap(toponym, toponyms[other]) <= LIST_GAP
        ]
        provinces = [choices[_key(n)].place for n in neighbours if _key(n) in choices and not n.within]
        provinces = [place for place in provinces if _is_well_known_province(place)]
        region = next((p for p in gazetteer.lookup(toponym.name) if p.feature_code == "ADM1"), None)
        if region and any(province.country == region.country for province in provinces):
            if _is_town(choice.place) or len(provinces) == len(neighbours):
                found[number] = Choice(region, "in a list of provinces", 0.85)
    return found


def _gap(one: Toponym, other: Toponym) -> int:
    return max(one.span.start, other.span.start) - min(one.span.end, other.span.end)


def _key(toponym: Toponym) -> Key:
    return fold(toponym.name), "adjective" if toponym.is_derived else toponym.kind or "", fold(toponym.within or "")


# ── names and their bearers ──────────────────────────────────────────────────────────────────────────────


def _distinct_names(toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> list[Name]:
    grouped: dict[Key, list[Toponym]] = defaultdict(list)
    for toponym in toponyms:
        grouped[_key(toponym)].append(toponym)
    found = []
    for key, group in grouped.items():
        within = group[0].within
        parent = _region(within, gazetteer, group[0].name) if within else None
        found.append(Name(key, _places_of_name(group[0], parent, gazetteer), parent, len(group)))
    return found


def _region(name: str, gazetteer: Gazetteer, town: str | None = None) -> Place | None:
    """The country or province with a name; of several the one with the best-known town of the name ``town``.

    Atlanta, *Georgia* is the state, Batumi, *Georgia* the country.
    """
    regions = [place for place in gazetteer.lookup(name) if place.feature_code in {"PCLI", "ADM1"}]
    if town is None or len(regions) < 2:
        return regions[0] if regions else None
    towns = gazetteer.lookup(town)

    def best_known(region: Place) -> float:
        return max((_fame(place) for place in towns if is_inside(place, region)), default=-1.0)

    return max(regions, key=best_known)


def _places_of_name(toponym: Toponym, parent: Place | None, gazetteer: Gazetteer) -> tuple[Place, ...]:
    name = toponym.name
    if toponym.is_derived:
        places = sorted(gazetteer.lookup(name), key=lambda p: (p.feature_code != "PCLI", p.feature_code == "PPL"))
        return tuple(places[:1])
    if toponym.kind in ROADS_AND_BUILDINGS:
        return tuple(p for p in gazetteer.lookup(name) if not p.feature_code.startswith("PPL"))[:BEARERS]
    found = gazetteer.lookup(name)
    if toponym.kind == "ADM1":
        found = tuple(place for place in found if place.feature_code == "ADM1") or found
    if name.isupper() and len(name) <= 4:
        found = tuple(p for p in found if p.weight > 3 or not p.feature_code.startswith("PPL"))
    if not found:
        found = next(filter(None, (gazetteer.lookup(variant) for variant in _variants(name))), ())
    is_country = bool(found) and found[0].feature_code == "PCLI"
    if parent and not is_country and not any(is_inside(place, parent) for place in found):
        found = tuple(p for p in gazetteer.lookup(name, parent.country) if is_inside(p, parent))
    return found[:BEARERS]


def _variants(name: str) -> Iterable[str]:
    """Other names to look up: without the kind before it, without the kind after it."""
    parts = name.split()
    if len(parts) > 2 and parts[1] == "of":
        yield " ".join(parts[2:])
    if len(parts) > 1 and parts[-1].lower() in words.KINDS_AFTER | {"region"}:
        yield " ".join(parts[:-1])


def _around(toponym: Toponym, gazetteer: Gazetteer) -> Place | None:
    """The place that a name without an entry is a part of: Springfield, *Ohio*; northern *Mali*."""
    if toponym.within:
        return _region(toponym.within, gazetteer, toponym.name)
    direction, _, whole = toponym.name.partition(" ")
    wholes = gazetteer.lookup(whole) if direction.lower() in words.DIRECTIONS else ()
    return wholes[0] if wholes and wholes[0].weight >= 3 else None


# ── the two passes ───────────────────────────────────────────────────────────────────────────────────────


def _choose(names: Sequence[Name]) -> dict[Key, Choice]:
    sure = {name.key: choice for name in names if (choice := _sure(name))}
    choices = dict(sure)
    for _ in range(ROUNDS):
        support = _support(names, sure)
        anchors = [(key, choice.place) for key, choice in choices.items() if _is_town(choice.place)][:ANCHORS]
        unsettled = [name for name in names if name.key not in sure and name.bearers]
        ranked = {name.key: choice for name in unsettled if (choice := _rank(name, support, anchors))}
        choices = {**sure, **ranked}
    countries = Counter(choice.place.country for choice in choices.values())
    return {key: choice for key, choice in choices.items() if not _is_far_off(choice, countries)}


def _is_country(place: Place) -> bool:
    return place.feature_code == "PCLI" and place.weight >= 3


def _is_town(place: Place) -> bool:
    return place.feature_code.startswith(("PPL", "ADM2"))


def _is_far_off(choice: Choice, countries: Counter[str]) -> bool:
    """Whether a little-known place is in a country with no other place in the document."""
    place = choice.place
    if choice.method == "named province" or not place.country or _fame(place) > LITTLE_KNOWN:
        return False
    return countries.total() >= 3 and countries[place.country] == 1


def _sure(name: Name) -> Choice | None:
    if not name.bearers:
        return None
    within_country = name.within is not None and name.within.feature_code == "PCLI"
    if name.within and not (within_country and any(_is_country(place) for place in name.bearers)):
        held = [place for place in name.bearers if is_inside(place, name.within)]
        if held:
            return Choice(max(held, key=_fame), "named province", 0.95)
    best = max(name.bearers, key=_fame)
    if name.key[1] == "adjective":
        return Choice(best, "adjective", 0.95)
    others = [place for place in name.bearers if place is not best]
    if not others and (best.weight >= 3 or best.population > SMALL_TOWN):
        is_small = best.feature_code == "PPL" and best.population < SMALL_TOWN
        return Choice(best, "only bearer", 0.75 if is_small else 0.9)
    if best.feature_code.startswith("PPL") or best.weight < 3:
        return None
    rival = max((_people(place) for place in others), default=0)
    if _people(best) > DWARFS * rival:
        return Choice(best, "largest by far", 0.85)
    return None


def _people(place: Place) -> float:
    """The population, or an assumed one for places without one on record."""
    if place.population:
        return float(place.population)
    if place.feature_code in {"ADM1", "ADM2", "PPL"}:
        return 1_000_000.0 if place.source == "onrecord" else 20_000.0
    return 1_000_000.0 if place.source == "onrecord" else 100_000.0


def _fame(place: Place) -> float:
    """How likely the name alone means this place: log10 of its population, adjusted for its weight and kind."""
    fame = math.log10(_people(place) + 100) + FAME_OF_WEIGHT[place.weight]
    if place.feature_code == "PCLI":
        fame += 3
    elif place.feature_code == "PPLC":
        fame += 1
    elif place.feature_code == "ADM1":
        fame += 0.7 if place.country in WELL_KNOWN_PROVINCES else -0.7
    return fame


def _support(names: Sequence[Name], sure: dict[Key, Choice]) -> Support:
    """How strongly the names support each (country, province); the province ``""`` is the whole country.

    A settled name counts fully, any other in part for each region in which it has bearers. One place under several
    names (US, America) counts once.
    """
    support: Support = defaultdict(float)
    heard: set[int] = set()
    for name in names:
        choice = sure.get(name.key)
        if choice and choice.place.id in heard:
            continue
        heard.update([choice.place.id] if choice else [])
        for region, voice in _own_voices(name, sure).items():
            support[region] += voice
    return support


def _plausible(bearers: Sequence[Place]) -> Sequence[Place]:
    """The bearers that aren't far less known than the best: Moscow in Idaho does not support Idaho."""
    least = max(map(_fame, bearers), default=0.0) - PLAUSIBLE
    return [place for place in bearers if _fame(place) >= least]


def _own_voices(name: Name, sure: dict[Key, Choice]) -> dict[tuple[str, str], float]:
    choice = sure.get(name.key)
    bearers = (choice.place,) if choice else _plausible(name.bearers)
    provinces = {(place.country, place.admin1) for place in bearers if place.country and place.admin1}
    countries = {(place.country, "") for place in bearers if place.country}
    return {region: len(regions) ** -SHARE for regions in (provinces, countries) for region in regions}


def _rank(name: Name, support: Support, anchors: Sequence[tuple[Key, Place]]) -> Choice | None:
    """The best bearer in this document, with a score that falls when another comes close.

    A small town that is usually called something else is none, unless the document is about its surroundings.
    """
    own = _own_voices(name, {})

    def voices(country: str, admin1: str) -> float:
        return min(MOST_VOICES, support.get((country, admin1), 0.0) - own.get((country, admin1), 0.0))

    def surroundings(place: Place) -> float:
        value = OF_PROVINCE * voices(place.country, place.admin1) if place.admin1 else 0.0
        nearest = min((kilometres(place, other) for key, other in anchors if key != name.key), default=1e5)
        return value + sum(bonus for limit, bonus in NEARNESS if nearest < limit)

    def rank(place: Place) -> float:
        return _fame(place) + OF_COUNTRY * voices(place.country, "") + surroundings(place)

    ranked = sorted(((rank(place), -place.id, place) for place in name.bearers), reverse=True)
    margin = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else 3.0
    best = ranked[0][2]
    if best.weight <= 2 and best.population < SMALL_TOWN and best.feature_code == "PPL" and surroundings(best) <= 0:
        return None
    return Choice(best, "document", round(min(0.85, 0.4 + margin / 6), 2))


# ── mentions ─────────────────────────────────────────────────────────────────────────────────────────────


def _resolve_mention(
    toponym: Toponym,
    choice: Choice | None,
    on_record: Mapping[str, Location],
    gazetteer: Gazetteer,
) -> ResolvedMention:
    known = on_record.get(fold(toponym.name))
    if known and not (choice and _is_said(toponym, choice) and _is_elsewhere(choice.place, known)):
        namesakes = (place for place in gazetteer.lookup(toponym.name) if _is_well_known_province(place))
        score = 0.8 if any(_is_elsewhere(place, known) for place in namesakes) else 1.0
        return ResolvedMention(toponym.span, toponym.form, known, "authority", score)
    if choice:
        return ResolvedMention(toponym.span, toponym.form, from_place(choice.place), choice.method, choice.score)
    parent = _around(toponym, gazetteer)
    if parent and toponym.form == "name":
        location = place_inside(toponym.name, toponym.kind or "AREA", parent)
        return ResolvedMention(toponym.span, toponym.form, location, "place around it", 0.4)
    return ResolvedMention(toponym.span, toponym.form, None, None, None)


def _is_said(toponym: Toponym, choice: Choice) -> bool:
    """Whether the text itself says which place it is: Spokane, *Washington*; *Washington* state."""
    return choice.method in SAID_BY_THE_TEXT or toponym.kind == choice.place.feature_code == "ADM1"


def _is_well_known_province(place: Place) -> bool:
    return place.feature_code == "ADM1" and place.country in WELL_KNOWN_PROVINCES


def _is_elsewhere(place: Place, on_record: Location) -> bool:
    if on_record.latitude is None or on_record.longitude is None:
        return False
    return _distance(place, on_record.latitude, on_record.longitude) > ELSEWHERE_KILOMETRES
