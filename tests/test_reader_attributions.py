"""Who said what, sentence by sentence: every class of cues has its example, every pattern its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import pytest

from onrecord.reader.attributions.annotation_rows import attribution_rows, manner, quote_rows
from onrecord.reader.attributions.discourse import Discourse
from onrecord.reader.english.cues import (
    KINDS,
    classes,
    lexicon,
    terms_of,
)
from onrecord.reader.english.inflection import forms_of
from tests.growth import grows_as_the_text
from tests.prose import actor_ids, discourse_of

CLASSES = [pytest.param(entry, id=f"{kind} {entry['class']}") for kind in KINDS for entry in classes()[kind]]


read_once = cache(discourse_of)


def letters(text: str) -> str:
    """A text's letters and digits only: marks and commas never matter."""
    return "".join(character for character in text if character.isalnum())


def said(discourse: Discourse) -> list[tuple[str, str]]:
    """Source and content of every attribution, pieces joined by a blank."""
    return [
        (
            " ".join(discourse.text[s.start : s.end] for s in attribution.source),
            " ".join(discourse.text[s.start : s.end] for s in attribution.content),
        )
        for attribution in discourse.attributions
    ]


@pytest.mark.parametrize("entry", CLASSES)
def test_the_example_of_every_class_of_cues(entry: Mapping[str, Any]) -> None:
    found = [(letters(source), letters(content)) for source, content in said(discourse_of(entry["example"]))]
    assert (letters(entry["source"]), letters(entry["content"])) in found


@pytest.mark.parametrize(
    ("frames", "commitment", "message"),
    [
        ("c qq", "certain", "class 'say': unknown frame or commitment 'qq'"),
        ("c q", "sure", "class 'say': unknown frame or commitment 'sure'"),
    ],
)
def test_frames_and_commitments_that_do_not_exist_are_refused(frames: str, commitment: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        terms_of({"class": "say", "frames": frames, "commitment": commitment})


SENTENCES = [
    ("“The well is dry,” said Anna Berg.", "Anna Berg", "“The well is dry,”"),
    ("“The well is dry,” Anna Berg said on Friday.", "Anna Berg", "“The well is dry,”"),
    ("Anna Berg said: “The well is dry. We need rain.”", "Anna Berg", "“The well is dry. We need rain.”"),
    ("“The well is dry,” Berg said. “We need rain.”", "Berg", "“The well is dry,” “We need rain.”"),
    ("“We will dig a second well,” shared Mr. Berg.", "Mr. Berg", "“We will dig a second well,”"),
    ("“The well is dry,” Minister of Water, Roads and Farms, Senator the Hon. Anna Berg, told the paper.",
     "Minister of Water, Roads and Farms, Senator the Hon. Anna Berg", "“The well is dry,”"),
    ("The owners are Dahl and Lie, who left for Voss after the well had burned in a storm, the source, who asked for no"
     " name, told Reuters.", "the source",
     "The owners are Dahl and Lie, who left for Voss after the well had burned in a storm"),
    ("Farmers saw a great fire west of the well, the council was quoted as saying late on Monday by the paper.",
     "the council", "Farmers saw a great fire west of the well"),
    ("“The well,” Berg said, “is dry.”", "Berg", "“The well,” “is dry.”"),
    ("Berg said the well was “almost dry.”", "Berg", "the well was “almost dry.”"),
    ("According to the ministry, the well is dry.", "the ministry", "the well is dry"),
    ("The well is dry, according to the ministry.", "the ministry", "The well is dry"),
    ("The well, the minister said in May, was almost dry.", "the minister", "The well was almost dry"),
    ("Rain is likely this week, forecasters say.", "forecasters", "Rain is likely this week"),
    ("The mayor reported that the well was dry; we found no evidence for this.", "The mayor", "that the well was dry"),
    ("Berg denied that the well was dry.", "Berg", "that the well was dry"),
    (
        "Villagers accused the company of poisoning the well.",
        "Villagers",
        "the company of poisoning the well",
    ),
    ("The ministry asked farmers to save water.", "The ministry", "to save water"),
    ("The company was accused of fraud by its rivals.", "its rivals", "The company of fraud"),
    ("Berg made it clear that the well would stay closed.", "Berg", "that the well would stay closed"),
    ("“No rain, no bread.” — Anna Berg", "Anna Berg", "“No rain, no bread.”"),
    ("Berg scolded them: “You wasted the water.”", "Berg", "“You wasted the water.”"),
    ("Berg praised the new pump, which came from Voss.", "Berg", "the new pump"),
    ("Berg warned that the well was dry, and that people should worry about it.", "Berg",
     "that the well was dry, and that people should worry about it"),
    ("Berg said it was simple: the well would be closed.", "Berg", "it was simple: the well would be closed"),
    ("If it rains, Berg said the well would fill.", "Berg", "If it rains the well would fill"),
    ("In a dry year, Berg said, the well was empty.", "Berg", "In a dry year the well was empty"),
    ("Berg said for the first time on Monday that the well had dried up.", "Berg", "that the well had dried up"),
    ("A Harbour University poll found last week that the mayor would win.", "A Harbour University poll",
     "that the mayor would win"),
    ("“Why is it dry?” asked Berg, who thinks often about the well.", "Berg, who thinks often about the well",
     "“Why is it dry?”"),
    ("The statement of the mayor on the well was short.", "the mayor", "the well"),
    ("The ministry’s warning to farmers, saying that the well was dry, came late.", "The ministry’s",
     "that the well was dry"),
    ("“No,” Berg replied.", "Berg", "“No,”"),
    ("“The well is dry,” said Berg, asking for help.", "Berg", "“The well is dry,”"),
    ("Berg looked tired, telling them, “Nobody has any water.”", "Berg", "“Nobody has any water.”"),
    ("“The well is dry,” Berg said in a “Save Water” cap.", "Berg", "“The well is dry,”"),
    ("“The well is dry,” Berg said on Sunday’s “Morning News.”", "Berg", "“The well is dry,”"),
    ("In her speech, Berg said, “The well is dry.”", "Berg", "“The well is dry.”"),
    ("“Nobody has any water!” the farmers cried out.", "the farmers", "“Nobody has any water!”"),
    ("With the confirmation of her candidacy for a second term, Berg left the hall.", "Berg",
     "her candidacy for a second term"),
    ("Berg said the well was dry (Dahl, 2017).", "Berg", "the well was dry"),
    ("The bank said it would close shops, beginning in May.", "The bank", "it would close shops, beginning in May"),
    ("The mayor went so far as to say that the well was dry.", "The mayor", "that the well was dry"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "content"), SENTENCES, ids=[text for text, _, _ in SENTENCES])
def test_patterns(text: str, source: str, content: str) -> None:
    found = [(letters(one), letters(other)) for one, other in said(discourse_of(text))]
    assert (letters(source), letters(content)) in found


EXCHANGES = [
    (
        "“It rose,” grumbled Lena Fox. “We ran,” marvelled Omar Berg.",
        [("Lena Fox", "It rose"), ("Omar Berg", "We ran")],
    ),
    ("“We will run,” chimed in Greta Blom.", [("Greta Blom", "We will run")]),
    ("Omar Berg replied: “No.”", [("Omar Berg", "No")]),
    ("Omar Berg said “no comment.”", [("Omar Berg", "no comment")]),
    ("Omar Berg pointed at the map. “It broke here.”", [("Omar Berg", "It broke here")]),
    (
        "“Open it,” Lena Fox said, while Omar Berg shouted, “Close it!”",
        [("Lena Fox", "Open it"), ("Omar Berg", "Close it")],
    ),
    (
        "Lena Fox: “We will not pay”; Omar Berg: “You must.”",
        [("Lena Fox", "We will not pay"), ("Omar Berg", "You must")],
    ),
    (
        "Lena Fox said the wells were dry; Omar Berg said they were full.",
        [("Lena Fox", "the wells were dry"), ("Omar Berg", "they were full")],
    ),
    (
        "Lena Fox said that the bridge was closed, and Omar Berg that the ferry had stopped.",
        [("Lena Fox", "that the bridge was closed"), ("Omar Berg", "that the ferry had stopped")],
    ),
    ("Lena Fox was quoted as saying that the wells were dry.", [("Lena Fox", "that the wells were dry")]),
    ("Lena Fox's claim that the wells are dry has been disputed.", [("Lena Fox's", "that the wells are dry")]),
    ("In the words of Omar Berg, “the port is dead.”", [("Omar Berg", "the port is dead")]),
    ("The port is old, per Omar Berg.", [("Omar Berg", "The port is old")]),
    ("Tax to rise, says minister", [("minister", "Tax to rise")]),
    ("‘No deal’, says port union", [("port union", "No deal")]),
    ("The “experts” who wrote it were not at the table.", []),
    ("Two dams are cracked in a report seen by the Daily Courier.", []),
    (
        "Omar Berg said that Lena Fox had told him that the dam held.",
        [("Omar Berg", "that Lena Fox had told him that the dam held"), ("Lena Fox", "that the dam held")],
    ),
    ("Manhole Fires and Burst Pipes: How Winter Strikes the City", []),
    ("UNITED STATES COURT OF APPEALS", []),
    (
        "After long talks, the cabinet plans to lift the ban, Lena Fox said late Thursday.",
        [("Lena Fox", "After long talks, the cabinet plans to lift the ban")],
    ),
    (
        "The form contained the following terms:\n\nDays off are guaranteed to the staff.\n\nIt rained.",
        [("The form", "Days off are guaranteed to the staff")],
    ),
    (
        "Lena Fox also said:\n\n• The ferry must stay\n\n• She would defend her plan to build it",
        [("Lena Fox", "The ferry must stay She would defend her plan to build it")],
    ),
    (
        "Lena Fox said on Monday that two ships had left.\n\n“We have no crews.”",
        [("Lena Fox", "that two ships had left We have no crews")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), EXCHANGES, ids=[text for text, _ in EXCHANGES])
def test_everybody_has_what_they_say(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(letters(source), letters(content)) for source, content in said(read_once(text))]
    assert found == [(letters(source), letters(content)) for source, content in expected]


FRAGMENTS = [
    ("Berg argued the old pump “can’t fill a bucket.”", "the old pump “can’t fill a bucket.”"),
    ("The old pump “can’t fill a bucket,” Berg argued.", "The old pump “can’t fill a bucket,”"),
    ("Berg said on Friday the new pump “is too dear” for a village.", "the new pump “is too dear” for a village"),
    ("Berg called the pump a “death trap” for children.", "the pump a “death trap” for children"),
    ("Berg called the well “dangerous” and asked for a new one.", "the well “dangerous”"),
    ("Berg called the well “dangerous” when it was opened.", "the well “dangerous”"),
    ("Berg called the well “unsafe,” which engineers deny.", "the well “unsafe,”"),
    ("Berg said the well was “unsafe,” citing a report.", "the well was “unsafe,”"),
    ("“The well is dry,” Berg said, pointing to the lack of “any useful rain” since May.", "“The well is dry,”"),
]


@pytest.mark.parametrize(("text", "content"), FRAGMENTS, ids=[text for text, _ in FRAGMENTS])
def test_contents_that_marks_hold_in_part(text: str, content: str) -> None:
    assert letters(content) in [letters(other) for _, other in said(discourse_of(text))]


def test_a_hedge_on_a_report_is_no_report() -> None:
    found = said(discourse_of("It seems that the mayor said the well was dry."))
    assert found == [("the mayor", "the well was dry")]


@pytest.mark.parametrize(
    "text",
    [
        "The signs indicated a change of course.",
        "The village was close to finding water and declaring victory.",
        "The announcement of a merger came late.",
    ],
)
def test_nobody_says(text: str) -> None:
    assert said(discourse_of(text)) == []


def test_an_announcement_taken_up_has_the_source_that_it_had_before() -> None:
    discourse = discourse_of(
        "Anna Berg’s announcement of a merger came late.\n\nThe announcement of a merger was no surprise."
    )
    assert said(discourse) == [("Anna Berg’s", "a merger"), ("", "a merger")]
    assert [discourse.referents[speaker.actor or 0].name for speaker in discourse.speakers] == [
        "Anna Berg",
        "Anna Berg",
    ]


def test_a_second_verb_of_saying_keeps_the_first_ones_subject() -> None:
    text = "Berg said the price of water was too high but added, “We will pay it.”"
    assert ("Berg", "“We will pay it.”") in said(discourse_of(text))


def test_a_quotation_goes_on_over_paragraphs() -> None:
    text = "“We came by night,” Anna Berg said.\n\n“Nobody saw us leave.”\n\nThe street was quiet."
    assert said(discourse_of(text)) == [("Anna Berg", "“We came by night,” “Nobody saw us leave.”")]


def test_a_colon_introduces_the_next_paragraph() -> None:
    text = "The ministry wrote in a letter:\n\nThe well is closed until further notice."
    assert said(discourse_of(text)) == [("The ministry", "The well is closed until further notice")]


@pytest.mark.parametrize("dash", [":--", ":—", ":-"])
def test_a_colon_may_have_a_dash(dash: str) -> None:
    assert said(discourse_of(f"Anna Berg wrote{dash}\n\nThe well is closed.")) == [("Anna Berg", "The well is closed")]


def test_a_block_quotation_goes_on_over_its_paragraphs() -> None:
    text = "Anna Berg wrote in May:\n\n> The well is closed.\n\n> We left.\n\nThe street was quiet."
    assert said(discourse_of(text)) == [("Anna Berg", "The well is closed We left")]


@pytest.mark.parametrize("mark", ["“", '"'])
def test_a_quotation_may_touch_its_colon(mark: str) -> None:
    close = "”" if mark == "“" else mark
    text = f"Anna Berg said:{mark}The well is closed. We left.{close} It rained."
    assert said(discourse_of(text)) == [("Anna Berg", f"{mark}The well is closed. We left.{close}")]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Anna Berg disputed Stone's claim saying, “I left when I saw him being moved.”", "Anna Berg"),
        ("Anna Berg rejected the claim saying, “We built the harbour well and it is safe.”", "Anna Berg"),
        ("Anna Berg received a letter saying, “We built the harbour well and it is safe.”", "a letter"),
    ],
)
def test_whoever_denies_says_what_follows(text: str, source: str) -> None:
    assert source in [one for one, content in said(discourse_of(text)) if "left" in content or "safe" in content]


def test_a_list_behind_a_colon_is_said_item_by_item() -> None:
    text = "The Monitor recommends that:\n\n(i) the Authority publish a list;\n(ii) the Bank suspend its payments."
    assert said(discourse_of(text)) == [
        ("The Monitor", "i) the Authority publish a list ii) the Bank suspend its payments")
    ]


def test_a_colon_behind_no_verb_of_saying_introduces_no_speech() -> None:
    text = "Three things could change the picture:\n\n• a joint gauge at the border;\n• a fund for farmers."
    assert said(discourse_of(text)) == []


def test_a_transcript_gives_every_turn_to_its_speaker() -> None:
    text = (
        "Interview in the studio.\n\nHOST: Why is the well dry?\n\nBERG: Nobody repaired the pump.\n\n"
        "HOST: Who should have?\n\nBERG: The district."
    )
    assert [source for source, _ in said(discourse_of(text))] == ["HOST", "BERG", "HOST", "BERG"]


def test_words_inside_a_quotation_are_not_attributed_again() -> None:
    text = "“I think he said it was raining,” Anna Berg said."
    assert said(discourse_of(text)) == [("Anna Berg", "“I think he said it was raining,”")]


def test_manner_and_quote_type() -> None:
    discourse = discourse_of("Berg said the well was “almost dry.” The “Blue Lantern” was closed.")
    (attribution,) = discourse.attributions
    assert manner(discourse, attribution) == "mixed"
    rows = list(attribution_rows(discourse, "doc", actor_ids(discourse)))
    quotes = list(quote_rows(discourse, "doc", rows))
    assert [(quote.attribution, quote.quote_type) for quote in quotes] == [(rows[0].id, "speech"), (None, "name")]


def test_offsets_survive_line_breaks_and_headlines() -> None:
    text = "Mayor Says Bridge Is Safe\n\nThe mayor said the bridge\nwas safe and open.\n\nEnd of it\nhere\nnow."
    for attribution in discourse_of(text).attributions:
        for span in (*attribution.source, *attribution.cue, *attribution.content):
            assert 0 <= span.start < span.end <= len(text)
            assert not text[span.start].isspace() and not text[span.end - 1].isspace()


@pytest.mark.parametrize("verb", ["say", "deny", "plan", "admit", "accuse", "tell", "go on"])
def test_verbs_are_found_by_their_forms(verb: str) -> None:
    assert all(lexicon().lemmas[("verbs", form)] == verb.split()[0] for form in forms_of(verb))


BAD = {
    "nothing": "",
    "blanks": " \n\t \n\n ",
    "marks": '"' * 2_000,
    "opening marks": "“" * 1_000,
    "brackets": "(" * 800 + "x" + ")" * 800,
    "punctuation": "?!., –—…;:" * 150,
    "one line": "He said that it was late and they left. " * 200,
    "no spaces": "said" * 2_000,
    "other script": "Он сказал, что поздно. 彼は言った。قال إنه متأخر. " * 20,
    "code": "def f(x):\n    return {'said': x, \"is\": [1, 2]}\n" * 50,
    "table": "name\tsaid\tdate\nBerg\t“no”\t2017\n" * 100,
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_any_text_at_all_is_read(name: str) -> None:
    text = BAD[name]
    discourse = read_once(text)
    spans = [s for a in discourse.attributions for s in (*a.source, *a.cue, *a.content)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert len(discourse.speakers) == len(discourse.attributions)


def test_twice_the_text_takes_no_more_than_about_twice_the_time() -> None:
    sentence = "“It is late,” he said. Berg believes that “many of us” left, according to them. "
    assert grows_as_the_text(lambda size: partial(discourse_of, sentence * (size // len(sentence))), 2_000)


def test_attributions_and_quotes_in_the_annotation_form() -> None:
    text = "Rain fell.\n\n“We came by night,” Anna Berg said.\n\n“Nobody saw us leave.”\n\nThe street was quiet."
    discourse = discourse_of(text)
    (attribution,) = attribution_rows(discourse, "night-walk", actor_ids(discourse))
    assert attribution.id == f"night-walk-a{text.index('“We')}"
    assert (attribution.source, attribution.manner, attribution.certainty) == ("anna-berg", "direct", "certain")
    first, second = quote_rows(discourse, "night-walk", [attribution])
    assert (first.continues, second.continues) == (None, first.id)
    assert {first.attribution, second.attribution} == {attribution.id}


def test_a_speaker_who_was_worked_out_is_less_certain() -> None:
    text = "Anna Berg left the house. She said that the street was empty."
    discourse = discourse_of(text)
    (attribution,) = attribution_rows(discourse, "night-walk", actor_ids(discourse))
    assert (attribution.source, attribution.certainty) == ("anna-berg", "less-certain")
