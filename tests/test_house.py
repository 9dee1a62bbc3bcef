"""The layout keeps its promises: data flows one way, names are unique, the reader's fingerprint sees what it must."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from onrecord.data import PACKAGE, PROJECT
from onrecord.reader.fingerprint import LIBRARIES, PARTS, fingerprint
from tests.house import STOREYS, House, report, storey

HOUSE = House()


def test_nobody_imports_against_the_way_of_data() -> None:
    assert HOUSE.backward() == []
    assert (
        storey("reader.claims.roles") > storey("reader.places.metonyms") > storey("annotation.model") > storey("span")
    )


def test_every_module_has_its_storey() -> None:
    assert {name.split(".")[0] for name in HOUSE.files if name} == set(" ".join(STOREYS).split())


def test_no_file_and_no_class_exists_twice() -> None:
    assert HOUSE.same_file_names() == {}
    assert HOUSE.twice(ast.ClassDef) == {}


def test_the_figures_of_the_house_can_be_printed() -> None:
    figures = dict(report(HOUSE))
    assert int(figures["lines of Python in onrecord/"].replace(",", "")) > 10_000
    assert figures["imports against the flow of data"] == "0"


def test_the_command_line_starts_without_the_reader() -> None:
    slow = ("spacy", "thinc", "onrecord.reader")
    program = f"import sys, onrecord.cli; print([m for m in sys.modules if m.startswith({slow})])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout == "[]\n"


def test_what_the_reader_imports_is_in_its_fingerprint() -> None:
    parts = {part.removesuffix(".py") for part in PARTS}
    imported = {arrow.imported.split(".")[0] for arrow in HOUSE.arrows if arrow.importer.split(".")[0] in parts}
    assert imported - {""} <= parts


def append(name: str) -> Callable[[Path], None]:
    """Change a file of the copied package by one line at its end."""

    def change(package: Path) -> None:
        path = package / name
        assert path.is_file(), name
        path.write_bytes(path.read_bytes() + b"\n")

    return change


def add(package: Path) -> None:
    """Add a module to the copied package."""
    (package / "reader" / "claims" / "new.py").write_text("NEW = 1\n")


def remove(package: Path) -> None:
    """Take a module away from the copied package."""
    (package / "reader" / "claims" / "roles.py").unlink()


CHANGES: dict[str, Callable[[Path], None]] = {
    "which line breaks mean a paragraph": append("text/paragraphs.py"),
    "how sections are found": append("text/sections.py"),
    "how dates are read": append("dates.py"),
    "the form of annotations": append("annotation/model.py"),
    "how authority files are read": append("annotation/authority.py"),
    "a cue": append("reader/english/cues.yml"),
    "a table of places": append("reader/places/data/towns.tsv"),
    "a rule": append("reader/claims/roles.py"),
    "a new file of rules": add,
    "a file less": remove,
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package."""
    return shutil.copytree(PACKAGE, tmp_path / "onrecord", ignore=shutil.ignore_patterns("__pycache__"))


@pytest.mark.parametrize("what", CHANGES)
def test_the_fingerprint_changes_with(what: str, package: Path) -> None:
    before = fingerprint.__wrapped__(package)
    CHANGES[what](package)
    assert before == fingerprint() != fingerprint.__wrapped__(package)


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_fingerprint_changes_with_a_library(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, version = fingerprint(), metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "0" if name == library else version(name))
    assert fingerprint.__wrapped__(PACKAGE) != before


def test_the_fingerprint_does_not_change_with_the_site(package: Path) -> None:
    append("site/respond.py")(package)
    assert fingerprint.__wrapped__(package) == fingerprint()


def recipes() -> dict[str, list[str]]:
    """The files that each recipe of docs/contributing.md names, by its title."""
    text = (PROJECT / "docs" / "contributing.md").read_text(encoding="utf-8").partition("## Recipes")[2]
    parts = re.split(r"^### (.+)\n", text.partition("\n## ")[0], flags=re.MULTILINE)[1:]
    return {
        title: re.findall(r"`([\w./]+[/.]\w*)`", steps) for title, steps in zip(parts[::2], parts[1::2], strict=True)
    }


@pytest.mark.parametrize("recipe", recipes())
def test_every_file_that_a_recipe_names_exists(recipe: str) -> None:
    files = recipes()[recipe]
    assert files
    for name in files:
        assert (PROJECT / name).exists(), name


def test_there_is_a_recipe_for_everything_that_people_add() -> None:
    assert list(recipes()) == [
        "An export format",
        "A page",
        "A cue",
        "A column",
        "A term, or a vocabulary",
        "An input format",
        "A reader",
        "A language",
    ]
