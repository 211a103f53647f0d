// Room Hyperopt: to be furnished.
