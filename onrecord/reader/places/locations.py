"""The locations that toponyms are resolved to: locations on record, or proposed records of places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.annotation.model import Location, MentionForm, OtherName
from onrecord.folding import fold
from onrecord.reader.places.gazetteer import ATTRIBUTION, Place
from onrecord.span import Span
from onrecord.values import Slug, distinct_slug, hyphenate, short_name

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


Method = Literal[
    "authority",
    "named province",
    "named after its town",
    "in a list of provinces",
    "adjective",
    "only bearer",
    "largest by far",
    "document",
    "place around it",
]
"""How a toponym was resolved; a published value."""


@dataclass(frozen=True)
class ResolvedMention:
    """A toponym with its location, the method that found it, and a score; all ``None`` if it is unresolved.

    ``score`` is between 0 and 1 and ranks mentions by reliability; it is not a probability.
    """

    span: Span
    form: MentionForm
    location: Location | None
    method: Method | None
    score: float | None


def location_id(*parts: str) -> Slug:
    """An id made of names and codes: ``location_id("Ar Raqqah", "SY")`` → ``ar-raqqah-sy``; different for others."""
    folded = [fold(part) for part in parts]
    plain = "-".join(filter(None, map(hyphenate, folded)))
    return distinct_slug(plain or "place", " ".join(filter(None, folded)) or "place")


def from_place(place: Place) -> Location:
    """The record of a gazetteer place; its GeoNames id, or its province, tells it from its namesakes."""
    if place.feature_code == "PCLI":
        identifier = location_id(place.name)
    elif place.geonames_id:
        identifier = location_id(place.name, place.country, str(place.geonames_id))
    else:
        identifier = location_id(place.name, *kind_and_country(place.feature_code, place).lower().split()[::-1])
    suffix = f"GeoNames {place.geonames_id}" if place.geonames_id else kind_and_country(place.feature_code, place)
    return Location(
        id=identifier,
        name=f"{place.name} ({suffix})",
        feature_code=place.feature_code,
        country_code=place.country or None,
        latitude=place.latitude,
        longitude=place.longitude,
        geo_precision=PRECISION_OF.get(place.feature_code, VAGUE),
        coordinate_source=ATTRIBUTION[place.source],
        geonames_id=place.geonames_id,
        names=tuple(OtherName(name=one) for one in (place.name, *filter(None, place.other_names.split(";")))),
    )


def place_inside(name: str, kind: str, parent: Place) -> Location:
    """The record of a place that no gazetteer knows, in a country or province; it has no point of its own."""
    name = short_name(name)
    return Location(
        id=f"{location_id(name)}-{from_place(parent).id}",
        name=f"{name}, {parent.name} ({kind_and_country(kind, parent)})",
        names=(OtherName(name=name),),
        feature_code=kind,
        country_code=parent.country or None,
    )


def kind_and_country(kind: str, place: Place) -> str:
    """The feature code, the province of what lies in one, and the country: what tells a place from its namesakes."""
    province = "" if place.feature_code in ("ADM1", "PCLI") else place.admin1
    return " ".join(filter(None, (kind, province, place.country)))
