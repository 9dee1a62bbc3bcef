"""Each thing that the plugin uses of Datasette beyond its documentation is still there, and used in one module."""

from __future__ import annotations

import ast
import asyncio
import gc
import inspect
import re
import sqlite3
import warnings
from contextlib import closing
from pathlib import Path
from typing import Any

import datasette.app  # type: ignore[import-untyped]
import datasette.database  # type: ignore[import-untyped]
import pytest
from datasette.utils.asgi import Request, Response  # type: ignore[import-untyped]

import onrecord
from onrecord.data import METADATA
from onrecord.site.datasette import internals
from onrecord.site.http import robots
from onrecord.site.server import datasette_for
from tests.site_example import example

PACKAGE = Path(onrecord.__file__).parent
MODULES = sorted({*PACKAGE.rglob("*.py")} - {Path(internals.__file__)})

DOCUMENTED = {
    "datasette": {"Forbidden", "__version__"},
    "datasette.app": {"Datasette"},
    "datasette.database": {"QueryInterrupted", "Results"},
    "datasette.facets": {"Facet"},
    "datasette.filters": {"FilterArguments"},
    "datasette.utils": {"tilde_decode", "tilde_encode", "path_with_added_args", "path_with_removed_args"},
    "datasette.utils.asgi": {"NotFound", "Request", "Response"},
}
"""What any module may import: all of it is named in Datasette's documentation of its internals and hooks."""

PRIVATE = re.compile(r"(?:datasette|self\.ds|database|ds)\._|\binspect_data\b|\bcached_\w+_counts\b|\.executor\b")


@pytest.fixture
def site(tmp_path: Path) -> Any:
    metadata = tmp_path / "metadata.yml"
    query = "{sql: 'select :_header_host as host, id from claims where id > :after order by id'}"
    metadata.write_text(f"title: Example\ndatabases: {{onrecord: {{queries: {{after: {query}}}}}}}\n")
    return datasette_for(example(tmp_path / "onrecord.db", claims=60), metadata)


async def started(site: Any) -> Any:
    await site.invoke_startup()
    return site


def asked(path: str, **url_vars: str) -> Any:
    """A request for a path, as Datasette's router hands it on."""
    address, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": "GET",
        "path": address,
        "raw_path": address.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", b"example.org")],
        "csrftoken": str,
        "url_route": {"kwargs": {"format": None, **url_vars}},
    }
    return Request(scope, None)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_other_module_uses_what_is_documented(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    imported = {
        (node.module, one.name)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "datasette"
        for one in node.names
    }
    allowed = {(module, one) for module, names in DOCUMENTED.items() for one in names}
    assert imported - allowed == set()
    assert not re.search(r"^\s*import datasette", source, re.MULTILINE)
    assert PRIVATE.findall(source) == []


async def test_an_address_selects_its_first_page_and_the_sql_of_all_rows(site: Any) -> None:
    address = {"database": "onrecord", "table": "claims"}
    found = await internals.select(await started(site), asked("/onrecord/claims?claimant_id=iraq&_size=5", **address))
    assert (found.database, found.table, len(found.rows), found.is_whole) == ("onrecord", "claims", 5, False)
    assert found.columns[:2] == ["id", "statement"]
    rows = await site.get_database("onrecord").execute(found.sql, found.parameters)
    assert len(rows.rows) == 20
    labelled = await internals.select(site, asked("/onrecord/claims?_labels=on&_size=1", **address))
    assert labelled.labelled == {"claimant_id"}
    assert labelled.rows[0]["claimant_id"] == {"value": "iraq", "label": "Iraq"}


async def test_a_question_selects_with_its_parameters_and_those_of_the_request(site: Any) -> None:
    path = "/onrecord/after?after=claim-000057"
    found = await internals.select(await started(site), asked(path, database="onrecord", table="after"))
    assert found.table is None and found.is_whole
    with closing(sqlite3.connect(site.get_database("onrecord").path)) as connection:
        rows = connection.execute(found.sql, found.parameters).fetchall()
    assert rows == [("example.org", "claim-000058"), ("example.org", "claim-000059")]


@pytest.mark.parametrize("query", ["?sql=delete+from+claims", "?sql=select+missing", ""])
async def test_an_address_that_selects_nothing_is_refused(site: Any, query: str) -> None:
    site = await started(site)
    expected = type(internals.refusal("", ""))
    with pytest.raises((expected, sqlite3.OperationalError)) as raised:
        await internals.select(site, asked(f"/onrecord{query}", database="onrecord"))
    assert query.endswith("missing") or raised.type is expected


async def test_an_address_that_datasette_redirects_is_answered_so(site: Any) -> None:
    path = "/onrecord/claims?_filter_column=id&_filter_op=exact&_filter_value=x"
    answer = await internals.select(await started(site), asked(path, database="onrecord", table="claims"))
    assert isinstance(answer, Response)
    assert (answer.status, answer.headers["Location"]) == (302, "/onrecord/claims?id__exact=x")


async def test_keys_have_the_labels_of_the_rows_that_they_lead_to(site: Any) -> None:
    found = await internals.row_labels(await started(site), "onrecord", "claims", "claimant_id", ["iraq", "nobody"])
    assert found == {("claimant_id", "iraq"): "Iraq"}


async def test_datasette_asks_in_place_of_its_method(site: Any) -> None:
    database = (await started(site)).get_database("onrecord")
    before, asked = database.execute, []

    async def execute(sql: str, **_: Any) -> Any:
        asked.append(sql)

    internals.execute_by(database, execute)
    await site.execute("onrecord", "select 1")
    assert await database.table_names()
    database.execute = before
    assert asked == ["select 1"]


def test_datasette_asks_about_the_schema_in_these_words() -> None:
    sources = "".join(inspect.getsource(module) for module in (datasette.app, datasette.database))
    words = re.sub(r'"\s+"', "", sources)
    assert [sql for sql in internals.OWN_SQL if sql not in words] == []


async def test_datasette_asks_for_labels_in_these_words(site: Any) -> None:
    database = (await started(site)).get_database("onrecord")
    before, asked = database.execute, []

    async def execute(sql: str, *_: Any, **__: Any) -> Any:
        asked.append(sql)

    internals.execute_by(database, execute)
    labels = await site.expand_foreign_keys("onrecord", "claims", "claimant_id", ["iraq"])
    database.execute = before
    assert asked == []
    assert labels == {("claimant_id", "iraq"): "Iraq"}


async def test_the_uri_of_a_database_opens_it(site: Any) -> None:
    uri = internals.uri((await started(site)).get_database("onrecord"))
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        assert uri.endswith("?immutable=1")
        assert connection.execute("select count(*) from claims").fetchone()[0]


def test_what_takes_longer_than_its_limit_is_interrupted() -> None:
    endless = "with recursive c(i) as (select 1 union all select i + 1 from c) select max(i) from c"
    with closing(sqlite3.connect(":memory:")) as connection:
        with internals.time_limit(connection, 1), pytest.raises(sqlite3.OperationalError, match="interrupted"):
            connection.execute(endless)
        assert connection.execute("select 1").fetchone() == (1,)


async def sent(answer: Any) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        messages.append(message)

    await answer.asgi_send(send)
    return messages


async def test_an_answer_can_be_written_bit_by_bit() -> None:
    async def write(response: Any) -> None:
        await response.write("one,")
        await response.write("two")

    start, *parts = await sent(internals.stream(write, {"x-a": "b"}, "text/csv"))
    assert [b"x-a", b"b"] in start["headers"] and [b"content-type", b"text/csv"] in start["headers"]
    assert [part["body"] for part in parts][:2] == [b"one,", b"two"]


async def test_a_refusal_is_a_page_with_its_title_and_status(site: Any) -> None:
    await started(site)
    error = internals.refusal("Ask for less.", "Too long", 503)
    answer = await internals.error_answer(site, asked("/onrecord"), error)()
    assert answer.status == 503
    assert "<h1>Too long</h1>" in answer.body and "Ask for less." in answer.body
    answer = await internals.error_answer(site, asked("/onrecord.json"), error)()
    assert '"title": "Too long"' in answer.body


async def test_errors_are_reported_without_tracebacks(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from datasette import handle_exception

    class Rich:
        def __getattr__(self, name: str) -> Any:
            raise AssertionError("rich is asked for a traceback")

    monkeypatch.setattr(handle_exception, "rich", Rich())
    internals.leave_out_tracebacks()
    assert (await internals.error_answer(await started(site), asked("/x"), internals.refusal("", ""))()).status == 400


async def test_facets_that_were_never_counted_are_not_reported(site: Any) -> None:
    with warnings.catch_warnings(record=True) as reported:
        warnings.simplefilter("always")
        await started(site)
        internals.leave_out_abandoned_facets()
        answer = await site.client.get("/onrecord/claims_in_context?_facet_array=odd&_facet=claimant")
        await site.client.get("/onrecord/claims?_sort=nosuch")  # Datasette holds an error until the next
        gc.collect()
    assert answer.status_code == 400
    assert [str(one.message) for one in reported if one.category is RuntimeWarning] == []


async def test_datasette_s_front_page_lists_the_databases(site: Any) -> None:
    await started(site)
    answer = await internals.index_page(site, asked("/"))
    assert 'href="/onrecord"' in answer.body


async def test_pages_show_the_counts_that_they_are_given(site: Any) -> None:
    database = (await started(site)).get_database("onrecord")
    internals.give_counts(site, database, {"claims": 12_345}, {"locations_map": 6_789})
    page = (await site.client.get("/onrecord")).text
    assert "12,345 rows" in page and page.count(">locations_map<") == 1
    assert "12,345 rows" in (await site.client.get("/onrecord/claims")).text
    assert "6,789 rows" in (await site.client.get("/onrecord/locations_map")).text


def test_the_metadata_is_the_whole_file(site: Any) -> None:
    found = internals.metadata(site)
    assert found["title"] == "Example" and set(found["databases"]["onrecord"]["queries"]) == {"after"}


async def test_a_search_is_understood_by_the_function_that_is_installed(site: Any) -> None:
    path = site.get_database("onrecord").path
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute('create virtual table claims_fts using fts5(statement, content="claims")')
        connection.execute("insert into claims_fts(claims_fts) values ('rebuild')")
    rows = (await site.client.get("/onrecord/claims.json?_search=%22statement+7%22+%26&_shape=array")).json()
    assert [row["id"] for row in rows] == ["claim-000007"]


@pytest.mark.parametrize(
    ("columns", "has"),
    [(["id", "latitude", "longitude"], True), (["lat", "lng"], True), (["id", "latitude"], False), ([], False)],
)
def test_a_map_needs_both_coordinates(columns: list[str], has: bool) -> None:
    assert internals.has_places(columns) is has


def test_every_style_of_the_map_s_script_is_known() -> None:
    import datasette_cluster_map  # type: ignore[import-untyped]

    script = Path(datasette_cluster_map.__file__).with_name("static") / "datasette-cluster-map.js"
    source = script.read_text(encoding="utf-8")
    known = internals.map_styles()
    assert set(re.findall(r'style="([^"$]+)"', source)) == set(internals.MAP_STYLES)
    (sheet,) = known - set(internals.MAP_STYLES)
    assert sheet.startswith("dl.cluster-map-dl {") and sheet.endswith("}") and "\n" not in sheet


async def test_the_schemas_are_looked_at_once(database: Path) -> None:
    site = await started(datasette_for(database, METADATA))
    assert await site.get_database("_internal").table_names()
    assert (await site.execute("_internal", "select count(*) from tables")).first()[0] > 10
    asked: list[str] = []
    site.get_database("onrecord").execute = asked.append
    await site.refresh_schemas()
    assert asked == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
async def test_the_threads_of_a_site_end(database: Path) -> None:
    site = await started(datasette_for(database, METADATA))
    internal = site.get_database("_internal")
    thread = internal._write_thread
    assert thread.is_alive()
    await internals.end_threads(site)
    await asyncio.to_thread(thread.join, 60)
    assert not thread.is_alive()
    with pytest.raises(RuntimeError, match="shutdown"):
        await site.execute("_internal", "select 1")


async def test_an_unexpected_error_is_logged_once_however_often_it_happens(
    site: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: Any) -> bool:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr(robots, "is_published", fail)
    for _ in range(9):
        answer = await site.client.get("/robots.txt")
        assert answer.status_code == 500 and "Something went wrong" in answer.text and "ours" not in answer.text
    assert [record.getMessage() for record in caplog.records if record.name == "onrecord.site"] == ["Unexpected error"]
    assert capsys.readouterr().err == ""
    assert internals.is_own_answer(internals.refusal("", "")) and not internals.is_own_answer(ZeroDivisionError())
