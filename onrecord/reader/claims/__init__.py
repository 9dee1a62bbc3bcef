"""Claims: what is claimed, by whom, how firmly, and about which actors and places."""
