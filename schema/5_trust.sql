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

-- What people decided about the claims of documents, as their logs have it, in the order of the log. A decision applies
-- if it makes its claim what it is: it is not undone, its claim was found again, and nothing was decided since.
create table decisions (
  id text primary key,
  document_id text not null references documents(id),
  number integer not null check (number > 0),
  decision text not null references decision_kinds(id),
  claim_id text references claims(id),
  applies integer not null check (applies in (0, 1)),
  decided_by text not null references annotators(id),
  decided_at text not null check (decided_at glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z'),
  row_id text not null,
  reading text not null,
  exact text not null,
  start_char integer not null check (start_char >= 0),
  says text not null check (json_valid(says)),
  corrections text not null check (json_valid(corrections)),
  note text,
  undoes_id text references decisions(id),
  lost_because text,
  unique (document_id, number),
  check (applies = 0 or claim_id is not null),
  check ((decision = 'undo') = (undoes_id is not null))
) strict;
