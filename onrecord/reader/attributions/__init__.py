"""Who is said to have said or thought what: source, cue and content."""
