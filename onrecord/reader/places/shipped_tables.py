"""The tables of places that the package ships in ``data/``: made from GeoNames and Natural Earth by tests/makers."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"
DISTRICTS = DATA / "districts.tsv.gz"
NATURAL_EARTH = DATA / "natural_earth.tsv.gz"


class District(NamedTuple):
    """A province (``ADM1``) or district (``ADM2``) and the centre of its towns, in degrees."""

    name: str
    level: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    towns: int


class NaturalEarthPlace(NamedTuple):
    """One named place with one point, in degrees."""

    name: str
    further_names: tuple[str, ...]
    feature_code: str
    country: str
    latitude: float
    longitude: float
    rank: int
    town: int = 0


def read_districts(path: Path = DISTRICTS) -> Iterator[District]:
    """The provinces and districts, row by row."""
    with gzip.open(path, "rb") as raw:
        for line in io.TextIOWrapper(raw, encoding="utf-8"):
            name, level, country, admin1, latitude, longitude, towns = line.rstrip("\n").split("\t")
            yield District(name, level, country, admin1, float(latitude), float(longitude), int(towns))


def read_natural_earth(path: Path = NATURAL_EARTH) -> Iterator[NaturalEarthPlace]:
    """Natural Earth's places, row by row."""
    with gzip.open(path, "rb") as raw:
        for line in io.TextIOWrapper(raw, encoding="utf-8"):
            name, further, code, country, latitude, longitude, rank, town = line.rstrip("\n").split("\t")
            yield NaturalEarthPlace(
                name,
                tuple(further.split(";")) if further else (),
                code,
                country,
                float(latitude),
                float(longitude),
                int(rank),
                int(town),
            )
