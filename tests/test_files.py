"""Files that appear whole, and databases that are what they should be."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from onrecord.atomic import write_whole
from onrecord.database.open import open_database
from onrecord.problems import InputError
from tests.conftest import Run


def test_a_file_replaces_an_older_one_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    with monkeypatch.context() as patch, pytest.raises(OSError, match="no room"):
        patch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "no room")))
        write_whole(path, b"three")
    assert path.read_bytes() == b"two"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_file_that_came_meanwhile_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "a.txt", b"yours", replace=False)
    assert (tmp_path / "a.txt").read_bytes() == b"mine"
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.parametrize(
    ("name", "output", "what"),
    [
        ("news.yml", "-", "its suffix is not that of a document — rename it to end in one of .txt, .md"),
        ("news.txt", "none/news.yml", "none/news.yml: there is no directory"),
        ("news.txt", "link.yml", "link.yml: the file exists and will not be overwritten"),
        ("news.txt", "news.txt", "news.txt: the file exists and will not be overwritten"),
    ],
)
def test_a_draft_that_can_not_be_written(run: Run, tmp_path: Path, name: str, output: str, what: str) -> None:
    (tmp_path / name).write_text("The harbour is closed.", encoding="utf-8")
    (tmp_path / "link.yml").symlink_to(tmp_path / "nowhere.yml")
    before = sorted(os.listdir(tmp_path))
    result = run("draft", tmp_path / name, "--output", output if output == "-" else tmp_path / output)
    assert result.exit_code == 1
    assert what in result.output
    assert sorted(os.listdir(tmp_path)) == before


def test_a_draft_on_a_full_disk(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "news.txt").write_text("The harbour is closed.", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    result = run("draft", tmp_path / "news.txt")
    assert result.exit_code == 1
    assert "news.yml: the draft can't be written: No space left on device — free some space" in result.output
    assert os.listdir(tmp_path) == ["news.txt"]


def test_what_no_check_foresaw_is_still_a_line(run: Run, seeds: Path, tmp_path: Path) -> None:
    name = "x" * 250 + ".db"
    result = run("build", seeds, "--output", tmp_path / name)
    assert result.exit_code == 1
    assert "File name too long — check that it exists, its permissions" in result.output
    assert os.listdir(tmp_path) == ["seeds"]


def foreign(path: Path) -> None:
    """The database of another program."""
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table mine (a)")


def older(path: Path) -> None:
    """A database of another version of the schema."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("alter table claims rename column note to remark")


def cut(path: Path) -> None:
    """A truncated database."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def folder(path: Path) -> None:
    """A directory."""
    path.unlink()
    path.mkdir()


def missing(path: Path) -> None:
    """No database."""
    path.unlink()


UNUSABLE: list[tuple[Callable[[Path], object], str]] = [
    (missing, "there is no such database — build one first: python build_db.py build"),
    (folder, "this is not a file"),
    (lambda path: path.write_bytes(b""), "this is not an onrecord database, or one of another version: it lacks"),
    (lambda path: path.write_bytes(b"Years of work." * 99), "the database can't be read: file is not a database"),
    (cut, "the database can't be read: database disk image is malformed"),
    (foreign, "this is not an onrecord database, or one of another version"),
    (older, "this is not an onrecord database, or one of another version: it lacks claims.note — use a database that"),
]


@pytest.mark.parametrize(("spoil", "what"), UNUSABLE)
def test_only_an_onrecord_database_is_served_and_exported(
    run: Run, small_database: Path, tmp_path: Path, spoil: Callable[[Path], object], what: str
) -> None:
    path = tmp_path / "onrecord.db"
    path.write_bytes(small_database.read_bytes())
    with open_database(path):
        pass
    spoil(path)
    before = sorted(os.listdir(tmp_path))
    for arguments in (("serve", "--database", path), ("export", path, tmp_path / "out")):
        result = run(*arguments)
        assert result.exit_code == 1
        assert f"{path}: {what}" in result.output
    assert sorted(os.listdir(tmp_path)) == before
    with pytest.raises(InputError), open_database(path):
        pass
