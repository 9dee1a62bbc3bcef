"""How to cite a row: in plain words and as BibTeX, always with its permalink."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from onrecord.database.query import NoSuchRow, identifier, one_row
from onrecord.exchange.permalinks import Site
from onrecord.exchange.phrases import as_text, line_range, review
from onrecord.exchange.tables import read_table
from onrecord.metadata import Metadata

CLAIM = "select * from claim_details where id = ?"
QUOTE = "select * from quote_details where id = ?"
NOBODY = "somebody unnamed"
TEX = {character: f"\\{character}" for character in "{}$&#%_"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True)
class RowCitation:
    """A row's permalink, and two ways to cite it."""

    permalink: str
    plain: str
    bibtex: str


@dataclass(frozen=True)
class CitedRow:
    """What is cited: its title, and a description of what it is and where it occurs."""

    title: str
    description: str


def cite(
    connection: sqlite3.Connection, table: str, key: tuple[str, ...], site: Site, metadata: Metadata
) -> RowCitation:
    """How to cite a row of any table.

    :param key: the primary key's values, in its order
    :raises NoSuchRow: when there is no such row, or no such table
    """
    what = cited_row(connection, table, key, metadata)
    link = site.row(table, *key)
    return RowCitation(
        permalink=link,
        plain=f"{metadata.title}: {what.title} — {what.description}. {link}",
        bibtex=bibtex(bibtex_key(site.database, table, key), what, link, metadata),
    )


def cited_row(connection: sqlite3.Connection, table: str, key: tuple[str, ...], metadata: Metadata) -> CitedRow:
    """The row in words: claims and quotes by speaker and place in the text, others by their label."""
    if table == "claims":
        row = one_row(connection, CLAIM, key)
        claimant = row["claimant"] or NOBODY
        words = f"in the dataset's words ({review(row)})"
        return CitedRow(f"“{row['statement']}”", f"claim by {claimant}, {words}, {passage_place(row)}")
    if table == "quotes":
        row = one_row(connection, QUOTE, key)
        words, speaker = as_text(row["exact"]), f", attributed to {row['speaker']}" if row["speaker"] else ""
        return CitedRow(words, f"quote{speaker}, as the document renders it, {passage_place(row)}")
    description = metadata.table(table)
    return CitedRow(f"“{row_label(connection, table, key, description.label_column)}”", f"row of “{description.title}”")


def passage_place(row: sqlite3.Row) -> str:
    """Where the words occur in their document."""
    characters = f"characters {row['start_char']}–{row['end_char']}"
    return f"from “{row['document']}”, {line_range(row['line_start'], row['line_end'])}, {characters}"


def row_label(connection: sqlite3.Connection, table: str, key: tuple[str, ...], column: str | None) -> str:
    """What a row is called: its label column, else its key.

    :raises NoSuchRow: when there is no such row, or no such table
    """
    sql = "select 1 from sqlite_master where type = 'table' and name = ?"
    one_row(connection, sql, (table,))
    known = read_table(connection, table)
    if len(known.primary_key) != len(key):
        raise NoSuchRow(f"{table} has no key of {len(key)} parts")
    columns = {found.name for found in known.columns}
    shown = identifier(column) if column in columns and column else "null"
    same = " and ".join(f"{identifier(name)} = ?" for name in known.primary_key)
    row = one_row(connection, f"select {shown} as label from {identifier(table)} where {same}", key)
    return as_text(str(row["label"])) if row["label"] is not None else ", ".join(key)


def bibtex_key(database: str, table: str, key: tuple[str, ...]) -> str:
    """A key that BibTeX accepts."""
    return re.sub(r"[^A-Za-z0-9.:-]+", "-", "-".join((database, table, *key)))


def bibtex(key: str, what: CitedRow, link: str, metadata: Metadata) -> str:
    """An ``@misc`` entry, without a year because a deterministic build has no date."""
    note = what.description[0].upper() + what.description[1:]
    fields = {
        "author": f"{{{tex(metadata.about)}}}",
        "title": f"{{{tex(what.title)}}}",
        "howpublished": f"Dataset {tex(metadata.title)}",
        "note": tex(note),
        "url": link,
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{key},\n{body}}}\n"


def tex(text: str) -> str:
    """Text with every character that TeX interprets escaped."""
    return "".join(TEX.get(character, character) for character in text)
