"""Who is named, by names, pronouns and descriptions, and who is the same."""
