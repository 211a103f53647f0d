// Room Reports: to be furnished.
