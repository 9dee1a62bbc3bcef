"""Whatever is asked for, the answer is a page or a sentence, never a fault of the server."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest

from onrecord.data import METADATA
from onrecord.site.http.bounds import MOST_BYTES, MOST_SQL_BYTES, Bounds, unrepeated
from onrecord.site.respond import refusal_of
from onrecord.site.server import datasette_for
from tests.odd_requests import functions, odd_address, odd_query

# Datasette prepares its facets before it finds out that an address is wrong, and then leaves them.
pytestmark = pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")


@pytest.fixture(scope="module")
def site(database: Path) -> Any:
    return datasette_for(database, METADATA)


@pytest.mark.parametrize("seed", range(8))
async def test_no_address_is_the_server_s_fault(site: Any, seed: int, capfd: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        address = odd_address(chance)
        answer = await site.client.get(address)
        assert answer.status_code < 500, address
        assert "Traceback" not in capfd.readouterr().err, address


@pytest.mark.parametrize("seed", range(8))
async def test_no_query_is_the_server_s_fault(site: Any, seed: int, capfd: pytest.CaptureFixture[str]) -> None:
    chance, names = random.Random(seed), functions()
    for _ in range(30):
        address = odd_query(chance, names)
        answer = await site.client.get(address)
        assert answer.status_code < 500, address
        assert "Traceback" not in capfd.readouterr().err, address


@pytest.mark.parametrize(
    "query",
    ["_sort=nosuch", "_sort=id&_sort_desc=id", "_timelimit=x", "_through=x", "_through=[]", f"id__in={'[' * 2000}",
     f"id__gt={'9' * 30}"],
)  # fmt: skip
@pytest.mark.parametrize("suffix", ["", ".json", ".csv"])
async def test_parameters_that_mean_nothing_are_the_visitor_s_fault(site: Any, query: str, suffix: str) -> None:
    answer = await site.client.get(f"/onrecord/claims{suffix}?{query}")
    assert answer.status_code == 400
    assert "went wrong" not in answer.text


@pytest.mark.parametrize("path", ["/onrecord.json?sql={}", "/onrecord/claims.json?_where=({})&_shape=array"])
async def test_what_takes_too_long_is_said_in_plain_text(database: Path, path: str) -> None:
    hurried = datasette_for(database, METADATA, {"sql_time_limit_ms": 50})
    endless = "with recursive c(i) as (select 1 union all select i + 1 from c) select count(*) from c"
    answer = await hurried.client.get(path.format(quote_plus(endless)))
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("The query took too long.") and "<" not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE", "PATCH"])
@pytest.mark.parametrize(
    "path", ["/", "/onrecord", "/onrecord/claims", "/onrecord/claims/x", "/onrecord/who_said_what"]
)
async def test_what_is_published_is_only_read(site: Any, method: str, path: str) -> None:
    answer = await site.client.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.text == f"{method} is not possible here: everything can be read with GET."


async def test_long_addresses_are_refused_except_for_sql(site: Any) -> None:
    answer = await site.client.get(f"/onrecord/claims?_nosuch={'x' * MOST_BYTES}")
    assert answer.status_code == 414
    assert "which is too many" in answer.text
    answer = await site.client.get("/onrecord.json", params={"sql": f"select {' ' * 40000} 1"})
    assert answer.status_code == 200
    scope = {"method": "GET", "path": "/onrecord.json", "query_string": b"sql=" + b"x" * MOST_SQL_BYTES}
    refused = Bounds(site.app()).refusal(scope, b"sql=")
    assert refused and refused[0] == 414


async def test_a_parameter_counts_once_and_facets_are_counted(site: Any) -> None:
    once = await site.client.get("/onrecord/claims_in_context?_size=3&_facet=claimant")
    often = await site.client.get("/onrecord/claims_in_context?_size=3" + "&_facet=claimant" * 400)
    assert often.status_code == 200
    assert re.sub(r"took [\d.]+ ms", "", often.text) == re.sub(r"took [\d.]+ ms", "", once.text)
    many = "&".join(f"_facet=x{number}" for number in range(11))
    answer = await site.client.get(f"/onrecord/claims_in_context?{many}")
    assert (answer.status_code, answer.text) == (400, "At most 10 facets can be shown at a time.")
    assert unrepeated(b"a=1&b=2&a=1&a=3") == b"a=1&b=2&a=3"


@pytest.mark.parametrize("path", ["/onrecord/claims.json?_size=1", "/onrecord/claims.csv", "/-/places.geojson"])
async def test_scripts_of_other_sites_may_read_the_data(site: Any, path: str) -> None:
    assert (await site.client.get(path)).headers["access-control-allow-origin"] == "*"
    asked = await site.client.options(path)
    assert (asked.status_code, asked.headers["access-control-allow-methods"]) == (204, "GET, HEAD")
    assert "Range" in asked.headers["access-control-allow-headers"]


async def test_scripts_of_other_sites_may_read_parts_what_has_not_changed_and_what_is_wrong(site: Any) -> None:
    whole = await site.client.get("/onrecord/claims.json?_size=1")
    known = {"if-none-match": whole.headers["etag"]}
    for path, headers, status in (
        ("/onrecord/claims.json?_size=1", known, 304),
        ("/onrecord.db", {"range": "bytes=0-15"}, 206),
        ("/onrecord.json?sql=selec", {}, 400),
        ("/onrecord/nothing-here.json", {}, 404),
        ("/robots.txt" + "?a=b" * 9000, {}, 414),
    ):
        answer = await site.client.get(path, headers=headers)
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (status, "*")
        assert "access-control-allow-credentials" not in answer.headers
    assert "ETag" in whole.headers["access-control-expose-headers"]


async def test_pages_are_not_for_scripts_of_other_sites(site: Any) -> None:
    assert "access-control-allow-origin" not in (await site.client.get("/onrecord/claims?_size=1")).headers


async def test_paths_of_the_machine_are_not_shown(site: Any, database: Path) -> None:
    shown = (await site.client.get("/-/databases.json")).json()
    assert [one["name"] for one in shown] == ["onrecord"]
    for name in ("databases", "threads", "versions", "plugins", "settings", "metadata", "actor", "nosuch"):
        for address in (f"/-/{name}.json", f"/-/{name}"):
            assert str(database.parent) not in (await site.client.get(address)).text, address
    assert (await site.client.get("/-/threads.json")).status_code == 404


def test_what_fails_in_a_module_of_ours_stays_a_fault() -> None:
    class Asked:
        query_string = "a=b"

    def fail() -> None:
        raise ValueError

    with pytest.raises(ValueError) as failed:
        fail()
    assert refusal_of(failed.value, Asked()) is None


@pytest.mark.parametrize(
    "facet", ['{"table":"claims"}', '{"column":1}', '{"column":{}}', "{", '{"column":null}', "nosuch"]
)
@pytest.mark.parametrize("kind", ["_facet", "_facet_array", "_facet_date"])
@pytest.mark.parametrize("suffix", ["", ".json"])
async def test_a_facet_without_a_column_is_the_visitor_s_fault(site: Any, facet: str, kind: str, suffix: str) -> None:
    answer = await site.client.get(f"/onrecord/claims_in_context{suffix}", params={kind: facet})
    assert answer.status_code in (200, 400)
    assert "went wrong" not in answer.text
