"""How to cite a row: in plain words and as BibTeX, always with its permalink."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from onrecord.database.query import NoSuchRow, one_row, quoted
from onrecord.exchange.permalinks import Site
from onrecord.exchange.phrases import as_text, lines
from onrecord.exchange.tables import read_table
from onrecord.metadata import Metadata

CLAIM = """
select claims.statement as words, actors.name as speaker, documents.title, spans.line_start, spans.line_end,
  spans.start_char, spans.end_char
from claims join spans on spans.id = claims.span_id join documents on documents.id = spans.document_id
left join actors on actors.id = claims.claimant_id where claims.id = ?
"""
QUOTE = """
select spans.exact as words, actors.name as speaker, documents.title, spans.line_start, spans.line_end,
  spans.start_char, spans.end_char
from quotes join spans on spans.id = quotes.span_id join documents on documents.id = spans.document_id
left join actors on actors.id = quotes.speaker_id where quotes.id = ?
"""
NOBODY = "somebody unnamed"
TEX = {character: f"\\{character}" for character in "{}$&#%_"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True)
class WaysToCite:
    """A row's permalink, and two ways to cite it."""

    permalink: str
    plain: str
    bibtex: str


@dataclass(frozen=True)
class CitedRow:
    """What is cited: its title, and what it is and where it stands."""

    title: str
    description: str


def cite(
    connection: sqlite3.Connection, table: str, key: tuple[str, ...], site: Site, metadata: Metadata
) -> WaysToCite:
    """How to cite a row of any table.

    :param key: the primary key's values, in its order
    :raises NoSuchRow: when there is no such row, or no such table
    """
    what = described(connection, table, key, metadata)
    link = site.row(table, *key)
    return WaysToCite(
        permalink=link,
        plain=f"{metadata.title}: {what.title} — {what.description}. {link}",
        bibtex=bibtex(bibtex_key(site.database, table, key), what, link, metadata),
    )


def described(connection: sqlite3.Connection, table: str, key: tuple[str, ...], metadata: Metadata) -> CitedRow:
    """The row in words: claims and quotes with who and where, all others by their label."""
    if table == "claims":
        row = one_row(connection, CLAIM, key)
        return CitedRow(
            f"“{row['words']}”", f"claim by {row['speaker'] or NOBODY}, in the dataset's words, {place(row)}"
        )
    if table == "quotes":
        row = one_row(connection, QUOTE, key)
        words, speaker = as_text(row["words"]), f", attributed to {row['speaker']}" if row["speaker"] else ""
        return CitedRow(words, f"quote{speaker}, as the document renders it, {place(row)}")
    description = metadata.table(table)
    return CitedRow(f"“{label(connection, table, key, description.label_column)}”", f"row of “{description.title}”")


def place(row: sqlite3.Row) -> str:
    """Where the words stand in their document."""
    characters = f"characters {row['start_char']}–{row['end_char']}"
    return f"from “{row['title']}”, {lines(row['line_start'], row['line_end'])}, {characters}"


def label(connection: sqlite3.Connection, table: str, key: tuple[str, ...], column: str | None) -> str:
    """What a row is called: its label column, else its key.

    :raises NoSuchRow: when there is no such row, or no such table
    """
    sql = "select 1 from sqlite_master where type = 'table' and name = ?"
    one_row(connection, sql, (table,))
    known = read_table(connection, table)
    if len(known.primary_key) != len(key):
        raise NoSuchRow(f"{table} has no key of {len(key)} parts")
    columns = {found.name for found in known.columns}
    shown = quoted(column) if column in columns and column else "null"
    same = " and ".join(f"{quoted(name)} = ?" for name in known.primary_key)
    row = one_row(connection, f"select {shown} as label from {quoted(table)} where {same}", key)
    return as_text(str(row["label"])) if row["label"] is not None else ", ".join(key)


def bibtex_key(database: str, table: str, key: tuple[str, ...]) -> str:
    """A key that BibTeX accepts."""
    return re.sub(r"[^A-Za-z0-9.:-]+", "-", "-".join((database, table, *key)))


def bibtex(key: str, what: CitedRow, link: str, metadata: Metadata) -> str:
    """An ``@misc`` entry; a deterministic build has no date, so that it has no year."""
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
    """Text whose every character TeX prints as it stands."""
    return "".join(TEX.get(character, character) for character in text)
