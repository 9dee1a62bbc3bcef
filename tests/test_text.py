"""Bytes to text whose offsets never move; lines, sections and sentences."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.database.rows import mark_status
from onrecord.span import Span
from onrecord.text import marks
from onrecord.text.converters import from_html
from onrecord.text.document import (
    Document,
    Section,
    UnreadableDocument,
    document_from_bytes,
    read_document,
)
from onrecord.text.encodings import decoded_wrongly
from onrecord.text.marks import unmatched
from onrecord.text.sections import find_sections
from onrecord.text.sentences import find_sentences
from tests.prose import document_of


def document(text: str) -> Document:
    return document_from_bytes(text.encode("utf-8"), "a.txt")


def sentences(text: str) -> list[str]:
    """The sentences of a body of text."""
    body = Section(exact=Span(0, len(text)), kind="body", title="Text")
    return [text[span.start : span.end] for span in find_sentences(document_of(text), body)]


@pytest.mark.parametrize(
    "data, text, encoding, basis",
    [
        (b"caf\xc3\xa9", "café", "utf-8", "valid as it stands"),
        (b"\xef\xbb\xbfcaf\xc3\xa9", "café", "utf-8", "byte order mark"),
        ("café".encode("utf-16"), "café", "utf-16", "byte order mark"),
        (b"\xfe\xff" + "café".encode("utf-16-be"), "café", "utf-16", "byte order mark"),
        (b"a\r\nb\rc\nd", "a\r\nb\rc\nd", "utf-8", "valid as it stands"),
        ("a\u00a0b e\u0301 😀!".encode(), "a\u00a0b e\u0301 😀!", "utf-8", "valid as it stands"),
    ],
)
def test_decoding(data: bytes, text: str, encoding: str, basis: str) -> None:
    read = document_from_bytes(data, "a.txt")
    assert (read.text, read.encoding, read.encoding_basis) == (text, encoding, basis)
    assert read.sha256 == hashlib.sha256(data).hexdigest()


def test_other_encodings_are_guessed_and_say_so() -> None:
    text = "Войска начали выводить из Сирии, сообщило министерство обороны России. " * 5
    read = document_from_bytes(text.encode("cp1251"), "a.txt")
    assert read.text == text
    assert read.encoding_basis == "guessed"


@pytest.mark.parametrize(
    "data, what",
    [
        (b"", "holds no text"),
        (b" \n\t\r\n", "holds no text"),
        (b"\xef\xbb\xbf", "holds no text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
        (b"text with \x00 in it", "binary"),
        (bytes(range(1, 32)) * 20, "binary"),
        (b"\xff\xfeo", "is not valid utf-16, the encoding that its byte order mark names"),
    ],
)
def test_what_is_not_text_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableDocument, match=what):
        document_from_bytes(data, "a.txt")


def test_a_file_of_200_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(UnreadableDocument, match="200,000,000 bytes are more than"):
        read_document(path)


def test_lines_end_in_lf_crlf_or_cr() -> None:
    read = document("one\ntwo\r\nthree\rfour")
    assert [read.line_of(read.text.index(word)) for word in ("one", "two", "three", "four")] == [1, 2, 3, 4]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1))
def test_decoding_gives_anybodys_text_back(text: str) -> None:
    try:
        read = document_from_bytes(text.encode("utf-8"), "a.txt")
    except UnreadableDocument:
        return
    assert read.text == text.removeprefix("\ufeff")
    assert 1 <= read.line_of(max(0, len(read.text) - 1)) <= len(read.text) + 1


@given(st.text(st.sampled_from("aB1 .!?…\n\r\t“”«»\"'()[]—-,:;éß中。😀\u0301\u00a0Mrhtps:/")))
def test_sentences_hold_every_character_but_white_space_once(text: str) -> None:
    at = 0
    for section in find_sections(text):
        for span in find_sentences(document_of(text), section):
            assert at <= span.start < span.end <= section.exact.end
            assert not text[at : span.start].strip()
            assert text[span.start : span.end] == text[span.start : span.end].strip()
            at = span.end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    "text, expected",
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("He left (see www.example.org/a.b). She stayed.", ["He left (see www.example.org/a.b).", "She stayed."]),
        ("See http://a.org/x.y?z=1. Then go.", ["See http://a.org/x.y?z=1.", "Then go."]),
        ("“Stop.” He went on.", ["“Stop.”", "He went on."]),
        ("“Stop!” he said. “Now.”", ["“Stop!” he said.", "“Now.”"]),
        ("American “partners.” The troops", ["American “partners.”", "The troops"]),
        ("to keep Al-Assad. . The economy", ["to keep Al-Assad. .", "The economy"]),
        ("border security” . He went", ["border security” .", "He went"]),
        ("the people … the role", ["the people … the role"]),
        ("a centre … It was not", ["a centre …", "It was not"]),
        ("Mr. Smith and Gen. Rasool met J. R. Doe.", ["Mr. Smith and Gen. Rasool met J. R. Doe."]),
        ("The U.S. Army left the U.S. The end.", ["The U.S. Army left the U.S.", "The end."]),
        ("It cost $13.90 on No. 5 street. Yes.", ["It cost $13.90 on No. 5 street.", "Yes."]),
        ("He said no. No. 5 agreed.", ["He said no.", "No. 5 agreed."]),
        ("List:\n- one\n- two", ["List:", "- one", "- two"]),
        ("他来了。她走了。", ["他来了。", "她走了。"]),
        ("one\r\n\r\ntwo", ["one", "two"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "lost", "left"),
    [
        ("safe,” she said, “but „old” (and", "”", "“("),
        ("it’s „new“ in ’05, the owners’", "’", ""),
        ("‘05 was «good», a “fine ‘year’”", "", ""),
        ('"a" and "b', "", '"'),
        ("“a “b” c", "", "“"),
        ("no)” marks", ")”", ""),
    ],
)
def test_marks_without_their_other_half(text: str, lost: str, left: str) -> None:
    assert unmatched(text) == (lost, left)


@pytest.mark.parametrize("mark", marks.PAIRS)
def test_what_opens_is_closed_by_what_it_is_opened_by(mark: str) -> None:
    assert all(mark in marks.opened_by(closing) for closing in marks.PAIRS[mark])


@pytest.mark.parametrize("quote", ["„new“", "„new”", "“new”", "«new»", "»new«", "‚new‘", "‹new›", '"new"', "「new」"])
def test_a_pair_is_a_pair_wherever_it_is_asked_for(quote: str) -> None:
    assert mark_status(quote) == "paired"
    assert unmatched(f"so {quote}") == ("", "") or quote[0] not in marks.PAIRS


def test_splitting_time_does_not_explode() -> None:
    for text in ("a. " * 200_000, '"' * 200_000, "(" * 200_000 + ".", "word " * 200_000, "A." * 200_000):
        assert find_sections(text)
        assert sentences(text)


# ── encodings ──────────────────────────────────────────────────────────────────────────────────────────

CLEAN = "A text with a café and “quotes” — and more,\nand a second line that says don"


@pytest.mark.parametrize(
    "data, encoding",
    [
        ("Café München und Straße in São Paulo, said José.".encode("latin-1"), "cp1252"),
        ("He said “no” – and didn’t move for €5.".encode("cp1252"), "cp1252"),
        ("Zażółć gęślą jaźń, powiedział minister spraw zagranicznych. ".encode("cp1250") * 9, "cp1250"),
        ("The café in São Paulo said “no” — and didn’t pay €5 to José.".encode("mac_roman"), "mac_roman"),
        ("She left.".encode("utf-16-le"), "utf-16-le"),
        ("She left.".encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_an_encoding_is_guessed_right(data: bytes, encoding: str) -> None:
    read = document_from_bytes(data, "a.txt")
    assert (read.encoding, read.encoding_basis, read.text) == (encoding, "guessed", data.decode(encoding))


def test_a_byte_that_no_usual_encoding_has_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="byte 0x81 at position .* no other encoding fits"):
        document_from_bytes(b"The mayor said \x81hi, and left.", "a.txt")


def test_a_page_that_names_a_wrong_encoding_is_read_in_its_own() -> None:
    words = "The café in São Paulo said “no” — and didn’t pay."
    assert from_html(b"<meta charset=shift_jis><p>" + words.encode("cp1252")).text == f"{words}\n"
    assert from_html("<meta charset=windows-1252><p>café".encode("cp1252") + b" \x81 x").text == "café \ufffd x\n"


def test_a_byte_that_is_not_of_the_rest_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableDocument, match="byte 0x92 at position .* not valid utf-8, which the rest") as refused:
        document_from_bytes(CLEAN.encode() + b"\x92t stop.\n", "a.txt")
    assert refused.value.line == 2


@pytest.mark.parametrize(
    "data",
    [
        b'<meta charset="utf-8"><p>' + CLEAN.replace("\n", " ").encode() + b"\x92t stop.</p>",
        b'<meta charset="iso-8859-1"><p>' + (CLEAN + "’t stop.").replace("\n", " ").encode("cp1252") + b"</p>",
        b"<p>" + (CLEAN + "’t stop.").replace("\n", " ").encode("cp1252") + b"</p>",
    ],
)
def test_a_page_is_decoded_as_a_browser_does(data: bytes) -> None:
    assert from_html(data).text == (CLEAN + "’t stop.\n").replace("\n", " ", 1)


@pytest.mark.parametrize(
    "text, found",
    [
        ("He said â€œnoâ€\x9d and didnâ€™t move.", [("â€œ", "“"), ("â€\x9d", "”"), ("â€™", "’")]),
        ("â\x80\x931986", [("â\x80\x93", "–")]),
        ("CafÃ© in SÃ£o Paulo", [("Ã©", "é"), ("Ã£", "ã")]),
        ("‚Äúno‚Äù caf√©, donÃ¢â‚¬â„¢t", [("Ã¢â‚¬â„¢", "â€™"), ("‚Äú", "“"), ("‚Äù", "”"), ("√©", "é")]),
        ("a caf\ufffd, \ufffdno\ufffd", [("caf\ufffd", None), ("\ufffdno\ufffd", None)]),
        ("√2 and ¬A, said “Élan”", []),
        ("Ã is a letter, so is Â; “déjà” â la carte, Åland", []),
    ],
)
def test_what_was_decoded_wrongly_is_found(text: str, found: list[tuple[str, str | None]]) -> None:
    assert [(text[slice(*span)], reading) for span, reading in decoded_wrongly(text)] == found
