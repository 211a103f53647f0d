// Room Shell: to be furnished.
