-- Views made for pages and exports: the rows of a table, and beside each key what it refers to. A key x_id has its
-- words in x; a term or date x has its name in x_name and its definition in x_definition. Only the span is joined,
-- because rows are found and ordered by it; everything else is a subquery, which costs nothing where its column is not
-- asked for. None of these views groups or sorts its rows, so that SQLite finds them by any index of the table. Where a
-- document is asked for, it starts from the spans, which are in the order of the words.

-- What a list of claims shows: not those that a person rejected.
create view claim_lines as
select
  rowid as number,
  id,
  statement,
  factuality,
  claim_type,
  claimant_id,
  (select name from actors where actors.id = claims.claimant_id) as claimant,
  event_date,
  (select name from dates where dates.id = claims.event_date) as event_date_name,
  stated_on,
  (select name from dates where dates.id = claims.stated_on) as stated_on_name,
  review_status,
  quote_id,
  document_id
from claims
where review_status <> 'rejected';

-- The same for the claims that somebody or something is in, once a role, and for those that rest on a source, once a
-- citation.
create view actor_claim_lines as
select claim_actors.actor_id, claim_actors.role, claim_lines.*
from claim_actors
join claim_lines on claim_lines.id = claim_actors.claim_id;

create view location_claim_lines as
select claim_locations.location_id, claim_locations.role, claim_lines.*
from claim_locations
join claim_lines on claim_lines.id = claim_locations.claim_id;

create view source_claim_lines as
select citations.source_id, claim_citations.scope, claim_lines.*
from citations
join claim_citations on claim_citations.citation_id = citations.id
join claim_lines on claim_lines.id = claim_citations.claim_id;

-- What the page of a claim shows, and what exports say of it.
create view claim_details as
select
  claims.rowid as number,
  claims.id,
  claims.statement,
  claims.claimant_id,
  claims.claim_type,
  claims.event_type,
  claims.event_subtype,
  claims.factuality,
  claims.event_date,
  claims.stated_on,
  claims.attribution_id,
  claims.quote_id,
  claims.restates_id,
  claims.section_id,
  claims.span_id,
  claims.annotator_id,
  claims.review_status,
  claims.reviewed_by,
  claims.reviewed_on,
  claims.score,
  claims.scored_as,
  claims.note,
  (select name from actors where actors.id = claims.claimant_id) as claimant,
  (select actor_type from actors where actors.id = claims.claimant_id) as claimant_type,
  (select wikidata_id from actors where actors.id = claims.claimant_id) as claimant_wikidata_id,
  (select name from claim_types where claim_types.id = claims.claim_type) as claim_type_name,
  (select definition from claim_types where claim_types.id = claims.claim_type) as claim_type_definition,
  (select name from event_types where event_types.id = claims.event_type) as event_type_name,
  (select definition from event_types where event_types.id = claims.event_type) as event_type_definition,
  (select name from event_subtypes where event_subtypes.id = claims.event_subtype) as event_subtype_name,
  (select definition from event_subtypes where event_subtypes.id = claims.event_subtype) as event_subtype_definition,
  (select name from factuality_values where factuality_values.id = claims.factuality) as factuality_name,
  (select definition from factuality_values where factuality_values.id = claims.factuality) as factuality_definition,
  (select name from dates where dates.id = claims.event_date) as event_date_name,
  (select earliest from dates where dates.id = claims.event_date) as earliest,
  (select latest from dates where dates.id = claims.event_date) as latest,
  (select name from dates where dates.id = claims.stated_on) as stated_on_name,
  (select earliest from dates where dates.id = claims.stated_on) as stated_earliest,
  (select latest from dates where dates.id = claims.stated_on) as stated_latest,
  (select manner from attributions where attributions.id = claims.attribution_id) as manner,
  (select source_is_inferred from attributions where attributions.id = claims.attribution_id) as source_is_inferred,
  coalesce((select certainty from doubtful_claims where claim_id = claims.id), 'certain') as reading_certainty,
  (select quoted.exact from quotes join spans as quoted on quoted.id = quotes.span_id
    where quotes.id = claims.quote_id) as quote,
  (select statement from claims as first_claims where first_claims.id = claims.restates_id) as restates,
  (select title from documents where documents.id = claims.document_id) as document,
  (select language from documents where documents.id = claims.document_id) as language,
  (select coalesce(latest, earliest) from documents join dates on dates.id = documents.published
    where documents.id = claims.document_id) as published_day,
  (select max(coalesce(latest, earliest)) from spans as whole
    join sections on sections.span_id = whole.id
    join dates on dates.id = sections.reference_date
    where whole.document_id = claims.document_id) as written_day,
  (select name from annotators where annotators.id = claims.annotator_id) as annotator,
  (select name from annotators where annotators.id = claims.reviewed_by) as reviewer,
  (select kind from annotators where annotators.id = claims.annotator_id) as annotator_kind,
  spans.document_id,
  spans.start_char,
  spans.end_char,
  spans.exact,
  spans.line_start,
  spans.line_end
from claims
join spans on spans.id = claims.span_id;

create view quote_details as
select
  quotes.rowid as number,
  quotes.*,
  (select name from actors where actors.id = quotes.speaker_id) as speaker,
  (select actor_type from actors where actors.id = quotes.speaker_id) as speaker_type,
  (select wikidata_id from actors where actors.id = quotes.speaker_id) as speaker_wikidata_id,
  (select stated_on from attributions where attributions.id = quotes.attribution_id) as stated_on,
  (select dates.name from attributions join dates on dates.id = attributions.stated_on
    where attributions.id = quotes.attribution_id) as stated_on_name,
  (select manner from attributions where attributions.id = quotes.attribution_id) as manner,
  (select source_is_inferred from attributions where attributions.id = quotes.attribution_id) as source_is_inferred,
  (select earlier.exact from quotes as first_parts join spans as earlier on earlier.id = first_parts.span_id
    where first_parts.id = quotes.continues_id) as continues,
  (select title from documents where documents.id = spans.document_id) as document,
  (select name from annotators where annotators.id = quotes.annotator_id) as annotator,
  (select name from annotators where annotators.id = quotes.reviewed_by) as reviewer,
  (select kind from annotators where annotators.id = quotes.annotator_id) as annotator_kind,
  spans.document_id,
  spans.start_char,
  spans.end_char,
  spans.exact,
  spans.line_start,
  spans.line_end
from quotes
join spans on spans.id = quotes.span_id;

create view attribution_details as
select
  attributions.*,
  (select name from actors where actors.id = attributions.speaker_id) as speaker,
  (select name from dates where dates.id = attributions.stated_on) as stated_on_name,
  (select name from annotators where annotators.id = attributions.annotator_id) as annotator,
  (select name from annotators where annotators.id = attributions.reviewed_by) as reviewer,
  (select kind from annotators where annotators.id = attributions.annotator_id) as annotator_kind
from attributions;

create view attribution_span_details as
select
  attribution_spans.*,
  (select actors.name from attributions join actors on actors.id = attributions.speaker_id
    where attributions.id = attribution_spans.attribution_id) as source,
  spans.document_id,
  spans.start_char,
  spans.end_char,
  spans.exact,
  spans.line_start,
  spans.line_end
from attribution_spans
join spans on spans.id = attribution_spans.span_id;

create view actor_mention_details as
select
  actor_mentions.*,
  (select name from actors where actors.id = actor_mentions.actor_id) as actor,
  (select wikidata_id from actors where actors.id = actor_mentions.actor_id) as wikidata_id,
  spans.document_id,
  spans.start_char,
  spans.end_char,
  spans.exact,
  spans.line_start,
  spans.line_end
from actor_mentions
join spans on spans.id = actor_mentions.span_id;

create view location_mention_details as
select
  location_mentions.*,
  (select name from locations where locations.id = location_mentions.location_id) as location,
  (select latitude from locations where locations.id = location_mentions.location_id) as latitude,
  (select longitude from locations where locations.id = location_mentions.location_id) as longitude,
  (select geonames_id from locations where locations.id = location_mentions.location_id) as geonames_id,
  (select wikidata_id from locations where locations.id = location_mentions.location_id) as wikidata_id,
  spans.document_id,
  spans.start_char,
  spans.end_char,
  spans.exact,
  spans.line_start,
  spans.line_end
from location_mentions
join spans on spans.id = location_mentions.span_id;

create view time_mention_details as
select
  time_mentions.*,
  (select name from dates where dates.id = time_mentions.date) as date_name,
  spans.document_id,
  spans.start_char,
  spans.end_char,
  spans.exact,
  spans.line_start,
  spans.line_end
from time_mentions
join spans on spans.id = time_mentions.span_id;

create view citation_details as
select
  citations.*,
  (select name from sources where sources.id = citations.source_id) as source,
  (select url from sources where sources.id = citations.source_id) as url,
  (select url_status from sources where sources.id = citations.source_id) as url_status,
  (select title from documents where documents.id = spans.document_id) as document,
  spans.document_id,
  spans.start_char,
  spans.end_char,
  spans.exact,
  spans.line_start,
  spans.line_end
from citations
join spans on spans.id = citations.span_id;

create view text_issue_details as
select
  text_issues.*,
  (select name from issue_types where issue_types.id = text_issues.issue_type) as issue_type_name,
  (select definition from issue_types where issue_types.id = text_issues.issue_type) as issue_type_definition,
  (select language from documents where documents.id = spans.document_id) as language,
  spans.document_id,
  spans.start_char,
  spans.end_char,
  spans.exact,
  spans.line_start,
  spans.line_end
from text_issues
join spans on spans.id = text_issues.span_id;

-- A document without its text.
create view document_details as
select
  id,
  title,
  sha256,
  path,
  encoding,
  encoding_basis,
  language,
  author_id,
  (select name from actors where actors.id = documents.author_id) as author,
  (select actor_type from actors where actors.id = documents.author_id) as author_type,
  (select wikidata_id from actors where actors.id = documents.author_id) as author_wikidata_id,
  publisher_id,
  (select name from actors where actors.id = documents.publisher_id) as publisher,
  (select actor_type from actors where actors.id = documents.publisher_id) as publisher_type,
  (select wikidata_id from actors where actors.id = documents.publisher_id) as publisher_wikidata_id,
  published,
  (select name from dates where dates.id = documents.published) as published_name,
  (select earliest from dates where dates.id = documents.published) as earliest,
  (select latest from dates where dates.id = documents.published) as latest,
  source_url,
  rights,
  reading,
  annotator_id,
  (select name from annotators where annotators.id = documents.annotator_id) as annotator,
  note,
  characters
from documents;

create view span_details as
select
  spans.*,
  (select title from documents where documents.id = spans.document_id) as document,
  (select language from documents where documents.id = spans.document_id) as language,
  (select reading from documents where documents.id = spans.document_id) as reading
from spans;

create view section_details as
select
  sections.*,
  (select name from dates where dates.id = sections.reference_date) as reference_date_name,
  spans.document_id,
  spans.start_char,
  spans.end_char,
  spans.exact,
  spans.line_start,
  spans.line_end
from sections
join spans on spans.id = sections.span_id;

create view sentence_details as
select
  sentences.rowid as number,
  sentences.*,
  (select title from documents where documents.id = spans.document_id) as document,
  spans.document_id,
  spans.start_char,
  spans.end_char,
  spans.exact,
  spans.line_start,
  spans.line_end
from sentences
join spans on spans.id = sentences.span_id;

-- Everything that is marked in a text, by the layer in which the reading page draws it. Each layer starts from the
-- spans of a document, and reads nothing where another layer is asked for.
create view marks as
select 'claims' as layer, spans.document_id, start_char, end_char, claims.id, review_status, null as role
from spans cross join claims on claims.span_id = spans.id
union all
select 'quotes', spans.document_id, start_char, end_char, quotes.id, review_status, null
from spans cross join quotes on quotes.span_id = spans.id
union all
select 'attributions', spans.document_id, start_char, end_char, attributions.id, review_status, role
from spans cross join attribution_spans on attribution_spans.span_id = spans.id
cross join attributions on attributions.id = attribution_spans.attribution_id
union all
select 'people', spans.document_id, start_char, end_char, actor_mentions.id, null, null
from spans cross join actor_mentions on actor_mentions.span_id = spans.id
union all
select 'places', spans.document_id, start_char, end_char, location_mentions.id, null, null
from spans cross join location_mentions on location_mentions.span_id = spans.id
union all
select 'times', spans.document_id, start_char, end_char, time_mentions.id, null, null
from spans cross join time_mentions on time_mentions.span_id = spans.id
union all
select 'citations', spans.document_id, start_char, end_char, citations.id, null, null
from spans cross join citations on citations.span_id = spans.id
union all
select 'issues', spans.document_id, start_char, end_char, text_issues.id, null, null
from spans cross join text_issues on text_issues.span_id = spans.id;

-- People, places, sources and dates, with the number of claims.
create view actor_details as
select
  actors.*,
  (select name from actor_types where actor_types.id = actors.actor_type) as actor_type_name,
  (select name from actors as wholes where wholes.id = actors.part_of_id) as whole,
  coalesce((select claims from claim_counts where kind = 'claimant' and claim_counts.id = actors.id), 0) as claims_made,
  coalesce((select claims from claim_counts where kind = 'actor' and claim_counts.id = actors.id), 0) as claims_about
from actors;

create view location_details as
select
  locations.*,
  (select name from feature_codes where feature_codes.id = locations.feature_code) as feature_code_name,
  (select definition from feature_codes where feature_codes.id = locations.feature_code) as feature_code_definition,
  (select name from geo_precisions where geo_precisions.id = locations.geo_precision) as geo_precision_name,
  (select definition from geo_precisions where geo_precisions.id = locations.geo_precision) as geo_precision_definition,
  coalesce((select claims from claim_counts where kind = 'location' and claim_counts.id = locations.id), 0) as claims
from locations;

-- What an actor or place is called elsewhere, each name with the others that have it too.
create view other_names as
select
  'actor' as bearer,
  actor_names.actor_id as id,
  actor_names.name,
  actor_names.language,
  (select name from name_kinds where name_kinds.id = actor_names.kind) as kind_name,
  (select json_group_array(json_object('id', actors.id, 'name', actors.name))
    from actor_names as same join actors on actors.id = same.actor_id
    where same.name = actor_names.name and same.actor_id <> actor_names.actor_id) as shared_with,
  actor_names.rowid as number
from actor_names
where actor_names.kind not in ('usual', 'spelling')
union all
select
  'place',
  location_names.location_id,
  location_names.name,
  location_names.language,
  (select name from name_kinds where name_kinds.id = location_names.kind),
  (select json_group_array(json_object('id', locations.id, 'name', locations.name))
    from location_names as same join locations on locations.id = same.location_id
    where same.name = location_names.name and same.location_id <> location_names.location_id),
  location_names.rowid
from location_names
where location_names.kind not in ('usual', 'spelling');

create view source_details as
select
  sources.*,
  (select name from actors where actors.id = sources.publisher_id) as publisher,
  (select name from dates where dates.id = sources.published) as published_name,
  coalesce((select claims from claim_counts where kind = 'source' and claim_counts.id = sources.id), 0) as claims,
  exists (select 1 from citations where citations.source_id = sources.id and is_closed = 0) as is_unclosed
from sources;

-- Dates of each kind: those that claims are about, and those on which they were made.
create view date_details as
select claim_counts.kind, dates.*, coalesce(earliest, latest) as day, claim_counts.claims
from dates
join claim_counts on claim_counts.kind in ('event_date', 'stated_on') and claim_counts.id = dates.id;

create view actor_counts as
select claim_counts.*, actors.name
from claim_counts
join actors on actors.id = claim_counts.id
where claim_counts.kind in ('claimant', 'actor');

create view voice_details as
select
  voices.*,
  (select name from actors where actors.id = voices.claimant_id) as claimant,
  (select name from actors where actors.id = voices.actor_id) as actor
from voices;

-- Each spelling with the place of its first mention.
create view spelling_details as
select
  counted_spellings.*,
  spans.document_id,
  spans.start_char,
  spans.end_char
from counted_spellings
left join actor_mentions on counted_spellings.kind = 'actor' and actor_mentions.id = counted_spellings.mention
left join location_mentions on counted_spellings.kind = 'place' and location_mentions.id = counted_spellings.mention
join spans on spans.id = coalesce(actor_mentions.span_id, location_mentions.span_id);

-- A relation with both of its claims: "from" is the one that contradicts, supports or qualifies the other.
create view claim_relation_details as
select
  claim_relations.rowid as number,
  claim_relations.*,
  from_claims.statement as from_statement,
  from_claims.factuality as from_factuality,
  from_claims.claimant_id as from_claimant_id,
  (select name from actors where actors.id = from_claims.claimant_id) as from_claimant,
  to_claims.statement as to_statement,
  to_claims.claimant_id as to_claimant_id,
  (select name from actors where actors.id = to_claims.claimant_id) as to_claimant
from claim_relations
join claims as from_claims on from_claims.id = claim_relations.from_claim_id
join claims as to_claims on to_claims.id = claim_relations.to_claim_id;

-- The same from each claim that has it, and from either: how another claim relates to it. A repeat inherits the relations
-- of what it repeats, and of its other repeats; "given" is the claim of which the relation is written.
create view relations_from_claims as
select claim_relations.rowid as number, claim_relations.id as relation_id, claims.id as claim_id, 'from' as side,
  claim_relations.relation, claim_relations.rationale, given.id as given_id, cast(claims.id <> given.id as integer) as is_inherited,
  others.id as other_id, others.statement, others.claimant_id,
  (select name from actors where actors.id = others.claimant_id) as claimant
from claims
join claims as given on coalesce(given.restates_id, given.id) = coalesce(claims.restates_id, claims.id)
join claim_relations on claim_relations.from_claim_id = given.id
join claims as others on others.id = claim_relations.to_claim_id;

create view relations_to_claims as
select claim_relations.rowid as number, claim_relations.id as relation_id, claims.id as claim_id, 'to' as side,
  claim_relations.relation, claim_relations.rationale, given.id as given_id, cast(claims.id <> given.id as integer) as is_inherited,
  others.id as other_id, others.statement, others.claimant_id,
  (select name from actors where actors.id = others.claimant_id) as claimant
from claims
join claims as given on coalesce(given.restates_id, given.id) = coalesce(claims.restates_id, claims.id)
join claim_relations on claim_relations.to_claim_id = given.id
join claims as others on others.id = claim_relations.from_claim_id;

create view relations_of_claims as
select * from relations_from_claims
union all
select * from relations_to_claims;

-- Events with everything that their keys refer to, where they are, what is claimed about them, and what others say of that.
create view event_details as
select
  events.*,
  (select name from event_types where event_types.id = events.event_type) as event_type_name,
  (select definition from event_types where event_types.id = events.event_type) as event_type_definition,
  (select name from dates where dates.id = events.date) as date_name,
  (select earliest from dates where dates.id = events.date) as earliest,
  (select latest from dates where dates.id = events.date) as latest,
  (select name from events as wholes where wholes.id = events.part_of_id) as whole,
  counted_events.position,
  counted_events.depth,
  counted_events.claims,
  counted_events.claimants,
  counted_events.documents,
  counted_events.disputes,
  counted_events.corroborations
from events
join counted_events on counted_events.event_id = events.id;

create view event_location_details as
select event_locations.event_id, locations.*
from event_locations
join locations on locations.id = event_locations.location_id;

create view event_claim_details as
select claim_events.event_id, claim_details.*
from claim_events
join claim_details on claim_details.id = claim_events.claim_id;

create view event_relation_details as
select event_relations.event_id, claim_relation_details.*
from event_relations
join claim_relation_details on claim_relation_details.id = event_relations.relation_id;

-- The events that a claim is about.
create view claim_event_details as
select claim_events.claim_id, event_details.*
from claim_events
join event_details on event_details.id = claim_events.event_id;

-- The many-to-many of a claim.
create view claim_actor_details as
select claim_actors.*, actors.name as actor, actors.actor_type, actors.wikidata_id
from claim_actors
join actors on actors.id = claim_actors.actor_id;

create view claim_location_details as
select claim_locations.*, locations.name as location, locations.latitude, locations.longitude, locations.wikidata_id
from claim_locations
join locations on locations.id = claim_locations.location_id;

create view claim_citation_details as
select claim_citations.claim_id, claim_citations.scope, claim_citations.certainty, citation_details.*
from claim_citations
join citation_details on citation_details.id = claim_citations.citation_id;

create view quantity_details as
select
  quantities.*,
  spans.document_id,
  spans.start_char,
  spans.end_char,
  spans.exact,
  spans.line_start,
  spans.line_end
from quantities
join spans on spans.id = quantities.span_id;

-- What was measured.
create view evaluation_score_details as
select
  evaluation_scores.rowid as number,
  evaluation_scores.*,
  evaluations.name as evaluation,
  evaluations.kind,
  evaluations.document_id,
  (select group_concat(other, '; ') from (
    select system || ' ' || f as other from evaluation_peers where score_id = evaluation_scores.id
    order by evaluation_peers.f desc limit 2)) as others
from evaluation_scores
join evaluations on evaluations.id = evaluation_scores.evaluation_id;

create view evaluation_error_details as
select
  evaluation_errors.rowid as number,
  evaluation_errors.*,
  error_kinds.name as kind_name,
  error_kinds.definition as kind_definition
from evaluation_errors
join error_kinds on error_kinds.id = evaluation_errors.kind;

-- How far off the scores of each table are: the expected calibration error, from 0 to 1.
create view calibrations as
select
  row_table,
  sum(rows) as rows,
  round(sum(abs(score * rows - correct)) / sum(rows), 3) as error
from score_tenths
group by row_table;

create view evaluation_disagreement_details as
select
  evaluation_disagreements.rowid as number,
  evaluation_disagreements.*,
  (select name from error_kinds where error_kinds.id = evaluation_disagreements.kind) as kind_name,
  (select definition from error_kinds where error_kinds.id = evaluation_disagreements.kind) as kind_definition,
  (select name from evaluations where evaluations.id = evaluation_disagreements.evaluation_id) as evaluation,
  (select kind from evaluations where evaluations.id = evaluation_disagreements.evaluation_id) as comparison,
  spans.document_id,
  spans.start_char,
  spans.end_char,
  spans.exact,
  spans.line_start,
  spans.line_end
from evaluation_disagreements
join spans on spans.id = evaluation_disagreements.span_id;

create view evaluation_details as
select
  evaluations.*,
  (select title from documents where documents.id = evaluations.document_id) as title,
  (select sum(times) from evaluations as machine
    join evaluation_errors on evaluation_errors.evaluation_id = machine.id
    where machine.document_id = evaluations.document_id and machine.kind = 'machine') as differences
from evaluations;

-- From a name that a view shows, and a filter by it, to the rows of the view: the names are looked up by an index, and
-- the rows from them. For every other view and filter nothing is read.
create view rows_by_name as
select 'claims_in_context' as view, 'document' as filter, documents.title as name, claims.rowid as search_id
from documents cross join claims on claims.document_id = documents.id
union all
select 'claims_in_context', 'section', sections.shown_title, claims.rowid
from sections cross join claims on claims.section_id = sections.id
union all
select 'claims_in_context', 'event_date', dates.name, claims.rowid
from dates cross join claims on claims.event_date = dates.id
union all
select 'claims_in_context', 'stated_on', dates.name, claims.rowid
from dates cross join claims on claims.stated_on = dates.id
union all
select 'claims_in_context', case claim_actors.role when 'actor' then 'actors' when 'recipient' then 'recipients'
  else 'others' end || '__arraycontains', actors.name, claims.rowid
from actors cross join claim_actors on claim_actors.actor_id = actors.id
cross join claims on claims.id = claim_actors.claim_id
union all
select 'claims_in_context', 'involved__arraycontains', actors.name, claims.rowid
from actors cross join claim_actors on claim_actors.actor_id = actors.id
cross join claims on claims.id = claim_actors.claim_id
union all
select 'claims_in_context', 'locations__arraycontains', locations.name, claims.rowid
from locations cross join claim_locations on claim_locations.location_id = locations.id
cross join claims on claims.id = claim_locations.claim_id
union all
select 'claims_in_context', 'events__arraycontains', events.name, claims.rowid
from events cross join claim_events on claim_events.event_id = events.id
cross join claims on claims.id = claim_events.claim_id
union all
select 'claims_in_context', 'sources__arraycontains', sources.name, claims.rowid
from sources cross join citations on citations.source_id = sources.id
cross join claim_citations on claim_citations.citation_id = citations.id
cross join claims on claims.id = claim_citations.claim_id
union all
select 'quotes_in_context', 'document', documents.title, quotes.rowid
from documents cross join spans on spans.document_id = documents.id cross join quotes on quotes.span_id = spans.id
union all
select 'quotes_in_context', 'section', sections.shown_title, quotes.rowid
from sections cross join quotes on quotes.section_id = sections.id
union all
select 'sentences_in_context', 'document', documents.title, sentences.rowid
from documents cross join spans on spans.document_id = documents.id
cross join sentences on sentences.span_id = spans.id
union all
select 'sentences_in_context', 'section', sections.shown_title, sentences.rowid
from sections cross join sentences on sentences.section_id = sections.id;

-- Who decided what about a claim, when and why.
create view decision_details as
select
  decisions.*,
  (select name from decision_kinds where decision_kinds.id = decisions.decision) as decision_name,
  (select name from annotators where annotators.id = decisions.decided_by) as person,
  (select title from documents where documents.id = decisions.document_id) as document,
  cast(exists (select 1 from decisions as later where later.undoes_id = decisions.id and not exists (
    select 1 from decisions as last where last.undoes_id = later.id)) as integer) as is_undone
from decisions;

-- The claims in the order in which a person looks at them: by document, the most doubtful first.
create view claims_to_review as
select
  claims.id,
  claims.document_id,
  documents.rowid as document_number,
  case coalesce(doubtful_claims.certainty, 'certain') when 'certain' then 2 when 'less-certain' then 1 else 0 end as sureness,
  coalesce(claims.score, 1) as score,
  spans.start_char,
  spans.end_char
from claims
join documents on documents.id = claims.document_id
join spans on spans.id = claims.span_id
left join doubtful_claims on doubtful_claims.claim_id = claims.id;
