-- What follows from the rows, worked out once by the build. Unlike the caches it is part of the data: it is exported, and
-- refers to the rows that it follows from.

-- The words that a claim rests on: its passage, and the source and cue of its attribution.
create view claim_words as
select id as claim_id, span_id from claims
union all
select claims.id, attribution_spans.span_id
from attribution_spans
cross join claims on claims.attribution_id = attribution_spans.attribution_id
where attribution_spans.role in ('source', 'cue');

insert into figures
select 'longest words of a claim', coalesce(max(end_char - start_char), 0)
from claim_words cross join spans on spans.id = claim_words.span_id;

-- The faults of the text in the words that a claim rests on.
create table claim_text_issues (
  claim_id text not null references claims(id),
  text_issue_id text not null references text_issues(id),
  primary key (claim_id, text_issue_id)
) strict;

insert into claim_text_issues
select distinct claim_words.claim_id, text_issues.id
from text_issues
cross join spans as wrong on wrong.id = text_issues.span_id
cross join spans on spans.document_id = wrong.document_id
  and spans.start_char < wrong.end_char and spans.end_char > wrong.start_char
  and spans.start_char > wrong.start_char - (select number from figures where id = 'longest words of a claim')
cross join claim_words on claim_words.span_id = spans.id
order by wrong.document_id, wrong.start_char, wrong.end_char, text_issues.id, claim_words.claim_id;

create index claim_text_issues_by_issue on claim_text_issues(text_issue_id);

-- The doubtful mentions that a claim rests on: in its words, nothing surer names this actor, who has a role in the claim
-- or makes it; or this place, which has a role in it.
create table claim_doubtful_actors (
  claim_id text not null references claims(id),
  mention_id text not null references actor_mentions(id),
  primary key (claim_id, mention_id)
) strict;

insert into claim_doubtful_actors
select distinct claim_words.claim_id, actor_mentions.id
from actor_mentions
cross join spans as named on named.id = actor_mentions.span_id
cross join spans on spans.document_id = named.document_id
  and spans.start_char < named.end_char and spans.end_char > named.start_char
  and spans.start_char > named.start_char - (select number from figures where id = 'longest words of a claim')
cross join claim_words on claim_words.span_id = spans.id
where actor_mentions.certainty <> 'certain'
  and (
    exists (
      select 1 from claim_actors
      where claim_actors.claim_id = claim_words.claim_id and claim_actors.actor_id = actor_mentions.actor_id)
    or exists (
      select 1 from claims
      where claims.id = claim_words.claim_id and claims.claimant_id = actor_mentions.actor_id
        and claims.attribution_id is not null))
  and not exists (
    select 1 from claim_words as same_claim
    cross join spans as words on words.id = same_claim.span_id
    cross join spans as surer on surer.document_id = words.document_id
      and surer.start_char >= words.start_char and surer.start_char < words.end_char
    cross join actor_mentions as certain on certain.span_id = surer.id
    where same_claim.claim_id = claim_words.claim_id
      and certain.actor_id = actor_mentions.actor_id and certain.certainty = 'certain')
order by named.document_id, named.start_char, named.end_char, actor_mentions.id, claim_words.claim_id;

create index claim_doubtful_actors_by_mention on claim_doubtful_actors(mention_id);

create table claim_doubtful_locations (
  claim_id text not null references claims(id),
  mention_id text not null references location_mentions(id),
  primary key (claim_id, mention_id)
) strict;

insert into claim_doubtful_locations
select distinct claim_words.claim_id, location_mentions.id
from location_mentions
cross join spans as named on named.id = location_mentions.span_id
cross join spans on spans.document_id = named.document_id
  and spans.start_char < named.end_char and spans.end_char > named.start_char
  and spans.start_char > named.start_char - (select number from figures where id = 'longest words of a claim')
cross join claim_words on claim_words.span_id = spans.id
cross join claim_locations on claim_locations.claim_id = claim_words.claim_id
  and claim_locations.location_id = location_mentions.location_id
where location_mentions.certainty <> 'certain'
  and not exists (
    select 1 from claim_words as same_claim
    cross join spans as words on words.id = same_claim.span_id
    cross join spans as surer on surer.document_id = words.document_id
      and surer.start_char >= words.start_char and surer.start_char < words.end_char
    cross join location_mentions as certain on certain.span_id = surer.id
    where same_claim.claim_id = claim_words.claim_id
      and certain.location_id = location_mentions.location_id and certain.certainty = 'certain')
order by named.document_id, named.start_char, named.end_char, location_mentions.id, claim_words.claim_id;

create index claim_doubtful_locations_by_mention on claim_doubtful_locations(mention_id);

-- What makes the reading of a claim doubtful, one row each: a fault of the text in its words that is read as something
-- else, a mention that nothing surer confirms, or an attribution that is not certain.
create view claim_doubts as
select
  claim_text_issues.claim_id,
  'repaired reading' as doubt,
  text_issues.certainty,
  replace(replace(spans.exact, char(13), ''), char(10), ' ') as words,
  text_issues.proposed_reading as read_as,
  text_issues.note,
  spans.line_start,
  'text_issues' as row_table,
  text_issues.id as row_id
from claim_text_issues
join text_issues on text_issues.id = claim_text_issues.text_issue_id
join spans on spans.id = text_issues.span_id
where text_issues.proposed_reading is not null
union all
select
  claim_doubtful_actors.claim_id,
  'who is meant',
  actor_mentions.certainty,
  replace(replace(spans.exact, char(13), ''), char(10), ' '),
  (select name from actors where actors.id = actor_mentions.actor_id),
  null,
  spans.line_start,
  'actor_mentions',
  actor_mentions.id
from claim_doubtful_actors
join actor_mentions on actor_mentions.id = claim_doubtful_actors.mention_id
join spans on spans.id = actor_mentions.span_id
union all
select
  claim_doubtful_locations.claim_id,
  'which place is meant',
  location_mentions.certainty,
  replace(replace(spans.exact, char(13), ''), char(10), ' '),
  (select name from locations where locations.id = location_mentions.location_id),
  null,
  spans.line_start,
  'location_mentions',
  location_mentions.id
from claim_doubtful_locations
join location_mentions on location_mentions.id = claim_doubtful_locations.mention_id
join spans on spans.id = location_mentions.span_id
union all
select
  claims.id,
  'who says it',
  attributions.certainty,
  (select replace(replace(spans.exact, char(13), ''), char(10), ' ') from spans where spans.id = claims.span_id),
  (select name from actors where actors.id = attributions.speaker_id),
  null,
  (select line_start from spans where spans.id = claims.span_id),
  'attributions',
  attributions.id
from claims
join attributions on attributions.id = claims.attribution_id
where attributions.certainty <> 'certain';

-- The claims whose reading is not certain. The terms are, by their letters, in the order from the surest to the weakest.
create table doubtful_claims (
  claim_id text primary key references claims(id),
  certainty text not null references certainties(id) check (certainty <> 'certain')
) strict;

insert into doubtful_claims
select claim_id, max(certainty) from claim_doubts where certainty <> 'certain' group by claim_id order by claim_id;

-- Everything that an actor belongs to, and everything that a place lies in, at whatever depth; each is its own whole at
-- depth 0, so that one join finds a whole and its parts.
create table actor_wholes (
  actor_id text not null references actors(id),
  whole_id text not null references actors(id),
  depth integer not null check (depth >= 0),
  primary key (actor_id, whole_id)
) strict;

insert into actor_wholes
with recursive found(actor_id, whole_id, depth) as (
  select id, id, 0 from actors
  union all
  select found.actor_id, actors.part_of_id, found.depth + 1
  from found join actors on actors.id = found.whole_id
  where actors.part_of_id is not null
)
select actor_id, whole_id, min(depth) from found group by 1, 2 order by 1, 3, 2;

create index actor_wholes_by_whole on actor_wholes(whole_id, depth, actor_id);

create table location_wholes (
  location_id text not null references locations(id),
  whole_id text not null references locations(id),
  depth integer not null check (depth >= 0),
  primary key (location_id, whole_id)
) strict;

insert into location_wholes
with recursive found(location_id, whole_id, depth) as (
  select id, id, 0 from locations
  union all
  select found.location_id, locations.part_of_id, found.depth + 1
  from found join locations on locations.id = found.whole_id
  where locations.part_of_id is not null
)
select location_id, whole_id, min(depth) from found group by 1, 2 order by 1, 3, 2;

create index location_wholes_by_whole on location_wholes(whole_id, depth, location_id);
