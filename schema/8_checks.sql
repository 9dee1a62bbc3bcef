-- Rules that keys can't express. A database is published only if this view is empty.

create view broken_rules as
select
  'claims' as broken,
  claims.id,
  'has a claimant who is neither its attribution''s source nor the author' as rule,
  claims.document_id
from claims
join documents on documents.id = claims.document_id
left join attributions on attributions.id = claims.attribution_id
where claims.claimant_id is not
  case when claims.attribution_id is null then documents.author_id else attributions.speaker_id end
union all
select placed.broken, placed.id, 'is not within its section', spans.document_id
from (
  select 'claims' as broken, id, span_id, section_id from claims
  union all select 'quotes', id, span_id, section_id from quotes
  union all select 'sentences', id, span_id, section_id from sentences
) as placed
join spans on spans.id = placed.span_id
join sections on sections.id = placed.section_id
join spans as whole on whole.id = sections.span_id
where whole.document_id <> spans.document_id
  or spans.start_char < whole.start_char
  or spans.end_char > whole.end_char
union all
select 'attributions', attributions.id, 'has words of another document', attributions.document_id
from attributions
join attribution_spans on attribution_spans.attribution_id = attributions.id
join spans on spans.id = attribution_spans.span_id
where spans.document_id <> attributions.document_id
union all
select 'quotes', quotes.id, 'belongs to an attribution of another document', spans.document_id
from quotes
join spans on spans.id = quotes.span_id
join attributions on attributions.id = quotes.attribution_id
where attributions.document_id <> spans.document_id
union all
select 'quotes', quotes.id, 'continues a quote of another document', spans.document_id
from quotes
join spans on spans.id = quotes.span_id
join quotes as earlier on earlier.id = quotes.continues_id
join spans as before on before.id = earlier.span_id
where before.document_id <> spans.document_id
union all
select 'claims', claims.id, 'is carried by an attribution of another document', claims.document_id
from claims
join attributions on attributions.id = claims.attribution_id
where attributions.document_id <> claims.document_id
union all
select 'claims', claims.id, 'is in a quote of another document', claims.document_id
from claims
join quotes on quotes.id = claims.quote_id
join spans on spans.id = quotes.span_id
where spans.document_id <> claims.document_id
union all
select 'claims', claims.id, 'is covered by a citation of another document', claims.document_id
from claims
join claim_citations on claim_citations.claim_id = claims.id
join citations on citations.id = claim_citations.citation_id
join spans on spans.id = citations.span_id
where spans.document_id <> claims.document_id
union all
select 'sections', sections.id, 'counts its days from a date without a beginning or an end', spans.document_id
from sections
join spans on spans.id = sections.span_id
where sections.reference_date like '/%' or sections.reference_date like '../%'
  or sections.reference_date like '%/' or sections.reference_date like '%/..'
union all
select made.broken, made.id, 'is not reviewed by a person as its status says', made.document_id
from (
  select 'claims' as broken, id, document_id, review_status, reviewed_by from claims
  union all select 'attributions', id, document_id, review_status, reviewed_by from attributions
  union all select 'quotes', quotes.id, spans.document_id, review_status, reviewed_by
    from quotes join spans on spans.id = quotes.span_id
) as made
left join annotators on annotators.id = made.reviewed_by
where (annotators.kind is 'person') = (made.review_status in ('proposed', 'settled'))
union all
select 'actors', id, 'has no usual name that is its own', null
from actors
where not exists (
  select 1 from actor_names where actor_id = actors.id and actor_names.name = actors.name and kind = 'usual'
)
union all
select 'locations', id, 'has no usual name that is its own', null
from locations
where not exists (
  select 1 from location_names where location_id = locations.id and location_names.name = locations.name and kind = 'usual'
)
union all
select 'evaluation_disagreements', evaluation_disagreements.id, 'is about words of another document', evaluations.document_id
from evaluation_disagreements
join evaluations on evaluations.id = evaluation_disagreements.evaluation_id
join spans on spans.id = evaluation_disagreements.span_id
where spans.document_id is not evaluations.document_id
union all
select 'evaluation_errors', evaluation_errors.id, 'does not count its disagreements', evaluations.document_id
from evaluation_errors
join evaluations on evaluations.id = evaluation_errors.evaluation_id
where evaluations.document_id is not null
  and evaluation_errors.times <> (
    select count(*) from evaluation_disagreements as one
    where one.evaluation_id = evaluation_errors.evaluation_id
      and one.layer = evaluation_errors.layer
      and one.same is evaluation_errors.same
      and one.kind = evaluation_errors.kind
  )
union all
select 'evaluation_scores', evaluation_scores.id, 'loses rows that no kind of error explains', evaluations.document_id
from evaluation_scores
join evaluations on evaluations.id = evaluation_scores.evaluation_id
where evaluations.document_id is not null
  and evaluation_scores.same is null
  and (evaluation_scores.reference_rows - found, evaluation_scores.measured_rows - correct) <> (
    select coalesce(sum(one.reference_rows), 0), coalesce(sum(one.measured_rows), 0)
    from evaluation_errors as one
    where one.evaluation_id = evaluation_scores.evaluation_id
      and one.layer = evaluation_scores.layer
      and one.same is null
  );
