"""Addresses and SQL that nobody would write, made from a seed."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from itertools import product
from urllib.parse import quote, urlencode

from tests.site_pages import PAGES

TABLES = ("claims", "claims_in_context", "claim_actors", "claims_fts", "spans")
ROUTES = [
    *dict.fromkeys(path.partition("?")[0].partition("#")[0] for path in PAGES.values()),
    *(f"/onrecord/{table}{suffix}" for table, suffix in product(TABLES, ("", ".json", ".csv"))),
    "/onrecord.json", "/onrecord.csv", "/onrecord/who_said_what.csv", "/onrecord/claims/a,b,c", "/onrecord/claims/~00",
    "/read/nope", "/read/putin-victory-announcement/layers.json", "/read/putin-victory-announcement/panel.json",
    "/read/putin-victory-announcement/find.json", "/sitemap.xml", "/sitemap-claims-1.xml", "/sitemap-claims-99.xml",
    "/robots.txt", "/-/claims.atom", "/-/places.geojson", "/-/json/claims.json", "/-/json/x.json",
    "/-/annotations/x.jsonld", "/-/versions.json", "/-/settings.json", "/-/static/x.js", "/-/nosuch", "//", "/%00",
    "/%ff",
]  # fmt: skip
NAMES = """
    _sort _sort_desc _next _size _search _search_statement _where sql _facet _facet_array _facet_date
    _facet_size _through _shape _labels _label _nofacet _nocount _nosuggest _col _nocol _json _extra _trace
    _timelimit _ttl _nl _stream _header _defuse _dl _blob_column _blob_hash _filter_column _filter_op
    _filter_value id id__in id__exact id__contains statement__like statement__glob claimant_id__isnull
    event_date__date id__arraycontains id__gt id__nosuch nosuch claimant q kind page layers start end layer
    document place from to type certainty date actor after same searchmode _show_sql _hide_sql __ _
    """.split()
VALUES = (
    "", "x", "1", "-1", "abc", "nosuch", "id", "statement", "%", "\0", "é", "東京", "[]", "{}", "[", "[" * 2000, "null",
    '{"table":"claims"}', '{"table":"claim_actors","column":"actor_id","value":"x"}', "9" * 30, "1e999", "max", "on",
    "~", "'", '"', "' or 1=1 --", "select 1", "select :a", "select * from pragma_database_list", "objects", "array",
    "../../x", "<script>", "\r\nX: y", "a" * 3000, "2017", "9999-99-99", "char=1,2", " ", "*", '"a', "NEAR(a", "a OR",
)  # fmt: skip

SQL_VALUES = (
    "null", "1", "-1", "0.5", "9e999", "9223372036854775807", "-9223372036854775808", "''", "'a'", "'%s%d'", "x'00'",
    "x'ff41'", "'" + "a" * 3000 + "'", "zeroblob(1000)", "zeroblob(1000000000)", "randomblob(10)", "'[1,2]'",
    "'{\"a\":[]}'",
    "'$.a'", "'2017-12-11'", "id", "statement", "text", ":p", "?", "(select 1)", "(select text from documents)", "*",
    "distinct statement", "current_timestamp",
)  # fmt: skip
SOURCES = (
    "claims", "claims_in_context", "documents", "claims_fts where claims_fts match 'a*'", "sqlite_master",
    "claims_fts_data",
    "claims a, claims b", "json_each('[1,2]')", "json_tree('{}')", "pragma_table_info('claims')",
    "pragma_database_list",
    "pragma_function_list", "generate_series(1, 10)", "(select 1 union select 2)", "fts5vocab", "dbstat",
    "sqlite_dbpage",
    "claims natural join documents", "claims left join spans using (id)", "bytecode('select 1')",
)  # fmt: skip
ENDS = (
    "", "limit 5", "limit -1", "limit 1e9", "order by 1", "order by random()", "group by 1",
    "group by 1 having count(*) > 1",
    "union all select 1", "limit 1 offset 99999999999", "window w as (order by 1)", "--", "/*", ";", "; select 1",
    "collate nocase", "order by 1 limit (select count(*) from claims a, claims b, claims c, claims d)",
)  # fmt: skip
STATEMENTS = (
    "select {call} from {source} {end}", "select {call}", "select {call} over () from {source} {end}", "pragma {name}",
    "with recursive c(i) as (select 1 union all select {call} from c {end}) select count(*) from c",
    "explain select {call} from {source}", "select case when {call} then {call} else {call} end from {source} {end}",
    "values ({call}), ({call})", "select * from {source} where {call} {end}", "attach 'x' as y", "delete from {source}",
    "insert into claims values ({call})", "create table t as select {call}", "vacuum into 'x'", "begin", "select {call",
    "select group_concat({call}) from {source}", "select {call} filter (where {call}) from {source}",
)  # fmt: skip


def functions() -> list[str]:
    """Every function of this SQLite, whether visitors may use it or not."""
    with closing(sqlite3.connect(":memory:")) as connection:
        return sorted({name for (name,) in connection.execute("select name from pragma_function_list")})


def odd_address(chance: random.Random) -> str:
    """An address of some route, with up to three parameters that it may not have."""
    parameters = [(chance.choice(NAMES), chance.choice(VALUES)) for _ in range(chance.choice((1, 1, 2, 3)))]
    return f"{chance.choice(ROUTES)}?{urlencode(parameters)}"


def odd_query(chance: random.Random, names: list[str]) -> str:
    """The address of a query that calls functions with arguments that they may not take, sometimes garbled."""

    def call(depth: int = 0) -> str:
        if depth > 2 or chance.random() < 0.3:
            return chance.choice(SQL_VALUES)
        arguments = ", ".join(call(depth + 1) for _ in range(chance.choice((0, 1, 1, 2, 2, 3, 4))))
        return f"{chance.choice(names)}({arguments})"

    sql = chance.choice(STATEMENTS)
    while "{call}" in sql:
        sql = sql.replace("{call}", call(), 1)
    for key, given in (("{source}", SOURCES), ("{end}", ENDS), ("{name}", names)):
        sql = sql.replace(key, chance.choice(given))
    if chance.random() < 0.1:
        at = chance.randrange(len(sql))
        sql = (
            sql[:at] + chance.choice(("\0", "'", "(", ")", "é", "\ud800", " ", "%")) + sql[at + chance.choice((0, 1)) :]
        )
    suffix = chance.choice(("", ".json", ".csv"))
    return f"/onrecord{suffix}?sql={quote(sql, errors='replace')}"
