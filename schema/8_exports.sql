-- Views made for exports alone, in the shape that one format needs.

-- A place on the map, with its identifiers elsewhere.
create view location_features as
select
  mapped_locations.id,
  mapped_locations.name,
  mapped_locations.feature,
  (select name from geo_precisions where geo_precisions.id = mapped_locations.geo_precision) as precision,
  mapped_locations.longitude,
  mapped_locations.latitude,
  mapped_locations.part_of,
  mapped_locations.mentions,
  mapped_locations.claims,
  locations.country_code,
  locations.coordinate_source,
  locations.geonames_id,
  locations.wikidata_id,
  (select json_group_array(json_object('name', name, 'language', language, 'kind', kind)) from (
    select name, language, kind from location_names
    where location_id = locations.id and kind <> 'usual' order by rowid)) as names,
  locations.note
from mapped_locations
join locations on locations.id = mapped_locations.id;

-- A claim at a place on the map, terms by their names.
create view claim_features as
select
  claims.id,
  claims.statement,
  (select name from actors where actors.id = claims.claimant_id) as claimant,
  (select name from claim_types where claim_types.id = claims.claim_type) as claim_type,
  (select name from factuality_values where factuality_values.id = claims.factuality) as factuality,
  (select name from dates where dates.id = claims.event_date) as event_date,
  (select name from dates where dates.id = claims.stated_on) as stated_on,
  claim_locations.role,
  mapped_locations.id as location_id,
  mapped_locations.name as location,
  (select name from geo_precisions where geo_precisions.id = mapped_locations.geo_precision) as precision,
  mapped_locations.longitude,
  mapped_locations.latitude
from claim_locations
join claims on claims.id = claim_locations.claim_id
join mapped_locations on mapped_locations.id = claim_locations.location_id;

-- An attribution with all its spans, a JSON array of [start, end, role], and where the first one begins.
create view attribution_marks as
select
  attribution_details.*,
  (select json_group_array(json_array(start_char, end_char, role)) from attribution_span_details
    where attribution_span_details.attribution_id = attribution_details.id) as spans,
  (select min(start_char) from attribution_span_details
    where attribution_span_details.attribution_id = attribution_details.id) as start_char
from attribution_details;

-- One row: the days that claims are about, without open ends, and the box around the places on the map.
create view dataset_extent as
select
  (select earliest from dates
    where earliest is not null and exists (select 1 from claims where claims.event_date = dates.id)
    order by earliest limit 1) as earliest,
  (select latest from dates
    where latest is not null and exists (select 1 from claims where claims.event_date = dates.id)
    order by latest desc limit 1) as latest,
  (select min(latitude) from mapped_locations) as south,
  (select min(longitude) from mapped_locations) as west,
  (select max(latitude) from mapped_locations) as north,
  (select max(longitude) from mapped_locations) as east;
