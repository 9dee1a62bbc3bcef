"""The build: deterministic, atomic, with a summary, and refusing what it should not overwrite."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from onrecord.data import PROJECT, SEEDS
from onrecord.database.checks import check_database
from tests.conftest import FIXTURES, Run, said
from tests.export_example import schema_names
from tests.moments import stoppable

BUILD = [sys.executable, str(PROJECT / "build_db.py"), "build"]


def listing(directory: Path) -> list[str]:
    """Everything in a directory, hidden files included."""
    return sorted(os.listdir(directory))


def test_two_builds_are_the_same_on_any_day_in_any_directory_and_locale(tmp_path: Path) -> None:
    """With a reviewed document and one that the machine reads; the files lie in the directory in another order."""
    made = []
    for name, turn, environment in (
        ("one", 1, {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
        ("another ü", -1, {"TZ": "Asia/Tokyo", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2"}),
    ):
        directory = tmp_path / name
        (directory / "seeds").mkdir(parents=True)
        for path in sorted((*FIXTURES.glob("seeds/*"), PROJECT / "tests" / "kinds" / "news.txt"))[::turn]:
            (directory / "seeds" / path.name).write_bytes(path.read_bytes())
            os.utime(directory / "seeds" / path.name, (turn + 1, turn + 1))
        command = [*BUILD, "seeds", "--output", "same.db"]
        result = subprocess.run(
            command, cwd=directory, env={**os.environ, **environment}, capture_output=True, text=True, check=True
        )
        assert "Built same.db" in result.stdout
        made.append((directory / "same.db").read_bytes())
    assert made[0] == made[1]


def test_the_summary_counts_rows_warnings_and_time(run: Run, seeds: Path, tmp_path: Path) -> None:
    (seeds / "plain.txt").write_text("Kein Englisch.", encoding="utf-8")
    result = run("build", seeds, "--output", tmp_path / "out.db")
    assert result.exit_code == 0
    with closing(sqlite3.connect(tmp_path / "out.db")) as connection:
        tables = [line.split() for line in result.stdout.splitlines() if line.startswith("  ")]
        assert {name for name, _ in tables} == schema_names("table")
        for name, count in tables:
            assert connection.execute(f'select count(*) from "{name}"').fetchone() == (int(count.replace(",", "")),)
    assert "1 warning" in result.stdout.splitlines()[-1]
    assert result.stdout.splitlines()[-1].endswith("seconds")


def test_build_is_the_default_command(run: Run, seeds: Path, tmp_path: Path) -> None:
    assert run(seeds, "--output", tmp_path / "out.db").exit_code == 0
    assert (tmp_path / "out.db").exists()


@pytest.fixture
def output(seeds: Path, run: Run, tmp_path: Path) -> Path:
    """A database that was built from the corpus before a document was added to it."""
    output = tmp_path / "out" / "onrecord.db"
    output.parent.mkdir()
    assert run("build", seeds, "--output", output, "--no-evaluation").exit_code == 0
    (seeds / "one_more.txt").write_text("Noch einer.", encoding="utf-8")
    return output


def test_a_kill_at_any_step_leaves_the_old_database(seeds: Path, output: Path) -> None:
    old = output.read_bytes()
    with stoppable([output.parent], "build", seeds, "--output", output, "--no-evaluation") as build:
        whole = build.run()
        new = output.read_bytes()
        output.write_bytes(old)
        assert (whole.status, new == old) == (0, False)
        for step in range(1, whole.steps + 1):
            ended = build.ended_at(step, signal.SIGKILL)
            assert ended.status == -signal.SIGKILL
            assert output.read_bytes() == old
            assert set(listing(output.parent)) <= {"onrecord.db", f".onrecord.db.{ended.process}.partial"}
        assert build.run().status == 0
    assert listing(output.parent) == ["onrecord.db"]
    assert output.read_bytes() == new


def test_ctrl_c_and_an_end_from_outside_leave_a_whole_database_and_no_litter(seeds: Path, output: Path) -> None:
    old = output.read_bytes()
    with stoppable([output.parent], "build", seeds, "--output", output, "--no-evaluation") as build:
        steps, new = build.run().steps, output.read_bytes()
        for step in range(1, steps + 1):
            output.write_bytes(old)
            ended = build.ended_at(step, signal.SIGINT if step % 2 else signal.SIGTERM)
            assert ended.status == 1
            assert "Aborted!" in ended.said and "Traceback" not in ended.said
            assert listing(output.parent) == ["onrecord.db"]
            assert output.read_bytes() in (old, new)


def test_what_a_dead_build_left_is_removed(run: Run, seeds: Path, tmp_path: Path) -> None:
    output = tmp_path / "out" / "onrecord.db"
    output.parent.mkdir()
    no_process = 2**22 + 1  # Linux counts to 2**22
    (output.parent / f".onrecord.db.{no_process}.partial").write_bytes(b"half")
    assert run("build", seeds, "--output", output).exit_code == 0
    assert listing(output.parent) == ["onrecord.db"]


def refused(run: Run, seeds: Path, output: Path) -> str:
    """What ``build`` says when it will not write there."""
    result = run("build", seeds, "--output", output)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert said(result).startswith(f"{output}: ")
    return said(result)


def test_an_output_that_is_a_directory(run: Run, seeds: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert "the output is a directory — name a file in it" in refused(run, seeds, tmp_path / "out")


def test_an_output_in_no_directory(run: Run, seeds: Path, tmp_path: Path) -> None:
    assert "there is no directory" in refused(run, seeds, tmp_path / "none" / "out.db")


def test_an_output_that_is_not_a_database_is_not_overwritten(run: Run, seeds: Path, tmp_path: Path) -> None:
    (tmp_path / "essay.txt").write_text("Years of work.", encoding="utf-8")
    assert "is not an SQLite database; it will not be overwritten" in refused(run, seeds, tmp_path / "essay.txt")
    assert (tmp_path / "essay.txt").read_text(encoding="utf-8") == "Years of work."


def test_an_output_that_is_open_in_another_process(run: Run, seeds: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.db"
    with closing(sqlite3.connect(output, isolation_level=None)) as connection:
        connection.execute("create table mine (a)")
        connection.execute("begin immediate")
        connection.execute("insert into mine values (1)")
        assert "open in another process — close it there first" in refused(run, seeds, output)
        connection.execute("commit")
        connection.execute("pragma journal_mode = wal")
        connection.execute("insert into mine values (2)")
        assert "open in another process" in refused(run, seeds, output)
        assert connection.execute("select count(*) from mine").fetchone() == (2,)


def test_a_read_only_directory(seeds: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "out"
    output.mkdir()
    real = os.access
    # The tests may run as root, who may write anywhere: what the system answers is all that differs.
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != output and real(path, mode))
    assert "is not writable — choose another file with --output" in refused(run, seeds, output / "onrecord.db")


def test_a_full_disk(seeds: Path, tmp_path: Path) -> None:
    """A limit on the size of files imitates a full disk: both make the writing fail."""
    output = tmp_path / "out" / "onrecord.db"
    output.parent.mkdir()
    command = f"ulimit -f 100; trap '' XFSZ; exec {' '.join(BUILD)} {seeds} --output {output}"
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert result.returncode == 1
    assert f"{output}: the database can't be written: " in result.stderr
    assert "free some space or allow writing there" in result.stderr
    assert "Traceback" not in result.stderr
    assert listing(output.parent) == []


def test_a_document_without_an_annotation_is_published_as_text(run: Run, tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "plain.txt").write_bytes("\ufeffA title\r\n\r\nOne. Two 😀 e\u0301!\r\n".encode())
    assert run("build", seeds, "--output", tmp_path / "out.db").exit_code == 0
    with closing(sqlite3.connect(tmp_path / "out.db")) as connection:
        assert connection.execute("select id, reading, title from documents").fetchall() == [
            ("plain", "machine", "A title")
        ]
        exact = [row[0] for row in connection.execute("select sentence from sentences_in_context order by search_id")]
        assert exact == ["A title", "One.", "Two 😀 e\u0301!"]


OTHER = """
insert into documents (id, title, text, sha256, path, encoding, encoding_basis, language, reading)
select 'other', title, text, replace(sha256, 'a', 'b'), 'other.txt', encoding, encoding_basis, language, reading
from documents;
insert into spans select replace(id, 'harbour', 'other'), 'other', start_char, end_char, exact, line_start, line_end
from spans
"""
"""The document a second time, with all its spans."""

ELSEWHERE = "span_id = replace(span_id, 'harbour', 'other')"


def test_the_check_of_a_finished_database_finds_what_is_wrong(small_database: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.db"
    damage = (
        ("update spans set exact = upper(exact)", "differs from the text of its document"),
        ("update claims set claimant_id = 'olaf-berg' where attribution_id is null", "has a claimant who is neither"),
        ("update claims set section_id = (select id from sections where kind = 'title')", "is not within its section"),
        ("delete from actors where id = 'ada-stone'", "refers to a row that is not in actors"),
        ("delete from evaluation_disagreements where kind = 'missed'", "does not count its disagreements"),
        ("update evaluation_scores set found = found - 1 where found > 0", "loses rows that no kind of error explains"),
        (
            f"{OTHER}; update evaluations set document_id = 'other' where document_id is not null",
            "is about words of another document",
        ),
        (f"{OTHER}; update attributions set document_id = 'other'", "has words of another document"),
        (f"{OTHER}; update quotes set {ELSEWHERE}", "is not within its section"),
        (f"{OTHER}; update sentences set {ELSEWHERE}", "is not within its section"),
        (f"{OTHER}; update citations set {ELSEWHERE}", "is covered by a citation of another document"),
        (
            "insert into dates (id, name, earliest, latest) select '2021/..', 'From 2021', earliest, latest from dates"
            " limit 1; update sections set reference_date = '2021/..', reference_date_basis = 'why'",
            "counts its days from a date without a beginning or an end",
        ),
        ("drop table time_mentions; create view broken as select * from time_mentions", "the view fails"),
    )
    for sql, what in damage:
        damaged.write_bytes(small_database.read_bytes())
        with closing(sqlite3.connect(damaged)) as connection:
            assert check_database(connection) == []
            connection.executescript(sql)
            assert what in str(check_database(connection)[0])


def test_a_span_that_does_not_quote_its_document_can_not_be_inserted(small_database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(small_database.read_bytes())
    with closing(sqlite3.connect(copy)) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="span text does not match its document"):
            connection.execute("insert into spans values ('harbour-0-3', 'harbour', 0, 3, 'Teh', 1, 1)")
        connection.execute("insert into spans values ('harbour-0-2', 'harbour', 0, 2, 'Th', 1, 1)")


def test_a_claim_can_not_disagree_with_its_attribution(small_database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(small_database.read_bytes())
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("pragma foreign_keys = on")
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("update claims set claimant_id = 'olaf-berg' where id = 'harbour-will-reopen'")
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("update quotes set speaker_id = 'olaf-berg' where id = 'will-reopen'")


def test_the_projects_seeds_are_checked_without_writing(run: Run) -> None:
    before = listing(SEEDS)
    result = run("check")
    assert result.exit_code == 0, result.output
    assert "no problems" in result.output
    assert listing(SEEDS) == before


def test_a_directory_is_not_listed_for_each_document(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed: list[object] = []
    listdir, scandir = os.listdir, os.scandir

    def count(function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *given: listed.append(given) or function(*given)  # type: ignore[func-returns-value]

    monkeypatch.setattr(os, "listdir", count(listdir))
    monkeypatch.setattr(os, "scandir", count(scandir))
    times = []
    for size in (3, 30):
        directory = tmp_path / str(size)
        directory.mkdir()
        for number in range(size):
            (directory / f"{number}.txt").write_text(f"Zeile {number}.", encoding="utf-8")
        listed.clear()
        assert run("build", directory, "--output", tmp_path / "out.db").exit_code == 0
        times.append(len(listed))
    assert times[0] == times[1]
