"""The names of actors and places as rows: those of their records, then those that documents call them by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from onrecord.annotation.model import Actor, Location
from onrecord.annotation.names import MOST_NAMES, KnownName, all_names
from onrecord.database.rows import Rows
from onrecord.folding import fold
from onrecord.values import LONGEST_NAME, Slug

SPELLING = "spelling"
"""The kind of a name that only a text uses."""

MENTIONS = {"actors": ("actor_mentions", "actor_id"), "locations": ("location_mentions", "location_id")}
"""For each kind of record, the table of its mentions, and the column that names it there."""


class Spellings:
    """The names that documents use and records lack, by kind of record, record and folded name."""

    def __init__(self) -> None:
        self.found: dict[str, dict[Slug, dict[str, KnownName]]] = {kind: defaultdict(dict) for kind in MENTIONS}

    def add(self, rows: Rows, records: Mapping[str, Mapping[Slug, Actor | Location]]) -> None:
        """Add the names in a document's rows; mistranslations, descriptions and doubtful mentions name nobody.

        :param records: the actors and the places on record
        """
        words = {row["id"]: " ".join(row["exact"].split()) for row in rows["spans"]}
        language = rows["documents"][0]["language"]
        for kind, (table, column) in MENTIONS.items():
            for row in rows.get(table, ()):
                record = records[kind].get(row[column])
                if record and row["form"] == "name" and row["certainty"] == "certain":
                    self.note(kind, record, words[row["span_id"]], language)

    def note(self, kind: str, record: Actor | Location, name: str, language: str) -> None:
        """Remember a name, unless the record has it."""
        key = fold(name)
        if not key or len(name) > LONGEST_NAME or key == fold(record.name):
            return
        found = self.found[kind]
        if len(found.get(record.id, ())) < MOST_NAMES and all(key != fold(one.name) for one in record.names):
            found[record.id].setdefault(key, KnownName(name, language if language != "und" else None, SPELLING))


def name_rows(records: Iterable[Actor | Location], kind: str, spellings: Spellings) -> list[dict[str, Any]]:
    """The rows of ``actor_names`` or ``location_names``: at most :data:`MOST_NAMES` for each record."""
    column = MENTIONS[kind][1]
    return [
        {column: record.id, "name": one.name, "language": one.language, "kind": one.kind}
        for record in records
        for one in all_names(record, spellings.found[kind].get(record.id, {}).values())[:MOST_NAMES]
    ]
