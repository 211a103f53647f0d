// Room Pipelines: to be furnished.
