-- On whose authority: what the documents cite, and where.

create table sources (
  id text primary key,
  name text not null unique check (length(name) <= 200),
  author text,
  publisher_id text references actors(id),
  url text check (url like 'http://%' or url like 'https://%'),
  url_status text not null references url_statuses(id),
  listed_as text,
  can_be_looked_up integer not null generated always as (url_status = 'article' or listed_as is not null) stored,
  published text references dates(id),
  note text,
  check ((url is null) = (url_status = 'none'))
) strict;

create table citations (
  id text primary key,
  span_id text not null unique references spans(id),
  source_id text not null references sources(id),
  style text not null references citation_styles(id),
  is_closed integer not null check (is_closed in (0, 1))
) strict;
