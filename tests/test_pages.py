"""Every page of the published project answers, and says what it should; hostile documents are harmless on all."""

from __future__ import annotations

import csv
import html
import io
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from datasette.utils import tilde_encode  # type: ignore[import-untyped]
from markupsafe import escape

from onrecord.data import METADATA
from onrecord.sandbox.fts import match_query
from onrecord.site.server import datasette_for
from tests.conftest import FIXTURES, Run
from tests.test_metadata import DESCRIBED, TABLES


@pytest.fixture(scope="module")
def site(database: Path) -> Any:
    """The project's own site, one for all tests: SQLite's memory is bounded for the whole process."""
    return datasette_for(database, METADATA)


async def get(site: Any, path: str, status: int = 200) -> str:
    """The text of a page."""
    response = await site.client.get(path)
    assert response.status_code == status, (path, response.status_code, response.text[-800:])
    return str(response.text)


def plain(page: str) -> str:
    """A page's text without tags, white space folded."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("name", TABLES)
async def test_every_table_and_view_has_its_page_json_and_complete_csv(site: Any, database: Path, name: str) -> None:
    page = plain(await get(site, f"/onrecord/{name}"))
    assert TABLES[name]["title"] in page
    assert TABLES[name]["description"] in page
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        (count,) = connection.execute(f'select count(*) from "{name}"').fetchone()
    data = (await site.client.get(f"/onrecord/{name}.json?_nofacet=1&_size=max")).json()
    assert len(data["rows"]) == min(count, 1000)
    rows = list(csv.reader(io.StringIO(await get(site, f"/onrecord/{name}.csv"))))
    assert len(rows) == count + 1
    assert {len(row) for row in rows} == {len(rows[0])}


async def test_every_facet_counts_and_filters(site: Any) -> None:
    for name, described in TABLES.items():
        data = (await site.client.get(f"/onrecord/{name}.json")).json()
        named = {f if isinstance(f, str) else f["array"] for f in described.get("facets", [])}
        results = data["facet_results"]
        assert not data.get("facets_timed_out")
        assert {result["name"] for result in results.values()} == named, name
        assert not data.get("facets_timed_out")
        for facet in results.values():
            for value in facet["results"][:3]:
                query = value["toggle_url"].partition("?")[2]
                filtered = (await site.client.get(f"/onrecord/{name}.json?{query}&_nofacet=1")).json()
                assert filtered["filtered_table_rows_count"] == value["count"], (name, facet["name"], value)


@pytest.mark.parametrize("name", DESCRIBED["queries"])
async def test_every_ready_question_has_a_page_with_its_example(site: Any, name: str) -> None:
    described = DESCRIBED["queries"][name]
    page = plain(await get(site, f"/onrecord/{name}"))
    assert described["title"] in page
    assert described["description"] in page
    rows = (await site.client.get(f"/onrecord/{name}.json?_shape=array")).json()
    assert rows
    for value in rows[0].values():
        if isinstance(value, str) and not value.startswith("["):
            assert " ".join(value.split()[:4]) in page


async def test_every_row_has_its_page(site: Any, database: Path) -> None:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        tables = [n for (n,) in connection.execute("select name from pragma_table_list where type = 'table'")]
        for table in sorted(set(tables) & set(TABLES)):
            keys = [
                n for (n,) in connection.execute("select name from pragma_table_info(?) where pk order by pk", (table,))
            ]
            columns = ", ".join(f'"{key}"' for key in keys)
            for row in connection.execute(f'select {columns} from "{table}" order by 1 limit 9').fetchall():
                address = ",".join(tilde_encode(str(value)) for value in row)
                page = html.unescape(await get(site, f"/onrecord/{table}/{address}"))
                assert all(str(value) in page for value in row), (table, row)


async def test_search_filters_and_odd_characters_are_harmless(site: Any) -> None:
    for view in ("claims_in_context", "claims", "sentences_in_context", "sentences"):
        whole = (await site.client.get(f"/onrecord/{view}.json?_nofacet=1")).json()["filtered_table_rows_count"]
        data = (await site.client.get(f"/onrecord/{view}.json?_search=Turkey&_nofacet=1")).json()
        assert 0 < data["filtered_table_rows_count"] < whole / 5, view
        for words in ('"', "“", "a AND", "(", "*", "NEAR(", "';--", "<script>", "é😀", "x:y", "-"):
            await get(site, f"/onrecord/{view}?_search={quote(words)}")
    assert "Bukamal" in await get(site, "/onrecord/claims_in_context?_search=bukamal")


@pytest.mark.parametrize(
    "typed, query",
    [
        ("Turkey Iran", '"Turkey" "Iran"'),
        ('"joint center" Bali', '"joint center" "Bali"'),
        ('"joint center', '"joint center"'),
        ("Buk*", '"Buk"*'),
        ("a AND NOT b", '"a" "AND" "NOT" "b"'),
        ("statement:x", '"statement:x"'),
        ('" “ - ( *', '""'),
        ("", '""'),
    ],
)
def test_what_is_typed_is_always_understood(typed: str, query: str) -> None:
    assert match_query(typed) == query


async def test_a_views_ids_lead_to_their_rows(site: Any) -> None:
    for view in (
        "claims_in_context",
        "quotes_in_context",
        "sentences_in_context",
        "locations_map",
        "claims_map",
        "spellings",
    ):
        page = await get(site, f"/onrecord/{view}")
        links = re.findall(r'<td class="col-id[^>]*><a href="([^"]+)">([^<]+)</a>', page)
        assert links, view
        for address, text in links[:5]:
            assert html.unescape(text) in html.unescape(await get(site, address))
    page = await get(site, "/onrecord/disagreements")
    assert len(re.findall(r'<a href="/onrecord/claims/[^"]+">', page)) >= 8


@pytest.mark.parametrize("name", DESCRIBED["queries"])
async def test_an_answer_leads_to_the_claims_it_names(site: Any, name: str) -> None:
    page = await get(site, f"/onrecord/{name}")
    cells = re.findall(r'<td class="col-(?:claim|repeat|one_claim|other_claim)"[^>]*>(.*?)</td>', page)
    assert all(re.fullmatch(r'<a href="/onrecord/claims/[^"]+">[^<]+</a>', cell) for cell in cells)
    if cells:
        address = re.search(r'href="([^"]+)"', cells[0])
        assert address and (await site.client.get(address[1])).status_code == 200
    assert "show the SQL" in page and 'value="Ask"' in page


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("passages?document=A&_sort=id", "sentences_in_context?document=A&_sort=id"),
        ("places_map.csv?_size=max", "locations_map.csv?_size=max"),
        ("surface_forms", "spellings"),
        ("passages/0-1", "sentences_in_context/0-1"),
    ],
)
async def test_old_addresses_lead_to_the_new_ones(site: Any, old: str, new: str) -> None:
    answer = await site.client.get(f"/onrecord/{old}")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/onrecord/{new}")


async def test_facets_fold_and_say_what_is_chosen(site: Any) -> None:
    page = await get(site, "/onrecord/claims_in_context?claimant=Yahya+Rasool")
    assert page.count('<details class="facet-info') > 6 and "<details open" not in page
    assert re.search(r'facet-chosen">claimant: <strong><bdi>Yahya Rasool</bdi></strong>', page)
    assert re.search(r'/onrecord/claims_in_context">Remove<span class="unseen"> <bdi>Yahya Rasool', page)
    assert "2 rows" in page and "sorted by search_id" not in page


async def test_a_term_of_a_vocabulary_has_a_page_with_its_name_and_its_rows(site: Any) -> None:
    page = await get(site, "/onrecord/factuality_values/uncommitted")
    assert "<h1>Uncommitted</h1>" in page and "The claimant leaves open" in page
    assert re.search(r'href="/onrecord/claims\?factuality=uncommitted">\d+ in claims</a>', page)


@pytest.mark.parametrize(
    ("path", "column", "vocabulary", "term"),
    [
        ("quotes_in_context?mark_status=unclosed", "mark_status", "mark_statuses", "unclosed"),
        ("claims_map?role=limit", "role", "location_roles", "limit"),
        ("spellings?form=nominal", "form", "mention_forms", "nominal"),
        ("claims_in_context", "review_status", "review_statuses", "settled"),
        ("sentences_in_context?kind=heading", "kind", "section_kinds", "heading"),
        ("sources?url_status=mangled", "url_status", "url_statuses", "mangled"),
        ("documents", "reading", "readings", "settled"),
        ("?sql=select+manner+from+attributions", "manner", "manners", "mixed"),
    ],
)
async def test_a_term_says_what_it_means_wherever_it_is_shown(
    site: Any, connection: sqlite3.Connection, path: str, column: str, vocabulary: str, term: str
) -> None:
    (definition,) = connection.execute(f"select definition from {vocabulary} where id = ?", (term,)).fetchone()
    page = await get(site, f"/onrecord{path if path.startswith('?') else '/' + path}")
    link = f'<a href="/onrecord/{vocabulary}/{term}" title="{escape(definition)}">'
    assert re.search(rf'<td class="col-{column}[^>]*>{re.escape(link)}', page), page


async def test_a_facet_says_what_its_values_mean(site: Any) -> None:
    page = await get(site, "/onrecord/quotes_in_context")
    assert re.search(r'mark_status=unclosed" title="No mark closes the quotation."><bdi>unclosed</bdi>', page)


async def test_a_term_has_no_definition_in_csv_and_json(site: Any) -> None:
    path = "/onrecord/quotes_in_context{}?mark_status=unclosed"
    rows = (await site.client.get(path.format(".json") + "&_shape=array")).json()
    assert {row["mark_status"] for row in rows} == {"unclosed"}
    assert ",unclosed," in (await site.client.get(path.format(".csv"))).text


async def test_the_site_says_that_the_first_document_is_settled_by_language_models(site: Any) -> None:
    said = "settled by language models, not checked by a person"
    document = "putin-victory-announcement"
    rows = (f"documents/{document}", "claims/no-agreement-on-joint-centre", "quotes/towards-permanent-bases")
    for path in ("/trust", "/read", f"/read/{document}", *(f"/onrecord/{row}" for row in rows)):
        assert said in (await get(site, path)).lower(), path
    front = await get(site, "/")
    assert "No person has checked them." in front and "independently of each other" in front


async def test_the_anchor_is_proved_on_its_page(site: Any) -> None:
    rows = (await site.client.get("/onrecord/passage_and_proof.json?_shape=array")).json()
    assert [row["identical"] for row in rows] == [1]


async def test_a_page_that_is_not_there_says_so_and_leads_on(site: Any) -> None:
    for path in ("/onrecord/claims/nothing-like-it", "/onrecord/nothing", "/nothing", "/read/nothing"):
        page = await get(site, path, 404)
        assert "not found" in page.lower() or "There is no document nothing here" in page
        assert 'action="/search"' in page and 'href="/map"' in page and 'href="/downloads"' in page, path


@pytest.mark.parametrize(
    ("path", "door"),
    [
        ("/onrecord/claims/no-agreement-on-joint-centre", "Claims"),
        ("/onrecord/actors/iraq", "People"),
        ("/onrecord/locations", "Map"),
        ("/read/putin-victory-announcement", "Read"),
        ("/onrecord/who_said_what", "SQL"),
        ("/onrecord/claim_types/event", "SQL"),
        ("/downloads", "Downloads"),
        ("/search", None),
    ],
)
async def test_every_page_says_behind_which_door_it_lies(site: Any, path: str, door: str | None) -> None:
    page = await get(site, path)
    marked = re.findall(r'aria-current="(?:page|true)">([^<]+)</a></li>', page)
    assert marked == ([door] if door else [])


async def test_the_database_is_a_download(site: Any, database: Path) -> None:
    response = await site.client.get("/onrecord.db")
    assert response.content == database.read_bytes()


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "'; drop table claims; --",
    "=HYPERLINK(1)",
    "{{77*77}}",
    "</title><svg onload=alert(1)>",
)


@pytest.fixture
def hostile(run: Run, tmp_path: Path) -> Any:
    """A site whose document, statements and names all try something."""
    seeds = tmp_path / "seeds"
    shutil.copytree(FIXTURES / "seeds", seeds)
    attack = " ".join(HOSTILE)
    text = (seeds / "harbour.txt").read_text(encoding="utf-8")
    (seeds / "harbour.txt").write_text(text.replace("in 2020.", f"in 2020 {attack}."), encoding="utf-8")
    quoted = attack.replace("'", "''")
    annotation = (seeds / "harbour.yml").read_text(encoding="utf-8")
    annotation = annotation.replace("  title: The Harbour Talks", f"  title: '{quoted}'")
    annotation = annotation.replace("in 2020.\n", f"in 2020 {attack}.\n")
    annotation = annotation.replace("  - text: The company closed", "  - text: >-\n      The company closed")
    annotation = annotation.replace("statement: Lund lost 400 jobs.", f"statement: '{quoted}'")
    (seeds / "harbour.yml").write_text(annotation, encoding="utf-8")
    for name, old in (("actors.yml", "name: Olaf Berg"), ("locations.yml", "name: Lund,")):
        path = seeds / name
        new = old.partition(":")[0] + f": '{quoted}'" + ("," if old.endswith(",") else "")
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    result = run("build", seeds, "--output", tmp_path / "onrecord.db")
    assert result.exit_code == 0, result.output
    return datasette_for(tmp_path / "onrecord.db", METADATA)


async def test_hostile_documents_are_text_on_every_page(hostile: Any) -> None:
    queries = [f"/onrecord/{name}" for name in DESCRIBED["queries"]]
    rows = ["documents/harbour", "claims/lund-lost-jobs", "actors/olaf-berg", "locations/lund"]
    search = "/onrecord/claims_in_context?" + urlencode({"_search": HOSTILE[0], "claimant": HOSTILE[1]})
    paths = ["/", "/onrecord", search, *queries, *(f"/onrecord/{table}" for table in TABLES)]
    seen = 0
    for path in [*paths, *(f"/onrecord/{row}" for row in rows)]:
        page = await get(hostile, path)
        seen += "alert(1)" in page
        assert not re.search(r"<script>alert|<img src=x|<svg onload|href=\"javascript:|5929", page), path
    assert seen > 15


async def test_formulas_are_defused_in_csv_and_kept_in_json(hostile: Any, tmp_path: Path) -> None:
    rows = (await hostile.client.get("/onrecord/claims.json?_shape=array&_nofacet=1&id=lund-lost-jobs")).json()
    assert rows[0]["statement"] == " ".join(HOSTILE)


async def test_keys_beside_names_are_in_files_and_only_there(site: Any) -> None:
    page = await get(site, "/onrecord/claims_in_context")
    assert 'class="col-claimant ' in page and "col-claimant_id" not in page and "col-month" not in page
    assert "Not shown here, but in JSON and CSV: claimant_id, document_id, event_date_edtf" in page
    assert 'class="col-claimant_id ' in await get(site, "/onrecord/claims_in_context?_col=claimant_id")
    heading = (await get(site, "/onrecord/claims_in_context.csv")).splitlines()[0].split(",")
    assert {"claimant_id", "month"} <= set(heading) and "search_id" not in heading
    assert "search_id" in (await get(site, "/onrecord/claims_in_context.csv?_col=search_id")).splitlines()[0]
    assert "popup" not in (await get(site, "/onrecord/locations_map.csv")).splitlines()[0]
