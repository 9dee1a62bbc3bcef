"""`build_db.py export`: everything, whole or not at all, the same bytes, and help when it can't be done."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from onrecord.atomic import OutputDirectory
from onrecord.data import PROJECT
from onrecord.exchange.export import export_database, top_level
from onrecord.exchange.tables import exported_names, kind_of
from onrecord.metadata import load_metadata
from tests.conftest import Run
from tests.export_example import add_documents, add_hard_document, exported
from tests.moments import stoppable

EXPORT = [sys.executable, str(PROJECT / "build_db.py"), "export"]


def contents(directory: Path) -> dict[str, bytes]:
    """Every file of a directory by its path."""
    files = (path for path in directory.rglob("*") if path.is_file())
    return {str(path.relative_to(directory)): path.read_bytes() for path in files}


def test_an_export_has_every_format(run: Run, small_database: Path, tmp_path: Path) -> None:
    result = run("export", small_database, tmp_path / "out")
    assert result.exit_code == 0
    assert f"Exported {small_database} to {tmp_path / 'out'}" in result.stdout
    assert set(os.listdir(tmp_path / "out")) == top_level()
    assert os.listdir(tmp_path / "out" / "annotations") == ["harbour.jsonld"]
    assert os.listdir(tmp_path) == ["out"]


def test_the_json_of_each_table_is_its_rows(small_database: Path, tmp_path: Path) -> None:
    export_database(small_database, tmp_path / "out")
    with closing(sqlite3.connect(small_database)) as connection:
        tables = [name for name in exported_names(connection, load_metadata()) if kind_of(connection, name) == "table"]
        connection.row_factory = sqlite3.Row
        for table in tables:
            rows = json.loads((tmp_path / "out" / "json" / f"{table}.json").read_text(encoding="utf-8"))
            assert rows == [dict(row) for row in connection.execute(f'select * from "{table}" order by rowid')]
    assert {path.stem for path in (tmp_path / "out" / "json").iterdir()} == exported()


def test_the_views_made_for_people_are_files_without_what_serves_the_site(small_database: Path, tmp_path: Path) -> None:
    export_database(small_database, tmp_path / "out")
    claims = json.loads((tmp_path / "out" / "json" / "claims_in_context.json").read_text(encoding="utf-8"))
    assert "search_id" not in claims[0]
    assert {"claimant", "claimant_id", "event_date", "event_date_edtf", "document_id"} <= set(claims[0])
    with (tmp_path / "out" / "data" / "claims_in_context.csv").open(encoding="utf-8", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == [claim["id"] for claim in claims]
    with (tmp_path / "out" / "data" / "locations_map.csv").open(encoding="utf-8", newline="") as file:
        assert "popup" not in next(csv.reader(file))


def test_what_is_only_counted_is_in_no_file(small_database: Path, tmp_path: Path) -> None:
    export_database(small_database, tmp_path / "out")
    files = {path.stem for path in (tmp_path / "out").glob("*/*")}
    assert {"claims", "claims_in_context", "claim_text_issues"} <= files
    assert not files & {"figures", "claim_counts", "voices", "mapped_locations", "row_counts", "facet_counts"}
    package = (tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8")
    assert "facet_counts" not in package


def test_the_database_is_only_read_and_gives_the_same_bytes_anywhere(small_database: Path, tmp_path: Path) -> None:
    before = small_database.read_bytes()
    made = []
    for number, environment in enumerate(
        (
            {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
            {"TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
        )
    ):
        out = tmp_path / str(number)
        command = [*EXPORT, str(small_database), str(out)]
        subprocess.run(command, env={**os.environ, **environment}, cwd=tmp_path, check=True, capture_output=True)
        made.append(contents(out))
    assert made[0] == made[1]
    assert small_database.read_bytes() == before


def test_permalinks_begin_with_the_base_url(small_database: Path, tmp_path: Path) -> None:
    export_database(small_database, tmp_path / "out", "https://claims.example/data/")
    files = contents(tmp_path / "out")
    for name in ("claims.geojson", "claims.atom", "dataset.jsonld", "annotations/harbour.jsonld"):
        assert b"https://claims.example/data/small" not in files[name]
        assert b"https://claims.example/data/onrecord" in files[name], name
        assert not any(b"127.0.0.1" in data for data in files.values())


def test_the_database_is_called_as_on_the_site(small_database: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "Harbour talks.db"
    renamed.write_bytes(small_database.read_bytes())
    export_database(renamed, tmp_path / "out")
    assert b"http://127.0.0.1:8001/Harbour+talks/claims/" in (tmp_path / "out" / "claims.geojson").read_bytes()
    assert json.loads((tmp_path / "out" / "datapackage.json").read_bytes())["name"] == "harbour-talks"


def test_an_empty_directory_is_filled_and_an_export_replaced_only_if_told_so(
    run: Run, small_database: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert run("export", small_database, out).exit_code == 0
    (out / "claims.atom").write_bytes(b"old")
    result = run("export", small_database, out)
    assert result.exit_code == 1
    assert "the directory contains an export — use --replace to replace it" in result.output
    assert (out / "claims.atom").read_bytes() == b"old"
    assert run("export", small_database, out, "--replace").exit_code == 0
    assert (out / "claims.atom").read_bytes() != b"old"
    assert os.listdir(tmp_path) == ["out"]


def test_nothing_that_no_export_wrote_is_ever_deleted(run: Run, small_database: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("export", small_database, out).exit_code == 0
    (out / "thesis.docx").write_bytes(b"Years of work.")
    result = run("export", small_database, out, "--replace")
    assert result.exit_code == 1
    assert "unknown file 'thesis.docx'; exports write only annotations, claims.atom, " in result.output
    assert (out / "thesis.docx").read_bytes() == b"Years of work."


@pytest.mark.parametrize(
    ("database", "directory", "options", "said"),
    [
        ("none.db", "out", (), "none.db: there is no such database — build one first"),
        (".", "out", (), "this is not a file"),
        ("essay.txt", "out", (), "the database can't be read: file is not a database — use a database that"),
        ("other.db", "out", (), "this is not an onrecord database, or one of another version: it lacks actor_types"),
        ("small.db", "no/out", (), "there is no directory"),
        ("small.db", "essay.txt", (), "essay.txt: this is a file, not a directory — choose another directory"),
        ("small.db", ".", (), "this is the current directory — leave it first"),
        ("small.db", "out", ("--base-url", "claims.example"), "'claims.example' is not the address of a site — give"),
        ("small.db", "out", ("--base-url", "https://x.example/?a=1"), "is not the address of a site"),
    ],
)
def test_what_cannot_be_done_is_said(
    run: Run,
    small_database: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    database: str,
    directory: str,
    options: tuple[str, ...],
    said: str,
) -> None:
    (tmp_path / "essay.txt").write_text("Years of work, and more than a hundred characters of them. " * 20)
    (tmp_path / "small.db").write_bytes(small_database.read_bytes())
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("create table mine (a)")
    before = contents(tmp_path)
    monkeypatch.chdir(tmp_path)
    result = run("export", database, directory, *options)
    assert result.exit_code == 1
    assert said in result.output
    assert result.output.endswith("1 problem; nothing was written.\n")
    assert "Traceback" not in result.output
    assert contents(tmp_path) == before


def test_a_directory_that_cannot_be_written(
    run: Run, small_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.access
    # The tests may run as root, who may write anywhere: what the system answers is all that differs.
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path and real(path, mode))
    result = run("export", small_database, tmp_path / "out")
    assert result.exit_code == 1
    assert f"the directory {tmp_path} is not writable — choose another directory" in result.output


def test_a_full_disk(small_database: Path, tmp_path: Path) -> None:
    """A limit on the size of files stands for a full disk: both make the writing fail."""
    command = f"ulimit -f 1; trap '' XFSZ; exec {' '.join(EXPORT)} {small_database} {tmp_path / 'out'}"
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert result.returncode == 1
    assert "the export can't be written: File too large — free some space" in result.stderr
    assert "Traceback" not in result.stderr
    assert os.listdir(tmp_path) == []


def test_a_damaged_database_leaves_the_old_export(run: Run, small_database: Path, tmp_path: Path) -> None:
    assert run("export", small_database, tmp_path / "out").exit_code == 0
    before = contents(tmp_path / "out")
    damaged = tmp_path / "small.db"
    damaged.write_bytes(small_database.read_bytes())
    with closing(sqlite3.connect(damaged, isolation_level=None)) as connection:
        (page,) = connection.execute("select rootpage from sqlite_master where name = 'text_issues'").fetchone()
        (size,) = connection.execute("pragma page_size").fetchone()
    with damaged.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    result = run("export", damaged, tmp_path / "out", "--replace")
    assert result.exit_code == 1
    assert "the database can't be read: database disk image is malformed" in result.output
    assert contents(tmp_path / "out") == before
    assert sorted(os.listdir(tmp_path)) == ["out", "small.db"]


@pytest.fixture
def large(small_database: Path, tmp_path: Path) -> Path:
    """The small database with 40 documents and 8,000 claims more."""
    path = tmp_path / "large" / "onrecord.db"
    path.parent.mkdir()
    path.write_bytes(small_database.read_bytes())
    add_documents(path, documents=40, claims=200)
    return path


def test_a_kill_at_any_step_leaves_the_old_export_and_the_next_one_sweeps(small_database: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "export"
    out.mkdir(parents=True)
    old = {"claims.atom": b"old"}
    (out / "claims.atom").write_bytes(b"old")
    with stoppable([out.parent], "export", small_database, out, "--replace") as export:
        whole = export.run()
        new = contents(out)
        assert whole.status == 0 and set(os.listdir(out)) == top_level()
        for step in (1, 2, 3, whole.steps // 2, *range(whole.steps - 2, whole.steps + 1)):
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir()
            (out / "claims.atom").write_bytes(b"old")
            assert export.ended_at(step, signal.SIGKILL).status == -signal.SIGKILL
            OutputDirectory(out).discard()  # as the next export does, even if it fails
            assert contents(out) in (old, new)
            assert os.listdir(out.parent) == ["export"]
        assert export.run().status == 0
    assert os.listdir(out.parent) == ["export"]
    assert contents(out) == new


def test_ctrl_c_and_an_end_from_outside_leave_no_litter(small_database: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "export"
    out.parent.mkdir()
    with stoppable([out.parent], "export", small_database, out) as export:
        steps = export.run().steps
        for step, by in ((1, signal.SIGINT), (steps // 2, signal.SIGTERM), (steps - 1, signal.SIGINT)):
            shutil.rmtree(out, ignore_errors=True)
            ended = export.ended_at(step, by)
            assert ended.status == 1
            assert "Aborted!" in ended.said and "Traceback" not in ended.said
            assert os.listdir(out.parent) in ([], ["export"])


def peak(database: Path, directory: Path) -> int:
    """How much memory an export took at most, in bytes."""
    with subprocess.Popen([*EXPORT, str(database), str(directory)], stdout=-3, stderr=-3) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss * 1024


def test_memory_does_not_grow_with_the_rows(small_database: Path, large: Path, tmp_path: Path) -> None:
    small = peak(small_database, tmp_path / "one")
    assert large.stat().st_size > 4_000_000
    assert peak(large, tmp_path / "many") < small + 3_000_000


def test_a_document_with_an_odd_id_has_its_file(small_database: Path, tmp_path: Path) -> None:
    path = tmp_path / "onrecord.db"
    path.write_bytes(small_database.read_bytes())
    add_hard_document(path, identifier="../odd/ü")
    export_database(path, tmp_path / "out")
    names = sorted(os.listdir(tmp_path / "out" / "annotations"))
    assert names == ["harbour.jsonld", "~2E~2E~2Fodd~2F~C3~BC.jsonld"]
