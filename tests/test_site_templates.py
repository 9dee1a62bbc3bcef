"""Datasette's pages in the project's templates: what Datasette gives them, and what a visitor finds on them."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jinja2 import meta, nodes

from onrecord.data import METADATA
from onrecord.site.server import datasette_for
from tests.site_example import example
from tests.test_site_headers import INLINE

ADDRESSES = {
    "table.html": ["/onrecord/claims", "/onrecord/claims_in_context?factuality=certain"],
    "row.html": ["/onrecord/claims/no-agreement-on-joint-centre"],
    "query.html": ["/onrecord?sql=select+:a&a=1", "/onrecord/who_said_what", "/onrecord/write"],
    "database.html": ["/onrecord"],
    "_table.html": ["/onrecord/claims"],
}
"""For each template that takes the place of one of Datasette's, pages that are made with it."""

OPTIONAL = set(
    "actions canned_write db_is_immutable drawn_with heading search table without_plugin_scripts without_search".split()
)
"""What a template leaves out where it is not given."""


@pytest.fixture(scope="module")
def site(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The project's site, with a query that writes."""
    metadata = tmp_path_factory.mktemp("metadata") / "metadata.yml"
    queries = "    queries:\n      write: {sql: 'delete from claims', write: true}\n"
    metadata.write_text(METADATA.read_text(encoding="utf-8").replace("    queries:\n", queries), encoding="utf-8")
    return datasette_for(database, metadata, {"template_debug": True})


@pytest.fixture
def undocumented(tmp_path: Path) -> Any:
    """A site without a database of documents."""
    metadata = tmp_path / "metadata.yml"
    metadata.write_text("title: Example\n")
    path = example(tmp_path / "other.db")
    return datasette_for(path, metadata, {"sql_time_limit_ms": 20})


async def get(site: Any, path: str, status: int = 200) -> str:
    answer = await site.client.get(path)
    assert answer.status_code == status
    return str(answer.text)


def used(site: Any, name: str) -> set[str]:
    """The variables that a template and the templates in it take from outside."""
    syntax = site.jinja_env.parse(site.jinja_env.loader.get_source(site.jinja_env, name)[0])
    names = meta.find_undeclared_variables(syntax)
    for other in filter(None, meta.find_referenced_templates(syntax)):
        names |= used(site, other)
    made = {one.target.name for one in syntax.find_all(nodes.Assign) if isinstance(one.target, nodes.Name)}
    made |= {one.name for one in syntax.find_all(nodes.Macro)} | {one.target for one in syntax.find_all(nodes.Import)}
    return names - made


@pytest.mark.parametrize("name", ADDRESSES)
async def test_datasette_gives_what_a_template_takes(site: Any, name: str) -> None:
    given = set(site.jinja_env.globals)
    for path in ADDRESSES[name]:
        shown = await get(site, f"{path}{'&' if '?' in path else '?'}_context=1")
        given |= set(json.loads(html.unescape(shown.removeprefix("<pre>").removesuffix("</pre>"))))
    assert used(site, name) - given - OPTIONAL == set()


async def test_columns_go_by_their_own_names_everywhere(site: Any) -> None:
    page = await get(site, "/onrecord/claims_in_context?factuality=certain")
    assert re.search(r"<th [^>]*data-column=\"claim_type\"[^>]*><a [^>]+>claim type</a></th>", page)
    assert '<option value="factuality" selected>factuality</option>' in page
    assert '<option value="claim_type">claim type</option>' in page
    assert '<option value="claim_type">Sort by claim type</option>' in page
    assert page.count('data-label="claim type"') == page.count('<tr role="row">') - 1
    assert "<dt>claim_type</dt>" in page
    query = await get(site, "/onrecord?sql=select+claim_type+from+claims+limit+3")
    assert query.count('data-label="claim_type"') == 3 and 'scope="col">claim_type</th>' in query


async def test_a_filter_that_holds_can_be_changed_and_another_added(site: Any) -> None:
    page = await get(site, "/onrecord/actors?actor_type=government&name__contains=a&_size=3")
    assert 'name="_filter_value_2" class="filter-value" value="a"' in page
    assert '<option value="contains" selected>contains</option>' in page
    assert 'name="_filter_value_1" class="filter-value" value="government"' in page
    assert 'name="_filter_value" class="filter-value" value=""' in page
    assert '<input type="hidden" name="_size" value="3">' in page


async def test_a_heading_sorts_and_then_sorts_the_other_way(site: Any) -> None:
    page = await get(site, "/onrecord/actors?_sort=name&_next=a")
    assert 'href="/onrecord/actors?_sort_desc=name" rel="nofollow">name&nbsp;▼</a>' in page
    page = await get(site, "/onrecord/actors?_sort_desc=name")
    assert 'href="/onrecord/actors?_sort=name" rel="nofollow">name&nbsp;▲</a>' in page


async def test_a_condition_in_sql_is_shown_and_can_be_removed(site: Any) -> None:
    page = await get(site, "/onrecord/actors?_where=name+%3C+'b'&_size=2")
    assert "<code>name &lt; &#39;b&#39;</code>" in page and 'href="/onrecord/actors?_size=2">Remove' in page
    edited = re.search(r'href="([^"]+)">View and edit SQL', page)
    assert edited and "name &lt; &#39;b&#39;" in await get(site, html.unescape(edited[1]))


async def test_rows_can_be_taken_away_in_every_shape(site: Any) -> None:
    page = await get(site, "/onrecord/claims?_size=2")
    box = page[page.index('id="export"') : page.index("</form>", page.index('id="export"'))]
    shapes = re.findall(r'<a href="([^"]+)">', box)
    assert len(shapes) == 4
    for address in shapes:
        assert "no-agreement" in await get(site, html.unescape(address).replace("_size=2", "_size=max"))
    assert 'action="/onrecord/claims.csv"' in box and 'name="_labels" checked' in box
    assert "<form" not in (await get(site, "/onrecord/locations_map?_size=2")).split('id="export"')[1]


async def test_a_long_answer_is_begun_on_the_page_and_whole_as_csv(site: Any) -> None:
    page = await get(site, "/onrecord?sql=select+id+from+spans+limit+300")
    assert "Your query: 300 rows" in " ".join(page.split())
    assert page.count("<tr>") == 1 + 150
    more = re.search(r'The first 150 rows. <a href="([^"]+)">CSV</a> has them all', page)
    assert more and len((await get(site, html.unescape(more[1]))).splitlines()) == 301


async def test_a_query_that_writes_is_sent_as_a_form_and_not_to_a_file_that_never_changes(site: Any) -> None:
    page = await get(site, "/onrecord/write")
    assert 'action="/onrecord/write" method="post"' in page
    assert 'name="csrftoken"' in page and 'value="Ask" disabled' in page
    assert "the database cannot be changed" in page


async def test_the_list_of_tables_says_what_is_in_them_and_offers_a_first_query(site: Any) -> None:
    page = html.unescape(await get(site, "/onrecord"))
    assert ">select * from claims limit 10</textarea>" in page
    described = site.metadata("databases")["onrecord"]
    for name, table in described["tables"].items():
        assert (f">{name}</a>" in page) is not bool(table.get("hidden")), name
        assert table["description"] in page or table.get("hidden"), name
    for query in described["queries"].values():
        assert "title" not in query or f">{query['title']}</a>" in page
    hidden = await get(site, "/onrecord?_show_hidden=1")
    assert ">claim_types</a> <em>(hidden)</em>" in hidden


async def test_a_site_without_documents_has_pages_all_the_same(undocumented: Any) -> None:
    for path in ("/", "/other", "/other/claims", "/other/claims/claim-000001", "/other?sql=select+1", "/other/nothing"):
        page = await get(undocumented, path, 404 if path.endswith("nothing") else 200)
        assert set(INLINE.findall(page)) <= {"<script>"}, path
        assert "<h1>" in page and "site.css" in page and "/timeline" not in page
    front = await get(undocumented, "/")
    assert "4 tables, 2 views, 12 rows" in front and 'href="/other/locations_map"' in front
    row = await get(undocumented, "/other/claims/claim-000001")
    assert "Statement 1" in row and 'href="/other">other</a>' in row


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/other?sql=select+missing", "no such column: missing"),
        ("/other?sql=delete+from+claims", "Statement must be a SELECT"),
        ("/other?sql=with+recursive+c(i)+as+(select+1+union+all+select+i%2b1+from+c)+select+max(i)+from+c", "too long"),
        ("/other/claims?_where=missing", "no such column: missing"),
    ],
)
async def test_a_query_without_an_answer_is_told_why(undocumented: Any, path: str, words: str) -> None:
    page = await get(undocumented, path, 400)
    assert words in page
    assert set(INLINE.findall(page)) <= {"<script>"}
