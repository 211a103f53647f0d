// Room Desk: to be furnished.
