"""The authority files: actors, places, sources, events, annotators, and the vocabularies that describe them.

Each is a YAML file next to the documents; a directory of documents without one uses the project's, except that it then
has no events.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from onrecord.annotation.model import (
    Actor,
    Annotation,
    Event,
    Location,
    Source,
)
from onrecord.annotation.names import differing_fields, united
from onrecord.annotation.yaml_in import RecordReader, compose
from onrecord.dates import may_coincide
from onrecord.folding import fold
from onrecord.problems import Problems
from onrecord.values import DocumentId, Row

VOCABULARIES = (
    "actor_types",
    "feature_codes",
    "geo_precisions",
    "claim_types",
    "event_types",
    "event_subtypes",
    "factuality_values",
    "relation_types",
    "issue_types",
    "mention_forms",
    "certainties",
    "resolution_methods",
    "timex_types",
    "section_kinds",
    "encoding_bases",
    "readings",
    "citation_styles",
    "url_statuses",
    "citation_scopes",
    "manners",
    "attribution_roles",
    "quote_types",
    "mark_statuses",
    "actor_roles",
    "location_roles",
    "vaguenesses",
    "review_statuses",
    "decision_kinds",
    "annotator_kinds",
    "evaluation_kinds",
    "layers",
    "compared_values",
    "name_kinds",
)
"""The tables of terms. Those whose terms the program itself chooses between are listed there, too, as types: a test
holds them equal to the project's vocabularies."""


@dataclass(frozen=True, kw_only=True)
class Term(Row):
    """One term of a vocabulary; ``unused`` says that no row of the directory has it yet.

    :param event_type: of an event subtype, the type that it belongs to; no other term has one
    """

    id: str
    name: str
    definition: str
    source_url: str | None = None
    unused: bool = False
    event_type: str | None = None


AnnotatorKind = Literal["person", "program"]


@dataclass(frozen=True, kw_only=True)
class Annotator(Row):
    """Who or what read a document."""

    id: DocumentId
    name: str
    kind: AnnotatorKind
    version: str | None = None


@dataclass(frozen=True)
class Authority:
    """The authority files of one build, by id, and the vocabularies by table name.

    ``standard`` holds the project's own annotators and terms, which the machine reader needs even where a
    directory's own files lack them.
    """

    actors: dict[str, Actor]
    locations: dict[str, Location]
    sources: dict[str, Source]
    events: dict[str, Event]
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
    ("events", Event),
    ("annotators", Annotator),
)
OWN_ONLY = frozenset({"events"})
"""The files that a directory without them does not take from the project: its documents speak of other events."""
NAMED = ("actors", "locations")
"""The records that have several names."""
DECLARED = ("actors", "locations", "sources", "events")
"""The records that an annotation may declare."""
FILE_NAMES = frozenset(f"{name}.yml" for name in (*dict(FILES), "vocabularies", "retired"))


def load_authority(directory: Path, fallback: Path, problems: Problems) -> Authority:
    """Read the authority files of ``directory``, using those of ``fallback`` for any that are missing."""
    standard = load_files(fallback, fallback, problems)
    if directory.resolve() == fallback.resolve():
        return standard
    own = load_files(directory, fallback, problems, standard)
    for one in own.annotators.values():
        kind = standard.annotators[one.id].kind if one.id in standard.annotators else one.kind
        if one.kind != kind:
            what = f"{one.id!r} is the id of a {kind}"
            problems.add(own.paths["annotators"], one.written_on, what, "give this one another id")
    return replace(own, standard=standard)


def load_files(directory: Path, fallback: Path, problems: Problems, standard: Authority | None = None) -> Authority:
    """Read and check the authority files of one directory.

    :param standard: the files of ``fallback``; of its actors those are known that its other files refer to, and of its
        vocabularies those that the directory's own file leaves out
    """
    found: dict[str, Any] = {}
    paths: dict[str, str] = {}
    for name, kind in FILES:
        path = authority_path(directory, directory if name in OWN_ONLY else fallback, name)
        paths[name] = str(path)
        root = compose(path, problems) if os.path.lexists(path) else None
        if root is None:
            found[name] = {}
        else:
            rows = RecordReader(str(path), problems).records(root, kind, f"{name}.yml")
            found[name] = unique_by_id(rows, str(path), problems)
    if Path(paths["sources"]).parent == fallback:
        known = standard.actors if standard else {}
        publishers = {source.publisher for source in found["sources"].values()} & known.keys()
        lacking = with_wholes(publishers, known) - found["actors"].keys()
        found["actors"] |= {key: known[key] for key in sorted(lacking)}
    path = authority_path(directory, fallback, "vocabularies")
    paths["vocabularies"] = str(path)
    others = standard.vocabularies if standard else dict.fromkeys(VOCABULARIES, {})
    vocabularies = with_others(load_vocabularies(path, problems), others)
    authority = Authority(**found, vocabularies=vocabularies, paths=paths)
    check_authority(authority, problems)
    return authority


def with_wholes(ids: Iterable[str], known: Mapping[str, Any]) -> set[str]:
    """The ids and those of everything that they are part of."""
    found: set[str] = set()
    for start in ids:
        at: str | None = start
        while at is not None and at in known and at not in found:
            found.add(at)
            at = known[at].part_of
    return found


def authority_path(directory: Path, fallback: Path, name: str) -> Path:
    """The directory's own file, else the project's."""
    own = directory / f"{name}.yml"
    return own if os.path.lexists(own) else fallback / f"{name}.yml"


def unique_by_id(rows: Iterable[R], path: str, problems: Problems) -> dict[str, R]:
    """Rows by id; records a problem for each repeated id or name, but a person and a program may have one name."""
    by_id: dict[str, R] = {}
    names: dict[tuple[str, str], R] = {}
    for row in rows:
        name = (row.name, getattr(row, "kind", ""))
        for first, label, value in (by_id.get(row.id), "id", row.id), (names.get(name), "name", row.name):
            if first:
                what = f"the {label} {value!r} is already used on line {first.written_on}"
                problems.add(path, row.written_on, what, f"give this one another {label}, or remove it")
        by_id.setdefault(row.id, row)
        names.setdefault(name, row)
    return by_id


def load_vocabularies(path: Path, problems: Problems) -> dict[str, dict[str, Term]]:
    """The terms of each vocabulary that the file has, by id."""
    terms: dict[str, dict[str, Term]] = {}
    root = compose(path, problems)
    if root is None:
        return terms
    reader = RecordReader(str(path), problems)
    for name, node in (reader.mapping(root, "vocabularies.yml") or {}).items():
        if name in VOCABULARIES:
            terms[name] = unique_by_id(reader.records(node, Term, name), str(path), problems)
        else:
            reader.fail(node, f"there is no vocabulary {name!r}", f"use one of {', '.join(VOCABULARIES)}")
    return terms


def with_others(
    own: dict[str, dict[str, Term]], others: Mapping[str, Mapping[str, Term]]
) -> dict[str, dict[str, Term]]:
    """A directory's own vocabularies, and others where it has none: of event subtypes, those of its event types."""
    all_of_them = {name: dict(own.get(name, others[name])) for name in VOCABULARIES}
    if "event_subtypes" not in own:
        types, subtypes = all_of_them["event_types"], all_of_them["event_subtypes"]
        all_of_them["event_subtypes"] = {key: term for key, term in subtypes.items() if term.event_type in types}
    return all_of_them


def check_authority(authority: Authority, problems: Problems) -> None:
    """Check that terms and parents exist, parents form no cycle, and coordinates are in range."""
    check_records(authority, authority, authority.paths, problems)
    for terms in authority.vocabularies.values():
        for term in terms.values():
            check_url(term.source_url, authority.paths["vocabularies"], term.written_on, problems)
    check = ReferenceCheck(problems)
    check_subtypes(authority, check)
    check.no_cycles(authority.paths["actors"], "part_of", authority.actors)
    check.no_cycles(authority.paths["locations"], "part_of", authority.locations)
    check.no_cycles(authority.paths["events"], "part_of", authority.events)
    for kind in NAMED:
        tell_apart(getattr(authority, kind), authority.paths[kind], problems)


def tell_apart(records: Mapping[str, Actor | Location], path: str, problems: Problems) -> None:
    """Record a problem for a usual name that is another's when both are folded: whom it finds is left to chance."""
    first: dict[str, Actor | Location] = {}
    for record in records.values():
        other = first.setdefault(fold(record.name) or record.name, record)
        if other.name != record.name:
            what = f"“{record.name}” is the same name as “{other.name}” on line {other.written_on} to whoever searches"
            remedy = "add what tells them apart, and the shorter form to its names"
            problems.add(path, record.written_on, what, remedy)


def check_subtypes(authority: Authority, check: ReferenceCheck) -> None:
    """Check that every event subtype, and no other term, belongs to an event type."""
    path = authority.paths["vocabularies"]
    for name, terms in authority.vocabularies.items():
        for term in terms.values():
            check.known(path, term.written_on, "event_type", term.event_type, authority.vocabularies["event_types"])
            if (term.event_type is not None) != (name == "event_subtypes"):
                what = f"{term.id!r} of {name} has {'an' if term.event_type else 'no'} event_type"
                remedy = "name the event type of every event subtype, and of no other term"
                check.problems.add(path, term.written_on, what, remedy)


def check_records(records: Authority, authority: Authority, paths: dict[str, str], problems: Problems) -> None:
    """Check that every reference in ``records`` resolves in ``authority``; ``paths`` are the files for problems."""
    check = ReferenceCheck(problems)
    terms = authority.vocabularies
    for actor in records.actors.values():
        path, line = paths["actors"], actor.written_on
        check.known(path, line, "actor_type", actor.actor_type, terms["actor_types"])
        check.known(path, line, "part_of", actor.part_of, authority.actors)
        check.country_code(path, line, actor.country_code)
    for location in records.locations.values():
        path, line = paths["locations"], location.written_on
        check.known(path, line, "feature_code", location.feature_code, terms["feature_codes"])
        check.known(path, line, "geo_precision", location.geo_precision, terms["geo_precisions"])
        check.known(path, line, "part_of", location.part_of, authority.locations)
        check.country_code(path, line, location.country_code)
        check_coordinates(location, path, problems)
    for source in records.sources.values():
        path = paths["sources"]
        check.known(path, source.written_on, "publisher", source.publisher, authority.actors)
        check_url(source.url, path, source.written_on, problems)
        if (source.url is None) != (source.url_status == "none"):
            what = f"{source.id!r} has {'no' if source.url is None else 'a'} url, but url_status: {source.url_status}"
            problems.add(path, source.written_on, what, "write url_status: none if, and only if, there is no url")
    for event in records.events.values():
        check_event(event, paths["events"], authority, check)


def check_event(event: Event, path: str, authority: Authority, check: ReferenceCheck) -> None:
    """Check that what an event refers to exists, and that its date can be within that of the event it is part of."""
    line, problems = event.written_on, check.problems
    check.known(path, line, "event_type", event.event_type, authority.vocabularies["event_types"])
    check.known(path, line, "part_of", event.part_of, authority.events)
    for location in event.locations:
        check.known(path, line, "locations", location, authority.locations)
    if len(set(event.locations)) < len(event.locations):
        problems.add(path, line, f"{event.id!r} lists a place twice", "keep it once")
    whole = authority.events.get(event.part_of or "")
    if whole and not may_coincide(event.date, whole.date):
        what = f"{event.id!r} is dated {event.date}, but {whole.id!r}, of which it is a part, {whole.date}"
        problems.add(path, line, what, "correct a date, or part_of")


def with_records(authority: Authority, annotations: Iterable[Annotation], problems: Problems) -> Authority:
    """The authority, extended by the records that annotations declare.

    Several annotations may declare the same record; one id for two different things is a problem.
    """
    extended = with_copies(authority)
    for annotation in annotations:
        add_records(extended, annotation, problems)
    return extended


def with_copies(authority: Authority) -> Authority:
    """The same authority, to whose records more can be added."""
    copies: dict[str, Any] = {kind: dict(getattr(authority, kind)) for kind in DECLARED}
    return replace(authority, **copies)


def add_records(authority: Authority, annotation: Annotation, problems: Problems) -> None:
    """Add the records that one annotation declares."""
    added: dict[str, Any] = {}
    for kind in DECLARED:
        known = getattr(authority, kind)
        rows = unique_by_id(getattr(annotation, kind), annotation.path, problems)
        for key, row in rows.items():
            differing = list(differing_fields(row, known[key])) if key in known else []
            if differing:
                what = f"the id {key!r} is already used in {kind} by “{known[key].name}”"
                remedy = "give this one another id, or remove it"
                if row.name == known[key].name:
                    where = ", ".join(differing)
                    what = f"“{row.name}” is also described elsewhere, with a different {where}"
                    remedy = f"describe it once, in {kind}.yml, or identically everywhere"
                problems.add(annotation.path, row.written_on, what, remedy)
        added[kind] = {key: row for key, row in rows.items() if key not in known}
        known.update({key: united(known.get(key, row), row) for key, row in rows.items()})
    check_records(replace(authority, **added), authority, dict.fromkeys(DECLARED, annotation.path), problems)
    ReferenceCheck(problems).no_cycles(annotation.path, "part_of", added["events"])


def check_coordinates(location: Location, path: str, problems: Problems) -> None:
    """A point has both coordinates, on the globe, a precision and its evidence — or none of these."""
    latitude, longitude, line = location.latitude, location.longitude, location.written_on
    if latitude is None and longitude is None:
        if location.geo_precision:
            problems.add(path, line, f"{location.id!r} has a precision but no point", "remove geo_precision")
        return
    if latitude is None or longitude is None:
        problems.add(path, line, f"{location.id!r} has only one coordinate", "give both, or neither")
        return
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        what = f"latitude {latitude:g}, longitude {longitude:g} is not on the globe"
        problems.add(path, line, what, "latitude is from -90 to 90, longitude from -180 to 180 degrees")
    if not location.geo_precision or not location.coordinate_source:
        remedy = "add geo_precision and coordinate_source, or remove the coordinates"
        problems.add(path, line, f"{location.id!r} has a point without a precision or evidence", remedy)


def check_url(url: str | None, path: str, line: int, problems: Problems) -> None:
    """Record a problem if an address is given that is neither http nor https."""
    if url and not url.lower().startswith(("http://", "https://")):
        problems.add(path, line, f"{url!r} is not a web address", "start it with http:// or https://")


class ReferenceCheck:
    """Checks that ids exist, and suggests the nearest id that does."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def known(self, path: str, line: int, label: str, wanted: str | None, there: Iterable[str]) -> None:
        """Record a problem unless an id is one of ``there`` or ``None``."""
        if wanted is None or wanted in there:
            return
        near = difflib.get_close_matches(wanted, list(there), n=1)
        remedy = f"did you mean {near[0]!r}?" if near else "add it to its authority file, or correct the id"
        self.problems.add(path, line, f"{label}: there is no {wanted!r}", remedy)

    def country_code(self, path: str, line: int, code: str | None) -> None:
        """Record a problem unless a code is ISO 3166-1 alpha-2, two capital letters, or ``None``."""
        if code is not None and not (len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()):
            self.problems.add(path, line, f"country_code: {code!r} is not an ISO 3166-1 code", "write two capitals: SY")

    def no_cycles(self, path: str, label: str, rows: dict[str, Any]) -> None:
        """Record a problem if following ``label`` from a row never ends."""
        done: set[str] = set()
        for start in rows:
            seen: list[str] = []
            at: str | None = start
            while at is not None and at in rows and at not in done:
                if at in seen:
                    cycle = " → ".join([*seen[seen.index(at) :], at])
                    remedy = "remove one of these links"
                    self.problems.add(path, rows[at].written_on, f"{label} forms a cycle: {cycle}", remedy)
                    break
                seen.append(at)
                at = getattr(rows[at], label)
            done.update(seen)
