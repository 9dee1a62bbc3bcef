"""What a page says about somebody or somewhere: what they say, what is said of them, every name used for them.

Whoever is spoken of most has a hundred thousand rows: every question here looks at a bounded number of them, in
the order of an index, and says so when there are more.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from onrecord.site.respond import Row, rows

SAID = 12
LOOKED_AT = 200
"""Claims put into the order of their documents before the first :data:`SAID` are shown."""

NAMES = 40
MOST = 24

CLAIM_LINE = """
claims.id, claims.statement, claims.factuality, claims.claim_type, claimants.id as claimant_id,
claimants.name as claimant, dates.name as date, claims.review_status
"""

JOINED = """
left join actors as claimants on claimants.id = claims.claimant_id
left join dates on dates.id = claims.event_date
"""

SAYS = f"""
select {CLAIM_LINE} from (select rowid as number from claims where claimant_id = :id limit :looked) as found
join claims on claims.rowid = found.number {JOINED} order by found.number limit :most
"""

SAID_OF = f"""
select {CLAIM_LINE}, group_concat(distinct found.role) as roles
from (select claim_id, role from claim_actors where actor_id = :id limit :looked) as found
join claims on claims.id = found.claim_id {JOINED}
where claims.claimant_id is not :id
group by claims.rowid order by claims.rowid limit :most
"""

ACTOR = """
select actors.id, actors.name, actor_types.name as type, actor_types.definition, actors.country_code, actors.part_of,
  wholes.name as whole, actors.wikidata_id, actors.note
from actors join actor_types on actor_types.id = actors.actor_type
left join actors as wholes on wholes.id = actors.part_of where actors.id = ?
"""

COUNTS = "select kind, claims from claim_counts where id = ? and kind in ('claimant', 'actor', 'location')"

SPEAKS_ABOUT = """
select actors.id, actors.name, voices.claims from voices join actors on actors.id = voices.actor_id
where voices.claimant_id = :id and voices.actor_id <> :id order by voices.claims desc, actors.id limit :most
"""

SPOKEN_OF_BY = """
select actors.id, actors.name, voices.claims from voices join actors on actors.id = voices.claimant_id
where voices.actor_id = :id and voices.claimant_id <> :id order by voices.claims desc, actors.id limit :most
"""

ACTOR_PARTS = "select id, name from actors where part_of = ? order by name limit ?"

ACTOR_NAMES = """
select surface as name, actor_mentions.form, actor_mentions.certainty, mentions, mention, document_id, start_char,
  end_char
from spellings join actor_mentions on actor_mentions.id = spellings.mention join spans on spans.id = span_id
where spellings.kind = 'actor' and spellings.id = ? order by spellings.form <> 'name', mentions desc, surface limit ?
"""


QUOTED = """
select quotes.id, spans.exact, spans.line_start, spans.document_id, spans.start_char, spans.end_char
from quotes join spans on spans.id = quotes.span_id where quotes.speaker_id = ? limit ?
"""

LOCATION = """
select locations.id, locations.name, feature_codes.name as feature, feature_codes.definition as feature_definition,
  locations.country_code, locations.part_of, locations.latitude, locations.longitude, locations.geo_precision,
  geo_precisions.name as precision, geo_precisions.definition as precision_definition, locations.coordinate_source,
  locations.geonames_id, locations.wikidata_id, locations.note
from locations join feature_codes on feature_codes.id = locations.feature_code
left join geo_precisions on geo_precisions.id = locations.geo_precision where locations.id = ?
"""

LIES_IN = """
with recursive wholes(id, level) as (
  select part_of, 1 from locations where id = ?
  union all select locations.part_of, level + 1 from wholes join locations on locations.id = wholes.id where level < 10
)
select locations.id, locations.name from wholes join locations on locations.id = wholes.id order by level desc
"""

INSIDE = """
select locations.id, locations.name, feature_codes.name as feature, claim_counts.claims
from locations join feature_codes on feature_codes.id = locations.feature_code
left join claim_counts on claim_counts.kind = 'location' and claim_counts.id = locations.id
where locations.part_of = ? order by claim_counts.claims is null, claim_counts.claims desc, locations.name limit ?
"""

SAID_THERE = f"""
select {CLAIM_LINE}, group_concat(distinct found.role) as roles
from (select claim_id, role from claim_locations where location_id = :id limit :looked) as found
join claims on claims.id = found.claim_id {JOINED} group by claims.rowid order by claims.rowid limit :most
"""

LOCATION_NAMES = ACTOR_NAMES.replace("actor_mentions", "location_mentions").replace("'actor'", "'place'")


def actor(connection: sqlite3.Connection, key: str) -> Row | None:
    """Everything that an actor's page says."""
    for found in rows(connection, ACTOR, (key,)):
        some = _some(key)
        return {
            **found,
            "title": found["name"],
            "counts": _counts(connection, key),
            "says": rows(connection, SAYS, some),
            "said_of": rows(connection, SAID_OF, some),
            "speaks_about": rows(connection, SPEAKS_ABOUT, {"id": key, "most": MOST}),
            "spoken_of_by": rows(connection, SPOKEN_OF_BY, {"id": key, "most": MOST}),
            "parts": rows(connection, ACTOR_PARTS, (key, MOST)),
            "names": rows(connection, ACTOR_NAMES, (key, NAMES)),
            "quoted": rows(connection, QUOTED, (key, SAID)),
        }
    return None


def location(connection: sqlite3.Connection, key: str) -> Row | None:
    """Everything that a place's page says, but for its map."""
    for found in rows(connection, LOCATION, (key,)):
        return {
            **found,
            "title": found["name"],
            "counts": _counts(connection, key),
            "lies_in": rows(connection, LIES_IN, (key,)),
            "inside": rows(connection, INSIDE, (key, MOST)),
            "said": rows(connection, SAID_THERE, _some(key)),
            "names": rows(connection, LOCATION_NAMES, (key, NAMES)),
        }
    return None


def _some(key: str) -> dict[str, Any]:
    return {"id": key, "looked": LOOKED_AT, "most": SAID}


def _counts(connection: sqlite3.Connection, key: str) -> dict[str, int]:
    return dict(connection.execute(COUNTS, (key,)).fetchall())
