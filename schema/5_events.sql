-- Happenings, whoever speaks of them and wherever: claims of any document are about them. An event may be part of a
-- larger one. What is said of an event may be disputed, even that it happened: that it has a row says only that claims
-- speak of it.

create table events (
  id text primary key,
  name text not null unique,
  event_type text references event_types(id),
  date text references dates(id),
  part_of_id text references events(id),
  note text,
  check (part_of_id <> id)
) strict;

create table event_locations (
  event_id text not null references events(id),
  location_id text not null references locations(id),
  primary key (event_id, location_id)
) strict;

create table claim_events (
  claim_id text not null references claims(id),
  event_id text not null references events(id),
  primary key (claim_id, event_id)
) strict;
