"""Many documents: reading a directory, and building a database from it."""
