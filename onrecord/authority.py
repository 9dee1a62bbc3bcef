"""What is known by name: actors, places, sources, annotators, and the vocabularies that describe them.

Each kind is one YAML list beside the documents; where a directory of documents has none, the project's own
is used.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from onrecord.annotation import DocumentId, Edtf, Row, Slug, UrlStatus
from onrecord.problems import Problems
from onrecord.records import RecordReader, compose

VOCABULARIES = (
    "actor_types",
    "feature_codes",
    "geo_precisions",
    "claim_types",
    "event_types",
    "factuality_values",
    "relation_types",
    "issue_types",
)


@dataclass(frozen=True, kw_only=True)
class Term(Row):
    """One value of a vocabulary; ``unused`` ones are kept for completeness and no row may have them."""

    id: str
    name: str
    definition: str
    source_url: str | None = None
    unused: bool = False


@dataclass(frozen=True, kw_only=True)
class Actor(Row):
    """A person, body or state that says or does something."""

    id: Slug
    name: str
    actor_type: str
    country_code: str | None = None
    part_of: Slug | None = None
    wikidata_id: str | None = None
    note: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Location(Row):
    """A place; without a trustworthy point it has no coordinates (degrees, WGS 84) and is on no map."""

    id: Slug
    name: str
    feature_code: str
    country_code: str | None = None
    part_of: Slug | None = None
    latitude: float | None = None
    longitude: float | None = None
    geo_precision: str | None = None
    coordinate_source: str | None = None
    geonames_id: int | None = None
    wikidata_id: str | None = None
    note: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Source(Row):
    """A publication that the documents cite."""

    id: Slug
    name: str
    author: str | None = None
    publisher: Slug | None = None
    url: str | None = None
    url_status: UrlStatus
    published: Edtf | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Annotator(Row):
    """Who or what read a document."""

    id: DocumentId
    name: str
    kind: Literal["person", "program"]
    version: str | None = None


@dataclass(frozen=True)
class Authority:
    """The authority files of one build, by id, and the vocabularies by table name.

    ``standard`` holds the project's own annotators and terms, for what the machine reader needs and a
    directory's own files do not have.
    """

    actors: dict[str, Actor]
    locations: dict[str, Location]
    sources: dict[str, Source]
    annotators: dict[str, Annotator]
    vocabularies: dict[str, dict[str, Term]]
    paths: dict[str, str] = field(default_factory=dict)
    standard: Authority | None = None


class Identified(Protocol):
    """A record with an id, a name and a line."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def written_on(self) -> int: ...  # noqa: D102


R = TypeVar("R", bound=Identified)

FILES: tuple[tuple[str, type[Any]], ...] = (
    ("actors", Actor),
    ("locations", Location),
    ("sources", Source),
    ("annotators", Annotator),
)
FILE_NAMES = frozenset(f"{name}.yml" for name in (*dict(FILES), "vocabularies"))


def load_authority(directory: Path, fallback: Path, problems: Problems) -> Authority:
    """Read the authority files of ``directory``, each from ``fallback`` where it has none."""
    own = load_files(directory, fallback, problems)
    if directory.resolve() == fallback.resolve():
        return own
    return replace(own, standard=load_files(fallback, fallback, problems))


def load_files(directory: Path, fallback: Path, problems: Problems) -> Authority:
    """The authority files of one directory, checked."""
    found: dict[str, dict[str, Any]] = {}
    paths: dict[str, str] = {}
    for name, kind in FILES:
        path = authority_path(directory, fallback, name)
        paths[name] = str(path)
        root = compose(path, problems) if path.exists() else None
        if root is None:
            found[name] = {}
        else:
            rows = RecordReader(str(path), problems).records(root, kind, f"{name}.yml")
            found[name] = unique_by_id(rows, str(path), problems)
    path = authority_path(directory, fallback, "vocabularies")
    paths["vocabularies"] = str(path)
    vocabularies = load_vocabularies(path, problems)
    authority = Authority(
        found["actors"], found["locations"], found["sources"], found["annotators"], vocabularies, paths
    )
    check_authority(authority, problems)
    return authority


def authority_path(directory: Path, fallback: Path, name: str) -> Path:
    """The directory's own file, else the project's."""
    own = directory / f"{name}.yml"
    return own if own.exists() else fallback / f"{name}.yml"


def unique_by_id(rows: Iterable[R], path: str, problems: Problems) -> dict[str, R]:
    """Rows by id; an id or a name given twice is a problem."""
    by_id: dict[str, R] = {}
    names: dict[str, R] = {}
    for row in rows:
        for first, label, value in (by_id.get(row.id), "id", row.id), (names.get(row.name), "name", row.name):
            if first:
                what = f"the {label} {value!r} is taken by line {first.written_on}"
                problems.add(path, row.written_on, what, f"give this one another {label}, or remove it")
        by_id.setdefault(row.id, row)
        names.setdefault(row.name, row)
    return by_id


def load_vocabularies(path: Path, problems: Problems) -> dict[str, dict[str, Term]]:
    """The terms of each vocabulary, by id."""
    terms: dict[str, dict[str, Term]] = {name: {} for name in VOCABULARIES}
    root = compose(path, problems)
    if root is None:
        return terms
    reader = RecordReader(str(path), problems)
    for name, node in (reader.mapping(root, "vocabularies.yml") or {}).items():
        if name in terms:
            terms[name] = unique_by_id(reader.records(node, Term, name), str(path), problems)
        else:
            reader.fail(node, f"there is no vocabulary {name!r}", f"use one of {', '.join(VOCABULARIES)}")
    return terms


def check_authority(authority: Authority, problems: Problems) -> None:
    """Terms that exist, parents that exist and do not go in circles, coordinates on the globe."""
    check = ReferenceCheck(problems)
    for actor in authority.actors.values():
        path = authority.paths["actors"]
        check.term(path, actor.written_on, "actor_type", actor.actor_type, authority.vocabularies["actor_types"])
        check.known(path, actor.written_on, "part_of", actor.part_of, authority.actors)
        check.country_code(path, actor.written_on, actor.country_code)
    for location in authority.locations.values():
        path = authority.paths["locations"]
        line = location.written_on
        check.term(path, line, "feature_code", location.feature_code, authority.vocabularies["feature_codes"])
        if location.geo_precision:
            check.term(path, line, "geo_precision", location.geo_precision, authority.vocabularies["geo_precisions"])
        check.known(path, line, "part_of", location.part_of, authority.locations)
        check.country_code(path, line, location.country_code)
        check_coordinates(location, path, problems)
    for source in authority.sources.values():
        check.known(authority.paths["sources"], source.written_on, "publisher", source.publisher, authority.actors)
        check_url(source, authority.paths["sources"], problems)
    check.no_circles(authority.paths["actors"], "part_of", authority.actors)
    check.no_circles(authority.paths["locations"], "part_of", authority.locations)


def check_coordinates(location: Location, path: str, problems: Problems) -> None:
    """A point has both coordinates, on the globe, a precision and its evidence — or nothing of these."""
    latitude, longitude, line = location.latitude, location.longitude, location.written_on
    if latitude is None and longitude is None:
        if location.geo_precision:
            problems.add(path, line, f"{location.id!r} has a precision but no point", "remove geo_precision")
        return
    if latitude is None or longitude is None:
        problems.add(path, line, f"{location.id!r} has only one coordinate", "give both, or neither")
        return
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        what = f"no place is at latitude {latitude:g}, longitude {longitude:g}"
        problems.add(path, line, what, "latitude is from -90 to 90, longitude from -180 to 180 degrees")
    if not location.geo_precision or not location.coordinate_source:
        remedy = "add geo_precision and coordinate_source, or remove the coordinates"
        problems.add(path, line, f"{location.id!r} has a point without its precision and evidence", remedy)


def check_url(source: Source, path: str, problems: Problems) -> None:
    """A source's address is http or https."""
    if source.url and not source.url.lower().startswith(("http://", "https://")):
        problems.add(path, source.written_on, f"{source.url!r} is no web address", "start it with http:// or https://")


class ReferenceCheck:
    """Whether ids name something that exists, with the nearest id that does."""

    def __init__(self, problems: Problems, *, published: bool = True) -> None:
        self.problems, self.published = problems, published

    def known(self, path: str, line: int, label: str, wanted: str | None, there: Iterable[str]) -> None:
        """An id must be one of ``there``; ``None`` always passes."""
        if wanted is None or wanted in there:
            return
        near = difflib.get_close_matches(wanted, list(there), n=1)
        remedy = f"did you mean {near[0]!r}?" if near else "add it to its authority file, or correct the id"
        self.problems.add(path, line, f"{label}: there is no {wanted!r}", remedy)

    def term(self, path: str, line: int, label: str, wanted: str | None, terms: dict[str, Term]) -> None:
        """A vocabulary term must exist and, in what is published, not be declared unused."""
        self.known(path, line, label, wanted, terms)
        if self.published and wanted in terms and terms[wanted].unused:
            remedy = f"remove “unused: true” from {wanted!r} in vocabularies.yml"
            self.problems.add(path, line, f"{label}: {wanted!r} is declared unused", remedy)

    def country_code(self, path: str, line: int, code: str | None) -> None:
        """ISO 3166-1 alpha-2: two capitals."""
        if code is not None and not (len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()):
            self.problems.add(path, line, f"country_code: {code!r} is no ISO 3166-1 code", "write two capitals: SY")

    def no_circles(self, path: str, label: str, rows: dict[str, Any]) -> None:
        """Following ``label`` from any row must end."""
        done: set[str] = set()
        for start in rows:
            seen: list[str] = []
            at: str | None = start
            while at is not None and at in rows and at not in done:
                if at in seen:
                    circle = " → ".join([*seen[seen.index(at) :], at])
                    remedy = "remove one of these links"
                    self.problems.add(path, rows[at].written_on, f"{label} goes in a circle: {circle}", remedy)
                    break
                seen.append(at)
                at = getattr(rows[at], label)
            done.update(seen)
