-- Counted once, when the database is built, so that no page has to: pages stay as fast as the first, however
-- many documents there are.

create table figures (
  id text primary key,
  number integer not null check (number >= 0)
) strict;

insert into figures
select 'documents', count(*) from documents
union all select 'reviewed documents', count(*) from documents where reading = 'reviewed'
union all select 'characters', coalesce(sum(characters), 0) from documents
union all select 'claims', count(*) from claims
union all select 'quotes', count(*) from quotes
union all select 'actors', count(*) from actors
union all select 'locations', count(*) from locations
union all select 'sources', count(*) from sources
union all select 'disagreements', count(*) from claim_relations where relation in ('contradicts', 'contrary', 'attacks')
union all select 'text issues', count(*) from text_issues;

-- How many claims an actor makes, are about an actor, a place or a date, or rest on a source.
create table claim_counts (
  kind text not null check (kind in ('claimant', 'actor', 'location', 'date', 'source')),
  id text not null,
  claims integer not null check (claims > 0),
  primary key (kind, id)
) strict;

insert into claim_counts
select 'claimant', claimant_id, count(*) from claims where claimant_id is not null group by claimant_id
union all select 'actor', actor_id, count(distinct claim_id) from claim_actors group by actor_id
union all select 'location', location_id, count(distinct claim_id) from claim_locations group by location_id
union all select 'date', event_date, count(*) from claims where event_date is not null group by event_date
union all select 'source', citations.source_id, count(distinct claim_citations.claim_id)
  from claim_citations join citations on citations.id = claim_citations.citation_id group by citations.source_id;

create index claim_counts_by_size on claim_counts(kind, claims, id);

-- Who speaks about whom: claims that one actor makes and another, or the same, is in.
create table voices (
  claimant_id text not null references actors(id),
  actor_id text not null references actors(id),
  claims integer not null check (claims > 0),
  primary key (claimant_id, actor_id)
) strict;

insert into voices
select claims.claimant_id, claim_actors.actor_id, count(distinct claims.id)
from claims join claim_actors on claim_actors.claim_id = claims.id
where claims.claimant_id is not null
group by 1, 2;

create index voices_by_actor on voices(actor_id, claims, claimant_id);
