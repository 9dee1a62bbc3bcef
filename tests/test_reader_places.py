"""Places in prose: which words are toponyms, which place is meant. All sentences are this project's own."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.annotation.model import Location, OtherName
from onrecord.annotation.names import by_name
from onrecord.reader.places.gazetteer import Gazetteer, open_gazetteer
from onrecord.reader.places.locations import ResolvedMention, location_id
from onrecord.reader.places.places import read_places
from onrecord.reader.places.resolution import resolve
from onrecord.reader.places.toponyms import Toponym, find_toponyms
from tests.prose import parsed

GAZETTEER: list[Gazetteer] = []


@pytest.fixture(scope="module", autouse=True)
def gazetteer() -> Iterator[Gazetteer]:
    opened = open_gazetteer()
    GAZETTEER.append(opened)
    yield opened
    GAZETTEER.remove(opened)
    opened.close()


def location(
    key: str, name: str, code: str, country: str, north: float | None = None, east: float | None = None, *others: str
) -> Location:
    """A location on record."""
    further = tuple(OtherName(name=other) for other in others)
    return Location(
        id=key, name=name, feature_code=code, country_code=country, latitude=north, longitude=east, names=further
    )


def toponyms(text: str, on_record: Collection[str] = ()) -> list[Toponym]:
    return find_toponyms(text, parsed(text).trees, GAZETTEER[0], on_record)


def names(text: str) -> list[str]:
    return [text[t.span.start : t.span.end] for t in toponyms(text)]


def resolved(text: str, locations: tuple[Location, ...] = ()) -> dict[str, ResolvedMention]:
    on_record = by_name(locations)
    found = resolve(toponyms(text, on_record), GAZETTEER[0], on_record)
    return {text[m.span.start : m.span.end]: m for m in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The convoy crossed from Iraq into Syria near Abu Kamal.", ["Iraq", "Syria", "Abu Kamal"]),
        (
            "They met in Springfield, Illinois, and again in Macon, Ga.",
            ["Springfield", "Illinois", "Macon", "Ga."],
        ),
        ("GHENT — The mayor opened the market on Friday.", ["GHENT"]),
        ("The Syrian army and South Korean engineers rebuilt it.", ["Syrian", "South Korean"]),
        ("Two Brighton residents and a Tucson man were hurt.", ["Brighton", "Tucson"]),
        ("A Ghent-based firm won.", ["Ghent"]),
        ("The flood reached Lake Geneva and Cass County.", ["Lake Geneva", "Cass County"]),
        ("The shop on Maple Street closed.", ["Maple Street"]),
        ("Floods hit Polk, Dallas and Story counties.", ["Polk", "Dallas", "Story"]),
        ("Senator Ann Reed, D-Denver, voted no.", ["Denver"]),
        ("Peace came to Bosnia and Herzegovina.", ["Bosnia and Herzegovina"]),
        ("The fire was put out by the Duluth Fire Department.", ["Duluth"]),
        ("Storms struck northern Idlib on Monday.", ["Idlib"]),
        ("He lives in the Democratic Republic of the Congo.", ["Democratic Republic of the Congo"]),
    ],
)
def test_places_are_found(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Syrians and the Russians went home.",
        "Paris Hilton and Jack London never met.",
        "Ms. Jordan said that Mr. Houston had left.",
        "She reads Turkish and speaks English.",
        "The Marburg virus was first described in 1967.",
        "It cost US$5 million.",
        "He took Highway 61 and Interstate 90.",
        "In March, the reading of the bill was put off.",
        "The American Heart Association published it.",
        "The Boston Globe and the Kansas City Star reported it.",
        "She teaches at the University of Oxford and at Texas State University.",
        "The court had said so before, 556 U.S. 662 (2009).",
        "The requiem Mass was long.",
        "She shops at Amazon, and Gulf allies paid.",
        "He was taken to St. Paul’s Hospital on Nov. 3.",
        "Smith v. Austin was heard by the court for the Western District of its state.",
        "Brussels sprouts were served.",
        "Lowell Mutual Insurance Company (“Lowell”) paid. She sued Lowell.",
        "The Neon Museum is closed.",
    ],
)
def test_these_are_no_places(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("Washington state sued the firm.", "Washington", "ADM1"),
        ("The governor of New York agreed.", "New York", "ADM1"),
        ("They flew to Washington on Monday.", "Washington", "PPLC"),
    ],
)
def test_the_words_around_a_name_tell_a_province_from_a_town(text: str, name: str, code: str) -> None:
    location = resolved(text)[name].location
    assert location is not None and location.feature_code == code


def test_a_part_of_a_place_has_no_point_of_its_own() -> None:
    location = resolved("Rain fell in Lower Manhattan and in West Wales.")["West Wales"].location
    assert location is not None and (location.country_code, location.latitude) == ("GB", None)


def test_a_guess_is_not_certain() -> None:
    places = read_places(text := "It rained in Springfield.", parsed(text).trees, GAZETTEER[0])
    assert [m.certainty for m in places.mentions] == ["uncertain"]


def test_the_name_of_a_body_is_no_place_where_no_place_fits() -> None:
    text = "Trains from Lima to Cusco and Arequipa were late. The Supreme Court of Peru ruled on it."
    places = read_places(text, parsed(text).trees, GAZETTEER[0])
    assert [text[slice(*m.exact)] for m in places.mentions] == ["Lima", "Cusco", "Arequipa", "Peru"]


def test_a_name_shown_to_be_a_place_is_one_everywhere() -> None:
    text = "Rain fell in Bemidji, Minnesota. Later, Bemidji was dry again."
    assert names(text) == ["Bemidji", "Minnesota", "Bemidji"]


@pytest.mark.parametrize(
    ("text", "name", "form"),
    [
        ("Moscow accused Ankara of lying.", "Moscow", "metonym"),
        ("Moscow accused Ankara of lying.", "Ankara", "metonym"),
        ("Moscow’s decision surprised the delegates.", "Moscow", "metonym"),
        ("Moscow went out to declare a defeat.", "Moscow", "metonym"),
        ("They feared an attack by Turkey.", "Turkey", "metonym"),
        ("The Iraq war went on for years.", "Iraq", "adjective"),
        ("The Russian-Iranian response came late.", "Russian", "adjective"),
        ("The Russian-Iranian response came late.", "Iranian", "adjective"),
        ("The Iraqi Operations Command said nothing.", "Iraqi", "adjective"),
        ("The army came near al-Bukamal in the evening.", "al-Bukamal", "name"),
        ("The rebels were backed by Turkey.", "Turkey", "metonym"),
        ("The train left Moscow at noon.", "Moscow", "name"),
        ("The Turkish border was closed.", "Turkish", "adjective"),
    ],
)
def test_names_of_places_are_told_from_governments_and_adjectives(text: str, name: str, form: str) -> None:
    assert {text[t.span.start : t.span.end]: t.form for t in toponyms(text)}[name] == form


SEATS = "Madrid Lisbon Ankara Nairobi Oslo Canberra Jakarta Tokyo Paris Beirut Spain Kenya Turkey Egypt".split()
SPEAKING = ["declared", "said", "has said", "says", "told Lima", "announced", "thinks", "added", "warned Lima", "wrote"]


@pytest.mark.parametrize("seat", SEATS)
@pytest.mark.parametrize("speaking", SPEAKING)
def test_a_capital_or_country_that_speaks_is_its_government(seat: str, speaking: str) -> None:
    text = f"{seat} {speaking} on Monday that it would withdraw its troops from Aleppo."
    found = {text[slice(*t.span)]: t.form for t in toponyms(text)}
    lima = {"Lima": "metonym"} if "Lima" in speaking else {}
    assert found == {seat: "metonym", "Aleppo": "name", **lima}


@pytest.mark.parametrize(
    "text",
    [
        "Jordan said he was tired.",
        "Georgia said she would come back on Monday.",
        "Chad said his brother was late.",
        "Victoria said she liked it.",
        "The firm was founded by Tom Ashland. Ashland said the mill was old.",
        "Dalton said that the mill was old.",
        "“It is over,” Chelsea said.",
    ],
)
def test_people_who_speak_are_no_places(text: str) -> None:
    assert names(text) == []


def test_the_province_in_the_text_decides() -> None:
    found = resolved("The plant in Paris, Texas, makes soup.")["Paris"]
    assert found.location is not None
    assert (found.location.country_code, found.method) == ("US", "named province")


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("BATUMI, Georgia, 4 March 2024 (Levant Wire) — Ferries stood still.", "GE"),
        ("She is a nurse from Atlanta, Georgia.", "US"),
    ],
)
def test_of_two_georgias_the_one_that_holds_the_town(text: str, country: str) -> None:
    location = resolved(text)["Georgia"].location
    assert location is not None and location.country_code == country


def test_the_other_names_of_the_document_decide() -> None:
    text = "Floods hit Toledo on Monday. Dayton, Akron and Youngstown in Ohio were spared."
    location = resolved(text)["Toledo"].location
    assert location is not None and location.country_code == "US"
    location = resolved("Trains from Madrid and Cuenca to Toledo in Spain were late.")["Toledo"].location
    assert location is not None and location.country_code == "ES"


def test_the_text_itself_overrules_the_authority_file() -> None:
    capital = location("washington-dc", "Washington, D.C.", "PPLC", "US", 38.895, -77.036, "Washington")
    found = resolved("Talks went on in Washington on Monday.", (capital,))["Washington"].location
    assert found == capital
    for text in ("The plant in Spokane, Washington, makes soup.", "Washington state sued."):
        found = resolved(text, (capital,))["Washington"].location
        assert found is not None and found.feature_code == "ADM1"
    mention = resolved("The firm moved to Washington.", (capital,))["Washington"]
    assert mention.location == capital and mention.score == 0.8  # it may be the state


def test_a_longer_name_goes_before_one_on_record() -> None:
    states = location("united-states", "United States", "PCLI", "US", 39.76, -98.5, "America", "US")
    found = resolved("Sales fell in South America. It cost US$ 5 million.", (states,))
    assert list(found) == ["South America"]


def test_the_authority_file_comes_first() -> None:
    base = location("hmeimim-air-base", "Hmeimim Air Base", "INSM", "SY", None, None, "Hemeimeem")
    found = resolved("The planes landed at Hemeimeem in Syria.", (base,))
    assert found["Hemeimeem"].location == base
    assert (found["Hemeimeem"].method, found["Hemeimeem"].score) == ("authority", 1.0)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("A house on Quillfeather Street in Ghent, Belgium, burned down.", "Quillfeather Street"),
        ("They flew from Sydney. Quillfeather Airport was closed.", "Quillfeather Airport"),
        ("The chief spoke in Qwarblington. A ship left Anchorage in Alaska.", "Qwarblington"),
    ],
)
def test_a_place_that_no_gazetteer_knows_does_not_get_the_point_of_another(text: str, part: str) -> None:
    assert resolved(text)[part].location is None


def test_a_place_that_no_gazetteer_knows_is_in_the_region_that_the_text_names() -> None:
    found = resolved("A fire broke out in Qwarblington, Belgium, on Monday.")["Qwarblington"]
    assert found.location is not None and found.method == "place around it"
    assert (found.location.country_code, found.location.latitude) == ("BE", None)


@pytest.mark.parametrize(
    ("text", "name", "countries"),
    [
        ("He left Paris, Texas, for Paris, France. Paris was cold.", "Paris", ["US", "FR", "FR"]),
        ("Birmingham in Alabama and Birmingham in England are twins.", "Birmingham", ["US", "GB"]),
        ("Reading, Pennsylvania, is far from Reading, England.", "Reading", ["US", "GB"]),
        ("Ada Stone lives in Lebanon, Ohio. Lebanon police came.", "Lebanon", ["US", "US"]),
        ("They went to Turkey, Syria and Georgia.", "Turkey", ["TR"]),
        ("Floods hit Alabama, Georgia, Ohio, Washington, Oregon and Utah.", "Georgia", ["US"]),
        ("LUND, 18 June 2024 — The ferry left for Copenhagen.", "LUND", ["SE"]),
    ],
)
def test_the_region_beside_a_name_decides_each_time(text: str, name: str, countries: list[str]) -> None:
    found = resolve(toponyms(text), GAZETTEER[0])
    here = [m.location for m in found if text[slice(*m.span)] == name]
    assert [location.country_code if location else None for location in here] == countries


def test_what_nothing_decides_stays_unresolved() -> None:
    found = resolved("They hid in the village of Qwarblington for a week.")["Qwarblington"]
    assert (found.location, found.method, found.score) == (None, None, None)


def test_records_carry_their_source_and_precision() -> None:
    location = resolved("The bridge in Mosul, Iraq, was mended.")["Mosul"].location
    assert location is not None
    assert location.geonames_id is not None and location.geo_precision == "town"
    assert location.coordinate_source is not None and location.coordinate_source.startswith("GeoNames")
    assert location.id == f"mosul-iq-{location.geonames_id}"


def test_ids_are_slugs() -> None:
    assert location_id("Ar Raqqah", "SY") == "ar-raqqah-sy"
    assert location_id("…") == "place"


def test_resolution_keeps_the_order_and_the_spans() -> None:
    found = toponyms("Flights from Lima to Quito and from Quito to Bogotá were cancelled.")
    assert [m.span for m in resolve(found, GAZETTEER[0])] == [t.span for t in found]


def test_the_reading_is_in_the_annotation_form() -> None:
    text = "They drove from Mosul to Erbil in Iraq, and on to Qwarblington."
    base = location("erbil-city", "Erbil", "PPLA", "IQ")
    places = read_places(text, parsed(text).trees, GAZETTEER[0], by_name([base]))
    words = {text[m.exact.start : m.exact.end]: m for m in places.mentions}
    assert words["Erbil"].location == "erbil-city" and words["Erbil"].certainty == "certain"
    assert words["Iraq"].location == "iraq"
    assert "erbil-city" not in {location.id for location in places.proposed}
    assert {m.location for m in places.mentions if m.location} <= {
        "erbil-city",
        *(location.id for location in places.proposed),
    }


AWKWARD = [
    "",
    " ",
    "…",
    "«»„“",
    "A" * 3_000,
    "of the of the",
    "Paris, " * 300,
    "(" * 500,
    "D-",
    "U.S. $ US$",
    "مدينة حلب",
]


@pytest.mark.parametrize("text", [a + b for a, b in product(AWKWARD, ["", " in Paris."])])
def test_awkward_text_gives_valid_spans(text: str) -> None:
    check(text)


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from("Paris London U.S., -–'’\"()\n of the and é字🙂"), max_size=120))
def test_any_text_gives_valid_spans(text: str) -> None:
    check(text)


def check(text: str) -> None:
    found = toponyms(text)
    ends = 0
    for toponym in found:
        assert ends <= toponym.span.start < toponym.span.end <= len(text)
        ends = toponym.span.end
    assert len(resolve(found, GAZETTEER[0])) == len(found)
