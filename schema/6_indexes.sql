-- Built after loading. A facet page filters on one column and counts another: measured, an index on each
-- column alone is a trap once ANALYZE has run (a 45 % filter sends every count to the table), while an index
-- that leads with the filtered column and carries all the others answers from itself. If a column is NULL in almost
-- every row, its index leaves those rows out: included, they make SQLite believe that any value is as common.

create index documents_by_length on documents(characters);
create index documents_by_title on documents(title);
create index documents_by_reading on documents(reading, id, language);
create index documents_by_author on documents(author_id);
create index documents_by_publisher on documents(publisher_id);
create index sections_by_title on sections(shown_title);
create index sentences_by_section on sentences(section_id);
create index actors_by_whole on actors(part_of_id) where part_of_id is not null;
create index locations_by_whole on locations(part_of_id) where part_of_id is not null;
create unique index actor_names_usual on actor_names(actor_id) where kind = 'usual';
create unique index location_names_usual on location_names(location_id) where kind = 'usual';
create index actor_names_by_name on actor_names(name, kind, language);
create index location_names_by_name on location_names(name, kind, language);
create index actor_names_by_kind on actor_names(kind, language, actor_id);
create index location_names_by_kind on location_names(kind, language, location_id);
create index actor_names_by_language on actor_names(language, kind, actor_id);
create index location_names_by_language on location_names(language, kind, location_id);
create index actor_mentions_by_actor on actor_mentions(actor_id, form);
create index location_mentions_by_location on location_mentions(location_id, form);
create index citations_by_source on citations(source_id);
create index attributions_by_document on attributions(document_id);
create index attributions_by_speaker on attributions(speaker_id, manner);
create index attribution_spans_by_span on attribution_spans(span_id);
create index quotes_by_speaker on quotes(speaker_id, quote_type);
create index quotes_by_attribution on quotes(attribution_id) where attribution_id is not null;
create index quotes_by_first on quotes(continues_id) where continues_id is not null;
create index quotes_by_section on quotes(section_id);
create index text_issues_by_span on text_issues(span_id);

create index claims_by_claimant on claims(claimant_id, claim_type, event_type, factuality, review_status, document_id);
create index claims_by_type on claims(claim_type, claimant_id, event_type, factuality, review_status, document_id);
create index claims_by_event on claims(event_type, claimant_id, claim_type, factuality, review_status, document_id);
create index claims_by_factuality on claims(factuality, claimant_id, claim_type, event_type, review_status, document_id);
create index claims_by_review on claims(review_status, claimant_id, claim_type, event_type, factuality, document_id);
create index claims_by_document on claims(document_id, claimant_id, claim_type, event_type, factuality, review_status);
create index decisions_by_claim on decisions(claim_id, number) where claim_id is not null;
create index decisions_by_person on decisions(decided_by, decision);
create index decisions_lost on decisions(lost_because) where lost_because is not null;
create index decisions_by_undone on decisions(undoes_id) where undoes_id is not null;
create index claims_by_section on claims(section_id);
create index claims_by_date on claims(event_date);
create index claims_by_saying on claims(stated_on);
create index dates_by_day on dates(coalesce(earliest, latest), id);
create index dates_by_last_day on dates(latest);
create index claims_by_span on claims(span_id);
create index claims_by_attribution on claims(attribution_id) where attribution_id is not null;
create index claims_by_quote on claims(quote_id) where quote_id is not null;
-- A claim and its repeats are one proposition: views that compare propositions use this very expression.
create index claims_by_proposition on claims(coalesce(restates_id, id));
create index claims_by_subtype on claims(event_subtype) where event_subtype is not null;
create index claims_by_first on claims(restates_id) where restates_id is not null;

create index claim_actors_by_actor on claim_actors(actor_id, role);
create index claim_locations_by_location on claim_locations(location_id, role);
create index claim_citations_by_citation on claim_citations(citation_id);
create index quantities_by_span on quantities(span_id);
create index quantities_by_unit on quantities(unit, vagueness);
create index claim_relations_by_target on claim_relations(to_claim_id);
create index claim_relations_by_kind on claim_relations(relation);

create index events_by_whole on events(part_of_id) where part_of_id is not null;
create index event_locations_by_location on event_locations(location_id);
create index claim_events_by_event on claim_events(event_id);

create index evaluations_by_document on evaluations(document_id, kind);
create index evaluations_by_kind on evaluations(kind);
create index evaluation_scores_by_evaluation on evaluation_scores(evaluation_id);
create index evaluation_scores_with_goals on evaluation_scores(at_least) where at_least is not null;
create index evaluation_peers_by_score on evaluation_peers(score_id, f);
create index evaluation_errors_by_evaluation on evaluation_errors(evaluation_id);
create index evaluation_disagreements_by_evaluation on evaluation_disagreements(evaluation_id, layer, same, kind);
create index evaluation_disagreements_by_span on evaluation_disagreements(span_id);

-- A span that is added later must quote its document. While loading, spans are cut from the text itself, and the
-- build compares every one before it publishes the database: here each would read the whole text again.
create trigger spans_quote_their_document before insert on spans begin
  select raise(abort, 'span text does not match its document')
  where new.exact is not (
    select substr(text, new.start_char + 1, new.end_char - new.start_char)
    from documents where id = new.document_id
  );
end;
