"""Many documents: a directory is read, and a database is built of it."""
