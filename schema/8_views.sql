-- Views made for people: names instead of keys, line breaks as spaces, many-to-many as JSON arrays (which
-- Datasette can facet; it never facets through a junction table). What a row lacks is looked up by subqueries, not
-- joined: SQLite leaves out a subquery that nobody asks for, but counts through every join. Only whoever speaks is
-- joined, so that one speaker's rows are found from the speaker. What is true or false is cast to a number, because a
-- filter compares text with it.

create view claims_in_context as
select
  claims.id,
  claims.statement,
  (select replace(replace(exact, char(13), ''), char(10), ' ') from spans where id = claims.span_id) as passage,
  claimants.name as claimant,
  claims.claimant_id,
  claimants.actor_type as claimant_type,
  claimants.country_code as claimant_country,
  coalesce((select manner from attributions where id = claims.attribution_id), 'own voice') as manner,
  claims.claim_type,
  (select name from event_types where id = claims.event_type) as event_type,
  (select name from event_subtypes where id = claims.event_subtype) as event_subtype,
  (select json_group_array(name) from (
    select events.name from claim_events join events on events.id = claim_events.event_id
    where claim_events.claim_id = claims.id order by events.name)) as events,
  claims.factuality,
  cast(claims.factuality in ('probable', 'probable-not', 'possible', 'possible-not') as integer) as hedged,
  (select name from dates where id = claims.event_date) as event_date,
  claims.event_date as event_date_edtf,
  -- Seasons have numbers from 21; an interval has no month.
  case when claims.event_date glob '[0-9][0-9][0-9][0-9]-[01][0-9]*' and claims.event_date not like '%/%'
    then substr(claims.event_date, 1, 7) end as month,
  (select earliest from dates where id = claims.event_date) as earliest,
  (select latest from dates where id = claims.event_date) as latest,
  (select name from dates where id = claims.stated_on) as stated_on,
  claims.stated_on as stated_on_edtf,
  (select earliest from dates where id = claims.stated_on) as stated_earliest,
  (select latest from dates where id = claims.stated_on) as stated_latest,
  (select json_group_array(name) from (
    select actors.name from claim_actors join actors on actors.id = claim_actors.actor_id
    where claim_actors.claim_id = claims.id and claim_actors.role = 'actor' order by actors.name)) as actors,
  (select json_group_array(name) from (
    select actors.name from claim_actors join actors on actors.id = claim_actors.actor_id
    where claim_actors.claim_id = claims.id and claim_actors.role = 'recipient' order by actors.name)) as recipients,
  (select json_group_array(name) from (
    select actors.name from claim_actors join actors on actors.id = claim_actors.actor_id
    where claim_actors.claim_id = claims.id and claim_actors.role = 'other' order by actors.name)) as others,
  (select json_group_array(name) from (
    select distinct actors.name from claim_actors join actors on actors.id = claim_actors.actor_id
    where claim_actors.claim_id = claims.id order by actors.name)) as involved,
  (select json_group_array(name) from (
    select distinct locations.name from claim_locations
    join locations on locations.id = claim_locations.location_id
    where claim_locations.claim_id = claims.id order by locations.name)) as locations,
  (select json_group_array(country_code) from (
    select distinct locations.country_code from claim_locations
    join locations on locations.id = claim_locations.location_id
    where claim_locations.claim_id = claims.id and locations.country_code is not null
    order by locations.country_code)) as countries,
  (select json_group_array(name) from (
    select distinct sources.name from claim_citations
    join citations on citations.id = claim_citations.citation_id
    join sources on sources.id = citations.source_id
    where claim_citations.claim_id = claims.id order by sources.name)) as sources,
  cast(exists (select 1 from claim_citations where claim_id = claims.id) as integer) as has_citation,
  cast(exists (
    select 1 from claim_relations where from_claim_id = claims.id and relation in ('contradicts', 'contrary', 'attacks')
    union all
    select 1 from claim_relations where to_claim_id = claims.id and relation in ('contradicts', 'contrary', 'attacks')
  ) as integer) as disputed,
  cast(exists (
    select 1 from claim_text_issues join text_issues on text_issues.id = claim_text_issues.text_issue_id
    where claim_text_issues.claim_id = claims.id and text_issues.proposed_reading is not null
  ) as integer) as rests_on_a_repaired_reading,
  coalesce((select certainty from doubtful_claims where claim_id = claims.id), 'certain') as reading_certainty,
  (select shown_title from sections where id = claims.section_id) as section,
  (select title from documents where id = claims.document_id) as document,
  claims.document_id,
  (select line_start from spans where id = claims.span_id) as line_start,
  (select line_end from spans where id = claims.span_id) as line_end,
  (select group_concat(exact, ' … ') from (
    select replace(replace(cues.exact, char(13), ''), char(10), ' ') as exact
    from attribution_spans join spans as cues on cues.id = attribution_spans.span_id
    where attribution_spans.attribution_id = claims.attribution_id and attribution_spans.role = 'cue'
    order by cues.start_char)) as cue,
  (select replace(replace(quoted.exact, char(13), ''), char(10), ' ') from quotes
    join spans as quoted on quoted.id = quotes.span_id where quotes.id = claims.quote_id) as quote,
  (select statement from claims as first_claims where first_claims.id = claims.restates_id) as restates,
  claims.restates_id,
  claims.review_status,
  (select name from annotators where id = claims.reviewed_by) as reviewed_by,
  claims.reviewed_on,
  (select name from annotators where id = claims.annotator_id) as annotator,
  claims.note,
  claims.rowid as search_id
from claims
left join actors as claimants on claimants.id = claims.claimant_id
where claims.review_status <> 'rejected';

create view quotes_in_context as
select
  quotes.id,
  (select nullif(
      replace(replace(substr(text, max(1, start_char - 79), min(80, start_char)), char(13), ''), char(10), ' '), '')
    from spans join documents on documents.id = spans.document_id where spans.id = quotes.span_id) as words_before,
  (select replace(replace(exact, char(13), ''), char(10), ' ') from spans where id = quotes.span_id) as quote,
  (select nullif(replace(replace(substr(text, end_char + 1, 80), char(13), ''), char(10), ' '), '')
    from spans join documents on documents.id = spans.document_id where spans.id = quotes.span_id) as words_after,
  speakers.name as speaker,
  quotes.speaker_id,
  quotes.quote_type,
  (select manner from attributions where id = quotes.attribution_id) as manner,
  (select group_concat(exact, ' … ') from (
    select cues.exact from attribution_spans join spans as cues on cues.id = attribution_spans.span_id
    where attribution_spans.attribution_id = quotes.attribution_id and attribution_spans.role = 'cue'
    order by cues.start_char)) as cue,
  (select dates.name from attributions join dates on dates.id = attributions.stated_on
    where attributions.id = quotes.attribution_id) as stated_on,
  quotes.mark_status,
  (select exact from quotes as first_parts join spans on spans.id = first_parts.span_id
    where first_parts.id = quotes.continues_id) as continues,
  (select shown_title from sections where id = quotes.section_id) as section,
  (select title from spans join documents on documents.id = spans.document_id where spans.id = quotes.span_id) as document,
  (select document_id from spans where id = quotes.span_id) as document_id,
  (select line_start from spans where id = quotes.span_id) as line_start,
  (select line_end from spans where id = quotes.span_id) as line_end,
  quotes.review_status,
  (select name from annotators where id = quotes.reviewed_by) as reviewed_by,
  quotes.reviewed_on,
  quotes.rowid as search_id
from quotes
left join actors as speakers on speakers.id = quotes.speaker_id;

-- One row a sentence, with the claims that touch it.
create view sentences_in_context as
select
  sentences.id,
  (select replace(replace(exact, char(13), ''), char(10), ' ') from spans where id = sentences.span_id) as sentence,
  (select shown_title from sections where id = sentences.section_id) as section,
  (select kind from sections where id = sentences.section_id) as kind,
  (select title from spans join documents on documents.id = spans.document_id where spans.id = sentences.span_id) as document,
  (select document_id from spans where id = sentences.span_id) as document_id,
  (select line_start from spans where id = sentences.span_id) as line_start,
  (select line_end from spans where id = sentences.span_id) as line_end,
  (select json_group_array(id) from (
    select claims.id from spans
    cross join spans as touched on touched.document_id = spans.document_id
      and touched.start_char < spans.end_char and touched.end_char > spans.start_char
      and touched.start_char > spans.start_char - (select number from figures where id = 'longest passage')
    cross join claims on claims.span_id = touched.id
    where spans.id = sentences.span_id
    order by touched.start_char, touched.end_char, claims.id)) as claims,
  sentences.no_claim_reason,
  sentences.rowid as search_id
from sentences;

-- The places on the map, and every spelling of a name, are counted when the database is built: see 7_caches.sql.
create view locations_map as
select id, name, feature, geo_precision, latitude, longitude, mentions, claims, part_of, popup from mapped_locations;

create view spellings as
select kind, id, name, surface, form, certainty, mentions, lines from counted_spellings;

-- One row a claim and place; a claim about two places is on the map twice.
create view claims_map as
select
  claims.id,
  claims.statement,
  claimants.name as claimant,
  claims.claim_type,
  claims.factuality,
  (select name from dates where id = claims.event_date) as event_date,
  (select name from dates where id = claims.stated_on) as stated_on,
  claim_locations.role,
  mapped_locations.name as location,
  mapped_locations.id as location_id,
  mapped_locations.geo_precision,
  mapped_locations.latitude,
  mapped_locations.longitude,
  json_object(
    'title', mapped_locations.name,
    'description', coalesce(claimants.name, 'Somebody unnamed') || ': ' || claims.statement,
    'link', 'claims/' || claims.id
  ) as popup
from claim_locations
join claims on claims.id = claim_locations.claim_id
join mapped_locations on mapped_locations.id = claim_locations.location_id
left join actors as claimants on claimants.id = claims.claimant_id;

-- Pairs of claims that cannot both be true, or of which one is a reason against the other, side by side. A repeat has the
-- disagreements of what it repeats; each pair is here once, with the number of its repeats.
create view disagreements as
select
  claim_relations.id,
  relation_types.name as relation,
  earlier.claimant as one_claimant,
  earlier.statement as one_statement,
  earlier.passage as one_passage,
  (select count(*) - 1 from claims join claims as same on coalesce(same.restates_id, same.id) =
    coalesce(claims.restates_id, claims.id) where claims.id = claim_relations.to_claim_id) as one_repeats,
  later.claimant as other_claimant,
  later.statement as other_statement,
  later.passage as other_passage,
  (select count(*) - 1 from claims join claims as same on coalesce(same.restates_id, same.id) =
    coalesce(claims.restates_id, claims.id) where claims.id = claim_relations.from_claim_id) as other_repeats,
  claim_relations.rationale,
  claim_relations.to_claim_id as one_claim,
  claim_relations.from_claim_id as other_claim
from claim_relations
join relation_types on relation_types.id = claim_relations.relation
join claims_in_context as earlier on earlier.id = claim_relations.to_claim_id
join claims_in_context as later on later.id = claim_relations.from_claim_id
where claim_relations.relation in ('contradicts', 'contrary', 'attacks');

-- Every relation from each of its claims, and from each claim that repeats one of them.
create view relations_in_context as
select
  relation_id,
  (select name from actors where actors.id = claims.claimant_id) as claimant,
  claims.statement,
  relations_of_claims.side,
  (select name from relation_types where relation_types.id = relations_of_claims.relation) as relation,
  relations_of_claims.claimant as other_claimant,
  relations_of_claims.statement as other_statement,
  relations_of_claims.rationale,
  relations_of_claims.is_inherited,
  relations_of_claims.claim_id as claim,
  relations_of_claims.other_id as other_claim
from relations_of_claims
join claims on claims.id = relations_of_claims.claim_id;

-- One row a happening. What is counted is counted when the database is built: see 7_summaries.sql.
create view events_in_context as
select
  events.id,
  events.name,
  (select name from event_types where event_types.id = events.event_type) as event_type,
  (select name from dates where dates.id = events.date) as date,
  (select earliest from dates where dates.id = events.date) as earliest,
  (select latest from dates where dates.id = events.date) as latest,
  (select json_group_array(name) from (
    select locations.name from event_locations join locations on locations.id = event_locations.location_id
    where event_locations.event_id = events.id order by locations.name)) as locations,
  (select name from events as wholes where wholes.id = events.part_of_id) as part_of,
  counted_events.claims,
  counted_events.claimants,
  counted_events.documents,
  counted_events.disputes,
  counted_events.corroborations,
  events.note,
  counted_events.position
from events
join counted_events on counted_events.event_id = events.id;

-- Everything that is said of a happening: a row for each claim about it, with those who say the same, or dispute it,
-- anywhere.
create view event_claims as
select
  claim_events.event_id,
  (select name from events where events.id = claim_events.event_id) as event,
  claims_in_context.claimant,
  claims_in_context.statement,
  claims_in_context.passage,
  claims_in_context.manner,
  claims_in_context.factuality,
  claims_in_context.event_date,
  claims_in_context.stated_on,
  (select json_group_array(claimant) from (
    select claimant from relations_from_claims
    where claim_id = claim_events.claim_id and relation in ('contradicts', 'contrary', 'attacks')
    union select claimant from relations_to_claims
    where claim_id = claim_events.claim_id and relation in ('contradicts', 'contrary', 'attacks')
    order by 1) where claimant is not null) as disputed_by,
  (select json_group_array(claimant) from (
    select claimant from relations_from_claims where claim_id = claim_events.claim_id and relation = 'corroborates'
    union select claimant from relations_to_claims where claim_id = claim_events.claim_id and relation = 'corroborates'
    order by 1) where claimant is not null) as corroborated_by,
  claims_in_context.restates,
  claims_in_context.document,
  claims_in_context.line_start,
  claims_in_context.id as claim
from claim_events
join claims_in_context on claims_in_context.id = claim_events.claim_id;

-- Body sentences of annotated documents that no claim touches and that state no reason: there should be none.
create view uncovered_sentences as
select sentences_in_context.id, sentence, section, document, line_start
from uncovered cross join sentences_in_context on sentences_in_context.id = uncovered.sentence_id;

-- Where two readings of a document differ: what the reference has, what the reading measured has, and the words.
create view evaluation_disagreements_in_context as
select
  id,
  (select kind from evaluations where id = evaluation_disagreements.evaluation_id) as comparison,
  (select title from spans join documents on documents.id = spans.document_id
    where spans.id = evaluation_disagreements.span_id) as document,
  layer,
  same,
  (select name from error_kinds where id = evaluation_disagreements.kind) as kind,
  (select replace(replace(exact, char(13), ''), char(10), ' ') from spans
    where id = evaluation_disagreements.span_id) as words,
  reference,
  measured,
  (select line_start from spans where id = evaluation_disagreements.span_id) as line_start,
  (select line_end from spans where id = evaluation_disagreements.span_id) as line_end
from evaluation_disagreements;

-- Decisions whose claim can't be found in the present reading: somebody has to look again.
create view lost_decisions as
select id, document, exact as words, decision, person, decided_at, lost_because, corrections, note, document_id, row_id
from decision_details where lost_because is not null;
