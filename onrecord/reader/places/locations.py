"""What a toponym is resolved to: a location record in the form of the authority file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.annotation.model import LocationForm
from onrecord.reader.folding import fold
from onrecord.reader.places.gazetteer import ATTRIBUTION, Place
from onrecord.span import Span
from onrecord.values import Slug

# GeoNames feature code → how precise a point such a place gives, on the project's scale; the rest are lines
# or areas without edges.
PRECISIONS = {
    "country": "PCLI PCLH",
    "province": "ADM1",
    "district": "ADM2 ADM3",
    "town": "PPL PPLC PPLX",
    "exact": "AIRP BLDG STDM SQR INSM BDG PRK MT",
}
VAGUE = "vague-or-line"
PRECISION_OF = {code: precision for precision, codes in PRECISIONS.items() for code in codes.split()}


@dataclass(frozen=True)
class Location:
    """A place on record: from the authority file, or proposed by the machine.

    ``geo_precision`` is one of exact, town, near, district, province, vague-or-line, country; it is ``None``
    when there are no coordinates (degrees). ``aliases`` are the other names it is recognised by.
    """

    id: Slug
    name: str
    feature_code: str
    country_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geo_precision: str | None = None
    coordinate_source: str | None = None
    geonames_id: int | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class ResolvedMention:
    """A toponym with its location, or ``None`` where nothing decides; how it was decided, and how surely.

    ``score`` is between 0 and 1 and orders mentions by trust; it is no probability.
    """

    span: Span
    form: LocationForm
    location: Location | None
    method: str | None
    score: float | None

    @property
    def latitude(self) -> float | None:
        """Degrees, if the location has a point."""
        return self.location.latitude if self.location else None

    @property
    def longitude(self) -> float | None:
        """Degrees, if the location has a point."""
        return self.location.longitude if self.location else None


def slug(*parts: str) -> Slug:
    """An id out of names and codes: ``slug("Ar Raqqah", "SY")`` → ``ar-raqqah-sy``."""
    return "-".join(re.sub(r"[^a-z0-9]+", "-", fold(part)).strip("-") for part in parts if fold(part)) or "place"


def from_place(place: Place) -> Location:
    """The record of a gazetteer place; towns carry their GeoNames id in theirs, so that no two share one."""
    if place.feature_code == "PCLI":
        identifier = slug(place.name)
    elif place.geonames_id:
        identifier = slug(place.name, place.country, str(place.geonames_id))
    else:
        identifier = slug(place.name, place.country, place.feature_code)
    return Location(
        identifier,
        place.name,
        place.feature_code,
        place.country or None,
        place.latitude,
        place.longitude,
        PRECISION_OF.get(place.feature_code, VAGUE),
        ATTRIBUTION[place.source],
        place.geonames_id,
    )


def inside(name: str, kind: str, parent: Place) -> Location:
    """The record of a place that no gazetteer knows, put where the town or province around it is."""
    return Location(
        slug(name, parent.name, parent.country),
        f"{name}, {parent.name}",
        kind,
        parent.country or None,
        parent.latitude,
        parent.longitude,
        "near",
        f"the point of {parent.name}: {ATTRIBUTION[parent.source]}",
    )


class Authority:
    """The locations that people have put on record, by folded name."""

    def __init__(self, locations: Iterable[Location] = ()) -> None:
        self._by_key: dict[str, Location] = {}
        for location in locations:
            for name in (location.name, *location.aliases):
                self._by_key.setdefault(fold(name), location)

    @property
    def names(self) -> frozenset[str]:
        """The folded names, for finding them in texts."""
        return frozenset(self._by_key)

    def find(self, name: str) -> Location | None:
        """The location of that name, or ``None``."""
        return self._by_key.get(fold(name))
