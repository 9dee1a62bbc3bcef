-- Full-text search. The brackets round content are needed: Datasette finds a search table by that spelling,
-- and silently returns every row for any other. Diacritics are folded, so Latakia's spellings stay near.

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

create virtual table passages_fts using fts5(
  passage,
  content=[passages], content_rowid=[search_id], tokenize='unicode61 remove_diacritics 2'
);
insert into passages_fts(passages_fts) values ('rebuild');
insert into passages_fts(passages_fts) values ('optimize');
