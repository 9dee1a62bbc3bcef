"""Toponyms: which words name a place, and which place it is."""
