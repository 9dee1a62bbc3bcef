"""metadata.yml against the database, both ways: Datasette ignores a misspelt name in silence."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from onrecord.data import METADATA, read_yaml

DESCRIBED: dict[str, Any] = read_yaml(METADATA)["databases"]["onrecord"]
TABLES: dict[str, Any] = DESCRIBED["tables"]
KEYS = {"title", "description", "label_column", "hidden", "facets", "sort", "sort_desc", "units", "columns"} | {
    "fts_table",
    "fts_pk",
    "size",
}


def names(connection: sqlite3.Connection) -> set[str]:
    sql = "select name from pragma_table_list where schema = 'main' and type in ('table', 'view')"
    return {str(name) for (name,) in connection.execute(sql) if not str(name).startswith("sqlite_")}


def columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {str(name) for (name,) in connection.execute("select name from pragma_table_xinfo(?)", (table,))}


def test_everything_in_the_database_is_described_and_everything_described_exists(
    connection: sqlite3.Connection,
) -> None:
    assert set(TABLES) == names(connection)
    for table, described in TABLES.items():
        assert set(described) <= KEYS, table
        assert described["title"] and described["description"]
        assert set(described["columns"]) == columns(connection, table), table
        assert all(described["columns"].values())


def test_facets_sort_orders_and_labels_name_columns(connection: sqlite3.Connection) -> None:
    for table, described in TABLES.items():
        facets = [next(iter(f.values())) if isinstance(f, dict) else f for f in described.get("facets", [])]
        named = [described[key] for key in ("sort", "sort_desc", "label_column") if key in described]
        assert {*facets, *named, *described.get("units", {})} <= columns(connection, table), table


def test_every_table_has_a_label_and_vocabularies_and_junctions_are_out_of_the_way(
    connection: sqlite3.Connection,
) -> None:
    tables = {str(n) for (n,) in connection.execute("select name from sqlite_master where type = 'table'")}
    hidden = {name for name, described in TABLES.items() if described.get("hidden")}
    junctions = {"claim_actors", "claim_locations", "claim_citations", "claim_events", "attribution_spans"}
    junctions |= {"event_locations", "event_relations"}
    assert junctions | {"dates"} <= hidden
    assert {"claim_types", "event_types", "factuality_values", "actor_types", "feature_codes"} <= hidden
    assert not {"claims", "quotes", "actors", "locations", "sources", "documents"} & hidden
    for name in (set(TABLES) & tables) - junctions:
        assert "label_column" in TABLES[name], name


def test_the_facets_that_readers_need_are_there() -> None:
    facets = [f if isinstance(f, str) else f["array"] for f in TABLES["claims_in_context"]["facets"]]
    wanted = {"claimant", "claim_type", "event_type", "factuality", "manner", "section", "actors", "locations"}
    assert wanted | {"review_status", "sources"} <= set(facets)


def test_at_least_twelve_queries_with_title_and_description() -> None:
    assert len(DESCRIBED["queries"]) >= 12
    for query in DESCRIBED["queries"].values():
        assert query["title"] and query["description"]


@pytest.mark.parametrize("name", DESCRIBED["queries"])
def test_every_query_answers_with_its_example(connection: sqlite3.Connection, name: str) -> None:
    sql = DESCRIBED["queries"][name]["sql"]
    asked = "claimant relation place name actor from claim source word unit event force"
    parameters = dict.fromkeys(asked.split(), "")
    assert connection.execute(sql, parameters).fetchall()


def test_every_claim_is_in_one_list_of_citations_at_most_and_all_lists_are_honest(
    connection: sqlite3.Connection,
) -> None:
    def listed(name: str) -> set[str]:
        cursor = connection.execute(DESCRIBED["queries"][name]["sql"])
        at = [column[0] for column in cursor.description].index("claim")
        return {row[at] for row in cursor}

    without, nowhere = listed("claims_without_a_citation"), listed("claims_that_cannot_be_looked_up")
    untidy = listed("claims_with_an_untidy_citation")
    assert not without & nowhere and not nowhere & untidy and not without & untidy
    cited = "select claim_id from claim_citations join citations on citations.id = citation_id where source_id = ?"
    assert untidy == {str(key) for (key,) in connection.execute(cited, ("abc-2017",))}
    assert {str(key) for (key,) in connection.execute(cited, ("roth-2017",))} <= nowhere
    ((claims,),) = connection.execute("select count(*) from claims").fetchall()
    assert len(without | nowhere | untidy) == claims


def test_what_the_author_says_in_person_is_the_authors_own_voice(connection: sqlite3.Connection) -> None:
    cursor = connection.execute(DESCRIBED["queries"]["sections_by_voice"]["sql"])
    names = [column[0] for column in cursor.description]
    found = {row["section"]: row for row in (dict(zip(names, one, strict=True)) for one in cursor)}
    assert found["[The economy, and Iran]"]["own_voice_percent"] == 100
    for row in found.values():
        assert row["own_voice"] + row["direct"] + row["mixed"] + row["indirect"] == row["claims"]


def test_search_filters(connection: sqlite3.Connection) -> None:
    for table, view, word in (
        ("claims_fts", "claims_in_context", "bargaining"),
        ("quotes_fts", "quotes_in_context", "martyr"),
        ("sentences_fts", "sentences_in_context", "bargaining"),
    ):
        ((everything,),) = connection.execute(f"select count(*) from {view}").fetchall()
        ((found,),) = connection.execute(
            f"select count(*) from {view} where search_id in (select rowid from {table} where {table} match ?)", (word,)
        ).fetchall()
        assert 0 < found < everything / 10
