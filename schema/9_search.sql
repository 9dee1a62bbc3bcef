-- Full-text search. The brackets round content are needed: Datasette finds a search table by that spelling,
-- and silently returns every row for any other. Diacritics are folded, so that spellings of one name
-- stay near.

create virtual table claims_fts using fts5(
  statement, passage,
  content=[claims_in_context], content_rowid=[search_id], tokenize='unicode61 remove_diacritics 2'
);
insert into claims_fts(claims_fts) values ('rebuild');
insert into claims_fts(claims_fts) values ('optimize');

create virtual table quotes_fts using fts5(
  quote, speaker,
  content=[quotes_in_context], content_rowid=[search_id], tokenize='unicode61 remove_diacritics 2'
);
insert into quotes_fts(quotes_fts) values ('rebuild');
insert into quotes_fts(quotes_fts) values ('optimize');

create virtual table sentences_fts using fts5(
  sentence,
  content=[sentences_in_context], content_rowid=[search_id], tokenize='unicode61 remove_diacritics 2'
);
insert into sentences_fts(sentences_fts) values ('rebuild');
insert into sentences_fts(sentences_fts) values ('optimize');

-- Usual names, and all others. Standalone: three tables in one.
create virtual table names_fts using fts5(
  kind unindexed, id unindexed, name, spellings, tokenize='unicode61 remove_diacritics 2'
);
insert into names_fts (kind, id, name, spellings)
select 'actor', actors.id, actors.name, coalesce((
  select group_concat(name, ' · ') from (
    select name from actor_names where actor_id = actors.id and kind <> 'usual' order by rowid)), '')
from actors order by actors.rowid;
insert into names_fts (kind, id, name, spellings)
select 'place', locations.id, locations.name, coalesce((
  select group_concat(name, ' · ') from (
    select name from location_names where location_id = locations.id and kind <> 'usual' order by rowid)), '')
from locations order by locations.rowid;
insert into names_fts (kind, id, name, spellings)
select 'source', id, name, coalesce(author, '') || ' ' || coalesce(url, '') from sources order by rowid;
insert into names_fts(names_fts) values ('optimize');

-- What the search page shows of a match. "matched" is what a query is held against: where matched match :words. The
-- words that were found are between the characters 2 and 3.
create view claim_matches as
select claims_fts as matched, rowid as number, rank, highlight(claims_fts, 0, char(2), char(3)) as title,
  snippet(claims_fts, 1, char(2), char(3), '…', 28) as words
from claims_fts;

create view quote_matches as
select quotes_fts as matched, rowid as number, rank, highlight(quotes_fts, 0, char(2), char(3)) as title, '' as words
from quotes_fts;

create view sentence_matches as
select sentences_fts as matched, rowid as number, rank,
  snippet(sentences_fts, 0, char(2), char(3), '…', 48) as title, '' as words
from sentences_fts;

create view name_matches as
select names_fts as matched, rowid as number, rank, kind, id, name, ' · ' || name || ' · ' || spellings || ' · ' as names,
  highlight(names_fts, 2, char(2), char(3)) as title, snippet(names_fts, 3, char(2), char(3), '…', 20) as words
from names_fts;
