"""Every list of English words and how English inflects: data that the rules share."""
