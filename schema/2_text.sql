-- Text: the only place where characters and offsets live. Offsets are Unicode code points of documents.text,
-- from 0, end excluded (W3C Web Annotation). Ids are made of a document's id and offsets, so that no other
-- document can ever change them.

create table documents (
  id text primary key,
  title text not null,
  text text not null,
  sha256 text not null unique check (length(sha256) = 64),
  path text not null unique,
  encoding text not null,
  encoding_basis text not null references encoding_bases(id),
  language text not null,
  author_id text references actors(id),
  publisher_id text references actors(id),
  published text references dates(id),
  source_url text,
  rights text,
  reading text not null references readings(id),
  annotator_id text references annotators(id),
  note text,
  characters integer generated always as (length(text)) stored
) strict;

create table spans (
  id text primary key,
  document_id text not null references documents(id),
  start_char integer not null check (start_char >= 0),
  end_char integer not null check (end_char > start_char),
  exact text not null check (length(exact) = end_char - start_char),
  line_start integer not null check (line_start >= 1),
  line_end integer not null check (line_end >= line_start),
  unique (document_id, start_char, end_char),
  unique (id, document_id),
  check (id = document_id || '-' || start_char || '-' || end_char)
) strict;

create table sections (
  id text primary key,
  span_id text not null unique references spans(id),
  title text not null,
  title_is_supplied integer not null check (title_is_supplied in (0, 1)),
  shown_title text not null generated always as (case title_is_supplied when 1 then '[' || title || ']' else title end)
    stored,
  kind text not null references section_kinds(id),
  reference_date text references dates(id),
  reference_date_basis text,
  check (reference_date is null or reference_date_basis is not null)
) strict;

create table sentences (
  id text primary key,
  span_id text not null unique references spans(id),
  section_id text not null references sections(id),
  no_claim_reason text
) strict;
