"""Transcripts and interviews: whose turn a paragraph is, who “I” is, and whom a byline names."""

from __future__ import annotations

import pytest

from onrecord.reader.attributions.annotation_rows import attribution_rows
from onrecord.reader.parsing.turns import find_turns, spread_turns
from onrecord.text.bylines import EXAMPLES, authors
from onrecord.text.paragraphs import find_paragraphs
from tests.prose import actor_ids, discourse_of, document_of

SPEECH = """Remarks at the opening of the National Vaccine Centre

MODERATOR: It is my honour to introduce Dr. Wanjiru Kamau.

DR. KAMAU: Thank you, Peter. [Applause]

Excellencies, colleagues, friends: I will be brief.

I remember what President Nyerere used to say: “It can be done.”

MODERATOR: We have time for two questions.

AMINA YUSUF (Daily Courier): Where is the money?

DR. KAMAU: The auditor says that papers are missing.
"""
REMARKS = """The Harbour Office

Remarks by {} on the Bridge

10:40 A.M.

{}: Thank you. (Applause.) My friend Omar Berg paid for it.

We built the bridge in two years.
{}"""
INTERVIEW = """A conversation with Tomasz Wieczorek

Interview by Leila Haddad · Kraków, 9 May 2022

Tomasz Wieczorek has drawn maps for four presidents.

Q: Do you believe in neutral maps?

A: Every map is an argument. I refused to draw the border.

Q: Who will draw it?

A: My daughter will.

This interview has been edited.
"""


def turns(text: str) -> list[tuple[str, int]]:
    """Each speaker with the number of paragraphs of the turn."""
    found = list(spread_turns(find_paragraphs(text), find_turns(text, find_paragraphs(text)), ()).values())
    return [(text[slice(*turn.name)], found.count(turn)) for turn in dict.fromkeys(found)]


def sources(text: str) -> list[tuple[str, str | None, str]]:
    """The words of each attribution's source, the actor they stand for, and the manner."""
    discourse = discourse_of(text)
    rows = attribution_rows(discourse, "doc", actor_ids(discourse), author="the-author")
    return [(" ".join(text[slice(*span)] for span in row.source_words), row.source, row.manner) for row in rows]


def test_a_turn_goes_on_to_the_next_name() -> None:
    assert turns(SPEECH) == [
        ("MODERATOR", 1),
        ("DR. KAMAU", 3),
        ("MODERATOR", 1),
        ("AMINA YUSUF", 1),
        ("DR. KAMAU", 1),
    ]


def test_what_follows_the_last_turn_of_one_paragraph_each_is_nobodys() -> None:
    assert turns(INTERVIEW)[-1] == ("A", 1)


@pytest.mark.parametrize(
    "text",
    [
        "- Capacity: 400 MW\n- Investment: 1 billion\n- Jobs: 900\n- Depth: 30 m",
        "To: Ada Stone\n\nFrom: Olaf Berg\n\nSubject: the harbour\n\nTo: Ada Stone",
        "The club\n\nPRESIDENT: Ada Stone\n\nWe met in May.",
        f"{'The mill closed in May. ' * 10}\n\nTHE WRITER: Omar Berg lives in Oslo. He met us in May, as we left.",
        "The court asks: one. The court asks: two.\n\nOne: a word.",
    ],
)
def test_lists_and_letterheads_are_no_transcripts(text: str) -> None:
    assert turns(text) == []


@pytest.mark.parametrize(
    ("by", "label", "speaker"),
    [
        ("President Ada Stone", "THE PRESIDENT", "ada-stone"),
        ("Vice President Ada Stone", "THE PRESIDENT", "the-president"),
        ("the President", "THE PRESIDENT", "the-president"),
        ("Secretary Ada Stone", "SECRETARY STONE", "ada-stone"),
        ("Spokesman Jonas Lund", "MR. LUND", "jonas-lund"),
    ],
)
def test_one_label_in_capitals_makes_remarks_their_speakers(by: str, label: str, speaker: str) -> None:
    text = REMARKS.format(by, label, "")
    assert turns(text) == [(label, 2)]
    assert (label, speaker, "direct") in sources(text)


def test_a_letter_without_a_mark_asks_in_remarks() -> None:
    asked = "\nQ    Will it stand?\n\nSECRETARY STONE: I think so.\n"
    text = REMARKS.format("Secretary Ada Stone", "SECRETARY STONE", asked)
    assert turns(text) == [("SECRETARY STONE", 2), ("Q", 1), ("SECRETARY STONE", 1)]
    assert ("Q", None, "direct") in sources(text)


def test_speakers_are_named_by_their_labels() -> None:
    found = sources(SPEECH)
    assert ("DR. KAMAU", "wanjiru-kamau", "direct") in found
    assert ("MODERATOR", "moderator", "direct") in found
    assert ("AMINA YUSUF", "amina-yusuf", "direct") in found


def test_in_a_turn_others_are_reported_and_i_is_whoever_has_it() -> None:
    found = sources(SPEECH)
    assert ("I", "wanjiru-kamau", "mixed") in found
    assert ("The auditor", "auditor", "indirect") in found
    assert ("President Nyerere", "nyerere", "direct") in found


def test_an_interview_is_between_whom_its_title_and_its_byline_name() -> None:
    found = sources(INTERVIEW)
    assert ("Q", "leila-haddad", "direct") in found
    assert ("A", "tomasz-wieczorek", "direct") in found


def test_i_and_we_outside_quotations_are_the_author() -> None:
    assert sources("The plan failed. I fear that the river will be forgotten.") == [("I", "the-author", "indirect")]
    assert sources("“I fear that the river will be forgotten,” said Anna Berg.") == [
        ("Anna Berg", "anna-berg", "direct")
    ]


@pytest.mark.parametrize(("line", "names"), EXAMPLES)
def test_bylines(line: str, names: tuple[str, ...]) -> None:
    assert authors(document_of(f"The title\n\n{line}\n\nThe text.")) == names


def test_a_name_that_the_recogniser_knows_once_is_known_everywhere() -> None:
    referents = discourse_of(INTERVIEW).referents
    (referent,) = [one for one in referents if one.name == "Tomasz Wieczorek"]
    assert len(referent.mentions) == 2


def test_who_speaks_and_who_is_spoken_to_are_neither_he_nor_she() -> None:
    text = """The hearing

Mr. BAKER: Did the secretary call you in May?

Mr. STONE: Yes. He said that the ship was late.

Mr. BAKER: And you told him that you would wait?

Mr. STONE: I told him that I would.
"""
    reported = [(words, actor) for words, actor, manner in sources(text) if manner == "indirect"]
    assert reported == [("He", "secretary"), ("you", "stone"), ("I", "stone")]


def test_what_belongs_to_whoever_speaks_is_called_by_the_name() -> None:
    text = """A talk

Interviewer: When did you leave?

Anna Berg: In May. My father told me that it was late.

Interviewer: What did he say?
"""
    assert ("My father", "anna-bergs-father", "indirect") in sources(text)


def test_letters_with_a_stop_open_turns() -> None:
    text = """The examination

Q. Did you see the car?

A. I did. I saw the smoke.

Q. Who was there?

A. My brother was.
"""
    assert [words for words, _, _ in sources(text)][:3] == ["Q", "A", "Q"]
    assert turns(text) == [("Q", 1), ("A", 1), ("Q", 1), ("A", 1)]
