"""Figures in README.md and docs/evaluation.md as they are measured: ``make readme`` puts them in, tests compare."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from click.testing import CliRunner

from onrecord.cli import ProgressLine, main
from onrecord.corpus.directory import load_corpus
from onrecord.data import PROJECT, SEEDS
from onrecord.evaluation import figures
from onrecord.evaluation.readings import Evaluation, evaluations
from onrecord.evaluation.report import report
from onrecord.exchange import formats
from onrecord.problems import Problems
from onrecord.text import converters, document_files
from tests import made_docs

README, EVALUATION = PROJECT / "README.md", PROJECT / "docs" / "evaluation.md"
BLOCK = re.compile(r"<!-- (\w+) -->\n(.*?)<!-- end -->\n", re.DOTALL)
COUNTED = re.compile(r"^\| (`\w+`(?:, `\w+`)*) \| ([\d, ]+) \|", re.MULTILINE)
"""A line of the tables at a glance: tables, and their numbers of rows."""


def measured(progress: Callable[[str], None] = lambda _: None) -> list[Evaluation]:
    """The readings of the project's own documents, compared."""
    problems = Problems()
    corpus = load_corpus(SEEDS, problems, progress)
    problems.raise_if_any()
    return list(evaluations(corpus, progress))


def printed() -> dict[str, str]:
    """Each block of the README as it should be, by the name in its comment."""
    usage = CliRunner().invoke(main, ["--help"], prog_name="build_db.py").output
    return {
        "help": f"```\n{usage}```\n",
        "formats": format_table(),
        "converters": converter_table(),
    }


def format_table() -> str:
    """The export formats: where in an export, where on the site, what."""
    heading = "| in an export | on the site | what it is |\n|---|---|---|\n"
    places = [(f"`{one.path}`", f"`{one.at('onrecord')}`" * bool(one.address), one) for one in formats.FORMATS]
    return heading + "".join(f"| {path} | {address} | {one.title}. {one.holds} |\n" for path, address, one in places)


def converter_table() -> str:
    """The kinds of file that can be documents: how their names end, and the extra that installs what they need."""
    text = ", ".join(f"`{suffix}`" for suffix in document_files.TEXT_SUFFIXES)
    lines = ["| a file | its name ends in | needs |", "|---|---|---|", f"| Plain text, Markdown | {text} |  |"]
    for one in converters.CONVERTERS:
        needs = f"`pip install 'onrecord[{one.extra}]'`" if one.extra else ""
        lines.append(f"| {one.title} | {', '.join(f'`{suffix}`' for suffix in one.suffixes)} | {needs} |")
    return "\n".join(lines) + "\n"


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


def evaluation(found: Sequence[Evaluation]) -> str:
    """docs/evaluation.md as it should be."""
    return report(found, figures.load_measured(), figures.goals())


def renew(progress: ProgressLine) -> None:
    """Renew the files in place."""
    found = measured(progress)
    with tempfile.TemporaryDirectory() as directory:
        database = Path(directory) / "onrecord.db"
        CliRunner().invoke(main, ["build", "--output", str(database)], catch_exceptions=False)
        with closing(sqlite3.connect(database)) as connection:
            text = counted(renewed(README.read_text(encoding="utf-8"), printed()), connection)
            for path, make in made_docs.MADE.items():
                path.write_text(make(path.read_text(encoding="utf-8"), connection), encoding="utf-8")
    README.write_text(text, encoding="utf-8")
    EVALUATION.write_text(evaluation(found), encoding="utf-8")
    progress.done()


if __name__ == "__main__":
    renew(ProgressLine())
