"""English word lists and inflection: data that the rules share."""
