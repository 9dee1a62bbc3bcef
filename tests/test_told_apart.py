"""No derived name is a key: what would get the same id or name is told apart, in one document and in several."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from onrecord.annotation.authority import Authority, load_authority
from onrecord.annotation.model import Annotation, DocumentDescription
from onrecord.annotation.names import distinct_names
from onrecord.data import SEEDS
from onrecord.problems import Problems
from onrecord.reader import RuleReader
from onrecord.reader.actors.actor_records import actor_id
from onrecord.text.document import document_from_bytes
from onrecord.text.sections import find_sections
from onrecord.values import LONGEST_NAME
from tests.conftest import Run, said
from tests.test_bad_input import edit

NEWS = "The talks at Lund failed on Monday, the mayor said.\n\n"


def annotation_of(text: str, authority: Authority, name: str = "news") -> Annotation:
    """The machine's reading of a text."""
    document = document_from_bytes((NEWS + text).encode(), f"{name}.txt")
    description = DocumentDescription(id=name, title="News", language="en")
    return RuleReader(authority).read(document, description, find_sections(document.text))


@pytest.fixture(scope="module")
def standard() -> Authority:
    return load_authority(SEEDS, SEEDS, Problems())


def built(run: Run, directory: Path, *tables: str) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of some tables of a directory's database; every row of every document must be there."""
    output = directory.parent / "out.db"
    result = run("build", "--strict", "--no-evaluation", directory, "--output", output)
    assert result.exit_code == 0, result.output
    with closing(sqlite3.connect(output)) as connection:
        return {name: connection.execute(f'select * from "{name}" order by id').fetchall() for name in tables}


def write(directory: Path, files: Mapping[str, str]) -> Path:
    """A directory with these files."""
    directory.mkdir(exist_ok=True)
    for name, text in files.items():
        (directory / name).write_text(text, encoding="utf-8")
    return directory


SOURCES = [
    "Ask the BBC (https://www.bbc.com) or the BBC (https://www.bbc.co.uk).",
    "See [the old mill burned down](https://bbc.com/1) and [the old mill burned down](https://bbc.com/2) too.",
    "See http://a.org/2017/the-old-mill-burned-down and https://www.a.org/2017/the-old-mill-burned-down now.",
    "Ask http://my-site.org/ or http://my.site.org/ about it.",
    "Ask http://a.org/en or http://a.org/ about it.",
    "Ask http://a.org:8001/ or http://a.org:8002/ about it.",
    "See http://a.org/ä and http://a.org/ö about it.",
    f"See [{'the old mill burned ' * 9}](https://bbc.com/1) and [{'the old mill burned ' * 9}](https://bbc.com/2) too.",
    f"See [{'the old mill burned ' * 99}](https://a.org/1) and [{'the old mill burned ' * 99}](https://a.org/2) too.",
    "It burned (Müller, 2017), and again (Muellér, 2017).",
    "It burned (Old Town Fire Brigade North, 2017) twice (Old Town Fire Brigade South, 2017).",
]


@pytest.mark.parametrize("text", SOURCES)
def test_two_sources_are_two(text: str, standard: Authority) -> None:
    read = annotation_of(text, standard)
    assert len({one.id for one in read.sources}) == len({one.name for one in read.sources}) == len(read.sources) == 2
    assert len({row.source for passage in read.passages for row in passage.citations}) == 2
    assert max(len(one.name) for one in read.sources) <= LONGEST_NAME


ACTORS = {
    "José García said that it was late. Jose Garcia said that it was early.": ["José García"],
    "Anne-Marie Duff said that it was late. Anne Marie Duff said that it was early.": ["Anne-Marie Duff"],
    "Ada O’Brien said that it was late. Ida O’Brien said that it was early.": ["Ada O’Brien", "Ida O’Brien"],
}


@pytest.mark.parametrize("text", ACTORS)
def test_two_people_are_two_and_two_spellings_are_one(text: str, standard: Authority) -> None:
    read = annotation_of(text, standard)
    people = [one for one in read.actors if one.actor_type == "unknown" and one.name != "Mayor"]
    assert sorted(one.name for one in people) == ACTORS[text]
    assert len({one.id for one in people}) == len(people)


def test_no_two_names_have_one_id() -> None:
    names = (
        "Ada Stone", "Ada Stone’s", "习近平", "李克强", "Владимир Путин", "Дмитрий Медведев", "C", "C++", "C#",
        "Łukasz", "Ukasz", "Fox in news", "Author of news", "Ada Stone by machine", "unnamed", "…",
    )  # fmt: skip
    assert len({actor_id(name) for name in names}) == len(names)
    assert {actor_id(name) for name in ("ada  STONE", "Ada-Stone", "Ada Stóne", "Ada Stone")} == {"ada-stone"}
    assert actor_id("Donald J. Trump") == "donald-j-trump"


def test_the_id_of_a_name_does_not_depend_on_the_document(standard: Authority) -> None:
    alone = annotation_of("Джон Смит said that it was late.", standard, "one")
    beside = annotation_of("Иван Петров said no. Джон Смит said that it was late.", standard, "two")
    named = [{one.id for one in read.actors if one.name == "Джон Смит"} for read in (alone, beside)]
    assert named[0] == named[1] != set()


def test_counties_of_one_name_are_two(standard: Authority) -> None:
    read = annotation_of("Walker County, Georgia was flooded. ", standard)
    other = annotation_of("Walker County, Alabama was flooded. ", standard)
    assert {one.id for one in read.locations if "Walker" in one.name} == {"walker-county-us-ga-adm2"}
    assert {one.id for one in other.locations if "Walker" in one.name} == {"walker-county-us-al-adm2"}


def test_records_are_not_mistaken_for_what_has_their_id_or_name(run: Run, tmp_path: Path) -> None:
    text = (
        "José García said that it was late. Fox said that Georgia was far. Ask http://bbc.com or www.bbc.co.uk/x now."
        " It burned (Roth, 2017). Kent Brockman of the ministry left."
    )
    records = {
        "actors.yml": (
            "- {id: jose-garcia, name: Another, actor_type: government}\n"
            "- {id: jose-garcia-by-machine, name: A Third, actor_type: government}\n"
            "- {id: f, name: Fox (in news), actor_type: government}\n"
            "- {id: author-of-news, name: Nobody, actor_type: government}\n"
            "- {id: certain, name: Author of more, actor_type: government}\n"
        ),
        "locations.yml": "- {id: georgia, name: A house, feature_code: BLDG}\n",
        "sources.yml": (
            "- {id: bbc-com-home-page, name: 'BBC, home page', url: 'http://other.org/', url_status: home-page}\n"
            "- {id: roth-2017-news, name: Another, url_status: none}\n"
        ),
        "annotators.yml": "- {id: me, name: onrecord machine reader, kind: person}\n",
    }
    files = {"news.txt": NEWS + text, "more.txt": NEWS + text + " More."}
    rows = built(run, write(tmp_path / "in", {**files, **records}), "actors", "locations", "sources", "annotators")
    actors = {row[0]: row[1] for row in rows["actors"]}
    assert set(actors.values()).isdisjoint({"Another", "A Third", "Nobody"})
    assert actors["jose-garcia-by-machine-by-machine"] == "José García (machine)"
    assert actors["author-of-more"] == "Author of more (author-of-more)"
    assert [row[0] for row in rows["locations"] if "eorgia" in row[1]] == ["georgia-by-machine"]
    assert {"bbc-com-home-page", "roth-2017-news"}.isdisjoint(row[0] for row in rows["sources"])


HEAD = "annotator: onrecord-editors\nreview_status: settled\ndocument: {{title: The Harbour{id}}}\n{records}"
ACCEPTED = "accepted\nreviewed_by: ada\nreviewed_on: 2026-11-20"
MENTION = "reading: [{{text: Ada Stone, actors: [{{exact: Ada Stone, actor: {actor}}}]}}]\n"


def test_records_of_one_name_in_two_annotations_are_two(run: Run, tmp_path: Path) -> None:
    def annotation(actor: str) -> str:
        records = f"actors: [{{id: {actor}, name: Ada Stone, actor_type: government}}]\n"
        return HEAD.format(id="", records=records) + MENTION.format(actor=actor)

    files = {
        "a.txt": "Ada Stone left.",
        "b.txt": "Ada Stone came.",
        "a.yml": annotation("ada"),
        "b.yml": annotation("ad"),
    }
    rows = built(run, write(tmp_path / "in", files), "actors", "documents")
    assert [row[:2] for row in rows["actors"]] == [("ad", "Ada Stone (ad)"), ("ada", "Ada Stone")]
    assert [row[1] for row in rows["documents"]] == ["The Harbour", "The Harbour"]


def test_a_person_and_a_program_may_have_one_name(run: Run, tmp_path: Path) -> None:
    files = {
        "annotators.yml": "- {id: ada, name: Ada, kind: person}\n- {id: ada-2, name: Ada, kind: program}\n",
        "a.txt": "Ada left.",
        "a.yml": HEAD.format(id="", records="").replace("onrecord-editors", "ada-2")
        + "reading: [{text: Ada left., quotes: []}]",
        "b.txt": "Ada came.",
        "b.yml": HEAD.format(id="", records="").replace("onrecord-editors", "ada").replace("settled", ACCEPTED),
    }
    rows = built(run, write(tmp_path / "in", files), "annotators")
    assert [row[:3] for row in rows["annotators"]] == [("ada", "Ada", "person"), ("ada-2", "Ada (ada-2)", "program")]


def test_files_with_one_stem_are_two_documents_with_annotations_of_their_own(run: Run, tmp_path: Path) -> None:
    files = {
        "a.txt": "Ada left.",
        "a.md": "Ada came.",
        "a.md.txt": "Ada slept.",
        "b.txt": "Ada ate.",
        "c.TXT": "Ada sat.",
    }
    annotations = {
        "a.md.md.yml": HEAD.format(id=", language: de", records=""),
        "b.yml": HEAD.format(id=", id: c", records=""),
    }
    rows = built(run, write(tmp_path / "in", files | annotations), "documents")
    assert {(row[0], row[4], row[7]) for row in rows["documents"]} == {
        ("a", "a.txt", "und"), ("a.md", "a.md.txt", "und"), ("a.md.md", "a.md", "de"), ("c", "b.txt", "en"),
        ("c.TXT", "c.TXT", "und"),
    }  # fmt: skip


def test_a_document_named_like_a_shared_file_is_a_document(run: Run, tmp_path: Path) -> None:
    files = {
        "actors.yml": "- {id: ada, name: Ada Stone, actor_type: government}\n",
        "sources.yml": "[]\n",
        "annotators.yml": "- {id: me, name: Me, kind: person}\n",
        "a.txt": "Ada left.",
        **{name: f"{NEWS}It is {name}." for name in ("actors.txt", "a.md", "sources.md")},
    }
    directory = write(tmp_path / "in", files)
    for name in ("actors.txt", "a.md"):
        assert run("draft", directory / name).exit_code == 0
    assert {path.name for path in directory.glob("*.yml")} == {
        "actors.yml", "sources.yml", "annotators.yml", "actors.txt.yml", "a.md.yml"
    }  # fmt: skip
    rows = built(run, directory, "documents", "claims")
    assert [row[0] for row in rows["documents"]] == ["a", "a.md", "actors.txt", "sources.md"]
    assert {row[0].partition("-claim-")[0].rpartition("-")[0] for row in rows["claims"]} == {
        "a-md",
        "actors-txt",
        "sources-md",
    }


def test_rows_of_the_machine_never_have_ids_that_people_wrote(run: Run, tmp_path: Path, standard: Authority) -> None:
    terms = standard.vocabularies
    kind, factuality = next(iter(terms["claim_types"])), next(iter(terms["factuality_values"]))
    claim = (
        "reading: [{text: Ada left., claims: [{id: b-claim-0-9, exact: Ada left., statement: Ada left.,"
        f" claim_type: {kind}, factuality: {factuality}}}]}}]"
    )
    files = {"a.txt": "Ada left.", "a.yml": HEAD.format(id="", records="") + claim, "b.txt": NEWS}
    rows = built(run, write(tmp_path / "in", files), "claims")
    assert [row[0] for row in rows["claims"] if not row[0].startswith("b-by-machine-claim-")] == ["b-claim-0-9"]
    assert len(rows["claims"]) > 1


def test_the_machine_is_no_person(run: Run, seeds: Path) -> None:
    edit(seeds / "annotators.yml", "id: tester", "id: onrecord-reader")
    edit(seeds / "annotators.yml", "kind: program", "kind: person")
    assert "'onrecord-reader' is the id of a program — give this one another id" in said(run("check", seeds))


def test_every_id_gets_a_name_of_its_own() -> None:
    named = [("a", "X"), ("b", "X"), ("c", "X (b)"), ("d", "Y")]
    assert distinct_names(named, ["Y"]) == {"a": "X", "b": "X (b)", "c": "X (b) (c)", "d": "Y (d)"}
