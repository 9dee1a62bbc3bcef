"""Actors: which names, pronouns and descriptions refer to the same person or body."""
