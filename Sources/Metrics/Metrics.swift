// Room Metrics: to be furnished.
