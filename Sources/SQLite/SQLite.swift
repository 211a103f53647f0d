// Room SQLite: to be furnished.
