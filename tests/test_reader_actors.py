"""Who is an actor, under which name, of which kind: given these sentences, these rows."""

from __future__ import annotations

import pytest

from onrecord.annotation.authority import load_authority
from onrecord.annotation.model import Actor, DocumentDescription
from onrecord.annotation.names import distinct_names
from onrecord.data import SEEDS
from onrecord.problems import Problems
from onrecord.reader import RuleReader
from onrecord.reader.actors.name_parts import surname, with_small_letters
from onrecord.reader.actors.name_spans import is_acronym
from onrecord.reader.actors.signs import head_word, is_thing, sector_of_body, sector_of_person
from onrecord.text.bylines import authors
from onrecord.text.document import document_from_bytes
from onrecord.text.sections import find_sections
from tests.prose import document_of


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    """The reader with the project's authority files."""
    return RuleReader(load_authority(SEEDS, SEEDS, Problems()))


def actors(reader: RuleReader, text: str) -> dict[str, Actor]:
    """The actors of a text by their names, without its author."""
    document = document_from_bytes(text.encode(), "news.txt")
    description = DocumentDescription(id="news", title="News", language="en")
    read = reader.read(document, description, find_sections(document.text))
    return {one.name: one for one in read.actors if one.actor_type != "author"}


NOBODY = [
    "The Islamic world and the Arab states were at peace.",
    "The train left at 8:51 p.m. (1451 GMT) for the harbour.",
    "The Water Resources Act was amended, and Regulation 7 repealed.",
    "The Solar Orbiter MS-04 broke up over the sea.",
    "The flight control computer (FCC) was replaced. The FCC was new.",
    "She was the Minister of Industry and Commerce.",
    "Nobody said that the bridge was safe.",
    "No group claimed the attack.",
    "How many people said that the bridge was safe?",
]


@pytest.mark.parametrize("text", NOBODY)
def test_what_does_nothing_is_no_actor(reader: RuleReader, text: str) -> None:
    assert [name for name in actors(reader, text) if name not in ("United States", "Arab League")] == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Angela Harper left. Harper said it rained. Mrs. Harper agreed.", {"Angela Harper"}),
        ("HARPER SPEAKS\n\nAngela Harper said it rained. Ms. HARPER left.", {"Angela Harper"}),
        ("Omar Hassan al-Bashir spoke. Mr. Bashir said it rained.", {"Omar Hassan al-Bashir"}),
        ("J. Harper said it rained. John Harper left.", {"John Harper"}),
        ("Mr. McFARLANE said it rained.", {"McFarlane"}),
        ("Robert Tamm and his wife Grace left. Grace Tamm said it rained.", {"Robert Tamm", "Grace Tamm"}),
        (
            "The Lagoon Water Authority (LWA) met. The LWA said it rained. The L.W.A. left.",
            {"Lagoon Water Authority"},
        ),
        (
            "Marlowe Insurance Company (“Marlowe”) sued. Marlowe said it rained. The company paid.",
            {"Marlowe Insurance Company"},
        ),
        ("The World Fish and Boat Council said it rained.", {"World Fish and Boat Council"}),
        ("The Lund Harbour Council met. The council said it rained.", {"Lund Harbour Council"}),
        ("Ama Osei Tutu Mensah left. Tutu Mensah said it rained.", {"Ama Osei Tutu Mensah"}),
        ("President Lin Mei-hua said it rained. Lin left.", {"Lin Mei-hua"}),
        (
            "The Lund Court of Appeals for the Tenth District ruled. The court said it rained.",
            {"Lund Court of Appeals for the Tenth District"},
        ),
        (
            "The Stabilization Mission in Mali (MINIMA) said it rained. MINIMA left.",
            {"Stabilization Mission in Mali"},
        ),
        ("The leader of the Lagoon Fund, Ada Stone, said it rained.", {"Lagoon Fund", "Ada Stone"}),
        ("The chemist Ian Tamm worked in the town. The chemist said it rained.", {"Ian Tamm"}),
        ("Ada Stone left. Stone and her friends said it rained.", {"Ada Stone"}),
        ("The Lund Times wrote. A Lund judge said it rained.", {"Lund Times", "a Lund judge"}),
        ("Norwegian forces left. Norway’s forces said it rained.", {"Norwegian forces"}),
        ("The Norwegian government met. Norway’s oil-rich government said it rained.", {"Norwegian government"}),
    ],
)
def test_who_has_several_names_is_one(reader: RuleReader, text: str, names: set[str]) -> None:
    assert set(actors(reader, text)) == names


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("A senior official said it rained. The official left.", "a senior official", "government"),
        ("Norwegian officials said it rained.", "Norwegian officials", "government"),
        ("Analysts said it rained. The analysts left.", "analysts", "unknown"),
        ("The military said it rained.", "military", "military"),
        ("Ada Stone left, her spokesman said.", "Ada Stone’s spokesman", "unknown"),
        ("Some villagers said it rained.", "some villagers", "civilian"),
        ("Masked gunmen stormed the bank.", "masked gunmen", "armed-group"),
    ],
)
def test_who_has_no_name_is_called_by_the_description(reader: RuleReader, text: str, name: str, kind: str) -> None:
    found = actors(reader, text)
    assert {one.lower() for one in found} >= {name.lower()}
    (described,) = [one for key, one in found.items() if key.lower() == name.lower()]
    assert described.actor_type == kind
    assert described.id.endswith("-in-news")


def test_a_description_is_taken_up_by_its_noun(reader: RuleReader) -> None:
    found = actors(reader, "A senior political source said it rained. The source left, and the source said it snowed.")
    assert set(found) == {"a senior political source"}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("President Ada Stone said it rained.", "Ada Stone", "government"),
        ("General Ada Stone said it rained.", "Ada Stone", "military"),
        ("Attorney General Ada Stone said it rained.", "Ada Stone", "government"),
        ("The priest, Ada Stone, said it rained.", "Ada Stone", "religious"),
        ("Ada Stone, president of the chess club, said it rained.", "Ada Stone", "unknown"),
        ("The beekeeper Ada Stone said it rained.", "Ada Stone", "civilian"),
        ("The Lund District Court said it rained.", "Lund District Court", "judiciary"),
        ("Halvor Shipping Ltd. said it rained.", "Halvor Shipping Ltd", "business"),
        ("The Fishing Ministry said it rained.", "Fishing Ministry", "government"),
        ("The Harbour Times said it rained.", "Harbour Times", "media"),
        ("Ada Stone, Deputy Attorney General, said it rained.", "Ada Stone", "government"),
        ("Ada Stone, a director of the Lagoon University, said it rained.", "Ada Stone", "education"),
        ("Halvor’s shareholders met. Halvor said it rained.", "Halvor", "business"),
        ("The Senate Fishing Committee said it rained.", "Senate Fishing Committee", "legislature"),
        ("Two figures from the G70 faction left. It was the ruling Zana-PF that lost.", "Zana-PF", "party"),
    ],
)
def test_titles_and_heads_tell_the_kind(reader: RuleReader, text: str, name: str, kind: str) -> None:
    assert actors(reader, text)[name].actor_type == kind


ABROAD = [
    ("Norway traded with Sweden.", "Sweden"),
    ("Sanctions against Norway were lifted.", "Norway"),
    ("Other countries, including Norway, refused.", "Norway"),
    ("Norwegian President Ada Stone left.", "Norway"),
    ("Our main partner, which is Norway, was kind.", "Norway"),
]


@pytest.mark.parametrize(("text", "state"), ABROAD)
def test_a_state_is_an_actor_where_it_is_a_party(reader: RuleReader, text: str, state: str) -> None:
    assert state in actors(reader, text)


PARTNERS = [
    ("The house was attacked by soldiers.", "soldiers"),
    ("They fought battles with rebels.", "rebels"),
    ("Ada Stone left. Her husband died in 2014.", "Ada Stone’s husband"),
]


@pytest.mark.parametrize(("text", "name"), PARTNERS)
def test_who_takes_part_is_an_actor(reader: RuleReader, text: str, name: str) -> None:
    assert name in actors(reader, text)


def test_the_government_is_that_of_the_state_that_the_text_is_about(reader: RuleReader) -> None:
    home = "Norway is cold. It snowed in Norway. Norway has fjords. Many like Norway.\n\n"
    found = actors(reader, home + "The Swedish government helped.\n\nLater the government said it rained.")
    assert {"Swedish government", "Norwegian government"} <= set(found)


def test_letters_name_a_body_only_where_the_text_says_which(reader: RuleReader) -> None:
    assert "ABC" in actors(reader, "ABC said it rained.")
    assert "ABC" not in actors(reader, "Australian police left. ABC said it rained.")
    assert actors(reader, "Un-angry people left. Un was calm.").keys() <= {"Un-angry people", "Un"}


def test_nobody_is_called_by_what_stands_beside_the_name(reader: RuleReader) -> None:
    found = actors(reader, "Robert Tamm left. The new Robert Tamm said it rained. Aides of Robert and Ada Tamm left.")
    assert not any("new" in one.name for actor in found.values() for one in actor.names)
    assert {"Robert Tamm", "Ada Tamm"} <= set(found)


def test_the_office_that_reports_is_the_author() -> None:
    assert authors(document_of("Water in Lund\n\nReport of the Harbour Master\n\nIt rained.")) == ("Harbour Master",)
    assert authors(document_of("A report of the harbour was read. Report of the Day is a paper.")) == ()


def test_other_names_are_kept(reader: RuleReader) -> None:
    found = actors(reader, "The Lagoon Water Authority (LWA) met. The LWA said it rained.")
    assert [(one.name, one.kind) for one in found["Lagoon Water Authority"].names] == [("LWA", "abbreviation")]


def test_fields_of_a_form_are_no_turns(reader: RuleReader) -> None:
    form = "Case 12\n\nApplication Received: 20161018\n\nOffice: 12\n\nPeriods of Leave: NONE\n\nOffice: 14\n\n"
    assert actors(reader, form + "The office received the application after periods of leave.") == {}


def test_a_surname_is_no_place(reader: RuleReader) -> None:
    document = document_from_bytes(b"Booker Washington spoke. Mr. Washington said it rained.", "news.txt")
    description = DocumentDescription(id="news", title="News", language="en")
    read = reader.read(document, description, find_sections(document.text))
    assert {row.location for passage in read.passages for row in passage.locations} == set()
    assert {row.actor for passage in read.passages for row in passage.actors} == {"booker-washington"}


def test_the_parts_of_names() -> None:
    assert surname(("Osama", "bin", "Laden")) == surname(("bin", "Laden")) == "bin laden"
    assert surname(("Omar", "al-Bashir")) == surname(("Bashir",)) == "bashir"
    assert surname(("Vanessa", "St.", "Pierre")) == surname(("St.", "Pierre"))
    assert with_small_letters("AMINA YUSUF") == "Amina Yusuf"
    assert with_small_letters("UN") == "UN"
    assert head_word("Board for Correction of Naval Records") == "board"
    assert is_thing("Securities Exchange Act") and not is_thing("Securities Exchange Board")
    assert is_acronym("UNDP", "United Nations Development Programme") and not is_acronym("AP", "Lund Press")
    assert sector_of_body("Lund City Police Department") == "police"
    assert sector_of_person((), ("spokesman",)) is None


def test_namesakes_are_told_apart_by_their_documents() -> None:
    assert distinct_names([("officials-in-a", "officials"), ("officials-in-b", "officials")]) == {
        "officials-in-a": "officials",
        "officials-in-b": "officials (in b)",
    }
