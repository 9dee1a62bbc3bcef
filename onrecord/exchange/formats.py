"""Every export format. The export, its help, the README, the routes and the page of downloads follow this list."""

from __future__ import annotations

from onrecord.exchange import atom, data_package, geojson, schema_org, table_files, web_annotation
from onrecord.exchange.format import Format

FORMATS: tuple[Format, ...] = (
    table_files.CSV,
    table_files.JSON,
    geojson.PLACES,
    geojson.CLAIMS,
    web_annotation.ANNOTATIONS,
    atom.FEED,
    schema_org.DATASET,
    data_package.PACKAGE,
)
"""In the order in which they are written and listed: the data package describes the files written before it."""
