"""The reading of the first document, compared with independent counts over its raw text and rows known to be right."""

from __future__ import annotations

import hashlib
import re
import sqlite3

import pytest

from onrecord.data import METADATA, SEEDS, read_yaml
from onrecord.dates import may_coincide

RAW = (SEEDS / "000_cf88a1cbad9713e1.txt").read_bytes()
TEXT = RAW.decode("utf-8")


def rows(connection: sqlite3.Connection, sql: str, *values: object) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(sql, values)]


def exacts(connection: sqlite3.Connection, sql: str, *values: object) -> list[str]:
    """One column of words, line breaks as spaces."""
    return [" ".join(str(row[0]).split()) for row in connection.execute(sql, values)]


def test_the_document_is_byte_for_byte_what_it_was(connection: sqlite3.Connection) -> None:
    expected = "b834200aa37a4eb2343aa67bc2dd30011c3e95c05233ff651674fd021bd5e3a8"
    assert hashlib.sha256(RAW).hexdigest() == expected
    assert rows(connection, "select sha256, characters, text, encoding from documents") == [
        (expected, 11656, TEXT, "utf-8")
    ]


def test_every_quoted_span_is_there_and_no_other(connection: sqlite3.Connection) -> None:
    marked = re.findall(r"“[^“”]*[”“]|«[^«»(]*»|«[^«»\s]+\s+\w+(?=\s+and the progress)", TEXT)
    assert len(marked) == 34
    found = exacts(connection, "select exact from quotes join spans on spans.id = span_id order by start_char")
    assert found == [" ".join(quote.split()) for quote in marked]
    assert rows(connection, "select mark_status, count(*) from quotes group by 1 order by 1") == [
        ("paired", 32),
        ("unclosed", 1),
        ("wrong-close", 1),
    ]


def test_about_half_of_what_is_quoted_is_speech(connection: sqlite3.Connection) -> None:
    ((speech,),) = rows(connection, "select count(*) from quotes where quote_type = 'speech'")
    assert isinstance(speech, int) and 16 <= speech <= 21
    names = exacts(connection, "select exact from quotes join spans on spans.id = span_id where quote_type = 'name'")
    assert {"«ISIS»", "“ISIS”", "«push»", "«urging»", "«Dahesh»", "“Syrian Democratic Forces”"} <= set(names)


@pytest.mark.parametrize(
    "pattern, actor, count",
    [
        (r"(?<!\w)ISIS(?!\w)", "isis", 5),
        (r"(?<=«)(push|urging|Dahesh)(?=»)", "isis", 3),
        (r"\bMoscow\b", "russia", 3),
        (r"(?<!decision-making in )\bWashington\b", "united-states", 3),
        (r"\bBarack\s+Obama\b", "barack-obama", 1),
        (r"\bMustafa Bali\b", "mustafa-bali", 1),
        (r"\bRasool\b", "yahya-rasool", 1),
        (r"\bPutin\b", "vladimir-putin", 11),
    ],
)
def test_names_of_actors_are_mentions(connection: sqlite3.Connection, pattern: str, actor: str, count: int) -> None:
    sql = """select start_char, end_char from actor_mentions join spans on spans.id = span_id where actor_id = ?"""
    spans = [(row[0], row[1]) for row in connection.execute(sql, (actor,))]
    boilerplate_ends = TEXT.index("Putin and the Victory")
    places = [match for match in re.finditer(pattern, TEXT) if match.start() >= boilerplate_ends]
    missed = [m.group() for m in places if not any(s <= m.start() and m.end() <= e for s, e in spans)]
    assert missed == []
    assert len(places) >= count


@pytest.mark.parametrize(
    "pattern, location, count",
    [
        (r"\bHemeimeem\b", "hmeimim-air-base", 4),
        (r"\bal-Bukamal\b", "al-bukamal", 7),
        (r"\bHamaimh\b", "humaymah", 1),
        (r"\bSokhna\b", None, 1),
        (r"\bT2\b", None, 1),
        (r"\bDeir [Aa]l-Zour\b", None, 4),
        (r"\bEuphrates\b", None, 6),
    ],
)
def test_names_of_places_are_mentions(
    connection: sqlite3.Connection, pattern: str, location: str | None, count: int
) -> None:
    sql = "select start_char, end_char, location_id from location_mentions join spans on spans.id = span_id"
    spans = [tuple(row) for row in connection.execute(sql)]
    places = list(re.finditer(pattern, TEXT))
    assert len(places) == count
    for match in places:
        over = [found for start, end, found in spans if start <= match.start() and match.end() <= end]
        assert over
        # “the existing al-Bukamal crossing” is a place of its own; everywhere else the town must be among them.
        if location and "crossing" not in TEXT[match.end() : match.end() + 10]:
            assert location in over


STATES = {"Syria": "syria", "Russia": "russia", "Iraq": "iraq", "Iran": "iran", "America": "united-states"}


def test_every_name_and_adjective_of_a_state_is_a_mention_of_the_place(connection: sqlite3.Connection) -> None:
    sql = """
    select start_char, end_char, location_id, form from location_mentions join spans on spans.id = span_id"""
    found = {(start, end): (place, form) for start, end, place, form in connection.execute(sql)}
    for match in re.finditer(rf"\b({'|'.join(STATES)})(i?an|n|i)?\b", TEXT):
        place, form = found[match.span()]
        if form != "mistranslation":
            assert place == STATES[match[1]] + "-country"
        assert (form in ("adjective", "mistranslation")) == bool(match[2]) or match[0] == "Iraq"


def test_the_verb_push_is_not_daesh(connection: sqlite3.Connection) -> None:
    verbs = [match.start() for match in re.finditer(r"(?<!«)\bpush\b", TEXT)]
    assert len(verbs) == 2
    sql = "select count(*) from actor_mentions join spans on spans.id = span_id where start_char <= ? and end_char > ?"
    for at in verbs:
        assert rows(connection, sql + " and actor_id = 'isis'", at, at) == [(0,)]


def test_hamaimh_is_not_hemeimeem(connection: sqlite3.Connection) -> None:
    sql = "select distinct location_id from location_mentions join spans on spans.id = span_id where exact like ?"
    assert rows(connection, sql, "%Hamaimh%") != rows(connection, sql, "%Hemeimeem%")
    assert ("humaymah",) in rows(connection, sql, "%Hamaimh%")


def test_the_five_citations_unchanged(connection: sqlite3.Connection) -> None:
    sql = """
    select url_status, is_closed from citations join sources on sources.id = source_id
    join spans on spans.id = span_id order by start_char"""
    assert rows(connection, sql) == [("none", 1), ("article", 0), ("home-page", 1), ("home-page", 0), ("mangled", 0)]
    assert len(re.findall(r"\((?:https?:|[A-Z]\w+, \d{4}\))", TEXT)) == 5


def test_every_body_sentence_makes_a_claim_or_says_why_not(connection: sqlite3.Connection) -> None:
    assert rows(connection, "select * from uncovered_sentences") == []
    ((claims,),) = rows(connection, "select count(*) from claims")
    assert isinstance(claims, int) and 90 <= claims <= 130


def test_nothing_is_annotated_in_boilerplate(connection: sqlite3.Connection) -> None:
    sql = """
    select exact from sections join spans on spans.id = span_id where kind = 'boilerplate' order by start_char"""
    assert exacts(connection, sql) == [
        "Putin begun to implement the order. It is necessary",
        "We Will Write a Custom Essay Specifically For You For Only $13.90/page! order now",
    ]
    end = TEXT.index("\n\nRussian President")
    start = TEXT.index("We Will Write")
    for table in ("actor_mentions", "location_mentions", "claims", "quotes"):
        inside = f"select count(*) from {table} join spans on spans.id = span_id where start_char between ? and ?"
        assert rows(connection, inside, start, end) == [(0,)]


def test_bali_and_rasool_disagree_in_all_three_respects(connection: sqlite3.Connection) -> None:
    sql = """
    select one_claimant, other_claimant from disagreements
    where one_claimant = (select name from actors where id = 'mustafa-bali')
      and other_claimant = (select name from actors where id = 'yahya-rasool')"""
    assert len(rows(connection, sql)) >= 3


def test_whatever_excludes_another_claim_can_be_of_the_same_time(connection: sqlite3.Connection) -> None:
    sql = """
    select claim_relations.id, one.event_date, other.event_date from claim_relations
    join claims as one on one.id = from_claim_id join claims as other on other.id = to_claim_id
    where relation in ('contradicts', 'contrary')"""
    found = rows(connection, sql)
    assert found
    for key, *dates in found:
        one, other = (str(date) if date else None for date in dates)
        assert may_coincide(one, other), key


def test_nobody_corroborates_themselves(connection: sqlite3.Connection) -> None:
    sql = "select from_claimant_id, to_claimant_id from claim_relation_details where relation = 'corroborates'"
    pairs = rows(connection, sql)
    assert ("syrian-army", "essay-author") in pairs and ("russian-defence-ministry", "vladimir-putin") in pairs
    assert all(one != other for one, other in pairs)


def test_six_claims_by_three_claimants_are_about_the_meeting_on_the_border(connection: sqlite3.Connection) -> None:
    sql = "select claims, claimants, disputes from events_in_context where id = 'sdf-iraqi-meeting'"
    assert rows(connection, sql) == [(6, 3, 1)]


def test_every_fight_and_meeting_that_took_place_is_an_event(connection: sqlite3.Connection) -> None:
    sql = """
    select id from claims where event_type in ('ASSAULT', 'CONSULT') and claim_type = 'event'
      and not exists (select 1 from claim_events where claim_id = claims.id)"""
    assert rows(connection, sql) == []


@pytest.mark.parametrize(
    "taker, place",
    [("sdf", "abu-hamam"), ("sdf", "northern-syria"), ("syrian-army", "euphrates-basin")],
)
def test_who_took_what(connection: sqlite3.Connection, taker: str, place: str) -> None:
    sql = """
    select 1 from claims join claim_actors on claim_actors.claim_id = claims.id and claim_actors.role = 'actor'
    join claim_locations on claim_locations.claim_id = claims.id and claim_locations.role = 'event'
    where event_subtype = 'take-territory' and actor_id = ? and location_id = ?"""
    assert rows(connection, sql, taker, place)


GOLDEN = [
    # (a phrase of the passage, claimant, manner, factuality)
    ("there is absolutely no agreement with SDF", "yahya-rasool", "direct", "certain-not"),
    ("which was proposed by the Iraqi side", "mustafa-bali", "direct", "certain"),
    ("an implicit recognition of one of the most important", "mustafa-bali", "mixed", "certain"),
    ("we will carry out unprecedented strikes", "vladimir-putin", None, "uncommitted"),
    ("the refugees are returning to their homes", "vladimir-putin", "direct", "certain"),
    ("will not differentiate between a Syrian martyr", "bashar-al-assad", "direct", None),
    ("had already begun to implement the order", "russian-defence-ministry", "indirect", "certain"),
    ("The withdrawal of troops is unlikely to affect", "essay-author", None, "probable-not"),
    ("Iran is winning the battles", "essay-author", None, "certain"),
    ("are banned in the scope of", "russia", "indirect", None),
]


@pytest.mark.parametrize("phrase, claimant, manner, factuality", GOLDEN)
def test_golden_rows(
    connection: sqlite3.Connection, phrase: str, claimant: str, manner: str | None, factuality: str | None
) -> None:
    sql = """
    select claimant_id, manner, factuality from claims join spans on spans.id = claims.span_id
    left join attributions on attributions.id = attribution_id
    where replace(exact, char(10), ' ') like '%' || ? || '%'"""
    found = rows(connection, sql, phrase)
    assert any(
        row[0] == claimant and (manner is None or row[1] == manner) and (factuality is None or row[2] == factuality)
        for row in found
    ), found


def test_statements_are_self_contained(connection: sqlite3.Connection) -> None:
    statements = [str(row[0]) for row in rows(connection, "select statement from claims")]
    names = [str(row[0]) for row in rows(connection, "select name from actors")]
    for statement in statements:
        assert statement[0].isupper() or statement[0].isdigit()
        assert statement.endswith(".")
        assert not re.search(r"\b(we|you|I|our|your)\b", statement), statement
        if pronoun := re.search(r"\b(he|she|him|his|her)\b", statement):
            assert any(name in statement[: pronoun.start()] for name in names), statement
        assert not re.search(r"martyr|aggression|liberat|Zionist|«|»", statement), statement


def test_every_section_of_the_body_has_its_own_reference_date(connection: sqlite3.Connection) -> None:
    found = rows(connection, "select reference_date, reference_date_basis from sections where kind = 'body'")
    dates = {str(date)[:7] for date, _ in found if date}
    assert {"2017-06", "2017-12"} <= dates
    assert all(basis for date, basis in found if date)


def test_everything_was_said_by_the_time_its_section_was_written(connection: sqlite3.Connection) -> None:
    sql = """
    select claims.id, said.id is null, said.earliest > written.latest, written.id is null
    from claims join sections on sections.id = section_id
    left join dates as said on said.id = stated_on left join dates as written on written.id = reference_date"""
    for claim, unknown, late, undated in rows(connection, sql):
        assert unknown == undated and not late, claim


def test_what_lies_ahead_is_not_dated_by_its_announcement(connection: sqlite3.Connection) -> None:
    ahead = "select id, event_date from claims where claim_type = 'prediction' or statement like '% will %'"
    assert [row for row in rows(connection, ahead) if row[1]] == []


def test_nothing_happens_after_it_is_said_to_have_happened(connection: sqlite3.Connection) -> None:
    sql = """
    select claims.id
    from claims join dates as happens on happens.id = event_date join dates as said on said.id = stated_on
    where claim_type in ('event', 'state') and happens.earliest > said.latest"""
    assert rows(connection, sql) == []


def test_declarations_of_victory_are_in_the_order_of_time(connection: sqlite3.Connection) -> None:
    described = read_yaml(METADATA)["databases"]["onrecord"]
    sql = described["queries"]["when_it_was_said"]["sql"]
    found = connection.execute(sql, {"claimant": "Russia", "word": "victory"}).fetchall()
    assert [row[-1] for row in found if row[1] == "Russia"] == [
        "moscow-says-isis-defeated",
        "russia-declares-victory",
        "victory-declaration-again",
    ]


def test_places_without_a_trustworthy_point_are_off_the_map(connection: sqlite3.Connection) -> None:
    assert rows(connection, "select latitude, longitude from locations where id like 'al-kishkiyah%'") == [(None, None)]
    ((mapped,),) = rows(connection, "select count(*) from locations_map")
    assert isinstance(mapped, int) and mapped >= 15
    forbidden = "('moscow', 'united-states-country', 'syria-country', 'russia-country', 'iran-country')"
    assert rows(connection, f"select id from locations_map where id in {forbidden}") == []


def test_mapped_places_of_syria_lie_in_syria(connection: sqlite3.Connection) -> None:
    sql = """
    select id from locations_map join locations using (id) where country_code = 'SY'
      and not (locations.latitude between 32 and 37.5 and locations.longitude between 35.5 and 42.5)"""
    assert rows(connection, sql) == []


def test_text_issues_propose_readings(connection: sqlite3.Connection) -> None:
    ((issues,),) = rows(connection, "select count(*) from text_issues")
    assert isinstance(issues, int) and issues >= 20
    sql = "select proposed_reading from text_issues join spans on spans.id = span_id where exact like '%push%'"
    assert any("Daesh" in str(row[0]) for row in rows(connection, sql))


def test_claims_rest_on_the_doubts_in_their_words(connection: sqlite3.Connection) -> None:
    sql = "select doubt, certainty from claim_doubts where claim_id = ? and certainty <> 'certain' order by 1"
    assert rows(connection, sql, "russia-starts-partial-withdrawal") == [
        ("repaired reading", "less-certain"),
        ("who is meant", "less-certain"),
        ("who says it", "less-certain"),
    ]
    assert rows(connection, sql, "no-agreement-on-joint-centre") == []
    assert rows(connection, sql, "sdf-reaches-kishkiyah") == [("which place is meant", "uncertain")]


def test_one_join_finds_a_side_and_a_governorate(connection: sqlite3.Connection) -> None:
    sql = (
        "select distinct claimant_id from claims join actor_wholes on actor_id = claimant_id where whole_id = 'russia'"
    )
    assert set(rows(connection, sql)) == {("russia",), ("vladimir-putin",), ("russian-defence-ministry",)}
    sql = "select count(*) from location_wholes where whole_id = 'deir-ez-zor-governorate' and depth > 0"
    ((places,),) = rows(connection, sql)
    assert isinstance(places, int) and places > 10


def test_what_can_be_looked_up_is_the_one_whole_address(connection: sqlite3.Connection) -> None:
    assert rows(connection, "select id from sources where can_be_looked_up = 1") == [("abc-2017",)]


def test_titles_that_the_text_lacks(connection: sqlite3.Connection) -> None:
    assert exacts(connection, "select shown_title from sections where title_is_supplied = 1 order by rowid") == [
        "[Scraped page title]",
        "[Lead]",
        "[Advertisement]",
        "[The visit to Hemeimeem and the partial withdrawal]",
        "[The economy, and Iran]",
    ]
