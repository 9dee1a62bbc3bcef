"""From annotations to the rows of SQLite tables: schema, checks, counts and queries."""
