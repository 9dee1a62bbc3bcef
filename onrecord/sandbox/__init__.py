"""Strangers' SQL, asked in processes that can be killed whatever one step of SQLite is doing."""
