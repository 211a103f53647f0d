// Room Indicators: to be furnished.
