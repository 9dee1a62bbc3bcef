"""Text to parsed paragraphs: the turns of a transcript, spaCy, and trees that don't depend on it."""
