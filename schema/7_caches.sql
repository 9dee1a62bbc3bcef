-- Caches: counted once, when the database is built, so that no page has to count, and pages stay fast however many
-- documents there are. A table of this file is no part of the data: no export has it.

create table figures (
  id text primary key,
  number integer not null check (number >= 0)
) strict;

insert into figures
select 'documents', count(*) from documents
union all select 'settled documents', count(*) from documents where reading = 'settled'
union all select 'reviewed documents', count(*) from documents where reading = 'reviewed'
union all select 'characters', coalesce(sum(characters), 0) from documents
union all select 'claims', count(*) from claims where review_status <> 'rejected'
union all select 'quotes', count(*) from quotes
union all select 'actors', count(*) from actors
union all select 'locations', count(*) from locations
union all select 'sources', count(*) from sources
union all select 'disagreements', count(*) from claim_relations where relation in ('contradicts', 'contrary', 'attacks')
union all select 'text issues', count(*) from text_issues
union all select 'unread sentences', count(*) from sentences where no_claim_reason like 'not read:%'
union all select 'longest passage', coalesce(max(end_char - start_char), 0)
  from claims join spans on spans.id = claims.span_id
union all select 'longest mark', coalesce(max(end_char - start_char), 0) from (
    select span_id from claims union all select span_id from quotes union all select span_id from attribution_spans
    union all select span_id from actor_mentions union all select span_id from location_mentions
    union all select span_id from time_mentions union all select span_id from citations
    union all select span_id from text_issues) as marks
  join spans on spans.id = marks.span_id;

-- How many claims an actor makes, are about an actor, a place or a date, were made on a date, or rest on a source.
create table claim_counts (
  kind text not null check (kind in ('claimant', 'actor', 'location', 'event_date', 'stated_on', 'source')),
  id text not null,
  claims integer not null check (claims > 0),
  primary key (kind, id)
) strict;

insert into claim_counts
select 'claimant', claimant_id, count(*) from claims
  where claimant_id is not null and review_status <> 'rejected' group by claimant_id
union all select 'actor', actor_id, count(*) from (select distinct claim_id, actor_id from claim_actors) group by actor_id
union all select 'location', location_id, count(*) from (select distinct claim_id, location_id from claim_locations)
  group by location_id
union all select 'event_date', event_date, count(*) from claims
  where event_date is not null and review_status <> 'rejected' group by event_date
union all select 'stated_on', stated_on, count(*) from claims
  where stated_on is not null and review_status <> 'rejected' group by stated_on
union all select 'source', source_id, count(*) from (
    select distinct claim_citations.claim_id, citations.source_id
    from claim_citations join citations on citations.id = claim_citations.citation_id)
  group by source_id;

create index claim_counts_by_size on claim_counts(kind, claims, id);

-- How many claims of each document a person has looked at, and what came of it.
create table counted_reviews (
  document_id text primary key references documents(id),
  claims integer not null,
  looked_at integer not null,
  accepted integer not null,
  corrected integer not null,
  rejected integer not null,
  disputed integer not null
) strict;

insert into counted_reviews
select
  document_id,
  count(*),
  sum(review_status not in ('proposed', 'settled')),
  sum(review_status = 'accepted'),
  sum(review_status = 'corrected'),
  sum(review_status = 'rejected'),
  sum(review_status = 'disputed')
from claims group by document_id;

insert into figures
select 'claims read', coalesce(sum(claims), 0) from counted_reviews
union all select 'claims looked at', coalesce(sum(looked_at), 0) from counted_reviews;

create index counted_reviews_by_size on counted_reviews(looked_at desc, document_id);

-- What others say of the claims about an event, or of claims that these repeat: the relations to them, and those from them
-- that hold both ways. Whoever corroborates one must speak of the same event.
create table event_relations (
  event_id text not null references events(id),
  relation_id text not null references claim_relations(id),
  primary key (event_id, relation_id)
) strict;

insert into event_relations
with propositions(event_id, proposition) as materialized (
  select distinct event_id, coalesce(restates_id, id) from claim_events join claims on claims.id = claim_events.claim_id
), spoken_of(event_id, relation_id, relation) as (
  select event_id, claim_relations.id, relation
  from claim_relations
  join claims on claims.id = claim_relations.to_claim_id
  join propositions on propositions.proposition = coalesce(claims.restates_id, claims.id)
), spoken_by(event_id, relation_id, relation) as (
  select event_id, claim_relations.id, relation
  from claim_relations
  join claims on claims.id = claim_relations.from_claim_id
  join propositions on propositions.proposition = coalesce(claims.restates_id, claims.id)
)
select event_id, relation_id from spoken_of where relation <> 'corroborates'
union
select event_id, relation_id from spoken_by where relation in ('contradicts', 'contrary')
union
select * from (
  select event_id, relation_id from spoken_of where relation = 'corroborates'
  intersect
  select event_id, relation_id from spoken_by);

-- How many claims are about an event, by how many claimants, in how many documents; how many of its relations are disputes
-- or corroborations; its position in the order of time, undated events last and the parts of an event after it; and of
-- how many events it is a part.
create table counted_events (
  event_id text primary key references events(id),
  position integer not null unique,
  depth integer not null,
  claims integer not null,
  claimants integer not null,
  documents integer not null,
  disputes integer not null,
  corroborations integer not null
) strict;

insert into counted_events
with recursive dated(id, part_of_id, place) as (
  select events.id, part_of_id, coalesce(earliest, latest, '~') || coalesce(latest, '~') || events.id
  from events left join dates on dates.id = events.date
), tree(event_id, depth, path) as (
  select id, 0, place from dated where part_of_id is null
  union all
  select dated.id, depth + 1, path || char(1) || place from tree join dated on dated.part_of_id = tree.event_id
), said(event_id, claims, claimants, documents) as (
  select event_id, count(*), count(distinct claimant_id), count(distinct document_id)
  from claim_events join claims on claims.id = claim_events.claim_id group by 1
), related(event_id, disputes, corroborations) as (
  select event_id, sum(relation in ('contradicts', 'contrary', 'attacks')), sum(relation = 'corroborates')
  from event_relations join claim_relations on claim_relations.id = event_relations.relation_id group by 1
)
select
  tree.event_id,
  row_number() over (order by path),
  depth,
  coalesce(said.claims, 0),
  coalesce(said.claimants, 0),
  coalesce(said.documents, 0),
  coalesce(related.disputes, 0),
  coalesce(related.corroborations, 0)
from tree
left join said on said.event_id = tree.event_id
left join related on related.event_id = tree.event_id
order by path;

-- Who speaks about whom: claims that one actor makes and that involve another, or the same.
create table voices (
  claimant_id text not null references actors(id),
  actor_id text not null references actors(id),
  claims integer not null check (claims > 0),
  primary key (claimant_id, actor_id)
) strict;

insert into voices
select claims.claimant_id, about.actor_id, count(*)
from (select distinct claim_id, actor_id from claim_actors) as about
cross join claims on claims.id = about.claim_id
where claims.claimant_id is not null
group by 1, 2;

create index voices_by_actor on voices(actor_id, claims, claimant_id);

-- Which places are on the map: those with a trustworthy point that a text mentions as places. The points of countries,
-- and of places that are only ever metonyms for a government or doubtful mistranslations, would show events where there
-- were none. The popup's link is relative to the view's page, whatever the database is called.
create table mapped_locations (
  id text primary key references locations(id),
  name text not null,
  feature text not null,
  geo_precision text not null,
  latitude real not null,
  longitude real not null,
  mentions integer not null,
  claims integer not null,
  part_of text,
  popup text not null
) strict;

insert into mapped_locations
select
  locations.id,
  locations.name,
  feature_codes.name,
  locations.geo_precision,
  locations.latitude,
  locations.longitude,
  (select count(*) from location_mentions where location_id = locations.id),
  coalesce(claim_counts.claims, 0),
  (select name from locations as wholes where wholes.id = locations.part_of_id),
  json_object(
    'title', locations.name,
    'description', coalesce(
      (select group_concat(coalesce(claimants.name, 'Somebody unnamed') || ': ' || claims.statement, char(10))
        from (
          select claim_id from claim_locations where location_id = locations.id
          group by claim_id order by min(rowid) limit 3) as first
        join claims on claims.id = first.claim_id left join actors as claimants on claimants.id = claims.claimant_id)
      || case when claim_counts.claims > 3 then char(10) || '… and ' || (claim_counts.claims - 3) || ' more' else '' end,
      'Mentioned; no claim places anything here.'),
    'link', 'locations/' || locations.id
  )
from locations
join feature_codes on feature_codes.id = locations.feature_code
left join claim_counts on claim_counts.kind = 'location' and claim_counts.id = locations.id
where locations.latitude is not null
  and locations.geo_precision <> 'country'
  and exists (
    select 1 from location_mentions
    where location_id = locations.id
      and (form in ('name', 'nominal', 'pronoun') or (form = 'mistranslation' and certainty <> 'uncertain')))
order by locations.rowid;

create index mapped_locations_by_claims on mapped_locations(claims);
create index mapped_locations_by_latitude on mapped_locations(latitude);
create index mapped_locations_by_longitude on mapped_locations(longitude);

-- Every spelling, description, metonym and mistranslation of an actor or place, with the first mention that has it; a
-- place that could not be resolved has no id. Only the first fifty lines are listed.
create table counted_spellings (
  number integer primary key,
  kind text not null check (kind in ('actor', 'place')),
  id text,
  name text,
  surface text not null,
  form text not null,
  certainty text not null,
  mentions integer not null check (mentions > 0),
  lines text not null,
  mention text not null
) strict;

insert into counted_spellings
with named(kind, id, surface, form, certainty, line, mention, place) as (
  select 'actor', actor_id, replace(replace(exact, char(13), ''), char(10), ' '), form, certainty, line_start,
    actor_mentions.id, actor_mentions.rowid
  from actor_mentions join spans on spans.id = actor_mentions.span_id
  union all
  select 'place', location_id, replace(replace(exact, char(13), ''), char(10), ' '), form, certainty, line_start,
    location_mentions.id, location_mentions.rowid
  from location_mentions join spans on spans.id = location_mentions.span_id
), numbered as (
  select *, row_number() over (partition by kind, id, surface, form, certainty order by place) as nth from named
)
select row_number() over (order by kind, id, surface, form, certainty), kind, id,
  case kind when 'actor' then (select name from actors where actors.id = numbered.id)
  else (select name from locations where locations.id = numbered.id) end,
  surface, form, certainty, count(*), json_group_array(line) filter (where nth <= 50),
  min(mention) filter (where nth = 1)
from numbered group by kind, id, surface, form, certainty;

create index counted_spellings_by_mentions on counted_spellings(mentions);
create index counted_spellings_by_name on counted_spellings(name);
create index counted_spellings_by_id on counted_spellings(id, kind);

create table uncovered (
  sentence_id text primary key references sentences(id)
) strict;

insert into uncovered
select sentences.id from documents
cross join spans on spans.document_id = documents.id
cross join sentences on sentences.span_id = spans.id
join sections on sections.id = sentences.section_id
where documents.reading <> 'machine'
  and sections.kind = 'body'
  and sentences.no_claim_reason is null
  and not exists (
    select 1 from spans as touched cross join claims on claims.span_id = touched.id
    where touched.document_id = spans.document_id
      and touched.start_char < spans.end_char and touched.end_char > spans.start_char
      and touched.start_char > spans.start_char - (select number from figures where id = 'longest passage'));

-- How many rows every table has, and every view for people, and how often each value occurs in the columns that pages
-- facet by: filled by the build from metadata.yml, so that an unfiltered page counts nothing. A column without any value
-- has one row that says so.
create table row_counts (
  name text primary key,
  rows integer not null check (rows >= 0)
) strict;

create table facet_counts (
  name text not null references row_counts(name),
  facet text not null,
  value text not null,
  rows integer not null check (rows >= 0),
  primary key (name, facet, value)
) strict;

create index facet_counts_by_size on facet_counts(name, facet, rows desc, value);
