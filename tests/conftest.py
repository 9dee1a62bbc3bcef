"""What the tests share: a small corpus that can be bent, and the project's own database, built once."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, settings

from onrecord.cli import main
from onrecord.data import SEEDS
from onrecord.site.standalone import SETTINGS

FIXTURES = Path(__file__).parent / "fixtures"

pytest_plugins = ["tests.browser"] if (Path(__file__).parent / "browser.py").exists() else []

# The same examples on every day, however busy the machine is; ``pytest --hypothesis-profile=search`` tries others.
settings.register_profile("same", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", settings.get_profile("same"), derandomize=False, max_examples=2_000)
settings.load_profile("same")

Run = Callable[..., Result]


@pytest.fixture(autouse=True, scope="session")
def patience() -> None:
    """A minute for a query: on a busy machine a second may pass before it begins. Tests of the limit set their own."""
    SETTINGS.update(sql_time_limit_ms=60_000, facet_time_limit_ms=60_000)


@pytest.fixture(autouse=True, scope="module")
def release() -> Iterator[None]:
    """Close the sites of a module that is done: SQLite's memory is bounded for the whole process."""
    yield
    gc.collect()


@pytest.fixture
def run() -> Run:
    """Run ``build_db.py`` with arguments, as a user would."""

    def invoke(*arguments: str | os.PathLike[str]) -> Result:
        return CliRunner().invoke(main, [os.fspath(argument) for argument in arguments], catch_exceptions=False)

    return invoke


def said(result: Result) -> str:
    """What a command said, without the lines that a slow machine adds to show that it is at work."""
    lines = result.output.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("… "))


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A directory with one small annotated document and the authority files that it needs."""
    directory = tmp_path / "seeds"
    shutil.copytree(FIXTURES / "seeds", directory)
    return directory


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own database, built from its seeds."""
    output = tmp_path_factory.mktemp("built") / "onrecord.db"
    result = CliRunner().invoke(
        main, ["build", "--strict", str(SEEDS), "--output", str(output)], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    return output


@pytest.fixture(scope="session")
def small_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the small corpus."""
    output = tmp_path_factory.mktemp("small") / "onrecord.db"
    arguments = ["build", str(FIXTURES / "seeds"), "--output", str(output)]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return output


@pytest.fixture
def connection(database: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection to the project's own database."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()
