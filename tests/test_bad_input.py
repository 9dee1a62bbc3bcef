"""Bad input is the normal case: a clear error that names the file and line, and nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from onrecord.database.rows import DocumentRows
from tests.conftest import Run, said


def edit(path: Path, old: str, new: str) -> None:
    """Change an annotation; the words to change must be there once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")


def line_of(path: Path, words: str) -> int:
    """The line on which the words first occur."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def problems(run: Run, seeds: Path) -> str:
    """What ``check`` says; it must fail, and build must fail the same way and leave no file."""
    output = seeds.parent / "out.db"
    result = run("check", seeds)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert said(run("build", "--strict", seeds, "--output", output)) == said(result)
    assert not output.exists()
    assert sorted(path.name for path in seeds.parent.iterdir()) == ["seeds"]
    return said(result)


BAD_DOCUMENTS = [
    (b"", "the file holds no text — put the document's text in it, or remove it"),
    (b"\x89PNG\r\n\x1a\n\x00\x01\x02", "this is a binary file, not text — convert it to plain text first"),
    (
        b"\xff\xfe\x41",
        "byte 0x41 at position 2 is not valid utf-16, the encoding that its byte order mark names — save the file as UTF-8",
    ),
    (b"\xef\xbb\xbfGood\n\xff", ".txt:2: byte 0xff at position 8 is not valid utf-8, the encoding that its byte order"),
]


@pytest.mark.parametrize("data, what", BAD_DOCUMENTS)
def test_bad_documents(run: Run, seeds: Path, data: bytes, what: str) -> None:
    (seeds / "bad.txt").write_bytes(data)
    assert what in problems(run, seeds)
    assert f"{seeds / 'bad.txt'}" in run("check", seeds).output


def test_a_file_that_is_too_large(run: Run, seeds: Path) -> None:
    with (seeds / "large.txt").open("wb") as file:
        file.truncate(200_000_000)
    assert "200,000,000 bytes are more than the 10,000,000" in problems(run, seeds)


def test_documents_that_are_odd_but_fine(run: Run, seeds: Path) -> None:
    (seeds / "headings.txt").write_text("One heading\n\nAnother heading", encoding="utf-8")
    (seeds / "no_newline.txt").write_text("A title\n\nEin Satz.", encoding="utf-8")
    (seeds / "guessed.txt").write_bytes("Город и порт снова открыты, сказал мэр города Лунд. ".encode("cp1251") * 9)
    result = run("build", seeds, "--output", seeds.parent / "out.db")
    assert result.exit_code == 0
    assert "the encoding was guessed" in result.output
    assert "guessed.txt: the machine reads only English, so only the text is published" in result.output


BAD_ANNOTATIONS = [
    # (words to replace, their replacement, what is said, words on the line it is said of)
    ("actor: olaf-berg}", "actor: olaf-borg}", "actor: there is no 'olaf-borg' — did you mean 'olaf-berg'?", "olaf-borg"),
    ("location: lund}\n      - {exact: the harbour", "location: land}\n      - {exact: the harbour", "there is no 'land'", "location: land}"),
    ("event_type: REJECT", "event_type: REGRET", "event_type: there is no 'REGRET'", "id: company-denies-reopening"),
    ("factuality: certain-not\n        actors: {actor: port-company}\n    no", "factuality: sure\n        actors: {actor: port-company}\n    no", "there is no 'sure'", "id: nothing-agreed"),
    ("cue_words: denied", "cue_wrods: denied", "attribution has no field 'cue_wrods' — did you mean 'cue_words'?", "cue_wrods"),
    ("cue_words: denied", "cue_words: refused", "“refused” is not in lines 3 to 4 of harbour.txt", "cue_words: refused"),
    ("exact: in 2020, before: the harbour,", "exact: in 2020,", "“in 2020” occurs 2 times here, on lines 6, 6 — add line:, or before: or after:", "exact: in 2020"),
    ("exact: Lund lost 400 jobs", "exact: Lund lost 400 Jobs", "“Lund lost 400 Jobs” is not in lines", "400 Jobs"),
    ("exact: in 2020", "exact: in 202", "“in 202” is not in lines", "in 202,"),
    ("date: 2021-05-03", "date: 2021-05-33", "'2021-05-33' is not a date in EDTF level 1", "2021-05-33"),
    ("date: 2020}", "date: no}", "'no' is not a date", "date: no}"),
    ("event_date: 2021-06", "event_date: 2021-06/2021-05", "ends before it begins — write 2021-05/2021-06", "event_date: 2021-06/"),
    ("reading:\n", "sections:\n  - {starts: The Harbour, kind: body, title: Text, reference_date: 2021-05-33}\nreading:\n", "'reference_date': '2021-05-33' is not a date in EDTF level 1", "2021-05-33"),
    ("stated_on: 2021-05-03", "stated_on: 2021-05-05", "stated_on: 2021-05-05 is after 2021-05-04, when this was written — correct this date", "id: stone-says"),
    ("event_date: 2020\n", "event_date: 2020\n        stated_on: 2022\n", "stated_on: 2022 is after 2021-05-04", "id: company-closed"),
    ("claim: harbour-will-reopen", "claim: harbour-reopens", "claim: there is no 'harbour-reopens'", "harbour-reopens"),
    ("claim: harbour-will-reopen", "claim: company-denies-reopening", "is related to itself", "id: company-denies-reopening"),
    ("citation: quill-2020-cited", "citation: quill", "citation: there is no 'quill'", "citation: quill,"),
    ("source: quill-2020,", "source: quill,", "source: there is no 'quill'", "source: quill,"),
    ("id: nothing-agreed", "id: company-denies-reopening", "the id 'company-denies-reopening' is already used", None),
    ("id: nothing-agreed", "id: Nothing Agreed", "can't be 'Nothing Agreed' — use lower-case words", "Nothing Agreed"),
    ("      - {exact: June, date: 2021-06}", "      - {exact: June, date: 2021-06}\n      - {exact: June, date: 2021-06}", "this time overlaps the same time on line 17", None),
    ("annotator: tester", "annotator: nobody", "annotator: there is no 'nobody'", "title: The Harbour"),
    ("author: harbour-author", "author: nobody", "author: there is no 'nobody'", "title: The Harbour"),
    ("review_status: settled", "review_status: yes", "'review_status' can't be 'yes' — use one of proposed, settled, accepted", "review_status"),
    ("  title: The Harbour Talks\n", "", "document description has no 'title'", "author: harbour-author"),
    ("annotator: tester\n", "", "the annotation has no 'annotator'", "document:"),
    ("        manner: indirect", "        manner: indirect\n        source_is_inferred: yes", "write true or false", "source_is_inferred"),
    ("        manner: indirect", "        manner: indirect\n        source_is_inferred: true", "both named and inferred", "id: company-denies"),
    ("        source_words: The port company\n", "", "no words name the source of 'company-denies'", "id: company-denies"),
    ("{exact: “Ask the mayor.”, reason", "{exact: We have agreed to nothing, reason", "this sentence has a claim", "reason: exhortation"),
    ("continues: agreed-to-nothing", "continues: ask-the-mayor", "continues itself", "id: ask-the-mayor"),
    ("exact: “Ask the mayor.”, quote_type", "exact: Ask the mayor., quote_type", "does not start with a quotation mark", "Ask the mayor., quote"),
    ("        manner: indirect", "        manner: indirect\n        certainty: perhaps", "use one of certain, less-certain, uncertain", "certainty: perhaps"),
    ("scope: sentence", "scope: sentence, certainty: sure", "'certainty' can't be 'sure'", "certainty: sure"),
    ("reading:\n", "sections:\n  - {starts: The Harbour, kind: body, title: Text, reference_date: ../2021, reference_date_basis: Why not}\nreading:\n", "reference_date: '../2021' has no beginning, or no end — give the day, month or year", "starts: The Harbour"),
    ("reading:\n", "sections:\n  - {starts: The Harbour, kind: body, title: Text, title_is_supplied: yes}\nreading:\n", "'title_is_supplied' can't be 'yes' — write true or false", "starts: The Harbour"),
    ("scope: sentence", "scope: page", "'scope' can't be 'page' — use one of sentence, paragraph, section", "scope: page"),
    ("exact: Lund lost 400 jobs\n", "exact: &a Lund lost 400 jobs\n", "&a is a YAML anchor", "&a"),
    ("exact: Lund lost 400 jobs\n", "exact: !!str Lund lost 400 jobs\n", "is a YAML tag", "!!str"),
    ("title: The Harbour Talks", 'title: "a\\0b"', "'title' contains the character U+0000 — remove it", "title:"),
    ("author: harbour-author", "author: harbour-author\n  language: 12", "'language' can't be '12' — use a code of BCP 47", "language"),
    ("author: harbour-author", "author: harbour-author\n  source_url: 'javascript:1'", "'javascript:1' is not a web address", "title: The"),
    ("        statement: Lund lost 400 jobs.", "        statement: Lund lost 400 jobs.\n        score: 7", "'score' can't be '7' — write a number from 0 to 1", "score"),
    ("annotator: tester", "annotator: [tester", "this is not valid YAML", None),
    ("annotator: tester", "annotator: {a: b}", "'annotator' must be a single value", "annotator: {a"),
    ("annotator: tester", "annotator: tester\nannotator: tester", "'annotator' is given twice", None),
    ("  - text: The company closed", "  - texts: The company closed", "passage has no 'text'", "texts:"),
    ("        statement: Lund lost 400 jobs.", "        statement: ''", "'statement' is empty", "statement: ''"),
]  # fmt: skip


@pytest.mark.parametrize("old, new, what, where", BAD_ANNOTATIONS)
def test_bad_annotations(run: Run, seeds: Path, old: str, new: str, what: str, where: str | None) -> None:
    path = seeds / "harbour.yml"
    edit(path, old, new)
    shown = problems(run, seeds)
    assert what in shown
    assert str(path) in shown
    if where:
        assert f"{path}:{line_of(path, where)}: " in shown


BAD_AUTHORITIES = [
    ("locations.yml", "latitude: 55.7,", "latitude: 155.7,", "latitude 155.7, longitude 13.19 is not on the globe"),
    ("locations.yml", "latitude: 55.7,", "latitude: nan,", "latitude nan, longitude 13.19 is not on the globe"),
    ("locations.yml", "latitude: 55.7,", "latitude: north,", "'latitude' can't be 'north' — write a number"),
    ("locations.yml", "latitude: 55.7,", "geonames_id: 99999999999999999999, latitude: 55.7,", "'geonames_id' can't be '99999999999999999999' — write a number from 1"),
    ("locations.yml", "latitude: 55.7,", "wikidata_id: 42, latitude: 55.7,", "'wikidata_id' can't be '42' — use a Wikidata id: Q and a number"),
    ("locations.yml", "longitude: 13.19, ", "", "'lund' has only one coordinate"),
    ("locations.yml", "geo_precision: near, ", "", "a point without a precision or evidence"),
    ("locations.yml", "part_of: lund,", "part_of: lund-harbour,", "part_of forms a cycle: lund-harbour → lund-harbour"),
    ("locations.yml", "part_of: lund,", "part_of: malmo,", "part_of: there is no 'malmo'"),
    ("actors.yml", "id: olaf-berg", "id: ada-stone", "the id 'ada-stone' is already used on line 2"),
    ("actors.yml", "name: Olaf Berg", "name: Ada Stone", "the name 'Ada Stone' is already used on line 2"),
    ("actors.yml", "actor_type: author", "actor_type: poet", "actor_type: there is no 'poet'"),
    ("actors.yml", "name: Ada Stone, actor_type: government, country_code: SE", "name: Ada Stone, actor_type: government, country_code: no", "'no' is not an ISO 3166-1 code"),
    ("sources.yml", "url_status: none", "url_status: none, url: 'javascript:alert(1)'", "is not a web address"),
    ("sources.yml", "url_status: none", "url_status: article", "'quill-2020' has no url, but url_status: article"),
    ("sources.yml", "url_status: none", "url_status: none, url: 'http://a.example/'", "'quill-2020' has a url, but url_status: none"),
    ("actors.yml", "name: Olaf Berg", f"name: {'Olaf ' * 40}Berg", "'name' has 204 characters — use at most 200, and a note for the rest"),
    ("sources.yml", "name: ", f"name: {'x' * 200}", "characters — use at most 200, and a note for the rest"),
    ("annotators.yml", "kind: program", "kind: ghost", "'kind' can't be 'ghost' — use one of person, program"),
    ("vocabularies.yml", "issue_types: []", "issue_types: [{id: a, name: A, definition: A., source_url: x}]", "'x' is not a web address"),
    ("vocabularies.yml", "issue_types: []", "issue_type: []", "there is no vocabulary 'issue_type'"),
]  # fmt: skip


@pytest.mark.parametrize("name, old, new, what", BAD_AUTHORITIES)
def test_bad_authority_files(run: Run, seeds: Path, name: str, old: str, new: str, what: str) -> None:
    edit(seeds / name, old, new)
    shown = problems(run, seeds)
    assert what in shown
    assert str(seeds / name) in shown or str(seeds / "harbour.yml") in shown


def test_a_term_that_no_row_uses_must_say_so(run: Run, seeds: Path) -> None:
    edit(
        seeds / "vocabularies.yml",
        "issue_types: []",
        "issue_types: [{id: misprint, name: misprint, definition: Wrong.}]",
    )
    output = seeds.parent / "out.db"
    result = run("build", seeds, "--output", output)
    assert result.exit_code == 1
    assert "no row uses 'misprint' of issue_types — add “unused: true” to it, or remove it" in result.output
    assert not output.exists()


def test_aliases_that_explode_are_refused_at_once(run: Run, seeds: Path) -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    (seeds / "harbour.yml").write_text(bomb, encoding="utf-8")
    assert "*a is a YAML alias — write the value out" in problems(run, seeds)


def test_excessive_nesting_is_refused(run: Run, seeds: Path) -> None:
    (seeds / "harbour.yml").write_text("[" * 5000 + "]" * 5000, encoding="utf-8")
    assert "is nested more than 20 levels" in problems(run, seeds)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "just words", "- a\n- list\n", "\x01", "a: b\n---\nc: d\n"])
def test_what_is_not_an_annotation(run: Run, seeds: Path, text: str) -> None:
    (seeds / "harbour.yml").write_text(text, encoding="utf-8")
    assert str(seeds / "harbour.yml") in problems(run, seeds)


def test_an_annotation_of_another_document(run: Run, seeds: Path) -> None:
    edit(seeds / "harbour.yml", "  author: harbour-author", f"  author: harbour-author\n  sha256: {'0' * 64}")
    assert "this annotates sha256 000" in problems(run, seeds)


def test_an_annotation_without_its_document(run: Run, seeds: Path) -> None:
    (seeds / "harbour.yml").rename(seeds / "harbor.yml")
    assert "harbor.yml: there is no document for this annotation — put harbor.txt beside it" in problems(run, seeds)


def test_two_documents_with_one_id_or_the_same_bytes(run: Run, seeds: Path) -> None:
    edit(seeds / "harbour.yml", "  author: harbour-author", "  author: harbour-author\n  id: other")
    (seeds / "other.txt").write_text("Something else.", encoding="utf-8")
    head = "annotator: tester\nreview_status: settled\ndocument: {title: T, id: other}\n"
    (seeds / "third.txt").write_text("A third thing.", encoding="utf-8")
    (seeds / "third.yml").write_text(head, encoding="utf-8")
    (seeds / "copy.txt").write_bytes((seeds / "other.txt").read_bytes())
    shown = problems(run, seeds)
    assert "the document id 'other' is already used by harbour.txt" in shown
    assert "this file has the same bytes as copy.txt" in shown


def test_a_restatement_must_lead_to_a_first_occurrence(run: Run, seeds: Path) -> None:
    path = seeds / "harbour.yml"
    edit(path, "        statement: Lund lost", "        restates: company-closed-harbour\n        statement: Lund lost")
    edit(
        path,
        "        statement: The port company closed",
        "        restates: lund-lost-jobs\n        statement: The port company closed",
    )
    shown = problems(run, seeds)
    assert "restates: 'company-closed-harbour' is itself a restatement, forming a cycle" in shown
    assert "restates: 'lund-lost-jobs' is itself a restatement, forming a cycle" in shown


def test_a_restatement_keeps_its_claimant(run: Run, seeds: Path) -> None:
    edit(
        seeds / "harbour.yml",
        "        statement: Lund lost",
        "        restates: harbour-will-reopen\n        statement: Lund lost",
    )
    assert "has a different claimant, 'ada-stone' — relate them with “corroborates” instead" in problems(run, seeds)


def test_all_problems_are_shown_at_once_in_order(run: Run, seeds: Path) -> None:
    edit(seeds / "harbour.yml", "cue_words: denied", "cue_words: refused")
    edit(seeds / "harbour.yml", "date: 2021-05-03", "date: 2021-05-33")
    edit(seeds / "actors.yml", "actor_type: author", "actor_type: poet")
    (seeds / "empty.txt").write_bytes(b"")
    lines = problems(run, seeds).splitlines()
    assert len(lines) == 5
    assert lines[:-1] == sorted(lines[:-1])
    assert lines[-1] == "4 problems; nothing was written."


def test_an_empty_directory_and_a_missing_one(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "seeds"
    empty.mkdir()
    assert "there are no documents here — add a text file whose name ends in .txt" in problems(run, empty)
    shutil.rmtree(empty)
    result = run("check", empty)
    assert result.exit_code == 2
    assert "does not exist" in result.output


def test_a_document_that_is_a_directory_or_a_dead_link(run: Run, seeds: Path) -> None:
    (seeds / "folder.txt").mkdir()
    (seeds / "link.txt").symlink_to(seeds / "nowhere.txt")
    shown = problems(run, seeds)
    assert "folder.txt: the file can't be read: Is a directory" in shown
    assert "link.txt: the file can't be read: No such file or directory" in shown


@pytest.mark.parametrize("name", ["pipe.txt", "harbour.yml", "actors.yml", "page.html"])
def test_a_pipe_or_a_device_is_not_waited_for(run: Run, seeds: Path, name: str) -> None:
    (seeds / name).unlink(missing_ok=True)
    os.mkfifo(seeds / name)
    shown = problems(run, seeds)
    assert name in shown
    assert "can't be read: it is a pipe or a device" in shown or "can't be read or written: it is a pipe" in shown


@pytest.mark.parametrize("name", ["harbour.yml", "actors.yml"])
def test_a_link_that_leads_nowhere_is_not_as_good_as_no_file(run: Run, seeds: Path, name: str) -> None:
    (seeds / name).unlink()
    (seeds / name).symlink_to(seeds / "moved" / name)
    assert f"{name}: the file can't be read: No such file or directory" in problems(run, seeds)


def test_an_empty_annotation_is_named_beside_other_problems(run: Run, seeds: Path) -> None:
    (seeds / "harbour.yml").write_bytes(b"")
    (seeds / "another.txt").write_bytes(b"")
    shown = problems(run, seeds)
    assert "harbour.yml: the annotation is empty" in shown
    assert "another.txt: the file holds no text" in shown


def test_warnings_name_the_file_as_the_user_does(run: Run, seeds: Path) -> None:
    (seeds / "german.txt").write_text("Kein Englisch.", encoding="utf-8")
    assert f"warning: {seeds / 'german.txt'}: the machine reads only English" in run("check", seeds).output


def test_a_row_that_the_schema_refuses_is_a_problem_of_its_document(
    run: Run, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DocumentRows, "collect", lambda _: {"documents": [{"id": "none", "author_id": None}]})
    result = run("build", seeds, "--output", seeds.parent / "out.db")
    assert result.exit_code == 1
    assert f"{seeds / 'harbour.yml'}: a row of this document can't be stored: NOT NULL" in said(result)
    assert not (seeds.parent / "out.db").exists()


def test_blind_readings_are_checked_too(run: Run, seeds: Path) -> None:
    (seeds / "blind-readings").mkdir()
    text = (seeds / "harbour.yml").read_text(encoding="utf-8").replace("cue_words: denied", "cue_words: refused")
    (seeds / "blind-readings" / "harbour.second.yml").write_text(text, encoding="utf-8")
    assert "blind-readings/harbour.second.yml" in problems(run, seeds)


def test_a_directory_may_have_some_of_the_shared_files(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Ada Stone, the mayor of Lund, said that the bridge was closed.\n")
    for name, rows in (("actors", "{id: ada-stone, name: Ada Stone, actor_type: government}"), ("locations", None)):
        (tmp_path / "in" / f"{name}.yml").write_text(f"- {rows}\n" if rows else "[]\n")
        result = run("build", "--strict", "--no-evaluation", tmp_path / "in", "--output", tmp_path / "out.db")
        assert result.exit_code == 0, result.output
    with closing(sqlite3.connect(tmp_path / "out.db")) as connection:
        assert connection.execute("select name from actors where id = 'ada-stone'").fetchone() == ("Ada Stone",)
