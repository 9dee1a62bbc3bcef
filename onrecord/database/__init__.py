"""Annotations to rows of SQLite tables: schema, checks, counts, and queries."""
