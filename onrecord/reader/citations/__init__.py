"""References to sources: addresses, author and year, notes, lists of references."""
