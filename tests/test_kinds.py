"""Ten texts of ten kinds, dropped into a directory as a new user would: what the machine must find in each.

They were written for this (places and people in them are made up, or used at random), with what real ones have:
datelines and bylines, turns, notes and bibliographies, tables, wrapped lines, buttons and readers' comments. Each list
holds what once went wrong or would be worst to lose, not all that is found.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli import main

KINDS = Path(__file__).parent / "kinds"
Pairs = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Kind:
    """What must be found in one text; a row is given by its words, or by the first of them."""

    title: str
    author: str | None = None
    headings: tuple[str, ...] = ()
    leftovers: tuple[str, ...] = ()
    quotes: Pairs = ()
    """The first words of a quotation and who speaks, ``None`` where nobody can be told."""
    reported: Pairs = ()
    """The first words of what is reported and who says it."""
    claims: Pairs = ()
    """A statement and its claimant."""
    places: Pairs = ()
    """The words of a place and its country, ``None`` where it has none."""
    times: Pairs = ()
    citations: Pairs = ()
    """The words of a citation and the name of its source."""
    nobody: tuple[str, ...] = field(default=())
    """What no actor is called."""


TEXTS = {
    "news": Kind(
        title="Ferry strike leaves thousands stranded on both shores of the Black Sea",
        author="Nadia Okafor and Jordan Ellis",
        quotes=(
            ('"We did not want this,"', "Giorgi Lomidze"),
            ('"The agreement was conditional', "Marta Dimitrova"),
            ('"I have slept on my suitcase', "Paris Whitfield"),
            ('"the crews in Constanta will stop too."', "Giorgi Lomidze"),
            ('"pure invention"', "Stefan Petkov"),
        ),
        reported=(
            ("eleven ships were at anchor", "Irakli Beridze"),
            ("Turkey might charter two vessels", "a ministry official"),
            ("that it would mediate", "European Commission"),
        ),
        claims=(
            ("The crews in Constanta will stop too.", "Giorgi Lomidze"),
            ("The European Commission would mediate.", "European Commission"),
        ),
        places=(("BATUMI", "GE"), ("Georgia", "GE"), ("Atlanta", "US"), ("Burgas", "BG"), ("Washington", "US")),
        times=(("4 March 2024", "2024-03-04"), ("Wednesday", "2024-03-06"), ("May", "2023-05"), ("2019", "2019")),
        nobody=("Ferry", "Atlanta", "Samsun"),
    ),
    "analysis": Kind(
        title="The river that two capitals forgot",
        author="Helene Brandt",
        headings=("What the numbers say", "What the capitals want", "What may happen next"),
        leftovers=("ANALYSIS",),
        quotes=(
            ("“They have the data,”", "Rania Saab"),
            ("“purely technical”", "Syria"),
            ("“A treaty that nobody measures", None),
        ),
        claims=(
            ("Helene Brandt fears the second outcome more.", "Helene Brandt"),
            ("Three things could change the picture.", "Helene Brandt"),
            ("The fund was promised in Doha in March 2022.", "Helene Brandt"),
        ),
        places=(("Amman", "JO"), ("Jordan", "JO"), ("Hatay", "TR"), ("Bonn", "DE")),
        times=(("yesterday", "2023-09-11"), ("last week", "2023-09-04/2023-09-10")),
        nobody=("ANALYSIS", "Hama", "Hatay"),
    ),
    "speech": Kind(
        title="Remarks by the Minister of Health at the opening of the National Vaccine Centre",
        leftovers=("As delivered",),
        quotes=(('"It can be done; play your part."', "Nyerere"), ('"Buy from India', None)),
        reported=(
            ("Thank you, Peter.", "Wanjiru Kamau"),
            ("My promise to you is simple.", "Wanjiru Kamau"),
            ("Minister, the auditor general says", "Amina Yusuf"),
            ("that papers are missing", "auditor"),
        ),
        claims=(
            ("Kenya paid for half of it.", "Wanjiru Kamau"),
            ("The papers will be on the auditor’s desk by Friday.", "Wanjiru Kamau"),
        ),
        places=(("Nairobi", "KE"), ("Lodwar", "KE"), ("Kampala", "UG"), ("Norway", "NO")),
        times=(("last week", "2023-04-10/2023-04-16"), ("Friday", "2023-04-21")),
        nobody=("Excellencies", "Laughter"),
    ),
    "press_release": Kind(
        title="HALVORSEN WIND TO BUILD PORTUGAL'S LARGEST FLOATING WIND FARM",
        headings=("Forward-looking statements", "About Halvorsen Wind"),
        leftovers=("FOR IMMEDIATE RELEASE", "Contact: Ines Caldeira", "Media contact:"),
        quotes=(
            ('"This is the day', "Sigrid Halvorsen"),
            ('"It is an industry', "João Meireles"),
            ('"We will go on fishing', "Rui Figueiredo"),
            ('"believes"', None),
        ),
        claims=(
            (
                "Construction is expected to begin in the spring of 2024.",
                "Author of “HALVORSEN WIND TO BUILD PORTUGAL'S LARGEST FLOATING WIND FARM”",
            ),
        ),
        places=(("BERGEN", "NO"), ("LISBON", "PT"), ("Setúbal", "PT"), ("Taiwan", "TW")),
        times=(("today", "2022-10-03"), ("the spring of 2024", "2024-21")),
        citations=(("www.halvorsenwind.example/press", "halvorsenwind.example, undated (18a943f52a)"),),
        nobody=("Ines Caldeira", "Capacity", "Jobs"),
    ),
    "court_summary": Kind(
        title="Supreme Court of Norland",
        headings=("BACKGROUND TO THE APPEAL", "JUDGMENT", "REASONS FOR THE JUDGMENT", "NOTE"),
        quotes=(('"any licence to abstract"', None), ('"the wells do not know', None)),
        reported=(
            ("that submission", "Lady Hartley"),
            ("that no assessment of the effect on the valley's wells had been made", "appellants"),
            ("that quashing it would close the quarry and put 140 people out of work", "respondent"),
        ),
        claims=(
            ("The Supreme Court unanimously allows the appeal.", "Author of “Supreme Court of Norland”"),
            ("A renewal changes nothing on the ground.", "Author of “Supreme Court of Norland”"),
        ),
        times=(("8 May 2018", "2018-05-08"),),
        nobody=("BACKGROUND", "JUDGMENT"),
    ),
    "encyclopedia": Kind(
        title="Aurelio Vance",
        headings=("## Early life", "### Pilcomayo, 1899–1903", "## References"),
        quotes=(
            ('"spoke five languages', "Lucía"),
            ('"a hundred mouths', "Aurelio Vance"),
            ('"the last great journey', "Elena Quispe"),
        ),
        reported=(("the charge", "Aurelio Vance"), ("Vance of having copied", "Lucien Marchand")),
        claims=(("The first expedition failed.", "Author of “Aurelio Vance”"),),
        places=(("Rosario", "AR"), ("Freiberg", "DE"), ("Villamontes", "BO"), ("Lima", "PE"), ("Paris", "FR")),
        times=(("from 1890 to 1894", "1890/1894"), ("2 November 1934", "1934-11-02")),
        citations=(
            ("[1]", "Vance, Atlas of the Gran Chaco, 1912"),
            ("[7]", "Quispe, Silent in Five Languages: A Life of Aurelio Vance, 1998"),
            ("[8]", "La cuestión Vance–Marchand, geolima.example"),
        ),
        nobody=("Coni", "Elena", "Argentine"),
    ),
    "essay": Kind(
        title="The Price of Bread: Subsidies and Silence in Three Revolutions",
        headings=("Bibliography",),
        quotes=(
            ('"The Revolution was made,"', None),
            ("“thieves”", "president"),
            ("“It was the radio,”", "a tram driver"),
        ),
        claims=(
            (
                "Cairo is the clearest case.",
                "Author of “The Price of Bread: Subsidies and Silence in Three Revolutions”",
            ),
            (
                "The author would suggest that it may be explained as well by conversation.",
                "Author of “The Price of Bread: Subsidies and Silence in Three Revolutions”",
            ),
        ),
        places=(("Petrograd", "RU"), ("Lyon", "FR"), ("Aswan", "EG"), ("Jordan", "JO")),
        times=(("17 January 1977", "1977-01-17"), ("the 1980s", "198X")),
        citations=(
            ("(Lenoir, 1921, p. 14)", "Lenoir, La Révolution par la faim, 1921"),
            ("Duval (2003)", "Duval, Grain and rumour in the Paris basin, 1775–1790, 2003"),
            ("(Sen 1999)", "Sen, Development as Freedom, 1999"),
        ),
        nobody=("Alcan", "Journal of Early Modern Markets", "L."),
    ),
    "interview": Kind(
        title="“Maps are arguments”: a conversation with Tomasz Wieczorek",
        author="Leila Haddad",
        quotes=(
            ("“until the bread is ready”", "Tomasz Wieczorek"),
            ("“Tomek, you forgot the people.”", "Zawadzka"),
            ("“stolen a village”", "Greek ambassador"),
        ),
        reported=(("You have said that", "Leila Haddad"), ("Of course. Every map says", "Tomasz Wieczorek")),
        claims=(
            ("Tomasz Wieczorek refused.", "Tomasz Wieczorek"),
            ("Leila Haddad is a writer based in Berlin.", "Leila Haddad"),
        ),
        places=(("Kraków", "PL"), ("Lviv", "UA"), ("Abkhazia", "GE"), ("Berlin", "DE")),
        times=(("9 May 2022", "2022-05-09"), ("last winter", "2022-24")),
        nobody=("Kraków", "Laughs"),
    ),
    "report": Kind(
        title="WATER AND WORK Monitoring report on the Lower Volta resettlement, 2015-2020",
        headings=("Executive summary", "1.1 The project", "2.1 Land", "3 Recommendations", "Notes"),
        quotes=(
            ('"a house, a well and two hectares"', "Volta Authority"),
            ('"recovered fully"', "district assembly of South Dayi"),
        ),
        reported=(
            ("that the new canals are to blame", "Akosua Darko"),
            ("i) the Authority publish a list", None),
            ("iii) the government pay", None),
        ),
        claims=(
            (
                "The Kpandu Dam was completed in 2018.",
                "Author of “WATER AND WORK Monitoring report on the Lower Volta resettlement, 2015-2020”",
            ),
            (
                "The author and others found no evidence for this.",
                "Author of “WATER AND WORK Monitoring report on the Lower Volta resettlement, 2015-2020”",
            ),
        ),
        places=(("Accra", "GH"), ("Togo", "TG"), ("Lake Volta", None)),
        times=(("between 2017 and 2019", "2017/2019"), ("3 February 2013", "2013-02-03")),
        citations=(
            ("[3]", "Volta Authority, 2013"),
            (
                "http://documents.bank.example/volta/ livelihoods-2019.pdf",
                "documents.bank.example, undated (e3c5fc0222)",
            ),
            ("⁴", "Ghana Statistical Service, statsghana.example"),
        ),
        nobody=("Village Households", "Dzemeni II"),
    ),
    "scraped": Kind(
        title="Villagers block lithium mine in western Serbia for a third day",
        author="Milica Stanić",
        leftovers=("Skip to content", "Share on Facebook", "ADVERTISEMENT", "Read more:", "RELATED STORIES", "Tags:"),
        quotes=(
            ("“We will stay until", "Dragan Petrović"),
            ("„They promised us jobs“", "Dragan Petrović"),
            ("“nothing has been signed”", "Ana Kovačević"),
            ('"Nothing is binding', "Vera Jovanović"),
        ),
        claims=(("The mine will not pollute the Drina.", "Rio Bravo"),),
        places=(("Loznica", "RS"), ("Novi Sad", "RS"), ("Brussels", "BE"), ("China", "CN")),
        times=(("14.11.2021", "2021-11-14"), ("Sunday", "2021-11-14"), ("20 November", "2021-11-20")),
        nobody=("Šabac", "LoznicaGirl", "WhatsApp"),
    ),
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The ten texts built into a database, unchanged."""
    output = tmp_path_factory.mktemp("kinds") / "kinds.db"
    result = CliRunner().invoke(main, ["build", str(KINDS), "--output", str(output)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    connection = sqlite3.connect(output)
    yield connection
    connection.close()


@pytest.fixture(params=sorted(TEXTS))
def text(request: pytest.FixtureRequest, database: sqlite3.Connection) -> tuple[str, Kind]:
    """Each text's id and what must be found in it."""
    return request.param, TEXTS[request.param]


def rows(database: sqlite3.Connection, query: str, text: str) -> list[tuple[str, str | None]]:
    """Pairs out of the database, their words on one line."""
    return [(" ".join(words.split()), value) for words, value in database.execute(query, [text])]


def missing(expected: Pairs, found: list[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    """What was expected and is not there; the first words of a row are enough."""
    return [
        (words, value) for words, value in expected if not any(f.startswith(words) and v == value for f, v in found)
    ]


def test_every_text_is_tried() -> None:
    assert sorted(path.stem for path in KINDS.glob("*.txt")) == sorted(TEXTS)


def test_what_a_text_is_made_of(database: sqlite3.Connection, text: tuple[str, Kind]) -> None:
    name, kind = text
    sections = rows(
        database,
        "select spans.exact, kind from sections join spans on spans.id = span_id where document_id = ?",
        name,
    )
    expected = [*((words, "heading") for words in kind.headings), *((words, "boilerplate") for words in kind.leftovers)]
    assert missing(tuple(expected), sections) == []
    ((title, author),) = rows(
        database,
        "select title, actors.name from documents join actors on actors.id = author_id where documents.id = ?",
        name,
    )
    assert (title, author) == (kind.title, kind.author or f"Author of “{kind.title}”")


def test_who_says_what(database: sqlite3.Connection, text: tuple[str, Kind]) -> None:
    name, kind = text
    quotes = rows(
        database,
        "select exact, actors.name from quotes join spans on spans.id = span_id"
        " left join actors on actors.id = speaker_id where document_id = ?",
        name,
    )
    assert missing(kind.quotes, quotes) == []
    reported = rows(
        database,
        "select exact, actors.name from attribution_spans join attributions on attributions.id = attribution_id"
        " join spans on spans.id = span_id left join actors on actors.id = source_id"
        " where role = 'content' and attributions.document_id = ?",
        name,
    )
    assert missing(kind.reported, reported) == []
    claims = rows(
        database,
        "select statement, actors.name from claims left join actors on actors.id = claimant_id where document_id = ?",
        name,
    )
    assert missing(kind.claims, claims) == []


def test_where_and_when(database: sqlite3.Connection, text: tuple[str, Kind]) -> None:
    name, kind = text
    places = rows(
        database,
        "select exact, country_code from location_mentions join spans on spans.id = span_id"
        " join locations on locations.id = location_id where document_id = ?",
        name,
    )
    assert missing(kind.places, places) == []
    times = rows(
        database, "select exact, date from time_mentions join spans on spans.id = span_id where document_id = ?", name
    )
    assert missing(kind.times, times) == []


def test_on_whose_authority(database: sqlite3.Connection, text: tuple[str, Kind]) -> None:
    name, kind = text
    citations = rows(
        database,
        "select exact, sources.name from citations join spans on spans.id = span_id"
        " join sources on sources.id = source_id where document_id = ?",
        name,
    )
    assert missing(kind.citations, citations) == []


def test_who_is_nobody(database: sqlite3.Connection, text: tuple[str, Kind]) -> None:
    name, kind = text
    actors = rows(
        database,
        "select distinct actors.name, null from actor_mentions join spans on spans.id = span_id"
        " join actors on actors.id = actor_id where document_id = ?",
        name,
    )
    assert not {called for called, _ in actors} & set(kind.nobody)


def test_no_statement_carries_the_layout(database: sqlite3.Connection) -> None:
    statements = [row[0] for row in database.execute("select statement from claims")]
    assert len(statements) > 250
    assert [
        words for words in statements if "**" in words or words.count('"') % 2 or words.startswith(("(i", "- "))
    ] == []


def test_one_person_is_one_actor_in_all_texts(database: sqlite3.Connection) -> None:
    shared = database.execute(
        "select actors.name, count(distinct document_id) from actor_mentions join spans on spans.id = span_id"
        " join actors on actors.id = actor_id where actors.name in ('European Commission', 'Turkey') group by 1"
    )
    assert {name: texts >= 2 for name, texts in shared} == {"European Commission": True, "Turkey": True}


def test_a_draft_of_each_is_accepted_and_says_the_same(database: sqlite3.Connection, tmp_path: Path) -> None:
    shutil.copytree(KINDS, tmp_path, dirs_exist_ok=True)
    runner = CliRunner()
    for path in sorted(tmp_path.glob("*.txt")):
        assert runner.invoke(main, ["draft", str(path)], catch_exceptions=False).exit_code == 0
    output = tmp_path / "kinds.db"
    result = runner.invoke(main, ["build", str(tmp_path), "--output", str(output), "--no-evaluation"])
    assert result.exit_code == 0, result.output
    count = "select count(*) from {}"
    tables = ("sections", "quotes", "attributions", "claims", "actor_mentions", "location_mentions", "citations")
    with closing(sqlite3.connect(output)) as drafted:
        for table in tables:
            assert drafted.execute(count.format(table)).fetchone() == database.execute(count.format(table)).fetchone()
