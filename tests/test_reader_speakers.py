"""Who is meant by a source's words: names, titles, descriptions, pronouns, bodies."""

from __future__ import annotations

import pytest

from onrecord.reader.actors.signs import gender_of
from tests.prose import discourse_of


def speakers(text: str) -> list[str | None]:
    """The name of the actor behind every attribution of a text."""
    discourse = discourse_of(text)
    return [discourse.referents[s.actor].name if s.actor is not None else None for s in discourse.speakers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Angela Harper said the bridge was safe.", ["Angela Harper"]),
        ("Angela Harper came. Mrs. Harper said the bridge was safe.", ["Angela Harper"]),
        ("Angela Harper spoke to Robert Miller. She said the bridge was safe.", ["Angela Harper"]),
        ("Angela Harper spoke to Robert Miller. He said the bridge was safe.", ["Robert Miller"]),
        ("Sen. Angela Harper came to Boston. The senator said the bridge was safe.", ["Angela Harper"]),
        ("The results were poor, according to Robert Miller.", ["Robert Miller"]),
        ("Unnamed sources said the bridge was safe.", ["Unnamed sources"]),
        ("They said the bridge was safe.", [None]),
        ("Some Republicans said the bridge was safe.", ["some Republicans"]),
        ("A spokesman for Microsoft said the service was safe.", ["Microsoft"]),
        ("The spokesman for Microsoft, Robert Miller, said the service was safe.", ["Robert Miller"]),
        ("The announcement by the board of Microsoft said the service was safe.", [None]),
        ("The announcement of Microsoft said the service was safe.", ["Microsoft"]),
        ("The administration of Microsoft said the service was safe.", ["administration of Microsoft"]),
    ],
)
def test_speakers(text: str, expected: list[str | None]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Angela Harper said it rained.\n\nA clerk of the port said it did not. “We were here,” he said.",
            ["Angela Harper", "a clerk of the port", "a clerk of the port"],
        ),
        ("City officials met. City officials said it rained. They said it was late.", ["city officials"] * 2),
        ("Every minister spoke to Robert Miller. He said it rained.", ["Robert Miller"]),
        ("The director of the Port Authority, Robert Miller, added that it rained.", ["Robert Miller"]),
        ("According to a report by Microsoft, it rained.", ["Microsoft"]),
        ("The Minister of Health, the Hon. Dr. Robert Miller, came. The Minister said it rained.", ["Robert Miller"]),
        ("I called Robert Miller. I said that David Harris left. He said it rained.", [None, "Robert Miller"]),
    ],
)
def test_people_without_a_name_are_taken_up(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


def test_the_court_is_open_where_there_are_two() -> None:
    text = (
        "The Leeds District Court sat. The York Appeal Court sat. It rained. It rained. It rained. {} ruled it was so."
    )
    assert speakers(text.format("The court")) == ["court"]
    assert speakers(text.format("This court")) == ["court"]
    assert speakers("The Leeds District Court sat. It rained. The court ruled it was late.") == ["Leeds District Court"]


def test_two_people_are_nobody_in_particular() -> None:
    assert speakers("Angela Harper and Robert Miller said the bridge was safe.") == [None]


def test_names_are_gathered_over_paragraphs() -> None:
    discourse = discourse_of("Robert Miller arrived.\n\nMiller said it rained.\n\n“It is late,” Mr. Miller said.")
    assert {speaker.actor for speaker in discourse.speakers} == {discourse.speakers[0].actor}
    actor = discourse.speakers[0].actor
    assert actor is not None
    assert len(discourse.referents[actor].mentions) == 3


def test_titles_and_first_names_tell_gender() -> None:
    assert gender_of("mrs.", "") == "f"
    assert gender_of("", "Robert") == "m"
    assert gender_of("", "Xyzzy") is None


def test_a_surname_alone_is_whoever_is_named_most() -> None:
    text = (
        "Aurelio Vance mapped the river. The maps of Aurelio Vance are kept in Lima. His father, Owen Vance, had come"
        " from Swansea to build railways. Vance denied that the maps were copied."
    )
    assert speakers(text) == ["Aurelio Vance"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rui Figueiredo is their president. Figueiredo said the bridge was safe.", ["Rui Figueiredo"]),
        ("Among them was Paris Whitfield, 29, a nurse. She said the bridge was safe.", ["Paris Whitfield"]),
        (
            "“We stay,” said Dragan Petrović, a raspberry farmer from Gornje Nedeljice. “They promised jobs,” he said.",
            ["Dragan Petrović", "Dragan Petrović"],
        ),
        ("“Nothing is binding here.”\n― Vera Jovanović, retired teacher", ["Vera Jovanović"]),
        ("Lady Hartley met Angela Harper. He said the bridge was safe.", [None]),
        ("JUDGMENT\n\nThe court met. It said the bridge was safe.", [None]),
    ],
)
def test_surnames_taken_for_places_titles_and_headings(text: str, expected: list[str | None]) -> None:
    assert speakers(text) == expected


def test_a_word_that_stands_in_lower_case_elsewhere_names_nobody() -> None:
    actors = discourse_of(
        "Ferry strike leaves thousands stranded\n\nThe ferry crews walked off the job on Monday."
    ).referents
    assert [actor.name for actor in actors] == []
