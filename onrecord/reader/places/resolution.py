"""Toponym resolution: which place with a name is meant.

Two passes over a document's distinct names. The first settles names that leave no choice: those that the text puts
in a named province, countries, and names with one bearer or one that dwarfs the rest. The second ranks the bearers
of all others by population, by the provinces and countries that the document's names have in common, and by distance
to the places found so far (Leidner 2007, "Toponym Resolution in Text", describes these heuristics). A location on
record comes first; a name without a bearer gets the place around it, or stays unresolved.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from onrecord.annotation.model import Location
from onrecord.folding import fold
from onrecord.reader.english import toponym_words as words
from onrecord.reader.places.gazetteer import Gazetteer, Place
from onrecord.reader.places.locations import Method, ResolvedMention, from_place, place_inside
from onrecord.reader.places.toponym_paragraph import WELL_KNOWN_PROVINCES
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
PART_PEOPLE = 200_000
NEAR_CHARACTERS = 500
LIST_GAP = 6
"""Code points between two items of a list: “, and ”."""
SAID_BY_THE_TEXT: frozenset[Method] = frozenset({"named province", "named after its town", "in a list of provinces"})
ELSEWHERE_KILOMETRES = 100.0
STREET_MENTIONS, NAME_MENTIONS = 30, 8
"""How many mentions away the place around an unknown street, or another unknown place, may be."""
FAME_OF_WEIGHT = {4: 1.5, 3: 0.0, 2: -2.0, 1: -3.0}
ROADS_AND_BUILDINGS = frozenset({"ST", "RD", "SQR", "BDG", "PRK", "STDM", "AIRP", "PPLX", "ADM2", "ADM3", "BLDG"})


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

    key: tuple[str, str]
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
    names = _distinct_names(toponyms, gazetteer)
    choices = _choose(names)
    regions = _regions_in_lists(toponyms, choices, gazetteer) | _regions_after_towns(toponyms, gazetteer)
    return [_resolve_mention(toponyms, number, choices, regions, on_record or {}) for number in range(len(toponyms))]


def _regions_after_towns(toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> dict[int, Choice]:
    """The mentions of regions directly after a town in them: Spokane, *Washington*; Buffalo, *New York*."""
    found = {}
    for number, (before, here) in enumerate(pairwise(toponyms), start=1):
        if before.within and here.span.start - before.span.end <= 2 and fold(before.within) == fold(here.name):
            region = _region(here.name, gazetteer, before.name)
            if region:
                found[number] = Choice(region, "named after its town", 0.95)
    return found


def _regions_in_lists(
    toponyms: Sequence[Toponym], choices: dict[tuple[str, str], Choice], gazetteer: Gazetteer
) -> dict[int, Choice]:
    """The mentions that are in a list of provinces: Ohio, *New York* and Pennsylvania."""
    found = {}
    for number, toponym in enumerate(toponyms):
        choice = choices.get(_key(toponym))
        if not choice or not _is_town(choice.place) or toponym.within:
            continue
        neighbours = [
            toponyms[other]
            for other in (number - 1, number + 1)
            if 0 <= other < len(toponyms) and _gap(toponym, toponyms[other]) <= LIST_GAP
        ]
        provinces = [choices[_key(n)].place for n in neighbours if _key(n) in choices and not n.within]
        provinces = [p for p in provinces if p.feature_code == "ADM1" and p.country in WELL_KNOWN_PROVINCES]
        region = _region(toponym.name, gazetteer)
        if region and any(province.country == region.country for province in provinces):
            if region.feature_code == "ADM1":
                found[number] = Choice(region, "in a list of provinces", 0.8)
    return found


def _gap(one: Toponym, other: Toponym) -> int:
    return max(one.span.start, other.span.start) - min(one.span.end, other.span.end)


def _key(toponym: Toponym) -> tuple[str, str]:
    return fold(toponym.name), "adjective" if toponym.form == "adjective" else toponym.kind or ""


# ── names and their bearers ──────────────────────────────────────────────────────────────────────────────


def _distinct_names(toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> list[Name]:
    grouped: dict[tuple[str, str], list[Toponym]] = defaultdict(list)
    for toponym in toponyms:
        grouped[_key(toponym)].append(toponym)
    found = []
    for key, group in grouped.items():
        within = next((t.within for t in group if t.within), None)
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
        return max((_fame(place) for place in towns if place != region and _is_inside(place, region)), default=-1.0)

    return max(regions, key=best_known)


def _places_of_name(toponym: Toponym, parent: Place | None, gazetteer: Gazetteer) -> tuple[Place, ...]:
    name = toponym.name
    if toponym.form == "adjective":
        places = sorted(gazetteer.lookup(name), key=lambda p: (p.feature_code != "PCLI", p.feature_code == "PPL"))
        return tuple(places[:1])
    if toponym.kind in ROADS_AND_BUILDINGS:
        return tuple(p for p in gazetteer.lookup(name) if not p.feature_code.startswith("PPL"))[:BEARERS]
    found = gazetteer.lookup(name)
    if name.isupper() and len(name) <= 4:
        found = tuple(p for p in found if p.weight > 3 or not p.feature_code.startswith("PPL"))
    if not found:
        found = next(filter(None, (gazetteer.lookup(variant) for variant in _variants(name))), ())
        found = found or _of_part(name, gazetteer)
    is_country = bool(found) and found[0].feature_code == "PCLI"
    if parent and not is_country and not any(_is_inside(place, parent) for place in found):
        found = tuple(p for p in gazetteer.lookup(name, parent.country) if _is_inside(p, parent)) or found
    return found[:BEARERS]


def _variants(name: str) -> Iterable[str]:
    """Other names to look up: without the direction, without the kind."""
    parts = name.split()
    if len(parts) > 1 and parts[0].lower() in words.DIRECTIONS:
        yield " ".join(parts[1:])
    if len(parts) > 2 and parts[1] == "of":
        yield " ".join(parts[2:])
    if len(parts) > 1 and parts[-1].lower() in words.KINDS_AFTER | words.LOOSE_KINDS_AFTER:
        yield " ".join(parts[:-1])
    if name.find("-") > 3:
        yield name.split("-")[0]


def _of_part(name: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The well-known place at the beginning or end of a longer name: *Dubai* World Cup."""
    parts = name.split()
    for width in range(len(parts) - 1, 0, -1):
        for part in (parts[:width], parts[-width:]):
            found = gazetteer.lookup(" ".join(part))
            common = fold(" ".join(part)) in words.SELDOM_PLACES | words.NON_PLACE_LAST
            if found and not common and found[0].weight >= 3 and found[0].population >= PART_PEOPLE:
                return found
    return ()


def _is_inside(place: Place, parent: Place) -> bool:
    if place.country != parent.country:
        return False
    return parent.feature_code == "PCLI" or not parent.admin1 or place.admin1 == parent.admin1


# ── the two passes ───────────────────────────────────────────────────────────────────────────────────────


def _choose(names: Sequence[Name]) -> dict[tuple[str, str], Choice]:
    sure = {name.key: choice for name in names if (choice := _sure(name))}
    choices = dict(sure)
    for _ in range(ROUNDS):
        support = _support(names, sure)
        anchors = [(key, choice.place) for key, choice in choices.items() if _is_town(choice.place)][:ANCHORS]
        ranked = {name.key: _rank(name, support, anchors) for name in names if name.key not in sure and name.bearers}
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
        held = [place for place in name.bearers if _is_inside(place, name.within)]
        if held:
            return Choice(max(held, key=_fame), "named province", 0.95)
    best = max(name.bearers, key=_fame)
    if name.key[1] == "adjective":
        return Choice(best, "adjective", 0.95)
    others = [place for place in name.bearers if place is not best]
    if not others and (best.weight >= 3 or best.population > 50_000):
        return Choice(best, "only bearer", 0.9)
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


def _support(names: Sequence[Name], sure: dict[tuple[str, str], Choice]) -> Support:
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


def _own_voices(name: Name, sure: dict[tuple[str, str], Choice]) -> dict[tuple[str, str], float]:
    choice = sure.get(name.key)
    bearers = (choice.place,) if choice else _plausible(name.bearers)
    provinces = {(place.country, place.admin1) for place in bearers if place.country and place.admin1}
    countries = {(place.country, "") for place in bearers if place.country}
    return {region: len(regions) ** -SHARE for regions in (provinces, countries) for region in regions}


def _rank(name: Name, support: Support, anchors: Sequence[tuple[tuple[str, str], Place]]) -> Choice:
    """The best bearer in this document, with a score that falls when another comes close."""
    own = _own_voices(name, {})

    def voices(country: str, admin1: str) -> float:
        return min(MOST_VOICES, support.get((country, admin1), 0.0) - own.get((country, admin1), 0.0))

    def rank(place: Place) -> float:
        value = _fame(place) + OF_COUNTRY * voices(place.country, "")
        if place.admin1:
            value += OF_PROVINCE * voices(place.country, place.admin1)
        nearest = min((kilometres(place, other) for key, other in anchors if key != name.key), default=1e5)
        return value + sum(bonus for limit, bonus in NEARNESS if nearest < limit)

    ranked = sorted(((rank(place), -place.id, place) for place in name.bearers), reverse=True)
    margin = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else 3.0
    return Choice(ranked[0][2], "document", round(min(0.85, 0.4 + margin / 6), 2))


# ── mentions ─────────────────────────────────────────────────────────────────────────────────────────────


def _resolve_mention(
    toponyms: Sequence[Toponym],
    number: int,
    choices: dict[tuple[str, str], Choice],
    regions: dict[int, Choice],
    on_record: Mapping[str, Location],
) -> ResolvedMention:
    toponym = toponyms[number]
    known = on_record.get(fold(toponym.name))
    choice = regions.get(number) or choices.get(_key(toponym))
    if known and not (choice and _is_elsewhere(choice, known)):
        return ResolvedMention(toponym.span, toponym.form, known, "authority", 1.0)
    if choice:
        return ResolvedMention(toponym.span, toponym.form, from_place(choice.place), choice.method, choice.score)
    parent = _surrounding_place(toponyms, number, choices)
    if parent and toponym.form == "name":
        location = place_inside(toponym.name, toponym.kind or "AREA", parent)
        score = 0.4 if toponym.kind else 0.3
        return ResolvedMention(toponym.span, toponym.form, location, "place around it", score)
    return ResolvedMention(toponym.span, toponym.form, None, None, None)


def _is_elsewhere(choice: Choice, on_record: Location) -> bool:
    """Whether the text itself rules out the place on record: Spokane, *Washington*."""
    if choice.method not in SAID_BY_THE_TEXT or on_record.latitude is None or on_record.longitude is None:
        return False
    return _distance(choice.place, on_record.latitude, on_record.longitude) > ELSEWHERE_KILOMETRES


def _surrounding_place(
    toponyms: Sequence[Toponym], number: int, choices: dict[tuple[str, str], Choice]
) -> Place | None:
    """The town named nearest to a mention, preferably before it; within a limit unless its kind is known."""
    best: tuple[int, Place] | None = None
    here = toponyms[number]
    reach = STREET_MENTIONS if here.kind else NAME_MENTIONS
    home = _home(choices)
    for other in range(max(0, number - reach), min(len(toponyms), number + reach + 1)):
        choice = choices.get(_key(toponyms[other]))
        if not choice or toponyms[other].form != "name" or not _is_anchor(choice.place, home):
            continue
        distance = here.span.start - toponyms[other].span.end
        distance = distance if distance >= 0 else 2 * (toponyms[other].span.start - here.span.end)
        if (here.kind or distance <= NEAR_CHARACTERS) and (best is None or distance < best[0]):
            best = (distance, choice.place)
    return best[1] if best else None


def _home(choices: dict[tuple[str, str], Choice]) -> str | None:
    """The country of at least two in five of the document's names, or ``None``."""
    countries = Counter(choice.place.country for choice in choices.values() if choice.place.country)
    country, count = countries.most_common(1)[0] if countries else ("", 0)
    return country if count * 5 >= countries.total() * 2 and countries.total() >= 3 else None


def _is_anchor(place: Place, home: str | None) -> bool:
    if home and place.country != home:
        return False
    small_province = place.feature_code == "ADM1" and place.country not in WELL_KNOWN_PROVINCES
    return _is_town(place) or small_province
