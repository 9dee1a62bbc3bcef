"""Claims: which clauses claim, who claims them, how firmly, of what kind; every table's examples are read here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.annotation.model import (
    ActorMention,
    Claim,
    LocationMention,
    MentionForm,
    Passage,
)
from onrecord.reader.attributions.annotation_rows import attribution_rows, quote_rows
from onrecord.reader.attributions.discourse import Discourse
from onrecord.reader.citations.citations import find_citations
from onrecord.reader.claims.claim_rules import EVENT_EXAMPLES, FACTUALITY_EXAMPLES, TYPE_EXAMPLES
from onrecord.reader.claims.claims import find_claims, find_no_claims
from onrecord.reader.claims.drafts import Material
from onrecord.reader.claims.roles import PREPOSITION_EXAMPLES
from onrecord.reader.claims.voices import voices_of
from onrecord.reader.times.times import find_times
from onrecord.span import Span
from onrecord.text.sections import find_sections
from tests.growth import grows_as_the_text
from tests.prose import actor_ids, discourse_of, document_of, parsed


def material(
    text: str,
    actors: Sequence[ActorMention] = (),
    locations: Sequence[LocationMention] = (),
    names: dict[str, str] | None = None,
) -> Material:
    """A text with its attributions, times and citations as the machine finds them."""
    document, tokens, sections = document_of(text), parsed(text).tokens, find_sections(text)
    discourse = discourse_of(text)
    ids = actor_ids(discourse)
    rows = tuple(attribution_rows(discourse, "doc", ids))
    citations = find_citations(document, sections)
    times = find_times(text, sections, tokens, [cited.row.exact for cited in citations])
    whole = Passage(
        text=Span(0, len(text)),
        actors=tuple(actors) or mentions_of(discourse, ids),
        locations=tuple(locations),
        times=times,
        attributions=rows,
        quotes=tuple(quote_rows(discourse, "doc", rows)),
    )
    called = names or {key: one.name for key, one in zip(ids, discourse.referents, strict=True)}
    return Material(document, sections, tokens, whole, citations, voices_of(discourse, rows), called)


def mentions_of(discourse: Discourse, ids: Sequence[str]) -> tuple[ActorMention, ...]:
    """The names that a text has for its actors."""
    pairs = zip(ids, discourse.referents, strict=True)
    found = [ActorMention(exact=span, actor=key) for key, one in pairs for span in one.mentions]
    return tuple(sorted(found, key=lambda mention: mention.exact))


def claims(text: str) -> tuple[Claim, ...]:
    """The claims of a text."""
    return find_claims(material(text), "doc")


def words(text: str) -> list[str]:
    """The claims' passages."""
    return [text[slice(*claim.exact)] for claim in claims(text)]


def at(text: str, words: str) -> Span:
    """Where words first stand."""
    return Span(text.index(words), text.index(words) + len(words))


CLAUSES = [
    ("The old mill burned.", ["The old mill burned"]),
    ("The mill burned and the barn fell.", ["The mill burned", "the barn fell"]),
    ("The mill burned and fell.", ["The mill burned", "fell"]),
    ("The mill burned when the wind rose.", ["The mill burned when the wind rose"]),
    ("The mill burned because the wind rose.", ["The mill burned", "because the wind rose"]),
    (
        "The mill, which stood for years, burned down.",
        ["The mill, which stood for years", "The mill, which stood for years, burned down"],
    ),
    ("The men who owned the mill left.", ["The men who owned the mill left"]),
    ("The bar is open, the kitchen is closed.", ["The bar is open", "the kitchen is closed"]),
    ("The mill burned, killing two cows.", ["The mill burned, killing two cows"]),
    ("Who had sold the mill", []),
    ("What the numbers say\n\nThe mill burned.", ["The mill burned"]),
    ("What they lack is money.", ["What they lack is money"]),
    (
        "The order is suspended so that the mill can be mended.",
        ["The order is suspended so that the mill can be mended"],
    ),
    ("It is dry, so that the mill will burn.", ["It is dry", "so that the mill will burn"]),
    ("The men wanted a king who baked.", ["The men wanted a king who baked"]),
    ("The mayor spoke to a man who was there.", ["The mayor spoke to a man", "a man who was there"]),
    ("The dam was approved in 2012.", ["The dam was approved in 2012"]),
    ("A paper, seen by the mayor, was lost.", ["A paper, seen by the mayor, was lost"]),
    ("Lund, 9 May 2022", []),
    ("Write it.", []),
    ("Thank you all.", []),
    ("Anna Berg said the mill burned.", ["Anna Berg said the mill burned"]),
    ("Anna Berg said the mill burned and the barn fell.", ["the mill burned", "the barn fell"]),
    ("“The mill burned,” said Anna Berg.", ["“The mill burned,” said Anna Berg"]),
    ("The council ordered the sale of the mill.", ["The council ordered the sale of the mill"]),
    ("Why did the mill burn?", []),
    ("Save the mill!", []),
    ("The old mill.", []),
]


@pytest.mark.parametrize(("text", "expected"), CLAUSES)
def test_which_clauses_are_claims(text: str, expected: list[str]) -> None:
    found = words(text)
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        assert one.strip(".,”“").startswith(other.strip(".,”“")), found


@pytest.mark.parametrize(("text", "factuality"), FACTUALITY_EXAMPLES)
def test_the_examples_of_factuality(text: str, factuality: str) -> None:
    assert [claim.factuality for claim in claims(text)][:1] == [factuality]


@pytest.mark.parametrize(("text", "claim_type"), TYPE_EXAMPLES)
def test_the_examples_of_claim_types(text: str, claim_type: str) -> None:
    assert [claim.claim_type for claim in claims(text)][:1] == [claim_type]


@pytest.mark.parametrize(("text", "event_type"), EVENT_EXAMPLES)
def test_the_examples_of_event_types(text: str, event_type: str | None) -> None:
    assert [claim.event_type for claim in claims(text)][:1] == [event_type]


@pytest.mark.parametrize(("text", "place", "role"), PREPOSITION_EXAMPLES)
def test_the_examples_of_places(text: str, place: str, role: str | None) -> None:
    form: MentionForm = "adjective" if place == "Norwegian" else "name"
    found = find_claims(material(text, locations=[LocationMention(exact=at(text, place), location="there", form=form)]))
    wanted = [role] if role else []
    assert [
        key for key in ("event", "origin", "destination", "limit", "topic") if getattr(found[0].locations, key)
    ] == wanted


def test_who_says_it_is_the_claimant_and_saying_it_is_no_claim_of_the_author() -> None:
    text = "The mill is old. Anna Berg said the barn fell. The barn was red."
    assert [claim.attribution is None for claim in claims(text)] == [True, False, True]


@pytest.mark.parametrize(
    ("text", "actor", "recipient"),
    [
        ("Berg attacked Moen.", "berg", "moen"),
        ("Moen was attacked by Berg.", "berg", "moen"),
        ("Berg and her sister wrote to Moen.", "berg", "moen"),
        ("Berg rose and attacked Moen.", "berg", "moen"),
        ("Berg’s attack on Moen shocked everybody.", "berg", "moen"),
        ("The strikes by Berg against Moen went on.", "berg", "moen"),
    ],
)
def test_who_does_it_to_whom(text: str, actor: str, recipient: str) -> None:
    mentions = sorted(
        (ActorMention(exact=at(text, name), actor=name.lower()) for name in ("Berg", "Moen")), key=lambda m: m.exact
    )
    claim = find_claims(material(text, actors=mentions))[-1]
    assert (claim.actors.actor, claim.actors.recipient) == ((actor,), (recipient,))


STATEMENTS = [
    ("Ada calls the mill ‘a disgrace’.", "Ada calls the mill ‘a disgrace’."),
    ("Ada called the mill „unsafe”.", "Ada called the mill „unsafe”."),
    ("the  mill burned", "The mill burned."),
    ("The mill burned and fell.", "The mill fell."),
    ("The mills were sold and closed.", "The mills were closed."),
    ("The mill, which stood for years, burned down.", "The mill stood for years."),
    ("“The mill burned,” said Anna Berg.", "The mill burned."),
    ("The head of the mill, which stood for years, left.", "The head of the mill, which stood for years, left."),
    ("However, the mill burned (Roth, 2017).", "The mill burned."),
    ("The barn fell because the mill burned.", "The mill burned."),
    ("The owners sold “the mill.”", "The owners sold “the mill.”"),
    ("Anna Berg denied that the mill burned.", "The mill burned."),
    ("It burned, so that the mill will close.", "The mill will close."),
    ("They spoke to a diplomat from Jordan who took part.", "A diplomat from Jordan took part."),
    ("“If the winter is dry,” Berg said, “the mill will burn.”", "If the winter is dry, the mill will burn."),
    ("The ministry called the walkout “regrettable”.", "The ministry called the walkout “regrettable”."),
    (
        'The ministry said that it was following events "closely", but went home.',
        'The ministry was following events "closely".',
    ),
    (
        "The Commission said on Sunday that it was following events closely, but denied that the mill burned.",
        "The mill burned.",
    ),
    ("1. The *old* mill burned.[3]", "The old mill burned."),
    ("(ii) the mill burned [12].", "The mill burned."),
    ("COVID-19 closed the mill in March.", "COVID-19 closed the mill in March."),
    (
        "A plan of the mill is online at https://www.example.org/mill.",
        "A plan of the mill is online at https://www.example.org/mill.",
    ),
    (
        "Roth has enough evidence to prove that the mill burned.",
        "Roth has enough evidence to prove that the mill burned.",
    ),
    (
        "The council repeated its insistence that the mill be sold.",
        "The council repeated its insistence that the mill be sold.",
    ),
    (
        "If it is unable to sell, the council must state that the mill is lost.",
        "If it is unable to sell, the council must state that the mill is lost.",
    ),
]


@pytest.mark.parametrize(("text", "expected"), STATEMENTS)
def test_a_statement_stands_alone_as_far_as_that_is_safe(text: str, expected: str) -> None:
    assert expected in [claim.statement for claim in claims(text)]


def test_a_statement_takes_the_name_of_a_certain_mention_only() -> None:
    text = "She sold the mill."
    for certainty, expected in (("certain", ["Anna Berg sold the mill."]), ("less-certain", [])):
        mention = ActorMention(exact=Span(0, 3), actor="berg", form="pronoun", certainty=certainty)  # type: ignore[arg-type]
        found = find_claims(material(text, [mention], names={"berg": "Anna Berg"}))
        assert [claim.statement for claim in found] == expected


PRONOUNS = [
    ("“I sold the mill,” Anna Berg said.", "Anna Berg sold the mill."),
    ("“I am here and I have sold my mill,” said Anna Berg.", "Anna Berg has sold her mill."),
    ("“We want a new mill,” Anna Berg said.", "Anna Berg and others want a new mill."),
    ("I needn't end by adding that they sold it.", "The author needn't end by adding that they sold it."),
    ("“Our mill is old,” Anna Berg said.", "Anna Berg’s mill is old."),
    (
        "“I know that I sold my own mill too late,” Anna Berg said.",
        "Anna Berg knows that she sold her own mill too late.",
    ),
    ("“I know that I sold it for my sons,” Noor Quill said.", "Noor Quill knows that Quill sold it for Quill’s sons."),
    (
        "“We know that our town will help us,” Anna Berg said.",
        "Anna Berg and others know that their town will help them.",
    ),
    ("Anna Berg called the mill “the pride of our town”.", "Anna Berg called the mill “the pride of our town”."),
    ("The report states: “[T]he mill matters more here than elsewhere.”", "The mill matters more here than elsewhere."),
    ("“I own the mill,” a witness said.", "The witness owns the mill."),
    ("I own the mill.", "The author owns the mill."),
    ("We measured the mill.", "The authors measured the mill."),
    ("Anna Berg said she had sold the mill.", "Anna Berg had sold the mill."),
    ("Anna Berg bought the mill. She sold the barn.", "Anna Berg sold the barn."),
    ("Anna Berg bought the mill. Her barn burned in 1990.", "Anna Berg’s barn burned in 1990."),
    ("The old mill stood empty. It burned in May.", "The old mill burned in May."),
    ("Two soldiers left the town. They took the grain.", "Two soldiers took the grain."),
    ("A fire broke out in the town. It was the worst fire for years.", "The fire was the worst fire for years."),
    ("This mill was sold in 1990.", "The mill was sold in 1990."),
    ("The Bergen Museum opened in May. Visitors admire the museum.", "Visitors admire the Bergen Museum."),
    ("Mayor Anna Berg came late. The mayor sold the mill.", "Anna Berg sold the mill."),
    ("The town built a mill, whose wheel turned for years.", "A mill’s wheel turned for years."),
    ("Workers mended the mill, which the council had sold.", "The council had sold the mill."),
    ("The general denied ordering the attack.", "The general ordered the attack."),
    ("It is clear that the mill burned.", "It is clear that the mill burned."),
    ("The old mill stood empty. It was not until May that the barn fell.", "It was not until May that the barn fell."),
    ("The mill burned. It is a pleasure to see the barn.", "It is a pleasure to see the barn."),
]


@pytest.mark.parametrize(("text", "expected"), PRONOUNS)
def test_a_statement_says_who_is_meant(text: str, expected: str) -> None:
    assert expected in [claim.statement for claim in claims(text)]


NOT_ALONE = [
    "The council has privately.",
    "Anna Berg has learned.",
    "“But I didn’t,” said Berg.",
    "He sold the mill.",
    "Anna Berg and Olga Moen met. She sold the mill.",
    "“I sold the mill.”",
    "They burned.",
    "Insisted the mill was old.",
    "The worst fire for years.",
    "Yes, indeed.",
    "This is why.",
    "Did the mill burn, or fall.",
    "You know the mill.",
    "A spokesman declined to comment on the mill.",
    "The ministry would not say.",
    "The summary further provided.",
    "A senior official told the paper.",
]


@pytest.mark.parametrize("text", NOT_ALONE)
def test_what_does_not_stand_alone_is_no_claim(text: str) -> None:
    assert not [claim for claim in claims(text) if "sold" in claim.statement or "met" not in claim.statement]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("They ended a strike led by Otto Roth, which closed the mill.", "Otto Roth closed the mill."),
        ("Otto Roth sold the mill. The letter said: “He is safe in the town.”", "Otto Roth is safe in the town."),
        ("The letter said: “I sold the mill.”", "The letter sold the mill."),
        ("“The composer is a remarkable man,” Berg said. He sold the mill.", "The remarkable man sold the mill."),
    ],
)
def test_a_statement_puts_in_nobody_of_whom_the_text_may_not_speak(text: str, wrong: str) -> None:
    assert wrong not in [claim.statement for claim in claims(text)]


def test_a_conjunct_does_not_take_a_subject_from_another_clause() -> None:
    text = "Olaf Moen came when the town was poor and was counting its cows."
    assert not any(claim.statement.startswith("Olaf Moen was counting") for claim in claims(text))


def test_a_refusal_to_confirm_commits_nobody() -> None:
    found = claims("The ministry declined to confirm that the mill had burned.")
    assert {claim.factuality for claim in found} <= {"uncommitted"}


def test_nothing_is_left_out_of_the_middle_of_a_statement() -> None:
    text = "The order that Anna Berg plans to sign on Friday will have a long review."
    assert any("that Anna Berg plans to sign on Friday will have" in claim.statement for claim in claims(text))


HEARING = """Mr. SMITH: Did Casey call you about the letter?

Mr. JONES: Yes.

Mr. SMITH: You had sold the mill, is that right?

Mr. JONES: That is right.

Mr. SMITH: Did you burn the mill?

Mr. JONES: No."""


def test_a_question_and_its_answer_are_one_claim() -> None:
    found = [(HEARING[slice(*claim.exact)], claim.statement, claim.factuality) for claim in claims(HEARING)]
    jones = {statement: factuality for _, statement, factuality in found}
    assert list(jones.values()) == ["certain", "certain", "certain-not"]
    called, sold, burned = (statement.casefold() for statement in jones)
    assert (called, sold, burned) == (
        "casey called jones about the letter.",
        "jones had sold the mill.",
        "jones burned the mill.",
    )
    assert all("?" in passage for passage, _, _ in found)


def test_times_and_citations_of_a_claim() -> None:
    text = "The mill burned on 11 December 2017 (Roth, 2018)."
    (claim,) = claims(text)
    assert claim.event_date == "2017-12-11"
    assert [(one.citation, one.scope) for one in claim.citations] == [("text-cites-roth-2018-text", "sentence")]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("In 2013, the mill burned.", "2013"),
        ("The mill was to be sold in 2013.", "2013"),
        ("The owner read a report from 2013.", None),
        ("The mill burned in 2013 and again in 2015.", None),
        ("The mill burned down after 2012.", "2013/.."),
        ("The mill had burned down by 2014.", None),
        ("The mill burned within days of 11 December 2017.", None),
        ("The mill stood empty throughout 2013.", "2013"),
    ],
)
def test_a_claim_has_the_date_of_its_verb(text: str, date: str | None) -> None:
    assert claims(text)[0].event_date == date


@pytest.mark.parametrize(
    "text",
    [
        "The council ordered a search of the mill.",
        "The council called for a search of the mill.",
        "The council considered two offers for the mill.",
        "The council considers age as one of several factors.",
        "The council plans to close the mill.",
        "The council would not describe the fire at the mill.",
        "The council will announce a new plan on Friday.",
        "The council must prove that the mill is safe.",
        "No council claimed that the mill was safe.",
        "The miller was suspected of burning the mill.",
    ],
)
def test_what_somebody_does_plans_or_leaves_unsaid_is_told_by_the_author(text: str) -> None:
    assert [claim.attribution for claim in claims(text)] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "The council called for the owner to repair the mill.",
        "The council called the mill a disgrace.",
        "The council described the fire at the mill as a crime.",
        "The council criticised the owner of the mill.",
    ],
)
def test_what_somebody_demands_or_judges_is_told_by_who_does(text: str) -> None:
    assert all(claim.attribution for claim in claims(text))


def test_what_only_adds_to_a_report_is_the_authors() -> None:
    found = claims("Berg said the mill, which had burned in May, was open.")
    assert {claim.statement: claim.attribution is None for claim in found} == {
        "The mill, which had burned in May, was open.": False,
        "The mill had burned in May.": True,
    }


def test_a_repeat_by_the_same_claimant_restates_the_first() -> None:
    text = "The old mill burned down.\n\nBerg left the town.\n\nThe old mill burned down."
    first, _, last = claims(text)
    assert (first.restates, last.restates) == (None, first.id)


def test_a_denial_by_somebody_else_is_proposed_as_a_contradiction() -> None:
    text = (
        "Anna Berg said the council sold the old mill.\n\n"
        "Olaf Moen said the council has not sold the old mill.\n\nThe barn is red."
    )
    first, second, third = claims(text)
    (relation,) = second.relations
    assert (relation.relation, relation.claim) == ("contradicts", first.id)
    assert relation.rationale.startswith("Proposed by the machine")
    assert not first.relations and not third.relations


def test_a_repeat_has_no_contradiction_of_its_own() -> None:
    said = "Anna Berg said the council sold the old mill."
    text = f"{said}\n\nOlaf Moen said the council has not sold the old mill.\n\n{said}"
    first, second, third = claims(text)
    assert third.restates == first.id
    assert [len(claim.relations) for claim in (first, second, third)] == [0, 1, 0]


@pytest.mark.parametrize(
    "second",
    [
        "Anna Berg said the council has not sold the old mill.",
        "Olaf Moen said the council has not sold the new mill.",
        "Olaf Moen said the mayor has not sold the old mill.",
        "Olaf Moen said the council has not mended the old mill.",
    ],
)
def test_no_relation_is_proposed_for_less(second: str) -> None:
    found = claims(f"Anna Berg said the council sold the old mill.\n\n{second}")
    assert len(found) == 2 and not any(claim.relations for claim in found)


def test_the_same_by_somebody_else_is_proposed_as_corroboration() -> None:
    first, second = claims(
        "Anna Berg said the council sold the old mill.\n\nOlaf Moen said the council sold the old mill."
    )
    assert [(one.relation, one.claim) for one in second.relations] == [("corroborates", first.id)]


def test_sentences_without_a_claim_say_why() -> None:
    text = "Why did it burn? Save the mill! The mill burned. No rain at all. These are the reasons:"
    known = material(text)
    rows = find_no_claims(known, find_claims(known))
    assert [row.reason for row in rows][:3] == ["question", "exhortation", "fragment without a predicate"]


PIECES = [
    *"“”,.?-…é",
    "\U0001f600",
    "\n\n",
    "Anna Berg said",
    "the mill burned",
    "and",
    "which",
    "not",
    "may",
    "if",
    "will",
]
PIECES += ["(Roth, 2017)", "to", "ordered", "the sale", "12", "Home | News"]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join) | st.text(max_size=200))
def test_any_text_gives_valid_claims(text: str) -> None:
    known = material(text)
    found = find_claims(known)
    assert len({claim.id for claim in found}) == len(found)
    by_id = {claim.id: claim for claim in found}
    for claim in found:
        assert claim.statement.strip()
        assert claim.exact.start < claim.exact.end
        assert any(s.exact.contains(claim.exact) for s in known.sections if s.kind != "boilerplate")
        assert claim.restates is None or by_id[claim.restates].restates is None
        assert claim.score is not None and 0 <= claim.score <= 1
    for row in find_no_claims(known, found):
        assert not any(claim.exact.overlaps(row.exact) for claim in found)


@pytest.mark.parametrize("piece", ["The mill burned. ", "and burned ", "“It burned,” ", "which is not ", "no, ", "(a "])
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    def work(size: int) -> Callable[[], object]:
        known = material(piece * (size // len(piece)))
        return lambda: list(find_no_claims(known, find_claims(known)))

    assert grows_as_the_text(work, 1_000)
