"""Kinds of evidence that words are a toponym, ranked: of overlapping candidates the highest rank wins."""

from __future__ import annotations

from typing import Literal

Evidence = Literal[
    "joined name",
    "inside a named place",
    "province after a comma",
    "dateline",
    "kind",
    "recogniser",
    "country or province",
    "on record",
    "legislator",
    "adjective",
    "kind of all",
    "kind of",
    "kind after",
    "people after",
    "preposition",
    "lives there",
    "participle",
    "body",
    "well known",
    "recogniser alone",
    "recognised building",
    "list",
    "met before",
]
RANK: dict[Evidence, int] = {
    "joined name": 66,  # Bosnia and Herzegovina: a well-known name with “and” inside is one name, not two
    "inside a named place": 65,  # Torrington, Conn.: the text itself says where it is
    "province after a comma": 64,  # Greenville, SC: an abbreviation after another name
    "dateline": 62,  # LONDON (AP) —: capitals before a dash at the start
    "kind": 61,  # Otter Tail County, Lake Vermont: the name says what kind of place it is
    "recogniser": 60,  # the entity recogniser and the gazetteer agree
    "country or province": 60,  # Syria, Ohio: hardly ever anything else
    "on record": 58,  # a name of the authority file
    "legislator": 56,  # Robert Ford, D-Charleston: a legislator's district after the party
    "adjective": 55,  # the Syrian army: an adjective of a place before its noun
    "kind of all": 54,  # Jackson and Barrow counties: a plural says what kind of place they are
    "kind of": 52,  # the village of Foua: “of” after a kind of place
    "kind after": 51,  # Puge county: a kind of place in lower case after the name
    "people after": 51,  # a Gainesville man: a noun for people or local bodies
    "preposition": 50,  # in Mosul, went to Erbil: where something is or goes
    "lives there": 50,  # Ada Stone, of Bergen: where somebody lives
    "participle": 50,  # Damascus-based: a participle joined by a hyphen
    "body": 48,  # Alexandria Police: a body named after its place
    "well known": 46,  # a large town or province on its own
    "recogniser alone": 45,  # the gazetteer does not know it, but the context supports the recogniser
    "recognised building": 40,  # labelled a facility by the recogniser, and in the gazetteer as something else
    "list": 35,  # Suba, Migori, Homa Bay: between places
    "met before": 30,  # other evidence in the document shows that the name is a place's
}
"""The rank of each kind. The rules themselves are in toponym_rules, toponym_lists and toponyms."""

WEAK: frozenset[Evidence] = frozenset({"people after", "body", "well known", "met before"})
"""Kinds that are none for a name that turns out to be no place near the document's others: the *Supreme* Court."""

SURE = 50
"""The lowest rank that is also evidence for the same name elsewhere in the document."""
