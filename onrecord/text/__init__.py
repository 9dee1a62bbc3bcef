"""Files to documents: decoding, conversion, paragraphs, sections and sentences; no offset ever moves."""
