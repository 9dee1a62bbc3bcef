"""The database in the formats that other tools read: each module implements one standard, reading only."""
