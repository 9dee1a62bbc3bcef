"""One bad document is named with its reason and left out; the others are built. With --strict nothing is written."""

from __future__ import annotations

import os
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from onrecord.database.checks import foreign_keys
from onrecord.database.rows import DocumentRows, record_row
from onrecord.evaluation import score_rows
from onrecord.reader import RuleReader
from tests.conftest import FIXTURES, Run, said
from tests.test_bad_input import edit

SMALL = ("build", "--no-evaluation")


def documents(output: Path) -> list[str]:
    with closing(sqlite3.connect(output)) as connection:
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        return [name for (name,) in connection.execute("select id from documents order by id")]


def annotated(seeds: Path, name: str, old: str = "", new: str = "") -> None:
    """A second annotated document, with ids of its own, and something changed in it."""
    text = (FIXTURES / "seeds" / "harbour.txt").read_text(encoding="utf-8")
    (seeds / f"{name}.txt").write_text(f"{text}\nOnce more: {name}.\n", encoding="utf-8")
    annotation = (FIXTURES / "seeds" / "harbour.yml").read_text(encoding="utf-8")
    for key in ("id", "attribution", "quote", "continues", "claim", "citation", "restates"):
        annotation = annotation.replace(f"{key}: ", f"{key}: {name}-").replace(f"{name}-{name}-", f"{name}-")
    (seeds / f"{name}.yml").write_text(annotation, encoding="utf-8")
    if old:
        edit(seeds / f"{name}.yml", old, new)


def bytes_of(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


def large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(60_000_000)


def socket_at(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # a socket's path must be short
    with closing(socket.socket(socket.AF_UNIX)) as made:
        made.bind(path.name)
    os.chdir(here)


def loop(path: Path) -> None:
    path.symlink_to(path.parent / "loop2.txt")
    (path.parent / "loop2.txt").symlink_to(path)


BAD: list[tuple[str, Callable[[Path], object], str]] = [
    ("bad.txt", bytes_of(b""), "the file holds no text"),
    ("bad.txt", bytes_of(b"\x89PNG\r\n\x1a\n\x00\x01"), "this is a binary file"),
    ("bad.md", bytes_of(b"\xff\xfe\x41"), "is not valid utf-16"),
    ("bad.txt", large, "60,000,000 bytes are more than the 10,000,000"),
    ("bad.pdf", bytes_of(b"%PDF-1.4 and then nothing"), "this PDF is damaged"),
    ("bad.docx", bytes_of(b"PK\x03\x04 and then nothing"), "this is not a Word file"),
    ("bad.html", bytes_of(b"\x00\x01"), "this is a binary file, not a web page"),
    ("bad.html", large, "60,000,000 bytes are more than the 50,000,000"),
    ("bad.txt", Path.mkdir, "the file can't be read: Is a directory"),
    ("bad.html", Path.mkdir, "can't be read or written: Is a directory"),
    ("bad.txt", os.mkfifo, "it is a pipe or a device"),
    ("bad.html", os.mkfifo, "it is a pipe or a device"),
    ("bad.txt", socket_at, "it is a pipe or a device"),
    ("bad.txt", lambda path: path.symlink_to("/etc/hostname"), "it is a link to a file outside of this directory"),
    ("bad.md", lambda path: path.symlink_to("../seeds2/x"), "it is a link to a file outside of this directory"),
    ("bad.html", lambda path: path.symlink_to("/etc/hostname"), "it is a link to a file outside of this directory"),
    ("bad.txt", lambda path: path.symlink_to("/dev/zero"), "it is a link to a file outside of this directory"),
    ("bad.txt", lambda path: path.symlink_to("nowhere.txt"), "the file can't be read: No such file or directory"),
    ("bad.txt", loop, "Too many levels of symbolic links"),
    ("bad.txt", lambda path: path.write_bytes((path.parent / "harbour.txt").read_bytes()), "the same bytes as"),
    ("bad.yml", bytes_of(b"a: b"), "there is no document for this annotation"),
]


def test_bad_files_are_left_out(run: Run, seeds: Path) -> None:
    output, other = seeds.parent / "out.db", seeds / "other.txt"
    other.write_text("Etwas anderes.", encoding="utf-8")
    expected = []
    for number, (name, make, what) in enumerate(BAD):
        path = seeds / name.replace("bad", f"bad{number}")
        make(path)
        expected.append((path.name, what))
    strict = run(*SMALL, "--strict", seeds, "--output", output)
    assert strict.exit_code == 1 and "nothing was written" in strict.output
    assert not output.exists()
    result = run(*SMALL, seeds, "--output", output)
    assert result.exit_code == 0, result.output
    for name, what in expected:
        assert any(name in line and what in line for line in strict.output.splitlines()), (name, what)
        left_out = [line for line in result.stderr.splitlines() if line.startswith("left out: ") and name in line]
        assert any(what in line for line in left_out), (name, what)
    assert "left out; with --strict, nothing is written until they are mended." in result.stderr
    assert "other" in documents(output) and len(documents(output)) == 2
    assert "Built" in result.stdout and "left out" not in result.stdout


def test_what_is_said_of_a_document_that_is_left_out(run: Run, seeds: Path) -> None:
    (seeds / "bad.txt").write_bytes(b"\x00")
    result = run(*SMALL, seeds, "--output", seeds.parent / "out.db")
    assert [line for line in said(result).splitlines() if "left out" in line] == [
        f"left out: {seeds / 'bad.txt'}: this is a binary file, not text — convert it to plain text first",
        "1 of 2 documents is left out; with --strict, nothing is written until they are mended.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("cue_words: denied", "cue_words: refused", "“refused” is not in lines 3 to 4 of second.txt"),
        ("annotator: tester", "annotator: [tester", "this is not valid YAML"),
        ("annotator: tester", "annotator: nobody", "annotator: there is no 'nobody'"),
        ("actor: olaf-berg}", "actor: olaf-borg}", "actor: there is no 'olaf-borg'"),
        ("date: 2021-05-03", "date: 2021-05-33", "'2021-05-33' is not a date"),
    ],
)
def test_a_refused_annotation_leaves_its_document_out(run: Run, seeds: Path, old: str, new: str, what: str) -> None:
    annotated(seeds, "second", old, new)
    result = run(*SMALL, seeds, "--output", seeds.parent / "out.db")
    assert result.exit_code == 0, result.output
    assert f"left out: {seeds / 'second.yml'}" in result.stderr and what in result.stderr
    assert documents(seeds.parent / "out.db") == ["harbour"]


def test_what_needs_a_document_that_is_left_out_is_left_out_too(run: Run, seeds: Path) -> None:
    annotated(seeds, "second", "statement: Lund lost", "restates: lund-lost-jobs\n        statement: Lund lost")
    annotated(seeds, "third")
    edit(seeds / "harbour.yml", "cue_words: denied", "cue_words: refused")
    result = run(*SMALL, seeds, "--output", seeds.parent / "out.db")
    assert "second.yml:" in result.stderr and "restates: there is no 'lund-lost-jobs'" in result.stderr
    assert "2 of 3 documents are left out" in result.stderr
    assert documents(seeds.parent / "out.db") == ["third"]


def test_nothing_left_is_nothing_written(run: Run, seeds: Path) -> None:
    edit(seeds / "harbour.yml", "cue_words: denied", "cue_words: refused")
    (seeds / "bad.txt").write_bytes(b"")
    result = run(*SMALL, seeds, "--output", seeds.parent / "out.db")
    assert result.exit_code == 1
    assert "2 problems; nothing was written." in result.stderr
    assert not (seeds.parent / "out.db").exists()


def test_a_shared_file_concerns_every_document(run: Run, seeds: Path) -> None:
    edit(seeds / "actors.yml", "actor_type: author", "actor_type: poet")
    (seeds / "other.txt").write_text("Etwas anderes.", encoding="utf-8")
    result = run(*SMALL, seeds, "--output", seeds.parent / "out.db")
    assert result.exit_code == 1 and "there is no 'poet'" in result.stderr
    assert not (seeds.parent / "out.db").exists()


def test_a_term_may_be_unused_if_a_document_is_left_out(run: Run, seeds: Path) -> None:
    term = "issue_types: [{id: misprint, name: misprint, definition: Wrong.}]"
    edit(seeds / "vocabularies.yml", "issue_types: []", term)
    (seeds / "bad.txt").write_bytes(b"")
    assert run(*SMALL, seeds, "--output", seeds.parent / "out.db").exit_code == 0


ENGLISH = "The mayor of Lund said on Monday that the harbour was open and that it would stay open.\n"


def test_a_document_on_which_the_machine_fails_is_left_out(
    run: Run, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (seeds / f"{name}.txt").write_text(f"{ENGLISH}It is {name}.", encoding="utf-8")
    read = RuleReader.read

    def fails(self: RuleReader, document: Any, *others: Any) -> Any:
        if document.path in ("one.txt", "harbour.txt"):
            raise KeyError("a bug")
        return read(self, document, *others)

    monkeypatch.setattr(RuleReader, "read", fails)
    result = run("build", seeds, "--output", seeds.parent / "out.db")
    assert result.exit_code == 0, result.output
    what = "the machine can't read it: KeyError: 'a bug' — annotate it, or remove it; this is a bug: please report it"
    assert f"left out: {seeds / 'one.txt'}: {what}" in result.stderr
    assert "warning: harbour.txt: the machine can't read it" in result.stderr
    assert documents(seeds.parent / "out.db") == ["harbour", "two"]
    assert run("build", "--strict", seeds, "--output", seeds.parent / "strict.db").exit_code == 1
    assert not (seeds.parent / "strict.db").exists()


def test_a_file_that_changes_during_the_build_is_left_out(
    run: Run, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (seeds / f"{name}.txt").write_text(f"{ENGLISH}It is {name}.", encoding="utf-8")
    collect = DocumentRows.collect

    def meanwhile(self: DocumentRows) -> Any:
        (seeds / "one.txt").unlink(missing_ok=True)
        (seeds / "two.txt").write_bytes(b"\x00")
        return collect(self)

    monkeypatch.setattr(DocumentRows, "collect", meanwhile)
    result = run(*SMALL, seeds, "--output", seeds.parent / "out.db")
    assert result.exit_code == 0, result.output
    assert "one.txt: the file has changed: the file can't be read: No such file" in result.stderr
    assert "two.txt: the file has changed: this is a binary file" in result.stderr
    assert documents(seeds.parent / "out.db") == ["harbour"]


def spoil(change: Callable[[dict[str, Any]], object]) -> Callable[[DocumentRows], Any]:
    """Rows in which those of the second document are changed."""
    collect = DocumentRows.collect

    def spoiled(self: DocumentRows) -> Any:
        rows = collect(self)
        if self.entry.id == "second":
            change(rows)
        return rows

    return spoiled


def change(table: str, column: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda rows: rows[table][0].update({column: value})


SPOILED: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (change("documents", "title", None), "NOT NULL constraint failed: documents.title"),
    (change("spans", "line_end", 0), "CHECK constraint failed"),
    (change("claims", "score", 10**30), "too large"),
    (change("claims", "restates_id", "none"), "claims: row"),
    (change("quotes", "continues_id", "none"), "quotes: row"),
    (change("claim_relations", "to_claim_id", "none"), "claim_relations: row"),
    (change("attribution_spans", "span_id", "none"), "attribution_spans: row"),
    (change("sentences", "section_id", "none"), "sentences: row"),
    (change("time_mentions", "date", "none"), "time_mentions: row"),
    (change("claims", "claimant_id", None), "'second-"),
]


@pytest.mark.parametrize(("change_rows", "what"), SPOILED)
def test_a_document_whose_rows_break_a_rule_is_left_out(
    run: Run, seeds: Path, monkeypatch: pytest.MonkeyPatch, change_rows: Callable[[dict[str, Any]], object], what: str
) -> None:
    annotated(seeds, "second")
    annotated(seeds, "third")
    monkeypatch.setattr(DocumentRows, "collect", spoil(change_rows))
    strict = run(*SMALL, "--strict", seeds, "--output", seeds.parent / "out.db")
    assert strict.exit_code == 1 and "second." in strict.stderr and what in strict.stderr, strict.stderr
    assert not (seeds.parent / "out.db").exists()
    result = run(*SMALL, seeds, "--output", seeds.parent / "out.db")
    assert result.exit_code == 0, result.output
    assert "second." in result.stderr and what in result.stderr
    assert documents(seeds.parent / "out.db") == ["harbour", "third"]
    assert sorted(path.name for path in seeds.parent.iterdir()) == ["out.db", "seeds"]


def test_a_shared_row_that_can_not_be_stored_names_who_refers_to_it(
    run: Run, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    annotated(seeds, "second", "  author: harbour-author", "  author: stranger")
    edit(
        seeds / "second.yml",
        "annotator: tester",
        "annotator: tester\nactors: [{id: stranger, name: S, actor_type: author}]",
    )

    def rows(actor: Any) -> dict[str, Any]:
        row = record_row(actor)
        return row | ({"part_of_id": actor.id} if actor.id == "stranger" else {})

    monkeypatch.setattr("onrecord.corpus.build.record_row", rows)
    result = run(*SMALL, seeds, "--output", seeds.parent / "out.db")
    assert result.exit_code == 0, result.output
    assert f"{seeds / 'second.yml'}: a row of this document can't be stored: CHECK constraint" in result.stderr
    assert "('stranger' of actors)" in result.stderr
    assert documents(seeds.parent / "out.db") == ["harbour"]


def test_links_inside_the_directory_are_fine(run: Run, seeds: Path) -> None:
    (seeds / "store").mkdir()
    (seeds / "store" / "text").write_text("Etwas anderes.", encoding="utf-8")
    (seeds / "linked.txt").symlink_to("store/text")
    linked = seeds.parent / "link"
    linked.symlink_to(seeds)
    result = run(*SMALL, "--strict", linked, "--output", seeds.parent / "out.db")
    assert result.exit_code == 0, result.output
    assert documents(seeds.parent / "out.db") == ["harbour", "linked"]


def test_a_text_whose_original_changed_is_left_out(run: Run, seeds: Path) -> None:
    (seeds / "page.html").write_text("<p>Etwas anderes.</p>", encoding="utf-8")
    assert run(*SMALL, seeds, "--output", seeds.parent / "out.db").exit_code == 0
    assert documents(seeds.parent / "out.db") == ["harbour", "page"]
    (seeds / "page.html").write_text("<p>Etwas Neues.</p>", encoding="utf-8")
    result = run(*SMALL, seeds, "--output", seeds.parent / "out.db")
    assert "page.html: it has changed since page.txt was converted from it" in result.stderr
    assert documents(seeds.parent / "out.db") == ["harbour"]


def test_a_disk_that_is_full_is_no_documents_fault(run: Run, seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> Iterator[None]:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("onrecord.corpus.build.insert", full)
    result = run(*SMALL, seeds, "--output", seeds.parent / "out.db")
    assert result.exit_code == 1 and "the database can't be written: database or disk is full" in result.stderr


FAULTS = [
    ("actors", "part_of_id", "select actor_id from actor_mentions"),
    ("locations", "part_of_id", "select location_id from location_mentions"),
    ("sources", "publisher_id", "select source_id from citations"),
    ("spans", "document_id", None),
    ("citations", "source_id", None),
    ("actor_mentions", "actor_id", None),
    ("claim_actors", "actor_id", None),
    ("evaluation_disagreements", "kind", None),
    ("evaluation_disagreements", "span_id", None),
]


@pytest.mark.parametrize(("table", "column", "ids"), FAULTS)
def test_a_fault_in_any_table_names_its_document(
    small_database: Path, tmp_path: Path, table: str, column: str, ids: str | None
) -> None:
    path = tmp_path / "out.db"
    path.write_bytes(small_database.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        where = f"id in ({ids} limit 1)" if ids else "true"
        row = connection.execute(f"select rowid from {table} where {where} order by rowid limit 1").fetchone()
        connection.execute("pragma ignore_check_constraints = on")
        connection.execute(f"update {table} set {column} = 'none' where rowid = ?", row)
        faults = [fault for fault in foreign_keys(connection) if fault.table == table]
    assert [fault.document for fault in faults] == ["none" if table == "spans" else "harbour"]
    assert str(faults[0].problem(Path("harbour.yml"))).startswith(f"harbour.yml: {table}: row {row[0]} refers to")


def test_a_blind_reading_that_can_not_be_looked_at_is_said(
    run: Run, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    annotated(seeds, "second")
    lstat = Path.lstat

    def closed(path: Path) -> os.stat_result:
        if path.name == "second.first.yml":
            raise PermissionError(13, "Permission denied", str(path))
        return lstat(path)

    monkeypatch.setattr(Path, "lstat", closed)
    result = run(*SMALL, seeds, "--output", seeds.parent / "out.db")
    assert f"left out: {seeds / 'blind-readings' / 'second.first.yml'}: the file can't be read" in result.stderr
    assert documents(seeds.parent / "out.db") == ["harbour"]


def test_a_text_that_can_not_be_written_beside_its_original_is_said(
    run: Run, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise PermissionError(13, "Permission denied", str(path.with_name(f".{path.name}.1.partial")))

    (seeds / "page.html").write_text("<p>Eine Seite.</p>", encoding="utf-8")
    monkeypatch.setattr("onrecord.text.document_files.write_whole", full)
    result = run(*SMALL, seeds, "--output", seeds.parent / "out.db")
    assert "page.html: its text can't be written beside it: Permission denied — change its perm" in result.stderr


def test_a_comparison_that_can_not_be_stored_names_its_document(
    run: Run, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    annotated(seeds, "second")
    made = score_rows.document_rows

    def spoiled(evaluation: Any, *others: Any) -> Any:
        rows = made(evaluation, *others)
        if evaluation.entry.id == "second":
            rows["evaluation_scores"][0]["found"] = -1
        return rows

    monkeypatch.setattr(score_rows, "document_rows", spoiled)
    result = run("build", seeds, "--output", seeds.parent / "out.db")
    assert result.exit_code == 0, result.output
    assert "second.txt: evaluation_scores: CHECK constraint failed" in result.stderr
    assert documents(seeds.parent / "out.db") == ["harbour"]
