"""A draft is read back as the annotation it was written from."""

from __future__ import annotations

import dataclasses
import hashlib
import tempfile
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.annotation.anchors import NotWritable, Words, WordWriter, distinguishing_lengths
from onrecord.annotation.dump import draft_yaml
from onrecord.annotation.load import load_annotation
from onrecord.annotation.model import (
    Actor,
    ActorMention,
    Annotation,
    Attribution,
    Certainty,
    Citation,
    Claim,
    ClaimActors,
    ClaimCitation,
    ClaimLocations,
    ClaimRelation,
    DocumentDescription,
    Event,
    Location,
    LocationMention,
    MentionForm,
    NameKind,
    NoClaim,
    OtherName,
    Passage,
    Quantity,
    Quote,
    Source,
    TextIssue,
    TimeMention,
)
from onrecord.data import SEEDS
from onrecord.problems import Problems
from onrecord.span import Span, trim
from onrecord.text.document import Document, Section, read_document

REVIEWED = sorted(SEEDS.glob("*_*.yml")) + sorted((SEEDS / "blind-readings").glob("*.yml"))


def document(text: str) -> Document:
    return Document("a.txt", text, hashlib.sha256(text.encode()).hexdigest(), "utf-8", "valid as it stands")


def described(*passages: Passage, sections: tuple[Section, ...] = (), title: str = "T", name: str = "a") -> Annotation:
    description = DocumentDescription(id=name, title=title)
    return Annotation(
        path="a.yml",
        document=description,
        annotator="machine",
        review_status="proposed",
        sections=sections,
        passages=passages,
    )


def read_back(written: str, text: Document) -> Annotation:
    problems = Problems()
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "a.yml")
        path.write_bytes(written.encode())
        annotation = load_annotation(path, text, problems)
    assert list(problems) == []
    assert annotation is not None
    return dataclasses.replace(annotation, path="a.yml")


@pytest.mark.parametrize("path", REVIEWED, ids=lambda path: path.name)
def test_every_reading_in_the_repository_survives(path: Path) -> None:
    text = read_document(SEEDS / f"{path.name.split('.')[0]}.txt")
    annotation = load_annotation(path, text, Problems())
    assert annotation is not None
    written = draft_yaml(annotation, text)
    assert read_back(written, text) == dataclasses.replace(annotation, path="a.yml")
    assert draft_yaml(annotation, text) == written
    assert max(map(len, written.splitlines())) < 130


# ── any annotation of any text ─────────────────────────────────────────────────────────────────────────

WORDS = st.one_of(
    st.sampled_from(
        "Syria Syria’s its it won. “Yes,” “ \" ' : # - ? ! & * % @ ` | > { } [ ] , null ~ no 12 2017-12-11 (Roth, … ---"
        " key: #hash %YAML <<: e\u0301 \u0301 \u4e2d\u6587\u4e2d \u00ad \ufeff \x7f \x07 \U0001f600 \\ \\n".split(" ")
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=6),
)
GAPS = st.sampled_from([" ", " ", " ", "  ", "\n", "\r\n", "\r", "\t", "\u00a0", "\n\n\n", "\u2028", "\x85", ""])
LINE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=30).map(
    lambda t: " ".join(t.split())
)
PROSE = st.one_of(st.sampled_from(["null", "~", "a: b", "# no", "- x", "{a}", "“q”", 'it\'s "so"', "x" * 200]), LINE)
NONBLANK = PROSE.filter(bool)
SLUG = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3}){0,2}", fullmatch=True) | st.just("null")
DATE = st.sampled_from(["2017-12-11", "2017?", "2017-12~", "../2017", "2017-06-18/2017-06-19", "201X"])
SCORE = st.none() | st.floats(0, 1)


@st.composite
def texts(draw: st.DrawFn) -> str:
    pieces = draw(st.lists(st.tuples(WORDS, GAPS), min_size=1, max_size=16))
    text = draw(GAPS) + "".join(word + gap for word, gap in pieces)
    return text if text.strip() else "word"


@st.composite
def spans(draw: st.DrawFn, text: str, window: Span) -> Span:
    inside = [at for at in range(window.start, window.end) if not text[at].isspace()]
    first, last = sorted((draw(st.sampled_from(inside)), draw(st.sampled_from(inside))))
    return Span(first, last + 1)


def option(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def many(values: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[Any]:
    return st.lists(values, max_size=most).map(tuple)


def of(literal: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(literal))


def rows_in(text: str, window: Span) -> dict[str, st.SearchStrategy[Any]]:
    exact, note = spans(text, window), option(NONBLANK)
    relation = st.builds(ClaimRelation, relation=st.just("supports"), claim=SLUG, rationale=NONBLANK)
    some, slugs = many(exact), many(SLUG)
    kinds = {
        "actors": st.builds(ActorMention, exact=exact, actor=SLUG, form=of(MentionForm), certainty=of(Certainty)),
        "locations": st.builds(LocationMention, exact=exact, location=option(SLUG), method=note, score=SCORE),
        "times": st.builds(TimeMention, exact=exact, date=option(DATE), note=note),
        "citations": st.builds(Citation, exact=exact, id=SLUG, source=SLUG, style=st.just("url")),
        "attributions": st.builds(
            Attribution,
            id=SLUG,
            source=option(SLUG),
            manner=st.just("mixed"),
            source_is_inferred=st.booleans(),
            certainty=of(Certainty),
            source_words=some,
            cue_words=some,
            content_words=some,
            score=SCORE,
        ),
        "quotes": st.builds(
            Quote, id=SLUG, exact=exact, quote_type=st.just("speech"), attribution=option(SLUG), continues=option(SLUG)
        ),
        "claims": st.builds(
            Claim,
            id=SLUG,
            exact=exact,
            statement=NONBLANK,
            claim_type=st.just("event"),
            factuality=st.just("certain-not"),
            event_date=option(DATE),
            actors=st.builds(ClaimActors, actor=slugs, other=slugs),
            locations=st.builds(ClaimLocations, event=slugs),
            events=slugs,
            citations=many(st.builds(ClaimCitation, citation=SLUG, scope=st.just("section"), certainty=of(Certainty))),
            quantities=many(st.builds(Quantity, exact=exact, unit=NONBLANK, value=SCORE, upper=SCORE, note=note)),
            relations=many(relation),
            review_status=option(st.just("disputed")),
            reviewed_by=option(SLUG),
            reviewed_on=option(st.just("2026-11-20")),
            score=SCORE,
            note=note,
        ),
        "issues": st.builds(TextIssue, exact=exact, issue_type=st.just("misprint"), proposed_reading=note),
        "no_claims": st.builds(NoClaim, exact=exact, reason=NONBLANK),
    }
    return kinds


def test_a_reviewed_reading_keeps_its_review() -> None:
    day = "2026-11-20"
    given = dataclasses.replace(described(), review_status="corrected", reviewed_by="ada", reviewed_on=day)
    text = document("Ada left.")
    assert read_back(draft_yaml(given, text), text) == given


OTHER_NAME = st.builds(
    OtherName, name=NONBLANK, language=option(st.just("ar-Latn")), kind=st.sampled_from(get_args(NameKind))
)
NEWLY_KNOWN = {
    "actors": st.builds(Actor, id=SLUG, name=NONBLANK, actor_type=st.just("person"), names=many(OTHER_NAME)),
    "locations": st.builds(
        Location, id=SLUG, name=NONBLANK, feature_code=st.just("PPL"), latitude=st.floats(-90, 90), longitude=SCORE
    ),
    "events": st.builds(
        Event,
        id=SLUG,
        name=NONBLANK,
        date=option(DATE),
        locations=many(SLUG),
        part_of=option(SLUG),
        note=option(NONBLANK),
    ),
    "sources": st.builds(Source, id=SLUG, name=NONBLANK, url=option(NONBLANK), url_status=st.just("mangled")),
}


@st.composite
def passages(draw: st.DrawFn, text: str, window: Span) -> Passage:
    kinds = rows_in(text, window)
    chosen = draw(st.lists(st.sampled_from(sorted(kinds)), max_size=2, unique=True))
    return Passage(text=window, **{name: draw(many(kinds[name], 2)) for name in chosen})


@st.composite
def readings(draw: st.DrawFn) -> tuple[Document, Annotation]:
    text = draw(texts())
    places = [at for at in range(len(text)) if not text[at].isspace()]
    starts = sorted({places[0], *draw(st.lists(st.sampled_from(places), max_size=2))})
    sections = [
        Section(exact=trim(text, start, end), title=draw(NONBLANK), kind="body", reference_date=draw(option(DATE)))
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
    ]
    cuts = sorted({0, len(text), *draw(st.lists(st.integers(0, len(text)), max_size=2))})
    windows = [trim(text, one, other) for one, other in zip(cuts, cuts[1:], strict=False)]
    read = [draw(passages(text, window)) for window in windows if window.end > window.start]
    has_sections = draw(st.booleans())
    annotation = described(*read, sections=tuple(sections) if has_sections else (), title=draw(NONBLANK))
    known = {name: draw(many(rows, 1)) for name, rows in NEWLY_KNOWN.items()} if draw(st.booleans()) else {}
    return document(text), dataclasses.replace(annotation, **known)


@settings(max_examples=200)
@given(readings())
def test_any_annotation_of_any_text_survives(drawn: tuple[Document, Annotation]) -> None:
    text, annotation = drawn
    written = draft_yaml(annotation, text, unsure_below=0.3)
    assert read_back(written, text) == annotation
    assert written == draft_yaml(annotation, text, unsure_below=0.3)


# ── the words of a place ───────────────────────────────────────────────────────────────────────────────


def words_at(text: str, start: int, length: int, window: Span | None = None) -> Words:
    return WordWriter(document(text)).words(Span(start, start + length), window or Span(0, len(text)))


@pytest.mark.parametrize(
    "text, start, length, written",
    [
        ("Syria won.", 0, 5, Words("Syria")),
        ("Abu\r\n\tHamam", 0, 11, Words("Abu Hamam")),
        ("Syria won.\nSyria lost.", 11, 5, Words("Syria", line=2)),
        ("Syria won. Syria lost.", 11, 5, Words("Syria", before="won.")),
        ("In Syria, of Syria, to Syria,", 13, 5, Words("Syria", before="of")),
        ("its aim is its own", 11, 3, Words("its", before="is")),
        ("is Syria won, is Syria wonder, is Syria", 3, 5, Words("Syria", after="won,")),
        ("won Syria, wonder Syria, won", 4, 5, Words("Syria", before="won")),
        ("a a a", 2, 1, Words("a", occurrence=2)),
        ("anti-Iranian", 5, 7, Words("Iranian")),
        ("在叙利亚说", 1, 3, Words("叙利亚", before="在", after="说")),
        ("its it", 0, 2, Words("it", after="s")),
    ],
)
def test_words_get_the_least_that_distinguishes_them(text: str, start: int, length: int, written: Words) -> None:
    assert words_at(text, start, length) == written
    assert WordWriter(document(text)).finder.find(written, Span(0, len(text))) == Span(start, start + length)


def test_only_the_window_is_looked_at() -> None:
    text = "Syria. Syria. Syria."
    assert words_at(text, 7, 5, Span(6, 13)) == Words("Syria")


def test_a_word_that_occurs_often_on_one_line_is_counted() -> None:
    text = "the war in Syria and " * 50
    writer = WordWriter(document(text))
    window = Span(0, len(text))
    for at in range(11, len(text), 21):
        span = Span(at, at + 5)
        assert writer.finder.find(writer.words(span, window), window) == span


def test_what_repeats_itself_is_written_in_few_words() -> None:
    text = "the war in Syria and " * 2_000
    writer = WordWriter(document(text))
    window = Span(0, len(text))
    written = [writer.words(Span(at, at + 5), window) for at in range(11, len(text), 21)]
    assert sum(len(words.before or words.after or "") for words in written) < len(text)


def test_a_thousand_mentions_in_a_long_line_stay_readable() -> None:
    text = " ".join(f"Syria {number}," for number in range(5_000))
    writer = WordWriter(document(text))
    window = Span(0, len(text))
    starts = [at for at in range(len(text)) if text.startswith("Syria", at)][::5]
    written = [writer.words(Span(at, at + 5), window) for at in starts]
    assert max(len(words.after or words.before or "") for words in written) < 24


@pytest.mark.parametrize("span", [Span(3, 3), Span(2, 5), Span(3, 6), Span(9, 12)])
def test_a_span_that_can_not_be_written_is_refused(span: Span) -> None:
    with pytest.raises(NotWritable, match="no words for"):
        WordWriter(document("ab  cd  in  out")).words(span, Span(0, 9))


def test_distinguishing_lengths() -> None:
    assert distinguishing_lengths(["abc", "abd", "x", "ab"]) == [3, 3, 1, None]
    assert distinguishing_lengths(["same", "same"]) == [None, None]
    assert distinguishing_lengths(["", "a"]) == [None, 1]


# ── the form ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_draft_reads_like_the_codebook() -> None:
    text = document("Syria won: “Yes,” he said.\n\nSyria lost. Nobody there was asked about it, though all were.\n")
    first = Passage(
        text=Span(0, 26),
        locations=(LocationMention(exact=Span(0, 5), location="syria", method="gazetteer", score=0.31),),
        quotes=(Quote(id="yes", exact=Span(11, 17), quote_type="speech"),),
        attributions=(
            Attribution(id="he-says", manner="direct", source_words=(Span(18, 20),), content_words=(Span(11, 17),)),
        ),
    )
    second = Passage(text=Span(28, 39), no_claims=(NoClaim(exact=Span(28, 39), reason="fragment: no verb"),))
    sections = (Section(exact=Span(0, len(text.text) - 1), title="# One", kind="body"),)
    written = draft_yaml(described(first, second, sections=sections), text)
    assert written.split("\n", 2)[2] == (
        "document:\n  id: a\n  title: T\nannotator: machine\nreview_status: proposed\n"
        '\nsections:\n  - starts: "Syria won: “Yes,” he said. Syria"\n    title: "# One"\n    kind: body\n'
        "\nreading:\n  # line 1\n  - text: >-\n      Syria won: “Yes,” he said.\n    locations:\n"
        "      # unsure: score 0.31\n      - {exact: Syria, location: syria, method: gazetteer, score: 0.31}\n"
        "    attributions:\n      - id: he-says\n        manner: direct\n        source_words: he\n"
        '        content_words: “Yes,”\n    quotes:\n      - {id: yes, exact: "“Yes,”", quote_type: speech}\n'
        "\n  # line 3\n  - text: >-\n      Syria lost.\n    no_claims:\n"
        '      - {exact: Syria lost., reason: "fragment: no verb"}\n'
    )
    assert read_back(written, text) == described(first, second, sections=sections)


@pytest.mark.parametrize(
    "name",
    ["report 2017 (final)", "a  b", "null", "no: #1", "“x” \"y\" 'z'\\", "x y " * 40 + "z", "a\u2028b\xa0c\x85d"],
)
def test_any_name_of_a_document_survives(name: str) -> None:
    text = document("One.")
    assert read_back(draft_yaml(described(name=name), text), text).document.id == name


def test_what_is_in_no_authority_file_is_written_with_the_reading() -> None:
    text = document("One.")
    annotation = dataclasses.replace(
        described(),
        actors=(
            Actor(
                id="one",
                name="One",
                actor_type="person",
                names=(OtherName(name="Uno"), OtherName(name="Один", language="ru", kind="native")),
            ),
        ),
        locations=(Location(id="here", name="Here", feature_code="PPL", latitude=35.5, longitude=-1.25),),
    )
    written = draft_yaml(annotation, text)
    one = "{id: one, name: One, actor_type: person, names: [Uno, {name: Один, language: ru, kind: native}]}"
    assert f"\nactors:\n  - {one}\n\nlocations:\n" in written
    assert "latitude: 35.5, longitude: -1.25}" in written
    assert read_back(written, text) == annotation


def test_sections_that_start_alike_are_distinguished() -> None:
    heading = "Advertisement"
    text = document(f"{heading}\n\nOne.\n\n{heading}\n\nTwo.\n\n{heading}\n\nThree.")
    starts = [at for at in range(len(text.text)) if text.text.startswith(("Adv", "One", "Two", "Thr"), at)]
    sections = tuple(
        Section(exact=trim(text.text, start, end), title="T", kind="body")
        for start, end in zip(starts, [*starts[1:], len(text.text)], strict=True)
    )
    written = draft_yaml(described(sections=sections), text)
    assert "- starts: {exact: Advertisement, line: 1}" in written
    assert read_back(written, text).sections == sections


def test_rows_without_order_are_refused() -> None:
    text = document("One. Two. Three.")
    one, two = Passage(text=Span(0, 4)), Passage(text=Span(5, 9))
    with pytest.raises(NotWritable):
        draft_yaml(described(two, one), text)
    with pytest.raises(NotWritable):
        draft_yaml(described(Passage(text=Span(0, 4), actors=(ActorMention(exact=Span(5, 8), actor="a"),))), text)
    with pytest.raises(NotWritable, match="does not end where the next one starts"):
        draft_yaml(described(sections=(Section(exact=Span(0, 4), title="T", kind="body"),)), text)
    with pytest.raises(NotWritable, match="before the first section"):
        draft_yaml(described(sections=(Section(exact=Span(5, 16), title="T", kind="body"),)), text)
