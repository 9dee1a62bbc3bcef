"""What is known of documents beside their texts: ``NAME.yml`` with nothing but ``document:``, or one table for all.

Neither says that a person has read the document: the machine still reads it.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path

import yaml

from onrecord.annotation.authority import check_url
from onrecord.annotation.model import Sidecar
from onrecord.annotation.yaml_in import RecordReader, compose
from onrecord.dates import InvalidDate, read_date
from onrecord.problems import Problems, Refusal
from onrecord.text.document import size_of
from onrecord.text.imprint import Imprint
from onrecord.values import BCP_47, LONGEST_NAME

TABLE = "documents.csv"
COLUMNS = tuple(one.name for one in fields(Sidecar) if one.name != "written_on")
MOST_BYTES = 100_000_000


def imprint_of(sidecar: Sidecar) -> Imprint:
    """What a sidecar says, as metadata."""
    values = {name: getattr(sidecar, name) for name in COLUMNS if name != "author"}
    return Imprint(authors=(sidecar.author,) if sidecar.author else (), **values)


def is_sidecar(path: Path) -> bool:
    """Whether a YAML file holds nothing but ``document:``; a file that can't be read is none."""
    root = compose(path, Problems())
    return isinstance(root, yaml.MappingNode) and [key.value for key, _ in root.value] == ["document"]


def read_sidecar(path: Path, problems: Problems) -> Imprint | None:
    """The metadata in ``NAME.yml``; ``None`` after recording what is wrong with it."""
    before = len(problems.found)
    root = compose(path, problems)
    reader = RecordReader(str(path), problems)
    sidecar = reader.record(root.value[0][1], Sidecar) if isinstance(root, yaml.MappingNode) else None
    if sidecar:
        check_url(sidecar.source_url, str(path), sidecar.written_on, problems)
    return imprint_of(sidecar) if sidecar and len(problems.found) == before else None


def read_table(directory: Path, problems: Problems) -> Mapping[str, Imprint]:
    """The rows of ``documents.csv`` by file name, empty without the file; what is wrong with it is recorded."""
    path = directory / TABLE
    if not path.exists():
        return {}
    found: dict[str, Imprint] = {}
    try:
        if size_of(path) > MOST_BYTES:
            raise Refusal(f"the file is larger than {MOST_BYTES:,} bytes", "split the directory")
        text = path.read_bytes().decode("utf-8-sig")
        for name, imprint in rows(text, path, problems):
            if name in found:
                raise Refusal(f"{name} has two rows", "keep one of them")
            found[name] = imprint
    except Refusal as error:
        problems.add(path, error.line, error.what, error.remedy)
    except OSError as error:
        problems.add(path, 0, f"the file can't be read: {error.strerror}", "make it a readable file")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problems.add(path, line, f"byte 0x{error.object[error.start]:02x} is not valid UTF-8", "save the file as UTF-8")
    except csv.Error as error:
        problems.add(path, 0, f"this is not a table in CSV: {error}", "save it again as CSV")
    return found


def rows(text: str, path: Path, problems: Problems) -> Iterator[tuple[str, Imprint]]:
    """Each row's file name and metadata; a row with a mistake is recorded and left out.

    :raises Refusal: when the columns are not those of such a table
    """
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    header = [name.strip() for name in next(reader, [])]
    check_columns(header)
    for cells in reader:
        line = reader.line_num
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
        if not row:
            continue
        if len(cells) > len(header):
            what = f"this row has {len(cells)} cells, but there are {len(header)} columns"
            problems.add(path, line, what, "put text with commas between double quotes")
        elif "path" not in row:
            problems.add(path, line, "this row has no path", "write the name of the document's file there")
        elif mistake := mistake_in(row):
            problems.add(path, line, *mistake)
        else:
            yield row.pop("path"), imprint_of(Sidecar(**row))  # type: ignore[arg-type]


def check_columns(header: list[str]) -> None:
    """Refuse a table without the column ``path``, or with one that says nothing about a document."""
    allowed = ("path", *COLUMNS)
    for name in header:
        if name not in allowed:
            near = difflib.get_close_matches(name.lower(), allowed, n=1)
            remedy = f"did you mean {near[0]!r}?" if near else f"use some of {', '.join(allowed)}"
            raise Refusal(f"there is no column {name!r} for documents", remedy, line=1)
        if header.count(name) > 1:
            raise Refusal(f"there are two columns {name!r}", "keep one of them", line=1)
    if "path" not in header:
        raise Refusal("the table has no column 'path'", "add it, with the name of each document's file", line=1)


def mistake_in(row: Mapping[str, str]) -> tuple[str, str] | None:
    """What is wrong with a row's values, and what to do about it."""
    for name in ("author", "publisher"):
        if len(row.get(name, "")) > LONGEST_NAME:
            return f"the {name}'s name has more than {LONGEST_NAME} characters", "shorten it"
    if "language" in row and not BCP_47.regex.match(row["language"]):
        return f"language {row['language']!r} is not {BCP_47.looks_like}", "correct it, or leave it empty"
    if "source_url" in row and not row["source_url"].startswith(("http://", "https://")):
        return f"source_url {row['source_url']!r} is not a web address", "start it with https:// or http://"
    try:
        read_date(row.get("published", "2000"))
    except InvalidDate as error:
        return f"published: {error}", "write 2017-12-05, 2017-12 or 2017"
    return None
