// Room CLI: to be furnished.
