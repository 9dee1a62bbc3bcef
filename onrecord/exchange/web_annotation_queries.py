"""The rows of one document that become annotations: by table, in the order of the words."""

from __future__ import annotations

LAYERS = {
    "quotes": """
        select quotes.*, spans.start_char, spans.end_char, actors.name as speaker,
          annotators.name as annotator, annotators.kind as annotator_kind
        from spans join quotes on quotes.span_id = spans.id
        join annotators on annotators.id = quotes.annotator_id
        left join actors on actors.id = quotes.speaker_id
        where spans.document_id = ? order by spans.start_char, spans.end_char, quotes.id
    """,
    "attributions": """
        select attributions.*, actors.name as source, annotators.name as annotator,
          annotators.kind as annotator_kind,
          json_group_array(json_array(parts.start_char, parts.end_char, parts.role)) as spans
        from (
          select attribution_spans.attribution_id, attribution_spans.role, spans.start_char, spans.end_char
          from spans join attribution_spans on attribution_spans.span_id = spans.id where spans.document_id = ?
        ) as parts
        join attributions on attributions.id = parts.attribution_id
        join annotators on annotators.id = attributions.annotator_id
        left join actors on actors.id = attributions.source_id
        group by attributions.id order by min(parts.start_char), attributions.id
    """,
    "claims": """
        select claims.*, spans.start_char, spans.end_char, actors.name as claimant,
          claim_types.name as type_name, factuality_values.name as factuality_name,
          event_types.name as event_name, annotators.name as annotator, annotators.kind as annotator_kind
        from spans join claims on claims.span_id = spans.id
        join annotators on annotators.id = claims.annotator_id
        join claim_types on claim_types.id = claims.claim_type
        join factuality_values on factuality_values.id = claims.factuality
        left join event_types on event_types.id = claims.event_type
        left join actors on actors.id = claims.claimant_id
        where spans.document_id = ? order by spans.start_char, spans.end_char, claims.id
    """,
    "actor_mentions": """
        select actor_mentions.*, spans.start_char, spans.end_char, actors.name, actors.wikidata_id
        from spans join actor_mentions on actor_mentions.span_id = spans.id
        join actors on actors.id = actor_mentions.actor_id
        where spans.document_id = ? order by spans.start_char, spans.end_char, actor_mentions.id
    """,
    "location_mentions": """
        select location_mentions.*, spans.start_char, spans.end_char, locations.name, locations.wikidata_id,
          locations.geonames_id
        from spans join location_mentions on location_mentions.span_id = spans.id
        left join locations on locations.id = location_mentions.location_id
        where spans.document_id = ? order by spans.start_char, spans.end_char, location_mentions.id
    """,
    "time_mentions": """
        select time_mentions.*, spans.start_char, spans.end_char, dates.name
        from spans join time_mentions on time_mentions.span_id = spans.id
        left join dates on dates.id = time_mentions.date
        where spans.document_id = ? order by spans.start_char, spans.end_char, time_mentions.id
    """,
    "citations": """
        select citations.*, spans.start_char, spans.end_char, sources.name, sources.url, sources.url_status
        from spans join citations on citations.span_id = spans.id
        join sources on sources.id = citations.source_id
        where spans.document_id = ? order by spans.start_char, spans.end_char, citations.id
    """,
    "text_issues": """
        select text_issues.*, spans.start_char, spans.end_char, issue_types.name, documents.language
        from spans join text_issues on text_issues.span_id = spans.id
        join documents on documents.id = spans.document_id
        join issue_types on issue_types.id = text_issues.issue_type
        where spans.document_id = ? order by spans.start_char, spans.end_char, text_issues.id
    """,
}
"""One parameter: the document's id. An attribution has its spans as a JSON array of [start, end, role]."""
