-- The gazetteer: a file of its own in the user's cache, not a part of the published database.

create table places (
  id integer primary key,
  name text not null,
  feature_code text not null,
  country text not null,
  admin1 text not null,
  latitude real not null,
  longitude real not null,
  population integer not null,
  geonames_id integer,
  source text not null,
  -- what else English prose calls it, separated by semicolons
  other_names text not null
) strict;

-- How strongly a folded name means a place: see Place.weight.
create table names (
  key text not null,
  place_id integer not null,
  weight integer not null,
  primary key (key, place_id)
) strict, without rowid;

create view named_places as
select names.key, places.*, names.weight
from names
join places on places.id = names.place_id;
