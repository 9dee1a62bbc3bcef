-- Views made for pages and exports: the rows of a table, and beside each key what it refers to. A key x_id has its
-- words in x; a term or date x has its name in x_name and its definition in x_definition. Only the span is joined,
-- because rows are found and ordered by it; everything else is a subquery, which costs nothing where its column is not
-- asked for. None of these views groups or sorts, so that SQLite looks rows up through them by any index of the table.

-- What a list of claims shows.
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
  review_status,
  quote_id,
  document_id
from claims;

-- What the page of a claim shows, and what exports say of it.
create view claim_details as
select
  claims.rowid as number,
  claims.*,
  (select name from actors where actors.id = claims.claimant_id) as claimant,
  (select actor_type from actors where actors.id = claims.claimant_id) as claimant_type,
  (select wikidata_id from actors where actors.id = claims.claimant_id) as claimant_wikidata_id,
  (select name from claim_types where claim_types.id = claims.claim_type) as claim_type_name,
  (select definition from claim_types where claim_types.id = claims.claim_type) as claim_type_definition,
  (select name from event_types where event_types.id = claims.event_type) as event_type_name,
  (select definition from event_types where event_types.id = claims.event_type) as event_type_definition,
  (select name from factuality_values where factuality_values.id = claims.factuality) as factuality_name,
  (select definition from factuality_values where factuality_values.id = claims.factuality) as factuality_definition,
  (select name from dates where dates.id = claims.event_date) as event_date_name,
  (select earliest from dates where dates.id = claims.event_date) as earliest,
  (select latest from dates where dates.id = claims.event_date) as latest,
  (select manner from attributions where attributions.id = claims.attribution_id) as manner,
  (select source_is_inferred from attributions where attributions.id = claims.attribution_id) as source_is_inferred,
  (select quoted.exact from quotes join spans as quoted on quoted.id = quotes.span_id
    where quotes.id = claims.quote_id) as quote,
  (select statement from claims as first_claims where first_claims.id = claims.restates_id) as restates,
  (select title from documents where documents.id = claims.document_id) as document,
  (select language from documents where documents.id = claims.document_id) as language,
  (select dates.earliest from documents join dates on dates.id = documents.published
    where documents.id = claims.document_id) as published_earliest,
  (select dates.latest from documents join dates on dates.id = documents.published
    where documents.id = claims.document_id) as published_latest,
  (select name from annotators where annotators.id = claims.annotator_id) as annotator,
  (select kind from annotators where annotators.id = claims.annotator_id) as annotator_kind,
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
  (select manner from attributions where attributions.id = quotes.attribution_id) as manner,
  (select source_is_inferred from attributions where attributions.id = quotes.attribution_id) as source_is_inferred,
  (select earlier.exact from quotes as first_parts join spans as earlier on earlier.id = first_parts.span_id
    where first_parts.id = quotes.continues_id) as continues,
  (select title from documents where documents.id = spans.document_id) as document,
  (select name from annotators where annotators.id = quotes.annotator_id) as annotator,
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
  (select name from actors where actors.id = attributions.source_id) as source,
  (select name from annotators where annotators.id = attributions.annotator_id) as annotator,
  (select kind from annotators where annotators.id = attributions.annotator_id) as annotator_kind
from attributions;

create view attribution_span_details as
select
  attribution_spans.*,
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
  published,
  (select name from dates where dates.id = documents.published) as published_name,
  (select earliest from dates where dates.id = documents.published) as earliest,
  (select latest from dates where dates.id = documents.published) as latest,
  source_url,
  rights,
  reading,
  note,
  characters
from documents;

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
select claim_citations.claim_id, claim_citations.scope, citation_details.*
from claim_citations
join citation_details on citation_details.id = claim_citations.citation_id;
