-- Views made for people: names instead of keys, line breaks as spaces, many-to-many as JSON arrays (which
-- Datasette can facet; it never facets through a junction table).

create view claims_in_context as
select
  claims.id,
  claims.statement,
  replace(replace(spans.exact, char(13), ''), char(10), ' ') as passage,
  claimants.name as claimant,
  coalesce(attributions.manner, 'own voice') as manner,
  claims.claim_type,
  event_types.name as event_type,
  claims.factuality,
  dates.name as event_date,
  dates.earliest,
  dates.latest,
  (select json_group_array(name) from (
    select distinct actors.name from claim_actors join actors on actors.id = claim_actors.actor_id
    where claim_actors.claim_id = claims.id order by actors.name)) as actors,
  (select json_group_array(name) from (
    select distinct locations.name from claim_locations
    join locations on locations.id = claim_locations.location_id
    where claim_locations.claim_id = claims.id order by locations.name)) as locations,
  (select json_group_array(name) from (
    select distinct sources.name from claim_citations
    join citations on citations.id = claim_citations.citation_id
    join sources on sources.id = citations.source_id
    where claim_citations.claim_id = claims.id order by sources.name)) as sources,
  sections.title as section,
  documents.title as document,
  spans.line_start,
  spans.line_end,
  first_claims.statement as restates,
  claims.review_status,
  annotators.name as annotator,
  claims.note,
  claims.rowid as search_id
from claims
left join spans on spans.id = claims.span_id
left join documents on documents.id = claims.document_id
left join sections on sections.id = claims.section_id
left join annotators on annotators.id = claims.annotator_id
left join actors as claimants on claimants.id = claims.claimant_id
left join attributions on attributions.id = claims.attribution_id
left join event_types on event_types.id = claims.event_type
left join dates on dates.id = claims.event_date
left join claims as first_claims on first_claims.id = claims.restates_id;

create view quotes_in_context as
select
  quotes.id,
  replace(replace(substr(documents.text, max(1, spans.start_char - 79), min(80, spans.start_char)), char(13), ''), char(10), ' ') as words_before,
  replace(replace(spans.exact, char(13), ''), char(10), ' ') as quote,
  replace(replace(substr(documents.text, spans.end_char + 1, 80), char(13), ''), char(10), ' ') as words_after,
  speakers.name as speaker,
  quotes.quote_type,
  attributions.manner,
  (select group_concat(exact, ' … ') from (
    select cues.exact from attribution_spans join spans as cues on cues.id = attribution_spans.span_id
    where attribution_spans.attribution_id = quotes.attribution_id and attribution_spans.role = 'cue'
    order by cues.start_char)) as cue,
  quotes.mark_status,
  continued.exact as continues,
  sections.title as section,
  documents.title as document,
  spans.line_start,
  spans.line_end,
  quotes.review_status,
  quotes.rowid as search_id
from quotes
left join spans on spans.id = quotes.span_id
left join documents on documents.id = spans.document_id
left join sections on sections.id = quotes.section_id
left join actors as speakers on speakers.id = quotes.speaker_id
left join attributions on attributions.id = quotes.attribution_id
left join quotes as first_parts on first_parts.id = quotes.continues_id
left join spans as continued on continued.id = first_parts.span_id;

-- One row a sentence, with the claims that touch it.
create view passages as
select
  sentences.id,
  replace(replace(spans.exact, char(13), ''), char(10), ' ') as passage,
  sections.title as section,
  sections.kind,
  documents.title as document,
  spans.line_start,
  spans.line_end,
  (select json_group_array(id) from (
    select claims.id from claims join spans as touched on touched.id = claims.span_id
    where claims.section_id = sentences.section_id
      and touched.start_char < spans.end_char and touched.end_char > spans.start_char
    order by touched.start_char, touched.end_char, claims.id)) as claims,
  sentences.no_claim_reason,
  sentences.rowid as search_id
from sentences
left join spans on spans.id = sentences.span_id
left join documents on documents.id = spans.document_id
left join sections on sections.id = sentences.section_id;

-- Which places are on the map: those with a trustworthy point that stand in a text as places. Country points,
-- and places that only ever stand for a government or may only be a mistranslation, would say where nothing
-- happened. The popup's link is relative to the view's page, whatever the database is called.
create view places_map as
select
  locations.id,
  locations.name,
  feature_codes.name as feature,
  locations.geo_precision,
  locations.latitude,
  locations.longitude,
  (select count(*) from location_mentions where location_id = locations.id) as mentions,
  (select count(distinct claim_id) from claim_locations where location_id = locations.id) as claims,
  wholes.name as part_of,
  json_object(
    'title', locations.name,
    'description', coalesce(
      (select group_concat(said, char(10)) from (
        select coalesce(claimants.name, 'Somebody unnamed') || ': ' || claims.statement as said
        from claims left join actors as claimants on claimants.id = claims.claimant_id
        where claims.id in (select claim_id from claim_locations where location_id = locations.id)
        order by claims.rowid limit 3))
      || case when (select count(distinct claim_id) from claim_locations where location_id = locations.id) > 3
           then char(10) || '… and ' || ((select count(distinct claim_id) from claim_locations where location_id = locations.id) - 3) || ' more'
           else '' end,
      'Mentioned; no claim places anything here.'),
    'link', 'locations/' || locations.id
  ) as popup
from locations
join feature_codes on feature_codes.id = locations.feature_code
left join locations as wholes on wholes.id = locations.part_of
where locations.latitude is not null
  and locations.geo_precision <> 'country'
  and exists (
    select 1 from location_mentions
    where location_id = locations.id
      and (form in ('name', 'nominal', 'pronoun') or (form = 'mistranslation' and certainty <> 'uncertain')));

-- One row a claim and place; a claim about two places is on the map twice.
create view claims_map as
select
  claims.id,
  claims.statement,
  claimants.name as claimant,
  claims.claim_type,
  claims.factuality,
  dates.name as event_date,
  claim_locations.role,
  places_map.name as location,
  places_map.geo_precision,
  places_map.latitude,
  places_map.longitude,
  json_object(
    'title', places_map.name,
    'description', coalesce(claimants.name, 'Somebody unnamed') || ': ' || claims.statement,
    'link', 'claims/' || claims.id
  ) as popup
from claim_locations
join claims on claims.id = claim_locations.claim_id
join places_map on places_map.id = claim_locations.location_id
left join actors as claimants on claimants.id = claims.claimant_id
left join dates on dates.id = claims.event_date;

-- Every spelling, description, metonym and mistranslation of an actor or place.
create view surface_forms as
select
  'actor' as kind,
  actors.id,
  actors.name,
  replace(replace(spans.exact, char(13), ''), char(10), ' ') as surface,
  actor_mentions.form,
  actor_mentions.certainty,
  count(*) as mentions,
  json_group_array(spans.line_start) as lines
from actor_mentions
join actors on actors.id = actor_mentions.actor_id
join spans on spans.id = actor_mentions.span_id
group by 1, 2, 3, 4, 5, 6
union all
select
  'place',
  locations.id,
  locations.name,
  replace(replace(spans.exact, char(13), ''), char(10), ' '),
  location_mentions.form,
  location_mentions.certainty,
  count(*),
  json_group_array(spans.line_start)
from location_mentions
join spans on spans.id = location_mentions.span_id
left join locations on locations.id = location_mentions.location_id
group by 1, 2, 3, 4, 5, 6;

-- Pairs of claims that cannot stand together, side by side.
create view disagreements as
select
  claim_relations.id,
  relation_types.name as relation,
  earlier.claimant as one_claimant,
  earlier.statement as one_statement,
  earlier.passage as one_passage,
  later.claimant as other_claimant,
  later.statement as other_statement,
  later.passage as other_passage,
  claim_relations.rationale,
  claim_relations.to_claim_id as one_claim,
  claim_relations.from_claim_id as other_claim
from claim_relations
join relation_types on relation_types.id = claim_relations.relation
join claims_in_context as earlier on earlier.id = claim_relations.to_claim_id
join claims_in_context as later on later.id = claim_relations.from_claim_id
where claim_relations.relation in ('contradicts', 'contrary', 'attacks');

-- Body sentences of reviewed documents that no claim touches and that state no reason: there should be none.
create view uncovered_sentences as
select passages.id, passages.passage, passages.section, passages.document, passages.line_start
from passages
join spans on spans.id = passages.id
join documents on documents.id = spans.document_id
where passages.kind = 'body'
  and passages.claims = '[]'
  and passages.no_claim_reason is null
  and documents.reading = 'reviewed';

-- Where two readings of a document differ: what the reference has, what the reading measured has, and the words.
create view evaluation_disagreements_in_context as
select
  evaluation_disagreements.id,
  evaluations.kind as comparison,
  documents.title as document,
  evaluation_disagreements.layer,
  evaluation_disagreements.same,
  error_kinds.name as kind,
  replace(replace(spans.exact, char(13), ''), char(10), ' ') as words,
  evaluation_disagreements.reference,
  evaluation_disagreements.reading,
  spans.line_start,
  spans.line_end
from evaluation_disagreements
left join evaluations on evaluations.id = evaluation_disagreements.evaluation_id
left join error_kinds on error_kinds.id = evaluation_disagreements.kind
left join spans on spans.id = evaluation_disagreements.span_id
left join documents on documents.id = spans.document_id;
