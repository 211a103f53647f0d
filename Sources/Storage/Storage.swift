// Room Storage: to be furnished.
