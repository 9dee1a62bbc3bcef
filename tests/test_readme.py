"""The README says what is so: its commands, figures and names are checked against the project."""

from __future__ import annotations

import re
import sqlite3
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from onrecord import __version__
from onrecord.cli import main
from onrecord.data import PROJECT
from onrecord.evaluation.readings import Evaluation
from tests.made_docs import MADE, QUESTIONS
from tests.readme import BLOCK, COUNTED, EVALUATION, counted, evaluation, measured, printed, renewed

README = (PROJECT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def found() -> list[Evaluation]:
    """The readings of the project's own documents, compared now."""
    return measured()


def test_help_and_tables_are_what_make_readme_writes() -> None:
    blocks = printed()
    assert {match[1] for match in BLOCK.finditer(README)} == set(blocks)
    assert README == renewed(README, blocks)


def test_the_evaluation_is_what_make_evaluate_writes(found: list[Evaluation]) -> None:
    """What a clone can measure is measured again, the corpora's figures are those that were kept."""
    assert EVALUATION.read_text(encoding="utf-8") == evaluation(found)


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.name)
def test_what_docs_show_of_the_database_is_what_make_readme_writes(path: Path, connection: sqlite3.Connection) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == MADE[path](text, connection)


def test_every_question_has_an_answer() -> None:
    text = QUESTIONS.read_text(encoding="utf-8")
    assert text.count("\n## ") == 20
    for _, answer in re.findall(r"```sql\n(.*?)```\n\n((?:\|.*\n)+)", text, re.DOTALL):
        assert answer.count("\n") > 2


def test_every_command_has_useful_help() -> None:
    for name, command in main.commands.items():
        result = CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == 0
        assert command.help and len(command.help) > 40
        for parameter in command.params:
            assert not isinstance(parameter, click.Option) or parameter.help, (name, parameter.name)


def test_the_counts_of_the_tables_at_a_glance(connection: sqlite3.Connection) -> None:
    assert len(COUNTED.findall(README)) >= 12
    assert counted(README, connection) == README


def test_the_pages_and_the_row_that_the_readme_names_exist(connection: sqlite3.Connection) -> None:
    names = {name for (name,) in connection.execute("select name from sqlite_master where type in ('table', 'view')")}
    metadata = (PROJECT / "metadata.yml").read_text(encoding="utf-8")
    for name in re.findall(r"`/onrecord/(\w+)[`?]", README):
        assert name in names or f"      {name}:\n" in metadata, name
    for claim in set(re.findall(r"claim[s=` /]+`?([a-z]+(?:-[a-z]+){2,})", README)):
        assert connection.execute("select count(*) from claims where id = ?", (claim,)).fetchone()[0] == 1, claim


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    table = README.partition("| dependency | for |")[2]
    for dependency in project["dependencies"]:
        name = re.split(r"[<>=]", dependency)[0]
        assert re.search(rf"\b{re.escape(name)}\b", table), name


def test_the_version_is_one() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__
    assert f"onrecord {__version__}, claim" in README


def test_everything_at_the_top_level_has_its_reason() -> None:
    usual = {"README.md", "LICENSE", "CHANGELOG.md", "Makefile", "pyproject.toml", ".gitignore", ".ci"}
    tracked = {path.name for path in PROJECT.iterdir() if not path.name.startswith((".venv", ".git"))}
    made = {"onrecord.db", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", "__pycache__", ".corpus"}
    table = README.partition("## What is where")[2]
    for name in tracked - usual - made:
        mentioned = "requirements*.txt" if name.startswith("requirements") else name
        assert f"`{mentioned}" in table, name
