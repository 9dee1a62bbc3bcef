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
  kind text not null check (kind in ('person', 'program')),
  version text
) strict;
