"""The README's figures, as the commands print them: ``make readme`` puts them in, the tests compare."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from pathlib import Path

from click.testing import CliRunner

from onrecord.cli import main
from onrecord.corpus import PROJECT

README = PROJECT / "README.md"
BLOCK = re.compile(r"<!-- (\w+) -->\n(.*?)<!-- end -->\n", re.DOTALL)
COUNTED = re.compile(r"^\| (`\w+`(?:, `\w+`)*) \| ([\d, ]+) \|", re.MULTILINE)
"""A line of the tables at a glance: tables, and their numbers of rows."""


def printed() -> dict[str, str]:
    """Each block of the README as it should be, by the name in its comment."""
    runner = CliRunner()
    usage = runner.invoke(main, ["--help"], prog_name="build_db.py").output
    tables = re.findall(r"(?:^\|.*\n)+", runner.invoke(main, ["evaluate"]).output, re.MULTILINE)
    return {"help": f"```\n{usage}```\n", "blind": tables[0], "machine": tables[2]}


def renewed(text: str, blocks: dict[str, str]) -> str:
    """The README with every block renewed."""
    return BLOCK.sub(lambda match: f"<!-- {match[1]} -->\n{blocks[match[1]]}<!-- end -->\n", text)


def counted(text: str, connection: sqlite3.Connection) -> str:
    """The README with the rows of the tables at a glance counted anew."""

    def line(match: re.Match[str]) -> str:
        tables = re.findall(r"`(\w+)`", match[1])
        counts = [connection.execute(f'select count(*) from "{table}"').fetchone()[0] for table in tables]
        return f"| {match[1]} | {', '.join(map(str, counts))} |"

    return COUNTED.sub(line, text)


def renew() -> None:
    """Renew the README in place."""
    with tempfile.TemporaryDirectory() as directory:
        database = Path(directory) / "onrecord.db"
        CliRunner().invoke(main, ["build", "--output", str(database)], catch_exceptions=False)
        connection = sqlite3.connect(database)
        text = counted(renewed(README.read_text(encoding="utf-8"), printed()), connection)
        connection.close()
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    renew()
