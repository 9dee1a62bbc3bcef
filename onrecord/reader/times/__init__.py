"""Time expressions and the dates that they mean."""
