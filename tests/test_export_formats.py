"""The registry of export formats: one line there, and a format is wherever formats are."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.data import METADATA
from onrecord.database.query import iterate_rows, one_row
from onrecord.exchange.format import Dataset, Format, Pieces
from onrecord.exchange.formats import FORMATS
from onrecord.site.server import datasette_for
from tests.conftest import Run
from tests.readme import format_table


def references(dataset: Dataset, _: str) -> Pieces:
    for row in iterate_rows(dataset.connection, "select id, statement from claims order by rowid"):
        yield f"TY  - GEN\nTI  - {row['statement']}\nUR  - {dataset.site.row('claims', row['id'])}\nER  -\n"


def first_line(dataset: Dataset, document: str) -> Pieces:
    yield one_row(dataset.connection, "select text from documents where id = ?", (document,))["text"].splitlines()[0]


def length(dataset: Dataset, table: str) -> Pieces:
    yield str(len(list(iterate_rows(dataset.connection, f'select * from "{table}"'))))


TOYS = (
    Format("claims.ris", "RIS", "A reference a claim.", "text/x-ris", references, address="/-/claims.ris"),
    Format("first/*.txt", "First line", "How it begins.", "text/x-first", first_line, "document", "/-/first/*.txt"),
    Format("lengths/*.txt", "Length", "How many rows.", "text/x-length", length, "table", "/-/length/*.txt"),
    Format("of-no-address.txt", "Unoffered", "Its first claim.", "text/plain", references),
)


@pytest.fixture
def toys(monkeypatch: pytest.MonkeyPatch) -> tuple[Format, ...]:
    monkeypatch.setattr("onrecord.exchange.formats.FORMATS", (*FORMATS, *TOYS))
    return TOYS


def test_it_is_in_the_export_which_can_be_replaced(
    toys: tuple[Format, ...], run: Run, small_database: Path, tmp_path: Path
) -> None:
    for options in ((), ("--replace",)):
        result = run("export", small_database, tmp_path / "out", *options)
        assert result.exit_code == 0, result.output
        assert "  claims.ris " in result.output
        assert (tmp_path / "out" / "claims.ris").read_text().startswith("TY  - GEN\n")
        assert (tmp_path / "out" / "first" / "harbour.txt").read_text() == "The Harbour Talks"
        assert (tmp_path / "out" / "lengths" / "documents.txt").read_text() == "1"


def test_the_help_and_the_readme_list_it(toys: tuple[Format, ...], run: Run) -> None:
    usage = " ".join(run("export", "--help").output.split())
    table = format_table()
    for format in toys:
        assert f"{format.path} {format.title}. {format.holds}" in usage
        assert f"| `{format.path}` |" in table and f"| {format.title}. {format.holds} |" in table
    assert "| `/-/first/<document>.txt` |" in table


async def test_the_site_offers_it(toys: tuple[Format, ...], small_database: Path) -> None:
    site = datasette_for(small_database, METADATA)
    page = (await site.client.get("/downloads")).text
    for address, content, media_type in (
        ("/-/claims.ris", "TY  - GEN\n", "text/x-ris"),
        ("/-/first/harbour.txt", "The Harbour Talks", "text/x-first"),
        ("/-/length/documents.txt", "1", "text/x-length"),
    ):
        assert f'href="{address}"' in page
        response = await site.client.get(address)
        assert response.status_code == 200 and response.headers["content-type"] == media_type
        assert response.text.startswith(content)
    assert "<dd>A reference a claim.</dd>" in page and "/-/first/&lt;document&gt;.txt" in page
    assert (await site.client.get("/-/first/nothing.txt")).status_code == 404
    assert (await site.client.get("/-/of-no-address.txt")).status_code == 404


async def test_without_its_line_it_is_nowhere(run: Run, small_database: Path) -> None:
    assert "claims.ris" not in run("export", "--help").output
    assert (await datasette_for(small_database, METADATA).client.get("/-/claims.ris")).status_code == 404


def test_paths_addresses_and_titles_are_their_own() -> None:
    for names in (
        [format.path for format in FORMATS],
        [format.title for format in FORMATS],
        [format.address for format in FORMATS if format.address],
    ):
        assert len(set(names)) == len(names)
    for format in FORMATS:
        assert ("*" in format.path) == (format.per in ("table", "document")), format.path
        assert not format.address or ("*" in format.address) == ("*" in format.path), format.path
        assert format.holds.endswith(".")
