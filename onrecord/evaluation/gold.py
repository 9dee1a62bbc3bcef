"""Published corpora, on which the reader is measured: one JSON object per line, offsets in code points, end excluded.

    {"id": "a-name", "text": "…", "attributions": [{"source": [[0, 5]], "cue": [[6, 10]], "content": [[11, 40]]}]}
    {"id": "a-name", "text": "…", "places": [{"start": 0, "end": 5, "latitude": 55.7, "longitude": 13.2}],
     "ignore": [[50, 57]]}

``latitude`` and ``longitude`` are null where the corpus gives no point; a mention found at an ``ignore`` span is
neither right nor wrong. No corpus is part of the project.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.problems import InputError, Problem
from onrecord.span import Span
from onrecord.values import DOCUMENT_ID

Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Attributed:
    """An attribution: its content, source and cue; ``name`` and ``scored_as`` are the reader's."""

    content: Spans
    source: Spans
    cue: Spans
    name: str | None = None
    scored_as: str | None = None


class Point(NamedTuple):
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Located:
    """Words that name a place, and its point if it is known."""

    span: Span
    point: Point | None
    scored_as: str | None = None


@dataclass(frozen=True)
class Stated:
    """A claim of the reader's: its passage, and the number of the attribution that carries it."""

    span: Span
    attribution: int | None
    scored_as: str | None


def place_mention(span: Span, latitude: float | None, longitude: float | None, scored_as: str | None = None) -> Located:
    """A mention, with its point if both degrees are given."""
    point = None if latitude is None or longitude is None else Point(latitude, longitude)
    return Located(span, point, scored_as)


@dataclass(frozen=True)
class Annotated:
    """One document as annotated by a corpus or by the reader; ``None`` for what a corpus does not annotate."""

    id: str
    text: str
    attributions: tuple[Attributed, ...] | None = None
    places: tuple[Located, ...] | None = None
    ignored: Spans = ()
    claims: tuple[Stated, ...] = ()


@dataclass(frozen=True)
class Gold:
    """A corpus, or a part of one, and the hash of the file that it came from."""

    name: str
    sha256: str
    documents: tuple[Annotated, ...]


def read_gold(path: Path) -> Gold:
    """Read a corpus.

    :raises InputError: naming the line that can't be read
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        remedy = "name a directory that contains the corpora"
        raise InputError([Problem(str(path), 0, f"it can't be read: {error.strerror}", remedy)]) from error
    return Gold(path.stem, hashlib.sha256(data).hexdigest(), tuple(documents(path, data)))


def documents(path: Path, data: bytes) -> Iterator[Annotated]:
    """Each line of a corpus as a document."""
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            yield parse_document(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            what = f"this line is not a document: {type(error).__name__}: {error}"
            raise InputError(
                [Problem(str(path), number, what, "see onrecord/evaluation/gold.py for the form")]
            ) from error


def parse_document(given: dict[str, Any]) -> Annotated:
    """One line as a document; raises ValueError for offsets outside its text."""
    text, key = given["text"], given["id"]
    if not DOCUMENT_ID.regex.match(key):
        raise ValueError(f"the id {key!r} is not {DOCUMENT_ID.looks_like}")

    def spans(pairs: list[tuple[int, int]]) -> Spans:
        for start, end in pairs:
            if not 0 <= start < end <= len(text):
                raise ValueError(f"there is no text at {start} to {end}")
        return tuple(Span(start, end) for start, end in pairs)

    attributions, places = given.get("attributions"), given.get("places")
    if attributions is None and places is None:
        raise ValueError("it has neither attributions nor places")

    def attribution(row: dict[str, Any]) -> Attributed:
        return Attributed(spans(row["content"]), spans(row["source"]), spans(row["cue"]))

    def place(row: dict[str, Any]) -> Located:
        (span,) = spans([(row["start"], row["end"])])
        return place_mention(span, row["latitude"], row["longitude"])

    return Annotated(
        key,
        text,
        None if attributions is None else tuple(map(attribution, attributions)),
        None if places is None else tuple(map(place, places)),
        spans(given.get("ignore", [])),
    )
