-- Who says what: attribution (PARC: source, cue, content), quote (between marks), claim (one proposition).

-- (id, speaker_id) is a composite parent: a quote's speaker and a claim's claimant are columns of their own, to be
-- read and faceted, and still can never disagree with the attribution.
create table attributions (
  id text primary key,
  document_id text not null references documents(id),
  speaker_id text references actors(id),
  source_id text generated always as (speaker_id) virtual,
  manner text not null references manners(id),
  source_is_inferred integer not null check (source_is_inferred in (0, 1)),
  stated_on text references dates(id),
  certainty text not null references certainties(id),
  annotator_id text not null references annotators(id),
  review_status text not null references review_statuses(id),
  reviewed_by text references annotators(id),
  reviewed_on text check (reviewed_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  score real check (score between 0 and 1),
  scored_as text,
  check ((reviewed_by is null) = (reviewed_on is null)),
  unique (id, speaker_id)
) strict;

create table attribution_spans (
  attribution_id text not null references attributions(id),
  role text not null references attribution_roles(id),
  span_id text not null references spans(id),
  primary key (attribution_id, role, span_id)
) strict;

create table quotes (
  id text primary key,
  span_id text not null unique references spans(id),
  section_id text not null references sections(id),
  quote_type text not null references quote_types(id),
  attribution_id text references attributions(id),
  speaker_id text references actors(id),
  continues_id text references quotes(id),
  mark_status text not null references mark_statuses(id),
  annotator_id text not null references annotators(id),
  review_status text not null references review_statuses(id),
  reviewed_by text references annotators(id),
  reviewed_on text check (reviewed_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  check ((reviewed_by is null) = (reviewed_on is null)),
  check (continues_id <> id),
  check (attribution_id is not null or speaker_id is null),
  foreign key (attribution_id, speaker_id) references attributions(id, speaker_id)
) strict;

-- Without an attribution the claimant is the document's author. Values are those of the vocabularies.
create table claims (
  id text primary key,
  statement text not null check (length(statement) > 0),
  claimant_id text references actors(id),
  claim_type text not null references claim_types(id),
  event_type text references event_types(id),
  event_subtype text references event_subtypes(id),
  factuality text not null references factuality_values(id),
  event_date text references dates(id),
  stated_on text references dates(id),
  attribution_id text references attributions(id),
  quote_id text references quotes(id),
  restates_id text references claims(id),
  document_id text not null references documents(id),
  section_id text not null references sections(id),
  span_id text not null references spans(id),
  annotator_id text not null references annotators(id),
  review_status text not null references review_statuses(id),
  reviewed_by text references annotators(id),
  reviewed_on text check (reviewed_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  score real check (score between 0 and 1),
  scored_as text,
  note text,
  check ((reviewed_by is null) = (reviewed_on is null)),
  check (restates_id <> id),
  foreign key (attribution_id, claimant_id) references attributions(id, speaker_id),
  foreign key (event_subtype, event_type) references event_subtypes(id, event_type),
  check (event_subtype is null or event_type is not null),
  foreign key (span_id, document_id) references spans(id, document_id)
) strict;

create table claim_actors (
  claim_id text not null references claims(id),
  actor_id text not null references actors(id),
  role text not null references actor_roles(id),
  primary key (claim_id, actor_id, role)
) strict;

create table claim_locations (
  claim_id text not null references claims(id),
  location_id text not null references locations(id),
  role text not null references location_roles(id),
  primary key (claim_id, location_id, role)
) strict;

create table claim_citations (
  claim_id text not null references claims(id),
  citation_id text not null references citations(id),
  scope text not null references citation_scopes(id),
  certainty text not null references certainties(id),
  primary key (claim_id, citation_id)
) strict;

-- How many or how much a claim says. A bound may itself be excluded: “less than 20” is at most 20.
create table quantities (
  id text primary key,
  claim_id text not null references claims(id),
  span_id text not null references spans(id),
  value real,
  lower real,
  upper real,
  unit text not null,
  vagueness text not null references vaguenesses(id),
  note text,
  unique (claim_id, span_id),
  check (vagueness <> 'exact' or (value is not null and lower is null and upper is null)),
  check (vagueness <> 'about' or value is not null),
  check (vagueness <> 'at-most' or (value is null and lower is null and upper is not null)),
  check (vagueness <> 'at-least' or (value is null and lower is not null and upper is null)),
  check (vagueness <> 'vague' or value is null),
  check (lower <= upper)
) strict;

create table claim_relations (
  id text primary key,
  from_claim_id text not null references claims(id),
  relation text not null references relation_types(id),
  to_claim_id text not null references claims(id),
  rationale text not null,
  check (from_claim_id <> to_claim_id),
  unique (from_claim_id, relation, to_claim_id)
) strict;

create table text_issues (
  id text primary key,
  span_id text not null references spans(id),
  issue_type text not null references issue_types(id),
  proposed_reading text,
  certainty text not null references certainties(id),
  note text
) strict;
