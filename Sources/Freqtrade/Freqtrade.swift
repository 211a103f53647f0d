// Room Freqtrade: to be furnished.
