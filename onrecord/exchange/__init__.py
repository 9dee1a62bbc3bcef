"""The database in the forms that other tools read: each module knows one standard and only reads."""
