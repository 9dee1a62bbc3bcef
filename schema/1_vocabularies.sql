-- Vocabularies: short readable ids, so that facets, addresses and ad-hoc SQL read as words.
-- The terms themselves, with definitions and sources, are in seeds/vocabularies.yml.

create table actor_types (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table feature_codes (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table geo_precisions (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table claim_types (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table event_types (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

-- A subtype belongs to one event type: the composite key lets a claim or an event have both and never disagree.
create table event_subtypes (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text,
  event_type text not null references event_types(id),
  unique (id, event_type)
) strict;

create table factuality_values (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table relation_types (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table issue_types (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table mention_forms (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table certainties (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table resolution_methods (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table timex_types (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table section_kinds (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table encoding_bases (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table readings (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table citation_styles (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table url_statuses (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table citation_scopes (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table manners (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table attribution_roles (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table quote_types (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table mark_statuses (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table actor_roles (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table location_roles (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table vaguenesses (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table review_statuses (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table decision_kinds (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table annotator_kinds (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table evaluation_kinds (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table layers (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table compared_values (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

create table name_kinds (
  id text primary key,
  name text not null unique,
  definition text not null,
  source_url text
) strict;

-- The id is the date in EDTF level 1; the days are the first and last it can be, null where it is open.
create table dates (
  id text primary key,
  name text not null unique,
  earliest text check (earliest glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  latest text check (latest glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  check (earliest <= latest)
) strict;

create table annotators (
  id text primary key,
  name text not null unique,
  kind text not null references annotator_kinds(id),
  version text
) strict;
