-- How far a reading can be trusted, measured against a reference. For each annotated document the machine's reading is
-- compared with its annotation, and two blind readings with each other; the figures on published corpora are those
-- that the project stores (onrecord/evaluation/measured.yml).

create table evaluations (
  id text primary key,
  name text not null,
  kind text not null references evaluation_kinds(id),
  document_id text references documents(id),
  corpus text unique,
  documents integer not null check (documents >= 1),
  reference text not null,
  measured text not null,
  speed real check (speed between 0 and 100),
  check ((kind = 'corpus') = (corpus is not null)),
  check ((kind = 'corpus') = (document_id is null))
) strict;

-- Rows of the reference and of the reading; of either, those that the other also has. Figures are in per cent.
create table evaluation_scores (
  id text primary key,
  evaluation_id text not null references evaluations(id),
  layer text not null references layers(id),
  same text references compared_values(id),
  reference_rows integer not null check (reference_rows >= 0),
  measured_rows integer not null check (measured_rows >= 0),
  found integer not null check (found >= 0),
  correct integer not null check (correct >= 0),
  precision real generated always as (round(100.0 * correct / max(measured_rows, 1), 1)) stored,
  recall real generated always as (round(100.0 * found / max(reference_rows, 1), 1)) stored,
  f real generated always as (
    case when found and correct then round(200.0 / (1.0 * measured_rows / correct + 1.0 * reference_rows / found), 1)
    else 0.0 end) stored,
  kappa real check (kappa between -1 and 1),
  at_least real,
  aim real,
  check (found <= reference_rows and correct <= measured_rows)
) strict;

-- The figures of other systems for the same score.
create table evaluation_peers (
  id text primary key,
  score_id text not null references evaluation_scores(id),
  system text not null,
  f real not null check (f between 0 and 100),
  measured_on text not null,
  unique (score_id, system)
) strict;

create table error_kinds (
  id text primary key,
  name text not null unique,
  definition text not null
) strict;

-- How often each kind of error occurs, and the rows of either side that it costs.
create table evaluation_errors (
  id text primary key,
  evaluation_id text not null references evaluations(id),
  layer text not null references layers(id),
  same text references compared_values(id),
  kind text not null references error_kinds(id),
  times integer not null check (times > 0),
  reference_rows integer not null check (reference_rows >= 0),
  measured_rows integer not null check (measured_rows >= 0)
) strict;

-- Each disagreement about a document of this database, with the words that it is about.
create table evaluation_disagreements (
  id text primary key,
  evaluation_id text not null references evaluations(id),
  layer text not null references layers(id),
  same text references compared_values(id),
  kind text not null references error_kinds(id),
  span_id text not null references spans(id),
  reference text,
  measured text,
  check (reference is not null or measured is not null)
) strict;

-- The machine's rows on published corpora, by what their reading rests on: the words of an id say it, from the coarse to
-- the fine. ``score`` is what the machine gives to rows like these.
create table score_groups (
  id text primary key,
  row_table text not null,
  rows integer not null check (rows > 0),
  correct integer not null check (correct between 0 and rows),
  score real not null check (score between 0 and 1)
) strict;

-- How often rows were right on documents that their scores were not counted on, by tenths of the score.
create table score_tenths (
  id text primary key,
  row_table text not null,
  lowest real not null check (lowest between 0 and 1),
  rows integer not null check (rows > 0),
  score real not null check (score between 0 and 1),
  correct integer not null check (correct between 0 and rows)
) strict;

-- Ids that were published and are in use no more, with the id of the row that took their place, if one did.
create table retired_ids (
  kind text not null,
  id text not null,
  successor_id text,
  since text not null check (since glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  reason text not null,
  primary key (kind, id),
  check (successor_id <> id)
) strict;
