"""Ad-hoc SQL is open to anybody, and nobody takes the server down with it."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from onrecord.sandbox.limits import bounded_rows, restrain
from onrecord.site.server import datasette_for
from tests.site_example import example


class Server(NamedTuple):
    """A server in a process of its own."""

    client: httpx.Client
    pid: int

    def peak_megabytes(self) -> int:
        """The most memory it has held so far."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) // 1024

    def seconds(self) -> float:
        """How long it has computed so far, in all its threads, whatever else the machine does."""
        user, system = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


ENDLESS = "with recursive c(i) as (select 1 union all select i + 1 from c) "
NESTED = ", ".join(f"a{n}(x) as (select * from a{n - 1} union all select * from a{n - 1})" for n in range(1, 30))

ATTACKS = {
    "zeroblob": "select zeroblob(500000000)",
    "randomblob": "select hex(randomblob(500000000))",
    "replace": "select replace(hex(zeroblob(20000)), '0', hex(zeroblob(20000)))",
    "group_concat": ENDLESS + "select group_concat(hex(zeroblob(20000))) from c",
    "concatenation": "with recursive c(x) as (select 'x' union all select x || x from c) select length(x) from c",
    "printf": "select printf('%.*c', 900000000, 'x')",
    "format": "select format('%900000000d', 1)",
    "json_group_array": ENDLESS + "select json_group_array(text) from c, documents",
    "json_array": f"select json_array({', '.join(['text'] * 120)}) from documents",
    "long rows": ENDLESS + f"select {', '.join(['text'] * 200)} from c, documents",
    "wide rows": f"select {', '.join(['text'] * 2000)} from documents",
    "endless count": ENDLESS + "select count(*) from c",
    "endless sort": ENDLESS + "select i from c order by random() limit 1",
    "endless set": "with recursive c(i) as (select 1 union select i + 1 from c) select count(*) from c",
    "cross join": f"select count(*) from {', '.join(f'(select 1 union select 2) t{n}' for n in range(60))}",
    "nested tables": f"with a0(x) as (select 1 union all select 1), {NESTED} select count(*) from a29",
    "many selects": " union all ".join(["select 1"] * 3000),
    "deep expression": f"select {'+'.join(['1'] * 900)}",
    "long pattern": "select text like '%' || replace(hex(zeroblob(2000)), '0', '%_') from documents",
    "long query": f"select 1{' ' * 51000}, 2",
}

HARMLESS = {
    "select length(zeroblob(40000))": 40000,
    "select printf('%05.1f %s', 3.14159, 'x')": "003.1 x",
    "select format('%d %%', 7)": "7 %",
    "select printf(null)": None,
    "select group_concat(name, ', ') from (select name from places order by id limit 2)": "Al-Bukamal, Al-Mayadin",
    "select length(json_group_array(text)) from documents": 12004,
    "with recursive c(i) as (select 1 union all select i + 1 from c limit 100000) select sum(i) from c": 5000050000,
}


@pytest.fixture(scope="module")
def example_site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A database and its metadata."""
    folder = tmp_path_factory.mktemp("limits")
    metadata = folder / "metadata.yml"
    metadata.write_text("title: Example\n")
    return example(folder / "onrecord.db"), metadata


@pytest.fixture(scope="module")
def site(example_site: tuple[Path, Path]) -> Any:
    return datasette_for(*example_site)


@pytest.fixture(scope="module")
def server(example_site: tuple[Path, Path]) -> Iterator[Server]:
    """The same in a process of its own, as it is published: only there is SQLite's memory bounded."""
    database, metadata = example_site
    code = (
        "import sys, pathlib; from onrecord.site.server import serve; serve(*map(pathlib.Path, sys.argv[1:]), port=0)"
    )
    command = [sys.executable, "-u", "-c", code, str(database), str(metadata)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = re.search(r"http://\S+?:\d+", process.stdout.readline())
        assert address
        with httpx.Client(base_url=address[0], timeout=600) as client:
            yield Server(client, process.pid)
        process.terminate()


@pytest.mark.parametrize("name", ATTACKS)
def test_attacks_are_refused_quickly_and_without_memory(server: Server, name: str) -> None:
    server.client.get("/onrecord/claims/claim-000000")
    start, before = server.seconds(), server.peak_megabytes()
    response = server.client.get("/onrecord.json", params={"sql": ATTACKS[name]})
    assert response.status_code == 400
    assert response.json()["error"]
    assert server.seconds() - start < 10
    assert server.peak_megabytes() - before < 400
    assert server.client.get("/onrecord/claims/claim-000000").status_code == 200


@pytest.mark.parametrize("path", ["/onrecord", "/onrecord/claims"])
async def test_an_attack_gets_an_ordinary_page(site: Any, path: str) -> None:
    parameter = "sql" if path == "/onrecord" else "_where"
    value = ATTACKS["zeroblob"] if path == "/onrecord" else "zeroblob(500000000)"
    response = await site.client.get(path, params={parameter: value})
    assert response.status_code == 400
    assert "string or blob too big" in response.text


@pytest.mark.parametrize("sql", HARMLESS)
async def test_what_people_ask_is_answered(site: Any, sql: str) -> None:
    response = await site.client.get("/onrecord.json", params={"sql": sql, "_shape": "arrays"})
    assert response.json()["rows"] == [[HARMLESS[sql]]]


async def test_nothing_can_be_written_or_attached(site: Any) -> None:
    for sql in ("delete from claims", "attach 'x.db' as x", "pragma hard_heap_limit = 0", "vacuum"):
        assert (await site.client.get("/onrecord.json", params={"sql": sql})).status_code == 400
    writing = "with x as (select 1) insert into actors values ('x', 'x')"
    assert (await site.client.get("/onrecord.json", params={"sql": writing})).status_code == 400
    assert (await site.client.get("/onrecord/actors/x")).status_code == 404


def test_the_longest_document_decides_how_long_a_value_may_be(tmp_path: Path) -> None:
    conn = sqlite3.connect(example(tmp_path / "a.db"))
    restrain(conn)
    assert conn.getlimit(sqlite3.SQLITE_LIMIT_LENGTH) == 12000 * 4 + 64 * 1024
    assert conn.execute("select text from documents").fetchone()[0].startswith("Some words")
    conn.close()


def test_other_databases_are_left_alone() -> None:
    conn = sqlite3.connect(":memory:")
    before = conn.getlimit(sqlite3.SQLITE_LIMIT_LENGTH)
    restrain(conn)
    assert conn.getlimit(sqlite3.SQLITE_LIMIT_LENGTH) == before
    conn.execute("create table documents (id text, text text)")
    restrain(conn)
    assert conn.getlimit(sqlite3.SQLITE_LIMIT_LENGTH) == before
    conn.close()


def test_each_answer_is_counted_anew() -> None:
    conn = sqlite3.connect(":memory:")
    conn.row_factory = bounded_rows(1_000_000)
    for _ in range(3):
        assert len(conn.execute("select hex(zeroblob(400000))").fetchall()) == 1
    with pytest.raises(sqlite3.OperationalError, match="fewer rows or columns"):
        conn.execute("select hex(zeroblob(400000)) from (select 1 union select 2)").fetchall()
    conn.close()


async def test_a_page_has_so_many_cells_and_the_rest_is_linked(site: Any) -> None:
    for columns, rows in ((1, 150), (50, 50), (250, 10)):
        names = ", ".join(f"i as c{n}" for n in range(columns))
        sql = f"{ENDLESS}select {names} from c limit 3000"
        page = (await site.client.get("/onrecord", params={"sql": sql})).text
        assert page.count("<td ") == rows * columns
        assert f"The first {rows} rows. <a href=" in page
        data = (await site.client.get("/onrecord.json", params={"sql": sql})).json()
        assert len(data["rows"]) == min(1000, 50_000 // columns)
        assert data["truncated"]


async def test_a_page_of_a_table_has_so_many_rows_and_leads_to_the_next(tmp_path: Path) -> None:
    site = datasette_for(example(tmp_path / "onrecord.db", claims=450))
    for size in ("max", "1000", "101", "99999999999"):
        page = (await site.client.get("/onrecord/claims", params={"_size": size})).text
        assert page.count("<tr") == 101
        assert "_size=100" in re.findall(r'href="([^"]*_next=[^"]*)"', page)[0]
    assert (await site.client.get("/onrecord/claims?_size=70")).text.count("<tr") == 71
    assert len((await site.client.get("/onrecord/claims.json?_size=max")).json()["rows"]) == 450
    assert (await site.client.get("/onrecord/claims?_size=many")).status_code == 400
