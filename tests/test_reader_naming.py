"""Which words mention which actor: given these sentences, these mentions."""

from __future__ import annotations

import pytest

from onrecord.annotation.authority import load_authority
from onrecord.annotation.model import DocumentDescription
from onrecord.data import SEEDS
from onrecord.problems import Problems
from onrecord.reader import RuleReader
from onrecord.text.document import document_from_bytes
from onrecord.text.sections import find_sections


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    """The reader with the project's authority files."""
    return RuleReader(load_authority(SEEDS, SEEDS, Problems()))


def mentions(reader: RuleReader, text: str) -> list[tuple[str, str, str]]:
    """The words, actor and form of each mention, in document order."""
    document = document_from_bytes(text.encode("utf-8"), "news.txt")
    description = DocumentDescription(id="news", title="News", language="en")
    annotation = reader.read(document, description, find_sections(document.text))
    rows = sorted((row for passage in annotation.passages for row in passage.actors), key=lambda row: row.exact)
    return [(document.exact(row.exact), row.actor, row.form) for row in rows]


@pytest.mark.parametrize(
    ("text", "words", "actor", "form"),
    [
        ("They met French President Emmanuel Macron.", "French President Emmanuel Macron", "emmanuel-macron", "name"),
        ("They met opposition leader Ada Stone.", "opposition leader Ada Stone", "ada-stone", "name"),
        ("The plan was blocked by the United Nations.", "the United Nations", "united-nations", "name"),
        ("Moscow’s decision surprised the delegates.", "Moscow", "russia", "metonym"),
        ("Norway built a new road in the north.", "Norway", "norway", "name"),
        ("An Iranian missile strike hit the camp.", "Iranian", "iran", "adjective"),
        ("The American and Iranian responses came late.", "Iranian", "iran", "adjective"),
        ("The Norwegian army held an exercise.", "The Norwegian army", "norwegian-army", "name"),
        ("It was proposed by the Iraqi side.", "the Iraqi side", "iraq", "nominal"),
        ("The fighters said that ISIS had left.", "ISIS", "isis", "name"),
    ],
)
def test_names_states_and_bodies_are_mentioned(
    reader: RuleReader, text: str, words: str, actor: str, form: str
) -> None:
    assert (words, actor, form) in mentions(reader, text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Syrian economy rested on tourism.", "Syrian"),
        ("The road to al-Bukamal is open.", "al-Bukamal"),
        ("The conference was held in Sochi.", "Sochi"),
        ("It rained in Norway on Monday.", "Norway"),
        ("Norway borders Sweden in the east.", "Norway"),
    ],
)
def test_places_and_adjectives_are_nobody(reader: RuleReader, text: str, words: str) -> None:
    assert words not in {found for found, _, _ in mentions(reader, text)}


def test_a_body_is_taken_up_by_the_last_word_of_its_name(reader: RuleReader) -> None:
    text = "The Norwegian army held an exercise near Narvik. In the evening the army went home."
    assert [row for row in mentions(reader, text) if row[1] == "norwegian-army"] == [
        ("The Norwegian army", "norwegian-army", "name"),
        ("the army", "norwegian-army", "nominal"),
    ]


def test_machine_actors_have_the_sector_that_their_name_tells(reader: RuleReader) -> None:
    text = "Norway denied it. The Norwegian army left, and Ada Stone stayed."
    document = document_from_bytes(text.encode("utf-8"), "news.txt")
    annotation = reader.read(document, DocumentDescription(id="news", title="News", language="en"), ())
    sectors = {actor.id: actor.actor_type for actor in annotation.actors}
    assert (sectors["norway"], sectors["norwegian-army"], sectors["ada-stone"]) == ("country", "military", "unknown")
