"""Propositions: what is claimed, by whom, how firmly, about whom and which place."""
