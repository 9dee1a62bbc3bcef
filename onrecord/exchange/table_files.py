"""Every table, and every view made for people, in full, as CSV and as JSON."""

from __future__ import annotations

import csv

from onrecord.exchange.csv_safety import defuse
from onrecord.exchange.format import Dataset, Format, Pieces, json_array
from onrecord.exchange.tables import all_rows, read_table


class Echo:
    """A file for the csv module whose ``write`` returns the text."""

    def write(self, text: str) -> str:
        """The text."""
        return text


def csv_of_table(dataset: Dataset, table: str) -> Pieces:
    """The header and rows of a table or view, in the same form as the site's own CSV."""
    writer = csv.writer(Echo())
    yield writer.writerow([column.name for column in read_table(dataset.connection, table).columns])
    for row in all_rows(dataset.connection, table):
        yield writer.writerow([defuse(cell) for cell in row])


def json_of_table(dataset: Dataset, table: str) -> Pieces:
    """The rows of a table or view as an array of objects."""
    yield from json_array(dict(row) for row in all_rows(dataset.connection, table))
    yield "\n"


CSV = Format(
    path="data/*.csv",
    title="CSV",
    holds="Every row of a table or view under a header; text that a spreadsheet would run as a formula has an "
    "apostrophe before it.",
    media_type="text/csv",
    write=csv_of_table,
    per="table",
    address="/<database>/*.csv",
    packaged=True,
)
JSON = Format(
    path="json/*.json",
    title="JSON",
    holds="Every row of a table or view as an object, one per line.",
    media_type="application/json; charset=utf-8",
    write=json_of_table,
    per="table",
    address="/-/json/*.json",
)
