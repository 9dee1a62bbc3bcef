"""The wheel in a fresh environment outside the checkout: it builds and serves, and never needs the checkout."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from onrecord.data import PROJECT
from tests.conftest import FIXTURES

NO_NETWORK = """\
import socket
connect = socket.socket.connect
def only_here(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1"):
        raise OSError(f"the test has no network: {address}")
    return connect(self, address)
socket.socket.connect = only_here
"""

pytestmark = pytest.mark.xdist_group("package")


class Installed:
    """An environment that has the wheel, and the dependencies of this one."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        venv.create(directory, symlinks=True)
        paths = {"base": str(directory), "platbase": str(directory)}
        self.packages = Path(sysconfig.get_path("purelib", "venv", vars=paths))
        self.scripts = Path(sysconfig.get_path("scripts", "venv", vars=paths))
        (self.packages / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
        (self.packages / "sitecustomize.py").write_text(NO_NETWORK)

    def command(self, name: str, *arguments: str | Path) -> list[str]:
        """A program of the environment: the installed command, or Datasette, which is run as a module."""
        program = [self.scripts / name] if name == "onrecord" else [self.scripts / "python", "-m", name]
        return [*map(str, program), *map(str, arguments)]

    def run(self, directory: Path, name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment in a directory."""
        return subprocess.run(
            self.command(name, *arguments), cwd=directory, env=environment(), capture_output=True, text=True
        )

    def listing(self) -> list[str]:
        """Every file of the installed package."""
        return sorted(str(path) for path in (self.packages / "onrecord").rglob("*") if "__pycache__" not in path.parts)


def environment() -> dict[str, str]:
    """The environment without anything that leads to the checkout."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel of this checkout, installed."""
    directory = tmp_path_factory.mktemp("package")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    build = ["wheel", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", directory, PROJECT]
    subprocess.run([*pip, *map(str, build)], check=True)
    (wheel,) = directory.glob("*.whl")
    made = Installed(directory / "environment")
    install = ["install", "--no-deps", "--no-index", "--force-reinstall", str(wheel)]
    subprocess.run([*pip, "--python", str(made.scripts / "python"), *install], check=True)
    return made


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A directory with a document that somebody annotated and one that nobody did."""
    shutil.copytree(FIXTURES / "seeds", tmp_path / "documents")
    text = "Lena Brandt said on Monday that the bridge in Lisbon would be closed.\n"
    (tmp_path / "documents" / "bridge.txt").write_text(text)
    return tmp_path


@pytest.fixture
def built(installed: Installed, elsewhere: Path) -> Path:
    """A directory in which the installed command has built a database."""
    done = installed.run(elsewhere, "onrecord", "build", "documents", "--no-evaluation")
    assert done.returncode == 0, done.stderr
    return elsewhere


@contextmanager
def served(installed: Installed, directory: Path) -> Iterator[str]:
    """The site of the database that is in the directory."""
    command = installed.command("onrecord", "serve", "--port", "0")
    with subprocess.Popen(command, cwd=directory, env=environment(), stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield server.stdout.readline().split(" at ")[1].split(" ")[0]
        finally:
            server.terminate()


def test_the_command_builds_and_serves_and_writes_nothing_of_its_own(installed: Installed, built: Path) -> None:
    before = installed.listing()
    assert sorted(path.name for path in built.iterdir()) == ["documents", "onrecord.db"]
    with served(installed, built) as address:
        for path, words in (
            ("", "who claims what"),
            ("onrecord/claims_in_context", "harbour"),
            ("onrecord/claims.json?_shape=array", "Lisbon"),
            ("read/bridge", "Lena Brandt"),
            ("-/static-plugins/onrecord/site.css", "--"),
        ):
            with urllib.request.urlopen(f"{address}{path}") as answer:
                assert words.lower() in answer.read().decode().lower(), path
    assert installed.listing() == before


def test_a_directory_must_be_named_where_there_is_no_checkout(installed: Installed, tmp_path: Path) -> None:
    done = installed.run(tmp_path, "onrecord", "build")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Missing argument '[DIRECTORY]'" in done.stderr or "Missing argument 'DIRECTORY'" in done.stderr
    done = installed.run(tmp_path, "onrecord", "serve")
    assert done.returncode == 1
    assert "build one first: onrecord build" in done.stderr


def test_datasette_with_the_plugin_alone_says_what_it_lacks(installed: Installed, built: Path) -> None:
    done = installed.run(built, "datasette", "serve", "onrecord.db", "--get", "/onrecord/claims_in_context")
    assert done.returncode == 0, done.stderr
    assert "this site lacks --immutable onrecord.db, --setting sql_time_limit_ms" not in done.stderr
    assert "onrecord: this site lacks --immutable onrecord.db, " in done.stderr
    assert "onrecord serve --database FILE gives it all of them" in done.stderr
    assert "Claims in context" in done.stdout


def test_a_database_of_another_version_is_refused_in_a_line(installed: Installed, built: Path) -> None:
    with closing(sqlite3.connect(built / "onrecord.db")) as connection:
        connection.execute("drop view uncovered_sentences")
    for command in (["onrecord", "serve"], ["datasette", "serve", "onrecord.db", "--get", "/"]):
        done = installed.run(built, *command)
        assert done.returncode == 1
        assert "another version: it lacks" in done.stderr
        assert "Traceback" not in done.stderr
