-- Who and where.

create table actors (
  id text primary key,
  name text not null unique check (length(name) <= 200),
  actor_type text not null references actor_types(id),
  country_code text check (country_code glob '[A-Z][A-Z]'),
  part_of_id text references actors(id),
  wikidata_id text check (wikidata_id glob 'Q[1-9]*'),
  identifier_source text,
  note text,
  check (part_of_id <> id)
) strict;

-- Coordinates in degrees, WGS 84; NULL, and not on the map, without a trustworthy point.
create table locations (
  id text primary key,
  name text not null unique check (length(name) <= 200),
  feature_code text not null references feature_codes(id),
  country_code text check (country_code glob '[A-Z][A-Z]'),
  part_of_id text references locations(id),
  latitude real check (latitude between -90 and 90),
  longitude real check (longitude between -180 and 180),
  geo_precision text references geo_precisions(id),
  coordinate_source text,
  geonames_id integer check (geonames_id > 0),
  wikidata_id text check (wikidata_id glob 'Q[1-9]*'),
  identifier_source text,
  note text,
  check (part_of_id <> id),
  check ((latitude is null) = (longitude is null)),
  check ((latitude is null) = (geo_precision is null)),
  check (latitude is null or coordinate_source is not null)
) strict;

-- What they are called, by whatever they are found; the usual name is the one of their own row. In lower case, without
-- accents and punctuation no two names of one of them are equal.
create table actor_names (
  actor_id text not null references actors(id),
  name text not null check (length(name) <= 200),
  language text,
  kind text not null references name_kinds(id),
  primary key (actor_id, name)
) strict;

create table location_names (
  location_id text not null references locations(id),
  name text not null check (length(name) <= 200),
  language text,
  kind text not null references name_kinds(id),
  primary key (location_id, name)
) strict;

create table actor_mentions (
  id text primary key,
  span_id text not null references spans(id),
  actor_id text not null references actors(id),
  form text not null references mention_forms(id),
  certainty text not null references certainties(id),
  unique (span_id, actor_id)
) strict;

-- Two rows on one span are two candidates; a mention that could not be resolved has no location.
create table location_mentions (
  id text primary key,
  span_id text not null references spans(id),
  location_id text references locations(id),
  form text not null references mention_forms(id),
  certainty text not null references certainties(id),
  method text references resolution_methods(id),
  score real check (score between 0 and 1),
  scored_as text,
  unique (span_id, location_id)
) strict;

create table time_mentions (
  id text primary key,
  span_id text not null unique references spans(id),
  timex_type text not null references timex_types(id),
  date text references dates(id),
  note text
) strict;
