// Room Crypto: to be furnished.
