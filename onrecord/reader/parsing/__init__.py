"""Text to parsed paragraphs: the turns of a transcript, spaCy, and trees that know nothing of it."""
