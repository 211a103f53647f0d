// Room Markup: to be furnished.
